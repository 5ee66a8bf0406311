#pragma once
/// Small parts of the house's own look that several pages share.

#include <string>
#include <vector>

#include "html/html.hpp"
#include "html/text.hpp"

namespace guildhall::html {

/// What a colour says; the words next to it say it too.
enum class Tone { plain, good, wait, stop, info };

/// A state in a word or two: "Needs a person", "Due in 3 working days".
[[nodiscard]] Html chip(const Content& text, Tone tone = Tone::plain);
/// Chips and words on one line that wraps.
[[nodiscard]] Html chips(const Html& content);

/// A full-width stripe of a page whose width is `full`.
[[nodiscard]] Html band(const Html& content);

/// Main words with short facts on their end side; on a narrow screen the facts come first.
[[nodiscard]] Html beside(const Html& words, const Html& facts);

/// "Why we ask": a quiet note beside a question.
struct Note {
    Content title{};  ///< bold, at the start of the line
    Content text{};
    Tone tone = Tone::plain;
};
[[nodiscard]] Html note(const Note& options);

/// Where a journey stands: the service's name, the section, about how many questions are left.
[[nodiscard]] Html journey_line(const Content& text);

/// The photo or file that a person handed in, with what is known about it.
struct Evidence {
    Content title{};
    std::string href{};        ///< opens or downloads the file
    std::string image{};       ///< URL of a preview; none where empty
    std::string image_text{};  ///< what the preview shows, for who cannot see it
    Content about{};           ///< type, size, scanned or not
};
[[nodiscard]] Html evidence(const Evidence& options);

/// One figure with its words; several stand in a row.
struct Figure {
    Content value{};
    Content label{};
};
[[nodiscard]] Html figures(const std::vector<Figure>& items);

}  // namespace guildhall::html
