// Starting, answering one question a page, checking, sending in.

#include <fmt/format.h>

#include "html/button.hpp"
#include "html/form.hpp"
#include "html/list.hpp"
#include "html/look.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "http/url.hpp"
#include "journeys/journey.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/question_view.hpp"
#include "portal/internal/reasons.hpp"

namespace guildhall::portal {
namespace {

using journeys::Draft;
using journeys::Standing;

std::string draft_path(const Draft& draft, std::string_view rest = {}) {
    return fmt::format("/apply/{}{}{}", draft.id, rest.empty() ? "" : "/", rest);
}

std::string next_path(const Draft& draft, const Standing& standing) {
    return standing.next ? draft_path(draft, standing.next->id) : draft_path(draft, "check");
}

/// Where Back leads from a question: the asked question before it, or the guide.
std::string path_before(const Draft& draft, const Standing& standing, const catalogue::Question& question) {
    std::string before = "/services/" + draft.service->id;
    for (const auto* asked : standing.asked) {
        if (asked->id == question.id) break;
        before = draft_path(draft, asked->id);
    }
    return before;
}

html::Html progress(const Draft& draft, const Standing& standing, const catalogue::Question& question) {
    // Questions from this one on; those after it that hang on its answer may fall away.
    std::size_t left = 0;
    bool reached = false;
    for (const auto* asked : standing.asked) {
        reached = reached || asked->id == question.id;
        if (reached) ++left;
    }
    const std::string count = left <= 1 ? "Last question." : fmt::format("At most {} questions left.", left);
    return html::journey_line(fmt::format("{}. {}", draft.service->title, count));
}

html::Html why_we_ask(const catalogue::Question& question) {
    if (!question.why.empty()) return html::note({.title = "Why we ask.", .text = question.why});
    if (question.needed.empty()) return {};
    return html::note({.title = "Why we ask.", .text = fmt::format("We need this {}.", question.needed)});
}

/// Told before anything adverse happens: what the answers so far lead to, why, and that one can go on.
html::Html advice(const Draft& draft, const Standing& standing, base::Instant now) {
    if (!standing.verdict || !standing.verdict->adverse()) return {};
    html::NotificationBanner banner;
    banner.title = "Before you go on";
    html::Html content = html::lead("From your answers so far, the rules would say no.");
    content += reasons_list(*draft.service, draft.answers, now);
    content += html::paragraph(
        "You can still apply. A person looks at every application before anyone is refused, and reads what you write."
    );
    banner.content = content;
    return html::notification_banner(banner);
}

http::Response question_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const Draft& draft,
    const Standing& standing, const catalogue::Question& question, const QuestionState& state
) {
    html::Html main;
    if (!state.errors.empty()) {
        html::ErrorSummary summary;
        for (const auto& error : state.errors)
            summary.errors.push_back({.text = error.message, .href = "#" + error.field});
        main += html::error_summary(summary);
    }
    if (question.when_adverse) main += advice(draft, standing, parts.clock.now());
    main += progress(draft, standing, question);
    html::Html controls = question_view(question, state);
    const bool is_file = question.type == catalogue::QuestionType::file;
    if (is_file && state.answer) {
        const std::string name = state.answer->string_at("name");
        controls = html::inset_text(
                       {.text = html::escape(
                            fmt::format("You have added {}. Choose another file to replace it, or continue.", name)
                        )}
                   ) +
                   controls;
    }
    controls += why_we_ask(question);
    if (request.query.get("from") == "check" || request.form.get("from") == "check") {
        controls += html::hidden_field("from", "check");
    }
    controls += html::button_group(html::button({.text = "Continue", .prevent_double_click = true}));
    const std::string back =
        request.query.get("from") == "check" ? draft_path(draft, "check") : path_before(draft, standing, question);
    main += post_form(caller, draft_path(draft, question.id), controls, is_file);
    main +=
        html::paragraph(html::link({.text = "Save and come back later", .href = fmt::format("/apply/{}/save", draft.id)}
        ));
    View view{
        .title = question.ask, .main = main, .back = back, .has_error = !state.errors.empty(), .about_a_person = true
    };
    if (!state.errors.empty()) view.status = 422;
    return page(parts, request, caller, view);
}

/// A file question: accepted, cleaned, encrypted, then named in the same transaction as the answer.
base::Result<journeys::ReadAnswer> take_file(
    const Parts& parts, const http::Request& request, const Draft& draft, const catalogue::Question& question
) {
    const http::UploadedFile* sent = nullptr;
    for (const auto& file : request.files) {
        if (file.field != question.id || file.body.empty()) continue;
        // Keeping one of several would lose the others without a word.
        if (sent) return journeys::ReadAnswer{std::nullopt, {{question.id, "Choose one file, not several"}}};
        sent = &file;
    }
    if (!sent) {
        const auto saved = draft.answers.find(question.id);
        if (saved != draft.answers.end()) return journeys::ReadAnswer{saved->second, {}};
        if (question.optional) return journeys::ReadAnswer{base::Json{}, {}};
        return journeys::ReadAnswer{std::nullopt, {{question.id, fmt::format("Choose a file: {}", question.ask)}}};
    }
    documents::Upload upload;
    upload.subject = draft.subject;
    upload.retention = "case";
    upload.bytes = sent->body;
    upload.claimed_type = sent->content_type;
    upload.file_name = sent->file_name;
    for (const auto& kind : question.accept) {
        if (const auto known = documents::parse_kind(kind)) upload.allowed.push_back(*known);
    }
    const auto accepted = parts.documents.accept(upload);
    if (!accepted) {
        if (accepted.error().code == base::ErrorCode::internal || accepted.error().code == base::ErrorCode::unavailable)
            return accepted.error();
        return journeys::ReadAnswer{std::nullopt, {{question.id, accepted.error().message.text}}};
    }
    const auto kept = parts.store.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            parts.documents.put(transaction, *accepted);
            return store::commit();
        },
        store::Isolation::snapshot
    );
    if (!kept) return kept.error();
    base::Json answer;
    answer.set("document", accepted->document.id);
    answer.set("name", accepted->name);
    answer.set("type", accepted->document.media_type);
    answer.set("size", accepted->document.size);
    return journeys::ReadAnswer{answer, {}};
}

