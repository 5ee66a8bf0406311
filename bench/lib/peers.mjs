// Other decision engines on the same models and people. Each is optional: without it, `why` says so.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../tests/support/postgres.mjs';

const place = join(dirname(fileURLToPath(import.meta.url)), '../peers');

// npm fetches them once, when they are to be had. By the lock, as `ci` would, which asks for optional packages of other
// systems that the registry does not name.
export function fetchPeers() {
  if (existsSync(join(place, 'node_modules'))) return;
  const { status } = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: place, stdio: 'inherit' });
  if (status !== 0) console.error('npm has no other engines: they are left out');
}

function load(name) {
  try {
    return createRequire(join(place, 'package.json'))(name);
  } catch {
    return null;
  }
}

// The best of so many rounds, in nanoseconds for one call.
export async function timed(call, people, { rounds = 5, seconds = 0.2 } = {}) {
  let best = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const from = process.hrtime.bigint();
    let done = 0, spent = 0;
    while (spent < seconds * 1e9) {
      for (let i = 0; i < 16; i += 1, done += 1) await call(people[done % people.length]);
      spent = Number(process.hrtime.bigint() - from);
    }
    best = Math.min(best, spent / done);
  }
  return best;
}

// zen-engine does not read DMN: the same table as a document of its own.
export function zen(content) {
  const found = load('@gorules/zen-engine');
  if (!found) return null;
  const decision = new found.ZenEngine().createDecision(Buffer.from(JSON.stringify(content)));
  return { version: '0.54.0', call: async (person) => (await decision.evaluate(person)).result };
}

const through = (node) => ({
  contentType: 'application/vnd.gorules.decision',
  nodes: [{ id: 'in', type: 'inputNode', name: 'in', position: { x: 0, y: 0 } }, { ...node, id: 'node', name: 'node', position: { x: 0, y: 0 } }, { id: 'out', type: 'outputNode', name: 'out', position: { x: 0, y: 0 } }],
  edges: [{ id: 'a', sourceId: 'in', targetId: 'node', type: 'edge' }, { id: 'b', sourceId: 'node', targetId: 'out', type: 'edge' }],
});
export function zenTable(rules) {
  const fields = ['age', 'income', 'household', 'region', 'status'];
  const rows = rules.map((rule, i) => ({
    _id: `r${i}`, age: `[${rule.age[0]}..${rule.age[1]})`, income: `[${rule.income[0]}..${rule.income[1]}]`, household: rule.household === null ? '' : `${rule.household}`,
    region: rule.region === null ? '' : `"${rule.region}"`, status: rule.status === null ? '' : rule.status.map((status) => `"${status}"`).join(', '),
    band: `"${rule.outputs[0]}"`, amount: `${rule.outputs[1]}`,
  }));
  rows.push({ _id: 'rest', age: '', income: '', household: '', region: '', status: '', band: '"none"', amount: '0' });
  return through({ type: 'decisionTableNode', content: {
    hitPolicy: 'first', rules: rows, inputs: fields.map((field) => ({ id: field, name: field, field })),
    outputs: ['band', 'amount'].map((field) => ({ id: field, name: field, field })),
  } });
}
export const zenExpression = () => through({ type: 'expressionNode', content: { expressions: [{ id: 'e', key: 'decision', value: 'age >= 18 and income < 30000 ? (30000 - income) * 0.05 + 10 * household : 0' }] } });

// feelin reads expressions, not tables: an expression is parsed at every call, as its interface has it.
export function feelin(expression) {
  const found = load('feelin');
  if (!found) return null;
  return { version: '8.2.0', call: (person) => {
    const answer = found.evaluate(expression, person);
    return answer?.value ?? answer;
  } };
}

// Drools, as a native program behind HTTP; null without it. `decide` answers a request of its interface.
export async function startDrools() {
  const binary = join(place, 'node_modules/@kie-tools/jitexecutor-native/dist/linux/jitexecutor');
  if (!existsSync(binary)) return null;
  chmodSync(binary, 0o755); // npm unpacks it without
  const port = await freePort();
  const child = spawn(binary, [`-Dquarkus.http.host=127.0.0.1`, `-Dquarkus.http.port=${port}`], { stdio: 'ignore' });
  for (let i = 0; ; i += 1) {
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      break;
    } catch (error) {
      if (i > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const decide = async (path, request) => {
    const response = await fetch(`http://127.0.0.1:${port}/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request) });
    if (!response.ok) throw new Error(`Drools answers ${response.status}: ${(await response.text()).slice(0, 300)}`);
    return response.json();
  };
  return { version: '2024-05 (native)', decide, stop: () => child.kill('SIGKILL') };
}

// A request compiles the model anew, so people are looped over inside FEEL, and what one costs is the slope between few
// and many.
export async function drools(model) {
  const started = await startDrools();
  if (!started) return null;
  const post = (people) => started.decide('jitdmn', { mainURI: 'm.dmn', resources: [{ URI: 'm.dmn', content: model }], context: { people } });
  return { version: started.version, stop: started.stop, answers: async (people) => (await post(people)).decisions ?? post(people),
    slope: async (few, many, rounds = 5) => {
      const once = async (people) => {
        const from = process.hrtime.bigint();
        await post(people);
        return Number(process.hrtime.bigint() - from);
      };
      let [short, long] = [Infinity, Infinity];
      for (let i = 0; i < rounds; i += 1) {
        short = Math.min(short, await once(few));
        long = Math.min(long, await once(many));
      }
      return (long - short) / (many.length - few.length);
    } };
}
