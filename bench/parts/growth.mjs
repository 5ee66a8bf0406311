// Whether cost grows with the number of cases: the desk's queue, a case on the desk, a status page and a submission.
import { Visitor, answerTree, signIn, startTree } from '../../tests/support/server.mjs';
import { cpuTime } from '../lib/machine.mjs';
import { folder, measure, serve, services, wrk } from '../lib/servers.mjs';
import { figure, table } from '../lib/tables.mjs';

const cookieOf = (visitor) => [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

// Everything that a submission costs the server, what follows it included.
async function submissionCost(server, journeys) {
  await measure('story', '--port', server.port, '--journeys', 64, '--clients', 8);
  const before = cpuTime(server.pid);
  await measure('story', '--port', server.port, '--journeys', journeys, '--clients', 8);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return (cpuTime(server.pid) - before) / journeys;
}

export async function run({ quick }) {
  const data = folder();
  const rows = [];
  for (const cases of quick ? [1000, 4000] : [1000, 10000, 100000]) {
    await measure('fill', '--data', data, '--services', services, '--count', cases);
    const server = await serve({ data, demo: true });
    const officer = await signIn(new Visitor(server), server.demo.officer ?? Object.values(server.demo)[1]);
    const visitor = new Visitor(server);
    await startTree(visitor);
    await visitor.send({ trunk: '70' });
    await answerTree(visitor, { reason: 'It leans over the path.' });
    await visitor.send();
    const status = visitor.path.replace('/sent', '');
    const cost = async (path, who) => {
      const url = `http://127.0.0.1:${server.port}${path}`;
      const options = { pids: server.pid, headers: { Cookie: cookieOf(who) }, connections: 8 };
      await wrk(url, { ...options, time: 1 });
      const found = await wrk(url, { ...options, time: quick ? 1 : 4 });
      if (found.refused) throw new Error(`${path} is refused`);
      return found.cpu;
    };
    rows.push([
      figure(cases), figure(await cost('/desk', officer)), figure(await cost(status, visitor)), figure(await cost('/performance/fell-a-tree', visitor)),
      figure(await submissionCost(server, quick ? 64 : 512)),
    ]);
    await server.stop();
  }
  return [
    'SQLite; CPU time in microseconds that the server uses for each, whoever waits for the processor meanwhile. A journey is 14 requests with a photo and everything that follows the submission.',
    '',
    table(['cases', 'desk: the queue', 'status page', 'performance page', 'a whole journey'], rows),
  ].join('\n');
}
