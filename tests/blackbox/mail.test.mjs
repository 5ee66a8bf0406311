// Mail through a real SMTP server: what arrives, what happens when it does not, and that nobody can steer it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { rows } from '../support/database.mjs';
import { Postbox } from '../support/mail.mjs';
import { freePort } from '../support/postgres.mjs';
import { Instance, Visitor, answerTree, startTree, until } from '../support/server.mjs';

const origin = 'https://services.eastmere.example';

async function started(mail) {
  const instance = new Instance();
  const config = join(instance.data, 'guildhall.yaml');
  const lines = Object.entries({ from: 'services@eastmere.example', 'from-name': 'Østmere services', ...mail }).map(([key, value]) => `  ${key}: ${value}\n`);
  writeFileSync(config, `origin: ${origin}\nmail:\n${lines.join('')}`);
  instance.extra = ['--config', config];
  return instance.start();
}

async function apply(instance, answers = { trunk: '25' }) {
  const visitor = new Visitor(instance);
  await startTree(visitor);
  await answerTree(visitor, answers);
  await visitor.send();
  visitor.reference = visitor.path.split('/')[2];
  return visitor;
}

// What became of the mail of so many notices, sorted, once none waits any more.
const settled = (instance, count) => until(() => {
  const states = rows(instance, 'SELECT mail FROM notices').map((row) => row.mail).sort();
  return states.length >= count && !states.includes('waiting') && states;
}, 'every mail is settled', 60);

let instance, postbox;
before(async () => {
  postbox = await new Postbox().start();
  instance = await started({ server: `smtp://127.0.0.1:${postbox.port}` });
});
after(async () => {
  assert.doesNotMatch(instance.logged, /resident@example\.org|eastmere\.example>|attacker/, 'no address in the log');
  await instance.close();
  await postbox.stop();
});

test('what is sent in and decided is told by mail, once each', async () => {
  const visitor = await apply(instance);
  const mails = await until(() => postbox.mails.length >= 2 && postbox.mails, 'two mails');
  assert.deepEqual(await settled(instance, 2), ['sent', 'sent']);
  assert.equal(postbox.mails.length, 2);
  const ids = new Set();
  for (const { envelope, raw, mail } of mails) {
    assert.equal(envelope.from, 'services@eastmere.example');
    assert.deepEqual(envelope.to, ['resident@example.org']);
    assert.equal(mail.to.text, 'resident@example.org');
    assert.equal(mail.from.value[0].address, 'services@eastmere.example');
    assert.equal(mail.from.value[0].name, 'Østmere services');
    assert.match(raw, /^From: =\?UTF-8\?B\?[A-Za-z0-9+/=]+\?= <services@eastmere\.example>\r$/m);
    assert.match(raw, /^Message-ID: <[0-9a-f-]{36}@eastmere\.example>\r$/m);
    assert.match(raw, /^Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000\r$/m);
    assert.ok(Math.abs(mail.date - Date.now()) < 600_000, String(mail.date));
    assert.match(raw, /^Auto-Submitted: auto-generated\r$/m);
    assert.match(raw, /^Content-Type: text\/plain; charset=utf-8\r$/m);
    assert.ok(raw.split('\r\n').every((line) => line.length <= 78 && !line.includes('\n')), 'short lines that end in CRLF');
    const [, link] = mail.text.match(/^(https:\S+)$/m);
    assert.match(link, /[A-Z0-9]$/, 'no mail program leaves the end of it out');
    assert.ok(decodeURIComponent(link).startsWith(`${origin}/applications/${visitor.reference}/open/`), 'links come from the configured origin');
    await visitor.open(new URL(link).pathname);
    assert.equal(visitor.status, 200);
    assert.doesNotMatch(visitor.text, /by the link/, 'in the browser that applied the link is no news');
    assert.doesNotMatch(mail.text, /localhost|127\.0\.0\.1/);
    assert.doesNotMatch(mail.text, /Behind the house|Test Person/, 'no answers in a mail');
    ids.add(mail.messageId);
  }
  assert.equal(ids.size, 2);
  const subjects = mails.map(({ mail }) => mail.subject).sort();
  assert.deepEqual(subjects, [`We have decided about ${visitor.reference}`, `We have your application ${visitor.reference}`]);
  assert.match(mails.find(({ mail }) => mail.subject.includes('have your')).mail.text, /Your reference is/);
  await visitor.open('/inbox');
  assert.match(visitor.text, /We have your application/, 'and it is in the inbox too');
});

// A check character may be one that an address writes in another way, so the place is found and not the reference.
const withReference = (path, reference) => path.replace(/(?<=^\/applications\/)[^/]+/, () => encodeURIComponent(reference));

