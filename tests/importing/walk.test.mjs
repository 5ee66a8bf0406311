// Imported forms are walked to a case over HTTP, and every page that is visited is valid HTML. A sample of the given
// forms; all of them with GUILDHALL_TEST_THOROUGH. The services that ship are walked as well, every page of them.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import houseRules from '../../web/.htmlvalidate.mjs';
import { root } from '../support/postgres.mjs';
import { Instance, program } from '../support/server.mjs';

const { HtmlValidate } = createRequire(join(root, 'web/package.json'))('html-validate');
const validator = new HtmlValidate(houseRules);
const data = process.env.GUILDHALL_DATA ?? join(root, '../shared/data');
const all = Boolean(process.env.GUILDHALL_TEST_THOROUGH);
const scratch = mkdtempSync(join(tmpdir(), 'guildhall-walks-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

// As others: a walk must not hold up the server that answers it.
function walk(service, origin, ...args) {
  return new Promise((resolve) => {
    const child = spawn(program, ['walk', service, '--url', origin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += chunk; });
    child.on('close', (code) => resolve({ code, output }));
  });
}

async function invalid(folder) {
  const wrong = [];
  for (const name of readdirSync(folder)) {
    const report = await validator.validateString(readFileSync(join(folder, name), 'utf8'));
    for (const result of report.results) {
      for (const m of result.messages) wrong.push(`${name}:${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
    }
  }
  return wrong;
}

test('the services that ship: every page, to the end', async () => {
  const instance = await new Instance().start();
  try {
    for (const id of readdirSync(join(root, 'services')).filter((name) => existsSync(join(root, 'services', name, 'service.yaml')))) {
      const kept = join(scratch, 'shipped', id);
      const { code, output } = await walk(join(root, 'services', id), instance.origin, '--all', '--keep', kept, '--outbox', join(instance.data, 'outbox'));
      assert.equal(code, 0, `${id}: ${output}`);
      const [, seen, pages] = output.match(/(\d+) of (\d+) pages seen/);
      assert.equal(seen, pages, `${id}: ${output.slice(-600)}`);
      assert.deepEqual(await invalid(kept), [], id);
    }
  } finally {
    await instance.close();
  }
});

for (const [kind, folder, sample] of [['formio', 'forms-formio', 12], ['xgov', 'forms-xgov', 12]]) {
  const forms = join(data, folder);
  test(`imported ${kind} forms are walked to a case`, { skip: existsSync(forms) ? false : `${forms} is not there` }, async () => {
    const imported = join(scratch, kind);
    const done = spawnSync(program, ['import', forms, '--from', kind, '--out', imported], { encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.ok(existsSync(imported), done.stderr);
    const ids = readdirSync(imported).sort();
    // Spread over all of them, so that what is tried does not depend on how they are named.
    const chosen = all ? ids : ids.filter((_, i) => i % Math.ceil(ids.length / sample) === 0);
    const services = join(scratch, `${kind}-services`);
    mkdirSync(services);
    for (const id of chosen) renameSync(join(imported, id), join(services, id));
    const instance = await new Instance({ services }).start();
    try {
      for (const id of chosen) {
        const kept = join(scratch, `${kind}-pages`, id);
        const { code, output } = await walk(join(services, id), instance.origin, ...(all ? ['--all'] : []), '--keep', kept);
        assert.equal(code, 0, `${id}: ${output.slice(-1500)}`);
        assert.deepEqual(await invalid(kept), [], id);
      }
    } finally {
      await instance.close();
    }
  });
}
