// What the machine is, how busy it is, and what processes cost.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { root } from '../../tests/support/postgres.mjs';

export function has(program) {
  return spawnSync('which', [program], { stdio: 'ignore' }).status === 0;
}

export function machine() {
  const memory = Math.round(totalmem() / 2 ** 30);
  const release = readFileSync('/etc/os-release', 'utf8').match(/^PRETTY_NAME="(.*)"$/m)?.[1] ?? 'unknown system';
  return `${cpus().length} × ${cpus()[0].model.trim()}, ${memory} GiB, ${release}`;
}

export function commit() {
  const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--', 'src', 'apps', 'services', 'web') ? ' and changes' : '');
}

export const load = () => loadavg()[0];

// CPU time that all threads of these processes have used, in microseconds. Threads that ended do not count.
export function cpuTime(pids) {
  let nanoseconds = 0;
  for (const pid of [pids].flat()) {
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      try {
        nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
      } catch { /* it ended meanwhile */ }
    }
  }
  return nanoseconds / 1000;
}

export function children(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

// Resident and proportional memory, in MB of a million bytes.
export function memoryOf(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kilobytes = (name) => Number(text.match(new RegExp(`^${name}: +(\\d+)`, 'm'))[1]);
  return { rss: (kilobytes('Rss') * 1024) / 1e6, pss: (kilobytes('Pss') * 1024) / 1e6 };
}
