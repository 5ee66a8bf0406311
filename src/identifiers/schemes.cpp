#include <algorithm>
#include <array>

#include "identifiers/identifiers.hpp"
#include "identifiers/internal/kinds.hpp"

namespace guildhall::identifiers {
namespace {

template <class Kind>
constexpr Scheme scheme(std::string_view name, std::string_view country, std::string_view format_hint) {
    return {name, country, &Kind::read, &Kind::shown, &Kind::example, format_hint, false};
}
/// Of those in which a letter never stands.
template <class Kind>
constexpr Scheme number(std::string_view name, std::string_view country, std::string_view format_hint) {
    return {name, country, &Kind::read, &Kind::shown, &Kind::example, format_hint, true};
}

// By name: find_scheme searches by halves.
constexpr std::array table{
    number<AustrianInsurance>("at-svnr", "AT", "10 digits"),
    number<BelgianNational>("be-rrn", "BE", "11 digits"),
    scheme<Bic>("bic", "", "8 or 11 letters and digits"),
    number<SwissInsurance>("ch-ahv", "CH", "13 digits, beginning with 756"),
    number<GermanTaxIdentity>("de-steuer-id", "DE", "11 digits"),
    scheme<GermanVat>("de-ustid", "DE", "DE and 9 digits"),
    number<DanishPerson>("dk-cpr", "DK", "10 digits, such as 010190-1234"),
    number<DanishCompany>("dk-cvr", "DK", "8 digits"),
    number<EstonianPerson>("ee-isikukood", "EE", "11 digits"),
    scheme<Eori>("eori", "EU", "a country in two letters and up to 15 letters and digits"),
    scheme<SpanishPerson>("es-dni-nie", "ES", "8 digits and a letter, or X, Y or Z, 7 digits and a letter"),
    scheme<SpanishTax>("es-nif", "ES", "9 letters and digits"),
    scheme<FinnishPerson>("fi-hetu", "FI", "11 characters, such as 010190-123A"),
    scheme<FrenchInsurance>("fr-nir", "FR", "15 characters"),
    number<FrenchCompany>("fr-siren", "FR", "9 digits"),
    number<FrenchEstablishment>("fr-siret", "FR", "14 digits"),
    number<GlobalLocation>("gln", "", "13 digits"),
    scheme<Iban>("iban", "", "a country in two letters and up to 31 letters and digits"),
    scheme<IrishPerson>("ie-pps", "IE", "7 digits and 1 or 2 letters"),
    number<Aadhaar>("in-aadhaar", "IN", "12 digits"),
    scheme<ItalianTax>("it-codice-fiscale", "IT", "16 letters and digits, or 11 digits"),
    number<ItalianVat>("it-partita-iva", "IT", "11 digits"),
    scheme<LegalEntity>("lei", "", "20 letters and digits"),
    number<DutchPerson>("nl-bsn", "NL", "9 digits"),
    number<DutchCompany>("nl-kvk", "NL", "8 digits"),
    number<NorwegianAccount>("no-account", "NO", "11 digits"),
    number<NorwegianPerson>("no-fnr", "NO", "11 digits"),
    number<NorwegianCompany>("no-orgnr", "NO", "9 digits"),
    number<PolishTax>("pl-nip", "PL", "10 digits"),
    number<PolishPerson>("pl-pesel", "PL", "11 digits"),
    number<PortugueseTax>("pt-nif", "PT", "9 digits"),
    number<SwedishCompany>("se-orgnr", "SE", "10 digits"),
    scheme<SwedishPerson>("se-personnummer", "SE", "10 or 12 digits, such as 640823-3234"),
    number<BritishAccount>("uk-account", "GB", "6 to 8 digits"),
    scheme<BritishCharity>("uk-charity", "GB", "6 or 7 digits, or SC or NIC and 6 digits"),
    scheme<BritishCompany>("uk-company", "GB", "8 characters, such as 01234567 or SC123456"),
    number<NhsNumber>("uk-nhs", "GB", "10 digits"),
    scheme<NationalInsurance>("uk-nino", "GB", "2 letters, 6 digits and a letter"),
    scheme<BritishPostcode>("uk-postcode", "GB", "a postcode, such as SW1A 2AA"),
    number<SortCode>("uk-sort-code", "GB", "6 digits"),
    number<TaxpayerReference>("uk-utr", "GB", "10 digits"),
    scheme<BritishVat>("uk-vat", "GB", "GB and 9 or 12 digits"),
    number<AmericanInsurance>("us-ssn", "US", "9 digits"),
    scheme<EuropeanVat>("vat-eu", "EU", "a country in two letters and 8 to 12 letters and digits"),
};
static_assert(std::ranges::is_sorted(table, {}, &Scheme::name));

}  // namespace

std::span<const Scheme> schemes() {
    return table;
}

const Scheme* find_scheme(std::string_view name) {
    const auto* found = std::ranges::lower_bound(table, name, {}, &Scheme::name);
    return found != table.end() && found->name == name ? found : nullptr;
}

}  // namespace guildhall::identifiers
