#include "journeys/sayings.hpp"

#include <algorithm>
#include <deque>
#include <optional>

#include "catalogue/letter.hpp"
#include "journeys/internal/scope.hpp"
#include "journeys/looked_up.hpp"

namespace guildhall::journeys {
namespace {

using catalogue::Page;
using catalogue::Question;
using catalogue::Service;

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The names behind opening braces.
std::vector<std::string_view> names_in(std::string_view pattern) {
    std::vector<std::string_view> names;
    for (std::size_t at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', at + 1)) {
        std::size_t end = at + 1;
        while (end < pattern.size() && is_name_character(pattern[end])) ++end;
        if (end > at + 1) names.push_back(pattern.substr(at + 1, end - at - 1));
    }
    return names;
}

/// An answer inside a sentence: numbers as numbers, so that plural forms follow them; the rest in words, on one line.
words::Argument argument(const Question& question, const feel::Value& value, const words::Locale& locale) {
    if (question.type == catalogue::QuestionType::number && question.unit.empty() && value.number()) {
        if (const auto whole = value.number()->integer()) return {question.id, *whole};
    }
    if (value.list() && question.repeat) return {question.id, static_cast<std::int64_t>(value.list()->size())};
    std::string text = value_words(question, value, locale);
    std::replace(text.begin(), text.end(), '\n', ' ');
    // What is not known yet leaves a visible gap, not a sentence that reads as if it were whole.
    return {question.id, text.empty() ? std::string{"…"} : std::move(text)};
}

/// An answer that a sentence chooses by, `{kind, select, dog {…} other {…}}`: its value, as the folder spells it, since
/// its words differ from language to language. Nothing for what has no such value.
std::optional<words::Argument> choice(const Question& question, const feel::Value& value) {
    if (const auto* text = value.string()) return words::Argument{question.id, *text};
    if (const auto* yes = value.boolean()) return words::Argument{question.id, *yes ? "yes" : "no"};
    return std::nullopt;
}

/// The scopes from the service in to a member; the innermost last. A member that is not there has no answers.
class Scopes {
public:
    Scopes(const Service& service, const Answers& answers, const Members& members, base::Instant now)
        : environment_{now, "UTC", nullptr} {
        static const Answers none;
        groups_.push_back({&service.questions, &answers});
        scopes_.emplace_back(shapes_, service.questions, answers, environment_, nullptr);
        Members path;
        for (const Member& member : members) {
            const Question* repeat = catalogue::find_question(*groups_.back().questions, member.repeat);
            if (!repeat || !repeat->repeat) return;
            path.push_back(member);
            const Answers* inner = answers_at(answers, path);
            groups_.push_back({&repeat->repeat->questions, inner ? inner : &none});
            scopes_.emplace_back(
                shapes_, *groups_.back().questions, *groups_.back().answers, environment_, &scopes_.back()
            );
        }
    }
    [[nodiscard]] const Question* find(std::string_view name) const {
        for (auto group = groups_.rbegin(); group != groups_.rend(); ++group) {
            if (const Question* question = catalogue::find_question(*group->questions, name)) return question;
        }
        return nullptr;
    }
    [[nodiscard]] feel::Value value(std::string_view name) const {
        const auto* value = scopes_.back().find(name);
        return value ? *value : feel::Value{};
    }
    [[nodiscard]] feel::Value evaluate(const feel::Expression& expression) const {
        return expression.evaluate(scopes_.back(), environment_);
    }

private:
    struct Group {
        const std::vector<Question>* questions = nullptr;
        const Answers* answers = nullptr;
    };
    feel::Environment environment_;
    std::vector<Group> groups_;
    internal::Shapes shapes_;
    std::deque<internal::GroupScope> scopes_;  // each points at the one before it
};

std::string first_line(const std::string& words) {
    return words.substr(0, words.find('\n'));
}

/// The rows of the pages go below the last heading; the members of their groups follow, each below its own, so that
/// nothing of the section stands below the heading of a member.
void summarise_pages(
    const Service& service, const Answers& answers, const words::Locale& locale, base::Instant now,
    const std::vector<Page>& pages, const Members& members, std::vector<SummaryGroup>& groups
) {
    const auto& questions = *questions_at(service, members);
    const Answers* here = answers_at(answers, members);
    if (!here) return;
    const Sayings sayings(service, answers, members, locale, now);
    const int depth = groups.back().depth;
    std::vector<const Question*> repeats;
    for (const Page& page : pages) {
        if (page.kind == Page::Kind::summary) continue;
        for (const std::size_t place : page.questions) {
            const Question& question = questions[place];
            SummaryRow row;
            row.question = &question;
            row.page = {members, page.id};
            if (question.compute) {
                row.words = sayings.computed(question);
                if (row.words.empty() || question.ask.empty()) continue;
            } else {
                const auto kept = here->find(question.id);
                if (kept == here->end() || catalogue::is_display(question.type)) continue;
                row.answer = &kept->second;
                row.words = to_words(question, kept->second, locale);
                if (const auto looked_up = LookedUp::read(question, kept->second)) {
                    row.source = sayings.text(source_words(question, *looked_up, locale));
                    row.questioned = looked_up->claimed.has_value();
                    row.why = looked_up->why;
                    if (row.questioned) row.found_words = to_words(question, looked_up->found, locale);
                }
            }
            row.label = sayings.text(question.ask);
            groups.back().rows.push_back(std::move(row));
            if (question.repeat) repeats.push_back(&question);
        }
    }
    for (const Question* repeat : repeats) {
        std::size_t number = 0;
        for (const KeptMember& member : members_of(here->at(repeat->id))) {
            groups.push_back({member_title(*repeat, *member.answers, ++number, locale), depth + 1, {}});
            Members inner = members;
            inner.push_back({repeat->id, member.id});
            summarise_pages(service, answers, locale, now, repeat->repeat->pages, inner, groups);
        }
    }
}

/// Calculated values that stand on no page, by the last section that they read an answer of.
std::multimap<std::size_t, const Question*> loose_values(const Service& service) {
    const auto is_value = [](const Question& question) { return question.compute && !question.ask.empty(); };
    if (std::none_of(service.questions.begin(), service.questions.end(), is_value)) return {};
    std::map<std::string_view, std::size_t> section_of;
    for (std::size_t i = 0; i < service.journey.size(); ++i) {
        for (const Page& page : service.journey[i].pages) {
            for (const std::size_t place : page.questions) section_of.emplace(service.questions[place].id, i);
        }
    }
    std::multimap<std::size_t, const Question*> out;
    for (const Question& question : service.questions) {
        if (!is_value(question) || section_of.contains(question.id)) continue;
        std::size_t last = 0;
        for (const std::string& name : question.compute->free_names()) {
            if (const auto read = section_of.find(name); read != section_of.end()) last = std::max(last, read->second);
        }
        out.emplace(last, &question);
    }
    return out;
}

}  // namespace

Sayings::Sayings(
    const Service& service, const Answers& answers, const Members& members, const words::Locale& locale,
    base::Instant now
)
    : service_(service), answers_(answers), members_(members), locale_(locale), now_(now) {}

words::Arguments Sayings::arguments_for(std::string_view pattern) const {
    words::Arguments arguments;
    const auto names = names_in(pattern);
    if (names.empty()) return arguments;
    const Scopes scopes(service_, answers_, members_, now_);
    for (const std::string_view name : names) {
        const Question* question = scopes.find(name);
        if (!question) continue;
        const feel::Value value = scopes.value(name);
        const bool chooses = pattern.find("{" + std::string{name} + ", select,") != std::string_view::npos;
        auto chosen = chooses ? choice(*question, value) : std::nullopt;
        arguments.push_back(chosen ? *std::move(chosen) : argument(*question, value, locale_));
    }
    return arguments;
}

std::string Sayings::text(std::string_view pattern) const {
    if (pattern.find('{') == std::string_view::npos) return std::string{pattern};
    auto filled = locale_.format(pattern, arguments_for(pattern));
    return filled ? *std::move(filled) : std::string{pattern};
}

std::string Sayings::html(std::string_view markup) const {
    if (markup.find('{') == std::string_view::npos) return std::string{markup};
    const Scopes scopes(service_, answers_, members_, now_);
    std::map<std::string, std::string> values;
    for (const std::string_view name : names_in(markup)) {
        if (const Question* question = scopes.find(name))
            values.insert_or_assign(std::string{name}, value_words(*question, scopes.value(name), locale_));
    }
    return catalogue::fill_letter(markup, values);
}

base::Json Sayings::preset(const Question& question) const {
    if (!question.preset) return {};
    const Scopes scopes(service_, answers_, members_, now_);
    return from_feel(question, scopes.evaluate(*question.preset));
}

std::string Sayings::computed(const Question& question) const {
    const Scopes scopes(service_, answers_, members_, now_);
    return value_words(question, scopes.value(question.id), locale_);
}

const std::vector<Question>* questions_at(const Service& service, const Members& members) {
    const std::vector<Question>* questions = &service.questions;
    for (const Member& member : members) {
        const Question* repeat = catalogue::find_question(*questions, member.repeat);
        if (!repeat || !repeat->repeat) return nullptr;
        questions = &repeat->repeat->questions;
    }
    return questions;
}

std::string member_title(
    const Question& repeat, const Answers& member_answers, std::size_t number, const words::Locale& locale
) {
    using catalogue::QuestionType;
    for (const Page& page : repeat.repeat->pages) {
        for (const std::size_t place : page.questions) {
            const Question& question = repeat.repeat->questions[place];
            const bool says_who = question.type == QuestionType::text || question.type == QuestionType::name ||
                                  question.type == QuestionType::select || question.type == QuestionType::radios ||
                                  question.type == QuestionType::country;
            const auto kept = member_answers.find(question.id);
            if (!says_who || kept == member_answers.end()) continue;
            if (std::string words = first_line(to_words(question, kept->second, locale)); !words.empty()) return words;
        }
    }
    return locale.capitalised(
        locale.text("repeat.member", {{"item", repeat.repeat->member}, {"number", static_cast<std::int64_t>(number)}})
    );
}

std::vector<SummaryGroup> summarise(
    const Service& service, const Answers& answers, const words::Locale& locale, base::Instant now
) {
    std::vector<SummaryGroup> groups;
    const Members nobody;
    const auto loose = loose_values(service);
    const Sayings sayings(service, answers, nobody, locale, now);
    for (std::size_t i = 0; i < service.journey.size(); ++i) {
        const catalogue::Section& section = service.journey[i];
        const std::size_t first = groups.size();
        groups.push_back({section.title, 0, {}});
        summarise_pages(service, answers, locale, now, section.pages, nobody, groups);
        for (auto [value, end] = loose.equal_range(i); value != end; ++value) {
            SummaryRow row;
            row.question = value->second;
            row.label = sayings.text(value->second->ask);
            row.words = sayings.computed(*value->second);
            if (row.words.empty()) continue;
            groups[first].rows.push_back(std::move(row));
        }
        // A section heading stays only while something stands below it.
        if (groups.size() == first + 1 && groups.back().rows.empty()) groups.pop_back();
    }
    return groups;
}

}  // namespace guildhall::journeys
