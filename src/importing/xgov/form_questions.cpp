// Questions and texts, in the order of a page.

#include "importing/xgov/form_converter.hpp"

namespace guildhall::importing::xgov {

std::string FormConverter::new_id(const std::string& wanted) {
    return taken_.take(wanted);
}

void FormConverter::add(Scope& scope, QuestionDraft question) {
    question.when = both(scope.when, question.when);
    scope.on_page.push_back(question.id);
    scope.questions->push_back(std::move(question));
}

void FormConverter::convert(const Component& component, Scope& scope) {
    for (const char* key : {"title", "hint", "content"})
        if (component.json->string_at(key).find("{{") != std::string::npos)
            remark(component.place, fmt::format("its `{}` has a template, which stands there as it is", key));
    if (is_text(component.type)) {
        convert_text(component, scope);
        return;
    }
    if (component.type == "MultiInputField") {
        convert_repeat(component, scope);
        return;
    }
    ++imported_.counts.questions;
    convert_question(component, scope);
}

/// The entries of a list below its title.
Words FormConverter::list_text(const Component& component) const {
    Words text = line(component["title"]);
    const auto add = [](Words& to, const std::string& before, const Words& more, const std::string& behind) {
        to.text.append(before).append(more.text).append(behind);
        for (auto& [language, words] : to.translations)
            if (const auto other = more.translations.find(language); other != more.translations.end())
                words.append(before).append(other->second).append(behind);
    };
    if (!text.empty()) {
        Words heading{"### ", {}};
        for (const auto& [language, words] : text.translations) heading.translations[language] = "### ";
        add(heading, "", text, "\n");
        text = std::move(heading);
    } else {
        for (const auto& language : service_.languages) text.translations[language] = "";
    }
    for (const auto& item : component.items) {
        const Words label = markdown((*item.json)["text"].is_null() ? (*item.json)["label"] : (*item.json)["text"]);
        const Words more =
            markdown((*item.json)["description"].is_null() ? (*item.json)["hint"] : (*item.json)["description"]);
        add(text, text.empty() ? "- " : "\n- ", label, "");
        if (!more.empty()) add(text, ": ", more, "");
    }
    return text;
}

void FormConverter::convert_text(const Component& component, Scope& scope) {
    QuestionDraft note;
    const std::string& type = component.type;
    if (one_of(type, {"List", "FlashCard"}) || (type == "Details" && !component.items.empty()))
        note.text = list_text(component);
    else
        note.text = markdown(component["content"].is_null() ? component["text"] : component["content"]);
    if (type == "InsetText" || type == "WarningText" || type == "NotificationBanner") {
        const auto inset = [](const std::string& text) {
            std::string quoted = "> ";
            for (const char c : text) quoted += c == '\n' ? std::string("\n> ") : std::string(1, c);
            return quoted;
        };
        if (!note.text.empty()) note.text.text = inset(note.text.text);
        for (auto& [language, text] : note.text.translations) text = inset(text);
    }
    std::string guard = component.option("condition").string() != nullptr ? component["options"].string_at("condition")
                                                                          : component.json->string_at("condition");
    if (note.text.empty()) {
        remark(component.place, fmt::format("a `{}` without words was left out", type));
        return;
    }
    note.type = "guidance";
    if (type == "Details") {
        note.ask = line(component["title"]);
        if (!note.ask.empty()) note.type = "details";
    }
    note.id = new_id(scope.id + (note.type == "details" ? "_details" : "_note"));
    if (!guard.empty())
        if (const auto formula = condition(Json(guard), scope.page->section, component.place, note.id);
            formula && formula->kind != Formula::Kind::always)
            note.when = feel_of(*formula);
    add(scope, std::move(note));
}

/// The hint; a long one, or one with parts, becomes a text before the question.
void FormConverter::hint_of(const Component& component, Scope& scope, QuestionDraft& question) {
    const Json& hint = component["hint"];
    const std::string source = hint.string() != nullptr ? *hint.string() : hint.string_at(service_.language);
    const Words one_line = line(hint, most_letters_of_hint);
    if (one_line.empty()) return;
    // What the editor of these forms puts there by itself.
    for (const std::string_view note : {"MultiInputField", "Field Mewnbwn Aml"})
        if (one_line.text.find(note) != std::string::npos) {
            remark(component.place, "a hint that is none was left out: " + one_line.text);
            return;
        }
    for (const std::string_view said : {"Select all that apply", "Choose all that apply", "Tick all that apply"}) {
        const bool same = one_line.text == said || one_line.text == std::string{said} + ".";
        if (same && question.type == "checkboxes") {
            remark(component.place, "a hint that the page gives by itself was left out: " + one_line.text);
            return;
        }
    }
    const bool parts = source.find("<li") != std::string::npos || source.find("<h") != std::string::npos ||
                       source.find("<p", std::min<std::size_t>(3, source.size())) != std::string::npos;
    if (!parts && base::code_point_count(one_line.text) <= most_letters_of_line) {
        question.hint = one_line;
        return;
    }
    QuestionDraft note;
    note.id = new_id(scope.id + "_note");
    note.type = "guidance";
    note.text = markdown(hint);
    note.when = question.when;
    add(scope, std::move(note));
}

std::vector<OptionDraft> FormConverter::options_of(const Component& component) {
    std::vector<OptionDraft> options;
    for (const auto& item : component.items) {
        OptionDraft option;
        option.value = item.ours;
        const Json& json = *item.json;
        for (const char* key : {"text", "label", "title"})
            if (option.label.empty()) option.label = line(json[key]);
        if (option.label.empty()) option.label.text = item.theirs.empty() ? item.ours : item.theirs;
        option.hint = line(json["description"].is_null() ? json["hint"] : json["description"], most_letters_of_hint);
        options.push_back(std::move(option));
    }
    return options;
}

void FormConverter::convert_question(const Component& component, Scope& scope) {
    QuestionDraft question;
    question.id = component.id;
    question.ask = ask(component, *scope.page);
    const bool* required = component.option("required").boolean();
    question.optional = required != nullptr && !*required;
    question.when = component.only_if;
    hint_of(component, scope, question);
    const bool converted = set_type(component, scope, question);
    if (converted) ++imported_.counts.questions_converted;
    item_conditions(component, *scope.page, question);
    const std::string type = question.type;
    const std::string own_when = question.when;
    add(scope, std::move(question));
    if (!component.time_id.empty()) {
        QuestionDraft time;
        time.id = component.time_id;
        time.ask = phrase("At what time?", "Faint o'r gloch?");
        time.hint = phrase("Such as 14:30", "Er enghraifft 14:30");
        time.type = "text";
        time.optional = required != nullptr && !*required;
        time.when = own_when;
        also_valid(
            time, fmt::format("matches({}, \"^([01][0-9]|2[0-3]):[0-5][0-9]$\")", time.id),
            phrase("Enter a time such as 14:30", "Rhowch amser fel 14:30")
        );
        add(scope, std::move(time));
    }
    // What an answer reveals.
    for (const auto& child : component.children) {
        Component revealed = child;
        const std::string value = feel_string(child.only_if);
        if (component.items.size() == 1)
            revealed.only_if = component.id + " = true";
        else if (type == "checkboxes")
            revealed.only_if = fmt::format("list contains({}, {})", component.id, value);
        else
            revealed.only_if = fmt::format("{} = {}", component.id, value);
        revealed.only_if = both(own_when, revealed.only_if);
        if (is_text(child.type)) {
            const std::string before = scope.when;
            scope.when = both(scope.when, revealed.only_if);
            convert_text(revealed, scope);
            scope.when = before;
        } else {
            convert(revealed, scope);
        }
    }
}

/// False when it is asked in another way than the form asks.
bool FormConverter::set_type(const Component& component, Scope& scope, QuestionDraft& question) {
    const std::string& type = component.type;
    const bool choices = one_of(type, {"RadiosField", "SelectField", "AutocompleteField", "CheckboxesField"});
    const auto autofill = [&] {
        const std::string token = component["options"].string_at("autocomplete");
        if (one_of(
                token, {"given-name", "family-name", "name", "postal-code", "street-address", "organization",
                        "organization-title", "tel", "email", "url", "country-name", "bday"}
            ))
            question.autofill = token;
    };
    if (one_of(type, {"TextField", "FreeTextField", "MultilineTextField"})) {
        question.type = type == "TextField" ? "text" : "long-text";
        text_limits(component, question);
        autofill();
    } else if (type == "WebsiteField" || type == "URL") {
        question.type = "text";
        question.autofill = "url";
        text_limits(component, question);
        also_valid(
            question,
            fmt::format("matches({}, {})", question.id, feel_string("^(https?://)?[^\\s/.]+(\\.[^\\s/.]+)+(/\\S*)?$")),
            message(
                component, phrase(
                               "Enter the address of a website, such as www.example.org",
                               "Rhowch gyfeiriad gwefan, fel www.example.org"
                           )
            )
        );
    } else if (type == "NumberField") {
        const std::string prefix = component["options"].string_at("prefix"),
                          suffix = component["options"].string_at("suffix");
        question.type = "number";
        if (prefix == "£" || prefix == "€" || prefix == "$") {
            question.type = "money";
            if (prefix != "£") question.currency = prefix == "€" ? "EUR" : "USD";
        } else {
            question.unit = shortened(line_of_html(suffix.empty() ? prefix : suffix), most_letters_of_line);
        }
        number_limits(component, question);
    } else if (type == "YesNoField" || (choices && component.json->string_at("list") == "__yesNo")) {
        question.type = "yes-no";
    } else if (choices) {
        question.options = options_of(component);
        question.type = type == "RadiosField" ? "radios" : type == "CheckboxesField" ? "checkboxes" : "select";
        question.options_name = component.items.empty() ? "" : question.options_name;
        if (component.items.empty()) {
            remark(component.place, "its list has no entries: asked as text");
            question.type = "text";
            return false;
        }
        if (component.items.size() == 1) {
            question.type = question.optional ? "tick" : "declaration";
            question.label = question.options.front().label;
            question.options.clear();
            question.optional = false;
        } else if (type == "CheckboxesField") {
            box_limits(component, question);
        }
    } else if (one_of(type, {"DateField", "DatePartsField", "DateTimeField", "DateTimePartsField"})) {
        question.type = "date";
        date_limits(component, question);
    } else if (type == "MonthYearField") {
        question.type = "month";
    } else if (type == "TimeField") {
        question.type = "text";
        if (question.hint.empty()) question.hint = phrase("Such as 14:30", "Er enghraifft 14:30");
        also_valid(
            question, fmt::format("matches({}, \"^([01][0-9]|2[0-3]):[0-5][0-9]$\")", question.id),
            phrase("Enter a time such as 14:30", "Rhowch amser fel 14:30")
        );
    } else if (type == "EmailAddressField") {
        question.type = "email";
    } else if (type == "TelephoneNumberField") {
        question.type = "phone";
    } else if (type == "UkAddressField" || type == "AddressLookupField") {
        question.type = "address";
    } else if (type == "ContactDetails" || type == "ContactDetailsCollection") {
        question.type = "contact";
    } else if (type == "NationalInsuranceField" || type == "NationalInsuranceNumberField") {
        question.type = "text";
        also_valid(
            question,
            fmt::format(
                "matches({}, {})", question.id, feel_string("^\\s*[A-Za-z]{2}\\s*([0-9]\\s*){6}[A-Da-d]?\\s*$")
            ),
            phrase(
                "Enter a National Insurance number, such as QQ 12 34 56 C",
                "Rhowch rif Yswiriant Gwladol, fel QQ 12 34 56 C"
            )
        );
    } else if (type == "FileUploadField" || type == "ClientSideFileUploadField") {
        question.type = "file";
        ++imported_.counts.files;
        if (type == "ClientSideFileUploadField")
            question.optional = number_at(component["options"], "minimumRequiredFiles").value_or(0) < 1;
        file_limits(component, question);
    } else {
        remark(component.place, fmt::format("`{}` is not known: asked as text", type));
        question.type = "long-text";
        return false;
    }
    (void)scope;
    return true;
}

/// The word for one more: `Capital costs` are of one `capital cost` each.
Words FormConverter::member_word(const Words& title) const {
    const auto singular = [](const std::string& text, const std::string& standard) {
        constexpr std::size_t most = 40;
        std::string word = base::to_lower_ascii(text);
        for (const std::string_view end : {" (optional)"})
            if (word.ends_with(end)) word.resize(word.size() - end.size());
        for (const std::string_view start : {"your ", "names of ", "the "})
            if (word.starts_with(start)) word.erase(0, start.size());
        const auto words = base::split(word, ' ').size();
        if (word.size() > most || words > 3 || word.find(" of ") != std::string::npos ||
            word.find(" or ") != std::string::npos || word.ends_with("ss") ||
            word.find_first_of("?,.:") != std::string::npos)
            return standard;
        if (word.ends_with("ies")) return word.substr(0, word.size() - 3) + "y";
        if (word.ends_with('s')) return word.substr(0, word.size() - 1);
        return standard;
    };
    const bool welsh = service_.language == "cy";
    Words word{welsh ? "cofnod" : singular(title.text, "entry"), {}};
    for (const auto& [language, text] : title.translations)
        word.translations[language] = language == "cy" ? "cofnod" : singular(text, "entry");
    return word;
}

void FormConverter::convert_repeat(const Component& component, Scope& scope) {
    ++imported_.counts.repeats;
    QuestionDraft repeat;
    repeat.id = component.id;
    repeat.ask = ask(component, *scope.page);
    repeat.repeat = member_word(repeat.ask);
    repeat.when = component.only_if;
    const bool* required = component.option("required").boolean();
    repeat.at_least = required != nullptr && !*required ? 0 : 1;
    repeat.at_most = most_members;
    hint_of(component, scope, repeat);
    Scope inner{scope.page, &repeat.questions, {}, component.id, ""};
    for (const auto& child : component.children) convert(child, inner);
    if (std::ranges::all_of(repeat.questions, [](const QuestionDraft& each) {
            return each.type == "guidance" || each.type == "details";
        })) {
        remark(component.place, "a repeat without questions was left out");
        return;
    }
    add(scope, std::move(repeat));
}

}  // namespace guildhall::importing::xgov
