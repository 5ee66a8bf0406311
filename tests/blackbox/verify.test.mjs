// The log and its receipts, checked from outside: whatever is changed in the database or in a file is found.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { execute, rows } from '../support/database.mjs';
import { Instance, Visitor, answerTree, logOf, onPostgres, run, startTree, until } from '../support/server.mjs';

let instance, receipt;
before(async () => {
  instance = await new Instance().start();
  for (let i = 0; i < 3; i += 1) {
    const visitor = new Visitor(instance);
    await startTree(visitor);
    await answerTree(visitor, { trunk: '25' });
    await visitor.send();
    const reference = visitor.path.split('/')[2];
    receipt = await until(async () => {
      const response = await visitor.request(`/applications/${reference}/receipt.json`);
      return response.status === 200 && response.text();
    }, 'receipt');
  }
  await instance.stop(); // what was recorded is passed on: the log is whole
});
after(() => instance.close());

const verify = () => run('verify', '--log', ...logOf(instance));
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
const asHex = (column) => (onPostgres ? `encode(${column}, 'hex')` : `lower(hex(${column}))`);
const bytes = (hex) => (onPostgres ? `decode('${hex}', 'hex')` : `X'${hex}'`);

// Another value of the same kind, one byte away.
function changed(kind, value) {
  if (kind === 'number') return String(Number(value) + 1);
  const middle = kind === 'bytes' ? (value.length >> 2) * 2 : value.length >> 1;
  const byte = kind === 'bytes' ? (parseInt(value.slice(middle, middle + 2), 16) ^ 1).toString(16).padStart(2, '0') : String.fromCharCode(value.charCodeAt(middle) ^ 1);
  return value.slice(0, middle) + byte + value.slice(middle + (kind === 'bytes' ? 2 : 1));
}

// Changes one field, looks what `verify --log` says, and puts it back.
function withChange(table, column, kind, where) {
  const literal = (value) => ({ number: value, text: quoted(value), bytes: bytes(value) })[kind];
  const [{ value }] = rows(instance, `SELECT ${kind === 'bytes' ? asHex(column) : column} AS value FROM ${table} WHERE ${where}`);
  const set = (to) => execute(instance, `UPDATE ${table} SET ${column} = ${literal(to)} WHERE ${where}`);
  set(changed(kind, String(value)));
  const said = verify();
  // Its own place may be what was changed.
  const back = column === 'position' ? `position = ${Number(value) + 1}` : where;
  execute(instance, `UPDATE ${table} SET ${column} = ${literal(String(value))} WHERE ${back}`);
  return said;
}

test('a log that nobody touched is good', () => {
  const said = verify();
  assert.equal(said.status, 0, said.stdout + said.stderr);
  assert.equal(said.last, 'good');
  const count = Number(said.stdout.match(/Checked (\d+) entries/)[1]);
  assert.equal(count, Number(rows(instance, 'SELECT count(*) AS n FROM events')[0].n));
  assert.ok(count > 10, String(count));
  assert.equal(Number(rows(instance, 'SELECT size AS n FROM ledger_tree')[0].n), count, 'whoever stops in order leaves nothing outside the tree');
  assert.equal(JSON.parse(run('verify', '--log', '--json', ...logOf(instance)).stdout).good, true);
});

test('one byte in any field of any event, and the first bad entry is named', () => {
  const count = Number(rows(instance, 'SELECT count(*) AS n FROM events')[0].n);
  const fields = [['body', 'text'], ['leaf_hash', 'bytes'], ['event_id', 'text'], ['type', 'text'], ['subject', 'text'], ['at', 'number']];
  for (const position of [0, 1, count >> 1, count - 1]) {
    for (const [column, kind] of fields) {
      const said = withChange('events', column, kind, `position = ${position}`);
      assert.equal(said.status, 1, `${column} of ${position}: ${said.stdout}`);
      assert.equal(said.last, 'BAD');
      assert.match(said.stdout, new RegExp(`^Entry ${position} \\(event `, 'm'), `${column} of ${position}`);
    }
  }
  const moved = withChange('events', 'position', 'number', `position = ${count - 1}`);
  assert.match(moved.stdout, new RegExp(`^Entry ${count - 1} is missing`, 'm'));
  assert.equal(verify().last, 'good', 'all of it was put back');
});

