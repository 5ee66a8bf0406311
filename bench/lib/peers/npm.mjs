// What npm has: fetched once, when it is to be had.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { place } from './place.mjs';

// By the lock, as `ci` would, which asks for optional packages of other systems that the registry does not name.
let tried = false;
export function fetchPackages() {
  if (tried || existsSync(join(place, 'node_modules'))) return;
  tried = true;
  spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: place, stdio: 'inherit' });
}

// Why a package is left out, or nothing.
export function missingPackage(name) {
  fetchPackages();
  return existsSync(join(place, 'node_modules', name)) ? '' : 'npm has not fetched it';
}

export const load = (name) => createRequire(join(place, 'package.json'))(name);
