#include <algorithm>

#include "identifiers/internal/check_digits.hpp"
#include "identifiers/internal/example.hpp"
#include "identifiers/internal/kinds.hpp"
#include "identifiers/internal/typed.hpp"

namespace guildhall::identifiers {

namespace {

// Companies House, "Company number prefixes"; those of societies (IP, NP, RS, SP) may end in letters.
constexpr std::string_view company_prefixes[] = {
    "AC", "BR", "CE", "CS", "EN", "ES", "FC", "FE", "GE", "GN", "GS", "IC", "IP", "LP",
    "NA", "NC", "NF", "NI", "NL", "NO", "NP", "NR", "NV", "NZ", "OC", "OE", "PC", "RC",
    "RS", "SA", "SC", "SE", "SF", "SG", "SI", "SL", "SO", "SP", "SR", "SZ", "ZC",
};

// Codes of overseas territories that do not have the usual form: all with 1ZZ.
constexpr std::string_view territories[] = {"ASCN", "BBND", "BIQQ", "FIQQ", "PCRN", "SIQQ", "STHL", "TDCU", "TKCA"};

// BS 7666 (as in the government's data standards, PostCodeType): six forms, with letters that do not occur in places.
bool is_outward_code(std::string_view code) {
    const auto letters = [&](std::size_t at, std::string_view never) { return !one_of(code[at], never); };
    if (!letters(0, "QVX")) return false;
    if (has_form(code, "an") || has_form(code, "ann")) return true;
    if (has_form(code, "ana")) return one_of(code[2], "ABCDEFGHJKPSTUW");
    if (code.size() < 2 || !letters(1, "IJZ")) return false;
    if (has_form(code, "aan") || has_form(code, "aann")) return true;
    return has_form(code, "aana") && one_of(code[3], "ABEHMNPRVWXY");
}

// HMRC: the weighted sum of the first seven digits and the two last, a multiple of 97; since 2010 also with 55 added,
// for numbers from 100 000 000. GD and HA stand for departments (below 500) and health authorities (from 500).
std::optional<Fault> wrong_vat(std::string_view text) {
    if (text.size() == 5) {
        if (!all_digits(text.substr(2))) return Fault::characters;
        const bool department = text.starts_with("GD") && number_at(text, 2, 3) < 500;
        const bool authority = text.starts_with("HA") && number_at(text, 2, 3) >= 500;
        return department || authority ? std::nullopt : std::optional{Fault::form};
    }
    if (text.size() != 9 && text.size() != 12) return Fault::length;
    if (!all_digits(text)) return Fault::characters;
    if (number_at(text, 0, 7) == 0) return Fault::form;
    const int rest = (weighted_sum(text, {8, 7, 6, 5, 4, 3, 2}) + number_at(text, 7, 2)) % 97;
    if (rest == 0 || (number_at(text, 0, 3) >= 100 && rest == 97 - 55)) return std::nullopt;
    return Fault::check_digit;
}

}  // namespace

// HMRC National Insurance Manual NIM39110: prefixes that are never used, and a suffix from A to D.
Read NationalInsurance::read(std::string_view typed) {
    return read_form(typed, 9, 9, [](std::string_view text) -> std::optional<Fault> {
        if (!has_form(text, "aannnnnna")) return Fault::form;
        const auto prefix = text.substr(0, 2);
        static constexpr std::string_view never[] = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};
        if (one_of(text[0], "DFIQUV") || one_of(text[1], "DFIOQUV") || std::ranges::count(never, prefix) != 0)
            return Fault::form;
        return one_of(text[8], "ABCD") ? std::nullopt : std::optional{Fault::form};
    });
}
std::string NationalInsurance::shown(std::string_view kept) {
    return grouped(kept, {2, 2, 2, 2, 1});
}
std::string NationalInsurance::example(std::uint64_t seed) {
    return example_of("aannnnnnA", seed, read);
}