const linkIn = (mail) => new URL(mail.text.match(/^(https:\S+)$/m)[1]).pathname;

test('the link in a mail opens this one case on another device, and an account can keep it', async () => {
  const count = postbox.mails.length;
  const visitor = await apply(instance);
  const other = await apply(instance);
  await until(() => postbox.mails.length >= count + 4, 'the mails of both');
  const mine = postbox.mails.slice(count).map(({ mail }) => mail).filter((mail) => mail.subject.includes(visitor.reference));
  const path = linkIn(mine[0]);

  const phone = new Visitor(instance);
  await phone.open(path);
  assert.equal(phone.status, 200);
  assert.equal(decodeURIComponent(phone.path), `/applications/${visitor.reference}`, 'the key does not stay in the address');
  assert.match(phone.text, /You opened this by the link/);
  assert.match(phone.text, /Behind the house/);
  for (const page of ['receipt', 'receipt.json', 'letter']) assert.equal((await phone.request(`/applications/${visitor.reference}/${page}`)).status, 200, page);
  assert.equal((await phone.request(`/applications/${other.reference}`)).status, 404, 'and no other case');
  assert.equal((await phone.request(withReference(path, other.reference))).status, 404, 'and its key opens no other');
  const key = path.split('/').pop();
  const forged = key.replace(/\d+$/, (seconds) => String(Number(seconds) + 1));
  assert.equal((await new Visitor(instance).request(path.replace(key, forged))).status, 404, 'not a second longer than it was made for');
  assert.doesNotMatch(instance.logged, new RegExp(key.slice(0, 20)), 'no key in the log');

  await phone.open(`/account/new?next=/applications/${encodeURIComponent(visitor.reference)}`);
  await phone.send({ name: 'Test Person', email: 'keeper@example.org', password: 'linden by the water' });
  assert.equal(decodeURIComponent(phone.path), `/applications/${visitor.reference}`);
  await phone.send({}, { action: `/applications/${visitor.reference}/keep` });
  assert.equal(phone.status, 200);
  assert.doesNotMatch(phone.text, /by the link/);
  assert.equal([...phone.cookies.keys()].filter((name) => name.startsWith('case-')).length, 0, 'the key is given back');
  await phone.open('/applications');
  assert.match(phone.text, new RegExp(visitor.reference.replace(/[*$]/g, '\\$&')));
  assert.equal((await new Visitor(instance).request(path)).status, 404, 'now only the account opens it');
  assert.equal((await visitor.request(`/applications/${visitor.reference}`)).status, 404);
});

test('who lost the link asks for another: one in ten minutes, and nobody learns whether there is a case', async () => {
  const count = postbox.mails.length;
  const visitor = await apply(instance);
  await until(() => postbox.mails.length >= count + 2, 'the mails of the application');
  const stranger = new Visitor(instance);
  const nobody = 'GH-0000-0000-0';
  for (const reference of [visitor.reference, nobody]) {
    await stranger.open(`/applications/${reference}`);
    assert.equal(stranger.status, 404);
    assert.equal(stranger.title, stranger.title.replace(reference, ''), 'the same page');
    for (let i = 0; i < 2; i += 1) {
      await stranger.open(`/applications/${reference}`);
      await stranger.send({}, { action: `/applications/${reference}/link` });
      assert.equal(stranger.status, 200);
      assert.match(stranger.text, /If there is an application .* with an e-mail address, a link that opens it is on its way/);
    }
  }
  const [{ mail }] = await until(() => postbox.mails.length >= count + 3 && postbox.mails.slice(count + 2), 'the link');
  assert.equal(mail.subject, `Your link to ${visitor.reference}`);
  assert.equal(mail.to.text, 'resident@example.org');
  await stranger.open(linkIn(mail));
  assert.match(stranger.text, /Behind the house/);
  await settled(instance, 1);
  assert.equal(postbox.mails.length, count + 3);
});

test('a restart sends nothing twice', async () => {
  const count = postbox.mails.length;
  await instance.stop();
  await instance.start();
  const visitor = await apply(instance);
  await until(() => postbox.mails.length >= count + 2, 'the mails of a new application');
  await settled(instance, count + 2);
  assert.equal(postbox.mails.length, count + 2);
  for (const { mail } of postbox.mails.slice(count)) assert.ok(mail.subject.includes(visitor.reference), mail.subject);
});

