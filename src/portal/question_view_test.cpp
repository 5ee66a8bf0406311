#include "portal/internal/question_view.hpp"

#include <gtest/gtest.h>

#include <set>

#include "words/testing.hpp"

namespace guildhall::portal {
namespace {

using catalogue::Question;
using catalogue::QuestionType;

/// All types that are asked in a form.
std::vector<QuestionType> asked_types() {
    std::vector<QuestionType> types;
    for (int i = 0; i <= static_cast<int>(QuestionType::table); ++i) {
        const auto type = static_cast<QuestionType>(i);
        if (!catalogue::is_display(type) && type != QuestionType::repeat) types.push_back(type);
    }
    return types;
}

Question question_of(QuestionType type) {
    Question question;
    question.id = "q";
    question.type = type;
    question.ask = "What <is> it?";
    question.hint = "A \"hint\"";
    question.unit = "cm";
    question.currency = "NOK";
    question.label = "I agree";
    question.accept = {"image", "pdf"};
    question.options = {{"a", "Label <a>", "More of a"}, {"b", "Label b"}};
    question.limits.max_length = 50;
    question.limits.max_files = 3;
    question.text_html = "<p>Text</p>";
    question.columns = {"One", "Two"};
    question.rows = {{"<1>", "2"}};
    return question;
}

/// The values of an attribute, in order.
std::vector<std::string> values_of(const std::string& markup, const std::string& attribute) {
    std::vector<std::string> values;
    const std::string begin = " " + attribute + "=\"";
    for (auto at = markup.find(begin); at != std::string::npos; at = markup.find(begin, at + 1)) {
        const auto from = at + begin.size();
        values.push_back(markup.substr(from, markup.find('"', from) - from));
    }
    return values;
}

class QuestionViewTest : public testing::Test {
protected:
    std::string draw(
        const Question& question, const QuestionState& state = {}, Heading heading = Heading::page,
        const words::Locale& locale = words::testing::english(), bool about_reader = true
    ) {
        const journeys::Sayings sayings(service_, answers_, members_, locale, base::Instant{});
        return question_view(question, state, {sayings, heading, about_reader}).text();
    }

