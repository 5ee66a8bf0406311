#include "identifiers/internal/check_digits.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace guildhall::identifiers {

bool luhn_holds(std::string_view digits) {
    int sum = 0;
    bool doubled = false;
    for (std::size_t at = digits.size(); at-- > 0; doubled = !doubled) {
        int value = digits[at] - '0';
        if (doubled) value = value < 5 ? value * 2 : value * 2 - 9;
        sum += value;
    }
    return sum % 10 == 0;
}

int modulo_97(std::string_view digits_and_letters) {
    int rest = 0;
    for (const char c : digits_and_letters) {
        rest = c <= '9' ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
    }
    return rest;
}

bool modulo_11_10_holds(std::string_view digits) {
    int product = 10;
    for (const char c : digits.substr(0, digits.size() - 1)) {
        int sum = (product + (c - '0')) % 10;
        if (sum == 0) sum = 10;
        product = sum * 2 % 11;
    }
    return (product + (digits.back() - '0')) % 10 == 1;
}

bool verhoeff_holds(std::string_view digits) {
    // The product of the dihedral group D5: 0–4 turn, 5–9 turn and reflect.
    const auto product = [](int a, int b) {
        if (a < 5) return b < 5 ? (a + b) % 5 : 5 + (a + b - 5) % 5;
        return b < 5 ? 5 + (a - 5 - b + 5) % 5 : (a - b + 5) % 5;
    };
    // The permutation that is applied once more for each place from the right.
    static constexpr std::array<int, 10> permutation{1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
    int check = 0;
    std::size_t times = 0;
    for (std::size_t at = digits.size(); at-- > 0; ++times) {
        int value = digits[at] - '0';
        for (std::size_t turn = 0; turn < times % 8; ++turn) value = permutation[static_cast<std::size_t>(value)];
        check = product(check, value);
    }
    return check == 0;
}

bool gs1_holds(std::string_view digits) {
    int sum = 0, weight = 1;
    for (std::size_t at = digits.size(); at-- > 0; weight = 4 - weight) sum += (digits[at] - '0') * weight;
    return sum % 10 == 0;
}

int weighted_sum(std::string_view digits, std::initializer_list<int> weights) {
    int sum = 0;
    std::size_t at = 0;
    for (const int weight : weights) sum += (digits[at++] - '0') * weight;
    return sum;
}

}  // namespace guildhall::identifiers
