#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/yaml.hpp"
#include "importing/importing.hpp"

namespace guildhall::importing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const char* const form = R"json({
  "title": "Søknad om båt", "path": "nav990101", "skjemanummer": "NAV 99-01.01", "publishedLanguages": ["nb", "en"],
  "components": [
    {"type": "panel", "key": "omDeg", "title": "Om deg", "components": [
      {"type": "radiopanel", "key": "harDuBat", "label": "Har du båt?", "input": true, "validate": {"required": true},
       "values": [{"value": "ja", "label": "Ja"}, {"value": "nei", "label": "Nei"}]},
      {"type": "container", "key": "baten", "conditional": {"show": true, "when": "harDuBat", "eq": "ja"}, "components": [
        {"type": "textfield", "key": "navn", "label": "Navnet på <b>båten</b>", "input": true, "validate": {"required": true, "maxLength": 40}},
        {"type": "number", "key": "lengde", "label": "Lengde", "input": true, "validate": {"min": 1, "max": 30}, "customConditional": "show = row.navn !== 'x' && !(data.alder > 5)"}
      ]},
      {"type": "datagrid", "key": "datagrid", "label": "Motorer", "addAnother": "Legg til ny motor", "components": [
        {"type": "navSkjemagruppe", "key": "gruppe", "legend": "Motoren", "components": [
          {"type": "selectboxes", "key": "drivstoff", "label": "Drivstoff", "values": [{"value": "diesel", "label": "Diesel"}, {"value": "strøm", "label": "Strøm"}], "validate": {"required": true}},
          {"type": "textfield", "key": "navn", "label": "Merke", "conditional": {"show": true, "when": "datagrid.drivstoff", "eq": "strøm"}}]}]},
      {"type": "number", "key": "alder", "label": "Alder", "validate": {}}
    ]},
    {"type": "panel", "key": "vedlegg", "title": "Vedlegg", "customConditional": "show = _.some(data.datagrid, (rad) => rad.drivstoff.diesel === true)", "components": [
      {"type": "attachment", "key": "kvittering", "label": "Kvittering", "validate": {"required": true}, "attachmentValues": {"leggerVedNaa": {"enabled": true}, "ettersender": {"enabled": true}}},
      {"type": "navCheckbox", "key": "sant", "label": "Alt er sant", "validate": {"required": true}},
      {"type": "hologram", "key": "bilde", "label": "Hologram"},
      {"type": "alertstripe", "key": "a", "content": "Se <a href=\"https://example.org\">siden</a>.", "customConditional": "show = hvaSomHelst()"}
    ]}
  ]})json";

TEST(Formio, AFormBecomesAFolder) {
    const auto imported = import_formio(form, "nav990101.json", R"({"en": {"Har du båt?": "Do you have a boat?"}})");
    ASSERT_TRUE(imported) << imported.error().message.text;
    EXPECT_EQ(imported->id, "nav990101");
    EXPECT_EQ(imported->files.at("service.yaml"), R"(service: nav990101
version: 1
language: nb
title: Søknad om båt
summary: Skjema NAV 99-01.01

questions:
  har_du_bat:
    ask: Har du båt?
    type: yes-no
  navn:
    ask: Navnet på båten
    type: text
    max-length: 40
    when: har_du_bat = true
  lengde:
    ask: Lengde
    type: number
    range: "[1..30]"
    optional: true
    when: har_du_bat = true and navn != "x" and (alder = null or alder <= 5)
  motorer:
    repeat: motor
    ask: Motorer
    between: [1, 100]
    questions:
      motorer_page_note:
        type: guidance
        text: "### Motoren"
      drivstoff:
        ask: Drivstoff
        type: checkboxes
        options:
          diesel: Diesel
          strom: Strøm
      navn_2:
        ask: Merke
        type: text
        optional: true
        when: list contains(drivstoff, "strom")
  alder:
    ask: Alder
    type: number
    optional: true
  kvittering:
    ask: Kvittering
    type: radios
    options:
      leggerVedNaa: Jeg legger det ved nå
      ettersender: Jeg sender det senere
  kvittering_fil:
    ask: Kvittering
    type: file
    max-files: 10
    when: kvittering = "leggerVedNaa"
  sant:
    ask: Alt er sant
    type: declaration
  bilde:
    ask: Hologram
    type: long-text
    optional: true
  vedlegg_note:
    type: guidance
    text: "Se [siden](https://example.org)."

journey:
  - section: Søknad om båt
    pages:
      - page: om_deg
        title: Om deg
        questions: [har_du_bat, navn, lengde]
      - motorer
      - page: om_deg_more
        title: Om deg
        questions: [alder]
      - page: vedlegg
        title: Vedlegg
        when: some rad in motorer satisfies list contains(rad.drivstoff, "diesel")
        questions: [kvittering, kvittering_fil, sant, bilde, vedlegg_note]
)");
    EXPECT_THAT(imported->files.at("words.en.yaml"), HasSubstr("ask: Do you have a boat?"));
    EXPECT_EQ(imported->counts.questions, 9);
    EXPECT_EQ(imported->counts.questions_converted, 8);
    EXPECT_EQ(imported->counts.conditions, 5);
    EXPECT_EQ(imported->counts.conditions_converted, 4);
    EXPECT_EQ(imported->counts.repeats, 1);
    EXPECT_EQ(imported->counts.files, 1);
}

