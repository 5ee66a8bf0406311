// The pages beside the story: account, password, feedback, errors, the place's own colours, paper.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, look, person } from '../support/browser.mjs';
import { root } from '../support/postgres.mjs';
import { answerTree, Instance, signIn, startTree, Visitor } from '../support/server.mjs';

// Asks for no address: whoever signs in is told at that of their account.
const suggestion = `service: suggest
version: 1
title: Suggest a bench
summary: Say where a bench is missing.
sign-in: required
questions:
  where:
    ask: Where should the bench stand?
    type: long-text
`;

let instance, browser, scratch;
before(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'guildhall-pages-'));
  const config = join(scratch, 'guildhall.yaml');
  writeFileSync(config, 'name: Eastmere\nagency: Eastmere Council\ncontact: 01632 960 001, or at the desk in the library\naccent: "#0b3c8c"\n');
  const services = join(scratch, 'services');
  cpSync(join(root, 'services'), services, { recursive: true });
  mkdirSync(join(services, 'suggest'));
  writeFileSync(join(services, 'suggest/service.yaml'), suggestion);
  instance = await new Instance({ services, extra: ['--config', config] }).start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const open = async (options) => (await person(browser, instance, options)).newPage();

const go = (page, name) => page.getByRole('button', { name }).click();

// A page in the browser that is signed in as the visitor who walked there without one.
async function withCookiesOf(visitor, options) {
  const page = await open(options);
  await page.context().addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: instance.origin })));
  return page;
}

// The text of the mails in the outbox, newest last, with what quoted-printable did to them undone.
function mails() {
  const folder = join(instance.data, 'outbox');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith('.eml')).sort().map((name) => readFileSync(join(folder, name), 'utf8')
    .replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16))));
}

async function until(what, find) {
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const found = await find();
    if (found) return found;
  }
  throw new Error(`waited in vain for ${what}`);
}

test('an account: made, forgotten password, new one', async () => {
  const page = await open();
  await page.goto('/account/new');
  await look(page, 'account-new');
  await page.getByLabel('Your name').fill('Test Person');
  await page.getByLabel('E-mail address').fill('person@example.org');
  await page.getByLabel('Password').fill('short');
  await go(page, 'Make the account');
  await look(page, 'account-new-error');
  await page.getByLabel('Password').fill('linden by the water');
  await go(page, 'Make the account');
  await look(page, 'applications-empty');
  await page.getByRole('link', { name: 'Account', exact: true }).click();
  await look(page, 'account');
  assert.match(await page.locator('main').innerText(), /person@example\.org/);
  await page.goto('/inbox');
  await look(page, 'inbox-empty');
  await page.goto('/access');
  await look(page, 'access-empty');
  await go(page, 'Sign out');

  await page.goto('/sign-in');
  await go(page, 'Sign in');
  await look(page, 'sign-in-error');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await look(page, 'password-forgotten');
  await page.getByLabel('E-mail address').fill('nobody@example.org');
  await go(page, 'Send the link');
  const forNobody = await page.locator('main').innerText();
  await page.goto('/password/forgotten');
  await page.getByLabel('E-mail address').fill('person@example.org');
  await go(page, 'Send the link');
  assert.equal(await page.locator('main').innerText(), forNobody, 'the page does not tell who has an account');
  await look(page, 'password-sent');
  const mail = await until('the mail', () => mails().find((text) => text.includes('/password/new/')));
  assert.match(mail, /Eastmere Council/);
  assert.equal(mails().filter((text) => text.includes('nobody@example.org')).length, 0);
  const link = new URL(mail.match(/http\S*\/password\/new\/\S+/)[0]).pathname;

  await page.goto(link);
  await look(page, 'password-new');
  assert.doesNotMatch(await page.content(), new RegExp(`page=[^"]*${link.split('/').pop()}`), 'the link is no part of the feedback link');
  await page.getByLabel('New password').fill('password1');
  await go(page, 'Set the new password');
  assert.match(await page.title(), /^Error: /);
  await page.getByLabel('New password').fill('an oak behind the house');
  await go(page, 'Set the new password');
  assert.match(page.url(), /\/applications$/);
  await page.goto(link);
  assert.match(await page.locator('h1').innerText(), /no longer works/);
  await look(page, 'password-over');
  await page.context().close();

  const old = new Visitor(instance);
  await signIn(old, { email: 'person@example.org', password: 'linden by the water' });
  assert.equal(old.status, 422);
});

