// The stories of residents in a language that runs from right to left, made for tests: no word that no catalogue holds, the
// page mirrored, nothing wider than the screen.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { checkPage, fill, launch, person, screenshot } from '../support/browser.mjs';
import { servicesInTestLanguage, strayWords, testLanguage, wordsOfFolder } from '../support/languages.mjs';
import { Instance, picture } from '../support/server.mjs';

let instance, browser, services, said;
// What people type in these stories, and what the place is called.
const given = ['Guildhall', 'Ada Lovelace', 'ada@example.org', 'reader@example.org', 'Behind the house', '14 Canal Walk', '1 Quay', 'Eastmere', 'EA1 1AA', 'tree.png',
  'It darkens the kitchen all day.', 'The lime belongs to the row along the canal.', 'The tree is ill.', 'Hill School', 'Kim', 'one two', 'By the pond', 'GB82 WEST 1234 5698 7654 32', 'Demo Caseworker One', 'xyzzy', 'fell –', 'not_found'];
before(async () => {
  services = servicesInTestLanguage();
  // The rules say their reasons in the language of their author.
  said = { en: wordsOfFolder(join(services, 'fell-a-tree')) };
  instance = await new Instance({ services, extra: ['--test-language'] }).start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.close();
  rmSync(services, { recursive: true, force: true });
});

async function reader(options = {}) {
  const page = await (await person(browser, instance, options)).newPage();
  await page.goto(`/language/${testLanguage}?next=/`);
  return page;
}

// The main columns of the page begin at the right, and what leads on points to the left.
async function isMirrored(page, name) {
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ['ar-XB', 'rtl'], name);
  const odd = await page.evaluate(() => [...document.querySelectorAll('main h1, main p, main label, main legend')]
    .filter((element) => element.getClientRects().length > 0 && !element.closest('[dir="ltr"]'))
    .filter((element) => getComputedStyle(element).direction !== 'rtl' || ['left', 'end'].includes(getComputedStyle(element).textAlign))
    .map((element) => element.outerHTML.slice(0, 120)));
  assert.deepEqual(odd, [], `${name}: set from left to right`);
  const unmirrored = await page.evaluate(() => [...document.querySelectorAll('*')].flatMap((element) => ['', '::before', '::after'].map((part) => [element, part, getComputedStyle(element, part)]))
    .filter(([element, part, style]) => (part === '' || style.content !== 'none') && style.direction === 'rtl' && !/^(svg|path)$/i.test(element.tagName) && !element.matches('.govuk-checkboxes__label')) // a tick is a tick
    .filter(([, , style]) => parseFloat(style.borderLeftWidth) > parseFloat(style.borderRightWidth) + 2 && parseFloat(style.borderRightWidth) === 0 && style.borderLeftStyle !== 'none' && style.clipPath === 'none' && style.transform === 'none')
    .map(([element, part]) => element.outerHTML.slice(0, 120) + part));
  assert.deepEqual(unmirrored, [], `${name}: a bar on the wrong side`);
}

