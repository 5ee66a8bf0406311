#pragma once
/// JSON as FEEL values, as the command line takes inputs, and back.

#include "base/json.hpp"
#include "feel/value.hpp"

namespace guildhall::app {

/// Numbers become the decimals that were written, objects contexts; dates and times stay strings.
[[nodiscard]] feel::Value feel_of_json(const base::Json& json);

/// The opposite, for programs that read JSON: numbers with the precision of a double, dates, times and durations as the
/// strings that FEEL makes them from; ranges, functions and what is unknown as FEEL text.
[[nodiscard]] base::Json json_of_feel(const feel::Value& value);

}  // namespace guildhall::app
