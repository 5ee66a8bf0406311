// Starting, answering page by page, checking, sending in.

#include <algorithm>

#include <fmt/format.h>

#include "base/message.hpp"
#include "catalogue/periods.hpp"
#include "html/button.hpp"
#include "html/text.hpp"
#include "http/url.hpp"
#include "portal/internal/acting.hpp"
#include "portal/internal/address_view.hpp"
#include "portal/internal/map_view.hpp"
#include "portal/internal/own_case.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/paying.hpp"
#include "portal/internal/signing.hpp"
#include "portal/internal/upload.hpp"
#include "portal/internal/visit.hpp"

namespace guildhall::portal {
namespace {

using catalogue::Question;
using catalogue::QuestionType;
using journeys::Address;
using journeys::Answers;
using journeys::Draft;
using journeys::PageStanding;
using journeys::Standing;

base::Error no_such_page() {
    return {base::ErrorCode::not_found, base::by_key("applying.no_question"), {"unknown page of a journey"}};
}

base::Result<http::Response> start(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    auto service = find_service(parts, request.parameter("service"));
    if (!service) return service.error();
    // The guide says when.
    if (catalogue::openness(**service, parts.clock.now()) != catalogue::Openness::open)
        return http::Response::redirect("/services/" + (*service)->id);
    if ((*service)->sign_in == catalogue::SignIn::required && (caller.account.empty() || caller.is_staff)) {
        return http::Response::redirect("/sign-in?next=" + http::percent_encode("/services/" + (*service)->id));
    }
    auto session = parts.sessions.ensure(caller);
    if (!session) return session.error();
    auto draft = parts.drafts.start(subject_of(session->caller), *service);
    if (!draft) return draft.error();
    const Visit visit(parts, request, caller, *std::move(draft));
    http::Response response = http::Response::redirect(first_path(visit.view()));
    if (session->cookie) response.cookies.push_back(*session->cookie);
    return response;
}

/// A draft that was sent in: its pages lead to the case instead of making a second one.
base::Result<http::Response> to_case(const Parts& parts, const std::string& case_id) {
    const auto reference = parts.cases.reference_of(case_id);
    if (!reference) return reference.error();
    return http::Response::redirect("/applications/" + *reference);
}

/// Answers of earlier applications to the questions of a page, where there is none yet and they would be taken.
std::map<std::string, Offer> offers_for(const Visit& visit, const PageStanding& page) {
    std::map<std::string, Offer> offers;
    if (!visit.is_own() || !page.address.members.empty()) return offers;
    for (const auto* asked : shown_questions(visit.view(), page)) {
        // In the words of the folder: what is asked tells whether it is the same question.
        const Question* question = visit.draft.service->find(asked->question->id);
        if (!question || !journeys::is_remembered(*question) || visit.draft.answers.contains(question->id)) continue;
        auto found = visit.parts.remembered.find(visit.draft.subject, *question);
        // Without it the question is asked like any other.
        if (!found || !*found || journeys::problem_of_form(*question, (*found)->answer)) continue;
        Answers answers = visit.draft.answers;
        answers.insert_or_assign(question->id, (*found)->answer);
        const auto value = journeys::to_feel(*question, (*found)->answer);
        if (!journeys::form_takes(*visit.draft.service, *question, answers, value, visit.now)) continue;
        offers.emplace(question->id, Offer{question->id, **std::move(found)});
    }
    return offers;
}

PageView draw(const Visit& visit, const PageStanding& page, SentPage sent) {
    switch (page.page->kind) {
        case catalogue::Page::Kind::questions:
            if (sent.offers.empty()) sent.offers = offers_for(visit, page);
            return questions_page(visit.view(), page, sent);
        case catalogue::Page::Kind::repeat:
            return repeat_page(visit.view(), page, sent);
        case catalogue::Page::Kind::summary:
            return summary_page(visit.view(), page);
    }
    return {};
}

/// The page again with what was sent; 422 when something of it is wrong.
http::Response again(const Visit& visit, const PageStanding& page, const SentPage& sent) {
    const PageView shown = draw(visit, page, sent);
    return visit.show(shown, path_before(visit.view(), page.address), shown.has_error ? 422 : 200);
}

/// The member that a removal is about, when it is there.
std::optional<journeys::Members> member_to_remove(const Visit& visit, const Address& address) {
    if (address.page != remove_page_name || address.members.empty()) return std::nullopt;
    if (!repeat_of(visit.service(), address.members)) return std::nullopt;
    const Question* outermost = visit.service().find(address.members.front().repeat);
    if (!outermost || outermost->party != visit.asked.party) return std::nullopt;
    if (!journeys::answers_at(visit.draft.answers, address.members)) return std::nullopt;
    if (is_fixed(visit.view(), address, {})) return std::nullopt;
    return address.members;
}

/// Where a removal ends, and where it leads back to.
std::string list_path(const Visit& visit, const journeys::Members& member) {
    const auto* list = repeat_page_of(visit.standing, member);
    return list ? page_path(visit.view(), list->address) : next_path(visit.view());
}

/// The answer that a request questions: named by it, or the first of a page on which nothing is asked.
const journeys::AskedQuestion* questioned_on(const Visit& visit, const PageStanding& page) {
    std::string_view named = visit.request.query.get(looked_up_field);
    if (named.empty()) named = visit.request.form.get(looked_up_field);
    if (named.empty() && !page.looked_up) return nullptr;
    const auto found = std::find_if(page.questions.begin(), page.questions.end(), [&](const auto& asked) {
        return asked.looked_up && (named.empty() || asked.question->id == named);
    });
    return found == page.questions.end() ? nullptr : &*found;
}

/// Changes the draft unless another tab removed the member meanwhile; the answers then go nowhere, and the journey
/// goes on with what is there.
base::Result<base::Done> change(
    Visit& visit, const journeys::Members& members, const std::function<void(Answers&)>& change
) {
    const bool was_there = journeys::answers_at(visit.draft.answers, members) != nullptr;
    auto changed = visit.parts.drafts.change(visit.draft.id, visit.draft.subject, [&](Answers& answers) {
        if (was_there && !journeys::answers_at(answers, members)) return false;
        const Answers before = answers;
        change(answers);
        return answers != before;
    });
    if (!changed) return changed.error();
    visit.move_on(*std::move(changed));
    // What somebody signed may not be what stands here now.
    return visit.parts.parties.settle(visit.draft);
}

/// What a page's form holds: answers that are right in themselves, and what is wrong with the others.
struct ReadPage {
    std::map<std::string, base::Json> answers;
    std::map<std::string, base::Json> files;  ///< of `answers`, those that were just handed in
    SentPage sent;
};

base::Json saved_answer(const Visit& visit, const PageStanding& page, const std::string& question) {
    const auto* answers = journeys::answers_at(visit.draft.answers, page.address.members);
    if (!answers) return {};
    const auto found = answers->find(question);
    return found == answers->end() ? base::Json{} : found->second;
}

/// `form` outlives what is read.
base::Result<ReadPage> read_page(const Visit& visit, const PageStanding& page, const http::Fields& form) {
    ReadPage read;
    read.sent.sent = &form;
    const journeys::SentFields fields = sent_fields(form);
    for (const auto* asked : shown_questions(visit.view(), page)) {
        const Question& question = *asked->question;
        if (!asked->is_asked()) continue;
        if (question.type == QuestionType::file) {
            auto taken = take_files(
                visit.parts, visit.request, visit.draft.subject, question, saved_answer(visit, page, question.id),
                visit.locale()
            );
            if (!taken) return taken.error();
            if (taken->changed) read.files.emplace(question.id, taken->answer);
            if (taken->problems.empty())
                read.answers.emplace(question.id, std::move(taken->answer));
            else
                read.sent.problems.emplace(question.id, std::move(taken->problems));
            continue;
        }
        auto answer = journeys::read_answer(question, fields, visit.locale());
        if (answer.answer)
            read.answers.emplace(question.id, *std::move(answer.answer));
        else
            read.sent.problems.emplace(question.id, std::move(answer.problems));
    }
    return read;
}

/// Whether the answers of a page hold beside all others: in range, valid, and the page's own rule. What no longer
/// applies with the answers beside it need not be right: nobody should have to answer it first to get rid of it.
void check_together(Visit& visit, const PageStanding& page, ReadPage& read) {
    Answers answers = visit.draft.answers;
    for (const auto& [id, answer] : read.answers) journeys::put(answers, page.address.members, id, answer);
    for (const auto& [id, problems] : read.sent.problems) journeys::forget(answers, page.address.members, id);
    const Standing after = visit.standing_with(answers);
    const auto* then = after.find(page.address);
    std::erase_if(read.sent.problems, [&](const auto& problem) {
        if (!then) return true;
        const auto asked = std::find_if(then->questions.begin(), then->questions.end(), [&](const auto& candidate) {
            return candidate.question->id == problem.first;
        });
        return asked == then->questions.end() || (asked->perhaps && !then->perhaps);
    });
    if (!then) return;
    for (const auto& asked : then->questions) {
        if (asked.problem && read.answers.contains(asked.question->id))
            read.sent.problems[asked.question->id] = {*asked.problem};
    }
    if (then->problem && read.sent.problems.empty()) read.sent.problem = then->problem;
}

/// A button of a file question was pressed: `remove-DOCUMENT` or `add-QUESTION`.
struct FileButton {
    std::string question;
    std::string document;  ///< to remove; empty: files were added
};
std::optional<FileButton> file_button(const http::Fields& form) {
    for (const auto& [name, value] : form.entries()) {
        if (name.starts_with(remove_file_prefix)) return FileButton{value, name.substr(remove_file_prefix.size())};
        if (name.starts_with(add_files_prefix)) return FileButton{name.substr(add_files_prefix.size()), {}};
    }
    return std::nullopt;
}

/// Files came or went, and the page stays: with what was sent, where it asks for more than files.
http::Response stay(const Visit& visit, const Address& address, const SentPage& sent) {
    const auto* page = visit.standing.find(address);
    if (!page) return http::Response::redirect(next_path(visit.view()));
    const bool asks_more = std::any_of(page->questions.begin(), page->questions.end(), [](const auto& asked) {
        return asked.is_asked() && asked.question->type != QuestionType::file;
    });
    if (!asks_more && sent.problems.empty()) return http::Response::redirect(page_path(visit.view(), address));
    return again(visit, *page, sent);
}

base::Result<http::Response> press_file_button(Visit& visit, const PageStanding& page, const FileButton& button) {
    const Address address = page.address;
    const auto shown = shown_questions(visit.view(), page);
    const auto asked = std::find_if(shown.begin(), shown.end(), [&](const auto* candidate) {
        return candidate->question->id == button.question && candidate->question->type == QuestionType::file;
    });
    if (asked == shown.end()) return no_such_page();
    const Question& question = *(*asked)->question;
    SentPage sent{.sent = &visit.request.form};
    if (!button.document.empty()) {
        const auto changed = change(visit, address.members, [&](Answers& answers) {
            const auto* group = journeys::answers_at(answers, address.members);
            const auto kept = group ? group->find(question.id) : Answers::const_iterator{};
            if (!group || kept == group->end()) return;
            base::Json left = without_file(kept->second, button.document);
            if (left.is_null())
                journeys::forget(answers, address.members, question.id);
            else
                journeys::put(answers, address.members, question.id, std::move(left));
        });
        if (!changed) return changed.error();
        return stay(visit, address, sent);
    }
    auto taken = take_files(
        visit.parts, visit.request, visit.draft.subject, question, saved_answer(visit, page, question.id),
        visit.locale()
    );
    if (!taken) return taken.error();
    if (!taken->problems.empty()) sent.problems.emplace(question.id, std::move(taken->problems));
    if (taken->changed) {
        const auto changed = change(visit, address.members, [&](Answers& answers) {
            journeys::put(answers, address.members, question.id, taken->answer);
        });
        if (!changed) return changed.error();
    }
    return stay(visit, address, sent);
}

/// The page again with an answer of an earlier application in its controls. It is saved when they continue: what is
/// kept is always what they had before their eyes in the controls, and could mend there.
std::optional<http::Response> use_offer(const Visit& visit, const PageStanding& page) {
    for (const auto& [name, value] : visit.request.form.entries()) {
        if (!name.starts_with(use_answer_prefix)) continue;
        SentPage sent{.sent = &visit.request.form};
        sent.offers = offers_for(visit, page);
        const auto offer = sent.offers.find(name.substr(use_answer_prefix.size()));
        // Forgotten meanwhile, or answered in another tab.
        if (offer == sent.offers.end()) return http::Response::redirect(page_path(visit.view(), page.address));
        offer->second.used = true;
        return again(visit, page, sent);
    }
    return std::nullopt;
}

/// What somebody says against an answer that was looked up is kept beside it; taken back, nothing is.
base::Result<http::Response> question_looked_up(
    Visit& visit, const PageStanding& page, const journeys::AskedQuestion& asked
) {
    const Question& question = *asked.question;
    const Address address = page.address;
    const auto found = looked_up_on(visit.view(), page, asked);
    if (!found) return no_such_page();
    if (visit.request.form.has(keep_looked_up)) {
        const auto changed = change(visit, address.members, [&](Answers& answers) {
            journeys::forget(answers, address.members, question.id);
        });
        if (!changed) return changed.error();
        return http::Response::redirect(next_path(visit.view()));
    }
    SentPage sent{.sent = &visit.request.form};
    auto read = journeys::read_answer(question, sent_fields(visit.request.form), visit.locale());
    auto why = journeys::read_reason(visit.request.form.get(question.id + why_suffix));
    std::vector<journeys::FieldProblem> problems = std::move(read.problems);
    if (!why) problems.push_back({question.id + why_suffix, {"answers.why_missing", {}}});
    if (!problems.empty()) {
        sent.problems.emplace(question.id, std::move(problems));
        return visit.show(claim_page(visit.view(), page, asked, sent), path_before(visit.view(), address), 422);
    }
    journeys::LookedUp claim = *found;
    claim.claimed = *read.answer;
    claim.why = *std::move(why);
    const auto changed = change(visit, address.members, [&](Answers& answers) {
        journeys::put(answers, address.members, question.id, claim.json());
    });
    if (!changed) return changed.error();
    return http::Response::redirect(next_path(visit.view()));
}

/// Another form than the one that was sent, with a map moved or an address found.
std::optional<http::Fields> press_helper(const Visit& visit, const PageStanding& page) {
    for (const auto* asked : shown_questions(visit.view(), page)) {
        if (!asked->is_asked()) continue;
        if (auto changed = pressed_map(*asked->question, visit.request.form)) return changed;
        if (auto changed = pressed_finder(*asked->question, visit.request.form, visit.parts.addresses)) return changed;
    }
    return std::nullopt;
}

http::Fields with_chosen_addresses(const Visit& visit, const PageStanding& page) {
    http::Fields form = visit.request.form;
    for (const auto* asked : shown_questions(visit.view(), page)) {
        if (auto filled = chosen_address(*asked->question, form, visit.parts.addresses)) form = *std::move(filled);
    }
    return form;
}

base::Result<http::Response> answer_questions(Visit& visit, const PageStanding& page) {
    const Address address = page.address;
    if (auto used = use_offer(visit, page)) return *std::move(used);
    if (const auto* asked = questioned_on(visit, page)) return question_looked_up(visit, page, *asked);
    if (const auto changed = press_helper(visit, page)) return again(visit, page, {.sent = &*changed});
    if (const auto button = file_button(visit.request.form)) return press_file_button(visit, page, *button);
    const http::Fields form = with_chosen_addresses(visit, page);
    auto read = read_page(visit, page, form);
    if (!read) return read.error();
    check_together(visit, page, *read);
    const bool wrong = !read->sent.problems.empty() || read->sent.problem;
    // Nothing of a page is saved unless all of it is right. Files alone are: a browser cannot send them again.
    const auto& to_save = wrong ? read->files : read->answers;
    if (!to_save.empty()) {
        const auto changed = change(visit, address.members, [&](Answers& answers) {
            for (const auto& [id, answer] : to_save) journeys::put(answers, address.members, id, answer);
        });
        if (!changed) return changed.error();
    }
    if (!wrong) return http::Response::redirect(path_after(visit.view(), address));
    const auto* now = visit.standing.find(address);
    if (!now) return http::Response::redirect(next_path(visit.view()));
    return again(visit, *now, read->sent);
}

/// Whether there are more members: the next one's first page, or on.
base::Result<http::Response> answer_repeat(Visit& visit, const PageStanding& page) {
    const Address address = page.address;
    const Question& question = *page.questions.front().question;
    const catalogue::Repeat& repeat = *question.repeat;
    const std::string more{visit.request.form.get(more_members)};
    SentPage sent{.sent = &visit.request.form};
    const auto count_in = [&](const Answers& answers) {
        const auto* around = journeys::answers_at(answers, address.members);
        if (!around) return std::size_t{0};
        const auto kept = around->find(question.id);
        return kept == around->end() ? std::size_t{0} : journeys::members_of(kept->second).size();
    };
    const auto most = static_cast<std::size_t>(repeat.most);
    if (more == "yes") {
        std::string id;
        const auto changed = change(visit, address.members, [&](Answers& answers) {
            // Counted as it is now: another tab may have added one.
            id = count_in(answers) < most ? journeys::add_member(answers, address.members, question.id) : std::string{};
        });
        if (!changed) return changed.error();
        if (!id.empty()) {
            journeys::Members member = address.members;
            member.push_back({question.id, id});
            const auto* first = page_of_member(visit.standing, member);
            return http::Response::redirect(first ? page_path(visit.view(), first->address) : next_path(visit.view()));
        }
        sent.problem = journeys::Problem{"answers.repeat_too_many", {{"most", repeat.most}, {"item", repeat.member}}};
    } else if (more == "no") {
        Answers answers = visit.draft.answers;
        journeys::drop_empty_members(answers, address.members, question.id);
        const std::size_t count = count_in(answers);
        if (count < static_cast<std::size_t>(repeat.least)) {
            sent.problem =
                journeys::Problem{"answers.repeat_too_few", {{"least", repeat.least}, {"item", repeat.member}}};
        } else if (count > most) {
            sent.problem =
                journeys::Problem{"answers.repeat_too_many", {{"most", repeat.most}, {"item", repeat.member}}};
        } else {
            const auto changed = change(visit, address.members, [&](Answers& kept) {
                journeys::drop_empty_members(kept, address.members, question.id);
                journeys::set_complete(kept, address.members, question.id, true);
            });
            if (!changed) return changed.error();
            return http::Response::redirect(path_after(visit.view(), address));
        }
    } else {
        sent.problem = journeys::Problem{"answers.missing_yes_no", {{"question", question.ask}}};
    }
    const auto* now = visit.standing.find(address);
    if (!now) return http::Response::redirect(next_path(visit.view()));
    return again(visit, *now, sent);
}

/// What must hold beside complete answers, each with its part of the page.
base::Result<std::vector<BeforeSending>> before_sending(const Visit& visit) {
    std::vector<BeforeSending> before;
    auto others = before_sending_others(visit);
    if (!others) return others.error();
    before.push_back(*std::move(others));
    return before;
}

base::Result<http::Response> check_answers(Visit& visit) {
    if (visit.standing.next) return http::Response::redirect(next_path(visit.view()));
    if (visit.corrects) return visit.show(change_page(visit.view(), {}, {}), case_path(*visit.corrects));
    if (visit.is_own()) {
        const auto on = visit.parts.remembered.is_on(visit.draft.subject);
        if (!on) return on.error();
        visit.remembers = *on;
    }
    const auto before = before_sending(visit);
    if (!before) return before.error();
    const auto fee = fee_of(visit.parts, visit.view());
    if (!fee) return fee.error();
    const SendingIn sending = with_fee(visit.view(), *fee, plain_sending_in(visit.view()));
    http::Response response = visit.show(check_page(visit.view(), *before, sending), last_path(visit.view()));
    if (fee->due) allow_provider(visit.parts, response);
    return response;
}

/// Sends the change of what was sent in, or gives it up.
base::Result<http::Response> send_change(Visit& visit) {
    const http::Fields& form = visit.request.form;
    if (form.has(leave_as_it_was)) {
        if (const auto gone = visit.parts.drafts.discard(visit.draft); !gone) return gone.error();
        return http::Response::redirect(case_path(*visit.corrects));
    }
    const std::string reason{form.get("reason")};
    const auto sent = visit.parts.corrections.send(*visit.corrects, visit.draft, reason);
    if (!sent && sent.error().code == base::ErrorCode::invalid_input)
        return visit.show(
            change_page(visit.view(), reason, sent.error().message.text), case_path(*visit.corrects), 422
        );
    if (!sent) return sent.error();
    visit.parts.dispatcher.wake();
    return http::Response::redirect(case_path(*visit.corrects, "changed"));
}

base::Error closed(const Visit& visit) {
    const std::string day = visit.locale().date(std::chrono::year_month_day{*visit.service().open.last});
    return {base::ErrorCode::expired, base::by_key("finding.closed", {{"date", day}}), {"the service is closed"}};
}

base::Result<http::Response> send_in(Visit& visit) {
    if (visit.standing.next) return http::Response::redirect(next_path(visit.view()));
    if (visit.corrects) return send_change(visit);
    if (catalogue::openness(visit.service(), visit.now) == catalogue::Openness::closed) return closed(visit);
    const auto before = before_sending(visit);
    if (!before) return before.error();
    if (!std::all_of(before->begin(), before->end(), [](const BeforeSending& one) { return one.holds; }))
        return http::Response::redirect(draft_path(visit.view(), check_page_name));
    // What is written to them from now on is in the language that they read.
    if (visit.caller.acting.mandate.empty()) {
        const auto kept =
            visit.parts.reader_languages.keep(visit.draft.subject, words_of(visit.parts, visit.request).tag());
        if (!kept) return kept.error();
    }
    // Paying comes last: nobody pays for what cannot be sent in yet.
    const auto fee = fee_of(visit.parts, visit.view());
    if (!fee) return fee.error();
    if (fee->due) return pay(visit.parts, visit.view());
    const auto submitted = visit.parts.cases.submit(visit.draft, on_behalf_of(visit.parts, visit.caller));
    if (!submitted) return submitted.error();
    if (visit.is_own() && !submitted->again) {
        // What was sent in is sent in: an answer that could not be remembered is asked again the next time.
        (void)visit.parts.remembered.keep(visit.draft.subject, *visit.draft.service, visit.standing.relevant);
    }
    visit.parts.dispatcher.wake();
    return http::Response::redirect(fmt::format("/applications/{}/sent", submitted->reference));
}

/// Signing in moves the draft to the account; a visitor is told how long it stays here.
base::Result<http::Response> save(Visit& visit) {
    if (visit.corrects) return http::Response::redirect(case_path(*visit.corrects));
    const words::Locale& locale = visit.locale();
    PageView page;
    page.title = locale.text("journey.saved_title");
    html::Html& main = page.main;
    main = html::page_heading(page.title);
    const std::string next = draft_path(visit.view());
    if (visit.caller.account.empty() || visit.caller.is_staff) {
        main += html::paragraph(locale.text("pages.saved_visitor"));
        main += html::button_group(
            html::button(
                {.text = locale.text("pages.make_account"), .href = "/account/new?next=" + http::percent_encode(next)}
            ) +
            html::button(
                {.text = locale.text("frame.sign_in"),
                 .href = "/sign-in?next=" + http::percent_encode(next),
                 .classes = html::secondary_button}
            )
        );
        main += html::paragraph(locale.text("pages.saved_without_account"));
    } else {
        main += html::paragraph(locale.text("pages.saved_until", {{"date", last_day(visit.draft.keep_until)}}));
        if (catalogue::reminder_of_draft(*visit.draft.service, visit.draft.keep_until))
            main += html::paragraph(locale.text("pages.saved_told"));
        main += html::paragraph(html::link({.text = locale.text("frame.applications"), .href = "/applications"}));
    }
    main += html::paragraph(html::link({.text = locale.text("pages.go_on_now"), .href = next}));
    return visit.show(page, next);
}

}  // namespace

base::Result<http::Response> visit_own(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const Step& step
) {
    auto draft = parts.drafts.load(request.parameter("draft"), subject_of(caller));
    if (!draft) return draft.error();
    if (!draft->submitted_case.empty()) return to_case(parts, draft->submitted_case);
    std::optional<casework::Case> corrects;
    if (!draft->corrects.empty()) {
        // What was sent in is changed by the one whose application it is, not by a helper.
        if (!caller.acting.mandate.empty()) return to_case(parts, draft->corrects);
        auto found = parts.cases.load_for_notice(draft->corrects);
        if (!found) return found.error();
        if (const auto open = casework::can_go_on(*found, *draft, parts.clock.now()); !open) {
            // It was decided, or changed from elsewhere. Whoever only looks sees the application as it stands.
            if (request.method == http::Method::get) return to_case(parts, draft->corrects);
            return open.error();
        }
        corrects = *std::move(found);
    }
    Visit visit(parts, request, caller, *std::move(draft), {}, std::move(corrects));
    if (!visit.corrects && !visit.service().parties.empty()) {
        auto others = parts.parties.overview(visit.draft);
        if (!others) return others.error();
        visit.others = *std::move(others);
    }
    return step(visit);
}

base::Result<http::Response> go_on(Visit& visit) {
    return http::Response::redirect(next_path(visit.view()));
}

base::Result<http::Response> show_page(Visit& visit) {
    const auto address = Address::parse(visit.request.parameter("address"));
    if (!address) return no_such_page();
    if (const auto member = member_to_remove(visit, *address))
        return visit.show(remove_page(visit.view(), *member), list_path(visit, *member));
    const auto* page = visit.standing.find(*address);
    if (!page) {
        const bool removed = address->page == remove_page_name && repeat_of(visit.service(), address->members);
        if (!removed && !has_page(visit.service(), *address)) return no_such_page();
        // It does not apply, perhaps since another tab changed an answer.
        return http::Response::redirect(next_path(visit.view()));
    }
    if (is_fixed(visit.view(), *page)) return http::Response::redirect(draft_path(visit.draft, check_page_name));
    if (const auto* asked = questioned_on(visit, *page))
        return visit.show(claim_page(visit.view(), *page, *asked, {}), path_before(visit.view(), *address));
    return visit.show(draw(visit, *page, {}), path_before(visit.view(), *address));
}

base::Result<http::Response> answer_page(Visit& visit) {
    const auto address = Address::parse(visit.request.parameter("address"));
    if (!address) return no_such_page();
    if (const auto member = member_to_remove(visit, *address)) {
        const journeys::Members outer(member->begin(), member->end() - 1);
        const auto changed = change(visit, outer, [&](Answers& answers) {
            (void)journeys::remove_member(answers, outer, member->back().repeat, member->back().id);
        });
        if (!changed) return changed.error();
        return http::Response::redirect(list_path(visit, *member));
    }
    const auto* page = visit.standing.find(*address);
    if (!page) {
        const bool removed = address->page == remove_page_name && repeat_of(visit.service(), address->members);
        if (!removed && !has_page(visit.service(), *address)) return no_such_page();
        // Another tab may have made this page stop applying: nothing is lost, the journey goes on.
        return http::Response::redirect(next_path(visit.view()));
    }
    if (is_fixed(visit.view(), *page)) return http::Response::redirect(draft_path(visit.draft, check_page_name));
    switch (page->page->kind) {
        case catalogue::Page::Kind::questions:
            return answer_questions(visit, *page);
        case catalogue::Page::Kind::repeat:
            return answer_repeat(visit, *page);
        case catalogue::Page::Kind::summary:
            break;
    }
    return http::Response::redirect(path_after(visit.view(), *address));
}

void add_applying(Routes& routes, const Parts& parts) {
    using enum http::Method;
    const auto take = [&parts](base::Result<http::Response> (*step)(Visit& visit)) {
        return [&parts, step](const http::Request& request, const http::Caller& caller) {
            return visit_own(parts, request, caller, step);
        };
    };
    const http::Limits upload{.body = max_page_body};
    routes.emplace_back(
        post, "/services/{service}/start", http::Access::anyone,
        [&parts](const http::Request& request, const http::Caller& caller) { return start(parts, request, caller); }
    );
    routes.emplace_back(get, "/apply/{draft}", http::Access::anyone, take(go_on));
    routes.emplace_back(get, "/apply/{draft}/check", http::Access::anyone, take(check_answers));
    routes.emplace_back(post, "/apply/{draft}/check", http::Access::anyone, take(send_in));
    routes.emplace_back(get, "/apply/{draft}/save", http::Access::anyone, take(save));
    routes.emplace_back(get, "/apply/{draft}/{address*}", http::Access::anyone, take(show_page));
    routes.emplace_back(post, "/apply/{draft}/{address*}", http::Access::anyone, take(answer_page), upload);
}

}  // namespace guildhall::portal
