// Several people in one application, over HTTP and SMTP: who is asked, who gets in, what a signature is worth.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { rows } from '../support/database.mjs';
import { Postbox } from '../support/mail.mjs';
import { contact, invitation, partyServices } from '../support/parties.mjs';
import { Instance, Visitor, run, signIn, until } from '../support/server.mjs';

let instance, postbox, services;
before(async () => {
  services = partyServices();
  postbox = await new Postbox().start();
  instance = new Instance({ services });
  const config = join(instance.data, 'guildhall.yaml');
  writeFileSync(config, `mail:\n  server: smtp://127.0.0.1:${postbox.port}\n  from: services@eastmere.example\n`);
  instance.extra = ['--config', config];
  await instance.start();
});
after(async () => {
  assert.doesNotMatch(instance.logged, /@people\.example|Ann Lee/, 'nobody in the log');
  await instance.close();
  await postbox.stop();
  rmSync(services, { recursive: true, force: true });
});

let walks = 0;
async function begin(service, answers) {
  const visitor = new Visitor(instance);
  await visitor.open(`/services/${service}`);
  await visitor.send({}, { action: `/services/${service}/start` });
  for (const fields of answers) {
    await visitor.send(fields);
    assert.equal(visitor.status, 200, visitor.text);
  }
  visitor.draft = visitor.path.split('/')[2];
  visitor.check = `/apply/${visitor.draft}/check`;
  return visitor;
}
// Addresses of their own for every walk, so that no test reads another's mail.
function gardeners({ doctor = false } = {}) {
  walks += 1;
  const who = { ann: `ann${walks}@people.example`, ben: `ben${walks}@people.example`, nia: `nia${walks}@people.example`, jones: `jones${walks}@people.example` };
  const answers = [{ place: 'Behind the school' }, contact('own', 'Ann Lee', who.ann), contact('partner', 'Ben Smith', who.ben), contact('neighbour', 'Nia Price', who.nia),
    { needs_help: doctor ? 'yes' : 'no' }];
  if (doctor) answers.push(contact('doctor', 'Dr Jones', who.jones));
  return { who, answers };
}
const act = (visitor, what, person) => {
  const forms = [...visitor.page.matchAll(/<form[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => form).filter((form) => form.includes(`value="${what}"`));
  const form = person ? forms.find((one) => one.includes(`(${person})`)) : forms[0];
  assert.ok(form, `${what} ${person ?? ''}: ${visitor.text}`);
  const fields = Object.fromEntries([...form.matchAll(/<input[^>]*>/g)].map(([input]) => [input.match(/name="([^"]*)"/)[1], input.match(/value="([^"]*)"/)[1]]));
  return visitor.open(`/apply/${visitor.draft}/sign`, { method: 'POST', body: new URLSearchParams(fields) });
};
const mailTo = (to, count = 1) => until(() => {
  const mails = postbox.mails.filter(({ mail }) => mail.to.text === to);
  return mails.length >= count && mails;
}, `${count} mails to ${to}`);
async function opened(to, count = 1) {
  await mailTo(to, count);
  const person = new Visitor(instance);
  person.link = invitation(postbox.mails, to);
  await person.open(person.link);
  await person.send();
  person.id = person.link.split('/')[2];
  return person;
}
async function sign(person, name) {
  await person.open(`/parties/${person.id}/answer/check`);
  await person.send({ agree: 'yes', name });
  return person;
}

test('two sign and a doctor answers, then it is sent in', async () => {
  const { who, answers } = gardeners({ doctor: true });
  const ann = await begin('shared-garden', answers);
  assert.equal(ann.path, ann.check, 'what the doctor is asked is not asked of the applicant');
  assert.match(ann.text, /Who else takes part/);
  assert.match(ann.text, /Ben Smith, who gardens with you Not asked yet Signs the application/);
  assert.match(ann.text, /Dr Jones, your doctor Not asked yet Answers: What can the applicant not do\?/);
  assert.throws(() => ann.form(ann.check), 'nothing can be sent in yet');
  const early = await ann.request(ann.check, { method: 'POST', body: new URLSearchParams(ann.form(`/apply/${ann.draft}/sign`).hidden) });
  assert.equal(early.headers.get('location'), ann.check);
  assert.equal(rows(instance, 'SELECT COUNT(*) AS n FROM cases')[0].n, 0);

  await act(ann, 'ask');
  assert.match(ann.text, /Ben Smith, who gardens with you Asked/);
  const [{ mail, raw }] = await mailTo(who.ben);
  assert.match(mail.subject, /Ann Lee asks you to sign: Apply for a shared garden/);
  assert.doesNotMatch(mail.text, /Behind the school/, 'no answers in a mail');
  assert.match(raw, /^Auto-Submitted: auto-generated\r$/m);

  // A mail scanner opens the link and presses nothing.
  const link = invitation(postbox.mails, who.ben);
  const scanner = new Visitor(instance);
  await scanner.open(link);
  assert.equal(scanner.status, 200);
  assert.match(scanner.text, /Ann asks you to take part in an application: Apply for a shared garden/);
  assert.doesNotMatch(scanner.text, /Lee|Behind the school|people\.example/);
  assert.equal(scanner.cookies.size, 0);
  assert.match(scanner.headers.get('cache-control') ?? '', /no-store/);

  const ben = await opened(who.ben);
  assert.equal(ben.path, `/parties/${ben.id}`);
  assert.match(ben.text, /Ann Lee asks you for your signature/);
  await ben.open(`/parties/${ben.id}/answer`);
  assert.equal(ben.path, `/parties/${ben.id}/answer/check`);
  assert.match(ben.text, /Behind the school/);
  assert.doesNotMatch(ben.text, /What can the applicant not do/);
  await ben.send({ name: '' });
  assert.equal(ben.status, 422);
  assert.match(ben.text, /Tick the box if you agree/);
  assert.match(ben.text, /Enter your full name/);
  await ben.send({ agree: 'yes', name: 'x'.repeat(101) });
  assert.match(ben.text, /100 characters or fewer/);
  await ben.send({ agree: 'yes', name: ' Benjamin <b>Smith</b> ' });
  assert.match(ben.text, /You have signed/);
  await ben.open(`/parties/${ben.id}/answer/check`);
  assert.equal(ben.path, `/parties/${ben.id}`, 'once');

  const nia = await opened(who.nia);
  await nia.open(`/parties/${nia.id}/answer/check`);
  assert.match(nia.text, /Behind the school/);
  assert.doesNotMatch(nia.text, /Ben Smith/, 'she sees the place alone');
  await nia.send({ agree: 'yes', name: 'Nia Price' });

  const jones = await opened(who.jones);
  assert.match(jones.text, /asks you for your answers to 2 questions/);
  await jones.open(`/parties/${jones.id}/answer`);
  assert.equal(jones.path, `/parties/${jones.id}/answer/health`);
  for (const other of ['place', 'own', 'needs_help']) {
    await jones.open(`/parties/${jones.id}/answer/${other}`);
    assert.equal(jones.path, `/parties/${jones.id}/answer/health`, `${other} is not the doctor's`);
  }
  await jones.send({ limits: '', since: '2019' });
  assert.equal(jones.status, 422);
  await jones.send({ limits: 'Bend down', since: '2019' });
  assert.equal(jones.path, `/parties/${jones.id}/answer/check`);
  assert.doesNotMatch(jones.text, /Behind the school/, 'who answers sees nothing but their own');
  await ann.open(ann.check);
  assert.doesNotMatch(ann.text, /Bend down/, 'not handed in yet');
  await ann.open(`/apply/${ann.draft}/health`);
  assert.equal(ann.path, ann.check, 'and never the applicant’s to answer');
  await jones.send();
  assert.match(jones.text, /You have handed in your answers/);

  await ann.open(ann.check);
  assert.match(ann.text, /Bend down/);
  assert.match(ann.text, /Signed by Benjamin <b>Smith<\/b> on/);
  assert.match(ann.text, /Everybody is done\. You can send this in/);
  const told = await mailTo(who.ann, 3);
  assert.equal(told.filter(({ mail: one }) => /Everything is ready/.test(one.subject)).length, 1);
  await ann.send();
  assert.match(ann.path, /^\/applications\/.*\/sent$/);
  const reference = ann.path.split('/')[2];
  await ann.open(`/applications/${reference}`);
  assert.match(ann.text, /Who took part/);
  assert.match(ann.text, /Signed by Benjamin <b>Smith<\/b> on .* “I look after the garden together/);
  assert.match(ann.text, /Answered by Dr Jones on/);

  await ann.open('/access');
  assert.match(ann.text, /Ben Smith To take part in your application/);
  assert.match(ann.text, /Nia Price To take part/);
  assert.doesNotMatch(ann.text, /Jones/, 'who reads nothing leaves no record');
  await ben.open(`/parties/${ben.id}`);
  assert.match(ben.text, /has been sent in/);

  const staff = new Visitor(instance);
  await signIn(staff, instance.demo.caseworker[0]);
  await staff.open(`/desk/cases/${reference}`);
  assert.match(staff.text, /Who took part Who gardens with you Signed by Benjamin <b>Smith<\/b> on .* [0-9a-f]{64}/);
  assert.match(staff.text, /What can the applicant not do\? Bend down/);

  const events = rows(instance, "SELECT type, body FROM events WHERE type IN ('application.signed', 'application.submitted') ORDER BY event_id");
  assert.equal(events.filter(({ type }) => type === 'application.signed').length, 2);
  for (const { body } of events) assert.doesNotMatch(String(body), /Smith|Price|people\.example|garden together/);
  const submitted = JSON.parse(events.find(({ type }) => type === 'application.submitted').body);
  assert.equal(submitted.data.signatures.length, 2);
});

test('a link opens in one browser, once; a fresh one goes to the same address', async () => {
  const { who, answers } = gardeners();
  const ann = await begin('shared-garden', answers);
  await act(ann, 'ask');
  const ben = await opened(who.ben);
  const thief = new Visitor(instance);
  await thief.open(ben.link);
  assert.match(thief.text, /This does not open here/);
  assert.doesNotMatch(thief.text, /garden|Ann|people\.example/);
  const pressed = await thief.request(ben.link, { method: 'POST', body: new URLSearchParams() });
  assert.match(await pressed.text(), /This does not open here/);
  for (const path of ['', '/answer', '/answer/check', '/answer/place', '/decline']) {
    await thief.open(`/parties/${ben.id}${path}`);
    assert.match(thief.text, /This does not open here/, path);
  }
  const nobody = new Visitor(instance);
  await nobody.open('/parties/018f0000-0000-7000-8000-000000000000');
  assert.equal(nobody.text, thief.text, 'the same where there is nobody');
  await ben.open(ben.link);
  assert.equal(ben.path, `/parties/${ben.id}`, 'in their own browser the link leads on');

  const mailed = postbox.mails.length;
  await thief.open(`/parties/${ben.id}/open/${'0'.repeat(32)}`);
  await thief.send({}, { action: `/parties/${ben.id}/link` });
  assert.match(thief.text, /Look at your e-mail/);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(postbox.mails.length, mailed, 'at most one link in ten minutes');

  // The applicant cannot be their own partner.
  const link = invitation(postbox.mails, who.nia);
  await ann.open(link);
  await ann.send();
  assert.equal(ann.status, 403);
  assert.match(ann.text, /This is your own application/);
  assert.match((await opened(who.nia)).text, /Ann Lee asks you for your signature/);
});

test('a change voids a signature: the applicant is warned, the signer told and asked again', async () => {
  const { who, answers } = gardeners();
  const ann = await begin('shared-garden', answers);
  await act(ann, 'ask');
  const ben = await sign(await opened(who.ben), 'Ben Smith');
  await sign(await opened(who.nia), 'Nia Price');
  await ann.open(`${ann.check.replace('check', 'own')}?from=check`);
  assert.match(ann.text, /Signed by Ben Smith and Nia Price\. If you change an answer/);
  await ann.send({ ...contact('own', 'Ann Lee', who.ann), 'own-phone': '01632 960 001' });
  // What Ben read has changed; what Nia read has not.
  assert.match(ann.text, /Ben Smith, who gardens with you Has to do it again/);
  assert.match(ann.text, /Nia Price, your neighbour Has signed/);
  await until(() => postbox.mails.find(({ mail }) => mail.to.text === who.ben && /What you signed has changed/.test(mail.subject)), 'Ben is told');
  await ben.open(`/parties/${ben.id}`);
  assert.match(ben.text, /You are asked again later/);
  await act(ann, 'ask');
  await until(() => postbox.mails.find(({ mail }) => mail.to.text === who.ben && /Answers have changed since/.test(mail.text)), 'Ben is asked again');
  await sign(ben, 'Ben Smith');
  assert.match(ben.text, /You have signed/, 'in the browser that is known');
  await ann.open(ann.check);
  await ann.send();
  assert.match(ann.path, /\/sent$/);
  assert.equal(rows(instance, "SELECT COUNT(*) AS n FROM events WHERE type = 'signature.voided'")[0].n, 1);
});

test('what changes under a reader is read again', async () => {
  const { who, answers } = gardeners();
  const ann = await begin('shared-garden', answers);
  await act(ann, 'ask');
  const nia = await opened(who.nia);
  await nia.open(`/parties/${nia.id}/answer/check`);
  await ann.open(`/apply/${ann.draft}/place?from=check`);
  await ann.send({ place: 'In her yard' });
  await nia.send({ agree: 'yes', name: 'Nia Price' });
  assert.equal(nia.status, 422);
  assert.match(nia.text, /The answers changed while you were reading/);
  assert.match(nia.text, /In her yard/);
  await nia.send({ agree: 'yes', name: 'Nia Price' });
  assert.match(nia.text, /You have signed/);
});

test('one after another: the second hears when the first is done', async () => {
  walks += 1;
  const who = { heir: `heir${walks}@people.example`, bank: `bank${walks}@people.example` };
  const owner = await begin('family-farm', [{ farm: 'Hill Top' }, contact('own', 'Olga Moe', 'olga@people.example'), contact('heir', 'Hal Moe', who.heir), contact('bank', 'Bo Bank', who.bank)]);
  assert.match(owner.text, /Bo Bank, your bank Waits for somebody before them/);
  await act(owner, 'ask');
  const heir = await opened(who.heir);
  assert.equal(invitation(postbox.mails, who.bank), undefined);
  await sign(heir, 'Hal Moe');
  const bank = await opened(who.bank);
  await sign(bank, 'Bo Bank');
  await owner.open(owner.check);
  await owner.send();
  assert.match(owner.path, /\/sent$/);
});

test('saying no tells the applicant and stops the link; another address is asked', async () => {
  const { who, answers } = gardeners();
  const ann = await begin('shared-garden', answers);
  await act(ann, 'ask');
  const ben = await opened(who.ben);
  await ben.open(`/parties/${ben.id}/decline`);
  await ben.send({});
  assert.equal(ben.status, 422);
  await ben.send({ why: 'not-me', words: '<script>Wrong</script> Ben' });
  assert.match(ben.text, /You said no/);
  await ben.open(`/parties/${ben.id}/answer/check`);
  assert.equal(ben.path, `/parties/${ben.id}`);
  await until(() => postbox.mails.find(({ mail }) => mail.to.text === who.ann && /Ben Smith does not take part/.test(mail.subject)), 'Ann is told');
  await ann.open(ann.check);
  assert.match(ann.text, /Said no .*Is not who you mean, and said so on .* They write: <script>Wrong<\/script> Ben/);
  await ann.open(`/apply/${ann.draft}/partner?from=check`);
  await ann.send(contact('partner', 'Bea Smith', `bea${walks}@people.example`));
  assert.match(ann.text, /Bea Smith, who gardens with you Not asked yet/);
  await act(ann, 'ask');
  const bea = await opened(`bea${walks}@people.example`);
  await ben.open(`/parties/${ben.id}`);
  assert.match(ben.text, /This does not open here/);
  await sign(bea, 'Bea Smith');
  assert.match(bea.text, /You have signed/);

  const nia = await opened(who.nia);
  await ann.open(ann.check);
  await act(ann, 'take-back', 'Nia Price');
  assert.match(ann.text, /Nia Price, your neighbour Not asked yet/);
  await nia.open(`/parties/${nia.id}/answer/check`);
  assert.match(nia.text, /This does not open here/);
  await until(() => postbox.mails.find(({ mail }) => mail.to.text === who.nia && /no longer asked/.test(mail.subject)), 'Nia is told');
});

test('signing in takes along who was asked and who asks', async () => {
  const { who, answers } = gardeners();
  const ann = await begin('shared-garden', answers);
  await act(ann, 'ask');
  const ben = await opened(who.ben);
  for (const [visitor, email] of [[ann, who.ann], [ben, who.ben]]) {
    await visitor.open('/account/new');
    await visitor.send({ name: 'Somebody', email, password: 'correct horse battery' });
  }
  await sign(ben, 'Ben Smith');
  assert.match(ben.text, /You have signed/);
  await ann.open(ann.check);
  assert.match(ann.text, /Signed by Ben Smith on/);
});

test('forms with bad input are answered plainly', async () => {
  const { who, answers } = gardeners();
  const ann = await begin('shared-garden', answers);
  await act(ann, 'ask');
  const ben = await opened(who.ben);
  for (const fields of [{ do: 'dance' }, { do: 'again', person: 'x' }, { do: 'take-back', person: '' }, { do: 'take-back', person: '0'.repeat(9000) }, {}]) {
    const response = await ann.request(`/apply/${ann.draft}/sign`, { method: 'POST', body: new URLSearchParams({ ...ann.form(`/apply/${ann.draft}/sign`).hidden, ...fields }) });
    assert.ok([303, 404].includes(response.status), `${JSON.stringify(fields)}: ${response.status}`);
  }
  await ben.open(`/parties/${ben.id}/answer/check`);
  for (const fields of [{ agree: 'yes', name: '\u202eneB' }, { agree: 'yes', name: 'Ben', shown: 'other' }, { agree: 'maybe', name: 'Ben' }]) {
    await ben.send(fields);
    assert.equal(ben.status, 422, JSON.stringify(fields));
  }
  for (const path of ['/parties/x', '/parties/%00', `/parties/${'9'.repeat(4000)}`, `/parties/${ben.id}/open/${'f'.repeat(5000)}`, `/parties/${ben.id}/open/%ff`]) {
    const response = await ben.request(path);
    assert.ok(response.status < 500, `${path.slice(0, 40)}: ${response.status}`);
  }
});

test('the walker acts as everybody who is asked', async () => {
  const house = await new Instance({ services }).start();
  try {
    for (const service of ['shared-garden', 'family-farm']) {
      const walked = run('walk', join(services, service), '--url', `http://127.0.0.1:${house.port}`, '--outbox', join(house.data, 'outbox'), '--seed', '2', '--json');
      assert.equal(walked.status, 0, walked.stdout + walked.stderr);
      const { reference, path } = JSON.parse(walked.last);
      assert.match(reference, /^GH-/);
      assert.ok(path.filter(({ address }) => address.includes('/open/')).length >= 2, 'it opened their links');
    }
    const without = run('walk', join(services, 'family-farm'), '--url', `http://127.0.0.1:${house.port}`, '--json');
    assert.equal(without.status, 1);
    assert.match(JSON.parse(without.last).problem, /say with --outbox/);
  } finally {
    await house.close();
  }
});
