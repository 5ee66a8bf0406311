#include "journeys/answers.hpp"

#include <gmock/gmock.h>

#include "catalogue/load.hpp"
#include "journeys/internal/typed_number.hpp"
#include "journeys/sample.hpp"
#include "words/testing.hpp"

namespace guildhall::journeys {
namespace {

using catalogue::Question;
using catalogue::QuestionType;
using words::testing::english;

const base::Instant now = *base::from_rfc3339("2026-11-22T09:00:00Z");

Question question(QuestionType type) {
    Question made;
    made.id = "q";
    made.type = type;
    made.ask = "What is it?";
    if (type == QuestionType::money) made.currency = "GBP";
    if (type == QuestionType::radios || type == QuestionType::checkboxes || type == QuestionType::select)
        made.options = {{"rent", "I rent"}, {"own", "I own my home"}, {"a-1.b", "Something else"}};
    if (type == QuestionType::identifier) made.scheme = "iban";
    if (type == QuestionType::file) made.accept = {"image"};
    return made;
}

ReadAnswer read(const Question& asked, const SentFields& sent) {
    return read_answer(asked, sent, english());
}

ReadAnswer read_one(QuestionType type, const std::string& text) {
    return read(question(type), {{"q", text}});
}

std::string problem_with(QuestionType type, const std::string& text) {
    const auto answer = read_one(type, text);
    return answer.answer ? "none: " + answer.answer->text() : answer.problems.at(0).problem.text(english());
}

TEST(Answers, NumbersAreReadAsPeopleWriteThem) {
    const std::pair<const char*, const char*> right[] = {
        {"45", "45"},           {" 45 ", "45"},           {"30,5", "30.5"},
        {"30.5", "30.5"},       {"1,234", "1234"},        {"1,234.5", "1234.5"},
        {"1.234,5", "1234.5"},  {"1 234,5", "1234.5"},    {"+7", "7"},
        {"-7", "-7"},           {"\u22127", "-7"},        {"1\u00a0234", "1234"},
        {"\uff11\uff12", "12"}, {"\u0661\u0662", "12"},   {".5", "0.5"},
        {"007", "7"},           {"1,234,567", "1234567"}, {"0,123", "0.123"},
        {"1'000", "1000"},
    };
    for (const auto& [typed, kept] : right)
        EXPECT_EQ(read_one(QuestionType::number, typed).answer, base::Json{kept}) << typed;
    for (const char* wrong :
         {"thick", "1e3", "--3", "4 5", "NaN", "Infinity", "0x10", "1,23,4", "1.2.3", "\u00bd", "5%", "١e", "\xff\xfe",
          "99999999999999999999999999999999999999", "1,234,56", "12 34"}) {
        EXPECT_EQ(problem_with(QuestionType::number, wrong), "Enter a number in digits, such as 45") << wrong;
    }
    EXPECT_EQ(problem_with(QuestionType::number, " "), "Enter a number: What is it?");
}

TEST(Answers, TheSignBeforeDecimalsIsTheLanguages) {
    EXPECT_EQ(internal::read_typed_number("1,234", '.')->text(), "1234");
    EXPECT_EQ(internal::read_typed_number("1,234", ',')->text(), "1.234");
    EXPECT_EQ(internal::read_typed_number("1.234", ',')->text(), "1234");
    EXPECT_EQ(internal::read_typed_number("1.234", '.')->text(), "1.234");
}

TEST(Answers, AUnitBehindANumberIsForgiven) {
    Question asked = question(QuestionType::number);
    asked.unit = "cm";
    EXPECT_EQ(read(asked, {{"q", " 45 cm "}}).answer, base::Json{"45"});
    EXPECT_EQ(to_words(asked, base::Json{"1045.5"}, english()), "1,045.5 cm");
}

TEST(Answers, MoneyHasItsCurrencysDecimals) {
    Question asked = question(QuestionType::money);
    EXPECT_EQ(read(asked, {{"q", "£1,200.50"}}).answer, base::Json{"1200.5"});
    EXPECT_EQ(to_words(asked, base::Json{"1200.5"}, english()), "£1,200.50");
    EXPECT_EQ(problem_with(QuestionType::money, "1.234"), "Enter an amount with at most 2 decimals");
    EXPECT_EQ(problem_with(QuestionType::money, "a lot"), "Enter an amount in digits, such as 120.50");
    asked.currency = "JPY";
    EXPECT_FALSE(read(asked, {{"q", "100.5"}}).answer);
    asked.currency = "NOK";
    EXPECT_EQ(read(asked, {{"q", "kr 100"}}).answer, base::Json{"100"});
}

TEST(Answers, TextIsKeptAsItIsOrRefused) {
    for (const char* text :
         {"O'Brien & <b>sons</b>", "Zoë", "e\u0301", "漢字", "\u05e9\u05dc\u05d5\u05dd", "😀", "a\u200db", "{name}",
          "\"; DROP TABLE drafts; --"}) {
        EXPECT_EQ(read_one(QuestionType::text, text).answer, base::Json{text}) << text;
    }
    const std::string refused = "Write your answer again: it holds characters that we cannot read";
    for (const std::string& text :
         {std::string{"a\xff"}, std::string{"a\0b", 3}, std::string{"bell\a"}, std::string{"a\u0085b"},
          std::string{"\u202egnp.exe"}, std::string{"\xed\xa0\x80"}}) {
        EXPECT_EQ(problem_with(QuestionType::text, text), refused);
    }
    EXPECT_EQ(read_one(QuestionType::text, "two\r\nlines").answer, base::Json{"two lines"});
    EXPECT_EQ(read_one(QuestionType::long_text, "two\r\nlines").answer, base::Json{"two\nlines"});
    EXPECT_TRUE(read_one(QuestionType::text, std::string(200, 'x')).answer);
    EXPECT_EQ(
        problem_with(QuestionType::text, std::string(201, 'x')),
        "Your answer must be 200 characters or fewer. It has 201"
    );
    EXPECT_TRUE(read_one(QuestionType::long_text, std::string(10'000, 'x')).answer);
    EXPECT_FALSE(read_one(QuestionType::long_text, std::string(10'001, 'x')).answer);
}

TEST(Answers, TextKeepsToTheLimitsOfTheQuestion) {
    Question asked = question(QuestionType::long_text);
    asked.limits.max_words = 3;
    EXPECT_TRUE(read(asked, {{"q", "one two  three"}}).answer);
    EXPECT_EQ(
        read(asked, {{"q", "one two three four"}}).problems.at(0).problem.text(english()),
        "Your answer must be 3 words or fewer"
    );
    asked.limits = {};
    asked.limits.min_length = 4;
    EXPECT_FALSE(read(asked, {{"q", "abc"}}).answer);
    EXPECT_TRUE(read(asked, {{"q", "äöüß"}}).answer) << "characters, not bytes";
}

TEST(Answers, DatesAreThoseOfTheCalendar) {
    const Question asked = question(QuestionType::date);
    const auto read_date = [&](const char* day, const char* month, const char* year) {
        return read(asked, {{"q-day", day}, {"q-month", month}, {"q-year", year}});
    };
    EXPECT_EQ(read_date("5", "6", "2026").answer, base::Json{"2026-06-05"});
    EXPECT_EQ(read_date("29", "2", "2024").answer, base::Json{"2024-02-29"});
    for (const auto& [day, month, year] :
         {std::tuple{"29", "2", "2026"},
          {"31", "4", "2026"},
          {"0", "1", "2026"},
          {"1", "13", "2026"},
          {"x", "1", "2026"},
          {"1.5", "1", "2026"},
          {"99999999999", "1", "2026"},
          {"-1", "1", "2026"}}) {
        const auto wrong = read_date(day, month, year);
        ASSERT_FALSE(wrong.answer) << day;
        EXPECT_EQ(wrong.problems.at(0).field, "q-day");
        EXPECT_EQ(wrong.problems.at(0).problem.text(english()), "Enter a real date, such as 27 3 2026");
    }
    EXPECT_EQ(read_date("1", "1", "26").problems.at(0).field, "q-year");
    EXPECT_EQ(read_date("1", "", "2026").problems.at(0).problem.text(english()), "The date must include a month");
    EXPECT_EQ(to_words(asked, base::Json{"2026-06-05"}, english()), "5 June 2026");
    EXPECT_TRUE(feel::identical(to_feel(asked, base::Json{"2026-06-05"}), feel::Value{feel::Date(2026, 6, 5)}));
    EXPECT_TRUE(problem_of_form(asked, base::Json{"2026-02-30"}));
}

TEST(Answers, MonthsAndYears) {
    const Question month = question(QuestionType::month);
    EXPECT_EQ(read(month, {{"q-month", "6"}, {"q-year", "2026"}}).answer, base::Json{"2026-06"});
    EXPECT_FALSE(read(month, {{"q-month", "13"}, {"q-year", "2026"}}).answer);
    EXPECT_EQ(to_words(month, base::Json{"2026-06"}, english()), "June 2026");
    EXPECT_EQ(read_one(QuestionType::year, "1999").answer, base::Json{"1999"});
    EXPECT_EQ(problem_with(QuestionType::year, "99"), "Enter the year with four digits, such as 2026");
}

TEST(Answers, OnlyOptionsThatExistAreTaken) {
    EXPECT_EQ(read_one(QuestionType::radios, "a-1.b").answer, base::Json{"a-1.b"});
    EXPECT_EQ(problem_with(QuestionType::radios, "yacht"), "Choose one of the answers: What is it?");
    EXPECT_EQ(problem_with(QuestionType::select, ""), "Choose one answer: What is it?");
    const auto several = read(question(QuestionType::checkboxes), {{"q", "own"}, {"q", "rent"}, {"q", "own"}});
    ASSERT_TRUE(several.answer);
    EXPECT_EQ(several.answer->text(), R"(["rent","own"])");
    EXPECT_EQ(to_words(question(QuestionType::checkboxes), *several.answer, english()), "I rent\nI own my home");
    EXPECT_EQ(read_one(QuestionType::country, "NO").answer, base::Json{"NO"});
    EXPECT_FALSE(read_one(QuestionType::country, "Norway").answer);
    EXPECT_EQ(to_words(question(QuestionType::country), base::Json{"NO"}, english()), "Norway");
    EXPECT_EQ(read_one(QuestionType::currency, "NOK").answer, base::Json{"NOK"});
}

TEST(Answers, BoxesAndYesOrNo) {
    EXPECT_EQ(read_one(QuestionType::yes_no, "no").answer, base::Json{false});
    EXPECT_EQ(problem_with(QuestionType::yes_no, "perhaps"), "Choose yes or no: What is it?");
    EXPECT_EQ(read_one(QuestionType::tick, "").answer, base::Json{false});
    EXPECT_FALSE(read_one(QuestionType::tick, "perhaps").answer) << "no form sends that";
    EXPECT_FALSE(read(question(QuestionType::checkboxes), {{"q", "own"}, {"q", "yacht"}}).answer)
        << "nothing is left out without a word";
    EXPECT_EQ(problem_with(QuestionType::declaration, ""), "Tick the box to go on: What is it?");
    EXPECT_TRUE(problem_of_form(question(QuestionType::declaration), base::Json{false}));
}

TEST(Answers, IdentifiersAreCheckedAndShownInGroups) {
    const auto read_iban = read_one(QuestionType::identifier, "gb82 west 1234 5698 7654 32");
    ASSERT_TRUE(read_iban.answer);
    EXPECT_EQ(*read_iban.answer, base::Json{"GB82WEST12345698765432"});
    EXPECT_EQ(
        to_words(question(QuestionType::identifier), *read_iban.answer, english()), "GB82 WEST 1234 5698 7654 32"
    );
    EXPECT_THAT(problem_with(QuestionType::identifier, "GB82WEST12345698765433"), ::testing::HasSubstr("IBAN"));
}

TEST(Answers, ContactDetailsAreCheckedOneByOne) {
    const Question contact = question(QuestionType::contact);
    EXPECT_EQ(read(contact, {{"q-name", ""}, {"q-email", "nobody"}, {"q-phone", "x"}}).problems.size(), 3U);
    // No mail is ever sent to what a mail program could take for an option.
    EXPECT_FALSE(read(contact, {{"q-name", "A"}, {"q-email", "-a@example.org"}}).answer);
    const auto tidied =
        read(contact, {{"q-name", "A"}, {"q-email", " a@B\u00fccher.example"}, {"q-phone", "01632\u00a0 960 001"}});
    ASSERT_TRUE(tidied.answer);
    EXPECT_EQ(tidied.answer->string_at("email"), "a@xn--bcher-kva.example");
    EXPECT_EQ(tidied.answer->string_at("phone"), "01632 960 001");
    const auto right = read(contact, {{"q-name", "A"}, {"q-email", "a@example.org"}});
    ASSERT_TRUE(right.answer);
    EXPECT_EQ(to_words(contact, *right.answer, english()), "A\na@example.org");
}

TEST(Answers, AddressesNeedAStreetATownAndAPostcodeAtHome) {
    const Question address = question(QuestionType::address);
    const auto missing = read(address, {});
    ASSERT_EQ(missing.problems.size(), 3U);
    EXPECT_EQ(missing.problems.at(0).field, "q-line1");
    const auto abroad =
        read(address, {{"q-line1", "1 Rue"}, {"q-town", "Ville"}, {"q-country", "FR"}, {"q-postcode", ""}});
    ASSERT_TRUE(abroad.answer);
    EXPECT_EQ(to_words(address, *abroad.answer, english()), "1 Rue\nVille\nFrance");
    EXPECT_FALSE(read(address, {{"q-line1", "1 Rue"}, {"q-town", "Ville"}, {"q-country", "XX"}}).answer);
}

TEST(Answers, PlacesAreDescribedOrGivenAsAPoint) {
    const Question place = question(QuestionType::location);
    EXPECT_EQ(read(place, {}).problems.at(0).field, "q-text");
    const auto point = read(place, {{"q-point", "51.5007, -0.1246"}});
    ASSERT_TRUE(point.answer);
    EXPECT_EQ(point.answer->string_at("latitude"), "51.500700");
    EXPECT_EQ(to_words(place, *point.answer, english()), "51.500700, -0.124600");
    EXPECT_EQ(read(place, {{"q-point", "somewhere"}}).problems.at(0).field, "q-point");
}

TEST(Answers, WhatMayBeLeftEmptyIsNull) {
    for (int i = 0; i <= static_cast<int>(QuestionType::location); ++i) {
        Question asked = question(static_cast<QuestionType>(i));
        asked.optional = true;
        const auto answer = read(asked, {});
        ASSERT_TRUE(answer.answer) << catalogue::question_type_name(asked.type);
        if (asked.type == QuestionType::tick || asked.type == QuestionType::checkboxes) continue;
        EXPECT_TRUE(answer.answer->is_null()) << catalogue::question_type_name(asked.type);
        EXPECT_FALSE(problem_of_form(asked, *answer.answer));
        EXPECT_TRUE(to_feel(asked, *answer.answer).is_null());
        EXPECT_EQ(to_words(asked, *answer.answer, english()), "");
    }
}

/// Every type, many seeds: an answer that is made up is taken by the form that it would be sent with, and comes back
/// the same from the rules' values.
TEST(Answers, WhatIsMadeUpComesBackTheSame) {
    catalogue::Service service;
    for (int i = 0; i <= static_cast<int>(QuestionType::location); ++i) {
        const Question asked = question(static_cast<QuestionType>(i));
        service.questions = {asked};
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const auto answer = sample_answer(service, asked, {}, {}, now, seed);
            ASSERT_TRUE(answer) << catalogue::question_type_name(asked.type);
            const auto again = read(asked, fields_of(asked, *answer));
            ASSERT_TRUE(again.answer) << catalogue::question_type_name(asked.type) << answer->text() << " "
                                      << again.problems.at(0).problem.text(english());
            const base::Json back = from_feel(asked, to_feel(asked, *again.answer));
            EXPECT_TRUE(feel::identical(to_feel(asked, back), to_feel(asked, *again.answer)))
                << catalogue::question_type_name(asked.type) << back.text();
            EXPECT_FALSE(problem_of_form(asked, *again.answer));
        }
    }
}

TEST(Answers, TheProblemOfAQuestionIsInItsOwnWords) {
    const auto loaded = catalogue::load_files({{"service.yaml", R"yaml(service: small
version: 1
title: A small one
summary: For tests.
questions:
  start:
    ask: When does it start?
    type: date
  end:
    ask: When does it end?
    type: date
    valid: end >= start
    say: The end must not be before the start
  people:
    ask: How many people?
    type: number
    range: "[1..1500]"
)yaml"}});
    for (const auto& complaint : loaded.complaints) ADD_FAILURE() << complaint.text();
    ASSERT_TRUE(loaded.service);
    const Question& end = *loaded.service->find("end");
    feel::Context known;
    known.entries.emplace_back("start", feel::Value{feel::Date(2026, 5, 1)});
    const feel::ContextScope scope(known);
    const auto wrong = problem_of(end, base::Json{"2026-04-30"}, scope, now);
    ASSERT_TRUE(wrong);
    EXPECT_EQ(wrong->field, "end-day");
    EXPECT_EQ(wrong->problem.text(english()), "The end must not be before the start");
    EXPECT_FALSE(problem_of(end, base::Json{"2026-05-01"}, scope, now));
    const auto many = problem_of(*loaded.service->find("people"), base::Json{"1501"}, scope, now);
    ASSERT_TRUE(many);
    EXPECT_EQ(many->problem.text(english()), "Enter a number between 1 and 1,500");
}

}  // namespace
}  // namespace guildhall::journeys
