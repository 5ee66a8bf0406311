// With --dev: a folder that has errors says where on its page, in the lines of its files. Its reader is its author, and
// the messages of the check are English.

#include "portal/internal/mistakes.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "base/text.hpp"
#include "html/source.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"

namespace guildhall::portal {
namespace {

constexpr std::size_t most_shown = 20;
constexpr std::size_t most_bytes = 1 << 20;
constexpr int lines_before = 3;
constexpr int lines_after = 2;

/// The file of a complaint, when it lies in the folders of the services.
std::string text_of(const std::filesystem::path& folders, const std::string& file) {
    const std::filesystem::path inside = std::filesystem::path{file}.lexically_normal();
    if (folders.empty() || inside.is_absolute() || inside.empty() || *inside.begin() == "..") return {};
    std::error_code failed;
    const auto path = folders / inside;
    if (!std::filesystem::is_regular_file(std::filesystem::symlink_status(path, failed)) ||
        std::filesystem::file_size(path, failed) > most_bytes)
        return {};
    std::ifstream stream(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    return base::is_valid_utf8(text) ? text : std::string{};
}

/// From the column to the end of the word there; columns count characters.
html::SourceLine marked(int number, std::string_view text, int column) {
    html::SourceLine line{.number = number, .text = std::string{text}, .marked = true};
    std::size_t at = 0;
    for (int left = column - 1; left > 0 && at < text.size(); --left) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U) ++at;
    }
    line.mark_from = at;
    line.mark_to = std::min(text.find_first_of(" \t,{}[]:\"", at + 1), text.size());
    return line;
}

html::Html lines_around(const std::string& text, const base::SourcePlace& place) {
    if (text.empty() || place.line < 1) return {};
    const auto lines = base::split(text, '\n');
    const int last = std::max(1, static_cast<int>(lines.size()) - (lines.back().empty() ? 1 : 0));
    // What is missing at the end of a file is missing behind its last line.
    const int about = std::min(place.line, last);
    const int from = std::max(1, about - lines_before);
    const int to = std::min(last, about + lines_after);
    html::SourceLines shown;
    for (int number = from; number <= to; ++number) {
        std::string_view line = lines[static_cast<std::size_t>(number) - 1];
        if (line.ends_with('\r')) line.remove_suffix(1);
        shown.lines.push_back(
            number == about ? marked(number, line, place.column)
                            : html::SourceLine{.number = number, .text = std::string{line}}
        );
    }
    return html::source_lines(shown);
}

}  // namespace

http::Response mistakes_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const std::string& service,
    const base::Complaints& complaints
) {
    base::Complaints ordered = complaints;
    std::stable_partition(ordered.begin(), ordered.end(), [](const auto& complaint) {
        return complaint.severity == base::Severity::error;
    });
    const auto errors =
        static_cast<std::size_t>(std::count_if(ordered.begin(), ordered.end(), [](const auto& complaint) {
            return complaint.severity == base::Severity::error;
        }));
    const std::string title = fmt::format("{} {} in {}", errors, errors == 1 ? "mistake" : "mistakes", service);
    html::Html main = html::page_heading(title);
    main += html::lead(
        "The folder of this service has errors, so it is not offered. Mend them, save, and load this page again."
    );
    for (std::size_t i = 0; i < ordered.size() && i < most_shown; ++i) {
        const base::Complaint& complaint = ordered[i];
        main += html::heading({.text = complaint.message, .size = html::Size::s});
        main += html::soft(html::code(
            complaint.place.line > 0
                ? fmt::format("{}:{}:{}", complaint.place.file, complaint.place.line, complaint.place.column)
                : complaint.place.file
        ));
        main += lines_around(text_of(parts.place.folders, complaint.place.file), complaint.place);
    }
    if (ordered.size() > most_shown)
        main +=
            html::paragraph(fmt::format("And {} more. `guildhall check` lists them all.", ordered.size() - most_shown));
    return page(
        parts, request, caller,
        {.title = title,
         .main = main,
         .back = "/",
         .about_a_person = true,
         .width = html::Width::wide,
         .status = 404,
         .language = "en"}
    );
}

}  // namespace guildhall::portal