// HMRC, Unique Taxpayer Reference: the first digit is 11 less the sum of the others with the weights 6 7 8 9 10 5 4 3 2
// modulo 11; what comes out above 9 is made smaller by 9. Some letters print a K behind it.
Read TaxpayerReference::read(std::string_view typed) {
    Read compacted = compact(typed);
    auto* text = std::get_if<std::string>(&compacted);
    if (text == nullptr) return compacted;
    if (text->size() == 11 && text->ends_with('K')) text->pop_back();
    return read_digits(*text, 10, [](std::string_view digits) -> std::optional<Fault> {
        int check = 11 - weighted_sum(digits, {0, 6, 7, 8, 9, 10, 5, 4, 3, 2}) % 11;
        if (check > 9) check -= 9;
        return check == digits[0] - '0' ? std::nullopt : std::optional{Fault::check_digit};
    });
}
std::string TaxpayerReference::shown(std::string_view kept) {
    return grouped(kept, {5, 5});
}
std::string TaxpayerReference::example(std::uint64_t seed) {
    return example_of("nnnnnnnnnn", seed, read);
}

// NHS Data Dictionary, NHS NUMBER: weights 10 to 2, 11 less the rest modulo 11. Numbers that begin with 999 are kept
// for tests.
Read NhsNumber::read(std::string_view typed) {
    return read_digits(typed, 10, [](std::string_view digits) -> std::optional<Fault> {
        if (weighted_sum(digits, {10, 9, 8, 7, 6, 5, 4, 3, 2, 1}) % 11 != 0) return Fault::check_digit;
        return std::nullopt;
    });
}
std::string NhsNumber::shown(std::string_view kept) {
    return grouped(kept, {3, 3, 4});
}
std::string NhsNumber::example(std::uint64_t seed) {
    return example_of("999nnnnnnn", seed, read);
}

// Pay.UK: six digits. Which of them are given out, and with which modulus their accounts are checked, stands in tables
// (Vocalink "Validating account numbers") that are not part of this program: only the form is read.
Read SortCode::read(std::string_view typed) {
    return read_digits(typed, 6, no_rule);
}
std::string SortCode::shown(std::string_view kept) {
    return grouped(kept, {2, 2, 2}, "-");
}
std::string SortCode::example(std::uint64_t seed) {
    return example_of("nnnnnn", seed, read);
}

// Eight digits; shorter ones have lost their zeros in front (Pay.UK, the same document). No modulus, see above.
Read BritishAccount::read(std::string_view typed) {
    Read compacted = compact(typed);
    auto* text = std::get_if<std::string>(&compacted);
    if (text == nullptr) return compacted;
    if (text->size() == 6 || text->size() == 7) text->insert(0, 8 - text->size(), '0');
    return read_digits(*text, 8, no_rule);
}
std::string BritishAccount::shown(std::string_view kept) {
    return std::string{kept};
}
std::string BritishAccount::example(std::uint64_t seed) {
    return example_of("nnnnnnnn", seed, read);
}

// Companies Act 2006 s. 1066 and Companies House: eight digits, or a prefix and six; people leave zeros out.
Read BritishCompany::read(std::string_view typed) {
    Read compacted = compact(typed);
    auto* text = std::get_if<std::string>(&compacted);
    if (text == nullptr) return compacted;
    if (text->size() < 3 || text->size() > 8) return Fault::length;
    if (all_digits(*text)) {
        text->insert(0, 8 - text->size(), '0');
        return text->find_first_not_of('0') == std::string::npos ? Read{Fault::form} : compacted;
    }
    if (has_form(*text, "Rnnnnnnn")) return compacted;  // Northern Ireland before 1921
    const std::string_view prefix = std::string_view{*text}.substr(0, 2), number = std::string_view{*text}.substr(2);
    if (std::ranges::count(company_prefixes, prefix) == 0) return Fault::form;
    if (all_digits(number)) {
        text->insert(2, 8 - text->size(), '0');
        return compacted;
    }
    const bool society = prefix == "IP" || prefix == "NP" || prefix == "RS" || prefix == "SP";
    if (society && (has_form(number, "nnnnna") || has_form(number, "nnnnaa"))) return compacted;
    return Fault::form;
}
std::string BritishCompany::shown(std::string_view kept) {
    return std::string{kept};
}
std::string BritishCompany::example(std::uint64_t seed) {
    static constexpr std::string_view forms[] = {"nnnnnnnn", "SCnnnnnn", "NInnnnnn", "OCnnnnnn", "IPnnnnna"};
    return example_of(forms[seed % std::size(forms)], seed, read);
}

