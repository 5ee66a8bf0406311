// Answers changed or added after sending in: where the service allows it, every version kept, nobody decides unseen.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { answerServices, newAccount, page, start } from '../support/answers.mjs';
import { rows } from '../support/database.mjs';
import { Instance, Visitor, logOf, picture, run, signIn, until } from '../support/server.mjs';

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

async function sendIn(visitor) {
  await start(visitor, 'stall');
  await visitor.send({ goods: 'Cheese' });
  await visitor.send({ length: '6' });
  await visitor.send({}, { files: { photo: { ...picture, name: 'first.png' } } });
  await visitor.send({ more: 'yes' });
  await visitor.send({ name: 'Kim' });
  await visitor.send({ more: 'no' });
  await visitor.send({ promise: 'yes' });
  assert.equal(page(visitor), 'check');
  await visitor.send();
  assert.match(visitor.path, /\/sent$/);
  return visitor.path.split('/')[2];
}
const change = async (visitor, reference) => {
  await visitor.open(`/applications/${reference}`);
  return visitor.send({}, { action: `/applications/${reference}/change` });
};
const draftOf = (visitor) => visitor.path.split('/').slice(0, 3).join('/');
const sendForm = (visitor, fields = {}) => visitor.send(fields, { action: visitor.path.split(/[?#]/)[0] });

test('a change is made on the same pages, checked as a whole, and sent as a new version', async () => {
  const ada = new Visitor(instance);
  await newAccount(ada);
  const reference = await sendIn(ada);
  await ada.open(`/applications/${reference}`);
  assert.match(ada.text, /You can change: “What do you sell\?”, “How long is it\?”, “Add a photo of it” and “Who helps you\?”/);
  await change(ada, reference);
  assert.equal(page(ada), 'check');
  assert.match(ada.text, /You have not changed anything yet/);
  assert.doesNotMatch(ada.page, /promise\?from=check/, 'what may not be changed has no way to change it');
  const draft = draftOf(ada);

  // Sending nothing sends nothing; the page of what stands leads back.
  await sendForm(ada);
  assert.equal(ada.status, 422);
  await ada.open(`${draft}/promise`);
  assert.equal(page(ada), 'check');
  const forced = await ada.request(`${draft}/promise`, { method: 'POST', body: new URLSearchParams({ csrf: ada.form().hidden.csrf }) });
  assert.match(forced.headers.get('location'), /\/check$/);

  // Longer than before: a question that was not asked is asked now, and only that.
  await ada.open(`${draft}/length?from=check`);
  await ada.send({ length: '400' });
  assert.equal(ada.status, 422);
  await ada.send({ length: '12' });
  assert.equal(page(ada), 'power');
  await ada.open(`${draft}/check`);
  assert.equal(page(ada), 'power', 'nothing is sent before it is whole');
  await ada.send({ power: '3' });
  assert.equal(page(ada), 'check');
  await ada.open(`${draft}/photo?from=check`);
  await ada.send({}, { files: { photo: { ...picture, name: 'second.png' } } });
  await ada.open(`${draft}/helpers?from=check`);
  await ada.send({ more: 'yes' });
  await ada.send({ name: 'Bo' });
  await ada.send({ more: 'no' });
  assert.equal(page(ada), 'check');
  for (const words of [/6 m 12 m/, /No answer 3 kW/, /first\.png second\.png/, /No answer Bo/]) assert.match(ada.text, words);

  // Meanwhile everything stands as it was, here and on another device; beginning again goes on with the same change.
  const phone = new Visitor(instance);
  phone.cookies = ada.cookies;
  await phone.open(`/applications/${reference}`);
  assert.match(phone.text, /6 m/);
  assert.doesNotMatch(phone.text, /12 m/);
  await change(phone, reference);
  assert.equal(draftOf(phone), draft);
  await phone.open('/applications');
  assert.doesNotMatch(phone.text, /not sent in yet/);

  await sendForm(ada, { reason: 'x'.repeat(1001) });
  assert.equal(ada.status, 422);
  assert.match(ada.text, /1,000 characters or fewer/);
  await sendForm(ada, { reason: 'I measured <b>again</b>' });
  assert.match(ada.path, /\/changed$/);
  assert.match(ada.text, /Your change is sent in/);
  await ada.open(`${draft}/check`);
  assert.equal(ada.path, `/applications/${reference}`, 'Back leads to the application');
  for (const words of [/What you changed/, /I measured <b>again<\/b>/, /12 m/, /Changed by you/]) assert.match(ada.text, words);
  assert.doesNotMatch(ada.page, /<b>again/);

  // The person is told, and both versions have a receipt that holds.
  await until(async () => (await ada.open('/inbox')).text.includes(`We have your change to ${reference}`), 'the message');
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-receipts-'));
  for (const [number, there] of [[1, /"6"|6/], [2, /"12"|12/]]) {
    const receipt = await until(async () => {
      const response = await ada.request(`/applications/${reference}/receipt.json?version=${number}`);
      return response.status === 200 && response.text();
    }, `receipt ${number}`);
    const file = join(folder, `${number}.json`);
    writeFileSync(file, receipt);
    const verified = run('verify', file, '--key', instance.logKey);
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    assert.match(receipt, number === 1 ? /application\.submitted/ : /application\.corrected/);
    assert.match(JSON.parse(receipt).opened.answers_commitment.text, there);
    await ada.open(`/applications/${reference}/receipt?version=${number}`);
    assert.match(ada.text, number === 1 ? /We had your application on/ : /We had your change on/);
  }
  await ada.open(`/applications/${reference}/receipt?version=3`);
  assert.equal(ada.status, 404);
  const log = run('verify', '--log', ...logOf(instance));
  assert.equal(log.status, 0, log.stdout);
  rmSync(folder, { recursive: true });

  // Staff see what was and what is, and every file.
  const officer = new Visitor(instance);
  await signIn(officer, instance.demo.caseworker[0]);
  await officer.open(`/desk/cases/${reference}`);
  for (const words of [/What they changed after sending in/, /Version 2/, /I measured <b>again<\/b>/, /6 m 12 m/, /Changed by the resident/]) assert.match(officer.text, words);
  assert.doesNotMatch(officer.page, /<b>again/);
  for (const name of ['first.png', 'second.png']) {
    const href = officer.page.match(new RegExp(`href="([^"]*/documents/[^"]*)"[^>]*>${name.replace('.', '\\.')}`))[1];
    const file = await officer.request(href);
    assert.equal(file.status, 200, name);
    assert.deepEqual(Buffer.from(await file.arrayBuffer()).subarray(0, 4), picture.bytes.subarray(0, 4));
  }
  assert.equal(rows(instance, 'SELECT version FROM case_versions').length, 2);
});

test('nobody decides on what they have not seen, and nothing is changed once it is decided', async () => {
  const ada = new Visitor(instance);
  await newAccount(ada);
  const reference = await sendIn(ada);
  const officer = new Visitor(instance);
  await signIn(officer, instance.demo.caseworker[0]);
  await officer.open(`/desk/cases/${reference}`);
  await change(ada, reference);
  const draft = draftOf(ada);
  await ada.open(`${draft}/goods?from=check`);
  await ada.send({ goods: 'Bread' });
  await sendForm(ada);
  assert.match(ada.path, /\/changed$/);

  // What they wrote stays; what changed stands above it.
  await officer.send({ outcome: 'granted', reason: 'Cheese is always welcome here.' });
  assert.equal(officer.status, 422);
  assert.match(officer.text, /They changed their answers after you opened this case/);
  assert.match(officer.text, /Cheese Bread/);
  assert.match(officer.page, /Cheese is always welcome here/);
  assert.match(officer.page, /href="#changes"/);
  assert.match(officer.page, /id="changes"/);

  // A form without its version is one that nobody saw.
  const { csrf } = officer.form().hidden;
  await officer.open(officer.path, { method: 'POST', body: new URLSearchParams({ csrf, outcome: 'granted', reason: 'Cheese is always welcome here.' }) });
  assert.equal(officer.status, 422);

  // They begin another change; then it is decided on what stands.
  await change(ada, reference);
  const second = draftOf(ada);
  assert.notEqual(second, draft);
  await ada.open(`${second}/goods?from=check`);
  await ada.send({ goods: 'Cake' });
  await officer.open(`/desk/cases/${reference}`);
  await officer.send({ outcome: 'granted', reason: 'Bread is always welcome here.' });
  assert.equal(officer.status, 200);
  assert.match(officer.text, /Bread is always welcome here/);
  await sendForm(ada);
  assert.equal(ada.status, 409);
  assert.match(ada.text, /has been decided, so it stays as it is/);
  await ada.open(`${second}/goods`);
  assert.equal(ada.path, `/applications/${reference}`);
  assert.match(ada.text, /Bread/);
  assert.doesNotMatch(ada.text, /Cake|Change or add an answer/);
  const late = await ada.request(`/applications/${reference}/change`, { method: 'POST', body: new URLSearchParams({ csrf: ada.form('/sign-out').hidden.csrf }) });
  assert.equal(late.status, 409);
});

test('a change can be given up, and is nobody else’s', async () => {
  const ada = new Visitor(instance);
  await newAccount(ada);
  const reference = await sendIn(ada);
  await change(ada, reference);
  const draft = draftOf(ada);
  await ada.open(`${draft}/photo?from=check`);
  await ada.send({}, { files: { photo: { ...picture, name: 'other.png' } } });
  const bob = new Visitor(instance);
  await newAccount(bob);
  assert.equal((await bob.request(`${draft}/check`)).status, 404);
  const csrf = bob.form('/sign-out').hidden.csrf;
  assert.equal((await bob.request(`/applications/${reference}/change`, { method: 'POST', body: new URLSearchParams({ csrf }) })).status, 404);
  assert.equal((await bob.request(`${draft}/check`, { method: 'POST', body: new URLSearchParams({ csrf, leave: 'yes' }) })).status, 404);
  await sendForm(ada, { leave: 'yes' });
  assert.equal(ada.path, `/applications/${reference}`);
  assert.match(ada.text, /first\.png/);
  assert.doesNotMatch(ada.text, /other\.png/);
  assert.equal((await ada.request(`${draft}/check`)).status, 404);
  assert.equal(rows(instance, `SELECT draft_id FROM drafts WHERE draft_id = '${draft.split('/')[2]}'`).length, 0);

  // A service that says nothing of it offers no change.
  await start(ada, 'grants');
  await ada.send({ idea: 'A park' });
  await ada.send();
  const other = ada.path.split('/')[2];
  await ada.open(`/applications/${other}`);
  assert.doesNotMatch(ada.text, /Change or add an answer/);
  const refused = await ada.request(`/applications/${other}/change`, { method: 'POST', body: new URLSearchParams({ csrf: ada.form('/sign-out').hidden.csrf }) });
  assert.equal(refused.status, 409);
});

test('a visitor changes what they sent in from the same browser', async () => {
  const visitor = new Visitor(instance);
  const reference = await sendIn(visitor);
  await change(visitor, reference);
  await visitor.open(`${draftOf(visitor)}/goods?from=check`);
  await visitor.send({ goods: 'Honey' });
  await sendForm(visitor);
  assert.match(visitor.path, /\/changed$/);
});
