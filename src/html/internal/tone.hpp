#pragma once
/// The last part of a class name that stands for a tone.

#include <string_view>

#include "html/look.hpp"

namespace guildhall::html::internal {

[[nodiscard]] std::string_view tone_name(Tone tone);

}  // namespace guildhall::html::internal
