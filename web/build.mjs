// Makes what browsers are served: node build.mjs [--out DIR]; ../build/web without one.
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as sass from 'sass';

const here = path.dirname(fileURLToPath(import.meta.url));
const at = process.argv.indexOf('--out');
const out = at > 0 ? path.resolve(process.argv[at + 1]) : path.join(here, '../build/web');
await mkdir(out, { recursive: true });

const { css } = sass.compile(path.join(here, 'styles/app.scss'), {
  style: 'compressed',
  loadPaths: [path.join(here, 'node_modules')],
  quietDeps: true,
});
// Every token is set, so the fallback of each `var()` that govuk-frontend writes is weight without use.
const lean = css.replace(/var\((--govuk-[a-z-]+-colour), ?#[0-9a-f]+\)/g, 'var($1)');
await writeFile(path.join(out, 'app.css'), lean);

// One file for the browser: each part keeps its names to itself.
const parts = await Promise.all(['app.js', 'finder.js', 'files.js'].map((name) => readFile(path.join(here, 'scripts', name), 'utf8')));
await writeFile(path.join(out, 'app.js'), parts.map((part) => `{\n${part}}\n`).join(''));
await copyFile(path.join(here, 'icons/icon.svg'), path.join(out, 'icon.svg'));
const fonts = path.join(here, 'node_modules/@fontsource-variable/atkinson-hyperlegible-next/files');
for (const subset of ['latin', 'latin-ext']) {
  await copyFile(path.join(fonts, `atkinson-hyperlegible-next-${subset}-wght-normal.woff2`),
    path.join(out, `atkinson-hyperlegible-next-${subset}.woff2`));
}

for (const name of (await readdir(out)).sort()) {
  const bytes = await readFile(path.join(out, name));
  console.log(`${name.padEnd(44)} ${String(bytes.length).padStart(7)} bytes, ${String(gzipSync(bytes).length).padStart(6)} compressed`);
}
