#include "html/field.hpp"

#include "html/internal/field_parts.hpp"
#include "html/internal/markup.hpp"

namespace guildhall::html {

using internal::Markup;

namespace {

void write_label(Markup& m, const Label& options, std::string_view for_id) {
    if (options.text.empty()) {
        return;
    }
    if (options.is_page_heading) {
        m.raw(R"(<h1 class="govuk-label-wrapper">)");
    }
    m.raw("<label").classes("govuk-label", options.classes).attributes(options.attributes).attribute_if("for", for_id);
    m.raw(">").add(options.text).raw("</label>");
    if (options.is_page_heading) {
        m.raw("</h1>");
    }
}

void write_hint(Markup& m, const Hint& options, std::string_view id) {
    m.raw("<div").attribute_if("id", id).classes("govuk-hint", options.classes).attributes(options.attributes);
    m.raw(">").add(options.text).raw("</div>");
}

void write_error_message(Markup& m, const ErrorMessage& options, std::string_view id) {
    m.raw("<p")
        .attribute_if("id", id)
        .classes("govuk-error-message", options.classes)
        .attributes(options.attributes)
        .raw(">");
    if (!options.visually_hidden_text.empty()) {
        m.raw(R"(<span class="govuk-visually-hidden">)").text(options.visually_hidden_text).raw(":</span> ");
    }
    m.add(options.text).raw("</p>");
}

}  // namespace

Html label(const Label& options) {
    Markup m;
    write_label(m, options, options.for_id);
    return m.take();
}

Html hint(const Hint& options) {
    Markup m;
    write_hint(m, options, options.id);
    return m.take();
}

Html error_message(const ErrorMessage& options) {
    Markup m;
    write_error_message(m, options, options.id);
    return m.take();
}

Html fieldset(const Fieldset& options) {
    Markup m;
    m.raw("<fieldset").classes("govuk-fieldset", options.classes).attribute_if("role", options.role);
    m.attribute_if("aria-describedby", options.described_by).attributes(options.attributes).raw(">");
    const Legend& legend = options.legend;
    if (!legend.text.empty()) {
        m.raw("<legend").classes("govuk-fieldset__legend", legend.classes).raw(">");
        if (legend.is_page_heading) {
            m.raw(R"(<h1 class="govuk-fieldset__heading">)").add(legend.text).raw("</h1>");
        } else {
            m.add(legend.text);
        }
        m.raw("</legend>");
    }
    return m.add(options.content).raw("</fieldset>").take();
}

namespace internal {

void open_form_group(Markup& m, const FormGroup& group, bool has_error) {
    m.raw("<div").classes("govuk-form-group", has_error ? "govuk-form-group--error" : "", group.classes);
    m.attributes(group.attributes).raw(">");
}

std::string hint_and_error(
    Markup& m, std::string_view id, std::string described_by, const Hint& hint, const ErrorMessage& error
) {
    if (!hint.text.empty()) {
        const std::string hint_id = std::string(id) + "-hint";
        described_by = spaced(described_by, hint_id);
        write_hint(m, hint, hint_id);
    }
    if (!error.text.empty()) {
        const std::string error_id = std::string(id) + "-error";
        described_by = spaced(described_by, error_id);
        write_error_message(m, error, error_id);
    }
    return described_by;
}

void label_for(Markup& m, const Label& label, std::string_view id) {
    write_label(m, label, id);
}

}  // namespace internal

}  // namespace guildhall::html
