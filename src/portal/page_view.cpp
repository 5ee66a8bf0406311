#include "portal/internal/page_view.hpp"

#include <algorithm>

#include "html/button.hpp"
#include "html/form.hpp"
#include "html/look.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/map_view.hpp"
#include "portal/internal/reasons.hpp"

namespace guildhall::portal {
namespace {

using catalogue::Question;
using catalogue::QuestionType;
using journeys::AskedQuestion;
using journeys::PageStanding;
using journeys::Sayings;

html::Html why_we_ask(const Question& question, const Sayings& sayings) {
    const words::Locale& locale = sayings.locale();
    std::string why = sayings.text(question.why);
    if (why.empty() && !question.needed.empty())
        why = locale.text("form.needed", {{"what", sayings.text(question.needed)}});
    if (why.empty()) return {};
    return html::note({.title = locale.text("form.why_we_ask"), .text = why});
}

/// `children/` on the pages of a child.
std::string path_before(const PageStanding& page) {
    std::string path;
    for (const auto& member : page.address.members) path += member.repeat + "/";
    return path;
}

/// What the questions of a page are drawn from; the presets live as long as this does.
class Questions {
public:
    Questions(const JourneyView& view, const PageStanding& page, const SentPage& sent)
        : view_(view),
          page_(page),
          site_{pictures_path(view.service), path_before(page), draft_path(view, page.address.text()), view.addresses},
          sayings_(view.service, view.draft.answers, page.address.members, view.locale, view.now),
          answers_(journeys::answers_at(view.draft.answers, page.address.members)),
          sent_(sent),
          about_reader_(page.address.members.empty()) {}

    [[nodiscard]] const Sayings& sayings() const { return sayings_; }
    /// What was sent and is wrong; on a page that is opened, why a kept answer no longer counts.
    [[nodiscard]] std::vector<journeys::FieldProblem> problems(const AskedQuestion& asked) const {
        if (const auto found = sent_.problems.find(asked.question->id); found != sent_.problems.end())
            return found->second;
        if (!sent_.sent && asked.problem) return {*asked.problem};
        return {};
    }
    [[nodiscard]] html::Html draw(const AskedQuestion& asked, Heading heading) const {
        const Question& question = *asked.question;
        if (asked.looked_up) return looked_up(asked);
        QuestionState state;
        // Files cannot be shown again as they were sent: what was kept of them stands on the page.
        state.sent = question.type == QuestionType::file ? nullptr : sent_.sent;
        const auto offer = sent_.offers.find(question.id);
        const bool used = offer != sent_.offers.end() && offer->second.used;
        if (used) {
            state.sent = nullptr;
            state.answer = &offer->second.remembered.answer;
        }
        state.problems = problems(asked);
        base::Json preset;
        if (answers_ && !used) {
            if (const auto kept = answers_->find(question.id); kept != answers_->end()) state.answer = &kept->second;
        }
        const bool may_preset = question.type != QuestionType::declaration && question.type != QuestionType::file;
        if (!state.answer && may_preset) {
            preset = sayings_.preset(question);
            if (!preset.is_null()) state.answer = &preset;
        }
        html::Html out;
        if (offer != sent_.offers.end()) out += offer_view(offer->second, sayings_);
        return out + question_view(question, state, {sayings_, heading, about_reader_, &site_}) +
               why_we_ask(question, sayings_);
    }
    [[nodiscard]] bool offers_any() const { return !sent_.offers.empty(); }

private:
    /// Not asked: what was found, and the way to question it.
    [[nodiscard]] html::Html looked_up(const AskedQuestion& asked) const {
        const auto found = looked_up_on(view_, page_, asked);
        if (!found) return {};
        const words::Locale& locale = sayings_.locale();
        const std::string ask = sayings_.text(asked.question->ask);
        const std::string said = locale.text(
            "lookup.says", {{"source", sayings_.text(journeys::source_words(*asked.question, *found, locale))},
                            {"answer", journeys::to_words(*asked.question, found->found, locale)}}
        );
        html::Html words = html::escape(said);
        if (found->claimed) words += html::paragraph(locale.text("lookup.you_say", {{"why", found->why}}));
        words += html::paragraph(html::link(
            {.text = locale.text(asked.questioned ? "lookup.change_said" : "lookup.not_right"),
             .href = claim_path(view_, page_.address, asked.question->id)}
        ));
        return html::heading({.text = ask, .level = 2, .size = html::Size::s}) + html::inset_text({.text = words});
    }

