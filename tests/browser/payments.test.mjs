// Paying a fee as people do: declined and then paid, left and come back to, paid in two tabs, the receipt, money back.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, look, person, press } from '../support/browser.mjs';
import { cards, feeServices } from '../support/payments.mjs';
import { Instance } from '../support/server.mjs';

let instance, browser, services;
before(async () => {
  services = feeServices();
  // No provider is configured, so that `--demo` brings its own sandbox, as `./run` does.
  instance = await new Instance({ services }).start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.close();
  rmSync(services, { recursive: true, force: true });
});

const visitor = async (options) => (await person(browser, instance, options)).newPage();
async function toCheck(page, size = 0) {
  await page.goto('/services/stall');
  await page.locator('main form button').click();
  await page.waitForLoadState('load');
  await page.locator('input[type=radio]').nth(size).check();
  await press(page, 'Continue');
  await page.locator('#sells').fill('Apples');
  await press(page, 'Continue');
  await page.locator('#contact-name').fill('Ada Example');
  await page.locator('#contact-email').fill('ada@example.org');
  await press(page, 'Continue');
  assert.match(page.url(), /\/check$/);
  return page;
}
async function card(page, number) {
  await page.waitForURL(/\/card\//);
  await page.locator('#card').fill(number);
  await page.locator('form').first().getByRole('button').click();
  await page.waitForLoadState('load');
}
const heading = (page) => page.locator('h1').innerText();

test('declined, then paid; the receipt; money back from the desk', async () => {
  const page = await toCheck(await visitor());
  await look(page, 'pay-check');
  await press(page, 'Pay £24.00 and send in');
  await page.waitForURL(/\/card\//);
  await look(page, 'pay-card');
  await card(page, '1234');
  await look(page, 'pay-card-wrong');
  await card(page, cards.declined);
  await look(page, 'pay-card-declined');
  await page.getByRole('button', { name: 'Go back to the service' }).click();
  await page.waitForURL(/\/pay\//);
  assert.equal(await heading(page), 'Your payment was declined');
  await look(page, 'pay-declined');
  await press(page, 'Try again: pay £24.00');
  await card(page, cards.good);
  await page.waitForURL(/\/sent$/);
  await look(page, 'pay-sent');
  await page.getByRole('link', { name: 'See the receipt for your payment' }).click();
  await page.waitForURL(/\/payment$/);
  await look(page, 'pay-receipt');
  const reference = page.url().split('/')[4];

  const clerk = await visitor({ viewport: { width: 1280, height: 900 } });
  await clerk.goto('/sign-in');
  await clerk.locator('#email').fill(instance.demo.caseworker[0].email);
  await clerk.locator('#password').fill(instance.demo.caseworker[0].password);
  await press(clerk, 'Sign in');
  await clerk.goto(`/desk/cases/${reference}`);
  await clerk.getByText('Pay money back').click();
  await clerk.locator('#refund-amount').fill('30');
  await clerk.locator('#refund-reason').fill('The market was rained off.');
  await press(clerk, 'Pay back');
  await look(clerk, 'pay-desk-wrong');
  await clerk.setViewportSize({ width: 1280, height: 900 });
  await clerk.locator('#refund-amount').fill('10');
  await press(clerk, 'Pay back');
  await look(clerk, 'pay-desk');

  await page.reload();
  assert.match(await page.locator('main').innerText(), /rained off/);
  await look(page, 'pay-receipt-back');
});

test('the browser itself lets the forms lead to the provider and back', async () => {
  const page = await toCheck(await visitor({ bypassCSP: false }));
  await press(page, 'Pay £24.00 and send in');
  await card(page, cards.good);
  await page.waitForURL(/\/sent$/);
});

test('left on the payment page, come back to the next day', async () => {
  const page = await toCheck(await visitor());
  await press(page, 'Pay £24.00 and send in');
  await page.waitForURL(/\/card\//);
  await page.goto('/applications');
  await page.getByRole('link', { name: 'Put up a stall' }).click();
  await page.waitForURL(/\/check$/);
  await press(page, 'Pay £24.00 and send in');
  await page.waitForURL(/\/card\//);
  await press(page, 'Cancel payment');
  assert.equal(await heading(page), 'The payment was cancelled');
  await look(page, 'pay-cancelled');
  await page.getByRole('button', { name: 'See your answers' }).click();
  await page.waitForURL(/\/check$/);
  await press(page, 'Pay £24.00 and send in');
  await card(page, cards.slow);
  assert.equal(await heading(page), 'We are waiting for your bank');
  await look(page, 'pay-waiting');
  // The page looks again by itself.
  await page.waitForURL(/\/sent$/, { timeout: 40_000 });
});

test('two tabs pay once', async () => {
  const page = await toCheck(await visitor());
  const other = await page.context().newPage();
  await other.goto(page.url());
  await press(page, 'Pay £24.00 and send in');
  await press(other, 'Pay £24.00 and send in');
  await card(page, cards.good);
  await page.waitForURL(/\/sent$/);
  await card(other, cards.good);
  assert.match(await other.locator('main').innerText(), /has been made/);
  await look(other, 'pay-two-tabs');
  await other.getByRole('button', { name: 'Go back to the service' }).click();
  await other.waitForURL(/\/sent$/);
  assert.equal(new URL(other.url()).pathname, new URL(page.url()).pathname);
});

test('an answer that changed while paying', async () => {
  const page = await toCheck(await visitor());
  const other = await page.context().newPage();
  await other.goto(page.url());
  await press(page, 'Pay £24.00 and send in');
  await page.waitForURL(/\/card\//);
  await other.goto(other.url().replace(/check$/, 'sells'));
  await other.locator('#sells').fill('Pears');
  await press(other, 'Continue');
  await card(page, cards.good);
  await page.waitForURL(/\/pay\//);
  assert.equal(await heading(page), 'We have your payment');
  await look(page, 'pay-held');
  await page.getByRole('button', { name: 'See your answers' }).click();
  await page.waitForURL(/\/check$/);
  await look(page, 'pay-check-held');
  await press(page, 'Send in');
  await page.waitForURL(/\/sent$/);
});
