// Files that are not what they say, or too much: refused on their page with words that help, and nothing is kept.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { amounts, rows } from '../support/database.mjs';
import { Instance, Visitor, answerTree, picture, signIn, startTree, until } from '../support/server.mjs';

let instance;
before(async () => { instance = await new Instance().start(); });
after(async () => {
  assert.doesNotMatch(instance.logged, /MARKED/, 'what was sent is not in the log');
  assert.doesNotMatch(instance.logged, /"level":"error"|Sanitizer|runtime error/);
  const end = await instance.close();
  assert.equal(end.code, 0, instance.logged);
});

async function atPhoto() {
  const visitor = new Visitor(instance);
  await startTree(visitor);
  await visitor.send({ trunk: '25' });
  await visitor.send({ 'place-text': 'Here' });
  assert.match(visitor.path, /photo$/);
  return visitor;
}

const file = (name, type, bytes) => ({ name, type, bytes: Buffer.from(bytes) });

function chunk(kind, data) {
  const table = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
  const body = Buffer.concat([Buffer.from(kind), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return out;
}

// A picture that is small as a file and huge when it is unpacked: 60,000 by 60,000 pixels.
function pictureBomb() {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(60000, 0);
  header.writeUInt32BE(60000, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = picture.bytes.subarray(0, 8);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(4 * 1024 * 1024))), chunk('IEND', Buffer.alloc(0))]);
}

test('files that are not what they say', async () => {
  const visitor = await atPhoto();
  const stored = amounts(instance);
  const zip = Buffer.concat([Buffer.from('PK\x03\x04\x14\x00\x00\x00\x08\x00', 'latin1'), deflateSync(Buffer.alloc(1024 * 1024))]);
  for (const [what, lie] of [
    ['HTML named .jpg', file('MARKED.jpg', 'image/jpeg', '<!DOCTYPE html><script>alert("MARKED")</script>')],
    ['a script named .png', file('MARKED.png', 'image/png', '#!/bin/sh\necho MARKED\n')],
    ['a program named .jpg', file('MARKED.jpg', 'image/jpeg', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(200)]))],
    ['a Windows program', file('MARKED.png', 'image/png', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]))],
    ['SVG', file('MARKED.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['SVG named .png', file('MARKED.png', 'image/png', '<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a GIF', file('MARKED.gif', 'image/gif', 'GIF89a\x01\x00\x01\x00\x00\x00\x00;')],
    ['a PDF where a photo is asked', file('MARKED.pdf', 'application/pdf', '%PDF-1.4\n%%EOF\n')],
    ['a zip', file('MARKED.zip', 'application/zip', zip)],
    ['a zip named .jpg', file('MARKED.jpg', 'image/jpeg', zip)],
    ['a PNG that says it is a JPEG', file('MARKED.jpg', 'image/jpeg', picture.bytes)],
    ['the head of a PNG alone', file('MARKED.png', 'image/png', picture.bytes.subarray(0, 30))],
    ['random bytes', file('MARKED.png', 'image/png', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251)))],
  ]) {
    await visitor.send({}, { files: { photo: lie } });
    assert.equal(visitor.status, 422, what);
    assert.match(visitor.page, /href="#photo"/, what);
    assert.deepEqual(amounts(instance), stored, what);
  }
});

test('a picture that would unpack to gigabytes costs nothing, as nobody unpacks it', async () => {
  const visitor = await atPhoto();
  await visitor.send({}, { files: { photo: file('MARKED.png', 'image/png', pictureBomb()) } });
  assert.ok([200, 422].includes(visitor.status), String(visitor.status));
  const status = readFileSync(`/proc/${instance.child.pid}/status`, 'utf8');
  const peak = Number(status.match(/VmHWM:\s+(\d+) kB/)[1]);
  assert.ok(peak < 2 * 1024 * 1024, `${peak} kB at most`);
});

