// What a helper may open while they act for someone. One table, and no by default.

#include "portal/internal/acting.hpp"

#include <algorithm>
#include <array>

#include "html/button.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/scope_form.hpp"

namespace guildhall::portal {
namespace {

using mandates::Act;
using mandates::Deed;

enum class Reach {
    refused,
    always,       ///< also when the permission has ended: the ways out of it
    nobodys,      ///< holds nothing of the person
    list,         ///< the drafts and applications of the person
    service,      ///< `{service}`
    draft,        ///< `{draft}`
    application,  ///< `{reference}`, to read
    review,       ///< `{reference}`, to ask for one
};

struct Rule {
    std::string_view path;  ///< as the route has it
    bool with_all_below = false;
    Reach reach = Reach::refused;
};

constexpr std::array rules{
    Rule{"/sign-out", false, Reach::always},
    Rule{"/language/{tag}", false, Reach::always},
    Rule{"/helping/stop", false, Reach::always},
    Rule{"/helping", false, Reach::nobodys},
    Rule{"/helping/{mandate}/act", false, Reach::nobodys},
    Rule{"/", false, Reach::nobodys},
    Rule{"/search", false, Reach::nobodys},
    Rule{"/topics/{topic}", false, Reach::nobodys},
    Rule{"/feedback", true, Reach::nobodys},
    Rule{"/how-we-decide", false, Reach::nobodys},
    Rule{"/performance", true, Reach::nobodys},
    Rule{"/services/{service}", true, Reach::service},
    Rule{"/apply/{draft}", true, Reach::draft},
    Rule{"/applications", false, Reach::list},
    Rule{"/applications/{reference}", false, Reach::application},
    Rule{"/applications/{reference}/sent", false, Reach::application},
    Rule{"/applications/{reference}/letter", false, Reach::application},
    Rule{"/applications/{reference}/payment", false, Reach::application},
    Rule{"/applications/{reference}/receipt", false, Reach::application},
    Rule{"/applications/{reference}/receipt.json", false, Reach::application},
    Rule{"/applications/{reference}/review", false, Reach::review},
};

Reach reach_of(std::string_view path) {
    for (const Rule& rule : rules) {
        if (path == rule.path) return rule.reach;
        if (rule.with_all_below && path.starts_with(rule.path) && path.substr(rule.path.size()).starts_with('/'))
            return rule.reach;
    }
    return Reach::refused;
}

/// One request of a helper who acts.
struct Visit {
    const Parts& parts;
    const http::Request& request;
    const http::Caller& caller;
    Reach reach;
};

bool changes(const Visit& visit) {
    return visit.request.method != http::Method::get && visit.request.method != http::Method::head;
}

/// Why not, and the ways from here.
http::Response refusal(const Visit& visit, const std::string& title, const std::string& text, int status = 403) {
    const words::Locale& locale = words_of(visit.parts, visit.request);
    html::Html main = html::page_heading(title) + html::lead(text);
    main += post_form(
        visit.caller, "/helping/stop",
        html::button_group(
            html::button({.text = locale.text("helping.go_on_as_myself"), .prevent_double_click = true}) +
            (visit.caller.acting.subject.empty()
                 ? html::Html{}
                 : html::button(
                       {.text = locale.text("helping.go_on_for", {{"person", visit.caller.acting.person}}),
                        .href = "/applications",
                        .classes = html::secondary_button}
                   ))
        )
    );
    return page(
        visit.parts, visit.request, visit.caller,
        {.title = title, .main = main, .about_a_person = true, .status = status, .language = locale.tag()}
    );
}

http::Response refused(const Visit& visit) {
    const words::Locale& locale = words_of(visit.parts, visit.request);
    return refusal(
        visit, locale.text("helping.not_here_title", {{"person", visit.caller.acting.person}}),
        locale.text("helping.not_here_text", {{"person", visit.caller.acting.person}})
    );
}

http::Response over(const Visit& visit) {
    const words::Locale& locale = words_of(visit.parts, visit.request);
    return refusal(visit, locale.text("helping.over_title"), locale.text("helping.over_text"));
}

/// Nothing of the person whom they act for: of another one perhaps, in a page that was opened before.
http::Response of_another(const Visit& visit) {
    const words::Locale& locale = words_of(visit.parts, visit.request);
    return refusal(
        visit, locale.text("helping.other_title", {{"person", visit.caller.acting.person}}),
        locale.text("helping.other_text", {{"person", visit.caller.acting.person}}), 404
    );
}

/// The service that the request is about, of what belongs to the person.
base::Result<std::string> service_asked_for(const Visit& visit) {
    const std::string& subject = visit.caller.acting.subject;
    switch (visit.reach) {
        case Reach::service:
            return std::string{visit.request.parameter("service")};
        case Reach::draft:
            return visit.parts.drafts.service_of(visit.request.parameter("draft"), subject);
        case Reach::application:
        case Reach::review:
            return visit.parts.cases.service_of(visit.request.parameter("reference"), subject);
        default:
            return std::string{};
    }
}

/// The page that says why, when the permission does not reach to this service.
std::optional<http::Response> outside_scope(const Visit& visit, const std::string& service) {
    const words::Locale& locale = words_of(visit.parts, visit.request);
    const http::Acting& acting = visit.caller.acting;
    if (!is_within_scope(visit.caller, service)) {
        return refusal(
            visit, locale.text("helping.service_title"),
            locale.text(
                "helping.service_text",
                {{"person", acting.person}, {"services", services_words(visit.parts, locale, acting.services)}}
            )
        );
    }
    const auto found = visit.parts.catalogue.get(service);
    const bool begins = visit.reach == Reach::service || visit.reach == Reach::draft;
    if (begins && found && found->helpers == catalogue::Helpers::refused) {
        return refusal(
            visit, locale.text("helping.self_only_title"),
            locale.text("helping.self_only_text", {{"person", acting.person}})
        );
    }
    const bool applies = visit.reach == Reach::draft || (visit.reach == Reach::service && changes(visit)) ||
                         visit.reach == Reach::review;
    if (applies && !acting.may_apply) {
        return refusal(
            visit, locale.text("helping.follow_only_title"),
            locale.text("helping.follow_only_text", {{"person", acting.person}})
        );
    }
    return std::nullopt;
}

std::string segment_after(std::string_view location, std::string_view prefix) {
    if (!location.starts_with(prefix)) return {};
    location.remove_prefix(prefix.size());
    return std::string{location.substr(0, location.find('/'))};
}

/// What was seen by opening the page.
std::optional<Deed> seen(const Visit& visit, const std::string& service) {
    switch (visit.reach) {
        case Reach::list:
            return Deed{.act = Act::saw_list};
        case Reach::draft:
            return Deed{
                .act = Act::saw_draft, .service = service, .about = std::string{visit.request.parameter("draft")}
            };
        case Reach::application:
        case Reach::review:
            return Deed{
                .act = Act::saw_case, .service = service, .about = std::string{visit.request.parameter("reference")}
            };
        default:
            return std::nullopt;
    }
}

/// What was done by a form that was taken: it leads on to another page.
std::optional<Deed> done(const Visit& visit, const std::string& service, const http::Response& response) {
    const auto location = response.headers.find("Location");
    if (response.status != 303 || !location) return std::nullopt;
    switch (visit.reach) {
        case Reach::service:
            return Deed{.act = Act::started, .service = service, .about = segment_after(*location, "/apply/")};
        case Reach::draft: {
            const std::string reference = segment_after(*location, "/applications/");
            if (!reference.empty()) return Deed{.act = Act::sent_in, .service = service, .about = reference};
            return Deed{
                .act = Act::answered, .service = service, .about = std::string{visit.request.parameter("draft")}
            };
        }
        case Reach::review:
            return Deed{
                .act = Act::asked_review, .service = service, .about = std::string{visit.request.parameter("reference")}
            };
        default:
            return std::nullopt;
    }
}

base::Result<http::Response> visit_as_helper(const Visit& visit, const http::Handler& handler) {
    if (visit.reach == Reach::always) return handler(visit.request, visit.caller);
    if (visit.caller.acting.subject.empty()) return over(visit);
    if (visit.reach == Reach::refused) return refused(visit);

    const auto service = service_asked_for(visit);
    if (!service && service.error().code == base::ErrorCode::not_found) return of_another(visit);
    if (!service) return service.error();
    if (!service->empty()) {
        if (auto refused_page = outside_scope(visit, *service)) return *std::move(refused_page);
    }
    const auto note = [&](const std::optional<Deed>& deed) -> base::Result<base::Done> {
        return deed ? visit.parts.mandates.note(visit.caller.acting, visit.caller.account, *deed) : base::Done{};
    };
    // Nobody looks without leaving a line: before anything is shown.
    if (const auto noted = note(seen(visit, *service)); !noted) return noted.error();
    auto response = handler(visit.request, visit.caller);
    if (!response || !changes(visit)) return response;
    if (const auto noted = note(done(visit, *service, *response)); !noted) return noted.error();
    return response;
}

}  // namespace

void keep_helpers_within(std::vector<http::Route>& routes, const Parts& parts) {
    for (auto& route : routes) {
        const Reach reach = reach_of(route.path);
        route.handler = [&parts, reach, handler = std::move(route.handler)](
                            const http::Request& request, const http::Caller& caller
                        ) -> base::Result<http::Response> {
            if (caller.acting.mandate.empty()) return handler(request, caller);
            return visit_as_helper({parts, request, caller, reach}, handler);
        };
    }
}

bool is_within_scope(const http::Caller& caller, std::string_view service) {
    const auto& services = caller.acting.services;
    return services.empty() || std::ranges::find(services, service) != services.end();
}

bool may_open_draft(const http::Caller& caller, std::string_view service) {
    return caller.acting.mandate.empty() || (caller.acting.may_apply && is_within_scope(caller, service));
}

std::optional<casework::OnBehalf> on_behalf_of(const Parts& parts, const http::Caller& caller) {
    if (caller.acting.mandate.empty()) return std::nullopt;
    return casework::OnBehalf{
        caller.account, caller.acting.mandate, name_of_account(parts, caller.account), caller.acting.person
    };
}

std::string name_of_account(const Parts& parts, const std::string& account) {
    const auto profile = parts.accounts.profile(account);
    if (!profile) return {};
    return profile->name.empty() ? profile->email : profile->name;
}

}  // namespace guildhall::portal
