#include "importing/formio/form.hpp"

#include "importing/formio/form_converter.hpp"

namespace guildhall::importing {
namespace formio {

base::Result<base::Done> FormConverter::convert() {
    if (form_["components"].array() == nullptr)
        return base::Error{
            base::ErrorCode::invalid_input, {"this is no Form.io form: it has no list `components`"}, {}
        };
    find_languages();
    data_.shape = Shape::group;
    for (std::size_t i = 0; i < form_["components"].array()->size(); ++i)
        if (auto node = build((*form_["components"].array())[i], &data_, fmt::format("components[{}]", i), 0))
            top_.push_back(std::move(node));
    if (components_ > most_components)
        return base::Error{
            base::ErrorCode::too_large, {fmt::format("the form has more than {} components", most_components)}, {}
        };
    name_everything();
    describe_service();
    make_pages();
    finish();
    return base::Done{};
}

Json FormConverter::comparison() const {
    Json answer;
    answer.set("form", imported_.id);
    answer.set("fields", described(data_));
    answer.set("conditions", compared_);
    return answer;
}

void FormConverter::describe_service() {
    std::string name = form_.string_at("path");
    if (name.empty()) name = form_.string_at("skjemanummer");
    if (name.empty()) {
        const std::string_view last = file_name_.substr(file_name_.find_last_of("/\\") + 1);
        name = std::string(last.substr(0, last.rfind('.')));
    }
    if (name.empty()) name = form_.string_at("title");
    service_.id = folder_id(name, "form");
    imported_.id = service_.id;
    service_.title = line(form_.string_at("title"));
    if (service_.title.empty()) service_.title.text = name;
    const std::string number = form_.string_at("skjemanummer");
    service_.summary = number.empty() ? service_.title : phrases::form_number(number);
    guide();
}

void FormConverter::guide() {
    const Json& page = form_["introPage"];
    const bool* enabled = page["enabled"].boolean();
    if (enabled == nullptr || !*enabled) return;
    std::vector<std::string> sources{page.string_at("introduction")};
    if (const auto* sections = page["sections"].object())
        for (const auto& [name, section] : *sections) {
            sources.push_back(section.string_at("title"));
            sources.push_back(section.string_at("description"));
            if (const auto* points = section["bulletPoints"].array())
                for (const auto& point : *points)
                    if (point.string() != nullptr) sources.push_back(*point.string());
        }
    sources.push_back(page.string_at("selfDeclaration"));
    Words guide;
    std::map<std::string, std::string> others;
    for (const auto& source : sources) {
        if (source.empty()) continue;
        const std::string* own = translated(service_.language, source);
        if (own == nullptr || own->empty()) {
            remark_at("introPage", fmt::format("the words named `{}` did not come with the form", source));
            continue;
        }
        guide.text += (guide.text.empty() ? "" : "\n\n") + markdown_of_html(*own);
        for (const auto& language : service_.languages)
            if (const auto* text = translated(language, source); text != nullptr && !text->empty()) {
                auto& other = others[language];
                other += (other.empty() ? "" : "\n\n") + markdown_of_html(*text);
            }
    }
    guide.translations = std::move(others);
    service_.guide = std::move(guide);
}

void FormConverter::finish() {
    std::vector<PageDraft*> pages;
    for (auto& section : service_.sections)
        for (auto& page : section.pages) pages.push_back(&page);
    break_circles(service_.questions, std::move(pages));
    WrittenFolder folder = write_folder(service_);
    for (const auto& [language, missing] : folder.missing) {
        constexpr std::size_t most_shown = 20;
        for (std::size_t i = 0; i < missing.size() && i < most_shown; ++i)
            remark_at("translations." + language, "no words for: " + shortened(missing[i], 100));
        if (missing.size() > most_shown)
            remark_at("translations." + language, fmt::format("no words for {} more", missing.size() - most_shown));
    }
    imported_.files = std::move(folder.files);
    imported_.files["import-report.md"] = import_report(imported_, "Form.io", file_name_);
}

Json FormConverter::described(const Field& field) {
    static constexpr const char* shapes[] = {"group", "list", "answer", "labelled", "choices", "unknown"};
    static constexpr const char* kinds[] = {"text", "number", "truth", "yes_no", "date", "month"};
    Json answer;
    answer.set("key", field.key);
    answer.set("shape", shapes[static_cast<int>(field.shape)]);
    answer.set("kind", kinds[static_cast<int>(field.kind)]);
    answer.set("feel", field.feel);
    Json values{Json::Object{}};
    for (const auto& [theirs, ours] : field.values) values.set(theirs, ours);
    answer.set("values", std::move(values));
    Json::Array options, children;
    for (const auto& option : field.options) options.emplace_back(option);
    for (const auto& child : field.children) children.push_back(described(*child));
    answer.set("options", std::move(options));
    answer.set("children", std::move(children));
    return answer;
}

namespace {

struct Parsed {
    Json form, translations;
};

base::Result<Parsed> parse(std::string_view json, std::string_view translations) {
    constexpr std::size_t deepest = 200;
    if (json.size() > max_form_size || translations.size() > max_form_size)
        return base::Error{base::ErrorCode::too_large, {fmt::format("more than {} MB", max_form_size / 1'000'000)}, {}};
    auto form = Json::parse(json, deepest);
    if (!form) return form.error();
    Parsed parsed{std::move(*form), {}};
    if (!translations.empty()) {
        auto words = Json::parse(translations, deepest);
        if (!words) return words.error();
        parsed.translations = std::move(*words);
    } else {
        // Some exports hold them.
        for (const char* name : {"translations", "i18n"})
            if (parsed.form[name].object() != nullptr) parsed.translations = parsed.form[name];
    }
    return parsed;
}

}  // namespace

base::Result<base::Json> conditions_to_compare(std::string_view json, std::string_view file_name) {
    auto parsed = parse(json, {});
    if (!parsed) return parsed.error();
    FormConverter converter(parsed->form, parsed->translations, file_name);
    if (auto done = converter.convert(); !done.ok()) return done.error();
    return converter.comparison();
}

}  // namespace formio

base::Result<Imported> import_formio(std::string_view json, std::string_view file_name, std::string_view translations) {
    auto parsed = formio::parse(json, translations);
    if (!parsed) return parsed.error();
    formio::FormConverter converter(parsed->form, parsed->translations, file_name);
    if (auto done = converter.convert(); !done.ok()) return done.error();
    return converter.take();
}

}  // namespace guildhall::importing
