#pragma once
/// A catalogue as its file has it: nested maps of texts.

#include <string>
#include <string_view>

#include "base/complaint.hpp"
#include "words/locale.hpp"

namespace guildhall::words::internal {

/// The messages by key, the names on the way to each joined by dots. What is no map and no text, what is no name, what
/// ICU cannot read and a key that is there twice are complaints.
[[nodiscard]] Locale::Messages read_catalogue(
    std::string_view yaml, const std::string& file, base::Complaints& complaints
);

}  // namespace guildhall::words::internal
