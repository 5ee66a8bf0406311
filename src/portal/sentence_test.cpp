#include "portal/internal/sentence.hpp"

#include <gtest/gtest.h>

#include "base/message.hpp"
#include "html/text.hpp"
#include "portal/internal/language.hpp"
#include "words/said.hpp"
#include "words/testing.hpp"

namespace guildhall::portal {
namespace {

TEST(Sentence, PutsMarkupWhereTheLanguageHasIt) {
    const html::Html receipt = html::link({.text = "<the receipt>", .href = "/r"});
    EXPECT_EQ(
        sentence(words::testing::english(), "letter.print", {{"receipt", receipt}}).text(),
        "Your browser prints this page as a letter. <a class=\"govuk-link\" href=\"/r\">&lt;the receipt&gt;</a> proves "
        "that it has not been changed."
    );
    const html::Html two = sentence(
        words::testing::english(), "applications.service_and_reference",
        {{"service", html::escape("A & B")}, {"reference", html::strong("GH-1")}}
    );
    EXPECT_EQ(two.text(), "A &amp; B, <strong>GH-1</strong>.");
}

TEST(Sentence, TakesPlainArgumentsBesideMarkup) {
    EXPECT_EQ(
        sentence(
            words::testing::english(), "applications.decided_by_person", {{"outcome", html::strong("Refused")}},
            {{"date", "<today>"}}
        )
            .text(),
        "<strong>Refused</strong> by a person on &lt;today&gt;."
    );
}

TEST(InLanguage, MarksWhatIsInAnotherOne) {
    const words::Locale& english = words::testing::english();
    const words::Locale& mirrored = words::testing::languages().get("ar-XB");
    EXPECT_EQ(in_language(english, "en", "a").text(), "a");
    EXPECT_EQ(in_language(english, "cy", "<a>").text(), "<span lang=\"cy\">&lt;a&gt;</span>");
    EXPECT_EQ(in_language(mirrored, "cy", "a").text(), "<span lang=\"cy\" dir=\"ltr\">a</span>");
    EXPECT_EQ(in_language(english, "he", "a").text(), "<span lang=\"he\" dir=\"rtl\">a</span>");
    EXPECT_EQ(part_in_language(english, "ar-XB", html::escape("a")).text(), "<div lang=\"ar-XB\" dir=\"rtl\">a</div>");
}

TEST(Said, WordsTheMessagesOfDomains) {
    const words::Locale& welsh = words::testing::languages().get("cy");
    const auto message = base::by_key("account.too_many_tries", {{"minutes", 2}});
    EXPECT_EQ(
        words::said(words::testing::english(), message.text),
        "There were too many tries. Wait 2 minutes, then try again."
    );
    EXPECT_EQ(
        words::said(welsh, message.text), "Bu gormod o gynigion. Arhoswch 2 funud, yna rhowch gynnig arall arni."
    );
    EXPECT_TRUE(words::is_keyed(welsh, message.text));
    EXPECT_FALSE(words::is_keyed(welsh, "Something of the operator's"));
    EXPECT_EQ(words::said(welsh, "Something of the operator's"), "Something of the operator's");
    const auto named = base::with_argument(message, {"incident", "12ab"});
    EXPECT_EQ(words::said(welsh, named.text), words::said(welsh, message.text));
    EXPECT_EQ(base::keyed(named.text).arguments.size(), 2U);
}

}  // namespace
}  // namespace guildhall::portal
