#include "dmn/internal/table_index.hpp"

#include <algorithm>

namespace guildhall::dmn {

namespace {

using feel::Value;

/// Of one column; a table with more classes times rules is evaluated cell by cell there.
constexpr std::size_t max_bytes = 16'000'000;

template <class Key>
std::size_t place_of(const std::vector<Key>& sorted, const Key& key) {
    const auto at = std::lower_bound(sorted.begin(), sorted.end(), key);
    const auto place = 2 * static_cast<std::size_t>(at - sorted.begin());
    return at != sorted.end() && *at == key ? place + 1 : place;
}

template <class Key>
void sort_out(std::vector<Key>& keys) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

}  // namespace

TableIndex::TableIndex(std::size_t rules, const std::vector<Cells>& cells)
    : count_(rules), words_((rules + 63) / 64), columns_(cells.size()) {
    for (std::size_t i = 0; i < cells.size(); ++i) fill(columns_[i], cells[i]);
}

TableIndex::Kind TableIndex::kind_of(const Value& value) {
    if (value.number()) return Kind::number;
    if (value.string()) return Kind::string;
    if (value.boolean()) return Kind::boolean;
    return std::holds_alternative<feel::Date>(value.data()) ? Kind::date : Kind::none;
}

/// The kind of the first literal; cells with literals of another kind are evaluated.
TableIndex::Kind TableIndex::kind_of(const Cells& cells) {
    bool indifferent = true;
    for (const auto& cell : cells) {
        indifferent = indifferent && cell && cell->any;
        if (!cell || cell->any || cell->alternatives.empty()) continue;
        const feel::ConstantTest& first = cell->alternatives.front();
        return kind_of(first.equal ? *first.equal : first.low ? *first.low : *first.high);
    }
    return indifferent ? Kind::indifferent : Kind::none;
}

void TableIndex::fill(Column& column, const Cells& cells) {
    column.kind = kind_of(cells);
    if (column.kind == Kind::none) return;
    const auto fits = [&](const feel::ConstantTests& tests) {
        return std::all_of(tests.alternatives.begin(), tests.alternatives.end(), [&](const feel::ConstantTest& test) {
            return (!test.equal || kind_of(*test.equal) == column.kind) &&
                   (!test.low || kind_of(*test.low) == column.kind) &&
                   (!test.high || kind_of(*test.high) == column.kind);
        });
    };
    for (const auto& cell : cells) {
        if (!cell || !fits(*cell)) continue;
        for (const feel::ConstantTest& test : cell->alternatives)
            for (const auto* end : {&test.equal, &test.low, &test.high}) {
                if (!*end) continue;
                if (const auto* number = (*end)->number()) column.numbers.push_back(*number);
                if (const auto* text = (*end)->string()) column.strings.emplace(*text, column.strings.size());
                if (const auto* date = std::get_if<feel::Date>(&(*end)->data())) column.dates.push_back(*date);
            }
    }
    sort_out(column.numbers);
    sort_out(column.dates);
    column.other = column.strings.size();
    std::size_t classes = 1;
    if (column.kind == Kind::number) classes = 2 * column.numbers.size() + 1;
    if (column.kind == Kind::date) classes = 2 * column.dates.size() + 1;
    if (column.kind == Kind::string) classes = column.strings.size() + 1;
    if (column.kind == Kind::boolean) classes = 2;
    if (classes * words_ * sizeof(std::uint64_t) > max_bytes) {
        column.kind = Kind::none;
        return;
    }
    column.rules.assign(classes * words_, 0);
    column.open.assign(words_, 0);
    std::vector<bool> taken(classes);
    for (std::size_t rule = 0; rule < cells.size(); ++rule) {
        const std::size_t word = rule / 64;
        const std::uint64_t bit = std::uint64_t{1} << (rule % 64);
        const auto& cell = cells[rule];
        const bool open = !cell || !fits(*cell);
        if (open) {
            column.open[word] |= bit;
            column.has_open = true;
        }
        taken.assign(classes, open || cell->any || cell->negated);
        if (!open)
            for (const feel::ConstantTest& test : cell->alternatives) {
                const auto [first, end] = classes_of(column, test);
                for (std::size_t at = first; at < end; ++at) taken[at] = !cell->negated;
            }
        for (std::size_t at = 0; at < classes; ++at)
            if (taken[at]) column.rules[at * words_ + word] |= bit;
    }
}

std::size_t TableIndex::class_of(const Column& column, const Value& value) {
    switch (column.kind) {
        case Kind::number:
            return place_of(column.numbers, *value.number());
        case Kind::date:
            return place_of(column.dates, std::get<feel::Date>(value.data()));
        case Kind::string: {
            const auto found = column.strings.find(std::string_view(*value.string()));
            return found == column.strings.end() ? column.other : found->second;
        }
        case Kind::boolean:
            return *value.boolean() ? 1 : 0;
        case Kind::none:
        case Kind::indifferent:
            break;
    }
    return 0;
}

std::pair<std::size_t, std::size_t> TableIndex::classes_of(const Column& column, const feel::ConstantTest& test) {
    if (test.equal) {
        const std::size_t only = class_of(column, *test.equal);
        return {only, only + 1};
    }
    // The ends are breakpoints themselves: odd classes.
    const std::size_t first = test.low ? class_of(column, *test.low) + (test.low_included ? 0 : 1) : 0;
    const std::size_t last = 2 * (column.kind == Kind::number ? column.numbers.size() : column.dates.size());
    const std::size_t end = test.high ? class_of(column, *test.high) + (test.high_included ? 1 : 0) : last + 1;
    return {first, std::max(first, end)};
}

std::optional<TableIndex::Rules> TableIndex::lookup(std::size_t column, const Value& value) const {
    const Column& about = columns_[column];
    if (about.kind == Kind::none) return std::nullopt;
    if (about.kind != Kind::indifferent && kind_of(value) != about.kind) return std::nullopt;
    return Rules(about.rules).subspan(class_of(about, value) * words_, words_);
}

}  // namespace guildhall::dmn
