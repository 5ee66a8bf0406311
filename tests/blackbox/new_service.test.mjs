// From `guildhall new service` to a service that people use, and what the author sees while changing it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Instance, Visitor, run, signIn } from '../support/server.mjs';

const services = mkdtempSync(join(tmpdir(), 'guildhall-services-'));
const file = (name) => join(services, 'report-a-leak', name);
const change = (name, from, to) => {
  const text = readFileSync(file(name), 'utf8');
  assert.ok(text.includes(from), `${name} holds ${from}`);
  writeFileSync(file(name), text.replace(from, to));
};

let instance;
before(async () => {
  const made = run('new', 'service', 'report-a-leak', '--services', services);
  assert.equal(made.status, 0, made.stderr);
  instance = await new Instance({ services, extra: ['--dev'] }).start();
});
after(async () => {
  const end = await instance.close();
  rmSync(services, { recursive: true, force: true });
  assert.equal(end.code, 0, instance.logged);
});

const guide = '/services/report-a-leak';
async function started() {
  const visitor = new Visitor(instance);
  await visitor.open(guide);
  return visitor.send({}, { action: `${guide}/start` });
}

test('the new folder passes the check, and is never written over', () => {
  const checked = run('check', services);
  assert.equal(checked.status, 0, checked.stdout);
  assert.match(checked.last, /^1 services, [1-9]\d* examples, 0 errors, 0 warnings$/);
  const again = run('new', 'service', 'report-a-leak', '--services', services);
  assert.equal(again.status, 2);
  assert.match(again.stderr, /already there/);
  for (const name of ['Report', '../out', 'bank', 'a_b', '']) assert.equal(run('new', 'service', name, '--services', services).status, 2, name);
});

test('it is served at once: found, answered, granted', async () => {
  const visitor = new Visitor(instance);
  await visitor.open('/');
  assert.match(visitor.page, new RegExp(guide));
  await visitor.open(guide);
  await visitor.send({}, { action: `${guide}/start` });
  const answers = { length: '3', goods: 'Honey' };
  for (let step = 0; step < 8 && !visitor.path.endsWith('/check'); step += 1) {
    const question = visitor.path.split('/').pop();
    const contact = { 'contact-name': 'Test Person', 'contact-email': 'resident@example.org', 'contact-phone': '' };
    await visitor.send(question === 'contact' ? contact : { [question]: answers[question] });
    assert.equal(visitor.status, 200, visitor.text);
  }
  await visitor.send();
  assert.match(visitor.path, /^\/applications\/.*\/sent$/);
  await visitor.open(visitor.path.replace(/\/sent$/, ''));
  assert.match(visitor.title, /Granted/);
});

test('a refusal says what would have changed the outcome: the answer that is theirs to change', async () => {
  const visitor = await started();
  await visitor.send({ length: '8.5' });
  await visitor.send({ goods: 'Honey' });
  await visitor.send({ case: 'The van is as long as that.' });
  await visitor.send({ 'contact-name': 'Test Person', 'contact-email': 'resident@example.org', 'contact-phone': '' });
  await visitor.send();
  const own = visitor.path.replace(/\/sent$/, '');
  const officer = new Visitor(instance);
  await signIn(officer, instance.demo.caseworker[0]);
  await officer.open(`/desk/cases/${own.split('/').pop()}`);
  assert.match(officer.text, /How long is your stall\? 6 m instead of 8\.5 m: Granted Theirs to change\./);
  await officer.send({ outcome: 'refused', reason: 'There is no room for a stall of that length.' });
  await visitor.open(own);
  assert.match(visitor.title, /Refused/);
  assert.match(visitor.text, /What would have changed the outcome/);
  assert.match(visitor.text, /How long is your stall\? 6 m instead of 8\.5 m/);
});

test('a change shows on the next request; journeys that began move on with it', async () => {
  const early = await started();
  assert.match(early.text, /How long is your stall\?/);
  change('service.yaml', 'ask: How long is your stall?', 'ask: How long shall your stall be?');
  const late = await started();
  assert.match(late.text, /How long shall your stall be\?/);
  await early.open(early.path);
  assert.match(early.text, /The questions have changed since you were here last/);
  assert.match(early.text, /How long shall your stall be\?/);
  await early.send({ length: '3' });
  assert.equal(early.status, 200);
  assert.doesNotMatch(early.text, /The questions have changed/, 'said until something is saved');
  change('service.yaml', 'ask: How long shall your stall be?', 'ask: How long is your stall?');
});

test('a folder that is broken says where on its page, and takes nothing else with it', async () => {
  const running = await started();
  for (const [name, from, to, place] of [
    ['service.yaml', 'type: number', 'type: nmber', /nmber.* report-a-leak\/service\.yaml:\d+:\d+/],
    ['service.yaml', 'version: 1 ', 'version: [1 ', /report-a-leak\/service\.yaml:\d+:\d+/],
    ['rules.dmn', '<decisionTable', '<decisionTabel', /report-a-leak\/rules\.dmn:\d+:\d+/],
    ['rules.dmn', '</definitions>', '', /report-a-leak\/rules\.dmn:\d+:\d+/],
  ]) {
    const good = readFileSync(file(name), 'utf8');
    change(name, from, to);
    const visitor = new Visitor(instance);
    await visitor.open(guide);
    assert.equal(visitor.status, 404, `${name}: ${to}`);
    assert.match(visitor.text, /The folder of this service has errors/);
    assert.match(visitor.text, place);
    // The line stands there between its neighbours, and what it is about stands out.
    const lines = [...visitor.page.matchAll(/<li[^>]*value="(\d+)"[^>]*>([\s\S]*?)<\/li>/g)];
    assert.ok(lines.length >= 2, 'the lines around it');
    assert.match(visitor.page, /class="gh-source__marked"/);
    if (name === 'service.yaml' && to === 'type: nmber') assert.match(visitor.page, /<mark>nmber<\/mark>/);
    await visitor.open('/');
    assert.equal(visitor.status, 200);
    assert.doesNotMatch(visitor.page, new RegExp(guide), 'not offered');
    await running.open(running.path);
    assert.equal(running.status, 200, 'who has begun goes on with the version that was good');
    writeFileSync(file(name), good);
    await visitor.open(guide);
    assert.equal(visitor.status, 200, 'mended');
  }
});

test('a folder that appears or goes while it runs', async () => {
  const visitor = new Visitor(instance);
  assert.equal(run('new', 'service', 'book-a-hall', '--services', services).status, 0);
  await visitor.open('/services/book-a-hall');
  assert.equal(visitor.status, 200);
  rmSync(join(services, 'book-a-hall'), { recursive: true });
  await visitor.open('/services/book-a-hall');
  assert.equal(visitor.status, 404);
});

test('without --dev a broken folder keeps the server from starting, and says where', async () => {
  const good = readFileSync(file('service.yaml'), 'utf8');
  change('service.yaml', 'type: number', 'type: nmber');
  const plain = new Instance({ services });
  await assert.rejects(plain.start(), /exited with 2: [\s\S]*report-a-leak\/service\.yaml:\d+:\d+: error: .*nmber/);
  writeFileSync(file('service.yaml'), good);
  await plain.start();
  await plain.stop();
  change('service.yaml', 'Ask for a place at the market', 'Ask for a place at another market');
  await assert.rejects(plain.start(), /version 1 of `report-a-leak` was published with other files; raise `version:`/);
  writeFileSync(file('service.yaml'), good);
  await plain.start();
  await plain.close();
});
