#pragma once
/// A language that nobody speaks, written from right to left: to see what pages do with one.

#include "words/locale.hpp"

namespace guildhall::words::internal {

inline constexpr const char* test_language = "ar-XB";

/// The English messages with Arabic letters for the Latin ones; what stands in braces stays as it is.
[[nodiscard]] Locale::Messages in_test_language(const Locale::Messages& english);

}  // namespace guildhall::words::internal
