// The command line: help and JSON everywhere, statuses, and what `check` and `tck` say.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../support/postgres.mjs';
import { Instance, logOf, onPostgres, run } from '../support/server.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'guildhall-commands-'));
const services = join(scratch, 'services');
const folder = join(services, 'try-it');
before(() => assert.equal(run('new', 'service', 'try-it', '--services', services).status, 0));
after(() => rmSync(scratch, { recursive: true, force: true }));

test('every command has help, and says what it does not understand', () => {
  const commands = [[], ['serve'], ['check'], ['preview'], ['walk'], ['import'], ['new'], ['new', 'service'], ['tck'], ['feel'], ['decide'], ['analyse'], ['simulate'], ['verify'], ['keys'], ['keys', 'init'], ['payments'], ['payments', 'reconcile'], ['pay-sandbox']];
  const named = run('--help').stdout.match(/^ {2}(\w+) /gm).map((line) => line.trim());
  assert.deepEqual(named.filter((name) => !commands.some((command) => command[0] === name)), [], 'no command is forgotten here');
  for (const command of commands) {
    const help = run(...command, '--help');
    assert.equal(help.status, 0, command.join(' '));
    assert.match(help.stdout, /Usage|Options/i);
    if (!['', 'new', 'keys', 'payments'].includes(command.join(' '))) assert.match(help.stdout, /--json/, command.join(' '));
    const wrong = run(...command, '--no-such-option');
    assert.equal(wrong.status, 2, command.join(' '));
    assert.match(wrong.stderr, /no-such-option|required/);
  }
  assert.match(run('--version').stdout, /^guildhall \d+\.\d+\.\d+$/m);
});

test('answers as JSON, one object on one line', async () => {
  const answer = (status, ...args) => {
    const said = run(...args, '--json');
    assert.equal(said.status, status, `${args.join(' ')}: ${said.stdout}${said.stderr}`);
    assert.equal(said.stdout.trimEnd().split('\n').length, 1, args.join(' '));
    return JSON.parse(said.stdout);
  };
  assert.equal(answer(0, 'new', 'service', 'second', '--services', services).files.length, 6);
  assert.equal(answer(2, 'new', 'service', 'second', '--services', services).error.code, 'conflict');
  rmSync(join(services, 'second'), { recursive: true });
  const checked = answer(0, 'check', services);
  assert.deepEqual([checked.services, checked.errors, checked.complaints], [1, 0, []]);
  const data = join(scratch, 'data');
  assert.match(answer(0, 'keys', 'init', '--data', data).keys, /keys$/);
  assert.equal(answer(2, 'keys', 'init', '--data', data).error.code, 'conflict');
  assert.equal(answer(1, 'tck', scratch).passed, 0);
  assert.equal(answer(0, 'feel', 'age + 0.1', '--context', '{"age": 0.2}').value, '0.3');
  assert.equal(answer(0, 'feel', '1 + "a"').problems.length, 1);
  assert.match(answer(2, 'feel', '1 +').error, /expected a value/);
  const decided = answer(0, 'decide', join(folder, 'rules.dmn'), '--inputs', '{"stallLength": 3}');
  assert.equal(decided.decisions['Stall allowed?'].settled, true);
  assert.equal(answer(2, 'decide', join(folder, 'none.dmn')).error.code, 'not_found');
  assert.equal(answer(2, 'decide', join(folder, 'guide.md')).error.code, 'invalid_input');
  assert.equal(answer(2, 'verify', join(scratch, 'none.json'), '--key', 'x').error.code, 'not_found');
  assert.equal(answer(2, 'verify').error.code, 'invalid_input');
  assert.equal(answer(2, 'serve', '--listen', 'nowhere', '--data', data).error.code, 'invalid_input');
});

