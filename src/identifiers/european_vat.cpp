#include <algorithm>

#include "identifiers/internal/check_digits.hpp"
#include "identifiers/internal/example.hpp"
#include "identifiers/internal/kinds.hpp"
#include "identifiers/internal/typed.hpp"

namespace guildhall::identifiers {

// VAT identification numbers (Directive 2006/112/EC art. 214 and 215). The forms are those of VIES; the check digits as
// the member states publish them. For people in Bulgaria, Czechia and Latvia, and for French keys with letters, the
// form alone is read.

namespace {

std::optional<Fault> when_wrong(bool right) {
    return right ? std::nullopt : std::optional{Fault::check_digit};
}
int last_digit(std::string_view digits) {
    return digits.back() - '0';
}

std::optional<Fault> of_scheme(const Read& read) {
    const auto* fault = std::get_if<Fault>(&read);
    return fault == nullptr ? std::nullopt : std::optional{*fault};
}

std::optional<Fault> austria(std::string_view text) {
    int sum = 4;
    for (std::size_t at = 1; at <= 7; ++at) {
        const int digit = text[at] - '0';
        sum += at % 2 == 1 ? digit : digit * 2 / 10 + digit * 2 % 10;
    }
    return when_wrong((10 - sum % 10) % 10 == last_digit(text));
}
std::optional<Fault> belgium(std::string_view text) {
    if (text[0] > '1') return Fault::form;
    return when_wrong(97 - number_at(text, 0, 8) % 97 == number_at(text, 8, 2));
}
std::optional<Fault> bulgaria(std::string_view text) {
    int check = weighted_sum(text, {1, 2, 3, 4, 5, 6, 7, 8}) % 11;
    if (check == 10) check = weighted_sum(text, {3, 4, 5, 6, 7, 8, 9, 10}) % 11 % 10;
    return when_wrong(check == last_digit(text));
}
std::optional<Fault> croatia(std::string_view text) {
    return when_wrong(modulo_11_10_holds(text));
}
std::optional<Fault> cyprus(std::string_view text) {
    static constexpr int at_odd_places[] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
    int sum = 0;
    for (std::size_t at = 0; at < 8; ++at) sum += at % 2 == 0 ? at_odd_places[text[at] - '0'] : text[at] - '0';
    return when_wrong(sum % 26 == text[8] - 'A');
}
std::optional<Fault> czechia(std::string_view text) {
    if (text[0] == '9') return Fault::form;
    return when_wrong((11 - weighted_sum(text, {8, 7, 6, 5, 4, 3, 2}) % 11) % 10 == last_digit(text));
}
std::optional<Fault> denmark(std::string_view text) {
    return of_scheme(DanishCompany::read(text));
}
std::optional<Fault> estonia(std::string_view text) {
    return when_wrong((10 - weighted_sum(text, {3, 7, 1, 3, 7, 1, 3, 7}) % 10) % 10 == last_digit(text));
}
std::optional<Fault> finland(std::string_view text) {
    return when_wrong(weighted_sum(text, {7, 9, 10, 5, 8, 4, 2, 1}) % 11 == 0);
}
std::optional<Fault> france(std::string_view text) {
    if (one_of(text[0], "IO") || one_of(text[1], "IO")) return Fault::form;
    const auto siren = text.substr(2);
    // Monaco's numbers begin with 000 and are no SIREN.
    if (!siren.starts_with("000") && !luhn_holds(siren)) return Fault::check_digit;
    if (!all_digits(text.substr(0, 2))) return std::nullopt;
    return when_wrong((12 + 3 * modulo_97(siren)) % 97 == number_at(text, 0, 2));
}
std::optional<Fault> germany(std::string_view text) {
    return of_scheme(GermanVat::read(text));
}
std::optional<Fault> greece(std::string_view text) {
    return when_wrong(weighted_sum(text, {256, 128, 64, 32, 16, 8, 4, 2}) % 11 % 10 == last_digit(text));
}
std::optional<Fault> hungary(std::string_view text) {
    return when_wrong(weighted_sum(text, {9, 7, 3, 1, 9, 7, 3, 1}) % 10 == 0);
}
std::optional<Fault> ireland(std::string_view text) {
    return of_scheme(IrishPerson::read(text));
}
std::optional<Fault> italy(std::string_view text) {
    return of_scheme(ItalianVat::read(text));
}
std::optional<Fault> latvia(std::string_view text) {
    if (text[0] <= '3') return std::nullopt;
    return when_wrong(weighted_sum(text, {9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1}) % 11 == 3);
}
std::optional<Fault> lithuania(std::string_view text) {
    if (text[text.size() - 2] != '1') return Fault::form;
    int first = 0, second = 0;
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
        first += (text[at] - '0') * static_cast<int>(1 + at % 9);
        second += (text[at] - '0') * static_cast<int>(1 + (at + 2) % 9);
    }
    return when_wrong((first % 11 == 10 ? second % 11 % 10 : first % 11) == last_digit(text));
}
std::optional<Fault> luxembourg(std::string_view text) {
    return when_wrong(number_at(text, 0, 6) % 89 == number_at(text, 6, 2));
}
std::optional<Fault> malta(std::string_view text) {
    return when_wrong(37 - weighted_sum(text, {3, 4, 6, 7, 8, 9}) % 37 == number_at(text, 6, 2));
}
// Before 2020 the number of the company or person; since then, for people, ISO 7064 MOD 97-10 over all of it.
std::optional<Fault> netherlands(std::string_view text) {
    if (weighted_sum(text, {9, 8, 7, 6, 5, 4, 3, 2, -1}) % 11 == 0) return std::nullopt;
    return when_wrong(modulo_97("NL" + std::string{text}) == 1);
}
std::optional<Fault> poland(std::string_view text) {
    return of_scheme(PolishTax::read(text));
}
std::optional<Fault> portugal(std::string_view text) {
    return of_scheme(PortugueseTax::read(text));
}
std::optional<Fault> romania(std::string_view text) {
    const std::string padded = std::string(10 - text.size(), '0') + std::string{text};
    return when_wrong(weighted_sum(padded, {7, 5, 3, 2, 1, 7, 5, 3, 2}) * 10 % 11 % 10 == last_digit(text));
}
std::optional<Fault> slovakia(std::string_view text) {
    int rest = 0;
    for (const char c : text) rest = (rest * 10 + (c - '0')) % 11;
    return when_wrong(rest == 0);
}
std::optional<Fault> slovenia(std::string_view text) {
    const int check = 11 - weighted_sum(text, {8, 7, 6, 5, 4, 3, 2}) % 11;
    return when_wrong(check != 11 && check % 10 == last_digit(text));
}
std::optional<Fault> spain(std::string_view text) {
    return of_scheme(SpanishTax::read(text));
}
std::optional<Fault> sweden(std::string_view text) {
    return when_wrong(luhn_holds(text.substr(0, 10)));
}
std::optional<Fault> northern_ireland(std::string_view text) {
    return of_scheme(BritishVat::read(text));
}

struct Form {
    std::string_view country;
    std::string_view pattern;
    Rule wrong;
};

constexpr Form forms[] = {
    {"AT", "Unnnnnnnn", austria},
    {"BE", "nnnnnnnnnn", belgium},
    {"BG", "nnnnnnnnn", bulgaria},
    {"BG", "nnnnnnnnnn", no_rule},
    {"CY", "nnnnnnnna", cyprus},
    {"CZ", "nnnnnnnn", czechia},
    {"CZ", "nnnnnnnnn", no_rule},
    {"CZ", "nnnnnnnnnn", no_rule},
    {"DE", "nnnnnnnnn", germany},
    {"DK", "nnnnnnnn", denmark},
    {"EE", "nnnnnnnnn", estonia},
    {"EL", "nnnnnnnnn", greece},
    {"ES", "cnnnnnnnc", spain},
    {"FI", "nnnnnnnn", finland},
    {"FR", "ccnnnnnnnnn", france},
    {"HR", "nnnnnnnnnnn", croatia},
    {"HU", "nnnnnnnn", hungary},
    {"IE", "nnnnnnna", ireland},
    {"IE", "nnnnnnnaa", ireland},
    {"IT", "nnnnnnnnnnn", italy},
    {"LT", "nnnnnnnnn", lithuania},
    {"LT", "nnnnnnnnnnnn", lithuania},
    {"LU", "nnnnnnnn", luxembourg},
    {"LV", "nnnnnnnnnnn", latvia},
    {"MT", "nnnnnnnn", malta},
    {"NL", "nnnnnnnnnBnn", netherlands},
    {"PL", "nnnnnnnnnn", poland},
    {"PT", "nnnnnnnnn", portugal},
    {"RO", "nnnnnnnnnn", romania},
    {"RO", "nnnnnnnnn", romania},
    {"RO", "nnnnnnnn", romania},
    {"RO", "nnnnnnn", romania},
    {"RO", "nnnnnn", romania},
    {"SE", "nnnnnnnnnn01", sweden},
    {"SI", "nnnnnnnn", slovenia},
    {"SK", "nnnnnnnnnn", slovakia},
    {"XI", "nnnnnnnnn", northern_ireland},
    {"XI", "nnnnnnnnnnnn", northern_ireland},
};

}  // namespace

