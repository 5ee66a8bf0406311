// Every type of question fed hostile and borderline values: a clear error, or what was typed stands there again.
// Never a server error, never markup, never another value.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Instance, Visitor } from '../support/server.mjs';

// One page for each type, in no order that matters; `no-fnr` and `iban` for numbers with check digits.
const questions = {
  text: '{ask: "Q text"}',
  long_text: '{ask: "Q long", type: long-text}',
  number: '{ask: "Q number", type: number}',
  money: '{ask: "Q money", type: money}',
  yes_no: '{ask: "Q yes", type: yes-no}',
  tick: '{ask: "Q tick", type: tick, label: "This"}',
  declaration: '{ask: "Q declaration", type: declaration, label: "True"}',
  radios: '{ask: "Q radios", type: radios, options: {a: A, b: B}}',
  checkboxes: '{ask: "Q boxes", type: checkboxes, options: {a: A, b: B}}',
  select: '{ask: "Q select", type: select, options: {a: A, b: B}}',
  country: '{ask: "Q country", type: country}',
  currency: '{ask: "Q currency", type: currency}',
  date: '{ask: "Q date", type: date}',
  month: '{ask: "Q month", type: month}',
  year: '{ask: "Q year", type: year}',
  email: '{ask: "Q mail", type: email}',
  phone: '{ask: "Q phone", type: phone}',
  name: '{ask: "Q name", type: name}',
  address: '{ask: "Q address", type: address}',
  contact: '{ask: "Q contact", type: contact}',
  iban: '{ask: "Q iban", type: identifier, scheme: iban}',
  fnr: '{ask: "Q fnr", type: identifier, scheme: no-fnr}',
  location: '{ask: "Q place", type: location}',
  file: '{ask: "Q file", type: file}',
};
const nested = (level) => level === 0
  ? 'last: {ask: "The last of all"}'
  : `r${level}: {repeat: thing, ask: "Level ${level}", questions: {n${level}: {ask: "Name at ${level}"}, ${nested(level - 1)}}}`;

let instance, services;
before(async () => {
  services = mkdtempSync(join(tmpdir(), 'guildhall-hostile-'));
  const yaml = (id, lines) => `service: ${id}\nversion: 1\ntitle: ${id}\nsummary: S\nquestions:\n${lines.map((line) => `  ${line}\n`).join('')}`;
  for (const [id, text] of [
    ['types', yaml('types', Object.entries(questions).map(([key, value]) => `${key}: ${value}`))],
    ['many', yaml('many', ['things: {repeat: thing, ask: "Things", between: [0, 1000], questions: {what: {ask: "What is it?"}}}'])],
    ['deep', yaml('deep', [nested(5)])],
  ]) {
    mkdirSync(join(services, id));
    writeFileSync(join(services, id, 'service.yaml'), text);
    writeFileSync(join(services, id, 'guide.md'), '# Guide\n');
  }
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
  visitor.draft = visitor.path.split('/').slice(0, 3).join('/');
  return visitor;
}

const decode = (text) => text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
  .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');

// What the controls of a page hold: as a browser would read it.
function controls(page) {
  const held = {};
  const add = (name, value) => { (held[name] ??= []).push(value); };
  for (const [tag] of page.matchAll(/<input[^>]*>/g)) {
    const name = tag.match(/\sname="([^"]*)"/)?.[1];
    const type = tag.match(/\stype="([^"]*)"/)?.[1];
    if (!name || type === 'hidden' || type === 'file' || type === 'search') continue;
    const value = decode(tag.match(/\svalue="([^"]*)"/)?.[1] ?? '');
    if (type === 'radio' || type === 'checkbox') {
      held[name] ??= [];
      if (/\schecked/.test(tag)) add(name, value);
    } else add(name, value);
  }
  for (const [, attributes, text] of page.matchAll(/<textarea([^>]*)>([\s\S]*?)<\/textarea>/g)) add(attributes.match(/name="([^"]*)"/)[1], decode(text.replace(/^\n/, '')));
  for (const [, attributes, options] of page.matchAll(/<select([^>]*)>([\s\S]*?)<\/select>/g)) {
    const chosen = options.match(/<option([^>]*\sselected[^>]*)>/);
    add(attributes.match(/name="([^"]*)"/)[1], chosen ? decode(chosen[1].match(/value="([^"]*)"/)?.[1] ?? '') : '');
  }
  return held;
}

