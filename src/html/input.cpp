#include "html/input.hpp"

#include "html/internal/field_parts.hpp"
#include "html/internal/markup.hpp"

namespace guildhall::html {

using internal::hint_and_error;
using internal::label_for;
using internal::Markup;
using internal::open_form_group;

namespace {

void optional_attribute(Markup& m, std::string_view name, const std::optional<std::string>& value) {
    if (value) {
        m.attribute(name, *value);
    }
}

void affix(Markup& m, std::string_view kind, const Affix& options) {
    if (options.text.empty()) {
        return;
    }
    m.raw("<div").classes(std::string("govuk-input__").append(kind), options.classes).raw(R"( aria-hidden="true")");
    m.attributes(options.attributes).raw(">").add(options.text).raw("</div>");
}

void input_control(Markup& m, const Input& options, std::string_view id, const std::string& described_by) {
    m.raw("<input").classes("govuk-input", options.classes, options.error.text.empty() ? "" : "govuk-input--error");
    m.attribute("id", id).attribute("name", options.name).attribute("type", options.type);
    if (options.spellcheck) {
        m.attribute("spellcheck", *options.spellcheck ? "true" : "false");
    }
    optional_attribute(m, "value", options.value);
    m.flag("disabled", options.disabled).attribute_if("aria-describedby", described_by);
    optional_attribute(m, "autocomplete", options.autocomplete);
    optional_attribute(m, "autocapitalize", options.autocapitalize);
    optional_attribute(m, "pattern", options.pattern);
    optional_attribute(m, "inputmode", options.inputmode);
    m.attributes(options.attributes).raw(">");
}

}  // namespace

Html input(const Input& options) {
    const std::string& id = options.id.empty() ? options.name : options.id;
    Markup m;
    open_form_group(m, options.form_group, !options.error.text.empty());
    label_for(m, options.label, id);
    const std::string described_by = hint_and_error(m, id, options.described_by, options.hint, options.error);
    const bool wrapped = !options.prefix.text.empty() || !options.suffix.text.empty() ||
                         !options.form_group.before.empty() || !options.form_group.after.empty();
    if (wrapped) {
        m.raw("<div")
            .classes("govuk-input__wrapper", options.wrapper_classes)
            .attributes(options.wrapper_attributes)
            .raw(">");
        m.add(options.form_group.before);
        affix(m, "prefix", options.prefix);
    }
    input_control(m, options, id, described_by);
    if (wrapped) {
        affix(m, "suffix", options.suffix);
        m.add(options.form_group.after).raw("</div>");
    }
    return m.raw("</div>").take();
}

Html textarea(const Textarea& options) {
    const std::string& id = options.id.empty() ? options.name : options.id;
    Markup m;
    open_form_group(m, options.form_group, !options.error.text.empty());
    label_for(m, options.label, id);
    const std::string described_by = hint_and_error(m, id, options.described_by, options.hint, options.error);
    m.add(options.form_group.before);
    m.raw("<textarea")
        .classes("govuk-textarea", options.error.text.empty() ? "" : "govuk-textarea--error", options.classes);
    m.attribute("id", id).attribute("name", options.name).attribute("rows", std::to_string(options.rows));
    if (options.spellcheck) {
        m.attribute("spellcheck", *options.spellcheck ? "true" : "false");
    }
    m.flag("disabled", options.disabled).attribute_if("aria-describedby", described_by);
    m.attribute_if("autocomplete", options.autocomplete).attributes(options.attributes).raw(">");
    // The parser drops one newline after the start tag (HTML Living Standard, 13.2.6.4.7): give it one to drop.
    if (!options.value.empty() && options.value.front() == '\n') {
        m.raw("\n");
    }
    m.text(options.value).raw("</textarea>").add(options.form_group.after);
    return m.raw("</div>").take();
}

namespace {

void plural_attributes(Attributes& out, const std::string& key, const PluralMessages& messages) {
    for (const auto& [category, message] : messages) {
        out.push_back({fmt::format("data-i18n.{}.{}", key, category), message});
    }
}

void message_attribute(Attributes& out, const std::string& key, const std::string& message) {
    if (!message.empty()) {
        out.push_back({"data-i18n." + key, message});
    }
}

std::string with_count(std::string message, int count) {
    constexpr std::string_view placeholder = "%{count}";
    for (std::size_t at = message.find(placeholder); at != std::string::npos; at = message.find(placeholder, at)) {
        message.replace(at, placeholder.size(), std::to_string(count));
    }
    return message;
}

}  // namespace

Html character_count(const CharacterCount& options) {
    Textarea field = options.field;
    if (field.id.empty()) {
        field.id = field.name;
    }
    const std::string count_type = !options.count_type.empty() ? options.count_type : options.max_words ? "words" : "";
    const std::optional<int> limit = options.max_words ? options.max_words : options.max_length;

    Attributes attributes{{"data-module", "govuk-character-count"}};
    if (options.max_length) {
        attributes.push_back({"data-maxlength", std::to_string(*options.max_length)});
    }
    if (options.max_words) {
        attributes.push_back({"data-maxwords", std::to_string(*options.max_words)});
    }
    if (!options.threshold.empty()) {
        attributes.push_back({"data-threshold", options.threshold});
    }
    if (!count_type.empty()) {
        attributes.push_back({"data-count-type", count_type});
    }
    if (!limit && !options.description.empty()) {
        attributes.push_back({"data-i18n.textarea-description.other", options.description});
    }
    plural_attributes(attributes, "characters-under-limit", options.characters_under_limit);
    message_attribute(attributes, "characters-at-limit", options.characters_at_limit);
    plural_attributes(attributes, "characters-over-limit", options.characters_over_limit);
    plural_attributes(attributes, "words-under-limit", options.words_under_limit);
    message_attribute(attributes, "words-at-limit", options.words_at_limit);
    plural_attributes(attributes, "words-over-limit", options.words_over_limit);
    attributes.insert(attributes.end(), field.form_group.attributes.begin(), field.form_group.attributes.end());

    Hint message{
        .id = field.id + "-info", .classes = internal::spaced("govuk-character-count__message", options.message_classes)
    };
    if (limit) {
        const std::string standard =
            count_type == "words" ? "You can enter up to %{count} words" : "You can enter up to %{count} characters";
        message.text = with_count(options.description.empty() ? standard : options.description, *limit);
    }
    field.form_group.after = hint(message) + field.form_group.after.html();
    field.form_group.attributes = std::move(attributes);
    field.form_group.classes = internal::spaced("govuk-character-count", field.form_group.classes);
    field.classes = internal::spaced("govuk-js-character-count", field.classes);
    field.described_by = field.id + "-info";
    return textarea(field);
}

Html select(const Select& options) {
    const std::string& id = options.id.empty() ? options.name : options.id;
    Markup m;
    open_form_group(m, options.form_group, !options.error.text.empty());
    label_for(m, options.label, id);
    const std::string described_by = hint_and_error(m, id, options.described_by, options.hint, options.error);
    m.add(options.form_group.before);
    m.raw("<select").classes("govuk-select", options.classes, options.error.text.empty() ? "" : "govuk-select--error");
    m.attribute("id", id).attribute("name", options.name).flag("disabled", options.disabled);
    m.attribute_if("aria-describedby", described_by).attributes(options.attributes).raw(">");
    for (const SelectItem& item : options.items) {
        m.raw("<option");
        optional_attribute(m, "value", item.value);
        const bool is_value = !options.value.empty() && item.value.value_or(item.text) == options.value;
        m.flag("selected", item.selected.value_or(is_value)).flag("disabled", item.disabled);
        m.attributes(item.attributes).raw(">").text(item.text).raw("</option>");
    }
    return m.raw("</select>").add(options.form_group.after).raw("</div>").take();
}

Html file_upload(const FileUpload& options) {
    const std::string& id = options.id.empty() ? options.name : options.id;
    Markup m;
    open_form_group(m, options.form_group, !options.error.text.empty());
    label_for(m, options.label, id);
    const std::string described_by = hint_and_error(m, id, options.described_by, options.hint, options.error);
    m.add(options.form_group.before);
    m.raw("<input").classes(
        "govuk-file-upload", options.classes, options.error.text.empty() ? "" : "govuk-file-upload--error"
    );
    m.attribute("id", id).attribute("name", options.name).raw(R"( type="file")");
    m.flag("disabled", options.disabled)
        .flag("multiple", options.multiple)
        .attribute_if("aria-describedby", described_by);
    m.attribute_if("accept", options.accept).attributes(options.attributes).raw(">");
    return m.add(options.form_group.after).raw("</div>").take();
}

namespace {

std::string capitalised(std::string word) {
    if (!word.empty() && word.front() >= 'a' && word.front() <= 'z') {
        word.front() = static_cast<char>(word.front() - 'a' + 'A');
    }
    return word;
}

bool has_class(std::string_view classes, std::string_view part) {
    return classes.find(part) != std::string_view::npos;
}

bool marks_error(const DatePart& part) {
    return part.error.value_or(false) || has_class(part.classes, "govuk-input--error");
}

Html date_part(const DateInput& date, const DatePart& part, bool any_part_has_error) {
    const bool whole_date_is_wrong = part.error.value_or(true) && !date.error.text.empty() && !any_part_has_error;
    std::string classes = "govuk-date-input__input";
    if (!has_class(part.classes, "govuk-input--error") && (marks_error(part) || whole_date_is_wrong)) {
        classes += " govuk-input--error";
    }
    if (!has_class(part.classes, "govuk-input--width-")) {
        const bool is_year = part.name == "year" || part.name == date.year.name;
        classes += is_year ? " govuk-input--width-4" : " govuk-input--width-2";
    }
    const Input field{
        .id = part.id.empty() ? date.id + "-" + part.name : part.id,
        .name = date.name_prefix.empty() ? part.name : date.name_prefix + "-" + part.name,
        .label =
            {.text = part.label.empty() ? capitalised(part.name) : part.label, .classes = "govuk-date-input__label"},
        .value = part.value,
        .inputmode = part.inputmode.empty() ? "numeric" : part.inputmode,
        .autocomplete = part.autocomplete,
        .pattern = part.pattern,
        .classes = internal::spaced(classes, part.classes),
        .attributes = part.attributes,
    };
    return Markup().raw(R"(<div class="govuk-date-input__item">)").add(input(field)).raw("</div>").take();
}

}  // namespace

Html date_input(const DateInput& options) {
    const std::vector<DatePart> parts =
        options.items.empty() ? std::vector{options.day, options.month, options.year} : options.items;
    bool any_part_has_error = false;
    for (const DatePart& part : parts) {
        any_part_has_error = any_part_has_error || marks_error(part);
    }

    Markup inner;
    const std::string described_by = hint_and_error(
        inner, options.id, options.fieldset ? options.fieldset->described_by : "", options.hint, options.error
    );
    inner.raw("<div")
        .classes("govuk-date-input", options.classes)
        .attributes(options.attributes)
        .attribute_if("id", options.id);
    inner.raw(">").add(options.form_group.before);
    for (const DatePart& part : parts) {
        inner.add(date_part(options, part, any_part_has_error));
    }
    inner.add(options.form_group.after).raw("</div>");

    Markup m;
    open_form_group(m, options.form_group, !options.error.text.empty());
    if (options.fieldset) {
        Fieldset around = *options.fieldset;
        // JAWS leaves out the description of a fieldset of text inputs unless its role is group.
        around.role = "group";
        around.described_by = described_by;
        around.content = inner.take();
        m.add(fieldset(around));
    } else {
        m.add(inner.take());
    }
    return m.raw("</div>").take();
}

}  // namespace guildhall::html
