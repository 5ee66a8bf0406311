#include "importing/formio/script.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace guildhall::importing::formio {
namespace {

using Kind = ScriptNode::Kind;

std::string refused(const std::string& text) {
    const auto parsed = parse_script(text);
    return parsed ? "" : parsed.error().message.text;
}

TEST(Script, StatementsNeedNoSemicolons) {
    const auto parsed = parse_script("var a = row.x === 'ja'\nshow = !a // said\n/* and\n more */");
    ASSERT_TRUE(parsed);
    ASSERT_EQ((*parsed)->parts.size(), 2U);
    EXPECT_EQ((*parsed)->parts[0]->kind, Kind::declare);
    EXPECT_EQ((*parsed)->parts[1]->kind, Kind::assign);
    EXPECT_EQ((*parsed)->parts[1]->text, "show");
}

TEST(Script, AndBindsTighterThanOr) {
    const auto parsed = parse_script("show = a || b && c === 1 + 2 * 3");
    ASSERT_TRUE(parsed);
    const auto& value = (*parsed)->parts[0]->parts[0];
    EXPECT_EQ(value->text, "||");
    EXPECT_EQ(value->parts[1]->text, "&&");
    EXPECT_EQ(value->parts[1]->parts[1]->text, "===");
    EXPECT_EQ(value->parts[1]->parts[1]->parts[1]->text, "+");
}

TEST(Script, FunctionsOfAllForms) {
    for (const char* text :
         {"show = _.some(data.list, (r) => r.a === 'x');", "show = data.list.some(r => { return r.a; })",
          "show = _.some(data.list, function (r) { return r.a })", "show = _.some(data.list, {a: 'x', 'b': true})",
          "function f(x) { return x || 0; }\nvalue = f(data.a)", "show = data.a?.b === `x`",
          "if (a) { show = true } else show = false", "show = a ? b : c ? d : e",
          "show = new Date(data.d).getFullYear() < 1964"})
        EXPECT_EQ(refused(text), "") << text;
}

TEST(Script, WhatIsNotReadIsSaid) {
    EXPECT_THAT(refused("for (;;) {}"), testing::HasSubstr("`for`"));
    EXPECT_THAT(refused("while (true) show = 1"), testing::HasSubstr("`while`"));
    EXPECT_THAT(refused("show = "), testing::HasSubstr("a value expected"));
    EXPECT_THAT(refused("show = 'x"), testing::HasSubstr("string without an end"));
    EXPECT_THAT(refused("show = `a ${b}`"), testing::HasSubstr("template"));
    EXPECT_THAT(refused("data.x = 1"), testing::HasSubstr("only variables"));
    EXPECT_THAT(refused("show = a @ b"), testing::HasSubstr("`@`"));
    EXPECT_THAT(refused("show = /x/.test(a)"), testing::HasSubstr("a value expected"));
    EXPECT_NE(refused("show = (a"), "");
    EXPECT_NE(refused("{"), "");
}

TEST(Script, DepthAndSizeHaveLimits) {
    EXPECT_THAT(refused("show = " + std::string(20'000, '(') + "1"), testing::HasSubstr("too deep"));
    EXPECT_THAT(refused("show = " + std::string(20'000, '!') + "1"), testing::HasSubstr("too deep"));
    std::string chain = "show = a", dots = "show = a";
    for (int i = 0; i < 5'000; ++i) {
        chain += "||a";
        dots += ".b";
    }
    EXPECT_THAT(refused(chain), testing::HasSubstr("too long"));
    EXPECT_THAT(refused(dots), testing::HasSubstr("too long"));
    EXPECT_THAT(refused(std::string(60'000, ' ')), testing::HasSubstr("longer"));
}

}  // namespace
}  // namespace guildhall::importing::formio
