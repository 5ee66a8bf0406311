#include "catalogue/question.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "catalogue/testing.hpp"

namespace guildhall::catalogue {
namespace {

using testing::all_text;
using testing::complaints_of;
using testing::load_lines;

std::string one(const std::string& keys) {
    return complaints_of("questions:\n  q: {" + keys + "}\n");
}

TEST(Question, NamesOfTypesComeBack) {
    for (int i = 0; i <= static_cast<int>(QuestionType::table); ++i) {
        const auto type = static_cast<QuestionType>(i);
        EXPECT_EQ(question_type_named(question_type_name(type)), type) << question_type_name(type);
    }
    EXPECT_EQ(question_type_name(QuestionType::table), "table");
    EXPECT_EQ(question_type_name(QuestionType::identifier), "identifier");
    EXPECT_EQ(question_type_named("tabel"), std::nullopt);
    EXPECT_TRUE(is_display(QuestionType::details));
    EXPECT_FALSE(is_display(QuestionType::repeat));
}

TEST(Question, EveryTypeIsReadWithItsKeys) {
    const LoadedService loaded = load_lines(R"yaml(lists:
  colours: {red: Red, "1.5": {label: One and a half, hint: A number}}
questions:
  a: {ask: Q, type: text, min-length: 2, max-length: 20, max-words: 5, autofill: given-name, default: '"x"'}
  b: {ask: Q, type: long-text, why: Because}
  c: {ask: Q, type: number, unit: cm, range: "[1..5]", say: From 1 to 5}
  d: {ask: Q, type: money, range: ">= 0"}
  e: {ask: Q, type: money, currency: EUR}
  f: {ask: Q, type: yes-no}
  g: {ask: Q, type: tick, label: Tell me more}
  h: {ask: Q, type: declaration, label: All of this is true}
  i: {ask: Q, type: radios, options: {yes_1: Yes, no.2: {label: "No", hint: Not now}}}
  j: {ask: Q, type: checkboxes, options: colours}
  k: {ask: Q, type: select, options: colours}
  l: {ask: Q, type: country}
  m: {ask: Q, type: currency}
  n: {ask: Q, type: date}
  o: {ask: Q, type: month}
  p: {ask: Q, type: year}
  q: {ask: Q, type: email}
  r: {ask: Q, type: phone}
  s: {ask: Q, type: name}
  t: {ask: Q, type: address, optional: true}
  u: {ask: Q, type: contact}
  v: {ask: Q, type: identifier, scheme: iban}
  w: {ask: Q, type: location}
  x: {ask: Q, type: file, accept: [pdf], max-files: 3}
  y: {type: guidance, text: "# Read *this*, {a}"}
  z: {ask: More, type: details, text: Words}
  tt: {type: table, columns: [A, B], rows: [[a, b], [c, ""]]}
  rr: {ask: Q, repeat: child, between: [0, 15], questions: {name: {ask: Q}}}
  total: {type: number, compute: c + d}
)yaml");
    ASSERT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
    EXPECT_EQ(all_text(loaded.complaints), "");
    const Service& service = *loaded.service;
    const auto find = [&](std::string_view id) -> const Question& { return *service.find(id); };
    EXPECT_EQ(find("a").limits.min_length, 2);
    EXPECT_EQ(find("a").limits.max_length, 20);
    EXPECT_EQ(find("a").limits.max_words, 5);
    EXPECT_EQ(find("a").autofill, "given-name");
    EXPECT_TRUE(find("a").preset);
    EXPECT_EQ(find("c").range_text, "[1..5]");
    EXPECT_EQ(find("c").say, "From 1 to 5");
    EXPECT_EQ(find("d").currency, "GBP");
    EXPECT_EQ(find("e").currency, "EUR");
    EXPECT_EQ(find("h").label, "All of this is true");
    EXPECT_EQ(find("i").options.at(1).value, "no.2");
    EXPECT_EQ(find("i").options.at(1).hint, "Not now");
    EXPECT_EQ(find("j").list, "colours");
    EXPECT_EQ(find("k").options.at(1).value, "1.5");
    EXPECT_EQ(find("k").options.at(1).label, "One and a half");
    EXPECT_EQ(find("v").scheme, "iban");
    EXPECT_EQ(find("x").limits.max_files, 3);
    EXPECT_EQ(find("y").text_html.find("<script"), std::string::npos);
    EXPECT_NE(find("y").text_html.find("<em>this</em>, {a}"), std::string::npos) << find("y").text_html;
    EXPECT_EQ(find("tt").rows.at(1), (std::vector<std::string>{"c", ""}));
    EXPECT_EQ(find("rr").type, QuestionType::repeat);
    EXPECT_EQ(find("rr").repeat->member, "child");
    EXPECT_EQ(find("rr").repeat->most, 15);
    EXPECT_FALSE(find("total").is_asked());
    EXPECT_FALSE(find("y").is_asked());
    EXPECT_EQ(service.questions.size(), 29U);
    EXPECT_EQ(service.in_order().back()->id, "total");
    EXPECT_EQ(service.journey.at(0).pages.size(), 28U) << "what is computed needs no page";
}

TEST(Question, KeysGoWithTheirTypes) {
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"unit: cm", "type number;"},
        {"range: '[1..2]'", "type number or money;"},
        {"currency: GBP", "type money;"},
        {"label: L", "type tick or declaration;"},
        {"options: {a: A, b: B}", "type radios, checkboxes or select;"},
        {"scheme: iban", "type identifier;"},
        {"accept: [pdf]", "type file;"},
        {"max-files: 2", "type file;"},
        {"text: T", "type guidance or details;"},
        {"columns: [A]", "type table;"},
        {"rows: [[A]]", "type table;"},
        {"between: [0, 1]", "type repeat;"},
        {"pages: [q]", "type repeat;"},
    };
    for (const auto& [key, types] : wrong) {
        const std::string text = one("ask: Q, type: email, " + key);
        EXPECT_NE(text.find("goes with the " + types + " the type of `q` is email"), std::string::npos) << text;
        EXPECT_EQ(text.find("service.yaml:6:"), 8U) << text;
    }
    EXPECT_NE(one("ask: Q, type: yes-no, max-words: 3").find("text or long-text"), std::string::npos);
    EXPECT_NE(one("ask: Q, type: file, valid: 'true', say: S").find("any type but file"), std::string::npos);
    EXPECT_NE(one("ask: Q, type: file, autofill: name").find("that people write"), std::string::npos);
    EXPECT_NE(one("ask: Q, type: declaration, optional: true").find("`optional:` goes with"), std::string::npos);
    EXPECT_NE(one("ask: Q, type: declaration, default: true").find("`default:` goes with"), std::string::npos);
    EXPECT_NE(one("type: guidance, text: T, input: x").find("`input:` goes with"), std::string::npos);
    EXPECT_NE(one("type: guidance, text: T, why: x").find("`why:` goes with"), std::string::npos);
    EXPECT_NE(
        one("ask: Q, compute: '1', optional: true").find("`q` is computed, so it is never asked"), std::string::npos
    );
    EXPECT_NE(one("ask: Q, type: file, compute: '1'").find("`compute:` goes with"), std::string::npos);
}

