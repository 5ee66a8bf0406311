// Durable submissions with 64 clients on both engines: through the domain, and over HTTP; beside them what the disk
// and the store alone can do at that moment.
import { startPostgres } from '../../tests/support/postgres.mjs';
import { folder, measure, serve, services } from '../lib/servers.mjs';
import { figure, median, percent, spread, table } from '../lib/tables.mjs';

export async function run({ quick }) {
  const postgres = await startPostgres();
  const [rounds, count, journeys] = quick ? [1, 2000, 256] : [3, 10000, 1024];
  const found = new Map();
  const keep = (name, figures) => found.set(name, [...(found.get(name) ?? []), figures]);
  let databases = 0;
  const database = (engine) => {
    databases += 1;
    return engine === 'PostgreSQL' ? postgres.url(`bench${databases}`) : '';
  };
  try {
    for (let round = 0; round < rounds; round += 1) {
      keep('disk', await measure('disk', '--dir', folder()));
      for (const engine of ['SQLite', 'PostgreSQL']) {
        const house = () => {
          const url = database(engine);
          return ['--data', folder(), '--services', services, ...(url ? ['--database', url] : [])];
        };
        keep(`${engine}: the store alone, one small row a transaction`, await measure('store', ...house(), '--count', count));
        keep(`${engine}: submissions through the domain`, await measure('submit', ...house(), '--count', count));
        const server = await serve({ database: database(engine) });
        const together = await measure('story', '--port', server.port, '--journeys', journeys, '--together');
        keep(`${engine}: submissions over HTTP, all clients at once`, { ...together.submission, per_second: together.submissions_per_second });
        const story = await measure('story', '--port', server.port, '--journeys', journeys);
        keep(`${engine}: requests of whole journeys over HTTP`, { ...story.page, per_second: story.requests_per_second });
        keep(`${engine}: sending in, within whole journeys`, { ...story.submission, per_second: story.journeys_per_second });
        await server.stop();
      }
    }
  } finally {
    await postgres.stop();
  }

  const disk = found.get('disk');
  found.delete('disk');
  const of = (figures, name) => figures.map((each) => each[name]);
  const rows = [...found].map(([name, figures]) => [
    name, figure(median(of(figures, 'per_second'))), figure(median(of(figures, 'p50_ms'))), figure(median(of(figures, 'p99_ms'))),
    figures[0].cpu_us ? figure(median(of(figures, 'cpu_us'))) : '–',
    figures[0].settled_per_second ? figure(median(of(figures, 'settled_per_second'))) : '–',
    percent(spread(of(figures, 'per_second'))),
  ]);
  const sync = (kind, name) => figure(median(disk.map((each) => each[kind][name])));
  return [
    `64 clients, each waiting for its acknowledgement; medians over ${rounds} interleaved rounds.`,
    `The disk in the same run: ${sync('single', 'syncs_per_second')} appends of 4 KiB a second, each with an fdatasync of its own (p99 ${sync('single', 'p99_ms')} ms);`,
    `${sync('batched', 'records_per_second')} records a second when 64 share one.`,
    '',
    table(
      ['', 'a second', 'p50 ms', 'p99 ms', 'CPU µs each', 'a second, all followers done', 'spread'],
      [...rows, ['goal', '3,000', '', '50', '', '', '']],
    ),
  ].join('\n');
}