test('who gave no address is told at that of the account', async () => {
  const resident = instance.demo.resident[0];
  const visitor = new Visitor(instance);
  await signIn(visitor, resident);
  await visitor.open('/services/suggest');
  await visitor.send({}, { action: '/services/suggest/start' });
  await visitor.send({ where: 'Under the lime in the market square' });
  await visitor.send();
  const reference = visitor.path.split('/')[2];
  assert.match(visitor.text, new RegExp(`a message to ${resident.email}`));
  const mail = await until('the mail', () => mails().find((text) => text.includes(reference) && text.includes('We have your application')));
  assert.match(mail, new RegExp(`^To: .*${resident.email}`, 'm'));
  assert.match(mail, /A person looks at it\. You hear from us by/);
  const page = await withCookiesOf(visitor);
  await page.goto('/applications');
  await look(page, 'applications-with-case');
  await page.goto('/inbox');
  await look(page, 'inbox-new');
  await page.getByRole('link', { name: `We have your application ${reference}` }).click();
  await look(page, 'message');
  await page.getByRole('link', { name: 'Open it here' }).click();
  assert.equal(decodeURIComponent(new URL(page.url()).pathname), `/applications/${reference}`);
  await page.context().close();
});

test('who has no account comes back by the link in the mail, and keeps the case', async () => {
  const visitor = new Visitor(instance);
  await startTree(visitor);
  await answerTree(visitor, { trunk: '25' });
  await visitor.send();
  const reference = visitor.path.split('/')[2];
  const mail = await until('the mail', () => mails().find((text) => text.includes(reference) && text.includes('We have decided')));
  const link = new URL(mail.match(/^(http:\S+)\r?$/m)[1]);
  const page = await open();
  await page.goto(link.pathname);
  assert.equal(decodeURIComponent(new URL(page.url()).pathname), `/applications/${reference}`);
  await look(page, 'opened-by-link');
  await page.goto(`/sign-in?next=/applications/${encodeURIComponent(reference)}`);
  const [resident] = instance.demo.resident;
  await page.getByLabel('E-mail address').fill(resident.email);
  await page.getByLabel('Password').fill(resident.password);
  await go(page, 'Sign in');
  await look(page, 'opened-signed-in');
  await go(page, 'Keep it in my account');
  await page.goto('/applications');
  assert.ok(await page.getByText(reference).isVisible());
  await page.context().close();
});

test('paper: a receipt and a permit as A4', async () => {
  const visitor = new Visitor(instance);
  await startTree(visitor);
  await answerTree(visitor, { trunk: '25' });
  await visitor.send();
  const reference = visitor.path.split('/')[2];
  await until('the receipt', async () => (await visitor.request(`/applications/${reference}/receipt.json`)).status === 200);
  const page = await withCookiesOf(visitor);
  for (const [name, path] of [['receipt', 'receipt'], ['permit', 'letter']]) {
    await page.goto(`/applications/${reference}/${path}`);
    await look(page, `paper-${name}-screen`);
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['.gh-footer', '.gh-header__nav', '.govuk-back-link', '.govuk-button']) {
      for (const part of await page.locator(gone).all()) assert.equal(await part.isVisible(), false, `${name}: ${gone} on paper`);
    }
    assert.ok(await page.getByRole('link', { name: 'Eastmere' }).isVisible(), `${name}: the place stands on paper`);
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
    const pages = pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g).length;
    assert.ok(pages >= 1 && pages <= 2, `${name}: ${pages} pages`);
    if (process.env.GUILDHALL_SCREENSHOTS) {
      await page.setViewportSize({ width: 680, height: 980 });
      await page.screenshot({ path: join(process.env.GUILDHALL_SCREENSHOTS, `paper-${name}.png`), fullPage: true });
      await page.setViewportSize({ width: 320, height: 700 });
    }
    await page.emulateMedia({ media: 'screen' });
  }
  await page.context().close();
});

