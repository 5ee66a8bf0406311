#pragma once
/// What the tests of converted conditions need to know of a form, and forms in two languages as one.

#include <optional>

#include "base/json.hpp"
#include "importing/importing.hpp"

namespace guildhall::importing::xgov {

/// The converted conditions of a form, its questions as conditions see them, and its pages in the order of the journey:
/// `{"form", "fields": [{"key", "section", "page", "kind", "optional", "id", "values": [[theirs, FEEL]]}],
/// "conditions":
/// [{"name" or "expression", "section", "feel"}], "pages": [{"path", "when"}], "unconverted": [paths of pages with
/// links that are], "backwards": [[path, to]], "too_long": [paths]}`.
[[nodiscard]] base::Result<base::Json> conditions_to_compare(std::string_view json, std::string_view file_name);

/// Two forms that are the same but for the language of their words: one with all words in both, as
/// `{"en": …, "cy": …}`. Nothing when they are not the same. Component by component: types, names, lists and links.
[[nodiscard]] std::optional<base::Json> in_both_languages(
    const base::Json& first, std::string_view language, const base::Json& second, std::string_view other_language
);
/// `cy` for a form that says it is Welsh, else `en`.
[[nodiscard]] std::string_view language_of(const base::Json& form);

}  // namespace guildhall::importing::xgov
