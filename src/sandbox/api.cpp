// What programs ask: payments, refunds, searches, as GOV.UK Pay answers.

#include <algorithm>

#include <fmt/format.h>

#include "http/url.hpp"
#include "sandbox/internal/parts.hpp"

namespace guildhall::sandbox {
namespace {

using base::Json;
using http::Request;
using http::Response;

constexpr int most_on_a_page = 500;

Response answer(const Json& body, int status = 200) {
    return Response::text(body.text() + "\n", "application/json", status);
}

Response refuse(const Refused& refused) {
    return answer(Json::Object{{"code", refused.code}, {"description", refused.description}}, refused.status);
}

Json state_of(const TestPayment& payment) {
    Json state;
    const auto say = [&](const char* status, bool finished, const char* code = "", const char* message = "") {
        state.set("status", status);
        state.set("finished", finished);
        if (*code) state.set("code", code);
        if (*message) state.set("message", message);
    };
    switch (payment.status) {
        case Status::created:
            say("created", false);
            break;
        case Status::started:
            say("started", false);
            break;
        case Status::submitted:
            say("submitted", false);
            break;
        case Status::success:
            say("success", true);
            break;
        case Status::declined:
            say("failed", true, "P0010", "Payment method rejected");
            break;
        case Status::expired:
            say("failed", true, "P0020", "Payment expired");
            break;
        case Status::cancelled:
            say("failed", true, "P0030", "Payment was cancelled by the user");
            break;
        case Status::cancelled_by_service:
            say("cancelled", true, "P0040", "Payment was cancelled by the service");
            break;
        case Status::error:
            say("error", true, "P0050", "Payment provider returned an error");
            break;
    }
    return state;
}

std::string page_of(const Parts& parts, const TestPayment& payment) {
    return parts.origin + "/card/" + payment.token;
}

Json link(const std::string& href, const char* method = "GET") {
    return Json::Object{{"href", href}, {"method", method}};
}

Json as_json(const Parts& parts, const TestPayment& payment) {
    const std::int64_t left = payment.status == Status::success ? payment.amount.minor - payment.refunded : 0;
    Json refunds;
    refunds.set("status", payment.status != Status::success ? "unavailable" : left > 0 ? "available" : "full");
    refunds.set("amount_available", left);
    refunds.set("amount_submitted", payment.refunded);
    Json links;
    const std::string self = parts.origin + "/v1/payments/" + payment.id;
    links.set("self", link(self));
    links.set("refunds", link(self + "/refunds"));
    if (payment.status == Status::created || payment.status == Status::started) {
        links.set("next_url", link(page_of(parts, payment)));
        links.set("cancel", link(self + "/cancel", "POST"));
    }
    return Json::Object{{"payment_id", payment.id},       {"amount", payment.amount.minor},
                        {"reference", payment.reference}, {"description", payment.description},
                        {"language", payment.language},   {"return_url", payment.return_url},
                        {"payment_provider", "sandbox"},  {"created_date", base::to_rfc3339(payment.created_at)},
                        {"state", state_of(payment)},     {"refund_summary", std::move(refunds)},
                        {"_links", std::move(links)}};
}

Json as_json(const Parts& parts, const TestRefund& refund) {
    Json links;
    links.set("self", link(parts.origin + "/v1/payments/" + refund.payment + "/refunds/" + refund.id));
    links.set("payment", link(parts.origin + "/v1/payments/" + refund.payment));
    return Json::Object{
        {"refund_id", refund.id},
        {"payment_id", refund.payment},
        {"amount", refund.amount},
        {"status", "success"},
        {"created_date", base::to_rfc3339(refund.created_at)},
        {"_links", std::move(links)}
    };
}

struct WantedPage {
    std::size_t page = 1;
    std::size_t size = most_on_a_page;
    Till::Search search;
};

std::optional<std::size_t> count(std::string_view text, std::size_t most) {
    std::size_t number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9' || number > most) return std::nullopt;
        number = number * 10 + static_cast<std::size_t>(c - '0');
    }
    return text.empty() || number < 1 || number > most ? std::nullopt : std::optional{number};
}

std::optional<WantedPage> wanted(const Request& request) {
    WantedPage page;
    page.search.reference = request.query.get("reference");
    for (const auto& [name, at] : {std::pair{"from_date", &page.search.from}, {"to_date", &page.search.to}}) {
        if (!request.query.has(name)) continue;
        *at = base::from_rfc3339(request.query.get(name));
        if (!*at) return std::nullopt;
    }
    for (const auto& [name, most, at] :
         {std::tuple{"page", std::size_t{1'000'000}, &page.page},
          {"display_size", std::size_t{most_on_a_page}, &page.size}}) {
        if (!request.query.has(name)) continue;
        const auto number = count(request.query.get(name), most);
        if (!number) return std::nullopt;
        *at = *number;
    }
    return page;
}

/// One page of a list, with the links to those around it.
template <class T>
Response list(const Parts& parts, const Request& request, const std::vector<T>& all, const WantedPage& wanted) {
    const std::size_t pages = std::max<std::size_t>(1, (all.size() + wanted.size - 1) / wanted.size);
    if (wanted.page > pages) return refuse({404, "P0402", "Page not found"});
    Json::Array results;
    const std::size_t from = (wanted.page - 1) * wanted.size;
    for (std::size_t i = from; i < std::min(all.size(), from + wanted.size); ++i)
        results.push_back(as_json(parts, all[i]));
    const auto to = [&](std::size_t page) {
        std::string query = fmt::format("page={}&display_size={}", page, wanted.size);
        for (const char* name : {"reference", "from_date", "to_date"}) {
            if (request.query.has(name))
                query += fmt::format("&{}={}", name, http::percent_encode(request.query.get(name)));
        }
        return Json::Object{{"href", parts.origin + request.path + "?" + query}};
    };
    Json links;
    links.set("self", to(wanted.page));
    links.set("first_page", to(1));
    links.set("last_page", to(pages));
    if (wanted.page > 1) links.set("prev_page", to(wanted.page - 1));
    if (wanted.page < pages) links.set("next_page", to(wanted.page + 1));
    Json body;
    body.set("total", static_cast<std::int64_t>(all.size()));
    body.set("count", static_cast<std::int64_t>(results.size()));
    body.set("page", static_cast<std::int64_t>(wanted.page));
    body.set("results", std::move(results));
    body.set("_links", std::move(links));
    return answer(body);
}

Response list_payments(const Parts& parts, const Request& request) {
    const auto page = wanted(request);
    if (!page) return refuse({422, "P0401", "Invalid parameters: from_date, to_date, page, display_size"});
    return list(parts, request, parts.till.payments(page->search), *page);
}

Response list_refunds(const Parts& parts, const Request& request) {
    const auto page = wanted(request);
    if (!page) return refuse({422, "P1101", "Invalid parameters: from_date, to_date, page, display_size"});
    return list(parts, request, parts.till.refunds(page->search), *page);
}

std::string key_of(const Request& request) {
    const auto key = request.headers.find("Idempotency-Key");
    return std::string{key ? *key : ""};
}

Response create(const Parts& parts, const Request& request) {
    const auto body = Json::parse(request.body);
    if (!body || !body->object()) return refuse({400, "P0197", "Unable to parse JSON"});
    const auto made = parts.till.create(*body, key_of(request));
    if (made.refused) return refuse(*made.refused);
    return answer(as_json(parts, *made.made), made.again ? 200 : 201);
}

Response show(const Parts& parts, const Request& request) {
    const auto found = parts.till.find(request.parameter("payment"));
    if (!found) return refuse({404, "P0200", "Not found"});
    return answer(as_json(parts, *found));
}

Response cancel(const Parts& parts, const Request& request) {
    const auto done = parts.till.cancel(request.parameter("payment"), Status::cancelled_by_service);
    if (done.refused) return refuse(*done.refused);
    return Response::text("", "application/json", 204);
}

Response refund(const Parts& parts, const Request& request) {
    const auto body = Json::parse(request.body);
    if (!body || !body->object()) return refuse({400, "P0697", "Unable to parse JSON"});
    const auto made = parts.till.refund(request.parameter("payment"), *body, key_of(request));
    if (made.refused) return refuse(*made.refused);
    return answer(as_json(parts, *made.made), made.again ? 200 : 202);
}

Response refunds_of(const Parts& parts, const Request& request) {
    const std::string payment{request.parameter("payment")};
    if (!parts.till.find(payment)) return refuse({404, "P0600", "Not found"});
    Json::Array refunds;
    for (const TestRefund& one : parts.till.refunds_of(payment)) refunds.push_back(as_json(parts, one));
    Json embedded;
    embedded.set("refunds", std::move(refunds));
    return answer(Json::Object{{"payment_id", payment}, {"_embedded", std::move(embedded)}});
}

}  // namespace

void add_api(std::vector<http::Route>& routes, const Parts& parts) {
    using enum http::Method;
    const auto add = [&](http::Method method, std::string path, Response (*handler)(const Parts&, const Request&)) {
        routes.emplace_back(
            method, std::move(path), http::Access::same_for_all,
            [&parts, handler](const Request& request, const http::Caller&) -> base::Result<Response> {
                const auto sent = request.headers.find("Authorization");
                if (!sent || *sent != "Bearer " + parts.key) return Response::text("", "application/json", 401);
                return handler(parts, request);
            }
        );
    };
    add(get, "/v1/payments", list_payments);
    add(post, "/v1/payments", create);
    add(get, "/v1/refunds", list_refunds);
    add(get, "/v1/payments/{payment}", show);
    add(post, "/v1/payments/{payment}/cancel", cancel);
    add(get, "/v1/payments/{payment}/refunds", refunds_of);
    add(post, "/v1/payments/{payment}/refunds", refund);
}

}  // namespace guildhall::sandbox
