// Places on a map, answers that are looked up and questioned, and addresses that are found: over HTTP, without scripts.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../support/postgres.mjs';
import { Instance, Visitor, program, run, signIn } from '../support/server.mjs';

let instance, services, addressServer, config, answer;
const asked = [];
before(async () => {
  services = mkdtempSync(join(tmpdir(), 'guildhall-maps-'));
  for (const name of ['bank', 'fell-a-tree', 'report-a-street-problem']) cpSync(join(root, 'services', name), join(services, name), { recursive: true });
  mkdirSync(join(services, 'move-house'));
  writeFileSync(join(services, 'move-house/service.yaml'), `service: move-house
version: 1
title: Tell us that you moved
summary: Your new address.
sign-in: none
questions:
  home:
    ask: Where do you live now?
    type: address
    lookup: bank/registers/addresses
  work:
    ask: Where do you work?
    type: address
    lookup: true
`);
  addressServer = createServer((request, response) => {
    asked.push([request.url, request.headers.authorization]);
    answer(response);
  });
  await new Promise((resolve) => addressServer.listen(0, '127.0.0.1', resolve));
  const token = join(services, '.token');
  writeFileSync(token, 'secret\n');
  config = join(services, '.config.yaml');
  writeFileSync(config, `addresses:\n  server: http://127.0.0.1:${addressServer.address().port}/find\n  token-file: ${token}\n  timeout: 1\n`);
  const checked = run('check', services);
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
  instance = await new Instance({ services, extra: ['--config', config] }).start();
});
after(async () => {
  const end = await instance?.close();
  addressServer?.closeAllConnections();
  addressServer?.close();
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
const value = (visitor, id) => visitor.page.match(new RegExp(`<input[^>]*id="${id}"[^>]*>`))?.[0].match(/value="([^"]*)"/)?.[1] ?? '';
const status = (visitor) => visitor.page.match(/role="status">([^<]*)</)[1];
const pictures = (visitor) => [...visitor.page.matchAll(/src="(\/services\/[^"]*\/map\/[^"]*)"/g)].map((match) => match[1]);

async function atPlace(service = 'fell-a-tree', first = { trunk: '45' }) {
  const visitor = await started(service);
  await visitor.send(first);
  assert.equal(page(visitor), 'place');
  return visitor;
}

test('a place is chosen by pressing on the map', async () => {
  const visitor = await atPlace();
  assert.match(status(visitor), /no pin/);
  assert.match(visitor.text, /Protected areas/);
  assert.equal(pictures(visitor).length, 2);
  for (const path of pictures(visitor)) {
    const response = await visitor.request(path);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'image/svg+xml');
    assert.match(response.headers.get('cache-control'), /immutable/);
    assert.match(await response.text(), /Priory Road/);
  }
  await visitor.send({ 'place-wide.x': '304', 'place-wide.y': '208' });
  assert.equal(visitor.status, 200);
  assert.equal(page(visitor), 'place');
  assert.match(value(visitor, 'place-point'), /^52\.94\d+, 0\.31\d+$/);
  assert.match(status(visitor), /The pin is near .+, at TF \d{5} \d{5}\./);
  assert.match(visitor.page, /<g transform="translate\(30\d\.\d 20\d\.\d\)">/);
  // Where the pin is stands in no address.
  assert.ok(pictures(visitor).every((path) => !path.includes('52.9')));
  const before = value(visitor, 'place-point');
  for (const move of ['in', 'out', 'north', 'east', 'south', 'west']) {
    await visitor.send({ 'place-point': before, 'place-move': move });
    assert.equal(value(visitor, 'place-point'), before);
    assert.equal((await visitor.request(pictures(visitor)[0])).status, 200);
  }
  await visitor.send({ 'place-point': before, 'place-move': 'remove' });
  assert.equal(value(visitor, 'place-point'), '');
  await visitor.send({ 'place-move': 'middle' });
  await visitor.send({ 'place-text': 'By the fountain', 'place-point': value(visitor, 'place-point') });
  assert.notEqual(page(visitor), 'place');
});

test('what nobody could press changes nothing', async () => {
  const visitor = await atPlace();
  for (const [x, y] of [['-1', '5'], ['609', '1'], ['1e3', '4'], ['NaN', 'NaN'], ['99999999999999999999', '1'], ['', ''], ['1.5', '2']]) {
    await visitor.send({ 'place-wide.x': x, 'place-wide.y': y });
    assert.equal(visitor.status, 200);
    assert.equal(value(visitor, 'place-point'), '');
  }
  for (const view of ['99/1/1', '15/-1/0', 'x', '15/1/1', '19/999999999/0', `15/${'9'.repeat(400)}/1`]) {
    await visitor.send({ 'place-view': view, 'place-move': 'look' });
    assert.equal(visitor.status, 200);
    assert.equal((await visitor.request(pictures(visitor)[0])).status, 200, view);
  }
  // A keyboard presses the corner of a picture: it means the middle.
  await visitor.send({ 'place-narrow.x': '0', 'place-narrow.y': '0' });
  assert.match(value(visitor, 'place-point'), /^52\.94/);
});

