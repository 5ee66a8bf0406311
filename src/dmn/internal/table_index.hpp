#pragma once
/// Which rules of a decision table can match, found by column: the cost hardly grows with the number of rules.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "feel/cell.hpp"
#include "feel/comparisons.hpp"
#include "feel/partition.hpp"

namespace guildhall::dmn {

/// What is known of a column before it is indexed.
struct IndexedColumn {
    /// What cells compare with, once for all that are the same; nothing for those that have to be evaluated.
    std::vector<std::optional<feel::Comparisons>> tests;
    std::vector<std::size_t> cells;  ///< per rule: the position of its cell in `tests`
    /// The kind of the values that turn up, where types say so: it can be told then what the column does for each of
    /// them.
    std::optional<feel::ScalarKind> kind;
    std::vector<feel::Comparisons> possible;  ///< a value that fails one of these does not turn up
    bool can_be_null = false;                 ///< null turns up beside the values of the kind
};

/// For each column whose cells compare with constants: its breakpoints cut the values into classes, and each class has
/// the set of rules that take it, as bits. A value is looked up by binary search or hash. Immutable, thread-safe.
class TableIndex {
public:
    /// A set of rules: bit `rule % 64` of word `rule / 64`.
    using Rules = std::span<const std::uint64_t>;

    TableIndex(std::size_t rules, const std::vector<IndexedColumn>& columns);

    [[nodiscard]] std::size_t words() const { return words_; }
    /// The rules whose cell takes the value, with all those whose cell has to be evaluated. Nothing when every cell of
    /// the column has to be: it has no index, or the value is of another kind than its constants.
    [[nodiscard]] std::optional<Rules> lookup(std::size_t column, const feel::Cell& value) const;
    /// Whether the column has an index at all.
    [[nodiscard]] bool is_indexed(std::size_t column) const { return columns_[column].kind != Kind::none; }
    /// Whether the cell has to be evaluated although `lookup` names its rule.
    [[nodiscard]] bool is_open(std::size_t column, std::size_t rule) const {
        const Column& about = columns_[column];
        return about.has_open && has(about.open, rule);
    }

    /// The classes of the values that can turn up in the column, null among them; empty when that is not known.
    [[nodiscard]] std::span<const std::size_t> classes(std::size_t column) const { return columns_[column].classes; }
    /// The rules whose cell takes values of one of `classes`, with all those of which that cannot be said: open cells,
    /// and for null also `undecided_of_null`.
    [[nodiscard]] Rules takers(std::size_t column, std::size_t value_class) const;
    /// `not(5)` takes null, and `not(< 5)` does not.
    [[nodiscard]] Rules undecided_of_null(std::size_t column) const { return columns_[column].negated; }
    [[nodiscard]] bool is_null_class(std::size_t column, std::size_t value_class) const {
        return value_class >= columns_[column].count;
    }
    /// Whether the cell takes whatever there is.
    [[nodiscard]] bool takes_everything(std::size_t column, std::size_t rule) const {
        return has(columns_[column].any, rule);
    }

private:
    enum class Kind : std::uint8_t { none, indifferent, number, date, string, boolean };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    struct Column {
        Kind kind = Kind::none;
        std::vector<feel::Number> numbers;  ///< ascending; 2 i + 1 is the class of the i-th, 2 i the one before it
        std::vector<feel::Date> dates;      ///< the same
        std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> strings;  ///< to their class
        std::size_t other = 0;                                                        ///< class of all other strings
        std::size_t count = 1;                   ///< of classes; one more stands for null
        std::vector<std::uint64_t> rules;        ///< for each class `words()` words
        std::vector<std::uint64_t> open;         ///< rules whose cell has to be evaluated
        std::vector<std::uint64_t> any;          ///< rules whose cell takes everything, null too
        std::vector<std::uint64_t> null_takers;  ///< those that take null, or may
        std::vector<std::uint64_t> null_rules;   ///< those that take null or have to be evaluated
        bool compares_null = true;  ///< null compared with the constants is no error and nothing to be evaluated
        std::vector<std::uint64_t> negated;
        bool has_open = false;
        std::vector<std::size_t> classes;
    };

    [[nodiscard]] static bool has(const std::vector<std::uint64_t>& rules, std::size_t rule) {
        return (rules[rule / 64] >> (rule % 64) & 1) != 0;
    }
    static Kind kind_of(const IndexedColumn& from);
    static Kind kind_of(const feel::Cell& value);
    /// Whether all constants are of the column's kind, and in an order that it has.
    static bool fits(const Column& column, const feel::Comparisons& tests);
    static void add_points(Column& column, const feel::Comparisons& tests);
    void fill(Column& column, const IndexedColumn& from);
    /// First and behind the last, of each alternative.
    using Classes = std::vector<std::pair<std::size_t, std::size_t>>;
    /// None for `-`.
    static Classes classes_of(const Column& column, const feel::Comparisons& tests);
    static std::vector<std::size_t> possible_classes(const Column& column, const IndexedColumn& from);
    static std::size_t class_of(const Column& column, const feel::Cell& value);

    std::size_t words_;
    std::vector<Column> columns_;
};

}  // namespace guildhall::dmn
