/// Words in other languages, and examples, for questions of every type.

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "catalogue/testing.hpp"

namespace guildhall::catalogue {
namespace {

using testing::all_text;
using testing::complaints_of;
using testing::load_lines;

const std::string form = R"yaml(lists:
  colours: {red: Red, "1.5": {label: Half, hint: A number}}
questions:
  shade: {ask: Shade, type: select, options: colours}
  other: {ask: Other, type: radios, options: colours}
  own: {ask: Own, type: radios, options: {a: A, "a.b": {label: AB, hint: Both}}}
  note: {type: guidance, text: "Read *this*."}
  box: {ask: Box, type: tick, label: Yes please}
  grid: {type: table, columns: [One, Two], rows: [[a, b], [c, ""]]}
  people:
    ask: People
    repeat: person
    questions:
      name: {ask: Name}
      pets: {ask: Pets, repeat: pet, questions: {kind: {ask: Kind, hint: Cat or dog}}}
    pages:
      - {page: who, title: Who, questions: [name], valid: name != "", say: Say who}
      - pets
journey:
  - section: All
    pages:
      - {page: first, title: First, questions: [shade, other, own, note, box, grid], valid: shade != other, say: Not twice}
      - people
      - {summary: so_far, title: So far}
)yaml";

const std::string welsh = R"yaml(title: T2
summary: S2
lists:
  colours: {red: Coch, "1.5": {label: Hanner, hint: Rhif}}
questions:
  shade: {ask: Lliw}
  other: {ask: Arall}
  own: {ask: Un, options: {a: AA, "a.b": {label: AABB, hint: Dau}}}
  note: {text: "Darllenwch **hwn**."}
  box: {ask: Blwch, label: Iawn}
  grid: {columns: [Un, Dau], rows: [[aa, bb], [cc, ""]]}
  people:
    ask: Pobl
    repeat: person2
    questions:
      name: {ask: Enw}
      pets: {ask: Anifeiliaid, repeat: anifail, questions: {kind: {ask: Math, hint: Cath}}}
    pages:
      who: {title: Pwy, say: Dywedwch}
journey:
  - section: Pob
    pages:
      first: {title: Cyntaf, say: Nid dwywaith}
      so_far: {title: Hyd yma}
)yaml";

TEST(Words, AreTranslatedWhereverTheyStand) {
    const LoadedService loaded = load_lines(form, {{"words.cy.yaml", welsh}});
    ASSERT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
    EXPECT_EQ(all_text(loaded.complaints), "");
    const Service& service = loaded.service->in_language("cy");
    EXPECT_EQ(service.find("shade")->options.at(0).label, "Coch");
    EXPECT_EQ(service.find("other")->options.at(1).label, "Hanner");
    EXPECT_EQ(service.find("other")->options.at(1).hint, "Rhif");
    EXPECT_EQ(service.find("own")->options.at(0).label, "AA");
    EXPECT_EQ(service.find("own")->options.at(1).label, "AABB");
    EXPECT_EQ(service.find("own")->options.at(1).hint, "Dau");
    EXPECT_NE(service.find("note")->text_html.find("<strong>hwn</strong>"), std::string::npos);
    EXPECT_NE(loaded.service->find("note")->text_html.find("<em>this</em>"), std::string::npos);
    EXPECT_EQ(service.find("box")->label, "Iawn");
    EXPECT_EQ(service.find("grid")->columns.at(1), "Dau");
    EXPECT_EQ(service.find("grid")->rows.at(1).at(0), "cc");
    const Repeat& people = *service.find("people")->repeat;
    EXPECT_EQ(people.member, "person2");
    EXPECT_EQ(people.questions.at(0).ask, "Enw");
    EXPECT_EQ(people.questions.at(1).repeat->questions.at(0).hint, "Cath");
    EXPECT_EQ(people.pages.at(0).title, "Pwy");
    EXPECT_EQ(people.pages.at(0).check->say, "Dywedwch");
    EXPECT_EQ(service.journey.at(0).title, "Pob");
    EXPECT_EQ(service.journey.at(0).pages.at(0).title, "Cyntaf");
    EXPECT_EQ(service.journey.at(0).pages.at(0).check->say, "Nid dwywaith");
    EXPECT_EQ(service.journey.at(0).pages.at(2).title, "Hyd yma");
}

