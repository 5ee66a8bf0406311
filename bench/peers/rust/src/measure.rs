//! How long a call takes.

use std::time::{Duration, Instant};

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_millis(200);
/// Calls between two looks at the clock.
const BATCH: usize = 16;

/// Nanoseconds for one call, in the best of the rounds; people take turns.
pub fn best<Person>(people: &[Person], call: impl Fn(&Person)) -> f64 {
    (0..ROUNDS).map(|_| round(people, &call)).fold(f64::INFINITY, f64::min)
}

fn round<Person>(people: &[Person], call: impl Fn(&Person)) -> f64 {
    let mut turns = people.iter().cycle();
    let mut done = 0;
    let started = Instant::now();
    while started.elapsed() < ROUND {
        turns.by_ref().take(BATCH).for_each(&call);
        done += BATCH;
    }
    started.elapsed().as_nanos() as f64 / done as f64
}
