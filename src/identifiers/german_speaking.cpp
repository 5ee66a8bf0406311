#include <algorithm>

#include "identifiers/internal/check_digits.hpp"
#include "identifiers/internal/example.hpp"
#include "identifiers/internal/kinds.hpp"
#include "identifiers/internal/typed.hpp"

namespace guildhall::identifiers {

// Austria, Germany, Switzerland.

// Sozialversicherungsnummer, § 460d ASVG; the sum as the Dachverband der Sozialversicherungsträger publishes it: the
// fourth digit is the weighted sum of the others modulo 11, and a sum of 10 is not given out. The day of birth follows;
// a month of 13 to 15 stands for a day whose numbers ran out or that is not known.
Read AustrianInsurance::read(std::string_view typed) {
    return read_digits(typed, 10, [](std::string_view digits) -> std::optional<Fault> {
        if (digits[0] == '0') return Fault::form;
        const int month = number_at(digits, 6, 2);
        if (month < 13 ? !is_date_of_some_century(number_at(digits, 8, 2), month, number_at(digits, 4, 2))
                       : month > 15 || number_at(digits, 4, 2) > 31)
            return Fault::date;
        if (weighted_sum(digits, {3, 7, 9, 0, 5, 8, 4, 2, 1, 6}) % 11 != digits[3] - '0') return Fault::check_digit;
        return std::nullopt;
    });
}
std::string AustrianInsurance::shown(std::string_view kept) {
    return grouped(kept, {4, 6});
}
std::string AustrianInsurance::example(std::uint64_t seed) {
    return example_of("nnnndmnn", seed, read);
}

// Steuerliche Identifikationsnummer, § 139b AO; Bundeszentralamt für Steuern on its check digit: of the first ten
// digits one stands twice or three times (then not thrice in a row), the others once at most; ISO 7064 MOD 11,10.
// Numbers that begin with 0 are for tests and not accepted.
Read GermanTaxIdentity::read(std::string_view typed) {
    return read_digits(typed, 11, [](std::string_view digits) -> std::optional<Fault> {
        if (digits[0] == '0') return Fault::form;
        int repeated = 0;
        for (char digit = '0'; digit <= '9'; ++digit) {
            const auto times = std::count(digits.begin(), digits.end() - 1, digit);
            if (times > 3) return Fault::form;
            if (times > 1) ++repeated;
            if (times == 3 && digits.substr(0, 10).find(std::string(3, digit)) != std::string_view::npos)
                return Fault::form;
        }
        if (repeated != 1) return Fault::form;
        if (!modulo_11_10_holds(digits)) return Fault::check_digit;
        return std::nullopt;
    });
}
std::string GermanTaxIdentity::shown(std::string_view kept) {
    return grouped(kept, {2, 3, 3, 3});
}
std::string GermanTaxIdentity::example(std::uint64_t seed) {
    return example_of("nnnnnnnnnnn", seed, read);
}

// Umsatzsteuer-Identifikationsnummer, § 27a UStG: ISO 7064 MOD 11,10 over nine digits, the first of them not 0.
Read GermanVat::read(std::string_view typed) {
    Read compacted = compact(typed);
    auto* text = std::get_if<std::string>(&compacted);
    if (text == nullptr) return compacted;
    if (text->starts_with("DE")) text->erase(0, 2);
    const Read read = read_digits(*text, 9, [](std::string_view digits) -> std::optional<Fault> {
        if (digits[0] == '0') return Fault::form;
        if (!modulo_11_10_holds(digits)) return Fault::check_digit;
        return std::nullopt;
    });
    if (const auto* digits = std::get_if<std::string>(&read)) return "DE" + *digits;
    return read;
}
std::string GermanVat::shown(std::string_view kept) {
    return grouped(kept, {2, 9});
}
std::string GermanVat::example(std::uint64_t seed) {
    return example_of("DEnnnnnnnnn", seed, read);
}

// AHV-Nummer (AHVN13), Art. 50c AHVG and Art. 133 AHVV: 756 for Switzerland, nine digits, the check digit of EAN-13.
Read SwissInsurance::read(std::string_view typed) {
    return read_digits(typed, 13, [](std::string_view digits) -> std::optional<Fault> {
        if (!digits.starts_with("756")) return Fault::form;
        if (!gs1_holds(digits)) return Fault::check_digit;
        return std::nullopt;
    });
}
std::string SwissInsurance::shown(std::string_view kept) {
    return grouped(kept, {3, 4, 4, 2}, ".");
}
std::string SwissInsurance::example(std::uint64_t seed) {
    return example_of("756nnnnnnnnnn", seed, read);
}

}  // namespace guildhall::identifiers
