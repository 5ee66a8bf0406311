// Decisions one after the other on one core, beside other engines on the same models and people in the same run. The
// answers are held against each other.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tests/support/postgres.mjs';
import { presentPeers } from '../lib/peers.mjs';
import { folder, helper } from '../lib/servers.mjs';
import { subjects } from '../lib/subjects.mjs';
import { figure, median, percent, table } from '../lib/tables.mjs';

const shared = process.env.GUILDHALL_DATA ?? join(root, '../shared/data');
const kit = join(shared, 'dmn-tck/TestCases');
const ways = ['place', 'name', 'record', 'explain'];

function ours({ model, decision, inputs }, way) {
  return JSON.parse(execFileSync(helper, ['decide', '--model', model, '--decision', decision, '--inputs', inputs, '--by', way], { maxBuffer: 2 ** 26 }));
}

// Answers in one form: numbers with twelve digits, since some compute with doubles, and members in the order of names.
function plain(answer) {
  if (answer === null || answer === undefined) return 'null';
  if (typeof answer === 'object') return Object.keys(answer).sort().map((name) => `${name} ${plain(answer[name])}`).join(', ');
  const number = Number(answer);
  return Number.isNaN(number) ? answer : String(Number(number.toPrecision(12)));
}

function compare(name, mine, theirs) {
  const wrong = mine.findIndex((answer, i) => plain(answer) !== plain(theirs[i]));
  if (wrong >= 0) throw new Error(`${name} answers ${plain(theirs[wrong])} where we answer ${plain(mine[wrong])}`);
}

// What was found round after round, by way for us and by name for the others.
async function measure(subject, peers, rounds) {
  const opened = [];
  try {
    for (const { name, open } of peers) opened.push({ name, peer: await open(subject) });
    const takers = opened.filter(({ peer }) => peer);
    const found = Object.fromEntries([...ways, ...takers.map(({ name }) => name)].map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const way of ways) found[way].push(ours(subject, way));
      for (const { name, peer } of takers) {
        const theirs = await peer.measure();
        compare(name, found.place[0].answers, theirs.answers);
        found[name].push(theirs);
      }
    }
    return found;
  } finally {
    for (const { peer } of opened) peer?.close();
  }
}

const more = (share) => `${share < 0 ? '−' : '+'}${percent(Math.abs(share))}`;
const microseconds = (times) => median(times.map(({ ns }) => ns)) / 1000;
const milliseconds = (times) => median(times.map(({ load_ms: load }) => load));

function own(all) {
  return table(['', 'by place', 'goal', 'by name', 'rules noted', 'explained', 'load, ms'], all.map(({ subject, found }) => {
    const [place, name, record, explain] = ways.map((way) => microseconds(found[way]));
    return [subject.name, figure(place), figure(subject.goal / 1000), figure(name), more(record / name - 1), figure(explain), figure(milliseconds(found.place))];
  }));
}

// How much longer than ours; a dash where there is no time.
function beside(peers, all) {
  const cell = (times, mine, of) => {
    if (!times || !Number.isFinite(of(times))) return '–';
    return times === mine ? figure(of(times)) : `${figure(of(times))} (×${figure(of(times) / of(mine))})`;
  };
  const large = all.find(({ subject }) => subject.rules?.length === 1000).found;
  const row = (title, name) => [title, ...all.map(({ found }) => cell(found[name], found.place, microseconds)), cell(large[name], large.place, milliseconds)];
  return table(['', ...all.map(({ subject }) => subject.name), 'loading 1,000 rules, ms'], [row('ours, by place', 'place'), ...peers.map(({ name }) => row(name, name))]);
}

// One pass over all that the kit asks for.
function pass(rounds) {
  if (!existsSync(kit)) return 'The compatibility kit was not there to measure with.';
  const passes = Array.from({ length: rounds }, () => JSON.parse(execFileSync(helper, ['kit', kit])));
  const [{ evaluations }] = passes;
  return table(['the kit', 'ours', 'goal'], [
    [`all ${evaluations.toLocaleString('en-GB')} evaluations, by name, ms`, figure(median(passes.map((one) => one.ms))), 3],
    ['the same, the first time', figure(median(passes.map((one) => one.first_ms))), ''],
  ]);
}

export async function run({ quick }) {
  const rounds = quick ? 1 : 5;
  const peers = presentPeers();
  const all = [];
  for (const subject of subjects(folder(), kit)) all.push({ subject, found: await measure(subject, peers, rounds) });
  return `Microseconds for one evaluation, one core; medians over ${rounds} interleaved rounds, each the best of five. Ours through
\`Model::prepare\`, by name through \`Model::evaluate\`; with the rules that matched noted (\`evaluate_and_record\`, what a stored
decision keeps) that much more; explained with every rule and cell.

${own(all)}

Other engines, in the same run: microseconds, and how many times ours; a dash where one does not take the model, or does
not say how long it loads. The first hundred answers of all were equal.

${beside(peers, all)}

${pass(rounds)}`;
}
