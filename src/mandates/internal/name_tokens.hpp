#pragma once
/// By what a person is found in a helper's list: the beginnings of the words of their name.

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::mandates {

/// The words of a text in the form in which they are compared: without case and accents (Unicode's NFKC_Casefold, marks
/// dropped), at most eight, each cut to twelve characters.
[[nodiscard]] std::vector<std::string> folded_words(std::string_view text);

/// Every beginning of every word, from one character on, each once.
[[nodiscard]] std::vector<std::string> beginnings(std::string_view name);

}  // namespace guildhall::mandates
