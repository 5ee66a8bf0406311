#pragma once
/// Check digits as they are published. Each function takes ASCII digits alone, unless it says otherwise.

#include <initializer_list>
#include <string_view>

namespace guildhall::identifiers {

/// ISO/IEC 7812-1 annex B (Luhn): every second digit from the right doubled, the sum a multiple of ten.
[[nodiscard]] bool luhn_holds(std::string_view digits);
/// ISO/IEC 7064 section 9, MOD 97-10; letters count as A = 10 … Z = 35. Right when it is 1.
[[nodiscard]] int modulo_97(std::string_view digits_and_letters);
/// ISO/IEC 7064 section 10, MOD 11,10: the last digit is the check digit.
[[nodiscard]] bool modulo_11_10_holds(std::string_view digits);
/// J. Verhoeff, "Error detecting decimal codes" (1969): the last digit is the check digit.
[[nodiscard]] bool verhoeff_holds(std::string_view digits);
/// GS1 General Specifications section 7.9: weights 3 and 1 from the right, a multiple of ten.
[[nodiscard]] bool gs1_holds(std::string_view digits);
/// Σ digit × weight; as many digits as there are weights.
[[nodiscard]] int weighted_sum(std::string_view digits, std::initializer_list<int> weights);

}  // namespace guildhall::identifiers
