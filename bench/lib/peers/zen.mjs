// zen-engine does not read DMN: the same expression or table is a document of its own.
import { missingPackage, load } from './npm.mjs';
import { pinned } from './place.mjs';
import { timed } from './timed.mjs';

const at = { position: { x: 0, y: 0 } };
const through = (node) => ({
  contentType: 'application/vnd.gorules.decision',
  nodes: [{ id: 'in', type: 'inputNode', name: 'in', ...at }, { ...node, id: 'node', name: 'node', ...at }, { id: 'out', type: 'outputNode', name: 'out', ...at }],
  edges: [{ id: 'a', sourceId: 'in', targetId: 'node', type: 'edge' }, { id: 'b', sourceId: 'node', targetId: 'out', type: 'edge' }],
});

const expressionDocument = () => through({ type: 'expressionNode', content: { expressions: [{ id: 'e', key: 'decision', value: 'age >= 18 and income < 30000 ? (30000 - income) * 0.05 + 10 * household : 0' }] } });

function tableDocument(rules) {
  const fields = ['age', 'income', 'household', 'region', 'status'];
  const rows = rules.map((rule, i) => ({
    _id: `r${i}`, age: `[${rule.age[0]}..${rule.age[1]})`, income: `[${rule.income[0]}..${rule.income[1]}]`, household: rule.household === null ? '' : `${rule.household}`,
    region: rule.region === null ? '' : `"${rule.region}"`, status: rule.status === null ? '' : rule.status.map((status) => `"${status}"`).join(', '),
    band: `"${rule.outputs[0]}"`, amount: `${rule.outputs[1]}`,
  }));
  rows.push({ _id: 'rest', age: '', income: '', household: '', region: '', status: '', band: '"none"', amount: '0' });
  return through({ type: 'decisionTableNode', content: {
    hitPolicy: 'first', rules: rows, inputs: fields.map((field) => ({ id: field, name: field, field })),
    outputs: ['band', 'amount'].map((field) => ({ id: field, name: field, field })),
  } });
}

export const zen = {
  name: `zen-engine ${pinned('package.json', 'zen-engine')}`,
  missing: () => missingPackage('@gorules/zen-engine'),
  open(subject) {
    if (!subject.expression && !subject.rules) return null;
    const document = subject.rules ? tableDocument(subject.rules) : expressionDocument();
    const engine = new (load('@gorules/zen-engine').ZenEngine)();
    const decision = engine.createDecision(Buffer.from(JSON.stringify(document)));
    const call = async (person) => {
      const { result } = await decision.evaluate(person);
      return result.decision ?? result;
    };
    return {
      measure: async () => ({ answers: await Promise.all(subject.people.slice(0, 100).map(call)), ns: await timed(call, subject.people) }),
      close() {},
    };
  },
};
