// Days, months and years.

#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "base/clock.hpp"
#include "journeys/internal/answer_type.hpp"

namespace guildhall::journeys::internal {
namespace {

/// A whole number of at most four digits.
std::optional<int> whole(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || text.size() > 4 || number < 0) return std::nullopt;
    return number;
}

bool is_year(int year) {
    return year >= 1000 && year <= 9999;
}

/// What stands in the boxes of a date, or what is wrong with them.
struct Boxes {
    std::optional<int> day{}, month{}, year{};
    std::optional<ReadAnswer> problem{};
};

Boxes read_boxes(const Question& question, const SentFields& sent, bool with_day) {
    const std::string day = with_day ? field(sent, question.id + "-day") : "1";
    const std::string month = field(sent, question.id + "-month");
    const std::string year = field(sent, question.id + "-year");
    const std::string first = question.id + (with_day ? "-day" : "-month");
    if ((!with_day || day.empty()) && month.empty() && year.empty())
        return {.problem = empty(question, first, with_day ? "answers.missing_date" : "answers.missing_month")};
    if (day.empty()) return {.problem = wrong(question.id + "-day", "answers.date_needs_day")};
    if (month.empty()) return {.problem = wrong(question.id + "-month", "answers.date_needs_month")};
    if (year.empty()) return {.problem = wrong(question.id + "-year", "answers.date_needs_year")};
    Boxes boxes{.day = whole(day), .month = whole(month), .year = whole(year)};
    if (!boxes.year || !is_year(*boxes.year)) {
        boxes.problem = wrong(question.id + "-year", "answers.year_four_digits");
    } else if (!boxes.day || !boxes.month) {
        boxes.problem = wrong(first, "answers.date_impossible");
    }
    return boxes;
}

std::optional<std::chrono::year_month_day> day_of(int year, int month, int day) {
    if (!is_year(year) || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
    const std::chrono::year_month_day date{
        std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{static_cast<unsigned>(day)}
    };
    return date.ok() ? std::optional{date} : std::nullopt;
}

/// `2026-11-22`, or `2026-11` for a day of 1.
std::optional<std::chrono::year_month_day> kept_day(std::string_view text, bool with_day) {
    if (text.size() != (with_day ? 10U : 7U) || text[4] != '-' || (with_day && text[7] != '-')) return std::nullopt;
    const auto year = whole(text.substr(0, 4)), month = whole(text.substr(5, 2));
    const auto day = with_day ? whole(text.substr(8, 2)) : std::optional{1};
    return year && month && day ? day_of(*year, *month, *day) : std::nullopt;
}

ReadAnswer read_date(const Question& question, const SentFields& sent, const words::Locale&) {
    Boxes boxes = read_boxes(question, sent, true);
    if (boxes.problem) return *std::move(boxes.problem);
    const auto date = day_of(*boxes.year, *boxes.month, *boxes.day);
    if (!date) return wrong(question.id + "-day", "answers.date_impossible");
    return right(fmt::format("{:04}-{:02}-{:02}", *boxes.year, *boxes.month, *boxes.day));
}

std::optional<FieldProblem> fault_of_date(const Question& question, const base::Json& answer) {
    if (kept_day(text_of(answer), true)) return std::nullopt;
    return FieldProblem{question.id + "-day", {"answers.missing_date", {{"question", question.ask}}}};
}

feel::Value date_to_feel(const Question&, const base::Json& answer) {
    const auto day = kept_day(text_of(answer), true);
    return day ? feel::Value{feel::Date{*day}} : feel::Value{};
}

const feel::Date* date_in(const feel::Value& value) {
    if (const auto* moment = std::get_if<feel::DateTime>(&value.data())) return &moment->date;
    return std::get_if<feel::Date>(&value.data());
}

base::Json date_from_feel(const Question&, const feel::Value& value) {
    const feel::Date* date = date_in(value);
    if (!date || !is_year(date->year)) return {};
    return fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day);
}

std::string date_to_words(const Question&, const base::Json& answer, const words::Locale& locale) {
    const auto day = kept_day(text_of(answer), true);
    return day ? locale.date(*day) : std::string{};
}

ReadAnswer read_month(const Question& question, const SentFields& sent, const words::Locale&) {
    Boxes boxes = read_boxes(question, sent, false);
    if (boxes.problem) return *std::move(boxes.problem);
    if (!day_of(*boxes.year, *boxes.month, 1)) return wrong(question.id + "-month", "answers.date_impossible");
    return right(fmt::format("{:04}-{:02}", *boxes.year, *boxes.month));
}

std::optional<FieldProblem> fault_of_month(const Question& question, const base::Json& answer) {
    if (kept_day(text_of(answer), false)) return std::nullopt;
    return FieldProblem{question.id + "-month", {"answers.missing_month", {{"question", question.ask}}}};
}

feel::Value month_to_feel(const Question&, const base::Json& answer) {
    const auto day = kept_day(text_of(answer), false);
    return day ? feel::Value{feel::Date{*day}} : feel::Value{};
}

base::Json month_from_feel(const Question&, const feel::Value& value) {
    const feel::Date* date = date_in(value);
    if (!date || !is_year(date->year)) return {};
    return fmt::format("{:04}-{:02}", date->year, date->month);
}

std::string month_to_words(const Question&, const base::Json& answer, const words::Locale& locale) {
    const auto day = kept_day(text_of(answer), false);
    return day ? locale.month(static_cast<int>(day->year()), static_cast<unsigned>(day->month())) : std::string{};
}

ReadAnswer read_year(const Question& question, const SentFields& sent, const words::Locale&) {
    const std::string typed = field(sent, question.id);
    if (typed.empty()) return empty(question, question.id, "answers.missing_year");
    const auto year = whole(typed);
    if (!year || !is_year(*year)) return wrong(question.id, "answers.year_four_digits");
    return right(std::to_string(*year));
}

std::optional<FieldProblem> fault_of_year(const Question& question, const base::Json& answer) {
    const auto year = whole(text_of(answer));
    if (year && is_year(*year)) return std::nullopt;
    return FieldProblem{question.id, {"answers.year_four_digits"}};
}

feel::Value year_to_feel(const Question&, const base::Json& answer) {
    const auto year = feel::Number::parse(text_of(answer));
    return year ? feel::Value{*year} : feel::Value{};
}

base::Json year_from_feel(const Question&, const feel::Value& value) {
    const auto year = value.number() ? value.number()->integer() : std::nullopt;
    return year && *year >= 1000 && *year <= 9999 ? base::Json{std::to_string(*year)} : base::Json{};
}

std::string year_to_words(const Question&, const base::Json& answer, const words::Locale&) {
    return text_of(answer);
}

}  // namespace

const AnswerType& date_type() {
    static constexpr AnswerType type{read_date, fault_of_date, date_to_feel, date_from_feel, date_to_words};
    return type;
}

const AnswerType& month_type() {
    static constexpr AnswerType type{read_month, fault_of_month, month_to_feel, month_from_feel, month_to_words};
    return type;
}

const AnswerType& year_type() {
    static constexpr AnswerType type{read_year, fault_of_year, year_to_feel, year_from_feel, year_to_words};
    return type;
}

}  // namespace guildhall::journeys::internal