TEST(Words, SayWhatIsMissingAndWhatIsTooMuch) {
    const auto with = [](std::string_view what, std::string_view instead) {
        return complaints_of(form, {{"words.cy.yaml", testing::replaced(welsh, what, instead)}});
    };
    EXPECT_EQ(
        with(", questions: {kind: {ask: Math, hint: Cath}}", ""),
        "words.cy.yaml:17:7: warning: no words for `questions.people.questions.pets.questions.kind.ask`, "
        "`questions.people.questions.pets.questions.kind.hint`; people see them in `en`\n"
    );
    EXPECT_EQ(
        with("red: Coch, ", ""),
        "words.cy.yaml:4:3: warning: no words for `lists.colours.red`; people see them in `en`\n"
    ) << "once, though two questions use the list";
    EXPECT_NE(
        with("name: {ask: Enw}", "nam: {ask: Enw}")
            .find("words.cy.yaml:16:13: error: there is no word in service.yaml for "
                  "`questions.people.questions.nam.ask`; "
                  "did you mean `questions.people.questions.name.ask`?"),
        std::string::npos
    ) << with("name: {ask: Enw}", "nam: {ask: Enw}");
    EXPECT_NE(
        with("shade: {ask: Lliw}", "shade: {ask: Lliw, options: {red: Coch}}").find("`questions.shade.options.red`"),
        std::string::npos
    ) << "the words of a list stand with the list";
    EXPECT_NE(with("who: {title", "whom: {title").find("`questions.people.pages.whom.title`"), std::string::npos);
}

TEST(Examples, HaveAnswersOfEveryType) {
    const std::string questions = R"yaml(questions:
  number: {ask: Q, type: money}
  yes: {ask: Q, type: tick}
  sure: {ask: Q, type: declaration}
  pick: {ask: Q, type: select, options: {a: A, b: B}}
  land: {ask: Q, type: country}
  coin: {ask: Q, type: currency}
  month: {ask: Q, type: month}
  year: {ask: Q, type: year}
  home: {ask: Q, type: address}
  reach: {ask: Q, type: contact}
  place: {ask: Q, type: location}
  papers: {ask: Q, type: file}
  note: {type: guidance, text: T}
  people:
    ask: Q
    repeat: person
    between: [0, 2]
    questions:
      age: {ask: Q, type: number}
      double: {type: number, compute: age * 2}
      pets: {ask: Q, repeat: pet, questions: {kind: {ask: Q}}}
)yaml";
    const std::string given = R"yaml(- example: all
  given:
    number: 12.50
    yes: false
    sure: true
    pick: a
    land: NO
    coin: NOK
    month: 2026-11
    year: 2026
    home: {line1: Street 1, postcode: AB1 2CD}
    reach: {name: N, email: n@example.org}
    place: {text: Here, latitude: 60.5, longitude: -1}
    papers: [a.pdf, b.png]
    people: [{age: 4, pets: [{kind: cat}]}, {age: 5}]
)yaml";
    const LoadedService loaded = load_lines(questions, {{"examples.yaml", given}});
    ASSERT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
    const auto& answers = loaded.service->examples.at(0).given;
    EXPECT_EQ(answers.at("number").text(), "12.5");
    EXPECT_EQ(answers.at("yes").text(), "false");
    EXPECT_EQ(answers.at("land").text(), "\"NO\"");
    EXPECT_EQ(answers.at("month").text(), "date(\"2026-11-01\")");
    EXPECT_EQ(answers.at("year").text(), "2026");
    EXPECT_EQ(answers.at("home").text(), "{line1: \"Street 1\", postcode: \"AB1 2CD\"}");
    EXPECT_EQ(answers.at("place").text(), "{text: \"Here\", latitude: 60.5, longitude: -1}");
    EXPECT_EQ(answers.at("papers").text(), "[\"a.pdf\", \"b.png\"]");
    EXPECT_EQ(answers.at("people").text(), "[{age: 4, pets: [{kind: \"cat\"}]}, {age: 5}]");

    const auto wrong = [&](std::string_view answer) {
        return complaints_of(questions, {{"examples.yaml", fmt::format("- example: x\n  given: {{{}}}\n", answer)}});
    };
    const std::vector<std::pair<std::string, std::string>> refused{
        {"number: many", "is a number"},
        {"yes: 1", "is `true` or `false`"},
        {"sure: false", "is `true`"},
        {"pick: c", "is one of the options"},
        {"land: Norway", "two letters"},
        {"coin: krone", "three letters"},
        {"month: 2026-13", "a month such as"},
        {"year: 2026.5", "a year such as"},
        {"home: Street 1", "a map with some of `line1`"},
        {"home: {line: x}", "a map with some of `line1`"},
        {"reach: {nam: x}", "a map with `name`"},
        {"place: {text: x, latitude: north}", "a map with `text`"},
        {"papers: a.pdf", "a list of file names"},
        {"note: x", "nothing: it is there to read"},
        {"people: 3", "a list of maps, one for each member"},
        {"people: [{aeg: 3}]", "there is no question `aeg`; did you mean `age`?"},
        {"people: [{age: old}]", "examples.yaml:2:26: error: found the text `old`; the answer to `age` is a number"},
        {"people: [{double: 4}]", "`double` is computed"},
        {"people: [{}, {}, {}]", "found 3 members; `people` has at most 2"},
    };
    for (const auto& [answer, part] : refused)
        EXPECT_NE(wrong(answer).find(part), std::string::npos) << answer << "\n" << wrong(answer);
}

}  // namespace
}  // namespace guildhall::catalogue
