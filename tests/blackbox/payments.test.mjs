// A fee from the page with all answers to the receipt: the real program, and the sandbox as a provider beside it.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Sandbox, answerStall, cards, feeServices, goToPay } from '../support/payments.mjs';
import { Instance, Visitor, run, signIn, until } from '../support/server.mjs';

let instance, sandbox, services;
before(async () => {
  services = feeServices();
  const checked = run('check', services);
  assert.equal(checked.status, 0, checked.stdout);
  sandbox = await new Sandbox().start();
  instance = await new Instance({ services, extra: ['--config', sandbox.config] }).start();
});
after(async () => {
  const end = await instance?.close();
  await sandbox?.stop();
  rmSync(services, { recursive: true, force: true });
  assert.equal(end?.code, 0, instance?.logged);
  // The last test takes the provider away.
  const logged = instance.logged.split('\n').filter((line) => !line.includes('payment provider: Couldn')).join('\n');
  assert.doesNotMatch(logged, /"level":"error"|Sanitizer|runtime error/);
});

const path = (address) => { const url = new URL(address); return url.pathname + url.search; };
const database = () => (instance.database ? ['--database', instance.database] : []);
const today = () => new Date().toISOString().slice(0, 10);
const reconcile = () => run('payments', 'reconcile', '--from', today(), '--to', today(), '--data', instance.data, '--config', sandbox.config, '--json', ...database());
const reconciled = () => { const done = reconcile(); return { status: done.status, ...JSON.parse(done.stdout) }; };
async function paid(options) {
  const visitor = await answerStall(new Visitor(instance), options);
  const { location } = await sandbox.pay(await goToPay(visitor), cards.good);
  await visitor.open(path(location));
  assert.match(visitor.path, /^\/applications\/[^/]+\/sent$/, visitor.text.slice(0, 400));
  return visitor;
}

test('pays, and is sent in with the payment', async () => {
  const visitor = await answerStall(new Visitor(instance), { size: 'large' });
  assert.match(visitor.text, /Pay £48\.00 and send in/);
  assert.match(visitor.text, /A place on the market/);
  assert.match(visitor.headers.get('content-security-policy'), new RegExp(`form-action 'self' ${sandbox.pages};`));
  const page = await goToPay(visitor);
  assert.ok(page.startsWith(`${sandbox.pages}/card/`), page);
  const { status, location } = await sandbox.pay(page, cards.good);
  assert.equal(status, 303);
  assert.match(location, new RegExp(`^http://localhost:${instance.port}/apply/[0-9a-f-]+/pay/[0-9a-f-]+$`));
  await visitor.open(path(location));
  assert.match(visitor.path, /\/sent$/);
  assert.match(visitor.text, /You have paid £48\.00\. See the receipt for your payment/);
  const reference = visitor.path.split('/')[2];
  const [there] = (await sandbox.api('/v1/payments')).body.results;
  assert.equal(there.amount, 4800);
  assert.equal(there.description, 'A place on the market');
  assert.match(there.reference, /^PAY-/);
  assert.doesNotMatch(JSON.stringify(there), /Test Person|resident@|Apples/, 'nothing personal goes to the provider');
  // Back to the same address, and to the page with all answers: one application, one payment.
  await visitor.open(path(location));
  assert.equal(visitor.path, `/applications/${reference}/sent`);
  await visitor.open(path(location).replace(/\/pay\/.*/, '/check'));
  assert.equal(visitor.path, `/applications/${reference}`);

  await visitor.open(`/applications/${reference}/payment`);
  for (const words of [/£48\.00/, /A place on the market/, /Eastmere Council/, new RegExp(there.reference), new RegExp(reference), /prints this page/]) assert.match(visitor.text, words);
  const stranger = new Visitor(instance);
  await stranger.open(`/applications/${reference}/payment`);
  assert.equal(stranger.status, 404);
});

test('says what did not work, takes nothing, and offers to try again', async () => {
  const visitor = await answerStall(new Visitor(instance));
  for (const [card, words] of [[cards.declined, /Your payment was declined No money was taken/], [cards.noMoney, /declined/], [cards.expired, /declined/], [cards.fails, /The payment did not work/]]) {
    const page = await goToPay(visitor);
    const before = (await sandbox.payments()).length;
    const answer = await sandbox.pay(page, card);
    assert.equal(answer.status, 200);
    const back = answer.text.match(/href="(http:\/\/localhost[^"]+\/pay\/[^"]+)"/)[1];
    await visitor.open(path(back));
    assert.match(visitor.text, words);
    assert.match(visitor.text, /Try again: pay £24\.00/);
    assert.equal((await sandbox.payments()).length, before);
    await visitor.open(path(back).replace(/\/pay\/.*/, '/check'));
  }
  const page = await goToPay(visitor);
  const cancelled = await fetch(`${page}/cancel`, { method: 'POST', redirect: 'manual' });
  await visitor.open(path(cancelled.headers.get('location')));
  assert.match(visitor.text, /The payment was cancelled No money was taken/);
  // Try again from that page.
  const form = visitor.form(visitor.path.replace(/\/pay\/.*/, '/check'));
  const again = await visitor.request(form.action, { method: 'POST', body: new URLSearchParams(form.hidden) });
  const done = await sandbox.pay(again.headers.get('location'), cards.good);
  await visitor.open(path(done.location));
  assert.match(visitor.path, /\/sent$/);
});

