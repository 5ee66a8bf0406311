#pragma once
/// Values that stand for all that an input may be: boundary values, and one of each equivalence class between them.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "dmn/model.hpp"

namespace guildhall::dmn {

/// For each input of the decision: the values that its rules name (`Model::breakpoints`), one between each two and
/// beyond the last, all of the input's type and allowed values, never null. Where an input is read by more than tests,
/// or may be of any type, these are samples, and not all that can make a difference. Empty for an input whose type has
/// no values that can be made up, such as a function. Ascending within each kind; the same at every call.
[[nodiscard]] std::map<std::string, std::vector<feel::Value>> boundary_values(
    const Model& model, std::string_view decision, base::Instant now, std::string_view zone
);

}  // namespace guildhall::dmn
