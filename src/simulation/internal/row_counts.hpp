#pragma once
/// How many rows of a block have the same group and outcomes.

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "simulation/internal/outcome.hpp"
#include "simulation/internal/row_memory.hpp"
#include "simulation/report.hpp"

namespace guildhall::simulation {

/// Rows with the same outcome.
struct CountedRows {
    std::uint32_t group = 0;
    const Outcome* present = nullptr;
    const Outcome* other = nullptr;
    std::int64_t rows = 0;
};

/// A hash table by group and the numbers of outcomes. Not thread-safe.
class RowCounts {
public:
    static constexpr std::size_t lines_kept = std::max(ReportLimits::lines, ReportLimits::examples);

    /// Counts a row; `other` may be null. True when its line is kept, as one of the first.
    bool add(std::uint32_t group, const Outcome& present, const Outcome* other, std::int64_t line) {
        const std::size_t at = place_of(group, present, other);
        const auto before = static_cast<std::size_t>(counted_[at].rows++);
        if (before < lines_kept) lines_[at][before] = line;
        return before < lines_kept;
    }
    /// The first of them.
    [[nodiscard]] std::span<const std::int64_t> lines(std::size_t at) const {
        return std::span(lines_[at]).first(std::min(lines_kept, static_cast<std::size_t>(counted_[at].rows)));
    }
    [[nodiscard]] std::span<const CountedRows> all() const { return counted_; }
    void clear() {
        counted_.clear();
        lines_.clear();
        std::fill(slots_.begin(), slots_.end(), none);
        taken_ = 0;
    }

private:
    static constexpr std::uint32_t none = 0xFFFFFFFF;

    static bool is_passing(const Outcome& present, const Outcome* other) {
        return present.number == Outcome::passing || (other && other->number == Outcome::passing);
    }
    std::uint32_t append(std::uint32_t group, const Outcome& present, const Outcome* other) {
        counted_.push_back({group, &present, other, 0});
        lines_.emplace_back();
        return static_cast<std::uint32_t>(counted_.size() - 1);
    }
    [[nodiscard]] std::size_t place_of(std::uint32_t group, const Outcome& present, const Outcome* other) {
        // An outcome that is not remembered has no equal that could be told.
        if (is_passing(present, other)) return append(group, present, other);
        for (std::size_t at = hash_of(group, present, other) & mask();; at = (at + 1) & mask()) {
            const std::uint32_t place = slots_[at];
            if (place == none) {
                slots_[at] = append(group, present, other);
                if (++taken_ * 2 > slots_.size()) grow();
                return counted_.size() - 1;
            }
            const CountedRows& counted = counted_[place];
            if (counted.present == &present && counted.other == other && counted.group == group) return place;
        }
    }
    [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }
    static std::uint64_t hash_of(std::uint32_t group, const Outcome& present, const Outcome* other) {
        const std::uint64_t both = add_to_hash(present.number, other ? other->number : 0);
        return group == 0 ? both : add_to_hash(both, group);
    }
    void grow() {
        slots_.assign(slots_.size() * 2, none);
        for (std::size_t i = 0; i < counted_.size(); ++i) {
            const CountedRows& one = counted_[i];
            if (is_passing(*one.present, one.other)) continue;
            std::size_t at = hash_of(one.group, *one.present, one.other) & mask();
            while (slots_[at] != none) at = (at + 1) & mask();
            slots_[at] = static_cast<std::uint32_t>(i);
        }
    }

    std::vector<CountedRows> counted_;
    std::vector<std::array<std::int64_t, lines_kept>> lines_;  ///< apart, since they are seldom looked at
    std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(4096, none);  ///< a power of two; in `counted_`
    std::size_t taken_ = 0;
};

}  // namespace guildhall::simulation
