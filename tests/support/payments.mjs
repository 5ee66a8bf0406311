// A service with a fee, and the payment sandbox as a process of its own, which outlives the instances that use it.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './postgres.mjs';
import { program } from './server.mjs';

const stall = `service: stall
version: 1
title: Put up a stall
summary: A place on the market for a day.
topics: [markets]
cost: £24, or £48 for a large stall
takes: About 2 minutes
fee:
  amount: if size = "large" then 48 else 24
  for: A place on the market
questions:
  size: {ask: "How large is your stall?", type: radios, options: {small: Up to 3 metres, large: Up to 6 metres}}
  sells: {ask: "What do you sell?", type: text}
  contact: {from: bank/contact, needed: to tell you}
journey:
  - section: Your stall
    pages: [size, sells]
  - section: About you
    pages: [contact]
`;
const guide = `## Before you start

You need a debit or credit card.
`;
const examples = `- example: a small stall
  given: {size: small, sells: Apples}
  fee: 24
- example: a large stall
  given: {size: large, sells: Pears}
  fee: 48
`;
const free = stall.replace('service: stall', 'service: open-day').replace(/fee:\n.*\n.*\n/, 'fee: if size = "large" then 48 else 0\n');

// `change` writes the first service otherwise.
export function feeServices(change = (yaml) => yaml) {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-fees-'));
  for (const [name, yaml] of [['stall', change(stall)], ['open-day', free]]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'service.yaml'), yaml);
    writeFileSync(join(folder, name, 'guide.md'), guide);
  }
  writeFileSync(join(folder, 'stall', 'examples.yaml'), examples);
  return folder;
}

export const cards = {
  good: '4444 3333 2222 1111', declined: '4000 0000 0000 0002', noMoney: '4000000000009995', expired: '4000000000000069',
  fails: '4000000000000119', slow: '4000000000000259', neverComesBack: '4000000000000341',
};

export class Sandbox {
  async start({ expiresAfter = 5400, port = 0 } = {}) {
    this.child = spawn(program, ['pay-sandbox', '--listen', `127.0.0.1:${port}`, '--json', '--web', join(root, 'build/web'), '--expires-after', String(expiresAfter)], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.exited = new Promise((resolve) => { this.child.on('close', resolve); });
    await new Promise((resolve, reject) => {
      this.exited.then((code) => reject(new Error(`the sandbox ended with ${code}`)));
      createInterface({ input: this.child.stdout }).once('line', (line) => {
        const said = JSON.parse(line);
        this.url = said.listening;
        this.pages = said.pages;
        this.key = said.key;
        resolve();
      });
    });
    // What an operator writes.
    this.folder = mkdtempSync(join(tmpdir(), 'guildhall-pay-'));
    writeFileSync(join(this.folder, 'key'), `${this.key}\n`);
    this.config = join(this.folder, 'guildhall.yaml');
    writeFileSync(this.config, `agency: Eastmere Council\ncontact: 01632 960 001\npayments:\n  url: ${this.url}\n  key-file: ${join(this.folder, 'key')}\n  pages: ["${this.pages}"]\n`);
    return this;
  }

  async api(path, { method = 'GET', body } = {}) {
    const answer = await fetch(this.url + path, { method, body: body && JSON.stringify(body), headers: { authorization: `Bearer ${this.key}`, ...(body && { 'content-type': 'application/json' }) } });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : undefined };
  }

  async payments() {
    return (await this.api('/v1/payments')).body.results;
  }

  // What it has of people's money.
  async taken() {
    const all = await this.payments();
    return all.filter((one) => one.state.status === 'success').reduce((sum, one) => sum + one.amount - one.refund_summary.amount_submitted, 0);
  }

  // Somebody sends a card; where the browser is led, or the page.
  async pay(page, card) {
    const answer = await fetch(page, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ card }) });
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
  }

  async stop() {
    this.child.kill('SIGTERM');
    await this.exited;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// Walks to the page with all answers.
export async function answerStall(visitor, { service = 'stall', size = 'small', email = 'resident@example.org' } = {}) {
  await visitor.open(`/services/${service}`);
  await visitor.send({}, { action: `/services/${service}/start` });
  await visitor.send({ size });
  await visitor.send({ sells: 'Apples' });
  await visitor.send({ 'contact-name': 'Test Person', 'contact-email': email, 'contact-phone': '' });
  if (!visitor.path.endsWith('/check')) throw new Error(`at ${visitor.path}: ${visitor.text.slice(0, 300)}`);
  return visitor;
}

// Presses "Pay and send in"; the address of the provider's page, without going there.
export async function goToPay(visitor) {
  const form = visitor.form(visitor.path.split('?')[0]);
  const answer = await visitor.request(form.action, { method: 'POST', body: new URLSearchParams(form.hidden) });
  return answer.headers.get('location');
}
