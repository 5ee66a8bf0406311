#pragma once
/// Which combinations of column classes the rules of a table cover.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace guildhall::dmn {

/// A set of small numbers.
class Bits {
public:
    explicit Bits(std::size_t size = 0) : words_((size + 63) / 64) {}
    void set(std::size_t at) { words_[at / 64] |= std::uint64_t{1} << (at % 64); }
    [[nodiscard]] bool test(std::size_t at) const { return words_[at / 64] >> (at % 64) & 1; }
    [[nodiscard]] bool none() const;
    /// The smallest number in both sets.
    [[nodiscard]] std::optional<std::size_t> first_common(const Bits& other) const;
    [[nodiscard]] Bits operator&(const Bits& other) const;
    auto operator<=>(const Bits&) const = default;

private:
    std::vector<std::uint64_t> words_;
};

/// One class for each column; nothing where any class will do.
using Point = std::vector<std::optional<std::size_t>>;

class Coverage {
public:
    /// `classes`: how many each column has. `accepts[rule][column]`: the classes that the cell takes.
    Coverage(std::vector<std::size_t> classes, std::vector<std::vector<Bits>> accepts);

    struct Search {
        std::vector<Point> found;
        bool complete = true;  ///< false when the limit on work or on findings ended the search
    };
    /// Points that none of the first `rules` rules takes, at most `limit`; with `within`, only points that this rule
    /// takes.
    [[nodiscard]] Search uncovered(
        std::size_t rules, std::size_t limit, std::optional<std::size_t> within = std::nullopt
    ) const;
    /// A point that both rules take.
    [[nodiscard]] std::optional<Point> common(std::size_t a, std::size_t b) const;
    /// A point that the rule takes.
    [[nodiscard]] std::optional<Point> any_of(std::size_t rule) const { return common(rule, rule); }

private:
    std::vector<std::size_t> classes_;
    std::vector<std::vector<Bits>> accepts_;  ///< rule, column: classes
    std::vector<std::vector<Bits>> takers_;   ///< column, class: rules
};

}  // namespace guildhall::dmn
