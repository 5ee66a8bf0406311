#include "journeys/answers.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "feel/expression.hpp"

namespace guildhall::journeys {
namespace {

using catalogue::Question;
using catalogue::QuestionType;
using catalogue::Service;

constexpr std::size_t short_text_limit = 200;
constexpr std::size_t long_text_limit = 10000;

std::string field(const SentFields& sent, std::string_view name) {
    const auto found = sent.find(name);
    return found == sent.end() ? std::string{} : std::string{base::trimmed(found->second)};
}

ReadAnswer wrong(std::string control, std::string message) {
    return {std::nullopt, {{std::move(control), std::move(message)}}};
}

/// `How thick is the trunk?` as part of a sentence: without the question mark.
std::string as_topic(const std::string& ask) {
    std::string topic = ask;
    if (topic.ends_with('?')) topic.pop_back();
    return topic;
}

ReadAnswer read_text(const Question& question, const SentFields& sent, std::size_t limit) {
    std::string text = field(sent, question.id);
    if (text.empty()) {
        if (question.optional) return {base::Json{""}, {}};
        return wrong(question.id, fmt::format("Answer the question: {}", question.ask));
    }
    if (!base::is_valid_utf8(text))
        return wrong(question.id, "Write your answer again: it holds characters that we cannot read");
    const std::size_t length = base::code_point_count(text);
    if (length > limit) {
        return wrong(question.id, fmt::format("Your answer must be {} characters or fewer. It has {}", limit, length));
    }
    return {base::Json{std::move(text)}, {}};
}

ReadAnswer read_number(const Question& question, const SentFields& sent) {
    std::string text = field(sent, question.id);
    const std::string_view unit = question.unit;
    // People write the unit behind the number, and a comma for the decimal point.
    if (!unit.empty() && text.ends_with(unit))
        text = base::trimmed(std::string_view{text}.substr(0, text.size() - unit.size()));
    if (std::count(text.begin(), text.end(), ',') == 1 && text.find('.') == std::string::npos)
        std::replace(text.begin(), text.end(), ',', '.');
    if (text.empty()) {
        if (question.optional) return {base::Json{}, {}};
        return wrong(question.id, fmt::format("Enter a number: {}", question.ask));
    }
    const bool plain = text.size() <= 30 && text.find_first_not_of("0123456789.-") == std::string::npos;
    const auto number = plain ? feel::Number::parse(text) : std::nullopt;
    if (!number) return wrong(question.id, "Enter a number in digits, such as 45");
    return {base::Json{number->text()}, {}};
}

/// A calendar date from three fields `<id>-day`, `-month`, `-year`.
ReadAnswer read_date(const Question& question, const SentFields& sent) {
    const std::string day = field(sent, question.id + "-day");
    const std::string month = field(sent, question.id + "-month");
    const std::string year = field(sent, question.id + "-year");
    if (day.empty() && month.empty() && year.empty()) {
        if (question.optional) return {base::Json{}, {}};
        return wrong(question.id + "-day", fmt::format("Enter a date: {}", question.ask));
    }
    for (const auto& [part, name] : {std::pair{&day, "day"}, {&month, "month"}, {&year, "year"}}) {
        if (part->empty())
            return wrong(fmt::format("{}-{}", question.id, name), fmt::format("The date must include a {}", name));
    }
    const auto d = feel::Number::parse(day), m = feel::Number::parse(month), y = feel::Number::parse(year);
    if (d && m && y && d->integer() && m->integer() && y->integer() && *y->integer() >= 1000 && *y->integer() <= 9999) {
        const std::chrono::year_month_day date{
            std::chrono::year{static_cast<int>(*y->integer())},
            std::chrono::month{static_cast<unsigned>(std::clamp<std::int64_t>(*m->integer(), 0, 99))},
            std::chrono::day{static_cast<unsigned>(std::clamp<std::int64_t>(*d->integer(), 0, 99))}
        };
        if (date.ok()) {
            return {
                base::Json{fmt::format(
                    "{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                    static_cast<unsigned>(date.day())
                )},
                {}
            };
        }
    }
    return wrong(question.id + "-day", "Enter a real date, such as 27 3 2026");
}

bool looks_like_email(std::string_view text) {
    // HTML Living Standard, "valid e-mail address", with a dot asked for in the domain, RFC 5321's length, and no
    // hyphen in front: mail programs take it for an option, and no mail of ours is sent there.
    if (text.starts_with('-')) return false;
    const auto at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || text.size() > 254 || text.find('@') != at) return false;
    const std::string_view domain = text.substr(at + 1);
    if (domain.find('.') == std::string_view::npos || domain.starts_with('.') || domain.ends_with('.') ||
        domain.find("..") != std::string_view::npos)
        return false;
    static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const auto all_of = [](std::string_view part, std::string_view extra) {
        return std::all_of(part.begin(), part.end(), [&](char c) {
            return letters.find(c) != std::string_view::npos || extra.find(c) != std::string_view::npos;
        });
    };
    return all_of(text.substr(0, at), ".!#$%&'*+/=?^_`{|}~-") && all_of(domain, ".-");
}

bool looks_like_phone(std::string_view text) {
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits >= 5 && digits <= 20 && text.find_first_not_of("0123456789 +-()./") == std::string_view::npos;
}

ReadAnswer read_contact(const Question& question, const SentFields& sent) {
    ReadAnswer out;
    const std::string name = field(sent, question.id + "-name");
    const std::string email = field(sent, question.id + "-email");
    const std::string phone = field(sent, question.id + "-phone");
    if (name.empty() || !base::is_valid_utf8(name) || base::code_point_count(name) > short_text_limit) {
        out.errors.push_back(
            {question.id + "-name", name.empty() ? "Enter your name" : "Your name must be 200 characters or fewer"}
        );
    }
    if (!looks_like_email(email)) {
        out.errors.push_back(
            {question.id + "-email",
             email.empty() ? "Enter your e-mail address" : "Enter an e-mail address in the form name@example.com"}
        );
    }
    if (!phone.empty() && !looks_like_phone(phone)) {
        out.errors.push_back(
            {question.id + "-phone", "Enter a phone number in digits, such as 01632 960 001, or leave it empty"}
        );
    }
    if (out.errors.empty())
        out.answer = base::Json{base::Json::Object{{"name", name}, {"email", email}, {"phone", phone}}};
    return out;
}

ReadAnswer read_choice(const Question& question, const SentFields& sent) {
    const std::string value = field(sent, question.id);
    const auto known = std::any_of(question.options.begin(), question.options.end(), [&](const auto& option) {
        return option.value == value;
    });
    if (known) return {base::Json{value}, {}};
    if (value.empty() && question.optional) return {base::Json{""}, {}};
    return wrong(question.id, fmt::format("Choose one answer: {}", question.ask));
}

ReadAnswer read_choices(const Question& question, const SentFields& sent) {
    base::Json::Array chosen;
    for (const auto& option : question.options) {
        const auto [first, last] = sent.equal_range(question.id);
        if (std::any_of(first, last, [&](const auto& pair) { return pair.second == option.value; }))
            chosen.emplace_back(option.value);
    }
    if (chosen.empty() && !question.optional)
        return wrong(question.id, fmt::format("Choose at least one answer: {}", question.ask));
    return {base::Json{std::move(chosen)}, {}};
}

ReadAnswer read_by_type(const Question& question, const SentFields& sent) {
    switch (question.type) {
        case QuestionType::text:
        case QuestionType::name:
            return read_text(question, sent, short_text_limit);
        case QuestionType::location:
            return read_text(question, sent, 500);
        case QuestionType::long_text:
            return read_text(question, sent, long_text_limit);
        case QuestionType::number:
            return read_number(question, sent);
        case QuestionType::yes_no: {
            const std::string value = field(sent, question.id);
            if (value == "yes") return {base::Json{true}, {}};
            if (value == "no") return {base::Json{false}, {}};
            return wrong(question.id, fmt::format("Choose yes or no: {}", question.ask));
        }
        case QuestionType::radios:
            return read_choice(question, sent);
        case QuestionType::checkboxes:
            return read_choices(question, sent);
        case QuestionType::date:
            return read_date(question, sent);
        case QuestionType::email: {
            const std::string value = field(sent, question.id);
            if (value.empty() && question.optional) return {base::Json{""}, {}};
            if (!looks_like_email(value))
                return wrong(question.id, "Enter an e-mail address in the form name@example.com");
            return {base::Json{value}, {}};
        }
        case QuestionType::phone: {
            const std::string value = field(sent, question.id);
            if (value.empty() && question.optional) return {base::Json{""}, {}};
            if (!looks_like_phone(value))
                return wrong(question.id, "Enter a phone number in digits, such as 01632 960 001");
            return {base::Json{value}, {}};
        }
        case QuestionType::contact:
            return read_contact(question, sent);
        case QuestionType::file:
            return wrong(question.id, fmt::format("Choose a file: {}", question.ask));
    }
    return wrong(question.id, fmt::format("Answer the question: {}", question.ask));
}

bool is_option(const Question& question, const std::string& value) {
    return std::any_of(question.options.begin(), question.options.end(), [&](const catalogue::Option& option) {
        return option.value == value;
    });
}

/// All questions by id: answers, and null where there is none.
class AnswersScope final : public feel::Scope {
public:
    AnswersScope(const Service& service, const Answers& answers) {
        for (const auto& [id, question] : service.questions) {
            const auto found = answers.find(id);
            values_.emplace(id, found == answers.end() ? feel::Value{} : to_feel(question, found->second));
        }
    }
    [[nodiscard]] const feel::Value* find(std::string_view name) const override {
        const auto found = values_.find(name);
        return found == values_.end() ? nullptr : &found->second;
    }

private:
    std::map<std::string, feel::Value, std::less<>> values_;
};

}  // namespace

