/// examples.yaml: cases with typed answers.

#include <algorithm>
#include <initializer_list>

#include <fmt/format.h>

#include "catalogue/internal/reading.hpp"

namespace guildhall::catalogue::internal {

using base::YamlNode;

namespace {

using T = QuestionType;

std::string wanted_in_words(const Question& question) {
    switch (question.type) {
        case T::number:
        case T::money:
            return "a number";
        case T::yes_no:
        case T::tick:
            return "`true` or `false`";
        case T::declaration:
            return "`true`";
        case T::date:
            return "a date such as `2026-11-22`";
        case T::month:
            return "a month such as `2026-11`";
        case T::year:
            return "a year such as `2026`";
        case T::country:
            return "the two letters of a country, such as `GB`";
        case T::currency:
            return "the three letters of a currency, such as `GBP`";
        case T::radios:
        case T::select:
            return "one of the options";
        case T::checkboxes:
            return "a list of options";
        case T::file:
            return "a list of file names";
        case T::address:
            return "a map with some of `line1`, `line2`, `town`, `county`, `postcode` and `country`";
        case T::contact:
            return "a map with `name`, `email` and, if need be, `phone`";
        case T::location:
            return "a map with `text` and, if need be, `latitude` and `longitude`";
        case T::repeat:
            return "a list of maps, one for each member";
        case T::guidance:
        case T::details:
        case T::table:
            return "nothing: it is there to read";
        case T::text:
        case T::long_text:
        case T::email:
        case T::phone:
        case T::name:
        case T::identifier:
            break;
    }
    return "text";
}

bool is_option(const Question& question, const YamlNode& node) {
    return node.kind == YamlNode::Kind::scalar &&
           std::any_of(question.options.begin(), question.options.end(), [&](const Option& option) {
               return option.value == node.text;
           });
}

bool is_code(std::string_view text, std::size_t length) {
    return text.size() == length && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::optional<feel::Value> read_number(const YamlNode& node) {
    const auto number = node.is_number() ? feel::Number::parse(node.text) : std::nullopt;
    return number ? std::optional(feel::Value(*number)) : std::nullopt;
}

/// A list of texts that all fulfil something.
template <class Fits>
std::optional<feel::Value> read_texts(const YamlNode& node, const Fits& fits) {
    if (node.kind != YamlNode::Kind::list) return std::nullopt;
    feel::List list;
    for (const YamlNode& item : node.items) {
        if (!fits(item)) return std::nullopt;
        list.emplace_back(item.text);
    }
    return feel::Value(std::move(list));
}

/// A context with some of these parts, each a text or a number.
std::optional<feel::Value> read_parts(
    const YamlNode& node, std::initializer_list<std::string_view> texts, std::initializer_list<std::string_view> numbers
) {
    if (node.kind != YamlNode::Kind::map) return std::nullopt;
    feel::Context context;
    for (const base::YamlEntry& entry : node.entries) {
        if (entry.value.kind != YamlNode::Kind::scalar) return std::nullopt;
        if (std::find(texts.begin(), texts.end(), entry.key) != texts.end()) {
            context.entries.emplace_back(entry.key, feel::Value(entry.value.text));
        } else if (std::find(numbers.begin(), numbers.end(), entry.key) != numbers.end()) {
            auto number = read_number(entry.value);
            if (!number) return std::nullopt;
            context.entries.emplace_back(entry.key, *std::move(number));
        } else {
            return std::nullopt;
        }
    }
    return feel::Value(std::move(context));
}

/// The answer as the question's type has it, but for repeats; nothing when it does not fit.
std::optional<feel::Value> read_simple_answer(const Question& question, const YamlNode& node) {
    const bool is_scalar = node.kind == YamlNode::Kind::scalar;
    const auto text_if = [&](bool fits) { return fits ? std::optional(feel::Value(node.text)) : std::nullopt; };
    switch (question.type) {
        case T::number:
        case T::money:
            return read_number(node);
        case T::year:
            return node.integer() ? read_number(node) : std::nullopt;
        case T::yes_no:
        case T::tick:
        case T::declaration: {
            const auto boolean = node.boolean();
            if (!boolean || (question.type == T::declaration && !*boolean)) return std::nullopt;
            return feel::Value(*boolean);
        }
        case T::date:
        case T::month: {
            if (!is_scalar) return std::nullopt;
            const auto date = read_date(question.type == T::month ? node.text + "-01" : node.text);
            return date ? std::optional(feel::Value(*date)) : std::nullopt;
        }
        case T::radios:
        case T::select:
            return text_if(is_option(question, node));
        case T::checkboxes:
            return read_texts(node, [&](const YamlNode& item) { return is_option(question, item); });
        case T::file:
            return read_texts(node, [](const YamlNode& item) { return item.kind == YamlNode::Kind::scalar; });
        case T::country:
            return text_if(is_scalar && is_code(node.text, 2));
        case T::currency:
            return text_if(is_scalar && is_code(node.text, 3));
        case T::address:
            return read_parts(node, {"line1", "line2", "town", "county", "postcode", "country"}, {});
        case T::contact:
            return read_parts(node, {"name", "email", "phone"}, {});
        case T::location:
            return read_parts(node, {"text"}, {"latitude", "longitude"});
        case T::text:
        case T::long_text:
        case T::email:
        case T::phone:
        case T::name:
        case T::identifier:
            return text_if(is_scalar);
        case T::repeat:
        case T::guidance:
        case T::details:
        case T::table:
            break;
    }
    return std::nullopt;
}

/// Reads answers by the types of their questions, with a complaint where one does not fit.
class AnswerReader {
public:
    AnswerReader(Reading& reading, const std::string& file) : reading_(reading), file_(file) {}

    /// The question that an entry answers; null when there is none that can be answered.
    const Question* question_of(const base::YamlEntry& entry, const std::vector<Question>& questions) {
        const Question* question = find_question(questions, entry.key);
        if (!question) {
            std::vector<std::string> ids;
            for (const Question& one : questions) ids.push_back(one.id);
            reading_.error(entry.place(file_), no_such("question", entry.key, ids));
        } else if (question->compute) {
            reading_.error(
                entry.place(file_), fmt::format("`{}` is computed, so an example does not give it", entry.key)
            );
            return nullptr;
        }
        return question;
    }

    std::optional<feel::Value> read(const Question& question, const YamlNode& node) {
        if (question.type == T::repeat && node.kind == YamlNode::Kind::list) return read_members(question, node);
        auto answer = read_simple_answer(question, node);
        if (!answer) complain(question, node);
        return answer;
    }

private:
    void complain(const Question& question, const YamlNode& node) {
        reading_.error(
            node.place(file_),
            fmt::format("found {}; the answer to `{}` is {}", node.described(), question.id, wanted_in_words(question))
        );
    }

    std::optional<feel::Value> read_members(const Question& question, const YamlNode& node) {
        feel::List members;
        for (const YamlNode& item : node.items) {
            if (item.kind != YamlNode::Kind::map) {
                complain(question, item);
                return std::nullopt;
            }
            feel::Context member;
            for (const base::YamlEntry& entry : item.entries) {
                const Question* part = question_of(entry, question.repeat->questions);
                if (!part) continue;
                if (auto answer = read(*part, entry.value)) member.entries.emplace_back(entry.key, *std::move(answer));
            }
            members.emplace_back(std::move(member));
        }
        const auto count = static_cast<std::int64_t>(members.size());
        if (count > question.repeat->most) {
            reading_.error(
                node.place(file_),
                fmt::format("found {} members; `{}` has at most {}", count, question.id, question.repeat->most)
            );
        }
        return feel::Value(std::move(members));
    }

    Reading& reading_;
    const std::string& file_;
};

std::optional<OutcomeKind> read_outcome(const YamlNode& item) {
    const YamlNode* outcome = item.find("outcome");
    if (!outcome) return std::nullopt;
    for (const OutcomeKind kind : {OutcomeKind::granted, OutcomeKind::granted_with_conditions, OutcomeKind::refused}) {
        if (outcome->text == outcome_kind_name(kind)) return kind;
    }
    return std::nullopt;
}

}  // namespace

void read_examples(Reading& reading, const YamlNode& list, const std::string& file) {
    const Service& service = reading.service;
    std::vector<std::string> ids;
    for (const Question& question : service.questions) ids.push_back(question.id);
    AnswerReader answers(reading, file);
    const auto checked_ids = [&](const YamlNode& item, std::string_view key) {
        if (const YamlNode* names = item.find(key)) {
            for (const YamlNode& name : names->items) {
                if (!service.find(name.text)) reading.error(name.place(file), no_such("question", name.text, ids));
            }
        }
        return texts_at(item, key);
    };
    for (const YamlNode& item : list.items) {
        Example example;
        example.place = item.place(file);
        example.title = text_at(item, "example");
        for (const base::YamlEntry& entry : item.find("given")->entries) {
            const Question* question = answers.question_of(entry, service.questions);
            if (!question) continue;
            if (auto answer = answers.read(*question, entry.value))
                example.given.emplace(entry.key, *std::move(answer));
        }
        example.asks = checked_ids(item, "asks");
        example.never_asks = checked_ids(item, "never-asks");
        example.outcome = read_outcome(item);
        if (const YamlNode* automatic = item.find("automatic")) example.automatic = automatic->boolean();
        if (const YamlNode* fee = item.find("fee")) {
            example.fee = feel::Number::parse(fee->text);
            if (!example.fee) {
                reading.error(
                    fee->place(file), fmt::format("found {}; the fee is an amount such as 24", fee->described())
                );
            } else if (!service.fee) {
                reading.error(fee->place(file), "the example names a fee, but the service has no `fee:`");
            }
        }
        if ((example.outcome || example.automatic) && !service.has_decision) {
            reading.error(example.place, "the example names an outcome, but the service has no `decision:`");
        }
        reading.service.examples.push_back(std::move(example));
    }
}

}  // namespace guildhall::catalogue::internal
