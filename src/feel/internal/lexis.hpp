#pragma once
/// Characters, names and strings of FEEL (DMN 1.5 section 10.3.1.2, rules 22 to 35 and 61 to 65).

#include <bitset>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace guildhall::feel {

/// The code point at `at` and its length in bytes; the text is valid UTF-8 and `at` inside it.
struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;
};
[[nodiscard]] CodePoint code_point_at(std::string_view text, std::size_t at);
void append_utf8(std::string& out, char32_t code_point);
[[nodiscard]] std::vector<char32_t> code_points(std::string_view text);
[[nodiscard]] std::string to_utf8(const std::vector<char32_t>& code_points, std::size_t from, std::size_t count);

[[nodiscard]] bool is_white_space(char32_t c);
[[nodiscard]] bool is_name_start(char32_t c);
[[nodiscard]] bool is_name_part(char32_t c);
[[nodiscard]] bool is_reserved(std::string_view word);

/// After white space and comments.
[[nodiscard]] std::size_t skip_space(std::string_view text, std::size_t at);
/// After the name characters that stand at `at` (may be `at` itself).
[[nodiscard]] std::size_t skip_word(std::string_view text, std::size_t at);
/// Runs of white space become one space, none at the ends.
[[nodiscard]] std::string normalised_name(std::string_view name);
/// Where `name` (normalised) ends in the text when it stands at `at` as a whole name.
[[nodiscard]] std::optional<std::size_t> match_name(std::string_view text, std::size_t at, std::string_view name);

/// Names by their first word, so that a lookup tries few of them. Immutable once filled: thread-safe then.
class NameIndex {
public:
    void add(std::string_view name);
    /// The longest name that stands at `at`, and where it ends.
    struct Match {
        std::string name;
        std::size_t end = 0;
    };
    [[nodiscard]] std::optional<Match> longest(std::string_view text, std::size_t at) const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view word) const { return std::hash<std::string_view>{}(word); }
    };
    std::unordered_map<std::string, std::vector<std::string>, Hash, std::equal_to<>> names_;
    std::bitset<256> first_bytes_;  ///< of the names: what begins otherwise needs no search
};

/// Line and column, from 1, columns in code points.
struct TextPlace {
    int line = 1;
    int column = 1;
};
[[nodiscard]] TextPlace place_of(std::string_view text, std::size_t at);

}  // namespace guildhall::feel
