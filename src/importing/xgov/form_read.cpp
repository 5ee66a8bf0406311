// From JSON to pages and components, words and names.

#include "importing/xgov/form_converter.hpp"

namespace guildhall::importing::xgov {
namespace {

/// Texts, numbers and yes or no alike: values of lists are all of these.
std::string text_of(const Json& json) {
    if (const auto* text = json.string()) return *text;
    if (const auto* integer = json.integer()) return std::to_string(*integer);
    if (const auto* real = json.real()) return plain_number(*real);
    if (const auto* truth = json.boolean()) return *truth ? "true" : "false";
    return {};
}

bool is_language(std::string_view name) {
    return (name.size() == 2 || name.size() == 3) &&
           std::ranges::all_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
}

/// `{"en": "words"}`.
bool is_localised(const Json& json) {
    const auto* object = json.object();
    return object != nullptr && !object->empty() && std::ranges::all_of(*object, [](const auto& member) {
               return is_language(member.first) && member.second.string() != nullptr;
           });
}

bool holds_words(std::string_view key) {
    return one_of(key, {"title", "hint", "content", "text", "description", "label", "name", "declaration"});
}

}  // namespace

bool is_text(std::string_view type) {
    return one_of(
        type, {"Html", "Para", "Details", "InsetText", "FlashCard", "List", "ContentWithState", "DisplayAddress",
               "SummaryList", "WarningText", "NotificationBanner", "Sidebar"}
    );
}
bool takes_input(std::string_view type) {
    return !is_text(type);
}

FormConverter::FormConverter(const Json& form, std::string_view file_name)
    : form_(form), file_name_(file_name), conditions_(form["conditions"]) {}

// ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

void FormConverter::find_languages(const Json& json, int depth, std::set<std::string>& found) const {
    if (depth > most_levels + 4) return;
    if (const auto* list = json.array())
        for (const auto& each : *list) find_languages(each, depth + 1, found);
    if (const auto* object = json.object())
        for (const auto& [key, member] : *object) {
            if (holds_words(key) && is_localised(member))
                for (const auto& [language, text] : *member.object()) found.insert(language);
            else
                find_languages(member, depth + 1, found);
        }
}

void FormConverter::find_languages() {
    std::set<std::string> found;
    find_languages(form_, 0, found);
    const bool* welsh = form_["metadata"]["isWelsh"].boolean();
    const std::string name = base::to_lower_ascii(file_name_);
    const bool named_welsh = name.find("-cy.") != std::string::npos || name.find("_cy.") != std::string::npos ||
                             name.find("welsh") != std::string::npos;
    if ((welsh != nullptr && *welsh) || (welsh == nullptr && named_welsh)) service_.language = "cy";
    if (!found.empty() && !found.contains(service_.language)) service_.language = *found.begin();
    for (const auto& language : found)
        if (language != service_.language) service_.languages.push_back(language);
}

Words FormConverter::words(const Json& source, const Reader& read) const {
    Words made;
    if (const auto* text = source.string()) {
        made.text = read(*text);
        return made;
    }
    const auto* object = source.object();
    if (object == nullptr) return made;
    const std::string own = source.string_at(service_.language);
    made.text = read(own);
    for (const auto& [language, text] : *object) {
        if (text.string() == nullptr) continue;
        if (made.text.empty()) made.text = read(*text.string());
        if (language != service_.language) made.translations[language] = read(*text.string());
    }
    return made;
}

Words FormConverter::line(const Json& source, std::size_t most) const {
    return words(source, [most](std::string_view text) { return shortened(line_of_html(text), most); });
}

Words FormConverter::markdown(const Json& source) const {
    return words(source, [](std::string_view text) { return markdown_of_html(text); });
}

Words FormConverter::phrase(std::string english, std::string welsh) const {
    if (service_.language == "cy") return {std::move(welsh), {{"en", std::move(english)}}};
    return {std::move(english), {{"cy", std::move(welsh)}}};
}

Words FormConverter::without_numbers(Words title) {
    const auto without = [](const std::string& text) {
        const auto end = text.find_first_not_of("0123456789. ");
        const bool numbered = !text.empty() && text[0] >= '0' && text[0] <= '9' && end != std::string::npos &&
                              text[end - 1] == ' ' && text.find('.') < end;
        return numbered ? text.substr(end) : text;
    };
    title.text = without(title.text);
    for (auto& [language, text] : title.translations) text = without(text);
    return title;
}

Words FormConverter::heading_of(const Page& page) const {
    if (page.components.size() < 2) return {};
    const Words section = section_title(page.section);
    const Component& first = page.components.front();
    const Words title = without_numbers(line((*page.json)["title"]));
    if (!base::equal_ignoring_case_ascii(base::trimmed(title.text), base::trimmed(section.text))) return {};
    if (!one_of(first.type, {"Html", "Para"}) || !first.option("condition").is_null()) return {};
    Words heading = markdown(first["content"]);
    const auto cut = [](std::string& text) {
        const auto begin = text.starts_with("## ") ? 3 : text.starts_with("### ") ? 4 : 0;
        const bool alone = begin != 0 && text.find_first_of("\n*[<`\\") == std::string::npos;
        text = alone ? text.substr(static_cast<std::size_t>(begin)) : std::string{};
        return alone;
    };
    bool alone = cut(heading.text);
    for (auto& [language, text] : heading.translations) alone = cut(text) && alone;
    return alone ? heading : Words{};
}

Words FormConverter::title_of(const Page& page) const {
    Words heading = heading_of(page);
    return heading.empty() ? line((*page.json)["title"]) : heading;
}

Words FormConverter::combined(
    const Words& first, const Words& second,
    const std::function<std::string(const std::string&, const std::string&)>& how
) {
    Words made{how(first.text, second.text), {}};
    for (const auto& [language, text] : first.translations)
        if (const auto other = second.translations.find(language); other != second.translations.end() || second.empty())
            made.translations[language] = how(text, second.empty() ? std::string{} : other->second);
    return made;
}

Words FormConverter::ask(const Component& component, const Page& page) const {
    Words asked = line(component["title"], most_letters_of_hint);
    if (asked.empty()) asked = line((*page.json)["title"], most_letters_of_hint);
    for (const std::string& name : {component.name, component.type, component.id})
        if (asked.empty()) asked.text = shortened(line_of_html(name), most_letters_of_line);
    return asked;
}

// ── Pages and components ────────────────────────────────────────────────────────────────────────────────────────────

base::Result<base::Done> FormConverter::read_pages() {
    const auto* pages = form_["pages"].array();
    if (pages == nullptr)
        return base::Error{
            base::ErrorCode::invalid_input, {"this is no form of the form runner: it has no list `pages`"}, {}
        };
    if (pages->size() > most_pages)
        return base::Error{
            base::ErrorCode::too_large, {fmt::format("the form has more than {} pages", most_pages)}, {}
        };
    if (const auto* lists = form_["lists"].array())
        for (const auto& list : *lists) lists_.try_emplace(list.string_at("name"), &list);
    if (const auto* sections = form_["sections"].array())
        for (const auto& section : *sections)
            sections_.try_emplace(section.string_at("name"), without_numbers(line(section["title"])));
    for (std::size_t i = 0; i < pages->size(); ++i) {
        const Json& json = (*pages)[i];
        if (json.object() == nullptr) {
            remark(fmt::format("pages[{}]", i), "what is no page was left out");
            continue;
        }
        Page page;
        page.json = &json;
        page.path = json.string_at("path");
        page.section = json.string_at("section");
        page.controller = json.string_at("controller");
        page.place = fmt::format("pages[{}] ({})", i, page.path);
        if (!page.section.empty() && !sections_.contains(page.section))
            remark(page.place, fmt::format("there is no section `{}`", page.section));
        if (const auto* components = json["components"].array())
            for (std::size_t j = 0; j < components->size(); ++j)
                if (auto component = read_component((*components)[j], fmt::format("pages[{}].components[{}]", i, j), 0))
                    page.components.push_back(std::move(*component));
        if (!by_path_.try_emplace(page.path, pages_.size()).second)
            remark(page.place, "another page has the same path: links lead to the first");
        pages_.push_back(std::move(page));
    }
    if (components_ > most_components)
        return base::Error{
            base::ErrorCode::too_large, {fmt::format("the form has more than {} components", most_components)}, {}
        };
    if (pages_.empty()) return base::Error{base::ErrorCode::invalid_input, {"the form has no pages"}, {}};
    return base::Done{};
}

std::optional<Component> FormConverter::read_component(const Json& json, const std::string& place, int level) {
    if (json.object() == nullptr || ++components_ > most_components) return std::nullopt;
    Component component;
    component.json = &json;
    component.type = json.string_at("type");
    component.name = json.string_at("name");
    component.place = place + (component.name.empty() ? "" : " (name " + component.name + ")");
    if (level >= most_levels) {
        remark(component.place, "nested too deep: it was left out");
        return std::nullopt;
    }
    if (const auto* children = json["children"].array())
        for (std::size_t i = 0; i < children->size(); ++i)
            if (auto child = read_component((*children)[i], fmt::format("{}.children[{}]", place, i), level + 1))
                component.children.push_back(std::move(*child));
    read_items(component, level);
    return component;
}

/// A list by its name, or (in older forms) the values of the component itself.
void FormConverter::read_items(Component& component, int level) {
    const Json* list = nullptr;
    std::string name = component.json->string_at("list");
    const Json& values = component["values"];
    if (name.empty()) name = values.string_at("list");
    const bool is_static = values["items"].array() != nullptr;
    if (is_static) {
        list = &values;
    } else if (const auto found = lists_.find(name); found != lists_.end() && !name.empty()) {
        list = found->second;
    } else {
        if (!name.empty() && name != "__yesNo") remark(component.place, fmt::format("there is no list `{}`", name));
        return;
    }
    component.list_of_numbers = list->string_at(is_static ? "valueType" : "type") == "number";
    const auto* items = (*list)["items"].array();
    if (items == nullptr) return;
    constexpr std::size_t most_items = 1'000;
    TakenNames taken;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < items->size(); ++i) {
        const Json& json = (*items)[i];
        Item item;
        item.json = &json;
        item.theirs = text_of(json["value"]);
        if (json["value"].string() == nullptr && json["value"].boolean() == nullptr && !json["value"].is_null())
            component.list_of_numbers = true;
        if (!seen.insert(item.theirs).second) {
            remark(component.place, "an option that is there twice was left out: " + item.theirs);
            continue;
        }
        if (component.items.size() >= most_items) {
            remark(component.place, fmt::format("more than {} options: the others were left out", most_items));
            break;
        }
        const std::string label = line_of_html(text_of(json["text"].is_null() ? json["label"] : json["text"]));
        item.ours = taken.take(option_value(item.theirs.empty() ? label : item.theirs, "value"));
        for (const char* key : {"condition", "conditions"})
            if (item.condition.empty()) item.condition = json.string_at(key);
        // Questions that an answer reveals below itself.
        for (const Json* inner : {&json["conditional"]["components"], &json["children"]})
            if (inner->array() != nullptr)
                for (std::size_t j = 0; j < inner->array()->size(); ++j)
                    if (auto child = read_component(
                            (*inner->array())[j], fmt::format("{} option {}.components[{}]", component.place, i, j),
                            level + 1
                        )) {
                        child->only_if = item.ours;
                        component.children.push_back(std::move(*child));
                    }
        component.items.push_back(std::move(item));
    }
}

