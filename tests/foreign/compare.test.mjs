import assert from 'node:assert/strict';
import test from 'node:test';
import { kind, same } from './compare.mjs';

test('outcomes are the same within what JSON and doubles keep', () => {
  assert.ok(same(0.1 + 0.2, 0.3));
  assert.ok(same(1e12 + 0.001, 1e12));
  assert.ok(!same(1, 1.001));
  assert.ok(same(null, undefined));
  assert.ok(!same(null, false));
  assert.ok(same([{ a: 1, b: null }], [{ a: 1 }]), 'an entry that is missing is null');
  assert.ok(!same({ a: 1 }, { a: '1' }));
  assert.ok(!same([1], [1, 2]));
  assert.ok(same('2026-11-22T10:15:00+00:00', '2026-11-22T10:15Z'));
  assert.ok(!same('2026-11-22', '2026-11-23'));
  assert.deepEqual([null, [], {}, 1, 'x', true].map(kind), ['null', 'a list', 'a context', 'a number', 'a string', 'a boolean']);
});
