// From JSON to nodes, the fields of the data, words and names.

#include "importing/formio/form_converter.hpp"

namespace guildhall::importing::formio {

std::unique_ptr<Node> FormConverter::build(const Json& json, Field* row, const std::string& place, int level) {
    if (json.object() == nullptr) return nullptr;
    if (++components_ > most_components) return nullptr;
    auto node = std::make_unique<Node>();
    node->json = &json;
    node->type = json.string_at("type");
    node->key = json.string_at("key");
    node->place = place + (node->key.empty() ? "" : " (key " + node->key + ")");
    node->row = row;
    const bool holds = json["components"].array() != nullptr && !json["components"].array()->empty();
    if (holds && !takes_nothing(node->type) && !is_question(node->type)) {
        remark(*node, fmt::format("`{}` is not known: what is in it was taken as a group", node->type));
        node->type = "fieldset";
    }
    if (node->is("hidden") && (is_group(node->type) || is_list(node->type))) {
        remark(*node, fmt::format("a hidden `{}` was left out with what is in it", node->type));
        return nullptr;
    }
    Field* inside = row;
    if (nests_data(node->type) && !node->key.empty()) {
        inside = &row->add(node->key, Shape::group);
        node->field = inside;
    } else if (is_list(node->type)) {
        inside = &row->add(node->key, Shape::list);
        node->field = inside;
    } else if (!takes_nothing(node->type) && !node->is_never_answered()) {
        make_field(*node);
    }
    if (level >= most_levels) {
        remark(*node, "nested too deep: what is in it was left out");
        return node;
    }
    const auto add_children = [&](const Json& list, const std::string& of) {
        if (list.array() == nullptr) return;
        for (std::size_t i = 0; i < list.array()->size(); ++i)
            if (auto child = build((*list.array())[i], inside, fmt::format("{}{}[{}]", place, of, i), level + 1))
                node->children.push_back(std::move(child));
    };
    if (holds && is_question(node->type))
        remark(*node, "a question that holds components: they were left out");
    else
        add_children(json["components"], ".components");
    if (const auto* columns = json["columns"].array())
        for (std::size_t i = 0; i < columns->size(); ++i)
            add_children((*columns)[i]["components"], fmt::format(".columns[{}].components", i));
    if (const auto* rows = json["rows"].array())
        for (std::size_t i = 0; i < rows->size(); ++i)
            if (const auto* cells = (*rows)[i].array())
                for (std::size_t j = 0; j < cells->size(); ++j)
                    add_children((*cells)[j]["components"], fmt::format(".rows[{}][{}].components", i, j));
    return node;
}

std::vector<FormConverter::RawOption> FormConverter::raw_options(const Node& node) {
    const Json* list = &node["values"];
    if (list->array() == nullptr || list->array()->empty()) list = &node["data"]["values"];
    std::vector<RawOption> options;
    if (list->array() != nullptr)
        for (const auto& each : *list->array()) {
            RawOption option{each.string_at("value"), each.string_at("label"), each.string_at("description")};
            if (const auto* number = each["value"].integer()) option.value = std::to_string(*number);
            if (option.value.empty() && base::trimmed(option.label).empty()) continue;
            options.push_back(std::move(option));
        }
    return options;
}

bool FormConverter::is_yes_no(const Node& node) const {
    if (!one_of(node.type, {"radiopanel", "radio"})) return false;
    const auto options = raw_options(node);
    if (options.size() != 2) return false;
    const auto is = [](const RawOption& option, std::string_view a, std::string_view b) {
        const std::string label = base::to_lower_ascii(base::trimmed(option.label));
        return (label == a || label == b) && base::trimmed(option.description).empty();
    };
    return (is(options[0], "ja", "yes") && is(options[1], "nei", "no")) ||
           (is(options[1], "ja", "yes") && is(options[0], "nei", "no"));
}

void FormConverter::make_field(Node& node) {
    const std::string& type = node.type;
    const auto answer = [&](Field& in, const std::string& key, Field::Kind kind) -> Field& {
        Field& field = in.add(key, Shape::answer);
        field.kind = kind;
        return field;
    };
    if (node.is_hidden()) {
        node.field = &node.row->add(node.key, Shape::unknown);
    } else if (type == "identity") {
        node.field = &node.row->add(node.key, Shape::group);
        Field& asked = answer(*node.field, "harDuFodselsnummer", Field::Kind::yes_no);
        asked.values = {{"ja", "true"}, {"nei", "false"}};
        asked.options = {"ja", "nei"};
        answer(*node.field, "identitetsnummer", Field::Kind::text);
        answer(*node.field, "fodselsdato", Field::Kind::date);
    } else if (type == "navAddress") {
        node.field = &node.row->add(node.key, Shape::group);
        // One whose kind is given does not ask for it: scripts that read it there find nothing.
        if (node.text("addressType").empty()) {
            Field& asked = answer(*node.field, "borDuINorge", Field::Kind::yes_no);
            asked.values = {{"ja", "true"}, {"nei", "false"}};
            asked.options = {"ja", "nei"};
            answer(*node.field, "vegadresseEllerPostboksadresse", Field::Kind::text).options = {
                "vegadresse", "postboksadresse"
            };
        }
        for (const char* part : {"adresse", "postnummer", "bySted", "land"})
            answer(*node.field, part, Field::Kind::text);
    } else if (type == "addressValidity") {
        node.field = &node.row->add(node.key, Shape::group);
        answer(*node.field, "gyldigFraOgMed", Field::Kind::date);
        answer(*node.field, "gyldigTilOgMed", Field::Kind::date);
    } else if (type == "sender") {
        node.field = &node.row->add(node.key, Shape::group);
        if (node.text("senderRole") == "organization") {
            Field& organisation = node.field->add("organization", Shape::group);
            answer(organisation, "name", Field::Kind::text);
            answer(organisation, "number", Field::Kind::text);
        } else {
            Field& person = node.field->add("person", Shape::group);
            answer(person, "firstName", Field::Kind::text);
            answer(person, "surname", Field::Kind::text);
            answer(person, "nationalIdentityNumber", Field::Kind::text);
        }
    } else if (one_of(type, {"landvelger", "valutavelger", "navSelect"})) {
        node.field = &node.row->add(node.key, Shape::labelled);
        take_options(node);
    } else if (one_of(type, {"selectboxes"})) {
        node.field = &node.row->add(node.key, Shape::choices);
        take_options(node);
    } else if (one_of(
                   type, {"activities", "maalgruppe", "dataFetcher", "drivinglist", "signature", "survey", "file"}
               )) {
        node.field = &node.row->add(node.key, Shape::unknown);
    } else {
        Field::Kind kind = Field::Kind::text;
        if (one_of(type, {"number", "currency", "year"})) kind = Field::Kind::number;
        if (one_of(type, {"navCheckbox", "checkbox"})) kind = Field::Kind::truth;
        if (is_day(type)) kind = Field::Kind::date;
        if (type == "monthPicker") kind = Field::Kind::month;
        node.field = &answer(*node.row, node.key, kind);
        if (is_yes_no(node)) {
            node.field->kind = Field::Kind::yes_no;
            for (const auto& option : raw_options(node)) {
                const bool yes = one_of(base::to_lower_ascii(base::trimmed(option.label)), {"ja", "yes"});
                node.field->values[option.value] = yes ? "true" : "false";
                node.field->options.push_back(option.value);
            }
        } else if (one_of(type, {"radiopanel", "radio", "select"})) {
            take_options(node);
        } else if (type == "attachment") {
            node.field->is_attachment = true;
            for (const auto& [value, words] : attachment_options(node)) node.field->options.push_back(value);
        }
    }
}

void FormConverter::take_options(Node& node) {
    TakenNames taken;
    for (const auto& option : raw_options(node)) {
        node.field->options.push_back(option.value);
        const std::string ours = taken.take(option_value(option.value, "value"));
        if (ours != option.value) node.field->values[option.value] = ours;
    }
}

std::vector<std::pair<std::string, Words>> FormConverter::attachment_options(const Node& node) {
    static const std::array known{
        std::pair{std::string("leggerVedNaa"), phrases::attach_now()},
        std::pair{std::string("ettersender"), phrases::send_later()},
        std::pair{std::string("levertTidligere"), phrases::sent_before()},
        std::pair{std::string("andre"), phrases::sent_by_others()},
        std::pair{std::string("harIkke"), phrases::does_not_have()},
        std::pair{std::string("nei"), phrases::nothing_more()},
    };
    std::vector<std::pair<std::string, Words>> options;
    for (const auto& [value, words] : known)
        if (const bool* enabled = node["attachmentValues"][value]["enabled"].boolean(); enabled != nullptr && *enabled)
            options.emplace_back(value, words);
    return options;
}

void FormConverter::find_languages() {
    if (const auto* by_language = translations_.object())
        for (const auto& [name, texts] : *by_language) {
            if (texts.object() == nullptr || texts.object()->empty()) continue;
            const std::string language = base::to_lower_ascii(std::string_view(name).substr(0, name.find('-')));
            const bool is_code = (language.size() == 2 || language.size() == 3) &&
                                 std::ranges::all_of(language, [](char c) { return c >= 'a' && c <= 'z'; });
            if (!is_code) continue;
            texts_[language] = &texts;
        }
    std::set<std::string> published;
    if (const auto* list = form_["publishedLanguages"].array())
        for (const auto& each : *list)
            if (each.string() != nullptr) published.insert(each.string()->substr(0, each.string()->find('-')));
    service_.language = "nb";
    for (const auto& [language, texts] : texts_)
        if (language != service_.language && (published.empty() || published.contains(language)))
            service_.languages.push_back(language);
    for (const auto& language : published)
        if (language != service_.language && !texts_.contains(language))
            remark_at(
                "translations",
                fmt::format("the form says that it is published in `{}`, but no words in it came with it", language)
            );
}

const std::string* FormConverter::translated(const std::string& language, const std::string& text) const {
    const auto texts = texts_.find(language);
    if (texts == texts_.end()) return nullptr;
    if (const auto* exact = (*texts->second)[text].string()) return exact;
    return (*texts->second)[std::string(base::trimmed(text))].string();
}

Words FormConverter::words(const std::string& source, const std::function<std::string(std::string_view)>& read) const {
    Words made;
    const std::string* own = translated(service_.language, source);
    made.text = read(own != nullptr && !own->empty() ? *own : source);
    if (made.text.empty()) return made;
    for (const auto& language : service_.languages)
        if (const auto* text = translated(language, source); text != nullptr && !text->empty())
            made.translations[language] = read(*text);
        else if (const char* shared = phrases::common(base::trimmed(source), language); shared != nullptr)
            made.translations[language] = read(shared);
    return made;
}

Words FormConverter::line(const std::string& source, std::size_t most) const {
    return words(source, [most](std::string_view text) { return shortened(line_of_html(text), most); });
}

Words FormConverter::markdown(const std::string& source) const {
    return words(source, [](std::string_view text) { return markdown_of_html(text); });
}

Words FormConverter::ask(const Node& node) const {
    Words asked = line(node.text("label"), most_letters_of_hint);
    if (is_date(node.type)) {
        asked.text = without_date_shape(asked.text);
        for (auto& [language, text] : asked.translations) text = without_date_shape(text);
    }
    for (const std::string& name : {node.key, node.type, node.id()})
        if (asked.empty()) asked.text = shortened(line_of_html(name), most_letters_of_line);
    return asked;
}

void FormConverter::name_everything() {
    TakenNames taken;
    std::vector<Node*> lists;
    for (auto& node : top_)
        if (node->type == "panel") {
            const std::string id = feel_id(node->key.empty() ? node->text("title") : node->key, "page");
            node->ids["page"] = taken.take(id, "");
        }
    for (auto& node : top_) name(*node, taken, "", lists);
    // Members last: their ids may not be those of any question outside.
    name_members(lists, taken);
}

void FormConverter::name_members(const std::vector<Node*>& lists, const TakenNames& outer) {
    for (Node* list : lists) {
        TakenNames inner = outer;
        std::vector<Node*> deeper;
        for (auto& child : list->children) name(*child, inner, "", deeper);
        name_members(deeper, inner);
    }
}

namespace {

/// Keys are made of labels, with the shape that those give for a date: `fraDatoDdMmAaaa1`.
std::string key_of_date(std::string key) {
    for (const std::string_view shape : {"DdMmAaaa", "DdMmYyyy", "MmAaaa", "MmYyyy"}) {
        const auto at = key.find(shape);
        if (at != std::string::npos && at > 0) return key.erase(at, shape.size());
    }
    return key;
}

}  // namespace

std::string FormConverter::telling_name(const Node& node) const {
    constexpr std::size_t most = 60;
    std::string_view key = node.key;
    while (!key.empty() && key.back() >= '0' && key.back() <= '9') key.remove_suffix(1);
    if (!base::equal_ignoring_case_ascii(key, node.type)) return is_date(node.type) ? key_of_date(node.key) : node.key;
    const std::string label = line_of_html(node.text("label"));
    return label.empty() ? node.key : shortened(label, most);
}

void FormConverter::name(Node& node, TakenNames& taken, const std::string& prefix, std::vector<Node*>& lists) {
    const auto take = [&](const std::string& part, const std::string& text, Field* field) {
        const std::string id = taken.take(feel_id(text, "question"), prefix);
        node.ids[part] = id;
        ids_.insert(id);
        (void)everywhere_.take(id);
        if (field != nullptr) field->feel = id;
    };
    const auto part = [&](const char* key) { return const_cast<Field*>(node.field->child(key)); };
    if (node.is_hidden()) return;  // nobody is asked
    const std::string own = feel_id(node.key, "question");
    const std::string main = telling_name(node);
    if (is_list(node.type)) {
        take("", main, node.field);
        lists.push_back(&node);
        return;
    }
    if (node.type == "identity") {
        take("asked", "harDuFodselsnummer", part("harDuFodselsnummer"));
        take("number", "fodselsnummer", part("identitetsnummer"));
        take("born", "fodselsdato", part("fodselsdato"));
    } else if (node.type == "navAddress") {
        if (node.text("addressType").empty()) {
            take("asked", "borDuINorge", part("borDuINorge"));
            take("kind", "vegadresseEllerPostboksadresse", part("vegadresseEllerPostboksadresse"));
        }
        take("", node.key, nullptr);
        part("adresse")->feel = node.id() + ".line1";
        part("postnummer")->feel = node.id() + ".postcode";
        part("bySted")->feel = node.id() + ".town";
        part("land")->feel = node.id() + ".country";
    } else if (node.type == "addressValidity") {
        take("from", "gyldigFraOgMed", part("gyldigFraOgMed"));
        take("until", "gyldigTilOgMed", part("gyldigTilOgMed"));
    } else if (node.type == "sender") {
        if (node.text("senderRole") == "organization") {
            auto& organisation = *node.field->children[0];
            take("name", node.key + "Navn", organisation.children[0].get());
            take("number", node.key + "Organisasjonsnummer", organisation.children[1].get());
        } else {
            auto& person = *node.field->children[0];
            take("first", node.key + "Fornavn", person.children[0].get());
            take("surname", node.key + "Etternavn", person.children[1].get());
            take("number", node.key + "Fodselsnummer", person.children[2].get());
        }
    } else if (node.type == "attachment") {
        take("", main, node.field);
        if (attachment_options(node).size() > 1) take("file", main + " fil", nullptr);
    } else if (!takes_nothing(node.type)) {
        take("", main, node.field);
    }
    const bool nests = nests_data(node.type) && !node.key.empty();
    for (auto& child : node.children) name(*child, taken, nests ? own : prefix, lists);
}

}  // namespace guildhall::importing::formio
