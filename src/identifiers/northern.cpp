#include "identifiers/internal/check_digits.hpp"
#include "identifiers/internal/example.hpp"
#include "identifiers/internal/kinds.hpp"
#include "identifiers/internal/typed.hpp"

namespace guildhall::identifiers {

// Denmark, Estonia, Finland, Norway, Sweden, Poland.

// CPR-nummer, CPR-kontoret, "Personnummeret i CPR": day of birth and four digits. Since 2007 numbers are given out that
// do not keep the old modulus 11, so it is not asked for.
Read DanishPerson::read(std::string_view typed) {
    return read_digits(typed, 10, [](std::string_view digits) -> std::optional<Fault> {
        if (!is_date_of_some_century(number_at(digits, 4, 2), number_at(digits, 2, 2), number_at(digits, 0, 2)))
            return Fault::date;
        return std::nullopt;
    });
}
std::string DanishPerson::shown(std::string_view kept) {
    return grouped(kept, {6, 4}, "-");
}
std::string DanishPerson::example(std::uint64_t seed) {
    return example_of("dmnnnnnn", seed, read);
}

// CVR-nummer, Erhvervsstyrelsen: weights 2 7 6 5 4 3 2 1, a multiple of 11.
Read DanishCompany::read(std::string_view typed) {
    return read_digits(typed, 8, [](std::string_view digits) -> std::optional<Fault> {
        if (digits[0] == '0') return Fault::form;
        if (weighted_sum(digits, {2, 7, 6, 5, 4, 3, 2, 1}) % 11 != 0) return Fault::check_digit;
        return std::nullopt;
    });
}
std::string DanishCompany::shown(std::string_view kept) {
    return grouped(kept, {2, 2, 2, 2});
}
std::string DanishCompany::example(std::uint64_t seed) {
    return example_of("nnnnnnnn", seed, read);
}

// Isikukood, standard EVS 585: century and sex, day of birth, three digits, and a sum modulo 11; where that is 10, a
// second sum with other weights, and where that is 10 as well, 0.
Read EstonianPerson::read(std::string_view typed) {
    return read_digits(typed, 11, [](std::string_view digits) -> std::optional<Fault> {
        if (digits[0] < '1' || digits[0] > '8') return Fault::form;
        const int century = 1800 + (digits[0] - '1') / 2 * 100;
        if (!is_date(century + number_at(digits, 1, 2), number_at(digits, 3, 2), number_at(digits, 5, 2)))
            return Fault::date;
        int check = weighted_sum(digits, {1, 2, 3, 4, 5, 6, 7, 8, 9, 1}) % 11;
        if (check == 10) check = weighted_sum(digits, {3, 4, 5, 6, 7, 8, 9, 1, 2, 3}) % 11 % 10;
        if (check != digits[10] - '0') return Fault::check_digit;
        return std::nullopt;
    });
}
std::string EstonianPerson::shown(std::string_view kept) {
    return std::string{kept};
}
std::string EstonianPerson::example(std::uint64_t seed) {
    return example_of("nnnmdnnnn", seed, read);
}

// Henkilötunnus, Valtioneuvoston asetus väestötietojärjestelmästä 128/2010 § 2, as changed by 690/2022: day of birth, a
// character for the century (since 2023 also Y X W V U for 1900 and B C D E F for 2000), a number, and the rest of the
// nine digits modulo 31 as a character. Numbers from 900 are given out for a while only, and in tests.
Read FinnishPerson::read(std::string_view typed) {
    Read compacted = compact(typed, " ", "-+");
    const auto* text = std::get_if<std::string>(&compacted);
    if (text == nullptr) return compacted;
    if (text->size() != 11) return Fault::length;
    const char mark = (*text)[6];
    if (!has_form(text->substr(0, 6), "nnnnnn") || !has_form(text->substr(7), "nnnc")) return Fault::form;
    int century = 0;
    if (mark == '+') {
        century = 1800;
    } else if (one_of(mark, "-YXWVU")) {
        century = 1900;
    } else if (one_of(mark, "ABCDEF")) {
        century = 2000;
    } else {
        return Fault::form;
    }
    if (!is_date(century + number_at(*text, 4, 2), number_at(*text, 2, 2), number_at(*text, 0, 2))) return Fault::date;
    const int individual = number_at(*text, 7, 3);
    if (individual < 2) return Fault::form;
    const int rest = (number_at(*text, 0, 6) * 1000 + individual) % 31;
    if ((*text)[10] != std::string_view{"0123456789ABCDEFHJKLMNPRSTUVWXY"}[static_cast<std::size_t>(rest)])
        return Fault::check_digit;
    return compacted;
}
std::string FinnishPerson::shown(std::string_view kept) {
    return std::string{kept};
}
std::string FinnishPerson::example(std::uint64_t seed) {
    static constexpr std::string_view forms[] = {"dmnn-9nnc", "dmnnA9nnc", "dmnnY9nnc", "dmnnB9nnc"};
    return example_of(forms[seed % std::size(forms)], seed, read);
}

// Fødselsnummer and d-nummer, Folkeregisterforskriften § 2-2-1 and Skatteetaten: day of birth (plus 40 for d-nummer),
// three digits, two check digits modulo 11. In the people made up for tests the month is raised by 80 (Skatteetaten)
// or 40 (NAV): accepted, as no real number looks like that. From 2032 numbers are given out whose first sum leaves 0 to
// 3 instead of 0; until then that would only let typing errors through.
Read NorwegianPerson::read(std::string_view typed) {
    return read_digits(typed, 11, [](std::string_view digits) -> std::optional<Fault> {
        const int day = number_at(digits, 0, 2), month = number_at(digits, 2, 2);
        const int raised = month > 80 ? 80 : month > 40 ? 40 : 0;
        if (!is_date_of_some_century(number_at(digits, 4, 2), month - raised, day > 40 ? day - 40 : day))
            return Fault::date;
        if (weighted_sum(digits, {3, 7, 6, 1, 8, 9, 4, 5, 2, 1}) % 11 != 0) return Fault::check_digit;
        if (weighted_sum(digits, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 != 0) return Fault::check_digit;
        return std::nullopt;
    });
}
std::string NorwegianPerson::shown(std::string_view kept) {
    return grouped(kept, {6, 5});
}
std::string NorwegianPerson::example(std::uint64_t seed) {
    static constexpr std::string_view forms[] = {"d81nnnnnnn", "d92nnnnnnn", "4n89nnnnnnn", "d86nnnnnnn"};
    return example_of(forms[seed % std::size(forms)], seed, read);
}

// Organisasjonsnummer, Brønnøysundregistrene: weights 3 2 7 6 5 4 3 2 1, a multiple of 11. "MVA" behind it says that
// the company is registered for VAT; "NO" in front is for foreigners.
Read NorwegianCompany::read(std::string_view typed) {
    Read compacted = compact(typed);
    auto* text = std::get_if<std::string>(&compacted);
    if (text == nullptr) return compacted;
    if (text->ends_with("MVA")) text->resize(text->size() - 3);
    if (text->starts_with("NO")) text->erase(0, 2);
    return read_digits(*text, 9, [](std::string_view digits) -> std::optional<Fault> {
        if (weighted_sum(digits, {3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 != 0) return Fault::check_digit;
        return std::nullopt;
    });
}
std::string NorwegianCompany::shown(std::string_view kept) {
    return grouped(kept, {3, 3, 3});
}
std::string NorwegianCompany::example(std::uint64_t seed) {
    return example_of("9nnnnnnnn", seed, read);
}

// Kontonummer, Bits (Finans Norge): weights 5 4 3 2 7 6 5 4 3 2 1, a multiple of 11.
Read NorwegianAccount::read(std::string_view typed) {
    return read_digits(typed, 11, [](std::string_view digits) -> std::optional<Fault> {
        if (weighted_sum(digits, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 != 0) return Fault::check_digit;
        return std::nullopt;
    });
}
std::string NorwegianAccount::shown(std::string_view kept) {
    return grouped(kept, {4, 2, 5});
}
std::string NorwegianAccount::example(std::uint64_t seed) {
    return example_of("nnnnnnnnnnn", seed, read);
}

// Personnummer and samordningsnummer, Folkbokföringslagen (1991:481) § 18 and Skatteverket SKV 704: day of birth (plus
// 60 in a samordningsnummer), three digits, Luhn. `+` instead of `-` is written from the year in which the person turns
// 100. Kept as it was typed, in ten digits with their sign or in twelve: which century ten digits mean depends on the
// day they were written. Birth numbers 980 to 999 are kept for tests.
Read SwedishPerson::read(std::string_view typed) {
    Read compacted = compact(typed, " ", "-+");
    auto* text = std::get_if<std::string>(&compacted);
    if (text == nullptr) return compacted;
    char mark = '-';
    if (text->size() == 11 || text->size() == 13) {
        mark = (*text)[text->size() - 5];
        if (!one_of(mark, "-+")) return Fault::length;
        text->erase(text->size() - 5, 1);
    }
    if (!all_digits(*text)) return Fault::characters;
    if (text->size() != 10 && text->size() != 12) return Fault::length;
    const std::string ten = text->substr(text->size() - 10);
    const int day = number_at(ten, 4, 2), year = number_at(ten, 0, 2);
    const int day_of_birth = day > 60 ? day - 60 : day;
    if (text->size() == 12) {
        const int century = number_at(*text, 0, 2);
        if (century < 18 || century > 20 || !is_date(century * 100 + year, number_at(ten, 2, 2), day_of_birth))
            return Fault::date;
    } else if (!is_date_of_some_century(year, number_at(ten, 2, 2), day_of_birth)) {
        return Fault::date;
    }
    if (!luhn_holds(ten)) return Fault::check_digit;
    if (text->size() == 10) text->insert(6, 1, mark);
    return compacted;
}
std::string SwedishPerson::shown(std::string_view kept) {
    return kept.size() == 12 ? grouped(kept, {8, 4}, "-") : std::string{kept};
}
std::string SwedishPerson::example(std::uint64_t seed) {
    return example_of(seed % 4 == 0 ? "19nnmd9nnn" : "nnmd-9nnn", seed, read);
}

// Organisationsnummer, Lag (1974:174) and Skatteverket SKV 709: the third digit is 2 or more, so that it is never taken
// for a month; Luhn. Some write 16 in front.
Read SwedishCompany::read(std::string_view typed) {
    Read compacted = compact(typed);
    auto* text = std::get_if<std::string>(&compacted);
    if (text == nullptr) return compacted;
    if (text->size() == 12 && text->starts_with("16")) text->erase(0, 2);
    return read_digits(*text, 10, [](std::string_view digits) -> std::optional<Fault> {
        if (digits[0] == '0' || digits[2] < '2') return Fault::form;
        if (!luhn_holds(digits)) return Fault::check_digit;
        return std::nullopt;
    });
}
std::string SwedishCompany::shown(std::string_view kept) {
    return grouped(kept, {6, 4}, "-");
}
std::string SwedishCompany::example(std::uint64_t seed) {
    return example_of("55nnnnnnnn", seed, read);
}

// PESEL, Ustawa o ewidencji ludności (2010) art. 15–18: day of birth with the century in the month (plus 80 for 1800,
// 20 for 2000, 40 for 2100, 60 for 2200), weights 1 3 7 9 …, a multiple of ten.
Read PolishPerson::read(std::string_view typed) {
    return read_digits(typed, 11, [](std::string_view digits) -> std::optional<Fault> {
        const int month = number_at(digits, 2, 2);
        const int century = month > 80 ? 1800 : 1900 + month / 20 * 100;
        if (!is_date(century + number_at(digits, 0, 2), month % 20, number_at(digits, 4, 2))) return Fault::date;
        if (weighted_sum(digits, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1}) % 10 != 0) return Fault::check_digit;
        return std::nullopt;
    });
}
std::string PolishPerson::shown(std::string_view kept) {
    return std::string{kept};
}
std::string PolishPerson::example(std::uint64_t seed) {
    return example_of("nnmdnnnnn", seed, read);
}

// Numer identyfikacji podatkowej, Ustawa of 13 October 1995 and its decree: the sum with the weights 6 5 7 2 3 4 5 6 7
// modulo 11 is the last digit; 10 is not given out.
Read PolishTax::read(std::string_view typed) {
    Read compacted = compact(typed);
    auto* text = std::get_if<std::string>(&compacted);
    if (text == nullptr) return compacted;
    if (text->starts_with("PL")) text->erase(0, 2);
    return read_digits(*text, 10, [](std::string_view digits) -> std::optional<Fault> {
        if (weighted_sum(digits, {6, 5, 7, 2, 3, 4, 5, 6, 7}) % 11 != digits[9] - '0') return Fault::check_digit;
        return std::nullopt;
    });
}
std::string PolishTax::shown(std::string_view kept) {
    return grouped(kept, {3, 3, 2, 2}, "-");
}
std::string PolishTax::example(std::uint64_t seed) {
    return example_of("nnnnnnnnnn", seed, read);
}

}  // namespace guildhall::identifiers
