#include "ledger/internal/tile_path.hpp"

#include <charconv>

#include "base/text.hpp"

namespace guildhall::ledger::internal {
namespace {

constexpr std::size_t longest_path = 64;
/// Six groups of three digits hold every number that the databases can.
constexpr std::size_t most_groups = 6;

std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
    return number;
}

std::optional<std::uint64_t> parse_index(std::string_view text) {
    const auto groups = base::split(text, '/');
    if (groups.size() > most_groups) return std::nullopt;
    std::uint64_t index = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        auto group = groups[i];
        if (i + 1 < groups.size()) {
            if (!group.starts_with('x')) return std::nullopt;
            group.remove_prefix(1);
        }
        const auto number = parse_number(group);
        if (group.size() != 3 || !number) return std::nullopt;
        index = index * 1000 + *number;
    }
    return index;
}

}  // namespace

std::optional<TilePath> parse_tile_path(std::string_view path) {
    const auto whole = path;
    if (path.size() > longest_path || !path.starts_with("tile/")) return std::nullopt;
    path.remove_prefix(5);
    const auto slash = path.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    TilePath parsed;
    if (path.substr(0, slash) == "entries") {
        parsed.entries = true;
    } else {
        const auto level = parse_number(path.substr(0, slash));
        if (!level || *level > 63) return std::nullopt;
        parsed.level = static_cast<unsigned>(*level);
    }
    path.remove_prefix(slash + 1);
    if (const auto partial = path.find(".p/"); partial != std::string_view::npos) {
        const auto width = parse_number(path.substr(partial + 3));
        if (!width || *width == 0 || *width >= tile_width) return std::nullopt;
        parsed.width = *width;
        path = path.substr(0, partial);
    }
    const auto index = parse_index(path);
    if (!index) return std::nullopt;
    parsed.index = *index;
    // One number has one spelling: no leading zeros, no empty groups.
    if (tile_path_text(parsed) != whole) return std::nullopt;
    return parsed;
}

std::string tile_path_text(const TilePath& path) {
    std::string index = fmt::format("{:03}", path.index % 1000);
    for (auto rest = path.index / 1000; rest > 0; rest /= 1000) index = fmt::format("x{:03}/{}", rest % 1000, index);
    const auto level = path.entries ? std::string("entries") : std::to_string(path.level);
    auto text = fmt::format("tile/{}/{}", level, index);
    if (path.width != tile_width) text += fmt::format(".p/{}", path.width);
    return text;
}

}  // namespace guildhall::ledger::internal
