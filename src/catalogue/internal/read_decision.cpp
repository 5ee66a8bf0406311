/// `decision:` and `issues:` of service.yaml, with the models they name.

#include <algorithm>

#include <fmt/format.h>

#include "catalogue/internal/folder.hpp"
#include "catalogue/internal/reading.hpp"

namespace guildhall::catalogue::internal {

using base::YamlNode;

namespace {

OutcomeKind kind_named(std::string_view name) {
    if (name == "granted") return OutcomeKind::granted;
    return name == "refused" ? OutcomeKind::refused : OutcomeKind::granted_with_conditions;
}

/// `[2024-01-01..)` as a range of dates; an end left out is open.
std::optional<feel::Value> read_dates(Reading& reading, const YamlNode& node, const std::string& file) {
    const std::string& text = node.text;
    const auto dots = text.find("..");
    const std::string low = text.substr(1, dots - 1);
    const std::string high = text.substr(dots + 2, text.size() - dots - 3);
    feel::Range range;
    range.low_included = text.front() == '[';
    range.high_included = text.back() == ']';
    for (const auto& [end, place] : {std::pair{low, &range.low}, std::pair{high, &range.high}}) {
        if (end.empty()) continue;
        const auto date = read_date(end);
        if (!date) {
            reading.error(node.place(file), fmt::format("found `{}`, which is no day of the calendar", end));
            return std::nullopt;
        }
        place->emplace(*date);
    }
    if (!low.empty() && !high.empty() && low > high) {
        reading.error(node.place(file), fmt::format("found the range `{}`, which ends before it starts", text));
        return std::nullopt;
    }
    return feel::Value(std::move(range));
}

std::vector<std::string> files_ending(const Files& files, std::string_view ending) {
    std::vector<std::string> names;
    for (const auto& [name, bytes] : files) {
        if (name.ends_with(ending)) names.push_back(name);
    }
    return names;
}

void check_inputs(Reading& reading, const RulesInForce& rules) {
    const Service& service = reading.service;
    std::vector<std::string> inputs;
    for (const dmn::InputDescription& input : rules.model->inputs()) inputs.push_back(input.name);
    std::set<std::string> answered;
    for (const Question& question : service.questions) {
        if (question.input.empty()) continue;
        if (!answered.insert(question.input).second) {
            reading.error(
                question.place, fmt::format("the input `{}` is the answer of another question as well", question.input)
            );
        }
        if (std::find(inputs.begin(), inputs.end(), question.input) == inputs.end()) {
            reading.error(
                question.place,
                fmt::format(
                    "`input:` of `{}`: {} in {}", question.id, no_such("input", question.input, inputs), rules.file
                )
            );
        }
    }
    for (const std::string& input : rules.model->inputs_of(service.decision_name)) {
        if (!answered.contains(input)) {
            reading.error(
                rules.place, fmt::format(
                                 "the decision needs the input `{}`, which no question gives; add `input: {}` to the "
                                 "question that asks for it",
                                 input, input
                             )
            );
        }
    }
}

/// The models of the folder, for those that import them; notes which are used.
class ModelsOfFolder final : public dmn::ImportSource {
public:
    explicit ModelsOfFolder(Reading& reading) : reading_(reading), models_(models_of(reading.files, reading.folder)) {}

