// The permission by which a helper sent a case in: what it says, confirming it, ending it, the signed paper.

#include "desk/internal/permission.hpp"

#include <fmt/format.h>

#include "casework/dates.hpp"
#include "desk/internal/pages.hpp"
#include "html/button.hpp"
#include "html/form.hpp"
#include "html/list.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"

namespace guildhall::desk {
namespace {

std::string how_words(mandates::How how) {
    switch (how) {
        case mandates::How::online:
            return "By the person, with their account";
        case mandates::How::in_person:
            return "Said to the helper in person";
        case mandates::How::phone:
            return "By phone";
        case mandates::How::paper:
            return "Signed paper";
        case mandates::How::court:
            return "Appointed by a court or an office";
    }
    return {};
}

std::string standing_of(const mandates::Mandate& mandate) {
    if (mandate.is_active())
        return "Holds until " + casework::long_date(mandate.scope.until - std::chrono::microseconds{1});
    return "Ended on " + casework::long_date(mandate.ended);
}

std::string base_path(const casework::Case& found) {
    return "/desk/cases/" + found.summary.reference + "/permission";
}

html::Html decision_forms(const http::Caller& caller, const casework::Case& found, const mandates::Mandate& mandate) {
    if (!mandate.is_active()) return {};
    html::Html out;
    const auto one = [&](const char* text, const char* what, const char* classes) {
        out += html::form(
            {.action = base_path(found),
             .csrf = caller.csrf,
             .content = html::hidden_field("what", what) +
                        html::button({.text = text, .classes = classes, .prevent_double_click = true})}
        );
    };
    if (!mandate.is_confirmed() && mandate.how != mandates::How::online)
        one("Confirm the permission", "confirm", html::secondary_button);
    one("End the permission", "end", html::warning_button);
    return out;
}

/// The permission of a case that this member of staff has open.
struct Opened {
    casework::Case found;
    mandates::Mandate mandate;
};
base::Result<Opened> open(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    auto found = parts.cases.on_screen(request.parameter("reference"), caller.account);
    if (!found) return found.error();
    if (!found->sent_by)
        return base::Error{
            base::ErrorCode::not_found, {"The person sent this in themselves."}, {"case without a permission"}
        };
    auto mandate = parts.mandates.find_for_staff(found->sent_by->mandate);
    if (!mandate) return mandate.error();
    return Opened{*std::move(found), *std::move(mandate)};
}

base::Result<http::Response> decide(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto opened = open(parts, request, caller);
    if (!opened) return opened.error();
    const std::string_view what = request.form.get("what");
    if (what != "confirm" && what != "end")
        return base::Error{base::ErrorCode::invalid_input, {"Choose to confirm or to end it."}, {"permission"}};
    const auto done = what == "confirm" ? parts.mandates.confirm(opened->mandate.id, caller.account)
                                        : parts.mandates.end_by_staff(opened->mandate.id, caller.account);
    if (!done) return done.error();
    parts.dispatcher.wake();
    return http::Response::redirect("/desk/cases/" + opened->found.summary.reference);
}

base::Result<http::Response> paper(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto opened = open(parts, request, caller);
    if (!opened) return opened.error();
    if (opened->mandate.document.empty())
        return base::Error{base::ErrorCode::not_found, {"No paper was added."}, {"mandate without a document"}};
    const auto document = parts.documents.open(opened->mandate.document);
    if (!document) return document.error();
    http::Response response =
        http::Response::text(std::string{base::text_of(document->bytes)}, document->document.media_type);
    response.headers.set("Content-Disposition", documents::attachment_header(document->name));
    return response;
}

}  // namespace

base::Result<html::Html> permission_section(
    const Parts& parts, const http::Caller& caller, const casework::Case& found
) {
    if (!found.sent_by) return html::Html{};
    const auto& sent_by = *found.sent_by;
    html::Html out = html::paragraph(
        html::strong(sent_by.helper_name) + html::escape(" sent this in for ") + html::strong(sent_by.person) +
        html::escape(", with their permission.")
    );
    const auto mandate = parts.mandates.find_for_staff(sent_by.mandate);
    if (!mandate && mandate.error().code != base::ErrorCode::not_found) return mandate.error();
    if (!mandate) {
        out += html::soft("The permission itself has been erased.");
        return html::section("permission", "Sent in by a helper", out);
    }
    html::SummaryList facts;
    const auto fact = [&](const char* key, html::Content value) {
        facts.rows.push_back(html::summary_row(key, std::move(value)));
    };
    fact("Permission recorded as", how_words(mandate->how));
    if (!mandate->statement.empty()) fact("In the helper’s words", mandate->statement);
    if (!mandate->document.empty())
        fact("Paper", html::link({.text = "Open the paper", .href = base_path(found) + "/document"}));
    if (!mandate->person.born.empty()) fact("Born", mandate->person.born);
    if (!mandate->person.address.empty()) fact("Address", mandate->person.address);
    if (!mandate->helper_email.empty()) fact("Helper’s e-mail address", mandate->helper_email);
    fact("Now", standing_of(*mandate));
    if (mandate->is_confirmed()) fact("Confirmed on", casework::long_date(mandate->confirmed));
    out += html::summary_list(facts) + html::button_group(decision_forms(caller, found, *mandate));
    return html::section("permission", "Sent in by a helper", out);
}

void add_permission(Routes& routes, const Parts& parts) {
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](const http::Request& request, const http::Caller& caller) {
            return handler(parts, request, caller);
        };
    };
    routes.emplace_back(http::Method::post, "/desk/cases/{reference}/permission", http::Access::staff, bind(decide));
    routes.emplace_back(
        http::Method::get, "/desk/cases/{reference}/permission/document", http::Access::staff, bind(paper)
    );
}

}  // namespace guildhall::desk
