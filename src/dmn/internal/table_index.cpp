#include "dmn/internal/table_index.hpp"

#include <algorithm>

namespace guildhall::dmn {

namespace {

using feel::Cell;
using feel::Comparisons;
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

/// The constants of an alternative: itself, or the ends of the range that it is.
template <class Visit>
void visit_constants(const Value& alternative, const Visit& visit) {
    const feel::Range* range = alternative.range();
    if (!range) return visit(alternative);
    if (range->low) visit(*range->low);
    if (range->high) visit(*range->high);
}

}  // namespace

TableIndex::TableIndex(std::size_t rules, const std::vector<IndexedColumn>& columns)
    : words_((rules + 63) / 64), columns_(columns.size()) {
    for (std::size_t i = 0; i < columns.size(); ++i) fill(columns_[i], columns[i]);
}

TableIndex::Kind TableIndex::kind_of(const Cell& value) {
    switch (value.kind) {
        case Cell::Kind::number:
            return Kind::number;
        case Cell::Kind::text:
            return Kind::string;
        case Cell::Kind::boolean:
            return Kind::boolean;
        case Cell::Kind::date:
            return Kind::date;
        case Cell::Kind::null:
        case Cell::Kind::other:
        case Cell::Kind::unknown:
            break;
    }
    return Kind::none;
}

/// The kind of the first constant; cells with constants of another kind are evaluated.
TableIndex::Kind TableIndex::kind_of(const IndexedColumn& from) {
    bool indifferent = true;
    for (const auto& cell : from.tests) {  // in the order met, so that the first is the first rule's
        indifferent = indifferent && cell && cell->any;
        if (!cell || !cell->alternatives || cell->alternatives->empty()) continue;
        Kind kind = Kind::none;
        visit_constants(cell->alternatives->front(), [&](const Value& constant) { kind = kind_of(Cell(constant)); });
        return kind;
    }
    return indifferent ? Kind::indifferent : Kind::none;
}

bool TableIndex::fits(const Column& column, const Comparisons& tests) {
    if (tests.any) return true;
    if (!tests.alternatives) return false;
    const bool is_ordered = column.kind == Kind::number || column.kind == Kind::date;
    return std::all_of(tests.alternatives->begin(), tests.alternatives->end(), [&](const Value& alternative) {
        bool fine = is_ordered || !alternative.range();
        visit_constants(alternative, [&](const Value& constant) {
            fine = fine && kind_of(Cell(constant)) == column.kind;
        });
        return fine;
    });
}

void TableIndex::add_points(Column& column, const Comparisons& tests) {
    if (!tests.alternatives || !fits(column, tests)) return;
    for (const Value& alternative : *tests.alternatives)
        visit_constants(alternative, [&](const Value& constant) {
            if (const auto* number = constant.number()) column.numbers.push_back(*number);
            if (const auto* text = constant.string()) column.strings.emplace(*text, column.strings.size());
            if (const auto* date = std::get_if<feel::Date>(&constant.data())) column.dates.push_back(*date);
        });
}

void TableIndex::fill(Column& column, const IndexedColumn& from) {
    column.kind = kind_of(from);
    if (column.kind == Kind::none) return;
    for (const auto& cell : from.tests)
        if (cell) add_points(column, *cell);
    for (const Comparisons& tests : from.possible) add_points(column, tests);
    sort_out(column.numbers);
    sort_out(column.dates);
    column.other = column.strings.size();
    if (column.kind == Kind::number) column.count = 2 * column.numbers.size() + 1;
    if (column.kind == Kind::date) column.count = 2 * column.dates.size() + 1;
    if (column.kind == Kind::string) column.count = column.strings.size() + 1;
    if (column.kind == Kind::boolean) column.count = 2;
    if (column.count * words_ * sizeof(std::uint64_t) > max_bytes) {
        column.kind = Kind::none;
        return;
    }
    column.rules.assign(column.count * words_, 0);
    for (auto* rules : {&column.open, &column.any, &column.negated}) rules->assign(words_, 0);
    std::vector<std::optional<Classes>> taken_by(from.tests.size());
    for (std::size_t i = 0; i < from.tests.size(); ++i)
        if (from.tests[i] && fits(column, *from.tests[i])) taken_by[i] = classes_of(column, *from.tests[i]);
    for (std::size_t rule = 0; rule < from.cells.size(); ++rule) {
        const std::size_t word = rule / 64;
        const std::uint64_t bit = std::uint64_t{1} << (rule % 64);
        const auto set = [&](std::size_t first, std::size_t end, bool taken) {
            for (std::size_t at = first; at < end; ++at) {
                std::uint64_t& rules = column.rules[at * words_ + word];
                rules = taken ? rules | bit : rules & ~bit;
            }
        };
        const auto& cell = from.tests[from.cells[rule]];
        const auto& classes = taken_by[from.cells[rule]];
        if (!classes) {
            column.open[word] |= bit;
            column.has_open = true;
            set(0, column.count, true);
            continue;
        }
        if (cell->any) column.any[word] |= bit;
        // Null equals no constant; in order with one it is an error, and `not` of that something else again.
        if (!cell->any &&
            (cell->negated || std::any_of(cell->alternatives->begin(), cell->alternatives->end(), [](const Value& one) {
                 return one.range();
             })))
            column.compares_null = false;
        if (cell->negated) column.negated[word] |= bit;
        if (cell->any || cell->negated) set(0, column.count, true);
        for (const auto& [first, end] : *classes) set(first, end, !cell->negated);
    }
    for (std::size_t word = 0; word < words_; ++word) {
        column.null_rules.push_back(column.any[word] | column.open[word]);
        column.null_takers.push_back(column.null_rules.back() | column.negated[word]);
    }
    column.classes = possible_classes(column, from);
}

TableIndex::Classes TableIndex::classes_of(const Column& column, const Comparisons& tests) {
    Classes taken;
    if (tests.any) return taken;
    for (const Value& alternative : *tests.alternatives) {
        const feel::Range* range = alternative.range();
        if (!range) {
            const std::size_t only = class_of(column, Cell(alternative));
            taken.emplace_back(only, only + 1);
            continue;
        }
        // The ends are breakpoints themselves: odd classes.
        const std::size_t first = range->low ? class_of(column, Cell(*range->low)) + (range->low_included ? 0 : 1) : 0;
        const std::size_t end =
            range->high ? class_of(column, Cell(*range->high)) + (range->high_included ? 1 : 0) : column.count;
        taken.emplace_back(first, std::max(first, end));
    }
    return taken;
}

std::vector<std::size_t> TableIndex::possible_classes(const Column& column, const IndexedColumn& from) {
    const bool known = (from.kind == feel::ScalarKind::number && column.kind == Kind::number) ||
                       (from.kind == feel::ScalarKind::date && column.kind == Kind::date) ||
                       (from.kind == feel::ScalarKind::string && column.kind == Kind::string) ||
                       (from.kind == feel::ScalarKind::boolean && column.kind == Kind::boolean);
    if (!known) return {};
    std::vector<bool> possible(column.count, true);
    for (const Comparisons& tests : from.possible) {
        if (tests.any || !tests.alternatives || !fits(column, tests)) continue;
        std::vector<bool> taken(column.count, tests.negated);
        for (const auto& [first, end] : classes_of(column, tests))
            std::fill(
                taken.begin() + static_cast<std::ptrdiff_t>(first), taken.begin() + static_cast<std::ptrdiff_t>(end),
                !tests.negated
            );
        for (std::size_t at = 0; at < column.count; ++at) possible[at] = possible[at] && taken[at];
    }
    // There is no day between two neighbouring ones.
    for (std::size_t i = 1; i < column.dates.size(); ++i)
        if (column.dates[i - 1].days_since_epoch() + 1 == column.dates[i].days_since_epoch()) possible[2 * i] = false;
    std::vector<std::size_t> classes;
    for (std::size_t at = 0; at < column.count; ++at)
        if (possible[at]) classes.push_back(at);
    if (!classes.empty() && from.can_be_null) classes.push_back(column.count);
    return classes;
}

std::size_t TableIndex::class_of(const Column& column, const Cell& value) {
    switch (column.kind) {
        case Kind::number:
            return place_of(column.numbers, value.number);
        case Kind::date:
            return place_of(column.dates, value.date);
        case Kind::string: {
            const auto found = column.strings.find(std::string_view(*value.text));
            return found == column.strings.end() ? column.other : found->second;
        }
        case Kind::boolean:
            return value.boolean ? 1 : 0;
        case Kind::none:
        case Kind::indifferent:
            break;
    }
    return 0;
}

std::optional<TableIndex::Rules> TableIndex::lookup(std::size_t column, const Cell& value) const {
    const Column& about = columns_[column];
    if (about.kind == Kind::none) return std::nullopt;
    if (value.kind == Cell::Kind::null && about.compares_null) return Rules(about.null_rules);
    if (about.kind != Kind::indifferent && kind_of(value) != about.kind) return std::nullopt;
    return Rules(about.rules).subspan(class_of(about, value) * words_, words_);
}

TableIndex::Rules TableIndex::takers(std::size_t column, std::size_t value_class) const {
    const Column& about = columns_[column];
    if (value_class >= about.count) return about.null_takers;
    return Rules(about.rules).subspan(value_class * words_, words_);
}

}  // namespace guildhall::dmn
