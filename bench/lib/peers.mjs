// Other decision engines on the same models and people. Each has a `name`, says in `missing()` why it is left out, and
// opens a subject: null if it cannot take it, else `measure()` gives the first hundred answers, nanoseconds for one
// evaluation, and where it can be told the milliseconds it took to load the model.
import { nativeDrools } from './peers/drools.mjs';
import { feelin } from './peers/feelin.mjs';
import { drools, dsntk, jdmn } from './peers/programs.mjs';
import { zen } from './peers/zen.mjs';

export function presentPeers() {
  return [drools, jdmn, dsntk, nativeDrools, zen, feelin].filter(({ name, missing }) => {
    const why = missing();
    if (why) console.error(`${name} is left out: ${why}`);
    return !why;
  });
}