base::Result<http::Response> start(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    auto service = find_service(parts, request.parameter("service"));
    if (!service) return service.error();
    if ((*service)->sign_in == catalogue::SignIn::required && (caller.account.empty() || caller.is_staff)) {
        return http::Response::redirect("/sign-in?next=" + http::percent_encode("/services/" + (*service)->id));
    }
    auto session = parts.sessions.ensure(caller);
    if (!session) return session.error();
    const auto draft = parts.drafts.start(subject_of(session->caller), *service);
    if (!draft) return draft.error();
    http::Response response =
        http::Response::redirect(next_path(*draft, journeys::stand(*draft->service, draft->answers, parts.clock.now()))
        );
    if (session->cookie) response.cookies.push_back(*session->cookie);
    return response;
}

base::Result<Draft> load(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    return parts.drafts.load(request.parameter("draft"), subject_of(caller));
}

/// A draft that was sent in: its pages lead to the case instead of making a second one.
base::Result<http::Response> to_case(const Parts& parts, const Draft& draft) {
    const auto submitted = parts.cases.submit(draft);
    if (!submitted) return submitted.error();
    return http::Response::redirect("/applications/" + submitted->reference);
}

base::Result<http::Response> go_on(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto draft = load(parts, request, caller);
    if (!draft) return draft.error();
    if (!draft->submitted_case.empty()) return to_case(parts, *draft);
    return http::Response::redirect(
        next_path(*draft, journeys::stand(*draft->service, draft->answers, parts.clock.now()))
    );
}

