// What is measured: the program, nginx beside it, a PostgreSQL that syncs; and the clients that measure.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { freePort, root } from '../../tests/support/postgres.mjs';
import { children, cpuTime } from './machine.mjs';

export const program = join(root, 'build/bench/guildhall');
export const helper = join(root, 'build/bench/guildhall_bench');
export const services = join(root, 'services');
const run = promisify(execFile);

// Whatever way this ends, nothing stays behind.
const leftovers = new Set();
process.on('exit', () => leftovers.forEach((clear) => clear()));

export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'guildhall-bench-'));
  leftovers.add(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

// `guildhall serve` with its defaults, as `./run` starts it; `under` is a command to run it with.
export async function serve({ data = folder(), database = '', demo = false, under = [], services: offered = services } = {}) {
  const args = ['serve', '--data', data, '--listen', '127.0.0.1:0', '--services', offered, '--web', join(root, 'build/web')];
  if (database) args.push('--database', database);
  if (demo) args.push('--demo');
  const [command, ...rest] = [...under, program, ...args];
  const child = spawn(command, rest, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  leftovers.add(() => child.kill('SIGKILL'));
  const exited = new Promise((resolve) => child.on('exit', resolve));
  const server = { data, pid: child.pid, port: 0, demo: {} };
  await new Promise((resolve, reject) => {
    exited.then((code) => reject(new Error(`the server ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      server.port = Number(line.match(/^listening on http:\/\/.+:(\d+)$/)?.[1] ?? server.port);
      const account = line.match(/^demo (\w+): (\S+) with password (.+)$/);
      if (account) server.demo[account[1]] ??= { email: account[2], password: account[3] };
      if (line.startsWith(demo ? 'demo lead' : 'log key')) resolve();
    });
  });
  server.stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  return server;
}

// One nginx worker that serves one file under /page.html.
export async function serveFile(bytes) {
  const place = folder();
  writeFileSync(join(place, 'page.html'), bytes);
  const port = await freePort();
  writeFileSync(join(place, 'nginx.conf'), `
    daemon off; worker_processes 1; pid ${place}/nginx.pid; error_log stderr crit; user root;
    events { worker_connections 1024; }
    http {
      access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type text/html;
      client_body_temp_path ${place}/a; proxy_temp_path ${place}/b; fastcgi_temp_path ${place}/c; uwsgi_temp_path ${place}/d; scgi_temp_path ${place}/e;
      server { listen 127.0.0.1:${port}; root ${place}; }
    }`.replace(process.getuid() === 0 ? '' : 'user root;', ''));
  const child = spawn('nginx', ['-e', 'stderr', '-p', place, '-c', join(place, 'nginx.conf')], { stdio: 'ignore' });
  leftovers.add(() => child.kill('SIGTERM'));
  for (let attempt = 0; ; attempt += 1) {
    try {
      if ((await fetch(`http://127.0.0.1:${port}/page.html`)).status === 200) break;
    } catch { /* not yet */ }
    if (attempt > 100) throw new Error('nginx does not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const exited = new Promise((resolve) => child.on('exit', resolve));
  return {
    port,
    worker: children(child.pid)[0],
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

export async function measure(...args) {
  const { stdout } = await run(helper, args.map(String), { maxBuffer: 1 << 26 });
  return stdout.trim() ? JSON.parse(stdout) : null;
}

// wrk with one thread; requests a second, and CPU time per request of the processes that serve.
export async function wrk(url, { pids, time, script, headers = {}, connections = 64 }) {
  const before = cpuTime(pids);
  const args = ['-t1', `-c${connections}`, `-d${time}s`, ...(script ? ['-s', script] : []), ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]), url];
  const { stdout } = await run('wrk', args);
  const cpu = cpuTime(pids) - before;
  const requests = Number(stdout.match(/(\d+) requests in/)[1]);
  const perSecond = Number(stdout.match(/Requests\/sec: +([\d.]+)/)[1]);
  const refused = Number(stdout.match(/Non-2xx or 3xx responses: (\d+)/)?.[1] ?? 0);
  if (requests === 0 || /Socket errors/.test(stdout)) throw new Error(`wrk: ${stdout}`);
  return { requests, perSecond, refused, cpu: cpu / requests };
}