// Sends the fields; says what stands in the controls afterwards, or null when the page said what is wrong.
async function tried(visitor, question, fields) {
  const what = `${question}: ${JSON.stringify(fields).slice(0, 200)}`;
  await visitor.open(`${visitor.draft}/${question}`);
  assert.equal(visitor.status, 200, what);
  const body = new URLSearchParams(visitor.form().hidden);
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
  const form = visitor.form();
  let options = { method: 'POST', body };
  if (form.multipart) {
    const parts = new FormData();
    for (const [name, value] of body) parts.append(name, value);
    options = { method: 'POST', body: parts };
  }
  const response = await visitor.request(form.action, options);
  const text = await response.text();
  assert.ok([303, 400, 413, 422].includes(response.status), `${what}: ${response.status}`);
  assert.doesNotMatch(text, /<script>alert|<img src=x|onerror=|<b>bold/, `${what}: markup`);
  if (response.status === 422) {
    assert.match(text, /There is a problem/, what);
    const links = [...text.matchAll(/error-summary[\s\S]*?<\/ul>/g)][0]?.[0] ?? '';
    assert.match(links, /href="#/, `${what}: says where`);
    const said = links.replace(/<[^>]*>/g, ' ').trim();
    assert.ok(said.length > 10 && !/answers\.|\{\w+\}/.test(said), `${what}: ${said}`);
    return null;
  }
  if (response.status !== 303) return null; // refused before any page saw it: no form of a browser is like that
  await visitor.open(`${visitor.draft}/${question}`);
  assert.equal(visitor.status, 200, what);
  assert.doesNotMatch(visitor.page, /<script>alert|<img src=x|<b>bold/, `${what}: markup`);
  return controls(visitor.page);
}

const hostileTexts = [
  'plain', 'é', 'e\u0301', 'ẞß', 'Ŵŷ Łódź', 'القاهرة', '東京都', '👩‍👩‍👧‍👦', '𝔘𝔫𝔦', 'a\u200bb', '\u200b', 'a\u00a0b', 'Z\u0351\u036b\u0343algo',
  `a${'\u0301'.repeat(150)}`, 'a\u0301'.repeat(100), 'א\u200fב', 'a\u2066b\u2069c', 'a\u202eb', '\u202dabc', 'a\ufeffb', '\ufeff', '\ufffd', '\ufffe', '\u{10ffff}', 'a\u0085b', 'a\u0007b', 'a\u001bb', 'a\u007fb',
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '<b>bold</b>', "' OR 1=1 --", '&lt;b&gt;', '&amp;amp;', '</textarea><b>bold', '{name}', '{', '}', "it's {#,plural}", '${x}', '%s%n', '%00', '\\u0000', '../../etc/passwd', 'null', 'undefined', 'true', '[]', '{"a":1}',
  '  blanks  ', 'a\tb', 'a\nb', 'a\r\nb', 'a\rb', '\n\nb', 'x'.repeat(199), 'x'.repeat(200), 'x'.repeat(201), '漢'.repeat(200), '👍'.repeat(200), '👍'.repeat(201), 'x'.repeat(9999), 'x'.repeat(10_001), '-', '=1+1', '@SUM(A1)', '0', '-0', 'NaN', '\u2028', 'a\u2028b', '١٢٣',
];
const kept = (text, lines) => {
  const trimmed = text.replace(/^[\t\n\v\f\r ]+|[\t\n\v\f\r ]+$/g, '');
  return lines ? trimmed.replace(/\r\n?/g, '\n') : trimmed.replace(/\r\n|[\t\n\r]/g, ' ');
};

test('texts and names: as they were typed, or refused', async () => {
  const visitor = await started('types');
  for (const [question, limit, lines] of [['text', 200, false], ['long_text', 10_000, true], ['name', 200, false]]) {
    let refused = 0;
    for (const value of hostileTexts) {
      const held = await tried(visitor, question, { [question]: value });
      const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]/;
      const mustFail = [...kept(value, lines)].length > limit || controlCharacters.test(value) || kept(value, lines) === '';
      assert.equal(held === null, mustFail, `${question}: ${JSON.stringify(value).slice(0, 80)}`);
      if (held === null) refused += 1;
      else assert.deepEqual(held[question], [kept(value, lines)], `${question}: ${JSON.stringify(value).slice(0, 80)}`);
    }
    assert.ok(refused >= 5, question);
  }
});

