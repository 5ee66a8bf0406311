// Debian's Chromium, driven by playwright-core; axe-core and html-validate over every page that a story visits.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import houseRules from '../../web/.htmlvalidate.mjs';
import { root } from './postgres.mjs';

const require = createRequire(join(root, 'web/package.json'));
const { chromium } = require('playwright-core');
const { HtmlValidate } = require('html-validate');
const axeSource = require('axe-core').source;
const validator = new HtmlValidate(houseRules);

export function launch() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

// A browser of its own for one person, on a phone-sized screen unless `options` say otherwise.
export async function person(browser, instance, options = {}) {
  const context = await browser.newContext({ viewport: { width: 320, height: 700 }, bypassCSP: true, baseURL: instance.origin, locale: 'en-GB', ...options });
  context.setDefaultTimeout(15_000);
  return context;
}

// Waits for the whole page: sent twice in two seconds, a form is taken for a double click, and Chromium refuses to go back
// while the page that it shows is still taking over.
export async function press(page, name = 'Continue') {
  await page.getByRole('button', { name, exact: true }).last().click();
  await page.waitForLoadState('load');
}

// By the ids of controls; `true` ticks a box.
export async function fill(page, fields) {
  for (const [id, value] of Object.entries(fields)) {
    const control = page.locator(`[id="${id}"]`);
    if (value === true) await control.check();
    else await control.fill(value);
  }
}

// Everything a page must be, wherever a story stands: valid, accessible, and no wider than the screen.
export async function checkPage(page, name) {
  const source = await (await page.request.get(page.url(), { failOnStatusCode: false })).text();
  const report = await validator.validateString(source);
  const messages = report.results.flatMap((result) => result.messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
  assert.deepEqual(messages, [], `${name}: html-validate`);
  await page.evaluate(axeSource);
  const axe = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'wcag2aaa', 'best-practice'] }));
  assert.deepEqual(axe.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ').slice(0, 300)}`), [], `${name}: axe-core`);
  const width = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, screen: window.innerWidth }));
  assert.ok(width.content <= width.screen, `${name}: ${width.content} pixels wide on a screen of ${width.screen}`);
}

export async function look(page, name) {
  await checkPage(page, name);
  await screenshot(page, name);
}

const shots = process.env.GUILDHALL_SCREENSHOTS;
export async function screenshot(page, name) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  for (const width of [320, 768, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 320, height: 700 });
}
