// Links become conditions of pages, and pages sections in the order of the journey.

#include "feel/expression.hpp"
#include "importing/xgov/form_converter.hpp"

namespace guildhall::importing::xgov {
namespace {

/// Repeats are pages of their own: what stands around one on its page is on pages before and behind.
bool is_repeat(const std::vector<QuestionDraft>& questions, const std::string& id) {
    return std::ranges::any_of(questions, [&](const QuestionDraft& each) { return each.id == id && each.is_repeat(); });
}

bool same_words(const Words& a, const Words& b) {
    return base::equal_ignoring_case_ascii(base::trimmed(a.text), base::trimmed(b.text));
}

}  // namespace

// ── Conditions ──────────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<Formula> FormConverter::condition(
    const Json& name, const std::string& section, const std::string& place, const std::string& guards
) {
    ++imported_.counts.conditions;
    const std::string text = name.string() != nullptr ? *name.string() : name.text();
    const Json* definition = conditions_.definition(text);
    const bool is_name = definition != nullptr || text.find_first_of(" =<>!.(") == std::string::npos;
    const auto formula = is_name ? conditions_.named(text, section) : conditions_.text(text, section);
    const std::string original = definition != nullptr ? definition->text() : text;
    if (!formula) {
        remark(place, fmt::format("condition not converted, {}: {}", formula.error().message.text, original));
        return std::nullopt;
    }
    const std::string feel = feel_of(*formula);
    if (const auto parsed = feel::Expression::parse(feel, {}); !parsed) {
        remark(place, fmt::format("condition not converted, {}: {}", parsed.error().message.text, original));
        return std::nullopt;
    }
    ++imported_.counts.conditions_converted;
    if (formula->kind == Formula::Kind::never) remark(place, fmt::format("the condition never holds: {}", original));
    imported_.conditions.push_back({place, original, feel, guards});
    Json compared;
    compared.set(is_name ? "name" : "expression", text);
    compared.set("section", section);
    compared.set("feel", feel);
    compared_.push_back(std::move(compared));
    return *formula;
}

void FormConverter::read_links() {
    for (auto& page : pages_) {
        const auto* next = (*page.json)["next"].array();
        if (next == nullptr) continue;
        for (std::size_t i = 0; i < next->size(); ++i) {
            const Json& json = (*next)[i];
            const std::string place = fmt::format("{} next[{}]", page.place, i);
            const std::string to = json.string_at("path");
            Link link;
            if (const std::string away = json.string_at("redirect"); !away.empty()) {
                remark(place, "a link out of the form was left out: the journey ends there, " + away);
                link.to = pages_.size();
            } else if (const auto found = by_path_.find(to); found != by_path_.end()) {
                link.to = found->second;
            } else {
                remark(place, fmt::format("a link to a page that is not there was left out: {}", to));
                continue;
            }
            for (const char* key : {"condition", "if"})
                if (const Json& name = json[key];
                    !link.conditional && !name.is_null() && !(name.string() != nullptr && name.string()->empty())) {
                    link.conditional = true;
                    link.when = condition(name, page.section, place, to);
                }
            page.links.push_back(std::move(link));
            page.links_to.push_back(to);
        }
    }
}

void FormConverter::find_flow() {
    std::map<std::string, const Field*> asked_by_id;
    for (const auto& field : conditions_.fields()) asked_by_id.try_emplace(field.id, &field);
    Asked asked;
    asked.page = [&](const std::string& question) -> std::optional<std::size_t> {
        const auto found = asked_by_id.find(question);
        return found == asked_by_id.end() ? std::nullopt : std::optional(found->second->page);
    };
    asked.required = [&](const std::string& question) {
        const auto found = asked_by_id.find(question);
        return found != asked_by_id.end() && !found->second->optional;
    };
    std::size_t start = 0;
    const std::string first = form_.string_at("startPage");
    if (const auto found = by_path_.find(first); found != by_path_.end())
        start = found->second;
    else
        remark("startPage", fmt::format("there is no page `{}`: the journey begins with the first", first));
    std::vector<std::vector<Link>> links;
    links.reserve(pages_.size());
    for (const auto& page : pages_) links.push_back(page.links);
    flow_ = flow_of(links, start, asked);
    const auto place = [&](const std::pair<std::size_t, std::size_t>& link) {
        return fmt::format("{} next[{}]", pages_[link.first].place, link.second);
    };
    for (const auto& link : flow_.backwards)
        remark(
            place(link), fmt::format(
                             "a link back to {} was left out: people go back by themselves, and the journey goes on",
                             pages_[link.first].links_to[link.second]
                         )
        );
    for (const auto& link : flow_.unused)
        remark(place(link), fmt::format("a link that is never followed: {}", pages_[link.first].links_to[link.second]));
    for (const auto& link : flow_.too_early)
        remark(place(link), "its condition reads an answer that is only given later: there it has none");
    for (const auto page : flow_.too_long)
        remark(pages_[page].place, "what decides whether it is reached is too long: it always is");
}

// ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────────────────

Words FormConverter::section_title(const std::string& name) const {
    const auto found = sections_.find(name);
    return found == sections_.end() || found->second.empty() ? service_.title : found->second;
}

std::vector<std::size_t> FormConverter::repeated_with(std::size_t index) const {
    std::vector<std::size_t> pages;
    for (const auto each : flow_.order)
        if (!pages_[each].repeat_id.empty() && pages_[each].section == pages_[index].section) pages.push_back(each);
    if (pages.empty()) pages.push_back(index);
    return pages;
}

void FormConverter::make_journey() {
    SectionDraft section;
    std::string name;
    bool any_page = false;
    const auto close = [&] {
        if (section.pages.empty()) return;
        service_.sections.push_back(std::move(section));
        section = {};
    };
    for (const auto index : flow_.order) {
        const Page& page = pages_[index];
        if (guide_page_ == index || done_.contains(index)) continue;
        // A page without a section stands in the one before it.
        if (!any_page || (!page.section.empty() && page.section != name)) {
            close();
            section.title = section_title(page.section);
            name = page.section;
            any_page = true;
        }
        const Formula& when = flow_.when[index];
        add_page(index, when.kind == Formula::Kind::always ? "" : feel_of(when), section);
    }
    close();
    add_unreached();
}

/// Pages that no link leads to are kept, and never shown.
void FormConverter::add_unreached() {
    SectionDraft section;
    section.title = phrase("Pages that nothing leads to", "Tudalennau nad oes dim yn arwain atynt");
    for (std::size_t index = 0; index < pages_.size(); ++index) {
        if (flow_.reached[index] || done_.contains(index)) continue;
        const Page& page = pages_[index];
        if (page.components.empty()) {
            if (!page.is("summary"))
                remark(page.place, "no link leads to this page, and it has nothing on it: it was left out");
            continue;
        }
        remark(page.place, "no link leads to this page: it is kept, and never shown");
        add_page(index, "false", section);
    }
    if (!section.pages.empty()) service_.sections.push_back(std::move(section));
}

