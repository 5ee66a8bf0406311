// `guildhall simulate`: a table of people through a decision, two versions held against each other, and the reports.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../support/postgres.mjs';
import { onPostgres, program, run } from '../support/server.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'guildhall-simulate-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
const skip = onPostgres && 'no database is used';

const felling = join(root, 'services/fell-a-tree/felling.dmn');
const permitted = ['--decision', 'Tree Felling Permitted?'];
const file = (name, text) => {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
};
const stricter = file('stricter.dmn', readFileSync(felling, 'utf8').replaceAll('&lt;= 30', '&lt;= 20').replaceAll('(30..60]', '(20..60]'));
const trees = file('trees.csv', 'district,treeDiameter,protectedArea\nNorth,10,true\nNorth,25,true\nSouth,25,false\nSouth,70,false\n');

test('counts, groups, and what changes between two versions', { skip }, () => {
  const said = run('simulate', stricter, '--data', trees, ...permitted, '--against', felling, '--group-by', 'district');
  assert.equal(said.status, 0, said.stdout + said.stderr);
  assert.match(said.stdout, /'Tree Felling Permitted\?' for 4 rows/);
  assert.match(said.stdout, /^ {2}"Permit" +2 +50\.0 % +lines 2, 4$/m);
  assert.match(said.stdout, /"Reject" instead of "Permit": 1 row \(line 3\)/);
  assert.match(said.stdout, /^North: 2 rows$/m);

  const [csv, json, html] = ['r.csv', 'r.json', 'r.html'].map((name) => join(scratch, name));
  const all = run('simulate', stricter, '--data', trees, ...permitted, '--against', felling, '--group-by', 'district', '--out-csv', csv, '--out-json', json, '--html', html, '--json');
  assert.equal(all.status, 0, all.stderr);
  const report = JSON.parse(all.stdout);
  assert.deepEqual({ ...JSON.parse(readFileSync(json, 'utf8')), evaluated_as_of: '' }, { ...report, evaluated_as_of: '' });
  const [measure] = report.totals.measures;
  assert.deepEqual(measure.comparison.moves, [{ from: '"Permit"', to: '"Reject"', rows: 1, lines: [3] }]);
  assert.deepEqual(measure.comparison.changed_examples, [{ line: 3, cells: ['North', '25', 'true'], from: '"Permit"', to: '"Reject"' }]);
  assert.deepEqual(report.groups.map(({ group, rows }) => [group, rows]), [['North', 2], ['South', 2]]);
  assert.match(readFileSync(csv, 'utf8'), /^group,North,Tree Felling Permitted\?,difference,changed,,,1\r$/m);
  const page = readFileSync(html, 'utf8');
  assert.match(page, /^<!DOCTYPE html>/);
  assert.doesNotMatch(page, /<script|<link|https?:|url\(/);
});

test('each row is what `decide` says of it', { skip }, () => {
  const diameters = [0, 29.9, 30, 30.5, 31, 60, 60.5, 200];
  const people = diameters.flatMap((diameter) => [true, false].map((area) => ({ treeDiameter: diameter, protectedArea: area })));
  const counts = {};
  for (const inputs of people) {
    const { decisions } = JSON.parse(run('decide', felling, ...permitted, '--inputs', JSON.stringify(inputs), '--json').stdout);
    const { value } = decisions['Tree Felling Permitted?'];
    counts[value] = (counts[value] ?? 0) + 1;
  }
  const table = file('each.csv', ['treeDiameter,protectedArea', ...people.map((one) => `${one.treeDiameter},${one.protectedArea}`)].join('\n'));
  const report = JSON.parse(run('simulate', felling, ...permitted, '--data', table, '--json').stdout);
  const found = Object.fromEntries(report.totals.measures[0].model.others.values.map(({ value, rows }) => [value, rows]));
  assert.deepEqual(found, counts);
});

test('bad rows are told by line, in the report and in a file; the rest is evaluated', { skip }, () => {
  const table = file('bad.csv', 'treeDiameter,protectedArea\n10,true\nthick,true\n10\n"20\n",tr"ue\n45,yes\n45,true\n');
  const bad = join(scratch, 'bad-rows.csv');
  const said = run('simulate', felling, ...permitted, '--data', table, '--out-bad-rows', bad);
  assert.equal(said.status, 1);
  assert.match(said.stdout, /4 rows could not be used:\n {2}3:1: `thick` is no value that `treeDiameter` can have\n {2}4:1: 1 fields; the first line has 2\n/);
  assert.deepEqual(readFileSync(bad, 'utf8').trimEnd().split('\r\n').map((line) => line.split(',').slice(0, 3).join()), ['line,position,column', '3,1,treeDiameter', '4,1,', '6,5,', '7,4,protectedArea']);
  const report = JSON.parse(run('simulate', felling, ...permitted, '--data', table, '--json').stdout);
  assert.deepEqual([report.records, report.evaluated, report.bad], [6, 2, 4]);
});

test('a large table, with as many threads as one likes, gives the same report', { skip }, () => {
  const lines = ['district,treeDiameter,protectedArea'];
  for (let i = 0; i < 60_000; i += 1) lines.push(`D${i % 7},${(i * 37) % 1000 / 10},${i % 3 === 0}`);
  const table = file('large.csv', lines.join('\r\n'));
  const report = (threads) => ({ ...JSON.parse(run('simulate', stricter, ...permitted, '--against', felling, '--data', table, '--group-by', 'district', '--threads', threads, '--json').stdout), evaluated_as_of: '' });
  const one = report('1');
  assert.equal(one.evaluated, 60_000);
  assert.deepEqual(report('4'), one);
  const input = spawnSync(program, ['simulate', felling, ...permitted, '--data', '-', '--json'], { input: readFileSync(table), encoding: 'utf8' });
  assert.equal(JSON.parse(input.stdout).evaluated, 60_000, 'from standard input');
});

test('what does not fit is said, with status 2', { skip }, () => {
  const misspelt = file('misspelt.csv', 'treeDiametre,protectedArea\n1,true\n');
  for (const [args, words] of [
    [[felling, '--data', misspelt, ...permitted], /needs a column `treeDiameter` \(there is `treeDiametre`\)/],
    [[felling, '--data', trees, '--decision', 'Tree Feling Permitted?'], /no decision `Tree Feling Permitted\?`; did you mean/],
    [[felling, '--data', trees, ...permitted, '--group-by', 'distict'], /no column `distict` to group by; did you mean `district`/],
    [[felling, '--data', join(scratch, 'none.csv'), ...permitted], /none\.csv cannot be read/],
    [[felling, '--data', scratch, ...permitted], /cannot be read/],
    [[felling, '--data', trees, ...permitted, '--html', join(scratch, 'none/r.html')], /r\.html cannot be written/],
    [[felling, '--data', trees, ...permitted, '--against', join(scratch, 'none.dmn')], /none\.dmn cannot be read/],
    [[felling, '--data', file('empty.csv', ''), ...permitted], /the table is empty/],
  ]) {
    const said = run('simulate', ...args);
    assert.equal(said.status, 2, args.join(' '));
    assert.match(said.stderr, words);
  }
});
