// Converted forms of the form runner against the originals. Every condition is evaluated here by its definition (the
// model writes it down as an expression, the runner evaluates that over the answers so far) and its FEEL by the program,
// both on answers made up at random. Then the pages: the original's links are followed here page by page, and a page of
// the converted journey has to apply exactly when the walk passes it. Forms come from GUILDHALL_DATA (../shared/data
// when that is not set); a form with every operator and kind of question is made up below.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../support/postgres.mjs';
import { Instance, program } from '../support/server.mjs';

process.env.TZ = 'UTC';
const data = process.env.GUILDHALL_DATA ?? join(root, '../shared/data');
const forms = process.env.GUILDHALL_FORMS ?? join(data, 'forms-xgov');
const rounds = Number(process.env.GUILDHALL_ANSWER_SETS ?? (process.env.GUILDHALL_TEST_THOROUGH ? 1000 : 200));
const scratch = mkdtempSync(join(tmpdir(), 'guildhall-xgov-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

// A small generator with a seed, so that what fails can be tried again.
function generator(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { below: (n) => Math.floor(next() * n), pick: (list) => list[Math.floor(next() * list.length)], chance: (p) => next() < p };
}
const seedOf = (text) => [...text].reduce((sum, c) => (Math.imul(sum, 31) + c.charCodeAt(0)) >>> 0, 7);

// ── What a condition means ──────────────────────────────────────────────────────────────────────────────────────────

const inline = { is: '==', 'is not': '!=', 'is at least': '>=', 'is at most': '<=', 'is less than': '<', 'is more than': '>', 'is before': '<', 'is after': '>' };
const lengths = { 'is longer than': '>', 'is shorter than': '<', 'has length': '==' };
const relative = { 'is at least': ['<=', '>='], 'is at most': ['>=', '<='], 'is less than': ['>', '<'], 'is more than': ['<', '>'] };

// A condition object as the expression that the forms' model makes of it.
function expressionOf(condition) {
  if (condition.conditions) return `(${joined(condition.conditions)})`;
  if (condition.conditionName) return condition.conditionName;
  const { field: { name, type }, operator, value } = condition;
  if (value.type === 'RelativeTime') {
    const past = value.direction === 'in the past';
    return `${name} ${relative[operator][past ? 0 : 1]} dateForComparison(${past ? -value.timePeriod : value.timePeriod}, '${value.timeUnit}')`;
  }
  if (lengths[operator]) return `length(${name}) ${lengths[operator]} ${value.value}`;
  const constant = type === 'NumberField' || type === 'YesNoField' ? value.value : `'${value.value}'`;
  if (operator === 'contains') return `${constant} in ${name}`;
  if (operator === 'does not contain') return `not (${constant} in ${name})`;
  return `${name} ${inline[operator]} ${constant}`;
}
const coordinatorOf = (condition) => condition.coordinator ?? (condition.conditions ? coordinatorOf(condition.conditions[0]) : undefined);
function joined(conditions) {
  return conditions.map((each, i) => (i ? `${coordinatorOf(each) ?? 'and'} ` : '') + expressionOf(each)).join(' ');
}

// The language of these expressions: only what is written is evaluated, `and` binds tighter than `or`, a name without a value
// stops everything, a part of an object may be missing.
function evaluate(text, scope) {
  const tokens = text.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+(?:\.\d+)?|[\p{L}_$][\p{L}\p{N}_$]*|==|!=|>=|<=|\S/gu) ?? [];
  let at = 0;
  const take = (token) => tokens[at] === token && Boolean((at += 1));
  const or = () => {
    const parts = [and()];
    while (take('or')) parts.push(and());
    return parts.length === 1 ? parts[0] : () => parts.some((part) => part());
  };
  const and = () => {
    const parts = [compared()];
    while (take('and')) parts.push(compared());
    return parts.length === 1 ? parts[0] : () => parts.every((part) => part());
  };
  const compared = () => {
    const left = unary();
    const sign = ['==', '!=', '<', '<=', '>', '>=', 'in'].find((each) => tokens[at] === each);
    if (!sign) return left;
    at += 1;
    const right = unary();
    return () => {
      const [a, b] = [left(), right()];
      switch (sign) {
        case '==': return a === b;
        case '!=': return a !== b;
        case '<': return a < b;
        case '<=': return a <= b;
        case '>': return a > b;
        case '>=': return a >= b;
        default: {
          for (let i = 0; i < b.length; i += 1) if (b[i] === a) return true;
          return false;
        }
      }
    };
  };
  const unary = () => {
    if (take('not')) {
      const inner = unary();
      return () => !inner();
    }
    if (take('length')) {
      const inner = unary();
      return () => {
        const value = inner();
        return Array.isArray(value) ? value.length : String(value).length;
      };
    }
    if (take('-')) {
      const inner = unary();
      return () => -inner();
    }
    return primary();
  };
  const primary = () => {
    const token = tokens[at];
    at += 1;
    if (token === '(') {
      const inner = or();
      assert.ok(take(')'), text);
      return inner;
    }
    if (/^['"]/.test(token)) return () => token.slice(1, -1).replace(/\\(.)/g, '$1');
    if (/^\d/.test(token)) return () => Number(token);
    if (token === 'true' || token === 'false') return () => token === 'true';
    if (tokens[at] === '(') {
      at += 1;
      const period = or();
      assert.ok(take(','), text);
      const unit = or();
      assert.ok(take(')'), text);
      return () => instantFromNow(period(), unit());
    }
    const path = [token];
    while (take('.')) path.push(tokens[at++]);
    return () => {
      const first = scope(path[0]);
      if (first === undefined) throw new Error(`no ${path[0]}`);
      return path.slice(1).reduce((value, part) => value[part], first);
    };
  };
  const whole = or();
  assert.equal(at, tokens.length, text);
  return whole();
}

function instantFromNow(period, unit) {
  const date = new Date();
  if (unit === 'days') date.setDate(date.getDate() + period);
  else {
    const day = date.getDate();
    date.setDate(1);
    date.setMonth(date.getMonth() + period * (unit === 'years' ? 12 : 1));
    date.setDate(Math.min(day, new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate()));
  }
  return date.toISOString();
}

// What the runner says to a condition: an error is no; a name alone is looked for in the page's own section as well.
function says(form, name, state) {
  const definition = form.conditions.find((each) => each.name === name);
  const text = definition === undefined ? name : typeof definition.value === 'string' ? definition.value : joined(definition.value.conditions);
  const scope = (called) => (form.conditions.some((each) => each.name === called) ? says(form, called, state) : state?.[called]);
  try {
    return Boolean(evaluate(text, scope));
  } catch {
    return false;
  }
}
const saysOnPage = (form, name, state, section) => says(form, name, { ...state[section], ...state });

// The texts and numbers of all conditions that one refers to.
function mentioned(form, name, seen = new Set()) {
  if (seen.has(name)) return '';
  seen.add(name);
  const definition = form.conditions.find((each) => each.name === name);
  const text = definition === undefined ? name : typeof definition.value === 'string' ? definition.value : joined(definition.value.conditions);
  return form.conditions.filter((each) => text.includes(each.name) && each.name !== name).reduce((all, each) => `${all} ${mentioned(form, each.name, seen)}`, text);
}

// ── Answers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const feelText = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
const day = (random, hints) => {
  const now = new Date();
  if (random.chance(0.5)) {
    const years = hints.numbers.filter((n) => n > 0 && n < 130);
    const date = new Date(Date.UTC(now.getUTCFullYear() - (years.length ? random.pick(years) : 0), now.getUTCMonth(), now.getUTCDate() - 2 + random.below(5)));
    return date.toISOString().slice(0, 10);
  }
  const days = hints.texts.filter((text) => /^\d{4}-\d\d-\d\d/.test(text)).map((text) => text.slice(0, 10));
  if (days.length && random.chance(0.5)) return random.pick(days);
  return `${1950 + random.below(100)}-${String(1 + random.below(12)).padStart(2, '0')}-${String(1 + random.below(28)).padStart(2, '0')}`;
};

// An answer as the runner keeps it and as FEEL sees it.
function answer(field, random, hints) {
  const likely = (list) => {
    const some = list.filter(([theirs]) => hints.texts.includes(theirs));
    return some.length && random.chance(0.6) ? random.pick(some) : random.pick(list);
  };
  switch (field.kind) {
    case 'yes_no': {
      const value = random.chance(0.5);
      return [value, String(value)];
    }
    case 'choice': {
      const [theirs, ours] = likely(field.values.filter(([each]) => each !== '' || field.values.length > 2));
      return [field.numbers ? Number(theirs) : theirs, ours];
    }
    case 'choices': {
      const chosen = field.values.filter(([theirs]) => random.chance(hints.texts.includes(theirs) ? 0.5 : 0.3));
      if (!chosen.length) chosen.push(random.pick(field.values));
      return [chosen.map(([theirs]) => (field.numbers ? Number(theirs) : theirs)), `[${chosen.map(([, ours]) => ours).join(', ')}]`];
    }
    case 'box':
      return [field.values.map(([theirs]) => theirs), 'true'];
    case 'number': {
      const value = (hints.numbers.length && random.chance(0.7) ? random.pick(hints.numbers) - 1 + random.below(3) : random.below(200)) + (random.chance(0.1) ? 0.5 : 0);
      return [value, String(value)];
    }
    case 'date': {
      const value = day(random, hints);
      return [value, `date("${value}")`];
    }
    case 'moment': {
      const times = hints.texts.filter((text) => /T\d\d:\d\d/.test(text)).map((text) => text.slice(11, 16));
      const value = [day(random, hints), times.length && random.chance(0.5) ? random.pick(times) : `${String(random.below(24)).padStart(2, '0')}:30`];
      return [value.join('T'), `date("${value[0]}")`, `"${value[1]}"`];
    }
    case 'text': {
      const value = hints.texts.length && random.chance(0.5) ? random.pick(hints.texts) : 'abcdefghijklmnopqrstuvwxyz'.slice(0, 1 + random.below(20));
      return [value || 'x', feelText(value || 'x')];
    }
    default:
      return [{ is: 'an object' }, '{}'];
  }
}

// The runner's state and the FEEL context; what is missing is null when it was left empty, and not there when it was not
// asked.
function answers(fields, random, hints, missing) {
  const state = {}, feel = {};
  for (const field of fields) {
    const own = field.section ? (state[field.section] ??= {}) : state;
    let made = answer(field, random, hints);
    if (random.chance(missing)) {
      if (field.optional) own[field.key] = null;
      made = undefined;
    } else if (missing === 0 && field.optional && random.chance(0.2)) {
      own[field.key] = null;
      made = undefined;
    } else {
      [own[field.key]] = made;
    }
    feel[field.id] = made ? made[1] : 'null';
    if (field.time) feel[field.time] = made ? made[2] : 'null';
  }
  return { state, feel };
}
const contextOf = (feel) => `{${Object.entries(feel).map(([name, value]) => `${name}: ${value}`).join(', ')}}`;

function hintsOf(text) {
  return {
    texts: [...text.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map((match) => match[1]),
    numbers: [...text.matchAll(/(?<![\w'.-])\d+(?:\.\d+)?(?![\w'-])/g)].map((match) => Number(match[0])),
  };
}

// ── Comparing ───────────────────────────────────────────────────────────────────────────────────────────────────────

function listed(path) {
  const { status, stdout, stderr } = spawnSync(program, ['import', path, '--from', 'xgov', '--conditions'], { encoding: 'utf8', maxBuffer: 1 << 30 });
  assert.equal(status, 0, stderr);
  return stdout.trim().split('\n').map((line) => JSON.parse(line));
}

function evaluated(tasks) {
  if (!tasks.length) return [];
  const input = tasks.map(({ feel, scopes }) => JSON.stringify({ expression: feel, scopes })).join('\n');
  const { stdout, stderr } = spawnSync(program, ['feel', '--batch'], { encoding: 'utf8', input, maxBuffer: 1 << 30 });
  const results = stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(results.length, tasks.length, stderr);
  return results;
}

function compareConditions(converted, form, wrong) {
  let turning = 0;
  const tasks = converted.conditions.map((condition, index) => {
    const name = condition.name ?? condition.expression;
    const text = mentioned(form, name);
    const hints = hintsOf(text);
    const random = generator(seedOf(`${converted.form} ${index}`));
    const fields = converted.fields.filter((field) => text.includes(field.key));
    const sets = Array.from({ length: rounds }, () => answers(fields, random, hints, 0.12));
    const original = sets.map(({ state }) => saysOnPage(form, name, state, condition.section));
    if (new Set(original).size > 1) turning += 1;
    return { name, text, feel: condition.feel, scopes: sets.map(({ feel }) => contextOf(feel)), original, sets };
  });
  evaluated(tasks).forEach(({ values, error }, index) => {
    const task = tasks[index];
    const at = values ? task.original.findIndex((each, i) => each !== (values[i] === true)) : 0;
    if (at < 0) return;
    wrong.push(`${converted.form} ${task.name}\n  ${task.text}\n  ${task.feel}\n  ${error ?? `original ${task.original[at]}, FEEL ${JSON.stringify(values[at])}, ${JSON.stringify(task.sets[at].state)}`}`);
  });
  return turning;
}

// The pages that the runner's links lead through. Answers count once their page is passed.
function walk(form, converted, state) {
  const pages = new Map(form.pages.toReversed().map((page) => [page.path, page]));
  const visited = new Set(), so_far = {};
  let page = pages.get(form.startPage) ?? form.pages[0];
  while (page) {
    if (visited.has(page.path)) return undefined; // round and round: nobody gets to the end with these answers
    visited.add(page.path);
    for (const field of converted.fields.filter((each) => each.page === page.path)) {
      const own = field.section ? (so_far[field.section] ??= {}) : so_far;
      own[field.key] = (field.section ? state[field.section] : state)[field.key];
    }
    const next = (page.next ?? []).filter((link) => link.redirect || pages.has(link.path));
    const chosen = next.find((link) => (link.condition || link.if) && saysOnPage(form, link.condition ?? link.if, so_far, page.section))
      ?? next.findLast((link) => !link.condition && !link.if);
    if (converted.backwards.some(([from, to]) => from === page.path && to === chosen?.path)) return undefined;
    page = chosen?.redirect ? undefined : pages.get(chosen?.path);
  }
  return visited;
}

function comparePages(converted, form, wrong) {
  const hints = hintsOf(form.conditions.map((each) => mentioned(form, each.name)).join(' '));
  const random = generator(seedOf(converted.form));
  const walks = [];
  for (let round = 0; round < rounds; round += 1) {
    const { state, feel } = answers(converted.fields, random, hints, 0);
    const visited = walk(form, converted, state);
    if (!visited) continue;
    const seen = { ...feel };
    for (const field of converted.fields)
      if (!visited.has(field.page)) {
        seen[field.id] = 'null';
        if (field.time) seen[field.time] = 'null';
      }
    walks.push({ visited, scope: contextOf(seen) });
  }
  const known = new Set(converted.pages.map((page) => page.path));
  for (const { visited } of walks) for (const path of visited) if (!known.has(path)) wrong.push(`${converted.form} ${path}: said to be reached never`);
  const tasks = converted.pages.map((page) => ({ feel: page.when, scopes: walks.map(({ scope }) => scope) }));
  evaluated(tasks).forEach(({ values, error }, index) => {
    const { path, when } = converted.pages[index];
    const at = values ? walks.findIndex(({ visited }, i) => visited.has(path) !== (values[i] === true)) : 0;
    if (at >= 0 && !converted.too_long.includes(path)) wrong.push(`${converted.form} ${path}\n  ${when}\n  ${error ?? `original ${walks[at].visited.has(path)}, FEEL ${values[at]}, ${walks[at].scope}`}`);
  });
  return walks.length;
}

test('converted conditions and pages come out as the originals do', { skip: existsSync(forms) ? false : `no forms at ${forms}` }, () => {
  const wrong = [];
  let conditions = 0, turning = 0, pages = 0, walks = 0;
  for (const converted of listed(forms)) {
    const form = JSON.parse(readFileSync(converted.path, 'utf8'));
    turning += compareConditions(converted, form, wrong);
    if (!converted.unconverted.length) walks += comparePages(converted, form, wrong);
    conditions += converted.conditions.length;
    pages += converted.pages.length;
  }
  console.log(`# ${conditions} conditions, ${turning} of them both ways, on ${rounds} sets of answers each; ${pages} pages, ${walks} walks; ${wrong.length} differ`);
  assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} differ`);
  // Conditions that never turn would show nothing.
  assert.ok(turning > conditions * 0.9, `only ${turning} of ${conditions} conditions came out both ways`);
});

// ── A form with everything ──────────────────────────────────────────────────────────────────────────────────────────

const lists = [
  { name: 'homes', title: 'Homes', type: 'string', items: ['rent', 'own', 'other home', 'Boat, or "barge"'].map((value) => ({ text: `I ${value}`, value })) },
  { name: 'pets', title: 'Pets', type: 'string', items: ['cat', 'dog', 'none of these'].map((value) => ({ text: value, value })) },
  { name: 'numbers', title: 'Numbers', type: 'number', items: [1, 2, 3].map((value) => ({ text: String(value), value })) },
  { name: 'agreed', title: 'Agreed', type: 'string', items: [{ text: 'I agree', value: 'agreed' }] },
];
const kinds = [
  ['YesNoField', [['is', 'true'], ['is', 'false'], ['is not', 'true']]],
  ['RadiosField', [['is', 'rent'], ['is not', 'other home'], ['is', 'Boat, or "barge"'], ['is', 'not there']], 'homes'],
  ['SelectField', [['is', 'own'], ['is not', 'own']], 'homes'],
  ['AutocompleteField', [['is', 'own']], 'homes'],
  ['CheckboxesField', [['contains', 'cat'], ['does not contain', 'dog'], ['contains', 'not there'], ['does not contain', 'not there']], 'pets'],
  ['CheckboxesField', [['contains', 'agreed'], ['does not contain', 'agreed']], 'agreed'],
  ['RadiosField', [['is', '2'], ['is not', '2']], 'numbers'],
  ['NumberField', [['is', '5'], ['is not', '5'], ['is at least', '5'], ['is at most', '5'], ['is less than', '-5'], ['is more than', '7.5']]],
  ['TextField', [['is', 'abc'], ['is not', 'abc'], ['is longer than', '3'], ['is shorter than', '5'], ['has length', '4'], ['has length', '9']]],
  ['MultilineTextField', [['is longer than', '8'], ['is not', 'x']]],
  ['FreeTextField', [['is', 'abc']]],
  ['EmailAddressField', [['is', 'a@example.org'], ['is longer than', '12']]],
  ['TelephoneNumberField', [['is', '0123']]],
  ['WebsiteField', [['is not', 'example.org']]],
  ['DateField', [['is before', '2000-06-15'], ['is after', '2000-06-15'], ['is', '2000-06-15'], ['is not', '2000-06-15']]],
  ['DatePartsField', [['is before', '1999-12-31'],
    ...['is at least', 'is at most', 'is less than', 'is more than'].flatMap((operator) => [['years', 18, 'in the past'], ['months', 30, 'in the past'], ['days', 2, 'in the future']].map((value) => [operator, value]))]],
  ['DateTimeField', [['is before', '2000-06-15T12:30'], ['is', '2000-06-15T12:30'], ['is after', '2000-06-15T12:30']]],
  ['TimeField', [['is before', '12:30'], ['is after', '12:30'], ['is', '12:30']]],
  ['UkAddressField', [['is', 'x'], ['is not', 'x']]],
  ['MonthYearField', [['is not', '2020-01']]],
];

// A form that asks everything on one page and has a page behind it for each condition.
function everything(section, optional) {
  const components = [], conditions = [];
  for (const [type, tests, list] of kinds) {
    const name = `${type}${components.length}`;
    components.push({ type, name, title: `${type} ${components.length}`, options: optional ? { required: false } : {}, schema: {}, ...(list && { list }) });
    for (const [operator, value] of tests) {
      const relativeTime = Array.isArray(value) && { type: 'RelativeTime', timePeriod: String(value[1]), timeUnit: value[0], direction: value[2], timeOnly: false };
      conditions.push({ field: { name: section ? `${section}.${name}` : name, type, display: name }, operator, value: relativeTime || { type: 'Value', value, display: value } });
    }
  }
  const named = conditions.map((condition, i) => ({ name: `c${i}`, displayName: `condition ${i}`, value: { name: `condition ${i}`, conditions: [condition] } }));
  const random = generator(seedOf(`${section} ${optional}`));
  // Lists, groups in groups, and references to others, at random.
  const part = (depth, first) => {
    const coordinator = first ? {} : { coordinator: random.pick(['and', 'or']) };
    if (depth < 3 && random.chance(0.3)) {
      const group = Array.from({ length: 2 + random.below(2) }, (_, i) => part(depth + 1, i === 0));
      if (!first) group[0].conditions ? undefined : (group[0] = { ...coordinator, ...group[0] });
      return first || !group[0].conditions ? { conditions: group } : { ...coordinator, conditions: group };
    }
    if (random.chance(0.2)) return { conditionName: random.pick(named.slice(0, conditions.length)).name, conditionDisplayName: 'x', ...coordinator };
    return { ...random.pick(conditions), ...coordinator };
  };
  for (let i = 0; i < 60; i += 1)
    named.push({ name: `m${i}`, displayName: `many ${i}`, value: { name: `many ${i}`, conditions: Array.from({ length: 2 + random.below(3) }, (_, at) => part(0, at === 0)) } });
  const dot = section ? `${section}.` : '';
  for (const [i, text] of [`${dot}YesNoField0 == true and not (${dot}NumberField7 < 5)`, `${dot}NumberField7`, `${dot}YesNoField0`, `not ${dot}YesNoField0 or 'cat' in ${dot}CheckboxesField4`,
    `length(${dot}TextField8) > 2 and (c0 or c5)`, `not (c3 and c7)`, `5 <= ${dot}NumberField7`].entries())
    named.push({ name: `s${i}`, displayName: text, value: text });
  return {
    startPage: '/all', name: 'Everything', lists, conditions: named, version: 2, fees: [], outputs: [], skipSummary: false, metadata: {},
    sections: section ? [{ name: section, title: 'A section' }] : [],
    pages: [
      { path: '/all', title: 'All', ...(section && { section }), components, next: [...named.map(({ name }) => ({ path: `/${name}`, condition: name })), { path: '/end' }] },
      ...named.map(({ name }) => ({ path: `/${name}`, title: name, ...(section && { section }), components: [{ type: 'TextField', name: `t${name}`, title: name, options: {}, schema: {} }], next: [{ path: '/end' }] })),
      { path: '/end', title: 'End', controller: './pages/summary.js', components: [], next: [] },
    ],
  };
}

for (const [name, section, optional] of [['required', '', false], ['optional', '', true], ['in-a-section', 'part', false], ['optional-in-a-section', 'part', true]]) {
  test(`every operator on every kind of question: ${name}`, () => {
    const form = everything(section, optional);
    const path = join(scratch, `${name}.json`);
    writeFileSync(path, JSON.stringify(form));
    const [converted] = listed(path);
    const wrong = [];
    compareConditions(converted, form, wrong);
    assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} of ${converted.conditions.length} differ`);
    assert.ok(converted.conditions.length >= form.conditions.length - 3, `${converted.conditions.length} of ${form.conditions.length} are converted: ${converted.unconverted}`);
  });
}

// What the forms at hand do not hold: older ways of writing things down, repeats of pages, options that reveal questions.
const unusual = {
  startPage: '/who', name: { en: 'Unusual', cy: 'Anarferol' }, declaration: '<p>All of this is true.</p>', version: 1, skipSummary: false, metadata: {}, outputs: [],
  fees: [{ description: 'Fee', amount: 2500, condition: 'many', multiplier: 'people' }],
  sections: [{ name: 'person', title: 'People' }], lists,
  conditions: [
    { name: 'many', displayName: 'many', value: 'people > 2' },
    { name: 'renting', displayName: 'renting', value: { name: 'renting', conditions: [{ field: { name: 'home', type: 'RadiosField', display: 'h' }, operator: 'is', value: { type: 'Value', value: 'rent', display: 'r' } }] } },
  ],
  pages: [
    { path: '/who', title: { en: 'Who', cy: 'Pwy' }, components: [
      { type: 'NumberField', name: 'people', title: { en: 'How many people?', cy: 'Faint o bobl?' }, options: {}, schema: { min: 1, max: 9, integer: true } },
      { type: 'DateTimeField', name: 'when', title: 'When?', options: {}, schema: {} },
      { type: 'DateTimePartsField', name: 'until', title: 'Until when?', options: { required: false }, schema: {} },
      { type: 'TimeField', name: 'at', title: 'At what time?', options: {}, schema: {} },
      { type: 'DateField', name: 'soon', title: 'Which day?', options: { maxDaysInPast: 0, maxDaysInFuture: 30 }, schema: {} },
      { type: 'TextField', name: 'code', title: 'Code', options: { customValidationMessage: 'Four digits' }, schema: { regex: '^[0-9]{4}$', min: 4, max: 4 } },
      { type: 'FileUploadField', name: 'proof', title: 'Proof', options: { required: false, multiple: true }, schema: {} },
      { type: 'List', name: 'things', title: 'Bring', list: 'pets', options: {}, schema: {} },
      { type: 'FlashCard', name: 'cards', title: 'Cards', list: 'homes', options: { condition: 'many' }, schema: {} },
      { type: 'InsetText', name: 'inset', content: '<p>One</p><p>Two</p>', options: {}, schema: {} },
    ], next: [{ path: '/home', if: 'people >= 1' }] },
    { path: '/home', title: 'Home', components: [
      { type: 'RadiosField', name: 'home', title: 'Where do you live?', options: {}, schema: {}, values: { type: 'static', valueType: 'string', items: [
        { label: 'I rent', value: 'rent', children: [{ type: 'NumberField', name: 'rent', title: 'How much is the rent?', options: { prefix: '£' }, schema: {} }] },
        { label: 'I own', value: 'own', hint: 'All or part of it' }, { label: 'On a boat', value: 'boat', condition: 'many' }] } },
      { type: 'CheckboxesField', name: 'pets', title: 'Which pets?', list: 'pets', options: { behaviour: 'exclusive', behaviourItemValue: 'none of these' }, schema: {} },
      { type: 'SelectField', name: 'empty', title: 'Nothing to choose', list: 'missing', options: { required: false }, schema: {} },
      { type: 'CheckboxesField', name: 'agree', title: 'Do you agree?', list: 'agreed', options: { required: false }, schema: {} },
    ], next: [{ path: '/so-far', condition: 'renting' }, { path: '/name' }] },
    { path: '/so-far', title: 'So far', controller: 'MiniSummaryPageController', components: [], next: [{ path: '/name' }] },
    { path: '/name', title: 'Name', section: 'person', repeatField: 'people', components: [{ type: 'TextField', name: 'called', title: 'Name', options: {}, schema: {} }], next: [{ path: '/born' }] },
    { path: '/born', title: 'Born', section: 'person', repeatField: 'people', components: [{ type: 'DatePartsField', name: 'born', title: 'Date of birth', options: {}, schema: {} }], next: [{ path: '/streets' }] },
    { path: '/streets', title: 'Streets', controller: 'RepeatingFieldPageController', components: [{ type: 'TextField', name: 'street', title: 'Streets', options: {}, schema: {} }], next: [{ path: '/summary' }, { path: '/away', redirect: 'https://example.org' }] },
    { path: '/summary', title: 'Check', controller: 'SummaryPageController', components: [], next: [] },
  ],
};

test('what the forms at hand do not hold is taken, and walked to its end', async () => {
  const folder = mkdtempSync(join(scratch, 'unusual-'));
  writeFileSync(join(folder, 'unusual.json'), JSON.stringify(unusual));
  writeFileSync(join(folder, 'everything.json'), JSON.stringify(everything('part', false)));
  for (let i = 1; i <= 10; i += 1) writeFileSync(join(folder, `tangle-${i}.json`), JSON.stringify(tangle(i)));
  const reported = spawnSync(program, ['import', '--report', folder, '--from', 'xgov'], { encoding: 'utf8' });
  const lines = reported.stdout.trim().split('\n').map((line) => JSON.parse(line));
  for (const { form, accepted, error } of lines.slice(0, -1)) assert.ok(accepted, `${form}: ${error}`);
  const { questions, questions_converted, conditions, conditions_converted, repeats } = lines.find(({ form }) => form === 'unusual.json');
  // The list that is missing alone is asked in another way.
  assert.deepEqual({ questions, questions_converted, conditions, conditions_converted, repeats }, { questions: 15, questions_converted: 14, conditions: 5, conditions_converted: 5, repeats: 2 });
  const out = join(folder, 'services');
  const imported = spawnSync(program, ['import', join(folder, 'unusual.json'), '--from', 'xgov', '--out', out], { encoding: 'utf8' });
  assert.equal(imported.status, 0, imported.stderr);
  assert.match(readFileSync(join(out, 'unusual/words.cy.yaml'), 'utf8'), /ask: Faint o bobl\?/);
  const instance = await new Instance({ services: out }).start();
  try {
    const walked = await new Promise((resolve) => {
      const child = spawn(program, ['walk', join(out, 'unusual'), '--url', instance.origin, '--all'], { stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += chunk; });
      child.on('close', (code) => resolve({ code, output }));
    });
    assert.equal(walked.code, 0, walked.output.slice(-1500));
  } finally {
    await instance.close();
  }
});

// Random graphs: branches that merge, jump ahead, lead nowhere or back.
function tangle(seed) {
  const random = generator(seed);
  const count = 4 + random.below(12);
  const conditions = [], pages = [];
  const section = random.chance(0.5) ? 'part' : undefined;
  for (let i = 0; i < count; i += 1) {
    const yes = random.chance(0.5);
    const optional = random.chance(0.15);
    const components = [{ type: yes ? 'YesNoField' : 'RadiosField', name: `q${i}`, title: `Question ${i}`, options: optional ? { required: false } : {}, schema: {}, ...(!yes && { list: 'homes' }) }];
    const links = random.below(4);
    const next = [];
    for (let j = 0; j < links; j += 1) {
      // A question that may be left empty counts as left empty when it was not asked: the two cannot be told apart.
      const earlier = random.below(i + 1);
      const asked = random.chance(0.8) || pages[earlier]?.components[0].options.required === false ? i : earlier;
      const { type } = asked === i ? components[0] : pages[asked].components[0];
      const value = type === 'YesNoField' ? random.pick(['true', 'false']) : random.pick(lists[0].items).value;
      const name = `c${conditions.length}`;
      conditions.push({ name, displayName: name, value: { name, conditions: [{ field: { name: section ? `${section}.q${asked}` : `q${asked}`, type, display: 'q' }, operator: random.pick(['is', 'is', 'is not']), value: { type: 'Value', value, display: value } }] } });
      next.push({ path: `/p${Math.min(count, i + 1 + random.below(4))}`, condition: name });
    }
    if (random.chance(0.75)) next.splice(random.below(next.length + 1), 0, { path: `/p${Math.min(count, i + 1 + random.below(2))}` });
    if (random.chance(0.05) && i > 1 && conditions.length) next.unshift({ path: `/p${random.below(i)}`, condition: conditions.at(-1).name });
    pages.push({ path: `/p${i}`, title: `Page ${i}`, components, next, ...(section && { section }) });
  }
  pages.push({ path: `/p${count}`, title: 'End', controller: './pages/summary.js', components: [], next: [] });
  return { startPage: '/p0', name: 'Tangle', lists, conditions, pages, sections: [{ name: 'part', title: 'Part' }], fees: [], outputs: [], metadata: {} };
}

test('pages of tangled forms apply exactly when the runner passes them', () => {
  const wrong = [];
  let walks = 0;
  const forms_made = Array.from({ length: Math.max(40, Math.round(rounds / 2)) }, (_, i) => tangle(i + 1));
  const folder = mkdtempSync(join(scratch, 'tangles-'));
  forms_made.forEach((form, i) => writeFileSync(join(folder, `tangle-${String(i).padStart(4, '0')}.json`), JSON.stringify(form)));
  listed(folder).forEach((converted, i) => {
    walks += comparePages(converted, forms_made[i], wrong);
  });
  console.log(`# ${forms_made.length} tangles, ${walks} walks, ${wrong.length} differ`);
  assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} differ`);
});
