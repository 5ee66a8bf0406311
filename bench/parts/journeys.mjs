// Journeys of the first services and of imported forms, the largest among them: what a page, a saved page and sending in
// cost the server, and what it takes to load and to check all of them. Forms come from GUILDHALL_DATA (../shared/data).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../tests/support/postgres.mjs';
import { cpuTime, memoryOf } from '../lib/machine.mjs';
import { program, serve } from '../lib/servers.mjs';
import { figure, median, table } from '../lib/tables.mjs';

function send(server, path, cookie, body) {
  return new Promise((resolve, reject) => {
    const headers = { cookie, ...(body && { 'content-type': 'application/x-www-form-urlencoded', origin: `http://127.0.0.1:${server.port}` }) };
    const sent = request({ host: '127.0.0.1', port: server.port, path, method: body ? 'POST' : 'GET', headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
    }).on('error', reject);
    sent.end(body);
  });
}

// Processor time of the server for each request, as the median of batches.
async function cost(server, rounds, one) {
  const batches = [];
  for (let batch = 0; batch < 9; batch += 1) {
    const before = cpuTime(server.pid);
    for (let i = 0; i < rounds; i += 1) await one();
    batches.push((cpuTime(server.pid) - before) / rounds);
  }
  return median(batches);
}

// A journey with all of its answers given, not sent in.
function answered(server, folder) {
  const walked = spawnSync(program, ['walk', folder, '--url', `http://127.0.0.1:${server.port}`, '--unsent', '--json', '--seed', '3'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const found = JSON.parse(walked.stdout.trim().split('\n').at(-1));
  if (!found.draft) throw new Error(`${folder}: ${found.problem}`);
  return found;
}

// What the form of a page would send when nothing is changed on it.
function fieldsOf(form) {
  const fields = new URLSearchParams();
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const attribute = (name) => tag.match(new RegExp(` ${name}="([^"]*)"`))?.[1];
    if (!attribute('name') || (/type="(radio|checkbox)"/.test(tag) && !/ checked/.test(tag))) continue;
    fields.append(attribute('name'), (attribute('value') ?? '').replace(/&amp;/g, '&').replace(/&#39;/g, "'").replace(/&quot;/g, '"'));
  }
  return fields.toString();
}
const formOf = (page) => page.text.match(/<form[^>]*method="post"[\s\S]*?<\/form>/)?.[0] ?? '';

// Processor time of the server for sending in one application, over several.
async function sendingIn(server, folder, count) {
  const ready = [];
  for (let i = 0; i < count; i += 1) {
    const { draft, cookies } = answered(server, folder);
    ready.push({ draft, cookies, fields: fieldsOf(formOf(await send(server, `${draft}/check`, cookies))) });
  }
  const before = cpuTime(server.pid);
  for (const { draft, cookies, fields } of ready) {
    const sent = await send(server, `${draft}/check`, cookies, fields);
    if (sent.status !== 303) throw new Error(`${folder}: sending in was answered with ${sent.status}`);
  }
  return (cpuTime(server.pid) - before) / count;
}

async function journey(server, folder, rounds) {
  const { draft, cookies, path } = answered(server, folder);
  const pages = [...new Set(path.map((step) => step.address).filter((address) => !address.startsWith('/')))];
  let slowest = { time: 0 };
  const times = [];
  for (const address of pages) {
    const time = await cost(server, Math.max(1, Math.round(rounds / 10)), () => send(server, `${draft}/${address}`, cookies));
    times.push(time);
    if (time > slowest.time) slowest = { time, address };
  }
  // The page in the middle is sent again as it is; a page of members or texts has nothing to save.
  let saved;
  for (const address of pages.slice(pages.length >> 1)) {
    const page = await send(server, `${draft}/${address}`, cookies);
    const form = formOf(page);
    if (/type="file"|name="more"/.test(form)) continue;
    const fields = fieldsOf(form);
    const first = await send(server, `${draft}/${address}`, cookies, fields);
    if (first.status !== 303) continue;
    saved = await cost(server, rounds, () => send(server, `${draft}/${address}`, cookies, fields));
    break;
  }
  return { pages: pages.length, median: median(times), slowest, saved, sent: await sendingIn(server, folder, Math.max(4, Math.round(rounds / 10))) };
}

export async function run({ quick }) {
  const data = join(process.env.GUILDHALL_DATA ?? join(root, '../shared/data'));
  const kinds = [['formio', 'forms-formio'], ['xgov', 'forms-xgov']].filter(([, folder]) => existsSync(join(data, folder)));
  const rounds = quick ? 20 : 200;
  const scratch = mkdtempSync(join(tmpdir(), 'guildhall-journeys-'));
  const imported = join(scratch, 'services');
  try {
    for (const [kind, folder] of kinds) spawnSync(program, ['import', join(data, folder), '--from', kind, '--out', imported], { maxBuffer: 1 << 28 });
    const rows = [];
    const measure = async (server, name, folder) => {
      const questions = [...readFileSync(join(folder, 'service.yaml'), 'utf8').matchAll(/^ +(type|ask|repeat): /gm)].filter(([, key]) => key !== 'ask').length;
      const found = await journey(server, folder, rounds);
      rows.push([name, questions, found.pages, figure(found.median / 1000), `${figure(found.slowest.time / 1000)} (${found.slowest.address})`, found.saved ? figure(found.saved / 1000) : '–', figure(found.sent / 1000)]);
    };
    const shipped = await serve({ demo: true });
    for (const id of ['report-a-street-problem', 'fell-a-tree', 'childcare-allowance']) await measure(shipped, id, join(root, 'services', id));
    await shipped.stop();
    const lines = ['Milliseconds of the server\'s processor time for a page, and for a page that is saved (read, checked, sealed, written), with all answers of the journey given: the median of all pages of the journey, the slowest page, and the page in its middle. Then for sending in: case, decision, events, notices.', ''];
    let all = '';
    if (existsSync(imported)) {
      const ids = readdirSync(imported);
      const size = (id) => readFileSync(join(imported, id, 'service.yaml')).length;
      const largest = ids.toSorted((a, b) => size(b) - size(a));
      const began = process.hrtime.bigint();
      const checked = spawnSync(program, ['check', imported], { encoding: 'utf8', maxBuffer: 1 << 28 });
      const checking = Number(process.hrtime.bigint() - began) / 1e9;
      const start = process.hrtime.bigint();
      const server = await serve({ services: imported });
      const starting = Number(process.hrtime.bigint() - start) / 1e9;
      const memory = memoryOf(server.pid).rss;
      for (const id of [largest[0], largest[largest.length >> 1]]) await measure(server, id, join(imported, id));
      await server.stop();
      all = `\n\nAll ${ids.length} imported services: \`check\` ${figure(checking)} s (goal 5; ${checked.stdout.trim().split('\n').at(-1)}), start of the server until it listens ${figure(starting)} s (goal 2), ${figure(memory)} MB resident then (goal 200).`;
    }
    return lines.join('\n') + '\n' + table(['service', 'questions', 'pages', 'a page', 'slowest page', 'saved', 'sent in'], rows) + all;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