// ── Names ───────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

/// `opFJRm` says nothing; a title does.
std::string telling(const std::string& title, const std::string& name) {
    constexpr std::size_t most = 55;
    std::string words;
    // `organisation's` is one word.
    for (std::size_t i = 0; i < title.size(); ++i)
        if (title.compare(i, 3, "’") == 0)
            i += 2;
        else if (title[i] != '\'')
            words += title[i];
    for (const std::string_view end : {" (optional)", " (dewisol)"})
        if (base::to_lower_ascii(words).ends_with(end)) words.resize(words.size() - end.size());
    words = shortened(words, most);
    return words.empty() ? name : words;
}

}  // namespace

void FormConverter::name_everything() {
    // Words that are parts of addresses of the journey.
    for (const char* word : {"check", "pay", "save", "sign", "remove", "summary"}) (void)taken_.take(word);
    for (auto& page : pages_)
        if (!page.is("repeatingfield") && page.json->string_at("repeatField").empty())
            for (auto& component : page.components) name(component, page, taken_);
    // Members last, and repeats with them: the ids of members may be those of no question outside.
    for (auto& page : pages_) {
        if (page.is("repeatingfield"))
            for (auto& component : page.components)
                if (takes_input(component.type))
                    component.id =
                        taken_.take(feel_id(telling(line(component["title"]).text, component.name), "entries"));
        if (!page.json->string_at("repeatField").empty()) {
            const auto title = sections_.find(page.section);
            page.repeat_id =
                taken_.take(feel_id(title == sections_.end() ? page.section : title->second.text, "entries"));
        }
    }
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        Page& page = pages_[i];
        const std::string title = title_of(page).text;
        const std::string id = feel_id(telling(title, page.path), "page");
        page.id = taken_.take(taken_.has(id) ? id + "_page" : id);
    }
    const TakenNames outside = taken_;
    for (auto& page : pages_) {
        if (!page.is("repeatingfield") && page.repeat_id.empty()) {
            for (auto& component : page.components)
                if (component.type == "MultiInputField") {
                    TakenNames inner = outside;
                    for (auto& child : component.children) name(child, page, inner);
                }
            continue;
        }
        TakenNames inner = outside;
        for (auto& component : page.components) {
            if (!component.id.empty() && !component.children.empty() && component.items.empty())
                for (auto& child : component.children) name(child, page, inner);
            else if (component.id.empty())
                name(component, page, inner);
        }
    }
}