feel::Value to_feel(const Question& question, const base::Json& answer) {
    if (answer.is_null()) return feel::Value{};
    switch (question.type) {
        case QuestionType::number: {
            const auto* text = answer.string();
            const auto number = text ? feel::Number::parse(*text) : std::nullopt;
            return number ? feel::Value{*number} : feel::Value{};
        }
        case QuestionType::yes_no:
            return answer.boolean() ? feel::Value{*answer.boolean()} : feel::Value{};
        case QuestionType::date: {
            const auto* text = answer.string();
            const auto midnight = text ? base::from_rfc3339(*text + "T00:00:00Z") : std::nullopt;
            if (!midnight) return feel::Value{};
            return feel::Value{feel::Date{std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(*midnight)}}
            };
        }
        case QuestionType::checkboxes: {
            feel::List list;
            if (const auto* chosen = answer.array()) {
                for (const auto& item : *chosen)
                    list.push_back(item.string() ? feel::Value{*item.string()} : feel::Value{});
            }
            return feel::Value{std::move(list)};
        }
        case QuestionType::file:
        case QuestionType::contact:
            return feel::Value{true};
        case QuestionType::text:
        case QuestionType::long_text:
        case QuestionType::radios:
        case QuestionType::email:
        case QuestionType::phone:
        case QuestionType::name:
        case QuestionType::location:
            return answer.string() && !answer.string()->empty() ? feel::Value{*answer.string()} : feel::Value{};
    }
    return feel::Value{};
}

