/// examples.yaml: cases with typed answers.

#include <algorithm>

#include <fmt/format.h>

#include "catalogue/internal/reading.hpp"

namespace guildhall::catalogue::internal {

using base::YamlNode;

namespace {

std::string wanted_in_words(const Question& question) {
    switch (question.type) {
        case QuestionType::number:
            return "a number";
        case QuestionType::yes_no:
            return "`true` or `false`";
        case QuestionType::date:
            return "a date such as `2026-11-22`";
        case QuestionType::radios:
            return "one of the options";
        case QuestionType::checkboxes:
            return "a list of options";
        case QuestionType::contact:
            return "a map with `name`, `email` and, if need be, `phone`";
        default:
            return "text";
    }
}

bool is_option(const Question& question, std::string_view value) {
    return std::any_of(question.options.begin(), question.options.end(), [&](const Option& option) {
        return option.value == value;
    });
}

/// The answer as the question's type has it; nothing when it does not fit.
std::optional<feel::Value> read_answer(const Question& question, const YamlNode& node) {
    const bool is_scalar = node.kind == YamlNode::Kind::scalar;
    switch (question.type) {
        case QuestionType::number: {
            const auto number = node.is_number() ? feel::Number::parse(node.text) : std::nullopt;
            return number ? std::optional(feel::Value(*number)) : std::nullopt;
        }
        case QuestionType::yes_no: {
            const auto boolean = node.boolean();
            return boolean ? std::optional(feel::Value(*boolean)) : std::nullopt;
        }
        case QuestionType::date: {
            const auto date = is_scalar ? read_date(node.text) : std::nullopt;
            return date ? std::optional(feel::Value(*date)) : std::nullopt;
        }
        case QuestionType::radios:
            return is_scalar && is_option(question, node.text) ? std::optional(feel::Value(node.text)) : std::nullopt;
        case QuestionType::checkboxes: {
            if (node.kind != YamlNode::Kind::list) return std::nullopt;
            feel::List list;
            for (const YamlNode& item : node.items) {
                if (!is_option(question, item.text)) return std::nullopt;
                list.emplace_back(item.text);
            }
            return feel::Value(std::move(list));
        }
        case QuestionType::contact: {
            if (node.kind != YamlNode::Kind::map) return std::nullopt;
            feel::Context context;
            for (const base::YamlEntry& entry : node.entries) {
                if (entry.key != "name" && entry.key != "email" && entry.key != "phone") return std::nullopt;
                context.entries.emplace_back(entry.key, feel::Value(entry.value.text));
            }
            return feel::Value(std::move(context));
        }
        default:
            return is_scalar ? std::optional(feel::Value(node.text)) : std::nullopt;
    }
}

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
    for (const auto& [id, question] : service.questions) ids.push_back(id);
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
            const Question* question = service.find(entry.key);
            if (!question) {
                reading.error(entry.place(file), no_such("question", entry.key, ids));
                continue;
            }
            if (auto answer = read_answer(*question, entry.value)) {
                example.given.emplace(entry.key, std::move(*answer));
            } else {
                reading.error(
                    entry.value.place(file), fmt::format(
                                                 "found {}; the answer to `{}` is {}", entry.value.described(),
                                                 entry.key, wanted_in_words(*question)
                                             )
                );
            }
        }
        example.asks = checked_ids(item, "asks");
        example.never_asks = checked_ids(item, "never-asks");
        example.outcome = read_outcome(item);
        if (const YamlNode* automatic = item.find("automatic")) example.automatic = automatic->boolean();
        if ((example.outcome || example.automatic) && !service.has_decision) {
            reading.error(example.place, "the example names an outcome, but the service has no `decision:`");
        }
        reading.service.examples.push_back(std::move(example));
    }
}

}  // namespace guildhall::catalogue::internal