test('believes the provider alone, and nobody else’s payment', async () => {
  const visitor = await answerStall(new Visitor(instance));
  const page = await goToPay(visitor);
  const mine = (await sandbox.payments())[0];
  const back = path(mine.return_url);
  await visitor.open(`${back}?status=success`);
  assert.match(visitor.text, /You have not paid yet/);
  assert.ok(visitor.page.includes(page), 'and where to pay');
  const other = await answerStall(new Visitor(instance));
  await other.open(back);
  assert.equal(other.status, 404);
  await other.open(`${other.path.replace(/\/check$/, '')}/pay/${back.split('/').pop()}`);
  assert.equal(other.status, 404, 'the payment of another draft');
  await visitor.open(`${back.slice(0, -1)}z`);
  assert.equal(visitor.status, 404);
});

test('waits for the bank without charging again', async () => {
  const visitor = await answerStall(new Visitor(instance));
  const { location } = await sandbox.pay(await goToPay(visitor), cards.slow);
  const made = (await sandbox.payments()).length;
  await visitor.open(path(location));
  assert.match(visitor.text, /We are waiting for your bank/);
  assert.match(visitor.headers.get('refresh'), /^\d+$/);
  await visitor.open(path(location).replace(/\/pay\/.*/, '/check'));
  assert.equal(await goToPay(visitor), path(location), 'pressed again, it leads to the same payment');
  assert.equal((await sandbox.payments()).length, made);
  await until(async () => { await visitor.open(path(location)); return visitor.path.endsWith('/sent'); }, 'the bank answers', 30);
});

test('two tabs pay one payment', async () => {
  const visitor = await answerStall(new Visitor(instance));
  const [one, two] = [await goToPay(visitor), await goToPay(visitor)];
  assert.equal(one, two);
  const first = await sandbox.pay(one, cards.good);
  const second = await sandbox.pay(two, cards.good);
  assert.equal(second.status, 200);
  assert.match(second.text, /Your payment has been made/);
  await visitor.open(path(first.location));
  assert.match(visitor.path, /\/sent$/);
});

test('paid twice at the provider: the second goes back, with a notice', async () => {
  const visitor = await answerStall(new Visitor(instance), { email: 'twice@example.org' });
  const check = visitor.path;
  const first = await goToPay(visitor);
  // The card is in, the bank thinks; meanwhile an answer changes, and the changed application is paid as well.
  const slow = await sandbox.pay(first, cards.slow);
  await visitor.open(check.replace(/check$/, 'sells'));
  await visitor.send({ sells: 'Pears' });
  await visitor.open(check);
  const second = await goToPay(visitor);
  assert.ok(second.startsWith(sandbox.pages), second);
  assert.notEqual(second, first);
  const before = await sandbox.taken();
  const done = await sandbox.pay(second, cards.good);
  await visitor.open(path(done.location));
  assert.match(visitor.path, /\/sent$/);
  await until(async () => (await sandbox.payments()).some((one) => one.return_url === slow.location && one.refund_summary.status === 'full'), 'the first went back', 60);
  assert.equal(await sandbox.taken(), before + 2400);
  await visitor.open(path(slow.location));
  assert.match(visitor.text, /You get this payment back/);
  await visitor.open('/inbox');
  assert.match(visitor.text, /We are paying you back £24\.00/);
  assert.equal(reconciled().status, 0);
});

test('paid and never came back: sent in all the same, also when the program was killed', async () => {
  const visitor = await answerStall(new Visitor(instance));
  const lost = await sandbox.pay(await goToPay(visitor), cards.neverComesBack);
  assert.equal(lost.status, 500);
  await instance.kill();
  await instance.start();
  await until(async () => { await visitor.open('/applications'); return /Sent in/.test(visitor.text) && !/not sent in yet/.test(visitor.text); }, 'it is sent in', 60);
  assert.equal(reconciled().status, 0);
});

test('what the fee was paid for counts when an answer changed', async () => {
  const visitor = await answerStall(new Visitor(instance));
  const check = visitor.path;
  const { location } = await sandbox.pay(await goToPay(visitor), cards.good);
  await visitor.open(check.replace(/check$/, 'sells'));
  await visitor.send({ sells: 'Plums' });
  await visitor.open(path(location));
  assert.match(visitor.text, /We have your payment/);
  const before = await sandbox.taken();
  await visitor.open(check);
  assert.match(visitor.text, /You have paid £24\.00 already/);
  await visitor.send();
  assert.match(visitor.path, /\/sent$/);
  assert.equal(await sandbox.taken(), before);
});

