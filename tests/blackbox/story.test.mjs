// The tree story over HTTP, without scripts, on the real program.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Instance, Visitor, answerTree, logOf, picture, program, run, signIn, startTree, until } from '../support/server.mjs';

let instance;
before(async () => { instance = await new Instance().start(); });
after(async () => { const end = await instance.close(); assert.equal(end.code, 0, instance.logged); });

async function referenceOf(visitor) {
  return visitor.path.split('/')[2];
}

test('the service is found by search, by topic and by its guide', async () => {
  const visitor = new Visitor(instance);
  await visitor.open('/');
  assert.match(visitor.text, /Apply to fell a tree/);
  await visitor.open('/search?q=trees');
  assert.match(visitor.text, /Apply to fell a tree/);
  await visitor.open('/search?q=%E2%82%AC%3Cscript%3E');
  assert.equal(visitor.status, 200);
  assert.doesNotMatch(visitor.page, /<script>/);
  await visitor.open('/services/fell-a-tree');
  assert.match(visitor.text, /What happens next/i);
  assert.equal(visitor.cookies.size, 0, 'reading sets no cookie');
});

test('a thin tree: the protected area is never asked, the permit comes at once, with a receipt', async () => {
  const visitor = new Visitor(instance);
  await startTree(visitor);
  const asked = await answerTree(visitor, { trunk: '25' });
  assert.deepEqual(asked, ['trunk', 'place', 'photo', 'contact']);
  await visitor.send();
  assert.match(visitor.path, /^\/applications\/GH-[^/]+\/sent$/);
  const reference = await referenceOf(visitor);
  await visitor.open(`/applications/${reference}`);
  assert.match(visitor.title, /Granted/);

  const file = join(instance.data, 'receipt.json');
  const sentAt = Date.now();
  const receipt = await until(async () => {
    const response = await visitor.request(`/applications/${reference}/receipt.json`);
    return response.status === 200 && response.text();
  }, 'receipt');
  assert.ok(Date.now() - sentAt < 5000, 'the receipt is there soon');
  writeFileSync(file, receipt);
  const said = execFileSync(program, ['verify', file, '--key', instance.logKey], { encoding: 'utf8' });
  assert.match(said, /^good$/m);
  writeFileSync(file, receipt.replace('25', '26'));
  assert.throws(() => execFileSync(program, ['verify', file, '--key', instance.logKey], { encoding: 'utf8', stdio: 'pipe' }));
});

test('a thick tree in a protected area: advised, asked for their side, decided by a person, reviewed by another', async () => {
  const visitor = new Visitor(instance);
  await startTree(visitor);
  await visitor.send({ trunk: '45' });
  await visitor.send({ 'place-text': '14 Canal Walk' });
  assert.match(visitor.path, /protected$/);
  await visitor.send({ protected: 'yes' });
  assert.match(visitor.path, /reason$/);
  assert.match(visitor.text, /the rules would say no/);
  assert.match(visitor.text, /You can still apply/);
  await visitor.send({ reason: 'It darkens the kitchen all day.' });
  await answerTree(visitor, {});
  await visitor.send();
  const reference = await referenceOf(visitor);
  await visitor.open(`/applications/${reference}`);
  assert.match(visitor.text, /With a person/);

  const [first, second] = instance.demo.caseworker;
  const officer = new Visitor(instance);
  await officer.open('/desk');
  assert.match(officer.path, /^\/sign-in/);
  await signIn(officer, first);
  assert.ok(officer.text.includes(reference));
  await officer.open(`/desk/cases/${reference}`);
  assert.match(officer.text, /It darkens the kitchen/);
  assert.match(officer.text, /What the rules say: refuse/);
  assert.match(officer.text, /What would have changed the outcome/);
  assert.match(officer.text, /How thick is the trunk\? 30 cm instead of 45 cm: Granted/);
  assert.match(officer.text, /Does the tree stand in a protected area\? No instead of Yes: Granted/);
  const photo = officer.page.match(/href="([^"]*\/documents\/[^"]*)"/)[1];
  const download = await officer.request(photo);
  assert.equal(download.status, 200);
  assert.match(download.headers.get('content-disposition'), /^attachment/);
  await officer.send({ outcome: 'refused', reason: 'no' });
  assert.equal(officer.status, 422);
  assert.match(officer.text, /at least 10 characters/);
  await officer.send({ outcome: 'refused', reason: 'The lime belongs to the row along the canal.' });
  assert.equal(officer.status, 200);

  await visitor.open(`/applications/${reference}`);
  assert.match(visitor.title, /Refused/);
  assert.match(visitor.text, /The lime belongs to the row/);
  assert.match(visitor.text, /Ask for a review/);
  assert.doesNotMatch(visitor.text, /What would have changed/, 'nobody can change how thick a trunk is');
  await visitor.open('/access');
  assert.match(visitor.text, /To decide your application/);
  await visitor.open(`/applications/${reference}/review`);
  await visitor.send({ words: 'The tree is ill, and the photo shows it.' });
  assert.match(visitor.text, /under review|Review/i);

  await officer.open('/desk');
  assert.ok(!officer.text.includes(reference), 'who decided first does not get the review');
  await officer.open(`/desk/cases/${reference}`);
  assert.match(officer.text, /someone else must review it/);
  const other = new Visitor(instance);
  await signIn(other, second);
  await other.open(`/desk/cases/${reference}`);
  await other.send({ outcome: 'granted', reason: 'The photo shows rot in the trunk, so it may go.' });
  await visitor.open(`/applications/${reference}`);
  assert.match(visitor.title, /Granted/);

  const messages = await until(async () => {
    await visitor.open('/inbox');
    return (visitor.text.match(/We have decided about/g) ?? []).length >= 2 && visitor.text;
  }, 'messages of both decisions');
  assert.match(messages, /We have your application/);
});

