// A real PostgreSQL 15 of the tests' own: fresh cluster in a temporary folder, a free port, loopback only.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
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

export async function startPostgres() {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-postgres-'));
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
  const [command, args] = asOwner(join(bin, 'postgres'), [
    '-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`, '-c', 'max_connections=200',
  ]);
  const server = spawn(command, args, { cwd: '/', stdio: 'ignore' });
  const base = `postgresql://guildhall@127.0.0.1:${port}`;
  for (let attempt = 0; ; attempt += 1) {
    try {
      call('psql', [`${base}/postgres`, '-qc', 'select 1']);
      break;
    } catch (error) {
      if (attempt > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return {
    base,
    // The address of a database of this name, made when it is not there.
    url(name) {
      try {
        call('psql', [`${base}/postgres`, '-qc', `create database ${name}`]);
      } catch { /* it is there */ }
      return `${base}/${name}`;
    },
    async stop() {
      call('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
      await new Promise((resolve) => (server.exitCode === null ? server.on('exit', resolve) : resolve()));
      if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
    },
  };
}