test('no answer adds a recipient or a header', async () => {
  const count = postbox.mails.length;
  const visitor = new Visitor(instance);
  await startTree(visitor);
  for (const [question, value] of [['trunk', '25'], ['place-text', 'Here\r\nBcc: attacker@example.net\r\n\r\n.\r\nMAIL FROM:<attacker@example.net>']]) await visitor.send({ [question]: value });
  assert.match(visitor.path, /photo$/);
  const contact = visitor.path.replace(/photo$/, 'contact');
  for (const email of [
    'resident@example.org\r\nBcc: attacker@example.net', 'resident@example.org\nattacker@example.net', 'resident@example.org, attacker@example.net',
    'resident@example.org attacker@example.net', '<attacker@example.net>', '"a\r\nBcc: attacker@example.net"@example.org', 'resident@example.org%0aBcc:attacker@example.net\r\n.\r\n',
    '@example.org', 'resident@', 'resident',
  ]) {
    await visitor.open(contact);
    await visitor.send({ 'contact-name': 'Test', 'contact-email': email, 'contact-phone': '' });
    assert.equal(visitor.status, 422, JSON.stringify(email));
  }
  await visitor.open(contact);
  await visitor.send({ 'contact-name': 'Test\r\nBcc: attacker@example.net', 'contact-email': 'resident@example.org', 'contact-phone': '' });
  if (visitor.status === 422) await visitor.send({ 'contact-name': 'Test', 'contact-email': 'resident@example.org', 'contact-phone': '' });
  await answerTree(visitor, {});
  await visitor.send();
  await until(() => postbox.mails.length >= count + 2, 'the mails of this application');
  for (const { envelope, raw } of postbox.mails.slice(count)) {
    assert.deepEqual(envelope.to, ['resident@example.org']);
    assert.doesNotMatch(raw, /attacker|^Bcc/mi);
  }
});

test('a server that is away gets the mail later, once', async () => {
  const port = await freePort();
  const own = await started({ server: `smtp://127.0.0.1:${port}` });
  const later = new Postbox({ port });
  try {
    await apply(own);
    await until(() => /"event":"jobs.failed"/.test(own.logged), 'a try that fails');
    assert.doesNotMatch(own.logged, /resident@example\.org/);
    await later.start();
    assert.deepEqual(await settled(own, 2), ['sent', 'sent']);
    assert.equal(later.mails.length, 2);
  } finally {
    await own.close();
    await later.stop();
  }
});

test('a server that says "later" is asked again; one that says "never" is not', async () => {
  const picky = await new Postbox({ replies: [451, 250] }).start();
  const own = await started({ server: `smtp://127.0.0.1:${picky.port}` });
  try {
    const visitor = await apply(own);
    assert.deepEqual(await settled(own, 2), ['sent', 'sent']);
    assert.equal(picky.mails.length, 2);
    picky.replies = [550, 550, 550, 550];
    const asked = picky.recipients;
    await apply(own);
    assert.deepEqual(await settled(own, 4), ['refused', 'refused', 'sent', 'sent']);
    assert.equal(picky.recipients, asked + 2, 'each was tried once');
    assert.equal(picky.mails.length, 2);
    await visitor.open('/inbox');
    assert.equal(visitor.status, 200);
  } finally {
    await own.close();
    await picky.stop();
  }
});

function certificate(folder, address) {
  const [key, cert] = ['tls.key', 'tls.pem'].map((name) => join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=mail',
    '-addext', `subjectAltName=IP:${address}`, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { key, cert };
}

async function overTls(address, scheme) {
  const folder = instance.data;
  const { key, cert } = certificate(folder, address);
  const password = join(folder, 'mail-password');
  writeFileSync(password, 'MARKED-password\n', { mode: 0o600 });
  const box = await new Postbox({ address, tls: { key, cert, fromStart: scheme === 'smtps' }, account: { user: 'house', password: 'MARKED-password' } }).start();
  const server = `${scheme}://${address}:${box.port}`;
  const trusting = await started({ server, username: 'house', 'password-file': password, 'certificate-authorities': cert });
  const doubting = await started({ server, username: 'house', 'password-file': password });
  try {
    await apply(trusting);
    assert.deepEqual(await settled(trusting, 2), ['sent', 'sent']);
    assert.equal(box.mails.length, 2);
    assert.ok(box.mails.every(({ secure, user }) => secure && user === 'house'));
    await apply(doubting);
    await until(() => /"event":"jobs.failed"/.test(doubting.logged), 'a try that fails');
    assert.equal(box.mails.length, 2, 'a server whose certificate nobody vouches for gets nothing');
    assert.doesNotMatch(trusting.logged + doubting.logged, /MARKED/, 'the password is in no log');
  } finally {
    await trusting.close();
    await doubting.close();
    await box.stop();
  }
}

test('TLS from the first byte, with a password', () => overTls('127.0.0.1', 'smtps'));

const outside = Object.values(networkInterfaces()).flat().find((each) => each.family === 'IPv4' && !each.internal)?.address;
test('STARTTLS before the password', { skip: !outside && 'this machine has no address beyond loopback' }, () => overTls(outside, 'smtp'));