TEST(Formio, NothingIsDroppedWithoutAWord) {
    const auto imported = import_formio(form, "nav990101.json");
    ASSERT_TRUE(imported);
    const std::string& report = imported->files.at("import-report.md");
    EXPECT_THAT(report, HasSubstr("`components[1].components[2] (key bilde)`: `hologram` asks a system"));
    EXPECT_THAT(
        report, HasSubstr("`components[1].components[3] (key a)`: condition not converted, the function "
                          "`hvaSomHelst`: show = hvaSomHelst()")
    );
    EXPECT_THAT(report, HasSubstr("the form says that it is published in `en`"));
}

TEST(Formio, WhatAnUnknownComponentHoldsIsKeptAndWhatIsHiddenHasNoAnswer) {
    const auto imported = import_formio(
        R"json({"title": "T", "path": "t", "components": [
        {"type": "panel", "key": "p", "title": "Page", "components": [
            {"type": "carousel", "key": "c", "components": [{"type": "textfield", "key": "navn", "label": "Navn", "input": true}]},
            {"type": "radiopanel", "key": "skjult", "label": "Skjult", "hidden": true, "values": [{"value": "ja", "label": "Ja"}, {"value": "nei", "label": "Nei"}]},
            {"type": "fieldset", "key": "borte", "hidden": true, "components": [{"type": "number", "key": "tall", "label": "Tall"}]},
            {"type": "number", "key": "alder", "label": "Alder", "customConditional": "show = data.skjult === 'ja' || data.navn === 'x'"}]}]})json",
        "t.json"
    );
    ASSERT_TRUE(imported) << imported.error().message.text;
    const std::string& service = imported->files.at("service.yaml");
    EXPECT_THAT(service, HasSubstr("  navn:\n    ask: Navn\n"));
    EXPECT_THAT(
        service, HasSubstr("  alder:\n    ask: Alder\n    type: number\n    optional: true\n    when: navn = \"x\"\n")
    );
    EXPECT_THAT(service, Not(HasSubstr("skjult")));
    const std::string& report = imported->files.at("import-report.md");
    EXPECT_THAT(report, HasSubstr("`carousel` is not known: what is in it was taken as a group"));
    EXPECT_THAT(report, HasSubstr("a hidden `radiopanel` was left out"));
    EXPECT_THAT(report, HasSubstr("a hidden `fieldset` was left out with what is in it"));
    EXPECT_THAT(report, HasSubstr("`skjult` is no answer of this form"));
}

TEST(Formio, ConditionsThatGoInACircleAreBroken) {
    const auto imported = import_formio(
        R"json({"title": "T", "components": [{"type": "panel", "key": "p", "title": "P", "components": [
          {"type": "textfield", "key": "a", "label": "A", "customConditional": "show = data.b !== 'x'"},
          {"type": "textfield", "key": "b", "label": "B", "customConditional": "show = data.a !== 'x'"},
          {"type": "textfield", "key": "c", "label": "C", "customConditional": "show = data.c !== 'x'"}]}]})json",
        "circle.json"
    );
    ASSERT_TRUE(imported);
    EXPECT_EQ(imported->counts.conditions, 3);
    EXPECT_EQ(imported->counts.conditions_converted, 1);
    EXPECT_THAT(imported->files.at("import-report.md"), HasSubstr("`c`: a condition that waits for `c`"));
}

TEST(Formio, WhatIsNoFormIsRefused) {
    const auto message = [](const std::string& json) {
        const auto imported = import_formio(json, "x.json");
        return imported ? std::string("taken") : imported.error().message.text;
    };
    for (const char* json : {"", "[", "[]", "{}", "null", "{\"components\": {}}", "{\"components\": [1"})
        EXPECT_NE(message(json), "taken") << json;
    EXPECT_EQ(message("{\"components\": [null, 1, {}, {\"type\": 4}]}"), "taken");
    EXPECT_NE(message(std::string(100'000, '[')), "taken");
    EXPECT_THAT(message(std::string(max_form_size + 1, ' ')), HasSubstr("more than 20 MB"));
}

TEST(Formio, DeepAndWideFormsAreBounded) {
    std::string deep = "{\"components\": [";
    for (int i = 0; i < 90; ++i) deep += R"({"type": "container", "key": "k", "components": [)";
    deep += R"({"type": "textfield", "key": "t", "label": "T"})";
    for (int i = 0; i < 90; ++i) deep += "]}";
    const auto imported = import_formio(deep + "]}", "deep.json");
    ASSERT_TRUE(imported);
    EXPECT_THAT(imported->files.at("import-report.md"), HasSubstr("nested too deep"));
    std::string wide = "{\"components\": [{\"type\": \"textfield\"}";
    for (int i = 0; i < 20'001; ++i) wide += ",{\"type\": \"textfield\"}";
    EXPECT_FALSE(import_formio(wide + "]}", "wide.json"));
}

TEST(Formio, HostileWordsStayWords) {
    const auto imported = import_formio(
        R"json({"title": "a: b # {c}\nd", "components": [{"type": "textfield", "key": "x\"\n: y", "label": "- {name} <script>alert(1)</script>\u202e", "description": "'yes': [1]"}]})json",
        "../../etc/passwd.json"
    );
    ASSERT_TRUE(imported);
    EXPECT_EQ(imported->id, "passwd");
    const auto parsed = base::read_yaml(imported->files.at("service.yaml"), "service.yaml");
    ASSERT_TRUE(parsed.root) << imported->files.at("service.yaml");
    EXPECT_EQ(parsed.root->find("title")->text, "a: b # '{'c'}' d");
}

}  // namespace
}  // namespace guildhall::importing
