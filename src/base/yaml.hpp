#pragma once
/// The one YAML reader: a strict subset of YAML 1.2, as a plain tree that knows its places.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/complaint.hpp"

namespace guildhall::base {

struct YamlEntry;

/// One value of a YAML document. A value type; the tree owns its parts. Reading is thread-safe.
struct YamlNode {
    enum class Kind { nothing, scalar, list, map };
    enum class Style { plain, quoted, block };

    Kind kind = Kind::nothing;       ///< nothing: an empty value, `~` or `null`
    Style style = Style::plain;      ///< of scalars: as written, in quotes, or a block (`|`, `>`)
    std::string text;                ///< of scalars, UTF-8, escapes resolved
    std::vector<YamlNode> items;     ///< of lists
    std::vector<YamlEntry> entries;  ///< of maps, in the order written; keys are unique
    int line = 0;                    ///< from 1
    int column = 0;                  ///< from 1, in characters (code points)

    /// The value under a key of a map, or null.
    [[nodiscard]] const YamlNode* find(std::string_view key) const;
    [[nodiscard]] const YamlEntry* find_entry(std::string_view key) const;
    /// Plain `true` and `false` alone: `yes`, `on` and `True` are text, as YAML 1.2 has it.
    [[nodiscard]] std::optional<bool> boolean() const;
    /// A plain decimal integer that fits.
    [[nodiscard]] std::optional<std::int64_t> integer() const;
    /// A plain scalar that YAML 1.2's core schema reads as a number.
    [[nodiscard]] bool is_number() const;
    /// A scalar that is text: quoted, a block, or plain and neither number nor boolean.
    [[nodiscard]] bool is_text() const;
    [[nodiscard]] SourcePlace place(const std::string& file) const { return {file, line, column}; }
    /// The place of a character inside this scalar's text, both from 1; for folded text the place of the scalar.
    [[nodiscard]] SourcePlace place_within(const std::string& file, int text_line, int text_column) const;
    /// What stands here in words, for messages: `the text "yes"`, `a list`, `nothing`.
    [[nodiscard]] std::string described() const;
};

struct YamlEntry {
    std::string key;
    int line = 0;
    int column = 0;
    YamlNode value;
    [[nodiscard]] SourcePlace place(const std::string& file) const { return {file, line, column}; }
};

/// The bounds of a document; what goes beyond is refused with its place.
inline constexpr std::size_t max_yaml_bytes = 1'000'000;
inline constexpr int max_yaml_depth = 32;
inline constexpr std::size_t max_yaml_nodes = 100'000;

struct ReadYaml {
    std::optional<YamlNode> root;  ///< none when refused
    Complaints complaints;
};

/// Reads exactly one document. Refused: duplicate keys, keys that are not text, anchors, aliases, tags,
/// directives, a second document, invalid UTF-8, control characters, and what exceeds the bounds above.
[[nodiscard]] ReadYaml read_yaml(std::string_view bytes, const std::string& file);

}  // namespace guildhall::base
