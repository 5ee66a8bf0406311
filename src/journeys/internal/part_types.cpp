// Answers of several parts: postal addresses, contact details, places; and what people hand in.

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "identifiers/coordinates.hpp"
#include "identifiers/email.hpp"
#include "identifiers/phone.hpp"
#include "journeys/internal/answer_type.hpp"

namespace guildhall::journeys::internal {
namespace {

constexpr std::size_t part_limit = 200;
constexpr std::size_t place_limit = 500;

/// Reads the parts of an answer, one control each, and gathers what is wrong with them.
class Parts {
public:
    Parts(const Question& question, const SentFields& sent) : question_(question), sent_(sent) {}

    /// The control's text as it may be kept; empty with a problem when it cannot be.
    std::string take(std::string_view part, std::size_t limit = part_limit, bool lines = false) {
        const std::string control = question_.id + "-" + std::string{part};
        const std::string typed = field(sent_, control);
        any_ = any_ || !typed.empty();
        const auto text = clean(typed, lines);
        if (!text) {
            problem(part, "answers.bad_characters");
        } else if (const std::size_t length = base::code_point_count(*text); length > limit) {
            problem(
                part, "answers.too_long",
                {{"limit", static_cast<std::int64_t>(limit)}, {"length", static_cast<std::int64_t>(length)}}
            );
        } else {
            answer_.insert_or_assign(std::string{part}, *text);
            return *text;
        }
        return typed;
    }
    void keep(std::string_view part, std::string text) { answer_.insert_or_assign(std::string{part}, std::move(text)); }
    void problem(std::string_view part, std::string key, words::Arguments arguments = {}) {
        problems_.push_back({question_.id + "-" + std::string{part}, {std::move(key), std::move(arguments)}});
    }
    /// Whether anything was typed into any part that was taken.
    [[nodiscard]] bool any() const { return any_; }
    ReadAnswer done() && {
        if (!problems_.empty()) return {std::nullopt, std::move(problems_)};
        return right(base::Json{std::move(answer_)});
    }

private:
    const Question& question_;
    const SentFields& sent_;
    base::Json::Object answer_;
    std::vector<FieldProblem> problems_;
    bool any_ = false;
};

ReadAnswer read_address(const Question& question, const SentFields& sent, const words::Locale& locale) {
    Parts parts(question, sent);
    const std::string line1 = parts.take("line1");
    parts.take("line2");
    const std::string town = parts.take("town");
    parts.take("county");
    const std::string postcode = parts.take("postcode", 20);
    const bool any = parts.any();
    const std::string country = parts.take("country", 2);
    if (!any && question.optional) return right(base::Json{});
    if (line1.empty()) parts.problem("line1", "answers.address_line_missing");
    if (town.empty()) parts.problem("town", "answers.town_missing");
    // Some countries have no postcodes; at home everyone has one.
    if (postcode.empty() && country.empty()) parts.problem("postcode", "answers.postcode_missing");
    const auto& countries = locale.countries();
    if (!country.empty() &&
        std::none_of(countries.begin(), countries.end(), [&](const auto& known) { return known.first == country; }))
        parts.problem("country", "answers.bad_country");
    return std::move(parts).done();
}

bool has_part(const base::Json& answer, std::string_view part) {
    return !answer.string_at(part).empty();
}

std::optional<FieldProblem> fault_of_address(const Question& question, const base::Json& answer) {
    if (!answer.object() || !has_part(answer, "line1") || !has_part(answer, "town")) return not_ours(question);
    return std::nullopt;
}

/// The parts in this order as a context; those that are empty are null.
feel::Value context_of(const base::Json& answer, std::initializer_list<std::string_view> parts) {
    feel::Context context;
    for (const std::string_view part : parts) {
        const std::string text = answer.string_at(part);
        context.entries.emplace_back(std::string{part}, text.empty() ? feel::Value{} : feel::Value{text});
    }
    return feel::Value{std::move(context)};
}

/// The opposite; entries that are no text are empty.
base::Json parts_of(const feel::Value& value, std::initializer_list<std::string_view> parts) {
    if (!value.context()) return {};
    base::Json answer;
    for (const std::string_view part : parts) {
        const feel::Value* entry = value.context()->find(part);
        answer.set(std::string{part}, entry && entry->string() ? *entry->string() : std::string{});
    }
    return answer;
}

std::string in_lines(const base::Json& answer, std::initializer_list<std::string_view> parts) {
    std::string out;
    for (const std::string_view part : parts) {
        const std::string text = answer.string_at(part);
        if (text.empty()) continue;
        if (!out.empty()) out += "\n";
        out += text;
    }
    return out;
}

feel::Value address_to_feel(const Question&, const base::Json& answer) {
    return context_of(answer, {"line1", "line2", "town", "county", "postcode", "country"});
}

base::Json address_from_feel(const Question&, const feel::Value& value) {
    return parts_of(value, {"line1", "line2", "town", "county", "postcode", "country"});
}

std::string address_to_words(const Question&, const base::Json& answer, const words::Locale& locale) {
    std::string out = in_lines(answer, {"line1", "line2", "town", "county", "postcode"});
    const std::string country = answer.string_at("country");
    for (const auto& [code, name] : locale.countries()) {
        if (code == country) out += "\n" + name;
    }
    return out;
}

ReadAnswer read_contact(const Question& question, const SentFields& sent, const words::Locale&) {
    Parts parts(question, sent);
    const std::string name = parts.take("name");
    const std::string email = parts.take("email", 254);
    const std::string phone = parts.take("phone", 40);
    if (!parts.any() && question.optional) return right(base::Json{});
    if (name.empty()) parts.problem("name", "answers.name_missing");
    if (email.empty()) {
        parts.problem("email", "answers.email_missing");
    } else {
        auto read = identifiers::read_email(email);
        if (auto* kept = std::get_if<std::string>(&read)) {
            parts.keep("email", std::move(*kept));
        } else {
            parts.problem("email", "answers.bad_email");
        }
    }
    if (!phone.empty()) {
        auto read = identifiers::read_phone(phone);
        if (auto* kept = std::get_if<identifiers::Phone>(&read)) {
            parts.keep("phone", std::move(kept->typed));
        } else {
            parts.problem("phone", "answers.bad_phone");
        }
    }
    return std::move(parts).done();
}

std::optional<FieldProblem> fault_of_contact(const Question& question, const base::Json& answer) {
    return answer.object() && has_part(answer, "name") ? std::nullopt : not_ours(question);
}

feel::Value contact_to_feel(const Question&, const base::Json& answer) {
    return context_of(answer, {"name", "email", "phone"});
}

base::Json contact_from_feel(const Question&, const feel::Value& value) {
    return parts_of(value, {"name", "email", "phone"});
}

std::string contact_to_words(const Question&, const base::Json& answer, const words::Locale&) {
    return in_lines(answer, {"name", "email", "phone"});
}

/// A description, or a point on the map, or both. The point comes as two numbers (from a map) or as anything that
/// identifiers::read_coordinates reads, typed into one field.
ReadAnswer read_location(const Question& question, const SentFields& sent, const words::Locale&) {
    Parts parts(question, sent);
    const std::string text = parts.take("text", place_limit, true);
    const std::string typed = parts.take("point", 100);
    parts.keep("point", "");
    if (text.empty() && typed.empty()) return empty(question, question.id + "-text", "answers.location_missing");
    if (!typed.empty()) {
        const auto read = identifiers::read_coordinates(typed);
        if (const auto* point = std::get_if<identifiers::Coordinates>(&read)) {
            parts.keep("latitude", fmt::format("{:.6f}", point->latitude));
            parts.keep("longitude", fmt::format("{:.6f}", point->longitude));
        } else {
            parts.problem("point", "answers.bad_location");
        }
    }
    ReadAnswer read = std::move(parts).done();
    if (read.answer) {
        base::Json::Object kept = *read.answer->object();
        kept.erase("point");
        read.answer = base::Json{std::move(kept)};
    }
    return read;
}

std::optional<FieldProblem> fault_of_location(const Question& question, const base::Json& answer) {
    if (answer.object() && (has_part(answer, "text") || has_part(answer, "latitude"))) return std::nullopt;
    return not_ours(question);
}

feel::Value location_to_feel(const Question&, const base::Json& answer) {
    const auto number = [&](std::string_view part) {
        const auto value = feel::Number::parse(answer.string_at(part));
        return value ? feel::Value{*value} : feel::Value{};
    };
    feel::Context context;
    const std::string text = answer.string_at("text");
    context.entries.emplace_back("text", text.empty() ? feel::Value{} : feel::Value{text});
    context.entries.emplace_back("latitude", number("latitude"));
    context.entries.emplace_back("longitude", number("longitude"));
    return feel::Value{std::move(context)};
}

base::Json location_from_feel(const Question&, const feel::Value& value) {
    if (value.string()) return base::Json{base::Json::Object{{"text", *value.string()}}};
    if (!value.context()) return {};
    base::Json::Object answer;
    if (const auto* text = value.context()->find("text"); text && text->string())
        answer.emplace("text", *text->string());
    for (const std::string part : {"latitude", "longitude"}) {
        if (const auto* number = value.context()->find(part); number && number->number())
            answer.emplace(part, number->number()->text());
    }
    return base::Json{std::move(answer)};
}

std::string location_to_words(const Question&, const base::Json& answer, const words::Locale&) {
    std::string out = answer.string_at("text");
    if (has_part(answer, "latitude")) {
        if (!out.empty()) out += "\n";
        out += answer.string_at("latitude") + ", " + answer.string_at("longitude");
    }
    return out;
}

ReadAnswer not_from_a_form(const Question& question, const SentFields&, const words::Locale&) {
    return wrong(question.id, "answers.check_answer", {{"question", question.ask}});
}

std::optional<FieldProblem> fault_of_files(const Question& question, const base::Json& answer) {
    const auto* files = answer.array();
    if (!files) return not_ours(question);
    const int limit = question.limits.max_files.value_or(1);
    if (static_cast<int>(files->size()) > limit)
        return FieldProblem{question.id, {"answers.too_many_files", {{"limit", limit}}}};
    if (files->empty() && !question.optional)
        return FieldProblem{question.id, {"answers.missing_file", {{"question", question.ask}}}};
    return std::nullopt;
}

feel::Value files_to_feel(const Question&, const base::Json& answer) {
    feel::List list;
    if (const auto* files = answer.array()) {
        for (const base::Json& file : *files) list.emplace_back(file.string_at("name"));
    }
    return feel::Value{std::move(list)};
}

/// Names alone: for examples, whose files nobody opens.
base::Json files_from_feel(const Question&, const feel::Value& value) {
    base::Json::Array files;
    const auto add = [&](const feel::Value& name) {
        if (name.string()) files.emplace_back(base::Json::Object{{"name", *name.string()}});
    };
    if (value.list()) {
        for (const feel::Value& name : *value.list()) add(name);
    } else {
        add(value);
    }
    return files.empty() ? base::Json{} : base::Json{std::move(files)};
}

std::string files_to_words(const Question&, const base::Json& answer, const words::Locale&) {
    std::string out;
    if (const auto* files = answer.array()) {
        for (const base::Json& file : *files) {
            if (!out.empty()) out += "\n";
            out += file.string_at("name");
        }
    }
    return out;
}

std::optional<FieldProblem> fault_of_repeat(const Question& question, const base::Json& answer) {
    return answer["members"].array() ? std::nullopt : not_ours(question);
}

feel::Value repeat_to_feel(const Question& question, const base::Json& answer) {
    feel::List list;
    for (const KeptMember& member : members_of(answer)) {
        feel::Context context;
        for (const Question& inner : question.repeat->questions) {
            if (catalogue::is_display(inner.type)) continue;
            const auto kept = member.answers->find(inner.id);
            context.entries.emplace_back(
                inner.id, kept == member.answers->end() ? feel::Value{} : to_feel(inner, kept->second)
            );
        }
        list.emplace_back(std::move(context));
    }
    return feel::Value{std::move(list)};
}

base::Json repeat_from_feel(const Question& question, const feel::Value& value) {
    if (!value.list()) return {};
    base::Json::Array members;
    for (const feel::Value& item : *value.list()) {
        if (!item.context()) return {};
        Answers answers;
        for (const auto& [name, entry] : item.context()->entries) {
            const Question* inner = catalogue::find_question(question.repeat->questions, name);
            if (inner && !entry.is_null()) answers.emplace(name, from_feel(*inner, entry));
        }
        members.emplace_back(
            base::Json::Object{{"id", std::to_string(members.size() + 1)}, {"answers", base::Json{std::move(answers)}}}
        );
    }
    return base::Json{base::Json::Object{{"members", std::move(members)}, {"complete", true}}};
}

std::string repeat_to_words(const Question&, const base::Json& answer, const words::Locale& locale) {
    return locale.number(std::to_string(members_of(answer).size()));
}

std::optional<FieldProblem> no_fault(const Question&, const base::Json&) {
    return std::nullopt;
}
feel::Value no_value(const Question&, const base::Json&) {
    return {};
}
base::Json no_answer(const Question&, const feel::Value&) {
    return {};
}
std::string no_words(const Question&, const base::Json&, const words::Locale&) {
    return {};
}

}  // namespace

const AnswerType& address_type() {
    static constexpr AnswerType type{
        read_address, fault_of_address, address_to_feel, address_from_feel, address_to_words
    };
    return type;
}

const AnswerType& contact_type() {
    static constexpr AnswerType type{
        read_contact, fault_of_contact, contact_to_feel, contact_from_feel, contact_to_words
    };
    return type;
}

const AnswerType& location_type() {
    static constexpr AnswerType type{
        read_location, fault_of_location, location_to_feel, location_from_feel, location_to_words
    };
    return type;
}

const AnswerType& file_type() {
    static constexpr AnswerType type{not_from_a_form, fault_of_files, files_to_feel, files_from_feel, files_to_words};
    return type;
}

const AnswerType& repeat_type() {
    static constexpr AnswerType type{
        not_from_a_form, fault_of_repeat, repeat_to_feel, repeat_from_feel, repeat_to_words
    };
    return type;
}

const AnswerType& display_type() {
    static constexpr AnswerType type{not_from_a_form, no_fault, no_value, no_answer, no_words};
    return type;
}

}  // namespace guildhall::journeys::internal
