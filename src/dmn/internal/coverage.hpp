#pragma once
/// Searching the combinations of column classes for those that some rules leave open.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace guildhall::dmn {

/// A set of small numbers.
class Bits {
public:
    explicit Bits(std::size_t size = 0) : words_((size + 63) / 64) {}
    void set(std::size_t at) { words_[at / 64] |= std::uint64_t{1} << (at % 64); }
    void reset(std::size_t at) { words_[at / 64] &= ~(std::uint64_t{1} << (at % 64)); }
    [[nodiscard]] bool test(std::size_t at) const { return words_[at / 64] >> (at % 64) & 1; }
    [[nodiscard]] bool none() const;
    [[nodiscard]] bool intersects(const Bits& other) const;
    [[nodiscard]] bool is_subset_of(const Bits& other) const;
    [[nodiscard]] std::size_t count() const;
    [[nodiscard]] std::size_t words() const { return words_.size(); }
    [[nodiscard]] std::size_t hash() const;
    Bits& operator&=(const Bits& other);
    Bits& operator|=(const Bits& other);
    [[nodiscard]] Bits operator&(const Bits& other) const { return Bits(*this) &= other; }
    bool operator==(const Bits&) const = default;
    /// Calls `visit` with each member, ascending, until it returns false.
    template <class Visit>
    void each(const Visit& visit) const {
        for (std::size_t i = 0; i < words_.size(); ++i)
            for (std::uint64_t word = words_[i]; word != 0; word &= word - 1)
                if (!visit(i * 64 + static_cast<std::size_t>(std::countr_zero(word)))) return;
    }

private:
    std::vector<std::uint64_t> words_;
};

/// For each axis, and each class of it: the members (of rules, say) that take that class.
using Takers = std::vector<std::vector<Bits>>;
/// For each axis some of its classes, ascending: all combinations of them.
using Box = std::vector<std::vector<std::size_t>>;

/// Steps that searches may still do, in words of 64 members.
struct Work {
    std::size_t left = 0;
    [[nodiscard]] bool spend(std::size_t words) {
        if (left < words) {
            left = 0;
            return false;
        }
        left -= words;
        return true;
    }
};

struct Query {
    const Takers* takers = nullptr;
    Box within;
    Bits start;    ///< the members that are looked at
    Bits killers;  ///< where one of these takes all that is left, there is no witness
    /// Whether a combination that just these members take is what is looked for. It must depend on nothing else.
    std::function<bool(const Bits&)> is_witness;
    std::size_t limit = 1;  ///< boxes wanted
};

struct Search {
    std::vector<Box> found;
    bool complete = true;  ///< false when the work was used up before all was seen
    bool more = false;     ///< the limit ended it; there may be more
};

/// Depth first over the axes. Classes that leave the same members alive are taken together, and what leads to no
/// witness is remembered, so that common tables need few steps.
[[nodiscard]] Search search(const Query& query, Work& work);

}  // namespace guildhall::dmn
