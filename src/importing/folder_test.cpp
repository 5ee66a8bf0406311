#include "importing/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/yaml.hpp"

namespace guildhall::importing {
namespace {

QuestionDraft question(const std::string& id, const std::string& type, Words ask) {
    QuestionDraft made;
    made.id = id;
    made.type = type;
    made.ask = std::move(ask);
    return made;
}

ServiceDraft small_service() {
    ServiceDraft service;
    service.id = "child-care";
    service.language = "nb";
    service.languages = {"en"};
    service.title = {"Barnehage", {{"en", "Kindergarten"}}};
    service.summary = {"Søk om plass", {}};
    auto kind = question("kind", "radios", {"Hva slags: {plass}?", {{"en", "Which kind: {place}?"}}});
    kind.options = {{"a", {"Hel", {{"en", "Full"}}}, {}}, {"b", {"Halv", {}}, {"Til tolv", {}}}};
    auto again = kind;
    again.id = "again";
    again.when = "kind = \"a\"";
    QuestionDraft children = question("children", "", {"Barna", {{"en", "The children"}}});
    children.repeat = {"barn", {{"en", "child"}}};
    children.at_least = 1;
    children.at_most = 5;
    children.questions = {question("name", "name", {"Navn", {{"en", "Name"}}})};
    service.questions = {kind, again, children};
    SectionDraft section;
    section.title = {"Plassen", {{"en", "The place"}}};
    section.pages = {
        {"place", {"Om plassen", {{"en", "About the place"}}}, "", {"kind", "again"}, "", {}},
        {"", {}, "", {"children"}, "", {}}
    };
    service.sections = {section};
    return service;
}

TEST(Folder, ReadsAsAPersonWouldWriteIt) {
    const auto folder = write_folder(small_service());
    EXPECT_EQ(folder.files.at("service.yaml"), R"(service: child-care
version: 1
language: nb
title: Barnehage
summary: Søk om plass

questions:
  kind:
    ask: "Hva slags: '{'plass'}'?"
    type: radios
    options: hel_halv
  again:
    ask: "Hva slags: '{'plass'}'?"
    type: radios
    options: hel_halv
    when: kind = "a"
  children:
    repeat: barn
    ask: Barna
    between: [1, 5]
    questions:
      name:
        ask: Navn
        type: name

lists:
  hel_halv:
    a: Hel
    b:
      label: Halv
      hint: Til tolv

journey:
  - section: Plassen
    pages:
      - page: place
        title: Om plassen
        questions: [kind, again]
      - children
)");
    EXPECT_EQ(folder.files.at("words.en.yaml"), R"(title: Kindergarten

questions:
  kind:
    ask: "Which kind: '{'place'}'?"
  again:
    ask: "Which kind: '{'place'}'?"
  children:
    repeat: child
    ask: The children
    questions:
      name:
        ask: Name

lists:
  hel_halv:
    a: Full

journey:
  - section: The place
    pages:
      place:
        title: About the place
)");
    EXPECT_THAT(folder.missing.at("en"), testing::ElementsAre("Søk om plass", "Halv", "Til tolv"));
}

TEST(Folder, ScalarsSurviveYaml) {
    for (const std::string text :
         {"plain text",
          "true",
          "no",
          "12",
          "1.5e3",
          "2026-01-01",
          "a: b",
          "ends:",
          "# no comment",
          "- dash",
          "\"quoted\"",
          "tab\there",
          "it's",
          "{x}",
          " space ",
          "Ærlig, og greit",
          "*star",
          "x = \"a\" and y != \"b\"",
          "~",
          "",
          "\\n"}) {
        const auto parsed = base::read_yaml("key: " + yaml_scalar(text) + "\n", "f");
        ASSERT_TRUE(parsed.root.has_value()) << text;
        const auto* value = parsed.root->find("key");
        ASSERT_NE(value, nullptr) << text;
        EXPECT_EQ(value->text, text);
        EXPECT_TRUE(value->is_text()) << text;
    }
}

TEST(Folder, ControlCharactersDoNotReachTheFile) {
    ServiceDraft service = small_service();
    service.title.text = "a\x01b\x7F";
    QuestionDraft note = question("note", "guidance", {});
    note.text = {"one\x02\n\ntwo\x7F three", {}};
    service.questions.push_back(note);
    const auto parsed = base::read_yaml(write_folder(service).files.at("service.yaml"), "f");
    ASSERT_TRUE(parsed.root.has_value());
    EXPECT_EQ(parsed.root->find("questions")->find("note")->find("text")->text, "one\n\ntwo three\n");
}

TEST(Folder, LongConditionsAreFoldedAndMeanTheSame) {
    ServiceDraft service = small_service();
    std::string when;
    for (int i = 0; i < 12; ++i)
        when += (i == 0 ? "" : " or ") + std::string("a_rather_long_name_of_a_question = \"value ") +
                std::to_string(i) + "\"";
    service.questions[0].when = when;
    const std::string text = write_folder(service).files.at("service.yaml");
    const auto parsed = base::read_yaml(text, "f");
    ASSERT_TRUE(parsed.root.has_value());
    EXPECT_EQ(parsed.root->find("questions")->find("kind")->find("when")->text, when);
    EXPECT_NE(text.find("when: >-"), std::string::npos);
}

}  // namespace
}  // namespace guildhall::importing
