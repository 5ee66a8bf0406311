// Pictures of pages, and what axe-core finds on them:
//   node tools/screenshots.mjs [--out DIR] [--widths 320,768,1280] [--dark] [--print] [--axe] PAGE…
// A page is a URL or a file. Without --out nothing is drawn; without --axe nothing is checked. Exits with 1 when axe-core finds something
// or a page is wider than the window. Needs `npm ci` in web/ and Debian's chromium (or CHROMIUM=path).
import { readFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';

const require = createRequire(fileURLToPath(new URL('../web/package.json', import.meta.url)));
const { chromium } = require('playwright-core');

const pages = [];
const options = { widths: [320, 768, 1280] };
const given = process.argv.slice(2);
while (given.length) {
  const word = given.shift();
  if (word === '--out') options.out = given.shift();
  else if (word === '--widths') options.widths = given.shift().split(',').map(Number);
  else if (word === '--dark' || word === '--print' || word === '--axe') options[word.slice(2)] = true;
  else pages.push(word);
}
if (!pages.length) {
  console.error('usage: node tools/screenshots.mjs [--out DIR] [--widths 320,768,1280] [--dark] [--print] [--axe] PAGE…');
  process.exit(2);
}

const axe = options.axe ? await readFile(require.resolve('axe-core/axe.min.js'), 'utf8') : '';
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
let wrong = 0;
for (const page of pages) {
  const url = /^https?:/.test(page) ? page : pathToFileURL(path.resolve(page)).href;
  const name = path.basename(new URL(url).pathname, '.html') || 'home';
  for (const width of options.widths) {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: options.dark ? 'dark' : 'light',
      bypassCSP: true,
    });
    const tab = await context.newPage();
    if (options.print) await tab.emulateMedia({ media: 'print' });
    await tab.goto(url);
    await tab.evaluate(() => document.fonts.ready);
    const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (overflow > 0) {
      wrong += 1;
      console.log(`${name} at ${width}: ${overflow} pixels wider than the window`);
    }
    if (options.out) {
      await mkdir(options.out, { recursive: true });
      const suffix = `${options.dark ? '-dark' : ''}${options.print ? '-print' : ''}`;
      await tab.screenshot({ path: path.join(options.out, `${name}-${width}${suffix}.png`), fullPage: true });
    }
    if (options.axe) {
      await tab.evaluate(axe);
      const { violations } = await tab.evaluate(() => window.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      }));
      for (const violation of violations) {
        wrong += 1;
        console.log(`${name} at ${width}: ${violation.id}: ${violation.help}`);
        for (const node of violation.nodes.slice(0, 5)) console.log(`    ${node.html.slice(0, 160)}\n    ${node.any.concat(node.all, node.none).map((check) => check.message).join('; ').slice(0, 240)}`);
      }
    }
    await context.close();
  }
}
await browser.close();
console.log(`${pages.length} pages at ${options.widths.length} widths, ${wrong} found`);
process.exit(wrong ? 1 : 0);
