#pragma once
/// Messages that domains make by key (see base/message.hpp), in the words of a language.

#include <string>
#include <string_view>

#include "words/locale.hpp"

namespace guildhall::words {

/// What the message says; words that are no message come out as they stand.
[[nodiscard]] std::string said(const Locale& locale, std::string_view message);
/// Whether it has words in the catalogues, and is not English alone.
[[nodiscard]] bool is_keyed(const Locale& locale, std::string_view message);

}  // namespace guildhall::words
