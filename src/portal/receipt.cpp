// The receipt: what it proves in plain words, as a page to print and as a file to keep.

#include <fmt/format.h>

#include "base/message.hpp"
#include "casework/dates.hpp"
#include "html/button.hpp"
#include "html/decision.hpp"
#include "html/list.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/own_case.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/sentence.hpp"

namespace guildhall::portal {
namespace {

using casework::Case;

/// The version that a receipt is about: the one that `?version=` names, else the latest.
base::Result<casework::CaseVersion> version_of(const Parts& parts, const http::Request& request, const Case& found) {
    auto versions = parts.corrections.versions(found);
    if (!versions) return versions.error();
    const std::string_view wanted = request.query.get("version");
    for (auto& version : *versions) {
        if (wanted == std::to_string(version.number)) return std::move(version);
    }
    if (!wanted.empty())
        return base::Error{base::ErrorCode::not_found, base::by_key("receipt.no_version"), {"unknown version"}};
    return std::move(versions->back());
}

base::Result<std::optional<ledger::Receipt>> receipt_for(const Parts& parts, const casework::CaseVersion& version) {
    auto receipt = parts.ledger.receipt_for(version.event.value_or(base::Uuid{}));
    if (receipt && *receipt) (*receipt)->opened = version.opened;
    return receipt;
}

std::string file_of(const Case& found, const casework::CaseVersion& version) {
    return version.number == 1 ? fmt::format("receipt-{}.json", found.summary.reference)
                               : fmt::format("receipt-{}-{}.json", found.summary.reference, version.number);
}

base::Result<http::Response> receipt_file(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    const auto version = version_of(parts, request, *found);
    if (!version) return version.error();
    const auto receipt = receipt_for(parts, *version);
    if (!receipt) return receipt.error();
    if (!*receipt)
        return base::Error{base::ErrorCode::unavailable, base::by_key("receipt.being_made"), {"no checkpoint yet"}};
    http::Response response = http::Response::text(ledger::receipt_text(**receipt), "application/json");
    response.headers.set("Content-Disposition", fmt::format("attachment; filename=\"{}\"", file_of(*found, *version)));
    return response;
}

/// What the proof means for its owner; only said after the proof was checked.
html::Html what_it_proves(
    const Parts& parts, const words::Locale& locale, const casework::CaseVersion& version,
    const ledger::Receipt& receipt
) {
    const auto checkpoint = ledger::verify_checkpoint(receipt.checkpoint, parts.ledger.verifier_key());
    std::vector<html::Content> sentences{
        sentence(
            locale, version.number == 1 ? "receipt.had_it_on" : "receipt.had_change_on",
            {{"time", html::strong(casework::long_date_and_time(locale, version.sent_at))}}
        ),
        locale.text("receipt.fingerprint"),
    };
    const auto index = static_cast<std::int64_t>(receipt.index) + 1;
    sentences.emplace_back(
        checkpoint
            ? locale.text("receipt.entry_of", {{"index", index}, {"size", static_cast<std::int64_t>(checkpoint->size)}})
            : locale.text("receipt.entry", {{"index", index}})
    );
    sentences.emplace_back(locale.text("receipt.nobody_can"));
    return html::bullet_list(sentences);
}

html::Html how_to_check(
    const Parts& parts, const words::Locale& locale, const std::string& file, const std::vector<std::string>& proved
) {
    html::Html out = html::paragraph(locale.text("receipt.how_to_check"));
    out +=
        html::paragraph(html::code(fmt::format("guildhall verify {} --key '{}'", file, parts.ledger.verifier_key())));
    std::vector<html::Content> sentences;
    for (const auto& sentence : proved) sentences.emplace_back(sentence);
    out += html::details(
        {.summary = locale.text("receipt.what_check_says"),
         .text = part_in_language(locale, "en", html::bullet_list(sentences))}
    );
    return out;
}

/// Each version of the answers has a receipt of its own.
html::Html other_receipts(const words::Locale& locale, const Case& found, const casework::CaseVersion& shown) {
    std::vector<html::Content> links;
    for (int number = found.version; number >= 1; --number) {
        if (number == shown.number) continue;
        links.emplace_back(html::link(
            {.text = number == 1 ? locale.text("receipt.of_first")
                                 : locale.text("receipt.of_change", {{"number", std::int64_t{number - 1}}}),
             .href = case_path(found, fmt::format("receipt?version={}", number))}
        ));
    }
    return links.empty() ? html::Html{}
                         : html::section("others", locale.text("receipt.others"), html::bullet_list(links));
}

base::Result<http::Response> receipt_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    const auto version = version_of(parts, request, *found);
    if (!version) return version.error();
    const auto receipt = receipt_for(parts, *version);
    if (!receipt) return receipt.error();
    const words::Locale& locale = words_of(parts, request);
    html::Html main = html::decision_banner(
        {.title = locale.text("receipt.title"),
         .text = sentence(
             locale, "applications.service_and_reference",
             {{"service", service_title(parts, request, *found->service)},
              {"reference", html::reference(found->summary.reference)}}
         ),
         .tone = html::Tone::info}
    );
    if (*receipt) {
        const auto proved = ledger::verify_receipt(ledger::receipt_text(**receipt), parts.ledger.verifier_key());
        if (proved) {
            main += html::section(
                "proves", locale.text("receipt.what_it_proves"), what_it_proves(parts, locale, *version, **receipt)
            );
        } else {
            main += html::warning_text(
                {.text = locale.text("receipt.does_not_hold"), .icon_fallback_text = locale.text("form.warning")}
            );
        }
        main += html::button_group(html::button(
            {.text = locale.text("receipt.download"),
             .href = case_path(*found, fmt::format("receipt.json?version={}", version->number)),
             .attributes = {{.name = "download", .bare = true}}}
        ));
        main += html::section(
            "answers", locale.text("receipt.what_you_sent"), answers_list(parts, request, *found, version->answers)
        );
        if (proved)
            main += html::section(
                "check", locale.text("receipt.check_without_us"),
                how_to_check(parts, locale, file_of(*found, *version), *proved)
            );
    } else {
        main += html::inset_text({.text = locale.text("receipt.proof_being_made")});
        main += html::section(
            "answers", locale.text("receipt.what_you_sent"), answers_list(parts, request, *found, version->answers)
        );
    }
    main += other_receipts(locale, *found, *version);
    return page(
        parts, request, caller,
        {.title = locale.text("receipt.title_of", {{"reference", found->summary.reference}}),
         .main = main,
         .back = case_path(*found),
         .about_a_person = true}
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
