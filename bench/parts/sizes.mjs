// What a browser downloads for each kind of page: compressed HTML, style sheet, script, font and icon.
import { get } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Visitor, answerTree, signIn, startTree } from '../../tests/support/server.mjs';
import { serve } from '../lib/servers.mjs';
import { figure, table } from '../lib/tables.mjs';

function download(server, path, cookie) {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'gzip, br', ...(cookie && { cookie }) };
    get({ host: '127.0.0.1', port: server.port, path, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const open = { br: brotliDecompressSync, gzip: gunzipSync }[response.headers['content-encoding']] ?? ((same) => same);
        resolve({ status: response.statusCode, size: bytes.length, text: open(bytes).toString() });
      });
    }).on('error', reject);
  });
}

// What a page makes a browser fetch: what it links to, and the faces of its style sheet that Latin text needs.
async function assetsOf(server, page) {
  const found = new Map();
  for (const [, path] of page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)) found.set(path, await download(server, path));
  for (const { text } of [...found].filter(([path]) => path.endsWith('.css')).map(([, file]) => file)) {
    for (const [face] of text.matchAll(/@font-face\s*{[^}]*}/g)) {
      if (!/unicode-range:\s*U\+0000/.test(face)) continue;
      const path = new URL(face.match(/url\("?([^")]+)"?\)/)[1], 'http://local/assets/').pathname;
      if (!found.has(path)) found.set(path, await download(server, path));
    }
  }
  return found;
}

export async function run() {
  const server = await serve({ demo: true });
  const rows = [];
  let largest = { first: 0, next: 0 };
  const weigh = async (name, visitor, path = visitor.path) => {
    const cookie = [...visitor.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    const page = await download(server, path, cookie);
    if (page.status !== 200) throw new Error(`${name}: ${path} gives ${page.status}`);
    const assets = await assetsOf(server, page.text);
    const sum = (pattern) => [...assets].filter(([file]) => pattern.test(file)).reduce((total, [, file]) => total + file.size, 0);
    const first = page.size + sum(/./);
    largest = { first: Math.max(largest.first, first), next: Math.max(largest.next, page.size) };
    rows.push([name, page.size, sum(/\.css$/), sum(/\.js$/), sum(/\.woff2$/), sum(/\.svg$/), first].map((cell) => (typeof cell === 'number' ? figure(cell / 1000) : cell)));
  };

  const visitor = new Visitor(server);
  for (const [name, path] of [
    ['front page', '/'], ['search', '/search?q=tree'], ['guide', '/services/fell-a-tree'], ['sign in', '/sign-in'], ['make an account', '/account/new'],
    ['performance', '/performance/fell-a-tree'], ['how we decide', '/how-we-decide'], ['feedback', '/feedback?page=%2F'],
  ]) await weigh(name, visitor, path);
  await startTree(visitor);
  await weigh('a question', visitor);
  await visitor.send({ trunk: '70' });
  await answerTree(visitor, { reason: 'It leans over the path.' });
  await weigh('check answers', visitor);
  await visitor.send();
  await weigh('confirmation', visitor);
  const reference = visitor.path.split('/')[2];
  await weigh('status page', visitor, `/applications/${reference}`);
  const officer = await signIn(new Visitor(server), server.demo.officer ?? Object.values(server.demo)[1]);
  await weigh('desk: the queue', officer, '/desk');
  await officer.open(`/desk/cases/${reference}`);
  await weigh('desk: a case', officer, `/desk/cases/${reference}`);
  await officer.send({ outcome: 'refused', reason: 'The tree is healthy and stands well.' });
  await weigh('status page of a refusal', visitor, `/applications/${reference}`);
  await weigh('ask for a review', visitor, `/applications/${reference}/review`);
  await weigh('who looked at my data', visitor, '/access');
  await weigh('inbox', visitor, '/inbox');
  await server.stop();
  return [
    'Kilobytes (1,000 bytes) as they cross the wire. At the first visit a browser fetches all of a row; afterwards styles, script and font are in its cache and HTML alone is fetched.',
    '',
    table(
      ['page', 'HTML', 'styles', 'script', 'font', 'icon', 'first visit'],
      [...rows, ['**largest**', `**${figure(largest.next / 1000)}**`, '', '', '', '', `**${figure(largest.first / 1000)}**`], ['goal', '30', '', '', '', '', '100']],
    ),
  ].join('\n');
}
