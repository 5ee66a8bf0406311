//! JSON as FEEL values, and back.

use dsntk_feel::context::FeelContext;
use dsntk_feel::values::Value;
use dsntk_feel::FeelNumber;
use serde_json::Value as Json;

/// A person's inputs by name.
pub fn context(json: &Json) -> Result<FeelContext, String> {
    let members = json.as_object().ok_or("expected a JSON object")?;
    let mut context = FeelContext::new();
    for (name, member) in members {
        context.set_entry(&name.as_str().into(), value(member)?);
    }
    Ok(context)
}

fn value(json: &Json) -> Result<Value, String> {
    Ok(match json {
        Json::Null => Value::Null(None),
        Json::Bool(truth) => Value::Boolean(*truth),
        Json::Number(number) => {
            Value::Number(number.to_string().parse::<FeelNumber>().map_err(|error| error.to_string())?)
        }
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(value).collect::<Result<_, _>>()?),
        Json::Object(_) => Value::Context(context(json)?),
    })
}

/// Numbers with the precision of a double; what JSON does not have as text.
pub fn json(value: &Value) -> Json {
    match value {
        Value::Null(_) => Json::Null,
        Value::Boolean(truth) => Json::Bool(*truth),
        Value::Number(number) => number.to_string().parse::<f64>().map_or(Json::Null, Json::from),
        Value::String(text) => Json::String(text.clone()),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Context(context) => context.iter().map(|(name, member)| (name.to_string(), json(member))).collect(),
        other => Json::String(other.to_string()),
    }
}