// Typed, and the number that it is; null: refused.
const numbers = [
  ['0', '0'], ['-0', '0'], ['7', '7'], ['+7', '7'], ['007', '7'], ['1.5', '1.5'], ['1,5', '1.5'], ['.5', '0.5'], ['5.', '5'], ['-3', '-3'], ['\u22123', '-3'], ['\u20133', '-3'],
  ['1,000', '1000'], ['1.000,5', '1000.5'], ['1,000.5', '1000.5'], ['1 000', '1000'], ['1\u00a0000', '1000'], ['1\u202f000', '1000'], ["1'000", '1000'], ['1,000,000', '1000000'], ['10,00,000', null], ['1,00', '1'], ['1.2.3', null],
  ['٣', '3'], ['۳', '3'], ['３', '3'], ['٣٫٥', '3.5'], ['三', null], ['½', null], ['²', null], ['Ⅳ', null], ['1e3', null], ['1E400', null], ['0x10', null], ['0b1', null], ['1_000', null], ['NaN', null], ['Infinity', null], ['-', null], ['+', null], ['.', null], [',', null], ['--1', null], ['1-', null], ['1 2', null], ['(1)', null], ['1/2', null], ['50%', null],
  ['9'.repeat(30), '9'.repeat(30)], ['9'.repeat(31), null], ['9'.repeat(5000), null], ['0.1', '0.1'], ['1\u200b', null], ['\u202e12', null], ['12\u0301', null], ['<b>bold</b>', null], ['12 apples', null], ['two', null], ['true', null], ['[1]', null],
];

test('numbers and money in many notations', async () => {
  const visitor = await started('types');
  for (const question of ['number', 'money']) {
    for (const [typed, meant] of numbers) {
      const held = await tried(visitor, question, { [question]: typed });
      if (meant === null) assert.equal(held, null, `${question} ${JSON.stringify(typed)}: refused`);
      else {
        assert.ok(held, `${question} ${JSON.stringify(typed)}: taken`);
        const shown = held[question][0];
        assert.equal(Number(shown), Number(meant), `${question} ${typed}: ${shown}`);
        // What is shown is read as the same again.
        const again = await tried(visitor, question, { [question]: shown });
        assert.deepEqual(again?.[question], [shown], `${question} ${typed}: ${shown} again`);
      }
    }
  }
  for (const [typed, meant] of [['£5', 5], ['5 £', 5], ['GBP 5', 5], ['5.00', 5], ['5.001', null], ['$$5', null], ['5 £ 5', null], ['€5', 5]]) {
    const held = await tried(visitor, 'money', { money: typed });
    assert.equal(held === null ? null : Number(held.money[0]), meant, typed);
  }
});

test('choices: what is not among them is refused, not dropped', async () => {
  const visitor = await started('types');
  for (const value of [...hostileTexts, 'A', ' a', 'a ', 'ab', 'c', 'yes', 'on', '1', 'no ', 'a,b']) {
    for (const question of ['radios', 'select', 'country', 'currency', 'yes_no']) {
      const held = await tried(visitor, question, { [question]: value });
      const trimmed = kept(value, false);
      const fits = { radios: ['a', 'b'], select: ['a', 'b'], yes_no: ['yes', 'no'], country: [], currency: [] }[question].includes(trimmed);
      assert.equal(held !== null, fits, `${question}: ${JSON.stringify(value).slice(0, 60)}`);
      if (held) assert.deepEqual(held[question], [trimmed]);
    }
    for (const question of ['tick', 'declaration']) {
      const held = await tried(visitor, question, { [question]: value });
      const trimmed = kept(value, false);
      const fits = trimmed === 'yes' || (question === 'tick' && trimmed === '');
      assert.equal(held !== null, fits, `${question}: ${JSON.stringify(value).slice(0, 60)}`);
      if (held) assert.deepEqual(held[question], trimmed === 'yes' ? ['yes'] : []);
    }
    for (const sent of [value, ['a', value]]) {
      const held = await tried(visitor, 'checkboxes', { checkboxes: sent });
      const fits = [sent].flat().every((one) => ['a', 'b'].includes(one));
      assert.equal(held !== null, fits, `checkboxes: ${JSON.stringify(sent).slice(0, 60)}`);
    }
  }
  assert.deepEqual((await tried(visitor, 'checkboxes', { checkboxes: ['b', 'a', 'a'] })).checkboxes, ['a', 'b']);
  assert.deepEqual((await tried(visitor, 'tick', {})).tick, []);
  assert.equal(await tried(visitor, 'declaration', {}), null);
  assert.deepEqual((await tried(visitor, 'country', { country: 'NO' })).country, ['NO']);
  assert.equal(await tried(visitor, 'country', { country: 'ZZ' }), null);
  assert.equal(await tried(visitor, 'country', { country: 'no' }), null);
  assert.deepEqual((await tried(visitor, 'currency', { currency: 'EUR' })).currency, ['EUR']);
});

