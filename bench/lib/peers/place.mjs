// Where the other engines are fetched to and built, and which versions are pinned there.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const place = join(dirname(fileURLToPath(import.meta.url)), '../../peers');

// The first number that follows the name.
export const pinned = (file, name) => readFileSync(join(place, file), 'utf8').match(new RegExp(`${name}\\D*(\\d[\\w.-]*)`))[1];
