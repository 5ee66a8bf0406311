#pragma once
/// Figures as people read them.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "simulation/report.hpp"

namespace guildhall::simulation {

/// `1,234,567`.
[[nodiscard]] std::string figure(std::int64_t number);
/// Two places at most: `1,234.57`.
[[nodiscard]] std::string figure(const feel::Number& number);
[[nodiscard]] std::string figure(const ExactSum& sum);
/// `12.5 %`; empty of nothing.
[[nodiscard]] std::string share(std::int64_t part, std::int64_t whole);
/// `1 row`, `2 rows`.
[[nodiscard]] std::string rows_in_words(std::int64_t rows);
/// `line 2`, `lines 2, 5 and more`.
[[nodiscard]] std::string lines_in_words(const std::vector<std::int64_t>& lines, std::int64_t rows);
/// What a FEEL value says without its quotes.
[[nodiscard]] std::string_view plain(std::string_view value);

/// Whether anyone gains or loses.
[[nodiscard]] inline bool has_amounts(const Comparison& comparison) {
    return comparison.gain.rows + comparison.lose.rows > 0;
}

/// What is to be listed of a distribution, most rows first: values one by one, unless there are too many.
struct ListedValue {
    std::string value;
    std::int64_t rows = 0;
    std::vector<std::int64_t> lines;
};
[[nodiscard]] std::vector<ListedValue> listed_values(const Distribution& distribution);

}  // namespace guildhall::simulation
