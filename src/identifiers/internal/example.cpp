#include "identifiers/internal/example.hpp"

#include <fmt/format.h>

namespace guildhall::identifiers {

std::size_t Dice::roll(std::size_t below) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return static_cast<std::size_t>((mixed ^ (mixed >> 31U)) % below);
}

std::string filled(std::string_view pattern, Dice& dice) {
    static constexpr std::string_view characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::string out;
    for (const char form : pattern) {
        switch (form) {
            case 'n':
                out += characters[dice.roll(10)];
                break;
            case 'a':
                out += characters[10 + dice.roll(26)];
                break;
            case 'c':
                out += characters[dice.roll(36)];
                break;
            case 'd':
                out += fmt::format("{:02}", dice.roll(28) + 1);
                break;
            case 'm':
                out += fmt::format("{:02}", dice.roll(12) + 1);
                break;
            default:
                out += form;
        }
    }
    return out;
}

std::string example_of(std::string_view pattern, std::uint64_t seed, Read (*read)(std::string_view)) {
    Dice dice(seed);
    while (true) {
        std::string candidate = filled(pattern, dice);
        if (read(candidate) == Read{candidate}) return candidate;
    }
}

}  // namespace guildhall::identifiers
