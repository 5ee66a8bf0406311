// The decision engine, installed and used by a program that knows nothing else of this project: the one of docs/library.md,
// word for word, with the model of docs/decisions.md.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../support/postgres.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'guildhall-package-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

// The first block of a language in a page of the documentation.
function block(page, language) {
  const found = readFileSync(join(root, 'docs', page), 'utf8').match(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``));
  assert.ok(found, `${page} has a block of ${language}`);
  return found[1];
}

const command = (program, ...args) => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

test('the engine is installed as a package, and the first program of its documentation runs', () => {
  const prefix = join(scratch, 'installed');
  const source = join(scratch, 'first');
  const build = join(scratch, 'build');
  command('cmake', '--install', join(root, 'build/release'), '--component', 'decisions', '--prefix', prefix);
  command('mkdir', source);
  writeFileSync(join(source, 'CMakeLists.txt'), block('library.md', 'cmake'));
  writeFileSync(join(source, 'first.cpp'), block('library.md', 'cpp'));
  writeFileSync(join(source, 'plots.dmn'), block('decisions.md', 'xml'));
  command('cmake', '-G', 'Ninja', '-S', source, '-B', build, `-DCMAKE_PREFIX_PATH=${prefix}`);
  command('cmake', '--build', build);
  assert.equal(command(join(build, 'first'), join(source, 'plots.dmn')), block('library.md', 'text'));
});

test('every public header stands on its own where it is installed', () => {
  const include = join(scratch, 'installed/include/guildhall');
  const headers = readdirSync(include, { recursive: true }).filter((name) => name.endsWith('.hpp'));
  assert.ok(headers.includes('dmn/model.hpp') && headers.includes('feel/value.hpp'));
  writeFileSync(join(scratch, 'all.cpp'), headers.map((name) => `#include <${name}>\n`).join(''));
  command('c++', '-std=c++20', '-fsyntax-only', `-I${include}`, join(scratch, 'all.cpp'));
});

test('the rule that the documentation begins with has no findings, and says what the page says', () => {
  const model = join(scratch, 'plots.dmn');
  writeFileSync(model, block('decisions.md', 'xml'));
  const program = join(root, 'build/release/guildhall');
  assert.match(command(program, 'analyse', model), /0 findings in 1 table/);
  const answers = JSON.parse(command(program, 'decide', model, '--json', '--input', 'size=260', '--input', 'low income=true'));
  assert.equal(answers.decisions.Rent.value, '78');
});