test('there are only so many pictures', async () => {
  const visitor = await atPlace();
  const [path] = pictures(visitor);
  const parts = path.split('/');
  const change = (at, to) => parts.map((part, i) => (i === at ? to : part)).join('/');
  for (const wrong of [change(5, '8'), change(5, '20'), change(6, '0'), change(7, '-4'), change(8, 'huge'), change(9, 'trunk'), change(9, 'nothing'),
    change(4, '0'.repeat(64)), change(4, 'abc'), `${path}/x`, change(2, 'no-such')]) {
    assert.equal((await visitor.request(wrong)).status, 404, wrong);
  }
});

test('a place outside of the town is refused', async () => {
  const visitor = await atPlace();
  await visitor.send({ 'place-point': '51.5007, -0.1246' });
  assert.equal(visitor.status, 422);
  assert.match(visitor.text, /outside of Eastmere/);
  await visitor.send({ 'place-point': 'TF 99999 99999' });
  assert.equal(visitor.status, 422);
  await visitor.send({ 'place-point': 'inf, nan' });
  assert.equal(visitor.status, 422);
  assert.match(visitor.text, /Enter coordinates/);
});

// To the page with all answers, with a thick tree in Church Lane, which the map knows.
async function toCheck(visitor) {
  await visitor.send({ 'place-point': '52.9495, 0.3100' });
  while (page(visitor) !== 'check') {
    const fields = { reason: { reason: 'It is ill and leans over the school.' }, contact: { 'contact-name': 'Kim', 'contact-email': 'kim@example.org' } }[page(visitor)] ?? {};
    const files = page(visitor) === 'photo' ? { photo: { name: 'a.png', type: 'image/png', bytes: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') } } : {};
    const at = page(visitor);
    await visitor.send(fields, { files });
    assert.notEqual(page(visitor), at, visitor.text);
  }
}

test('what the map knows is not asked, and can be questioned', async () => {
  const visitor = await atPlace();
  await toCheck(visitor);
  assert.match(visitor.text, /protected area\? Yes From our map of protected areas \(Old Town\)/);
  const claim = visitor.page.match(/href="([^"]*looked-up=protected)"/)[1].replaceAll('&amp;', '&');
  await visitor.open(claim);
  assert.match(visitor.text, /goes to a person/);
  await visitor.send({ protected: 'no', 'protected-why': '' });
  assert.equal(visitor.status, 422);
  assert.match(visitor.text, /Say why this is not right/);
  await visitor.send({ 'protected-why': 'Why?' });
  assert.equal(visitor.status, 422);
  await visitor.send({ protected: 'no', 'protected-why': 'The border was moved <last> year.' });
  assert.equal(page(visitor), 'check', visitor.text);
  assert.match(visitor.text, /protected area\? No From our map of protected areas \(Old Town\): Yes You say that this is not right, because: The border was moved <last> year\./);
  // Taken back, and said again.
  await visitor.open(claim);
  await visitor.send({ keep: 'yes' });
  while (page(visitor) !== 'check') await visitor.send({ reason: 'It is ill and leans over the school.' });
  assert.doesNotMatch(visitor.text, /You say/);
  await visitor.open(claim);
  await visitor.send({ protected: 'no', 'protected-why': 'The border was moved.' });
  await visitor.send({});
  assert.match(visitor.path, /\/sent$/);
  // By their rules it would be granted; it waits for a person all the same.
  await visitor.open(visitor.path.replace(/\/sent$/, ''));
  assert.doesNotMatch(visitor.text, /You may fell this tree/);
  const staff = new Visitor(instance);
  await signIn(staff, instance.demo.caseworker[0]);
  await staff.open(`/desk/cases/${visitor.path.split('/').at(-1)}`);
  assert.match(staff.text, /From our map of protected areas \(Old Town\): Yes The applicant says otherwise, because: The border was moved\./);
});

test('a report of a street problem knows its street, and has no decision', async () => {
  const visitor = await atPlace('report-a-street-problem', { kind: 'lamp' });
  await visitor.send({ 'place-point': '52.94868, 0.30924' });
  assert.equal(page(visitor), 'photo');
  await visitor.send({});
  await visitor.send({ 'contact-name': 'Kim', 'contact-email': 'kim@example.org' });
  assert.equal(page(visitor), 'check');
  assert.match(visitor.text, /or near\? Cornmarket From our map of streets/);
  await visitor.send({});
  assert.match(visitor.path, /\/sent$/);
  const words = await atPlace('report-a-street-problem', { kind: 'lamp' });
  await words.send({ 'place-text': 'Behind the mill' });
  assert.equal(page(words), 'street');
});

test('an address is found by its postcode, and can be written by hand', async () => {
  const visitor = await started('move-house');
  await visitor.send({ 'home-look': 'find', 'home-find': '' });
  assert.match(visitor.text, /Enter a postcode/);
  await visitor.send({ 'home-look': 'find', 'home-find': 'ZZ9 9ZZ' });
  assert.match(visitor.text, /no address for “ZZ9 9ZZ”/);
  await visitor.send({ 'home-look': 'find', 'home-find': 'em1 1ap' });
  const options = [...visitor.page.matchAll(/<option value="(\{[^"]*\})"[^>]*>([^<]*)</g)];
  assert.ok(options.length > 10);
  const chosen = options.find(([, , text]) => text.startsWith('53 Westgate'))[1].replaceAll('&quot;', '"');
  await visitor.send({ 'home-look': 'use', 'home-choice': chosen });
  assert.equal(value(visitor, 'home-line1'), '53 Westgate');
  assert.equal(value(visitor, 'home-postcode'), 'EM1 1AP');
  for (const forged of ['{', '[]', '{"line1": 5}', 'x'.repeat(5000)]) {
    await visitor.send({ 'home-look': 'use', 'home-choice': forged });
    assert.equal(visitor.status, 200);
  }
  await visitor.send({ 'home-line1': '53 Westgate', 'home-line2': '', 'home-town': 'Eastmere', 'home-county': '', 'home-postcode': 'EM1 1AP', 'home-country': '' });
  assert.equal(page(visitor), 'work');

  answer = (response) => response.end(JSON.stringify({ addresses: [{ line1: '1 Quay <b>', town: 'Eastmere', postcode: 'EM2 2BB' }] }));
  await visitor.send({ 'work-look': 'find', 'work-find': 'EM2 2BB' });
  assert.match(visitor.text, /1 Quay <b>, Eastmere, EM2 2BB/);
  assert.deepEqual(asked.at(-1), ['/find?query=EM2%202BB', 'Bearer secret']);
  // A list that is down, wrong or slow takes nothing away.
  for (const broken of [(response) => response.writeHead(500).end(), (response) => response.end('{"addresses": [{}]}'), (response) => response.destroy(), () => {}, (response) => response.end('x'.repeat(400_000))]) {
    answer = broken;
    await visitor.send({ 'work-look': 'find', 'work-find': 'EM2 2BB' });
    assert.equal(visitor.status, 200);
    assert.match(visitor.text, /does not answer just now\. Write the address below/);
  }
  await visitor.send({ 'work-line1': '1 Quay', 'work-town': 'Eastmere', 'work-postcode': 'EM2 2BB' });
  assert.equal(page(visitor), 'check');
});

