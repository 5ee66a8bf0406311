#include <algorithm>

#include "identifiers/internal/check_digits.hpp"
#include "identifiers/internal/example.hpp"
#include "identifiers/internal/kinds.hpp"
#include "identifiers/internal/typed.hpp"

namespace guildhall::identifiers {

// Without a country, or of countries that have one scheme here: bank accounts, companies of the world, India, the USA.

namespace {

struct Account {
    std::string_view country;
    std::string_view structure;  // of the national part, as the registry writes it: `4a6n8n`
};

// SWIFT IBAN Registry (ISO 13616-2), release 99 of December 2024. France's and Britain's territories use FR and GB.
constexpr Account accounts[] = {
    {"AD", "8n12c"},   {"AE", "19n"},    {"AL", "8n16c"},    {"AT", "16n"},      {"AZ", "4a20c"},    {"BA", "16n"},
    {"BE", "12n"},     {"BG", "4a6n8c"}, {"BH", "4a14c"},    {"BI", "23n"},      {"BR", "23n1a1c"},  {"BY", "4c4n16c"},
    {"CH", "5n12c"},   {"CR", "18n"},    {"CY", "8n16c"},    {"CZ", "20n"},      {"DE", "18n"},      {"DJ", "23n"},
    {"DK", "14n"},     {"DO", "4c20n"},  {"EE", "16n"},      {"EG", "25n"},      {"ES", "20n"},      {"FI", "14n"},
    {"FK", "2a12n"},   {"FO", "14n"},    {"FR", "10n11c2n"}, {"GB", "4a14n"},    {"GE", "2a16n"},    {"GI", "4a15c"},
    {"GL", "14n"},     {"GR", "7n16c"},  {"GT", "24c"},      {"HN", "4a20n"},    {"HR", "17n"},      {"HU", "24n"},
    {"IE", "4a14n"},   {"IL", "19n"},    {"IQ", "4a15n"},    {"IS", "22n"},      {"IT", "1a10n12c"}, {"JO", "4a4n18c"},
    {"KW", "4a22c"},   {"KZ", "3n13c"},  {"LB", "4n20c"},    {"LC", "4a24c"},    {"LI", "5n12c"},    {"LT", "16n"},
    {"LU", "3n13c"},   {"LV", "4a13c"},  {"LY", "21n"},      {"MC", "10n11c2n"}, {"MD", "20c"},      {"ME", "18n"},
    {"MK", "3n10c2n"}, {"MN", "16n"},    {"MR", "23n"},      {"MT", "4a5n18c"},  {"MU", "4a19n3a"},  {"NI", "4a20n"},
    {"NL", "4a10n"},   {"NO", "11n"},    {"OM", "3n16c"},    {"PK", "4a16c"},    {"PL", "24n"},      {"PS", "4a21c"},
    {"PT", "21n"},     {"QA", "4a21c"},  {"RO", "4a16c"},    {"RS", "18n"},      {"RU", "14n15c"},   {"SA", "2n18c"},
    {"SC", "4a20n3a"}, {"SD", "14n"},    {"SE", "20n"},      {"SI", "15n"},      {"SK", "20n"},      {"SM", "1a10n12c"},
    {"SO", "19n"},     {"ST", "21n"},    {"SV", "4a20n"},    {"TL", "19n"},      {"TN", "20n"},      {"TR", "6n16c"},
    {"UA", "6n19c"},   {"VA", "18n"},    {"VG", "4a16n"},    {"XK", "16n"},      {"YE", "4a4n18c"},
};
static_assert(std::ranges::is_sorted(accounts, {}, &Account::country));

/// `4a2n` as the pattern `aaaann`.
std::string pattern_of(std::string_view structure) {
    std::string pattern;
    std::size_t count = 0;
    for (const char c : structure) {
        if (is_digit(c)) {
            count = count * 10 + static_cast<std::size_t>(c - '0');
        } else {
            pattern.append(count, c);
            count = 0;
        }
    }
    return pattern;
}

// ISO 3166-1, with XK, which banks use for Kosovo.
constexpr std::string_view countries =
    "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZ"
    "DEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJM"
    "JOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONP"
    "NRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTO"
    "TRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

bool is_country(std::string_view code) {
    for (std::size_t at = 0; at < countries.size(); at += 2)
        if (countries.substr(at, 2) == code) return true;
    return false;
}

// Commission Delegated Regulation (EU) 2015/2446 annex B: the members of the Union, and XI for Northern Ireland.
constexpr std::string_view eori_countries = "ATBEBGCYCZDEDKEEESFIFRGBGRHRHUIEITLTLULVMTNLPLPTROSESISKXI";

std::optional<Fault> wrong_iban(std::string_view text) {
    if (!has_form(text.substr(0, 2), "aa")) return Fault::form;
    const auto* account = std::ranges::lower_bound(accounts, text.substr(0, 2), {}, &Account::country);
    if (account == std::end(accounts) || account->country != text.substr(0, 2)) return Fault::country;
    const std::string pattern = "nn" + pattern_of(account->structure);
    if (text.size() != pattern.size() + 2) return Fault::length;
    if (!has_form(text.substr(2), pattern)) return Fault::form;
    // ISO 7064 makes 02 to 98: 00, 01 and 99 leave the same rest and are never made.
    const int check = number_at(text, 2, 2);
    if (check < 2 || check > 98) return Fault::check_digit;
    if (modulo_97(std::string{text.substr(4)} + std::string{text.substr(0, 4)}) != 1) return Fault::check_digit;
    return std::nullopt;
}

}  // namespace

// ISO 13616-1: country, two check digits, the national part; the check digits by ISO 7064 MOD 97-10. National check
// digits inside are not looked at.
Read Iban::read(std::string_view typed) {
    Read compacted = compact(typed);
    auto* text = std::get_if<std::string>(&compacted);
    if (text == nullptr) return compacted;
    // Printed on paper as `IBAN GB82 …`.
    if (text->starts_with("IBAN")) text->erase(0, 4);
    if (text->size() < 4) return Fault::length;
    if (const auto fault = wrong_iban(*text)) return *fault;
    return compacted;
}
std::string Iban::shown(std::string_view kept) {
    return grouped(kept, {4, 4, 4, 4, 4, 4, 4, 4, 4});
}
std::string Iban::example(std::uint64_t seed) {
    Dice dice(seed);
    const Account& account = accounts[dice.roll(std::size(accounts))];
    return example_of(std::string{account.country} + "nn" + pattern_of(account.structure), seed, read);
}

// ISO 9362:2022: four for the party, the country, two for the place, three for the branch or none.
Read Bic::read(std::string_view typed) {
    return read_form(typed, 8, 11, [](std::string_view text) -> std::optional<Fault> {
        if (text.size() != 8 && text.size() != 11) return Fault::length;
        if (!has_form(text.substr(0, 8), "ccccaacc")) return Fault::form;
        return is_country(text.substr(4, 2)) ? std::nullopt : std::optional{Fault::country};
    });
}
std::string Bic::shown(std::string_view kept) {
    return std::string{kept};
}
std::string Bic::example(std::uint64_t seed) {
    return example_of(seed % 2 == 0 ? "aaaaNOcc" : "aaaaGBccccc", seed, read);
}

// ISO 17442-1: eighteen letters and digits and two check digits by ISO 7064 MOD 97-10.
Read LegalEntity::read(std::string_view typed) {
    return read_form(typed, 20, 20, [](std::string_view text) -> std::optional<Fault> {
        if (!all_digits(text.substr(18))) return Fault::form;
        const int check = number_at(text, 18, 2);
        return check >= 2 && check <= 98 && modulo_97(text) == 1 ? std::nullopt : std::optional{Fault::check_digit};
    });
}
std::string LegalEntity::shown(std::string_view kept) {
    return grouped(kept, {4, 4, 4, 4, 4});
}
std::string LegalEntity::example(std::uint64_t seed) {
    return example_of("ccccccccccccccccccnn", seed, read);
}

// GS1 General Specifications section 7.9.
Read GlobalLocation::read(std::string_view typed) {
    return read_digits(typed, 13, [](std::string_view digits) -> std::optional<Fault> {
        return gs1_holds(digits) ? std::nullopt : std::optional{Fault::check_digit};
    });
}
std::string GlobalLocation::shown(std::string_view kept) {
    return grouped(kept, {1, 6, 6});
}
std::string GlobalLocation::example(std::uint64_t seed) {
    return example_of("nnnnnnnnnnnnn", seed, read);
}

// The form alone: each country makes its own, most from the VAT number. Britain: twelve digits.
Read Eori::read(std::string_view typed) {
    return read_form(typed, 3, 17, [](std::string_view text) -> std::optional<Fault> {
        const auto country = text.substr(0, 2);
        if (!has_form(country, "aa")) return Fault::form;
        bool known = false;
        for (std::size_t at = 0; at < eori_countries.size(); at += 2)
            known = known || eori_countries.substr(at, 2) == country;
        if (!known) return Fault::country;
        if ((country == "GB" || country == "XI") && !has_form(text.substr(2), "nnnnnnnnnnnn")) return Fault::form;
        return std::nullopt;
    });
}
std::string Eori::shown(std::string_view kept) {
    return grouped(kept, {2, 15});
}
std::string Eori::example(std::uint64_t seed) {
    return example_of(seed % 2 == 0 ? "GBnnnnnnnnnnnn" : "DEnnnnnnnnnnnnnnn", seed, read);
}

// UIDAI: twelve digits, the first from 2, the last by Verhoeff.
Read Aadhaar::read(std::string_view typed) {
    return read_digits(typed, 12, [](std::string_view digits) -> std::optional<Fault> {
        if (digits[0] < '2') return Fault::form;
        return verhoeff_holds(digits) ? std::nullopt : std::optional{Fault::check_digit};
    });
}
std::string Aadhaar::shown(std::string_view kept) {
    return grouped(kept, {4, 4, 4});
}
std::string Aadhaar::example(std::uint64_t seed) {
    return example_of("nnnnnnnnnnnn", seed, read);
}

// Social Security Administration, POMS RM 10201.035: areas 000, 666 and from 900, group 00 and serial 0000 are never
// given out. No check digit.
Read AmericanInsurance::read(std::string_view typed) {
    return read_digits(typed, 9, [](std::string_view digits) -> std::optional<Fault> {
        const int area = number_at(digits, 0, 3);
        const bool never =
            area == 0 || area == 666 || area >= 900 || number_at(digits, 3, 2) == 0 || number_at(digits, 5, 4) == 0;
        return never ? std::optional{Fault::form} : std::nullopt;
    });
}
std::string AmericanInsurance::shown(std::string_view kept) {
    return grouped(kept, {3, 2, 4}, "-");
}
std::string AmericanInsurance::example(std::uint64_t seed) {
    return example_of("nnnnnnnnn", seed, read);
}

}  // namespace guildhall::identifiers
