// The best of five rounds of calls, in nanoseconds for one; people take turns.
export async function timed(call, people, { rounds = 5, seconds = 0.2 } = {}) {
  let best = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const from = process.hrtime.bigint();
    let done = 0, spent = 0;
    while (spent < seconds * 1e9) {
      for (let i = 0; i < 16; i += 1, done += 1) await call(people[done % people.length]);
      spent = Number(process.hrtime.bigint() - from);
    }
    best = Math.min(best, spent / done);
  }
  return best;
}
