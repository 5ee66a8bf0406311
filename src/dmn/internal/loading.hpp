#pragma once
/// From the text of a model to definitions that can be evaluated and analysed.

#include <optional>
#include <string>
#include <string_view>

#include "base/complaint.hpp"
#include "dmn/imports.hpp"
#include "dmn/internal/definitions.hpp"

namespace guildhall::dmn {

/// Nothing when the text is no XML, or no DMN of a known version; else complaints tell what in it cannot be used.
[[nodiscard]] std::optional<Definitions> load_definitions(
    std::string_view xml, const std::string& file, const ImportSource* imports, base::Complaints& complaints
);

}  // namespace guildhall::dmn
