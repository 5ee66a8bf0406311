// The page for an error: what happened, what is not lost, what to do now.

#include "base/message.hpp"
#include "html/button.hpp"
#include "html/look.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/own_case.hpp"
#include "portal/internal/sentence.hpp"
#include "words/said.hpp"

namespace guildhall::portal {
namespace {

/// The keys of the words for one kind of error. `what_to_do` is empty where the error's own message says it all.
struct Words {
    const char* title;
    std::vector<const char*> what_to_do;
};

Words words_for(base::ErrorCode code) {
    using enum base::ErrorCode;
    switch (code) {
        case not_found:
            return {"errors.not_found", {"errors.check_address", "errors.sign_in_with_account", "errors.search_front"}};
        case forbidden:
            return {"errors.forbidden", {"errors.send_again", "errors.other_account"}};
        case not_signed_in:
            return {"errors.not_signed_in", {"errors.sign_in_and_go_on"}};
        case invalid_input:
            return {"errors.invalid_input", {"errors.load_again", "errors.tell_us"}};
        case too_large:
            return {"errors.too_large", {"errors.smaller_file", "errors.nothing_else_lost"}};
        case unsupported_type:
            return {"errors.unsupported_type", {"errors.other_kind_of_file", "errors.nothing_else_lost"}};
        case conflict:
            return {"errors.conflict", {"errors.look_again"}};
        case expired:
            return {"errors.expired", {}};
        case too_many_requests:
            return {"errors.too_many_requests", {"errors.wait_a_while"}};
        case busy:
            return {"errors.busy", {"errors.wait_seconds", "errors.nothing_lost"}};
        case unavailable:
            return {"errors.unavailable", {"errors.wait_minute", "errors.nothing_lost"}};
        case corrupt:
        case internal:
            break;
    }
    return {"errors.internal", {"errors.few_minutes", "errors.tell_us"}};
}

/// The number under which a fault stands in the log.
std::string incident_of(const base::Error& error) {
    for (const auto& argument : base::keyed(error.message.text).arguments) {
        if (argument.name == "incident") return std::get<std::string>(argument.value);
    }
    return {};
}

}  // namespace

http::Response error_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const base::Error& error
) {
    if (error.code == base::ErrorCode::not_found && asks_for_a_case(request, caller))
        return locked_page(parts, request, caller);
    const words::Locale& locale = words_of(parts, request);
    const Words keys = words_for(error.code);
    const std::string title = locale.text(keys.title);
    html::Html main = html::page_heading(title);
    // What has no words in the catalogues is for machines and the log: the title and the advice say enough.
    if (words::is_keyed(locale, error.message.text)) main += html::lead(words::said(locale, error.message.text));
    std::vector<html::Content> advice;
    for (const char* key : keys.what_to_do) advice.emplace_back(locale.text(key, {{"limit", "10 MB"}}));
    if (!advice.empty())
        main += html::section("what-to-do", locale.text("errors.what_you_can_do"), html::bullet_list(advice));
    // In another tab perhaps: a form that was opened for someone else is refused.
    if (!caller.acting.subject.empty()) {
        main += html::inset_text({.text = locale.text("helping.error_acting", {{"person", caller.acting.person}})});
    }
    html::Html ways = html::button({.text = locale.text("errors.to_front"), .href = "/"});
    if (caller.is_staff) {
        ways +=
            html::button({.text = locale.text("errors.to_desk"), .href = "/desk", .classes = html::secondary_button});
    } else if (!subject_of(caller).empty()) {
        ways += html::button(
            {.text = locale.text("frame.applications"), .href = "/applications", .classes = html::secondary_button}
        );
    }
    main += html::button_group(ways);
    if (const std::string incident = incident_of(error); !incident.empty())
        main += html::paragraph(sentence(locale, "errors.give_number", {{"number", html::code(incident)}}));
    main += html::soft(
        sentence(locale, "errors.code", {{"code", html::code(std::string{base::error_code_name(error.code)})}})
    );
    return page(
        parts, request, caller,
        {.title = title, .main = main, .about_a_person = true, .status = http::status_of(error.code)}
    );
}

}  // namespace guildhall::portal