// What is wrong with the pages of a story, all of it at once.
const wrong = [];
async function look(page, name) {
  const stray = await strayWords(page, { given, said });
  for (const { text, language, why } of stray) wrong.push(`${name}: “${text}” (${language}) ${why}`);
  const hold = async (check) => {
    try {
      await check();
    } catch (error) {
      wrong.push(error.message);
    }
  };
  await hold(() => isMirrored(page, name));
  await page.setViewportSize({ width: 1280, height: 900 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > 1280) wrong.push(`${name}: ${wide} pixels wide on a desk`);
  await page.setViewportSize({ width: 320, height: 700 });
  await hold(() => checkPage(page, name));
  await screenshot(page, name);
}
afterEach(() => assert.deepEqual(wrong.splice(0), []));

const where = (page) => new URL(page.url()).pathname.split('/').slice(3).join('/');
// The first button of the form that is no file's: what Enter presses, and what goes on.
async function go(page) {
  await page.locator('main form button:not([name]):not([aria-hidden])').last().click();
  await page.waitForLoadState('load');
}
async function begin(page, service) {
  await page.goto(`/services/${service}`);
  await page.locator('main form button').click();
  await page.waitForLoadState('load');
}
// Sent twice in two seconds, a form is taken for a double click.
const pause = (page) => page.waitForTimeout(2100);

test('pages that need no account', async () => {
  const page = await reader();
  for (const [name, path] of [
    ['front', '/'], ['search', '/search?q=fell'], ['search-none', '/search?q=xyzzy'], ['guide', '/services/fell-a-tree'],
    ['how-we-decide', '/how-we-decide'], ['figures', '/performance'], ['figures-one', '/performance/fell-a-tree'], ['feedback', '/feedback?page=/'],
    ['applications-none', '/applications'], ['sign-in', '/sign-in'], ['new-account', '/account/new'], ['password-forgotten', '/password/forgotten'],
    ['password-sent', '/password/sent'], ['password-over', '/password/new/0000'], ['access-none', '/access'], ['inbox-none', '/inbox'],
    ['error-404', '/no-such-page'], ['error-service', '/services/no-such-service'], ['error-topic', '/topics/no-such-topic'], ['error-draft', '/apply/no-such-draft'],
    ['case-locked', '/applications/GH-0000-0000-0'],
  ]) {
    await page.goto(path);
    await look(page, `rtl-${name}`);
  }
  await page.goto('/');
  await page.locator('a[href^="/topics/"]').first().click();
  await look(page, 'rtl-topic');
  for (const [name, path, fields] of [
    ['sign-in-error', '/sign-in', {}], ['sign-in-wrong', '/sign-in', { email: 'ada@example.org', password: 'not the one' }],
    ['new-account-error', '/account/new', { email: 'ada', password: 'short' }], ['password-forgotten-error', '/password/forgotten', { email: 'ada' }],
    ['feedback-error', '/feedback?page=/', {}],
  ]) {
    await page.goto(path);
    await fill(page, fields);
    await go(page);
    await look(page, `rtl-${name}`);
  }
  await page.goto('/feedback?page=/');
  await page.locator('input[type=radio]').first().check();
  await go(page);
  await look(page, 'rtl-feedback-thanks');
  await page.context().close();
});

test('every type of question, empty and answered', async () => {
  const page = await reader();
  await begin(page, 'everything');
  for (const [name, fields] of [
    ['intro', {}], ['greeting', { greeting: 'Kim' }], ['story', { story: 'one two' }], ['numbers', { height: '45', rent: '8500.50' }],
    ['ownership', { owner: true }], ['ownership', { 'since-day': '1', 'since-month': '2', 'since-year': '2020' }], ['newsletter', { newsletter: true }],
    ['colour', { 'colour-2': true }], ['tastes', { tastes: true, 'tastes-3': true }], ['size', {}], ['land', {}], ['coin', {}],
    ['began', { 'began-month': '3', 'began-year': '2024' }], ['built', { built: '1897' }],
    ['home', { 'home-line1': '1 Quay', 'home-town': 'Eastmere', 'home-postcode': 'EA1 1AA' }], ['spot', { 'spot-text': 'By the pond', 'spot-point': '51.5007, -0.1246' }],
    ['you', { who: 'Ada Lovelace', mail: 'ada@example.org', call: '01632 960 001', account: 'GB82 WEST 1234 5698 7654 32' }],
    ['reach', { 'reach-name': 'Ada Lovelace', 'reach-email': 'ada@example.org' }],
  ]) {
    assert.equal(where(page), name);
    await look(page, `rtl-type-${name}`);
    const asks = Object.keys(fields).length > 0 || ['size', 'land', 'coin'].includes(name);
    if (asks && !['story', 'newsletter'].includes(name) && !fields['since-day']) {
      await go(page);
      assert.equal(where(page), name, `${name} takes no empty answer`);
      await look(page, `rtl-type-${name}-error`);
      await pause(page);
    }
    if (name === 'size') await page.locator('select').selectOption('m');
    for (const [list, words] of [['land', 'NO'], ['coin', 'EUR']]) {
      if (name !== list) continue;
      // As without scripts: the list itself.
      await page.evaluate(([id, value]) => { const select = document.querySelector(`select[name="${id}"]`); select.value = value; select.dispatchEvent(new Event('change')); }, [list, words]);
    }
    await fill(page, fields);
    await go(page);
  }
  assert.equal(where(page), 'papers');
  await go(page);
  await look(page, 'rtl-type-papers-error');
  await pause(page);
  await page.locator('input[type=file]').setInputFiles({ name: picture.name, mimeType: picture.type, buffer: picture.bytes });
  await page.locator('button[name^="add-"]').click();
  await page.waitForLoadState('load');
  await look(page, 'rtl-type-papers');
  await go(page);
  assert.equal(where(page), 'so_far');
  await look(page, 'rtl-type-summary');
  await go(page);
  await look(page, 'rtl-type-sworn');
  await fill(page, { sworn: true });
  await go(page);
  assert.equal(where(page), 'check');
  await look(page, 'rtl-type-check');
  await page.goto(page.url().replace(/check$/, 'save'));
  await look(page, 'rtl-save');
  await page.goto(page.url().replace(/save$/, 'check'));
  await go(page);
  await look(page, 'rtl-sent');
  await page.locator('main a[href^="/applications/"]').first().click();
  await look(page, 'rtl-case');
  await page.context().close();
});

test('members of members', async () => {
  const page = await reader();
  await begin(page, 'family');
  await look(page, 'rtl-member');
  await fill(page, { name: 'Kim' });
  await go(page);
  await fill(page, { 'born-day': '3', 'born-month': '4', 'born-year': '2015' });
  await go(page);
  await look(page, 'rtl-members-none');
  await go(page);
  await look(page, 'rtl-members-error');
  await pause(page);
  await page.locator('input[type=radio]').first().check();
  await go(page);
  await fill(page, { school: 'Hill School' });
  await go(page);
  await page.locator('input[type=radio]').last().check();
  await go(page);
  await look(page, 'rtl-members-inner');
  await page.locator('input[type=radio]').last().check();
  await go(page);
  await look(page, 'rtl-members-list');
  await page.locator('main a[href*="remove"]').first().click();
  await look(page, 'rtl-members-remove');
  await page.context().close();
});

async function ask(page, trunk, words) {
  await begin(page, 'fell-a-tree');
  await fill(page, { trunk });
  await go(page);
  await page.locator('textarea').fill('14 Canal Walk');
  await go(page);
  if (words) {
    await page.locator('input[type=radio]').first().check();
    await go(page);
    await look(page, 'rtl-advice');
    await page.locator('textarea').fill(words);
    await go(page);
  }
  await page.locator('input[type=file]').setInputFiles({ name: picture.name, mimeType: picture.type, buffer: picture.bytes });
  await go(page);
  if (await page.locator('[id="contact-name"]').inputValue() === '') await fill(page, { 'contact-name': 'Ada Lovelace', 'contact-email': 'ada@example.org' });
  await go(page);
  await go(page);
  return page.locator('main a[href^="/applications/"]').first();
}

test('a permit, a refusal, a review, letters and the account', async () => {
  const page = await reader();
  await page.goto('/account/new');
  await fill(page, { name: 'Ada Lovelace', email: 'reader@example.org', password: 'linden by the water' });
  await go(page);
  await look(page, 'rtl-applications-empty');

  await (await ask(page, '25')).click();
  await look(page, 'rtl-permit');
  const permit = page.url();
  await page.goto(`${permit}/letter`);
  await look(page, 'rtl-letter');
  await page.waitForTimeout(1500);
  await page.goto(`${permit}/receipt`);
  // The command, and the words in which it answers, are quoted.
  given.push(...await page.locator('code').allTextContents());
  said.en += ` ${(await page.locator('details [lang="en"] li').allTextContents()).join(' ')}`;
  await look(page, 'rtl-receipt');

  await (await ask(page, '45', 'It darkens the kitchen all day.')).click();
  await look(page, 'rtl-waits');
  const refusal = page.url();
  const desk = await (await browser.newContext({ baseURL: instance.origin, bypassCSP: true })).newPage();
  await desk.goto('/desk');
  await desk.getByLabel('E-mail address').fill(instance.demo.caseworker[0].email);
  await desk.getByLabel('Password').fill(instance.demo.caseworker[0].password);
  await desk.getByRole('button', { name: 'Sign in' }).click();
  await desk.getByRole('link', { name: refusal.split('/').pop() }).click();
  assert.equal(await desk.locator('html').getAttribute('lang'), 'en', 'the desk is English and says so');
  await desk.getByRole('radio', { name: 'Refuse' }).check();
  await desk.getByLabel('Reason, in words for the resident').fill('The lime belongs to the row along the canal.');
  await desk.getByRole('button', { name: 'Decide' }).click();
  await desk.waitForLoadState('load');
  await desk.context().close();

  await page.reload();
  await look(page, 'rtl-refusal');
  await page.goto(`${refusal}/letter`);
  await look(page, 'rtl-refusal-letter');
  await page.goto(`${refusal}/review`);
  await look(page, 'rtl-review');
  await go(page);
  await look(page, 'rtl-review-error');
  await pause(page);
  await page.locator('textarea').fill('The tree is ill.');
  await go(page);
  await look(page, 'rtl-in-review');
  for (const [name, path] of [['applications', '/applications'], ['front-own', '/'], ['account', '/account'], ['access', '/access'], ['inbox', '/inbox'],
    ['helping', '/helping'], ['helping-ask', '/helping/ask'], ['permissions', '/permissions'], ['permissions-new', '/permissions/new']]) {
    await page.goto(path);
    await look(page, `rtl-${name}`);
  }
  await page.goto('/inbox');
  await page.locator('main a[href^="/inbox/"]').first().click();
  given.push(instance.origin.split('//')[1]);
  await look(page, 'rtl-message');

  // The choice goes with the account.
  const elsewhere = await (await browser.newContext({ baseURL: instance.origin, locale: 'en-GB' })).newPage();
  await elsewhere.goto('/sign-in');
  assert.equal(await elsewhere.locator('html').getAttribute('lang'), 'en');
  await elsewhere.getByLabel('E-mail address').fill('reader@example.org');
  await elsewhere.getByLabel('Password').fill('linden by the water');
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await elsewhere.waitForURL(/applications/);
  assert.equal(await elsewhere.locator('html').getAttribute('lang'), testLanguage);
  await elsewhere.context().close();
  await page.context().close();
});
