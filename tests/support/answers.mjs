// Services that share questions of a bank, and one whose applications can be changed after sending in.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const files = {
  'bank/home.yaml': 'ask: Where do you live?\ntype: address\n',
  'bank/truth.yaml': 'ask: Your word\nlabel: What I have written is true\ntype: declaration\n',
  'bank/tenure.yaml': 'ask: How do you live?\ntype: radios\noptions: {rent: I rent, own: I own my home}\n',
  'parking/service.yaml': `service: parking
version: 1
title: Apply for a parking permit
summary: Park near your home.
questions:
  contact: {from: bank/contact}
  home: {from: bank/home}
  tenure: {from: bank/tenure}
  car: {ask: "Which car is it?"}
  truth: {from: bank/truth}
`,
  'bins/service.yaml': `service: bins
version: 1
title: Order a larger bin
summary: A larger bin.
questions:
  who: {from: bank/contact}
  home: {from: bank/home}
  tenure: {from: bank/tenure, options: {rent: I rent, other: Something else}}
  landlord: {from: bank/contact, ask: "How do we reach your landlord?", optional: true}
  car: {ask: "Do you have a car?", type: yes-no}
  truth: {from: bank/truth}
journey:
  - section: You
    pages:
      - who
      - page: living
        title: Where you live
        questions: [home, tenure]
      - landlord
      - car
      - truth
`,
  'stall/service.yaml': `service: stall
version: 1
title: Ask for a stall
summary: A stall at the market.
questions:
  goods: {ask: "What do you sell?"}
  length: {ask: "How long is it?", type: number, unit: m, range: "[1..20]"}
  power: {ask: "How much power do you need?", type: number, unit: kW, when: "length > 10"}
  photo: {ask: "Add a photo of it", type: file, accept: [image]}
  helpers:
    repeat: helper
    ask: Who helps you?
    questions: {name: {ask: "What is the helper's name?"}}
  promise: {ask: "Your word", type: declaration, label: "I keep the rules"}
after-sending:
  change: [goods, length, photo, helpers]
`,
  'grants/service.yaml': `service: grants
version: 1
title: Apply for a grant
summary: A round of grants.
questions: {idea: {ask: "What is your idea?"}}
open: "[2020-01-01..2099-12-31]"
`,
  'old-grants/service.yaml': `service: old-grants
version: 1
title: Apply for an old grant
summary: A round of grants that is over.
questions: {idea: {ask: "What is your idea?"}}
open: "[..2020-12-31]"
`,
  'new-grants/service.yaml': `service: new-grants
version: 1
title: Apply for a new grant
summary: A round of grants to come.
questions: {idea: {ask: "What is your idea?"}}
open: "[2099-01-01..]"
`,
  'short/service.yaml': `service: short
version: 1
title: A short errand
summary: Kept for a week only.
questions: {a: {ask: "The first?"}, b: {ask: "The second?"}}
keep:
  - {records: draft, for: 7 days, after: last change, remind: 2 days}
`,
};

export function answerServices() {
  const services = mkdtempSync(join(tmpdir(), 'guildhall-answers-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(services, name, '..'), { recursive: true });
    writeFileSync(join(services, name), text);
    if (name.endsWith('service.yaml')) writeFileSync(join(services, name, '..', 'guide.md'), '# How it works\n\nAnswer the questions.\n');
  }
  return services;
}

let accounts = 0;
export async function newAccount(visitor) {
  accounts += 1;
  const account = { email: `person-${accounts}@example.org`, password: 'three words together' };
  await visitor.open('/account/new');
  await visitor.send({ name: 'Ada Lovelace', ...account });
  if (visitor.status !== 200) throw new Error(visitor.text);
  return account;
}

export async function start(visitor, service) {
  await visitor.open(`/services/${service}`);
  return visitor.send({}, { action: `/services/${service}/start` });
}

export const page = (visitor) => visitor.path.split(/[?#]/)[0].split('/').slice(3).join('/');
