// Feedback, and how we decide.

#include <fmt/format.h>

#include "html/button.hpp"
#include "html/choice.hpp"
#include "html/form.hpp"
#include "html/input.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "http/url.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/pages.hpp"

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
    html::Html main;
    if (!rating_problem.empty() || !text_problem.empty()) {
        html::ErrorSummary summary;
        if (!rating_problem.empty()) summary.errors.push_back({.text = rating_problem, .href = "#rating"});
        if (!text_problem.empty()) summary.errors.push_back({.text = text_problem, .href = "#text"});
        main += html::error_summary(summary);
    }
    main += html::page_heading("Tell us what you think of this page");
    html::Radios radios;
    radios.name = "rating";
    radios.fieldset = html::Fieldset{};
    radios.fieldset->legend.text = "How satisfied are you?";
    radios.fieldset->legend.classes = html::legend_m;
    for (const auto& [value, words] :
         {std::pair{"5", "Very satisfied"},
          {"4", "Satisfied"},
          {"3", "Neither satisfied nor dissatisfied"},
          {"2", "Dissatisfied"},
          {"1", "Very dissatisfied"}}) {
        radios.items.push_back({.value = value, .text = words});
    }
    radios.value = std::string{request.form.get("rating")};
    if (!rating_problem.empty()) radios.error.text = rating_problem;
    html::Textarea text;
    text.id = text.name = "text";
    text.label.text = "What should be better? (optional)";
    text.hint.text = "Leave out names and addresses. We do not answer here.";
    text.value = std::string{request.form.get("text")};
    if (!text_problem.empty()) text.error.text = text_problem;
    main += post_form(
        caller, "/feedback",
        html::hidden_field("page", about) + html::radios(radios) + html::textarea(text) +
            html::button_group(html::button({.text = "Send", .prevent_double_click = true}))
    );
    const bool wrong = !rating_problem.empty() || !text_problem.empty();
    return page(
        parts, request, caller,
        {.title = "Tell us what you think", .main = main, .back = about, .has_error = wrong, .status = wrong ? 422 : 200
        }
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
        return feedback_form(
            parts, request, caller, rated ? "" : "Choose how satisfied you are", text_problem.value_or("")
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
    html::Html main = html::page_heading("Thank you");
    main += html::paragraph(
        "We read what people write and count how satisfied they are. The count stands on our page of figures."
    );
    main += html::paragraph(
        html::link({.text = "Back to where you were", .href = local_path_or(request.query.get("page"), "/")})
    );
    return page(parts, request, caller, {.title = "Thank you", .main = main});
}

base::Result<http::Response> how_we_decide(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    html::Html main = html::page_heading("How we decide");
    main += html::bullet_list({
        "We ask only what can still change the outcome, or what we need to deliver the service. Each page says why.",
        "Published rules decide where they can decide in your favour. Then you hear at once.",
        "The program never refuses anyone. A person does, who has read your answers, and who writes the reason.",
        "Every decision says which rule applied and what you can do. A review is free, and someone else does it.",
        "Everything official stands in a public record that nobody can quietly rewrite. Your receipt proves your place "
        "in it.",
        "Whenever someone here looks at your data, you can see who, when and why.",
    });
    return page(parts, request, caller, {.title = "How we decide", .main = main, .back = "/"});
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
