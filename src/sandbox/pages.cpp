// What people see: the card page, and what became of their payment.

#include <fmt/format.h>

#include "html/button.hpp"
#include "html/form.hpp"
#include "html/input.hpp"
#include "html/list.hpp"
#include "html/notice.hpp"
#include "html/page.hpp"
#include "html/text.hpp"
#include "http/security_policy.hpp"
#include "sandbox/internal/parts.hpp"
#include "words/locale.hpp"

namespace guildhall::sandbox {
namespace {

using http::Request;
using http::Response;

/// How amounts are written; the sandbox itself is English.
std::string amount_words(const words::Money& amount) {
    static const words::Locale english("en", {}, nullptr);
    return english.money(words::decimal_of(amount), amount.currency);
}

Response page(
    const Parts& parts, const std::string& title, const html::Html& main, const std::string& return_url = {},
    int status = 200
) {
    html::Page frame;
    frame.title = title;
    frame.has_error = status == 422;
    frame.place = "Payment sandbox";
    frame.home = "/";
    frame.keep_out_of_search = true;
    frame.assets = {
        parts.assets.url("app.css"), parts.assets.url("app.js"), parts.assets.url("icon.svg"),
        parts.assets.url("atkinson-hyperlegible-next-latin.woff2")
    };
    frame.about = "This is a sandbox. It takes no money, and forgets everything when it stops.";
    frame.main = main;
    Response response = Response::html(html::page(frame).text(), status);
    // Who paid is sent on to where they came from.
    response.headers.set("Content-Security-Policy", http::content_security_policy({http::origin_of(return_url)}));
    return response;
}

html::Html facts_of(const TestPayment& payment) {
    html::SummaryList list;
    list.rows.push_back(html::summary_row("To pay", html::strong(amount_words(payment.amount))));
    list.rows.push_back(html::summary_row("For", payment.description));
    list.rows.push_back(html::summary_row("Reference", payment.reference));
    return html::summary_list(list);
}

html::Html cards_table() {
    html::Table table;
    table.caption = "Cards that do something";
    table.head = {{.text = "Number"}, {.text = "What happens"}};
    const std::pair<const char*, const char*> cards[] = {
        {"4444 3333 2222 1111", "paid"},
        {"4000 0000 0000 0002", "declined by the bank"},
        {"4000 0000 0000 9995", "declined: not enough money"},
        {"4000 0000 0000 0069", "declined: the card has expired"},
        {"4000 0000 0000 0119", "the provider fails, nothing is taken"},
        {"4000 0000 0000 0259", "paid, but only ten seconds later"},
        {"4000 0000 0000 0341", "paid, and the browser never comes back"},
    };
    for (const auto& [number, what] : cards) table.rows.push_back({{.text = number}, {.text = what}});
    return html::table(table);
}

Response card_page(
    const Parts& parts, const TestPayment& payment, const std::string& sent, const std::string& problem
) {
    html::Html main;
    if (!problem.empty()) main += html::error_summary({.errors = {{.text = problem, .href = "#card"}}});
    main += html::page_heading("Enter your card details");
    main += facts_of(payment);
    html::Input number;
    number.id = number.name = "card";
    number.label.text = "Card number";
    number.hint.text = "The long number on the front of the card";
    number.inputmode = "numeric";
    number.autocomplete = "cc-number";
    number.classes = html::input_width_20;
    number.value = sent;
    number.error.text = problem;
    const std::string path = "/card/" + payment.token;
    main += html::form(
        {.action = path,
         .content = html::input(number) +
                    html::button({.text = "Pay " + amount_words(payment.amount), .prevent_double_click = true})}
    );
    main += html::form(
        {.action = path + "/cancel",
         .content = html::button({.text = "Cancel payment", .classes = html::secondary_button})}
    );
    main += html::details({.summary = "Which cards can I try?", .text = cards_table()});
    return page(parts, "Enter your card details", main, payment.return_url, problem.empty() ? 200 : 422);
}

/// A payment that is over: what it came to, and the way back.
Response over_page(const Parts& parts, const TestPayment& payment) {
    std::string title = "Your payment has been made";
    std::string words = "You can go back now.";
    switch (payment.status) {
        case Status::declined:
            title = "Your payment has been declined";
            words = payment.why + " No money has been taken.";
            break;
        case Status::cancelled:
        case Status::cancelled_by_service:
            title = "Your payment has been cancelled";
            words = "No money has been taken.";
            break;
        case Status::expired:
            title = "Your time to pay is over";
            words = "No money has been taken.";
            break;
        case Status::error:
            title = "We cannot take your payment";
            words = "Something went wrong on our side. No money has been taken.";
            break;
        case Status::submitted:
            title = "Your bank is thinking about it";
            words = "The answer comes in a few seconds.";
            break;
        default:
            break;
    }
    html::Html main = html::page_heading(title) + html::paragraph(words) + facts_of(payment);
    main += html::button({.text = "Go back to the service", .href = payment.return_url});
    return page(parts, title, main, payment.return_url);
}

Response lost_page(const Parts& parts) {
    const std::string title = "Something went wrong";
    return page(
        parts, title,
        html::page_heading(title) +
            html::paragraph("This page lost the way back, as happens with real ones. Your payment has been taken."),
        {}, 500
    );
}

base::Error no_such_payment() {
    return {base::ErrorCode::not_found, {"There is no payment at this address."}, {"unknown payment"}};
}

bool can_be_paid(const TestPayment& payment) {
    return payment.status == Status::created || payment.status == Status::started;
}

base::Result<Response> show(const Parts& parts, const Request& request) {
    const auto token = request.parameter("token");
    parts.till.open(token);
    const auto payment = parts.till.find_by_token(token);
    if (!payment) return no_such_payment();
    return can_be_paid(*payment) ? card_page(parts, *payment, "", "") : over_page(parts, *payment);
}

base::Result<Response> pay(const Parts& parts, const Request& request) {
    const auto token = request.parameter("token");
    const auto before = parts.till.find_by_token(token);
    if (!before) return no_such_payment();
    if (!can_be_paid(*before)) return over_page(parts, *before);
    const std::string number{request.form.get("card").substr(0, 100)};
    const Card card = card_of(number);
    if (card == Card::wrong_number) {
        return card_page(
            parts, *before, number,
            number.empty() ? "Enter your card number" : "Enter one of the card numbers that this sandbox knows"
        );
    }
    const auto payment = parts.till.pay(token, card);
    if (!payment) return no_such_payment();
    if (card == Card::never_comes_back) return lost_page(parts);
    const bool comes_back = payment->status == Status::success || payment->status == Status::submitted;
    return comes_back ? Response::redirect(payment->return_url) : over_page(parts, *payment);
}

base::Result<Response> cancel(const Parts& parts, const Request& request) {
    const auto payment = parts.till.find_by_token(request.parameter("token"));
    if (!payment) return no_such_payment();
    const auto cancelled = parts.till.cancel(payment->id, Status::cancelled);
    if (cancelled.refused) return over_page(parts, *payment);
    return Response::redirect(payment->return_url);
}

}  // namespace

void add_pages(std::vector<http::Route>& routes, const Parts& parts) {
    using enum http::Method;
    const auto add = [&](http::Method method, std::string path, auto handler) {
        routes.emplace_back(
            method, std::move(path), http::Access::same_for_all,
            [&parts, handler](const Request& request, const http::Caller&) { return handler(parts, request); }
        );
    };
    add(get, "/card/{token}", show);
    add(post, "/card/{token}", pay);
    add(post, "/card/{token}/cancel", cancel);
    routes.emplace_back(
        get, "/", http::Access::same_for_all,
        [&parts](const Request&, const http::Caller&) -> base::Result<Response> {
            return page(
                parts, "Payment sandbox",
                html::page_heading("Payment sandbox") +
                    html::paragraph("Payments that were begun elsewhere are paid here, with cards that are none.") +
                    cards_table()
            );
        }
    );
}

Response error_page(const Parts& parts, const base::Error& error) {
    const std::string title = "Payment sandbox";
    const std::string& words = error.message.text;
    return page(
        parts, title, html::page_heading(title) + html::paragraph(words.empty() ? "This does not work." : words), {},
        http::status_of(error.code)
    );
}

std::vector<http::Route> routes(const Parts& parts) {
    std::vector<http::Route> all;
    add_api(all, parts);
    add_pages(all, parts);
    all.push_back(parts.assets.route());
    return all;
}

}  // namespace guildhall::sandbox
