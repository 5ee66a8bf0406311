// Stopping, starting again, and when a start is refused.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { RawClient } from '../support/raw.mjs';
import { Instance, Visitor, logOf, onPostgres, run, startTree } from '../support/server.mjs';

let instance;
before(async () => { instance = await new Instance().start(); });
after(() => instance.close());

test('SIGTERM lets requests in progress finish, and what they did is there after the next start', async () => {
  const visitor = new Visitor(instance);
  await startTree(visitor);
  const { action, hidden } = visitor.form();
  const body = new URLSearchParams({ ...hidden, trunk: '25' }).toString();
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const client = await RawClient.open(instance.port);
  client.send(`POST ${action} HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n`
    + `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`);
  const idle = await RawClient.open(instance.port);
  await visitor.open('/'); // by now the server has read what was sent before
  instance.child.kill('SIGTERM');
  assert.equal(await idle.closes(), true, 'a connection that waits is closed');
  client.send(body.slice(10));
  const answer = await client.answer();
  assert.equal(answer?.status, 303);
  assert.match(answer.head, /^connection: close/im);
  client.close();
  idle.close();
  assert.equal((await instance.stop()).code, 0);
  await instance.start();
  await visitor.open(action);
  assert.match(visitor.page, /value="25"/);
  assert.equal(run('verify', '--log', ...logOf(instance)).last, 'good');
});

test('one server to a SQLite folder', { skip: onPostgres && 'on PostgreSQL several nodes share a folder' }, async () => {
  const second = new Instance();
  const own = second.data;
  second.data = instance.data;
  try {
    await assert.rejects(second.start(), /exited with 2: guildhall: Another guildhall serves from .*--data/);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
  await new Visitor(instance).open('/').then((visitor) => assert.equal(visitor.status, 200));
  await instance.kill();
  await instance.start(); // the lock does not outlive a killed server
});

test('keys that others may read, that are damaged, missing or of another instance are refused', async () => {
  await instance.stop();
  const keys = join(instance.data, 'keys');
  const kept = join(instance.data, 'kept');
  cpSync(keys, kept, { recursive: true });
  chmodSync(kept, 0o700);
  const log = join(keys, 'log.key');
  const refuses = async (why, words) => {
    await assert.rejects(instance.start(), (error) => {
      assert.match(error.message, /^exited with 2: /, why);
      assert.match(error.message, words, why);
      assert.doesNotMatch(error.message, new RegExp(readFileSync(join(kept, 'log.key'), 'utf8').trim()), 'no key is printed');
      return true;
    });
  };
  chmodSync(log, 0o644);
  await refuses('a key that others may read', /log\.key has mode 0644.*chmod 0600/);
  chmodSync(log, 0o600);
  chmodSync(keys, 0o755);
  await refuses('a folder that others may look into', /keys has mode 0755.*chmod 0700/);
  chmodSync(keys, 0o700);
  const good = readFileSync(log, 'utf8');
  for (const [why, text] of [['cut', good.slice(0, 20)], ['empty', ''], ['no digits', 'x'.repeat(64) + '\n']]) {
    writeFileSync(log, text);
    await refuses(why, /log\.key (holds|does not hold)/);
  }
  rmSync(log);
  await refuses('one key missing', /log\.key is missing/);
  writeFileSync(log, good, { mode: 0o600 });

  rmSync(keys, { recursive: true });
  await refuses('no keys for data that is there', /The database holds data, but .*keys holds no keys/);
  assert.equal(run('keys', 'init', '--data', instance.data).status, 0);
  await refuses('keys of another instance', /keys/);
  rmSync(keys, { recursive: true });
  renameSync(kept, keys);
  await instance.start();
});

test('a port that is taken, an address that is none, and a configuration with a slip', async () => {
  const refusal = (...args) => run('serve', '--data', join(instance.data, 'other'), ...args);
  const taken = refusal('--listen', `127.0.0.1:${instance.port}`);
  assert.equal(taken.status, 2);
  assert.match(taken.stderr, /Cannot listen on 127\.0\.0\.1 port/);
  assert.match(refusal('--listen', '127.0.0.1').stderr, /--listen takes an address and a port/);
  assert.match(refusal('--listen', '0.0.0.0:0', '--demo').stderr, /loopback/);
  const config = join(instance.data, 'slip.yaml');
  writeFileSync(config, 'name: Eastmere\nworker: 8\n');
  assert.match(refusal('--config', config).stderr, /slip\.yaml:2:1: there is no setting `worker`; did you mean `workers`\?/);
  writeFileSync(config, 'workers: many\n');
  assert.match(refusal('--config', config).stderr, /slip\.yaml:1:10: `workers` takes a whole number/);
  for (const [text, complaint] of [
    ['trusted-proxies: 10.0.0.1\n', /slip\.yaml:1:18: `trusted-proxies` takes a list of addresses, not the text `10\.0\.0\.1`/],
    ['trusted-proxies:\n  - - 10.0.0.1\n', /takes a list of addresses; one of them is a list/],
    ['name:\n  of: Eastmere\n', /slip\.yaml:2:3: `name` takes a text, not/],
    ['mail: smtp:\/\/localhost\n', /slip\.yaml:1:7: `mail` takes settings of its own/],
    ['mail:\n  servr: x\n', /slip\.yaml:2:3: there is no setting `servr`; did you mean `server`\?/],
    ['mail:\n  from: [a]\n', /slip\.yaml:2:9: `from` takes a text/],
    ['accent: "#ffffff"\n', /slip\.yaml:1:9: `accent` does not do/],
    ['- name\n', /slip\.yaml: expected settings, found a list/],
  ]) {
    writeFileSync(config, text);
    assert.match(refusal('--config', config).stderr, complaint, text);
  }
});
