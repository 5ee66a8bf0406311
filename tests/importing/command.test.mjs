// The command `guildhall import` as people use it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../support/postgres.mjs';

const program = process.env.GUILDHALL ?? join(root, 'build/release/guildhall');
const folder = mkdtempSync(join(tmpdir(), 'importing-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const run = (...args) => spawnSync(program, ['import', ...args], { encoding: 'utf8' });

mkdirSync(join(folder, 'forms'));
mkdirSync(join(folder, 'translations'));
const form = {
  title: 'Båt', path: 'boat', components: [{ type: 'panel', key: 'p', title: 'Side', components: [
    { type: 'textfield', key: 'navn', label: 'Navn', input: true, customConditional: 'show = nothing.known' }] }],
};
writeFileSync(join(folder, 'forms/boat.json'), JSON.stringify(form));
writeFileSync(join(folder, 'forms/broken.json'), '{"components": [');
writeFileSync(join(folder, 'translations/boat.json'), JSON.stringify({ en: { Navn: 'Name' } }));

test('a form becomes a folder with its words, once', () => {
  const first = run(join(folder, 'forms/boat.json'), '--from', 'formio', '--out', join(folder, 'services'));
  assert.equal(first.status, 0, first.stderr);
  assert.match(readFileSync(join(folder, 'services/boat/words.en.yaml'), 'utf8'), /ask: Name/);
  assert.match(readFileSync(join(folder, 'services/boat/import-report.md'), 'utf8'), /condition not converted.*nothing\.known/);
  const second = run(join(folder, 'forms/boat.json'), '--from', 'formio', '--out', join(folder, 'services'));
  assert.equal(second.status, 1);
  assert.match(second.stderr, /is there already/);
});

test('the report has a line a form and one with the sums, and writes nothing', () => {
  const { status, stdout } = run('--report', folder, '--from', 'formio');
  assert.equal(status, 1);
  const lines = stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(lines.length, 3);
  assert.equal(lines[0].form, 'boat.json');
  assert.deepEqual([lines[0].questions, lines[0].questions_converted, lines[0].conditions, lines[0].conditions_converted], [1, 1, 1, 0]);
  assert.equal(lines[1].form, 'broken.json');
  assert.equal(lines[1].accepted, false);
  assert.deepEqual([lines[2].total, lines[2].forms, lines[2].failed, lines[2].questions], [true, 2, 1, 1]);
});

test('a form with fees becomes a service with a fee, which the check accepts and tries', () => {
  const page = (path, component, next) => ({ path, title: component.title, components: [{ options: {}, schema: {}, ...component }], next });
  writeFileSync(join(folder, 'stall.json'), JSON.stringify({
    name: 'Rent a stall', startPage: '/days', metadata: {}, version: 2, sections: [], lists: [], outputs: [],
    fees: [{ description: 'A stall', amount: 1250, multiplier: 'days' }, { description: 'electricity', amount: 300, condition: 'power' }],
    pages: [
      page('/days', { type: 'NumberField', name: 'days', title: 'How many days?', schema: { min: 1, max: 9, integer: true } }, [{ path: '/power' }]),
      page('/power', { type: 'YesNoField', name: 'power', title: 'Do you need electricity?' }, [{ path: '/summary' }]),
      { path: '/summary', title: 'Check', controller: './pages/summary.js', components: [], next: [] }],
    conditions: [{ name: 'power', displayName: 'power', value: { name: 'power', conditions: [
      { field: { name: 'power', type: 'YesNoField', display: 'p' }, operator: 'is', value: { type: 'Value', value: 'true', display: 'Yes' } }] } }],
  }));
  assert.equal(run(join(folder, 'stall.json'), '--from', 'xgov', '--out', join(folder, 'stalls')).status, 0);
  assert.match(readFileSync(join(folder, 'stalls/stall/service.yaml'), 'utf8'), /\nfee:\n {2}amount: .*12\.5 \* .*if .* = true then 3 else 0.*\n {2}for: A stall, electricity\n/);
  writeFileSync(join(folder, 'stalls/stall/examples.yaml'), `- example: Two days with light
  given: { how_many_days: 2, do_you_need_electricity: true }
  fee: 28
`);
  const checked = spawnSync(program, ['check', join(folder, 'stalls/stall')], { encoding: 'utf8' });
  assert.equal(checked.status, 0, checked.stdout);
  assert.match(checked.stdout, /1 services, 1 examples, 0 errors/);
});

test('what cannot be imported is said', () => {
  assert.equal(run(join(folder, 'nowhere'), '--from', 'formio', '--report').status, 2);
  assert.equal(run(join(folder, 'forms'), '--from', 'formio').status, 2);
  assert.equal(run(join(folder, 'forms'), '--from', 'other', '--report').status, 2);
  assert.ok(!existsSync(join(folder, 'services/broken')));
});
