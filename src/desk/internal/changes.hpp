#pragma once
/// What a resident changed after sending in.

#include "desk/desk.hpp"
#include "html/html.hpp"

namespace guildhall::desk {

/// Each version with its reason and what it changed, the newest first; nothing while there is one.
[[nodiscard]] base::Result<html::Html> changes_of(const Parts& parts, const casework::Case& found);

/// Whether a document was handed in with any version of the answers.
[[nodiscard]] base::Result<bool> has_document(
    const Parts& parts, const casework::Case& found, const std::string& document
);

}  // namespace guildhall::desk