TEST(Question, NamesWhatIsMissing) {
    EXPECT_NE(one("type: text").find("service.yaml:6:3: error: one of `ask`, `from` is missing"), std::string::npos);
    EXPECT_NE(one("ask: Q, type: select").find("`options:` is missing here"), std::string::npos);
    EXPECT_NE(one("ask: Q, type: identifier").find("`scheme:` is missing here"), std::string::npos);
    EXPECT_NE(one("type: guidance").find("`text:` is missing here"), std::string::npos);
    EXPECT_NE(one("type: details, text: T").find("one of `ask`, `from` is missing"), std::string::npos);
    EXPECT_NE(one("type: table, columns: [A]").find("`rows:` is missing here"), std::string::npos);
    EXPECT_NE(one("ask: Q, type: repeat").find("`repeat:` is missing here"), std::string::npos);
    EXPECT_NE(one("ask: Q, repeat: child").find("`questions:` is missing here"), std::string::npos);
    EXPECT_NE(one("ask: Q, valid: 'true'").find("`say:` is missing here"), std::string::npos);
    EXPECT_EQ(one("compute: '1', type: number"), "");
    EXPECT_EQ(one("type: guidance, text: T"), "");
    const Files bank{{"bank/plain.yaml", "ask: Q\n"}};
    EXPECT_NE(
        complaints_of("questions:\n  q: {from: bank/plain, type: radios}\n", bank)
            .find("service.yaml:6:3: error: `options:` is missing here"),
        std::string::npos
    );
}

