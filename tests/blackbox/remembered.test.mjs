// Answers to questions of the bank: offered again with where they came from, used by a press, forgotten on request.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { answerServices, newAccount, page, start } from '../support/answers.mjs';
import { execute, rows } from '../support/database.mjs';
import { Instance, Visitor } from '../support/server.mjs';

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

const contact = (id, phone = '') => ({ [`${id}-name`]: 'Ada Lovelace', [`${id}-email`]: 'ada@example.org', [`${id}-phone`]: phone });
const home = { 'home-line1': '1 Quay', 'home-line2': '', 'home-town': 'Eastmere', 'home-county': '', 'home-postcode': 'EA1 1AA', 'home-country': '' };

async function park(visitor) {
  await start(visitor, 'parking');
  for (const [name, fields] of [['contact', contact('contact')], ['home', home], ['tenure', { tenure: 'own' }], ['car', { car: 'A blue one' }], ['truth', { truth: 'yes' }]]) {
    assert.equal(page(visitor), name);
    await visitor.send(fields);
  }
  assert.equal(page(visitor), 'check');
}

test('what was answered is offered in another service, and filled in by a press alone', async () => {
  const ada = new Visitor(instance);
  await newAccount(ada);
  await park(ada);
  assert.match(ada.text, /we remember your answer to: .*How can we reach you\?|we remember your answer to/);
  assert.doesNotMatch(ada.text.match(/we remember your answer to:([^.]*)\./)[1], /Your word|Which car/);
  await ada.send();
  assert.match(ada.path, /\/sent$/);

  await start(ada, 'bins');
  assert.equal(page(ada), 'who', 'under another id it is the same question');
  assert.match(ada.text, /You told us this in “Apply for a parking permit” on \d+ \w+ \d{4}: Ada Lovelace ada@example\.org/);
  assert.equal((ada.page.match(/<h1[ >]/g) ?? []).length, 1);
  assert.doesNotMatch(ada.page, /value="ada@example\.org"/, 'the controls are empty until the button is pressed');
  await ada.send({ 'use-who': 'yes', ...contact('who'), 'who-name': '', 'who-email': '' });
  assert.equal(ada.status, 200);
  assert.equal(page(ada), 'who');
  assert.match(ada.page, /value="ada@example\.org"/);
  assert.match(ada.text, /Filled in from “Apply for a parking permit”/);
  await ada.open(ada.path);
  assert.doesNotMatch(ada.page, /value="ada@example\.org"/, 'nothing is saved by pressing it');
  await ada.send(contact('who', '01632 960 001'));

  // On a page of several questions what was typed beside it stays; options that differ make another question.
  assert.equal(page(ada), 'living');
  assert.equal((ada.page.match(/name="use-/g) ?? []).length, 1);
  await ada.send({ 'use-home': 'yes', tenure: 'other' });
  assert.match(ada.page, /value="1 Quay"/);
  assert.match(ada.page, /value="other"[^>]*checked|checked[^>]*value="other"/);
  await ada.send({ ...home, tenure: 'other' });

  assert.equal(page(ada), 'landlord');
  assert.doesNotMatch(ada.page, /name="use-/, 'asked in other words, it is another question');
  await ada.send({ 'use-landlord': 'yes' });
  assert.equal(page(ada), 'landlord');
  assert.doesNotMatch(ada.page, /ada@example\.org/);
  await ada.send({ 'landlord-name': '', 'landlord-email': '', 'landlord-phone': '' });
  assert.equal(page(ada), 'car');
  assert.doesNotMatch(ada.page, /name="use-/, 'of no bank');
  await ada.send({ car: 'no' });
  assert.equal(page(ada), 'truth');
  assert.doesNotMatch(ada.page, /name="use-|checked/, 'never a declaration');
  await ada.send({ 'use-truth': 'yes' });
  assert.doesNotMatch(ada.page, /checked/);
  await ada.send({ truth: 'yes' });
  assert.match(ada.text, /01632 960 001/);
  await ada.send();

  // The latest answer counts, and says where it was given.
  await start(ada, 'parking');
  assert.match(ada.text, /You told us this in “Order a larger bin” on [^:]+: Ada Lovelace ada@example\.org 01632 960 001/);
});

test('nothing for visitors, nothing of others, nothing in the clear', async () => {
  const visitor = new Visitor(instance);
  await park(visitor);
  assert.doesNotMatch(visitor.text, /we remember/);
  await visitor.send();
  await start(visitor, 'bins');
  assert.doesNotMatch(visitor.page, /name="use-/);

  const bob = new Visitor(instance);
  await newAccount(bob);
  await start(bob, 'bins');
  assert.doesNotMatch(bob.page, /name="use-|ada@/);
  await bob.send({ 'use-who': 'yes' });
  assert.doesNotMatch(bob.page, /ada@/);
  for (const row of rows(instance, 'SELECT subject, bank, form, question, service_hash, record FROM remembered_answers'))
    assert.doesNotMatch(JSON.stringify(row), /ada|Quay|Eastmere/i);
});

test('people see what is remembered, forget one or all, and turn it off', async () => {
  const visitor = new Visitor(instance);
  await visitor.open('/account/remembered');
  assert.match(visitor.path, /^\/sign-in/);

  const cleo = new Visitor(instance);
  await newAccount(cleo);
  await cleo.open('/account/remembered');
  assert.match(cleo.text, /We remember nothing yet/);
  await park(cleo);
  await cleo.send();
  await cleo.open('/account');
  assert.match(cleo.text, /What we remember/);
  await cleo.open('/account/remembered');
  for (const words of [/ada@example\.org/, /1 Quay/, /I own my home/, /From “Apply for a parking permit”/, /We forget it on/]) assert.match(cleo.text, words);
  assert.doesNotMatch(cleo.text, /Your word|A blue one/);

  // One: the button in whose form the question stands.
  const forget = async (about) => {
    const form = [...cleo.page.matchAll(/<form[^>]*>([\s\S]*?)<\/form>/g)].find((match) => match[1].includes(about));
    const fields = Object.fromEntries([...form[1].matchAll(/name="([^"]+)" value="([^"]*)"/g)].map((match) => [match[1], match[2]]));
    await cleo.open('/account/remembered', { method: 'POST', body: new URLSearchParams(fields) });
    return fields;
  };
  const forgotten = await forget('Where do you live?');
  assert.doesNotMatch(cleo.text, /1 Quay/);
  assert.match(cleo.text, /ada@example\.org/);
  await start(cleo, 'bins');
  assert.match(cleo.page, /name="use-who"/);
  await cleo.send(contact('who'));
  assert.doesNotMatch(cleo.page, /name="use-home"/);

  // Another's is not theirs to forget.
  const dora = new Visitor(instance);
  await newAccount(dora);
  await park(dora);
  await dora.send();
  await cleo.open('/account/remembered');
  await cleo.open('/account/remembered', { method: 'POST', body: new URLSearchParams({ ...cleo.form('/account/remembered').hidden, bank: forgotten.bank, form: forgotten.form }) });
  await dora.open('/account/remembered');
  assert.match(dora.text, /1 Quay/);

  const turn = (how) => cleo.open('/account/remembered', { method: 'POST', body: new URLSearchParams({ csrf: cleo.form('/account/remembered').hidden.csrf, turn: how }) });
  await cleo.open('/account/remembered');
  await turn('off');
  assert.match(cleo.text, /You have turned this off/);
  assert.doesNotMatch(cleo.text, /ada@example\.org/);
  await park(cleo);
  assert.doesNotMatch(cleo.text, /we remember/);
  await cleo.send();
  await cleo.open('/account/remembered');
  assert.doesNotMatch(cleo.text, /ada@example\.org/);
  await turn('on');
  assert.match(cleo.text, /We remember nothing yet/);

  const lost = new Visitor(instance);
  lost.cookies = cleo.cookies;
  const refused = await lost.request('/account/remembered', { method: 'POST', body: new URLSearchParams({ turn: 'off' }) });
  assert.ok(refused.status >= 400, 'not without the token of the form');
});

test('after two years it is forgotten', async () => {
  const ada = new Visitor(instance);
  const account = await newAccount(ada);
  await park(ada);
  await ada.send();
  execute(instance, `UPDATE remembered_answers SET forget_at = 1`);
  await start(ada, 'bins');
  assert.doesNotMatch(ada.page, /name="use-/);
  await instance.stop();
  await instance.start();
  await ada.open('/sign-in');
  if (/\/sign-in/.test(ada.path)) await ada.send(account);
  assert.equal(rows(instance, 'SELECT record FROM remembered_answers').length, 0);
});
