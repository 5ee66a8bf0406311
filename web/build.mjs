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
// Left and right become start and end, so that a page from right to left is the mirror of one from left to right. A shape that is
// drawn with a border keeps its sides.
const sides = { left: 'start', right: 'end' };
const directed = lean.split('}').map((rule) => rule
  .replace(/([;{])(margin|padding|border)-(left|right)(-[a-z]+)?:/g, (whole, before, property, side, part = '') => (part && rule.includes('clip-path:polygon') ? whole : `${before}${property}-inline-${sides[side]}${part}:`))
  .replace(/([;{])(left|right):/g, (whole, before, side) => `${before}inset-inline-${sides[side]}:`)
  .replace(/([;{])text-align:(left|right)/g, (whole, before, side) => `${before}text-align:${sides[side]}`)).join('}');
await writeFile(path.join(out, 'app.css'), directed);

// One file for the browser: each part keeps its names to itself.
const parts = await Promise.all(['app.js', 'finder.js', 'files.js', 'map.js'].map((name) => readFile(path.join(here, 'scripts', name), 'utf8')));
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