TEST(Question, RefusesWhatDoesNotFit) {
    EXPECT_NE(
        one("ask: Q, min-length: 5, max-length: 4").find("service.yaml:6:27: error: found `min-length: 5`"),
        std::string::npos
    );
    EXPECT_NE(
        one("type: table, columns: [A, B], rows: [[a, b], [c]]")
            .find("service.yaml:6:52: error: found a row with 1 texts; expected 2"),
        std::string::npos
    );
    EXPECT_NE(one("ask: Q, type: money, currency: Pounds").find("an ISO 4217 code such as `GBP`"), std::string::npos);
    EXPECT_NE(one("ask: Q, autofill: given-nam").find("did you mean `given-name`?"), std::string::npos);
    EXPECT_NE(one("ask: Q, type: tabel").find("did you mean `table`?"), std::string::npos);
    EXPECT_NE(one("ask: Q, type: radios, options: {a b: A, c: C}").find("found the name `a b`"), std::string::npos);
    EXPECT_NE(
        one("ask: Q, type: radios, options: {a: {hint: H}, c: C}").find("6:39: error: `label:` is missing here"),
        std::string::npos
    ) << one("ask: Q, type: radios, options: {a: {hint: H}, c: C}");
    EXPECT_EQ(one("ask: " + std::string(2000, 'x')), "");
    EXPECT_NE(
        one("ask: " + std::string(2001, 'x')).find("found 2001 characters; expected at most 2000"), std::string::npos
    );
    const std::string long_id(100, 'q');
    EXPECT_EQ(complaints_of("questions:\n  " + long_id + ": {ask: Q}\n"), "");
    EXPECT_NE(
        complaints_of("questions:\n  " + long_id + "q: {ask: Q}\n").find("letters, digits and"), std::string::npos
    );
}

TEST(Question, BracesNameAnswersInScope) {
    const std::string yaml =
        "questions:\n  name: {ask: Q}\n  pets:\n    ask: \"Pets of {name}\"\n    repeat: pet\n    questions:\n      "
        "kind: {ask: Q}\n      age: {ask: \"{name}: how old is the {kind}? {age, plural, one {x} other {#}} '{n}'\"}\n";
    EXPECT_EQ(complaints_of(yaml), "");
    EXPECT_EQ(
        complaints_of(testing::replaced(yaml, "Pets of {name}", "Pets of {nam}")),
        "refused\nservice.yaml:8:19: error: there is no answer `nam`; did you mean `name`?; a brace that is meant as "
        "one "
        "is written `'{'`\n"
    );
    EXPECT_NE(
        complaints_of(testing::replaced(yaml, "Pets of {name}", "Pets {kind}")).find("there is no answer `kind`"),
        std::string::npos
    ) << "a member's answer is not known outside";
    EXPECT_NE(
        complaints_of(
            "questions:\n  a: {ask: Q}\njourney:\n  - section: S\n    pages:\n      - {page: p, title: \"{b}\", "
            "questions: [a]}\n"
        )
            .find("service.yaml:10:27: error: there is no answer `b`"),
        std::string::npos
    );
}

