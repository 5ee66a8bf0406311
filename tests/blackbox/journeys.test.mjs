// Every type of question, several on a page, members in members, languages: filled in over HTTP, without scripts.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { journeyServices } from '../support/journeys.mjs';
import { Instance, Visitor, picture, run, signIn } from '../support/server.mjs';

let instance, services;
before(async () => {
  services = journeyServices();
  const checked = run('check', services);
  assert.equal(checked.status, 0, checked.stdout);
  instance = await new Instance({ services }).start();
});
after(async () => {
  const end = await instance?.close();
  rmSync(services, { recursive: true, force: true });
  assert.equal(end?.code, 0, instance?.logged);
  assert.doesNotMatch(instance.logged, /"level":"error"|Sanitizer|runtime error/);
});

async function started(service) {
  const visitor = new Visitor(instance);
  await visitor.open(`/services/${service}`);
  await visitor.send({}, { action: `/services/${service}/start` });
  return visitor;
}

const page = (visitor) => visitor.path.split(/[?#]/)[0].split('/').slice(3).join('/');

// Every link of the error summary leads to a control, and every label and description to something that is there.
function assertWhole(visitor) {
  const ids = [...visitor.page.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]);
  assert.equal(new Set(ids).size, ids.length, `ids stand once on ${visitor.path}: ${ids}`);
  for (const [, id] of visitor.page.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.includes(id), `#${id} on ${visitor.path}`);
  for (const [, id] of visitor.page.matchAll(/\sfor="([^"]+)"/g)) assert.ok(ids.includes(id), `for ${id} on ${visitor.path}`);
  for (const [, all] of visitor.page.matchAll(/aria-describedby="([^"]+)"/g)) for (const id of all.split(' ')) assert.ok(ids.includes(id), `described by ${id} on ${visitor.path}`);
  assert.equal((visitor.page.match(/<h1[ >]/g) ?? []).length, 1, `one h1 on ${visitor.path}`);
}

// What is sent on each page, and what it would be when it is wrong.
const steps = [
  ['intro', {}],
  ['greeting', { greeting: 'Ada {<b>} \'x\'' }, [{ greeting: '' }, { greeting: 'a'.repeat(21) }, { greeting: 'a\u202eb' }]],
  ['story', { story: 'one two three' }, [{ story: 'one two three four five six' }]],
  ['numbers', { height: '45', rent: 'kr 8 500,50'.replace(',', '.') }, [{ height: '', rent: '' }, { height: '4e9', rent: 'lots' }, { height: '301', rent: '9000' }, { height: '200', rent: '100' }, { height: '45', rent: '1.234567' }]],
  ['ownership', { owner: 'yes' }, [{}, { owner: 'perhaps' }]],
  ['ownership', { owner: 'yes', 'since-day': '1', 'since-month': '2', 'since-year': '2020' }, [{ owner: 'yes' }, { owner: 'yes', 'since-day': '31', 'since-month': '2', 'since-year': '2020' }, { owner: 'yes', 'since-day': '1', 'since-month': '1', 'since-year': '2999' }, { owner: 'yes', 'since-day': '1', 'since-month': '', 'since-year': '2020' }]],
  ['newsletter', { newsletter: 'yes' }],
  ['colour', { colour: 'green' }, [{}, { colour: 'pink' }, { colour: '"><script>' }]],
  ['tastes', { tastes: 'red' }, [{}]],
  ['size', { size: 'm' }, [{ size: '' }, { size: 'xxl' }]],
  ['land', { land: 'NO' }, [{ land: 'Norway' }, { land: '' }]],
  ['coin', { coin: 'EUR' }, [{ coin: 'XQX' }]],
  ['began', { 'began-month': '3', 'began-year': '2024' }, [{ 'began-month': '13', 'began-year': '2024' }, { 'began-month': '', 'began-year': '' }]],
  ['built', { built: '1897' }, [{ built: '97' }, { built: '٣٤٥٦' }]],
  ['home', { 'home-line1': '1 Quay', 'home-line2': '', 'home-town': 'Eastmere', 'home-county': '', 'home-postcode': 'EA1 1AA', 'home-country': '' }, [{ 'home-line1': '' }, { 'home-line1': '1 Quay', 'home-town': 'Eastmere', 'home-postcode': '1', 'home-country': 'QQ' }]],
  ['spot', { 'spot-text': 'By the pond', 'spot-point': '51.5007, -0.1246' }, [{ 'spot-text': '' }, { 'spot-text': 'x', 'spot-point': '999, 999' }]],
  ['you', { who: 'Ada', mail: 'ada@example.org', call: '01632 960 001', account: 'GB82 WEST 1234 5698 7654 32' }, [{}, { who: 'Ada', mail: 'ada', call: 'x', account: 'GB00' }]],
  ['reach', { 'reach-name': 'Ada', 'reach-email': 'ada@example.org', 'reach-phone': '' }, [{ 'reach-name': '', 'reach-email': '' }, { 'reach-name': 'Ada', 'reach-email': 'x', 'reach-phone': 'y' }]],
];

test('every type: what is wrong is said and kept, what is right goes on', async () => {
  const visitor = await started('everything');
  for (const [name, right, wrongs = []] of steps) {
    assert.equal(page(visitor), name);
    assertWhole(visitor);
    for (const wrong of wrongs) {
      await visitor.send(wrong);
      assert.equal(visitor.status, 422, `${name} ${JSON.stringify(wrong)}: ${visitor.text.slice(0, 300)}`);
      assert.match(visitor.text, /There is a problem/, name);
      assert.doesNotMatch(visitor.page, /<script>/, name);
      assertWhole(visitor);
      for (const value of Object.values(wrong)) {
        if (/^[\w ]{2,}$/.test(value) && !['perhaps', 'pink', 'xxl', 'Norway', 'XQX', 'QQ'].includes(value)) assert.ok(visitor.page.includes(value), `${name}: ${value} stays`);
      }
    }
    await visitor.send(right);
    assert.equal(visitor.status, 200, `${name}: ${visitor.text.slice(0, 400)}`);
  }

  assert.equal(page(visitor), 'papers');
  const at = visitor.path;
  await visitor.send({});
  assert.equal(visitor.status, 422);
  assertWhole(visitor);
  await visitor.send({ 'add-proofs': 'yes' }, { files: { proofs: picture } });
  assert.equal(page(visitor), 'papers');
  assert.match(visitor.text, /tree\.png/);
  const three = new FormData();
  three.append('csrf', visitor.form().hidden.csrf);
  for (const name of ['b.png', 'c.png']) three.append('proofs', new Blob([picture.bytes], { type: picture.type }), name);
  await visitor.open(at, { method: 'POST', body: three });
  assert.equal(visitor.status, 422);
  assert.match(visitor.text, /at most 2 files/);
  const half = new FormData();
  half.append('csrf', visitor.form().hidden.csrf);
  half.append('proofs', new Blob(['no picture'], { type: picture.type }), 'lie.png');
  await visitor.open(at, { method: 'POST', body: half });
  assert.equal(visitor.status, 422);
  assert.match(visitor.text, /tree\.png/, 'what was added stays');
  const [, document] = visitor.page.match(/name="remove-([^"]+)"/);
  await visitor.send({ [`remove-${document}`]: 'proofs' });
  assert.doesNotMatch(visitor.text, /tree\.png/);
  assert.equal(visitor.status, 200);
  await visitor.send({ 'remove-00000000': 'greeting' });
  assert.equal(visitor.status, 404, 'a button of no file question');
  await visitor.open(at);
  await visitor.send({}, { files: { proofs: { ...picture, name: 'again.png' } } });
  assert.equal(page(visitor), 'so_far');
  assert.match(visitor.text, /again\.png/);
  assert.match(visitor.text, /102,?006/, 'the calculated rent of a year');
  await visitor.send();
  assert.equal(page(visitor), 'sworn');
  await visitor.send({});
  assert.equal(visitor.status, 422);
  assertWhole(visitor);
  await visitor.send({ sworn: 'yes' });
  assert.equal(page(visitor), 'check');
  assertWhole(visitor);
  for (const words of ['Ada {<b>} \'x\'', '45 cm', '1 February 2020', 'Green', 'Norway', 'March 2024', '1897', 'Eastmere', 'By the pond', 'Send it to me|Our newsletter', 'All of this|Declaration'])
    assert.ok(words.split('|').some((word) => visitor.text.includes(word)), words);

  // One answer is changed from there, and nothing else is asked; one that opens a question asks that alone.
  const check = visitor.path;
  await visitor.open(`${check.replace(/check$/, 'colour')}?from=check`);
  await visitor.send({ colour: 'blue' });
  assert.equal(page(visitor), 'check');
  await visitor.open(`${check.replace(/check$/, 'ownership')}?from=check`);
  await visitor.send({ owner: 'no', 'since-day': '', 'since-month': '', 'since-year': '' });
  assert.equal(page(visitor), 'check');
  assert.doesNotMatch(visitor.text, /Since when/);
  await visitor.send();
  assert.match(visitor.path, /\/sent$/);

  const officer = new Visitor(instance);
  await signIn(officer, instance.demo.caseworker[0]);
  await officer.open(`/desk/cases/${visitor.path.split('/')[2]}`);
  assert.match(officer.text, /Open again\.png/);
  assert.match(officer.text, /Times and places/);
  assertWhole(officer);
  const file = officer.page.match(/href="([^"]*\/documents\/[^"]*)"/)[1];
  assert.equal((await officer.request(file)).status, 200);
  await visitor.open(`/applications/${visitor.path.split('/')[2]}`);
  assert.match(visitor.text, /By the pond/);
});