test('decide: inputs as FEEL or plain text, what is unknown, reasons, and what would change it', () => {
  const model = join(root, 'services/fell-a-tree/felling.dmn');
  const permitted = ['--decision', 'Tree Felling Permitted?'];
  const decide = (...args) => run('decide', model, ...args);
  const settled = decide(...permitted, '--input', 'treeDiameter=45', '--input', 'protectedArea=true');
  assert.equal(settled.status, 0, settled.stderr);
  assert.match(settled.stdout, /^Tree Felling Permitted\?: "Reject"$/m);
  const open = decide(...permitted, '--input', 'treeDiameter=45', '--unknown', 'protectedArea');
  assert.equal(open.status, 1);
  assert.match(open.stdout, /Permitted\?: depends on protectedArea/);
  assert.equal(decide('--input', 'treeDiameter=25').status, 0, 'the area does not matter');
  assert.match(decide(...permitted, '--next').stdout, /ask next: treeDiameter, protectedArea$/m);
  assert.match(decide(...permitted, '--next', '--input', 'treeDiameter=25').stdout, /nothing to ask$/m);
  const { next } = JSON.parse(decide(...permitted, '--next', '--input', 'treeDiameter=45', '--json').stdout).decisions['Tree Felling Permitted?'];
  assert.deepEqual(next, ['protectedArea']);

  const tried = JSON.parse(decide(...permitted, '--cases', '200', '--json').stdout);
  assert.equal(tried.cases.length, 200);
  const outcomes = new Set(tried.cases.map(({ decisions }) => decisions['Tree Felling Permitted?'].value));
  assert.ok(outcomes.has('Permit') && outcomes.has('Reject'), [...outcomes].join());
  assert.ok(tried.cases.some(({ inputs }) => inputs.treeDiameter === 30), 'the limit itself');
  assert.match(decide('--cases', '1').stdout, /protectedArea = .*\n {2}.*: /);

  writeFileSync(join(scratch, 'inputs.json'), '{"treeDiameter": 45, "protectedArea": false}');
  const fromFile = decide(...permitted, '--inputs', join(scratch, 'inputs.json'), '--json');
  assert.equal(JSON.parse(fromFile.stdout).decisions['Tree Felling Permitted?'].value, '"Permit"');
  const over = decide(...permitted, '--inputs', join(scratch, 'inputs.json'), '--input', 'protectedArea=true');
  assert.match(over.stdout, /"Reject"/, 'a single input wins over the file');

  const told = decide(...permitted, '--input', 'treeDiameter=45', '--input', 'protectedArea=true', '--explain');
  assert.equal(told.status, 0, told.stderr);
  for (const words of [/SHA-256 [0-9a-f]{64}/, /because: In a protected area, a tree/, /1 +✗ <= 30 .*45 is over 30/, /3 +✓ \(30\.\.60\] +✓ true +→ "Reject" +applies/,
    /If the tree diameter were 30 instead of 45, the outcome would be Permit\./, /If the protected area were no instead of yes/])
    assert.match(told.stdout, words);
  const json = JSON.parse(decide(...permitted, '--input', 'treeDiameter=45', '--input', 'protectedArea=true', '--explain', '--json').stdout);
  const { reasons, explanation, counterfactuals } = json.decisions['Tree Felling Permitted?'];
  assert.equal(reasons.length, 1);
  assert.equal(explanation.model_hash, json.model_hash);
  assert.deepEqual(explanation.table.rules.map((rule) => [rule.match, rule.failed_column ?? 0]), [['no', 1], ['no', 2], ['yes', 0], ['no', 1]]);
  assert.deepEqual(counterfactuals.found.map(({ changes }) => changes.map(({ input, to }) => `${input}=${to}`).join()).sort(), ['protectedArea=false', 'treeDiameter=30']);

  for (const [args, words] of [
    [['--input', 'treeDiametre=45'], /no input `treeDiametre`; did you mean `treeDiameter`/],
    [['--input', '45'], /NAME=VALUE/],
    [['--unknown', 'area'], /no input `area`/],
    [['--inputs', '{"x": 1}'], /no input `x`/],
    [['--inputs', join(scratch, 'absent.json')], /neither a JSON object nor a file/],
    [['--input', 'treeDiameter=45', '--unknown', 'treeDiameter'], /both given and said to be unknown/],
    [['--decision', 'Tree Feling Permitted?'], /no decision `Tree Feling Permitted\?`; did you mean/],
  ]) {
    const said = decide(...args);
    assert.equal(said.status, 2, args.join(' '));
    assert.match(said.stderr, words);
  }

  const typed = join(scratch, 'typed.dmn');
  const input = (name, type) => `<inputData id="${name}" name="${name}"><variable name="${name}" typeRef="${type}"/></inputData>`;
  const needs = ['born', 'word', 'xs'].map((name) => `<informationRequirement><requiredInput href="#${name}"/></informationRequirement>`).join('');
  writeFileSync(typed, `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="T" namespace="urn:t">
    ${input('born', 'date')}${input('word', 'string')}${input('xs', 'Any')}
    <decision id="d" name="D"><variable name="D"/>${needs}
    <literalExpression><text>string(born.year) + word + string(sum(xs))</text></literalExpression></decision></definitions>`);
  const mixed = run('decide', typed, '--input', 'born=2001-05-09', '--input', 'word=7', '--input', 'xs=[1, 2]');
  assert.match(mixed.stdout, /^D: "200173"$/m);
  const wrong = run('decide', typed, '--input', 'born=soon', '--input', 'word="a = b"', '--input', 'xs=[1]');
  assert.equal(wrong.status, 1, wrong.stdout);
});

