#pragma once
/// The files of words/, as the program carries them: see CMakeLists.txt.

#include <span>
#include <string_view>

namespace guildhall::words::internal {

struct Catalogue {
    std::string_view language;
    std::string_view text;  ///< YAML
};
[[nodiscard]] std::span<const Catalogue> embedded_catalogues();

}  // namespace guildhall::words::internal
