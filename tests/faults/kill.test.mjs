// kill -9 at random moments under load: nothing that was acknowledged is lost, the log holds.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { Instance, Visitor, answerTree, program, startTree } from '../support/server.mjs';

const kills = Number(process.env.GUILDHALL_KILLS ?? 10);
const seed = Number(process.env.GUILDHALL_SEED ?? Date.now() % 1_000_000);
let state = seed;
// A small generator, so that a run can be repeated from its seed.
function random() {
  state = (state * 1103515245 + 12345) % 2147483648;
  return state / 2147483648;
}

test(`kill -9 ${kills} times under load (seed ${seed})`, async () => {
  const instance = await new Instance().start();
  const acknowledged = [];
  try {
    for (let round = 0; round < kills; round += 1) {
      let running = true;
      const people = Array.from({ length: 6 }, async () => {
        while (running) {
          const visitor = new Visitor(instance);
          try {
            await startTree(visitor);
            await answerTree(visitor, { trunk: random() < 0.5 ? '25' : '70', reason: 'It leans.' });
            await visitor.send();
            const reference = visitor.path.match(/^\/applications\/([^/]+)\/sent$/)?.[1];
            if (reference && visitor.hops[0] === 303) acknowledged.push({ reference, cookies: visitor.cookies });
          } catch (error) {
            if (running) throw error;
          }
        }
      });
      await new Promise((resolve) => setTimeout(resolve, 150 + random() * 500));
      running = false;
      await instance.kill();
      await Promise.all(people);
      await instance.start();
    }
    assert.ok(acknowledged.length > kills, `only ${acknowledged.length} submissions in ${kills} rounds`);
    for (const { reference, cookies } of acknowledged) {
      const visitor = new Visitor(instance);
      visitor.cookies = cookies;
      await visitor.open(`/applications/${reference}`);
      assert.equal(visitor.status, 200, `${reference} is lost`);
      // A killed node's lease on the sequencer runs out first; then every entry has its receipt.
      let receipt;
      for (let attempt = 0; attempt < 200; attempt += 1) {
        receipt = await visitor.request(`/applications/${reference}/receipt.json`);
        if (receipt.status !== 503) break;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      assert.equal(receipt.status, 200, `${reference} has no receipt`);
    }
    const args = ['verify', '--log', '--data', instance.data, '--key', instance.logKey];
    if (instance.database) args.push('--database', instance.database);
    assert.match(execFileSync(program, args, { encoding: 'utf8' }), /^good$/m);
    console.log(`# ${acknowledged.length} acknowledged submissions, ${kills} kills, seed ${seed}`);
  } finally {
    await instance.close();
  }
});
