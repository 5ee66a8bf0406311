#include "portal/internal/question_view.hpp"

#include "html/choice.hpp"
#include "html/field.hpp"
#include "html/input.hpp"

namespace guildhall::portal {
namespace {

using catalogue::Question;
using catalogue::QuestionType;

std::string message_for(const QuestionState& state, std::string_view control) {
    for (const auto& error : state.errors) {
        if (error.field == control) return error.message;
    }
    return {};
}

/// The first message of any control of a question with several.
std::string any_message(const QuestionState& state) {
    return state.errors.empty() ? std::string{} : state.errors.front().message;
}

html::ErrorMessage error_of(const std::string& message) {
    html::ErrorMessage error;
    if (!message.empty()) error.text = message;
    return error;
}

html::Hint hint_of(const Question& question) {
    html::Hint hint;
    if (!question.hint.empty()) hint.text = question.hint;
    return hint;
}

html::Label heading_label(const Question& question) {
    html::Label label;
    label.text = question.ask;
    label.classes = html::label_l;
    label.is_page_heading = true;
    return label;
}

html::Fieldset heading_fieldset(const Question& question) {
    html::Fieldset fieldset;
    fieldset.legend.text = question.ask;
    fieldset.legend.classes = html::legend_l;
    fieldset.legend.is_page_heading = true;
    return fieldset;
}

/// What stands in a control: what was sent, else what was saved.
std::string value_of(const QuestionState& state, std::string_view control, std::string saved) {
    if (state.sent) return std::string{state.sent->get(control)};
    return saved;
}

std::string saved_text(const QuestionState& state) {
    return state.answer && state.answer->string() ? *state.answer->string() : std::string{};
}

html::Html one_line(const Question& question, const QuestionState& state) {
    html::Input input;
    input.id = input.name = question.id;
    input.label = heading_label(question);
    input.hint = hint_of(question);
    input.error = error_of(message_for(state, question.id));
    input.value = value_of(state, question.id, saved_text(state));
    if (question.type == QuestionType::number) {
        input.inputmode = "decimal";
        input.classes = html::input_width_5;
        input.spellcheck = false;
        if (!question.unit.empty()) input.suffix.text = question.unit;
    } else if (question.type == QuestionType::email) {
        input.type = "email";
        input.autocomplete = "email";
        input.spellcheck = false;
    } else if (question.type == QuestionType::phone) {
        input.type = "tel";
        input.autocomplete = "tel";
        input.classes = html::input_width_20;
    } else if (question.type == QuestionType::name) {
        input.autocomplete = "name";
        input.spellcheck = false;
    }
    return html::input(input);
}

html::Html many_lines(const Question& question, const QuestionState& state, int rows) {
    html::Textarea area;
    area.id = area.name = question.id;
    area.label = heading_label(question);
    area.hint = hint_of(question);
    area.error = error_of(message_for(state, question.id));
    area.value = value_of(state, question.id, saved_text(state));
    area.rows = rows;
    return html::textarea(area);
}

std::vector<html::Choice> choices_of(const Question& question) {
    std::vector<html::Choice> choices;
    for (const auto& option : question.options) choices.push_back({.value = option.value, .text = option.label});
    return choices;
}

html::Html choose_one(const Question& question, const QuestionState& state) {
    html::Radios radios;
    radios.name = question.id;
    radios.fieldset = heading_fieldset(question);
    radios.hint = hint_of(question);
    radios.error = error_of(message_for(state, question.id));
    if (question.type == QuestionType::yes_no) {
        radios.items = {{.value = "yes", .text = "Yes"}, {.value = "no", .text = "No"}};
        std::string saved;
        if (state.answer && state.answer->boolean()) saved = *state.answer->boolean() ? "yes" : "no";
        radios.value = value_of(state, question.id, saved);
        radios.classes = html::radios_inline;
    } else {
        radios.items = choices_of(question);
        radios.value = value_of(state, question.id, saved_text(state));
    }
    return html::radios(radios);
}

html::Html choose_several(const Question& question, const QuestionState& state) {
    html::Checkboxes boxes;
    boxes.name = question.id;
    boxes.fieldset = heading_fieldset(question);
    boxes.hint = hint_of(question);
    boxes.error = error_of(message_for(state, question.id));
    boxes.items = choices_of(question);
    if (state.sent) {
        for (const auto& value : state.sent->all(question.id)) boxes.values.emplace_back(value);
    } else if (state.answer && state.answer->array()) {
        for (const auto& item : *state.answer->array()) {
            if (item.string()) boxes.values.push_back(*item.string());
        }
    }
    return html::checkboxes(boxes);
}

html::Html date(const Question& question, const QuestionState& state) {
    html::DateInput input;
    input.id = question.id;
    input.name_prefix = question.id;
    input.fieldset = heading_fieldset(question);
    input.hint = hint_of(question);
    input.error = error_of(any_message(state));
    const std::string saved = saved_text(state);
    const bool whole = saved.size() == 10;
    input.day.value = value_of(state, question.id + "-day", whole ? saved.substr(8, 2) : "");
    input.month.value = value_of(state, question.id + "-month", whole ? saved.substr(5, 2) : "");
    input.year.value = value_of(state, question.id + "-year", whole ? saved.substr(0, 4) : "");
    return html::date_input(input);
}

html::Html file(const Question& question, const QuestionState& state) {
    html::FileUpload upload;
    upload.id = upload.name = question.id;
    upload.label = heading_label(question);
    upload.hint = hint_of(question);
    upload.error = error_of(message_for(state, question.id));
    for (const auto& kind : question.accept) {
        if (!upload.accept.empty()) upload.accept += ",";
        upload.accept += kind == "image" ? "image/jpeg,image/png,image/webp" : kind == "pdf" ? "application/pdf" : kind;
    }
    return html::file_upload(upload);
}

html::Html contact(const Question& question, const QuestionState& state) {
    html::Html controls;
    struct Part {
        const char* name;
        const char* label;
        const char* type;
        const char* autocomplete;
        const char* hint;
    };
    constexpr Part parts[] = {
        {"name", "Your name", "text", "name", ""},
        {"email", "E-mail address", "email", "email", "We send you a confirmation and the decision."},
        {"phone", "Phone number (optional)", "tel", "tel", "Only if we have a question."},
    };
    for (const auto& part : parts) {
        const std::string control = question.id + "-" + part.name;
        html::Input input;
        input.id = input.name = control;
        input.label.text = std::string{part.label};
        input.type = part.type;
        input.autocomplete = part.autocomplete;
        input.spellcheck = false;
        if (*part.hint) input.hint.text = std::string{part.hint};
        input.error = error_of(message_for(state, control));
        input.value = value_of(state, control, state.answer ? state.answer->string_at(part.name) : "");
        if (input.type == "tel") input.classes = html::input_width_20;
        controls += html::input(input);
    }
    html::Fieldset fieldset = heading_fieldset(question);
    fieldset.content = (question.hint.empty() ? html::Html{} : html::hint(hint_of(question))) + controls;
    return html::fieldset(fieldset);
}

}  // namespace

html::Html question_view(const Question& question, const QuestionState& state) {
    switch (question.type) {
        case QuestionType::text:
        case QuestionType::name:
        case QuestionType::number:
        case QuestionType::email:
        case QuestionType::phone:
            return one_line(question, state);
        case QuestionType::location:
            return many_lines(question, state, 3);
        case QuestionType::long_text:
            return many_lines(question, state, 8);
        case QuestionType::yes_no:
        case QuestionType::radios:
            return choose_one(question, state);
        case QuestionType::checkboxes:
            return choose_several(question, state);
        case QuestionType::date:
            return date(question, state);
        case QuestionType::file:
            return file(question, state);
        case QuestionType::contact:
            return contact(question, state);
    }
    return {};
}

journeys::SentFields sent_fields(const http::Fields& form) {
    journeys::SentFields fields;
    for (const auto& [name, value] : form.entries()) fields.emplace(name, value);
    return fields;
}

}  // namespace guildhall::portal
