// A page of a journey: a question as the program draws it for a visitor's draft, and the same with an error summary
// after a wrong answer, beside one nginx worker that serves a file of the same size.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Visitor, startTree } from '../../tests/support/server.mjs';
import { has } from '../lib/machine.mjs';
import { folder, serve, serveFile, wrk } from '../lib/servers.mjs';
import { figure, median, percent, spread, table } from '../lib/tables.mjs';

// A visitor in the middle of a journey, with two answers saved, and what to send for a wrong third one: nothing.
async function atQuestion(server) {
  const visitor = new Visitor(server);
  await startTree(visitor);
  await visitor.send({ trunk: '45' });
  await visitor.send({ place: 'Behind the house' });
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const body = new URLSearchParams(visitor.form().hidden).toString();
  return { path: visitor.path, cookie, body };
}

// Instructions that the program runs for one request, counted by valgrind, so whatever else the machine does.
async function instructions() {
  const place = folder();
  const server = await serve({ under: ['valgrind', '--tool=callgrind', '--instr-atstart=no', `--callgrind-out-file=${place}/out`] });
  const at = await atQuestion(server);
  const url = `http://127.0.0.1:${server.port}${at.path}`;
  const post = { method: 'POST', body: at.body, headers: { cookie: at.cookie, 'content-type': 'application/x-www-form-urlencoded' } };
  const get = { headers: { cookie: at.cookie } };
  const ask = async (options, times) => {
    for (let i = 0; i < times; i += 1) await (await fetch(url, { ...options, headers: { ...options.headers, 'accept-encoding': 'identity' } })).text();
  };
  const control = (...args) => execFileSync('callgrind_control', [...args, String(server.pid)], { stdio: 'ignore' });
  const counts = [];
  for (const options of [get, post]) {
    await ask(options, 20);
    control('-z');
    control('-i', 'on');
    await ask(options, 200);
    control('-d');
    control('-i', 'off');
    const last = readdirSync(place).filter((name) => name.startsWith('out.')).sort((a, b) => Number(a.split('.')[1]) - Number(b.split('.')[1])).pop();
    counts.push(Number(readFileSync(join(place, last), 'utf8').match(/^(?:summary|totals): (\d+)/m)[1]) / 200);
  }
  await server.stop();
  return counts;
}

export async function run({ quick }) {
  const server = await serve();
  const { path, cookie, body } = await atQuestion(server);
  const url = `http://127.0.0.1:${server.port}${path}`;
  const place = folder();
  const script = join(place, 'wrong.lua');
  writeFileSync(script, `wrk.method = "POST"\nwrk.body = ${JSON.stringify(body)}\nwrk.headers["Content-Type"] = "application/x-www-form-urlencoded"\n`);

  const wrong = await fetch(url, { method: 'POST', headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' }, body });
  const wrongPage = await wrong.text();
  if (wrong.status !== 422 || !wrongPage.includes('error-summary')) throw new Error(`a wrong answer gave ${wrong.status}`);
  const size = Buffer.byteLength(wrongPage);
  const nginx = await serveFile(Buffer.alloc(size, 'x'));
  const kinds = {
    file: (time) => wrk(`http://127.0.0.1:${nginx.port}/page.html`, { pids: nginx.worker, time }),
    question: (time) => wrk(url, { pids: server.pid, time, headers: { Cookie: cookie } }),
    error: (time) => wrk(url, { pids: server.pid, time, script, headers: { Cookie: cookie } }),
    compressed: (time) => wrk(url, { pids: server.pid, time, script, headers: { Cookie: cookie, 'Accept-Encoding': 'gzip' } }),
  };
  const found = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
  for (let round = 0; round < (quick ? 2 : 7); round += 1) {
    for (const [kind, measured] of Object.entries(kinds)) {
      if (round === 0) await measured(1);
      found[kind].push(await measured(quick ? 1 : 5));
    }
  }
  await nginx.stop();
  await server.stop();
  const counted = has('valgrind') ? await instructions() : [];

  const of = (kind, what) => found[kind].map((round) => round[what]);
  const ratio = (kind) => median(found[kind].map((round, i) => round.perSecond / found.file[i].perSecond));
  const row = (name, kind, count) => [
    name, figure(median(of(kind, 'perSecond'))), figure(ratio(kind)), figure(median(of(kind, 'cpu'))), count ? figure(count) : '–', percent(spread(of(kind, 'perSecond'))),
  ];
  return [
    `A question with an error summary (status 422, ${figure(size)} bytes), one wrk thread, 64 connections kept alive; medians over ${found.file.length} interleaved rounds.`,
    '',
    table(
      ['', 'requests/s', 'of nginx', 'CPU µs/request', 'instructions/request', 'spread'],
      [
        row('nginx, one worker, a file of that size', 'file'),
        row('question page (GET)', 'question', counted[0]),
        row('question with error summary (POST of a wrong answer)', 'error', counted[1]),
        row('the same, compressed for the client (gzip)', 'compressed'),
        ['goal', '15,000', '0.20', '', '', ''],
      ],
    ),
  ].join('\n');
}