    const JourneyView& view_;
    const PageStanding& page_;
    SiteOfQuestion site_;
    Sayings sayings_;
    const journeys::Answers* answers_;
    const SentPage& sent_;
    bool about_reader_;
};

/// Said on top of the page, each with a link to its control.
html::Html problems_on_top(
    const Questions& questions, const std::vector<const AskedQuestion*>& shown,
    const std::optional<journeys::Problem>& of_page, const words::Locale& locale
) {
    html::ErrorSummary summary;
    summary.title = locale.text("form.error_summary_title");
    for (const auto* asked : shown) {
        for (const auto& problem : questions.problems(*asked))
            summary.errors.push_back(
                {.text = problem_text(problem.problem, questions.sayings()), .href = "#" + problem.field}
            );
    }
    if (of_page) {
        const auto first =
            std::find_if(shown.begin(), shown.end(), [](const auto* asked) { return asked->is_asked(); });
        summary.errors.push_back(
            {.text = problem_text(*of_page, questions.sayings()),
             .href = first == shown.end() ? std::string{} : "#" + journeys::first_control(*(*first)->question)}
        );
    }
    return summary.errors.empty() ? html::Html{} : html::error_summary(summary);
}

/// Pressing Enter in a field presses the first button of the form, which must not be one that removes a file.
html::Html enter_button(const JourneyView& view) {
    return html::button(
        {.text = view.locale.text("form.continue"),
         .classes = html::unseen_button,
         .attributes = {{"tabindex", "-1"}, {"aria-hidden", "true"}}}
    );
}

/// Whether the member is what the page is about: it has several questions and no words of its own.
bool is_headed_by_member(const PageStanding& page) {
    return !page.address.members.empty() && page.page->title.empty() && page.page->questions.size() > 1;
}

/// Above the h1: the section, and whose answers these are.
html::Html caption(const JourneyView& view, const PageStanding& page, const Sayings& sayings) {
    // A service of one section says its title once.
    const bool said = page.section && page.section->title == view.service.title;
    std::string words = page.section && !said ? sayings.text(page.section->title) : std::string{};
    if (!page.address.members.empty() && !is_headed_by_member(page)) {
        const std::string member = title_of_member(view, page.address.members);
        words += (words.empty() ? "" : " – ") + member;
    }
    return words.empty() ? html::Html{} : html::caption(words);
}

}  // namespace

html::Html offer_view(const Offer& offer, const Sayings& sayings) {
    const words::Locale& locale = sayings.locale();
    const auto& remembered = offer.remembered;
    const catalogue::Service& told_in = remembered.service->in_language(locale.tag());
    const Question* question = told_in.find(remembered.question->id);
    const words::Arguments from{
        {"service", told_in.title},
        {"date", std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(remembered.given_at)}}
    };
    if (offer.used) return html::inset_text({.text = html::escape(locale.text("remembered.used", from))});
    html::Html content = html::paragraph(locale.text("remembered.told", from));
    content += html::paragraph(
        html::strong(lines(journeys::to_words(question ? *question : *remembered.question, remembered.answer, locale)))
    );
    content += html::button_group(html::button(
        {.text = html::escape(locale.text("remembered.use")) +
                 html::hidden_words(": " + sayings.text(remembered.question->ask)),
         .name = std::string{use_answer_prefix} + offer.question,
         .value = "yes",
         .classes = html::secondary_button,
         .prevent_double_click = true}
    ));
    return html::inset_text({.text = content});
}

std::vector<const AskedQuestion*> shown_questions(const JourneyView& view, const PageStanding& page) {
    std::vector<const AskedQuestion*> shown;
    for (const auto& asked : page.questions) {
        if (!asked.perhaps) shown.push_back(&asked);
    }
    const bool asks = std::any_of(shown.begin(), shown.end(), [](const auto* asked) { return asked->is_asked(); });
    if (page.perhaps && !asks) {
        shown.clear();
        for (const auto& asked : page.questions) shown.push_back(&asked);
    }
    std::erase_if(shown, [&](const auto* asked) {
        return asked->question->is_asked() && is_fixed(view, page.address, asked->question->id);
    });
    return shown;
}

html::Html progress(const JourneyView& view) {
    const auto left = static_cast<std::int64_t>(view.standing.left);
    html::Html words = html::escape(view.service.title);
    if (left > 0) {
        words += html::escape(
            ". " + (left == 1 ? view.locale.text("journey.last_question")
                              : view.locale.text("journey.questions_left", {{"count", left}}))
        );
    }
    if (view.service.open.last && !view.corrects)
        words += html::escape(
            " " + view.locale.text("journey.send_by", {{"date", std::chrono::year_month_day{*view.service.open.last}}})
        );
    html::Html line = html::journey_line(words);
    // Said until something is saved under the new version.
    if (view.draft.moved_from > 0) line += html::inset_text({.text = html::escape(view.locale.text("journey.moved"))});
    if (!view.signed_by.empty()) {
        line += html::inset_text(
            {.text = view.locale.text("parties.sign_again_warning", {{"names", view.locale.list(view.signed_by)}})}
        );
    }
    return line;
}

