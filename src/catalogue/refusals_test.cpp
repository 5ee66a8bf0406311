// What a definition can get wrong as a whole: circles, ids twice, types and lists that are not there. Each is refused
// with its file, line and column, and with what was found there.

#include <gtest/gtest.h>

#include <sstream>

#include "catalogue/testing.hpp"

namespace guildhall::catalogue {
namespace {

struct Wrong {
    const char* name;
    const char* lines;  ///< below the head; the first stands in line 5
    const char* place;  ///< of the complaint: how its line begins
    const char* found;  ///< in its words
};

class Refusals : public ::testing::TestWithParam<Wrong> {};

TEST_P(Refusals, SayWhereAndWhat) {
    const Wrong& wrong = GetParam();
    const LoadedService loaded = catalogue::testing::load_lines(wrong.lines);
    EXPECT_FALSE(loaded.service) << "refused";
    const std::string said = catalogue::testing::all_text(loaded.complaints);
    std::istringstream lines(said);
    bool is_said = false;
    for (std::string line; std::getline(lines, line);) {
        is_said = is_said || (line.starts_with(wrong.place) && line.find(": error: ") != std::string::npos &&
                              line.find(wrong.found) != std::string::npos);
    }
    EXPECT_TRUE(is_said) << said;
}

constexpr Wrong wrongs[] = {
    {"ACircleOfConditions",
     "questions:\n  a:\n    ask: A\n    when: b = \"x\"\n  b:\n    ask: B\n    when: a = \"x\"\n",
     "service.yaml:8:11:", "found a circle"},
    {"ACircleOfValues",
     "questions:\n  a:\n    type: number\n    compute: b + 1\n  b:\n    type: number\n    compute: a + 1\n",
     "service.yaml:8:14:", "found a circle"},
    {"AQuestionThatWaitsForItself", "questions:\n  a:\n    ask: A\n    when: a = \"x\"\n",
     "service.yaml:8:11:", "reads its own answer"},
    {"ACircleThroughAPage",
     "questions:\n  a: {ask: A}\n  b: {ask: B}\njourney:\n  - section: S\n    pages:\n      - {page: one, when: b = "
     "\"x\", questions: [a]}\n      - {page: two, when: a = \"x\", questions: [b]}\n",
     "service.yaml:11:27:", "found a circle"},
    {"AnIdTwice", "questions:\n  a:\n    ask: A\n  b:\n    ask: B\n  a:\n    ask: C\n", "service.yaml:10:3:", "a"},
    {"AKeyTwice", "questions:\n  a:\n    ask: A\n    ask: B\n", "service.yaml:8:5:", "ask"},
    {"AnIdOfAMemberThatStandsOutside",
     "questions:\n  a:\n    ask: A\n  c:\n    repeat: child\n    ask: C\n    questions:\n      a:\n        ask: B\n",
     "service.yaml:12:7:", "the id of a question outside"},
    {"APageThatIsCalledAsAQuestion",
     "questions:\n  a: {ask: A}\n  b: {ask: B}\njourney:\n  - section: S\n    pages:\n      - {page: a, questions: [a, "
     "b]}\n",
     "service.yaml:11:16:", "a"},
    {"AQuestionOnTwoPages", "questions:\n  a: {ask: A}\njourney:\n  - section: S\n    pages: [a, a]\n",
     "service.yaml:9:16:", "a"},
    {"AnUnknownType", "questions:\n  a:\n    ask: A\n    type: nmber\n", "service.yaml:8:11:", "nmber"},
    {"AnUnknownKey", "questions:\n  a:\n    ask: A\n    hnt: B\n", "service.yaml:8:5:", "did you mean `hint`"},
    {"AMissingList", "questions:\n  a:\n    ask: A\n    type: select\n    options: towns\n",
     "service.yaml:9:14:", "towns"},
    {"AMissingListWithANearOne",
     "questions:\n  a:\n    ask: A\n    type: select\n    options: town\nlists:\n  towns: {x: X, y: Y}\n",
     "service.yaml:9:14:", "did you mean `towns`"},
    {"NoOptionsAtAll", "questions:\n  a:\n    ask: A\n    type: radios\n", "service.yaml:", "options"},
    {"AMissingQuestionOfTheBank", "questions:\n  a:\n    from: bank/nothing\n", "service.yaml:7:11:", "bank/nothing"},
    {"AMissingQuestionOnAPage", "questions:\n  a: {ask: A}\njourney:\n  - section: S\n    pages: [a, bb]\n",
     "service.yaml:9:16:", "bb"},
    {"AMissingNameInACondition", "questions:\n  a: {ask: A}\n  b:\n    ask: B\n    when: aa = \"x\"\n",
     "service.yaml:9:11:", "aa"},
    {"AMissingQuestionToChange", "questions:\n  a: {ask: A}\nafter-sending:\n  change: [aa]\n",
     "service.yaml:8:12:", "aa"},
    {"AMissingLawToKeepBy",
     "questions:\n  a: {ask: A}\nkeep:\n  - records: draft\n    for: 1 month\n    after: last change\n    under: act\n",
     "service.yaml:11:12:", "act"},
    {"RepeatsSixDeep",
     "questions:\n  a: {repeat: x, ask: A, questions: {b: {repeat: x, ask: A, questions: {c: {repeat: x, ask: A, "
     "questions: {d: {repeat: x, ask: A, questions: {e: {repeat: x, ask: A, questions: {f: {repeat: x, ask: A, "
     "questions: {g: {ask: A}}}}}}}}}}}}}\n",
     "service.yaml:6:", "nested 5 deep"},
};

INSTANTIATE_TEST_SUITE_P(EachKind, Refusals, ::testing::ValuesIn(wrongs), [](const auto& wrong) {
    return std::string{wrong.param.name};
});

}  // namespace
}  // namespace guildhall::catalogue
