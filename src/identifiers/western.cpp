#include "identifiers/internal/check_digits.hpp"
#include "identifiers/internal/example.hpp"
#include "identifiers/internal/kinds.hpp"
#include "identifiers/internal/typed.hpp"

namespace guildhall::identifiers {

// Belgium, the Netherlands, France, Ireland.

// Rijksregisternummer / Numéro de registre national, Royal Decree of 3 April 1984: 97 less the rest of the nine digits
// modulo 97, with a 2 in front of them for people born since 2000. Month and day may be 00 where they are not known or
// where numbers ran out; the month is raised by 20 or 40 in BIS numbers.
Read BelgianNational::read(std::string_view typed) {
    return read_digits(typed, 11, [](std::string_view digits) -> std::optional<Fault> {
        const int month = number_at(digits, 2, 2), day = number_at(digits, 4, 2);
        if (month > 52 || month % 20 > 12 || day > 31) return Fault::date;
        if (month % 20 != 0 && day != 0 && !is_date_of_some_century(number_at(digits, 0, 2), month % 20, day))
            return Fault::date;
        const int check = number_at(digits, 9, 2), before = modulo_97(digits.substr(0, 9));
        const int since = modulo_97("2" + std::string{digits.substr(0, 9)});
        if (check != 97 - before && check != 97 - since) return Fault::check_digit;
        return std::nullopt;
    });
}
std::string BelgianNational::shown(std::string_view kept) {
    return grouped(kept.substr(0, 6), {2, 2, 2}, ".") + "-" + grouped(kept.substr(6), {3, 2}, ".");
}
std::string BelgianNational::example(std::uint64_t seed) {
    return example_of("nnmdnnnnn", seed, read);
}

// Burgerservicenummer, Wet algemene bepalingen burgerservicenummer: the
// "eleven test" with the weights 9 to 2 and -1. Numbers of eight digits have lost a zero in front.
Read DutchPerson::read(std::string_view typed) {
    Read compacted = compact(typed);
    if (auto* text = std::get_if<std::string>(&compacted)) {
        if (text->size() == 8) text->insert(0, "0");
        return read_digits(*text, 9, [](std::string_view digits) -> std::optional<Fault> {
            if (weighted_sum(digits, {9, 8, 7, 6, 5, 4, 3, 2, -1}) % 11 != 0) return Fault::check_digit;
            return std::nullopt;
        });
    }
    return compacted;
}
std::string DutchPerson::shown(std::string_view kept) {
    return grouped(kept, {4, 2, 3});
}
std::string DutchPerson::example(std::uint64_t seed) {
    return example_of("nnnnnnnnn", seed, read);
}

// KvK-nummer, Handelsregisterbesluit 2008: eight digits without a check digit.
Read DutchCompany::read(std::string_view typed) {
    return read_digits(typed, 8, no_rule);
}
std::string DutchCompany::shown(std::string_view kept) {
    return std::string{kept};
}
std::string DutchCompany::example(std::uint64_t seed) {
    return example_of("nnnnnnnn", seed, read);
}

// Numéro d'inscription au répertoire, INSEE (Décret n° 82-103): sex, year, month, place of birth, order, and a key of
// 97 less the rest modulo 97. For the key Corsica's 2A counts as 19, its 2B as 18. Months 20 to 42 and 50 to 99 stand
// for births whose month is not known.
Read FrenchInsurance::read(std::string_view typed) {
    return read_form(typed, 15, 15, [](std::string_view text) -> std::optional<Fault> {
        std::string digits{text};
        if (text.substr(5, 2) == "2A") digits.replace(5, 2, "19");
        if (text.substr(5, 2) == "2B") digits.replace(5, 2, "18");
        if (!all_digits(digits)) return Fault::characters;
        if (!one_of(digits[0], "123478")) return Fault::form;
        const int month = number_at(digits, 3, 2);
        if (month == 0 || (month > 12 && month < 20) || (month > 42 && month < 50)) return Fault::date;
        if (97 - modulo_97(std::string_view{digits}.substr(0, 13)) != number_at(digits, 13, 2))
            return Fault::check_digit;
        return std::nullopt;
    });
}
std::string FrenchInsurance::shown(std::string_view kept) {
    return grouped(kept, {1, 2, 2, 2, 3, 3, 2});
}
std::string FrenchInsurance::example(std::uint64_t seed) {
    return example_of(seed % 8 == 0 ? "2nnm2Annnnnnnn" : "1nnmnnnnnnnnnn", seed, read);
}

// SIREN, art. R123-220 of the Code de commerce, INSEE: nine digits, Luhn.
Read FrenchCompany::read(std::string_view typed) {
    return read_digits(typed, 9, [](std::string_view digits) -> std::optional<Fault> {
        if (!luhn_holds(digits)) return Fault::check_digit;
        return std::nullopt;
    });
}
std::string FrenchCompany::shown(std::string_view kept) {
    return grouped(kept, {3, 3, 3});
}
std::string FrenchCompany::example(std::uint64_t seed) {
    return example_of("nnnnnnnnn", seed, read);
}

// SIRET, the same article: SIREN, five digits for the establishment, Luhn over all fourteen. La Poste (SIREN 356 000
// 000) has too many establishments for that: there INSEE asks that the sum of the digits be a multiple of five.
Read FrenchEstablishment::read(std::string_view typed) {
    return read_digits(typed, 14, [](std::string_view digits) -> std::optional<Fault> {
        if (!luhn_holds(digits.substr(0, 9))) return Fault::check_digit;
        if (luhn_holds(digits)) return std::nullopt;
        int sum = 0;
        for (const char digit : digits) sum += digit - '0';
        if (digits.starts_with("356000000") && sum % 5 == 0) return std::nullopt;
        return Fault::check_digit;
    });
}
std::string FrenchEstablishment::shown(std::string_view kept) {
    return grouped(kept, {3, 3, 3, 5});
}
std::string FrenchEstablishment::example(std::uint64_t seed) {
    return example_of("nnnnnnnnnnnnnn", seed, read);
}

// Personal Public Service number, Department of Social Protection: seven digits with the weights 8 to 2, modulo 23 as a
// letter (W for 0). The second letter counts nine times its place in the alphabet since 2013 (A, B, H); before, W, T
// and X stood there and did not count.
Read IrishPerson::read(std::string_view typed) {
    return read_form(typed, 8, 9, [](std::string_view text) -> std::optional<Fault> {
        if (!has_form(text.substr(0, 8), "nnnnnnna")) return Fault::form;
        int sum = weighted_sum(text, {8, 7, 6, 5, 4, 3, 2});
        if (text.size() == 9) {
            if (one_of(text[8], "ABH")) {
                sum += 9 * (text[8] - 'A' + 1);
            } else if (!one_of(text[8], "WTX")) {
                return Fault::form;
            }
        }
        if (text[7] != std::string_view{"WABCDEFGHIJKLMNOPQRSTUV"}[static_cast<std::size_t>(sum % 23)])
            return Fault::check_digit;
        return std::nullopt;
    });
}
std::string IrishPerson::shown(std::string_view kept) {
    return std::string{kept};
}
std::string IrishPerson::example(std::uint64_t seed) {
    return example_of(seed % 2 == 0 ? "nnnnnnna" : "nnnnnnnaA", seed, read);
}

}  // namespace guildhall::identifiers