Read EuropeanVat::read(std::string_view typed) {
    Read compacted = compact(typed);
    auto* text = std::get_if<std::string>(&compacted);
    if (text == nullptr) return compacted;
    if (text->size() < 2 || !has_form(text->substr(0, 2), "aa")) return Fault::form;
    // Greece writes EL here, and people the code of the country.
    if (text->starts_with("GR")) text->replace(0, 2, "EL");
    const std::string number = text->substr(2);
    if (!number.empty() && number.find_first_not_of('0') == std::string::npos) return Fault::form;
    Fault fault = Fault::country;
    for (const Form& form : forms) {
        if (!text->starts_with(form.country)) continue;
        if (number.size() != form.pattern.size()) {
            if (fault == Fault::country) fault = Fault::length;
            continue;
        }
        if (!has_form(number, form.pattern)) {
            fault = Fault::form;
            continue;
        }
        const auto wrong = form.wrong(number);
        if (!wrong) return compacted;
        fault = *wrong;
    }
    return fault;
}
std::string EuropeanVat::shown(std::string_view kept) {
    return grouped(kept, {2, 12});
}
std::string EuropeanVat::example(std::uint64_t seed) {
    Dice dice(seed);
    const Form& form = forms[dice.roll(std::size(forms))];
    return example_of(std::string{form.country} + std::string{form.pattern}, seed, read);
}

}  // namespace guildhall::identifiers
