// Runs every part of the test suite and adds up what it counted. Each part is a function that
// reports through `count`; the last line is the sum.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, startPostgres } from './support/postgres.mjs';

const full = process.argv.includes('--full');
const onlyAt = process.argv.indexOf('--only');
const only = onlyAt > 0 ? process.argv[onlyAt + 1] : null;
// Tests of random cases try more of them.
if (full) process.env.GUILDHALL_TEST_THOROUGH = '1';
const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const results = join(root, 'build/test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

function count(outcome, name) {
  totals[outcome] += 1;
  if (outcome === 'failed') failures.push(name);
  if (outcome !== 'passed') console.log(`  ${outcome}: ${name}`);
}

function command(program, args, { env = {}, quiet = false, minutes = 0 } = {}) {
  return new Promise((resolve) => {
    // Sanitizers widen every stack frame several times; the limits on depth are set for plain ones.
    const deep = ['-c', 'ulimit -s 65536; exec "$0" "$@"', program, ...args];
    const child = spawn('bash', deep, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    // What hangs has failed, and must not keep everything else waiting.
    const limit = minutes ? setTimeout(() => child.kill('SIGKILL'), minutes * 60_000) : undefined;
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        if (!quiet) process.stdout.write(chunk);
      });
    }
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      resolve({ code: code ?? 128, signal, output });
    });
  });
}

async function build(preset, targets = ['all']) {
  console.log(`building ${preset}`);
  const { code, output } = await command('tools/build', [preset, ...targets], { quiet: true });
  if (code !== 0) {
    console.log(output.slice(-8000));
    count('failed', `build ${preset}`);
    return false;
  }
  count('passed', `build ${preset}`);
  return true;
}

async function unitTest(preset, program, engine, env) {
  const report = join(results, `${preset}-${engine}-${program}.json`);
  const path = join(root, 'build', preset, 'tests', program);
  const { code, output } = await command(path, [`--gtest_output=json:${report}`], { env, quiet: true });
  const label = `${preset} ${program}${engine === 'postgres' ? ' on PostgreSQL' : ''}`;
  if (!existsSync(report)) {
    console.log(output.slice(-4000));
    count('failed', label);
    return;
  }
  let bad = 0;
  for (const suite of JSON.parse(readFileSync(report, 'utf8')).testsuites ?? []) {
    for (const test of suite.testsuite) {
      const name = `${label} ${suite.name}.${test.name}`;
      if (test.result === 'SKIPPED') count('skipped', name);
      else if (test.failures) { count('failed', name); bad += 1; }
      else count('passed', name);
    }
  }
  if (bad || code !== 0) console.log(output.slice(-6000));
  if (code !== 0 && !bad) count('failed', `${label} (exit ${code})`);
}

// Two programs at a time; those on PostgreSQL share a database, and run one after the other.
async function unitTests(preset, postgres, only = null) {
  const folder = join(root, 'build', preset, 'tests');
  const programs = readdirSync(folder).filter((name) => name.endsWith('_test') && (!only || only.includes(name))).sort();
  const onDatabase = (program) => execFileSync(join(folder, program), ['--gtest_list_tests'], { encoding: 'utf8' }).includes('Engines/');
  const database = { GUILDHALL_TEST_POSTGRES: postgres.url(`unit_${preset}`) };
  const onPostgres = programs.filter(onDatabase).map((program) => () => unitTest(preset, program, 'postgres', database));
  const onSqlite = programs.map((program) => () => unitTest(preset, program, 'sqlite', {}));
  const work = async (...queues) => {
    for (const queue of queues) while (queue.length) await queue.shift()();
  };
  await Promise.all([work(onPostgres, onSqlite), work(onSqlite)]);
}

