#pragma once

#include <filesystem>
#include <string>

// Where unit tests find files. The paths are compiled into one small library, so that the tests
// themselves are the same bytes in every clone and the compiler cache knows them.

namespace guildhall::tests {

/// The root of this checkout. Absolute.
[[nodiscard]] std::filesystem::path source_directory();

/// The real inputs that tests may use and must do without: `$GUILDHALL_DATA`, or `shared` beside the
/// checkout; in either, its folder `data` where there is one. May not exist.
[[nodiscard]] std::filesystem::path data_directory();

/// The bytes of a file; empty where there is none.
[[nodiscard]] std::string text_of(const std::filesystem::path& path);

}  // namespace guildhall::tests
