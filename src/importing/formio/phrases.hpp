#pragma once
/// Words that the forms' own runtime puts on the page, and that therefore stand in no form: in the languages that
/// these forms are published in.

#include <string>
#include <string_view>

#include "importing/folder.hpp"

namespace guildhall::importing::formio::phrases {

inline Words words(const char* bokmal, const char* nynorsk, const char* english) {
    return {bokmal, {{"nn", nynorsk}, {"en", english}}};
}

inline Words has_identity_number() {
    return words(
        "Har du norsk fødselsnummer eller d-nummer?", "Har du norsk fødselsnummer eller d-nummer?",
        "Do you have a Norwegian national identity number or d number?"
    );
}
inline Words identity_number() {
    return words(
        "Fødselsnummer eller d-nummer", "Fødselsnummer eller d-nummer", "National identity number or d number"
    );
}
inline Words birth_date() {
    return words("Fødselsdato", "Fødselsdato", "Date of birth");
}
inline Words birth_date_in_past() {
    return words(
        "Fødselsdatoen kan ikke være fram i tid", "Fødselsdatoen kan ikkje vere fram i tid",
        "The date of birth cannot be in the future"
    );
}
inline Words lives_in_norway() {
    return words("Bor du i Norge?", "Bur du i Noreg?", "Do you live in Norway?");
}
inline Words kind_of_address() {
    return words(
        "Er kontaktadressen en vegadresse eller en postboksadresse?",
        "Er kontaktadressa ei vegadresse eller ei postboksadresse?", "Is your address a street address or a PO box?"
    );
}
inline Words street_address() {
    return words("Vegadresse", "Vegadresse", "Street address");
}
inline Words box_address() {
    return words("Postboksadresse", "Postboksadresse", "PO box");
}
inline Words address() {
    return words("Adresse", "Adresse", "Address");
}
inline Words valid_from() {
    return words("Gyldig fra og med", "Gyldig frå og med", "Valid from");
}
inline Words valid_until() {
    return words("Gyldig til og med", "Gyldig til og med", "Valid until");
}
inline Words first_name() {
    return words("Fornavn", "Fornamn", "First name");
}
inline Words surname() {
    return words("Etternavn", "Etternamn", "Surname");
}
inline Words organisation_name() {
    return words("Virksomhetens navn", "Namnet på verksemda", "Name of the organisation");
}
inline Words organisation_number() {
    return words("Organisasjonsnummer", "Organisasjonsnummer", "Organisation number");
}
inline Words attach_now() {
    return words("Jeg legger det ved nå", "Eg legg det ved no", "I attach it now");
}
inline Words send_later() {
    return words("Jeg sender det senere", "Eg sender det seinare", "I will send it later");
}
inline Words sent_before() {
    return words("Jeg har levert det tidligere", "Eg har levert det tidlegare", "I have sent it before");
}
inline Words sent_by_others() {
    return words("Noen andre sender det", "Nokon andre sender det", "Somebody else will send it");
}
inline Words does_not_have() {
    return words("Jeg har det ikke", "Eg har det ikkje", "I do not have it");
}
inline Words nothing_more() {
    return words(
        "Nei, jeg har ikke noe mer å legge ved", "Nei, eg har ikkje meir å leggje ved",
        "No, I have nothing more to attach"
    );
}
inline Words whole_number() {
    return words("Skriv et helt tall", "Skriv eit heilt tal", "Enter a whole number");
}
inline Words digits_only() {
    return words("Skriv bare tall", "Skriv berre tal", "Enter digits only");
}
inline Words wrong_format() {
    return words("Svaret har feil format", "Svaret har feil format", "The answer is not in the right format");
}
inline Words not_norway() {
    return words("Velg et annet land enn Norge", "Vel eit anna land enn Noreg", "Choose a country other than Norway");
}
inline Words form_number(const std::string& number) {
    return {"Skjema " + number, {{"nn", "Skjema " + number}, {"en", "Form " + number}}};
}

/// Words that many of these forms share and that are therefore kept apart from them: in another language, or null.
inline const char* common(std::string_view bokmal, std::string_view language) {
    static constexpr const char* table[][3] = {
        {"Fornavn", "Fornamn", "First name"},
        {"Etternavn", "Etternamn", "Surname"},
        {"Annen dokumentasjon", "Annan dokumentasjon", "Other documentation"},
        {"Vedlegg", "Vedlegg", "Attachments"},
        {"Dine opplysninger", "Opplysningane dine", "Your details"},
        {"Har du noen annen dokumentasjon du ønsker å legge ved?",
         "Har du nokon annan dokumentasjon du ønskjer å leggje ved?", "Do you want to attach any other documentation?"},
        {"Har du annen dokumentasjon du ønsker å legge ved?", "Har du annan dokumentasjon du ønskjer å leggje ved?",
         "Do you want to attach other documentation?"},
        {"Poststed", "Poststad", "Postal town"},
        {"Postnummer", "Postnummer", "Postcode"},
        {"Postkode", "Postkode", "Postcode"},
        {"Utenlandsk postkode", "Utanlandsk postkode", "Foreign postcode"},
        {"Telefonnummer", "Telefonnummer", "Telephone number"},
        {"Veiledning", "Rettleiing", "Guidance"},
        {"Fødselsnummer / D-nummer", "Fødselsnummer / D-nummer", "National identity number / D number"},
        {"Fødselsnummer eller d-nummer", "Fødselsnummer eller d-nummer", "National identity number or d number"},
        {"Vegadresse", "Vegadresse", "Street address"},
        {"Gateadresse", "Gateadresse", "Street address"},
        {"Postboksadresse", "Postboksadresse", "PO box address"},
        {"Postboks", "Postboks", "PO box"},
        {"C/O", "C/O", "C/O"},
        {"Bygning", "Bygning", "Building"},
        {"Vegnavn og husnummer, evt. postboks", "Vegnamn og husnummer, eventuelt postboks",
         "Street and house number, or PO box"},
        {"Vegnavn og husnummer, eller postboks", "Vegnamn og husnummer, eller postboks",
         "Street and house number, or PO box"},
        {"Land", "Land", "Country"},
        {"Velg land", "Vel land", "Choose a country"},
        {"By / stedsnavn", "By / stadnamn", "Town or city"},
        {"Region", "Region", "Region"},
        {"Kontaktadresse", "Kontaktadresse", "Contact address"},
        {"Utenlandsk kontaktadresse", "Utanlandsk kontaktadresse", "Foreign contact address"},
        {"Tilleggsopplysninger", "Tilleggsopplysningar", "Additional information"},
        {"Andre opplysninger", "Andre opplysningar", "Other information"},
        {"Personopplysninger", "Personopplysningar", "Personal information"},
        {"Erklæring", "Erklæring", "Declaration"},
        {"E-post", "E-post", "E-mail"},
        {"Bor du i Norge?", "Bur du i Noreg?", "Do you live in Norway?"},
        {"Fra hvilken dato skal denne adressen brukes (dd.mm.åååå)?",
         "Frå kva dato skal denne adressa brukast (dd.mm.åååå)?",
         "From which date should this address be used (dd.mm.yyyy)?"},
        {"Til hvilken dato skal denne adressen brukes (dd.mm.åååå)?",
         "Til kva dato skal denne adressa brukast (dd.mm.åååå)?",
         "Until which date should this address be used (dd.mm.yyyy)?"},
        {"Er kontaktadressen din en vegadresse eller postboksadresse?",
         "Er kontaktadressa di ei vegadresse eller postboksadresse?",
         "Is your contact address a street address or a PO box?"},
        {"Er kontaktadressen en vegadresse eller postboksadresse?",
         "Er kontaktadressa ei vegadresse eller postboksadresse?",
         "Is the contact address a street address or a PO box?"},
        {"Har du norsk fødselsnummer eller d-nummer?", "Har du norsk fødselsnummer eller d-nummer?",
         "Do you have a Norwegian national identity number or d number?"},
        {"Din fødselsdato (dd.mm.åååå)", "Fødselsdatoen din (dd.mm.åååå)", "Your date of birth (dd.mm.yyyy)"},
        {"Fødselsdato (dd.mm.åååå)", "Fødselsdato (dd.mm.åååå)", "Date of birth (dd.mm.yyyy)"},
        {"Organisasjonsnummer", "Organisasjonsnummer", "Organisation number"},
        {"Statsborgerskap", "Statsborgarskap", "Citizenship"},
        {"Annet", "Anna", "Other"},
        {"Ja", "Ja", "Yes"},
        {"Nei", "Nei", "No"},
        {"Vet ikke", "Veit ikkje", "Do not know"},
        {"Måned", "Månad", "Month"},
        {"År", "År", "Year"},
        {"Separert", "Separert", "Separated"},
        {"Samboer", "Sambuar", "Cohabitant"},
        {"Enke eller enkemann", "Enkje eller enkjemann", "Widow or widower"},
        {"Jeg bekrefter at jeg vil svare så riktig som jeg kan.", "Eg stadfestar at eg vil svare så riktig som eg kan.",
         "I confirm that I will answer as correctly as I can."},
    };
    if (language != "nn" && language != "en") return nullptr;
    for (const auto& row : table)
        if (bokmal == row[0]) return row[language == "nn" ? 1 : 2];
    return nullptr;
}

/// Words with the others behind them, for rules that hold together.
inline Words joined(const Words& first, const Words& second) {
    if (first.empty()) return second;
    if (first.text.find(second.text) != std::string::npos) return first;
    Words both{first.text + ". " + second.text, {}};
    for (const auto& [language, text] : first.translations)
        if (const auto other = second.translations.find(language); other != second.translations.end())
            both.translations[language] = text + ". " + other->second;
    return both;
}

}  // namespace guildhall::importing::formio::phrases
