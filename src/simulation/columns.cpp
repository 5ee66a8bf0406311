#include "simulation/columns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "dmn/columns.hpp"

namespace guildhall::simulation {

std::string column_name(const std::vector<std::string>& path) {
    return fmt::format("{}", fmt::join(path, "."));
}

base::Result<std::vector<InputColumn>> find_columns(
    const dmn::Model& model, const std::string& decision, const std::vector<std::string>& names
) {
    const std::set<std::string> needed = model.inputs_of(decision);
    std::vector<InputColumn> found;
    std::vector<std::string> missing;
    for (const dmn::InputDescription& input : model.inputs()) {
        if (!needed.contains(input.name)) continue;
        for (auto& path : dmn::columns_of(model).input_fields(input.name)) {
            const std::string name = column_name(path);
            const auto at = std::find(names.begin(), names.end(), name);
            if (at == names.end())
                missing.push_back(name);
            else
                found.push_back({std::move(path), static_cast<std::size_t>(at - names.begin())});
        }
    }
    if (missing.empty()) return found;
    std::string text = fmt::format("the model '{}' needs ", model.name());
    for (std::size_t i = 0; i < missing.size(); ++i) {
        const auto near = base::nearest(missing[i], names);
        text += fmt::format(
            "{}a column `{}`{}", i == 0 ? "" : ", ", missing[i], near ? fmt::format(" (there is `{}`)", *near) : ""
        );
    }
    text += fmt::format("; the table has `{}`", fmt::join(names, "`, `"));
    if (names.size() == 1 && names.front().find(';') != std::string::npos)
        text += ": its columns are separated by semicolons; save it with commas";
    return base::Error{base::ErrorCode::invalid_input, {std::move(text)}, {}};
}

}  // namespace guildhall::simulation