test('days that do not exist, and days at the edges', async () => {
  const visitor = await started('types');
  const days = [
    ['1', '1', '1000', true], ['31', '12', '9999', true], ['29', '2', '2024', true], ['29', '2', '2000', true], ['29', '2', '2023', false], ['29', '2', '1900', false], ['30', '2', '2024', false], ['31', '4', '2024', false], ['31', '11', '2026', false],
    ['0', '1', '2024', false], ['1', '0', '2024', false], ['32', '1', '2024', false], ['1', '13', '2024', false], ['1', '1', '999', false], ['1', '1', '24', false], ['1', '1', '0', false], ['1', '1', '10000', false], ['-1', '1', '2024', false], ['1', '-1', '2024', false], ['1', '1', '-2024', false],
    ['01', '02', '2024', true], ['0001', '1', '2024', true], ['00001', '1', '2024', false], ['1.5', '1', '2024', false], ['1e0', '1', '2024', false], ['٣', '1', '2024', false], ['x', '1', '2024', false], ['1', 'Jan', '2024', false], ['1', '1', '2o24', false],
    ['', '1', '2024', false], ['1', '', '2024', false], ['1', '1', '', false], ['', '', '', false], ['<b>bold</b>', '1', '2024', false], ['1\u202e', '1', '2024', false], ['9'.repeat(3000), '1', '2024', false], [' 1 ', ' 1 ', ' 2024 ', true], ['10', '10', '1582', true],
  ];
  for (const [day, month, year, real] of days) {
    const held = await tried(visitor, 'date', { 'date-day': day, 'date-month': month, 'date-year': year });
    assert.equal(held !== null, real, `${day} ${month} ${year}`);
    if (held) assert.deepEqual([held['date-day'], held['date-month'], held['date-year']].map(([value]) => Number(value)), [day, month, year].map(Number), `${day} ${month} ${year}`);
  }
  for (const [month, year, real] of [['1', '1000', true], ['12', '9999', true], ['0', '2024', false], ['13', '2024', false], ['1', '', false], ['', '2024', false], ['٣', '2024', false], ['1', '99999', false], ['<b>bold', '2024', false]]) {
    const held = await tried(visitor, 'month', { 'month-month': month, 'month-year': year });
    assert.equal(held !== null, real, `${month} ${year}`);
    if (held) assert.deepEqual([held['month-month'][0], held['month-year'][0]].map(Number), [month, year].map(Number));
  }
  for (const [year, real] of [['1000', true], ['9999', true], ['999', false], ['10000', false], ['2024.0', false], ['-2024', false], ['２０２４', false], ['2 024', false], ['MMXXIV', false], ['<b>bold', false], ['', false]]) {
    const held = await tried(visitor, 'year', { year });
    assert.equal(held !== null, real, year);
    if (held) assert.equal(Number(held.year[0]), Number(year));
  }
});

