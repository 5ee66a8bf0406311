import assert from 'node:assert/strict';
import test from 'node:test';
import { standardForm } from './standard_form.mjs';

const model = (body) => `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="urn:m">${body}</definitions>`;
const table = (columns, rules, outputs = ['out']) => `<decisionTable>${columns.map((text) => `<input><inputExpression typeRef="integer"><text>${text}</text></inputExpression></input>`).join('')}
  ${outputs.map((name) => `<output name="${name}" typeRef="string"/>`).join('')}
  ${rules.map((rule) => `<rule>${rule.map((text, i) => (i < columns.length ? `<inputEntry><text>${text}</text></inputEntry>` : `<outputEntry><text>${text}</text></outputEntry>`)).join('')}</rule>`).join('')}</decisionTable>`;

test('inputs and decisions get variables, and requirements for what they read', () => {
  const { xml, changes } = standardForm(model(`<inputData id="a" name="age"/><inputData id="b" name="page"/>
    <decision id="d" name="Adult">${table(['age'], [['&gt;= 18', '"page"'], ['', '']])}</decision>`));
  assert.match(xml, /<inputData id="a" name="age"><variable id="a_variable" name="age" typeRef="number"\/>/);
  assert.match(xml, /<variable id="d_variable" name="Adult"\/><informationRequirement id="d_needs_a"><requiredInput href="#a"\/>/);
  assert.doesNotMatch(xml, /href="#b"/, 'a name in a string, or within another name, is not read');
  assert.match(xml, /typeRef="number"/);
  assert.match(xml, /<inputEntry><text>-<\/text>/);
  assert.match(xml, /<outputEntry><text>null<\/text>/);
  assert.ok(changes.includes('Adult requires age, which it reads'));
});

test('the name of an output is read as the decision, or as an entry of it', () => {
  const one = `<decision id="r" name="The Right">${table([], [['1']], ['right'])}</decision>`;
  const two = `<decision id="s" name="Sums">${table([], [['1', '2']], ['low', 'high'])}</decision>`;
  const reader = `<decision id="d" name="D"><informationRequirement><requiredDecision href="#r"/></informationRequirement>
    <informationRequirement><requiredDecision href="#s"/></informationRequirement><literalExpression><text>right + x.right + highest + high + "right"</text></literalExpression></decision>`;
  const { xml } = standardForm(model(one + two + reader));
  assert.match(xml, /The Right \+ x\.right \+ highest \+ Sums\.high \+ "right"/);
});

test('requirements never go round in a circle', () => {
  const { xml } = standardForm(model(`<decision id="a" name="A"><literalExpression><text>B</text></literalExpression></decision>
    <decision id="b" name="B"><literalExpression><text>A</text></literalExpression></decision>`));
  assert.match(xml, /a_needs_b/);
  assert.doesNotMatch(xml, /b_needs_a/);
});

test('an element is called as its variable, by characters that names may have', () => {
  const { xml } = standardForm(model(`<inputData id="a" name="Age (years)"><variable name="age" typeRef="integer"/></inputData>
    <decision id="d" name="Sum (all)"><literalExpression><text>age + 1</text></literalExpression></decision>`));
  assert.match(xml, /<inputData id="a" name="age"><variable name="age" typeRef="number"\/>/);
  assert.match(xml, /name="Sum all"/);
  assert.match(xml, /href="#a"/);
});

test('a variable without a name gets that of its element', () => {
  const { xml } = standardForm(model('<inputData id="a" name="age"><variable typeRef="number"/></inputData>'));
  assert.match(xml, /<variable typeRef="number" name="age"\/>/);
});

test('an input without a type has the one that it is used with', () => {
  const { xml } = standardForm(model(`<inputData id="a" name="age"/><inputData id="b" name="born"/>
    <decision id="d" name="D">${table(['age', 'born'], [['&gt; 1', '-', 'date(born).year']])}</decision>`));
  assert.match(xml, /<variable id="a_variable" name="age" typeRef="number"\/>/);
  assert.match(xml, /<variable id="b_variable" name="born" typeRef="date"\/>/);
  assert.match(xml, /<inputExpression typeRef="date"><text>born</);
});

test('what is in standard form stays as it is', () => {
  const good = model(`<inputData id="a" name="age"><variable name="age" typeRef="number"/></inputData><decision id="d" name="D"><variable name="D" typeRef="number"/>
    <informationRequirement><requiredInput href="#a"/></informationRequirement><literalExpression><text>age + 1</text></literalExpression></decision>`);
  assert.deepEqual(standardForm(good).changes, []);
});
