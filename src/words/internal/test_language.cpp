#include "words/internal/test_language.hpp"

#include <array>

namespace guildhall::words::internal {
namespace {

/// One Arabic letter for each of a to z, roughly by sound; what they say is nothing.
constexpr std::array<std::string_view, 26> letters{"ا", "ب", "ك", "د", "ه", "ف", "ج", "ح", "ي", "ژ", "ق", "ل", "م",
                                                   "ن", "و", "پ", "ق", "ر", "س", "ت", "ع", "ڤ", "و", "خ", "ي", "ز"};

std::string mirrored(std::string_view message) {
    std::string out;
    int depth = 0;
    for (const char c : message) {
        if (c == '{') ++depth;
        const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        // At an odd depth stand the names and forms of arguments, at an even one what people read.
        if (depth % 2 == 0 && small >= 'a' && small <= 'z') {
            out += letters.at(static_cast<std::size_t>(small - 'a'));
        } else {
            out += c;
        }
        if (c == '}') --depth;
    }
    return out;
}

}  // namespace

Locale::Messages in_test_language(const Locale::Messages& english) {
    Locale::Messages out;
    for (const auto& [key, message] : english) out.emplace(key, mirrored(message));
    return out;
}

}  // namespace guildhall::words::internal