test('addresses of people and places, numbers with check digits', async () => {
  const visitor = await started('types');
  for (const [typed, right] of [
    ['a@example.org', 'a@example.org'], ['A.B+c@Example.ORG', 'A.B+c@Example.ORG'], ['a@exa\u202emple.org', 'a@example.org'], // what cannot be seen is left out of addresses
    [' a@example.org ', 'a@example.org'], ["o'neil@example.org", "o'neil@example.org"],
    ['a', null], ['a@', null], ['@b.org', null], ['a@b', null], ['a@@b.org', null], ['a b@example.org', null], ['-a@example.org', null], ['a@example.org\nBcc: x@example.org', null], ['a@example..org', null], ['"a"@example.org', null], [`${'a'.repeat(65)}@example.org`, null], [`a@${'b'.repeat(300)}.org`, null], ['a@[127.0.0.1]', null], ['é@example.org', null], ['<b>bold</b>@example.org', null], ['a@example.org,b@example.org', null], ['', null],
  ]) {
    const held = await tried(visitor, 'email', { email: typed });
    assert.equal(held === null, right === null, `email ${JSON.stringify(typed)}`);
    if (held) assert.equal(held.email[0].toLowerCase(), right.toLowerCase());
  }
  for (const [typed, taken] of [['01632 960 001', true], ['+44 (0)1632 960001', true], ['0047 22 22 22 22', true], ['٠١٦٣٢ ٩٦٠ ٠٠١', null], ['1', false], ['1234', false], ['1'.repeat(16), false], ['call me', false], ['0800 FLOWERS', false], ['+', false], ['01632\u202e960001', true], ['<b>bold', false], ['1'.repeat(5000), false]]) {
    const held = await tried(visitor, 'phone', { phone: typed });
    if (taken !== null) assert.equal(held !== null, taken, typed);
    if (held && taken) assert.equal(held.phone[0].replace(/\D/g, ''), typed.replace(/\D/g, ''), typed);
  }
  for (const [question, right, wrongs] of [
    ['iban', 'GB82 WEST 1234 5698 7654 32', ['GB82 WEST 1234 5698 7654 33', 'GB', 'XX00', 'GB82WEST123456987654322', '<b>bold', '8'.repeat(4000)]],
    ['fnr', '010190 12345', ['01019012345x', '99999999999', '0', '<b>bold', '1'.repeat(4000)]],
  ]) {
    for (const wrong of ['', ...wrongs]) assert.equal(await tried(visitor, question, { [question]: wrong }), null, `${question} ${wrong.slice(0, 40)}`);
    if (question === 'iban') {
      const held = await tried(visitor, question, { [question]: right });
      assert.equal(held.iban[0].replace(/ /g, ''), right.replace(/ /g, ''));
    }
  }
  const home = { 'address-line1': '1 Quay', 'address-town': 'Eastmere', 'address-postcode': 'EA1 1AA' };
  const reach = { 'contact-name': 'Ada', 'contact-email': 'ada@example.org' };
  for (const value of hostileTexts) {
    const bad = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]/.test(value) || [...kept(value, false)].length > 200;
    for (const [question, fields, part] of [['address', home, 'address-line2'], ['address', home, 'address-county'], ['address', home, 'address-town'], ['contact', reach, 'contact-name']]) {
      const held = await tried(visitor, question, { ...fields, [part]: value });
      const missing = kept(value, false) === '' && part !== 'address-line2' && part !== 'address-county';
      assert.equal(held === null, bad || missing, `${part}: ${JSON.stringify(value).slice(0, 60)}`);
      if (held) assert.deepEqual(held[part], [kept(value, false)], `${part}: ${JSON.stringify(value).slice(0, 60)}`);
    }
    const held = await tried(visitor, 'location', { 'location-text': value, 'location-point': '' });
    if (held) assert.deepEqual(held['location-text'], [kept(value, true)], `location: ${JSON.stringify(value).slice(0, 60)}`);
  }
  for (const [typed, latitude] of [['51.5007, -0.1246', 51.5007], ['91, 0', null], ['0, 181', null], ['NaN, NaN', null], ['1e400, 0', null], ['<b>bold', null], ['51.5', null], ['9'.repeat(4000), null]]) {
    const held = await tried(visitor, 'location', { 'location-text': 'x', 'location-point': typed });
    assert.equal(held !== null, latitude !== null, typed.slice(0, 40));
    if (held) assert.ok(Math.abs(Number(held['location-point'][0].split(',')[0]) - latitude) < 1e-6, held['location-point'][0]);
  }
});

