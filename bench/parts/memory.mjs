// Memory after so many journeys over HTTP, and the time from start to the first answer.
import { folder, measure, serve } from '../lib/servers.mjs';
import { memoryOf } from '../lib/machine.mjs';
import { figure, median, table } from '../lib/tables.mjs';

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function secondsToFirstPage(data) {
  const before = performance.now();
  const server = await serve({ data });
  const { status } = await fetch(`http://127.0.0.1:${server.port}/`);
  const took = (performance.now() - before) / 1000;
  if (status !== 200) throw new Error(`the front page gives ${status}`);
  await server.stop();
  return took;
}

export async function run({ quick }) {
  const data = folder();
  const times = quick ? 1 : 5;
  const server = await serve({ data });
  const rows = [];
  const look = (name) => {
    const { rss, pss } = memoryOf(server.pid);
    rows.push([name, figure(rss), figure(pss)]);
  };
  await fetch(`http://127.0.0.1:${server.port}/`);
  look('started, one page served');
  let done = 0;
  for (const upTo of quick ? [200, 1000] : [1000, 5000, 10000]) {
    await measure('story', '--port', server.port, '--journeys', upTo - done);
    done = upTo;
    await pause(2000);
    look(`${figure(upTo)} journeys`);
  }
  await server.stop();
  const first = [];
  const again = [];
  for (let i = 0; i < times; i += 1) {
    first.push(await secondsToFirstPage(folder()));
    again.push(await secondsToFirstPage(data));
  }
  return [
    'SQLite, 64 clients, whole journeys with a photo (14 requests each) over HTTP; two seconds of rest before each look.',
    '',
    table(['', 'RSS MB', 'PSS MB'], [...rows, ['goal, after 10,000 journeys', '150', '']]),
    '',
    `From start to the first page: ${figure(median(first))} s with an empty data folder, ${figure(median(again))} s with the data of ${figure(done)} journeys (goal: under 2 s).`,
  ].join('\n');
}
