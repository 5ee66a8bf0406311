#pragma once
/// What people write in cells that is not FEEL, and what they could write instead.

#include <string>
#include <string_view>

namespace guildhall::dmn {

/// A sentence for the person who wrote the text, or nothing when none fits. `unary` for a cell of tests.
[[nodiscard]] std::string hint_for(std::string_view text, bool unary);

}  // namespace guildhall::dmn
