/// `questions:` and `journey:` of service.yaml.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "catalogue/internal/embedded.hpp"
#include "catalogue/internal/reading.hpp"
#include "catalogue/internal/schema.hpp"

namespace guildhall::catalogue::internal {

using base::YamlNode;

namespace {

/// A value together with the file that it stands in: its own, or the bank's.
struct Found {
    const YamlNode* node = nullptr;
    const std::string* file = nullptr;
    explicit operator bool() const { return node != nullptr; }
};

/// A question's keys: what service.yaml says wins over what the bank says.
struct Keys {
    const YamlNode& own;
    const std::string& own_file;
    const YamlNode* bank;
    const std::string& bank_file;

    [[nodiscard]] Found find(std::string_view key) const {
        if (const YamlNode* node = own.find(key)) return {node, &own_file};
        const YamlNode* node = bank ? bank->find(key) : nullptr;
        return node ? Found{node, &bank_file} : Found{};
    }
    [[nodiscard]] std::string text(std::string_view key) const {
        const Found found = find(key);
        return found ? found.node->text : std::string();
    }
};

QuestionType type_named(std::string_view name) {
    for (int i = 0; i <= static_cast<int>(QuestionType::contact); ++i) {
        if (question_type_name(static_cast<QuestionType>(i)) == name) return static_cast<QuestionType>(i);
    }
    return QuestionType::text;
}

/// Reads services/bank/NAME.yaml; `contact` is built in.
std::optional<YamlNode> read_bank(
    Reading& reading, const YamlNode& from, const std::string& service_file, std::string& bank_file
) {
    const std::string name = from.text + ".yaml";
    const auto file = reading.files.find(name);
    if (file == reading.files.end()) {
        reading.error(
            from.place(service_file), fmt::format("there is no question `{}`: no file services/{}", from.text, name)
        );
        return std::nullopt;
    }
    reading.used.insert(name);
    bank_file = name;
    auto read = base::read_yaml(file->second, bank_file);
    base::Complaints& complaints = reading.complaints;
    complaints.insert(complaints.end(), read.complaints.begin(), read.complaints.end());
    if (!read.root) return std::nullopt;
    static const Schema schema(embedded("services/service.schema.json"));
    auto found = schema.validate(*read.root, bank_file, "question");
    if (const auto* nested = read.root->find_entry("from")) {
        found.push_back(
            {nested->place(bank_file), base::Severity::error, "a question of the bank cannot come from another"}
        );
    }
    complaints.insert(complaints.end(), found.begin(), found.end());
    if (!found.empty()) return std::nullopt;
    return std::move(read.root);
}

/// Keys that have a meaning with some types of question alone.
void check_keys_fit(Reading& reading, const Question& question, const Keys& keys) {
    using T = QuestionType;
    struct Rule {
        std::string_view key;
        std::vector<T> types;
        std::string_view with;
    };
    static const std::array<Rule, 6> rules{{
        {"unit", {T::number}, "number"},
        {"range", {T::number}, "number"},
        {"options", {T::radios, T::checkboxes}, "radios or checkboxes"},
        {"accept", {T::file}, "file"},
        {"input",
         {T::text, T::number, T::yes_no, T::radios, T::checkboxes, T::date},
         "text, number, yes-no, radios, checkboxes or date"},
        {"valid",
         {T::text, T::long_text, T::number, T::yes_no, T::radios, T::checkboxes, T::date, T::email, T::phone, T::name,
          T::location},
         "any type but file and contact"},
    }};
    for (const Rule& rule : rules) {
        const Found found = keys.find(rule.key);
        if (!found || std::find(rule.types.begin(), rule.types.end(), question.type) != rule.types.end()) continue;
        reading.error(
            found.node->place(*found.file), fmt::format(
                                                "`{}:` goes with the type {}; the type of `{}` is {}", rule.key,
                                                rule.with, question.id, question_type_name(question.type)
                                            )
        );
    }
}

void read_conditions(Reading& reading, Question& question, const Keys& keys, const std::set<std::string>& names) {
    if (const Found when = keys.find("when")) {
        if (when.node->text == "adverse" && !names.contains("adverse")) {
            question.when_adverse = true;
        } else {
            question.when = read_feel(reading, *when.file, *when.node, names);
        }
        if (question.when && question.when->free_names().contains(question.id)) {
            reading.error(
                when.node->place(*when.file),
                fmt::format("`when:` of `{}` reads its own answer; use `valid:` for that", question.id)
            );
        }
    }
    if (const Found valid = keys.find("valid")) question.valid = read_feel(reading, *valid.file, *valid.node, names);
    if (const Found range = keys.find("range")) {
        question.range_text = range.node->text;
        question.range = read_feel(reading, *range.file, *range.node, names, true);
    }
    if (const Found say = keys.find("say"); say && !keys.find("valid")) {
        reading.error(say.node->place(*say.file), "`say:` without `valid:`; there is nothing to say it about");
    }
}

Question read_question(Reading& reading, const base::YamlEntry& entry, const std::set<std::string>& names) {
    const std::string file = reading.shown("service.yaml");
    Question question;
    question.id = entry.key;
    question.place = entry.place(file);
    std::optional<YamlNode> bank;
    std::string bank_file;
    if (const YamlNode* from = entry.value.find("from")) bank = read_bank(reading, *from, file, bank_file);
    const Keys keys{entry.value, file, bank ? &*bank : nullptr, bank_file};

    if (const Found type = keys.find("type")) question.type = type_named(type.node->text);
    question.ask = keys.text("ask");
    question.hint = keys.text("hint");
    question.why = keys.text("why");
    question.unit = keys.text("unit");
    question.input = keys.text("input");
    question.needed = keys.text("needed");
    question.say = keys.text("say");
    if (const Found optional = keys.find("optional")) question.optional = optional.node->boolean().value_or(false);
    if (const Found can_change = keys.find("can-change")) {
        question.can_change = can_change.node->boolean().value_or(false);
        if (question.can_change && question.input.empty())
            reading.error(
                can_change.node->place(*can_change.file),
                fmt::format(
                    "`can-change: true` without `input:`; only an answer that the rules read can change the outcome, "
                    "so add `input:` to `{}` or leave `can-change:` out",
                    question.id
                )
            );
    }
    if (const Found options = keys.find("options")) {
        for (const base::YamlEntry& option : options.node->entries)
            question.options.push_back({option.key, option.value.text});
    }
    if (const Found accept = keys.find("accept")) {
        for (const YamlNode& kind : accept.node->items) question.accept.push_back(kind.text);
    } else if (question.type == QuestionType::file) {
        question.accept = {"image", "pdf"};
    }
    read_conditions(reading, question, keys, names);
    check_keys_fit(reading, question, keys);
    if (const Found input = keys.find("input"); input && question.when_adverse) {
        reading.error(
            input.node->place(*input.file),
            "a question asked `when: adverse` comes after the rules, so it cannot be their input"
        );
    }
    return question;
}

std::vector<std::string> ids_of(const std::map<std::string, Question>& questions) {
    std::vector<std::string> ids;
    for (const auto& [id, question] : questions) ids.push_back(id);
    return ids;
}

/// A condition can only read answers that have been given: of pages before its own.
void check_order(Reading& reading) {
    std::set<std::string> before;
    for (const Question* question : reading.service.in_order()) {
        const auto check = [&](const std::optional<feel::Expression>& condition, std::string_view key) {
            if (!condition) return;
            for (const std::string& name : condition->free_names()) {
                if (!reading.service.questions.contains(name) || before.contains(name) || name == question->id)
                    continue;
                reading.error(
                    question->place,
                    fmt::format(
                        "`{}:` of `{}` reads `{}`, which is asked later; move it before", key, question->id, name
                    )
                );
            }
        };
        check(question->when, "when");
        check(question->valid, "valid");
        before.insert(question->id);
    }
}

}  // namespace

void read_questions(Reading& reading, const YamlNode& root) {
    const YamlNode* map = root.find("questions");
    if (!map) return;
    std::set<std::string> names;
    for (const base::YamlEntry& entry : map->entries) names.insert(entry.key);
    for (const base::YamlEntry& entry : map->entries) {
        reading.service.questions.emplace(entry.key, read_question(reading, entry, names));
    }
}

void read_journey(Reading& reading, const YamlNode& root) {
    const std::string file = reading.shown("service.yaml");
    Service& service = reading.service;
    const YamlNode* list = root.find("journey");
    if (!list) {
        if (const YamlNode* map = root.find("questions")) {
            Section section{service.title, {}};
            for (const base::YamlEntry& entry : map->entries) section.pages.push_back(entry.key);
            service.journey.push_back(std::move(section));
        }
        check_order(reading);
        return;
    }
    std::set<std::string> seen;
    for (const YamlNode& item : list->items) {
        Section section{text_at(item, "section"), {}};
        for (const YamlNode& page : item.find("pages")->items) {
            if (!service.questions.contains(page.text)) {
                reading.error(page.place(file), no_such("question", page.text, ids_of(service.questions)));
            } else if (!seen.insert(page.text).second) {
                reading.error(page.place(file), fmt::format("`{}` stands in the journey a second time", page.text));
            } else {
                section.pages.push_back(page.text);
            }
        }
        service.journey.push_back(std::move(section));
    }
    for (const auto& [id, question] : service.questions) {
        if (!seen.contains(id))
            reading.error(
                question.place,
                fmt::format("the question `{}` stands on no page; add it to `journey:` or leave it out", id)
            );
    }
    check_order(reading);
}

}  // namespace guildhall::catalogue::internal
