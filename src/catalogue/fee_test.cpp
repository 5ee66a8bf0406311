// `fee:` of service.yaml: what is read, what is refused and where.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalogue/check.hpp"
#include "catalogue/outline.hpp"
#include "catalogue/testing.hpp"

namespace guildhall::catalogue {
namespace {

using testing::all_text;
using testing::complaints_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::load_lines;

const std::string questions =
    "questions:\n"
    "  size: {ask: Size, type: radios, options: {small: Small, large: Large}}\n"
    "  days: {ask: Days, type: number}\n"
    "  intro: {ask: Read, type: guidance, text: This}\n";

std::string checked(const std::string& fee) {
    const auto loaded = load_lines("fee: " + fee + "\n" + questions);
    if (!loaded.service) return "refused\n" + all_text(loaded.complaints);
    std::string out;
    for (const auto& one : check_service(*loaded.service, {})) {
        if (one.severity == base::Severity::error) out += one.text() + "\n";
    }
    return out;
}

TEST(Fee, IsAnExpressionOrAMap) {
    const auto short_form = load_lines("fee: if size = \"large\" then 48 else 24\n" + questions).service;
    ASSERT_TRUE(short_form && short_form->fee);
    EXPECT_EQ(short_form->fee->currency, "GBP");
    EXPECT_EQ(short_form->fee_purpose(), "T") << "the title, where it does not say";
    const auto map = load_lines("fee: {amount: days * 2, currency: JPY, for: A place}\n" + questions).service;
    ASSERT_TRUE(map && map->fee);
    EXPECT_EQ(map->fee->amount.text(), "days * 2");
    EXPECT_EQ(map->fee->currency, "JPY");
    EXPECT_EQ(map->fee_purpose(), "A place");
}

TEST(Fee, HasItsWordsInAnotherLanguage) {
    const auto loaded =
        load_lines("fee: {amount: 24, for: A place}\n" + questions, {{"words.cy.yaml", "fee:\n  for: Lle\n"}});
    ASSERT_TRUE(loaded.service) << all_text(loaded.complaints);
    EXPECT_EQ(loaded.service->in_language("cy").fee_purpose(), "Lle");
}

TEST(Fee, IsRefusedWithItsPlace) {
    EXPECT_THAT(complaints_of("fee: sise * 2\n" + questions), HasSubstr("service.yaml:5:6: error: "));
    EXPECT_THAT(complaints_of("fee: sise * 2\n" + questions), HasSubstr("`size`"));
    EXPECT_THAT(complaints_of("fee: \"1 +\"\n" + questions), HasSubstr("which is not FEEL"));
    EXPECT_THAT(complaints_of("fee: intro\n" + questions), HasSubstr("there to read"));
    EXPECT_THAT(complaints_of("fee: {currency: GBP}\n" + questions), HasSubstr("refused"));
    EXPECT_THAT(complaints_of("fee: {amount: 1, currency: pounds}\n" + questions), HasSubstr("refused"));
    EXPECT_THAT(complaints_of("fee: {amount: 1, due: now}\n" + questions), HasSubstr("refused"));
    EXPECT_THAT(complaints_of("fee: 24\n"), HasSubstr("refused"));
}

TEST(Fee, IsTriedWithAllAnswersThatItCanRead) {
    EXPECT_THAT(checked("24"), IsEmpty());
    EXPECT_THAT(checked("0"), IsEmpty());
    EXPECT_THAT(checked("if size = \"large\" then 48.50 else null"), IsEmpty());
    EXPECT_THAT(checked("days * 2"), IsEmpty()) << "too many answers to try; examples do";
    EXPECT_THAT(checked("24.505"), HasSubstr("24.505 GBP, which cannot be paid: the currency has 2 decimals"));
    EXPECT_THAT(checked("{amount: 24.5, currency: JPY}"), HasSubstr("the currency has 0 decimals"));
    EXPECT_THAT(checked("if size = \"large\" then -1 else 24"), HasSubstr("less than nothing when size = \"large\""));
    EXPECT_THAT(checked("size"), HasSubstr("expected an amount such as 24"));
    EXPECT_THAT(checked("size * 2"), HasSubstr("comes to nothing that can be paid"));
}

TEST(Fee, StandsInTheOutline) {
    const auto service = load_lines("fee: {amount: days * 2, for: A place}\n" + questions).service;
    ASSERT_TRUE(service);
    EXPECT_THAT(
        outline_text(*service), HasSubstr("To pay before sending in\n       - A place  [fee: days * 2, in GBP]\n")
    );
    EXPECT_THAT(outline_svg(*service), HasSubstr("To pay: A place"));
}

TEST(Fee, OfAnExampleIsAnAmount) {
    const auto with = [](const std::string& fee_lines, const std::string& fee) {
        return complaints_of(
            fee_lines + questions,
            {{"examples.yaml", "- example: one\n  given: {size: small, days: 1}\n  fee: " + fee + "\n"}}
        );
    };
    EXPECT_THAT(with("fee: days * 2\n", "2"), ::testing::Not(HasSubstr("refused")));
    EXPECT_THAT(with("", "2"), HasSubstr("the service has no `fee:`"));
    EXPECT_THAT(with("fee: days * 2\n", "much"), HasSubstr("refused"));
}

}  // namespace
}  // namespace guildhall::catalogue
