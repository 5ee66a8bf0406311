// Tables of people through a decision: rows for each second of processor time, reading the CSV and writing the report
// included. Rows whose values repeat are remembered, so people are measured both ways: drawn from few values, and all different.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tests/support/postgres.mjs';
import { people, random, tableModel, tableRules } from '../lib/models.mjs';
import { folder, program } from '../lib/servers.mjs';
import { figure, median, percent, spread, table } from '../lib/tables.mjs';

const shared = process.env.GUILDHALL_DATA ?? join(root, '../shared/data');
const lending = join(shared, 'dmn-tck/TestCases/compliance-level-3/0004-lending/0004-lending.dmn');

// A file of so many rows, written piece by piece.
function write(path, columns, count, row) {
  const file = openSync(path, 'w');
  let text = `${columns.join(',')}\n`;
  for (let i = 0; i < count; i += 1) {
    text += `${row(i).join(',')}\n`;
    if (text.length < 2 ** 20 && i + 1 < count) continue;
    writeSync(file, text);
    text = '';
  }
  closeSync(file);
  return path;
}

const applicant = ['Monthly.Income', 'Monthly.Expenses', 'Monthly.Repayments', 'Age', 'ExistingCustomer', 'MaritalStatus', 'EmploymentStatus'];
const lendingColumns = [
  ...applicant.map((name) => `ApplicantData.${name}`), ...['CreditScore', 'Bankrupt'].map((name) => `BureauData.${name}`),
  ...['ProductType', 'Amount', 'Rate', 'Term'].map((name) => `RequestedProduct.${name}`), 'SupportingDocuments',
];

// Applicants in steps of a thousand, from so many of them; or each with an income and an amount of its own.
function applicants(path, count, different) {
  const next = random(11);
  const one = (from) => from[next(from.length)];
  const person = (i) => [
    different ? 2000 + (i % 9000) : 2000 + next(8) * 1000, 500 + next(4) * 500, next(3) * 250, 18 + next(50), one([true, false]), one(['S', 'M']),
    one(['EMPLOYED', 'SELF-EMPLOYED', 'STUDENT', 'UNEMPLOYED']), 550 + next(20) * 10, one([true, false, false, false]),
    one(['STANDARD LOAN', 'SPECIAL LOAN']), different ? 10000 + i : 10000 * (1 + next(30)), one(['0.0395', '0.045', '0.06']), one([120, 240, 360]), one(['YES', 'NO']),
  ];
  const crowd = different ? null : Array.from({ length: 5000 }, (_, i) => person(i));
  return write(path, lendingColumns, count, (i) => (crowd ? one(crowd) : person(i)));
}

function crowdOfTable(path, count, rules) {
  const columns = ['age', 'income', 'household', 'region', 'status'];
  const crowd = people(100_000, rules);
  return write(path, columns, count, (i) => columns.map((column) => crowd[i % crowd.length][column]));
}

// Seconds of processor time, user and system. Status 1 (rows with problems) is as good as 0: all rows were evaluated.
function seconds(model, decision, data) {
  const script = 'TIMEFORMAT="%U %S"; time "$@" > /dev/null 2> /dev/null; [ $? -le 1 ]';
  const { status, stderr } = spawnSync('bash', ['-c', script, 'time', program, 'simulate', model, '--decision', decision, '--data', data, '--threads', '1', '--json'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`simulate ${model} failed`);
  return stderr.trim().split(' ').reduce((sum, part) => sum + Number(part), 0);
}

export async function run({ quick }) {
  const place = folder();
  const rounds = quick ? 1 : 5;
  const scale = quick ? 0.1 : 1;
  const tableFile = join(place, 'table.dmn');
  writeFileSync(tableFile, tableModel(1000));
  const subjects = [];
  if (existsSync(lending)) {
    for (const [name, different, count] of [['the lending model (strategy), 5,000 different applicants', false, 2_000_000], ['the same, every applicant different', true, 200_000]])
      subjects.push({ name, goal: 3_000_000, model: lending, decision: 'Strategy', data: applicants(join(place, `lending-${different}.csv`), count * scale, different), count: count * scale });
  } else {
    console.error(`${lending} is not there: left out`);
  }
  subjects.push({ name: 'one table of 1,000 rules, 100,000 different people', goal: 20_000_000, model: tableFile, decision: 'decision', data: crowdOfTable(join(place, 'table.csv'), 4_000_000 * scale, tableRules(1000)), count: 4_000_000 * scale });
  for (const subject of subjects) subject.rates = [];
  for (let round = 0; round < rounds; round += 1)
    for (const subject of subjects) subject.rates.push(subject.count / seconds(subject.model, subject.decision, subject.data));
  return `Rows for each second of processor time (one thread, user and system), the program's start, the reading of the CSV and the report
included; medians over ${rounds} interleaved rounds.

${table(['', 'rows', 'MB of CSV', 'rows a second and core', 'goal', 'spread'], subjects.map(({ name, goal, data, count, rates }) => [name, figure(count), figure(statSync(data).size / 1e6), figure(median(rates)), figure(goal), percent(spread(rates))]))}`;
}
