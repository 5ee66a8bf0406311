#include "catalogue/internal/keys_of_types.hpp"

#include <algorithm>
#include <initializer_list>

#include <fmt/format.h>

namespace guildhall::catalogue::internal {
namespace {

using T = QuestionType;

struct TypeRule {
    std::string_view key;
    std::vector<T> types;
    std::string_view with;  ///< the types, in words
};

/// Keys that go with these types alone.
const std::vector<TypeRule>& rules_for_some() {
    static const std::vector<TypeRule> rules{
        {"unit", {T::number}, "number"},
        {"range", {T::number, T::money}, "number or money"},
        {"currency", {T::money}, "money"},
        {"min-length", {T::text, T::long_text}, "text or long-text"},
        {"max-length", {T::text, T::long_text}, "text or long-text"},
        {"max-words", {T::text, T::long_text}, "text or long-text"},
        {"label", {T::tick, T::declaration}, "tick or declaration"},
        {"options", {T::radios, T::checkboxes, T::select}, "radios, checkboxes or select"},
        {"scheme", {T::identifier}, "identifier"},
        {"map", {T::location}, "location"},
        {"within", {T::location}, "location"},
        {"accept", {T::file}, "file"},
        {"max-files", {T::file}, "file"},
        {"text", {T::guidance, T::details}, "guidance or details"},
        {"columns", {T::table}, "table"},
        {"rows", {T::table}, "table"},
        {"repeat", {T::repeat}, "repeat"},
        {"between", {T::repeat}, "repeat"},
        {"questions", {T::repeat}, "repeat"},
        {"pages", {T::repeat}, "repeat"},
        {"autofill",
         {T::text, T::long_text, T::number, T::select, T::country, T::currency, T::date, T::month, T::year, T::email,
          T::phone, T::name, T::address, T::contact, T::identifier},
         "types that people write or choose from a list"},
    };
    return rules;
}

/// Keys that go with all types but these.
const std::vector<TypeRule>& rules_for_most() {
    static const std::vector<TypeRule> rules{
        {"input", {T::guidance, T::details, T::table}, "any type that has an answer"},
        {"valid",
         {T::guidance, T::details, T::table, T::file, T::declaration},
         "any type but file and declaration that has an answer"},
        {"default",
         {T::guidance, T::details, T::table, T::file, T::declaration, T::repeat},
         "any type but file, declaration and repeat that has an answer"},
        {"compute",
         {T::guidance, T::details, T::table, T::file, T::declaration, T::repeat},
         "any type but file, declaration and repeat that has an answer"},
        {"optional",
         {T::guidance, T::details, T::table, T::tick, T::declaration},
         "any type but tick (which may always be left empty) and declaration that has an answer"},
        {"can-change", {T::guidance, T::details, T::table}, "any type that has an answer"},
        {"needed", {T::guidance, T::details, T::table}, "any type that has an answer"},
        {"hint", {T::guidance, T::details, T::table}, "any type that has an answer"},
        {"why", {T::guidance, T::details, T::table}, "any type that has an answer"},
    };
    return rules;
}

class KeysCheck {
public:
    KeysCheck(Reading& reading, const Question& question, const QuestionKeys& keys)
        : reading_(reading), question_(question), keys_(keys) {}

    void check_types() const {
        const auto complain = [&](const TypeRule& rule, const FoundKey& found) {
            reading_.error(
                found.node->place(*found.file), fmt::format(
                                                    "`{}:` goes with the type {}; the type of `{}` is {}", rule.key,
                                                    rule.with, question_.id, question_type_name(question_.type)
                                                )
            );
        };
        const auto names = [&](const TypeRule& rule) {
            return std::find(rule.types.begin(), rule.types.end(), question_.type) != rule.types.end();
        };
        for (const TypeRule& rule : rules_for_some()) {
            if (names(rule)) continue;
            if (const FoundKey found = keys_.find(rule.key)) complain(rule, found);
        }
        for (const TypeRule& rule : rules_for_most()) {
            if (!names(rule)) continue;
            if (const FoundKey found = keys_.find(rule.key)) complain(rule, found);
        }
    }

