// Several people in one application as each of them sees it, on a phone-sized screen, each in a browser of their own.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fill, launch, look, person, press } from '../support/browser.mjs';
import { invitation, partyServices } from '../support/parties.mjs';
import { root } from '../support/postgres.mjs';
import { Instance, until } from '../support/server.mjs';

const { simpleParser } = createRequire(join(root, 'web/package.json'))('mailparser');
let instance, browser, services;
before(async () => {
  services = partyServices();
  instance = await new Instance({ services }).start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.close();
  rmSync(services, { recursive: true, force: true });
});

const newPage = async (options) => (await person(browser, instance, options)).newPage();
async function answer(page, fields) {
  await fill(page, fields);
  await press(page);
}
const contact = (id, name, email) => ({ [`${id}-name`]: name, [`${id}-email`]: email });
async function outbox() {
  const folder = join(instance.data, 'outbox');
  let files = [];
  try { files = readdirSync(folder).filter((name) => name.endsWith('.eml')).sort(); } catch { /* no mail yet */ }
  return Promise.all(files.map(async (name) => ({ mail: await simpleParser(readFileSync(join(folder, name))) })));
}
async function openedLink(to, options) {
  const link = await until(async () => invitation(await outbox(), to), `an invitation to ${to}`);
  const page = await newPage(options);
  await page.goto(link);
  return page;
}
// From the page that says what is asked.
async function signs(page, name, reading = /I sign this/) {
  await page.reload();
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForLoadState('load');
  await has(page, reading);
  await page.getByLabel(/I sign this/).check();
  await page.getByLabel('Your full name').fill(name);
  await press(page, /^Sign$/);
  assert.equal(await heading(page), 'You have signed');
}
const heading = (page) => page.locator('h1').innerText();
const has = async (page, words) => assert.match(await page.locator('main').innerText(), words);

