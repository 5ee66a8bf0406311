// Nothing is lost and nothing is kept too long: the end of a draft, two applications at a time, two devices, two clicks.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { answerServices, newAccount, page, start } from '../support/answers.mjs';
import { execute, rows } from '../support/database.mjs';
import { Instance, Visitor, until } from '../support/server.mjs';

let instance, services;
before(async () => {
  services = answerServices();
  instance = await new Instance({ services }).start();
});
after(async () => {
  const end = await instance?.close();
  rmSync(services, { recursive: true, force: true });
  assert.equal(end?.code, 0, instance?.logged);
  assert.doesNotMatch(instance.logged, /"level":"error"|Sanitizer|runtime error/);
});

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const day = (days) => {
  const date = new Date(Date.now() + days * 86_400_000);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
};
const idOf = (visitor) => visitor.path.split('/')[2];

test('people see until when a draft is kept, are told before it ends, and it ends', async () => {
  const ada = new Visitor(instance);
  await newAccount(ada);
  await start(ada, 'short');
  await ada.send({ a: 'One' });
  const short = idOf(ada);
  await ada.open(`/apply/${short}/save`);
  assert.match(ada.text, new RegExp(`We keep it until ${day(7)}`));
  assert.match(ada.text, /Before we erase it we write to you/);
  await ada.open('/applications');
  assert.match(ada.text, new RegExp(`keep it until ${day(7)}`, 'i'));
  await ada.open('/');
  assert.match(ada.text, new RegExp(`We keep it until ${day(7)}`));
  await start(ada, 'parking');
  const usual = idOf(ada);
  await ada.open(`/apply/${usual}/save`);
  assert.match(ada.text, new RegExp(`We keep it until ${day(30)}`));

  const visitor = new Visitor(instance);
  await start(visitor, 'short');
  const visitors = idOf(visitor);

  // Five days on, seen from the rows.
  execute(instance, `UPDATE drafts SET remind_at = 1 WHERE draft_id IN ('${short}', '${visitors}')`);
  await instance.stop();
  await instance.start();
  await until(async () => (await ada.open('/inbox')).text.includes(`Your application is kept until ${day(7)}`), 'the reminder');
  const link = ada.page.match(/href="(\/inbox\/[^"]+)"/)[1];
  await ada.open(link);
  assert.match(ada.text, /A short errand/);
  assert.match(ada.page, new RegExp(`href="/apply/${short}"`));
  assert.deepEqual(rows(instance, 'SELECT draft_id FROM drafts WHERE remind_at = 1'), []);
  await instance.stop();
  await instance.start();
  await ada.open('/inbox');
  assert.equal((ada.text.match(/is kept until/g) ?? []).length, 1, 'once');

  // Who goes on is kept longer, and told again later.
  await ada.open(`/apply/${short}/b`);
  await ada.send({ b: 'Two' });
  assert.notEqual(Number(rows(instance, `SELECT remind_at FROM drafts WHERE draft_id = '${short}'`)[0].remind_at), 0);

  execute(instance, `UPDATE drafts SET keep_until = 1 WHERE draft_id = '${short}'`);
  await instance.stop();
  await instance.start();
  await until(() => rows(instance, `SELECT draft_id FROM drafts WHERE draft_id = '${short}'`).length === 0, 'the end');
  await ada.open(`/apply/${short}`);
  assert.equal(ada.status, 404);
  await ada.open(`/apply/${usual}`);
  assert.equal(ada.status, 200);
});

test('a round is open on its days: people are told, and nothing begins outside them', async () => {
  const visitor = new Visitor(instance);
  await visitor.open('/services/old-grants');
  assert.match(visitor.text, /You could apply until 31 December 2020/);
  assert.doesNotMatch(visitor.page, /old-grants\/start/);
  await visitor.open('/services/new-grants');
  assert.match(visitor.text, /You can apply from 1 January 2099/);
  await start(visitor, 'grants');
  assert.match(visitor.text, /Send it in by 31 December 2099/);
  const draft = idOf(visitor);
  const { csrf } = visitor.form().hidden;
  for (const service of ['old-grants', 'new-grants']) {
    const refused = await visitor.request(`/services/${service}/start`, { method: 'POST', body: new URLSearchParams({ csrf }) });
    assert.equal(refused.headers.get('location'), `/services/${service}`);
  }
  await visitor.send({ idea: 'A park' });
  assert.equal(page(visitor), 'check');

  // It closes while they are at it: said in plain words, and their answers are not gone.
  execute(instance, `UPDATE drafts SET service = 'old-grants', service_hash = (SELECT hash FROM service_versions WHERE service = 'old-grants' LIMIT 1) WHERE draft_id = '${draft}'`);
  await visitor.send();
  assert.equal(visitor.status, 410);
  assert.match(visitor.text, /You could apply until 31 December 2020/);
});

