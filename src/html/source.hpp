#pragma once
/// Lines of a text file with their numbers, for who writes it.

#include <string>
#include <vector>

#include "html/html.hpp"

namespace guildhall::html {

struct SourceLine {
    int number = 0;
    std::string text{};
    bool marked = false;        ///< the line that it is about
    std::size_t mark_from = 0;  ///< bytes of `text` from here to `mark_to` stand out; none where they are the same
    std::size_t mark_to = 0;
};
struct SourceLines {
    std::vector<SourceLine> lines{};
};
[[nodiscard]] Html source_lines(const SourceLines& options);

}  // namespace guildhall::html
