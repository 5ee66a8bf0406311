// Every parser of outside input, fuzzed for a while: GUILDHALL_FUZZ_SECONDS each, 20 when it is not said. What an earlier run
// came upon is kept in build/fuzz/corpus; what broke something lies in build/fuzz/found (fuzz/README.md says what to do with it).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { root } from '../support/postgres.mjs';

const seconds = Number(process.env.GUILDHALL_FUZZ_SECONDS ?? 20);
const shared = process.env.GUILDHALL_DATA ?? join(root, '../shared/data');
const targets = readdirSync(join(root, 'fuzz')).filter((name) => name.endsWith('_fuzz.cpp')).map((name) => name.slice(0, -'_fuzz.cpp'.length)).sort();
const skip = spawnSync('clang++-19', ['--version']).status === 0 ? false : 'clang++-19 is not installed';

function below(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(ending)).sort().map((name) => join(folder, name));
}

// Files that the repository and $GUILDHALL_DATA hold anyway, as more to begin with. Small ones: libFuzzer grows what it needs.
const small = (file) => statSync(file).size < 16_000;
const texts = (files) => files.filter(small).map((file) => readFileSync(file));
const models = () => texts([...below(join(root, 'services'), '.dmn'), ...below(join(root, 'src'), '.dmn'), ...below(shared, '.dmn')]);
const more = {
  dmn: models,
  tck: () => texts(below(join(shared, 'dmn-tck'), '.xml')).slice(0, 200),
  xml: models,
  feel: () => below(join(root, 'src/feel/cases'), '.txt').flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => line && !line.startsWith('#')).map((line) => line.split(' => ')[0]),
  formio: () => below(join(shared, 'forms-formio/forms'), '.json').filter((file) => statSync(file).size < 60_000).slice(0, 20).map((file) => readFileSync(file)),
  xgov: () => below(join(shared, 'forms-xgov'), '.json').filter((file) => statSync(file).size < 16_000).slice(0, 40).map((file) => readFileSync(file)),
  json: () => texts(below(join(root, 'services'), '.json')),
  geojson: () => texts([...below(join(root, 'services'), '.geojson')]),
  markdown: () => texts(below(join(root, 'services'), '.md')),
  yaml: () => texts(below(join(root, 'services'), '.yaml')),
  service: () => readdirSync(join(root, 'services'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => {
    const folder = join(root, 'services', entry.name);
    const rest = ['.md', '.yaml', '.dmn'].flatMap((ending) => below(folder, ending)).filter((file) => file !== join(folder, 'service.yaml'));
    const first = existsSync(join(folder, 'service.yaml')) ? readFileSync(join(folder, 'service.yaml'), 'utf8') : '';
    return [first, ...rest.map((file) => `\n=== ${file.slice(folder.length + 1)}\n${readFileSync(file, 'utf8')}`)].join('');
  }),
};

// What the target begins with, as files of one folder: fuzz/corpus/TARGET (`.base64` is decoded) and the above.
function seeds(target) {
  const folder = join(root, 'build/fuzz/seeds', target);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of below(join(root, 'fuzz/corpus', target), '')) {
    const bytes = readFileSync(file);
    const decoded = file.endsWith('.base64') ? Buffer.from(bytes.toString('latin1'), 'base64') : bytes;
    writeFileSync(join(folder, basename(file)), decoded);
  }
  for (const [index, bytes] of (more[target]?.() ?? []).entries()) writeFileSync(join(folder, `more-${index}`), bytes);
  return folder;
}

test('the fuzz targets build', { skip }, () => {
  const { status, stdout, stderr } = spawnSync('tools/build', ['fuzz', 'fuzz_targets'], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  assert.equal(status, 0, `${stdout}${stderr}`.slice(-4000));
});

for (const target of targets) {
  test(`${target} stands ${seconds} s of fuzzing`, { skip }, () => {
    const kept = join(root, 'build/fuzz/corpus', target);
    const found = join(root, 'build/fuzz/found');
    for (const folder of [kept, found]) mkdirSync(folder, { recursive: true });
    const dictionary = join(root, 'fuzz', `${target}.dict`);
    const args = [`-max_total_time=${seconds}`, '-timeout=60', '-rss_limit_mb=3000', '-print_final_stats=1', `-artifact_prefix=${found}/${target}-`];
    if (existsSync(dictionary)) args.push(`-dict=${dictionary}`);
    args.push(kept, seeds(target));
    // Sanitizers widen every stack frame several times; the limits on depth are set for plain ones.
    const program = ['-c', 'ulimit -s 65536; exec "$0" "$@"', join(root, 'build/fuzz/fuzz', `${target}_fuzz`)];
    const { status, stderr } = spawnSync('bash', [...program, ...args], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
    assert.equal(status, 0, stderr?.slice(-4000));
    const runs = Number(stderr.match(/stat::number_of_executed_units: (\d+)/)?.[1]);
    assert.ok(runs > 0, 'nothing was run');
    console.log(`# ${target}: ${runs} runs`);
  });
}
