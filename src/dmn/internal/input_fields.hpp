#pragma once
/// The entries of structured inputs.

#include <span>
#include <string>
#include <vector>

#include "dmn/internal/definitions.hpp"
#include "feel/expression.hpp"

namespace guildhall::dmn {

/// The paths to the entries of a structured type, and to theirs, down to what has no entries or is a list. One empty
/// path for any other type.
[[nodiscard]] std::vector<std::vector<std::string>> fields_of_type(
    const Definitions& definitions, const std::string& type
);
/// Whether the entry at the path may have the value, whatever its neighbours are.
[[nodiscard]] bool field_conforms(
    const Definitions& definitions, const std::string& type, std::span<const std::string> path,
    const feel::Value& value, const feel::Environment& environment
);

}  // namespace guildhall::dmn
