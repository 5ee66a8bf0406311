// kill -9 at random moments under load: nothing that was acknowledged is lost, the log holds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Load, checkNothingIsLost, generator } from '../support/load.mjs';
import { Instance } from '../support/server.mjs';

const kills = Number(process.env.GUILDHALL_KILLS ?? 10);
const seed = Number(process.env.GUILDHALL_SEED ?? Date.now() % 1_000_000);
const random = generator(seed);

test(`kill -9 ${kills} times under load (seed ${seed})`, async () => {
  const instance = await new Instance().start();
  const load = new Load(instance, random);
  try {
    for (let round = 0; round < kills; round += 1) {
      load.start();
      await load.confirmed(2);
      await new Promise((resolve) => setTimeout(resolve, random() * 500));
      load.expectFaults();
      await instance.kill();
      await load.stop();
      await instance.start();
    }
    assert.ok(load.acknowledged.length >= 2 * kills, `only ${load.acknowledged.length} submissions in ${kills} rounds`);
    await load.finishUnfinished();
    await checkNothingIsLost(instance, load.acknowledged);
    console.log(`# ${load.acknowledged.length} acknowledged submissions, ${kills} kills, seed ${seed}`);
  } finally {
    await instance.close();
    await load.stop();
  }
});
