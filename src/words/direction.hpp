#pragma once
/// Which way the words of a language run.

#include <string_view>

#include "words/locale.hpp"

namespace guildhall::words {

/// By its script, as CLDR has it; `tag` is a BCP 47 language tag. For a language that the program speaks:
/// Locale::direction.
[[nodiscard]] Direction direction_of(std::string_view tag);

}  // namespace guildhall::words
