// The page that `guildhall simulate` writes: valid, accessible, and no wider than a phone.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { checkPage, launch, screenshot } from '../support/browser.mjs';
import { run } from '../support/server.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'guildhall-simulate-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

// A fee in steps of age, free below some age.
function model(name, free, fee) {
  const input = (id, type) => `<inputData id="${id}" name="${id}"><variable name="${id}" typeRef="${type}"/></inputData>`;
  const needs = ['age', 'income', 'district'].map((id) => `<informationRequirement><requiredInput href="#${id}"/></informationRequirement>`).join('');
  const text = `{fee: if age &lt; ${free} then 0 else ${fee}, group: if age &lt; ${free} then "child" else if income &lt; 20000 / (age - 30) then "reduced &lt;b&gt;" else "full"}`;
  const path = join(scratch, `${name}.dmn`);
  writeFileSync(path, `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="${name}" namespace="urn:fees">
    ${input('age', 'number')}${input('income', 'number')}${input('district', 'string')}
    <decision id="d" name="Swimming pool fee"><variable name="Swimming pool fee"/>${needs}<literalExpression><text>${text}</text></literalExpression></decision></definitions>`);
  return path;
}

test('the page of a simulation', async () => {
  const rows = ['district,age,income,remark'];
  for (let i = 0; i < 400; i += 1) rows.push(`${['Old Town', 'Harbour', 'University & Gardens', 'Fürstenbergallee-Nord'][i % 4]},${(i * 7) % 90},${(i * 391) % 60000},x`);
  rows.push('Harbour,old,1,x', 'Harbour,1', '');
  const data = join(scratch, 'people.csv');
  writeFileSync(data, rows.join('\n'));
  const html = join(scratch, 'report.html');
  const said = run('simulate', model('Fees of next year', 16, 'income / 1000'), '--against', model('Fees of this year', 18, '12.5 + age / 10'), '--data', data, '--group-by', 'district', '--html', html);
  assert.equal(said.status, 1, said.stdout + said.stderr);

  const server = createServer((request, answer) => {
    answer.writeHead(request.url === '/' ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' });
    answer.end(request.url === '/' ? readFileSync(html) : '');
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 320, height: 700 } });
    const fetched = [];
    page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    assert.deepEqual(fetched.filter((path) => path !== '/favicon.ico'), ['/'], 'nothing else is fetched');
    await screenshot(page, 'simulation');
    await checkPage(page, 'simulation');
    const words = await page.locator('main').innerText();
    for (const each of ['Who gains and who loses', 'By district', 'Rows that could not be used', 'reduced <b>']) assert.ok(words.includes(each), each);
  } finally {
    await browser.close();
    server.close();
  }
});
