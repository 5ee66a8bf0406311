/// The options of the package's templates as options of ours, component by component.

#include "html/button.hpp"
#include "html/choice.hpp"
#include "html/field.hpp"
#include "html/input.hpp"
#include "html/internal/fixtures_for_test.hpp"
#include "html/internal/normalised.hpp"
#include "html/list.hpp"
#include "html/navigation.hpp"
#include "html/notice.hpp"

namespace guildhall::html::internal {
namespace {

using base::Json;

// ---- options of the templates as options of ours -----------------------------------------------------------------

/// As Nunjucks sees it: nothing, false, zero and the empty string do not count.
bool counts(const Json& value) {
    if (const bool* flag = value.boolean()) return *flag;
    if (const std::int64_t* number = value.integer()) return *number != 0;
    if (const std::string* text = value.string()) return !text->empty();
    return !value.is_null();
}

std::string text(const Json& value) {
    if (const std::string* string = value.string()) {
        return *string;
    }
    return value.is_null() ? "" : value.text();
}

int number(const Json& value) {
    const std::string digits = text(value);
    return digits.empty() ? 0 : static_cast<int>(*Json::parse(digits)->integer());
}

std::optional<std::string> optional_text(const Json& value) {
    const bool* flag = value.boolean();
    return value.is_null() || (flag != nullptr && !*flag) ? std::nullopt : std::optional(text(value));
}

std::optional<bool> optional_flag(const Json& value) {
    const bool* flag = value.boolean();
    return flag == nullptr ? std::nullopt : std::optional(*flag);
}

Content content(const Json& options, std::string_view html = "html", std::string_view plain = "text") {
    if (counts(options[html])) {
        return trusted(text(options[html]));
    }
    return {text(options[plain])};
}

Attributes attributes(const Json& value) {
    Attributes out;
    if (const Json::Object* object = value.object()) {
        for (const auto& [name, one] : *object) {
            out.push_back({name, text(one)});
        }
    }
    return out;
}

const Json::Array& array(const Json& value) {
    static const Json::Array none;
    return value.array() == nullptr ? none : *value.array();
}

Label map_label(const Json& o) {
    return {
        .text = content(o),
        .for_id = text(o["for"]),
        .classes = text(o["classes"]),
        .is_page_heading = counts(o["isPageHeading"]),
        .attributes = attributes(o["attributes"])
    };
}

Hint map_hint(const Json& o) {
    return {
        .text = content(o),
        .id = text(o["id"]),
        .classes = text(o["classes"]),
        .attributes = attributes(o["attributes"])
    };
}

ErrorMessage map_error(const Json& o) {
    ErrorMessage out{
        .text = content(o),
        .id = text(o["id"]),
        .classes = text(o["classes"]),
        .attributes = attributes(o["attributes"])
    };
    const Json& hidden = o["visuallyHiddenText"];
    if (hidden.string() != nullptr || hidden.boolean() != nullptr) {
        out.visually_hidden_text = counts(hidden) ? text(hidden) : "";
    }
    return out;
}

Fieldset map_fieldset(const Json& o) {
    return {
        .legend =
            {.text = content(o["legend"]),
             .classes = text(o["legend"]["classes"]),
             .is_page_heading = counts(o["legend"]["isPageHeading"])},
        .described_by = text(o["describedBy"]),
        .role = text(o["role"]),
        .classes = text(o["classes"]),
        .attributes = attributes(o["attributes"]),
        .content = trusted(text(o["html"]))
    };
}

std::optional<Fieldset> optional_fieldset(const Json& o) {
    return counts(o) ? std::optional(map_fieldset(o)) : std::nullopt;
}

FormGroup map_group(const Json& o, const std::string& plural = "") {
    return {
        .classes = text(o["classes"]),
        .attributes = attributes(o["attributes"]),
        .before = content(o["beforeInput" + plural]),
        .after = content(o["afterInput" + plural])
    };
}

Affix map_affix(const Json& o) {
    return {.text = content(o), .classes = text(o["classes"]), .attributes = attributes(o["attributes"])};
}

Html render_input(const Json& o) {
    return input(
        {.id = text(o["id"]),
         .name = text(o["name"]),
         .label = map_label(o["label"]),
         .hint = map_hint(o["hint"]),
         .error = map_error(o["errorMessage"]),
         .value = optional_text(o["value"]),
         .type = counts(o["type"]) ? text(o["type"]) : "text",
         .inputmode = optional_text(o["inputmode"]),
         .autocomplete = optional_text(o["autocomplete"]),
         .autocapitalize = optional_text(o["autocapitalize"]),
         .pattern = optional_text(o["pattern"]),
         .spellcheck = optional_flag(o["spellcheck"]),
         .prefix = map_affix(o["prefix"]),
         .suffix = map_affix(o["suffix"]),
         .described_by = text(o["describedBy"]),
         .disabled = counts(o["disabled"]),
         .classes = text(o["classes"]),
         .form_group = map_group(o["formGroup"]),
         .wrapper_classes = text(o["inputWrapper"]["classes"]),
         .wrapper_attributes = attributes(o["inputWrapper"]["attributes"]),
         .attributes = attributes(o["attributes"])}
    );
}

Textarea map_textarea(const Json& o) {
    return {
        .id = text(o["id"]),
        .name = text(o["name"]),
        .label = map_label(o["label"]),
        .hint = map_hint(o["hint"]),
        .error = map_error(o["errorMessage"]),
        .value = text(o["value"]),
        .rows = counts(o["rows"]) ? number(o["rows"]) : 5,
        .spellcheck = optional_flag(o["spellcheck"]),
        .autocomplete = text(o["autocomplete"]),
        .described_by = text(o["describedBy"]),
        .disabled = counts(o["disabled"]),
        .classes = text(o["classes"]),
        .form_group = map_group(o["formGroup"]),
        .attributes = attributes(o["attributes"])
    };
}

PluralMessages plural(const Json& o) {
    PluralMessages out;
    if (const Json::Object* object = o.object()) {
        for (const auto& [category, message] : *object) {
            out.emplace_back(category, text(message));
        }
    }
    return out;
}

Html render_character_count(const Json& o) {
    return character_count(
        {.field = map_textarea(o),
         .max_length = counts(o["maxlength"]) ? std::optional(number(o["maxlength"])) : std::nullopt,
         .max_words = counts(o["maxwords"]) ? std::optional(number(o["maxwords"])) : std::nullopt,
         .threshold = text(o["threshold"]),
         .count_type = text(o["countType"]),
         .description = text(o["textareaDescriptionText"]),
         .message_classes = text(o["countMessage"]["classes"]),
         .characters_under_limit = plural(o["charactersUnderLimitText"]),
         .characters_at_limit = text(o["charactersAtLimitText"]),
         .characters_over_limit = plural(o["charactersOverLimitText"]),
         .words_under_limit = plural(o["wordsUnderLimitText"]),
         .words_at_limit = text(o["wordsAtLimitText"]),
         .words_over_limit = plural(o["wordsOverLimitText"])}
    );
}

Html render_select(const Json& o) {
    Select out{
        .id = text(o["id"]),
        .name = text(o["name"]),
        .label = map_label(o["label"]),
        .hint = map_hint(o["hint"]),
        .error = map_error(o["errorMessage"]),
        .value = text(o["value"]),
        .described_by = text(o["describedBy"]),
        .disabled = counts(o["disabled"]),
        .classes = text(o["classes"]),
        .form_group = map_group(o["formGroup"]),
        .attributes = attributes(o["attributes"])
    };
    for (const Json& item : array(o["items"])) {
        if (counts(item)) {
            out.items.push_back(
                {.text = text(item["text"]),
                 .value = item["value"].is_null() ? std::nullopt : std::optional(text(item["value"])),
                 .selected = optional_flag(item["selected"]),
                 .disabled = counts(item["disabled"]),
                 .attributes = attributes(item["attributes"])}
            );
        }
    }
    return select(out);
}

Html render_file_upload(const Json& o) {
    return file_upload(
        {.id = text(o["id"]),
         .name = text(o["name"]),
         .label = map_label(o["label"]),
         .hint = map_hint(o["hint"]),
         .error = map_error(o["errorMessage"]),
         .described_by = text(o["describedBy"]),
         .disabled = counts(o["disabled"]),
         .multiple = counts(o["multiple"]),
         .classes = text(o["classes"]),
         .form_group = map_group(o["formGroup"]),
         .attributes = attributes(o["attributes"])}
    );
}

DatePart map_date_part(const Json& options, const Json& item, const std::string& standard_name) {
    DatePart part{
        .name = counts(item["name"]) ? text(item["name"]) : standard_name,
        .label = text(item["label"]),
        .value = optional_text(item["value"]),
        .error = optional_flag(item["error"]),
        .id = text(item["id"]),
        .classes = text(item["classes"]),
        .inputmode = text(item["inputmode"]),
        .autocomplete = optional_text(item["autocomplete"]),
        .pattern = optional_text(item["pattern"]),
        .attributes = attributes(item["attributes"])
    };
    const Json& values = options["values"];
    if (!part.value) {
        part.value = optional_text(values[part.name]);
    }
    if (!part.value && counts(options["namePrefix"])) {
        part.value = optional_text(values[text(options["namePrefix"]) + "-" + part.name]);
    }
    return part;
}

Html render_date_input(const Json& o) {
    DateInput out{
        .id = text(o["id"]),
        .name_prefix = text(o["namePrefix"]),
        .fieldset = optional_fieldset(o["fieldset"]),
        .hint = map_hint(o["hint"]),
        .error = map_error(o["errorMessage"]),
        .day = map_date_part(o, o["day"], "day"),
        .month = map_date_part(o, o["month"], "month"),
        .year = map_date_part(o, o["year"], "year"),
        .classes = text(o["classes"]),
        .form_group = map_group(o["formGroup"], "s"),
        .attributes = attributes(o["attributes"])
    };
    for (const Json& item : array(o["items"])) {
        if (counts(item)) {
            out.items.push_back(map_date_part(o, item, ""));
            DatePart& part = out.items.back();
            if (!part.value) {
                part.value = optional_text(o[part.name]["value"]);
            }
        }
    }
    // A part set to false is left out.
    const auto left_out = [&](const char* part) { return o[part].boolean() != nullptr; };
    if (left_out("day") || left_out("month") || left_out("year")) {
        for (const auto& [name, part] : {std::pair{"day", out.day}, {"month", out.month}, {"year", out.year}}) {
            if (!left_out(name)) {
                out.items.push_back(part);
            }
        }
    }
    return date_input(out);
}

std::vector<Choice> map_choices(const Json& items, const std::string& id_prefix) {
    std::vector<Choice> out;
    std::size_t place = 0;
    for (const Json& item : array(items)) {
        ++place;
        if (!counts(item)) {
            continue;
        }
        Choice choice{
            .value = text(item["value"]),
            .text = content(item),
            .hint = map_hint(item["hint"]),
            .checked = optional_flag(item["checked"]),
            .disabled = counts(item["disabled"]),
            .conditional = trusted(counts(item["conditional"]["html"]) ? text(item["conditional"]["html"]) : ""),
            .divider = text(item["divider"]),
            .id = text(item["id"]),
            .name = text(item["name"]),
            .behaviour = text(item["behaviour"]),
            .label_classes = text(item["label"]["classes"]),
            .label_attributes = attributes(item["label"]["attributes"]),
            .attributes = attributes(item["attributes"])
        };
        // The templates number around the holes of a list; ours has none, so the number is given here.
        if (choice.id.empty() && place > out.size() + 1) {
            choice.id = id_prefix + "-" + std::to_string(place);
        }
        out.push_back(choice);
    }
    return out;
}

Html render_radios(const Json& o) {
    const std::string prefix = counts(o["idPrefix"]) ? text(o["idPrefix"]) : text(o["name"]);
    return radios(
        {.name = text(o["name"]),
         .id_prefix = prefix,
         .fieldset = optional_fieldset(o["fieldset"]),
         .hint = map_hint(o["hint"]),
         .error = map_error(o["errorMessage"]),
         .items = map_choices(o["items"], prefix),
         .value = text(o["value"]),
         .classes = text(o["classes"]),
         .form_group = map_group(o["formGroup"], "s"),
         .attributes = attributes(o["attributes"])}
    );
}

Html render_checkboxes(const Json& o) {
    const std::string prefix = counts(o["idPrefix"]) ? text(o["idPrefix"]) : text(o["name"]);
    Checkboxes out{
        .name = text(o["name"]),
        .id_prefix = prefix,
        .fieldset = optional_fieldset(o["fieldset"]),
        .hint = map_hint(o["hint"]),
        .error = map_error(o["errorMessage"]),
        .items = map_choices(o["items"], prefix),
        .described_by = text(o["describedBy"]),
        .classes = text(o["classes"]),
        .form_group = map_group(o["formGroup"], "s"),
        .attributes = attributes(o["attributes"])
    };
    for (const Json& value : array(o["values"])) {
        out.values.push_back(text(value));
    }
    return checkboxes(out);
}

Html render_button(const Json& o) {
    return button(
        {.text = content(o),
         .href = text(o["href"]),
         .type = text(o["type"]),
         .name = text(o["name"]),
         .value = text(o["value"]),
         .classes = text(o["classes"]),
         .id = text(o["id"]),
         .disabled = counts(o["disabled"]),
         .start = counts(o["isStartButton"]),
         .prevent_double_click = optional_flag(o["preventDoubleClick"]),
         .attributes = attributes(o["attributes"])}
    );
}

Html render_breadcrumbs(const Json& o) {
    Breadcrumbs out{
        .classes = text(o["classes"]),
        .collapse_on_mobile = counts(o["collapseOnMobile"]),
        .attributes = attributes(o["attributes"])
    };
    if (!o["labelText"].is_null()) {
        out.label = text(o["labelText"]);
    }
    for (const Json& item : array(o["items"])) {
        out.items.push_back(
            {.text = content(item), .href = text(item["href"]), .attributes = attributes(item["attributes"])}
        );
    }
    return breadcrumbs(out);
}

PageLink map_page_link(const Json& o) {
    return {
        .href = text(o["href"]),
        .text = content(o),
        .label = text(o["labelText"]),
        .attributes = attributes(o["attributes"])
    };
}

Html render_pagination(const Json& o) {
    Pagination out{
        .previous = map_page_link(o["previous"]),
        .next = map_page_link(o["next"]),
        .classes = text(o["classes"]),
        .attributes = attributes(o["attributes"])
    };
    if (counts(o["landmarkLabel"])) {
        out.landmark_label = text(o["landmarkLabel"]);
    }
    for (const Json& item : array(o["items"])) {
        if (item.object() == nullptr || item.object()->empty()) {
            continue;
        }
        out.items.push_back(
            {.number = text(item["number"]),
             .href = text(item["href"]),
             .visually_hidden_text = text(item["visuallyHiddenText"]),
             .current = counts(item["current"]),
             .ellipsis = counts(item["ellipsis"]),
             .attributes = attributes(item["attributes"])}
        );
    }
    return pagination(out);
}

Html render_error_summary(const Json& o) {
    ErrorSummary out{
        .title = content(o, "titleHtml", "titleText"),
        .description = content(o, "descriptionHtml", "descriptionText"),
        .disable_auto_focus = optional_flag(o["disableAutoFocus"]),
        .classes = text(o["classes"]),
        .attributes = attributes(o["attributes"])
    };
    for (const Json& item : array(o["errorList"])) {
        out.errors.push_back(
            {.text = content(item), .href = text(item["href"]), .attributes = attributes(item["attributes"])}
        );
    }
    return error_summary(out);
}

Html render_notification_banner(const Json& o) {
    NotificationBanner out{
        .text = text(o["text"]),
        .content = trusted(text(o["html"])),
        .title = content(o, "titleHtml", "titleText"),
        .success = text(o["type"]) == "success",
        .role = text(o["role"]),
        .disable_auto_focus = optional_flag(o["disableAutoFocus"]),
        .classes = text(o["classes"]),
        .attributes = attributes(o["attributes"])
    };
    if (counts(o["titleId"])) {
        out.title_id = text(o["titleId"]);
    }
    if (counts(o["titleHeadingLevel"])) {
        out.title_heading_level = number(o["titleHeadingLevel"]);
    }
    return notification_banner(out);
}

Html render_panel(const Json& o) {
    constexpr std::string_view interruption = "govuk-panel--interruption";
    Panel out{
        .title = content(o, "titleHtml", "titleText"),
        .text = content(o),
        .heading_level = counts(o["headingLevel"]) ? number(o["headingLevel"]) : 1,
        .classes = text(o["classes"]),
        .attributes = attributes(o["attributes"])
    };
    if (const std::size_t at = out.classes.find(interruption); at != std::string::npos) {
        out.interruption = true;
        out.classes = squeezed(out.classes.erase(at, interruption.size()));
    }
    if (counts(o["actions"])) {
        out.actions = PanelActions{
            .classes = text(o["actions"]["classes"]), .attributes = attributes(o["actions"]["attributes"])
        };
        for (const Json& item : array(o["actions"]["items"])) {
            out.actions->items.push_back(
                {.text = text(item["text"]),
                 .href = text(item["href"]),
                 .type = text(item["type"]),
                 .classes = text(item["classes"]),
                 .attributes = attributes(item["attributes"])}
            );
        }
    }
    return panel(out);
}

Html render_warning_text(const Json& o) {
    WarningText out{.text = content(o), .classes = text(o["classes"]), .attributes = attributes(o["attributes"])};
    if (counts(o["iconFallbackText"])) {
        out.icon_fallback_text = text(o["iconFallbackText"]);
    }
    return warning_text(out);
}

Actions map_actions(const Json& o) {
    Actions out{.classes = text(o["classes"])};
    for (const Json& item : array(o["items"])) {
        out.items.push_back(
            {.text = content(item),
             .href = text(item["href"]),
             .visually_hidden_text = text(item["visuallyHiddenText"]),
             .classes = text(item["classes"]),
             .attributes = attributes(item["attributes"])}
        );
    }
    return out;
}

Html render_summary_list(const Json& o) {
    SummaryList out{.classes = text(o["classes"]), .attributes = attributes(o["attributes"])};
    if (counts(o["card"])) {
        const Json& card = o["card"];
        const Json& level = card["title"]["headingLevel"];
        out.card = SummaryCard{
            .title = content(card["title"]),
            .heading_level = counts(level) ? number(level) : 2,
            .title_classes = text(card["title"]["classes"]),
            .actions = map_actions(card["actions"]),
            .classes = text(card["classes"]),
            .attributes = attributes(card["attributes"])
        };
    }
    for (const Json& row : array(o["rows"])) {
        if (!counts(row)) {
            continue;
        }
        out.rows.push_back(
            {.key = {.text = content(row["key"]), .classes = text(row["key"]["classes"])},
             .value = {.text = content(row["value"]), .classes = text(row["value"]["classes"])},
             .actions = row["actions"]["items"].is_null() ? std::nullopt : std::optional(map_actions(row["actions"])),
             .classes = text(row["classes"])}
        );
    }
    return summary_list(out);
}

TableCell map_cell(const Json& o) {
    return {
        .text = content(o),
        .format = text(o["format"]),
        .classes = text(o["classes"]),
        .colspan = number(o["colspan"]),
        .rowspan = number(o["rowspan"]),
        .attributes = attributes(o["attributes"])
    };
}

Html render_table(const Json& o) {
    Table out{
        .caption = text(o["caption"]),
        .caption_classes = text(o["captionClasses"]),
        .first_cell_is_header = counts(o["firstCellIsHeader"]),
        .classes = text(o["classes"]),
        .attributes = attributes(o["attributes"])
    };
    for (const Json& cell : array(o["head"])) {
        out.head.push_back(map_cell(cell));
    }
    for (const Json& row : array(o["rows"])) {
        if (counts(row)) {
            std::vector<TableCell>& cells = out.rows.emplace_back();
            for (const Json& cell : array(row)) {
                cells.push_back(map_cell(cell));
            }
        }
    }
    return table(out);
}

Tag map_tag(const Json& o) {
    return {.text = content(o), .classes = text(o["classes"]), .attributes = attributes(o["attributes"])};
}

Html render_task_list(const Json& o) {
    TaskList out{.classes = text(o["classes"]), .attributes = attributes(o["attributes"])};
    if (counts(o["idPrefix"])) {
        out.id_prefix = text(o["idPrefix"]);
    }
    for (const Json& item : array(o["items"])) {
        if (!counts(item)) {
            continue;
        }
        Task task{
            .title = {.text = content(item["title"]), .classes = text(item["title"]["classes"])},
            .hint = content(item["hint"]),
            .status = {.text = content(item["status"]), .classes = text(item["status"]["classes"])},
            .href = text(item["href"]),
            .classes = text(item["classes"])
        };
        if (counts(item["status"]["tag"])) {
            task.status.tag = map_tag(item["status"]["tag"]);
        }
        out.items.push_back(task);
    }
    return task_list(out);
}

}  // namespace

const std::map<std::string, RenderFixture>& components() {
    static const std::map<std::string, RenderFixture> all{
        {"back-link",
         [](const Json& o) {
             return back_link(
                 {.text = content(o),
                  .href = text(o["href"]),
                  .classes = text(o["classes"]),
                  .attributes = attributes(o["attributes"])}
             );
         }},
        {"breadcrumbs", render_breadcrumbs},
        {"button", render_button},
        {"character-count", render_character_count},
        {"checkboxes", render_checkboxes},
        {"date-input", render_date_input},
        {"details",
         [](const Json& o) {
             return details(
                 {.summary = content(o, "summaryHtml", "summaryText"),
                  .text = content(o),
                  .id = text(o["id"]),
                  .open = counts(o["open"]),
                  .classes = text(o["classes"]),
                  .attributes = attributes(o["attributes"])}
             );
         }},
        {"error-message", [](const Json& o) { return error_message(map_error(o)); }},
        {"error-summary", render_error_summary},
        {"fieldset", [](const Json& o) { return fieldset(map_fieldset(o)); }},
        {"file-upload", render_file_upload},
        {"hint", [](const Json& o) { return hint(map_hint(o)); }},
        {"input", render_input},
        {"inset-text",
         [](const Json& o) {
             return inset_text(
                 {.text = content(o),
                  .id = text(o["id"]),
                  .classes = text(o["classes"]),
                  .attributes = attributes(o["attributes"])}
             );
         }},
        {"label", [](const Json& o) { return label(map_label(o)); }},
        {"notification-banner", render_notification_banner},
        {"pagination", render_pagination},
        {"panel", render_panel},
        {"radios", render_radios},
        {"select", render_select},
        {"skip-link",
         [](const Json& o) {
             return skip_link(
                 {.text = content(o),
                  .href = text(o["href"]),
                  .classes = text(o["classes"]),
                  .attributes = attributes(o["attributes"])}
             );
         }},
        {"summary-list", render_summary_list},
        {"table", render_table},
        {"tag", [](const Json& o) { return tag(map_tag(o)); }},
        {"task-list", render_task_list},
        {"textarea", [](const Json& o) { return textarea(map_textarea(o)); }},
        {"warning-text", render_warning_text},
    };
    return all;
}

}  // namespace guildhall::html::internal