base::Result<http::Response> show_question(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto draft = load(parts, request, caller);
    if (!draft) return draft.error();
    if (!draft->submitted_case.empty()) return to_case(parts, *draft);
    const Standing standing = journeys::stand(*draft->service, draft->answers, parts.clock.now());
    const auto* question = draft->service->find(request.parameter("question"));
    if (!question) return base::Error{base::ErrorCode::not_found, {"There is no such question."}, {"unknown question"}};
    if (!standing.asks(question->id)) return http::Response::redirect(next_path(*draft, standing));
    QuestionState state;
    const auto saved = draft->answers.find(question->id);
    if (saved != draft->answers.end()) state.answer = &saved->second;
    return question_page(parts, request, caller, *draft, standing, *question, state);
}

base::Result<http::Response> answer_question(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto draft = load(parts, request, caller);
    if (!draft) return draft.error();
    if (!draft->submitted_case.empty()) return to_case(parts, *draft);
    const base::Instant now = parts.clock.now();
    const Standing standing = journeys::stand(*draft->service, draft->answers, now);
    const auto* question = draft->service->find(request.parameter("question"));
    if (!question) return base::Error{base::ErrorCode::not_found, {"There is no such question."}, {"unknown question"}};
    // Another tab may have made this question stop mattering: nothing is lost, the journey goes on.
    if (!standing.asks(question->id)) return http::Response::redirect(next_path(*draft, standing));

    journeys::ReadAnswer read;
    if (question->type == catalogue::QuestionType::file) {
        auto taken = take_file(parts, request, *draft, *question);
        if (!taken) return taken.error();
        read = *std::move(taken);
    } else {
        read = journeys::read_answer(*question, sent_fields(request.form), draft->answers, now);
    }
    if (!read.answer) {
        QuestionState state;
        state.sent = question->type == catalogue::QuestionType::file ? nullptr : &request.form;
        state.errors = read.errors;
        const auto saved = draft->answers.find(question->id);
        if (saved != draft->answers.end()) state.answer = &saved->second;
        return question_page(parts, request, caller, *draft, standing, *question, state);
    }
    const auto changed = parts.drafts.answer(draft->id, draft->subject, question->id, *read.answer);
    if (!changed) return changed.error();
    const Standing after = journeys::stand(*changed->service, changed->answers, now);
    // Someone who came to change one answer goes back to the check page as soon as nothing new is asked.
    if (request.form.get("from") == "check" && after.complete())
        return http::Response::redirect(draft_path(*changed, "check"));
    // Otherwise the page that follows this one, so that Back and forward walk the same way.
    bool passed = false;
    for (const auto* asked : after.asked) {
        if (passed && (asked == after.next || changed->answers.contains(asked->id)))
            return http::Response::redirect(draft_path(*changed, asked->id));
        passed = passed || asked->id == question->id;
    }
    return http::Response::redirect(next_path(*changed, after));
}

