// A real PostgreSQL 15 of the tests' own: fresh cluster in a temporary folder, a free port, loopback only.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const bin = '/usr/lib/postgresql/15/bin';

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// PostgreSQL refuses to run as root: then its processes run as `postgres`.
function asOwner(program, args) {
  return process.getuid() === 0 ? ['runuser', ['-u', 'postgres', '--', program, ...args]] : [program, args];
}

// `parent`: where its folder is made.
export async function startPostgres({ parent = tmpdir() } = {}) {
  const folder = mkdtempSync(join(parent, 'guildhall-postgres-'));
  chmodSync(folder, 0o700);
  if (process.getuid() === 0) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'])));
    chownSync(folder, uid, gid);
  }
  const data = join(folder, 'data');
  const port = await freePort();
  const call = (program, args) => {
    const [command, all] = asOwner(join(bin, program), args);
    return execFileSync(command, all, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  };
  call('initdb', ['-D', data, '-U', 'guildhall', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']);
  const base = `postgresql://guildhall@127.0.0.1:${port}`;
  const [command, args] = asOwner(join(bin, 'postgres'), [
    '-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`, '-c', 'max_connections=200',
  ]);
  let server, postmaster;
  const start = async () => {
    server = spawn(command, args, { cwd: '/', stdio: 'ignore' });
    for (let attempt = 0; ; attempt += 1) {
      try {
        call('psql', [`${base}/postgres`, '-qc', 'select 1']);
        postmaster = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
        break;
      } catch (error) {
        if (attempt > 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  const ended = () => new Promise((resolve) => (server.exitCode === null && server.signalCode === null ? server.on('exit', resolve) : resolve()));
  await start();
  return {
    base,
    // The address of a database of this name, made when it is not there.
    url(name) {
      try {
        call('psql', [`${base}/postgres`, '-qc', `create database ${name}`]);
      } catch { /* it is there */ }
      return `${base}/${name}`;
    },
    // Starts it again on what is left after `kill`.
    start,
    // Ends it at once, whether its files can still be read or not; without them it may have ended by itself.
    async kill() {
      try {
        if (server.exitCode === null && server.signalCode === null) process.kill(postmaster, 'SIGKILL');
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
      await ended();
    },
    async stop() {
      call('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
      await ended();
      if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
    },
  };
}