test('a city pass: decisions that build on each other, and an amount that the letter tells', async () => {
  const answers = {
    resident: { resident: 'yes' }, born: { 'born-day': '1', 'born-month': '5', 'born-year': '1980' }, applied: { applied: 'no' }, student: { student: 'no' },
    support: {}, children: { children: '2' }, partner: { partner: 'yes' }, income: { income: '2000' }, reason: { reason: 'My hours change every week.' },
    contact: { 'contact-name': 'Test Person', 'contact-email': 'resident@example.org', 'contact-phone': '' },
  };
  const walk = async (changed) => {
    const visitor = new Visitor(instance);
    await visitor.open('/services/city-pass');
    await visitor.send({}, { action: '/services/city-pass/start' });
    const asked = [];
    for (let question; (question = visitor.path.split('?')[0].split('/').pop()) !== 'check';) {
      asked.push(question);
      assert.ok(asked.length < 15, asked.join(' '));
      await visitor.send({ ...answers, ...changed }[question]);
    }
    await visitor.send();
    const path = `/applications/${visitor.path.split('/')[2]}`;
    await visitor.open(path);
    return { visitor, asked, path };
  };
  const whole = await walk({});
  assert.deepEqual(whole.asked, ['resident', 'born', 'applied', 'student', 'support', 'children', 'partner', 'income', 'contact']);
  assert.match(whole.visitor.text, /You get the city pass and a budget for your children/);
  assert.match(whole.visitor.text, /the basic amount is 1,850 euros a month/);
  await whole.visitor.open(`${whole.path}/letter`);
  assert.match(whole.visitor.text, /and 400 euros for your children/, 'two children, 200 euros each');

  const supported = await walk({ support: { support: 'food_bank' }, children: { children: '0' } });
  assert.deepEqual(supported.asked, ['resident', 'born', 'applied', 'student', 'support', 'children', 'contact'], 'the income is nobody\'s business then');
  assert.match(supported.visitor.text, /You get the city pass/);

  const elsewhere = await walk({ resident: { resident: 'no' } });
  assert.deepEqual(elsewhere.asked, ['resident', 'reason', 'contact']);
  assert.match(elsewhere.visitor.text, /A person looks at it/i);
});

test('wrong answers say what to do and lose nothing', async () => {
  const visitor = new Visitor(instance);
  await startTree(visitor);
  for (const wrong of ['', 'thick', '-3', '5000', '1e9']) {
    await visitor.send({ trunk: wrong });
    assert.equal(visitor.status, 422, wrong);
    assert.match(visitor.title, /^Error: /);
    assert.match(visitor.page, /href="#trunk"/);
    assert.match(visitor.text, /Enter a number/);
  }
  await visitor.send({ trunk: '30,5' });
  assert.match(visitor.path, /place$/);
  await visitor.open(visitor.path.replace(/place$/, 'trunk'));
  assert.match(visitor.page, /value="30\.5"/);
});

test('a file that lies about its type is refused with words that help', async () => {
  const visitor = new Visitor(instance);
  await startTree(visitor);
  await visitor.send({ trunk: '25' });
  await visitor.send({ 'place-text': 'Here' });
  const lie = { name: 'tree.png', type: 'image/png', bytes: Buffer.from('#!/bin/sh\necho no\n') };
  await visitor.send({}, { files: { photo: lie } });
  assert.equal(visitor.status, 422);
  assert.match(visitor.page, /href="#photo"/);
  const large = { name: 'large.png', type: 'image/png', bytes: Buffer.concat([picture.bytes, Buffer.alloc(11 * 1024 * 1024)]) };
  const form = visitor.form();
  const body = new FormData();
  for (const [name, value] of Object.entries(form.hidden)) body.append(name, value);
  body.append('photo', new Blob([large.bytes], { type: large.type }), large.name);
  const refused = await visitor.request(form.action, { method: 'POST', body }).then((response) => response.status, () => 413);
  assert.equal(refused, 422, "over the limit of a document");
});