base::Json from_feel(const Question& question, const feel::Value& value) {
    switch (question.type) {
        case QuestionType::number:
            return value.number() ? base::Json{value.number()->text()} : base::Json{};
        case QuestionType::yes_no:
            return value.boolean() ? base::Json{*value.boolean()} : base::Json{};
        case QuestionType::date: {
            const auto* date = std::get_if<feel::Date>(&value.data());
            return date ? base::Json{fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day)}
                        : base::Json{};
        }
        case QuestionType::radios:
            return value.string() && is_option(question, *value.string()) ? base::Json{*value.string()} : base::Json{};
        case QuestionType::checkboxes: {
            if (!value.list()) return {};
            base::Json::Array chosen;
            for (const feel::Value& item : *value.list()) {
                if (!item.string() || !is_option(question, *item.string())) return {};
                chosen.emplace_back(*item.string());
            }
            return base::Json{std::move(chosen)};
        }
        case QuestionType::file:
            return value.string() ? base::Json{base::Json::Object{{"name", *value.string()}}} : base::Json{};
        case QuestionType::contact: {
            if (!value.context()) return {};
            base::Json details;
            for (const auto& [name, detail] : value.context()->entries)
                if (detail.string()) details.set(name, *detail.string());
            return details;
        }
        case QuestionType::text:
        case QuestionType::long_text:
        case QuestionType::email:
        case QuestionType::phone:
        case QuestionType::name:
        case QuestionType::location:
            return value.string() ? base::Json{*value.string()} : base::Json{};
    }
    return {};
}

bool form_takes(
    const Service& service, const Question& question, const Answers& answers, const feel::Value& value,
    base::Instant now
) {
    const AnswersScope scope(service, answers);
    const feel::Environment environment{.now = now};
    const auto holds = [](const feel::Value& result) { return result.boolean() && *result.boolean(); };
    if (question.range && !holds(question.range->test(value, scope, environment))) return false;
    return !question.valid || holds(question.valid->evaluate(scope, environment));
}

