// Decision models to measure with, and people to put through them: the same at every run.

// A small generator of pseudo-random numbers (mulberry32), so that a run can be repeated.
export function random(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return Math.floor((((x ^ (x >>> 14)) >>> 0) / 4294967296) * below);
  };
}

export const regions = ['north', 'east', 'south', 'west', 'centre'];
const statuses = ['single', 'married', 'widowed', 'divorced'];
const inputs = [['age', 'number'], ['income', 'number'], ['household', 'number'], ['region', 'string'], ['status', 'string']];
const escape = (text) => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

function definitions(name, body) {
  const data = inputs.map(([input, type]) => `  <inputData id="i_${input}" name="${input}"><variable name="${input}" typeRef="${type}"/></inputData>`).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="${name}" namespace="https://example.org/${name}">
${data}
${body}
</definitions>
`;
}
const requirements = inputs.map(([input]) => `    <informationRequirement id="r_${input}"><requiredInput href="#i_${input}"/></informationRequirement>`).join('\n');

// Rules over age and income ranges, household, region and a list of statuses: FIRST, the match spread over the rules.
export function tableRules(count) {
  const next = random(count);
  return Array.from({ length: count }, (_, i) => {
    const from = 18 + Math.floor((i * 60) / count);
    const low = next(400) * 100;
    return {
      age: [from, from + 1 + next(5)],
      income: [low, low + 2000 + next(20) * 1000],
      household: next(3) === 0 ? null : 1 + next(5),
      region: next(4) === 0 ? null : regions[next(regions.length)],
      status: next(2) === 0 ? null : [statuses[next(4)], statuses[next(4)]],
      outputs: [`band ${i}`, 100 + i],
    };
  });
}

export function tableModel(count) {
  const rules = tableRules(count).map((rule, i) => {
    const cells = [
      `[${rule.age[0]}..${rule.age[1]})`, `[${rule.income[0]}..${rule.income[1]}]`, rule.household === null ? '-' : `${rule.household}`,
      rule.region === null ? '-' : `"${rule.region}"`, rule.status === null ? '-' : rule.status.map((status) => `"${status}"`).join(', '),
    ];
    const outputs = [`"${rule.outputs[0]}"`, rule.outputs[1]];
    return `      <rule id="rule${i}">${cells.map((cell, c) => `<inputEntry id="c${i}_${c}"><text>${escape(cell)}</text></inputEntry>`).join('')}${outputs.map((cell, c) => `<outputEntry id="o${i}_${c}"><text>${escape(cell)}</text></outputEntry>`).join('')}</rule>`;
  });
  const last = `      <rule id="rest">${inputs.map((_, c) => `<inputEntry id="cr_${c}"><text>-</text></inputEntry>`).join('')}<outputEntry id="or_0"><text>"none"</text></outputEntry><outputEntry id="or_1"><text>0</text></outputEntry></rule>`;
  return definitions(`table${count}`, `  <decision id="decision" name="decision"><variable name="decision"/>
${requirements}
    <decisionTable id="table" hitPolicy="FIRST">
${inputs.map(([input, type]) => `      <input id="in_${input}"><inputExpression id="ie_${input}" typeRef="${type}"><text>${input}</text></inputExpression></input>`).join('\n')}
      <output id="out_band" name="band" typeRef="string"/><output id="out_amount" name="amount" typeRef="number"/>
${[...rules, last].join('\n')}
    </decisionTable>
  </decision>`);
}

export const expression = 'if age >= 18 and income < 30000 then (30000 - income) * 0.05 + 10 * household else 0';
export function expressionModel() {
  return definitions('expression', `  <decision id="decision" name="decision"><variable name="decision" typeRef="number"/>
${requirements}
    <literalExpression id="e"><text>${escape(expression)}</text></literalExpression>
  </decision>`);
}

// Each is made to match a rule that is drawn; an earlier one may match as well.
export function people(count, rules = tableRules(50), seed = 7) {
  const next = random(seed);
  return Array.from({ length: count }, () => {
    const rule = rules[next(rules.length)];
    return {
      age: rule.age[0], income: rule.income[0] + next(rule.income[1] - rule.income[0]), household: rule.household ?? 1 + next(6),
      region: rule.region ?? regions[next(regions.length)], status: rule.status ? rule.status[next(2)] : statuses[next(4)],
    };
  });
}