base::Result<http::Response> check_answers(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto draft = load(parts, request, caller);
    if (!draft) return draft.error();
    if (!draft->submitted_case.empty()) return to_case(parts, *draft);
    const base::Instant now = parts.clock.now();
    const Standing standing = journeys::stand(*draft->service, draft->answers, now);
    if (standing.next) return http::Response::redirect(next_path(*draft, standing));

    html::Html main = html::page_heading("Check your answers", draft->service->title);
    for (const auto& section : draft->service->journey) {
        html::SummaryList list;
        for (const auto& id : section.pages) {
            const auto* question = draft->service->find(id);
            if (!question || !standing.asks(id)) continue;
            const auto answer = draft->answers.find(id);
            const std::string words =
                answer == draft->answers.end() ? "" : journeys::to_words(*question, answer->second);
            html::Action change{
                .text = "Change", .href = draft_path(*draft, id) + "?from=check", .visually_hidden_text = question->ask
            };
            list.rows.push_back(
                html::summary_row(question->ask, words.empty() ? html::escape("Not given") : lines(words), change)
            );
        }
        if (list.rows.empty()) continue;
        if (!section.title.empty()) main += html::heading({.text = section.title});
        main += html::summary_list(list);
    }
    main += advice(*draft, standing, now);
    html::Html controls = html::heading({.text = "Send in your application"});
    controls += html::paragraph("By sending this in you say that, as far as you know, your answers are right.");
    controls += html::button_group(html::button({.text = "Send in", .prevent_double_click = true}));
    main += post_form(caller, draft_path(*draft, "check"), controls);
    main += html::paragraph(
        html::link({.text = "Save and come back later", .href = fmt::format("/apply/{}/save", draft->id)})
    );
    const std::string back =
        standing.asked.empty() ? "/services/" + draft->service->id : draft_path(*draft, standing.asked.back()->id);
    return page(
        parts, request, caller, {.title = "Check your answers", .main = main, .back = back, .about_a_person = true}
    );
}

base::Result<http::Response> send_in(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto draft = load(parts, request, caller);
    if (!draft) return draft.error();
    const Standing standing = journeys::stand(*draft->service, draft->answers, parts.clock.now());
    if (draft->submitted_case.empty() && standing.next) return http::Response::redirect(next_path(*draft, standing));
    const auto submitted = parts.cases.submit(*draft);
    if (!submitted) return submitted.error();
    parts.dispatcher.wake();
    return http::Response::redirect(fmt::format("/applications/{}/sent", submitted->reference));
}

/// Signing in moves the draft to the account; a visitor is told how long it stays here.
base::Result<http::Response> save(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto draft = load(parts, request, caller);
    if (!draft) return draft.error();
    html::Html main = html::page_heading("Your answers are saved");
    const std::string next = draft_path(*draft);
    if (caller.account.empty() || caller.is_staff) {
        main += html::paragraph(
            "Every answer is saved as you go. To come back on another device, sign in or make an account: this "
            "application then waits for you there."
        );
        main += html::button_group(
            html::button({.text = "Make an account", .href = "/account/new?next=" + http::percent_encode(next)}) +
            html::button(
                {.text = "Sign in",
                 .href = "/sign-in?next=" + http::percent_encode(next),
                 .classes = html::secondary_button}
            )
        );
        main += html::paragraph("Without an account you can go on in this browser for up to 12 hours.");
    } else {
        main += html::paragraph(
            "Sign in on any device and find it under “Your applications”. We keep it for 30 days after your last "
            "change."
        );
        main += html::paragraph(html::link({.text = "Your applications", .href = "/applications"}));
    }
    main += html::paragraph(html::link({.text = "Go on now", .href = next}));
    return page(
        parts, request, caller, {.title = "Your answers are saved", .main = main, .back = next, .about_a_person = true}
    );
}

}  // namespace

void add_applying(Routes& routes, const Parts& parts) {
    using enum http::Method;
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](const http::Request& request, const http::Caller& caller) {
            return handler(parts, request, caller);
        };
    };
    const http::Limits upload{.body = documents::max_upload_body};
    routes.emplace_back(post, "/services/{service}/start", http::Access::anyone, bind(start));
    routes.emplace_back(get, "/apply/{draft}", http::Access::anyone, bind(go_on));
    routes.emplace_back(get, "/apply/{draft}/check", http::Access::anyone, bind(check_answers));
    routes.emplace_back(post, "/apply/{draft}/check", http::Access::anyone, bind(send_in));
    routes.emplace_back(get, "/apply/{draft}/save", http::Access::anyone, bind(save));
    routes.emplace_back(get, "/apply/{draft}/{question}", http::Access::anyone, bind(show_question));
    routes.emplace_back(post, "/apply/{draft}/{question}", http::Access::anyone, bind(answer_question), upload);
}

}  // namespace guildhall::portal