async function answer(visitor, expected, fields) {
  assert.equal(page(visitor), expected, visitor.text.slice(0, 300));
  assertWhole(visitor);
  await visitor.send(fields);
  assert.equal(visitor.status, 200, `${expected}: ${visitor.text.slice(0, 300)}`);
}
const born = { 'born-day': '3', 'born-month': '4', 'born-year': '2015' };

test('members in members in members: added, changed, removed, sent in', async () => {
  const visitor = await started('family');
  await answer(visitor, 'children/1/name', { name: 'Kim <i>' });
  assert.match(visitor.text, /When was Kim <i> born\?/);
  assert.doesNotMatch(visitor.page, /<i>/);
  await visitor.send({ 'born-day': '3', 'born-month': '4', 'born-year': '2999' });
  assert.match(visitor.text, /must be in the past/);
  await answer(visitor, 'children/1/born', born);
  await answer(visitor, 'children/1/schools', { more: 'yes' });
  // All questions of a member without pages of its own stand on one; a repeat in it is a page.
  const inner = page(visitor);
  assert.match(inner, /^children\/1\/schools\/1\//);
  await visitor.send({ school: 'Hill School' });
  assert.match(page(visitor), /^children\/1\/schools\/1\/years$/);
  await answer(visitor, 'children/1/schools/1/years', { more: 'yes' });
  assert.match(page(visitor), /^children\/1\/schools\/1\/years\/1\//);
  await visitor.send({ year: 'x' });
  assert.equal(visitor.status, 422);
  await visitor.send({ year: '2022' });
  await answer(visitor, 'children/1/schools/1/years', {  more: 'no' });
  await answer(visitor, 'children/1/schools', { more: 'no' });
  assert.equal(page(visitor), 'children');
  const draft = visitor.path.split('/').slice(0, 3).join('/');

  // Another child is begun and left again: it holds nothing, and is not in the way.
  await visitor.send({ more: 'yes' });
  assert.equal(page(visitor), 'children/2/name');
  await visitor.open(`${draft}/children`);
  assert.match(visitor.text, /Not complete yet/);
  await visitor.send({ more: 'no' });
  assert.equal(page(visitor), 'count');

  // Two tabs add a child each.
  await visitor.open(`${draft}/children`);
  const other = new Visitor(instance);
  other.cookies = visitor.cookies;
  await other.open(`${draft}/children`);
  await visitor.send({ more: 'yes' });
  await other.send({ more: 'yes' });
  assert.notEqual(page(visitor), page(other), 'each has a member of its own');
  await visitor.send({ name: 'Bo' });
  await other.send({ name: 'Cy' });
  await visitor.open(`${draft}/children`);
  for (const name of ['Kim', 'Bo', 'Cy']) assert.match(visitor.text, new RegExp(name));
  assert.match(visitor.text, /which is the most/);
  await visitor.send({ more: 'yes' });
  assert.equal(visitor.status, 422, 'no fourth');
  assertWhole(visitor);

  // Bo is removed in one tab while the other answers about Bo: the answer goes nowhere, the journey goes on.
  const bo = page(visitor) && visitor.page.match(/href="([^"]*children\/(\d+)\/remove)"[^>]*>[^<]*<span[^>]*> Bo/);
  await other.open(`${draft}/children/${bo[2]}/born`);
  await visitor.open(bo[1]);
  assert.match(visitor.text, /remove Bo/);
  assertWhole(visitor);
  await visitor.send();
  assert.equal(page(visitor), 'children');
  assert.doesNotMatch(visitor.text, /\bBo\b/);
  await other.send(born);
  assert.equal(other.status, 200);
  await visitor.open(`${draft}/children`);
  assert.doesNotMatch(visitor.text, /Child \d/i);
  await visitor.open(bo[1]);
  assert.notEqual(page(visitor), bo[1], 'there is nobody to remove any more');

  // Cy is finished.
  await visitor.open(`${draft}/children`);
  const cy = visitor.page.match(/href="([^"]*children\/\d+\/born)"/)[1];
  await visitor.open(cy);
  await visitor.send(born);
  assert.match(page(visitor), /schools$/);
  await visitor.send({ more: 'no' });
  assert.equal(page(visitor), 'children');
  await visitor.send({});
  assert.equal(visitor.status, 422);
  await visitor.send({ more: 'no' });
  await answer(visitor, 'count', { count: '2' });
  assert.equal(page(visitor), 'check');
  assertWhole(visitor);
  for (const words of ['Kim <i>', 'Cy', 'Hill School', '2022', '3 April 2015']) assert.ok(visitor.text.includes(words), words);

  // From the check page: one child's answer, another child, and back.
  await visitor.open(`${draft}/children/1/born?from=check`);
  await visitor.send({ ...born, 'born-year': '2016' });
  assert.equal(page(visitor), 'check');
  assert.match(visitor.text, /3 April 2016/);
  await visitor.open(`${draft}/children?from=check`);
  await visitor.send({ more: 'yes' });
  await visitor.send({ name: 'Di' });
  await visitor.send(born);
  await visitor.send({ more: 'no' });
  assert.equal(page(visitor), 'children');
  await visitor.send({ more: 'no' });
  assert.equal(page(visitor), 'check');
  await visitor.send();
  assert.match(visitor.path, /\/sent$/);
  const officer = new Visitor(instance);
  await signIn(officer, instance.demo.caseworker[0]);
  await officer.open(`/desk/cases/${visitor.path.split('/')[2]}`);
  for (const words of ['Hill School', 'Di', 'Kim <i>']) assert.ok(officer.text.includes(words), words);
});

