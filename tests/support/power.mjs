// A disk that loses its power: an XFS file system in a file, which `cut` stops as it stands. What was not written through to it
// is gone, as it is when a machine goes dark; `restore` mounts it again, with the file system's own recovery.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function call(program, ...args) {
  return execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` } });
}

export class Disk {
  constructor() {
    this.home = mkdtempSync(join(tmpdir(), 'guildhall-power-'));
    chmodSync(this.home, 0o755); // PostgreSQL's own user passes through
    this.folder = join(this.home, 'disk');
    this.image = join(this.home, 'image');
  }

  // Throws where a machine does not let us mount.
  make() {
    mkdirSync(this.folder);
    writeFileSync(this.image, '');
    truncateSync(this.image, 1024 ** 3);
    call('mkfs.xfs', '-q', this.image);
    this.restore();
  }

  sync() {
    call('sync', '--file-system', this.folder);
  }

  // Without flushing the file system's log: what was promised by fsync alone is on the disk.
  cut() {
    call('xfs_io', '-x', '-c', 'shutdown', this.folder);
  }

  restore() {
    call('mount', '-o', 'loop', this.image, this.folder);
    this.mounted = true;
  }

  // Processes that still end hold it for a moment.
  async unmount() {
    for (let attempt = 0; this.mounted; attempt += 1) {
      try {
        call('umount', this.folder);
        this.mounted = false;
      } catch (error) {
        if (attempt > 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  async remove() {
    await this.unmount();
    rmSync(this.home, { recursive: true, force: true });
  }
}

// Why this machine cannot lose its power, or nothing.
export async function whyNoPowerCuts() {
  const disk = new Disk();
  try {
    if (process.getuid() !== 0) return 'only root may mount';
    disk.make();
    disk.cut();
    return '';
  } catch (error) {
    return `no XFS in a file can be mounted here: ${String(error.stderr ?? error.message).trim().split('\n')[0]}`;
  } finally {
    await disk.remove();
  }
}
