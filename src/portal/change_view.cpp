// Changing what was sent in: the answers with what is different so far, and sending that.

#include "html/button.hpp"
#include "html/desk.hpp"
#include "html/input.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/page_view.hpp"

namespace guildhall::portal {

html::Html changes_view(const std::vector<journeys::AnswerChange>& changes, const words::Locale& locale) {
    html::StackingTable table{
        .caption = locale.text("changing.what_changes"),
        .hide_caption = true,
        .columns = {locale.text("changing.question"), locale.text("changing.before"), locale.text("changing.now")}
    };
    const auto shown = [&](const std::string& words) {
        return words.empty() ? html::soft_words(locale.text("changing.no_answer")) : lines(words);
    };
    for (const auto& change : changes) {
        const std::string now =
            change.looks_alike ? locale.text("changing.another_file", {{"name", change.now}}) : change.now;
        table.rows.push_back({change.label, shown(change.before), shown(now)});
    }
    return html::stacking_table(table);
}

PageView change_page(const JourneyView& view, const std::string& reason, const std::string& problem) {
    const words::Locale& locale = view.locale;
    const casework::Case& found = *view.corrects;
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(found.rules_at)};
    PageView out;
    out.title = locale.text("changing.title");
    out.has_error = !problem.empty();
    const auto changes =
        journeys::changes_between(view.service, found.answers, view.standing.relevant, locale, view.now);
    const bool too_long = !problem.empty() && !changes.empty();
    if (out.has_error) {
        html::ErrorSummary summary;
        summary.title = locale.text("form.error_summary_title");
        const std::string words = too_long ? locale.text("changing.reason_too_long") : locale.text("changing.none_yet");
        summary.errors.push_back({.text = words, .href = too_long ? "#reason" : "#answers"});
        out.main += html::error_summary(summary);
    }
    out.main += html::page_heading(
        out.title, html::escape(view.service.title + ", ") + html::reference(found.summary.reference)
    );
    out.main += html::lead(locale.text("changing.lead"));
    out.main += html::paragraph(locale.text("changing.that_day", {{"date", day}}));
    if (!changes.empty())
        out.main += html::section("changes", locale.text("changing.what_changes"), changes_view(changes, locale));
    out.main +=
        html::section("answers", locale.text("changing.all_answers"), answers_view(view, Changes::back_to_check));
    html::Html controls = html::heading({.text = locale.text("changing.send_title")});
    if (changes.empty()) {
        controls += html::paragraph(locale.text("changing.none_yet"));
    } else {
        html::Textarea why;
        why.id = why.name = "reason";
        why.label.text = locale.text("changing.reason");
        why.hint.text = locale.text("changing.reason_hint");
        why.rows = 3;
        why.value = reason;
        if (too_long) {
            why.error.text = locale.text("changing.reason_too_long");
            why.error.visually_hidden_text = locale.text("form.error_prefix");
        }
        controls += html::textarea(why);
        controls += html::paragraph(locale.text("changing.statement"));
        controls +=
            html::button_group(html::button({.text = locale.text("changing.send"), .prevent_double_click = true}));
    }
    // A form has a button; before there is anything to send there is none.
    out.main += changes.empty() ? controls : journey_form(view, draft_path(view.draft, check_page_name), controls);
    out.main += journey_form(
        view, draft_path(view.draft, check_page_name),
        html::button_group(html::button(
            {.text = locale.text("changing.leave"),
             .name = leave_as_it_was,
             .value = "yes",
             .classes = html::secondary_button}
        ))
    );
    return out;
}

}  // namespace guildhall::portal