test('serve --json says on one line where it listens', async () => {
  const instance = new Instance({ services, extra: ['--json'] });
  try {
    await instance.start();
    const health = await fetch(`http://127.0.0.1:${instance.port}/health`);
    assert.deepEqual(await health.json(), { status: 'good' });
    await instance.stop();
    assert.equal(JSON.parse(run('verify', '--log', '--json', ...logOf(instance)).stdout).good, true);
  } finally {
    await instance.close();
  }
});

test('check: every complaint has a file, a line and a column', { skip: onPostgres && 'no database is used' }, () => {
  for (const [name, change, words] of [
    ['service.yaml', (text) => text.replace('title:', 'titel:'), /titel/],
    ['service.yaml', (text) => text.replace('type: number', 'type: nmber'), /nmber/],
    ['service.yaml', (text) => text.replace('"[1..20]"', '"[20..1"'), /not FEEL/],
    ['service.yaml', (text) => text.replace('pages: [length, goods, case]', 'pages: [length, goods, cse]'), /cse/],
    ['service.yaml', (text) => text.replace('input: stallLength', 'input: stallLenght'), /stallLenght/],
    ['service.yaml', (text) => text.replace('decision = "Yes"', 'decision = = "Yes"'), /=/],
    ['service.yaml', (text) => text.replace('letter: letters/refusal.md', 'letter: letters/none.md'), /none\.md/],
    ['service.yaml', (text) => text.replace('model: rules.dmn', 'model: other.dmn'), /other\.dmn/],
    ['service.yaml', (text) => text.replace('decision: Stall allowed?', 'decision: Stall alowed?'), /Stall alowed\?/],
    ['service.yaml', (text) => text.replace('topics:', 'title: Twice\ntopics:'), /title/],
    ['service.yaml', (text) => text.replace('cost: Free', 'cost: *free'), /alias|anchor|free/i],
    ['service.yaml', (text) => `${text}\n\tx: 1\n`, /./],
    ['service.yaml', () => '', /./],
    ['rules.dmn', (text) => text.replace('<decisionTable', '<decisionTabel'), /./],
    ['rules.dmn', (text) => text.replace('</definitions>', ''), /./],
    ['rules.dmn', (text) => text.replace(/<rule[\s\S]*?<\/rule>/, ''), /./],
    ['rules.dmn', (text) => `<!DOCTYPE x [<!ENTITY y SYSTEM "/etc/passwd">]>\n${text.replace(/^<\?xml.*\?>\n?/, '')}`, /DOCTYPE/i],
    ['examples.yaml', (text) => text.replace('outcome: granted', 'outcome: refused'), /granted|refused/],
    ['letters/refusal.md', (text) => `${text}\n{nobody}\n`, /nobody/],
  ]) {
    const good = readFileSync(join(folder, name), 'utf8');
    const changed = change(good);
    assert.notEqual(changed, good, `${name}: ${change}`);
    writeFileSync(join(folder, name), changed);
    const said = run('check', services);
    const json = JSON.parse(run('check', services, '--json').stdout);
    writeFileSync(join(folder, name), good);
    assert.equal(said.status, 1, `${name}: ${change}\n${said.stdout}`);
    const lines = said.stdout.trimEnd().split('\n');
    const complaints = lines.slice(0, -2);
    assert.ok(complaints.length > 0, String(change));
    for (const line of complaints) assert.match(line, /^try-it\/[\w./-]+:[1-9]\d*:[1-9]\d*: (error|warning): ./, `${name}: ${change}`);
    assert.match(complaints.join('\n'), words);
    assert.match(lines.at(-2), /^FAILED try-it/);
    assert.match(lines.at(-1), /^1 services, \d+ examples, [1-9]\d* errors, \d+ warnings$/);
    assert.equal(json.complaints.length, complaints.length);
    for (const { file, line, column, severity, message } of json.complaints) {
      assert.ok(file.startsWith('try-it/') && line > 0 && column > 0 && ['error', 'warning'].includes(severity) && message, JSON.stringify({ file, line, column }));
    }
  }
  assert.equal(run('check', services).status, 0, 'all is as it was');
});