test('what lies behind a picture is cut off', async () => {
  const visitor = await atPhoto();
  const hidden = Buffer.from('<script>HIDDEN</script>');
  await visitor.send({}, { files: { photo: file('tree.png', 'image/png', Buffer.concat([picture.bytes, hidden])) } });
  assert.equal(visitor.status, 200);
  await answerTree(visitor, { trunk: '25' });
  await visitor.send();
  const officer = new Visitor(instance);
  await signIn(officer, instance.demo.caseworker[0]);
  await officer.open(`/desk/cases/${visitor.path.split('/')[2]}`);
  const response = await officer.request(officer.page.match(/href="([^"]*\/documents\/[^"]*)"/)[1]);
  assert.match(response.headers.get('content-disposition'), /^attachment/);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), picture.bytes);
  // Two notices follow, each with an event of its own: until then the amounts that the next test holds still grow.
  await until(() => Number(rows(instance, "SELECT count(*) AS n FROM jobs WHERE state = 'done'")[0].n) >= 2, 'both notices are sent');
});

test('none, an empty one, and several', async () => {
  const visitor = await atPhoto();
  const stored = amounts(instance);
  await visitor.send({});
  assert.equal(visitor.status, 422);
  await visitor.send({}, { files: { photo: file('empty.png', 'image/png', '') } });
  assert.equal(visitor.status, 422);
  assert.match(visitor.text, /Choose a file/);
  const { action, hidden } = visitor.form();
  const body = new FormData();
  body.append('csrf', hidden.csrf);
  for (const name of ['one.png', 'two.png']) body.append('photo', new Blob([picture.bytes], { type: picture.type }), name);
  await visitor.open(action, { method: 'POST', body });
  assert.equal(visitor.status, 422);
  assert.match(visitor.text, /Choose at most 1 file/);
  await visitor.send({ photo: 'a text where a file belongs' });
  assert.equal(visitor.status, 422);
  await visitor.send({}, { files: { other: picture } });
  assert.equal(visitor.status, 422, 'a file for a field that is not asked');
  assert.deepEqual(amounts(instance), stored);
});

test('files that are too large, for the question and for the page', async () => {
  const visitor = await atPhoto();
  const stored = amounts(instance);
  const large = (size) => Buffer.concat([picture.bytes, Buffer.alloc(size)]);
  await visitor.send({}, { files: { photo: file('large.png', 'image/png', large(10 * 1024 * 1024)) } });
  assert.equal(visitor.status, 422, 'over the limit of a document');
  assert.match(visitor.text, /smaller than 10 MB/);
  const { action, hidden } = await visitor.open(visitor.path).then(() => visitor.form());
  const body = new FormData();
  body.append('csrf', hidden.csrf);
  body.append('photo', new Blob([large(30 * 1024 * 1024)], { type: 'image/png' }), 'huge.png');
  const response = await visitor.request(action, { method: 'POST', body });
  assert.equal(response.status, 413, 'over the limit of the page');
  assert.match(await response.text(), /Code: <code[^>]*>too_large/);
  assert.deepEqual(amounts(instance), stored);
  await visitor.open(action);
  await visitor.send({}, { files: { photo: picture } });
  assert.equal(visitor.status, 200, 'a good file is taken after it');
});

test('a name that is a trick is only a name', async () => {
  for (const name of ['../../../etc/passwd.png', '..\\..\\x.png', 'a"; filename="b.html', '<img src=x onerror=alert(1)>.png', 'x'.repeat(900), '\u202egnp.exe', 'CON', '.htaccess']) {
    const visitor = await atPhoto();
    const page = visitor.path;
    await visitor.send({}, { files: { photo: { ...picture, name } } });
    assert.equal(visitor.status, 200, name);
    await visitor.open(page);
    assert.match(visitor.text, /You have added/, name);
    assert.doesNotMatch(visitor.page, /<img src=x|\.\.\/|\u202e/, name);
  }
});

test('what is kept is not readable in the data folder', () => {
  const inside = readdirSync(instance.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of inside) {
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    assert.ok(!bytes.includes(picture.bytes.subarray(0, 16)) && !bytes.includes('etc/passwd'), entry.name);
  }
});
