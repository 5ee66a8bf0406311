#include "simulation/internal/rule_finder.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace guildhall::simulation {

namespace {

constexpr std::size_t word_bits = 64;
constexpr std::uint64_t all = ~std::uint64_t{0};

}  // namespace

RuleFinder::RuleFinder(std::shared_ptr<const dmn::TableLookup> table, std::vector<std::size_t> columns)
    : table_(std::move(table)),
      rules_(table_->rules()),
      words_((rules_ + word_bits - 1) / word_bits),
      part_words_((words_ + word_bits - 1) / word_bits),
      last_word_(rules_ % word_bits == 0 ? all : all >> (word_bits - rules_ % word_bits)),
      columns_(columns.size()) {
    for (std::size_t i = 0; i < columns.size(); ++i) columns_[i].cells = columns[i];
    forget();
}

void RuleFinder::forget() {
    for (Column& column : columns_) column.set_of_code.clear();
}

RuleFinder::Set RuleFinder::make_set(const std::uint64_t* rules) const {
    Set set{rules, 0};
    for (std::size_t word = 0; word < words_; ++word) {
        const std::uint64_t meant = word + 1 == words_ ? rules[word] & last_word_ : rules[word];
        if (meant != 0) set.occupied |= std::uint64_t{1} << (word / part_words_);
    }
    return set;
}

void RuleFinder::learn(Column& column, std::size_t table_column, const CellValues& cells) {
    const auto values = cells.values();
    if (!cells.keeps_codes()) column.set_of_code.clear();
    if (column.sets.empty()) column.sets.emplace_back();
    for (std::size_t code = column.set_of_code.size(); code < values.size(); ++code) {
        const auto rules = table_->takes(table_column, values[code]);
        std::uint32_t set = 0;
        if (rules) {
            const auto next = static_cast<std::uint32_t>(column.sets.size());
            const auto [known, is_new] = column.known.try_emplace(rules->data(), next);
            if (is_new) column.sets.push_back(make_set(rules->data()));
            set = known->second;
        }
        column.set_of_code.push_back(set);
    }
}

void RuleFinder::look_up(std::span<const CellValues> cells, std::size_t rows) {
    sets_of_rows_.resize(rows * columns_.size());
    occupied_.assign(rows, all);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        Column& column = columns_[i];
        const CellValues& from = cells[column.cells];
        learn(column, i, from);
        // Without vectors, whose lengths would be loaded again and again.
        const CellValues::Code* const codes = from.codes().data();
        const std::uint32_t* const set_of_code = column.set_of_code.data();
        const Set* const sets = column.sets.data();
        const std::uint64_t** to = sets_of_rows_.data() + i;
        std::uint64_t* const occupied = occupied_.data();
        for (std::size_t row = 0; row < rows; ++row, to += columns_.size()) {
            const Set& set = sets[set_of_code[codes[row]]];
            *to = set.rules;
            occupied[row] &= set.occupied;
        }
    }
    if (table_->first_decides()) find_first_rules(rows);
}

std::uint32_t RuleFinder::first_of_part(std::size_t row, std::size_t part) const {
    const std::uint64_t* const* const sets = sets_of_rows_.data() + row * columns_.size();
    const std::size_t end = std::min((part + 1) * part_words_, words_);
    for (std::size_t word = part * part_words_; word < end; ++word) {
        std::uint64_t common = word + 1 == words_ ? last_word_ : all;
        for (std::size_t i = 0; i < columns_.size(); ++i) common &= sets[i][word];
        if (common != 0)
            return static_cast<std::uint32_t>(word * word_bits) + static_cast<std::uint32_t>(std::countr_zero(common));
    }
    return static_cast<std::uint32_t>(rules_);
}

void RuleFinder::find_first_rules(std::size_t rows) {
    first_rules_.assign(rows, static_cast<std::uint32_t>(rules_));
    rows_left_.resize(rows);
    // Each round looks at one part of every row that is left: which rows those are cannot be foreseen, so that nothing
    // branches on it.
    std::size_t left = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        rows_left_[left] = static_cast<std::uint32_t>(row);
        left += occupied_[row] != 0 ? 1 : 0;
    }
    while (left > 0) {
        const std::size_t looked_at = std::exchange(left, 0);
        for (std::size_t i = 0; i < looked_at; ++i) {
            const std::uint32_t row = rows_left_[i];
            std::uint64_t& parts = occupied_[row];
            const std::uint32_t rule = first_of_part(row, static_cast<std::size_t>(std::countr_zero(parts)));
            parts &= parts - 1;
            first_rules_[row] = rule;
            rows_left_[left] = row;
            left += static_cast<std::size_t>(rule == rules_) & static_cast<std::size_t>(parts != 0);
        }
    }
}

bool RuleFinder::all_rules(std::size_t row, std::vector<std::uint32_t>& rules) const {
    if (!told(row)) return false;
    rules.clear();
    for (std::size_t word = 0; word < words_; ++word) {
        std::uint64_t common = word + 1 == words_ ? last_word_ : all;
        for (const std::uint64_t* const taking : sets_of(row)) common &= taking[word];
        rules.push_back(static_cast<std::uint32_t>(common));
        rules.push_back(static_cast<std::uint32_t>(common >> 32));
    }
    return true;
}

}  // namespace guildhall::simulation
