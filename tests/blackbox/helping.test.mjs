// Acting for someone else over HTTP: three ways to a permission, what it opens, what it never opens, and how it ends.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Instance, Visitor, answerTree, picture, signIn, until } from '../support/server.mjs';

let instance;
before(async () => { instance = await new Instance().start(); });
after(async () => { const end = await instance.close(); assert.equal(end.code, 0, instance.logged); });

const password = 'three odd words';
async function account(email, name) {
  const visitor = new Visitor(instance);
  await visitor.open('/account/new');
  await visitor.send({ name, email, password });
  assert.equal(visitor.status, 200, visitor.text);
  return visitor;
}

function mails() {
  const folder = join(instance.data, 'outbox');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith('.eml')).map((name) => readFileSync(join(folder, name), 'utf8')
    .replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16))));
}
async function linkTo(email) {
  const mail = await until(() => mails().find((text) => text.includes(`To: ${email}`) && text.includes('/permissions/answer/')), `the mail to ${email}`);
  return new URL(mail.match(/http\S*\/permissions\/answer\/\S+/)[0]).pathname;
}

const forAYear = (fields = {}) => ({ what: 'apply', which: 'all', 'until-day': '1', 'until-month': '6', 'until-year': String(new Date().getUTCFullYear() + 1), ...fields });

// `holder` gives `helper` a permission, which accepts; gives its path among the people the helper helps.
async function permission(holder, helper, email, fields = {}) {
  await holder.open('/permissions/new');
  await holder.send({ email, ...forAYear(fields) });
  assert.match(holder.text, /We have written to/);
  await helper.open(await linkTo(email));
  await helper.send({ answer: 'yes' });
  assert.match(helper.path, /^\/helping\/[0-9a-f-]+$/, helper.text);
  return helper.path;
}
// The same as a list of fields: `URLSearchParams` of an object cannot hold one name twice.
async function act(helper, path) {
  await helper.open(path);
  await helper.send({}, { action: `${path}/act` });
}

const record = (fields = {}) => ({
  name: 'Bo Larsen', 'born-day': '8', 'born-month': '4', 'born-year': '1931', address: '12 Church Street', how: 'phone',
  words: 'He rang me and asked.', declared: 'yes', ...forAYear(), ...fields,
});