TEST(Question, ListsAreSharedAndFound) {
    EXPECT_NE(
        complaints_of("lists:\n  colours: {a: A, b: B}\nquestions:\n  q: {ask: Q, type: select, options: colors}\n")
            .find("service.yaml:8:38: error: there is no list under `lists:` `colors`; did you mean `colours`?"),
        std::string::npos
    );
    EXPECT_NE(one("ask: Q, type: select, options: colours").find("and none at all"), std::string::npos);
    EXPECT_NE(
        complaints_of("lists:\n  colours: {a: A, b: B}\nquestions:\n  q: {ask: Q}\n")
            .find("service.yaml:6:3: warning: no question uses the list `colours`"),
        std::string::npos
    );
    std::string many = "lists:\n  many:\n";
    for (int i = 0; i < 1000; ++i) many += fmt::format("    v{}: Label {}\n", i, i);
    const std::string question = "questions:\n  q: {ask: Q, type: select, options: many}\n";
    EXPECT_EQ(complaints_of(many + question), "");
    EXPECT_NE(complaints_of(many + "    more: M\n" + question).find("with at most 1000"), std::string::npos);
}

const std::string three_deep = R"yaml(questions:
  year: {ask: Which year, type: year}
  homes:
    ask: Your homes
    repeat: home
    questions:
      street: {ask: Street}
      rooms:
        ask: Its rooms
        repeat: room
        questions:
          size: {ask: How big, type: number}
          windows:
            ask: Its windows
            repeat: window
            between: [1, 9]
            questions:
              wide: {ask: How wide, type: number, valid: wide < size and year > 2000, say: Too wide}
              frame: {ask: Frame, type: yes-no, when: wide > 1}
            pages:
              - page: about
                title: This window
                when: size > 2
                questions: [wide, frame]
  area: {type: number, compute: sum(for h in homes return sum(for r in h.rooms return r.size))}
)yaml";

TEST(Question, RepeatsNest) {
    const LoadedService loaded = load_lines(three_deep);
    ASSERT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
    EXPECT_EQ(all_text(loaded.complaints), "");
    std::vector<std::string> paths;
    for_each_question(loaded.service->questions, [&](const Question&, const std::string& path) {
        paths.push_back(path);
    });
    EXPECT_EQ(
        paths, (std::vector<std::string>{
                   "year", "homes", "homes/street", "homes/rooms", "homes/rooms/size", "homes/rooms/windows",
                   "homes/rooms/windows/wide", "homes/rooms/windows/frame", "area"
               })
    );
    const Repeat& rooms = *loaded.service->find("homes")->repeat->questions.at(1).repeat;
    ASSERT_EQ(rooms.pages.size(), 2U) << "everything but repeats on one page";
    EXPECT_EQ(rooms.pages[0].id, "size");
    EXPECT_EQ(rooms.pages[1].kind, Page::Kind::repeat);
    const Repeat& windows = *find_question(rooms.questions, "windows")->repeat;
    EXPECT_EQ(windows.least, 1);
    ASSERT_EQ(windows.pages.size(), 1U);
    EXPECT_EQ(windows.pages[0].questions, (std::vector<std::size_t>{0, 1}));
    EXPECT_TRUE(windows.pages[0].when);
    EXPECT_EQ(loaded.service->find("street"), nullptr) << "find looks into the service's own list alone";
}

TEST(Question, RepeatsNestFiveDeepAndNoDeeper) {
    const auto nested = [](int levels) {
        std::string yaml = "questions:\n";
        std::string indent = "  ";
        for (int i = 0; i < levels; ++i) {
            yaml += fmt::format("{0}r{1}:\n{0}  ask: Q\n{0}  repeat: one\n{0}  questions:\n", indent, i);
            indent += "    ";
        }
        return yaml + indent + "last: {ask: Q}\n";
    };
    EXPECT_EQ(complaints_of(nested(5)), "");
    EXPECT_NE(
        complaints_of(nested(6)).find("service.yaml:26:23: error: the repeat `r5` lies in 5 others"), std::string::npos
    ) << complaints_of(nested(6));
}

