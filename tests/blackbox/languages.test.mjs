// The reader's language: guessed, chosen, remembered by the browser and by the account, and used in what is written to them.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../support/postgres.mjs';
import { Instance, Visitor, answerTree, signIn, startTree, until } from '../support/server.mjs';

const { simpleParser } = createRequire(join(root, 'web/package.json'))('mailparser');
const welsh = { 'Accept-Language': 'cy-GB, en;q=0.5' };
const languageOf = (page) => page.match(/^<!doctype html><html class="gh" lang="([^"]*)"/)?.[1];

let instance;
before(async () => { instance = await new Instance().start(); });
after(async () => {
  const end = await instance.close();
  assert.equal(end.code, 0, instance.logged);
  assert.doesNotMatch(instance.logged, /"level":"error"|Sanitizer|runtime error/);
});

const folder = () => join(instance.data, 'outbox');
async function mailsTo(address, count) {
  return until(async () => {
    let names = [];
    try {
      names = readdirSync(folder()).filter((name) => name.endsWith('.eml'));
    } catch {
      return false;
    }
    const mails = (await Promise.all(names.map((name) => simpleParser(readFileSync(join(folder(), name)))))).filter((mail) => mail.to.text.includes(address));
    return mails.length >= count && mails;
  }, `${count} mails to ${address}`);
}

test('the first guess is the browser’s, a choice stays, and the page with it', async () => {
  const visitor = new Visitor(instance);
  await visitor.open('/', { headers: welsh });
  assert.equal(languageOf(visitor.page), 'cy');
  await visitor.open('/search?q=tree&x=%26', { headers: welsh });
  const link = visitor.page.match(/href="(\/language\/nn\?next=[^"]*)"/)[1].replace(/&amp;/g, '&');
  await visitor.open(link);
  assert.equal(visitor.path, '/search?q=tree&x=%26', 'what was searched for is kept');
  assert.equal(languageOf(visitor.page), 'nn');
  await visitor.open('/how-we-decide', { headers: welsh });
  assert.equal(languageOf(visitor.page), 'nn', 'a choice counts more than a guess');
  assert.match(visitor.page, /<a [^>]*lang="cy" hreflang="cy"[^>]*>Cymraeg<\/a>/, 'languages are named in themselves');
});

test('errors are in the reader’s language too', async () => {
  for (const [path, status, words] of [['/no-such-page', 404, 'Ni allwn ddod o hyd i’r dudalen hon'], ['/services/no-such', 404, 'Nid oes gennym wasanaeth yn y cyfeiriad hwn']]) {
    const response = await fetch(new URL(path, `http://127.0.0.1:${instance.port}`), { headers: welsh });
    assert.equal(response.status, status);
    const page = await response.text();
    assert.equal(languageOf(page), 'cy');
    assert.ok(page.includes(words), page.slice(page.indexOf('<main'), page.indexOf('<main') + 600));
  }
  const visitor = new Visitor(instance);
  await visitor.open('/language/cy?next=/services/fell-a-tree');
  await visitor.send({}, { action: '/services/fell-a-tree/start' });
  const forged = await visitor.open(visitor.path, { method: 'POST', body: new URLSearchParams({ csrf: 'x', trunk: '1' }) });
  assert.equal(forged.status, 403);
  assert.match(visitor.text, /Nid yw’r ffurflen hon yn ddilys mwyach/);
  const large = await visitor.request('/sign-in', { method: 'POST', body: new URLSearchParams({ email: 'x'.repeat(3 << 20) }) });
  assert.equal(large.status, 413);
  assert.equal(languageOf(await large.text()), 'cy');
  const desk = await fetch(new URL('/desk/no-such', `http://127.0.0.1:${instance.port}`), { headers: welsh });
  assert.equal(languageOf(await desk.text()), 'en', 'the desk is English');
});

test('mails and messages are in the language that the person used, and say so', async () => {
  const visitor = new Visitor(instance);
  await visitor.open('/language/cy?next=/services/fell-a-tree');
  await visitor.send({}, { action: '/services/fell-a-tree/start' });
  await answerTree(visitor, { trunk: '25', contact: { 'contact-email': 'darllenydd@example.org' } });
  await visitor.send();
  assert.match(visitor.text, /Eich cyfeirnod yw/);
  const reference = visitor.path.split('/')[2];
  const mails = await mailsTo('darllenydd@example.org', 2);
  assert.deepEqual(mails.map((mail) => mail.subject).sort(), [`Mae eich cais ${reference} gennym`, `Rydym wedi penderfynu ar ${reference}`].sort());
  for (const mail of mails) {
    assert.equal(mail.headers.get('content-language'), 'cy');
    assert.match(mail.text, /Gwneud cais i dorri coeden/, 'the service is called as it is in Welsh');
    assert.doesNotMatch(mail.text.replace(/http\S+/g, ""), /application|reference|decided/);
  }
  await visitor.open(`/applications/${reference}`);
  assert.match(visitor.page, /<html class="gh" lang="cy"/);
  assert.match(visitor.text, /Gellir torri coeden â boncyff hyd at 30 centimetr/, 'the reasons are in Welsh');
  assert.doesNotMatch(visitor.page.slice(visitor.page.indexOf('<main')), /lang="en"/);
  // Read in English, the messages stay Welsh, and say so.
  await visitor.open('/language/en?next=/inbox');
  assert.equal((visitor.page.match(/<span lang="cy">/g) ?? []).length, 2);
  await visitor.open(visitor.page.match(/href="(\/inbox\/[^"]+)"/)[1]);
  assert.match(visitor.page, /<h1[^>]*><span lang="cy">/);
  assert.match(visitor.page, /<div lang="cy"><p/);
});

test('an account takes the choice to another device', async () => {
  const account = { email: 'reader@example.org', password: 'linden by the water' };
  const first = new Visitor(instance);
  await first.open('/language/nb?next=/account/new');
  await first.send({ ...account, name: '' });
  assert.equal(languageOf(first.page), 'nb');
  const second = new Visitor(instance);
  await signIn(second, account);
  assert.equal(second.cookies.get('language'), 'nb');
  assert.equal(languageOf(second.page), 'nb');
  await second.open('/language/nn?next=/account');
  const third = new Visitor(instance);
  await signIn(third, account);
  assert.equal(languageOf(third.page), 'nn', 'what was chosen last');
  const forgetful = new Visitor(instance);
  await forgetful.open('/language/nb?next=/password/forgotten');
  await forgetful.send({ email: account.email });
  const [mail] = await mailsTo(account.email, 1);
  assert.equal(mail.subject, 'Velg et nytt passord');
  assert.equal(mail.headers.get('content-language'), 'nb');
});

test('a service without the reader’s words keeps its own, and says so', async () => {
  const visitor = new Visitor(instance);
  await visitor.open('/language/nn?next=/services/city-pass');
  assert.equal(languageOf(visitor.page), 'nn');
  assert.match(visitor.page, /<title lang="en">/);
  assert.match(visitor.page, /<main[^>]*>[\s\S]*<div lang="en">/);
  await startTree(visitor);
  assert.match(visitor.page, /<div lang="en">/);
});
