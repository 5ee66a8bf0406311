#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "base/yaml.hpp"
#include "importing/importing.hpp"
#include "importing/xgov/form.hpp"

namespace guildhall::importing {
namespace {

using testing::HasSubstr;

const char* const form = R"json({
  "name": "Apply for a boat grant", "startPage": "/start", "metadata": {}, "version": 2, "fees": [], "outputs": [{"name": "n", "title": "Tell us", "type": "email", "outputConfiguration": {"emailAddress": "a@example.org"}}],
  "sections": [{"name": "boat", "title": "Your boat"}, {"name": "money", "title": "Costs"}],
  "lists": [{"name": "kinds", "title": "Kinds", "type": "string", "items": [{"text": "Sail", "value": "sail"}, {"text": "Motor", "value": "motor boat", "description": "With an engine"}, {"text": "Other", "value": "other"}]}],
  "pages": [
    {"path": "/start", "title": "1.2 Boat grant", "controller": "./pages/start.js", "components": [{"type": "Para", "name": "p", "content": "<p>What we <b>ask</b>:</p><ul><li>your boat</li></ul>", "options": {}}], "next": [{"path": "/has"}]},
    {"path": "/has", "title": "Do you have a boat?", "section": "boat", "components": [{"type": "YesNoField", "name": "aBcDeF", "title": "Do you have a boat?", "options": {"hideTitle": true}, "schema": {}}], "next": [{"path": "/kind", "condition": "yes"}, {"path": "/end", "condition": "no"}]},
    {"path": "/kind", "title": "Your boat", "section": "boat", "components": [
      {"type": "RadiosField", "name": "kind", "title": "What kind is it?", "list": "kinds", "options": {}, "schema": {}},
      {"type": "NumberField", "name": "len", "title": "How long is it?", "options": {"suffix": "metres"}, "schema": {"min": 1, "max": 30}},
      {"type": "Details", "name": "d", "title": "How to measure", "content": "From end to end", "options": {"condition": "motor"}}
    ], "next": [{"path": "/engine", "condition": "motor"}, {"path": "/costs"}]},
    {"path": "/engine", "title": "Engine", "section": "boat", "components": [{"type": "TextField", "name": "eng", "title": "Make of the engine", "options": {"required": false}, "schema": {"max": 20}}], "next": [{"path": "/costs"}]},
    {"path": "/costs", "title": "What it costs", "section": "money", "controller": "RepeatingFieldPageController", "components": [
      {"type": "Html", "name": "h", "content": "<p>Add them one by one.</p>", "options": {}},
      {"type": "MultiInputField", "name": "costs", "title": "Costs", "hint": "The MultiInputField needed", "options": {"columnTitles": []}, "schema": {}, "children": [
        {"type": "TextField", "name": "what", "title": "What for", "options": {}, "schema": {}},
        {"type": "NumberField", "name": "much", "title": "How much", "options": {"prefix": "£"}, "schema": {}}]}], "next": [{"path": "/sure"}]},
    {"path": "/sure", "title": "Are you sure?", "section": "money", "components": [{"type": "CheckboxesField", "name": "sure", "title": "Are you sure?", "values": {"type": "static", "valueType": "string", "items": [{"label": "I am", "value": "yes"}]}, "options": {}, "schema": {}}], "next": [{"path": "/summary"}]},
    {"path": "/lost", "title": "Lost", "components": [{"type": "HologramField", "name": "l", "title": "Lost", "options": {}, "schema": {}}], "next": [{"path": "/nowhere"}]},
    {"path": "/end", "title": "You need a boat", "section": "boat", "components": [{"type": "Html", "name": "e", "content": "Come back with one.", "options": {}}], "next": []},
    {"path": "/summary", "title": "Check your answers", "controller": "./pages/summary.js", "components": [], "next": []}
  ],
  "conditions": [
    {"name": "yes", "displayName": "has", "value": {"name": "has", "conditions": [{"field": {"name": "boat.aBcDeF", "type": "YesNoField", "display": "x"}, "operator": "is", "value": {"type": "Value", "value": "true", "display": "true"}}]}},
    {"name": "no", "displayName": "has not", "value": {"name": "has not", "conditions": [{"field": {"name": "boat.aBcDeF", "type": "YesNoField", "display": "x"}, "operator": "is", "value": {"type": "Value", "value": "false", "display": "false"}}]}},
    {"name": "motor", "displayName": "motor", "value": {"name": "motor", "conditions": [{"field": {"name": "boat.kind", "type": "RadiosField", "display": "x"}, "operator": "is", "value": {"type": "Value", "value": "motor boat", "display": "Motor"}}]}},
    {"name": "left", "displayName": "left over", "value": {"name": "left", "conditions": []}}
  ]})json";

