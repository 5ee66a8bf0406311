// The power goes out under load, program, database and all: nothing that was acknowledged is lost, the log holds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Load, checkNothingIsLost, generator } from '../support/load.mjs';
import { startPostgres } from '../support/postgres.mjs';
import { Disk, whyNoPowerCuts } from '../support/power.mjs';
import { Instance, onPostgres } from '../support/server.mjs';

const cuts = Number(process.env.GUILDHALL_POWER_CUTS ?? 5);
const seed = Number(process.env.GUILDHALL_SEED ?? Date.now() % 1_000_000);
const random = generator(seed);
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test(`the power goes out ${cuts} times under load (seed ${seed})`, { skip: await whyNoPowerCuts() || false }, async () => {
  const disk = new Disk();
  let postgres, instance, load;
  try {
    disk.make();
    if (onPostgres) {
      postgres = await startPostgres({ parent: disk.folder });
      // Making a cluster is not what is tested; what the program makes at its first start is.
      disk.sync();
    }
    instance = await new Instance({ folder: disk.folder, database: postgres?.url('power') ?? '' }).start();
    load = new Load(instance, random);
    for (let round = 0; round < cuts; round += 1) {
      load.start();
      await load.confirmed(5);
      await wait(random() * 500);
      load.expectFaults();
      disk.cut();
      // A dead disk acknowledges nothing: whoever is told so in this time would be missed below.
      await wait(200);
      await instance.kill();
      await postgres?.kill();
      await load.stop();
      await disk.unmount();
      disk.restore();
      await postgres?.start();
      await instance.start();
    }
    assert.ok(load.acknowledged.length >= 5 * cuts, `only ${load.acknowledged.length} submissions in ${cuts} rounds`);
    await load.finishUnfinished();
    await checkNothingIsLost(instance, load.acknowledged);
    console.log(`# ${load.acknowledged.length} acknowledged submissions, ${cuts} power cuts, seed ${seed}`);
  } finally {
    await instance?.stop();
    await load?.stop();
    await postgres?.kill();
    await disk.remove();
  }
});
