#include "base/text.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <numeric>

namespace guildhall::base {
namespace {

char lower_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::uint64_t eight_bytes(const char* at) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

constexpr std::uint64_t low_bits = 0x0101010101010101;

}  // namespace

bool is_valid_utf8(std::string_view text) {
    // Unicode 15 table 3-7, well-formed UTF-8 byte sequences.
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::size_t i = 0;
    while (i < text.size()) {
        const unsigned char lead = byte(i);
        if (lead < 0x80) {
            ++i;
            while (i + 8 <= text.size() && (eight_bytes(text.data() + i) & (low_bits << 7)) == 0) i += 8;
            continue;
        }
        std::size_t tail = 0;
        unsigned char low = 0x80;
        unsigned char high = 0xbf;
        if (lead >= 0xc2 && lead <= 0xdf) {
            tail = 1;
        } else if (lead >= 0xe0 && lead <= 0xef) {
            tail = 2;
            if (lead == 0xe0) low = 0xa0;
            if (lead == 0xed) high = 0x9f;
        } else if (lead >= 0xf0 && lead <= 0xf4) {
            tail = 3;
            if (lead == 0xf0) low = 0x90;
            if (lead == 0xf4) high = 0x8f;
        } else {
            return false;
        }
        if (i + tail >= text.size()) return false;
        if (byte(i + 1) < low || byte(i + 1) > high) return false;
        for (std::size_t k = 2; k <= tail; ++k) {
            if ((byte(i + k) & 0xc0) != 0x80) return false;
        }
        i += tail + 1;
    }
    return true;
}

std::size_t code_point_count(std::string_view text) {
    // All bytes but those that continue a code point: 10xxxxxx.
    std::size_t count = text.size();
    std::size_t i = 0;
    for (; i + 8 <= text.size(); i += 8) {
        const std::uint64_t bytes = eight_bytes(text.data() + i);
        count -= static_cast<std::size_t>(std::popcount(bytes >> 7 & ~(bytes >> 6) & low_bits));
    }
    for (; i < text.size(); ++i) count -= (static_cast<unsigned char>(text[i]) & 0xc0) == 0x80 ? 1 : 0;
    return count;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r\n\f\v";
    const auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::string to_lower_ascii(std::string_view text) {
    std::string out{text};
    for (char& c : out) c = lower_ascii(c);
    return out;
}

bool equal_ignoring_case_ascii(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower_ascii, lower_ascii);
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates) {
    std::optional<std::string> best;
    std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
    std::vector<std::size_t> row;
    std::vector<std::size_t> above;
    std::vector<std::size_t> two_above;
    for (const std::string& candidate : candidates) {
        const std::size_t longer = std::max(word.size(), candidate.size());
        if (longer - std::min(word.size(), candidate.size()) >= best_distance) continue;
        // Optimal string alignment distance, three rows at a time: as Levenshtein's, and a swap of neighbours counts
        // one.
        row.resize(candidate.size() + 1);
        std::iota(row.begin(), row.end(), std::size_t{0});
        above = two_above = row;
        for (std::size_t i = 1; i <= word.size(); ++i) {
            std::swap(two_above, above);
            std::swap(above, row);
            row.resize(candidate.size() + 1);
            row[0] = i;
            for (std::size_t k = 1; k <= candidate.size(); ++k) {
                const std::size_t replace = above[k - 1] + (word[i - 1] == candidate[k - 1] ? 0 : 1);
                row[k] = std::min({above[k] + 1, row[k - 1] + 1, replace});
                if (i > 1 && k > 1 && word[i - 1] == candidate[k - 2] && word[i - 2] == candidate[k - 1]) {
                    row[k] = std::min(row[k], two_above[k - 2] + 1);
                }
            }
        }
        if (row.back() < best_distance) {
            best_distance = row.back();
            best = candidate;
        }
    }
    return best;
}

}  // namespace guildhall::base