test('the last child cannot be left out where one is needed', async () => {
  const visitor = await started('family');
  const draft = visitor.path.split('/').slice(0, 3).join('/');
  await visitor.open(`${draft}/children`);
  await visitor.send({ more: 'no' });
  assert.equal(visitor.status, 422);
  assertWhole(visitor);
});

test('addresses that are none, and forms that no page sends', async () => {
  const visitor = await started('family');
  const draft = visitor.path.split('/').slice(0, 3).join('/');
  for (const address of ['nothing', 'children/1', 'children/1/nothing', 'children/x/name', 'children/01/name', 'children/0/remove', 'count/1/name', 'children/1/schools/1/years/1/year/1/x',
    `${'children/1/'.repeat(9)}name`, 'children/99999999999/name', `a${'b'.repeat(1200)}`, 'children/1/remove/x/y', '%3Cscript%3E', 'children//name']) {
    await visitor.open(`${draft}/${address}`);
    assert.ok([400, 404].includes(visitor.status), `${address}: ${visitor.status}`);
    assert.doesNotMatch(visitor.page, /<script>/);
  }
  // Members that are not there: the journey goes on, and nobody comes to be.
  await visitor.open(`${draft}/children/7/name`);
  assert.equal(page(visitor), 'children/1/name');
  const { csrf } = visitor.form().hidden;
  for (const [path, body] of [['children/7/name', 'name=x'], ['children/7/remove', ''], ['children/1/schools/3/school', 'school=x']]) {
    await visitor.open(`${draft}/${path}`, { method: 'POST', body: new URLSearchParams(`csrf=${csrf}&${body}`) });
    assert.equal(page(visitor), 'children/1/name', path);
  }
  for (const body of ['name=', 'name=%F0%9F%91%A9&name=other', `name=${'x'.repeat(60000)}`, 'more=yes', 'remove-x=name', 'add-name=yes', 'name=%00']) {
    await visitor.open(`${draft}/children/1/name`, { method: 'POST', body: new URLSearchParams(`csrf=${csrf}&${body}`) });
    assert.ok([200, 400, 404, 422].includes(visitor.status), `${body.slice(0, 30)}: ${visitor.status}`);
  }
});

