#pragma once
/// JSON as FEEL values, as the command line takes inputs.

#include "base/json.hpp"
#include "feel/value.hpp"

namespace guildhall::app {

/// Numbers become the decimals that were written, objects contexts; dates and times stay strings.
[[nodiscard]] feel::Value feel_of_json(const base::Json& json);

}  // namespace guildhall::app
