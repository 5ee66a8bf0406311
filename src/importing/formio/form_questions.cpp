// Pages, repeats and questions, in the order of the form.

#include "importing/formio/form_converter.hpp"

namespace guildhall::importing::formio {

void FormConverter::remark_at(std::string place, std::string what) {
    imported_.remarks.push_back({std::move(place), std::move(what)});
}

void FormConverter::make_pages() {
    SectionDraft section;
    section.title = service_.title;
    Scope scope;
    scope.questions = &service_.questions;
    bool loose = false;
    for (const auto& node : top_) {
        if (node->type == "panel") {
            finish_page(scope);
            scope.page_id = node->ids.at("page");
            scope.title = line(node->text("title").empty() ? node->text("label") : node->text("title"));
            scope.page_when = shown_when(*node, scope.page_id);
            loose = false;
            const auto before = scope.pages.size();
            for (const auto& child : node->children) convert(*child, scope, "");
            if (!node->text("tooltip").empty()) remark(*node, "the tooltip was left out: " + node->text("tooltip"));
            finish_page(scope);
            if (scope.pages.size() == before) remark(*node, "a page without questions and text was left out");
            continue;
        }
        if (!loose) {
            finish_page(scope);
            scope.page_id = new_id("side");
            scope.title = service_.title;
            scope.page_when.clear();
            loose = true;
        }
        convert(*node, scope, "");
    }
    finish_page(scope);
    section.pages = std::move(scope.pages);
    if (!section.pages.empty()) service_.sections.push_back(std::move(section));
}

std::string FormConverter::new_id(const std::string& wanted) {
    std::string id = everywhere_.take(wanted);
    ids_.insert(id);
    return id;
}

void FormConverter::finish_page(Scope& scope) {
    // What is computed needs no page.
    const bool asks = std::ranges::any_of(scope.page.questions, [&](const std::string& id) {
        const auto found = std::ranges::find(*scope.questions, id, &QuestionDraft::id);
        return found == scope.questions->end() || found->compute.empty();
    });
    if (!asks) scope.page = {};
    if (scope.page.questions.empty()) return;
    const bool first =
        std::ranges::none_of(scope.pages, [&](const PageDraft& page) { return page.id == scope.page_id; });
    scope.page.id = first ? scope.page_id : new_id(scope.page_id + "_more");
    scope.page.title = scope.title;
    scope.page.when = scope.page_when;
    scope.pages.push_back(std::move(scope.page));
    scope.page = {};
}

void FormConverter::add(Scope& scope, QuestionDraft question) {
    scope.page.questions.push_back(question.id);
    scope.questions->push_back(std::move(question));
}

void FormConverter::add_text(Scope& scope, Words text, const std::string& when) {
    if (text.empty()) return;
    QuestionDraft note;
    note.id = new_id(scope.page_id + "_note");
    note.type = "guidance";
    note.text = std::move(text);
    note.when = when;
    add(scope, std::move(note));
}

void FormConverter::add_details(
    Scope& scope, const std::string& summary, const std::string& text, const std::string& when
) {
    QuestionDraft details;
    details.ask = line(summary);
    details.text = markdown(text);
    if (details.text.empty()) return;
    if (details.ask.empty()) {
        add_text(scope, details.text, when);
        return;
    }
    details.id = new_id(scope.page_id + "_details");
    details.type = "details";
    details.when = when;
    add(scope, std::move(details));
}

void FormConverter::convert(const Node& node, Scope& scope, const std::string& outer) {
    if (is_list(node.type)) {
        convert_repeat(node, scope, outer);
    } else if (is_group(node.type)) {
        convert_group(node, scope, outer);
    } else if (is_display(node.type)) {
        convert_display(node, scope, outer);
    } else if (node.type == "button") {
        remark(node, "a button was left out: pages have their own");
    } else {
        ++imported_.counts.questions;
        if (convert_question(node, scope, outer)) ++imported_.counts.questions_converted;
    }
}

std::string FormConverter::first_id(const Node& node) {
    for (const char* part : {"", "asked", "from", "first", "name"})
        if (const auto found = node.ids.find(part); found != node.ids.end()) return found->second;
    for (const auto& child : node.children)
        if (std::string id = first_id(*child); !id.empty()) return id;
    return {};
}

void FormConverter::convert_group(const Node& node, Scope& scope, const std::string& outer) {
    const std::string when = both(outer, shown_when(node, first_id(node)));
    const std::string legend = node.text("legend");
    if (!legend.empty() && one_of(node.type, {"navSkjemagruppe", "fieldset"})) {
        Words heading = line(legend);
        heading.text.insert(0, "### ");
        for (auto& [language, text] : heading.translations) text.insert(0, "### ");
        if (const Words below = markdown(node.text("description")); !below.empty()) {
            heading.text += "\n\n" + below.text;
            for (auto& [language, text] : heading.translations)
                if (const auto found = below.translations.find(language); found != below.translations.end())
                    text += "\n\n" + found->second;
        }
        add_text(scope, std::move(heading), when);
    } else if (!node.text("description").empty()) {
        add_text(scope, markdown(node.text("description")), when);
    }
    add_details(scope, node.text("additionalDescriptionLabel"), node.text("additionalDescriptionText"), when);
    for (const auto& child : node.children) convert(*child, scope, when);
}

void FormConverter::convert_display(const Node& node, Scope& scope, const std::string& outer) {
    if (node.text("textDisplay") == "pdf" || node.is("hidden")) {
        remark(
            node, "a text that the form shows on paper alone was left out: " +
                      shortened(line_of_html(node.text("content")), 80)
        );
        // Its condition has nothing to guard.
        return;
    }
    const std::string id = scope.page_id;
    const std::string when = both(outer, shown_when(node, id));
    if (node.type == "accordion") {
        if (const auto* parts = node["accordionValues"].array())
            for (const auto& part : *parts)
                add_details(scope, part.string_at("title"), part.string_at("content"), when);
        return;
    }
    if (node.type == "image") {
        remark(node, "a picture was left out; the words for it stand in its place");
        add_text(scope, line(node.text("altText")), when);
        return;
    }
    const std::string content = node.text(node.type == "content" ? "html" : "content");
    Words text = markdown(content);
    if (text.empty()) remark(node, "a text without words was left out");
    add_text(scope, std::move(text), when);
    add_details(scope, node.text("additionalDescriptionLabel"), node.text("additionalDescriptionText"), when);
}

std::string FormConverter::member_word(std::string_view button) {
    std::string word(base::trimmed(button));
    static constexpr std::string_view beginnings[] = {"legg til", "legg inn", "leggje til", "add",   "oppgi",
                                                      "ny",       "nytt",     "nye",        "flere", "fleire",
                                                      "et",       "eit",      "en",         "ein",   "ei",
                                                      "another",  "a",        "an",         "new",   "more"};
    for (bool changed = true; changed;) {
        changed = false;
        const std::string lower = base::to_lower_ascii(word);
        for (const auto beginning : beginnings)
            if (lower.starts_with(beginning) && lower.size() > beginning.size() + 1 && lower[beginning.size()] == ' ') {
                word = std::string(base::trimmed(std::string_view(word).substr(beginning.size())));
                changed = true;
                break;
            }
    }
    for (const std::string_view end : {" til", " more"})
        if (word.size() > end.size() + 1 && word.ends_with(end)) word.resize(word.size() - end.size());
    if (!word.empty() && word[0] >= 'A' && word[0] <= 'Z' && (word.size() == 1 || word[1] < 'A' || word[1] > 'Z'))
        word[0] = static_cast<char>(word[0] - 'A' + 'a');
    return word;
}

void FormConverter::convert_repeat(const Node& node, Scope& scope, const std::string& outer) {
    ++imported_.counts.repeats;
    const std::string when = both(outer, shown_when(node, node.id()));
    QuestionDraft repeat;
    repeat.id = node.id();
    repeat.ask = ask(node);
    repeat.repeat = words(
        node.text("addAnother").empty() ? node.text("label") : node.text("addAnother"),
        [](std::string_view text) { return member_word(line_of_html(text)); }
    );
    if (repeat.repeat.empty()) repeat.repeat = repeat.ask;
    repeat.at_least = count_at(node["validate"], "minLength").value_or(1);
    repeat.at_most = std::min(count_at(node["validate"], "maxLength").value_or(most_members), most_members);
    if (repeat.at_most < repeat.at_least) repeat.at_most = repeat.at_least;
    hint_of(node, scope, repeat, when);
    // A repeat is a page of its own: what stands before it on the source's page is another.
    finish_page(scope);
    repeat.when = both(scope.page_when, when);

    Scope inner;
    inner.questions = &repeat.questions;
    inner.page_id = new_id(node.id() + "_page");
    inner.title = repeat.ask;
    for (const auto& child : node.children) convert(*child, inner, "");
    finish_page(inner);
    if (repeat.questions.empty()) {
        remark(node, "a repeat without questions was left out");
        return;
    }
    if (inner.has_repeat) repeat.pages = std::move(inner.pages);
    scope.has_repeat = true;
    scope.pages.push_back({"", {}, "", {repeat.id}, "", {}});
    scope.questions->push_back(std::move(repeat));
}

void FormConverter::hint_of(const Node& node, Scope& scope, QuestionDraft& question, const std::string& when) {
    const std::string description = node.text("description");
    if (!base::trimmed(description).empty()) {
        const bool parts = description.find("<li") != std::string::npos ||
                           description.find("<p>", 3) != std::string::npos ||
                           description.find("<h") != std::string::npos;
        if (parts || base::code_point_count(line_of_html(description)) > most_letters_of_line)
            add_text(scope, markdown(description), when);
        else
            question.hint = line(description, most_letters_of_hint);
    }
    add_details(scope, node.text("additionalDescriptionLabel"), node.text("additionalDescriptionText"), when);
}

std::vector<OptionDraft> FormConverter::options_of(const Node& node) {
    std::vector<OptionDraft> options;
    for (const auto& raw : raw_options(node)) {
        OptionDraft option;
        const auto ours = node.field->values.find(raw.value);
        option.value = ours == node.field->values.end() ? raw.value : ours->second;
        option.label = line(raw.label.empty() ? raw.value : raw.label);
        if (option.label.empty()) option.label.text = option.value;
        option.hint = line(raw.description, most_letters_of_hint);
        if (std::ranges::any_of(options, [&](const OptionDraft& each) { return each.value == option.value; })) {
            remark(node, "an option that is there twice was left out: " + raw.value);
            continue;
        }
        options.push_back(std::move(option));
    }
    return options;
}

/// Nobody is asked: what an answer would have to be, or would begin with, falls away.
void FormConverter::only_compute(const Node& node, QuestionDraft& question) {
    if (question.type == "file") {
        remark(node, "a file that is computed is asked for");
        question.compute.clear();
        return;
    }
    if (question.type == "declaration") question.type = "tick";
    question.optional = false;
    question.autofill.clear();
    question.range.clear();
    question.valid.clear();
    question.say = {};
    question.default_value.clear();
}

bool FormConverter::convert_question(const Node& node, Scope& scope, const std::string& outer) {
    const std::string& type = node.type;
    const std::string when = both(outer, shown_when(node, first_id(node)));
    if (node.is_hidden()) {
        remark(node, fmt::format("a hidden `{}` was left out", type));
        if (!node.text("calculateValue").empty()) {
            ++imported_.counts.conditions;
            remark(node, "computed value not converted: " + node.text("calculateValue"));
        }
        return false;
    }
    if (type == "identity") {
        convert_identity(node, scope, when);
        return true;
    }
    if (type == "navAddress") {
        convert_address(node, scope, when);
        return true;
    }
    if (type == "addressValidity") {
        convert_validity(node, scope, when);
        return true;
    }
    if (type == "sender") {
        convert_sender(node, scope, when);
        return true;
    }
    if (type == "attachment") {
        convert_attachment(node, scope, when);
        return true;
    }
    QuestionDraft question;
    question.id = node.id();
    question.ask = ask(node);
    question.when = when;
    question.optional = !node.required();
    hint_of(node, scope, question, when);
    bool converted = true;
    if (type == "textfield" || type == "textarea" || type == "url" || type == "time") {
        question.type = type == "textarea" ? "long-text" : "text";
        text_limits(node, question);
        if (one_of(
                node.text("autocomplete"),
                {"given-name", "family-name", "postal-code", "address-level1", "address-level2", "street-address",
                 "country-name", "organization", "organization-title", "tel", "email"}
            ))
            question.autofill = node.text("autocomplete");
    } else if (type == "firstName" || type == "surname") {
        question.type = "text";
        question.autofill = type == "surname" ? "family-name" : "given-name";
    } else if (type == "radiopanel" || type == "radio" || type == "select" || type == "navSelect") {
        if (node.field->kind == Field::Kind::yes_no) {
            question.type = "yes-no";
        } else {
            question.options = options_of(node);
            question.type = type == "select" || type == "navSelect" ? "select" : "radios";
            if (question.options.empty()) {
                remark(node, "the options come from elsewhere (" + node["data"].string_at("url") + "): asked as text");
                question.type = "text";
                converted = false;
            }
        }
    } else if (type == "selectboxes") {
        question.type = "checkboxes";
        question.options = options_of(node);
        if (question.options.empty()) {
            remark(node, "boxes without options: asked as text");
            question.type = "text";
            converted = false;
        }
    } else if (type == "navCheckbox" || type == "checkbox") {
        question.type = node.required() ? "declaration" : "tick";
        question.optional = false;
        if (const bool* ticked = node["defaultValue"].boolean(); ticked != nullptr && *ticked && !node.required())
            question.default_value = "true";
    } else if (is_day(type)) {
        question.type = "date";
        date_limits(node, question);
    } else if (type == "monthPicker") {
        question.type = "month";
        month_limits(node, question);
    } else if (type == "year") {
        question.type = "year";
        year_limits(node, question);
    } else if (type == "number" || type == "currency") {
        question.type = type == "currency" ? "money" : "number";
        if (type == "currency") {
            for (const char c : node.text("currency"))
                question.currency += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
            const bool is_code = question.currency.size() == 3 &&
                                 std::ranges::all_of(question.currency, [](char c) { return c >= 'A' && c <= 'Z'; });
            if (!is_code && !question.currency.empty())
                remark(node, "`" + question.currency + "` is no currency: NOK was taken");
            if (!is_code) question.currency = "NOK";
        }
        number_limits(node, question);
    } else if (type == "fnrfield") {
        question.type = "identifier";
        question.scheme = "no-fnr";
    } else if (type == "orgNr") {
        question.type = "identifier";
        question.scheme = "no-orgnr";
    } else if (type == "bankAccount") {
        question.type = "identifier";
        question.scheme = "no-account";
    } else if (type == "iban") {
        question.type = "identifier";
        question.scheme = "iban";
    } else if (type == "landvelger" || type == "valutavelger") {
        question.type = type == "landvelger" ? "country" : "currency";
        if (const std::string value = node["defaultValue"].string_at("value"); !value.empty())
            question.default_value = feel_string(value);
        if (node.is("ignoreNorway")) also_valid(question, question.id + " != \"NO\"", phrases::not_norway());
    } else if (type == "phoneNumber") {
        question.type = "phone";
    } else if (type == "email") {
        question.type = "email";
    } else if (type == "file") {
        question.type = "file";
        ++imported_.counts.files;
    } else {
        remark(node, fmt::format("`{}` asks a system that is not there, or is not known: asked as text", type));
        question.type = "long-text";
        converted = false;
    }
    if (node.is("multiple") && type != "file") remark(node, "several answers to one question: one is asked");
    custom_rules(node, question);
    if (!question.compute.empty()) only_compute(node, question);
    add(scope, std::move(question));
    return converted;
}

Words FormConverter::custom_label(const Node& node, std::string_view name, Words standard) const {
    const std::string label = node["customLabels"].string_at(name);
    if (label.empty() || label == standard.text) return standard;
    Words own = line(label, most_letters_of_hint);
    return own.empty() ? standard : own;
}

QuestionDraft FormConverter::question(
    const std::string& id, std::string type, Words ask, std::string when, bool optional
) {
    QuestionDraft made;
    made.id = id;
    made.type = std::move(type);
    made.ask = std::move(ask);
    made.when = std::move(when);
    made.optional = optional;
    return made;
}

void FormConverter::convert_identity(const Node& node, Scope& scope, const std::string& when) {
    const bool optional = !node.required();
    const std::string& asked = node.ids.at("asked");
    add(scope, question(
                   asked, "yes-no", custom_label(node, "doYouHaveIdentityNumber", phrases::has_identity_number()), when,
                   optional
               ));
    auto number = question(
        node.ids.at("number"), "identifier", custom_label(node, "identityNumber", phrases::identity_number()),
        both(when, asked + " = true"), optional
    );
    number.scheme = "no-fnr";
    add(scope, std::move(number));
    auto born = question(
        node.ids.at("born"), "date", custom_label(node, "birthDate", phrases::birth_date()),
        both(when, asked + " = false"), optional
    );
    also_valid(born, born.id + " <= today()", phrases::birth_date_in_past());
    add(scope, std::move(born));
}

void FormConverter::convert_address(const Node& node, Scope& scope, const std::string& when) {
    const bool optional = !node.required();
    if (node.text("addressType").empty()) {
        const std::string& asked = node.ids.at("asked");
        add(scope,
            question(asked, "yes-no", custom_label(node, "livesInNorway", phrases::lives_in_norway()), when, optional));
        auto kind = question(
            node.ids.at("kind"), "radios", phrases::kind_of_address(), both(when, asked + " = true"), optional
        );
        kind.options = {
            option("vegadresse", phrases::street_address()), option("postboksadresse", phrases::box_address())
        };
        add(scope, std::move(kind));
    }
    auto address = question(node.id(), "address", phrases::address(), when, optional);
    if (const Words label = line(node.text("label")); !label.empty() && !node.is("hideLabel")) address.ask = label;
    add(scope, std::move(address));
}

void FormConverter::convert_validity(const Node& node, Scope& scope, const std::string& when) {
    const std::string& from = node.ids.at("from");
    add(scope, question(from, "date", phrases::valid_from(), when, !node.required()));
    auto until = question(node.ids.at("until"), "date", phrases::valid_until(), when, true);
    also_valid(
        until, fmt::format("{0} = null or {1} >= {0}", from, until.id),
        phrases::words(
            "Datoen kan ikke være før fra-datoen", "Datoen kan ikkje vere før frå-datoen",
            "The date cannot be before the first date"
        )
    );
    add(scope, std::move(until));
}

void FormConverter::convert_sender(const Node& node, Scope& scope, const std::string& when) {
    const bool optional = !node.required();
    if (node.text("senderRole") == "organization") {
        auto name = question(
            node.ids.at("name"), "text", custom_label(node, "organizationName", phrases::organisation_name()), when,
            optional
        );
        name.autofill = "organization";
        add(scope, std::move(name));
        auto number = question(
            node.ids.at("number"), "identifier",
            custom_label(node, "organizationNumber", phrases::organisation_number()), when, optional
        );
        number.scheme = "no-orgnr";
        add(scope, std::move(number));
        return;
    }
    auto first =
        question(node.ids.at("first"), "text", custom_label(node, "firstName", phrases::first_name()), when, optional);
    first.autofill = "given-name";
    add(scope, std::move(first));
    auto surname =
        question(node.ids.at("surname"), "text", custom_label(node, "surname", phrases::surname()), when, optional);
    surname.autofill = "family-name";
    add(scope, std::move(surname));
    auto number = question(
        node.ids.at("number"), "identifier", custom_label(node, "nationalIdentityNumber", phrases::identity_number()),
        when, optional
    );
    number.scheme = "no-fnr";
    add(scope, std::move(number));
}

void FormConverter::convert_attachment(const Node& node, Scope& scope, const std::string& when) {
    constexpr int most_files = 10;
    ++imported_.counts.files;
    const auto values = attachment_options(node);
    auto asked = question(node.id(), "radios", ask(node), when, !node.required());
    hint_of(node, scope, asked, when);
    if (values.size() <= 1) {
        asked.type = "file";
        asked.max_files = most_files;
        add(scope, std::move(asked));
        return;
    }
    for (const auto& [value, label] : values) asked.options.push_back(option(value, label));
    asked.options_name = "vedlegg";
    const Words title = asked.ask;
    add(scope, std::move(asked));
    auto file = question(node.ids.at("file"), "file", title, both(when, node.id() + " = \"leggerVedNaa\""));
    file.max_files = most_files;
    if (std::ranges::any_of(values, [](const auto& each) { return each.first == "leggerVedNaa"; }))
        add(scope, std::move(file));
    for (const char* part : {"additionalDocumentation", "showDeadline"})
        for (const auto& [value, label] : values)
            if (const bool* on = node["attachmentValues"][value][part]["enabled"].boolean(); on != nullptr && *on)
                remark(node, fmt::format("the further explanation that goes with `{}` is not asked for", value));
}

}  // namespace guildhall::importing::formio
