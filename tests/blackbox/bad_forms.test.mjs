// Forms, cookies and tokens that no page of ours would send: a clear answer, nothing stored, nothing lost.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { amounts } from '../support/database.mjs';
import { Instance, Visitor, answerTree, signIn, startTree } from '../support/server.mjs';

let instance;
before(async () => { instance = await new Instance().start(); });
after(async () => {
  assert.doesNotMatch(instance.logged, /MARKED/, 'what was sent is not in the log');
  assert.doesNotMatch(instance.logged, /"level":"error"|Sanitizer|runtime error/);
  const end = await instance.close();
  assert.equal(end.code, 0, instance.logged);
});

const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };

// A journey that has begun, its first form, and what is stored by then.
async function begun() {
  const visitor = new Visitor(instance);
  await startTree(visitor);
  const { action, hidden } = visitor.form();
  return { visitor, action, csrf: hidden.csrf, stored: amounts(instance), at: visitor.path };
}

async function assertRefused({ visitor, action, stored, at }, body, headers, status, code, name) {
  const response = await visitor.request(action, { method: 'POST', body, headers });
  const page = await response.text();
  assert.ok([status].flat().includes(response.status), `${name}: ${response.status}`);
  if (code) assert.match(page, new RegExp(`Code: <code[^>]*>${code}</code>`), name);
  assert.doesNotMatch(page, /MARKED/, name);
  assert.deepEqual(amounts(instance), stored, `${name}: nothing is stored`);
  await visitor.open(at);
  assert.equal(visitor.status, 200, name);
  assert.doesNotMatch(visitor.page, /value="25"/, `${name}: the answer was not taken`);
}

test('bodies that are no form', async () => {
  const journey = await begun();
  const { csrf } = journey;
  const good = `csrf=${csrf}&trunk=25`;
  for (const [name, body, headers, status, code] of [
    ['JSON', JSON.stringify({ csrf, trunk: '25', note: 'MARKED' }), { 'content-type': 'application/json' }, 403, 'forbidden'],
    ['plain text', good, { 'content-type': 'text/plain' }, 403, 'forbidden'],
    ['a type that is none', good, { 'content-type': 'MARKED' }, 415, 'unsupported_type'],
    ['another character set', good, { 'content-type': 'application/x-www-form-urlencoded; charset=utf-16' }, 415, 'unsupported_type'],
    ['compressed', good, { ...urlencoded, 'content-encoding': 'gzip' }, 415, 'unsupported_type'],
    ['bad percent signs', `${good}&note=%zzMARKED`, urlencoded, 400, 'invalid_input'],
    ['invalid UTF-8', `${good}&note=%ff%feMARKED`, urlencoded, 400, 'invalid_input'],
    ['overlong UTF-8', `${good}&note=%c0%80`, urlencoded, 400, 'invalid_input'],
    ['a surrogate in UTF-8', `${good}&note=%ed%a0%80`, urlencoded, 400, 'invalid_input'],
    ['a NUL', `${good}&note=MAR%00KED`, urlencoded, 400, 'invalid_input'],
    ['thousands of fields', `${good}${'&a=b'.repeat(5000)}`, urlencoded, 413, 'too_large'],
    ['a long field name', `${good}&${'n'.repeat(30000)}=b`, urlencoded, 413, 'too_large'],
    ['multipart without a boundary', good, { 'content-type': 'multipart/form-data' }, 415, 'unsupported_type'],
    ['multipart that never ends', `--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n${csrf}`, { 'content-type': 'multipart/form-data; boundary=b' }, 400, 'invalid_input'],
    ['multipart in multipart', `--b\r\nContent-Disposition: form-data; name="csrf"\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c--\r\n--b--`, { 'content-type': 'multipart/form-data; boundary=b' }, 400, 'invalid_input'],
    ['a part without a name', '--b\r\nContent-Disposition: form-data\r\n\r\nMARKED\r\n--b--\r\n', { 'content-type': 'multipart/form-data; boundary=b' }, 400, 'invalid_input'],
    ['hundreds of parts', `${'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'.repeat(500)}--b--\r\n`, { 'content-type': 'multipart/form-data; boundary=b' }, 413, 'too_large'],
    ['nothing', '', urlencoded, 403, 'forbidden'],
  ]) await assertRefused(journey, body, headers, status, code, name);
});

