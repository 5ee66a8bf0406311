// Answers to read back: in the middle of a journey, and before they are sent in.

#include <algorithm>

#include "html/button.hpp"
#include "html/list.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/map_view.hpp"
#include "portal/internal/page_view.hpp"

namespace guildhall::portal {

namespace {

/// The answers that the reader may read, without headings under which nothing is left.
std::vector<journeys::SummaryGroup> readable(const JourneyView& view) {
    auto groups = journeys::summarise(view.service, view.standing.relevant, view.locale, view.now);
    if (view.service.parties.empty()) return groups;
    for (auto& group : groups) {
        std::erase_if(group.rows, [&](const auto& row) {
            return !row.question->party.empty() && !view.done_parties.contains(row.question->party);
        });
    }
    std::vector<journeys::SummaryGroup> kept;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        bool holds = !groups[i].rows.empty();
        for (std::size_t below = i + 1; below < groups.size() && groups[below].depth > groups[i].depth; ++below)
            holds = holds || !groups[below].rows.empty();
        if (holds) kept.push_back(groups[i]);
    }
    return kept;
}

/// In words, with a picture of where it is on the map.
html::Html answer_words(const JourneyView& view, const journeys::SummaryRow& row) {
    if (!row.source.empty()) return looked_up_words(row, view.locale);
    if (row.words.empty()) return html::escape(view.locale.text("form.not_given"));
    std::string path;
    for (const auto& member : row.page.members) path += member.repeat + "/";
    const html::Html map =
        row.answer ? map_of_answer(
                         *row.question, *row.answer, pictures_path(view.service), path + row.question->id, view.locale
                     )
                   : html::Html{};
    return lines(row.words) + map;
}

}  // namespace

html::Html answers_view(const JourneyView& view, Changes changes) {
    html::Html out;
    for (const auto& group : readable(view)) {
        if (!group.title.empty()) {
            out += html::heading(
                {.text = group.title,
                 .level = std::min(2 + group.depth, 6),
                 .size = group.depth == 0 ? html::Size::m : html::Size::s}
            );
        }
        html::SummaryList list;
        for (const auto& row : group.rows) {
            std::optional<html::Action> change;
            const bool may_change = row.question->party.empty() && !is_fixed(view, row.page, row.question->id);
            if (!row.source.empty() && may_change) {
                change = html::Action{
                    .text = view.locale.text(row.questioned ? "lookup.change_said" : "lookup.not_right"),
                    .href = draft_path(view, row.page.text()) + "?" +
                            (changes == Changes::back_to_check ? "from=check&" : "") + looked_up_field + "=" +
                            row.question->id,
                    .visually_hidden_text = row.label
                };
            } else if (row.answer && may_change) {
                change = html::Action{
                    .text = view.locale.text("form.change"),
                    .href =
                        draft_path(view, row.page.text()) + (changes == Changes::back_to_check ? "?from=check" : ""),
                    .visually_hidden_text = row.label
                };
            }
            list.rows.push_back(html::summary_row(row.label, answer_words(view, row), change));
        }
        if (!list.rows.empty()) out += html::summary_list(list);
    }
    return out;
}

namespace {

/// What is remembered for them once they send it in, and where they can see it.
html::Html remembered_words(const JourneyView& view) {
    if (!view.remembers) return {};
    std::vector<std::string> asked;
    for (const auto& question : view.service.questions) {
        const auto answer = view.standing.relevant.find(question.id);
        if (journeys::is_remembered(question) && answer != view.standing.relevant.end() && !answer->second.is_null())
            asked.push_back(question.ask);
    }
    if (asked.empty()) return {};
    return html::soft(
        html::escape(view.locale.text("remembered.will_remember", {{"questions", view.locale.list(asked)}}) + " ") +
        html::link({.text = view.locale.text("remembered.title"), .href = "/account/remembered"})
    );
}

}  // namespace

PageView summary_page(const JourneyView& view, const journeys::PageStanding& page) {
    const journeys::Sayings sayings(view.service, view.draft.answers, page.address.members, view.locale, view.now);
    PageView out;
    out.title = sayings.text(page.page->title);
    if (out.title.empty()) out.title = view.locale.text("pages.so_far");
    out.main = progress(view) + html::page_heading(out.title, page.section ? sayings.text(page.section->title) : "");
    out.main += answers_view(view, Changes::walk_on);
    out.main += journey_form(view, draft_path(view, page.address.text()), continue_button(view));
    out.main += save_link(view);
    return out;
}

SendingIn plain_sending_in(const JourneyView& view) {
    html::Html statement;
    if (!view.caller.acting.person.empty()) {
        statement +=
            html::inset_text({.text = view.locale.text("helping.you_send_in", {{"person", view.caller.acting.person}})}
            );
    }
    return {
        .title = view.locale.text("journey.send_in_title"),
        .statement = statement + html::paragraph(view.locale.text("journey.send_in_statement")),
        .button = view.locale.text("journey.send_in")
    };
}

PageView check_page(const JourneyView& view, const std::vector<BeforeSending>& before, const SendingIn& sending) {
    PageView out;
    out.title = view.locale.text("journey.check_title");
    if (view.draft.moved_from > 0)
        out.main += html::inset_text({.text = html::escape(view.locale.text("journey.moved"))});
    out.main += html::page_heading(out.title, view.service.title);
    if (!view.signed_by.empty()) {
        out.main += html::inset_text(
            {.text = view.locale.text("parties.sign_again_warning", {{"names", view.locale.list(view.signed_by)}})}
        );
    }
    out.main += answers_view(view, Changes::back_to_check) + advice(view);
    bool holds = true;
    for (const BeforeSending& one : before) {
        out.main += one.part;
        holds = holds && one.holds;
    }
    const html::Html ending = html::heading({.text = sending.title}) + sending.statement;
    if (holds && sending.possible) {
        const html::Html button =
            html::button_group(html::button({.text = sending.button, .prevent_double_click = true}));
        out.main += journey_form(view, draft_path(view, check_page_name), ending + remembered_words(view) + button);
    } else if (holds) {
        out.main += ending;
    }
    out.main += save_link(view);
    return out;
}

}  // namespace guildhall::portal
