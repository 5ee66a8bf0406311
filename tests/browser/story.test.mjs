// The tree story as people do it, in a real browser, on a phone-sized screen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, look, person, press, screenshot } from '../support/browser.mjs';
import { Instance, picture } from '../support/server.mjs';

let instance, browser;
before(async () => {
  instance = await new Instance().start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance.close();
});

const phone = (options) => person(browser, instance, options);

async function start(page) {
  await page.goto('/');
  await look(page, 'front');
  await page.getByRole('searchbox').or(page.getByLabel('Search services')).first().fill('cut down a tree');
  await page.getByRole('button', { name: 'Search' }).click();
  await look(page, 'search');
  await page.getByRole('link', { name: 'Apply to fell a tree' }).click();
  await look(page, 'guide');
  await press(page, 'Start now');
}

async function finish(page, { withAdvice = false } = {}) {
  await page.locator('input[type=file]').setInputFiles({ name: picture.name, mimeType: picture.type, buffer: picture.bytes });
  await look(page, 'question-photo');
  await press(page);
  await look(page, 'question-contact');
  await page.getByLabel('Your name').fill('Test Person');
  await page.getByLabel('E-mail address').fill('resident@example.org');
  await press(page);
  assert.match(page.url(), /\/check$/);
  await look(page, withAdvice ? 'check-advice' : 'check');
  await press(page, 'Send in');
  await look(page, withAdvice ? 'sent-person' : 'sent');
}

test('a permit at once, on a phone', async () => {
  const context = await phone();
  const page = await context.newPage();
  await start(page);
  await look(page, 'question-number');
  await page.getByLabel('How thick is the trunk?').fill('thick');
  await press(page);
  assert.match(await page.title(), /^Error: /);
  assert.equal(await page.evaluate(() => document.activeElement?.className.includes('error-summary') ?? false), true, 'the error summary has the focus');
  await screenshot(page, 'question-error');
  await page.getByLabel('How thick is the trunk?').fill('25');
  await press(page);
  assert.match(page.url(), /\/place$/);
  await look(page, 'question-place');
  await page.locator('textarea').fill('Behind the house');
  await press(page);
  assert.match(page.url(), /\/photo$/, 'the protected area is never asked');
  await page.goBack();
  assert.equal(await page.locator('textarea').inputValue(), 'Behind the house');
  await page.goForward();
  await finish(page);
  await page.getByRole('button', { name: 'Read the decision' }).click();
  await look(page, 'permit');
  await page.getByRole('link', { name: 'See your receipt' }).click();
  await page.waitForTimeout(1200);
  await page.reload();
  await look(page, 'receipt');
  assert.match(await page.locator('main').innerText(), /What this proves/);
  await context.close();
});

test('a refusal by a person, and its review', async () => {
  const context = await phone({ javaScriptEnabled: true });
  const page = await context.newPage();
  await start(page);
  await page.getByLabel('How thick is the trunk?').fill('45');
  await press(page);
  await page.locator('textarea').fill('14 Canal Walk');
  await press(page);
  await look(page, 'question-yes-no');
  await page.getByLabel('Yes').check();
  await press(page);
  await look(page, 'question-reason');
  assert.match(await page.locator('main').innerText(), /the rules would say no/);
  await page.locator('textarea').fill('It darkens the kitchen all day.');
  await press(page);
  await finish(page, { withAdvice: true });
  await page.getByRole('button', { name: 'See where it stands' }).click();
  await look(page, 'status');
  const reference = page.url().split('/').pop();

  const desk = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true, baseURL: instance.origin })).newPage();
  await desk.goto('/desk');
  await look(desk, 'sign-in');
  await desk.getByLabel('E-mail address').fill(instance.demo.caseworker[0].email);
  await desk.getByLabel('Password').fill(instance.demo.caseworker[0].password);
  await press(desk, 'Sign in');
  await look(desk, 'desk-queue');
  await desk.getByRole('link', { name: reference }).click();
  await look(desk, 'desk-case');
  assert.equal(await desk.locator('input[type=radio]:checked').count(), 0, 'nothing is preselected');
  await desk.getByRole('radio', { name: 'Refuse' }).check();
  await desk.getByLabel('Reason, in words for the resident').fill('The lime belongs to the row along the canal, which is protected as a whole.');
  await press(desk, 'Decide');
  await look(desk, 'desk-decided');

  await page.reload();
  await look(page, 'refusal');
  assert.match(await page.locator('main').innerText(), /The lime belongs to the row/);
  await page.getByRole('link', { name: 'Ask for a review' }).click();
  await look(page, 'review');
  await page.locator('textarea').fill('The tree is ill.');
  await press(page, 'Ask for a review');
  await look(page, 'in-review');
  await page.goto('/access');
  await look(page, 'access');
  await page.goto('/inbox');
  await look(page, 'inbox');
  await context.close();
});

