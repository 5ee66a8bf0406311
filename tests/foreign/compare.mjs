// Holds our decisions against those of Drools (the native program of npm's @kie-tools/jitexecutor-native), on made-up
// cases around the limits of the rules of each model. See docs/conformance.md for what came out, and who is right.
//
//   node tests/foreign/compare.mjs [--cases N] [--show] [MODEL or FOLDER…]     default: the models of governments
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { startDrools } from '../../bench/lib/peers/drools.mjs';
import { fetchPackages } from '../../bench/lib/peers/npm.mjs';
import { root } from '../support/postgres.mjs';
import { standardForm } from './standard_form.mjs';

const program = process.env.GUILDHALL_PROGRAM ?? join(root, 'build/release/guildhall');
const law = join(process.env.GUILDHALL_DATA ?? join(root, '../shared/data'), 'dmn-law');

// Drools goes by doubles in JSON, and writes temporal values as Java does.
const plainTime = (text) => text.replace(/T(\d\d:\d\d)(?=$|Z|[+-])/, 'T$1:00').replace(/(?:\+00:00|\[UTC\])$/, 'Z');
export function same(ours, theirs) {
  if (ours === null || ours === undefined || theirs === null || theirs === undefined) return (ours ?? null) === (theirs ?? null);
  if (typeof ours === 'number' && typeof theirs === 'number') return Math.abs(ours - theirs) <= 1e-8 * Math.max(1, Math.abs(ours));
  if (Array.isArray(ours) && Array.isArray(theirs)) return ours.length === theirs.length && ours.every((item, i) => same(item, theirs[i]));
  if (typeof ours === 'object' && typeof theirs === 'object') {
    const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
    return [...names].every((name) => same(ours[name], theirs[name]));
  }
  if (typeof ours === 'string' && typeof theirs === 'string') return plainTime(ours) === plainTime(theirs);
  return ours === theirs;
}

// What kind of value it is, so that differences of one kind are told once.
export function kind(value) {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a context' : `a ${typeof value}`;
}

function casesOf(file, imports, count) {
  const options = ['decide', file, '--cases', String(count), '--json', ...imports.flatMap((folder) => ['--imports', folder])];
  return JSON.parse(execFileSync(program, options, { maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] }));
}

// What they cannot take: the first of the messages that are about the model and not about a case.
const complaint = (messages) => messages.map(({ message }) => message.replace(/\s+/g, ' ').slice(0, 180));

async function compareModel(file, drools, scratch, count, report) {
  const { xml, changes, before: names } = standardForm(readFileSync(file, 'utf8'));
  const copy = join(scratch, basename(file));
  writeFileSync(copy, xml);
  const imports = [dirname(file), join(law, 'us-phl')].filter(existsSync);
  const mine = casesOf(copy, imports, count);
  const original = casesOf(file, imports, count);
  const found = { name: basename(file), changes, decisions: {}, cases: 0, agree: 0, differ: 0, copyDiffers: 0, otherInputs: false, withoutValues: mine.without_values, refused: null };
  const open = Object.keys(mine.cases[0].inputs);
  if (!open.length || open.every((name) => mine.without_values.includes(name))) {
    found.refused = open.length ? 'left out: no values can be made up for its inputs' : 'left out: it has no inputs';
    report.push(found);
    return;
  }
  for (const [i, one] of mine.cases.entries()) {
    const ours = one.decisions;
    // The copy must decide as the model does.
    const before = original.cases[i];
    if (!same(one.inputs, before.inputs)) found.otherInputs = true;
    else for (const [name, outcome] of Object.entries(ours)) if (!same(outcome.value, before.decisions[names.get(name) ?? name]?.value)) found.copyDiffers += 1;
    let theirs;
    try {
      theirs = await drools.decide('jitdmn/dmnresult', { mainURI: 'm.dmn', resources: [{ URI: 'm.dmn', content: xml }], context: one.inputs });
    } catch (error) {
      found.refused = 'refused: ' + String(error.message).replace(/\s+/g, ' ').slice(0, 300);
      break;
    }
    const results = new Map(theirs.decisionResults.map((result) => [result.decisionName, result]));
    found.cases += 1;
    for (const [name, outcome] of Object.entries(ours)) {
      const decision = (found.decisions[name] ??= { agree: 0, kinds: new Map(), left: null });
      const result = results.get(name);
      if (outcome.error) decision.left = `we cannot: ${outcome.error.slice(0, 200)}`;
      else if (!result) decision.left = 'Drools does not list it';
      if (decision.left) continue;
      if (same(outcome.value, result.result)) {
        decision.agree += 1;
        found.agree += 1;
        continue;
      }
      found.differ += 1;
      const key = `ours ${kind(outcome.value)}, theirs ${kind(result.result)} (${result.evaluationStatus})`;
      if (!decision.kinds.has(key)) decision.kinds.set(key, { count: 0, examples: [] });
      const group = decision.kinds.get(key);
      group.count += 1;
      if (group.examples.length < 3) group.examples.push({ inputs: one.inputs, ours: outcome.value, problems: outcome.problems, theirs: result.result, messages: complaint([...result.messages, ...theirs.messages]).slice(0, 4) });
    }
  }
  report.push(found);
}

function modelsIn(place) {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { recursive: true }).filter((name) => name.endsWith('.dmn')).sort().map((name) => join(place, name));
}

async function main(args) {
  const at = args.indexOf('--cases');
  const count = at >= 0 ? Number(args[at + 1]) : 1000;
  const show = args.includes('--show');
  const places = args.filter((argument, i) => !argument.startsWith('--') && args[i - 1] !== '--cases');
  if (!places.length && !existsSync(law)) return console.log('skipped: the models of governments are not on this machine; set GUILDHALL_DATA');
  fetchPackages();
  const drools = await startDrools();
  if (!drools) return console.log('skipped: npm has no Drools for this machine');
  const scratch = mkdtempSync(join(tmpdir(), 'compare-'));
  const report = [];
  try {
    for (const file of (places.length ? places : [law]).flatMap(modelsIn)) {
      await compareModel(file, drools, scratch, count, report);
      tell(report.at(-1), show);
    }
  } finally {
    drools.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
  const sum = (value) => report.reduce((total, one) => total + value(one), 0);
  console.log(`\n${report.length} models, ${sum((one) => one.cases)} cases: ${sum((one) => one.agree)} outcomes agree, ${sum((one) => one.differ)} differ`);
}

function tell(one, show) {
  console.log(`\n${one.name}: ${one.cases} cases, ${one.agree} outcomes agree, ${one.differ} differ${one.copyDiffers ? `, ${one.copyDiffers} of the copy differ from the model` : ''}`);
  if (one.otherInputs) console.log('  the copy has other inputs than the model: the two were not held against each other');
  if (one.refused) console.log(`  ${one.refused}`);
  if (one.withoutValues.length) console.log(`  null throughout, no values can be made up: ${one.withoutValues.join(', ')}`);
  if (show) for (const change of one.changes) console.log(`  standard form: ${change}`);
  for (const [name, decision] of Object.entries(one.decisions)) {
    if (decision.left) console.log(`  ${name}: left out: ${decision.left}`);
    for (const [key, { count, examples }] of decision.kinds) {
      console.log(`  ${name}: ${count} times ${key}`);
      if (show) for (const example of examples) console.log(`    ${JSON.stringify(example).slice(0, 2000)}`);
    }
  }
}

if (process.argv[1] === import.meta.filename) await main(process.argv.slice(2));