test('the walker pays on its way', () => {
  const walked = run('walk', join(services, 'stall'), '--url', `http://127.0.0.1:${instance.port}`, '--seed', '3', '--json');
  assert.equal(walked.status, 0, walked.stdout + walked.stderr);
  assert.match(walked.stdout, /\/card\//);
  assert.match(walked.stdout, /"reference":"GH-/);
});

test('what is to pay is read back and checked with the service', () => {
  const shown = run('preview', join(services, 'stall'));
  assert.match(shown.stdout, /To pay before sending in\n\s+- A place on the market {2}\[fee: if size = "large" then 48 else 24, in GBP\]/);
  const wrong = feeServices((yaml) => yaml.replace('then 48 else 24', 'then 48.505 else 24'));
  const checked = run('check', wrong);
  rmSync(wrong, { recursive: true, force: true });
  assert.equal(checked.status, 1);
  assert.match(checked.stdout, /stall\/service\.yaml:9:11: error: .*48\.505 GBP, which cannot be paid: the currency has 2 decimals when size = "large"/);
});

test('nothing to pay is nothing to pay', async () => {
  const visitor = await answerStall(new Visitor(instance), { service: 'open-day' });
  assert.doesNotMatch(visitor.text, /£/);
  await visitor.send();
  assert.match(visitor.path, /\/sent$/);
  await visitor.open(visitor.path.replace('/sent', '/payment'));
  assert.equal(visitor.status, 404);
});

test('staff pay back part and all, never more, with a reason that the person reads', async () => {
  const visitor = await paid();
  const reference = visitor.path.split('/')[2];
  const clerk = new Visitor(instance);
  await signIn(clerk, instance.demo.caseworker[0]);
  const action = `/desk/cases/${reference}/refund`;
  await clerk.open(`/desk/cases/${reference}`);
  assert.match(clerk.text, /Pay money back/);
  for (const [amount, reason, words] of [['5', '', /Enter the reason/], ['24.01', 'Rain', /more than is left/], ['x', 'Rain', /amount in digits/], ['0', 'Rain', /above nothing/]]) {
    await clerk.send({ 'refund-amount': amount, 'refund-reason': reason }, { action });
    assert.equal(clerk.status, 422);
    assert.match(clerk.text, words);
    clerk.path = `/desk/cases/${reference}`;
  }
  await clerk.send({ 'refund-amount': '5', 'refund-reason': 'It <rained>' }, { action });
  assert.match(clerk.text, /£5\.00 on/);
  const there = (await sandbox.payments()).find((one) => one.refund_summary.amount_submitted === 500);
  assert.ok(there);
  await visitor.open(`/applications/${reference}/payment`);
  assert.match(visitor.text, /£5\.00 on .* It <rained>/);
  assert.match(visitor.text, /£19\.00/);
  await visitor.open('/inbox');
  assert.match(visitor.text, /We are paying you back £5\.00/);
  await clerk.open(`/desk/cases/${reference}`);
  await clerk.send({ 'refund-amount': '19.00', 'refund-reason': 'All of it' }, { action });
  assert.doesNotMatch(clerk.text, /Pay money back/);
  assert.match(clerk.text, /Paid back/);
  const resident = await visitor.request(action, { method: 'POST', body: new URLSearchParams({}) });
  assert.ok([303, 403].includes(resident.status), `a resident gets ${resident.status}`);
});

test('reconciling finds what differs both ways, and says so with its exit status', async () => {
  assert.deepEqual(reconciled().differences, []);
  const strange = (await sandbox.api('/v1/payments', { method: 'POST', body: { amount: 500, reference: 'PAY-STRANGE', description: 'x', return_url: 'http://localhost/' } })).body;
  await sandbox.pay(strange._links.next_url.href, cards.good);
  const visitor = await paid();
  const mine = (await sandbox.payments()).find((one) => one.amount === 2400 && one.state.status === 'success' && one.refund_summary.status === 'available');
  await sandbox.api(`/v1/payments/${mine.payment_id}/refunds`, { method: 'POST', body: { amount: 100, refund_amount_available: 2400 } });
  const found = reconciled();
  assert.equal(found.status, 1);
  assert.deepEqual(found.differences.map((one) => one.kind).sort(), ['refund-unknown-here', 'unknown-here']);
  assert.equal(found.differences.find((one) => one.kind === 'unknown-here').there, 500);
  assert.ok(visitor);
  const wrong = run('payments', 'reconcile', '--from', '2026-11-31', '--to', today(), '--data', instance.data, '--config', sandbox.config);
  assert.equal(wrong.status, 2);
});

test('a provider that is away is said so, and nothing is lost', async () => {
  const visitor = await answerStall(new Visitor(instance));
  const { port } = new URL(sandbox.url);
  sandbox.child.kill('SIGSTOP');
  sandbox.child.kill('SIGKILL');
  await sandbox.exited;
  await visitor.send();
  assert.equal(visitor.status, 503);
  assert.match(visitor.text, /does not answer|Nothing is lost/);
  assert.ok(port);
  await visitor.open(visitor.path.replace(/\/pay\/.*/, '/check'));
  assert.match(visitor.text, /Pay £24\.00 and send in/);
});