test('two applications of the same service stand side by side', async () => {
  const visitor = new Visitor(instance);
  await start(visitor, 'short');
  await visitor.send({ a: 'First' });
  const first = idOf(visitor);
  await visitor.open('/services/short');
  assert.match(visitor.text, /You have begun this already/);
  assert.match(visitor.page, new RegExp(`href="/apply/${first}"`));
  await visitor.send({}, { action: '/services/short/start' });
  const second = idOf(visitor);
  assert.notEqual(first, second);
  await visitor.send({ a: 'Second' });
  await visitor.open(`/apply/${first}/a`);
  assert.match(visitor.page, /value="First"/);
  await visitor.open(`/apply/${second}/a`);
  assert.match(visitor.page, /value="Second"/);
  await visitor.open('/applications');
  assert.equal((visitor.text.match(/A short errand/g) ?? []).length, 2);
  // Both are sent in, each once.
  const references = [];
  for (const draft of [first, second]) {
    await visitor.open(`/apply/${draft}/b`);
    await visitor.send({ b: 'x' });
    await visitor.send();
    references.push(visitor.path.split('/')[2]);
  }
  assert.notEqual(references[0], references[1]);
  await visitor.open(`/applications/${references[0]}`);
  assert.match(visitor.text, /First/);
});

test('Back after sending in, a double click, a second tab: one application', async () => {
  const visitor = new Visitor(instance);
  await start(visitor, 'short');
  await visitor.send({ a: 'x' });
  await visitor.send({ b: 'y' });
  const draft = idOf(visitor);
  const check = visitor.path;
  const body = () => new URLSearchParams(visitor.form().hidden);
  const before = rows(instance, 'SELECT case_id FROM cases').length;
  const answers = await Promise.all([1, 2, 3].map(() => visitor.request(check, { method: 'POST', body: body() })));
  const places = new Set(answers.map((answer) => (answer.headers.get('location') ?? '').split('/')[2]));
  assert.equal(places.size, 1, [...places].join());
  assert.equal(rows(instance, 'SELECT case_id FROM cases').length, before + 1);
  const [reference] = places;
  // Every page of the draft leads to what was sent in, and none takes anything more.
  for (const path of [check, `/apply/${draft}`, `/apply/${draft}/a`, `/apply/${draft}/save`]) {
    const shown = await visitor.request(path);
    assert.equal(shown.headers.get('location'), `/applications/${reference}`, path);
  }
  for (const path of [check, `/apply/${draft}/a`]) {
    const sent = await visitor.request(path, { method: 'POST', body: body() });
    assert.equal(sent.headers.get('location'), `/applications/${reference}`, path);
  }
  assert.equal(rows(instance, 'SELECT case_id FROM cases').length, before + 1);
});

test('two devices with one account go on with the same application', async () => {
  const laptop = new Visitor(instance);
  const account = await newAccount(laptop);
  await start(laptop, 'short');
  await laptop.send({ a: 'From the laptop' });
  const phone = new Visitor(instance);
  await phone.open('/sign-in');
  await phone.send(account);
  await phone.open('/applications');
  await phone.open(phone.page.match(/href="(\/apply\/[^"]+)"/)[1]);
  assert.equal(page(phone), 'b', 'where the other stopped');
  await phone.open(`/apply/${idOf(phone)}/a`);
  assert.match(phone.page, /value="From the laptop"/);
  await phone.send({ a: 'From the phone' });
  await laptop.send({ b: 'Also from the laptop' });
  assert.equal(page(laptop), 'check');
  for (const words of [/From the phone/, /Also from the laptop/]) assert.match(laptop.text, words);
  await phone.open(`/apply/${idOf(laptop)}/check`);
  await phone.send();
  const reference = phone.path.split('/')[2];
  await laptop.send();
  assert.equal(laptop.path.split('/')[2], reference, 'what one sent in, the other does not send again');
  // A visitor's drafts go along when they sign in.
  const tablet = new Visitor(instance);
  await start(tablet, 'short');
  await tablet.send({ a: 'Begun before signing in' });
  await tablet.open('/sign-in');
  await tablet.send(account);
  await phone.open('/applications');
  await phone.open(phone.page.match(/href="(\/apply\/[^"]+)"/)[1]);
  await phone.open(`/apply/${idOf(phone)}/a`);
  assert.match(phone.page, /value="Begun before signing in"/);
});
