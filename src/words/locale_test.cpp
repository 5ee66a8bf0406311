#include "words/locale.hpp"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "words/testing.hpp"

namespace guildhall::words {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::languages;
using namespace std::chrono_literals;

constexpr auto fifth_of_june = 2026y / 6 / 5;

/// ICU parts groups and signs by spaces that do not break; a test reads better with plain ones.
std::string plain_spaces(std::string text) {
    for (const std::string_view space : {"\u00a0", "\u202f"}) {
        for (auto at = text.find(space); at != std::string::npos; at = text.find(space)) {
            text.replace(at, space.size(), " ");
        }
    }
    return text;
}

std::string formatted(const char* tag, std::string_view pattern, const Arguments& arguments) {
    const auto out = languages().get(tag).format(pattern, arguments);
    return out ? *out : "refused: " + out.error().detail.text;
}

TEST(Locale, WritesAMessageWithItsArguments) {
    const Locale& english = languages().get("en");
    EXPECT_EQ(english.text("form.continue"), "Continue");
    EXPECT_EQ(english.text("form.optional", {{"question", "Your {name}?"}}), "Your {name}? (optional)");
    EXPECT_EQ(english.text("journey.questions_left", {{"count", 1}}), "At most 1 question left.");
    EXPECT_EQ(english.text("journey.questions_left", {{"count", 1200}}), "At most 1,200 questions left.");
}

TEST(Locale, SaysAKeyThatNobodyHas) {
    EXPECT_EQ(languages().get("nn").text("no.such_key", {{"count", 1}}), "no.such_key");
    EXPECT_EQ(languages().get("nn").language_of("no.such_key"), "en");
}

TEST(Locale, TakesWordsFromTheLanguageThatItFallsBackTo) {
    const Locale first("en", {{"a", "one"}, {"b", "two"}, {"c", "{n, plural, one {# day} other {# days}}"}}, nullptr);
    const Locale second("nb", {{"b", "to"}}, &first);
    const Locale third("nn", {}, &second);
    EXPECT_EQ(third.text("a"), "one");
    EXPECT_EQ(third.language_of("a"), "en");
    EXPECT_EQ(third.text("b"), "to");
    EXPECT_EQ(third.language_of("b"), "nb");
    // English words have English rules, whoever reads them.
    EXPECT_EQ(third.text("c", {{"n", 1500}}), "1,500 days");
    EXPECT_FALSE(third.has("b"));
}

TEST(Locale, KeepsNumbersAsExactAsTheyAre) {
    EXPECT_EQ(formatted("en", "{low}", {{"low", Decimal{"0.00012"}}}), "0.00012");
    EXPECT_EQ(
        formatted("en", "{low} {n, plural, one {a} other {b}}", {{"low", Decimal{"12.5000"}}, {"n", 1}}), "12.5000 a"
    );
    EXPECT_EQ(formatted("nb", "{n}", {{"n", Decimal{"-0.5"}}}), "−0,5");
    EXPECT_EQ(formatted("en", "{n}", {{"n", std::int64_t{9007199254740993}}}), "9,007,199,254,740,993");
}

TEST(Locale, WritesDatesOnTheirDay) {
    EXPECT_EQ(formatted("en", "Until {day}.", {{"day", fifth_of_june}}), "Until 5 June 2026.");
    EXPECT_EQ(
        formatted("cy", "{n, plural, other {{day, date, long}}}", {{"n", 1}, {"day", fifth_of_june}}), "5 Mehefin 2026"
    );
    EXPECT_EQ(formatted("en", "{day, date, short}", {{"day", fifth_of_june}}), "05/06/2026");
    EXPECT_EQ(languages().get("en").date(fifth_of_june), "5 June 2026");
    EXPECT_EQ(languages().get("nb").date(fifth_of_june), "5. juni 2026");
    EXPECT_EQ(languages().get("en").date(2026y / 2 / 30), "");
    EXPECT_EQ(languages().get("en").month(2026, 6), "June 2026");
    EXPECT_EQ(languages().get("cy").month(2026, 6), "Mehefin 2026");
}

TEST(Locale, TakesABraceOrAnApostropheThatIsMeant) {
    EXPECT_EQ(formatted("en", "it's '{'here'}'", {}), "it's {here}");
    EXPECT_EQ(formatted("en", "{a} '{b}'", {{"a", "x"}, {"b", "y"}}), "x {b}");
}

TEST(Locale, RefusesAPatternThatIsNotWhole) {
    EXPECT_THAT(formatted("en", "{count, plural, one {#}}", {{"count", 1}}), HasSubstr("no `other`"));
    EXPECT_THAT(formatted("en", "a {", {}), HasSubstr("refused: "));
    EXPECT_THAT(formatted("en", "{a, nonsense}", {{"a", "b"}}), HasSubstr("refused: "));
    EXPECT_THAT(formatted("en", std::string(20'001, '{'), {}), HasSubstr("too long"));
    // A text where a number is needed.
    EXPECT_THAT(formatted("en", "{n, plural, other {#}}", {{"n", "many"}}), HasSubstr("refused: "));
}

TEST(Locale, LeavesTheNameOfAnArgumentThatIsNotGiven) {
    EXPECT_EQ(formatted("en", "Dear {name}", {}), "Dear {name}");
}

TEST(Locale, WritesNumbersAndMoney) {
    const Locale& english = languages().get("en");
    const Locale& norwegian = languages().get("nb");
    EXPECT_EQ(english.number("1234.50"), "1,234.50");
    EXPECT_EQ(english.number("12345678901234567890123456789"), "12,345,678,901,234,567,890,123,456,789");
    EXPECT_EQ(plain_spaces(norwegian.number("1234.5")), "1 234,5");
    EXPECT_EQ(english.number("a lot"), "a lot");
    EXPECT_EQ(english.number("1."), "1.");
    EXPECT_EQ(english.money("12.5", "GBP"), "£12.50");
    EXPECT_EQ(english.money("1200", "JPY"), "¥1,200");
    EXPECT_EQ(plain_spaces(norwegian.money("1200", "NOK")), "kr 1 200,00");
    EXPECT_EQ(english.money("12.5", "?"), "12.5");
    EXPECT_EQ(english.money("12.5", "gbp"), "12.5");
    EXPECT_EQ(english.currency_sign("GBP"), "£");
}

TEST(Locale, JoinsLists) {
    EXPECT_EQ(languages().get("en").list({}), "");
    EXPECT_EQ(languages().get("en").list({"a"}), "a");
    EXPECT_EQ(languages().get("en").list({"a", "b", "c"}), "a, b and c");
    EXPECT_EQ(languages().get("nb").list({"a", "b", "c"}), "a, b og c");
    EXPECT_EQ(languages().get("cy").list({"a", "b"}), "a a(c) b");
}

TEST(Locale, KnowsTheFormsOfPlurals) {
    EXPECT_THAT(languages().get("cy").plural_categories(), ElementsAre("few", "many", "one", "other", "two", "zero"));
    EXPECT_THAT(languages().get("nn").plural_categories(), ElementsAre("one", "other"));
    EXPECT_EQ(languages().get("cy").plural_category(3), "few");
    EXPECT_EQ(languages().get("cy").plural_category(6), "many");
    EXPECT_EQ(languages().get("cy").plural_category(10), "other");
    EXPECT_EQ(languages().get("en").plural_category(1), "one");
}

TEST(Locale, NamesItselfCountriesAndCurrencies) {
    EXPECT_EQ(languages().get("cy").name(), "Cymraeg");
    EXPECT_EQ(languages().get("en").name(), "English");
    const auto name_of = [](const Names& names, std::string_view code) {
        for (const auto& [known, name] : names) {
            if (known == code) return name;
        }
        return std::string{};
    };
    EXPECT_EQ(name_of(languages().get("en").countries(), "GB"), "United Kingdom");
    EXPECT_EQ(name_of(languages().get("nb").countries(), "GB"), "Storbritannia");
    EXPECT_EQ(name_of(languages().get("en").currencies(), "NOK"), "Norwegian Krone");
    // Å is the last letter in Norwegian: Åland stands at the end there, and near the beginning in English.
    EXPECT_EQ(languages().get("nb").countries().back().first, "AX");
    EXPECT_NE(languages().get("en").countries().back().first, "AX");
    EXPECT_GT(languages().get("en").countries().size(), 240U);
}

TEST(Locale, FormatsOneMessageOnManyThreads) {
    const Locale& welsh = languages().get("cy");
    const std::string pattern = "{n, plural, two {# ddiwrnod} other {# diwrnod}} {day, date, long} {d}";
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 2'000; ++i) {
                const bool two = (i + thread) % 2 == 0;
                const auto out =
                    welsh.format(pattern, {{"n", two ? 2 : 5}, {"day", fifth_of_june}, {"d", Decimal{"1.50"}}});
                const std::string wanted = (two ? "2 ddiwrnod" : "5 diwrnod") + std::string{" 5 Mehefin 2026 1.50"};
                if (!out || *out != wanted) ++wrong;
                // More patterns than are kept, so that what is in use is thrown out.
                (void)welsh.format("{n, number} " + std::to_string(i * 4 + thread), {{"n", i}});
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
}

TEST(Patterns, NameTheirArguments) {
    EXPECT_THAT(
        arguments_of("{item} {n, plural, one {# {thing}} other {# {things}}} {item}"),
        ElementsAre("item", "n", "thing", "things")
    );
    EXPECT_THAT(arguments_of("{0} {10}"), ElementsAre("0", "10"));
    EXPECT_THAT(arguments_of("plain"), ElementsAre());
    EXPECT_EQ(problem_of_pattern("{a} {b, number}"), "");
    EXPECT_NE(problem_of_pattern("{a"), "");
}

}  // namespace
}  // namespace guildhall::words
