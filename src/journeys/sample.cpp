#include "journeys/sample.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <deque>

#include <fmt/format.h>

#include "base/text.hpp"
#include "feel/expression.hpp"
#include "identifiers/identifiers.hpp"
#include "journeys/internal/scope.hpp"
#include "journeys/sayings.hpp"
#include "maps/layer.hpp"
#include "registers/register.hpp"

namespace guildhall::journeys {
namespace {

using base::Json;
using catalogue::Question;
using catalogue::QuestionType;

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers everywhere for the same seed.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31U);
    }
    std::size_t below(std::size_t end) { return end == 0 ? 0 : static_cast<std::size_t>(next() % end); }
    template <typename Items>
    const auto& one_of(const Items& items) {
        return items[below(std::size(items))];
    }

private:
    std::uint64_t state_;
};

constexpr std::array<std::string_view, 12> some_words{"linden", "harbour", "market", "bridge", "meadow", "chapel",
                                                      "quarry", "orchard", "mill",   "garden", "school", "river"};

/// The numbers and the texts in quotes that an expression mentions: where what is valid begins and ends.
struct Mentioned {
    std::vector<feel::Number> numbers;
    std::vector<std::string> texts;
};

Mentioned mentioned_in(const Question& question) {
    Mentioned mentioned;
    std::string all = question.range_text;
    if (question.valid) all += " " + question.valid->text();
    for (std::size_t i = 0; i < all.size();) {
        if (all[i] == '"') {
            const std::size_t end = std::min(all.find('"', i + 1), all.size());
            mentioned.texts.push_back(all.substr(i + 1, end - i - 1));
            i = end + 1;
        } else if (all[i] >= '0' && all[i] <= '9') {
            std::size_t end = i;
            while (end < all.size() && ((all[end] >= '0' && all[end] <= '9') ||
                                        (all[end] == '.' && end + 1 < all.size() && all[end + 1] != '.')))
                ++end;
            if (const auto number = feel::Number::parse(std::string_view{all}.substr(i, end - i)))
                mentioned.numbers.push_back(*number);
            i = end;
        } else {
            ++i;
        }
    }
    return mentioned;
}

std::string sentence(Dice& dice, std::size_t words) {
    std::string out;
    for (std::size_t i = 0; i < words; ++i) {
        if (!out.empty()) out += ' ';
        out += dice.one_of(some_words);
    }
    return out;
}

std::vector<Json> text_candidates(const Question& question, const Mentioned& mentioned, Dice& dice) {
    std::vector<Json> out;
    for (const std::size_t words : {1U, 2U, 4U, 12U}) out.emplace_back(sentence(dice, words));
    if (question.limits.min_length) {
        std::string text = sentence(dice, 1);
        while (base::code_point_count(text) < static_cast<std::size_t>(*question.limits.min_length))
            text += dice.one_of(some_words);
        if (question.limits.max_length) text.resize(static_cast<std::size_t>(*question.limits.max_length), 'x');
        out.emplace_back(std::move(text));
    }
    // What is valid may be a form of digits or letters.
    for (const std::size_t digits : {1U, 2U, 4U, 5U, 6U, 8U, 9U, 11U}) {
        std::string text;
        for (std::size_t i = 0; i < digits; ++i) text += static_cast<char>('1' + static_cast<char>(dice.below(9)));
        out.emplace_back(std::move(text));
    }
    for (const std::string& text : mentioned.texts) out.emplace_back(text);
    for (const char* form : {"A", "12:30", "12.30"}) out.emplace_back(form);
    out.push_back(Json{std::string_view{"https://example.org"}});
    return out;
}