test('controls that come twice, not at all, or under other names', async () => {
  const visitor = await started('types');
  for (const question of Object.keys(questions)) {
    for (const fields of [{}, { [`${question}[]`]: 'a' }, { [`${question}.a`]: 'a' }, { __proto__x: 'a', constructor: 'b' }, { [question]: ['', ''] }, { [question]: Array(40).fill('<b>bold</b>') }, { from: 'check' }, { [`remove-${question}`]: question }, { [`add-${question}`]: 'yes' }, { [`use-${question}`]: 'yes' }]) {
      const form = visitor.draft;
      await visitor.open(`${form}/${question}`);
      const body = new URLSearchParams(visitor.form().hidden);
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
      const response = await visitor.request(`${form}/${question}`, { method: 'POST', body });
      assert.ok(response.status < 500, `${question} ${JSON.stringify(fields).slice(0, 60)}: ${response.status}`);
      assert.doesNotMatch(await response.text(), /<b>bold/);
    }
  }
});

test('many members: taken one by one and shown; addresses of members that no page has', async () => {
  const visitor = await started('many');
  const list = `${visitor.draft}/things`;
  await visitor.open(list);
  const { csrf } = visitor.form().hidden;
  const post = (path, fields) => visitor.request(path, { method: 'POST', body: new URLSearchParams({ csrf, ...fields }) });
  const some = process.env.GUILDHALL_TEST_THOROUGH ? 300 : 60;
  for (let i = 0; i < some; i += 1) {
    const added = await post(list, { more: 'yes' });
    assert.equal(added.status, 303, String(i));
    const at = added.headers.get('location').split('#')[0];
    assert.equal((await post(at, { what: `Thing ${i}` })).status, 303, String(i));
  }
  await visitor.open(list);
  assert.equal(visitor.status, 200);
  assert.match(visitor.text, new RegExp(`Thing ${some - 1}\\b`));
  for (const members of ['things/99999999999999999999/what', 'things/0/what', 'things/-1/what', 'things/1e3/what', 'things/1/things/1/what', `${'things/1/'.repeat(20)}what`, 'things/１/what', 'things/%00/what', 'things/../what', `things/${'1'.repeat(2000)}/what`]) {
    const shown = await visitor.request(`${visitor.draft}/${members}`);
    assert.ok(shown.status < 500, `${members.slice(0, 60)}: ${shown.status}`);
    const sent = await post(`${visitor.draft}/${members}`, { what: 'x' });
    assert.ok(sent.status < 500, `${members.slice(0, 60)}: ${sent.status}`);
  }
  await visitor.open(list);
  assert.equal((visitor.text.match(/Thing \d+/g) ?? []).length >= some, true);
});

test('members five deep come back as they were given', async () => {
  const visitor = await started('deep');
  let steps = 0;
  // The first member of each level, down to the last question of all.
  while (!/check$/.test(visitor.path.split(/[?#]/)[0]) && steps < 60) {
    steps += 1;
    const at = visitor.path.split(/[?#]/)[0].split('/').slice(3);
    const depth = at.filter((part) => /^r\d$/.test(part)).length;
    if (/^r\d$/.test(at.at(-1))) {
      const seen = visitor.page.match(/remove/);
      await visitor.send({ more: seen ? 'no' : 'yes' });
    } else {
      const fields = {};
      for (const name of Object.keys(controls(visitor.page))) fields[name] = `<b>bold</b> at ${depth}`;
      await visitor.send(fields);
    }
    assert.equal(visitor.status, 200, visitor.text.slice(0, 300));
    assert.doesNotMatch(visitor.page, /<b>bold/);
  }
  assert.match(visitor.path, /check/);
  for (let depth = 1; depth <= 5; depth += 1) assert.match(visitor.text, new RegExp(`<b>bold</b> at ${depth}`));
  await visitor.send();
  assert.match(visitor.path, /\/sent$/);
  await visitor.open(visitor.path.replace('/sent', ''));
  for (let depth = 1; depth <= 5; depth += 1) assert.match(visitor.text, new RegExp(`<b>bold</b> at ${depth}`));
  assert.doesNotMatch(visitor.page, /<b>bold/);
});
