#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace guildhall::identifiers {

/// The domain in lower case and ASCII (UTS 46, non-transitional, with the rules of STD 3); nothing when it has no such
/// form, has a label longer than 63 or an empty one, has no dot, is longer than 253, or ends in a number.
[[nodiscard]] std::optional<std::string> ascii_domain(std::string_view domain);
/// The text without invisible characters and outer spaces; spaces that people paste become ASCII. Nothing where it is
/// not UTF-8.
[[nodiscard]] std::optional<std::string> visible(std::string_view typed);

}  // namespace guildhall::identifiers