TEST(Xgov, AFormBecomesAFolder) {
    const auto imported = import_xgov(form, "boat-grant.json");
    ASSERT_TRUE(imported) << imported.error().message.text;
    EXPECT_EQ(imported->id, "boat-grant");
    EXPECT_EQ(imported->files.at("guide.md"), "What we **ask**:\n\n- your boat\n");
    EXPECT_EQ(imported->files.at("service.yaml"), R"(service: boat-grant
version: 1
title: Boat grant
summary: Apply for a boat grant

questions:
  do_you_have_a_boat:
    ask: Do you have a boat?
    type: yes-no
  you_need_a_boat_note:
    type: guidance
    text: Come back with one.
  what_kind_is_it:
    ask: What kind is it?
    type: radios
    options:
      sail: Sail
      motor_boat:
        label: Motor
        hint: With an engine
      other: Other
  how_long_is_it:
    ask: How long is it?
    type: number
    unit: metres
    range: "[1..30]"
  your_boat_details:
    ask: How to measure
    type: details
    text: From end to end
    when: what_kind_is_it = "motor_boat"
  make_of_the_engine:
    ask: Make of the engine
    type: text
    max-length: 20
    optional: true
  costs:
    repeat: cost
    ask: Costs
    hint: Add them one by one.
    when: do_you_have_a_boat = true
    between: [1, 100]
    questions:
      what_for:
        ask: What for
        type: text
      how_much:
        ask: How much
        type: money
  are_you_sure:
    ask: Are you sure?
    type: declaration
    label: I am
    when: do_you_have_a_boat = true
  lost:
    ask: Lost
    type: long-text
    when: false

journey:
  - section: Your boat
    pages:
      - do_you_have_a_boat
      - page: you_need_a_boat
        title: You need a boat
        when: do_you_have_a_boat = false
        questions: [you_need_a_boat_note]
      - page: your_boat
        title: Your boat
        when: do_you_have_a_boat = true
        questions: [what_kind_is_it, how_long_is_it, your_boat_details]
      - page: engine
        title: Engine
        when: what_kind_is_it = "motor_boat"
        questions: [make_of_the_engine]
  - section: Costs
    pages:
      - costs
      - are_you_sure
  - section: Pages that nothing leads to
    pages:
      - lost
)");
    EXPECT_EQ(imported->counts.questions, 8);
    EXPECT_EQ(imported->counts.questions_converted, 7);
    EXPECT_EQ(imported->counts.conditions, 4);
    EXPECT_EQ(imported->counts.conditions_converted, 4);
    EXPECT_EQ(imported->counts.repeats, 1);
}

TEST(Xgov, NothingIsDroppedWithoutAWord) {
    const auto imported = import_xgov(form, "boat-grant.json");
    ASSERT_TRUE(imported);
    const std::string& report = imported->files.at("import-report.md");
    for (const char* words :
         {"`pages[6].components[0] (name l)`: `HologramField` is not known: asked as text",
          "`pages[6] (/lost) next[0]`: a link to a page that is not there was left out: /nowhere",
          "`pages[6] (/lost)`: no link leads to this page: it is kept, and never shown",
          "`conditions[3] (left)`: the condition “left over” is used nowhere and was left out",
          "`outputs[0]`: an output was left out: `email`, Tell us", "a hint that is none was left out",
          "the title of the page was left out, what repeats has its own: What it costs"})
        EXPECT_THAT(report, HasSubstr(words));
}