test('of several changes the first is named', () => {
  const original = rows(instance, 'SELECT position, type FROM events WHERE position IN (3, 5)');
  execute(instance, "UPDATE events SET type = 'x' WHERE position IN (3, 5)");
  assert.match(verify().stdout, /^Entry 3 /m);
  for (const { position, type } of original) execute(instance, `UPDATE events SET type = ${quoted(type)} WHERE position = ${position}`);
  assert.equal(verify().last, 'good');
});

test('one byte in the tree, its tiles or its signature', () => {
  for (const [table, column, kind] of [
    ['ledger_tile', 'hashes', 'bytes'], ['ledger_tree', 'size', 'number'], ['ledger_tree', 'edge', 'bytes'],
    ['ledger_checkpoint', 'note', 'text'], ['ledger_checkpoint', 'origin', 'text'],
  ]) {
    const origin = rows(instance, 'SELECT origin FROM ledger_checkpoint')[0].origin;
    const where = { ledger_tile: 'level = 0 AND tile = 0', ledger_tree: 'id = 1', ledger_checkpoint: column === 'origin' ? 'size > 0' : `origin = ${quoted(origin)}` }[table];
    const said = withChange(table, column, kind, where);
    assert.equal(said.status, 1, `${table}.${column}: ${said.stdout}${said.stderr}`);
    assert.equal(said.last, 'BAD', `${table}.${column}`);
  }
  assert.equal(verify().last, 'good');
});

test('an entry that was taken away, at the end or before', () => {
  const count = Number(rows(instance, 'SELECT count(*) AS n FROM events')[0].n);
  for (const position of [2, count - 1]) {
    execute(instance, `CREATE TABLE aside AS SELECT * FROM events WHERE position = ${position}`);
    execute(instance, `DELETE FROM events WHERE position = ${position}`);
    const said = verify();
    execute(instance, `INSERT INTO events ${onPostgres ? 'OVERRIDING SYSTEM VALUE ' : ''}SELECT * FROM aside`);
    execute(instance, 'DROP TABLE aside');
    assert.equal(said.status, 1);
    assert.match(said.stdout, new RegExp(`^Entry ${position} is missing`, 'm'));
  }
  assert.equal(verify().last, 'good');
});

test('a receipt is good, and bad with one byte changed anywhere', () => {
  const file = join(instance.data, 'receipt.json');
  const check = (text, key = instance.logKey) => {
    writeFileSync(file, text);
    return run('verify', file, '--key', key);
  };
  const good = check(receipt);
  assert.equal(good.status, 0, good.stdout);
  assert.match(good.stdout, /carries a valid signature/);
  assert.match(good.stdout, /its proof leads to the signed root hash/);
  assert.match(good.stdout, /application\.submitted/);
  const whole = Buffer.from(receipt);
  for (let at = 0; at < whole.length; at += 23) {
    const other = Buffer.from(whole);
    other[at] ^= 1;
    const said = check(other);
    assert.equal(said.status, 1, `byte ${at} of ${whole.length}: ${JSON.stringify(whole.subarray(Math.max(0, at - 20), at + 20).toString())}`);
    assert.equal(said.last, 'BAD');
  }
  for (const text of ['', '{}', '[]', receipt.slice(0, -5), `${receipt}x`]) assert.equal(check(text).status, 1, text.slice(0, 20));

  const keyFile = join(instance.data, 'key.txt');
  writeFileSync(keyFile, `${instance.logKey}\n`);
  assert.equal(check(receipt, keyFile).status, 0, 'the key from a file');
  const foreign = instance.logKey.replace(/.{6}$/, (end) => (end === 'AAAAAA' ? 'BBBBBB' : 'AAAAAA'));
  assert.notEqual(check(receipt, foreign).status, 0, 'another key');
  assert.equal(run('verify', file).status, 2, 'no key');
  assert.equal(run('verify', `${file}x`, '--key', instance.logKey).status, 2, 'no file');
});
