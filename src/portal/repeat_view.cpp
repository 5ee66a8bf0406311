// The members of a repeat: who is there, changing and removing them, and whether there are more.

#include "html/button.hpp"
#include "html/choice.hpp"
#include "html/form.hpp"
#include "html/list.hpp"
#include "html/look.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "portal/internal/page_view.hpp"

namespace guildhall::portal {
namespace {

using catalogue::Question;
using journeys::Members;
using journeys::PageStanding;
using journeys::Sayings;

std::vector<journeys::KeptMember> kept_members(const JourneyView& view, const PageStanding& page) {
    const auto* around = journeys::answers_at(view.draft.answers, page.address.members);
    if (!around) return {};
    const auto kept = around->find(page.questions.front().question->id);
    return kept == around->end() ? std::vector<journeys::KeptMember>{} : journeys::members_of(kept->second);
}

html::Html members_list(
    const JourneyView& view, const PageStanding& page, const std::vector<journeys::KeptMember>& members
) {
    const Question& repeat = *page.questions.front().question;
    html::SummaryList list;
    for (const auto& kept : members) {
        Members member = page.address.members;
        member.push_back({repeat.id, kept.id});
        const std::string title = title_of_member(view, member);
        const auto* first = page_of_member(view.standing, member);
        const bool open = first && first->open;
        html::SummaryRow row = html::summary_row(
            title, open ? html::chip(view.locale.text("members.not_finished"), html::Tone::wait)
                        : html::escape(view.locale.text("members.finished"))
        );
        html::Actions actions;
        if (first) {
            actions.items.push_back(
                {.text = view.locale.text("form.change"),
                 .href = page_path(view, first->address),
                 .visually_hidden_text = title}
            );
        }
        journeys::Address removal{member, std::string{remove_page_name}};
        actions.items.push_back(
            {.text = view.locale.text("form.remove"), .href = page_path(view, removal), .visually_hidden_text = title}
        );
        row.actions = actions;
        list.rows.push_back(std::move(row));
    }
    return html::summary_list(list);
}

html::Radios more_question(const JourneyView& view, const std::string& words) {
    html::Radios radios;
    radios.name = more_members;
    radios.fieldset = html::Fieldset{};
    radios.fieldset->legend.text = words;
    radios.fieldset->legend.classes = html::legend_m;
    radios.items = {
        {.value = "yes", .text = view.locale.text("form.yes")}, {.value = "no", .text = view.locale.text("form.no")}
    };
    radios.classes = html::radios_inline;
    return radios;
}

}  // namespace

PageView repeat_page(const JourneyView& view, const PageStanding& page, const SentPage& sent) {
    const Question& question = *page.questions.front().question;
    const catalogue::Repeat& repeat = *question.repeat;
    const Sayings sayings(view.service, view.draft.answers, page.address.members, view.locale, view.now);
    const auto members = kept_members(view, page);
    const auto count = static_cast<int>(members.size());
    const auto& problem = sent.sent ? sent.problem : page.problem;

    PageView out;
    out.title = sayings.text(question.ask);
    html::Html main;
    if (problem) {
        out.has_error = true;
        html::ErrorSummary summary;
        summary.title = view.locale.text("form.error_summary_title");
        // With too many there is nothing to choose: the list is where one mends it.
        const std::string href = count >= repeat.most ? "" : std::string{"#"} + more_members;
        summary.errors.push_back({.text = problem_text(*problem, sayings), .href = href});
        main += html::error_summary(summary);
    }
    main += progress(view);
    const bool said = page.section && page.section->title == view.service.title;
    std::string above = page.section && !said ? sayings.text(page.section->title) : std::string{};
    if (!page.address.members.empty())
        above += (above.empty() ? "" : " – ") + title_of_member(view, page.address.members);
    main += html::page_heading(out.title, above);
    if (const std::string hint = sayings.text(question.hint); !hint.empty()) main += html::soft(hint);
    if (count > 0) main += members_list(view, page, members);

    html::Html controls;
    if (count >= repeat.most) {
        controls +=
            html::paragraph(view.locale.text("members.full", {{"count", repeat.most}, {"item", repeat.member}}));
        controls += html::hidden_field(more_members, "no");
    } else {
        html::Radios more = more_question(
            view, count == 0 ? view.locale.text("repeat.add_first", {{"item", repeat.member}})
                             : view.locale.text("repeat.add_another", {{"item", repeat.member}})
        );
        if (sent.sent) more.value = std::string{sent.sent->get(more_members)};
        if (problem) {
            more.error.text = problem_text(*problem, sayings);
            more.error.visually_hidden_text = view.locale.text("form.error_prefix");
        }
        controls += html::radios(more);
    }
    if (!question.why.empty())
        controls += html::note({.title = view.locale.text("form.why_we_ask"), .text = sayings.text(question.why)});
    controls += continue_button(view);
    main += journey_form(view, draft_path(view, page.address.text()), controls);
    out.main = main + save_link(view);
    return out;
}

PageView remove_page(const JourneyView& view, const Members& member) {
    PageView out;
    const std::string title = title_of_member(view, member);
    out.title = view.locale.text("repeat.remove_title", {{"member", title}});
    html::Html main = html::page_heading(out.title) + html::paragraph(view.locale.text("members.remove_text"));
    const journeys::Address here{member, std::string{remove_page_name}};
    const auto* list = repeat_page_of(view.standing, member);
    html::Html controls = html::button(
        {.text = view.locale.text("members.remove_button"),
         .classes = html::warning_button,
         .prevent_double_click = true}
    );
    controls += html::link(
        {.text = view.locale.text("members.keep"), .href = list ? page_path(view, list->address) : next_path(view)}
    );
    out.main = main + journey_form(view, draft_path(view, here.text()), html::button_group(controls));
    return out;
}

}  // namespace guildhall::portal
