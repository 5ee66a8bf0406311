#include "desk/internal/changes.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "casework/dates.hpp"
#include "desk/internal/frame.hpp"
#include "html/desk.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "journeys/changes.hpp"

namespace guildhall::desk {
namespace {

using casework::Case;

/// An answer in words; of files a link to each, those of older versions too.
html::Html answer_view(const Case& found, const std::string& words, const base::Json* answer) {
    std::vector<html::Content> links;
    if (answer && answer->array()) {
        for (const auto& file : *answer->array()) {
            const std::string document = file.string_at("document");
            if (document.empty()) continue;
            links.emplace_back(html::link(
                {.text = file.string_at("name"),
                 .href = fmt::format("/desk/cases/{}/documents/{}", found.summary.reference, document)}
            ));
        }
    }
    if (!links.empty()) return html::bullet_list(links);
    return words.empty() ? html::soft_words("No answer") : words_with_lines(words);
}

}  // namespace

base::Result<html::Html> changes_of(const Parts& parts, const Case& found) {
    if (found.version == 1) return html::Html{};
    const auto versions = parts.corrections.versions(found);
    if (!versions) return versions.error();
    const words::Locale& locale = parts.languages.get(found.service->language);
    html::Html out;
    for (std::size_t at = versions->size(); at-- > 1;) {
        const auto& version = (*versions)[at];
        out += html::heading(
            {.text = fmt::format("Version {}, {}", version.number, casework::long_date_and_time(version.sent_at)),
             .level = 3,
             .size = html::Size::s}
        );
        if (!version.reason.empty()) out += html::inset_text({.text = words_with_lines(version.reason)});
        html::StackingTable table{
            .caption = "What changed", .hide_caption = true, .columns = {"Question", "Before", "Now"}
        };
        for (const auto& change : journeys::changes_between(
                 *found.service, (*versions)[at - 1].answers, version.answers, locale, found.rules_at
             )) {
            table.rows.push_back(
                {change.label, answer_view(found, change.before, change.answer_before),
                 answer_view(found, change.now, change.answer_now)}
            );
        }
        out += html::stacking_table(table);
    }
    return html::section("changes", "What they changed after sending in", out);
}

base::Result<bool> has_document(const Parts& parts, const Case& found, const std::string& document) {
    if (journeys::documents_in(found.answers).contains(document)) return true;
    const auto versions = parts.corrections.versions(found);
    if (!versions) return versions.error();
    return std::any_of(versions->begin(), versions->end(), [&](const auto& version) {
        return journeys::documents_in(version.answers).contains(document);
    });
}

}  // namespace guildhall::desk
