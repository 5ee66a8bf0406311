#pragma once
/// Files of the repository that the program carries in itself: see CMakeLists.txt for which.

#include <string>
#include <string_view>

namespace guildhall::catalogue::internal {

/// The text of such a file by its path in the repository (`services/service.schema.json`); asking for another is a bug.
[[nodiscard]] std::string_view embedded(std::string_view name);

}  // namespace guildhall::catalogue::internal
