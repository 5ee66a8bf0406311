#include "catalogue/outline.hpp"

#include <gtest/gtest.h>

#include "base/xml.hpp"
#include "catalogue/testing.hpp"

namespace guildhall::catalogue {
namespace {

const std::string form = R"yaml(service: family
version: 3
title: Ask for <help>
summary: For families.
questions:
  partner:
    ask: Do you have a partner?
    type: yes-no
  name:
    ask: What is your partner's name?
    when: partner = true
  children:
    repeat: child
    ask: Your children
    between: [0, 4]
    questions:
      born:
        ask: When was the child born?
        type: date
  total:
    compute: count(children)
journey:
  - section: You
    pages: [partner, name]
  - section: Children
    when: partner = true
    pages: [children]
)yaml";

TEST(Outline, SaysPagesBranchesAndGroups) {
    const auto loaded = load_files({{"service.yaml", form}});
    ASSERT_TRUE(loaded.service) << testing::all_text(loaded.complaints);
    EXPECT_EQ(
        outline_text(*loaded.service),
        "Ask for <help> (family, version 3)\n"
        "For families.\n"
        "\n"
        "You\n"
        "    1. Do you have a partner?  [yes-no]\n"
        "    2. What is your partner's name?  [text]  when partner = true\n"
        "\n"
        "Children  when partner = true\n"
        "    3. Your children  [group: child, 0 to 4]  when partner = true\n"
        "       Each child:\n"
        "      3.1. When was the child born?  [date]\n"
        "       - total  [computed: count(children)]\n"
    );
}

TEST(Outline, ThePictureIsWellFormedAndSaysTheSame) {
    const auto loaded = load_files({{"service.yaml", form}});
    ASSERT_TRUE(loaded.service);
    const std::string svg = outline_svg(*loaded.service);
    EXPECT_TRUE(base::parse_xml(svg, "outline.svg").complaints.empty()) << svg;
    for (const char* words :
         {"1. Do you have a partner?", "when partner = true", "Ask for &lt;help&gt;", "3.1. When was"})
        EXPECT_NE(svg.find(words), std::string::npos) << words;
}

}  // namespace
}  // namespace guildhall::catalogue
