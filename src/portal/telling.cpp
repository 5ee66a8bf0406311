// Feedback, and how we decide.

#include "html/button.hpp"
#include "html/choice.hpp"
#include "html/form.hpp"
#include "html/input.hpp"
#include "html/text.hpp"
#include "http/url.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/plain_form.hpp"
#include "words/said.hpp"

namespace guildhall::portal {
namespace {

/// The service that a page belongs to, when its path says so; drafts and cases are never named in feedback.
std::string service_of(const Parts& parts, std::string_view path) {
    for (const auto prefix : {std::string_view{"/services/"}, std::string_view{"/performance/"}}) {
        if (!path.starts_with(prefix)) continue;
        path.remove_prefix(prefix.size());
        const std::string id{path.substr(0, path.find('/'))};
        if (parts.catalogue.get(id)) return id;
    }
    return {};
}

/// A page's path without what leads to one person: `/apply/<draft>/trunk` is kept as `/apply/trunk`.
std::string kind_of_page(std::string_view path) {
    for (const auto prefix :
         {std::string_view{"/apply/"}, std::string_view{"/applications/"}, std::string_view{"/inbox/"},
          std::string_view{"/desk/cases/"}, std::string_view{"/password/new/"}}) {
        if (!path.starts_with(prefix)) continue;
        const auto rest = path.find('/', prefix.size());
        return std::string{prefix.substr(0, prefix.size() - 1)} +
               (rest == std::string_view::npos ? "" : std::string{path.substr(rest)});
    }
    return std::string{path};
}

/// The service of a draft or case page, for who may see it.
std::string service_behind(const Parts& parts, const http::Caller& caller, std::string_view path) {
    const auto segment = [&](std::string_view prefix) {
        path.remove_prefix(prefix.size());
        return std::string{path.substr(0, path.find('/'))};
    };
    if (path.starts_with("/apply/")) {
        const auto draft = parts.drafts.load(segment("/apply/"), subject_of(caller));
        return draft ? draft->service->id : std::string{};
    }
    if (path.starts_with("/applications/")) {
        const auto found = parts.cases.load_own(segment("/applications/"), subject_of(caller));
        return found ? found->service->id : std::string{};
    }
    return service_of(parts, path);
}

http::Response feedback_form(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const std::string& rating_problem,
    const std::string& text_problem
) {
    const bool again = !request.form.entries().empty();
    const std::string about = local_path_or(again ? request.form.get("page") : request.query.get("page"), "/");
    const words::Locale& locale = words_of(parts, request);
    std::vector<FormProblem> problems;
    if (!rating_problem.empty()) problems.push_back({"rating", rating_problem});
    if (!text_problem.empty()) problems.push_back({"text", text_problem});
    html::Html main = problems_summary(locale, problems) + html::page_heading(locale.text("telling.heading"));
    html::Radios radios;
    radios.name = "rating";
    radios.fieldset = html::Fieldset{};
    radios.fieldset->legend.text = locale.text("telling.rating");
    radios.fieldset->legend.classes = html::legend_m;
    for (const auto& [value, key] :
         {std::pair{"5", "telling.rating_5"},
          {"4", "telling.rating_4"},
          {"3", "telling.rating_3"},
          {"2", "telling.rating_2"},
          {"1", "telling.rating_1"}}) {
        radios.items.push_back({.value = value, .text = locale.text(key)});
    }
    radios.value = std::string{request.form.get("rating")};
    if (!rating_problem.empty()) radios.error = problem_message(locale, rating_problem);
    html::Textarea text;
    text.id = text.name = "text";
    text.label.text = locale.text("telling.better");
    text.hint.text = locale.text("telling.better_hint");
    text.value = std::string{request.form.get("text")};
    if (!text_problem.empty()) text.error = problem_message(locale, text_problem);
    main += post_form(
        caller, "/feedback",
        html::hidden_field("page", about) + html::radios(radios) + html::textarea(text) +
            html::button_group(html::button({.text = locale.text("form.send"), .prevent_double_click = true}))
    );
    const bool wrong = !rating_problem.empty() || !text_problem.empty();
    return page(
        parts, request, caller,
        {.title = locale.text("telling.title"),
         .main = main,
         .back = about,
         .has_error = wrong,
         .status = wrong ? 422 : 200}
    );
}

base::Result<http::Response> give_feedback(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const std::string_view rating = request.form.get("rating");
    const std::string text{request.form.get("text")};
    const auto text_problem = insight::FeedbackBox::problem_with_text(text);
    const bool rated = rating.size() == 1 && rating[0] >= '1' && rating[0] <= '5';
    if (!rated || text_problem) {
        const words::Locale& locale = words_of(parts, request);
        return feedback_form(
            parts, request, caller, rated ? std::string{} : locale.text("telling.missing_rating"),
            text_problem ? words::said(locale, *text_problem) : std::string{}
        );
    }
    const std::string about = local_path_or(request.form.get("page"), "/");
    const auto given = parts.feedback.give(
        {.service = service_behind(parts, caller, about),
         .page = kind_of_page(about),
         .rating = rating[0] - '0',
         .text = text}
    );
    if (!given) return given.error();
    return http::Response::redirect("/feedback/thanks?page=" + http::percent_encode(about));
}

base::Result<http::Response> thanks(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    const std::string title = locale.text("telling.thanks_title");
    html::Html main = html::page_heading(title);
    main += html::paragraph(locale.text("telling.thanks_text"));
    main += html::paragraph(
        html::link({.text = locale.text("telling.back_where"), .href = local_path_or(request.query.get("page"), "/")})
    );
    return page(parts, request, caller, {.title = title, .main = main});
}

base::Result<http::Response> how_we_decide(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const words::Locale& locale = words_of(parts, request);
    const std::string title = locale.text("telling.decide_title");
    html::Html main = html::page_heading(title);
    main += html::bullet_list({
        locale.text("telling.decide_ask"),
        locale.text("telling.decide_rules"),
        locale.text("telling.decide_person"),
        locale.text("telling.decide_review"),
        locale.text("telling.decide_record"),
        locale.text("telling.decide_looks"),
    });
    return page(parts, request, caller, {.title = title, .main = main, .back = "/"});
}

}  // namespace

void add_telling(Routes& routes, const Parts& parts) {
    using enum http::Method;
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](
                   const http::Request& request, const http::Caller& caller
               ) -> base::Result<http::Response> { return handler(parts, request, caller); };
    };
    const auto show_form = [](const Parts& p, const http::Request& request, const http::Caller& caller) {
        return feedback_form(p, request, caller, "", "");
    };
    routes.emplace_back(get, "/feedback", http::Access::anyone, bind(show_form));
    routes.emplace_back(post, "/feedback", http::Access::anyone, bind(give_feedback));
    routes.emplace_back(get, "/feedback/thanks", http::Access::anyone, bind(thanks));
    routes.emplace_back(get, "/how-we-decide", http::Access::anyone, bind(how_we_decide));
}

}  // namespace guildhall::portal
