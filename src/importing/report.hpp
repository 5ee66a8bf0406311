#pragma once
/// `import-report.md`: what was changed or could not be converted, with its place in the source.

#include <string>
#include <string_view>

#include "importing/importing.hpp"

namespace guildhall::importing {

/// `kind` as people call it: `Form.io`.
[[nodiscard]] std::string import_report(const Imported& imported, std::string_view kind, std::string_view file_name);

}  // namespace guildhall::importing
