// How many questions are asked over all paths through a service or a model, and what evaluation with unknown inputs
// costs beside evaluation with all of them known.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from '../../tests/support/postgres.mjs';
import { tableModel } from '../lib/models.mjs';
import { folder } from '../lib/servers.mjs';
import { figure, median, table } from '../lib/tables.mjs';

const program = join(root, 'build/bench/guildhall_bench');
const law = join(process.env.GUILDHALL_DATA ?? join(root, '../shared/data'), 'dmn-law');

function measure(seconds, ...args) {
  return JSON.parse(execFileSync(program, ['questions', '--seconds', String(seconds), ...args]));
}

function modelsBelow(place) {
  return readdirSync(place, { recursive: true }).filter((name) => name.endsWith('.dmn')).sort().map((name) => join(place, name));
}

export async function run({ quick }) {
  const seconds = quick ? 0.1 : 1;
  const services = readdirSync(join(root, 'services'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'services', entry.name, 'service.yaml')))
    .map((entry) => measure(seconds, '--service', join(root, 'services', entry.name)));
  const models = [];
  if (existsSync(law)) models.push(...modelsBelow(law).map((file) => measure(seconds, '--model', file, '--imports', dirname(file), join(law, 'us-phl'))));
  else console.error(`${law} is not there: left out`);
  const place = folder();
  const made = [50, 1000].map((count) => {
    const file = join(place, `a table of ${count} rules.dmn`);
    writeFileSync(file, tableModel(count));
    return { ...measure(seconds, '--model', file), made: true };
  });
  const measured = [...services, ...models].filter(({ why, inputs }) => !why && inputs > 1);
  const left = [...services, ...models].length - measured.length;
  const rows = [...measured, ...made].map((one) => [
    one.made ? basename(one.name, '.dmn') : one.name, one.inputs, figure(one.asked), `${Math.round((one.asked / one.inputs) * 100)} %`,
    `${one.shortest}–${one.longest}`, `${one.paths.toLocaleString('en-GB')}${one.all ? '' : ' drawn'}`,
    figure(one.plain_ns / 1000), figure(one.unknown_ns / 1000), `×${figure(one.unknown_ns / one.plain_ns)}`,
  ]);
  const of = (group, value) => figure(median(group.map(value)));
  const summary = `Over the ${measured.length} services and models, half ask no more than ${of(measured, ({ asked, inputs }) => (100 * asked) / inputs)} % of their
questions, and half evaluate with unknowns in no more than ${of(measured, (one) => one.unknown_ns / one.plain_ns)} times the time (goal: 3).`;
  return `Questions that the rules read; of a model, for the decision that reads the most inputs, in the order of its inputs. Each
answer is a value at or between the limits in the rules, all as likely. Microseconds for one evaluation, one core: *known*
with every input known, *unknown* along the paths, where the next question is looked for. Left out: ${left} without a
decision, with fewer than two inputs, or with inputs for which no values can be made up.

${table(['', 'inputs', 'asked, mean', 'of them', 'fewest–most', 'paths', 'known, µs', 'unknown, µs', ''], rows)}

${summary}`;
}