test('two tabs and a double click make one application', async () => {
  const visitor = new Visitor(instance);
  await startTree(visitor);
  await answerTree(visitor, { trunk: '28' });
  const form = visitor.form();
  const post = () => visitor.request(form.action, { method: 'POST', body: new URLSearchParams(form.hidden) });
  const answers = await Promise.all([post(), post(), post(), post()]);
  const places = new Set(answers.map((response) => { assert.equal(response.status, 303); return response.headers.get('location').replace(/\/sent$/, ''); }));
  assert.equal(places.size, 1, [...places].join(' '));
});

test('tabs that answer different questions at once keep both answers', async () => {
  const visitor = new Visitor(instance);
  await startTree(visitor);
  const draft = visitor.path.split('/')[2];
  const csrf = visitor.form().hidden.csrf;
  const answer = (question, fields) => visitor.request(`/apply/${draft}/${question}`, { method: 'POST', body: new URLSearchParams({ csrf, ...fields }) });
  await Promise.all([answer('trunk', { trunk: '25' }), answer('place', { 'place-text': 'By the pond' }),
    answer('contact', { 'contact-name': 'Test', 'contact-email': 'a@example.org' })]);
  await visitor.open(`/apply/${draft}/trunk`);
  assert.match(visitor.page, /value="25"/);
  await visitor.open(`/apply/${draft}/place`);
  assert.match(visitor.text, /By the pond/);
});

test('what another started cannot be seen or changed', async () => {
  const visitor = new Visitor(instance);
  await startTree(visitor);
  const path = visitor.path;
  const stranger = new Visitor(instance);
  await stranger.open(path);
  assert.equal(stranger.status, 404);
  await startTree(stranger);
  await stranger.open(path);
  assert.equal(stranger.status, 404);
  visitor.cookies.set('session', 'A'.repeat(43));
  await visitor.open(path);
  assert.equal(visitor.status, 404);
});

test('an account brings the draft to another device', async () => {
  const visitor = new Visitor(instance);
  await startTree(visitor);
  await visitor.send({ trunk: '44' });
  const draft = visitor.path.split('/')[2];
  await visitor.open(`/account/new?next=${encodeURIComponent(`/apply/${draft}`)}`);
  const account = { email: `r${Date.now()}@example.org`, password: 'linden by the water' };
  await visitor.send({ name: '', ...account });
  assert.match(visitor.path, /place$/);
  const elsewhere = new Visitor(instance);
  await signIn(elsewhere, account);
  await elsewhere.open('/applications');
  assert.match(elsewhere.text, /not sent in yet/);
  await elsewhere.open(`/apply/${draft}/trunk`);
  assert.match(elsewhere.page, /value="44"/);
  const wrong = new Visitor(instance);
  await signIn(wrong, { ...account, password: 'linden by the lake' });
  assert.equal(wrong.status, 422);
});

test('posts without the session\'s token, or from elsewhere, change nothing', async () => {
  const visitor = new Visitor(instance);
  await startTree(visitor);
  const form = visitor.form();
  const without = await visitor.request(form.action, { method: 'POST', body: new URLSearchParams({ trunk: '25' }) });
  assert.equal(without.status, 403);
  const foreign = await visitor.request(form.action, { method: 'POST', body: new URLSearchParams({ ...form.hidden, trunk: '25' }), headers: { origin: 'https://evil.example' } });
  assert.equal(foreign.status, 403);
  await visitor.open(visitor.path);
  assert.doesNotMatch(visitor.page, /value="25"/);
});

test('feedback is kept, counted and shown to staff; performance has a page and a table', async () => {
  const visitor = new Visitor(instance);
  await visitor.open('/feedback?page=%2Fservices%2Ffell-a-tree');
  await visitor.send({ rating: '5', text: 'Clear & quick' }, { action: '/feedback' });
  assert.match(visitor.text, /Thank you/);
  const officer = new Visitor(instance);
  await signIn(officer, instance.demo.caseworker[0]);
  await officer.open('/desk/feedback');
  assert.match(officer.text, /Clear & quick/);
  const csv = await until(async () => {
    const response = await visitor.request('/performance/fell-a-tree/data.csv');
    const text = await response.text();
    return text.split('\r\n').length > 2 && text;
  }, 'performance');
  assert.match(csv, /submitted|sent/i);
  await visitor.open('/performance/fell-a-tree');
  assert.match(visitor.text, /applications/);
});

test('the log of every act holds', () => {
  assert.equal(run('verify', '--log', ...logOf(instance)).last, 'good');
});

test('logs hold neither answers nor addresses', () => {
  for (const secret of ['Canal Walk', 'resident@example.org', 'kitchen', instance.demo.resident[0].password]) {
    assert.ok(!instance.logged.includes(secret), secret);
  }
});