std::vector<Json> number_candidates(const Question& question, const Mentioned& mentioned, Dice& dice) {
    std::vector<feel::Number> numbers;
    const auto parsed = [](const std::string& text) { return *feel::Number::parse(text); };
    numbers.push_back(parsed(std::to_string(dice.below(20))));
    for (const std::size_t below : {100U, 500U, 2'000U, 50'000U})
        numbers.push_back(parsed(std::to_string(dice.below(below))));
    for (const char* text : {"0", "1", "2", "5", "10", "25", "50", "100", "1000", "20000", "-1"})
        numbers.push_back(parsed(text));
    if (question.type == QuestionType::number) numbers.push_back(parsed(fmt::format("{}.5", dice.below(100))));
    for (const feel::Number& bound : mentioned.numbers) {
        numbers.push_back(bound);
        for (const char* step : {"-1", "1", "-0.5", "0.5"}) {
            if (const auto moved = bound.plus(*feel::Number::parse(step))) numbers.push_back(*moved);
        }
    }
    std::vector<Json> out;
    for (const feel::Number& number : numbers) out.emplace_back(number.text());
    return out;
}

/// The days among answers, at any depth: what is valid often hangs on another day.
void collect_days(const Json& answer, std::vector<std::chrono::sys_days>& out) {
    constexpr std::size_t most = 60;
    if (out.size() >= most) return;
    if (const auto* text = answer.string(); text && text->size() == 10) {
        if (const auto midnight = base::from_rfc3339(*text + "T00:00:00Z"))
            out.push_back(std::chrono::floor<std::chrono::days>(*midnight));
    } else if (const auto* object = answer.object()) {
        for (const auto& [name, member] : *object) collect_days(member, out);
    } else if (const auto* array = answer.array()) {
        for (const Json& item : *array) collect_days(item, out);
    }
}

