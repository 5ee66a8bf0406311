// Puts a decision model of a vendor's modeller into the form that DMN 1.5 asks for, so that engines that go by the
// standard alone can run it: variables, information requirements, types and names. The logic stays as it is.
import { DOMParser, XMLSerializer } from '@xmldom/xmldom';

// Types that vendors' files name, as section 7.3.2 and table 46 have them.
const standardTypes = new Map(Object.entries({
  integer: 'number', long: 'number', double: 'number', decimal: 'number', float: 'number', int: 'number', datetime: 'dateTime',
}));
const builtIn = new Set(['number', 'string', 'boolean', 'date', 'time', 'dateTime', 'date and time', 'dayTimeDuration', 'days and time duration', 'yearMonthDuration', 'years and months duration', 'Any', 'context']);

const notInNames = /[^\p{L}\p{N}_?'./*+\s-]/gu;

const childrenOf = (element, name) => [...element.childNodes].filter((node) => node.nodeType === 1 && (!name || node.localName === name));
const childOf = (element, name) => childrenOf(element, name)[0] ?? null;
const textOf = (element) => childOf(element, 'text')?.textContent ?? '';

// Calls `visit` with each piece of FEEL text that lies outside string literals, and puts what it returns in its place.
const outsideStrings = (text, visit) => text.split(/("(?:\\.|[^"\\])*")/).map((piece, i) => (i % 2 ? piece : visit(piece))).join('');

const escaped = (name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
// A name as a whole: not a part of a longer one, and not an entry of something (`a.name`).
const asWord = (name) => new RegExp(`(?<![\\p{L}\\p{N}_?'.])${escaped(name)}(?![\\p{L}\\p{N}_?'])`, 'gu');

function mentions(text, name) {
  let found = false;
  outsideStrings(text, (piece) => {
    found ||= asWord(name).test(piece);
    return piece;
  });
  return found;
}

/// `{ xml, changes, before }`: the model in standard form, what was changed, a line each, and what elements were called
/// before, by the names that they have.
export function standardForm(source) {
  const document = new DOMParser().parseFromString(source, 'text/xml');
  const definitions = document.documentElement;
  const space = definitions.namespaceURI;
  const changes = [];
  const before = new Map();
  const all = (name) => [...definitions.getElementsByTagNameNS(space, name)];
  const make = (name, attributes) => {
    const made = document.createElementNS(space, definitions.prefix ? `${definitions.prefix}:${name}` : name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const inputs = childrenOf(definitions, 'inputData');
  const decisions = childrenOf(definitions, 'decision');
  const nameOf = (element) => element.getAttribute('name');

  for (const [i, element] of [...inputs, ...decisions].entries()) {
    if (!element.getAttribute('id')) element.setAttribute('id', `made_${i}`);
  }
  typeNames();
  variables();
  inputTypes();
  cells();
  outputNames();
  requirements();
  return { xml: new XMLSerializer().serializeToString(document), changes, before };

  function typeNames() {
    const own = new Set(all('itemDefinition').map(nameOf));
    for (const element of [...definitions.getElementsByTagName('*')]) {
      const type = element.getAttribute('typeRef');
      if (!type || own.has(type) || builtIn.has(type) || type.includes('.') || type.includes(':')) continue;
      const standard = standardTypes.get(type.toLowerCase());
      if (standard) element.setAttribute('typeRef', standard);
      else element.removeAttribute('typeRef');
      changes.push(standard ? `type ${type} is written ${standard}` : `type ${type} is taken out: nothing defines it`);
    }
  }

  // Section 7.3.1: an element and its variable have one name, and section 10.3.1.2 says which characters it may have.
  // Expressions go by the variable, so the element takes its name.
  function variables() {
    for (const element of [...inputs, ...decisions]) {
      const name = nameOf(element);
      const variable = childOf(element, 'variable');
      const wanted = (variable?.getAttribute('name') || name).replace(notInNames, ' ').replace(/\s+/g, ' ').trim();
      if (wanted !== name) {
        element.setAttribute('name', wanted);
        before.set(wanted, name);
        changes.push(`${name} is called ${wanted}, as its variable`);
      }
      if (!variable) {
        const next = childrenOf(element).find((child) => !['description', 'extensionElements', 'question', 'allowedAnswers'].includes(child.localName));
        element.insertBefore(make('variable', { id: `${element.getAttribute('id')}_variable`, name: wanted }), next ?? null);
        changes.push(`${wanted} gets a variable`);
      } else if (variable.getAttribute('name') !== wanted) {
        changes.push(`the variable of ${wanted} gets its name`);
        variable.setAttribute('name', wanted);
      }
    }
  }

  // An input without a type has that of the columns that read it, or is a date where it is made one, and
  // true or false where it is negated.
  function inputTypes() {
    const texts = all('text').map((text) => text.textContent);
    for (const input of inputs) {
      const variable = childOf(input, 'variable');
      const name = nameOf(input);
      if (variable.getAttribute('typeRef')) continue;
      const columns = all('inputExpression').filter((expression) => textOf(expression).trim() === name && expression.getAttribute('typeRef'));
      const argumentOf = (functions) => texts.some((text) => new RegExp(`\\b(?:${functions})\\(\\s*${escaped(name)}\\s*\\)`).test(text));
      const isDate = argumentOf('date|date and time');
      const type = isDate ? 'date' : columns[0]?.getAttribute('typeRef') ?? (argumentOf('not') ? 'boolean' : null);
      if (!type) continue;
      variable.setAttribute('typeRef', type);
      if (isDate) for (const column of columns) column.setAttribute('typeRef', 'date');
      changes.push(`${name} is of type ${type}, as it is used`);
    }
  }

  // Section 8.3.3: a test that takes anything is `-`; an output that says nothing is null.
  function cells() {
    let [tests, outputs] = [0, 0];
    for (const [kind, text] of [['inputEntry', '-'], ['outputEntry', 'null']]) {
      for (const entry of all(kind)) {
        if (textOf(entry).trim()) continue;
        for (const child of childrenOf(entry, 'text')) entry.removeChild(child);
        const made = make('text', {});
        made.appendChild(document.createTextNode(text));
        entry.insertBefore(made, childrenOf(entry).find((child) => child.localName !== 'description' && child.localName !== 'extensionElements') ?? null);
        if (kind === 'inputEntry') tests += 1;
        else outputs += 1;
      }
    }
    if (tests) changes.push(`${tests} empty tests are written -`);
    if (outputs) changes.push(`${outputs} empty outputs are written null`);
  }

  function rename(elements, from, to) {
    let count = 0;
    for (const text of elements.flatMap((element) => [...element.getElementsByTagNameNS(space, 'text')])) {
      const before = text.textContent;
      const after = outsideStrings(before, (piece) => piece.replace(asWord(from), to));
      if (after === before) continue;
      text.textContent = after;
      count += 1;
    }
    return count;
  }

  // What vendors let be read by the name of an output of a required decision: the decision's value is that output, or a
  // context with it (section 8.2.11).
  function outputNames() {
    const byId = new Map(decisions.map((decision) => [decision.getAttribute('id'), decision]));
    const taken = new Set([...inputs, ...decisions].map(nameOf));
    for (const decision of decisions) {
      for (const requirement of childrenOf(decision, 'informationRequirement')) {
        const required = byId.get(childOf(requirement, 'requiredDecision')?.getAttribute('href')?.slice(1));
        const table = required && childOf(required, 'decisionTable');
        if (!table) continue;
        const outputs = childrenOf(table, 'output');
        for (const output of outputs) {
          const name = output.getAttribute('name');
          if (!name || taken.has(name)) continue;
          const path = outputs.length === 1 ? nameOf(required) : `${nameOf(required)}.${name}`;
          if (rename([decision], name, path)) changes.push(`in ${nameOf(decision)}, ${name} is read as ${path}`);
        }
      }
    }
  }

  // Section 7.3.1: an expression sees what its decision requires, and nothing else.
  function requirements() {
    const required = new Map(decisions.map((decision) => [decision, new Set(childrenOf(decision, 'informationRequirement')
      .map((requirement) => (childOf(requirement, 'requiredInput') ?? childOf(requirement, 'requiredDecision'))?.getAttribute('href')?.replace(/^.*#/, '')))]));
    const reaches = (from, to) => from === to || decisions.some((next) => required.get(from).has(next.getAttribute('id')) && reaches(next, to));
    for (const decision of decisions) {
      const texts = [...decision.getElementsByTagNameNS(space, 'text')].map((text) => text.textContent);
      for (const element of [...inputs, ...decisions]) {
        const id = element.getAttribute('id');
        const isInput = inputs.includes(element);
        if (element === decision || required.get(decision).has(id) || !texts.some((text) => mentions(text, nameOf(element)))) continue;
        if (!isInput && reaches(element, decision)) continue; // would go round in a circle
        const requirement = make('informationRequirement', { id: `${decision.getAttribute('id')}_needs_${id}` });
        requirement.appendChild(make(isInput ? 'requiredInput' : 'requiredDecision', { href: `#${id}` }));
        decision.insertBefore(requirement, childOf(decision, 'variable').nextSibling);
        required.get(decision).add(id);
        changes.push(`${nameOf(decision)} requires ${nameOf(element)}, which it reads`);
      }
    }
  }
}