/// A form with three questions on one page, and one more page for a condition.
std::string with_condition(const std::string& value, const std::string& section = "", bool optional = false) {
    const std::string options = optional ? R"({"required": false})" : "{}";
    const std::string in = section.empty() ? "" : R"("section": ")" + section + "\", ";
    return R"json({"startPage": "/a", "name": "F", "sections": [{"name": "s", "title": "S"}],
      "lists": [{"name": "l", "title": "L", "type": "string", "items": [{"text": "A", "value": "a"}, {"text": "B", "value": "b"}, {"text": "C", "value": "c"}]}],
      "pages": [{"path": "/a", "title": "A", )json" +
           in + R"json("components": [
        {"type": "YesNoField", "name": "y", "title": "Yes", "options": )json" +
           options + R"json(}, {"type": "NumberField", "name": "n", "title": "Number", "options": )json" + options +
           R"json(}, {"type": "RadiosField", "name": "r", "title": "Radio", "list": "l", "options": )json" + options +
           R"json(}, {"type": "CheckboxesField", "name": "c", "title": "Boxes", "list": "l", "options": )json" +
           options + R"json(}, {"type": "DatePartsField", "name": "d", "title": "Day", "options": )json" + options +
           R"json(}, {"type": "TextField", "name": "t", "title": "Name it", "options": )json" + options +
           R"json(}], "next": [{"path": "/b", "condition": "it"}, {"path": "/z"}]},
        {"path": "/b", "title": "B", "components": [{"type": "TextField", "name": "x", "title": "X", "options": {}}], "next": [{"path": "/z"}]},
        {"path": "/z", "title": "Z", "controller": "SummaryPageController", "components": [], "next": []}],
      "conditions": [{"name": "it", "displayName": "it", "value": )json" +
           value + "}]}";
}

std::string feel_of_condition(const std::string& value, const std::string& section = "", bool optional = false) {
    const auto compared = xgov::conditions_to_compare(with_condition(value, section, optional), "f.json");
    if (!compared) return compared.error().message.text;
    const auto& conditions = *(*compared)["conditions"].array();
    return conditions.empty() ? "not converted" : conditions[0].string_at("feel");
}

std::string object(
    const std::string& type, const std::string& name, const std::string& operation, const std::string& value
) {
    return R"({"name": "it", "conditions": [{"field": {"name": ")" + name + R"(", "type": ")" + type +
           R"(", "display": "x"}, "operator": ")" + operation + R"(", "value": {"type": "Value", "value": ")" + value +
           R"(", "display": "x"}}]})";
}

/// What stands under `fee:`, and the remarks on fees.
std::string fees_of(const std::string& fees) {
    std::string text = form;
    text.replace(text.find("\"fees\": []"), 10, "\"fees\": " + fees);
    const auto imported = import_xgov(text, "boat-grant.json");
    if (!imported) return imported.error().message.text;
    const std::string& service = imported->files.at("service.yaml");
    const auto at = service.find("\nfee:\n");
    std::string found = at == std::string::npos ? "" : service.substr(at + 6);
    const std::string& report = imported->files.at("import-report.md");
    for (std::size_t remark = report.find("fees["); remark != std::string::npos;
         remark = report.find("fees[", remark + 1))
        found += report.substr(remark, report.find('\n', remark) - remark) + "\n";
    return found;
}

TEST(Xgov, FeesBecomeOneSum) {
    EXPECT_EQ(fees_of("[]"), "");
    EXPECT_EQ(fees_of(R"([{"description": "Application", "amount": 5000}])"), "  amount: 50\n  for: Application\n");
    EXPECT_EQ(
        fees_of(R"([{"description": "Application", "amount": 5000},
                    {"description": "for each metre", "amount": 150, "multiplier": "boat.len", "condition": "motor"}])"
        ),
        "  amount: >-\n    50\n    + (if what_kind_is_it = \"motor_boat\" then 1.5 * (if how_long_is_it = null then 0 "
        "else "
        "how_long_is_it) else 0)\n  for: Application, for each metre\n"
    );
    EXPECT_THAT(
        fees_of(R"([{"description": "Boats", "amount": 100, "multiplier": "boat.kind"}])"),
        HasSubstr("by hand: Boats; 1")
    );
    EXPECT_THAT(fees_of(R"([{"description": "Boats", "amount": "much"}])"), HasSubstr("no whole number of pence"));
    EXPECT_THAT(fees_of(R"([{"description": "Boats", "amount": 100, "condition": "nothing"}])"), HasSubstr("by hand"));
}