test('who chooses an address from the list and goes on has answered; what is written by hand counts more', async () => {
  const nothing = { 'home-line1': '', 'home-line2': '', 'home-town': ' ', 'home-county': '', 'home-postcode': '', 'home-country': '' };
  const found = await started('move-house');
  const draft = found.path.split('/').slice(0, 3).join('/');
  await found.send({ 'home-look': 'find', 'home-find': 'em1 1ap' });
  const chosen = found.page.match(/<option value="(\{[^"]*53 Westgate[^"]*\})"/)[1].replaceAll('&quot;', '"');
  await found.send({ ...nothing, 'home-find': 'em1 1ap', 'home-choice': chosen });
  assert.equal(page(found), 'work');
  await found.open(`${draft}/home`);
  assert.equal(value(found, 'home-line1'), '53 Westgate');
  await found.send({ ...nothing, 'home-line1': '9 Quay', 'home-town': 'Eastmere', 'home-postcode': 'EM2 2BB', 'home-choice': chosen });
  await found.open(`${draft}/home`);
  assert.equal(value(found, 'home-line1'), '9 Quay');
  await found.send({ ...nothing, 'home-choice': '{"line1": "1 <b>"}' });
  assert.equal(found.status, 422, 'what is chosen is held to what any address is');
});

// As another program: a walk must not hold up this one, which reads what the server says.
function walk(service) {
  return new Promise((resolve) => {
    const child = spawn(program, ['walk', join(services, service), '--all', '--url', instance.origin], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += chunk; });
    child.on('close', (code) => resolve({ code, output }));
  });
}

test('every way through the services with maps ends in a case', async () => {
  for (const service of ['fell-a-tree', 'report-a-street-problem']) {
    const { code, output } = await walk(service);
    assert.equal(code, 0, output);
  }
});

test('what is wrong with a layer is said with file, line and column', () => {
  const folder = join(services, 'report-a-street-problem');
  mkdirSync(join(folder, 'layers'), { recursive: true });
  writeFileSync(join(folder, 'layers/parks.geojson'), '{"type": "FeatureCollection",\n "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 91]}}]}');
  const file = join(folder, 'service.yaml');
  cpSync(file, `${file}~`);
  const text = run('preview', folder).stdout;
  assert.match(text, /asked only when not in bank\/layers\/streets\.geojson by place/);
  writeFileSync(file, `${text && ''}service: report-a-street-problem\nversion: 3\ntitle: T\nsummary: S\nquestions:\n  place:\n    ask: Where?\n    type: location\n    map: { layers: [layers/parks] }\n`);
  const checked = run('check', folder);
  assert.match(checked.stdout + checked.stderr, /report-a-street-problem\/layers\/parks\.geojson:2:\d+: error: found longitude 0, latitude 91/);
  cpSync(`${file}~`, file);
  rmSync(join(folder, 'layers'), { recursive: true });
});