test('given by the person, accepted by the helper: applied for, seen by all, ended at once', async () => {
  const ann = await account('ann@example.org', 'Ann Smith');
  const ned = await account('ned@example.org', 'Ned Nagy');
  const path = await permission(ann, ned, 'ned@example.org', { which: 'some', service: 'fell-a-tree' });
  await act(ned, path);
  assert.equal(ned.path, '/applications');
  assert.match(ned.text, /You act for Ann Smith/);

  await ned.open('/services/fell-a-tree');
  assert.match(ned.text, /Start for Ann Smith/);
  await ned.send({}, { action: '/services/fell-a-tree/start' });
  await answerTree(ned, { trunk: '45', protected: 'yes', reason: 'It is dark.' });
  assert.match(ned.text, /You send this in for Ann Smith/);
  await ned.send();
  const reference = ned.path.split('/')[2];
  assert.match(ned.text, /We have told Ann Smith/);
  for (const page of ['', '/receipt', '/letter']) {
    await ned.open(`/applications/${reference}${page}`);
    assert.match(ned.text, /You act for Ann Smith/, page);
  }

  // The person has it among their own, sees who did it, and was told.
  await ann.open('/applications');
  assert.ok(ann.text.includes(reference));
  await ann.open('/access');
  assert.match(ann.text, /Ned Nagy To act for you, with your permission/);
  await ann.open(path.replace('/helping/', '/permissions/'));
  assert.match(ann.text, /Started a form/);
  assert.match(ann.text, /Answered questions/);
  assert.match(ann.text, /Sent in an application Apply to fell a tree/);
  assert.ok(ann.text.includes(reference));
  const told = await until(() => mails().find((text) => text.includes(reference) && text.includes('We have your application')), 'the notice');
  assert.match(told, /Ned Nagy sent this in for you/);

  // The desk sees both names.
  const officer = new Visitor(instance);
  await signIn(officer, instance.demo.caseworker[0]);
  await officer.open(`/desk/cases/${reference}`);
  assert.match(officer.text, /Ned Nagy sent this in for Ann Smith/);
  assert.match(officer.text, /Permission recorded as By the person, with their account/);
  assert.match(officer.text, /Sent in by a helper/);

  // A draft is under way when the permission ends: the next request sees nothing, and nothing becomes the helper's.
  await ned.open('/services/fell-a-tree');
  await ned.send({}, { action: '/services/fell-a-tree/start' });
  const form = ned.path;
  const open = Object.assign(new Visitor(instance), { cookies: new Map(ned.cookies), page: ned.page, path: ned.path });
  await ann.open(path.replace('/helping/', '/permissions/'));
  await ann.send({}, { action: `${path.replace('/helping/', '/permissions/')}/end` });
  assert.match(ann.text, /You ended it on/);
  await open.send({ trunk: '99' });
  assert.equal(open.status, 403);
  assert.match(open.text, /You no longer act for anyone/);
  for (const page of [form, `/applications/${reference}`, `/applications/${reference}/receipt.json`, `/applications/${reference}/letter`, '/applications', '/', '/services/fell-a-tree']) {
    await ned.open(page);
    assert.equal(ned.status, 403, page);
    assert.match(ned.text, /You no longer act for anyone/, page);
    assert.doesNotMatch(ned.text, /Ann Smith/, page);
  }
  await ned.send({}, { action: '/helping/stop' });
  assert.equal(ned.path, '/helping');
  assert.doesNotMatch(ned.text, /Ann Smith/);
  for (const page of [form, `/applications/${reference}`, `/applications/${reference}/receipt.json`, path]) {
    const answer = await ned.request(page);
    assert.equal(answer.status, 404, page);
    assert.doesNotMatch(await answer.text(), /Ann Smith/, page);
  }
  await ned.open('/applications');
  assert.doesNotMatch(ned.text, /Apply to fell a tree/, 'nothing was started for the helper');
  await ann.open('/applications');
  assert.match(ann.text, /Saved on/, 'the draft stays with the person');
});