// Charity Commission (six or seven digits), OSCR (SC and six), Charity Commission for Northern Ireland (NIC and six):
// none has a check digit.
Read BritishCharity::read(std::string_view typed) {
    return read_form(typed, 6, 9, [](std::string_view text) -> std::optional<Fault> {
        if (has_form(text, "SCnnnnnn") || has_form(text, "NICnnnnnn")) return std::nullopt;
        if (!has_form(text, "nnnnnn") && !has_form(text, "nnnnnnn")) return Fault::form;
        return text[0] == '0' ? std::optional{Fault::form} : std::nullopt;
    });
}
std::string BritishCharity::shown(std::string_view kept) {
    return std::string{kept};
}
std::string BritishCharity::example(std::uint64_t seed) {
    static constexpr std::string_view forms[] = {"nnnnnnn", "nnnnnn", "SCnnnnnn", "NICnnnnnn"};
    return example_of(forms[seed % std::size(forms)], seed, read);
}

Read BritishVat::read(std::string_view typed) {
    Read compacted = compact(typed);
    auto* text = std::get_if<std::string>(&compacted);
    if (text == nullptr) return compacted;
    const std::string country = text->starts_with("XI") ? "XI" : "GB";
    if (text->starts_with(country)) text->erase(0, 2);
    if (const auto fault = wrong_vat(*text)) return *fault;
    return country + *text;
}
std::string BritishVat::shown(std::string_view kept) {
    return kept.size() == 7 ? grouped(kept, {2, 5}) : grouped(kept, {2, 3, 4, 2, 3});
}
std::string BritishVat::example(std::uint64_t seed) {
    static constexpr std::string_view forms[] = {"GBnnnnnnnnn", "XInnnnnnnnn", "GBnnnnnnnnnnnn", "GBGDnnn"};
    return example_of(forms[seed % std::size(forms)], seed, read);
}

// Kept with the space, as it is written: `SW1A 2AA`.
Read BritishPostcode::read(std::string_view typed) {
    Read compacted = compact(typed);
    auto* text = std::get_if<std::string>(&compacted);
    if (text == nullptr) return compacted;
    if (text->size() < 5 || text->size() > 7) return Fault::length;
    const std::string outward = text->substr(0, text->size() - 3), inward = text->substr(text->size() - 3);
    const bool territory = inward == "1ZZ" && std::ranges::count(territories, outward) != 0;
    const bool girobank = *text == "GIR0AA";
    const bool usual = is_outward_code(outward) && has_form(inward, "naa") && !one_of(inward[1], "CIKMOV") &&
                       !one_of(inward[2], "CIKMOV");
    if (!territory && !girobank && !usual) return Fault::form;
    text->insert(outward.size(), " ");
    return compacted;
}
std::string BritishPostcode::shown(std::string_view kept) {
    return std::string{kept};
}
std::string BritishPostcode::example(std::uint64_t seed) {
    static constexpr std::string_view forms[] = {"an naa", "ann naa", "aan naa", "aann naa", "ana naa", "aana naa"};
    return example_of(forms[seed % std::size(forms)], seed, read);
}

}  // namespace guildhall::identifiers