    void check_together() const {
        if (!keys_.find("valid") && !keys_.find("range") && !keys_.find("within"))
            refuse("say", "`say:` without `valid:`; there is nothing to say it about");
        check_lookup();
        if (question_.can_change && question_.input.empty()) {
            refuse(
                "can-change", fmt::format(
                                  "`can-change: true` without `input:`; only an answer that the rules read can change "
                                  "the outcome, so add `input:` to `{}` or leave `can-change:` out",
                                  question_.id
                              )
            );
        }
        if (question_.when_adverse) {
            refuse("input", "a question asked `when: adverse` comes after the rules, so it cannot be their input");
        }
        if (question_.compute) {
            for (const std::string_view key :
                 {"valid", "range", "default", "optional", "can-change", "autofill", "needed", "why"}) {
                refuse(
                    key,
                    fmt::format("`{}:` beside `compute:`; `{}` is computed, so it is never asked", key, question_.id)
                );
            }
        }
    }

    void check_lookup() const {
        const FoundKey lookup = keys_.find("lookup");
        const bool finds_address = question_.type == T::address;
        for (const std::string_view key : {"at", "by", "value", "source"}) {
            if (!lookup) refuse(key, fmt::format("`{}:` without `lookup:`; there is nothing that it could be of", key));
            if (finds_address)
                refuse(key, fmt::format("`{}:` goes with answers that are looked up, not with addresses", key));
        }
        if (!lookup || finds_address) return;
        for (const std::string_view key : {"compute", "default", "can-change"})
            refuse(key, fmt::format("`{}:` beside `lookup:`; `{}` is looked up", key, question_.id));
        if (question_.when_adverse)
            refuse("lookup", "`lookup:` with `when: adverse`; the applicant's side is theirs to tell");
    }

    void check_in_repeat() const {
        refuse(
            "input",
            "`input:` in a repeat; the rules read the members as one list, so give the repeat itself an "
            "`input:`"
        );
        if (question_.when_adverse) {
            refuse("when", "`when: adverse` in a repeat; it goes with the service's own questions, so ask it outside");
        }
    }

    /// What the schema cannot know when part of the question is the bank's.
    void check_there() const {
        const auto want = [&](std::string_view key, std::initializer_list<T> types) {
            if (std::find(types.begin(), types.end(), question_.type) == types.end() || keys_.find(key)) return;
            reading_.error(question_.place, fmt::format("`{}:` is missing here", key));
        };
        want("options", {T::radios, T::checkboxes, T::select});
        want("scheme", {T::identifier});
        want("text", {T::guidance, T::details});
        want("columns", {T::table});
        want("rows", {T::table});
        want("repeat", {T::repeat});
        want("questions", {T::repeat});
    }

private:
    void refuse(std::string_view key, std::string message) const {
        if (const FoundKey found = keys_.find(key)) reading_.error(found.node->place(*found.file), std::move(message));
    }

    Reading& reading_;
    const Question& question_;
    const QuestionKeys& keys_;
};

}  // namespace

FoundKey QuestionKeys::find(std::string_view key) const {
    if (const base::YamlNode* node = own.find(key)) return {node, &own_file};
    const base::YamlNode* node = bank ? bank->find(key) : nullptr;
    return node ? FoundKey{node, &bank_file} : FoundKey{};
}

std::string QuestionKeys::text(std::string_view key) const {
    const FoundKey found = find(key);
    return found ? found.node->text : std::string();
}

std::optional<int> QuestionKeys::count(std::string_view key) const {
    const FoundKey found = find(key);
    if (!found) return std::nullopt;
    return static_cast<int>(found.node->integer().value_or(0));
}

void check_keys_fit(Reading& reading, const Question& question, const QuestionKeys& keys, bool in_repeat) {
    const KeysCheck check(reading, question, keys);
    check.check_types();
    check.check_together();
    if (in_repeat) check.check_in_repeat();
    if (keys.own.find("from")) check.check_there();
}

}  // namespace guildhall::catalogue::internal
