#include "dmn/internal/coverage.hpp"

#include <algorithm>
#include <bit>
#include <set>

namespace guildhall::dmn {

namespace {

/// Steps of one search. What remains of the rules after some columns is remembered, so that common tables need few.
constexpr std::size_t max_steps = 100'000;

}  // namespace

bool Bits::none() const {
    return std::all_of(words_.begin(), words_.end(), [](std::uint64_t word) { return word == 0; });
}

std::optional<std::size_t> Bits::first_common(const Bits& other) const {
    for (std::size_t i = 0; i < words_.size(); ++i)
        if (const std::uint64_t word = words_[i] & other.words_[i])
            return i * 64 + static_cast<std::size_t>(std::countr_zero(word));
    return std::nullopt;
}

Bits Bits::operator&(const Bits& other) const {
    Bits made = *this;
    for (std::size_t i = 0; i < words_.size(); ++i) made.words_[i] &= other.words_[i];
    return made;
}

Coverage::Coverage(std::vector<std::size_t> classes, std::vector<std::vector<Bits>> accepts)
    : classes_(std::move(classes)), accepts_(std::move(accepts)) {
    for (std::size_t column = 0; column < classes_.size(); ++column) {
        auto& takers = takers_.emplace_back(classes_[column], Bits(accepts_.size()));
        for (std::size_t rule = 0; rule < accepts_.size(); ++rule)
            for (std::size_t at = 0; at < classes_[column]; ++at)
                if (accepts_[rule][column].test(at)) takers[at].set(rule);
    }
}

std::optional<Point> Coverage::common(std::size_t a, std::size_t b) const {
    Point point;
    for (std::size_t column = 0; column < classes_.size(); ++column) {
        const auto at = accepts_[a][column].first_common(accepts_[b][column]);
        if (!at) return std::nullopt;
        point.emplace_back(*at);
    }
    return point;
}

Coverage::Search Coverage::uncovered(std::size_t rules, std::size_t limit, std::optional<std::size_t> within) const {
    Search search;
    Bits all(accepts_.size());
    for (std::size_t rule = 0; rule < rules; ++rule) all.set(rule);
    std::vector<std::set<Bits>> seen(classes_.size() + 1);  // what was met before a column leads to nothing new there
    std::size_t steps = 0;
    Point point(classes_.size());

    // Depth is the number of columns, which the file's limits bound.
    const auto descend = [&](const auto& self, std::size_t column, const Bits& alive) -> void {
        if (search.found.size() >= limit || ++steps > max_steps) {
            search.complete = false;
            return;
        }
        if (alive.none()) {
            if (within)
                for (std::size_t rest = column; rest < classes_.size(); ++rest) {
                    point[rest] = accepts_[*within][rest].first_common(accepts_[*within][rest]);
                    if (!point[rest]) return;
                }
            search.found.push_back(point);
            for (std::size_t rest = column; rest < classes_.size(); ++rest) point[rest] = std::nullopt;
            return;
        }
        if (column == classes_.size() || !seen[column].insert(alive).second) return;
        for (std::size_t at = 0; at < classes_[column]; ++at) {
            if (within && !accepts_[*within][column].test(at)) continue;
            point[column] = at;
            self(self, column + 1, alive & takers_[column][at]);
        }
        point[column] = std::nullopt;
    };
    descend(descend, 0, all);
    return search;
}

}  // namespace guildhall::dmn