TEST(Xgov, ConditionsMeanWhatTheRunnerMakesOfThem) {
    EXPECT_EQ(feel_of_condition(object("YesNoField", "y", "is", "true")), "yes = true");
    EXPECT_EQ(feel_of_condition(object("YesNoField", "y", "is not", "true")), "yes = false");
    EXPECT_EQ(feel_of_condition(object("YesNoField", "y", "is not", "true"), "", true), "yes != true");
    EXPECT_EQ(feel_of_condition(object("RadiosField", "r", "is", "a")), "radio = \"a\"");
    EXPECT_EQ(feel_of_condition(object("RadiosField", "r", "is not", "a")), "radio = \"b\" or radio = \"c\"");
    EXPECT_EQ(feel_of_condition(object("RadiosField", "s.r", "is not", "a"), "s"), "radio != \"a\"");
    EXPECT_EQ(feel_of_condition(object("RadiosField", "r", "is", "d")), "false");
    EXPECT_EQ(feel_of_condition(object("CheckboxesField", "c", "contains", "b")), "list contains(boxes, \"b\")");
    EXPECT_EQ(
        feel_of_condition(object("CheckboxesField", "c", "does not contain", "b")), "not(list contains(boxes, \"b\"))"
    );
    EXPECT_EQ(feel_of_condition(object("NumberField", "n", "is at least", "5")), "number_answer >= 5");
    EXPECT_EQ(
        feel_of_condition(object("NumberField", "n", "is at most", "5"), "", true),
        "number_answer = null or number_answer <= 5"
    );
    EXPECT_EQ(feel_of_condition(object("TextField", "t", "is longer than", "3")), "string length(name_it) > 3");
    EXPECT_EQ(
        feel_of_condition(object("TextField", "t", "is longer than", "3"), "", true),
        "name_it = null or string length(name_it) > 3"
    );
    EXPECT_EQ(
        feel_of_condition(object("DatePartsField", "d", "is before", "2020-02-01")), "day_answer < date(\"2020-02-01\")"
    );
    EXPECT_EQ(
        feel_of_condition(
            R"({"name": "it", "conditions": [{"field": {"name": "d", "type": "DatePartsField", "display": "x"}, "operator": "is at least",
          "value": {"type": "RelativeTime", "timePeriod": "18", "timeUnit": "years", "direction": "in the past", "timeOnly": false}}]})"
        ),
        "day_answer <= today() - duration(\"P18Y\")"
    );
    EXPECT_EQ(
        feel_of_condition("\"y and (n > 5 or 'a' in c)\""),
        "yes = true and (number_answer > 5 or number_answer != null and list contains(boxes, \"a\"))"
    );
    EXPECT_EQ(
        feel_of_condition("\"not (y and r == 'a')\"", "s"),
        "yes = false or yes != null and (radio = \"b\" or radio = \"c\")"
    );
    EXPECT_EQ(feel_of_condition("\"r == 'a' or r == 'b'\""), "radio = \"a\" or radio = \"b\"");
    for (const char* text :
         {"\"nobody == 'x'\"", "\"add(y, 1)\"", "\"r ==\"", "\"it\"", "\"d == dateForComparison(1, 'hours')\"",
          "{\"conditions\": []}", "7"})
        EXPECT_EQ(feel_of_condition(text), "not converted") << text;
}

std::string yes_no_page(const std::string& path, const std::string& next) {
    return R"({"path": "/)" + path + R"(", "title": "Page )" + path +
           R"(", "components": [{"type": "YesNoField", "name": ")" + path + R"(", "title": "Is it )" + path +
           R"(?", "options": {}}], "next": [)" + next + "]}";
}
std::string to(const std::string& path, const std::string& condition = "") {
    return R"({"path": "/)" + path + "\"" + (condition.empty() ? "" : R"(, "condition": ")" + condition + "\"") + "}";
}

/// What the pages of a form say of when they apply: `path: when`, in order.
std::vector<std::string> flow(const std::string& pages) {
    const auto compared = xgov::conditions_to_compare(
        R"({"startPage": "/p", "name": "F", "sections": [], "lists": [], "pages": [)" + pages +
            R"(], "conditions": [{"name": "p_yes", "value": "p == true"}, {"name": "p_no", "value": "p == false"}, {"name": "q_yes", "value": "q == true"},
            {"name": "q_no", "value": "q == false"}, {"name": "lost", "value": "nobody == 1"}]})",
        "f.json"
    );
    if (!compared) return {compared.error().message.text};
    std::vector<std::string> lines;
    for (const auto& page : *(*compared)["pages"].array())
        lines.push_back(page.string_at("path") + ": " + page.string_at("when"));
    return lines;
}

