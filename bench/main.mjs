// Runs the parts that are named (or all), prints what they found, and with --write puts it into README.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commit, load, machine } from './lib/machine.mjs';

const parts = ['page', 'submissions', 'memory', 'sizes', 'growth', 'decisions', 'questions', 'simulation', 'journeys', 'lookups'];
const readme = join(dirname(fileURLToPath(import.meta.url)), 'README.md');
const options = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const wrong = [...options.filter((option) => !['--write', '--quick'].includes(option)), ...names.filter((name) => !parts.includes(name))];
if (wrong.length) {
  console.error(`bench/run: there is no ${wrong[0]}. Options: --write --quick. Parts: ${parts.join(' ')}`);
  process.exit(2);
}

for (const name of names.length ? names : parts) {
  const before = load();
  const { run } = await import(`./parts/${name}.mjs`);
  const found = await run({ quick: options.includes('--quick') });
  const date = new Date().toISOString().slice(0, 16).replace('T', ' ');
  const how = `${date} UTC, commit ${commit()}, ${machine()}; load average ${before.toFixed(1)} before, ${load().toFixed(1)} after.`;
  const text = `${found}\n\n${how}`;
  console.log(`\n## ${name}\n\n${text}`);
  if (options.includes('--write')) {
    const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
    const page = readFileSync(readme, 'utf8');
    const [from, to] = [page.indexOf(start), page.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`README.md has no place for ${name}`);
    writeFileSync(readme, `${page.slice(0, from + start.length)}\n${text}\n${page.slice(to)}`);
  }
}
process.exit(0);
