#pragma once
/// What sealed bytes are bound to. Authenticated, not stored: whoever opens must know the same.

#include <initializer_list>
#include <string>
#include <string_view>

namespace guildhall::vault::internal {

/// The parts with their lengths, so that no two lists of parts give the same text.
[[nodiscard]] std::string context(std::initializer_list<std::string_view> parts);

}  // namespace guildhall::vault::internal
