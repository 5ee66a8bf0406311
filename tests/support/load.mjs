// People who apply, all at once and without end, and the check that whatever they were told is still true afterwards.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { crc32, deflateSync } from 'node:zlib';
import { Visitor, answerTree, program, signIn, startTree } from './server.mjs';

// A small generator, so that a run can be repeated from its seed.
export function generator(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

// A real PNG picture of noise, so that no two are alike and none becomes small: about 3 bytes for each pixel.
export function noise(random, side = 64) {
  const rows = Buffer.alloc(side * (side * 3 + 1));
  for (let at = 0; at < rows.length; at += 1) rows[at] = at % (side * 3 + 1) === 0 ? 0 : random() * 256;
  const header = Buffer.from([0, 0, 0, side, 0, 0, 0, side, 8, 2, 0, 0, 0]);
  const bytes = Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0)),
  ]);
  return { name: 'tree.png', type: 'image/png', bytes };
}

// `people` persons who apply one time after the other. `acknowledged` holds what was sent in and confirmed, `unfinished` the
// applications whose photo was confirmed and nothing after it.
export class Load {
  constructor(instance, random, people = 6) {
    this.instance = instance;
    this.random = random;
    this.people = people;
    this.acknowledged = [];
    this.unfinished = [];
    this.all = [];
  }

  start() {
    this.running = true;
    this.faults = false;
    this.all = Array.from({ length: this.people }, () => this.person());
  }

  // Waits until `count` more have been confirmed, a minute at most: how long that takes is the machine's affair.
  async confirmed(count) {
    const goal = this.acknowledged.length + count;
    for (let tries = 0; tries < 600 && this.acknowledged.length < goal; tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  }

  // From now on requests may fail.
  expectFaults() {
    this.faults = true;
  }

  // Ends when everybody's last request has been answered, or has failed.
  async stop() {
    this.running = false;
    await Promise.all(this.all);
  }

  async person() {
    while (this.running) {
      const application = { visitor: new Visitor(this.instance), photo: noise(this.random), trunk: this.random() < 0.5 ? '25' : '70' };
      try {
        await startTree(application.visitor);
        await this.finish(application);
      } catch (error) {
        if (this.running && !this.faults) throw error;
        if (application.uploaded && !application.sending) this.unfinished.push(application);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  // From wherever it stands to the confirmation.
  async finish(application) {
    const { visitor, photo, trunk } = application;
    await answerTree(visitor, { trunk, reason: 'It leans.', photo }, (question) => {
      if (question === 'photo') application.uploaded = visitor.path;
    });
    application.sending = true;
    await visitor.send();
    const reference = visitor.path.match(/^\/applications\/([^/]+)\/sent$/)?.[1];
    if (reference && visitor.hops[0] === 303) this.acknowledged.push({ reference, cookies: visitor.cookies, photo });
  }

  // Whoever was interrupted after the photo goes on from there.
  async finishUnfinished() {
    for (const application of this.unfinished.splice(0)) {
      await application.visitor.open(application.uploaded);
      await this.finish(application);
    }
  }
}

// Every acknowledged application is there with its photo, byte for byte, and has its receipt; the log holds.
export async function checkNothingIsLost(instance, acknowledged) {
  const officer = new Visitor(instance);
  await signIn(officer, instance.demo.caseworker[0]);
  for (const { reference, cookies, photo } of acknowledged) {
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
    await officer.open(`/desk/cases/${reference}`);
    assert.equal(officer.status, 200, `${reference} is not on the desk`);
    const file = officer.page.match(/href="([^"]*\/documents\/[^"]*)"/)?.[1];
    assert.ok(file, `${reference} has no photo`);
    const download = await officer.request(file);
    assert.equal(download.status, 200, `the photo of ${reference} is lost`);
    assert.ok(photo.bytes.equals(Buffer.from(await download.arrayBuffer())), `the photo of ${reference} is another`);
  }
  const args = ['verify', '--log', '--data', instance.data, '--key', instance.logKey];
  if (instance.database) args.push('--database', instance.database);
  assert.match(execFileSync(program, args, { encoding: 'utf8' }), /^good$/m);
}
