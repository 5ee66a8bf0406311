#pragma once
/// What a map layer or a register of the folder answers. Pure: the same for the same version of a service; thread-safe.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/question.hpp"
#include "maps/place.hpp"

namespace guildhall::catalogue {

/// The answer to one of the questions that are looked up.
struct LookupKey {
    std::string text;                  ///< of the keys of a register
    std::optional<maps::Place> place;  ///< of a location that has one
};

struct FoundAnswer {
    std::string text;  ///< as answer_text gives it
    std::string name;  ///< of the area that the place lies in, when it says so
};

/// How far from a place a street may be to be its street.
inline constexpr double near_enough = 100;  // metres

/// Nothing when the look-up has no answer: a key is empty, no row has it, or the place is beyond what the layer covers.
/// In areas it is what the first one says that the place lies in; without areas, what is nearest says it.
[[nodiscard]] std::optional<FoundAnswer> look_up(const Question& question, const std::vector<LookupKey>& keys);

/// What a cell or property says, as the type of the question has it: `true` and `false`, a number, a day, the value of
/// an option, a text. Nothing when it is empty or none of these.
[[nodiscard]] std::optional<std::string> answer_text(const Question& question, std::string_view raw);

/// Whether answers of this type can be looked up.
[[nodiscard]] bool can_be_looked_up(QuestionType type);
/// Whether such answers can be keys of a register.
[[nodiscard]] bool can_be_key(QuestionType type);

/// `layers/protected-areas` of `layers/protected-areas.geojson`, in words when the file has none: `protected areas`.
[[nodiscard]] std::string source_name(const Lookup& lookup, std::string_view language);

}  // namespace guildhall::catalogue