TEST(Xgov, BranchesThatMeetAgainSayNothingAfterwards) {
    using testing::ElementsAre;
    EXPECT_THAT(
        flow(
            yes_no_page("p", to("q", "p_yes") + "," + to("r", "p_no")) + "," + yes_no_page("q", to("r")) + "," +
            yes_no_page("r", to("z")) + "," + yes_no_page("z", "")
        ),
        ElementsAre("/p: true", "/q: is_it_p = true", "/r: true", "/z: true")
    );
    // The first link that holds counts; what comes after it is for the rest.
    EXPECT_THAT(
        flow(
            yes_no_page("p", to("r") + "," + to("q", "p_yes")) + "," +
            yes_no_page("q", to("s", "q_yes") + "," + to("z")) + "," + yes_no_page("r", to("z")) + "," +
            yes_no_page("s", to("z")) + "," + yes_no_page("z", "")
        ),
        ElementsAre("/p: true", "/q: is_it_p = true", "/s: is_it_q = true", "/r: is_it_p = false", "/z: true")
    );
    // Without a link that holds the journey is at its end.
    EXPECT_THAT(
        flow(yes_no_page("p", to("q", "p_yes")) + "," + yes_no_page("q", to("z")) + "," + yes_no_page("z", "")),
        ElementsAre("/p: true", "/q: is_it_p = true", "/z: is_it_p = true")
    );
    // A link back is left out, and what comes behind does not hang on it.
    EXPECT_THAT(
        flow(
            yes_no_page("p", to("q")) + "," + yes_no_page("q", to("p", "q_yes") + "," + to("z", "q_no")) + "," +
            yes_no_page("z", "")
        ),
        ElementsAre("/p: true", "/q: true", "/z: true")
    );
    // Where a condition is not known both ways are kept.
    EXPECT_THAT(
        flow(
            yes_no_page("p", to("q", "lost") + "," + to("r")) + "," + yes_no_page("q", to("z")) + "," +
            yes_no_page("r", to("z")) + "," + yes_no_page("z", "")
        ),
        ElementsAre("/p: true", "/q: true", "/r: true", "/z: true")
    );
}

TEST(Xgov, AHeadingIsTheTitleOfAPageThatHasNoneOfItsOwn) {
    const auto imported = import_xgov(
        R"json({"name": "F", "startPage": "/a", "sections": [{"name": "s", "title": "1.1 About"}], "pages": [
          {"path": "/a", "title": "1.1 About", "section": "s", "components": [{"type": "Html", "name": "h", "content": "<h2>The owner</h2>", "options": {}},
            {"type": "TextField", "name": "o", "title": "Who is it?", "options": {}}], "next": [{"path": "/b"}]},
          {"path": "/b", "title": "1.1 About", "section": "s", "components": [{"type": "Html", "name": "g", "content": "<h2>The place</h2><p>Here or there.</p>", "options": {}},
            {"type": "TextField", "name": "p", "title": "Where is it?", "options": {}}], "next": []}]})json",
        "f.json"
    );
    ASSERT_TRUE(imported);
    const std::string& service = imported->files.at("service.yaml");
    EXPECT_EQ(service.substr(service.find("journey:")), R"(journey:
  - section: About
    pages:
      - page: the_owner
        title: The owner
        questions: [who_is_it]
      - page: page_1_1_about
        title: 1.1 About
        questions: [page_1_1_about_note, where_is_it]
)");
}

TEST(Xgov, TwoLanguagesBecomeOneServiceWhenTheirFormsAreTheSame) {
    const auto page = [](const std::string& path, const std::string& title, const std::string& next) {
        return R"({"path": "/)" + path + R"(", "title": ")" + title +
               R"(", "components": [{"type": "TextField", "name": "aB", "title": ")" + title +
               R"(", "hint": "", "options": {}, "schema": {}}], "next": [{"path": "/)" + next + R"("}]})";
    };
    const auto whole = [&](const std::string& name, const std::string& pages, bool welsh) {
        return R"({"startPage": "/a", "name": ")" + name +
               R"(", "sections": [], "lists": [], "conditions": [], "metadata": {"isWelsh": )" +
               (welsh ? "true" : "false") + R"(}, "pages": [)" + pages + "]}";
    };
    const std::string english = whole("Grant", page("a", "Your name", "a"), false);
    const auto both = import_xgov(english, "grant.json", whole("Grant Cymraeg", page("enw", "Eich enw", "enw"), true));
    ASSERT_TRUE(both) << both.error().message.text;
    EXPECT_THAT(both->files.at("service.yaml"), HasSubstr("ask: Your name"));
    EXPECT_EQ(
        both->files.at("words.cy.yaml"),
        "title: Grant Cymraeg\nsummary: Grant Cymraeg\n\nquestions:\n  your_name:\n    ask: Eich enw\n\njourney:\n  - "
        "section: Grant Cymraeg\n"
    );
    EXPECT_FALSE(import_xgov(english, "grant.json", whole("Grant", page("a", "Eich enw", "b"), true)));
    EXPECT_FALSE(import_xgov(english, "grant.json", english));
    const auto welsh = import_xgov(whole("Grant", page("a", "Eich enw", "a"), true), "grant.json");
    ASSERT_TRUE(welsh);
    EXPECT_THAT(welsh->files.at("service.yaml"), HasSubstr("language: cy"));
    const auto one = import_xgov(
        R"({"startPage": "/a", "name": {"en": "Grant", "cy": "Grant Cymraeg"}, "pages": [{"path": "/a", "title": {"en": "Name", "cy": "Enw"}, "components": [{"type": "TextField", "name": "n", "title": {"en": "Name", "cy": "Enw"}}]}]})",
        "grant.json"
    );
    ASSERT_TRUE(one);
    EXPECT_THAT(one->files.at("words.cy.yaml"), HasSubstr("ask: Enw"));
}

