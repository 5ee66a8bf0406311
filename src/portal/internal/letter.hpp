#pragma once
/// The letter of a decision: the permit, or what a refusal says; printed from the browser.

#include <optional>
#include <string>

#include "casework/cases.hpp"
#include "html/html.hpp"

namespace guildhall::portal {

struct Letter {
    std::string title;   ///< `Permit to fell a tree`, or what the button says
    std::string markup;  ///< safe markup with `{names}` still to fill
};

/// The letter that tells of the case's decision, or nothing while there is none.
[[nodiscard]] std::optional<Letter> letter_for(const casework::Case& found);

/// The letter with the case's facts filled in.
[[nodiscard]] html::Html letter_view(const casework::Case& found, const Letter& letter, const words::Locale& locale);

}  // namespace guildhall::portal
