// An answer that was looked up, and what a person says against it.

#include "html/button.hpp"
#include "html/form.hpp"
#include "html/input.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "journeys/looked_up.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/page_view.hpp"

namespace guildhall::portal {

using journeys::AskedQuestion;
using journeys::LookedUp;
using journeys::PageStanding;

std::optional<LookedUp> looked_up_on(const JourneyView& view, const PageStanding& page, const AskedQuestion& asked) {
    const auto* answers = journeys::answers_at(view.standing.relevant, page.address.members);
    if (!answers) return std::nullopt;
    const auto kept = answers->find(asked.question->id);
    return kept == answers->end() ? std::nullopt : LookedUp::read(*asked.question, kept->second);
}

std::string claim_path(const JourneyView& view, const journeys::Address& page, const std::string& question) {
    std::string path = page_path(view, page);
    path += path.find('?') == std::string::npos ? "?" : "&";
    return path + looked_up_field + "=" + question;
}

html::Html looked_up_words(const journeys::SummaryRow& row, const words::Locale& locale, bool about_reader) {
    html::Html out = html::element(
        "p", {{"class", "govuk-body"}},
        row.words.empty() ? html::escape(locale.text("form.not_given")) : lines(row.words)
    );
    if (row.source.empty()) return lines(row.words);
    if (!row.questioned) return out + html::soft(row.source);
    return out + html::soft(locale.text("lookup.says", {{"source", row.source}, {"answer", row.found_words}})) +
           html::soft(locale.text(about_reader ? "lookup.you_say" : "lookup.applicant_says", {{"why", row.why}}));
}

PageView claim_page(
    const JourneyView& view, const PageStanding& page, const AskedQuestion& asked, const SentPage& sent
) {
    const words::Locale& locale = view.locale;
    const auto& question = *asked.question;
    const journeys::Sayings sayings(view.service, view.draft.answers, page.address.members, locale, view.now);
    const auto looked_up = looked_up_on(view, page, asked);
    PageView out;
    out.title = locale.text("lookup.title");
    if (!looked_up) return out;

    std::vector<journeys::FieldProblem> problems;
    if (const auto found = sent.problems.find(question.id); found != sent.problems.end()) problems = found->second;
    html::Html& main = out.main;
    if (!problems.empty()) {
        html::ErrorSummary summary;
        summary.title = locale.text("form.error_summary_title");
        for (const auto& problem : problems)
            summary.errors.push_back({.text = problem_text(problem.problem, sayings), .href = "#" + problem.field});
        main += html::error_summary(summary);
        out.has_error = true;
    }
    main += html::page_heading(out.title, sayings.text(question.ask));
    main += html::inset_text(
        {.text = html::escape(locale.text(
             "lookup.says", {{"source", sayings.text(journeys::source_words(question, *looked_up, locale))},
                             {"answer", journeys::to_words(question, looked_up->found, locale)}}
         ))}
    );
    main += html::paragraph(locale.text("lookup.person"));

    QuestionState state;
    state.sent = sent.sent;
    state.problems = problems;
    if (looked_up->claimed) state.answer = &*looked_up->claimed;
    html::Html controls = question_view(question, state, {sayings, Heading::part, page.address.members.empty()});
    html::Textarea why;
    why.id = why.name = question.id + why_suffix;
    why.label.text = locale.text("lookup.why");
    why.label.classes = html::label_m;
    why.hint.text = locale.text("lookup.why_hint");
    why.value = sent.sent ? std::string{sent.sent->get(why.name)} : looked_up->why;
    why.rows = 4;
    for (const auto& problem : problems) {
        if (problem.field != why.id) continue;
        why.error.text = problem_text(problem.problem, sayings);
        why.error.visually_hidden_text = locale.text("form.error_prefix");
    }
    controls += html::textarea(why);
    controls += html::hidden_field(looked_up_field, question.id);
    html::Html buttons = html::button({.text = locale.text("lookup.save"), .prevent_double_click = true});
    if (asked.questioned) {
        buttons += html::button(
            {.text = locale.text("lookup.keep"),
             .name = keep_looked_up,
             .value = "yes",
             .classes = html::secondary_button}
        );
    }
    controls += html::button_group(buttons);
    main += journey_form(view, draft_path(view.draft, page.address.text()), controls);
    return out;
}

}  // namespace guildhall::portal
