#pragma once
/// The readers behind the schemes: one struct each, so that the table takes all three functions by one name.
/// What each does is said at `Scheme`; the rule and where it is published stand at its `read`.

#include "identifiers/identifiers.hpp"

namespace guildhall::identifiers {

/// at-svnr
struct AustrianInsurance {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// be-rrn
struct BelgianNational {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// bic
struct Bic {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// ch-ahv
struct SwissInsurance {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// de-steuer-id
struct GermanTaxIdentity {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// de-ustid
struct GermanVat {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// dk-cpr
struct DanishPerson {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// dk-cvr
struct DanishCompany {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// ee-isikukood
struct EstonianPerson {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// eori
struct Eori {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// es-dni-nie
struct SpanishPerson {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// es-nif
struct SpanishTax {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// fi-hetu
struct FinnishPerson {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// fr-nir
struct FrenchInsurance {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// fr-siren
struct FrenchCompany {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// fr-siret
struct FrenchEstablishment {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// gln
struct GlobalLocation {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// iban
struct Iban {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// ie-pps
struct IrishPerson {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// in-aadhaar
struct Aadhaar {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// it-codice-fiscale
struct ItalianTax {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// it-partita-iva
struct ItalianVat {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// lei
struct LegalEntity {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// nl-bsn
struct DutchPerson {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// nl-kvk
struct DutchCompany {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// no-account
struct NorwegianAccount {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// no-fnr
struct NorwegianPerson {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// no-orgnr
struct NorwegianCompany {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// pl-nip
struct PolishTax {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// pl-pesel
struct PolishPerson {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// pt-nif
struct PortugueseTax {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// se-orgnr
struct SwedishCompany {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// se-personnummer
struct SwedishPerson {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// uk-account
struct BritishAccount {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// uk-charity
struct BritishCharity {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// uk-company
struct BritishCompany {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// uk-nhs
struct NhsNumber {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// uk-nino
struct NationalInsurance {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// uk-postcode
struct BritishPostcode {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// uk-sort-code
struct SortCode {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// uk-utr
struct TaxpayerReference {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// uk-vat
struct BritishVat {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// us-ssn
struct AmericanInsurance {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

/// vat-eu
struct EuropeanVat {
    static Read read(std::string_view typed);
    static std::string shown(std::string_view kept);
    static std::string example(std::uint64_t seed);
};

}  // namespace guildhall::identifiers