    catalogue::Service service_;
    journeys::Answers answers_;
    journeys::Members members_;
};

TEST_F(QuestionViewTest, IdsStandOnceAndLabelsAndDescriptionsLeadSomewhere) {
    for (const auto type : asked_types()) {
        for (const auto heading : {Heading::page, Heading::part}) {
            const Question question = question_of(type);
            QuestionState state;
            state.problems = {
                {journeys::first_control(question), {.key = "", .arguments = {}, .own_words = "Wrong <it> is"}}
            };
            const std::string markup = draw(question, state, heading);
            SCOPED_TRACE(std::string{catalogue::question_type_name(type)} + ": " + markup);
            const auto ids = values_of(markup, "id");
            const std::set<std::string> known(ids.begin(), ids.end());
            EXPECT_EQ(known.size(), ids.size());
            // The error summary links to it.
            EXPECT_TRUE(known.contains(journeys::first_control(question)));
            for (const auto& id : values_of(markup, "for")) EXPECT_TRUE(known.contains(id)) << id;
            for (const auto& id : values_of(markup, "aria-describedby")) {
                std::istringstream each(id);
                for (std::string one; each >> one;) EXPECT_TRUE(known.contains(one)) << one;
            }
            EXPECT_NE(markup.find("Wrong &lt;it&gt; is"), std::string::npos);
            EXPECT_EQ(markup.find("<is>"), std::string::npos);
            EXPECT_EQ(markup.find("<h1") != std::string::npos, heading == Heading::page);
        }
    }
}

TEST_F(QuestionViewTest, NamesOfControlsAreThoseThatAnswersAreReadFrom) {
    const std::vector<std::pair<QuestionType, std::set<std::string>>> expected{
        {QuestionType::text, {"q"}},
        {QuestionType::date, {"q-day", "q-month", "q-year"}},
        {QuestionType::month, {"q-month", "q-year"}},
        {QuestionType::year, {"q"}},
        {QuestionType::address, {"q-line1", "q-line2", "q-town", "q-county", "q-postcode", "q-country"}},
        {QuestionType::contact, {"q-name", "q-email", "q-phone"}},
        {QuestionType::location, {"q-text", "q-point"}},
        {QuestionType::file, {"q", "add-q"}},
        {QuestionType::checkboxes, {"q"}},
        {QuestionType::country, {"q"}},
    };
    for (const auto& [type, names] : expected) {
        const auto found = values_of(draw(question_of(type)), "name");
        EXPECT_EQ(std::set<std::string>(found.begin(), found.end()), names) << catalogue::question_type_name(type);
    }
}

TEST_F(QuestionViewTest, WhatIsOptionalSaysSoButABoxDoesNot) {
    for (const auto type : asked_types()) {
        Question question = question_of(type);
        question.optional = true;
        const bool says_so = draw(question).find("(optional)</") != std::string::npos ||
                             draw(question).find("(optional)<") != std::string::npos;
        EXPECT_EQ(says_so, type != QuestionType::tick) << catalogue::question_type_name(type);
    }
}

TEST_F(QuestionViewTest, WhatWasSentStandsBeforeWhatWasSaved) {
    http::Fields sent;
    sent.add("q", "sent \"it\"");
    const base::Json saved{"saved"};
    const std::string markup = draw(question_of(QuestionType::text), {.sent = &sent, .answer = &saved});
    EXPECT_NE(markup.find("value=\"sent &quot;it&quot;\""), std::string::npos) << markup;
    EXPECT_EQ(markup.find("saved"), std::string::npos);
    EXPECT_NE(
        draw(question_of(QuestionType::text), {.sent = nullptr, .answer = &saved}).find("value=\"saved\""),
        std::string::npos
    );
}

TEST_F(QuestionViewTest, SavedAnswersStandInTheirControls) {
    const auto shows = [&](QuestionType type, const base::Json& saved, const std::string& part) {
        const std::string markup = draw(question_of(type), {.sent = nullptr, .answer = &saved});
        EXPECT_NE(markup.find(part), std::string::npos) << part << " in " << markup;
    };
    shows(QuestionType::date, "2024-03-05", "value=\"05\"");
    shows(QuestionType::month, "2024-03", "value=\"2024\"");
    shows(QuestionType::yes_no, false, "value=\"no\" checked");
    shows(QuestionType::tick, true, "value=\"yes\" checked");
    shows(QuestionType::radios, "b", "value=\"b\" checked");
    shows(QuestionType::checkboxes, base::Json::Array{"a", "b"}, "value=\"b\" checked");
    shows(QuestionType::country, "NO", "value=\"NO\" selected");
    shows(QuestionType::address, base::Json::Object{{"town", "Bø"}}, "value=\"Bø\"");
    shows(
        QuestionType::location, base::Json::Object{{"latitude", "51.500000"}, {"longitude", "-0.120000"}},
        "value=\"51.500000, -0.120000\""
    );
    shows(
        QuestionType::file, base::Json::Array{base::Json::Object{{"document", "d1"}, {"name", "a<b>.png"}}},
        "name=\"remove-d1\""
    );
}

TEST_F(QuestionViewTest, NumbersAreWrittenAsTheLanguageTypesThem) {
    const base::Json saved{"1234.5"};
    const QuestionState state{.sent = nullptr, .answer = &saved};
    const Question question = question_of(QuestionType::number);
    EXPECT_NE(draw(question, state).find("value=\"1234.5\""), std::string::npos);
    const auto& norwegian = words::testing::languages().get("nb");
    EXPECT_NE(draw(question, state, Heading::page, norwegian).find("value=\"1234,5\""), std::string::npos);
}

TEST_F(QuestionViewTest, TheBrowserFillsInNothingAboutSomebodyElse) {
    for (const auto type :
         {QuestionType::name, QuestionType::email, QuestionType::phone, QuestionType::address, QuestionType::contact}) {
        const Question question = question_of(type);
        EXPECT_FALSE(values_of(draw(question), "autocomplete").empty());
        const std::string member = draw(question, {}, Heading::page, words::testing::english(), false);
        EXPECT_TRUE(values_of(member, "autocomplete").empty()) << member;
    }
    Question own = question_of(QuestionType::text);
    own.autofill = "organization";
    EXPECT_EQ(values_of(draw(own), "autocomplete"), std::vector<std::string>{"organization"});
}

TEST_F(QuestionViewTest, UnitsAndCurrenciesAreSaidToWhoCannotSeeThem) {
    EXPECT_NE(
        draw(question_of(QuestionType::number)).find("govuk-visually-hidden\">, in cm</span></label>"),
        std::string::npos
    );
    const std::string money = draw(question_of(QuestionType::money));
    EXPECT_NE(money.find("Norwegian Krone</span></label>"), std::string::npos) << money;
    EXPECT_NE(money.find("inputmode=\"decimal\""), std::string::npos);
}

TEST_F(QuestionViewTest, NumbersOfDigitsGetTheirKeyboard) {
    Question question = question_of(QuestionType::identifier);
    question.scheme = "no-fnr";
    EXPECT_EQ(values_of(draw(question), "inputmode"), std::vector<std::string>{"numeric"});
    question.scheme = "iban";
    EXPECT_TRUE(values_of(draw(question), "inputmode").empty());
}

TEST_F(QuestionViewTest, LongListsMayBeFoundInByTyping) {
    EXPECT_EQ(draw(question_of(QuestionType::select)).find("gh-finder"), std::string::npos);
    EXPECT_NE(draw(question_of(QuestionType::country)).find("data-module=\"gh-finder\""), std::string::npos);
}

TEST_F(QuestionViewTest, TextsAndTablesAreShown) {
    EXPECT_NE(draw(question_of(QuestionType::guidance)).find("<p>Text</p>"), std::string::npos);
    EXPECT_NE(draw(question_of(QuestionType::details)).find("<summary"), std::string::npos);
    const std::string table = draw(question_of(QuestionType::table), {}, Heading::part);
    EXPECT_NE(table.find("&lt;1&gt;"), std::string::npos);
    EXPECT_NE(table.find("<caption"), std::string::npos);
    EXPECT_TRUE(values_of(draw(question_of(QuestionType::guidance)), "name").empty());
}

}  // namespace
}  // namespace guildhall::portal
