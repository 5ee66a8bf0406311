#pragma once
/// What every page of the desk shares: its frame, and the words for where a case stands.

#include <string>

#include "desk/desk.hpp"
#include "html/html.hpp"

namespace guildhall::desk {

enum class Room { queue, feedback };

[[nodiscard]] http::Response page(
    const Parts& parts, const http::Caller& caller, std::string title, html::Html main, Room room,
    bool has_error = false
);

/// `Due in 3 working days`, `Due today`, `2 working days late`.
[[nodiscard]] std::string due_words(base::Instant now, base::Instant due);
/// The same as a chip; what is late or due today stands out, in words first.
[[nodiscard]] html::Html due_chip(base::Instant now, base::Instant due);
[[nodiscard]] html::Html state_chip(const casework::CaseSummary& summary);
/// `Granted`, `Granted with conditions`, `Refused`.
[[nodiscard]] std::string outcome_words(catalogue::OutcomeKind kind);

/// Text with its line breaks.
[[nodiscard]] html::Html words_with_lines(std::string_view words);

/// The service's title, or its id when it is offered no more.
[[nodiscard]] std::string title_of(const Parts& parts, const std::string& service);

}  // namespace guildhall::desk
