#pragma once
/// A service as its author reads it back: what `guildhall preview` shows. Pure; thread-safe.

#include <string>
#include <vector>

#include "catalogue/service.hpp"

namespace guildhall::catalogue {

/// One line of an outline: a section, a page, a question, somebody who takes part, an outcome.
struct OutlineLine {
    enum class Kind { section, page, question, member, party, fee, outcome };
    Kind kind = Kind::question;
    int depth = 0;          ///< how many repeating groups around it
    std::string number;     ///< of pages: `3`, and `3.1` inside a group
    std::string text;       ///< heading, question, title of the outcome
    std::string about;      ///< `number, in cm`, `yes-no, may be left empty`, `granted, by the program`
    std::string condition;  ///< `partner = true`; empty: always
};

/// Sections, pages and questions in the order of the journey, then who else takes part and what can come out.
[[nodiscard]] std::vector<OutlineLine> outline(const Service& service);

/// The outline as plain text, for a terminal.
[[nodiscard]] std::string outline_text(const Service& service);

/// Pages and branches from top to bottom as an SVG picture (SVG 2) that stands alone: a page that is not always shown
/// stands to the right of the way, with its condition beside it; a group that repeats stands in a frame.
[[nodiscard]] std::string outline_svg(const Service& service);

}  // namespace guildhall::catalogue