test('analyse: findings with places and examples, and a status for each case', { skip: onPostgres && 'no database is used' }, () => {
  const rules = join(folder, 'rules.dmn');
  const good = run('analyse', rules);
  assert.equal(good.status, 0, good.stdout + good.stderr);
  assert.match(good.stdout, /^0 findings in 1 table$/m);
  assert.deepEqual(JSON.parse(run('analyse', rules, '--json').stdout).findings, []);

  const broken = join(scratch, 'broken.dmn');
  writeFileSync(broken, readFileSync(rules, 'utf8').replace('<text>&gt; 6</text>', '<text>&gt;= 7</text>'));
  const said = run('analyse', broken);
  assert.equal(said.status, 1, said.stdout + said.stderr);
  assert.match(said.stdout, /^broken\.dmn:[1-9]\d*:[1-9]\d*: error: the table of 'Stall allowed\?': no rule matches where stallLength in \(6\.\.7\), for example stallLength = 6\.5$/m);
  assert.match(said.stdout, /^1 finding in 1 table$/m);
  const json = run('analyse', broken, '--json');
  assert.equal(json.status, 1);
  const [finding] = JSON.parse(json.stdout).findings;
  assert.equal(finding.kind, 'gap');
  assert.equal(finding.severity, 'error');
  assert.deepEqual(finding.inputs, { stallLength: '6.5' });
  assert.equal(finding.columns[0].values, '(6..7)');
  const decided = JSON.parse(run('decide', broken, '--inputs', '{"stallLength": 6.5}', '--json').stdout);
  assert.equal(decided.decisions['Stall allowed?'].value, 'null');

  assert.equal(run('analyse', join(folder, 'guide.md')).status, 2);
  const none = run('analyse', join(scratch, 'none.dmn'), '--json');
  assert.equal(none.status, 2);
  assert.equal(JSON.parse(none.stdout).error.code, 'not_found');
});

const kit = join(process.env.GUILDHALL_DATA ?? join(root, '../shared'), 'data/dmn-tck/TestCases/compliance-level-2');
test('tck: every case of compliance level 2 passes', { skip: !existsSync(kit) && `${kit} is not there` }, () => {
  const cases = readdirSync(kit, { recursive: true }).filter((name) => /-test-.*\.xml$/.test(name))
    .reduce((count, name) => count + readFileSync(join(kit, name), 'utf8').match(/<testCase[\s>]/g).length, 0);
  const said = run('tck', kit);
  assert.equal(said.status, 0, said.stdout.slice(-2000));
  assert.equal(said.last, `${cases} passed, 0 failed`);
  const json = JSON.parse(run('tck', kit, '--json').stdout);
  assert.deepEqual([json.passed, json.failed], [cases, 0]);
});
