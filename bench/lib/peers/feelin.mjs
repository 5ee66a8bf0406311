// feelin reads expressions, not models; it parses at every call, as its interface has it.
import { missingPackage, load } from './npm.mjs';
import { pinned } from './place.mjs';
import { timed } from './timed.mjs';

export const feelin = {
  name: `feelin ${pinned('package.json', 'feelin')}`,
  missing: () => missingPackage('feelin'),
  open(subject) {
    if (!subject.expression) return null;
    const { evaluate } = load('feelin');
    const call = (person) => {
      const answer = evaluate(subject.expression, person);
      return answer?.value ?? answer;
    };
    return { measure: async () => ({ answers: subject.people.slice(0, 100).map(call), ns: await timed(call, subject.people) }), close() {} };
  },
};
