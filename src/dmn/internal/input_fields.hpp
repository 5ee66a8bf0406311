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
/// The definition whose components are the fields of a value of the item that stands at a path of that length; null
/// where it is one field.
[[nodiscard]] const ItemDefinition* fields_within(
    const Definitions& definitions, const ItemDefinition* item, std::size_t path_length
);
/// Whether fields that conform make a value that does, whatever they are together.
[[nodiscard]] bool conforms_by_fields(const Definitions& definitions, const std::string& type);
/// Whether what the type allows may be another at another time: its tests ask for the date.
[[nodiscard]] bool conforms_by_time(const Definitions& definitions, const std::string& type);
/// Whether the entry at the path may have the value, whatever its neighbours are.
[[nodiscard]] bool field_conforms(
    const Definitions& definitions, const std::string& type, std::span<const std::string> path,
    const feel::Value& value, const feel::Environment& environment
);

/// Whether the entry at the path is a number, and may be any.
[[nodiscard]] bool field_takes_any_number(
    const Definitions& definitions, const std::string& type, std::span<const std::string> path
);

}  // namespace guildhall::dmn