ReadAnswer read_answer(const Question& question, const SentFields& sent, const Answers& answers, base::Instant now) {
    ReadAnswer read = read_by_type(question, sent);
    if (!read.answer) return read;
    const feel::Value value = to_feel(question, *read.answer);
    if (value.is_null()) return read;

    feel::Context scope_values;
    scope_values.entries.emplace_back(question.id, value);
    for (const auto& [id, answer] : answers) {
        if (id == question.id) continue;
        if (const auto* text = answer.string()) scope_values.entries.emplace_back(id, feel::Value{*text});
        if (const auto* flag = answer.boolean()) scope_values.entries.emplace_back(id, feel::Value{*flag});
    }
    const feel::ContextScope scope{scope_values};
    const feel::Environment environment{now, "UTC", nullptr};
    if (question.range) {
        const feel::Value inside = question.range->test(value, scope, environment);
        if (!inside.boolean() || !*inside.boolean()) {
            std::string limits = question.range_text;
            const auto dots = limits.find("..");
            std::string message = fmt::format("{}: your answer is outside what we can take", as_topic(question.ask));
            if (dots != std::string::npos && limits.size() > dots + 3 && limits.front() == '[' &&
                limits.back() == ']') {
                const std::string low{base::trimmed(std::string_view{limits}.substr(1, dots - 1))};
                const std::string high{base::trimmed(std::string_view{limits}.substr(dots + 2, limits.size() - dots - 3)
                )};
                const std::string unit = question.unit.empty() ? "" : " " + question.unit;
                message = fmt::format("Enter a number between {} and {}{}", low, high, unit);
            }
            return wrong(question.id, question.say.empty() ? message : question.say);
        }
    }
    if (question.valid) {
        const feel::Value holds = question.valid->evaluate(scope, environment);
        if (!holds.boolean() || !*holds.boolean()) {
            return wrong(
                question.type == QuestionType::date ? question.id + "-day" : question.id,
                question.say.empty() ? fmt::format("Check your answer: {}", question.ask) : question.say
            );
        }
    }
    return read;
}

std::string to_words(const Question& question, const base::Json& answer) {
    const auto option_label = [&](const std::string& value) {
        for (const auto& option : question.options) {
            if (option.value == value) return option.label;
        }
        return value;
    };
    switch (question.type) {
        case QuestionType::number:
            if (answer.is_null()) return "";
            return question.unit.empty() ? *answer.string() : *answer.string() + " " + question.unit;
        case QuestionType::yes_no:
            return answer.boolean() && *answer.boolean() ? "Yes" : "No";
        case QuestionType::radios:
            return answer.string() ? option_label(*answer.string()) : "";
        case QuestionType::checkboxes: {
            std::string out;
            if (const auto* chosen = answer.array()) {
                for (const auto& item : *chosen) {
                    if (!out.empty()) out += "\n";
                    if (item.string()) out += option_label(*item.string());
                }
            }
            return out;
        }
        case QuestionType::date: {
            const auto midnight = answer.string() ? base::from_rfc3339(*answer.string() + "T00:00:00Z") : std::nullopt;
            if (!midnight) return "";
            constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
            const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(*midnight)};
            return fmt::format(
                "{} {} {}", static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                static_cast<int>(date.year())
            );
        }
        case QuestionType::file:
            return answer.string_at("name");
        case QuestionType::contact: {
            std::string out = answer.string_at("name") + "\n" + answer.string_at("email");
            if (const std::string phone = answer.string_at("phone"); !phone.empty()) out += "\n" + phone;
            return out;
        }
        case QuestionType::text:
        case QuestionType::long_text:
        case QuestionType::email:
        case QuestionType::phone:
        case QuestionType::name:
        case QuestionType::location:
            return answer.string() ? *answer.string() : "";
    }
    return "";
}

base::Json to_json(const Answers& answers) {
    base::Json::Object members;
    for (const auto& [id, answer] : answers) members.emplace(id, answer);
    return base::Json{std::move(members)};
}

base::Result<Answers> answers_from_json(std::string_view text) {
    const auto json = base::Json::parse(text);
    if (!json) return json.error();
    const auto* members = json->object();
    if (!members)
        return base::Error{base::ErrorCode::corrupt, {"Your saved answers cannot be read."}, {"answers are no object"}};
    Answers answers;
    for (const auto& [id, answer] : *members) answers.emplace(id, answer);
    return answers;
}

}  // namespace guildhall::journeys