TEST(Xgov, WhatIsNoFormIsRefused) {
    const auto message = [](const std::string& json) {
        const auto imported = import_xgov(json, "x.json");
        return imported ? std::string("taken") : imported.error().message.text;
    };
    for (const char* json :
         {"", "[", "[]", "{}", "null", R"({"pages": {}})", R"({"pages": []})", R"({"pages": [1]})", R"({"pages": [1)"})
        EXPECT_NE(message(json), "taken") << json;
    EXPECT_EQ(
        message(
            R"({"pages": [null, {"path": 4, "components": [null, 3, {}, {"type": []}], "next": [0, {}, {"path": "/x"}]}]})"
        ),
        "taken"
    );
    EXPECT_NE(message(std::string(100'000, '[')), "taken");
    EXPECT_THAT(message(std::string(max_form_size + 1, ' ')), HasSubstr("more than 20 MB"));
}

TEST(Xgov, LargeFormsAreBounded) {
    std::string wide = R"({"pages": [{"path": "/0"})";
    for (int i = 1; i < 2'001; ++i) wide += R"(,{"path": "/)" + std::to_string(i) + "\"}";
    EXPECT_FALSE(import_xgov(wide + "]}", "wide.json"));
    // A thousand branches that each lead anywhere behind them.
    std::string tangled = R"({"startPage": "/0", "pages": [)";
    std::string conditions = R"("conditions": [)";
    constexpr int many = 300;
    for (int i = 0; i < many; ++i) {
        const std::string n = std::to_string(i);
        tangled += (i == 0 ? "" : ",") + std::string(R"({"path": "/)") + n + R"(", "title": "Page )" + n +
                   R"(", "components": [{"type": "YesNoField", "name": "q)" + n + R"(", "title": "Q )" + n +
                   R"(", "options": {}}], "next": [)" + R"({"path": "/)" + std::to_string(i + 2) +
                   R"(", "condition": "c)" + n + R"("},{"path": "/)" + std::to_string(i + 1) + R"("},{"path": "/)" +
                   std::to_string(i / 2) + R"(", "condition": "c)" + n + R"("}]})";
        conditions +=
            (i == 0 ? "" : ",") + std::string(R"({"name": "c)") + n + R"(", "value": "q)" + n + R"( == true"})";
    }
    EXPECT_TRUE(import_xgov(tangled + "]," + conditions + "]}", "tangled.json"));
    // A condition of conditions of conditions.
    std::string deep =
        R"({"pages": [{"path": "/a", "components": [{"type": "YesNoField", "name": "q"}], "next": [{"path": "/a", "condition": "c500"}]}], "conditions": [{"name": "c0", "value": "q == true"})";
    for (int i = 1; i <= 500; ++i)
        deep += R"(,{"name": "c)" + std::to_string(i) + R"(", "value": "not c)" + std::to_string(i - 1) + R"( or c)" +
                std::to_string(i - 1) + "\"}";
    const auto imported = import_xgov(deep + "]}", "deep.json");
    ASSERT_TRUE(imported);
    EXPECT_THAT(imported->files.at("import-report.md"), HasSubstr("too deeply"));
}

TEST(Xgov, HostileWordsStayWords) {
    const auto imported = import_xgov(
        R"json({"name": "a: b # {c}\nd", "pages": [{"path": "/x", "title": "- {name} <script>alert(1)</script>\u202e", "section": "- s", "components": [{"type": "TextField", "name": "x\"\n: y", "title": "'yes': [1]", "hint": "{{ x }}", "options": {"classes": "}"}}]}]})json",
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
