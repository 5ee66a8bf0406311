// Every type of question and the list of members as people see them, with scripts, on a phone-sized screen.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fill, launch, look, person, press } from '../support/browser.mjs';
import { journeyServices } from '../support/journeys.mjs';
import { Instance, picture } from '../support/server.mjs';

let instance, browser, services;
before(async () => {
  services = journeyServices();
  instance = await new Instance({ services }).start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.close();
  rmSync(services, { recursive: true, force: true });
});

async function begin(service, options = {}) {
  const page = await (await person(browser, instance, options)).newPage();
  await page.goto(`/services/${service}`);
  await page.locator('main form button').click();
  await page.waitForLoadState('load');
  return page;
}

const where = (page) => new URL(page.url()).pathname.split('/').slice(3).join('/');

test('every type, right and wrong', async () => {
  const page = await begin('everything');
  for (const [name, fields] of [
    ['intro', {}], ['greeting', { greeting: 'Ada' }], ['story', { story: 'one two' }], ['numbers', { height: '45', rent: '8500.50' }],
    ['ownership', { owner: true }], ['ownership', { 'since-day': '1', 'since-month': '2', 'since-year': '2020' }], ['newsletter', { newsletter: true }],
    ['colour', { 'colour-2': true }], ['tastes', { tastes: true, 'tastes-3': true }], ['size'], ['land'], ['coin'],
    ['began', { 'began-month': '3', 'began-year': '2024' }], ['built', { built: '1897' }],
    ['home', { 'home-line1': '1 Quay', 'home-town': 'Eastmere', 'home-postcode': 'EA1 1AA' }], ['spot', { 'spot-text': 'By the pond', 'spot-point': '51.5007, -0.1246' }],
    ['you', { who: 'Ada', mail: 'ada@example.org', call: '01632 960 001', account: 'GB82 WEST 1234 5698 7654 32' }], ['reach', { 'reach-name': 'Ada', 'reach-email': 'ada@example.org' }],
  ]) {
    assert.equal(where(page), name);
    await look(page, `type-${name}`);
    if (name === 'ownership' && fields['since-day']) {
      assert.equal(await page.evaluate(() => document.activeElement.id), 'since-day', 'what is new has the focus');
    }
    if (name === 'size') await page.getByLabel('Which size?').selectOption('m');
    if (name === 'land') {
      const box = page.getByRole('combobox', { name: 'Which country?' });
      await box.fill('norw');
      await look(page, 'type-land-open');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      assert.equal(await box.inputValue(), 'Norway');
    }
    if (name === 'coin') {
      await page.getByRole('combobox').fill('euro');
      await page.getByRole('option', { name: 'Euro', exact: true }).click();
    }
    if (fields) await fill(page, fields);
    await press(page);
  }
  assert.equal(where(page), 'papers');
  await press(page);
  await look(page, 'type-papers-error');
  assert.ok(await page.getByRole('alert').isVisible());
  await page.waitForTimeout(2100);
  await page.locator('input[type=file]').setInputFiles({ name: picture.name, mimeType: picture.type, buffer: picture.bytes });
  await press(page, 'Add more files');
  await look(page, 'type-papers');
  await page.getByRole('button', { name: 'Remove tree.png' }).click();
  await page.waitForLoadState('load');
  assert.equal(await page.getByText('tree.png').count(), 0);
  const noise = Buffer.concat([picture.bytes, Buffer.alloc(600 * 1024, 7)]);
  await page.locator('input[type=file]').setInputFiles({ name: 'large.png', mimeType: picture.type, buffer: noise });
  await Promise.all([page.waitForURL(/so_far/), page.getByRole('button', { name: 'Continue', exact: true }).last().click()]);
  await look(page, 'type-summary');
  assert.ok(await page.getByText('large.png').isVisible());
  await press(page);
  await look(page, 'type-sworn');
  await fill(page, { sworn: true });
  await press(page);
  assert.equal(where(page), 'check');
  await look(page, 'type-check');
  await page.close();
});

test('members: added, shown, removed', async () => {
  const page = await begin('family');
  await fill(page, { name: 'Kim' });
  await press(page);
  assert.match(await page.locator('h1').innerText(), /When was Kim born\?/);
  await fill(page, { 'born-day': '3', 'born-month': '4', 'born-year': '2015' });
  await press(page);
  await look(page, 'members-none');
  await page.getByLabel('Yes').check();
  await press(page);
  await look(page, 'members-inner');
  await fill(page, { school: 'Hill School' });
  await press(page);
  await page.getByLabel('No').check();
  await press(page);
  await page.getByLabel('No').check();
  await press(page);
  assert.equal(where(page), 'children');
  await look(page, 'members-list');
  await page.getByLabel('Yes').check();
  await press(page);
  await fill(page, { name: 'Bo' });
  await press(page);
  await page.getByRole('link', { name: 'Back', exact: true }).click();
  await page.getByRole('link', { name: 'Back', exact: true }).click();
  await page.waitForURL(/children$/);
  await look(page, 'members-unfinished');
  await page.getByRole('link', { name: 'Remove Bo' }).click();
  await look(page, 'members-remove');
  await press(page, 'Yes, remove');
  await page.getByLabel('No').check();
  await press(page);
  await fill(page, { count: '1' });
  await press(page);
  await look(page, 'members-check');
  await page.close();
});

test('in another language, from right to left or not, the page is whole', async () => {
  const page = await begin('family', { locale: 'nb-NO' });
  await look(page, 'language-nb');
  await page.getByRole('link', { name: 'Cymraeg' }).click();
  assert.equal(await page.locator('html').getAttribute('lang'), 'cy');
  assert.equal(where(page), 'children/1/name');
  await look(page, 'language-cy');
  await page.close();
});
