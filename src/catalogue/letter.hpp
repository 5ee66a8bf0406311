#pragma once
/// Letters: Markdown with `{names}` that are filled in for a case.

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::catalogue {

/// The names that every letter may use besides question ids and the outputs of the decision's table: `{reference}` of
/// the case, `{name}` of the applicant,
/// `{date}` of the decision, `{valid_until}`, `{service}` (its title), `{team}`, `{reasons}`, `{decided_by}`,
/// `{review_by}`.
[[nodiscard]] std::span<const std::string_view> letter_names();

/// Fills a letter's safe markup (`Document::letter_html`): values are text and are escaped, line breaks become
/// `<br>`; a name without a value is left empty.
[[nodiscard]] std::string fill_letter(std::string_view letter_html, const std::map<std::string, std::string>& values);

}  // namespace guildhall::catalogue
