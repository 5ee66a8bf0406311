#pragma once
/// Answers that a register or a map layer gave, and what people say against them. Pure; thread-safe.

#include <optional>
#include <string>

#include "catalogue/lookup.hpp"
#include "feel/expression.hpp"
#include "journeys/answers.hpp"

namespace guildhall::journeys {

/// How such an answer is kept and sent in, with where it came from:
/// `{"looked_up": answer, "from": "layers/protected-areas.geojson", "name": "Old Town"}`; one that was questioned also
/// has `claimed`, what they say instead, and `why`.
struct LookedUp {
    base::Json found;    ///< an answer to the question
    std::string file{};  ///< in Service::files
    std::string name{};  ///< of the area, when it has one
    std::optional<base::Json> claimed{};
    std::string why{};

    [[nodiscard]] base::Json json() const;
    /// What a kept answer says; nothing when it was not looked up.
    [[nodiscard]] static std::optional<LookedUp> read(const catalogue::Question& question, const base::Json& kept);
};

/// How long a reason may be, in characters.
inline constexpr std::size_t longest_why = 2000;

/// A reason as it may be kept; nothing when it is empty, too long or holds characters that cannot be kept.
[[nodiscard]] std::optional<std::string> read_reason(std::string_view sent);

/// The answer that counts: what they say, else what was found, else the answer as it is. A part of `kept`.
[[nodiscard]] const base::Json& answer_itself(const catalogue::Question& question, const base::Json& kept);
const base::Json& answer_itself(const catalogue::Question& question, base::Json&& kept) = delete;

/// Where a location is, when it has coordinates.
[[nodiscard]] std::optional<maps::Place> place_of(const feel::Value& location);

/// What the register or layer answers beside the answers in `scope`; nothing when it has no answer.
[[nodiscard]] std::optional<LookedUp> look_up(const catalogue::Question& question, const feel::Scope& scope);
/// Whether it cannot be said yet, since an answer that is looked up is not there.
[[nodiscard]] bool waits_for_answers(const catalogue::Question& question, const feel::Scope& scope);

/// Where an answer comes from, as a sentence without its end: what the service says, else the name of the map or
/// register.
[[nodiscard]] std::string source_words(
    const catalogue::Question& question, const LookedUp& looked_up, const words::Locale& locale
);

}  // namespace guildhall::journeys