// Node's own test runner in TAP, one file after another.
async function nodeTests(folder, label, env = {}, { without = [] } = {}) {
  const here = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
  const files = here.filter((name) => name.endsWith('.test.mjs') && !without.includes(name)).sort();
  for (const file of files) {
    const { code, output } = await command(process.execPath, ['--test-reporter=tap', '--test', join(folder, file)], { env, quiet: true, minutes: full ? 120 : 20 });
    let seen = 0, bad = 0;
    for (const line of output.split('\n')) {
      const match = line.match(/^\s*(not ok|ok) \d+ - (.*?)(?: # (SKIP|TO-?DO).*)?$/);
      if (!match || match[2].endsWith('.test.mjs')) continue;
      seen += 1;
      if (match[3]) count('skipped', `${label}: ${match[2]}`);
      else if (match[1] === 'ok') count('passed', match[2]);
      else { count('failed', `${label}: ${match[2]}`); bad += 1; }
    }
    if (code !== 0 || !seen) console.log(output.slice(-8000));
    if (!seen || (code !== 0 && !bad)) count('failed', `${label}: ${file} (exit ${code})`);
  }
}

async function checks() {
  const { code, output } = await command('tools/check', full ? ['--full'] : [], { quiet: true });
  let seen = 0;
  for (const line of output.split('\n')) {
    const match = line.match(/^(ok|FAILED|skipped) +(.+)$/);
    if (!match) continue;
    seen += 1;
    count({ ok: 'passed', FAILED: 'failed', skipped: 'skipped' }[match[1]], `check ${match[2]}`);
  }
  if (code !== 0 || !seen) console.log(output.slice(-8000));
  if (!seen) count('failed', 'tools/check printed nothing');
}

const started = Date.now();
const parts = {
  check: checks,
  release: async () => build('release', ['guildhall']),
  package: async () => nodeTests('tests/package', 'package'),
  // Unit tests run under the sanitizers, which see more; optimised as well with --full.
  unit: async (postgres) => {
    for (const preset of full ? ['asan', 'release'] : ['asan']) {
      if (await build(preset)) await unitTests(preset, postgres);
    }
  },
  blackbox: async (postgres) => {
    for (const preset of ['release', 'asan']) {
      const program = join(root, 'build', preset, 'guildhall');
      await Promise.all([
        nodeTests('tests/blackbox', `${preset} on SQLite`, { GUILDHALL: program }),
        nodeTests('tests/blackbox', `${preset} on PostgreSQL`, { GUILDHALL: program, GUILDHALL_POSTGRES: postgres.base }),
      ]);
    }
  },
  browser: async (postgres) => {
    const program = join(root, 'build/release/guildhall');
    await Promise.all([
      nodeTests('tests/browser', 'browser on SQLite', { GUILDHALL: program }),
      nodeTests('tests/browser', 'browser on PostgreSQL', { GUILDHALL: program, GUILDHALL_POSTGRES: postgres.base }),
    ]);
  },
  importing: async () => nodeTests('tests/importing', 'importing', { GUILDHALL: join(root, 'build/release/guildhall') }),
  faults: async (postgres) => {
    const env = { GUILDHALL: join(root, 'build/release/guildhall'), GUILDHALL_KILLS: full ? '100' : '10' };
    const without = full ? [] : ['power.test.mjs'];
    await nodeTests('tests/faults', 'faults on SQLite', env, { without });
    await nodeTests('tests/faults', 'faults on PostgreSQL', { ...env, GUILDHALL_POSTGRES: postgres.base }, { without });
  },
  ...(full && {
    tsan: async (postgres) => {
      const programs = ['base_test', 'store_test', 'jobs_test', 'events_test', 'http_test', 'catalogue_test', 'simulation_test'];
      if (await build('tsan', programs)) await unitTests('tsan', postgres, programs);
    },
    fuzz: async () => nodeTests('tests/fuzz', 'fuzz'),
  }),
};

const postgres = await startPostgres(count);
try {
  for (const [name, part] of Object.entries(parts)) {
    if (only && name !== only) continue;
    console.log(`== ${name} (${Math.round((Date.now() - started) / 1000)} s)`);
    await part(postgres);
  }
} finally {
  await postgres.stop();
}
for (const name of failures) console.log(`FAILED ${name}`);
console.log(`took ${Math.round((Date.now() - started) / 1000)} s`);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed ? 1 : 0;
