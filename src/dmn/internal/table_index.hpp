#pragma once
/// Which rules of a decision table can match, found by column: the cost hardly grows with the number of rules.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "feel/constant_tests.hpp"

namespace guildhall::dmn {

/// For each column whose cells are literal tests: its breakpoints cut the values into classes, and each class has the
/// set of rules that take it, as bits. A value is looked up by binary search or hash. Immutable, thread-safe.
class TableIndex {
public:
    /// A set of rules: bit `rule % 64` of word `rule / 64`.
    using Rules = std::span<const std::uint64_t>;

    /// `cells[column][rule]`: what the cell is when it is made of literals; nothing when it has to be evaluated.
    TableIndex(std::size_t rules, const std::vector<std::vector<std::optional<feel::ConstantTests>>>& cells);

    [[nodiscard]] std::size_t words() const { return words_; }
    /// The rules whose cell takes the value, with all those whose cell has to be evaluated. Nothing when every cell of
    /// the column has to be: it has no index, or the value is of another kind than its literals.
    [[nodiscard]] std::optional<Rules> lookup(std::size_t column, const feel::Value& value) const;
    /// Whether the cell has to be evaluated although `lookup` names its rule.
    [[nodiscard]] bool is_open(std::size_t column, std::size_t rule) const {
        const Column& about = columns_[column];
        return about.has_open && (about.open[rule / 64] >> (rule % 64) & 1) != 0;
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
        std::vector<std::uint64_t> rules;  ///< for each class `words()` words
        std::vector<std::uint64_t> open;   ///< rules whose cell has to be evaluated
        bool has_open = false;
    };

    using Cells = std::vector<std::optional<feel::ConstantTests>>;
    static Kind kind_of(const Cells& cells);
    static Kind kind_of(const feel::Value& value);
    void fill(Column& column, const Cells& cells);
    /// The classes, first and behind the last, that the test takes.
    static std::pair<std::size_t, std::size_t> classes_of(const Column& column, const feel::ConstantTest& test);
    static std::size_t class_of(const Column& column, const feel::Value& value);

    std::size_t count_;
    std::size_t words_;
    std::vector<Column> columns_;
};

}  // namespace guildhall::dmn
