#include "catalogue/letter.hpp"

#include <gtest/gtest.h>

#include "catalogue/internal/markdown.hpp"
#include "catalogue/internal/placeholders.hpp"

namespace guildhall::catalogue {
namespace {

TEST(Letter, FillsNamesAndEscapesValues) {
    const std::string html = internal::render_markdown(
        "# Dear {name}\n\nYour tree: {place}. {unknown} {not this} {}\n", internal::Headings::with_a_title
    );
    const std::string filled = fill_letter(html, {{"name", "<b>A & B</b>"}, {"place", "Street 1\nTown"}});
    EXPECT_NE(filled.find("Dear &lt;b&gt;A &amp; B&lt;/b&gt;</h1>"), std::string::npos) << filled;
    EXPECT_NE(filled.find("Street 1<br>Town.  {not this} {}"), std::string::npos) << filled;
}

TEST(Letter, AValueThatLooksLikeANameStaysText) {
    EXPECT_EQ(fill_letter("{name} {place}", {{"name", "{place}"}, {"place", "x"}}), "{place} x");
}

TEST(Letter, FindsPlaceholders) {
    const auto found = internal::placeholders("{a} {{b_2}} {c d} {e");
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].name, "a");
    EXPECT_EQ(found[1].name, "b_2");
}

TEST(Markdown, LeavesOutWhatIsNotSafe) {
    const std::string html = internal::render_markdown(
        "<b onclick=x>raw</b>\n\n[a](javascript:alert(1)) [b](https://example.org)\n\n<script>x</script>\n"
    );
    EXPECT_EQ(html.find("<script"), std::string::npos) << html;
    EXPECT_EQ(html.find("onclick"), std::string::npos) << html;
    EXPECT_EQ(html.find("javascript:"), std::string::npos) << html;
    EXPECT_NE(html.find("<a class=\"govuk-link\" href=\"https://example.org\">b</a>"), std::string::npos) << html;
}

TEST(Markdown, IdsOfHeadingsHoldNoBlankOfAnyKind) {
    const std::string html = internal::render_markdown("### \u00a0The\u2009company\u202f\n");
    EXPECT_NE(html.find("id=\"the-company\""), std::string::npos) << html;
}

TEST(Markdown, LeavesNoLevelOfHeadingsOut) {
    const std::string html = internal::render_markdown("### A\n\n##### B\n\n##### C\n\n# D\n\n## E\n");
    std::string levels;
    for (std::size_t at = html.find("<h"); at != std::string::npos; at = html.find("<h", at + 1))
        levels += html[at + 2];
    EXPECT_EQ(levels, "23323") << html;
    EXPECT_NE(internal::render_markdown("# A\n", internal::Headings::with_a_title).find("<h1"), std::string::npos);
}

TEST(Markdown, DressesElementsAndNamesHeadings) {
    const std::string html =
        internal::render_markdown("## One & two\n\n## One & two\n\n- a\n\n1. b\n\n| x |\n|---|\n| y |\n");
    EXPECT_NE(html.find("<h2 class=\"govuk-heading-m\" id=\"one-amp-two\">"), std::string::npos) << html;
    EXPECT_NE(html.find("id=\"one-amp-two-2\""), std::string::npos) << html;
    EXPECT_NE(html.find("<ul class=\"govuk-list govuk-list--bullet\">"), std::string::npos) << html;
    EXPECT_NE(html.find("<ol class=\"govuk-list govuk-list--number\">"), std::string::npos) << html;
    EXPECT_NE(html.find("<td class=\"govuk-table__cell\">"), std::string::npos) << html;
}

}  // namespace
}  // namespace guildhall::catalogue
