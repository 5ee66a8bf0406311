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

function decisionTable(count, indent) {
  const rules = tableRules(count).map((rule, i) => {
    const cells = [
      `[${rule.age[0]}..${rule.age[1]})`, `[${rule.income[0]}..${rule.income[1]}]`, rule.household === null ? '-' : `${rule.household}`,
      rule.region === null ? '-' : `"${rule.region}"`, rule.status === null ? '-' : rule.status.map((status) => `"${status}"`).join(', '),
    ];
    const outputs = [`"${rule.outputs[0]}"`, rule.outputs[1]];
    return `  <rule id="rule${i}">${cells.map((cell, c) => `<inputEntry id="c${i}_${c}"><text>${escape(cell)}</text></inputEntry>`).join('')}${outputs.map((cell, c) => `<outputEntry id="o${i}_${c}"><text>${escape(cell)}</text></outputEntry>`).join('')}</rule>`;
  });
  const last = `  <rule id="rest">${inputs.map((_, c) => `<inputEntry id="cr_${c}"><text>-</text></inputEntry>`).join('')}<outputEntry id="or_0"><text>"none"</text></outputEntry><outputEntry id="or_1"><text>0</text></outputEntry></rule>`;
  return [
    '<decisionTable id="table" hitPolicy="FIRST">',
    ...inputs.map(([input, type]) => `  <input id="in_${input}"><inputExpression id="ie_${input}" typeRef="${type}"><text>${input}</text></inputExpression></input>`),
    '  <output id="out_band" name="band" typeRef="string"/><output id="out_amount" name="amount" typeRef="number"/>',
    ...rules, last, '</decisionTable>',
  ].map((line) => indent + line).join('\n');
}

const literal = (text, indent) => `${indent}<literalExpression id="e"><text>${escape(text)}</text></literalExpression>`;
const decision = (logic, type) => `  <decision id="decision" name="decision"><variable id="v_decision" name="decision"${type ? ` typeRef="${type}"` : ''}/>
${requirements}
${logic}
  </decision>`;

export const tableModel = (count) => definitions(`table${count}`, decision(decisionTable(count, '    ')));
export const expression = 'if age >= 18 and income < 30000 then (30000 - income) * 0.05 + 10 * household else 0';
export const expressionModel = () => definitions('expression', decision(literal(expression, '    '), 'number'));

// The same logic as a function that a loop over people calls.
function looped(name, logic) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="${name}" namespace="https://example.org/${name}">
  <inputData id="i_people" name="people"><variable id="v_people" name="people"/></inputData>
  <businessKnowledgeModel id="b" name="decide"><variable id="v_b" name="decide"/>
    <encapsulatedLogic id="l">
${inputs.map(([input, type]) => `      <formalParameter id="p_${input}" name="${input}" typeRef="${type}"/>`).join('\n')}
${logic}
    </encapsulatedLogic>
  </businessKnowledgeModel>
  <decision id="answers" name="answers"><variable id="v_a" name="answers"/>
    <informationRequirement id="r_people"><requiredInput href="#i_people"/></informationRequirement>
    <knowledgeRequirement id="k"><requiredKnowledge href="#b"/></knowledgeRequirement>
    <literalExpression id="x"><text>for p in people return decide(${inputs.map(([input]) => `p.${input}`).join(', ')})</text></literalExpression>
  </decision>
</definitions>
`;
}
export const loopedTable = (count) => looped(`table${count}`, decisionTable(count, '      '));
export const loopedExpression = () => looped('expression', literal(expression, '      '));

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

// People for the lending model of the compatibility kit, but for new customers who score 130: its tables have a gap there,
// and engines differ about a null that reaches a column which lists its values.
export function applicants(count) {
  const next = random(11);
  const one = (from) => from[next(from.length)];
  const draw = () => ({
    ApplicantData: {
      Monthly: { Income: 2000 + next(8) * 1000, Expenses: 500 + next(4) * 500, Repayments: next(3) * 250 }, Age: 18 + next(50),
      ExistingCustomer: one([true, false]), MaritalStatus: one(['S', 'M']), EmploymentStatus: one(['EMPLOYED', 'SELF-EMPLOYED', 'STUDENT', 'UNEMPLOYED']),
    },
    BureauData: { CreditScore: 550 + next(20) * 10, Bankrupt: one([true, false, false, false]) },
    RequestedProduct: { ProductType: one(['STANDARD LOAN', 'SPECIAL LOAN']), Amount: 10000 * (1 + next(30)), Rate: one([0.0395, 0.045, 0.06]), Term: one([120, 240, 360]) },
    SupportingDocuments: one(['YES', 'NO']),
  });
  const inGap = ({ ApplicantData: { Age, ExistingCustomer, MaritalStatus, EmploymentStatus } }) =>
    !ExistingCustomer && Age >= 26 && Age <= 35 && MaritalStatus === 'M' && EmploymentStatus === 'EMPLOYED';
  const found = [];
  while (found.length < count) {
    const person = draw();
    if (!inGap(person)) found.push(person);
  }
  return found;
}
