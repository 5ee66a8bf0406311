#include "desk/internal/payment.hpp"

#include "base/text.hpp"
#include "casework/dates.hpp"
#include "html/button.hpp"
#include "html/form.hpp"
#include "html/input.hpp"
#include "html/list.hpp"
#include "html/navigation.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"

namespace guildhall::desk {
namespace {

using payments::RefundProgress;

std::string money(const Parts& parts, const words::Money& amount) {
    return parts.languages.get("en").money(words::decimal_of(amount), amount.currency);
}

std::string why_words(const casework::RefundView& view) {
    switch (view.refund.why) {
        case payments::Why::staff:
            return "“" + view.reason + "”";
        case payments::Why::twice:
            return "It had been paid already.";
        case payments::Why::changed:
            return "The fee is another by now.";
        case payments::Why::not_sent:
            return "No application came with it.";
    }
    return {};
}

html::Html refund_row(const Parts& parts, const casework::RefundView& view) {
    html::Html out = html::strong(money(parts, view.refund.amount));
    switch (view.refund.progress) {
        case RefundProgress::asked:
            out += html::escape(", on its way");
            break;
        case RefundProgress::done:
            out += html::escape(" on " + casework::long_date_and_time(view.refund.done_at));
            break;
        case RefundProgress::failed:
            out += html::escape(". The provider did not do it: look at the payment there.");
            break;
    }
    if (!view.refund.asked_by.empty()) {
        const auto profile = parts.accounts.profile(view.refund.asked_by);
        out += html::escape(", by " + (profile && !profile->name.empty() ? profile->name : "a member of staff"));
    }
    return out + html::element("br", {}) + html::escape(why_words(view));
}

html::Html refund_form(
    const Parts& parts, const http::Caller& caller, const casework::Case& found, const http::Fields* sent,
    const std::string& problem, const std::string& field
) {
    const auto& payment = found.payment->payment;
    const std::string left = money(parts, {payment.left(), payment.amount.currency});
    html::Input amount;
    amount.id = amount.name = refund_amount;
    amount.label.text = "How much";
    amount.hint.text = "At most " + left;
    amount.prefix.text = parts.languages.get("en").currency_sign(payment.amount.currency);
    amount.inputmode = "decimal";
    amount.classes = html::input_width_5;
    amount.value =
        sent ? std::string{sent->get(refund_amount)} : words::decimal_of({payment.left(), payment.amount.currency});
    if (field == refund_amount) amount.error.text = problem;
    html::Textarea reason;
    reason.id = reason.name = refund_reason;
    reason.label.text = "Reason, in words for the resident";
    reason.rows = 3;
    if (sent) reason.value = std::string{sent->get(refund_reason)};
    if (field == refund_reason) reason.error.text = problem;
    return html::form(
        {.action = "/desk/cases/" + found.summary.reference + "/refund",
         .csrf = caller.csrf,
         .content = html::input(amount) + html::textarea(reason) +
                    html::button({.text = "Pay back", .classes = html::secondary_button, .prevent_double_click = true})}
    );
}

}  // namespace

html::Html payment_section(
    const Parts& parts, const http::Caller& caller, const casework::Case& found, const http::Fields* sent,
    const std::string& problem, const std::string& field
) {
    if (!found.payment) return {};
    const auto& [payment, refunds] = *found.payment;
    html::SummaryList list;
    list.rows.push_back(html::summary_row("Paid", html::strong(money(parts, payment.amount))));
    list.rows.push_back(html::summary_row("When", casework::long_date_and_time(payment.paid_at)));
    list.rows.push_back(html::summary_row("For", found.service->fee_purpose()));
    list.rows.push_back(html::summary_row("Reference", html::reference(payment.reference)));
    for (const auto& view : refunds) list.rows.push_back(html::summary_row("Paid back", refund_row(parts, view)));
    html::Html out = html::summary_list(list);
    const bool is_refused = field == refund_amount || field == refund_reason;
    if (payment.left() > 0 && payment.refunding.empty()) {
        out += html::details(
            {.summary = "Pay money back",
             .text = refund_form(
                 parts, caller, found, is_refused ? sent : nullptr, is_refused ? problem : std::string{}, field
             ),
             .open = is_refused}
        );
    }
    return html::section("payment", "Payment", out);
}

}  // namespace guildhall::desk
