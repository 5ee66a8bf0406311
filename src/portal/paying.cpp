// Paying a fee: what the page with all answers says about it, the way back from the payment page, the receipt.

#include "portal/internal/paying.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/message.hpp"
#include "html/button.hpp"
#include "html/decision.hpp"
#include "html/list.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "http/security_policy.hpp"
#include "portal/internal/acting.hpp"
#include "portal/internal/case_view.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/own_case.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/sentence.hpp"

namespace guildhall::portal {
namespace {

using casework::PaymentStage;
using payments::RefundProgress;

/// How long the page that waits for the bank stands before it looks again.
constexpr const char* seconds_between_looks = "6";

std::string money(const words::Locale& locale, const words::Money& amount) {
    return locale.money(words::decimal_of(amount), amount.currency);
}

/// Whether the provider says where its pages are, as it must for a form to lead there.
bool may_lead_to(const Parts& parts, const std::string& page) {
    const auto* payments = parts.paying.payments();
    if (!payments) return false;
    const auto& origins = payments->provider().page_origins();
    return std::find(origins.begin(), origins.end(), http::origin_of(page)) != origins.end();
}

/// What a payment that did not work came to.
std::string_view failure_of(const payments::Payment& payment) {
    for (const std::string_view known : {"declined", "cancelled", "expired"}) {
        if (payment.failure == known) return known;
    }
    // Its page was never opened, or it was for older answers.
    const bool taken_back = payment.failure == "superseded" || payment.failure == "never-opened";
    return taken_back ? "expired" : "error";
}

struct FailureWords {
    std::string title;
    std::string text;
};
FailureWords failure_words(const words::Locale& locale, const payments::Payment& payment) {
    const auto failure = failure_of(payment);
    if (failure == "declined") return {locale.text("paying.declined_title"), locale.text("paying.declined")};
    if (failure == "cancelled") return {locale.text("paying.cancelled_title"), locale.text("paying.cancelled")};
    if (failure == "expired") return {locale.text("paying.expired_title"), locale.text("paying.expired")};
    return {locale.text("paying.error_title"), locale.text("paying.error")};
}

/// One request to the page that the browser comes back to.
struct Return {
    const Parts& parts;
    const http::Request& request;
    const http::Caller& caller;
    const journeys::Draft& draft;
    const words::Locale& locale;

