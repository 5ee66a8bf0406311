// Bytes that are no proper request: refused with a status, words and a stable code; nothing is stored, and the next
// person is served.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { amounts } from '../support/database.mjs';
import { RawClient, ask } from '../support/raw.mjs';
import { Instance } from '../support/server.mjs';

let instance, stored;
before(async () => {
  instance = new Instance();
  // Few workers and little time, so that a test sees who holds what.
  const config = join(instance.data, 'guildhall.yaml');
  writeFileSync(config, 'workers: 2\nrequest-seconds: 1\n');
  instance.extra = ['--config', config];
  await instance.start();
  stored = amounts(instance);
});
after(async () => {
  const found = amounts(instance);
  const end = await instance.close(); // first: a program that goes on would keep the whole run waiting
  assert.deepEqual(found, stored, 'nothing was stored');
  assert.doesNotMatch(instance.logged, /MARKED/, 'what was sent is not in the log');
  assert.doesNotMatch(instance.logged, /"level":"error"|Sanitizer|runtime error/);
  assert.equal(end.code, 0, instance.logged);
});

async function stillServes() {
  const answer = await ask(instance.port, 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
  assert.equal(answer?.status, 200, 'the server still serves');
}

async function refused(bytes, status, code, name, options) {
  const answer = await ask(instance.port, bytes, options);
  assert.ok(answer, `${name}: no answer`);
  assert.ok([status].flat().includes(answer.status), `${name}: ${answer.status}`);
  if (code) assert.match(answer.body, new RegExp(`Code: <code[^>]*>${code}</code>`), name);
  assert.doesNotMatch(answer.body, /MARKED/, `${name}: what was sent is not repeated`);
  await stillServes();
  return answer;
}

const get = (target, headers = '') => `GET ${target} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;
const post = (target, headers, body = '') => `POST ${target} HTTP/1.1\r\nHost: x\r\n${headers}\r\n${body}`;
const form = 'Content-Type: application/x-www-form-urlencoded\r\n';

test('request lines and headers that are malformed', async () => {
  for (const [name, bytes, status = 400] of [
    ['no HTTP at all', 'MARKED\r\n\r\n'],
    ['a TLS greeting', Buffer.from('16030100c8010000c40303', 'hex').toString('latin1') + '\r\n\r\n'],
    ['no version', 'GET /MARKED\r\n\r\n'],
    ['version 9', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n', [400, 505]],
    ['two spaces', 'GET  / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a space in the target', 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n', [400, 505]],
    ['a fragment', get('/#MARKED')],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
    ['a header without a colon', get('/', 'MARKED\r\n')],
    ['a space before the colon', get('/', 'X-Marked : MARKED\r\n')],
    ['a NUL in a header', get('/', 'X-Marked: MAR\0KED\r\n')],
    ['a bare line feed in a header', get('/', 'X-Marked: a\nX-Other: MARKED\r\n')],
    ['a bare carriage return', get('/', 'X-Marked: a\rX-Other: MARKED\r\n')],
    ['an unknown expectation', get('/', 'Expect: MARKED\r\n'), 417],
  ]) await refused(bytes, status, 'invalid_input', name);
});

test('requests that two readers would cut differently', async () => {
  const smuggled = 'GET /MARKED HTTP/1.1\r\nHost: x\r\n\r\n';
  const chunks = '0\r\n\r\n';
  for (const [name, headers, body] of [
    ['length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', chunks],
    ['chunks and length', 'Transfer-Encoding: chunked\r\nContent-Length: 5\r\n', chunks],
    ['two lengths', 'Content-Length: 0\r\nContent-Length: 35\r\n', ''],
    ['two equal lengths', 'Content-Length: 0\r\nContent-Length: 0\r\n', ''],
    ['a list of lengths', 'Content-Length: 0, 35\r\n', ''],
    ['a negative length', 'Content-Length: -1\r\n', ''],
    ['a signed length', 'Content-Length: +5\r\n', 'a=b&c'],
    ['a length in hexadecimal', 'Content-Length: 0x5\r\n', 'a=b&c'],
    ['a length beyond 64 bits', 'Content-Length: 99999999999999999999\r\n', ''],
    ['an unknown coding', 'Transfer-Encoding: MARKED\r\n', chunks],
    ['chunked not last', 'Transfer-Encoding: chunked, gzip\r\n', chunks],
    ['chunked twice', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', chunks],
    ['a hidden coding', 'Transfer-Encoding : chunked\r\n', chunks],
    ['a chunk size that is none', 'Transfer-Encoding: chunked\r\n', 'zz\r\nMARKED\r\n0\r\n\r\n'],
    ['a chunk size beyond 64 bits', 'Transfer-Encoding: chunked\r\n', 'fffffffffffffffff\r\nMARKED\r\n0\r\n\r\n'],
    ['a chunk longer than its size', 'Transfer-Encoding: chunked\r\n', '3\r\nMARKED\r\n0\r\n\r\n'],
  ]) {
    const client = await RawClient.open(instance.port);
    client.send(post('/feedback', form + headers, body) + smuggled);
    const answer = await client.answer();
    assert.ok(answer && answer.status >= 400 && answer.status < 500, `${name}: ${answer?.status}`);
    assert.equal(await client.closes(), true, `${name}: the rest is not taken for a request`);
    client.close();
  }
  await stillServes();
});

test('too much of anything', async () => {
  const long = 'MARKED'.repeat(4000);
  await refused(get(`/${long}`), [400, 414, 431], null, 'an address of 24 kB');
  await refused(get(`/${'a'.repeat(3000)}`), 400, 'invalid_input', 'an address of 3 kB');
  await refused(get('/', `X-Marked: ${long}\r\n`), 431, 'too_large', 'a header of 24 kB');
  await refused(get('/', `Cookie: session=${long}\r\n`), 431, 'too_large', 'a cookie of 24 kB');
  await refused(get('/', 'X-Marked: MARKED\r\n'.repeat(200)), 431, 'too_large', '200 headers');
  await refused(post('/feedback', `${form}Content-Length: 70000\r\n`), 413, 'too_large', 'a form of 70 kB, by its length');
  await refused(post('/feedback', `${form}Content-Length: 9999999999\r\n`), 413, 'too_large', 'a form of 10 GB, by its length');
  const chunk = `8000\r\n${'a'.repeat(0x8000)}\r\n`;
  await refused(post('/feedback', `${form}Transfer-Encoding: chunked\r\n`, chunk.repeat(4)), 413, 'too_large', 'a form of 128 kB, in chunks');
});

test('requests that stop in the middle', async () => {
  for (const [name, bytes] of [
    ['in the request line', 'GET /MAR'],
    ['in a header', 'GET / HTTP/1.1\r\nX-Marked: MAR'],
    ['before the body', post('/feedback', `${form}Content-Length: 20\r\n`)],
    ['in the body', post('/feedback', `${form}Content-Length: 20\r\n`, 'text=MARKED')],
    ['in a chunk', post('/feedback', `${form}Transfer-Encoding: chunked\r\n`, '20\r\ntext=MARKED')],
  ]) await refused(bytes, 400, 'invalid_input', name, { endSending: true });
});

test('clients that are slow hold nobody up, and are told', async () => {
  const beginnings = [
    'GET /', 'GET / HTTP/1.1\r\nHost: x\r\nX-Marked: MAR', post('/feedback', `${form}Content-Length: 20\r\n`, 'text=MARKED'),
    post('/feedback', `${form}Transfer-Encoding: chunked\r\n`, '20\r\ntext=MARKED'),
  ];
  const slow = await Promise.all(Array.from({ length: 40 }, () => RawClient.open(instance.port)));
  slow.forEach((client, i) => client.send(beginnings[i % beginnings.length]));
  // A header that never ends, a byte at a time.
  const drip = setInterval(() => slow[1].send('a'), 100);
  try {
    for (let i = 0; i < 5; i += 1) await stillServes();
    for (const client of slow) {
      const answer = await client.answer();
      assert.equal(answer?.status, 408);
      assert.match(answer.body, /Code: <code>expired<\/code>/);
      assert.equal(await client.closes(), true);
      client.close();
    }
  } finally {
    clearInterval(drip);
  }
});

test('addresses that try to leave their place', async () => {
  for (const target of [
    '/../etc/passwd', '/assets/../../etc/passwd', '/assets/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2fetc%2fpasswd',
    '/assets/%2e%2e%5c%2e%2e', '/assets\\..\\..', '/assets/.%00', '/%00', '/services/%2e', '//etc/passwd', '/services//fell-a-tree',
    '/%', '/%zz', '/%c0%ae%c0%ae/', '/%ff', '/%0d%0aSet-Cookie:%20a=b', '/log/tile/%2e%2e/x', '*', 'http://', 'MARKED',
  ]) await refused(get(target), [400, 404], 'invalid_input', target);
  for (const target of [
    '/assets/%252e%252e/%252e%252e/etc/passwd', '/services/fell-a-tree%20', '/services/Fell-a-Tree', '/services/...', '/.git/config',
    '/applications/GH-0000-0000-X/receipt.json', '/log/tile/0/x999', '/log/tile/9/999', '/log/tile/0/-1', '/assets/',
    `/${'a/'.repeat(500)}a`, `/${'a'.repeat(1500)}`,
  ]) await refused(get(target), 404, 'not_found', target);
});

test('an address with a scheme and a host is a request for its path, or refused', async () => {
  const answer = await ask(instance.port, get('http://evil.example/'));
  assert.ok([200, 400].includes(answer.status), String(answer.status));
  assert.doesNotMatch(answer.body, /evil\.example/);
  await refused('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n', [400, 405, 501], 'invalid_input', 'CONNECT');
});

test('methods that a page does not have', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    const answer = await refused(`${method} /search HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`, 405, 'invalid_input', method);
    assert.match(answer.head, /^allow: GET/im);
  }
  await refused('GET /services/fell-a-tree/start HTTP/1.1\r\nHost: x\r\n\r\n', 405, 'invalid_input', 'GET of what changes something');
  for (const method of ['TRACE', 'PROPFIND', 'MARKED', 'get']) await refused(`${method} / HTTP/1.1\r\nHost: x\r\n\r\n`, [400, 405, 501], 'invalid_input', method);
});

test('the Host header is never believed', async () => {
  for (const headers of ['Host: evil.example', 'Host: x\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nForwarded: host=evil.example']) {
    for (const target of ['/', '/sign-in', '/services/fell-a-tree', '/account']) {
      const answer = await ask(instance.port, `GET ${target} HTTP/1.1\r\n${headers}\r\n\r\n`);
      assert.doesNotMatch(answer.head + answer.body, /evil\.example/, target);
    }
  }
  const started = await ask(instance.port, 'POST /sign-in HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n');
  assert.equal(started.status, 403, 'an origin that agrees with Host is foreign all the same');
});
