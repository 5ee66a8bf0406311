// The page for an error: what happened, what is not lost, what to do now.

#include "html/button.hpp"
#include "html/look.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/own_case.hpp"

namespace guildhall::portal {
namespace {

/// The words of one kind of error. `what_to_do` is empty where the error's own message says it all.
struct Words {
    const char* title;
    std::vector<html::Content> what_to_do;
};

Words words_for(base::ErrorCode code) {
    using enum base::ErrorCode;
    switch (code) {
        case not_found:
            return {
                "We cannot find this page",
                {"If you typed the address, check it. If you pasted it, check that all of it is there.",
                 "If you look for an application of yours, sign in with the account that you applied with.",
                 "Search for the service on the front page."}
            };
        case forbidden:
            return {
                "You may not do this",
                {"If you sent a form, go back, load the page again and send it once more. What you saved is kept.",
                 "If you have another account that may do this, sign out and sign in with that one."}
            };
        case not_signed_in:
            return {"Sign in first", {"Sign in, and go on where you stopped."}};
        case invalid_input:
            return {
                "We could not read what was sent",
                {"Go back, load the page again and try once more. Answers that you saved before are kept.",
                 "If it happens again, tell us with the link at the foot of this page."}
            };
        case too_large:
            return {
                "That is too large",
                {"Go back and choose a smaller file: at most 10 MB. A photo made by a phone is usually smaller.",
                 "Nothing else is lost. Answers that you saved before are kept."}
            };
        case unsupported_type:
            return {
                "We cannot take this kind of file",
                {"Go back and choose a file of the kind that the question asks for.",
                 "Nothing else is lost. Answers that you saved before are kept."}
            };
        case conflict:
            return {"This has changed", {"Go back, load the page again and look at what stands there now."}};
        case expired:
            return {"The time for this is over", {}};
        case too_many_requests:
            return {"Too many tries", {"Wait a while, then try again. Nothing that you saved is lost."}};
        case busy:
            return {
                "Many people are here at the moment",
                {"Wait a few seconds, then load this page again.", "Nothing that you saved is lost."}
            };
        case unavailable:
            return {
                "This part is not working right now",
                {"Wait a minute, then load this page again.", "Nothing that you saved is lost."}
            };
        case corrupt:
        case internal:
            return {
                "Something went wrong on our side",
                {"Try again in a few minutes. Nothing that you saved is lost.",
                 "If it happens again, tell us with the link at the foot of this page."}
            };
    }
    return {"Something went wrong", {}};
}

}  // namespace

http::Response error_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const base::Error& error
) {
    if (error.code == base::ErrorCode::not_found && asks_for_a_case(request, caller))
        return locked_page(parts, request, caller);
    const Words words = words_for(error.code);
    html::Html main = html::page_heading(words.title);
    if (!error.message.text.empty()) main += html::lead(error.message.text);
    if (!words.what_to_do.empty())
        main += html::section("what-to-do", "What you can do", html::bullet_list(words.what_to_do));
    html::Html ways = html::button({.text = "Go to the front page", .href = "/"});
    if (caller.is_staff) {
        ways += html::button({.text = "Go to the desk", .href = "/desk", .classes = html::secondary_button});
    } else if (!subject_of(caller).empty()) {
        ways += html::button({.text = "Your applications", .href = "/applications", .classes = html::secondary_button});
    }
    main += html::button_group(ways);
    main += html::soft(html::escape("Code: ") + html::code(std::string{base::error_code_name(error.code)}));
    return page(
        parts, request, caller,
        {.title = words.title, .main = main, .about_a_person = true, .status = http::status_of(error.code)}
    );
}

}  // namespace guildhall::portal