test('a language is chosen, kept, and said in the page', async () => {
  const visitor = new Visitor(instance);
  await visitor.open('/', { headers: { 'accept-language': 'nn-NO, nb;q=0.5, *;q=0.1' } });
  assert.match(visitor.page, /<html[^>]* lang="nn"/);
  await visitor.open('/', { headers: { 'accept-language': ',;q=2,x'.repeat(2000) } });
  assert.match(visitor.page, /<html[^>]* lang="en"/);
  await visitor.open('/language/nb?next=/services/family');
  assert.equal(visitor.path, '/services/family');
  assert.match(visitor.page, /<html[^>]* lang="nb"/);
  assert.match(visitor.page, /<div lang="en">/, 'words that are English say so');
  await visitor.open('/language/en?next=//example.org');
  assert.equal(visitor.path, '/');
  await visitor.open('/language/en?next=https://example.org/');
  assert.equal(visitor.path, '/');
  await visitor.open('/language/tlh');
  assert.equal(visitor.status, 404);
  for (const value of ['MARKED', '..%2F', 'en-'.repeat(500), '%00', '"']) {
    visitor.cookies.set('language', value);
    await visitor.open('/');
    assert.equal(visitor.status, 200, value);
    assert.match(visitor.page, /<html[^>]* lang="en"/, value);
  }
  visitor.cookies.delete('language');
  await visitor.open('/search?q=a%26b');
  assert.match(visitor.page, /\/language\/cy\?next=%2Fsearch%3Fq%3Da%2526b/);
});
