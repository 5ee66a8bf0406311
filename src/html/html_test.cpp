#include "html/html.hpp"

#include <gtest/gtest.h>

#include "html/button.hpp"
#include "html/decision.hpp"
#include "html/desk.hpp"
#include "html/form.hpp"
#include "html/front.hpp"
#include "html/input.hpp"
#include "html/page.hpp"

namespace guildhall::html {
namespace {

TEST(Html, EscapesTextForContentAndAttributes) {
    EXPECT_EQ(escape(R"(<a href="x">'&'</a>)").text(), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
    EXPECT_EQ(escape("").text(), "");
    EXPECT_EQ(escape("grün & ŵ").text(), "grün &amp; ŵ");
}

TEST(Html, LeavesNoActiveCharacterWhateverGoesIn) {
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte) {
        every_byte += static_cast<char>(byte);
    }
    const std::string escaped = escape(every_byte).text();
    EXPECT_EQ(escaped.find_first_of("<>\"'"), std::string::npos);
    EXPECT_EQ(std::count(escaped.begin(), escaped.end(), '&'), 5);
}

TEST(Html, ContentEscapesTextAndKeepsMarkup) {
    EXPECT_EQ(Content("a < b").html().text(), "a &lt; b");
    EXPECT_EQ(Content(std::string("\"")).html().text(), "&quot;");
    EXPECT_EQ(Content(trusted("<b>x</b>")).html().text(), "<b>x</b>");
    EXPECT_TRUE(Content("").empty());
}

TEST(Html, ElementWritesAttributesInOrderAndClosesWhatNeedsClosing) {
    EXPECT_EQ(
        element("p", {{"class", "a\"b"}, {.name = "hidden", .bare = true}}, escape("x<y")).text(),
        "<p class=\"a&quot;b\" hidden>x&lt;y</p>"
    );
    EXPECT_EQ(element("br", {}).text(), "<br>");
    EXPECT_EQ(element("div", {}).text(), "<div></div>");
}

TEST(Html, JoinsPieces) {
    EXPECT_EQ(join({escape("a"), trusted("<br>"), escape("&")}).text(), "a<br>&amp;");
    EXPECT_EQ((escape("a") + escape("b")).text(), "ab");
}

TEST(Form, CarriesTheTokenFirstAndNoneWhereThereIsNone) {
    EXPECT_EQ(
        form({.action = "/a?b&c", .csrf = "t<", .content = escape("x")}).text(),
        "<form method=\"post\" action=\"/a?b&amp;c\" novalidate><input type=\"hidden\" name=\"csrf\" "
        "value=\"t&lt;\">x</form>"
    );
    EXPECT_EQ(
        form({.action = "/a", .multipart = true}).text(),
        "<form method=\"post\" action=\"/a\" enctype=\"multipart/form-data\" novalidate></form>"
    );
}

TEST(Textarea, KeepsALeadingLineBreak) {
    const std::string markup = textarea({.name = "reason", .value = "\nfirst"}).text();
    EXPECT_NE(markup.find(">\n\nfirst</textarea>"), std::string::npos) << markup;
}

TEST(Page, HasOneMainAndNoInlineCode) {
    const std::string markup = page({.title = "How thick is the <trunk>?",
                                     .has_error = true,
                                     .language = "cy",
                                     .place = "Eastmere",
                                     .signed_in = SignedIn{.csrf = "secret"},
                                     .back = BackLink{.href = "/before"},
                                     .main = escape("main & more"),
                                     .path = "/apply/a b?"})
                                   .text();
    EXPECT_TRUE(markup.starts_with("<!doctype html><html class=\"gh\" lang=\"cy\">")) << markup;
    EXPECT_NE(markup.find("<title>Error: How thick is the &lt;trunk&gt;? – Eastmere</title>"), std::string::npos);
    EXPECT_NE(
        markup.find("<main class=\"govuk-main-wrapper gh-main--reading\" id=\"main\"><a href=\"/before\" "
                    "class=\"govuk-back-link\">Back</a>main &amp; more</main>"),
        std::string::npos
    );
    EXPECT_NE(markup.find("href=\"/feedback?page=/apply/a%20b%3F\""), std::string::npos);
    EXPECT_NE(markup.find("name=\"csrf\" value=\"secret\""), std::string::npos);
    EXPECT_EQ(markup.find(" style="), std::string::npos);
    EXPECT_EQ(markup.find("<style"), std::string::npos);
    EXPECT_EQ(markup.find("<script>"), std::string::npos);
}

TEST(Page, OffersSigningInOnlyToWhoIsNotSignedIn) {
    Page options{.title = "t", .place = "Eastmere", .sign_in_href = "/sign-in"};
    EXPECT_NE(page(options).text().find("href=\"/sign-in\""), std::string::npos);
    options.signed_in = SignedIn{.csrf = "c"};
    EXPECT_EQ(page(options).text().find("href=\"/sign-in\""), std::string::npos);
    EXPECT_NE(page(options).text().find("action=\"/sign-out\""), std::string::npos);
}

TEST(DeskPage, MarksTheCurrentListAndShowsCounts) {
    const std::string markup = desk_page({.title = "Queue",
                                          .place = "Eastmere desk",
                                          .side = {{.text = "My cases", .href = "/desk", .count = 0, .current = true}}}
    ).text();
    EXPECT_NE(
        markup.find("href=\"/desk\" aria-current=\"page\"><span>My cases</span> <span class=\"gh-side__count\">0</span>"
        ),
        std::string::npos
    );
    EXPECT_NE(markup.find("content=\"noindex\""), std::string::npos);
}

TEST(Page, OffersItselfInOtherLanguages) {
    Page options{.title = "Services", .languages = {{.text = "English", .href = "/language/en", .language = "en"}}};
    EXPECT_EQ(page(options).text().find("gh-languages"), std::string::npos) << "one language is no choice";
    options.languages.front().current = true;
    options.languages.push_back({.text = "Cymraeg", .href = "/language/cy", .language = "cy"});
    options.words.languages = "Iaith & <b>";
    const std::string markup = page(options).text();
    EXPECT_NE(markup.find("<nav class=\"gh-languages\" aria-label=\"Iaith &amp; &lt;b&gt;\">"), std::string::npos);
    EXPECT_NE(
        markup.find("href=\"/language/en\" lang=\"en\" hreflang=\"en\" aria-current=\"page\""), std::string::npos
    );
    EXPECT_NE(markup.find("lang=\"cy\" hreflang=\"cy\">Cymraeg</a>"), std::string::npos);
    EXPECT_LT(markup.find("gh-languages"), markup.find("<main"));
}

TEST(RulesTable, MarksTheMatchInWordsAndSaysWhyOthersFailed) {
    const std::string markup =
        rules_table({.caption = "What the rules say",
                     .columns = {"Trunk, cm", "Outcome"},
                     .rules =
                         {{.number = "1", .cells = {{.text = "<= 30", .why_not = "52 is over 30"}, {.text = "Permit"}}},
                          {.number = "2", .cells = {{.text = "> 30"}, {.text = "Refuse"}}, .matched = true}}}
        ).text();
    EXPECT_NE(markup.find("<td data-heading=\"Trunk, cm\">&lt;= 30<span class=\"gh-rules__why\">"), std::string::npos);
    EXPECT_NE(markup.find("</span> applies</span>"), std::string::npos);
    EXPECT_EQ(markup.find("gh-rules__match"), markup.rfind("gh-rules__match"));
}

TEST(StackingTable, NamesEachCellByItsColumn) {
    const std::string markup =
        stacking_table({.caption = "Cases", .columns = {"Case", "R&D"}, .rows = {{"1", "x"}}}).text();
    EXPECT_NE(markup.find("data-heading=\"R&amp;D\">x</td>"), std::string::npos) << markup;
}

}  // namespace
}  // namespace guildhall::html
