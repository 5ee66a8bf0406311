#include "simulation/internal/rule_finder.hpp"

#include <algorithm>
#include <bit>

namespace guildhall::simulation {

namespace {

constexpr std::size_t word_bits = 64;
constexpr std::uint64_t all = ~std::uint64_t{0};

}  // namespace

RuleFinder::RuleFinder(std::shared_ptr<const dmn::TableLookup> table, std::vector<std::size_t> columns)
    : table_(std::move(table)),
      words_((table_->rules() + word_bits - 1) / word_bits),
      part_words_((words_ + word_bits - 1) / word_bits),
      last_word_(table_->rules() % word_bits == 0 ? all : all >> (word_bits - table_->rules() % word_bits)),
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
    told_.assign(rows, 1);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        Column& column = columns_[i];
        const CellValues& from = cells[column.cells];
        learn(column, i, from);
        for (std::size_t row = 0; row < rows; ++row) {
            const Set& set = column.sets[column.set_of_code[from.code(row)]];
            sets_of_rows_[row * columns_.size() + i] = set.rules;
            occupied_[row] &= set.occupied;
            told_[row] &= static_cast<char>(set.rules != nullptr);
        }
    }
}

std::optional<std::size_t> RuleFinder::first_rule(std::size_t row) const {
    if (told_[row] == 0) return std::nullopt;
    const auto sets = sets_of(row);
    for (std::uint64_t parts = occupied_[row]; parts != 0; parts &= parts - 1) {
        const std::size_t first = static_cast<std::size_t>(std::countr_zero(parts)) * part_words_;
        for (std::size_t word = first; word < std::min(first + part_words_, words_); ++word) {
            std::uint64_t common = all;
            for (const std::uint64_t* const rules : sets) common &= rules[word];
            // Bits behind the last rule mean nothing.
            if (common != 0)
                return std::min(
                    table_->rules(), word * word_bits + static_cast<std::size_t>(std::countr_zero(common))
                );
        }
    }
    return table_->rules();
}

bool RuleFinder::all_rules(std::size_t row, std::vector<std::uint32_t>& rules) const {
    if (told_[row] == 0) return false;
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