TEST(Question, RepeatsHaveAScopeOfTheirOwn) {
    const std::string two =
        "questions:\n"
        "  name: {ask: Q}\n"
        "  a: {ask: Q, repeat: one, questions: {age: {ask: Q, type: number}, b: {ask: Q, when: age > 3}}}\n"
        "  c: {ask: Q, repeat: one, questions: {age: {ask: Q, type: number}}}\n";
    EXPECT_EQ(complaints_of(two), "") << "two repeats may have members of the same name";
    EXPECT_NE(
        complaints_of(testing::replaced(two, "{age: {ask: Q, type: number}}}", "{name: {ask: Q}}}"))
            .find("service.yaml:8:40: error: `name` is the id of a question outside of `c`"),
        std::string::npos
    );
    EXPECT_NE(
        complaints_of(two + "  d: {ask: Q, when: age > 3}\n")
            .find("service.yaml:9:21: error: there is no question or value `age`"),
        std::string::npos
    );
    EXPECT_EQ(complaints_of(two + "  d: {ask: Q, when: \"count(a[age > 3]) > 1\"}\n"), "")
        << "a filter over members reads their entries";
    EXPECT_NE(
        complaints_of(two + "  d: {ask: Q, when: \"count(a[agee > 3]) > 1\"}\n").find("`agee`"), std::string::npos
    );
    EXPECT_NE(
        complaints_of(testing::replaced(two, "when: age > 3", "when: adverse")).find("`when: adverse` in a repeat"),
        std::string::npos
    );
    EXPECT_NE(
        complaints_of(testing::replaced(two, "when: age > 3", "input: x")).find("`input:` in a repeat"),
        std::string::npos
    );
    EXPECT_NE(
        complaints_of(testing::replaced(two, "repeat: one, ", "repeat: one, between: [3, 2], "))
            .find("found from 3 to 2 members"),
        std::string::npos
    );
}

TEST(Question, TheBankServesRepeatsAndHoldsThem) {
    const std::string yaml =
        "questions:\n  people: {ask: Q, repeat: person, questions: {reach: {from: bank/contact, ask: How}}}\n";
    const LoadedService loaded = load_lines(yaml);
    ASSERT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
    EXPECT_TRUE(loaded.service->files.contains("bank/contact.yaml"));
    const Question& reach = loaded.service->find("people")->repeat->questions.at(0);
    EXPECT_EQ(reach.type, QuestionType::contact);
    EXPECT_EQ(reach.ask, "How");

    const std::string from = "questions:\n  pets: {from: bank/pets}\n";
    const Files bank{{"bank/pets.yaml", "ask: Pets\nrepeat: pet\nquestions:\n  name: {ask: Q, when: nam = \"x\"}\n"}};
    EXPECT_NE(
        complaints_of(from, bank)
            .find("bank/pets.yaml:4:24: error: there is no question or value `nam`; did you mean `name`?"),
        std::string::npos
    ) << complaints_of(from, bank);
    const Files chained{{"bank/pets.yaml", "ask: Pets\nrepeat: pet\nquestions:\n  name: {from: bank/contact}\n"}};
    EXPECT_NE(
        complaints_of(from, chained).find("bank/pets.yaml:4:10: error: a question of the bank cannot come from"),
        std::string::npos
    ) << complaints_of(from, chained);
}

TEST(Question, AThousandLoad) {
    std::string yaml = "questions:\n";
    for (int i = 0; i < 1000; ++i) {
        yaml += fmt::format(
            "  q{0}:\n    ask: Question {0}?\n    type: number\n    range: \"[0..100]\"\n    when: q{1} > {0}\n", i,
            i > 0 ? i - 1 : 999
        );
    }
    const std::string circle = complaints_of(yaml);
    EXPECT_NE(circle.find("found a circle"), std::string::npos);
    yaml = testing::replaced(yaml, "    when: q999 > 0\n", "");
    EXPECT_EQ(complaints_of(yaml), "");
    std::string too_many = "questions:\n";
    for (int i = 0; i < 2001; ++i) too_many += fmt::format("  q{}: {{ask: Q}}\n", i);
    EXPECT_NE(complaints_of(too_many).find("with at most 2000"), std::string::npos);
}

}  // namespace
}  // namespace guildhall::catalogue
