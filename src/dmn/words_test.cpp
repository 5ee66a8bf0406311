#include "dmn/words.hpp"

#include <gtest/gtest.h>

namespace guildhall::dmn {
namespace {

using feel::Number;
using feel::Value;

std::string words(std::string_view feel) {
    const CellWords cell = cell_words(feel);
    return cell.plain ? cell.text : "FEEL " + cell.text;
}

Value number(std::string_view text) {
    return Value{*Number::parse(text)};
}

TEST(Words, SayConditionsPlainly) {
    EXPECT_EQ(words("-"), "any");
    EXPECT_EQ(words("<= 30"), "up to 30");
    EXPECT_EQ(words("<30"), "under 30");
    EXPECT_EQ(words("> 60"), "over 60");
    EXPECT_EQ(words(">= 60.5"), "60.5 or more");
    EXPECT_EQ(words("(30..60]"), "over 30 and up to 60");
    EXPECT_EQ(words("]30..60["), "over 30 and under 60");
    EXPECT_EQ(words("[30..60]"), "from 30 up to 60");
    EXPECT_EQ(words("[30..60)"), "from 30 to under 60");
    EXPECT_EQ(words("true"), "yes");
    EXPECT_EQ(words("false"), "no");
    EXPECT_EQ(words("\"Permit\""), "Permit");
    EXPECT_EQ(words("\"a, b\", \"c\""), "a, b or c");
    EXPECT_EQ(words("1, 2, > 5"), "1, 2 or over 5");
    EXPECT_EQ(words("not(\"oak\")"), "not oak");
    EXPECT_EQ(words("not(1, 2)"), "not 1 or 2");
    EXPECT_EQ(words(">= date(\"2026-11-22\")"), "from 22 November 2026");
    EXPECT_EQ(words("[@\"2026-01-01\"..@\"2026-12-31\"]"), "from 1 January 2026 and until 31 December 2026");
}

TEST(Words, LeaveTheRestAsFeel) {
    for (const char* feel :
         {"? > limit", "date(\"not a day\")", "count(?) > 2", "\"a\" + \"b\"", "[1..limit]", "1,", "<"})
        EXPECT_EQ(words(feel), std::string{"FEEL "} + feel);
}

TEST(Words, SayWhyARuleIsNotTheOne) {
    EXPECT_EQ(why_not("<= 30", number("45")), "45 is over 30");
    EXPECT_EQ(why_not("< 45", number("45")), "45 is not under 45");
    EXPECT_EQ(why_not("> 60", number("45")), "45 is not over 60");
    EXPECT_EQ(why_not(">= 60", number("45")), "45 is under 60");
    EXPECT_EQ(why_not("(30..60]", number("25.5")), "25.5 is not over 30");
    EXPECT_EQ(why_not("(30..60]", number("60.1")), "60.1 is over 60");
    EXPECT_EQ(why_not("false", Value{true}), "it is yes");
    EXPECT_EQ(why_not("\"oak\"", Value{"lime"}), "it is lime");
    EXPECT_EQ(why_not("> 3", Value{}), "it is nothing");
    EXPECT_EQ(why_not("> 3", Value::unknown({"a"})), "no answer was asked for");
}

TEST(Words, TakeUnitsAndOptionsFromWhoAsks) {
    const InputWords input{.unit = "cm", .options = {{"own", "I own my home"}}};
    EXPECT_EQ(cell_words("(30..60]", input).text, "over 30 cm and up to 60 cm");
    EXPECT_EQ(why_not("<= 30", number("45"), input), "45 cm is over 30 cm");
    EXPECT_EQ(value_words(Value{"own"}, input), "I own my home");
    EXPECT_EQ(value_words(Value{"rent"}, input), "rent");
    EXPECT_EQ(value_words(Value{feel::List{Value{"own"}, Value{true}}}, input), "I own my home, yes");
    EXPECT_EQ(value_words(Value{feel::List{}}), "none");
    EXPECT_EQ(value_words(Value{feel::Context{{{"netAmount", number("2")}}}}), "net amount: 2");
    EXPECT_EQ(range_words("(30..60]", input), "over 30 cm and up to 60 cm");
    EXPECT_EQ(range_words("not(\"own\")", input), "not I own my home");
    EXPECT_EQ(range_words("\"a\", \"b\""), "");
    EXPECT_EQ(range_words("? > limit"), "");
}

TEST(Words, NamesBecomeHeadings) {
    EXPECT_EQ(name_words("decision"), "Decision");
    EXPECT_EQ(name_words("replacementRequired"), "Replacement required");
    EXPECT_EQ(name_words("Tree Felling Permitted?"), "Tree Felling Permitted?");
    EXPECT_EQ(name_words("person_id"), "Person id");
    EXPECT_EQ(inner_words("replacementRequired"), "replacement required");
    EXPECT_EQ(inner_words("Diameter of the trunk"), "diameter of the trunk");
    EXPECT_EQ(inner_words("AOW age"), "AOW age");
}

}  // namespace
}  // namespace guildhall::dmn
