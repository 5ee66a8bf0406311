// Forms that nobody has seen: the given ones with parts taken away, put elsewhere, doubled or filled with odd values. Each
// becomes a folder that the catalogue accepts, or is refused as no form; some are walked. The same forms every time.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../support/postgres.mjs';
import { Instance, program } from '../support/server.mjs';

const data = process.env.GUILDHALL_DATA ?? join(root, '../shared/data');
const thorough = Boolean(process.env.GUILDHALL_TEST_THOROUGH);
const scratch = mkdtempSync(join(tmpdir(), 'guildhall-mutated-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

// Mulberry32.
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const oddTexts = ['', '  ', 'a'.repeat(600), '<b>x</b> & "q" \'z\'', '{name}', '{', '}', 'null', 'true', '12', 'e\u0301\u202eabc', '- item: x', '#c', 'if', 'a\nb\nc',
  '\u0000x', 'date', 'not', '2020-01-01', '===', 'show = true', '%YAML', '@x', '`q`', '*', '&a', '-1', '_x'];
const oddValues = [null, true, false, 0, -1, 1e30, [], {}, 'x', [{}], { a: 1 }];

function mutate(form, random) {
  const any = (list) => list[Math.floor(random() * list.length)];
  const copy = (value) => JSON.parse(JSON.stringify(value));
  const parts = () => {
    const found = [];
    const collect = (value) => {
      if (value === null || typeof value !== 'object') return;
      found.push(value);
      for (const inner of Object.values(value)) collect(inner);
    };
    collect(form);
    return found;
  };
  for (let left = any([1, 2, 4, 8, 20]); left > 0; left -= 1) {
    const all = parts();
    const part = any(all);
    const how = random();
    if (Array.isArray(part)) {
      if (!part.length) continue;
      if (how < 0.3) part.splice(Math.floor(random() * part.length), 1);
      else if (how < 0.6) part.push(copy(any(part)));
      else if (how < 0.8) part.sort(() => random() - 0.5);
      else part.unshift(any([null, 'x', 1, {}, []]));
      continue;
    }
    const keys = Object.keys(part);
    if (!keys.length) continue;
    const key = any(keys);
    const other = any(all);
    if (how < 0.3) delete part[key];
    else if (how < 0.6) {
      const texts = keys.filter((name) => typeof part[name] === 'string');
      if (texts.length) part[any(texts)] = any(oddTexts);
    } else if (how < 0.75) {
      if (!Array.isArray(other) && key in other && JSON.stringify(other[key]).length < 5000) part[key] = copy(other[key]);
    } else if (how < 0.85) part[key] = copy(any(oddValues));
    else if (typeof other.type === 'string' && typeof part.type === 'string') part.type = other.type;
  }
  return form;
}

const filesOf = (folder) => readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.json')).sort().map((name) => join(folder, name));

function walk(folder, origin) {
  return new Promise((resolve) => {
    const child = spawn(program, ['walk', folder, '--url', origin, '--seed', '5'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += chunk; });
    child.on('close', (code) => resolve({ code, output }));
  });
}

for (const [kind, folder] of [['formio', 'forms-formio/forms'], ['xgov', 'forms-xgov']]) {
  const forms = join(data, folder);
  test(`${kind} forms with changes`, { skip: existsSync(forms) ? false : `${forms} is not there` }, async () => {
    const made = join(scratch, kind);
    mkdirSync(made);
    const random = randomFrom(20_261_130);
    const files = filesOf(forms);
    for (let i = 0; i < (thorough ? 6000 : 400); i += 1) {
      const form = JSON.parse(readFileSync(files[Math.floor(random() * files.length)], 'utf8'));
      writeFileSync(join(made, `form-${i}.json`), JSON.stringify(mutate(form, random)));
    }
    const reported = spawnSync(program, ['import', '--report', made, '--from', kind], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const lines = reported.stdout.trim().split('\n').map((line) => JSON.parse(line));
    assert.equal(lines.length, filesOf(made).length + 1, reported.stderr);
    const refused = lines.filter((line) => !line.total && !line.accepted);
    const wrong = refused.filter((line) => !/is no .* form|is no form|has no pages/.test(line.error));
    assert.deepEqual(wrong.map((line) => `${line.form}: ${line.error}`), []);
    assert.ok(refused.length < lines.length / 50, `${refused.length} are no forms`);

    const few = join(scratch, `${kind}-few`);
    mkdirSync(few);
    const sample = lines.filter((line) => line.accepted && line.questions > 0).slice(0, thorough ? 300 : 15);
    for (const { form } of sample) spawnSync(program, ['import', join(made, form), '--from', kind, '--out', join(few, form)]);
    const services = join(scratch, `${kind}-services`);
    mkdirSync(services);
    for (const { form } of sample) {
      const [id] = readdirSync(join(few, form));
      if (existsSync(join(services, id))) continue;
      spawnSync('cp', ['-r', join(few, form, id), services]);
    }
    const instance = await new Instance({ services }).start();
    let stuck = 0;
    try {
      for (const id of readdirSync(services)) {
        const { code, output } = await walk(join(services, id), instance.origin);
        // Where a change asks for what cannot be, such as four letters that match a pattern of nine, nobody comes further.
        if (/could be made up/.test(output)) stuck += 1;
        else assert.equal(code, 0, `${id}: ${output.slice(-1500)}`);
      }
      assert.ok(stuck <= sample.length / 10, `${stuck} of ${sample.length} cannot be answered`);
    } finally {
      await instance.close();
    }
  });
}
