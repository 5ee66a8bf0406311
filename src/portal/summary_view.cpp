// Answers to read back: in the middle of a journey, and before they are sent in.

#include "html/button.hpp"
#include "html/list.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/page_view.hpp"

namespace guildhall::portal {
namespace {

enum class Changes { back_to_check, walk_on };

html::Html groups_view(const JourneyView& view, Changes changes) {
    html::Html out;
    for (const auto& group : journeys::summarise(view.service, view.standing.relevant, view.locale, view.now)) {
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
            if (row.answer) {
                change = html::Action{
                    .text = view.locale.text("form.change"),
                    .href = draft_path(view.draft, row.page.text()) +
                            (changes == Changes::back_to_check ? "?from=check" : ""),
                    .visually_hidden_text = row.label
                };
            }
            list.rows.push_back(html::summary_row(
                row.label, row.words.empty() ? html::escape(view.locale.text("form.not_given")) : lines(row.words),
                change
            ));
        }
        if (!list.rows.empty()) out += html::summary_list(list);
    }
    return out;
}

}  // namespace

PageView summary_page(const JourneyView& view, const journeys::PageStanding& page) {
    const journeys::Sayings sayings(view.service, view.draft.answers, page.address.members, view.locale, view.now);
    PageView out;
    out.title = sayings.text(page.page->title);
    if (out.title.empty()) out.title = view.locale.text("pages.so_far");
    out.main = progress(view) + html::page_heading(out.title, page.section ? sayings.text(page.section->title) : "");
    out.main += groups_view(view, Changes::walk_on);
    out.main += journey_form(view, draft_path(view.draft, page.address.text()), continue_button(view));
    out.main += save_link(view);
    return out;
}

PageView check_page(const JourneyView& view) {
    PageView out;
    out.title = view.locale.text("journey.check_title");
    if (view.draft.moved_from > 0)
        out.main += html::inset_text({.text = html::escape(view.locale.text("journey.moved"))});
    out.main += html::page_heading(out.title, view.service.title) + groups_view(view, Changes::back_to_check);
    out.main += advice(view);
    html::Html controls = html::heading({.text = view.locale.text("journey.send_in_title")});
    if (!view.caller.acting.person.empty()) {
        controls +=
            html::inset_text({.text = view.locale.text("helping.you_send_in", {{"person", view.caller.acting.person}})}
            );
    }
    controls += html::paragraph(view.locale.text("journey.send_in_statement"));
    controls +=
        html::button_group(html::button({.text = view.locale.text("journey.send_in"), .prevent_double_click = true}));
    out.main += journey_form(view, draft_path(view.draft, check_page_name), controls);
    out.main += save_link(view);
    return out;
}

}  // namespace guildhall::portal