    [[nodiscard]] html::Html link_button(const std::string& text, const std::string& href, bool second = false) const {
        return html::button({.text = text, .href = href, .classes = second ? html::secondary_button : ""});
    }
    /// Sends the form of the page with all answers again; when they have changed since, they are to be seen first.
    [[nodiscard]] html::Html try_again(const payments::Payment& payment) const {
        if (payment.draft_revision != draft.revision) {
            return html::button_group(link_button(locale.text("paying.see_answers"), draft_path(draft, check_page_name))
            );
        }
        const auto words = locale.text("paying.try_again", {{"amount", money(locale, payment.amount)}});
        return post_form(
            caller, draft_path(draft, check_page_name),
            html::button_group(
                html::button({.text = words, .prevent_double_click = true}) +
                link_button(locale.text("paying.see_answers"), draft_path(draft, check_page_name), true)
            )
        );
    }
    [[nodiscard]] html::Html save() const {
        return html::paragraph(
            html::link({.text = locale.text("form.save_and_come_back"), .href = draft_path(draft, save_page_name)})
        );
    }
    [[nodiscard]] http::Response show(const std::string& title, const html::Html& main) const {
        http::Response response = page(
            parts, request, caller,
            {.title = title, .main = html::page_heading(title) + main, .about_a_person = true, .language = locale.tag()}
        );
        allow_provider(parts, response);
        return response;
    }
};

http::Response show_settled(const Return& back, const casework::Settled& settled) {
    const words::Locale& locale = back.locale;
    const words::Money& amount = settled.payment.amount;
    const words::Arguments arguments{{"amount", money(locale, amount)}};
    const std::string check = draft_path(back.draft, check_page_name);
    html::Html main;
    switch (settled.stage) {
        case PaymentStage::unpaid:
            main += html::paragraph(locale.text("paying.unpaid", arguments));
            if (settled.page.empty()) {
                main += back.try_again(settled.payment);
            } else {
                main += html::button_group(
                    back.link_button(locale.text("paying.go_and_pay"), settled.page) +
                    back.link_button(locale.text("paying.see_answers"), check, true)
                );
            }
            return back.show(locale.text("paying.unpaid_title"), main + back.save());
        case PaymentStage::waiting: {
            main += html::paragraph(locale.text("paying.waiting", arguments));
            main += html::button_group(back.link_button(locale.text("paying.look_again"), back.request.path));
            http::Response response = back.show(locale.text("paying.waiting_title"), main);
            response.headers.set("Refresh", seconds_between_looks);
            return response;
        }
        case PaymentStage::failed: {
            const FailureWords words = failure_words(locale, settled.payment);
            main += html::paragraph(words.text);
            if (settled.reference.empty()) {
                main += back.try_again(settled.payment) + back.save();
            } else {
                main += back.link_button(locale.text("paying.see_application"), "/applications/" + settled.reference);
            }
            return back.show(words.title, main);
        }
        case PaymentStage::held:
            main += html::paragraph(locale.text("paying.held", arguments));
            main += html::paragraph(locale.text("paying.held_other_fee"));
            main += html::button_group(back.link_button(locale.text("paying.see_answers"), check));
            return back.show(locale.text("paying.held_title"), main + back.save());
        case PaymentStage::given_back:
        case PaymentStage::sent_in:
            break;
    }
    main += html::paragraph(locale.text("paying.given_back", arguments));
    main += settled.reference.empty()
                ? back.link_button(locale.text("paying.see_answers"), check)
                : back.link_button(locale.text("paying.see_application"), "/applications/" + settled.reference);
    return back.show(locale.text("paying.given_back_title"), main);
}

/// The draft is the caller's own. What the address says about the payment is not believed: the provider is asked.
base::Result<http::Response> come_back(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto draft = parts.drafts.load(request.parameter("draft"), subject_of(caller));
    if (!draft) return draft.error();
    const auto settled = parts.paying.settle(request.parameter("payment"));
    if (!settled) return settled.error();
    if (settled->payment.draft != draft->id)
        return base::Error{base::ErrorCode::not_found, base::by_key("paying.no_payment"), {"payment of another draft"}};
    if (settled->stage == PaymentStage::sent_in) {
        parts.dispatcher.wake();
        return http::Response::redirect(fmt::format("/applications/{}/sent", settled->reference));
    }
    const auto [service, locale] = service_words(parts, request, *draft->service);
    return show_settled({parts, request, caller, *draft, locale}, *settled);
}

base::Result<http::Response> to_check(const Parts&, const http::Request& request, const http::Caller&) {
    return http::Response::redirect(fmt::format("/apply/{}/{}", request.parameter("draft"), check_page_name));
}

html::Html why_html(const words::Locale& locale, const casework::RefundView& view) {
    switch (view.refund.why) {
        case payments::Why::staff:
            return sentence(locale, "paying.why_staff", {{"reason", lines(view.reason)}});
        case payments::Why::twice:
            return html::escape(locale.text("paying.why_twice"));
        case payments::Why::changed:
            return html::escape(locale.text("paying.why_changed"));
        case payments::Why::not_sent:
            return html::escape(locale.text("paying.why_not_sent"));
    }
    return {};
}

std::string refund_words(const words::Locale& locale, const payments::Refund& refund) {
    const std::string amount = money(locale, refund.amount);
    switch (refund.progress) {
        case RefundProgress::asked:
            return locale.text("paying.paid_back_soon", {{"amount", amount}});
        case RefundProgress::done:
            return locale.text(
                "paying.paid_back_on", {{"amount", amount}, {"date", casework::long_date(locale, refund.done_at)}}
            );
        case RefundProgress::failed:
            return locale.text("paying.paid_back_failed", {{"amount", amount}});
    }
    return amount;
}

base::Result<http::Response> receipt(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    if (!found->payment)
        return base::Error{base::ErrorCode::not_found, base::by_key("paying.nothing_paid"), {"no payment"}};
    const CaseView view(parts, request, *found);
    const words::Locale& locale = view.locale;
    const auto& [payment, refunds] = *found->payment;
    const std::string title = locale.text("paying.receipt_title");
    html::SummaryList facts;
    const auto add = [&](const std::string& label, const html::Html& value) {
        facts.rows.push_back(html::summary_row(label, value));
    };
    add(locale.text("paying.amount"), html::strong(money(locale, payment.amount)));
    add(locale.text("paying.paid_on"), html::escape(view.date(payment.paid_at)));
    add(locale.text("paying.what_for"), view.of_service(view.service.fee_purpose()));
    add(locale.text("paying.paid_to"),
        html::escape(parts.place.agency.empty() ? parts.place.name : parts.place.agency));
    add(locale.text("paying.payment_reference"), html::reference(payment.reference));
    add(locale.text("paying.application"), html::link({.text = found->summary.reference, .href = case_path(*found)}));
    bool any_back = false;
    for (const auto& back : refunds) {
        any_back = any_back || back.refund.progress != RefundProgress::failed;
        add(locale.text("paying.paid_back"),
            html::escape(refund_words(locale, back.refund)) + html::element("br", {}) + why_html(locale, back));
    }
    if (any_back) {
        add(locale.text("paying.remains"), html::strong(money(locale, {payment.left(), payment.amount.currency})));
    }
    html::Html main =
        html::decision_banner({.title = title, .text = view.of_service(view.service.title), .tone = html::Tone::good});
    main += html::section("payment", locale.text("paying.payment"), html::summary_list(facts));
    if (!parts.place.contact.empty()) main += html::paragraph(parts.place.contact);
    main += html::soft(locale.text("paying.print"));
    return page(
        parts, request, caller, {.title = title, .main = main, .back = case_path(*found), .about_a_person = true}
    );
}

}  // namespace

base::Result<casework::FeeStanding> fee_of(const Parts& parts, const JourneyView& view) {
    return parts.paying.standing_of(view.draft, view.standing);
}

SendingIn with_fee(const JourneyView& view, const casework::FeeStanding& fee, SendingIn sending) {
    if (!fee.due) return sending;
    const words::Locale& locale = view.locale;
    const std::string amount = money(locale, *fee.due);
    if (fee.held) {
        sending.statement +=
            html::inset_text({.text = locale.text("paying.held_already", {{"amount", money(locale, fee.held->amount)}})}
            );
        return sending;
    }
    if (!fee.can_pay) {
        sending.statement = html::warning_text(
            {.text = locale.text("paying.cannot_pay", {{"amount", amount}}),
             .icon_fallback_text = locale.text("form.warning")}
        );
        sending.possible = false;
        return sending;
    }
    html::SummaryList facts;
    facts.rows.push_back(html::summary_row(locale.text("paying.fee"), html::strong(amount)));
    facts.rows.push_back(html::summary_row(locale.text("paying.what_for"), view.service.fee_purpose()));
    sending.title = locale.text("paying.title");
    sending.statement += html::paragraph(locale.text("paying.statement", {{"amount", amount}}));
    sending.statement += html::summary_list(facts);
    sending.button = locale.text("paying.pay_and_send", {{"amount", amount}});
    return sending;
}

base::Result<http::Response> pay(const Parts& parts, const JourneyView& view) {
    const auto begun =
        parts.paying.begin(view.draft, view.service, view.locale.tag(), on_behalf_of(parts, view.caller));
    if (!begun) return begun.error();
    if (!begun->reference.empty()) {
        parts.dispatcher.wake();
        return http::Response::redirect(fmt::format("/applications/{}/sent", begun->reference));
    }
    // A page that our forms may not lead to would be blocked by the browser: then a link leads there.
    if (!begun->page.empty() && may_lead_to(parts, begun->page)) return http::Response::redirect(begun->page);
    return http::Response::redirect(draft_path(view, "pay/" + begun->payment));
}

void allow_provider(const Parts& parts, http::Response& response) {
    const auto* payments = parts.paying.payments();
    if (!payments) return;
    response.headers.set("Content-Security-Policy", http::content_security_policy(payments->provider().page_origins()));
}

void add_paying(Routes& routes, const Parts& parts) {
    using enum http::Method;
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](const http::Request& request, const http::Caller& caller) {
            return handler(parts, request, caller);
        };
    };
    routes.emplace_back(get, "/apply/{draft}/pay", http::Access::anyone, bind(to_check));
    routes.emplace_back(get, "/apply/{draft}/pay/{payment}", http::Access::anyone, bind(come_back));
    routes.emplace_back(get, "/applications/{reference}/payment", http::Access::anyone, bind(receipt));
}

}  // namespace guildhall::portal