html::Html advice(const JourneyView& view) {
    const auto& verdict = view.standing.verdict;
    // Where an application leads is told to who applies alone.
    if (!verdict || !verdict->adverse() || !view.party.empty()) return {};
    html::NotificationBanner banner;
    banner.title = view.locale.text("journey.advice_title");
    banner.content = html::lead(view.locale.text("journey.advice_lead")) +
                     reasons_list(*view.draft.service, {view.service, view.locale}, view.standing.relevant, view.now) +
                     html::paragraph(view.locale.text("journey.advice_rest"));
    return html::notification_banner(banner);
}

html::Html journey_form(const JourneyView& view, const std::string& path, const html::Html& controls, bool with_files) {
    html::Html content = controls;
    if (view.from_check) content += html::hidden_field("from", std::string{check_page_name});
    return html::form({.action = path, .csrf = view.caller.csrf, .content = content, .multipart = with_files});
}

html::Html continue_button(const JourneyView& view) {
    return html::button_group(html::button({.text = view.locale.text("form.continue"), .prevent_double_click = true}));
}

html::Html save_link(const JourneyView& view) {
    if (view.corrects) return {};  // the page of the application leads back to it
    return html::paragraph(
        html::link({.text = view.locale.text("form.save_and_come_back"), .href = draft_path(view, save_page_name)})
    );
}

std::string title_of_member(const JourneyView& view, const journeys::Members& member) {
    const auto* repeat = repeat_of(view.service, member);
    if (!repeat) return {};
    const journeys::Members outer(member.begin(), member.end() - 1);
    const auto* around = journeys::answers_at(view.draft.answers, outer);
    static const journeys::Answers none;
    std::size_t number = 1;
    if (around) {
        if (const auto kept = around->find(repeat->id); kept != around->end()) {
            for (const auto& known : journeys::members_of(kept->second)) {
                if (known.id == member.back().id)
                    return journeys::member_title(*repeat, *known.answers, number, view.locale);
                ++number;
            }
        }
    }
    return journeys::member_title(*repeat, none, number, view.locale);
}

PageView questions_page(const JourneyView& view, const PageStanding& page, const SentPage& sent) {
    const Questions questions(view, page, sent);
    const auto shown = shown_questions(view, page);
    const auto of_page = sent.sent ? sent.problem : page.problem;
    PageView out;
    html::Html main = problems_on_top(questions, shown, of_page, view.locale);
    out.has_error = !main.empty();
    const bool adverse =
        std::any_of(shown.begin(), shown.end(), [](const auto* asked) { return asked->question->when_adverse; });
    if (adverse) main += advice(view);
    main += progress(view) + caption(view, page, questions.sayings());

    // A page without a title is one question's, whose words are the heading.
    const std::string title = is_headed_by_member(page) ? title_of_member(view, page.address.members)
                                                        : questions.sayings().text(page.page->title);
    const Heading heading = title.empty() && shown.size() == 1 ? Heading::page : Heading::part;
    out.title = title;
    if (out.title.empty() && !shown.empty()) out.title = questions.sayings().text(shown.front()->question->ask);
    if (out.title.empty()) out.title = view.service.title;
    // A text without words of its own to head it has the service's.
    const bool has_heading = heading == Heading::page && !shown.front()->question->ask.empty();
    // What was answered before is offered between the heading and the controls: who has filled them in needs no offer.
    const bool heading_above = has_heading && questions.offers_any();
    if (!has_heading || heading_above) main += html::page_heading(out.title);

    const bool declares = std::any_of(shown.begin(), shown.end(), [](const auto* asked) {
        return asked->question->type == QuestionType::declaration;
    });
    if (declares && !view.caller.acting.person.empty()) {
        main +=
            html::inset_text({.text = view.locale.text("helping.you_declare", {{"person", view.caller.acting.person}})}
            );
    }
    html::Html controls;
    const bool with_files = std::any_of(shown.begin(), shown.end(), [](const auto* asked) {
        return asked->question->type == QuestionType::file;
    });
    const bool with_buttons =
        with_files || questions.offers_any() || std::any_of(shown.begin(), shown.end(), [](const auto* asked) {
            return asked->question->map || asked->question->addresses;
        });
    if (with_buttons) controls += enter_button(view);
    for (const auto* asked : shown)
        controls += questions.draw(*asked, heading_above ? Heading::above : has_heading ? heading : Heading::part);
    controls += continue_button(view);
    main += journey_form(view, draft_path(view, page.address.text()), controls, with_files);
    out.main = main + save_link(view);
    return out;
}

}  // namespace guildhall::portal
