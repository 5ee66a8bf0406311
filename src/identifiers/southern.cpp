#include "identifiers/internal/check_digits.hpp"
#include "identifiers/internal/example.hpp"
#include "identifiers/internal/kinds.hpp"
#include "identifiers/internal/typed.hpp"

namespace guildhall::identifiers {

// Spain, Italy, Portugal.

namespace {

// Real Decreto 1553/2005 art. 11, Ministerio del Interior: the number modulo 23 as a letter.
bool letter_holds(std::string_view digits, char letter) {
    return std::string_view{"TRWAGMYFPDXBNJZSQVHLCKE"
           }[static_cast<std::size_t>(number_at(digits, 0, digits.size()) % 23)] == letter;
}

// DNI: eight digits and their letter. NIE: X, Y or Z stands for 0, 1 or 2 before seven digits.
std::optional<Fault> wrong_person(std::string_view text) {
    std::string digits{text.substr(0, 8)};
    if (one_of(digits[0], "XYZ")) digits[0] = static_cast<char>('0' + (digits[0] - 'X'));
    if (!all_digits(digits) || !is_capital(text[8])) return Fault::form;
    if (!letter_holds(digits, text[8])) return Fault::check_digit;
    return std::nullopt;
}

// Orden EHA/451/2008: a letter for the kind of body, seven digits, Luhn as a digit or as a letter (J for 0, A for 1 …).
// Which of both a kind has is not told the same everywhere: both are accepted. K, L and M are people without a DNI.
std::optional<Fault> wrong_tax(std::string_view text) {
    if (is_digit(text[0]) || one_of(text[0], "XYZ")) return wrong_person(text);
    const auto digits = text.substr(1, 7);
    if (!all_digits(digits)) return Fault::form;
    if (one_of(text[0], "KLM")) return letter_holds(digits, text[8]) ? std::nullopt : std::optional{Fault::check_digit};
    if (!one_of(text[0], "ABCDEFGHJNPQRSUVW")) return Fault::form;
    std::string with_check{text.substr(1)};
    if (const auto place = std::string_view{"JABCDEFGHI"}.find(text[8]); place != std::string_view::npos)
        with_check[7] = static_cast<char>('0' + place);
    if (!all_digits(with_check)) return Fault::form;
    if (!luhn_holds(with_check)) return Fault::check_digit;
    return std::nullopt;
}

// What a character counts at an odd place of the codice fiscale; at an even place it counts its own value.
constexpr int odd_values[] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                              20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
// Omocodia: where two people would have the same code, digits become these letters, from the right.
constexpr std::string_view letters_for_digits = "LMNPQRSTUV";

std::optional<Fault> wrong_italian_company(std::string_view digits) {
    const int office = number_at(digits, 7, 3);
    if (number_at(digits, 0, 7) == 0) return Fault::form;
    if (office == 0 || (office > 100 && office != 120 && office != 121 && office != 888 && office != 999))
        return Fault::form;
    if (!luhn_holds(digits)) return Fault::check_digit;
    return std::nullopt;
}

// Decreto ministeriale 23 December 1976: name, year, month as a letter, day (plus 40 for women), place of birth.
std::optional<Fault> wrong_codice_fiscale(std::string_view text) {
    if (text.size() == 11) return all_digits(text) ? wrong_italian_company(text) : std::optional{Fault::characters};
    if (text.size() != 16) return Fault::length;
    int sum = 0;
    for (std::size_t at = 0; at < 15; ++at) {
        const int value = is_digit(text[at]) ? text[at] - '0' : text[at] - 'A';
        sum += at % 2 == 0 ? odd_values[value] : value;
    }
    std::string plain{text};
    for (const std::size_t at : {6U, 7U, 9U, 10U, 12U, 13U, 14U}) {
        if (const auto digit = letters_for_digits.find(plain[at]); digit != std::string_view::npos)
            plain[at] = static_cast<char>('0' + digit);
    }
    if (!has_form(plain, "aaaaaannannannna")) return Fault::form;
    const auto month = std::string_view{"ABCDEHLMPRST"}.find(plain[8]);
    if (month == std::string_view::npos) return Fault::form;
    const int day = number_at(plain, 9, 2);
    if (!is_date_of_some_century(number_at(plain, 6, 2), static_cast<int>(month) + 1, day > 40 ? day - 40 : day))
        return Fault::date;
    if (sum % 26 != text[15] - 'A') return Fault::check_digit;
    return std::nullopt;
}

}  // namespace

Read SpanishPerson::read(std::string_view typed) {
    return read_form(typed, 9, 9, wrong_person);
}
std::string SpanishPerson::shown(std::string_view kept) {
    return is_digit(kept[0]) ? grouped(kept, {8, 1}, "-") : grouped(kept, {1, 7, 1}, "-");
}
std::string SpanishPerson::example(std::uint64_t seed) {
    return example_of(seed % 2 == 0 ? "nnnnnnnna" : "Xnnnnnnna", seed, read);
}

Read SpanishTax::read(std::string_view typed) {
    return read_form(typed, 9, 9, wrong_tax);
}
std::string SpanishTax::shown(std::string_view kept) {
    return std::string{kept};
}
std::string SpanishTax::example(std::uint64_t seed) {
    return example_of(seed % 3 == 0 ? "nnnnnnnna" : "Annnnnnnn", seed, read);
}

Read ItalianTax::read(std::string_view typed) {
    return read_form(typed, 11, 16, wrong_codice_fiscale);
}
std::string ItalianTax::shown(std::string_view kept) {
    return kept.size() == 16 ? grouped(kept, {3, 3, 5, 5}) : std::string{kept};
}
std::string ItalianTax::example(std::uint64_t seed) {
    return example_of(seed % 4 == 0 ? "aaaaaannAdannLa" : "aaaaaannAdannna", seed, read);
}

// Partita IVA, D.P.R. 633/1972 art. 35: seven digits, three for the office, Luhn.
Read ItalianVat::read(std::string_view typed) {
    Read compacted = compact(typed);
    auto* text = std::get_if<std::string>(&compacted);
    if (text == nullptr) return compacted;
    if (text->starts_with("IT")) text->erase(0, 2);
    return read_digits(*text, 11, wrong_italian_company);
}
std::string ItalianVat::shown(std::string_view kept) {
    return std::string{kept};
}
std::string ItalianVat::example(std::uint64_t seed) {
    return example_of("nnnnnnn0nnn", seed, read);
}

// Número de identificação fiscal, Decreto-Lei 14/2013: weights 9 to 2, 11 less the rest modulo 11, and 0 for 10 and 11.
Read PortugueseTax::read(std::string_view typed) {
    Read compacted = compact(typed);
    auto* text = std::get_if<std::string>(&compacted);
    if (text == nullptr) return compacted;
    if (text->starts_with("PT")) text->erase(0, 2);
    return read_digits(*text, 9, [](std::string_view digits) -> std::optional<Fault> {
        if (digits[0] == '0') return Fault::form;
        const int sum = weighted_sum(digits, {9, 8, 7, 6, 5, 4, 3, 2});
        if ((11 - sum % 11) % 11 % 10 != digits[8] - '0') return Fault::check_digit;
        return std::nullopt;
    });
}
std::string PortugueseTax::shown(std::string_view kept) {
    return grouped(kept, {3, 3, 3});
}
std::string PortugueseTax::example(std::uint64_t seed) {
    return example_of("nnnnnnnnn", seed, read);
}

}  // namespace guildhall::identifiers
