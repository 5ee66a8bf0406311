// The real program on port 0 with a data folder of its own, on SQLite or on a fresh PostgreSQL database.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './postgres.mjs';

export const program = process.env.GUILDHALL ?? join(root, 'build/release/guildhall');
export const onPostgres = Boolean(process.env.GUILDHALL_POSTGRES);
let databases = 0;

function freshDatabase() {
  databases += 1;
  const name = `t_${process.pid}_${databases}`;
  execFileSync('psql', [`${process.env.GUILDHALL_POSTGRES}/postgres`, '-qc', `create database ${name}`]);
  return `${process.env.GUILDHALL_POSTGRES}/${name}`;
}

// One instance: start, stop, kill, start again on the same data.
export class Instance {
  constructor({ services = join(root, 'services'), extra = [], folder = tmpdir(), database } = {}) {
    this.data = mkdtempSync(join(folder, 'guildhall-test-'));
    this.database = database ?? (onPostgres ? freshDatabase() : '');
    this.services = services;
    this.extra = extra;
    this.port = 0;
    this.logged = '';
  }

  async start() {
    const args = ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`, '--services', this.services,
      '--web', join(root, 'build/web'), '--demo', ...this.extra];
    if (this.database) args.push('--database', this.database);
    this.child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    this.exited = new Promise((resolve) => {
      this.child.on('close', (code, signal) => resolve({ code, signal }));
      this.child.on('error', (error) => resolve({ code: error.message })); // it could not be started
    });
    this.child.stderr.on('data', (chunk) => { this.logged += chunk; });
    this.demo = {};
    await new Promise((resolve, reject) => {
      this.exited.then(({ code, signal }) => reject(new Error(`exited with ${code ?? signal}: ${this.logged}`)));
      createInterface({ input: this.child.stdout }).on('line', (line) => {
        if (line.startsWith('{')) { // --json
          const said = JSON.parse(line);
          this.port = Number(new URL(said.listening).port);
          this.logKey = said.log_key;
          resolve();
          return;
        }
        const listening = line.match(/^listening on (http:\/\/[^ ]+:(\d+))$/);
        if (listening) {
          this.port = Number(listening[2]);
          this.origin = `http://localhost:${this.port}`;
        }
        const key = line.match(/^log key (.+)$/);
        if (key) this.logKey = key[1];
        const account = line.match(/^demo (\w+): (\S+) with password (.+)$/);
        if (account) (this.demo[account[1]] ??= []).push({ email: account[2], password: account[3] });
        if (line.startsWith('demo lead')) resolve();
      });
    });
    return this;
  }

  async kill() {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    const end = await this.exited;
    return end;
  }

  async close() {
    const end = await this.stop();
    rmSync(this.data, { recursive: true, force: true });
    return end;
  }
}

// What `check` gives as soon as it gives something.
export async function until(check, what, seconds = 20) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    const value = await check();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`never happened: ${what}`);
}

// A command of the program: its exit status and what it said.
export function run(...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr, last: stdout.trimEnd().split('\n').pop() };
}

// Where an instance's log lies, as `verify` wants to hear it.
export function logOf(instance) {
  return ['--data', instance.data, '--key', instance.logKey, ...(instance.database ? ['--database', instance.database] : [])];
}

// A browser without scripts: cookies, redirects by hand, forms found in the page.
export class Visitor {
  constructor(instance) {
    this.instance = instance;
    this.cookies = new Map();
  }

  async request(path, { method = 'GET', body, headers = {} } = {}) {
    const url = new URL(path, `http://127.0.0.1:${this.instance.port}`);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { method, body, redirect: 'manual', headers: { ...(cookie && { cookie }), ...headers } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (/max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  // Follows redirects; keeps where it ended and what stood there.
  async open(path, options) {
    let response = await this.request(path, options);
    this.hops = [response.status];
    let at = path;
    while (response.status === 303 || response.status === 302) {
      at = response.headers.get('location');
      response = await this.request(at);
      this.hops.push(response.status);
    }
    this.path = at;
    this.status = response.status;
    this.headers = response.headers;
    this.page = await response.text();
    return this;
  }

  get title() {
    return unescape(this.page.match(/<title>([^<]*)<\/title>/)?.[1] ?? '');
  }

  get text() {
    return unescape(this.page.replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ').trim();
  }

  // The form whose action is this page's (or the one given), with its hidden fields.
  form(action) {
    const wanted = action ?? this.path.split(/[?#]/)[0];
    for (const match of this.page.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)) {
      const target = unescape(match[1].match(/action="([^"]*)"/)?.[1] ?? '');
      if (target !== wanted) continue;
      const hidden = {};
      for (const input of match[2].matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
        hidden[unescape(input[0].match(/name="([^"]*)"/)[1])] = unescape(input[0].match(/value="([^"]*)"/)?.[1] ?? '');
      }
      return { action: target, hidden, multipart: /multipart\/form-data/.test(match[1]) };
    }
    throw new Error(`no form for ${wanted} on ${this.path}: ${this.text.slice(0, 600)}`);
  }

  async send(fields = {}, { action, files = {} } = {}) {
    const form = this.form(action);
    let body;
    if (form.multipart) {
      body = new FormData();
      for (const [name, value] of Object.entries({ ...form.hidden, ...fields })) body.append(name, value);
      for (const [name, file] of Object.entries(files)) body.append(name, new Blob([file.bytes], { type: file.type }), file.name);
    } else {
      body = new URLSearchParams({ ...form.hidden, ...fields });
    }
    return this.open(form.action, { method: 'POST', body });
  }
}

function unescape(text) {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');
}

// A real, small PNG picture (2 by 2 pixels).
export const picture = {
  name: 'tree.png',
  type: 'image/png',
  bytes: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGMwMDAAIgYIBQAOCAGxmKPYOQAAAABJRU5ErkJggg==', 'base64'),
};

// Walks the tree service to the check page; returns the questions that were asked, in order. `answered` hears of each.
export async function answerTree(visitor, answers, answered = () => {}) {
  const asked = [];
  for (let step = 0; step < 12; step += 1) {
    const question = visitor.path.split(/[?#]/)[0].split('/').pop();
    if (question === 'check') return asked;
    asked.push(question);
    if (question === 'photo') await visitor.send({}, { files: { photo: answers.photo ?? picture } });
    else if (question === 'contact') {
      await visitor.send({ 'contact-name': 'Test Person', 'contact-email': 'resident@example.org', 'contact-phone': '', ...answers.contact });
    } else if (question === 'place') await visitor.send({ 'place-text': answers.place ?? 'Behind the house' });
    else await visitor.send({ [question]: answers[question] ?? 'Behind the house' });
    if (visitor.status !== 200) throw new Error(`${question}: ${visitor.status} ${visitor.text.slice(0, 500)}`);
    answered(question);
  }
  throw new Error('the journey does not end');
}

export async function startTree(visitor) {
  await visitor.open('/services/fell-a-tree');
  return visitor.send({}, { action: '/services/fell-a-tree/start' });
}

export async function signIn(visitor, account) {
  await visitor.open('/sign-in');
  return visitor.send(account);
}
