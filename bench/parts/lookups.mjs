// What a question costs that a map layer or a register answers, as they grow: the slope should be flat.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../tests/support/postgres.mjs';
import { figure, table } from '../lib/tables.mjs';

const helper = join(root, 'build/bench/guildhall_bench');
const kinds = [
  ['area_ns', 'the area a place lies in'], ['nearest_ns', 'the nearest street'], ['key_ns', 'a row by its key'],
  ['postcode_ns', 'addresses by postcode'], ['words_ns', 'addresses by words'],
];
const reading = [['layer_ms', 'a layer of areas'], ['register_ms', 'a register'], ['addresses_ms', 'addresses']];

export async function run({ quick }) {
  const sizes = [100, 1_000, 10_000, 100_000];
  const found = sizes.map((rows) => JSON.parse(execFileSync(helper, ['lookups', '--rows', String(rows), '--seconds', quick ? '0.1' : '1'])));
  const slope = (name) => `×${figure(found.at(-1)[name] / found[0][name])}`;
  const asked = table(['asked for', ...sizes.map((rows) => `${rows.toLocaleString('en-GB')} rows`), '100 to 100,000'],
    kinds.map(([name, words]) => [words, ...found.map((one) => figure(one[name] / 1000)), slope(name)]));
  const read = table(['read and indexed', ...sizes.map((rows) => `${rows.toLocaleString('en-GB')} rows`)],
    reading.map(([name, words]) => [words, ...found.map((one) => figure(one[name]))]));
  return `Microseconds for one question, one core, at places and keys drawn at random; every question finds something.

${asked}

Milliseconds to read the text and make the index, once at start:

${read}`;
}