std::vector<Json> date_candidates(const Question& question, const Answers& answers, base::Instant now, Dice& dice) {
    using namespace std::chrono;
    sys_days from = floor<days>(now);
    std::vector<Json> out;
    const auto add = [&](int offset) {
        const year_month_day day{from + days{offset}};
        const auto text = fmt::format(
            "{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
            static_cast<unsigned>(day.day())
        );
        if (question.type == QuestionType::date) out.emplace_back(text);
        if (question.type == QuestionType::month) out.emplace_back(text.substr(0, 7));
        if (question.type == QuestionType::year) out.emplace_back(text.substr(0, 4));
    };
    add(-static_cast<int>(dice.below(20'000)));
    add(static_cast<int>(dice.below(300)));
    for (const int offset : {0,   -1,     1,     -7,     7,      -31,    31,      -100,    100,     -366,
                             366, -1'000, 1'000, -2'000, -5'000, -7'000, -10'000, -15'000, -25'000, 3'000})
        add(offset);
    std::vector<sys_days> others;
    for (const auto& [id, answer] : answers) collect_days(answer, others);
    for (const sys_days other : others) {
        from = other;
        for (const int offset : {0, 1, -1, 30, -30, 366, -366}) add(offset);
    }
    return out;
}

std::vector<Json> choice_candidates(const Question& question) {
    std::vector<Json> out;
    for (const auto& option : question.options) out.emplace_back(option.value);
    return out;
}

std::vector<Json> choices_candidates(const Question& question, Dice& dice) {
    std::vector<Json> out;
    for (int i = 0; i < 4; ++i) {
        Json::Array chosen;
        for (const auto& option : question.options) {
            if (dice.below(2) == 0) chosen.emplace_back(option.value);
        }
        if (chosen.empty() && !question.options.empty() && i > 0)
            chosen.emplace_back(dice.one_of(question.options).value);
        out.emplace_back(std::move(chosen));
    }
    for (const auto& option : question.options) out.emplace_back(Json::Array{option.value});
    return out;
}

/// In words, at a point, and on a map at places of what it shows.
std::vector<Json> location_candidates(const Question& question, Dice& dice) {
    const auto at = [](double latitude, double longitude) {
        return Json{Json::Object{
            {"text", "In the park"},
            {"latitude", fmt::format("{:.6f}", latitude)},
            {"longitude", fmt::format("{:.6f}", longitude)}
        }};
    };
    // In words alone: what the map would know is then asked, so this comes as often as places on a layer.
    const Json in_words{Json::Object{{"text", "At the corner of Linden Street"}}};
    std::vector<Json> out{in_words};
    if (!question.map) {
        out.push_back(at(51.5007, -0.1246));
        return out;
    }
    out.push_back(at(question.map->latitude, question.map->longitude));
    for (const auto& layer : question.map->layers) {
        if (layer->features().empty()) continue;
        constexpr int some = 4;
        for (int i = 0; i < some; ++i) {
            const maps::Place middle = dice.one_of(layer->features()).box.middle();
            out.push_back(at(middle.latitude, middle.longitude));
            out.push_back(in_words);
        }
    }
    return out;
}

std::vector<Json> candidates(const Question& question, const Answers& answers, base::Instant now, std::uint64_t seed) {
    Dice dice(seed);
    const Mentioned mentioned = mentioned_in(question);
    const auto object = [](Json::Object members) { return Json{std::move(members)}; };
    switch (question.type) {
        case QuestionType::text:
        case QuestionType::long_text:
            return text_candidates(question, mentioned, dice);
        case QuestionType::name:
            return {"Kim Example", "Sam Sample"};
        case QuestionType::number:
        case QuestionType::money:
            return number_candidates(question, mentioned, dice);
        case QuestionType::yes_no:
            return dice.below(2) == 0 ? std::vector<Json>{true, false} : std::vector<Json>{false, true};
        case QuestionType::tick:
            return dice.below(2) == 0 ? std::vector<Json>{true, false} : std::vector<Json>{false, true};
        case QuestionType::declaration:
            return {true};
        case QuestionType::radios:
        case QuestionType::select:
            return choice_candidates(question);
        case QuestionType::checkboxes:
            return choices_candidates(question, dice);
        case QuestionType::country:
            return {"GB", "NO", "IE", "SE", "PL"};
        case QuestionType::currency:
            return {"EUR", "GBP", "NOK"};
        case QuestionType::date:
        case QuestionType::month:
        case QuestionType::year:
            return date_candidates(question, answers, now, dice);
        case QuestionType::email:
            return {"kim@example.org"};
        case QuestionType::phone:
            return {"01632 960 001"};
        case QuestionType::address:
            return {object(
                {{"line1", "1 Linden Street"},
                 {"line2", ""},
                 {"town", "Eastmere"},
                 {"county", ""},
                 {"postcode", "EM1 1AA"},
                 {"country", ""}}
            )};
        case QuestionType::contact:
            return {object({{"name", "Kim Example"}, {"email", "kim@example.org"}, {"phone", ""}})};
        case QuestionType::identifier: {
            const auto* scheme = identifiers::find_scheme(question.scheme);
            if (!scheme) return text_candidates(question, mentioned, dice);
            return {scheme->example(seed), scheme->example(seed + 1), scheme->example(seed + 2)};
        }
        case QuestionType::location:
            return location_candidates(question, dice);
        case QuestionType::file:
            return {Json::Array{object({{"name", "example.pdf"}})}};
        case QuestionType::repeat:
        case QuestionType::guidance:
        case QuestionType::details:
        case QuestionType::table:
            return {};
    }
    return {};
}

/// Keys of the registers that are looked up by this answer, and one of the same form that they do not know.
void add_keys(const std::vector<Question>& questions, const Question& question, Dice& dice, std::vector<Json>& out) {
    if (question.type != QuestionType::text) return;
    for (const Question& other : questions) {
        if (!other.lookup || !other.lookup->rows) continue;
        const registers::Register& table = other.lookup->rows->table();
        const auto column = table.column(question.id);
        const auto& by = other.lookup->by;
        if (!column || table.rows() == 0 || std::find(by.begin(), by.end(), question.id) == by.end()) continue;
        constexpr int some = 4;
        for (int i = 0; i < some; ++i) out.emplace_back(std::string{table.cell(dice.below(table.rows()), *column)});
        std::string unknown{table.cell(0, *column)};
        for (char& c : unknown) {
            if (c >= '0' && c <= '9') c = '9';
        }
        out.emplace_back(std::move(unknown));
    }
}

}  // namespace

std::optional<Json> sample_answer(
    const catalogue::Service& service, const Question& question, const Answers& answers, const Members& members,
    base::Instant now, std::uint64_t seed
) {
    const feel::Environment environment{now, "UTC", nullptr};
    internal::Shapes shapes;
    std::deque<internal::GroupScope> scopes;
    scopes.emplace_back(shapes, service.questions, answers, environment, nullptr);
    static const Answers none;
    Members path;
    for (const Member& member : members) {
        path.push_back(member);
        const auto* questions = questions_at(service, path);
        if (!questions) return std::nullopt;
        const Answers* inner = answers_at(answers, path);
        scopes.emplace_back(shapes, *questions, inner ? *inner : none, environment, &scopes.back());
    }
    const auto fits = [&](const Json& answer) {
        return !problem_of_form(question, answer) && !problem_of(question, answer, scopes.back(), now);
    };
    auto all = candidates(question, answers, now, seed);
    Dice keys(seed + 1);
    if (const auto* beside = questions_at(service, members)) add_keys(*beside, question, keys, all);
    if (all.empty()) return std::nullopt;
    // Another seed begins elsewhere, so that many walks see many answers.
    constexpr std::uint64_t other_dice = 0x5bf03635;  // the candidates were made with the seed itself
    Dice dice(seed ^ other_dice);
    std::rotate(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(dice.below(all.size())), all.end());
    for (Json& answer : all) {
        if (fits(answer)) return std::move(answer);
    }
    if (question.optional) return Json{};
    return std::nullopt;
}

SentFields fields_of(const Question& question, const Json& answer) {
    SentFields fields;
    const std::string& id = question.id;
    const std::string text = answer.string() ? *answer.string() : std::string{};
    switch (question.type) {
        case QuestionType::yes_no:
            if (answer.boolean()) fields.emplace(id, *answer.boolean() ? "yes" : "no");
            break;
        case QuestionType::tick:
        case QuestionType::declaration:
            if (answer.boolean() && *answer.boolean()) fields.emplace(id, "yes");
            break;
        case QuestionType::checkboxes:
            if (const auto* chosen = answer.array()) {
                for (const Json& value : *chosen) {
                    if (value.string()) fields.emplace(id, *value.string());
                }
            }
            break;
        case QuestionType::date:
            fields.emplace(id + "-day", text.size() == 10 ? text.substr(8, 2) : "");
            [[fallthrough]];
        case QuestionType::month:
            fields.emplace(id + "-month", text.size() >= 7 ? text.substr(5, 2) : "");
            fields.emplace(id + "-year", text.size() >= 7 ? text.substr(0, 4) : "");
            break;
        case QuestionType::address:
        case QuestionType::contact:
            if (const auto* parts = answer.object()) {
                for (const auto& [part, value] : *parts)
                    fields.emplace(fmt::format("{}-{}", id, part), answer.string_at(part));
            }
            break;
        case QuestionType::location: {
            fields.emplace(id + "-text", answer.string_at("text"));
            const std::string latitude = answer.string_at("latitude");
            fields.emplace(id + "-point", latitude.empty() ? "" : latitude + ", " + answer.string_at("longitude"));
            break;
        }
        case QuestionType::file:
        case QuestionType::repeat:
        case QuestionType::guidance:
        case QuestionType::details:
        case QuestionType::table:
            break;
        default:
            fields.emplace(id, text);
    }
    return fields;
}

}  // namespace guildhall::journeys
