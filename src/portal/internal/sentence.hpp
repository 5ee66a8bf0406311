#pragma once
/// Messages with markup in them: links, strong words, what somebody wrote.

#include <string>
#include <string_view>
#include <vector>

#include "html/html.hpp"
#include "words/locale.hpp"

namespace guildhall::portal {

/// What stands in a message where its pattern says `{name}`.
struct Piece {
    std::string name;
    html::Html html;
};

/// The message, escaped, with the pieces in place, wherever the language puts them.
[[nodiscard]] html::Html sentence(
    const words::Locale& locale, std::string_view key, const std::vector<Piece>& pieces, words::Arguments arguments = {}
);

}  // namespace guildhall::portal
