#include "portal/internal/sentence.hpp"

#include <cassert>

namespace guildhall::portal {
namespace {

/// Characters of the private use area, which no words hold, stand for the pieces: U+E000 and on.
constexpr std::string_view mark_begin = "\xee\x80";
constexpr unsigned char first_mark = 0x80;
constexpr std::size_t most_pieces = 0x40;

std::string mark_of(std::size_t piece) {
    return std::string{mark_begin} + static_cast<char>(first_mark + piece);
}

}  // namespace

html::Html sentence(
    const words::Locale& locale, std::string_view key, const std::vector<Piece>& pieces, words::Arguments arguments
) {
    assert(pieces.size() <= most_pieces);
    for (std::size_t i = 0; i < pieces.size(); ++i) arguments.emplace_back(pieces[i].name, mark_of(i));
    const std::string words = locale.text(key, arguments);
    const std::string_view all = words;
    html::Html out;
    std::size_t from = 0;
    for (std::size_t at = all.find(mark_begin); at != std::string_view::npos; at = all.find(mark_begin, from)) {
        out += html::escape(all.substr(from, at - from));
        from = at + mark_begin.size() + 1;
        const std::size_t piece = static_cast<unsigned char>(all[from - 1]) - std::size_t{first_mark};
        if (piece < pieces.size()) out += pieces[piece].html;
    }
    return out + html::escape(all.substr(from));
}

}  // namespace guildhall::portal
