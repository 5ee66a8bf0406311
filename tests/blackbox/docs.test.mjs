// docs/services.md in a terminal: the commands that it shows run in the order in which it shows them, and the messages
// that it quotes are those that the program gives.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../support/postgres.mjs';
import { Instance, program } from '../support/server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'guildhall-docs-'));
mkdirSync(join(folder, 'services'));
after(() => rmSync(folder, { recursive: true, force: true }));

const page = readFileSync(join(root, 'docs/services.md'), 'utf8');
const indented = [...page.matchAll(/^ {4}(\S.*)$/gm)].map((match) => match[1]).filter((line) => !insideFence(line));
function insideFence(line) {
  return [...page.matchAll(/^```[\s\S]*?^```/gm)].some((block) => block[0].includes(`    ${line}`));
}
const here = (line) => {
  const [name, ...args] = line.split(' ');
  assert.equal(name, 'guildhall');
  return spawnSync(resolve(root, program), args, { cwd: folder, encoding: 'utf8', timeout: 120_000 });
};

test('every command runs, in order', async () => {
  const commands = indented.filter((line) => line.startsWith('guildhall '));
  assert.deepEqual([...new Set(commands.map((line) => line.split(' ')[1]))], ['new', 'serve', 'check', 'preview', 'walk']);
  let instance;
  try {
    for (const line of commands) {
      if (line.startsWith('guildhall serve')) {
        assert.equal(line, 'guildhall serve --dev --services services --data data');
        instance = await new Instance({ services: join(folder, 'services'), extra: ['--dev'] }).start();
        continue;
      }
      const on = line.startsWith('guildhall walk') ? ` --url ${`http://127.0.0.1:${instance.port}`}` : '';
      const { status, stdout, stderr } = here(line + on);
      assert.equal(status, 0, `${line}: ${stdout}${stderr}`);
    }
    assert.match(readFileSync(join(folder, 'book-a-stall.svg'), 'utf8'), /^<\?xml|^<svg/);
  } finally {
    const end = await instance?.close();
    assert.equal(end?.code, 0);
  }
});

test('the messages that it quotes are the program’s', () => {
  const quoted = indented.filter((line) => /: error: /.test(line));
  assert.equal(quoted.length, 2, quoted.join('\n'));
  const [circle, key] = quoted;
  const said = (name, text) => {
    mkdirSync(join(folder, 'wrong', name), { recursive: true });
    writeFileSync(join(folder, 'wrong', name, 'service.yaml'), text);
    const { status, stdout } = here(`guildhall check wrong/${name}`);
    assert.equal(status, 1, stdout);
    return stdout;
  };
  const head = (name) => `service: ${name}\nversion: 1\ntitle: T\nsummary: S\n`;
  assert.ok(said('move', `${head('move')}questions:\n  a:\n    ask: A\n    when: b = "x"\n  b:\n    ask: B\n    when: a = "x"\n`).includes(circle.replace(/^[^:]*:\d+:\d+/, '').trim()), circle);
  const template = readFileSync(join(folder, 'services/book-a-stall/service.yaml'), 'utf8');
  assert.ok(said('book-a-stall', template.replace('hint:', 'hnt:')).includes(key.replace(/^[^:]*:\d+:\d+/, '')), key);
});
