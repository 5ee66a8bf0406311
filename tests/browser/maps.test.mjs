// Choosing a place on a map as people do: with and without scripts, on a phone and on a desk, with the keyboard alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkPage, launch, look, person, screenshot } from '../support/browser.mjs';
import { Instance } from '../support/server.mjs';

let instance, browser;
before(async () => {
  instance = await new Instance().start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.close();
});

async function atPlace(options = {}) {
  const context = await person(browser, instance, { viewport: { width: 1280, height: 1000 }, ...options });
  const page = await context.newPage();
  const elsewhere = [];
  page.on('request', (request) => { if (!request.url().startsWith(instance.origin) && !request.url().startsWith('data:')) elsewhere.push(request.url()); });
  await page.goto('/services/fell-a-tree');
  await page.locator('main form button').click();
  await page.getByLabel(/How thick/).fill('45');
  await page.getByRole('button', { name: 'Continue', exact: true }).last().click();
  await page.waitForURL(/place$/);
  await page.waitForLoadState('networkidle');
  return { page, elsewhere, context };
}
const point = (page) => page.locator('#place-point').inputValue();
const status = (page) => page.locator('.app-map__status').innerText();

for (const width of [320, 1280]) {
  test(`with scripts at ${width} pixels`, async () => {
    const { page, elsewhere, context } = await atPlace({ viewport: { width, height: 1000 } });
    await look(page, `map-${width}`);
    const path = page.url();
    const picture = page.locator('.app-map__picture:visible');
    await picture.click({ position: { x: 140, y: 150 } });
    await page.waitForFunction(() => document.querySelector('#place-point').value !== '');
    assert.match(await status(page), /The pin is near/);
    assert.equal(page.url(), path, 'no page was loaded');
    await look(page, `map-pin-${width}`);
    const before = await point(page);
    const first = await picture.getAttribute('src');
    await page.getByRole('button', { name: 'Nearer' }).click();
    await page.waitForFunction((src) => [...document.querySelectorAll('.app-map__picture')].every((image) => image.getAttribute('src') !== src), first);
    assert.equal(await point(page), before);
    // Dragged, the map moves and the pin stays where it is on the ground.
    const box = await picture.boundingBox();
    const second = await picture.getAttribute('src');
    await page.mouse.move(box.x + 150, box.y + 150);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 110, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction((src) => [...document.querySelectorAll('.app-map__picture')].every((image) => image.getAttribute('src') !== src), second);
    assert.equal(await point(page), before);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing stands out');
    assert.deepEqual(elsewhere, []);
    await context.close();
  });
}

test('with the keyboard alone', async () => {
  const { page, context } = await atPlace();
  const map = page.getByRole('application', { name: /^Map\./ });
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('#place-point').value !== '');
  const first = (await point(page)).split(', ').map(Number);
  assert.match(await status(page), /The pin is/);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction((before) => document.querySelector('#place-point').value !== before, first.map((part) => part.toFixed(6)).join(', '));
  const second = (await point(page)).split(', ').map(Number);
  assert.ok(second[0] > first[0], 'up is north');
  assert.ok(Math.abs(second[1] - first[1]) < 1e-5);
  const view = page.locator('input[name="place-view"]');
  const zoom = async () => Number((await view.inputValue()).split('/')[0]);
  const before = await zoom();
  await page.keyboard.press('+');
  await page.waitForFunction((old) => Number(document.querySelector('input[name="place-view"]').value.split('/')[0]) === old + 1, before);
  assert.ok(await map.evaluate((element) => element === document.activeElement), 'the focus stays');
  await page.getByRole('button', { name: 'Continue', exact: true }).last().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.endsWith('/place'));
  await context.close();
});

for (const width of [320, 1280]) {
  test(`without scripts at ${width} pixels`, async () => {
    const { page, context } = await atPlace({ viewport: { width, height: 1000 }, javaScriptEnabled: false });
    await page.locator('.app-map__picture:visible').click({ position: { x: 100, y: 120 } });
    await page.waitForURL(/place#place-map$/);
    assert.match(await status(page), /The pin is near/);
    const pinned = await point(page);
    await page.getByRole('button', { name: 'Further away' }).click();
    await page.waitForLoadState('load');
    assert.equal(await point(page), pinned);
    await screenshot(page, `map-plain-${width}`);
    // Enter in a field sends the page, and not a press on the map.
    await page.locator('#place-point').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.endsWith('/place'));
    await context.close();
  });
}

test('what the map says can be questioned', async () => {
  const { page, context } = await atPlace({ viewport: { width: 320, height: 900 } });
  await page.locator('#place-point').fill('52.9495, 0.3100');
  await page.getByRole('button', { name: 'Continue', exact: true }).last().click();
  await page.getByLabel(/Why do you want/).fill('It is ill and leans over the school.');
  await page.getByRole('button', { name: 'Continue', exact: true }).last().click();
  await page.waitForURL(/photo$/);
  await page.goto(page.url().replace(/photo$/, 'protected?looked-up=protected'));
  await look(page, 'map-claim');
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.waitForLoadState('load');
  await checkPage(page, 'map-claim-wrong');
  await page.getByLabel('No', { exact: true }).check();
  await page.getByLabel('Why is this not right?').fill('The border was moved.');
  await page.waitForTimeout(2100);
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.waitForURL(/photo$/);
  await context.close();
});
