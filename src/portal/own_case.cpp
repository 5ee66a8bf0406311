#include "portal/internal/own_case.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/ids.hpp"
#include "casework/dates.hpp"
#include "html/list.hpp"
#include "html/text.hpp"
#include "journeys/sayings.hpp"
#include "parties/parties.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/page_view.hpp"
#include "portal/internal/sentence.hpp"

namespace guildhall::portal {

std::string case_path(const casework::Case& found, std::string_view rest) {
    return fmt::format("/applications/{}{}{}", found.summary.reference, rest.empty() ? "" : "/", rest);
}

std::string key_cookie_name(std::string_view reference) {
    const auto parsed = base::Reference::parse(reference);
    // Without the check character, which may be one that no cookie's name can hold.
    return parsed ? "case-" + parsed->text().substr(0, parsed->text().size() - 2) : std::string{};
}

base::Result<casework::Case> load_case(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto reference = request.parameter("reference");
    auto own = parts.cases.load_own(reference, subject_of(caller));
    if (own || own.error().code != base::ErrorCode::not_found) return own;
    const auto key = request.cookies.find(key_cookie_name(reference));
    return key == request.cookies.end() ? own : parts.cases.load_with_key(reference, key->second);
}

html::Html paid_words(const casework::Case& found, const words::Locale& locale) {
    if (!found.payment) return {};
    const words::Money& amount = found.payment->payment.amount;
    return sentence(
        locale, "paying.you_paid",
        {{"receipt", html::link({.text = locale.text("paying.see_receipt"), .href = case_path(found, "payment")})}},
        {{"amount", locale.money(words::decimal_of(amount), amount.currency)}}
    );
}

html::Html answers_list(const Parts& parts, const http::Request& request, const casework::Case& found) {
    return answers_list(parts, request, found, found.answers);
}

html::Html answers_list(
    const Parts& parts, const http::Request& request, const casework::Case& found, const journeys::Answers& answers
) {
    const auto [service, locale] = service_words(parts, request, *found.service);
    html::Html out;
    for (const auto& group : journeys::summarise(service, answers, locale, found.rules_at)) {
        if (!group.title.empty()) {
            out += html::heading({.text = group.title, .level = std::min(3 + group.depth, 6), .size = html::Size::s});
        }
        html::SummaryList list;
        for (const auto& row : group.rows) {
            list.rows.push_back(html::summary_row(
                row.label, !row.source.empty() ? looked_up_words(row, locale)
                           : row.words.empty() ? html::escape(locale.text("form.not_given"))
                                               : lines(row.words)
            ));
        }
        if (!list.rows.empty()) out += html::summary_list(list);
    }
    if (const auto signatures = parties::signatures_of(found.kept); !signatures.empty()) {
        out += html::heading({.text = locale.text("parties.took_part_title"), .level = 3, .size = html::Size::s});
        html::SummaryList list;
        for (const auto& signature : signatures) {
            const bool is_signed = !signature.statement.empty();
            html::Html words = html::escape(locale.text(
                is_signed ? "parties.took_part_signed" : "parties.took_part_answered",
                {{"name", signature.name}, {"date", casework::long_date(locale, signature.at)}}
            ));
            if (is_signed) words += html::element("br", {}) + html::escape("“" + signature.statement + "”");
            list.rows.push_back(html::summary_row(locale.capitalised(signature.party), words));
        }
        out += html::summary_list(list);
    }
    return part_in_language(words_of(parts, request), locale.tag(), out);
}

}  // namespace guildhall::portal