void FormConverter::name(Component& component, const Page& page, TakenNames& taken) {
    if (is_text(component.type)) return;
    const std::string title = ask(component, page).text;
    component.id = taken.take(feel_id(telling(title, component.name), "question"));
    if (one_of(component.type, {"DateTimeField", "DateTimePartsField"}))
        component.time_id = taken.take(component.id + "_time");
    if (component.type == "MultiInputField") return;
    for (auto& child : component.children) name(child, page, taken);
}

// ── What conditions can read ────────────────────────────────────────────────────────────────────────────────────────

void FormConverter::add_fields() {
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        if (pages_[i].is("repeatingfield") || !pages_[i].repeat_id.empty()) continue;
        for (const auto& component : pages_[i].components) add_field(component, pages_[i], i, false);
    }
}

void FormConverter::add_field(const Component& component, const Page& page, std::size_t index, bool revealed) {
    if (component.id.empty() || component.name.empty()) return;
    Field field;
    field.id = component.id;
    field.time_id = component.time_id;
    field.key = component.name;
    field.section = page.section;
    field.page = index;
    const bool* required = component.option("required").boolean();
    field.optional = revealed || (required != nullptr && !*required);
    if (component.type == "ClientSideFileUploadField")
        field.optional = number_at(component["options"], "minimumRequiredFiles").value_or(0) < 1;
    const std::string& type = component.type;
    const bool is_list = one_of(type, {"RadiosField", "SelectField", "AutocompleteField", "CheckboxesField"});
    if (type == "YesNoField" ||
        (is_list && component["list"].string() != nullptr && component.json->string_at("list") == "__yesNo")) {
        field.kind = Field::Kind::yes_no;
        field.choices = std::make_shared<const Choices>(Choices{field.id, {"false", "true"}});
    } else if (is_list && !component.items.empty()) {
        field.kind = type == "CheckboxesField" ? Field::Kind::choices : Field::Kind::choice;
        field.numbers = component.list_of_numbers;
        Choices choices{field.id, {}};
        for (const auto& item : component.items) {
            field.theirs.push_back(item.theirs);
            choices.values.push_back(feel_string(item.ours));
        }
        if (component.items.size() == 1) {
            // One entry is ticked or not.
            choices.values = {"false", "true"};
            if (field.kind == Field::Kind::choices)
                field.kind = Field::Kind::box;
            else
                field.theirs.insert(field.theirs.begin(), "");
        }
        field.choices = std::make_shared<const Choices>(std::move(choices));
    } else if (type == "NumberField") {
        field.kind = Field::Kind::number;
    } else if (one_of(type, {"DateField", "DatePartsField"})) {
        field.kind = Field::Kind::date;
    } else if (!component.time_id.empty()) {
        field.kind = Field::Kind::moment;
    } else if (one_of(
                   type, {"MonthYearField", "UkAddressField", "FileUploadField", "ClientSideFileUploadField",
                          "MultiInputField", "ContactDetails"}
               )) {
        field.kind = Field::Kind::other;
    }
    conditions_.add(std::move(field));
    if (component.type != "MultiInputField")
        for (const auto& child : component.children) add_field(child, page, index, true);
}

}  // namespace guildhall::importing::xgov
