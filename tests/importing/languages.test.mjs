// Imported Norwegian forms in bokmål, nynorsk and English: every page of a walk is in the language that was asked for, and
// no word of the portal in another one is left on it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../support/postgres.mjs';
import { Instance, program } from '../support/server.mjs';

const forms = join(process.env.GUILDHALL_DATA ?? join(root, '../shared/data'), 'forms-formio');
const languages = ['nb', 'nn', 'en'];
const scratch = mkdtempSync(join(tmpdir(), 'guildhall-languages-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

function walk(service, origin, ...args) {
  return new Promise((resolve) => {
    const child = spawn(program, ['walk', service, '--url', origin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += chunk; });
    child.on('close', (code) => resolve({ code, output }));
  });
}

// The messages of a catalogue that are said as they stand.
function catalogue(language) {
  const words = new Set();
  for (const line of readFileSync(join(root, 'words', `${language}.yaml`), 'utf8').split('\n')) {
    const message = line.match(/^ {2}\w+: (?:"(.+)"|(.+))$/);
    const text = message && (message[1] ?? message[2]);
    if (text && !text.includes('{') && text.length > 3) words.add(text);
  }
  return words;
}

const decoded = (html) => html.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code)).replace(/&quot;/g, '"').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
// The texts of a page, apart from the links to it in other languages.
function textsOf(page) {
  const body = page.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<nav class="gh-languages"[\s\S]*?<\/nav>/, '');
  return decoded(body).split(/<[^>]*>/).map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean);
}

test('imported forms in nb, nn and en', { skip: existsSync(forms) ? false : `${forms} is not there` }, async () => {
  const imported = join(scratch, 'imported');
  const done = spawnSync(program, ['import', forms, '--from', 'formio', '--out', imported], { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.ok(existsSync(imported), done.stderr);
  const has = (id, language) => existsSync(join(imported, id, `words.${language}.yaml`));
  const translated = readdirSync(imported).filter((id) => has(id, 'nn') && has(id, 'en')).sort();
  assert.ok(translated.length >= 10, `${translated.length} forms have words in nn and en`);
  const chosen = [translated[0], translated[Math.floor(translated.length / 2)], translated.at(-1)];
  const services = join(scratch, 'services');
  mkdirSync(services);
  for (const id of chosen) renameSync(join(imported, id), join(services, id));
  const words = Object.fromEntries(languages.map((language) => [language, catalogue(language)]));
  const instance = await new Instance({ services }).start();
  try {
    for (const id of chosen) {
      for (const language of languages) {
        const kept = join(scratch, 'pages', id, language);
        const { code, output } = await walk(join(services, id), instance.origin, '--language', language, '--keep', kept);
        assert.equal(code, 0, `${id} in ${language}: ${output.slice(-1500)}`);
        const foreign = new Set(languages.filter((other) => other !== language).flatMap((other) => [...words[other]]).filter((text) => !words[language].has(text)));
        const pages = readdirSync(kept);
        assert.ok(pages.length >= 3, `${id} in ${language}: ${pages.length} pages`);
        for (const name of pages) {
          const page = readFileSync(join(kept, name), 'utf8');
          const where = `${id}/${name} in ${language}`;
          assert.match(page, new RegExp(`^<!doctype html><html class="gh" lang="${language}">`), where);
          const parts = [...page.slice(page.indexOf('<main')).matchAll(/\slang="([^"]*)"/g)].map((part) => part[1]);
          assert.deepEqual(parts, [], `${where}: parts in another language`);
          assert.deepEqual(textsOf(page).filter((text) => foreign.has(text)), [], where);
        }
      }
    }
    // Welsh has no words for these forms: the frame is Welsh, and what is not says so.
    const guide = await (await fetch(`${instance.origin}/services/${chosen[0]}`, { headers: { 'Accept-Language': 'cy' } })).text();
    assert.match(guide, /^<!doctype html><html class="gh" lang="cy">/);
    assert.match(guide, /<title lang="nb">/);
    assert.match(guide, /<main[^>]*>.*?<div lang="nb">/s);
    const front = await (await fetch(`${instance.origin}/`, { headers: { 'Accept-Language': 'cy' } })).text();
    for (const id of chosen) assert.match(front, new RegExp(`href="/services/${id}"[^>]*><span lang="nb">`), id);
  } finally {
    await instance.close();
  }
});