test('asked for by the helper: refused without an account, agreed with one', async () => {
  const kim = await account('kim@example.org', 'Kim Lund');
  const ask = async (email) => {
    await kim.open('/helping/ask');
    await kim.send({ name: 'Mrs Diaz', email, ...forAYear() });
    assert.equal(kim.path, '/helping', kim.text);
    assert.match(kim.text, /Waiting for an answer/);
  };
  await ask('no@example.org');
  const stranger = new Visitor(instance);
  await stranger.open(await linkTo('no@example.org'));
  assert.match(stranger.text, /Kim Lund asks to act for you/);
  assert.doesNotMatch(stranger.page, /page=[^"]*permissions%2Fanswer%2F|page=[^"]*permissions\/answer\//, 'the link is no part of the feedback link');
  await stranger.send({ answer: 'yes' });
  assert.equal(stranger.status, 422, 'agreeing needs an account');
  await stranger.send({ answer: 'no' });
  assert.match(stranger.text, /Nothing was given/);
  await stranger.open(await linkTo('no@example.org'));
  assert.equal(stranger.status, 410);
  await kim.open('/helping');
  assert.doesNotMatch(kim.text, /Mrs Diaz/);

  await ask('diaz@example.org');
  const link = await linkTo('diaz@example.org');
  const other = await account('other@example.org', 'Other');
  await other.open(link);
  await other.send({ answer: 'yes' });
  assert.equal(other.status, 422);
  assert.match(other.text, /Your account has another e-mail address/);
  const diaz = await account('diaz@example.org', 'Eva Diaz');
  await diaz.open(link);
  await diaz.send({ answer: 'yes' });
  assert.match(diaz.path, /^\/permissions\//);
  assert.match(diaz.text, /Kim Lund/);
  await kim.open('/helping');
  assert.match(kim.text, /Act for Eva Diaz/);
});

test('an adviser with several people: no two of them mix', async () => {
  const vera = await account('vera@example.org', 'Vera Holm');
  await vera.open('/helping/record');
  await vera.send(record({ how: 'paper', words: '' }));
  assert.equal(vera.status, 422);
  assert.match(vera.text, /Add a picture or a PDF of the paper/);
  await vera.send(record({ how: 'paper', words: 'Signed at home.' }), { files: { file: picture } });
  const bo = vera.path;
  assert.match(bo, /^\/helping\/[0-9a-f-]+$/, vera.text);
  await vera.open('/helping/record');
  await vera.send(record({ name: 'Åse Berg' }));
  const ase = vera.path;
  await vera.open('/helping?q=ase');
  assert.match(vera.text, /Åse Berg/);
  assert.doesNotMatch(vera.text, /Bo Larsen/);

  await act(vera, bo);
  await vera.open('/services/fell-a-tree');
  await vera.send({}, { action: '/services/fell-a-tree/start' });
  await vera.send({ trunk: '45' });
  const draft = vera.path;
  const tab = { page: vera.page, path: vera.path };

  // In another tab: Åse. What was open for Bo is refused, and says for whom she acts now.
  await vera.open('/helping');
  await vera.send({}, { action: `${ase}/act` });
  assert.match(vera.text, /You act for Åse Berg/);
  const stale = Object.assign(new Visitor(instance), { cookies: new Map(vera.cookies), ...tab });
  await stale.send({ 'place-text': 'Behind the house of Bo' });
  assert.equal(stale.status, 403);
  assert.match(stale.text, /You act for Åse Berg now/);
  await vera.open(draft);
  assert.equal(vera.status, 404);
  assert.match(vera.text, /This is not Åse Berg’s/);
  await vera.open('/applications');
  assert.doesNotMatch(vera.text, /Apply to fell a tree/);

  // Back to Bo: what was saved is there, what was refused is not. Sent in, with nobody else to tell, she hears of it.
  await vera.open('/helping');
  await vera.send({}, { action: `${bo}/act` });
  await vera.open(draft);
  assert.doesNotMatch(vera.page, /Behind the house of Bo/);
  await vera.send({ 'place-text': '14 Canal Walk' });
  await answerTree(vera, { protected: 'yes', reason: 'It is dark.', contact: { 'contact-email': 'vera@example.org' } });
  await vera.send();
  const reference = vera.path.split('/')[2];
  const told = await until(() => mails().find((text) => text.includes(reference)), 'the notice');
  assert.doesNotMatch(told, /\/open\//, 'no link opens it without the permission');

  const officer = new Visitor(instance);
  await signIn(officer, instance.demo.caseworker[0]);
  await officer.open(`/desk/cases/${reference}`);
  assert.match(officer.text, /Vera Holm sent this in for Bo Larsen/);
  assert.match(officer.text, /Permission recorded as Signed paper/);
  assert.match(officer.text, /Signed at home\./);
  const paper = await officer.request(`/desk/cases/${reference}/permission/document`);
  assert.equal(paper.status, 200);
  assert.match(paper.headers.get('content-disposition'), /^attachment/);
  await officer.send({ what: 'confirm' }, { action: `/desk/cases/${reference}/permission` });
  assert.match(officer.text, /Confirmed on/);
  assert.equal((await vera.request(`/desk/cases/${reference}/permission/document`)).status, 403);
  const last = [...officer.page.matchAll(/<form[^>]*action="[^"]*\/permission"[\s\S]*?<\/form>/g)].pop()[0];
  assert.match(last, /value="end"/);
  officer.page = last;
  await officer.send({}, { action: `/desk/cases/${reference}/permission` });
  assert.match(officer.text, /Ended on/);
  await vera.open(`/applications/${reference}`);
  assert.equal(vera.status, 403);
  await vera.send({}, { action: '/helping/stop' });
  assert.doesNotMatch(vera.text, /Act for Bo Larsen/);
  assert.match(vera.text, /Act for Åse Berg/);
});

test('what a permission never opens', async () => {
  const liv = await account('liv@example.org', 'Liv Moe');
  const ola = await account('ola@example.org', 'Ola Moe');
  const path = await permission(liv, ola, 'ola@example.org', { which: 'some', service: 'fell-a-tree', what: 'follow' });
  await act(ola, path);
  for (const page of ['/account', '/access', '/inbox', '/inbox/01234567-89ab-7cde-8f01-23456789abcd', '/permissions', '/permissions/new', '/helping/ask', '/helping/record', path,
    '/password/forgotten', '/account/new', '/sign-in', '/applications/GH-0000-0000-0/open/x', '/applications/GH-0000-0000-0/link-sent', path.replace('helping', 'permissions')]) {
    await ola.open(page);
    assert.equal(ola.status, 403, page);
    assert.match(ola.text, /Not while you act for Liv Moe/, page);
  }
  const csrf = ola.form('/helping/stop').hidden.csrf;
  const post = (to, fields = {}) => ola.open(to, { method: 'POST', body: new URLSearchParams({ csrf, ...fields }) });
  for (const to of ['/permissions/new', '/helping/ask', '/sign-in', '/account/new', `${path}/end`, `${path.replace('helping', 'permissions')}/end`, '/password/forgotten']) {
    await post(to, forAYear({ email: 'x@example.org' }));
    assert.equal(ola.status, 403, to);
  }
  // Following is not applying, and one service is not another.
  await post('/services/fell-a-tree/start');
  assert.match(ola.text, /You may only follow/);
  await post('/services/city-pass/start');
  assert.match(ola.text, /Not part of the permission/);
  assert.match(ola.text, /Apply to fell a tree/, 'it says what the permission is for');
  await ola.open('/services/city-pass');
  assert.equal(ola.status, 403);

  // Another's ids and made-up cookies open nothing.
  const eve = await account('eve@example.org', 'Eve');
  for (const to of [`${path}/act`, `${path}/end`]) {
    await eve.open('/helping');
    await eve.open(to, { method: 'POST', body: new URLSearchParams({ csrf: eve.page.match(/name="csrf" value="([^"]+)"/)[1] }) });
    assert.equal(eve.status, 404, to);
  }
  eve.cookies.set('acting', path.split('/').pop());
  eve.cookies.set('mandate', path.split('/').pop());
  await eve.open('/applications');
  assert.doesNotMatch(eve.text, /You act for/);
  const without = await ola.request(`${path}/act`, { method: 'POST', body: new URLSearchParams() });
  assert.equal(without.status, 403, 'acting needs the token of the form');
  const foreign = await ola.request('/helping/stop', { method: 'POST', body: new URLSearchParams({ csrf }), headers: { origin: 'https://evil.example' } });
  assert.equal(foreign.status, 403);

  // Staff accounts help nobody.
  const officer = new Visitor(instance);
  await signIn(officer, instance.demo.caseworker[0]);
  for (const page of ['/helping', '/helping/record', '/permissions', path]) {
    await officer.open(page);
    assert.equal(officer.status, 403, page);
  }
  // Signing out ends it.
  await ola.open('/applications');
  await ola.send({}, { action: '/sign-out' });
  await signIn(ola, { email: 'ola@example.org', password });
  await ola.open('/applications');
  assert.doesNotMatch(ola.text, /You act for/);
});

test('a service for the person alone, and one that asks who it is for', async () => {
  const services = mkdtempSync(join(tmpdir(), 'guildhall-services-'));
  for (const [id, about] of [['own-word', 'about: self\n'], ['anyone', 'about: self or someone else\n'], ['plain', '']]) {
    mkdirSync(join(services, id));
    writeFileSync(join(services, id, 'service.yaml'), `service: ${id}\nversion: 1\ntitle: The service ${id}\nsummary: A service.\n${about}questions:\n  why: {ask: "Why?", type: text}\n  sworn: {ask: Your word, label: All of this is true, type: declaration}\n`);
  }
  const other = await new Instance({ services }).start();
  try {
    const adviser = new Visitor(other);
    await signIn(adviser, other.demo.resident.find(({ email }) => email.startsWith('adviser@')));
    await adviser.open('/helping/ask');
    assert.match(adviser.text, /The service anyone/);
    assert.doesNotMatch(adviser.text, /The service own-word/, 'nobody can be let into it');
    for (const [id, button] of [['own-word', /Start now/], ['anyone', /Start for me/], ['plain', /Start now/]]) {
      await adviser.open(`/services/${id}`);
      assert.match(adviser.text, button, id);
      assert.equal(/For someone else/.test(adviser.text), id === 'anyone', id);
    }
    await adviser.open('/helping?service=anyone');
    const bo = adviser.page.match(/action="(\/helping\/[^"]+)\/act"/)[1];
    await adviser.send({}, { action: `${bo}/act` });
    assert.equal(adviser.path, '/services/anyone');
    await adviser.open('/services/own-word');
    assert.equal(adviser.status, 403);
    assert.match(adviser.text, /For the person alone/);
    await adviser.open('/services/plain');
    await adviser.send({}, { action: '/services/plain/start' });
    await adviser.send({ why: 'Because' });
    assert.match(adviser.text, /You declare this for (Bo|Ann) Demo/);
  } finally {
    assert.equal((await other.close()).code, 0, other.logged);
    rmSync(services, { recursive: true });
  }
});

test('forms that are wrong say what to mend', async () => {
  const mia = await account('mia@example.org', 'Mia');
  await mia.open('/permissions/new');
  for (const [fields, words] of [
    [{ email: 'nobody' }, /e-mail address of someone else/], [{ email: 'mia@example.org' }, /e-mail address of someone else/],
    [{ which: 'some' }, /at least one service/], [{ which: 'some', service: 'no-such-service' }, /at least one service/],
    [{ 'until-day': '31', 'until-month': '2' }, /real date/], [{ 'until-year': '2020' }, /real date/], [{ 'until-year': '2999' }, /real date/],
    [{ what: '' }, /Choose what may be done/], [{ which: 'none' }, /Choose all services/],
  ]) {
    await mia.send({ email: 'gus@example.org', ...forAYear(), ...fields });
    assert.equal(mia.status, 422, JSON.stringify(fields));
    assert.match(mia.text, words, JSON.stringify(fields));
  }
  await mia.open('/helping/record');
  for (const [fields, words] of [
    [{ name: '' }, /Enter their name/], [{ 'born-year': '2999' }, /real date of birth/], [{ how: 'online' }, /Choose how/], [{ words: '' }, /how the permission was given/],
    [{ declared: '' }, /Tick the box/], [{ name: 'x'.repeat(200) }, /Enter their name/],
  ]) {
    await mia.send(record(fields));
    assert.equal(mia.status, 422, JSON.stringify(fields));
    assert.match(mia.text, words, JSON.stringify(fields));
  }
  await mia.send(record({ how: 'paper' }), { files: { file: { name: 'x.png', type: 'image/png', bytes: Buffer.from('MZ') } } });
  assert.equal(mia.status, 422);
  for (const key of ['', 'x', `${'A'.repeat(43)}.01234567-89ab-7cde-8f01-23456789abcd`, '%00', 'a'.repeat(2000)]) {
    await mia.open(`/permissions/answer/${key}`);
    assert.ok([404, 410, 400].includes(mia.status), `${key}: ${mia.status}`);
  }
  for (const after of ['x', '1.', '-1.01234567-89ab-7cde-8f01-23456789abcd', '99999999999999999999999.01234567-89ab-7cde-8f01-23456789abcd']) {
    await mia.open(`/helping?after=${after}`);
    assert.ok(mia.status < 500, after);
  }
  await mia.open(`/helping?q=${encodeURIComponent('%_\' OR 1=1 --\u202e')}`);
  assert.equal(mia.status, 200);
});
