#pragma once
/// Which rules of a table take a row, by the codes of its cells.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "dmn/table_lookup.hpp"
#include "simulation/internal/cells.hpp"

namespace guildhall::simulation {

/// Each code of a column has a set of rules, which the table is asked for once; the rules of a row are what its sets
/// have in common. For one thread.
class RuleFinder {
public:
    /// `columns` says where among the cells each of the table's columns is.
    RuleFinder(std::shared_ptr<const dmn::TableLookup> table, std::vector<std::size_t> columns);

    [[nodiscard]] const dmn::TableLookup& table() const { return *table_; }
    /// Looks up the cells of a batch of so many rows.
    void look_up(std::span<const CellValues> cells, std::size_t rows);
    /// The first rule that takes the row; how many rules there are when none does. Nothing when the columns do not
    /// tell. Of a table whose first rule decides.
    [[nodiscard]] std::optional<std::size_t> first_rule(std::size_t row) const {
        const std::size_t rule = first_rules_[row];
        return rule < rules_ || told(row) ? std::optional(rule) : std::nullopt;
    }
    /// All rules that take it, two words for 64 of them. False when the columns do not tell.
    [[nodiscard]] bool all_rules(std::size_t row, std::vector<std::uint32_t>& rules) const;
    /// Codes do not mean the same any more.
    void forget();

private:
    struct Set {
        const std::uint64_t* rules = nullptr;  ///< null: the table does not tell
        std::uint64_t occupied = 0;            ///< bit `i`: there are rules among the words of part `i`; 0 of null
    };
    struct Column {
        std::size_t cells = 0;  ///< which of them
        std::vector<std::uint32_t> set_of_code;
        std::vector<Set> sets;  ///< the first is that of which the table does not tell
        std::unordered_map<const std::uint64_t*, std::uint32_t> known;
    };

    void learn(Column& column, std::size_t table_column, const CellValues& cells);
    [[nodiscard]] Set make_set(const std::uint64_t* rules) const;
    void find_first_rules(std::size_t rows);
    /// The first rule of the part that the row's sets have in common; how many rules there are when there is none.
    [[nodiscard]] std::uint32_t first_of_part(std::size_t row, std::size_t part) const;
    [[nodiscard]] std::span<const std::uint64_t* const> sets_of(std::size_t row) const {
        return std::span(sets_of_rows_).subspan(row * columns_.size(), columns_.size());
    }
    /// Whether all columns tell.
    [[nodiscard]] bool told(std::size_t row) const {
        const auto sets = sets_of(row);
        return std::find(sets.begin(), sets.end(), nullptr) == sets.end();
    }

    std::shared_ptr<const dmn::TableLookup> table_;
    std::size_t rules_;
    std::size_t words_;
    std::size_t part_words_;  ///< words of one part: there are 64 parts at most
    std::uint64_t last_word_ = 0;
    std::vector<Column> columns_;
    std::vector<const std::uint64_t*> sets_of_rows_;  ///< for each row and column the rules that take the cell
    std::vector<std::uint64_t> occupied_;             ///< for each row the parts in which all of its sets have rules
    std::vector<std::uint32_t> first_rules_;          ///< for each row
    std::vector<std::uint32_t> rows_left_;
};

}  // namespace guildhall::simulation
