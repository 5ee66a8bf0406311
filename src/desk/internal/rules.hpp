#pragma once
/// What the rules say about a case: reasons, tables in plain words, each other rule with why it is not the one.

#include "dmn/explanation.hpp"
#include "dmn/words.hpp"
#include "html/html.hpp"

namespace guildhall::desk {

/// Every decision that took part, the case's own first; the model's FEEL behind a summary to open.
[[nodiscard]] html::Html rules_view(const dmn::DecisionTrace& trace, const dmn::Wording& wording);

}  // namespace guildhall::desk