test('save on one device, go on on another', async () => {
  const context = await phone();
  const page = await context.newPage();
  await start(page);
  await page.getByLabel('How thick is the trunk?').fill('44');
  await press(page);
  await page.getByRole('link', { name: 'Save and come back later' }).click();
  await look(page, 'save');
  await page.getByRole('button', { name: 'Make an account' }).click();
  await look(page, 'new-account');
  await page.getByLabel('E-mail address').fill('other@example.org');
  await page.getByLabel('Password').fill('linden by the water');
  await press(page, 'Make the account');
  assert.match(page.url(), /\/place$/);
  const elsewhere = await (await phone()).newPage();
  await elsewhere.goto('/sign-in');
  await elsewhere.getByLabel('E-mail address').fill('other@example.org');
  await elsewhere.getByLabel('Password').fill('linden by the water');
  await press(elsewhere, 'Sign in');
  await look(elsewhere, 'applications');
  await elsewhere.getByRole('link', { name: 'Apply to fell a tree' }).click();
  assert.match(elsewhere.url(), /\/place$/);
  await context.close();
});

test('without scripts, and by keyboard alone', async () => {
  const context = await phone({ javaScriptEnabled: false, bypassCSP: false });
  const page = await context.newPage();
  await page.goto('/services/fell-a-tree');
  await page.getByRole('button', { name: 'Start now' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/trunk$/);
  await page.getByLabel('How thick is the trunk?').focus();
  await page.keyboard.type('25');
  await page.keyboard.press('Enter');
  await page.waitForURL(/place$/);
  await context.close();
});

test('feedback, figures, how we decide, and what is not there', async () => {
  const context = await phone();
  const page = await context.newPage();
  for (const [path, name] of [['/feedback?page=%2F', 'feedback'], ['/performance', 'performance-list'], ['/performance/fell-a-tree', 'performance'],
    ['/how-we-decide', 'how-we-decide'], ['/nothing-here', 'not-found'], ['/search', 'search-empty'], ['/search?q=zzzz', 'search-nothing']]) {
    await page.goto(path);
    await look(page, name);
  }
  await context.close();
});

test('nothing is asked of any other site, and pages are small', async () => {
  const context = await phone();
  const page = await context.newPage();
  const sizes = [];
  const foreign = [];
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.loadingFinished', (event) => sizes.push(event.encodedDataLength));
  page.on('request', (request) => { if (!request.url().startsWith(instance.origin)) foreign.push(request.url()); });
  await page.goto('/services/fell-a-tree', { waitUntil: 'networkidle' });
  const first = sizes.reduce((sum, size) => sum + size, 0);
  sizes.length = 0;
  await press(page, 'Start now');
  await page.waitForURL(/trunk$/);
  await page.waitForLoadState('networkidle');
  const next = sizes.reduce((sum, size) => sum + size, 0);
  assert.deepEqual(foreign, []);
  assert.ok(first <= 100 * 1024, `first visit: ${first} bytes`);
  assert.ok(next <= 30 * 1024, `next page: ${next} bytes`);
  await context.close();
});
