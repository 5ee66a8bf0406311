//! Measures dsntk: MODEL DECISION INPUTS prints what the first hundred people are answered, how long the model took to
//! load and how long one evaluation takes, as JSON.

mod measure;
mod values;

use dsntk_feel::context::FeelContext;
use dsntk_model::{DmnElement, NamedElement};
use dsntk_model_evaluator::ModelEvaluator;
use std::error::Error;
use std::time::Instant;
use std::{env, fs};

/// As many answers as ours are held against.
const ANSWERS: usize = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [model, decision, inputs] = arguments.as_slice() else {
        return Err("expected MODEL DECISION INPUTS".into());
    };
    let xml = fs::read_to_string(model)?;
    let people: Vec<serde_json::Value> = serde_json::from_str(&fs::read_to_string(inputs)?)?;

    let started = Instant::now();
    let definitions = dsntk_model::parse(&xml).map_err(|error| error.to_string())?;
    let (namespace, name) = (definitions.namespace().to_string(), definitions.name().to_string());
    let evaluator = ModelEvaluator::new(&[definitions]).map_err(|error| error.to_string())?;
    let load = started.elapsed();

    let people = people.iter().map(values::context).collect::<Result<Vec<_>, _>>()?;
    let evaluate = |person: &FeelContext| evaluator.evaluate_invocable(&namespace, &name, decision, person);
    let answers: Vec<_> = people.iter().take(ANSWERS).map(|person| values::json(&evaluate(person))).collect();
    let nanoseconds = measure::best(&people, |person| {
        std::hint::black_box(evaluate(person));
    });
    println!("{}", serde_json::json!({ "answers": answers, "load_ms": load.as_secs_f64() * 1e3, "ns": nanoseconds }));
    Ok(())
}
