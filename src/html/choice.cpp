#include "html/choice.hpp"

#include <algorithm>

#include "html/internal/field_parts.hpp"
#include "html/internal/markup.hpp"

namespace guildhall::html {

using internal::Markup;
using internal::spaced;

namespace {

/// What radios and checkboxes have in common, with what differs filled in.
struct Field {
    std::string_view kind;  // "radios" or "checkboxes"
    std::string_view type;  // of the input element
    std::string_view name;
    std::string_view id_prefix;
    const std::optional<Fieldset>& fieldset;
    const Hint& hint;
    const ErrorMessage& error;
    const std::vector<Choice>& items;
    std::string described_by;          // of the fieldset
    bool describes_each_item = false;  // with `described_by`, where there is no fieldset to carry it
    const std::string& classes;
    const FormGroup& form_group;
    const Attributes& attributes;
};

std::string part(const Field& field, std::string_view name) {
    return std::string("govuk-").append(field.kind).append(name);
}

template <class IsChosen>
void choice(
    Markup& m, const Field& field, const std::string& item_described_by, const Choice& item, std::size_t number,
    const IsChosen& is_chosen
) {
    if (!item.divider.empty()) {
        m.raw("<div").classes(part(field, "__divider")).raw(">").text(item.divider).raw("</div>");
        return;
    }
    std::string id = item.id;
    if (id.empty()) {
        id = field.id_prefix;
        if (number > 1) {
            id += "-" + std::to_string(number);
        }
    }
    const bool checked = item.checked.value_or(false) || (item.checked.value_or(true) && is_chosen(item.value));
    const bool has_hint = !item.hint.text.empty();
    const std::string hint_id = id + "-item-hint";
    const std::string conditional_id = "conditional-" + id;

    m.raw("<div").classes(part(field, "__item")).raw("><input").classes(part(field, "__input"));
    m.attribute("id", id).attribute("name", item.name.empty() ? field.name : item.name).attribute("type", field.type);
    m.attribute("value", item.value).flag("checked", checked).flag("disabled", item.disabled);
    if (!item.conditional.empty()) {
        m.attribute("data-aria-controls", conditional_id);
    }
    m.attribute_if("data-behaviour", item.behaviour);
    m.attribute_if("aria-describedby", spaced(item_described_by, has_hint ? hint_id : ""));
    m.attributes(item.attributes).raw(">");
    internal::label_for(
        m,
        {.text = item.text,
         .classes = spaced(part(field, "__label"), item.label_classes),
         .attributes = item.label_attributes},
        id
    );
    if (has_hint) {
        m.add(hint(
            {.text = item.hint.text,
             .id = hint_id,
             .classes = spaced(part(field, "__hint"), item.hint.classes),
             .attributes = item.hint.attributes}
        ));
    }
    m.raw("</div>");
    if (!item.conditional.empty()) {
        m.raw("<div").classes(part(field, "__conditional"), checked ? "" : part(field, "__conditional--hidden"));
        m.attribute("id", conditional_id).raw(">").add(item.conditional).raw("</div>");
    }
}

template <class IsChosen>
Html choices(const Field& field, const IsChosen& is_chosen) {
    Markup inner;
    const std::string described_by =
        internal::hint_and_error(inner, field.id_prefix, field.described_by, field.hint, field.error);
    inner.raw("<div").classes(part(field, ""), field.classes).attributes(field.attributes);
    inner.attribute("data-module", part(field, "")).raw(">").add(field.form_group.before);
    std::size_t number = 0;
    for (const Choice& item : field.items) {
        choice(inner, field, field.describes_each_item ? described_by : "", item, ++number, is_chosen);
    }
    inner.add(field.form_group.after).raw("</div>");

    Markup m;
    internal::open_form_group(m, field.form_group, !field.error.text.empty());
    if (field.fieldset) {
        Fieldset around = *field.fieldset;
        around.described_by = described_by;
        around.content = inner.take();
        m.add(fieldset(around));
    } else {
        m.add(inner.take());
    }
    return m.raw("</div>").take();
}

}  // namespace

Html radios(const Radios& options) {
    const Field field{
        .kind = "radios",
        .type = "radio",
        .name = options.name,
        .id_prefix = options.id_prefix.empty() ? options.name : options.id_prefix,
        .fieldset = options.fieldset,
        .hint = options.hint,
        .error = options.error,
        .items = options.items,
        .described_by = options.fieldset ? options.fieldset->described_by : "",
        .classes = options.classes,
        .form_group = options.form_group,
        .attributes = options.attributes,
    };
    return choices(field, [&](const std::string& value) { return !options.value.empty() && value == options.value; });
}

Html checkboxes(const Checkboxes& options) {
    const bool has_fieldset_description = options.fieldset && !options.fieldset->described_by.empty();
    const Field field{
        .kind = "checkboxes",
        .type = "checkbox",
        .name = options.name,
        .id_prefix = options.id_prefix.empty() ? options.name : options.id_prefix,
        .fieldset = options.fieldset,
        .hint = options.hint,
        .error = options.error,
        .items = options.items,
        .described_by = has_fieldset_description ? options.fieldset->described_by : options.described_by,
        .describes_each_item = !options.fieldset,
        .classes = options.classes,
        .form_group = options.form_group,
        .attributes = options.attributes,
    };
    return choices(field, [&](const std::string& value) {
        return std::find(options.values.begin(), options.values.end(), value) != options.values.end();
    });
}

}  // namespace guildhall::html
