// Decisions one after the other on one core, beside other engines on the same models and people in the same run. The
// answers are held against each other.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tests/support/postgres.mjs';
import { applicants, expression, expressionModel, loopedExpression, loopedTable, people, tableModel, tableRules } from '../lib/models.mjs';
import { drools, feelin, fetchPeers, timed, zen, zenExpression, zenTable } from '../lib/peers.mjs';
import { folder } from '../lib/servers.mjs';
import { figure, median, table } from '../lib/tables.mjs';

const program = join(root, 'build/bench/guildhall_bench');
const shared = process.env.GUILDHALL_DATA ?? join(root, '../shared/data');

function ours(model, decision, inputs, ...more) {
  return JSON.parse(execFileSync(program, ['decide', '--model', model, '--decision', decision, '--inputs', inputs, ...more], { maxBuffer: 2 ** 26 }));
}

// What we print as FEEL, and what others give as JSON, in one form.
function plain(answer) {
  if (answer === null || answer === undefined) return 'null';
  if (typeof answer === 'object') return `${answer.band} ${answer.amount}`;
  return String(Number(Number(answer).toPrecision(12))); // some compute with doubles
}
const plainFeel = (text) => plain(text.startsWith('{') ? { band: text.match(/band: "([^"]*)"/)[1], amount: text.match(/amount: (\d+)/)[1] } : text === 'null' ? null : Number(text));

function compare(name, mine, theirs) {
  const wrong = mine.findIndex((answer, i) => plainFeel(answer) !== plain(theirs[i]));
  if (wrong >= 0) throw new Error(`${name} answers ${plain(theirs[wrong])} where we answer ${mine[wrong]}`);
}

export async function run({ quick }) {
  fetchPeers();
  const place = folder();
  const rounds = quick ? 1 : 5;
  const subjects = [
    { name: 'one expression', goal: 100, model: expressionModel(), looped: loopedExpression(), crowd: people(1000), zen: zenExpression(), feelin: expression, answer: (result) => result.decision },
    ...[50, 1000].map((count) => ({
      name: `a table of ${count.toLocaleString('en-GB')} rules`, goal: count === 50 ? 1000 : 2000, model: tableModel(count), looped: loopedTable(count),
      crowd: people(1000, tableRules(count)), zen: zenTable(tableRules(count)), answer: (result) => result,
    })),
  ];
  const rows = [];
  for (const [i, subject] of subjects.entries()) {
    const [model, inputs] = [join(place, `${i}.dmn`), join(place, `${i}.json`)];
    writeFileSync(model, subject.model);
    writeFileSync(inputs, JSON.stringify(subject.crowd));
    const measured = { ours: [], named: [], recorded: [], explained: [], zen: [], feelin: [], drools: [] };
    const withZen = zen(subject.zen);
    const withFeelin = subject.feelin ? feelin(subject.feelin) : null;
    const withDrools = await drools(subject.looped);
    let load = 0;
    for (let round = 0; round < rounds; round += 1) {
      const mine = ours(model, 'decision', inputs);
      measured.ours.push(mine.ns);
      load = mine.load_ms;
      measured.named.push(ours(model, 'decision', inputs, '--by', 'name').ns);
      measured.recorded.push(ours(model, 'decision', inputs, '--by', 'record').ns);
      measured.explained.push(ours(model, 'decision', inputs, '--by', 'explain').ns);
      const first = subject.crowd.slice(0, mine.answers.length);
      if (withZen) {
        if (round === 0) compare('zen-engine', mine.answers, await Promise.all(first.map(async (person) => subject.answer(await withZen.call(person)))));
        measured.zen.push(await timed(withZen.call, subject.crowd));
      }
      if (withFeelin) {
        if (round === 0) compare('feelin', mine.answers, first.map((person) => withFeelin.call(person)));
        measured.feelin.push(await timed(withFeelin.call, subject.crowd));
      }
      if (withDrools) {
        if (round === 0) compare('Drools', mine.answers, (await withDrools.answers(first)).answers);
        measured.drools.push(await withDrools.slope(subject.crowd.slice(0, 50), Array.from({ length: 4 }, () => subject.crowd).flat(), 2));
      }
    }
    withDrools?.stop();
    const own = median(measured.ours);
    const beside = (times) => (times.length ? `${figure(median(times) / 1000)} (×${figure(median(times) / own)})` : '–');
    rows.push([subject.name, figure(own / 1000), figure(subject.goal / 1000), figure(median(measured.named) / 1000), `+${Math.round((median(measured.recorded) / median(measured.named) - 1) * 100)} %`, figure(median(measured.explained) / 1000), figure(load), beside(measured.drools), beside(measured.zen), beside(measured.feelin)]);
  }
  return `Microseconds for one evaluation, one core; medians over ${rounds} interleaved rounds, each the best of five. Ours through
\`Model::prepare\`, by name through \`Model::evaluate\`; with the rules that matched noted (\`evaluate_and_record\`, what a stored
decision keeps) that much more; explained with every rule and cell. Drools (native, May 2024) as the slope of a loop in FEEL, its compiling left out; zen-engine 0.54 and feelin 8.2
by their calls from Node, feelin parsing each time. The first hundred answers of all were equal.

${table(['', 'ours', 'goal', 'by name', 'rules noted', 'explained', 'load, ms', 'Drools', 'zen-engine', 'feelin'], rows)}

${kit(rounds)}`;
}

// The kit's lending model, and one pass over all that the kit asks for.
function kit(rounds) {
  const tests = join(shared, 'dmn-tck/TestCases');
  if (!existsSync(tests)) return `The compatibility kit was not there to measure with.`;
  const lending = join(tests, 'compliance-level-3/0004-lending/0004-lending.dmn');
  const inputs = join(folder(), 'applicants.json');
  writeFileSync(inputs, JSON.stringify(applicants(1000)));
  const [decided, passes] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    decided.push(ours(lending, 'Strategy', inputs).ns);
    passes.push(JSON.parse(execFileSync(program, ['kit', tests])));
  }
  const [{ evaluations }] = passes;
  return `${table(['the kit', 'ours', 'goal'], [
    ['the lending model (Strategy), µs', figure(median(decided) / 1000), 8],
    [`all ${evaluations.toLocaleString('en-GB')} evaluations, by name, ms`, figure(median(passes.map((one) => one.ms))), 3],
    ['the same, the first time', figure(median(passes.map((one) => one.first_ms))), ''],
  ])}`;
}
