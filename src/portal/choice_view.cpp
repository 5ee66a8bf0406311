// Questions that are answered by picking: one, several, or out of a long list.

#include "html/choice.hpp"
#include "html/text.hpp"
#include "portal/internal/question_parts.hpp"

namespace guildhall::portal {
namespace {

using catalogue::Question;
using catalogue::QuestionType;

/// From so many on, typing finds faster than looking.
constexpr std::size_t long_list = 16;

std::vector<html::Choice> choices_of(const QuestionParts& parts) {
    std::vector<html::Choice> choices;
    for (const auto& option : parts.question.options) {
        html::Choice choice{.value = option.value, .text = parts.showing.sayings.text(option.label)};
        if (!option.hint.empty()) choice.hint.text = parts.showing.sayings.text(option.hint);
        choices.push_back(std::move(choice));
    }
    return choices;
}

/// What was kept of a yes or a tick, as its control sends it.
std::string saved_yes_no(const QuestionParts& parts, std::string_view no) {
    const auto* answer = parts.state.answer;
    if (!answer || !answer->boolean()) return {};
    return std::string{*answer->boolean() ? "yes" : no};
}

html::Html one_of_a_few(const QuestionParts& parts) {
    const Question& question = parts.question;
    html::Radios radios;
    radios.name = question.id;
    radios.fieldset = parts.fieldset();
    radios.hint = parts.hint();
    radios.error = parts.error(question.id);
    if (question.type == QuestionType::yes_no) {
        radios.items = {
            {.value = "yes", .text = parts.text("form.yes")}, {.value = "no", .text = parts.text("form.no")}
        };
        radios.value = parts.value(question.id, saved_yes_no(parts, "no"));
        radios.classes = html::radios_inline;
    } else {
        radios.items = choices_of(parts);
        radios.value = parts.value(question.id, parts.saved_text());
    }
    return html::radios(radios);
}

html::Html one_box(const QuestionParts& parts) {
    const Question& question = parts.question;
    html::Checkboxes box;
    box.name = question.id;
    box.hint = parts.hint();
    box.error = parts.error(question.id);
    // Words of its own beside the box: what is asked stands above it. The page's heading always does.
    if (!question.label.empty() || parts.showing.heading == Heading::page) box.fieldset = parts.fieldset();
    box.items = {
        {.value = "yes", .text = question.label.empty() ? parts.ask() : parts.showing.sayings.text(question.label)}
    };
    box.values = {parts.value(question.id, saved_yes_no(parts, ""))};
    return html::checkboxes(box);
}

html::Html several(const QuestionParts& parts) {
    const Question& question = parts.question;
    html::Checkboxes boxes;
    boxes.name = question.id;
    boxes.fieldset = parts.fieldset();
    boxes.hint = parts.hint(parts.text("choices.select_all"));
    boxes.error = parts.error(question.id);
    boxes.items = choices_of(parts);
    if (parts.state.sent) {
        for (const auto& value : parts.state.sent->all(question.id)) boxes.values.emplace_back(value);
    } else if (parts.state.answer && parts.state.answer->array()) {
        for (const auto& item : *parts.state.answer->array()) {
            if (item.string()) boxes.values.push_back(*item.string());
        }
    }
    return html::checkboxes(boxes);
}

html::Html out_of_a_list(const QuestionParts& parts) {
    const Question& question = parts.question;
    std::vector<html::SelectItem> items;
    std::string usual;
    if (question.type == QuestionType::country) {
        for (const auto& [code, name] : parts.locale().countries()) items.push_back({.text = name, .value = code});
        usual = "country";
    } else if (question.type == QuestionType::currency) {
        for (const auto& [code, name] : parts.locale().currencies()) items.push_back({.text = name, .value = code});
    } else {
        for (const auto& option : question.options)
            items.push_back({.text = parts.showing.sayings.text(option.label), .value = option.value});
    }
    return long_select(
        parts, question.id, parts.label(), parts.hint(), std::move(items), parts.value(question.id, parts.saved_text()),
        parts.autocomplete(usual)
    );
}

}  // namespace

html::Html long_select(
    const QuestionParts& parts, const std::string& control, html::Label label, html::Hint hint,
    std::vector<html::SelectItem> items, const std::string& chosen, std::optional<std::string> autocomplete
) {
    html::Select select;
    select.id = select.name = control;
    select.label = std::move(label);
    select.hint = std::move(hint);
    select.error = parts.error(control);
    select.value = chosen;
    if (items.size() >= long_list) {
        select.form_group.attributes = {
            {"data-module", "gh-finder"},
            {"data-found", parts.text("finder.found", {{"count", "%{count}"}})},
            {"data-none", parts.text("finder.none")},
        };
    }
    if (autocomplete) select.attributes.push_back({"autocomplete", *autocomplete});
    select.items.push_back({.text = parts.text("form.choose"), .value = ""});
    for (auto& item : items) select.items.push_back(std::move(item));
    return html::select(select);
}

html::Html choice_view(const QuestionParts& parts) {
    switch (parts.question.type) {
        case QuestionType::yes_no:
        case QuestionType::radios:
            return one_of_a_few(parts);
        case QuestionType::tick:
        case QuestionType::declaration:
            return one_box(parts);
        case QuestionType::checkboxes:
            return several(parts);
        default:
            return out_of_a_list(parts);
    }
}

}  // namespace guildhall::portal