void FormConverter::add_page(std::size_t index, const std::string& when, SectionDraft& section) {
    const Page& page = pages_[index];
    Words title = title_of(page);
    const bool begins_with_title = !heading_of(page).empty();
    if (title.empty()) title = section.title;
    Scope scope{&page, &service_.questions, {}, page.id, ""};
    if (!page.repeat_id.empty()) {
        convert_repeated_pages(index, scope);
    } else if (page.is("repeatingfield") && std::ranges::none_of(page.components, [](const Component& each) {
                   return each.type == "MultiInputField";
               })) {
        // One question that is asked again and again.
        const auto asked =
            std::ranges::find_if(page.components, [](const Component& each) { return takes_input(each.type); });
        for (const auto& component : page.components)
            if (is_text(component.type)) convert_text(component, scope);
        if (asked != page.components.end()) {
            Component repeat = *asked;
            Component member = *asked;
            member.id = new_id(asked->id + "_entry");
            repeat.children = {std::move(member)};
            convert_repeat(repeat, scope);
        }
    } else {
        for (const auto& component : page.components)
            if (!begins_with_title || &component != &page.components.front()) convert(component, scope);
    }
    const bool plain = page.controller.empty() || page.is("summary") || page.is("start") || page.is("home") ||
                       page.is("continue") || page.is("confirm") || page.is("repeatingfield") ||
                       one_of(page.controller, {"PageController", "DefaultPageController", "UploadPageController"});
    if (!plain)
        remark(page.place, fmt::format("what its controller `{}` does besides asking was left out", page.controller));
    if (const std::string guard = page.json->string_at("condition"); !guard.empty())
        remark(page.place, fmt::format("its condition `{}` was left out: the runner does not look at it", guard));
    if (scope.on_page.empty()) {
        if (page.is("summary")) {
            // The last one is the journey's own.
            const bool last = page.links.empty();
            if (!last) {
                PageDraft summary;
                summary.id = page.id;
                summary.title = title;
                summary.when = when;
                summary.is_summary = true;
                section.pages.push_back(std::move(summary));
            }
            return;
        }
        remark(page.place, "a page with nothing on it was left out");
        return;
    }
    // Repeats have pages of their own.
    std::vector<std::vector<std::string>> groups(1);
    for (const auto& id : scope.on_page) {
        if (!is_repeat(service_.questions, id)) {
            groups.back().push_back(id);
            continue;
        }
        groups.push_back({id});
        groups.emplace_back();
    }
    std::erase_if(groups, [](const auto& group) { return group.empty(); });
    take_hints(groups);
    bool first = true;
    for (auto& group : groups) {
        const auto question = std::ranges::find_if(service_.questions, [&](const QuestionDraft& each) {
            return each.id == group.front();
        });
        const bool alone = group.size() == 1 && question->type != "guidance" && question->type != "details";
        PageDraft made;
        made.questions = group;
        const bool repeat = question->is_repeat();
        if (repeat && groups.size() == 1 && !same_words(question->ask, title))
            remark(page.place, "the title of the page was left out, what repeats has its own: " + title.text);
        if (repeat || (alone && same_words(question->ask, title))) {
            question->when = both(when, question->when);
        } else {
            made.id = first ? page.id : new_id(page.id + "_more");
            made.title = title;
            made.when = when;
        }
        first = false;
        section.pages.push_back(std::move(made));
    }
}

/// A short text alone before a repeat is its hint.
void FormConverter::take_hints(std::vector<std::vector<std::string>>& groups) {
    constexpr std::size_t longest = 300;
    const auto find = [&](const std::string& id) {
        return std::ranges::find_if(service_.questions, [&](const QuestionDraft& each) { return each.id == id; });
    };
    for (std::size_t i = 0; i + 1 < groups.size();) {
        const auto note = find(groups[i].front()), repeat = find(groups[i + 1].front());
        const bool is_short = groups[i].size() == 1 && note->type == "guidance" && note->when.empty() &&
                              note->text.text.size() <= longest &&
                              note->text.text.find_first_of("\n*[<`>\\#") == std::string::npos;
        if (!is_short || !repeat->is_repeat() || !repeat->hint.empty()) {
            ++i;
            continue;
        }
        repeat->hint = note->text;
        service_.questions.erase(note);
        groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

/// Pages of a section that the runner asks again and again, as one repeat.
void FormConverter::convert_repeated_pages(std::size_t index, Scope& scope) {
    ++imported_.counts.repeats;
    const auto pages = repeated_with(index);
    QuestionDraft repeat;
    repeat.id = pages_[pages.front()].repeat_id;
    repeat.ask = section_title(pages_[index].section);
    repeat.repeat = member_word(repeat.ask);
    repeat.at_least = 1;
    repeat.at_most = most_members;
    for (const auto each : pages) {
        done_.insert(each);
        const Page& page = pages_[each];
        Scope inner{&page, &repeat.questions, {}, page.id, ""};
        for (const auto& component : page.components) convert(component, inner);
        if (inner.on_page.empty()) continue;
        PageDraft made;
        made.id = page.id;
        made.title = line((*page.json)["title"]);
        made.questions = inner.on_page;
        repeat.pages.push_back(std::move(made));
        remark(
            page.place, fmt::format(
                            "it repeats as often as `{}` says: here people add as many as they need",
                            page.json->string_at("repeatField")
                        )
        );
        if (each != index && flow_.when[each] != flow_.when[index])
            remark(page.place, "a condition inside of what repeats was left out");
    }
    if (repeat.pages.size() == 1) repeat.pages.clear();
    if (repeat.questions.empty()) return;
    add(scope, std::move(repeat));
}

}  // namespace guildhall::importing::xgov
