#include "simulation/internal/figures.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::simulation {

namespace {

constexpr int shown_places = 2;
constexpr std::size_t digits_between_commas = 3;

std::string with_commas(std::string text) {
    const std::size_t first = text.starts_with('-') ? 1 : 0;
    std::size_t at = std::min(text.find('.'), text.size());
    while (at > first + digits_between_commas) {
        at -= digits_between_commas;
        text.insert(at, 1, ',');
    }
    return text;
}

}  // namespace

std::string figure(std::int64_t number) {
    return with_commas(fmt::format("{}", number));
}

std::string figure(const feel::Number& number) {
    const auto rounded = number.rounded(shown_places, feel::Number::Rounding::half_even);
    return with_commas((rounded ? *rounded : number).text());
}

std::string figure(const ExactSum& sum) {
    const auto number = sum.rounded();
    return number ? figure(*number) : with_commas(sum.text());
}

std::string share(std::int64_t part, std::int64_t whole) {
    if (whole == 0) return {};
    return fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string rows_in_words(std::int64_t rows) {
    return figure(rows) + (rows == 1 ? " row" : " rows");
}

std::string lines_in_words(const std::vector<std::int64_t>& lines, std::int64_t rows) {
    if (lines.empty()) return {};
    return fmt::format(
        "{} {}{}", lines.size() == 1 && rows == 1 ? "line" : "lines", fmt::join(lines, ", "),
        rows > static_cast<std::int64_t>(lines.size()) ? ", …" : ""
    );
}

std::string_view plain(std::string_view value) {
    const bool quoted =
        value.size() >= 2 && value.front() == '"' && value.back() == '"' && value.find('\\') == std::string_view::npos;
    return quoted ? value.substr(1, value.size() - 2) : value;
}

std::vector<ListedValue> listed_values(const Distribution& distribution) {
    std::vector<ListedValue> listed;
    for (const ValueCounts* counts : {&distribution.others, &distribution.numbers_by_value})
        for (const ValueCount& one : counts->values) listed.push_back({one.value, one.rows, one.lines});
    if (distribution.nulls > 0) listed.push_back({"no outcome (null)", distribution.nulls, {}});
    std::stable_sort(listed.begin(), listed.end(), [](const ListedValue& a, const ListedValue& b) {
        return a.rows > b.rows;
    });
    return listed;
}

}  // namespace guildhall::simulation
