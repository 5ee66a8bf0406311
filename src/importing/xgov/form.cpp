#include "importing/xgov/form.hpp"

#include <cmath>

#include "importing/report.hpp"
#include "importing/xgov/form_converter.hpp"

namespace guildhall::importing {
namespace xgov {

base::Result<base::Done> FormConverter::convert() {
    find_languages();
    if (auto read = read_pages(); !read.ok()) return read.error();
    describe_service();
    name_everything();
    add_fields();
    read_links();
    find_flow();
    make_journey();
    other_parts();
    finish();
    return base::Done{};
}

/// A form of a fund is one of several: the start page says what it is, and the form's name what it belongs to.
void FormConverter::describe_service() {
    const std::string_view last = file_name_.substr(file_name_.find_last_of("/\\") + 1);
    const std::string stem(last.substr(0, last.rfind('.')));
    const Words name = line(form_["name"]);
    service_.id = folder_id(stem.empty() ? name.text : stem, "form");
    imported_.id = service_.id;
    service_.title = name;
    const auto start = by_path_.find(form_.string_at("startPage"));
    if (start != by_path_.end() && pages_[start->second].is("start")) {
        const Page& page = pages_[start->second];
        if (Words title = line((*page.json)["title"]); !title.empty()) {
            service_.title = without_numbers(std::move(title));
        }
        // A start page that only says what comes is the guide.
        const bool only_words = std::ranges::all_of(page.components, [](const Component& component) {
            return is_text(component.type) && component.option("condition").is_null() &&
                   component["condition"].is_null();
        });
        if (only_words && pages_.size() > 1) guide_page_ = start->second;
    }
    if (service_.title.empty()) service_.title.text = stem.empty() ? service_.id : stem;
    service_.summary = name.empty() ? service_.title : name;
    if (!guide_page_) return;
    for (const auto& component : pages_[*guide_page_].components) {
        Words text = markdown(component["content"]);
        if (component.type == "List" || component.type == "FlashCard") text = list_text(component);
        if (text.empty()) continue;
        if (const Words heading = line(component["title"]); component.type == "Details" && !heading.empty())
            text = combined(heading, text, [](const std::string& first, const std::string& second) {
                return fmt::format("## {}\n\n{}", first, second);
            });
        if (service_.guide.empty()) {
            service_.guide = std::move(text);
        } else {
            service_.guide = combined(service_.guide, text, [](const std::string& first, const std::string& second) {
                return fmt::format("{}\n\n{}", first, second);
            });
        }
    }
}

void FormConverter::add_declaration(SectionDraft& section) {
    const Words text = markdown(form_["declaration"]);
    if (text.empty()) return;
    PageDraft page;
    page.id = new_id("declaration_page");
    page.title = phrase("Declaration", "Datganiad");
    QuestionDraft note;
    note.id = new_id("declaration_note");
    note.type = "guidance";
    note.text = text;
    QuestionDraft declared;
    declared.id = new_id("declaration");
    declared.type = "declaration";
    declared.ask = phrase("Do you confirm this?", "Ydych chi'n cadarnhau hyn?");
    declared.label = phrase("I confirm this", "Rwy'n cadarnhau hyn");
    page.questions = {note.id, declared.id};
    service_.questions.push_back(std::move(note));
    service_.questions.push_back(std::move(declared));
    section.pages.push_back(std::move(page));
}

/// What belongs to the form and to no page.
void FormConverter::other_parts() {
    SectionDraft section;
    section.title = phrase("Declaration", "Datganiad");
    add_declaration(section);
    if (!section.pages.empty()) service_.sections.push_back(std::move(section));
    fees();
    if (const auto* outputs = form_["outputs"].array())
        for (std::size_t i = 0; i < outputs->size(); ++i)
            if (const std::string type = (*outputs)[i].string_at("type"); type != "savePerPage")
                remark(
                    fmt::format("outputs[{}]", i),
                    fmt::format("an output was left out: `{}`, {}", type, (*outputs)[i].string_at("title"))
                );
    if (!form_["specialPages"].is_null()) remark("specialPages", "the words of the runner's own pages were left out");
    if (const std::string url = form_["feedback"].string_at("url"); !url.empty())
        remark("feedback", "the address for feedback was left out: " + url);
    for (const char* key : {"exitOptions", "analytics", "magicLinkConfig", "toggle", "returnTo", "footer"})
        if (!form_[key].is_null()) remark(key, "this belongs to the runner and was left out");
    unused_conditions();
}

/// Each fee adds its amount, times the answer to a question where it names one, while its condition holds.
void FormConverter::fees() {
    const auto* fees = form_["fees"].array();
    if (fees == nullptr) return;
    std::vector<std::string> amounts;
    std::vector<Words> purposes;
    for (std::size_t i = 0; i < fees->size(); ++i) {
        const auto amount = fee((*fees)[i], fmt::format("fees[{}]", i));
        if (!amount) continue;
        amounts.push_back(*amount);
        if (Words what = line((*fees)[i]["description"]); !what.empty()) purposes.push_back(std::move(what));
    }
    for (std::string& amount : amounts) {
        const bool needs_brackets = amounts.size() > 1 && amount.starts_with("if ");
        service_.fee += (service_.fee.empty() ? "" : " + ") + (needs_brackets ? "(" + amount + ")" : amount);
    }
    for (const Words& what : purposes) {
        const auto joined = [](const std::string& a, const std::string& b) { return fmt::format("{}, {}", a, b); };
        service_.fee_for = service_.fee_for.empty() ? what : combined(service_.fee_for, what, joined);
    }
}

std::optional<std::string> FormConverter::fee(const Json& fee, const std::string& place) {
    const auto by_hand = [&](const std::string& why) {
        remark(place, fmt::format("a fee has to be written by hand: {}; {}", fee.string_at("description"), why));
        return std::nullopt;
    };
    // Amounts are in pence.
    const auto pence = number_at(fee, "amount");
    if (!pence || *pence < 0 || *pence != std::floor(*pence)) return by_hand("its amount is no whole number of pence");
    std::string amount = plain_number(*pence / 100);
    if (const std::string times = fee.string_at("multiplier"); !times.empty()) {
        const Field* field = conditions_.field(times, "");
        const auto is_asked = [&](const QuestionDraft& question) { return field && question.id == field->id; };
        if (!field || field->kind != Field::Kind::number || std::ranges::none_of(service_.questions, is_asked))
            return by_hand(fmt::format("{} pounds, times `{}`, which is no question with a number", amount, times));
        // Not asked is none of them.
        amount += fmt::format(" * (if {0} = null then 0 else {0})", field->id);
    }
    if (const std::string name = fee.string_at("condition"); !name.empty()) {
        const auto formula = condition(Json(name), "", place, "");
        if (!formula) return by_hand(fmt::format("{} pounds, if {}", amount, name));
        if (formula->kind != Formula::Kind::always)
            amount = fmt::format("if {} then {} else 0", feel_of(*formula), amount);
    }
    return amount;
}

void FormConverter::unused_conditions() {
    const auto* list = form_["conditions"].array();
    if (list == nullptr) return;
    for (std::size_t i = 0; i < list->size(); ++i)
        if (const std::string name = (*list)[i].string_at("name"); !conditions_.used().contains(name))
            remark(
                fmt::format("conditions[{}] ({})", i, name),
                fmt::format("the condition “{}” is used nowhere and was left out", (*list)[i].string_at("displayName"))
            );
}

void FormConverter::finish() {
    WrittenFolder folder = write_folder(service_);
    for (const auto& [language, missing] : folder.missing) {
        constexpr std::size_t most_shown = 20;
        for (std::size_t i = 0; i < missing.size() && i < most_shown; ++i)
            remark("words." + language, "no words for: " + shortened(missing[i], 100));
        if (missing.size() > most_shown)
            remark("words." + language, fmt::format("no words for {} more", missing.size() - most_shown));
    }
    imported_.files = std::move(folder.files);
    imported_.files["import-report.md"] = import_report(imported_, "form runner's", file_name_);
}

Json FormConverter::comparison() const {
    static constexpr const char* kinds[] = {"text", "number", "yes_no", "choice", "choices",
                                            "box",  "date",   "moment", "other"};
    Json answer;
    answer.set("form", imported_.id);
    Json::Array fields, pages;
    for (const auto& field : conditions_.fields()) {
        Json each;
        each.set("key", field.key);
        each.set("section", field.section);
        each.set("page", pages_[field.page].path);
        each.set("kind", kinds[static_cast<int>(field.kind)]);
        each.set("optional", field.optional);
        each.set("numbers", field.numbers);
        each.set("id", field.id);
        if (!field.time_id.empty()) each.set("time", field.time_id);
        Json::Array values;
        for (std::size_t i = 0; i < field.theirs.size(); ++i) {
            const std::size_t at = field.kind == Field::Kind::box ? 1 : i;
            values.push_back(Json(Json::Array{Json(field.theirs[i]), Json(field.choices->values[at])}));
        }
        each.set("values", std::move(values));
        fields.push_back(std::move(each));
    }
    for (const auto index : flow_.order) {
        Json each;
        each.set("path", pages_[index].path);
        each.set("when", feel_of(flow_.when[index]));
        pages.push_back(std::move(each));
    }
    answer.set("fields", std::move(fields));
    answer.set("conditions", compared_);
    answer.set("pages", std::move(pages));
    Json::Array unsure;
    for (const auto& page : pages_)
        for (const auto& link : page.links)
            if (link.conditional && !link.when) unsure.emplace_back(page.path);
    answer.set("unconverted", std::move(unsure));
    Json::Array backwards;
    for (const auto& [page, link] : flow_.backwards)
        backwards.push_back(Json(Json::Array{Json(pages_[page].path), Json(pages_[page].links_to[link])}));
    answer.set("backwards", std::move(backwards));
    Json::Array too_long;
    for (const auto page : flow_.too_long) too_long.emplace_back(pages_[page].path);
    answer.set("too_long", std::move(too_long));
    return answer;
}

namespace {

constexpr std::size_t deepest = 200;

base::Result<Json> parse(std::string_view json) {
    if (json.size() > max_form_size)
        return base::Error{base::ErrorCode::too_large, {fmt::format("more than {} MB", max_form_size / 1'000'000)}, {}};
    return Json::parse(json, deepest);
}

}  // namespace

base::Result<Json> conditions_to_compare(std::string_view json, std::string_view file_name) {
    const auto form = parse(json);
    if (!form) return form.error();
    FormConverter converter(*form, file_name);
    if (auto done = converter.convert(); !done.ok()) return done.error();
    return converter.comparison();
}

}  // namespace xgov

base::Result<Imported> import_xgov(std::string_view json, std::string_view file_name, std::string_view other_language) {
    auto form = xgov::parse(json);
    if (!form) return form.error();
    if (!other_language.empty()) {
        const auto other = xgov::parse(other_language);
        if (!other) return other.error();
        auto both = xgov::in_both_languages(*form, xgov::language_of(*form), *other, xgov::language_of(*other));
        if (!both)
            return base::Error{base::ErrorCode::invalid_input, {"the two forms are not the same in two languages"}, {}};
        form = std::move(*both);
    }
    xgov::FormConverter converter(*form, file_name);
    if (auto done = converter.convert(); !done.ok()) return done.error();
    return converter.take();
}

}  // namespace guildhall::importing
