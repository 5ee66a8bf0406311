// What people do with answers they gave before: use them again, change them after sending in, go on where they stopped.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { answerServices } from '../support/answers.mjs';
import { fill, launch, look, person, press } from '../support/browser.mjs';
import { Instance, picture } from '../support/server.mjs';

let instance, browser, services;
before(async () => {
  services = answerServices();
  instance = await new Instance({ services }).start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.close();
  rmSync(services, { recursive: true, force: true });
});

const visitor = async () => (await person(browser, instance)).newPage();
const where = (page) => new URL(page.url()).pathname.split('/').slice(3).join('/');
async function begin(page, service) {
  await page.goto(`/services/${service}`);
  await page.locator(`main form[action$="/start"] button`).click();
  await page.waitForLoadState('load');
}
async function account(page, email) {
  await page.goto('/account/new');
  await fill(page, { name: 'Ada Lovelace', email, password: 'three words together' });
  await press(page, 'Make the account');
}

test('an answer given once is offered again, used by a press, and can be forgotten', async () => {
  const page = await visitor();
  await account(page, 'ada@example.org');
  await begin(page, 'parking');
  for (const fields of [
    { 'contact-name': 'Ada Lovelace', 'contact-email': 'ada@example.org', 'contact-phone': '01632 960 001' }, { 'home-line1': '1 Quay', 'home-town': 'Eastmere', 'home-postcode': 'EA1 1AA' },
    { tenure: true }, { car: 'A blue one' }, { truth: true },
  ]) {
    await fill(page, fields);
    await press(page);
  }
  assert.equal(where(page), 'check');
  await look(page, 'remembered-check');
  await press(page, 'Send in');

  await begin(page, 'bins');
  assert.equal(await page.locator('#who-email').inputValue(), '');
  await look(page, 'remembered-offer');
  await page.getByRole('button', { name: /^Use this answer/ }).click();
  await page.waitForLoadState('load');
  assert.equal(await page.locator('#who-email').inputValue(), 'ada@example.org');
  await look(page, 'remembered-used');
  // Enter in a field goes on; it does not press the button of the offer.
  await page.locator('#who-phone').fill('01632 960 002');
  await page.locator('#who-phone').press('Enter');
  await page.waitForURL(/living/);
  await look(page, 'remembered-offer-of-several');
  await fill(page, { 'home-line1': '2 Quay', 'home-town': 'Eastmere', 'home-postcode': 'EA1 1AA', tenure: true });
  await press(page);
  assert.equal(where(page), 'landlord');

  await page.goto('/account');
  await page.getByRole('link', { name: 'What we remember' }).click();
  await look(page, 'remembered-list');
  await page.getByRole('button', { name: /^Forget this.*Where do you live/ }).click();
  await page.waitForLoadState('load');
  assert.equal(await page.getByText('1 Quay').count(), 0);
  await press(page, 'Do not remember my answers');
  await look(page, 'remembered-off');
  await page.close();
});

test('a slip is mended after sending in, and the caseworker sees what was and what is', async () => {
  const page = await visitor();
  await begin(page, 'stall');
  await fill(page, { goods: 'Cheese' });
  await press(page);
  await fill(page, { length: '6' });
  await press(page);
  await page.locator('input[type=file]').setInputFiles({ name: 'first.png', mimeType: picture.type, buffer: picture.bytes });
  await press(page);
  await page.getByLabel('Yes').check();
  await press(page);
  await fill(page, { name: 'Kim' });
  await press(page);
  await page.getByLabel('No').check();
  await press(page);
  await fill(page, { promise: true });
  await press(page);
  await press(page, 'Send in');
  const reference = new URL(page.url()).pathname.split('/')[2];
  await page.goto(`/applications/${reference}`);
  await look(page, 'change-offered');
  await press(page, 'Change or add an answer');
  await look(page, 'change-begun');
  await page.getByRole('link', { name: /How long is it/ }).click();
  await fill(page, { length: '12' });
  await press(page);
  await fill(page, { power: '3' });
  await press(page);
  assert.equal(where(page), 'check');
  await fill(page, { reason: 'I measured it again, and need power for the fridge.' });
  await look(page, 'change-to-send');
  await press(page, 'Send the change');
  await look(page, 'change-sent');
  await page.getByRole('button', { name: 'See where it stands' }).click();
  await page.waitForLoadState('load');
  await look(page, 'change-on-the-case');

  const desk = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true, baseURL: instance.origin });
  const officer = await desk.newPage();
  await officer.goto('/sign-in');
  await fill(officer, instance.demo.caseworker[0]);
  await press(officer, 'Sign in');
  await officer.goto(`/desk/cases/${reference}`);
  await look(officer, 'change-on-the-desk');
  await desk.close();
  await page.close();
});

test('who comes back finds what they began, and until when it is kept', async () => {
  const page = await visitor();
  await account(page, 'bea@example.org');
  await begin(page, 'short');
  await fill(page, { a: 'One' });
  await press(page);
  await page.getByRole('link', { name: 'Save and come back later' }).click();
  await look(page, 'draft-saved');
  await page.goto('/services/short');
  await look(page, 'draft-on-the-guide');
  await page.getByRole('link', { name: /^Go on with what you saved/ }).click();
  assert.equal(where(page), 'b');
  await page.goto('/applications');
  await look(page, 'draft-in-the-list');
  await page.goto('/services/old-grants');
  await look(page, 'round-closed');
  // Sent in, then Back: the browser shows the application, and no second one can be sent.
  await page.goto('/services/short');
  await page.getByRole('link', { name: /^Go on with what you saved/ }).click();
  await fill(page, { b: 'Two' });
  await press(page);
  await press(page, 'Send in');
  const reference = new URL(page.url()).pathname.split('/')[2];
  await page.goBack();
  await page.reload();
  assert.equal(new URL(page.url()).pathname, `/applications/${reference}`);
  await page.close();
});
