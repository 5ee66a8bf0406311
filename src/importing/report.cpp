#include "importing/report.hpp"

#include <fmt/format.h>

namespace guildhall::importing {

std::string import_report(const Imported& imported, std::string_view kind, std::string_view file_name) {
    const auto& counts = imported.counts;
    std::string text = fmt::format(
        "# How {} was imported\n\nFrom the {} form `{}`.\n\n"
        "| | in the form | converted |\n|---|---:|---:|\n| questions | {} | {} |\n| conditions and rules | {} | {} "
        "|\n"
        "| repeats | {} | {} |\n| files asked for | {} | {} |\n",
        imported.id, kind, file_name, counts.questions, counts.questions_converted, counts.conditions,
        counts.conditions_converted, counts.repeats, counts.repeats, counts.files, counts.files
    );
    text += "\n## What was changed or could not be converted\n\n";
    if (imported.remarks.empty()) text += "Nothing.\n";
    for (const auto& remark : imported.remarks) {
        std::string what;
        for (const char c : remark.what) what += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
        text += fmt::format("- `{}`: {}\n", remark.place, what);
    }
    return text;
}

}  // namespace guildhall::importing
