// Imported forms in a browser: real forms that hold every kind of question between them, each page that a walk has seen
// held to axe-core, html-validate and the width of a phone. GUILDHALL_SCREENSHOTS keeps pictures of them.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { launch, look, person } from '../support/browser.mjs';
import { root } from '../support/postgres.mjs';
import { Instance, onPostgres, program } from '../support/server.mjs';

const data = process.env.GUILDHALL_DATA ?? join(root, '../shared/data');
const most = process.env.GUILDHALL_TEST_THOROUGH ? 12 : 4; // forms of a kind
const scratch = mkdtempSync(join(tmpdir(), 'guildhall-imported-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

// As another program: a walk must not hold up this one, which reads what the server says.
function walk(folder, origin) {
  return new Promise((resolve) => {
    const child = spawn(program, ['walk', folder, '--url', origin, '--unsent', '--json', '--seed', '3'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => { output += chunk; });
    child.on('close', () => resolve(JSON.parse(output.trim().split('\n').at(-1))));
  });
}

const typesOf = (folder) => new Set([...readFileSync(join(folder, 'service.yaml'), 'utf8').matchAll(/^ +type: (\S+)$/gm)].map((match) => match[1]));

// The forms that between them hold the most kinds of question: each time the one that adds most, the smaller of two.
// A form that only says where to go has no pages to walk.
function chosen(folder) {
  const left = readdirSync(folder).sort().map((id) => ({ id, types: typesOf(join(folder, id)), size: readFileSync(join(folder, id, 'service.yaml')).length })).filter((form) => form.types.size > 0);
  const seen = new Set();
  const found = [];
  while (found.length < most && left.length) {
    const news = (form) => [...form.types].filter((type) => !seen.has(type)).length;
    left.sort((a, b) => news(b) - news(a) || a.size - b.size);
    const form = left.shift();
    for (const type of form.types) seen.add(type);
    found.push(form.id);
  }
  return { found, seen };
}

for (const [kind, folder, locale] of [['formio', 'forms-formio', 'nb-NO'], ['xgov', 'forms-xgov', 'en-GB']]) {
  const forms = join(data, folder);
  // What is looked at does not depend on the database.
  const skip = !existsSync(forms) ? `${forms} is not there` : onPostgres ? 'looked at on SQLite' : false;
  test(`pages of imported ${kind} forms`, { skip }, async () => {
    const imported = join(scratch, kind);
    spawnSync(program, ['import', forms, '--from', kind, '--out', imported], { maxBuffer: 1 << 28 });
    const { found, seen } = chosen(imported);
    assert.ok(seen.size >= 8, `the forms hold many kinds of question: ${[...seen].join(' ')}`);
    const services = join(scratch, `${kind}-services`);
    mkdirSync(services);
    for (const id of found) renameSync(join(imported, id), join(services, id));
    const instance = await new Instance({ services }).start();
    const browser = await launch();
    try {
      for (const id of found) {
        const { draft, cookies, path, problem } = await walk(join(services, id), instance.origin);
        assert.ok(draft, `${id}: ${problem}`);
        const [, session] = cookies.match(/session=([^;]+)/);
        const context = await person(browser, instance, { locale });
        await context.addCookies([{ name: 'session', value: session, url: instance.origin }]);
        const page = await context.newPage();
        const pages = [...new Set(path.map((step) => step.address).filter((address) => !address.startsWith('/')))];
        for (const address of [...pages, 'check']) {
          await page.goto(`${draft}/${address}`);
          const name = `${kind}-${id}-${address.replaceAll('/', '-')}`;
          await look(page, name);
        }
        await context.close();
      }
    } finally {
      await browser.close();
      await instance.close();
    }
  });
}