test('two who sign and a doctor, a change, a stranger, a no', async () => {
  const ann = await newPage();
  await ann.goto('/services/shared-garden');
  await press(ann, /Start/);
  await answer(ann, { place: 'Behind the school' });
  await answer(ann, contact('own', 'Ann Lee', 'ann@people.example'));
  await answer(ann, contact('partner', 'Ben Smith', 'ben@people.example'));
  await answer(ann, contact('neighbour', 'Nia Price', 'nia@people.example'));
  await answer(ann, { needs_help: true });
  await answer(ann, contact('doctor', 'Dr Jones', 'jones@people.example'));
  assert.equal(await heading(ann), 'Check your answers');
  await look(ann, 'parties-not-asked');
  assert.equal(await ann.getByRole('button', { name: 'Send in' }).count(), 0);
  await press(ann, /^Ask Ben Smith/);
  await has(ann, /Asked on/);
  await look(ann, 'parties-asked');

  // The one who signs first, with the keyboard alone.
  const ben = await openedLink('ben@people.example');
  await look(ben, 'parties-landing');
  await press(ben, /Go on in this browser/);
  await look(ben, 'parties-start');
  await ben.getByRole('button', { name: 'Start' }).focus();
  await ben.keyboard.press('Enter');
  await ben.waitForLoadState('load');
  assert.equal(await heading(ben), 'Check and sign');
  await press(ben, /^Sign$/);
  await ben.waitForSelector('.govuk-error-summary');
  await look(ben, 'parties-sign-errors');
  assert.equal(await ben.evaluate(() => document.activeElement.className.includes('error-summary')), true);
  await ben.waitForTimeout(1100);
  await ben.getByLabel(/I sign this/).check();
  await ben.getByLabel('Your full name').fill('Ben Smith');
  await press(ben, /^Sign$/);
  assert.equal(await heading(ben), 'You have signed');
  await look(ben, 'parties-signed');

  // His link in another browser opens nothing, and says how to get a new one.
  const stranger = await openedLink('ben@people.example');
  assert.equal(await heading(stranger), 'This does not open here');
  await look(stranger, 'parties-locked');
  await press(stranger, /Send me a new link/);
  await look(stranger, 'parties-link-sent');

  // The doctor answers, and sees nothing else.
  const jones = await openedLink('jones@people.example');
  await press(jones, /Go on in this browser/);
  await has(jones, /your answers to 2 questions/);
  await look(jones, 'parties-doctor-start');
  await jones.getByRole('button', { name: 'Start' }).click();
  await jones.waitForLoadState('load');
  assert.equal(await heading(jones), 'The health of the applicant');
  await look(jones, 'parties-doctor-questions');
  await answer(jones, { limits: 'Bend down', since: '2019' });
  assert.equal(await heading(jones), 'Check your answers');
  await look(jones, 'parties-doctor-check');
  await press(jones, /^Hand in$/);
  await has(jones, /You have handed in your answers/);

  // A change after Ben has signed: a warning first, then his signature is void.
  await ann.reload();
  await has(ann, /Bend down/);
  await look(ann, 'parties-some-done');
  await ann.getByRole('link', { name: /Change.*Where should the garden be/ }).click();
  await ann.waitForLoadState('load');
  await has(ann, /Signed by Ben Smith\. If you change an answer/);
  await look(ann, 'parties-warning');
  await answer(ann, { place: 'By the river' });
  await has(ann, /Has to do it again/);
  await look(ann, 'parties-void');
  await until(async () => (await outbox()).some(({ mail }) => /What you signed has changed/.test(mail.subject)), 'Ben is told');
  await ben.goto(new URL(ben.url()).pathname);
  await look(ben, 'parties-asked-again-later');
  await ann.waitForTimeout(1100);
  await press(ann, /^Ask Ben Smith/);
  await signs(ben, 'Ben Smith', /By the river/);

  // The neighbour says no; somebody else is named and signs.
  const nia = await openedLink('nia@people.example');
  await press(nia, /Go on in this browser/);
  await nia.getByRole('link', { name: /I do not want to/ }).click();
  await nia.waitForLoadState('load');
  await look(nia, 'parties-decline');
  await nia.getByLabel('I do not want to', { exact: true }).check();
  await nia.getByLabel(/Is there something/).fill('The noise!');
  await press(nia, /^Say no$/);
  assert.equal(await heading(nia), 'You said no');
  await ann.reload();
  await has(ann, /Does not want to take part/);
  await look(ann, 'parties-declined');
  await ann.getByRole('link', { name: /Change the name or address.*Nia Price/ }).click();
  await ann.waitForLoadState('load');
  await answer(ann, contact('neighbour', 'Noa Price', 'noa@people.example'));
  await ann.waitForTimeout(1100);
  // Ben had read who the neighbour is, so he is asked again as well.
  await press(ann, /^Ask Ben Smith and Noa Price$/);
  await signs(ben, 'Ben Smith');
  const noa = await openedLink('noa@people.example');
  await press(noa, /Go on in this browser/);
  await signs(noa, 'Noa Price');

  await ann.reload();
  await has(ann, /Everybody is done/);
  await look(ann, 'parties-ready');
  await press(ann, /^Send in$/);
  assert.equal(await heading(ann), 'Sent in');
  await ann.getByRole('button', { name: /See where it stands|Read the decision/ }).click();
  await ann.waitForLoadState('load');
  await has(ann, /Who took part/);
  await look(ann, 'parties-case');
  await ann.goto('/access');
  await has(ann, /Ben Smith/);
  await look(ann, 'parties-who-looked');
});

test('one after another, without scripts', async () => {
  const olga = await newPage({ javaScriptEnabled: false });
  await olga.goto('/services/family-farm');
  await press(olga, /Start/);
  await answer(olga, { farm: 'Hill Top' });
  await answer(olga, contact('own', 'Olga Moe', 'olga@people.example'));
  await answer(olga, contact('heir', 'Hal Moe', 'hal@people.example'));
  await answer(olga, contact('bank', 'Bo Bank', 'bo@people.example'));
  await has(olga, /Waits for somebody before them/);
  await press(olga, /^Ask Hal Moe$/);
  for (const [name, email] of [['Hal Moe', 'hal@people.example'], ['Bo Bank', 'bo@people.example']]) {
    const page = await openedLink(email, { javaScriptEnabled: false });
    await press(page, /Go on in this browser/);
    await signs(page, name);
  }
  await olga.reload();
  await press(olga, /^Send in$/);
  assert.equal(await heading(olga), 'Sent in');
});