test('errors say what to do', async () => {
  const page = await open();
  const seen = [];
  const visit = async (name, status, fulfil) => {
    const response = await fulfil();
    assert.equal(response.status(), status, name);
    await look(page, `error-${name}`);
    assert.match(await page.locator('main').innerText(), /front page/i, name);
    seen.push(await page.locator('h1').innerText());
  };
  await visit('404', 404, () => page.goto('/nothing-here'));
  await visit('404-case', 404, () => page.goto('/applications/GH-0000-0000'));
  assert.equal((await page.goto('/applications/GH-0000-0000-0')).status(), 404);
  await look(page, 'error-404-locked');
  await go(page, 'Send me a link');
  await look(page, 'link-sent');
  // A form whose token is wrong: 403.
  await page.goto('/services/fell-a-tree');
  await go(page, 'Start now');
  await page.locator('input[name=csrf]').first().evaluate((input) => { input.value = 'forged'; });
  await visit('403', 403, async () => {
    const [response] = await Promise.all([page.waitForNavigation(), go(page, 'Continue')]);
    return response;
  });
  assert.ok(new Set(seen).size >= 2);
  await page.context().close();
});

test('the desk: an empty queue, a full one, what people say', async () => {
  const people = [];
  for (let i = 0; i < 2; i += 1) {
    const visitor = new Visitor(instance);
    await startTree(visitor);
    await answerTree(visitor, { trunk: '70' });
    await visitor.send();
    people.push(visitor);
  }
  await people[0].open('/feedback?page=/services/fell-a-tree');
  await people[0].send({ rating: '4', text: 'I did not know what the crown of a tree is.' });

  const desk = await open({ viewport: { width: 320, height: 700 } });
  await desk.goto('/desk');
  await desk.getByLabel('E-mail address').fill(instance.demo.caseworker[0].email);
  await desk.getByLabel('Password').fill(instance.demo.caseworker[0].password);
  await go(desk, 'Sign in');
  await look(desk, 'queue-full');
  assert.match(await desk.locator('main').innerText(), /Due in \d+ working days/);
  await desk.goto('/desk?after=9999999999999999.x');
  await look(desk, 'queue-end');
  await desk.goto('/desk/feedback');
  await look(desk, 'desk-feedback');
  assert.match(await desk.locator('main').innerText(), /crown of a tree/);

  await desk.goto('/desk');
  await desk.locator('main').getByRole('row', { name: /Apply to fell a tree/ }).getByRole('link').first().click();
  const words = await desk.locator('main').innerText();
  assert.match(words, /over 60/);
  assert.match(words, /70 cm is over 30 cm/);
  assert.doesNotMatch(words.replace(/As the model has it[\s\S]*?History/, ''), /\(30\.\.60\]/, 'FEEL stands behind the summary');
  assert.ok(await desk.locator('img').first().evaluate((image) => image.decode().then(() => image.naturalWidth > 0)), 'the photo is on the page');
  await desk.getByText('As the model has it').click();
  await look(desk, 'desk-feel');
  await go(desk, 'Decide');
  await look(desk, 'desk-case-error');
  assert.match(await desk.title(), /^Error: /);

  // The picture is part of the page of the case: the person sees one look, not two.
  const page = await withCookiesOf(people[0]);
  await page.goto('/access');
  await page.context().close();
  await desk.context().close();
});

test('the place shows its own name and colour', async () => {
  const page = await open();
  await page.goto('/');
  await look(page, 'front-eastmere');
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()), '#0b3c8c');
  assert.match(await page.locator('footer').innerText(), /Eastmere Council: 01632 960 001/);
  await page.emulateMedia({ colorScheme: 'dark' });
  await look(page, 'front-eastmere-dark');
  await page.goto('/services/fell-a-tree');
  await look(page, 'guide-dark');
  await page.context().close();
});
