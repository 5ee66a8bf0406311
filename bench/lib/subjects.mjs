// What engines are measured with: a model, one of its decisions, and people to put through it, in files of the folder.
// `expression`, `rules` and `looped` are the same logic for engines that do not read the model itself.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applicants, expression, expressionModel, loopedExpression, loopedTable, people, tableModel, tableRules } from './models.mjs';

// `goal` is in nanoseconds. Without the compatibility kit there is no lending model.
export function subjects(folder, kit) {
  const [few, many] = [50, 1000].map((count) => ({
    name: `a table of ${count.toLocaleString('en-GB')} rules`, goal: count === 50 ? 1000 : 2000, xml: tableModel(count), rules: tableRules(count),
    looped: loopedTable(count), people: people(1000, tableRules(count)),
  }));
  const one = { name: 'one expression', goal: 100, xml: expressionModel(), expression, looped: loopedExpression(), people: people(1000) };
  const found = [one, few, many].map((subject, i) => {
    const model = join(folder, `${i}.dmn`);
    writeFileSync(model, subject.xml);
    return { ...subject, model, decision: 'decision' };
  });
  const lending = join(kit, 'compliance-level-3/0004-lending/0004-lending.dmn');
  if (existsSync(lending)) found.push({ name: 'the lending model', goal: 8000, model: lending, decision: 'Strategy', people: applicants(1000) });
  return found.map((subject, i) => {
    const inputs = join(folder, `${i}.json`);
    writeFileSync(inputs, JSON.stringify(subject.people));
    return { ...subject, inputs };
  });
}
