#pragma once
/// java.lang.String.format for what models use of it: `%s`, `%d`, `%f`, `%b`, `%n`, `%%`, with width, `-`, `0`, `,` and
/// precision.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "feel/value.hpp"

namespace guildhall::feel {

/// Nothing when Java would throw: a conversion that does not exist, or that its argument does not fit.
[[nodiscard]] std::optional<std::string> java_format(std::string_view format, std::span<const Value> arguments);

}  // namespace guildhall::feel