    [[nodiscard]] std::optional<dmn::ImportedFile> find(const std::string& target_namespace) const override {
        auto found = models_.find(target_namespace);
        if (found) reading_.used.insert(found->file.substr(reading_.folder.size()));
        return found;
    }

private:
    Reading& reading_;
    dmn::GivenImports models_;
};

void read_models(Reading& reading, const YamlNode& decision) {
    const std::string file = reading.shown("service.yaml");
    const ModelsOfFolder imports(reading);
    Service& service = reading.service;
    for (const YamlNode& item : decision.find("rules")->items) {
        const YamlNode& model = *item.find("model");
        RulesInForce rules;
        rules.file = model.text;
        rules.place = model.place(file);
        if (const YamlNode* dates = item.find("in-force")) rules.in_force = read_dates(reading, *dates, file);
        const auto bytes = reading.files.find(model.text);
        if (bytes == reading.files.end()) {
            reading.error(model.place(file), no_such("file", model.text, files_ending(reading.files, ".dmn")));
            continue;
        }
        reading.used.insert(bytes->first);
        auto loaded = dmn::load(bytes->second, reading.shown(model.text), &imports);
        reading.complaints.insert(reading.complaints.end(), loaded.complaints.begin(), loaded.complaints.end());
        if (!loaded.model) continue;
        rules.model = std::move(loaded.model);
        rules.bytes_hash = rules.model->bytes_hash();
        const auto& decisions = rules.model->decisions();
        if (std::find(decisions.begin(), decisions.end(), service.decision_name) == decisions.end()) {
            reading.error(
                service.decision_place,
                fmt::format("{} in {}", no_such("decision", service.decision_name, decisions), rules.file)
            );
        } else {
            check_inputs(reading, rules);
        }
        service.rules.push_back(std::move(rules));
    }
}

/// What `when:` of an outcome can read: the decision's value, its outputs by name, and answers.
NameScope names_for_outcomes(const Service& service) {
    NameScope names;
    names.add("decision");
    for (const Question& question : service.questions) names.add(question.id);
    for (const RulesInForce& rules : service.rules) {
        for (const std::string& output : rules.model->output_names(service.decision_name)) names.add(output);
    }
    return names;
}

}  // namespace

void read_rules(Reading& reading, const YamlNode& root) {
    const YamlNode* decision = root.find("decision");
    if (!decision) return;
    Service& service = reading.service;
    service.has_decision = true;
    const YamlNode& name = *decision->find("decision");
    service.decision_name = name.text;
    service.decision_place = name.place(reading.shown("service.yaml"));
    read_models(reading, *decision);
}

void read_outcomes(Reading& reading, const YamlNode& root) {
    const YamlNode* decision = root.find("decision");
    if (!decision) return;
    const std::string file = reading.shown("service.yaml");
    Service& service = reading.service;
    const NameScope names = names_for_outcomes(service);
    const auto& items = decision->find("outcomes")->items;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const YamlNode& item = items[i];
        OutcomeRule outcome;
        outcome.place = item.place(file);
        outcome.means = kind_named(text_at(item, "means"));
        outcome.title = text_at(item, "title");
        const YamlNode* when = item.find("when");
        if (when) outcome.when = read_feel(reading, file, *when, names);
        if (outcome.when) check_names(reading, {when, file}, *outcome.when, names);
        if (!when && i + 1 < items.size()) {
            reading.error(
                outcome.place,
                "an outcome without `when:` fits always, so those below it never count; it must be the last"
            );
        }
        if (when && i + 1 == items.size()) {
            reading.error(
                outcome.place, "the last outcome has a `when:`; expected one without, for whatever the others leave"
            );
        }
        const YamlNode* automatic = item.find("automatic");
        outcome.automatic = automatic && automatic->boolean().value_or(false);
        if (outcome.automatic && outcome.means == OutcomeKind::refused) {
            reading.error(
                automatic->place(file),
                "found `automatic: true` with a refusal; a person decides against a person, so leave it out"
            );
            outcome.automatic = false;
        }
        if (const YamlNode* issues = item.find("issues")) {
            outcome.issues = issues->text;
            std::vector<std::string> documents;
            for (const Document& document : service.issues) documents.push_back(document.id);
            if (!service.find_document(issues->text))
                reading.error(issues->place(file), no_such("document under `issues:`", issues->text, documents));
            if (outcome.means == OutcomeKind::refused)
                reading.error(
                    issues->place(file), "a refusal issues nothing; `letter:` names the letter that tells of it"
                );
        }
        if (const YamlNode* letter = item.find("letter")) {
            outcome.letter = letter->text;
            outcome.letter_html = read_letter(reading, *letter, file).html;
        }
        service.outcomes.push_back(std::move(outcome));
    }
}

void read_documents(Reading& reading, const YamlNode& root) {
    const YamlNode* map = root.find("issues");
    if (!map) return;
    const std::string file = reading.shown("service.yaml");
    for (const base::YamlEntry& entry : map->entries) {
        Document document;
        document.id = entry.key;
        document.title = text_at(entry.value, "title");
        if (document.title.empty()) document.title = reading.service.title;
        document.letter = text_at(entry.value, "letter");
        ReadLetter letter = read_letter(reading, *entry.value.find("letter"), file);
        document.letter_markdown = std::move(letter.markdown);
        document.letter_html = std::move(letter.html);
        document.valid_for = text_at(entry.value, "valid-for");
        const YamlNode* renew = entry.value.find("renew");
        document.renew = renew && renew->boolean().value_or(false);
        reading.service.issues.push_back(std::move(document));
    }
}

}  // namespace guildhall::catalogue::internal
