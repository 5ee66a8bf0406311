// The receipt: what it proves in plain words, as a page to print and as a file to keep.

#include <fmt/format.h>

#include "casework/dates.hpp"
#include "html/button.hpp"
#include "html/decision.hpp"
#include "html/list.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/own_case.hpp"
#include "portal/internal/pages.hpp"

namespace guildhall::portal {
namespace {

using casework::Case;

base::Result<std::optional<ledger::Receipt>> receipt_for(const Parts& parts, const Case& found) {
    auto receipt = parts.ledger.receipt_for(found.submitted_event);
    if (receipt && *receipt) (*receipt)->opened = found.opened;
    return receipt;
}

base::Result<http::Response> receipt_file(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    const auto receipt = receipt_for(parts, *found);
    if (!receipt) return receipt.error();
    if (!*receipt)
        return base::Error{
            base::ErrorCode::unavailable, {"Your receipt is being made. Try again in a second."}, {"no checkpoint yet"}
        };
    http::Response response = http::Response::text(ledger::receipt_text(**receipt), "application/json");
    response.headers.set(
        "Content-Disposition", fmt::format("attachment; filename=\"receipt-{}.json\"", found->summary.reference)
    );
    return response;
}

/// What the proof means for its owner; only said after the proof was checked.
html::Html what_it_proves(const Parts& parts, const Case& found, const ledger::Receipt& receipt) {
    const auto checkpoint = ledger::verify_checkpoint(receipt.checkpoint, parts.ledger.verifier_key());
    std::vector<html::Content> sentences{
        html::Content{
            html::escape("We had your application on ") +
            html::strong(casework::long_date_and_time(found.summary.submitted_at) + " (UTC)") + html::escape(".")
        },
        "Your answers were the ones below. The record holds a fingerprint of them, and not a letter can be changed "
        "without it showing.",
    };
    sentences.emplace_back(
        checkpoint ? fmt::format(
                         "It is entry {} of our public record, which held {} entries when this receipt was signed.",
                         receipt.index + 1, checkpoint->size
                     )
                   : fmt::format("It is entry {} of our public record.", receipt.index + 1)
    );
    sentences.emplace_back(
        "Nobody can take it out of the record or change it afterwards without it showing. That includes us."
    );
    return html::bullet_list(sentences);
}

html::Html how_to_check(const Parts& parts, const Case& found, const std::vector<std::string>& proved) {
    html::Html out = html::paragraph(
        "You do not have to trust this page. With the file and our public key, anyone can check the receipt on their "
        "own computer, with the program guildhall:"
    );
    out += html::paragraph(html::code(
        fmt::format("guildhall verify receipt-{}.json --key '{}'", found.summary.reference, parts.ledger.verifier_key())
    ));
    std::vector<html::Content> sentences;
    for (const auto& sentence : proved) sentences.emplace_back(sentence);
    out += html::details({.summary = "What that check says", .text = html::bullet_list(sentences)});
    return out;
}

base::Result<http::Response> receipt_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    const auto receipt = receipt_for(parts, *found);
    if (!receipt) return receipt.error();
    html::Html main = html::decision_banner(
        {.title = "Receipt",
         .text = html::escape(found->service->title + ", ") + html::reference(found->summary.reference),
         .tone = html::Tone::info}
    );
    if (*receipt) {
        const auto proved = ledger::verify_receipt(ledger::receipt_text(**receipt), parts.ledger.verifier_key());
        if (proved) {
            main += html::section("proves", "What this proves", what_it_proves(parts, *found, **receipt));
        } else {
            main += html::warning_text(
                {.text = "The proof of this receipt does not hold. Keep the file and tell us: this should not happen."}
            );
        }
        main += html::button_group(html::button(
            {.text = "Download the receipt",
             .href = case_path(*found, "receipt.json"),
             .attributes = {{.name = "download", .bare = true}}}
        ));
        main += html::section("answers", "What you sent in", answers_list(parts, request, *found));
        if (proved) main += html::section("check", "Check it without us", how_to_check(parts, *found, *proved));
    } else {
        main += html::inset_text({.text = "The proof is being made. Load this page again in a second."});
        main += html::section("answers", "What you sent in", answers_list(parts, request, *found));
    }
    return page(
        parts, request, caller,
        {.title = "Receipt " + found->summary.reference, .main = main, .back = case_path(*found), .about_a_person = true
        }
    );
}

}  // namespace

void add_receipt(Routes& routes, const Parts& parts) {
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](const http::Request& request, const http::Caller& caller) {
            return handler(parts, request, caller);
        };
    };
    using enum http::Method;
    routes.emplace_back(get, "/applications/{reference}/receipt", http::Access::anyone, bind(receipt_page));
    routes.emplace_back(get, "/applications/{reference}/receipt.json", http::Access::anyone, bind(receipt_file));
}

}  // namespace guildhall::portal
