#pragma once
/// The letter of a decision: the permit, or what a refusal says; printed from the browser.

#include <optional>
#include <string>

#include "casework/cases.hpp"
#include "html/html.hpp"
#include "words/locale.hpp"

namespace guildhall::portal {

struct Letter {
    std::string title;   ///< `Permit to fell a tree`; empty: the portal's own words
    std::string markup;  ///< safe markup with `{names}` still to fill
};

/// The letter that tells of the case's decision, or nothing while there is none. `service` is the case's, in the
/// language of its reader where it has its words.
[[nodiscard]] std::optional<Letter> letter_for(const catalogue::Service& service, const casework::Case& found);

/// The letter with the case's facts filled in, as `locale`, that of `service`, writes them.
[[nodiscard]] html::Html letter_view(
    const catalogue::Service& service, const words::Locale& locale, const casework::Case& found, const Letter& letter
);

}  // namespace guildhall::portal
