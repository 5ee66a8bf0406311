#pragma once
/// What the tests of converted conditions need to know of a form.

#include "base/json.hpp"
#include "importing/importing.hpp"

namespace guildhall::importing::formio {

/// The converted conditions of a form and the shape of its data, so that others can evaluate both sides:
/// `{"form", "fields": {…}, "conditions": [{"kind": "show"|"simple"|"valid"|"value", "place", "original", "feel",
/// "row": [keys]}]}`.
[[nodiscard]] base::Result<base::Json> conditions_to_compare(std::string_view json, std::string_view file_name);

}  // namespace guildhall::importing::formio
