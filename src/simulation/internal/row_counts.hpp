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

/// Rows with the same outcome, and where the first of them are.
struct CountedRows {
    static constexpr std::size_t lines_kept = std::max(ReportLimits::lines, ReportLimits::examples);

    std::uint32_t group = 0;
    const Outcome* present = nullptr;
    const Outcome* other = nullptr;
    std::int64_t rows = 0;
    std::array<std::int64_t, lines_kept> first_lines{};

    /// False when there are enough already.
    bool add(std::int64_t line) {
        const bool is_kept = rows < static_cast<std::int64_t>(lines_kept);
        if (is_kept) first_lines[static_cast<std::size_t>(rows)] = line;
        ++rows;
        return is_kept;
    }
    [[nodiscard]] std::span<const std::int64_t> lines() const {
        return std::span(first_lines).first(std::min(lines_kept, static_cast<std::size_t>(rows)));
    }
};

/// A hash table by group and the numbers of outcomes. Not thread-safe.
class RowCounts {
public:
    /// Until the next row. `other` may be null.
    [[nodiscard]] CountedRows& of(std::uint32_t group, const Outcome& present, const Outcome* other) {
        // An outcome that is not remembered has no equal that could be told.
        if (present.number == Outcome::passing || (other && other->number == Outcome::passing))
            return counted_.emplace_back(CountedRows{group, &present, other, 0, {}});
        const std::uint64_t hash = hash_of(group, present, other);
        for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
            if (slots_[at] == none) {
                slots_[at] = static_cast<std::uint32_t>(counted_.size());
                counted_.push_back({group, &present, other, 0, {}});
                if (++taken_ * 2 > slots_.size()) grow();
                return counted_.back();
            }
            CountedRows& counted = counted_[slots_[at]];
            if (counted.present == &present && counted.other == other && counted.group == group) return counted;
        }
    }
    [[nodiscard]] std::span<const CountedRows> all() const { return counted_; }
    void clear() {
        counted_.clear();
        std::fill(slots_.begin(), slots_.end(), none);
        taken_ = 0;
    }

private:
    static constexpr std::uint32_t none = 0xFFFFFFFF;

    [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }
    static std::uint64_t hash_of(std::uint32_t group, const Outcome& present, const Outcome* other) {
        const std::uint64_t both = add_to_hash(present.number, other ? other->number : 0);
        return group == 0 ? both : add_to_hash(both, group);
    }
    void grow() {
        slots_.assign(slots_.size() * 2, none);
        for (std::size_t i = 0; i < counted_.size(); ++i) {
            const CountedRows& one = counted_[i];
            if (one.present->number == Outcome::passing || (one.other && one.other->number == Outcome::passing))
                continue;
            std::size_t at = hash_of(one.group, *one.present, one.other) & mask();
            while (slots_[at] != none) at = (at + 1) & mask();
            slots_[at] = static_cast<std::uint32_t>(i);
        }
    }

    std::vector<CountedRows> counted_;
    std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(4096, none);  ///< a power of two; in `counted_`
    std::size_t taken_ = 0;
};

}  // namespace guildhall::simulation
