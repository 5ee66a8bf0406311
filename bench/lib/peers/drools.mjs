// Drools as the native program behind HTTP that npm has.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../tests/support/postgres.mjs';
import { missingPackage } from './npm.mjs';
import { place } from './place.mjs';

const home = '@kie-tools/jitexecutor-native';

// null without it; `decide` answers a request of its interface.
export async function startDrools() {
  const binary = join(place, 'node_modules', home, 'dist/linux/jitexecutor');
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
  return { decide, stop: () => child.kill('SIGKILL') };
}

// A request compiles the model anew, so people are looped over inside FEEL, and what one costs is the slope between few
// and many.
export const nativeDrools = {
  name: 'Drools of May 2024, native',
  missing: () => missingPackage(home),
  async open(subject) {
    if (!subject.looped) return null;
    const drools = await startDrools();
    const answer = async (people) => (await drools.decide('jitdmn', { mainURI: 'm.dmn', resources: [{ URI: 'm.dmn', content: subject.looped }], context: { people } })).answers;
    const spent = async (people) => {
      const from = process.hrtime.bigint();
      await answer(people);
      return Number(process.hrtime.bigint() - from);
    };
    const few = subject.people.slice(0, 50);
    const many = Array.from({ length: 4 }, () => subject.people).flat();
    return {
      async measure() {
        const answers = await answer(subject.people.slice(0, 100));
        let [short, long] = [Infinity, Infinity];
        for (let i = 0; i < 2; i += 1) {
          short = Math.min(short, await spent(few));
          long = Math.min(long, await spent(many));
        }
        return { answers, ns: (long - short) / (many.length - few.length) };
      },
      close: drools.stop,
    };
  },
};
