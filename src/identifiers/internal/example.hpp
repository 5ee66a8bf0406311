#pragma once
/// Identifiers made at random: the form is filled until the reader takes it, so that no rule is written twice.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "identifiers/identifiers.hpp"

namespace guildhall::identifiers {

/// The same numbers for the same seed on every machine (SplitMix64). Not for secrets.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    /// From 0 to `below` - 1.
    [[nodiscard]] std::size_t roll(std::size_t below);

private:
    std::uint64_t state_;
};

/// `n` a digit, `a` a capital, `c` either, `d` a day from 01 to 28, `m` a month from 01 to 12; the rest stands as it
/// is.
[[nodiscard]] std::string filled(std::string_view pattern, Dice& dice);
/// The first filling of the pattern that the reader keeps as it is. The pattern has such fillings: about one of a
/// thousand at the least, or this takes long.
[[nodiscard]] std::string example_of(std::string_view pattern, std::uint64_t seed, Read (*read)(std::string_view));

}  // namespace guildhall::identifiers
