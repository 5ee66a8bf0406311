// Every converted condition of the Form.io forms against the original: its script is run here by node, its FEEL by the
// program, both on answers made up at random, questions without an answer among them. Forms come from
// GUILDHALL_DATA (../shared/data when that is not set); without them the test is skipped.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { root } from '../support/postgres.mjs';

process.env.TZ = 'UTC';
const require = createRequire(join(root, 'web/package.json'));
const _ = require('lodash');
const moment = require('moment');

const program = process.env.GUILDHALL ?? join(root, 'build/release/guildhall');
const data = process.env.GUILDHALL_DATA ?? join(root, '../shared/data');
const forms = process.env.GUILDHALL_FORMS ?? join(data, 'forms-formio/forms');
const rounds = Number(process.env.GUILDHALL_ANSWER_SETS ?? (process.env.GUILDHALL_TEST_THOROUGH ? 1000 : 200));

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
  return { next, below: (n) => Math.floor(next() * n), pick: (list) => list[Math.floor(next() * list.length)], chance: (p) => next() < p };
}

// What the source mentions is what makes its conditions turn.
function mentioned(original) {
  const texts = [...original.matchAll(/(["'])((?:(?!\1).)*)\1/g)].map((match) => match[2]);
  const numbers = [...original.matchAll(/(?<![\w"'.])\d+(?:\.\d+)?(?![\w"'])/g)].map((match) => Number(match[0]));
  return { texts, numbers };
}

function isoDate(random, hints) {
  const years = hints.numbers.filter((n) => n > 1800 && n < 2200);
  const year = years.length && random.chance(0.6) ? random.pick(years) - 1 + random.below(3) : 1900 + random.below(140);
  const ages = hints.numbers.filter((n) => n > 0 && n < 131);
  const today = new Date();
  if (ages.length && random.chance(0.3)) {
    const date = new Date(Date.UTC(today.getUTCFullYear() - random.pick(ages), today.getUTCMonth(), Math.min(28, today.getUTCDate()) - 1 + random.below(3)));
    return date.toISOString().slice(0, 10);
  }
  if (random.chance(0.2)) return today.toISOString().slice(0, 10);
  return `${year}-${String(1 + random.below(12)).padStart(2, '0')}-${String(1 + random.below(28)).padStart(2, '0')}`;
}

const feelText = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

// An answer as the form's runtime holds it and as FEEL sees it; both missing at times.
function answer(field, random, hints) {
  const missing = { original: undefined, feel: 'null' };
  if (field.shape === 'unknown' || random.chance(0.15)) return missing;
  const option = () => {
    const likely = field.options.filter((each) => hints.texts.includes(each));
    return likely.length && random.chance(0.6) ? random.pick(likely) : random.pick(field.options);
  };
  const ours = (value) => (Object.hasOwn(field.values, value) ? field.values[value] : value);
  if (field.shape === 'choices') {
    if (!field.options.length) return missing;
    const chosen = field.options.filter((each) => random.chance(hints.texts.includes(each) || hints.path.includes(each) ? 0.5 : 0.3));
    return {
      original: Object.fromEntries(field.options.map((each) => [each, chosen.includes(each)])),
      feel: `[${chosen.map((each) => feelText(ours(each))).join(', ')}]`,
    };
  }
  if (field.shape === 'labelled') {
    const codes = hints.texts.filter((text) => /^[A-Z]{2,3}$/.test(text));
    const value = field.options.length ? option() : codes.length && random.chance(0.7) ? random.pick(codes) : random.pick(['NO', 'SE', 'US', 'GB', 'AU', 'ZZ']);
    return { original: { value, label: `label of ${value}` }, feel: feelText(ours(value)) };
  }
  switch (field.kind) {
    case 'yes_no': {
      const value = random.pick(field.options);
      return { original: value, feel: field.values[value] };
    }
    case 'truth': {
      const value = random.chance(0.5);
      return { original: value, feel: String(value) };
    }
    case 'number': {
      const near = hints.numbers.length && random.chance(0.7) ? random.pick(hints.numbers) - 1 + random.below(3) : random.below(200);
      const value = random.chance(0.1) ? near + 0.5 : near;
      return { original: value, feel: String(value) };
    }
    case 'date': {
      const value = isoDate(random, hints);
      return { original: value, feel: `date("${value}")` };
    }
    case 'month': {
      const value = isoDate(random, hints).slice(0, 7);
      return { original: value, feel: `date("${value}-01")` };
    }
    default: {
      const value = field.options.length ? option()
        : hints.texts.length && random.chance(0.6) ? random.pick(hints.texts)
          : random.chance(0.3) ? String(random.below(100)) : random.pick(['a', 'Oslo', '0001', 'x "y" \\ z']);
      // An answer that is left empty is none.
      if (value === '') return missing;
      return { original: value, feel: feelText(field.options.length ? ours(value) : value) };
    }
  }
}

// A group's data, and its entries for FEEL by name; paths such as `address.line1` become contexts.
function fill(field, random, hints, wanted) {
  const original = {};
  const entries = new Map();
  const put = (name, feel) => {
    const [first, second] = name.split('.');
    if (!second) entries.set(first, feel);
    else entries.set(first, { ...(entries.get(first) ?? {}), [second]: feel });
  };
  for (const child of field.children) {
    if (child.shape === 'group') {
      const inner = fill(child, random, hints, wanted[0] === child.key ? wanted.slice(1) : []);
      original[child.key] = inner.original;
      for (const [name, feel] of inner.entries) entries.set(name, feel);
      if (wanted[0] === child.key) {
        const { originalRow, entries: inside, rows } = inner.inside ?? { originalRow: inner.original, entries: new Map(), rows: [] };
        entries.inside = { originalRow, entries: inside, rows: rows.map(({ path, row }) => ({ path: [child.key, ...path], row })) };
      }
    } else if (child.shape === 'list') {
      const needed = wanted[0] === child.key;
      if (!needed && random.chance(0.15)) {
        entries.set(child.feel, 'null');
        continue;
      }
      const rows = Array.from({ length: (needed ? 1 : 0) + random.below(3) }, () => fill(child, random, hints, needed ? wanted.slice(1) : []));
      original[child.key] = rows.map((row) => row.original);
      entries.set(child.feel, `[${rows.map((row) => contextText(row.entries)).join(', ')}]`);
      if (needed) {
        const row = random.pick(rows);
        const deeper = row.entries.inside;
        const own = new Map(row.entries);
        for (const [name, feel] of deeper?.entries ?? []) own.set(name, feel);
        const around = [...(deeper?.rows ?? []).map((each) => ({ path: [child.key, ...each.path], row: each.row })), { path: [child.key], row: row.original }];
        entries.inside = { originalRow: deeper ? deeper.originalRow : row.original, entries: own, rows: around };
      }
    } else {
      const { original: value, feel } = answer(child, random, hints);
      if (value !== undefined) original[child.key] = value;
      if (child.feel) put(child.feel, feel);
    }
  }
  return { original, entries, inside: entries.inside };
}

function contextText(entries) {
  const parts = [];
  for (const [name, feel] of entries) {
    if (typeof feel === 'string') parts.push(`${name}: ${feel}`);
    else parts.push(`${name}: ${Object.values(feel).every((each) => each === 'null') ? 'null' : `{${Object.entries(feel).map(([key, value]) => `${key}: ${value}`).join(', ')}}`}`);
  }
  return `{${parts.join(', ')}}`;
}

// The forms' own runtime reads parts of what is missing as missing: every step of a path is optional.
function forgiving(script) {
  return script.replace(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|([\w\])])\.(?=[A-Za-z_$])/g, (whole, skipped, before) => skipped ?? `${before}?.`);
}

function birthDate(key, submission) {
  const found = valueAt(submission.data, key);
  return typeof found === 'string' && moment(found, 'YYYY-MM-DD', true).isValid() ? moment(found, 'YYYY-MM-DD') : undefined;
}
const utils = {
  isBornBeforeYear: (year, key, submission) => (birthDate(key, submission)?.year() ?? Infinity) < year,
  isAgeBetween: ([least, most], key, submission) => {
    const born = birthDate(key, submission);
    const age = born && moment().diff(born, 'years', false);
    return age ? least <= age && age <= most : false;
  },
};
const instance = { isSubmissionDigital: () => true };

// Form.io looks for a path in an object, and then in the objects inside it, but not in lists.
function valueAt(object, path) {
  if (!_.isPlainObject(object)) return undefined;
  if (_.has(object, path)) return _.get(object, path);
  for (const inner of Object.values(object)) {
    const found = valueAt(inner, path);
    if (found !== undefined && found !== null) return found;
  }
  return undefined;
}

// {show, when, eq}: looked for in the row, in the rows around it under their lists' path (as the form's editor writes it), in
// the whole; compared as text; boxes by option; an answer that is missing is the empty text.
function simple({ show, when, eq }, { data: all, row, around }) {
  let value = valueAt(row, when);
  for (const outer of around) if (value === undefined) value = valueAt(_.set({}, outer.path, outer.row), when);
  if (value === undefined) value = valueAt(all, when);
  if (value === undefined || value === null) value = '';
  if (_.isObject(value) && _.has(value, String(eq))) return String(value[eq]) === String(show);
  if (Array.isArray(value) && value.map(String).includes(String(eq))) return String(show) === 'true';
  return (String(value) === String(eq)) === (String(show) === 'true');
}

const compiled = new Map();
function runOriginal(condition, scope) {
  if (condition.kind === 'simple') return simple(JSON.parse(condition.original), scope);
  const variable = condition.kind === 'value' ? 'value' : condition.kind;
  const start = condition.kind === 'value' ? 'undefined' : 'true';
  const key = condition.kind + condition.original;
  if (!compiled.has(key))
    compiled.set(key, vm.runInThisContext(`(function (data, row, input, _, moment, utils, instance, submission, ${variable}) { ${variable} = ${start}; ${forgiving(condition.original)}\n; return ${variable}; })`));
  try {
    return compiled.get(key)(scope.data, scope.row, scope.row?.[condition.key], _, moment, utils, instance, { data: scope.data });
  } catch (error) {
    throw new Error(`${condition.place}: ${condition.original}: ${error.message}`);
  }
}

function agrees(condition, original, feel) {
  if (condition.kind === 'value') {
    if (typeof original === 'number' && Number.isFinite(original)) return typeof feel === 'number' && Math.abs(original - feel) <= 1e-9 * Math.max(1, Math.abs(original));
    if (original === undefined || original === null || Number.isNaN(original)) return feel === null;
    return original === feel;
  }
  if (condition.kind === 'valid') return (original === true) === (feel === true);
  return Boolean(original) === (feel === true);
}

// The parts of a form's data that a condition can read: what it names, and what stands around that.
function readable(field, condition, path) {
  const children = [];
  for (const child of field.children) {
    const onPath = path[0] === child.key;
    const named = condition.original.includes(child.key) || (child.feel && condition.feel.includes(child.feel.split('.')[0])) || child.key === condition.key;
    const inner = child.children.length ? readable(child, condition, onPath ? path.slice(1) : []) : child;
    if (onPath || named || inner.children.length) children.push(inner);
  }
  return { ...field, children };
}

// Answer sets for one condition: what the original says to each, and the scope in which FEEL is asked.
function answerSets(fields, condition, seed) {
  const hints = { ...mentioned(condition.original), path: condition.original };
  const random = generator(seed);
  const sets = [];
  for (let round = 0; round < rounds; round += 1) {
    const filled = fill(fields, random, hints, condition.row);
    const entries = new Map(filled.entries);
    for (const [name, feel] of filled.inside?.entries ?? []) entries.set(name, feel);
    const row = condition.row.length ? filled.inside.originalRow : filled.original;
    if (condition.kind === 'valid' && row[condition.key] === undefined) continue; // nothing to check
    const original = runOriginal(condition, { data: filled.original, row, around: filled.inside?.rows ?? [] });
    sets.push({ original, feel: contextText(entries), row });
  }
  return sets;
}

const seedOf = (text) => [...text].reduce((sum, c) => (Math.imul(sum, 31) + c.charCodeAt(0)) >>> 0, 7);

test('converted conditions come out as the originals do', { skip: existsSync(forms) ? false : `no forms at ${forms}` }, () => {
  const listed = spawnSync(program, ['import', forms, '--from', 'formio', '--conditions'], { encoding: 'utf8', maxBuffer: 1 << 30 });
  assert.equal(listed.status, 0, listed.stderr);
  let conditions = 0, compared = 0, turning = 0;
  const wrong = [];
  for (const line of listed.stdout.trim().split('\n')) {
    const form = JSON.parse(line);
    if (!form.conditions.length) continue;
    const tasks = form.conditions.map((condition, index) =>
      answerSets(readable(form.fields, condition, condition.row), condition, seedOf(`${form.form} ${index}`)));
    const input = form.conditions.map((condition, index) => JSON.stringify({ expression: condition.feel, scopes: tasks[index].map((set) => set.feel) })).join('\n');
    const evaluated = spawnSync(program, ['feel', '--batch'], { encoding: 'utf8', input, maxBuffer: 1 << 30 });
    const answers = evaluated.stdout.trim().split('\n').map((each) => JSON.parse(each));
    assert.equal(answers.length, tasks.length, evaluated.stderr);
    form.conditions.forEach((condition, index) => {
      conditions += 1;
      const { values, error } = answers[index];
      const sets = tasks[index];
      compared += sets.length;
      if (!values) {
        wrong.push(`${form.form} ${condition.place}: ${error}\n  ${condition.feel}`);
        return;
      }
      if (new Set(sets.map(({ original }) => JSON.stringify(condition.kind === 'value' ? original : Boolean(original)))).size > 1) turning += 1;
      const at = sets.findIndex(({ original }, i) => !agrees(condition, original, values[i]));
      if (at >= 0)
        wrong.push(`${form.form} ${condition.place}\n  ${condition.original}\n  ${condition.feel}\n  original ${JSON.stringify(sets[at].original)}, FEEL ${JSON.stringify(values[at])}, row ${JSON.stringify(sets[at].row)}`);
    });
  }
  console.log(`# ${conditions} conditions, ${turning} of them both ways, ${compared} comparisons, ${wrong.length} conditions that differ`);
  assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} of ${conditions} conditions differ`);
  // Conditions that never turn would show nothing.
  assert.ok(turning > conditions * 0.9, `only ${turning} of ${conditions} conditions came out both ways`);
});
