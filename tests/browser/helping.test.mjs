// An adviser helps two people, one with an account and one without; on a phone, without a mouse's worth of space.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, look, person, press, screenshot } from '../support/browser.mjs';
import { Instance, picture, until } from '../support/server.mjs';

let instance, browser;
before(async () => {
  instance = await new Instance().start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance.close();
});

const phone = async (options) => (await person(browser, instance, options)).newPage();

async function newAccount(page, email, name) {
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill('linden by the water');
  await press(page, 'Make the account');
}

function mails() {
  const folder = join(instance.data, 'outbox');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith('.eml')).map((name) => readFileSync(join(folder, name), 'utf8')
    .replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16))));
}

test('an adviser and two people', async () => {
  // Ann gives a permission from her account.
  const ann = await phone();
  await ann.goto('/account/new');
  await newAccount(ann, 'ann@example.org', 'Ann Smith');
  await ann.getByRole('link', { name: 'Account', exact: true }).click();
  await look(ann, 'helping-account');
  await ann.getByRole('link', { name: 'People who may act for me' }).click();
  await look(ann, 'helping-permissions-empty');
  await press(ann, 'Give someone permission');
  await look(ann, 'helping-give');
  await press(ann, 'Give permission');
  assert.match(await ann.title(), /^Error: /);
  await look(ann, 'helping-give-error');
  await ann.getByLabel('E-mail address of who should act for you').fill('adviser@example.org');
  await ann.getByLabel('Only some of them').check();
  await ann.getByLabel('Apply for help with the costs of childcare').check();
  await ann.getByLabel('Apply to fell a tree').check();
  await press(ann, 'Give permission');
  assert.match(await ann.locator('main').innerText(), /We have written to adviser@example\.org/);
  await look(ann, 'helping-given');

  // The adviser follows the link, makes an account and accepts.
  const mail = await until(() => mails().find((text) => text.includes('/permissions/answer/')), 'the mail');
  const link = new URL(mail.match(/http\S*\/permissions\/answer\/\S+/)[0]).pathname;
  const adviser = await phone();
  await adviser.goto(link);
  await look(adviser, 'helping-invitation-visitor');
  await press(adviser, 'Make an account');
  await newAccount(adviser, 'adviser@example.org', 'Ned Nagy');
  assert.match(await adviser.locator('h1').innerText(), /Ann Smith asks you to act for them/);
  await look(adviser, 'helping-invitation');
  await press(adviser, 'Accept');
  await look(adviser, 'helping-person');

  // Bo has no account: the adviser records how he gave it.
  await adviser.goto('/helping');
  await adviser.getByRole('link', { name: 'Record a permission' }).click();
  await look(adviser, 'helping-record');
  await adviser.getByLabel('Their name').fill('Bo Larsen');
  await adviser.getByLabel('Day').first().fill('8');
  await adviser.getByLabel('Month').first().fill('4');
  await adviser.getByLabel('Year').first().fill('1931');
  await adviser.getByLabel('Signed paper').check();
  await adviser.getByLabel('What was said or signed').fill('He signed it at home, and wants me to apply for him.');
  await adviser.locator('input[type=file]').setInputFiles({ name: 'signed.png', mimeType: picture.type, buffer: picture.bytes });
  await press(adviser, 'Record the permission');
  await look(adviser, 'helping-record-error');
  await adviser.locator('input[type=file]').setInputFiles({ name: 'signed.png', mimeType: picture.type, buffer: picture.bytes });
  await adviser.getByLabel('What I say here is true').check();
  await press(adviser, 'Record the permission');
  assert.equal(await adviser.locator('h1').innerText(), 'Bo Larsen');

  // From the service to the person.
  await adviser.goto('/services/childcare-allowance');
  await look(adviser, 'helping-guide-for-whom');
  await press(adviser, 'For someone else');
  await look(adviser, 'helping-people');
  await press(adviser, 'Act for Ann Smith');
  assert.match(adviser.url(), /\/services\/childcare-allowance$/);
  await look(adviser, 'helping-guide-acting');
  await press(adviser, 'Start for Ann Smith');
  await look(adviser, 'helping-question-acting');
  const draft = adviser.url();

  // A second window, for Bo: the first one is refused, and says so.
  const second = await adviser.context().newPage();
  await second.goto('/helping');
  await press(second, 'Act for Bo Larsen');
  await look(second, 'helping-applications-acting');
  await adviser.getByLabel('Yes').check();
  await press(adviser);
  assert.match(await adviser.locator('main').innerText(), /You act for Bo Larsen now/);
  await screenshot(adviser, 'helping-other-window');
  await adviser.goto(draft);
  await look(adviser, 'helping-not-theirs');
  await adviser.goto('/account');
  await look(adviser, 'helping-not-here');

  // For Bo, to the end.
  await adviser.goto('/services/fell-a-tree');
  await press(adviser, 'Start for Bo Larsen');
  await adviser.getByLabel('How thick is the trunk?').fill('45');
  await press(adviser);
  await adviser.locator('textarea').fill('14 Canal Walk');
  await press(adviser);
  await adviser.getByLabel('Yes').check();
  await press(adviser);
  await adviser.locator('textarea').fill('It darkens the kitchen.');
  await press(adviser);
  await adviser.locator('input[type=file]').setInputFiles({ name: picture.name, mimeType: picture.type, buffer: picture.bytes });
  await press(adviser);
  await adviser.getByLabel('Your name').fill('Bo Larsen');
  await adviser.getByLabel('E-mail address').fill('adviser@example.org');
  await press(adviser);
  await look(adviser, 'helping-check-acting');
  await press(adviser, 'Send in');
  await look(adviser, 'helping-sent-acting');
  const reference = decodeURIComponent(new URL(adviser.url()).pathname.split('/')[2]);
  await adviser.getByRole('button', { name: 'Stop', exact: true }).click();
  await adviser.waitForLoadState('load');
  await look(adviser, 'helping-people-after');

  // The desk reads who sent it in and how the permission was given.
  const desk = await phone({ viewport: { width: 1280, height: 900 } });
  await desk.goto('/sign-in?next=/desk');
  await desk.getByLabel('E-mail address').fill(instance.demo.caseworker[0].email);
  await desk.getByLabel('Password').fill(instance.demo.caseworker[0].password);
  await press(desk, 'Sign in');
  await desk.goto(`/desk/cases/${encodeURIComponent(reference)}`);
  assert.match(await desk.locator('main').innerText(), /Ned Nagy sent this in for Bo Larsen/);
  await look(desk, 'helping-desk-case');
  await press(desk, 'Confirm the permission');
  assert.match(await desk.locator('main').innerText(), /Confirmed on/);
  await look(desk, 'helping-desk-confirmed');

  // Ann sees what was done, and ends it.
  await ann.goto('/permissions');
  await look(ann, 'helping-permissions');
  await ann.getByRole('link', { name: 'Ned Nagy' }).click();
  assert.match(await ann.locator('main').innerText(), /Started a form/);
  await look(ann, 'helping-history');
  await ann.goto('/access');
  assert.match(await ann.locator('main').innerText(), /Ned Nagy/);
  await look(ann, 'helping-who-looked');
  await adviser.goto('/helping');
  await press(adviser, 'Act for Ann Smith');
  await ann.goto('/permissions');
  await ann.getByRole('link', { name: 'Ned Nagy' }).click();
  await press(ann, 'End it now');
  await look(ann, 'helping-ended');
  await adviser.goto('/applications');
  await look(adviser, 'helping-over');
  await press(adviser, 'Go on as myself');
  assert.doesNotMatch(await adviser.locator('main').innerText(), /Ann Smith/);

  // The same words in Welsh and Norwegian.
  for (const [language, title] of [['cy', 'Pobl rwy’n eu helpu'], ['nb', 'Personer jeg hjelper'], ['nn', 'Personar eg hjelper']]) {
    await adviser.goto(`/language/${language}?next=/helping`);
    assert.equal(await adviser.locator('h1').innerText(), title);
    await look(adviser, `helping-people-${language}`);
  }
  await press(adviser, 'Handle for Bo Larsen');
  assert.match(await adviser.locator('body').innerText(), /Du handlar for Bo Larsen/);
  await look(adviser, 'helping-applications-nn');
});

test('without scripts', async () => {
  const page = await phone({ javaScriptEnabled: false });
  await page.goto('/sign-in?next=/helping');
  await page.getByLabel('E-mail address').fill('adviser@demo.example');
  await page.getByLabel('Password').fill('guildhall-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  assert.match(await page.locator('main').innerText(), /Ann Demo/);
  await page.getByLabel('Name of a person you help').fill('bo d');
  await page.getByRole('button', { name: 'Search' }).click();
  assert.doesNotMatch(await page.locator('main').innerText(), /Ann Demo/);
  await page.getByRole('button', { name: 'Act for Bo Demo' }).click();
  assert.match(await page.locator('body').innerText(), /You act for Bo Demo/);
  await page.getByRole('button', { name: 'Stop' }).click();
  assert.match(await page.locator('h1').innerText(), /People I help/);
});
