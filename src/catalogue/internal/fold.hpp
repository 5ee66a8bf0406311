#pragma once
/// Words as search compares them.

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::catalogue::internal {

/// The words of a text (runs of letters and digits) in Unicode's compatibility case folding, without marks: `Bäume` is
/// `baume`.
[[nodiscard]] std::vector<std::string> folded_words(std::string_view text);

/// A word without the endings -s, -es, -ies, -ed, -ing, -e: enough that `felling` finds `fell` and `trees` finds
/// `tree`.
[[nodiscard]] std::string stem(std::string_view folded_word);

}  // namespace guildhall::catalogue::internal
