#include "importing/markup.hpp"

#include <gtest/gtest.h>

namespace guildhall::importing {
namespace {

TEST(Markup, ParagraphsListsAndMarksBecomeMarkdown) {
    EXPECT_EQ(markdown_of_html("<p>One <b>two</b></p><p>three</p>"), "One **two**\n\nthree");
    EXPECT_EQ(markdown_of_html("A:<ul><li>b</li><li><p>c</p></li></ul>d"), "A:\n\n- b\n- c\n\nd");
    EXPECT_EQ(markdown_of_html("<ol><li>x<ul><li>y</li></ul></li><li>z</li></ol>"), "1. x\n   - y\n2. z");
    EXPECT_EQ(markdown_of_html("<h3>Title</h3>text<br>more"), "### Title\n\ntext\n\nmore");
    EXPECT_EQ(markdown_of_html("<strong></strong>x<em>y</em>"), "x*y*");
}

TEST(Markup, LinksKeepTheirAddress) {
    EXPECT_EQ(
        markdown_of_html("See <a target=\"_blank\" href=\"https://example.org/a\"> the page</a>."),
        "See [the page](https://example.org/a)."
    );
    EXPECT_EQ(
        line_of_html("See <a href='https://example.org/a'>the page</a>."), "See the page (https://example.org/a)."
    );
    EXPECT_EQ(markdown_of_html("<a href=\"javascript:alert(1)\">press</a>"), "press");
}

TEST(Markup, TextIsNotReadAsMarks) {
    EXPECT_EQ(markdown_of_html("a*b_c [d] &lt;e&gt;"), "a\\*b\\_c \\[d\\] \\<e>");
    EXPECT_EQ(markdown_of_html("# no heading"), "\\# no heading");
    EXPECT_EQ(markdown_of_html("2026. A year"), "2026\\. A year");
    EXPECT_EQ(markdown_of_html("a < b & c &unknown; &#229;&#xe5;"), "a \\< b & c &unknown; åå");
}

TEST(Markup, LinesHaveNoMarksAndNoBreaks) {
    EXPECT_EQ(line_of_html("<p>One</p>\n<p>two&nbsp;three</p>"), "One two three");
    EXPECT_EQ(line_of_html("<script>alert('x')</script>y<!-- z -->"), "y");
    EXPECT_EQ(line_of_html("a <b"), "a <b");
}

TEST(Markup, TheShapeOfADateIsLeftOut) {
    EXPECT_EQ(without_date_shape("Fra dato (dd.mm.åååå)"), "Fra dato");
    EXPECT_EQ(without_date_shape("When do you move (DD/MM/YYYY)?"), "When do you move?");
    EXPECT_EQ(without_date_shape("Month (mm.yyyy) of birth"), "Month of birth");
    for (const char* kept : {"Length (mm)", "Amount (MMA)", "(see below) when", "Open (dd.mm", "Born (day.month.year)"})
        EXPECT_EQ(without_date_shape(kept), kept);
}

TEST(Markup, LongTextIsCutAtAWord) {
    EXPECT_EQ(shortened("one two three", 20), "one two three");
    EXPECT_EQ(shortened("one two three", 9), "one two…");
    EXPECT_EQ(shortened("ååååååååå", 4), "ååå…");
}

}  // namespace
}  // namespace guildhall::importing