test('tokens and cookies that are forged, garbled or stale', async () => {
  const stranger = await begun();
  const journey = await begun();
  const { visitor, action, csrf } = journey;
  for (const [name, token] of [
    ['none', ''], ['garbled', `${csrf.slice(0, -1)}${csrf.endsWith('A') ? 'B' : 'A'}`], ['cut', csrf.slice(0, -1)], ['longer', `${csrf}A`],
    ['of another session', stranger.csrf], ['not of its alphabet', '%F0%9F%94%91'],
  ]) await assertRefused(journey, `csrf=${token}&trunk=25`, urlencoded, 403, 'forbidden', `token: ${name}`);
  await assertRefused(journey, `csrf=wrong&csrf=${csrf}&trunk=25`, urlencoded, 403, 'forbidden', 'a second token');

  const [cookie] = [...visitor.cookies];
  const stored = amounts(instance);
  for (const value of ['MARKED', 'A'.repeat(43), `${cookie[1]}A`, cookie[1].slice(0, -1), `${cookie[1]}, a`, "' OR 1=1 --", '%00', '"', '../../keys/log.key', 'é'.repeat(40)]) {
    const response = await fetch(`http://127.0.0.1:${instance.port}${action}`, {
      method: 'POST', body: `csrf=${csrf}&trunk=25`, redirect: 'manual', headers: { ...urlencoded, cookie: Buffer.from(`${cookie[0]}=${value}`).toString('latin1') },
    });
    assert.equal(response.status, 404, value);
    assert.doesNotMatch(await response.text(), /MARKED/);
  }
  assert.deepEqual(amounts(instance), stored, 'no session is made for a forged cookie');
});

test('a session that was ended opens nothing, even with its old cookie and token', async () => {
  const officer = new Visitor(instance);
  await signIn(officer, instance.demo.caseworker[0]);
  await officer.open('/desk');
  const kept = new Map(officer.cookies);
  const form = officer.page.match(/<form[^>]*action="(\/sign-out)"/) ? officer.form('/sign-out') : (await officer.open('/sign-out'), officer.form('/sign-out'));
  await officer.send({}, { action: form.action });
  officer.cookies = kept;
  await officer.open('/desk');
  assert.match(officer.path, /^\/sign-in/);
  const post = await officer.request('/sign-out', { method: 'POST', body: new URLSearchParams({ csrf: form.hidden.csrf }) });
  assert.notEqual(post.status, 500);
});

test('answers that are too long or not of their kind are refused on their page, and lose nothing', async () => {
  const { visitor, at, stored } = await begun();
  for (const [question, wrong] of [
    ['trunk', ['25MARKED', '1e400', 'NaN', '-0.0001', '٢٥x', '25\u202e', '9'.repeat(500), '<script>']],
  ]) {
    for (const value of wrong) {
      await visitor.send({ [question]: value });
      assert.equal(visitor.status, 422, value);
      assert.match(visitor.page, /Code|There is a problem/, value);
      assert.doesNotMatch(visitor.page, /<script>/);
    }
  }
  assert.deepEqual(amounts(instance), stored);
  await visitor.open(at);
  await visitor.send({ trunk: '25' });
  const place = visitor.path;
  const before = amounts(instance);
  await visitor.send({ 'place-text': 'a'.repeat(20000) });
  assert.ok([413, 422].includes(visitor.status), String(visitor.status));
  assert.deepEqual(amounts(instance), before);
  await visitor.open(place);
  await visitor.send({ 'place-text': 'Behind <b>the</b> “house” & \u0000garden'.replace('\u0000', '') });
  await answerTree(visitor, {});
  assert.match(visitor.page, /Behind &lt;b&gt;the&lt;\/b&gt; “house” &amp; garden/, 'shown as it was written');
});

test('questions, drafts and pages that are not there, or not asked', async () => {
  const { visitor, at, csrf, stored } = await begun();
  const draft = at.split('/')[2];
  const post = (path, fields = {}) => visitor.request(path, { method: 'POST', body: new URLSearchParams({ csrf, ...fields }) });
  for (const path of [`/apply/${draft}/MARKED`, `/apply/${draft}x/trunk`, '/apply/00000000-0000-0000-0000-000000000000/trunk', '/apply/%27/trunk']) {
    const response = await post(path, { trunk: '25' });
    assert.equal(response.status, 404, path);
    assert.match(await response.text(), /Code: <code[^>]*>not_found/, path);
  }
  const early = await post(`/apply/${draft}/check`);
  assert.equal(early.status, 303, 'sending in too early leads to the next question');
  assert.equal(early.headers.get('location'), at);
  assert.deepEqual(amounts(instance), stored);
});

test('where to go next is a page of ours', async () => {
  for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/\t/evil.example', '/%0d%0aX: y']) {
    const visitor = new Visitor(instance);
    await visitor.open(`/sign-in?next=${encodeURIComponent(next)}`);
    const form = visitor.form('/sign-in');
    const response = await visitor.request('/sign-in', { method: 'POST', body: new URLSearchParams({ ...form.hidden, next, ...instance.demo.resident[0] }) });
    assert.equal(response.status, 303, next);
    assert.match(response.headers.get('location'), /^\/(?![/\\])/, next);
    assert.doesNotMatch(response.headers.get('location'), /evil|[\t\r\n]/, next);
  }
});
