#include "payments/govuk_pay.hpp"

#include <curl/curl.h>

#include <algorithm>

#include <fmt/format.h>

#include "base/message.hpp"
#include "payments/internal/api_client.hpp"
#include "payments/internal/pay_json.hpp"

namespace guildhall::payments {
namespace {

using base::ErrorCode;
using base::Json;
using internal::ApiAnswer;

constexpr int page_size = 500;
constexpr int most_pages = 1000;

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                           c == '_' || c == '.' || c == '~';
        if (plain)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

/// At most 255 characters, cut between two.
std::string shortened(std::string text) {
    constexpr std::size_t most = 255;
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xc0U) == 0x80U) continue;
        if (characters++ == most) {
            text.resize(i);
            break;
        }
    }
    return text;
}

/// What it refuses, by the status and the code in the answer.
base::Error refused(const ApiAnswer& answer) {
    const std::string code = answer.body.string_at("code");
    const std::string detail = fmt::format("payment provider: {} {}", answer.status, code);
    const base::PublicMessage later = base::by_key("paying.provider_silent");
    if (answer.status == 429) return {ErrorCode::busy, later, {detail}};
    if (answer.status == 404) return {ErrorCode::not_found, base::by_key("paying.no_payment"), {detail}};
    if (answer.status == 409 || answer.status == 412)
        return {ErrorCode::conflict, base::by_key("paying.provider_silent"), {detail}};
    if (answer.status >= 500) return {ErrorCode::unavailable, later, {detail}};
    return {ErrorCode::invalid_input, base::by_key("paying.provider_refuses"), {detail}};
}

class GovukPay final : public Provider {
public:
    explicit GovukPay(ProviderSettings settings)
        : settings_(std::move(settings)),
          address_{settings_.url, settings_.key, settings_.certificate_authorities, settings_.timeout} {}
    GovukPay(const GovukPay&) = delete;
    GovukPay& operator=(const GovukPay&) = delete;
    ~GovukPay() override { curl_global_cleanup(); }  // the other half is in make_govuk_pay; libcurl counts them

    base::Result<ProviderPayment> create(const NewPayment& payment) override {
        Json body;
        body.set("amount", payment.amount.minor);
        body.set("reference", payment.reference);
        body.set("description", shortened(payment.description));
        body.set("return_url", payment.return_url);
        if (payment.language == "cy") body.set("language", "cy");
        const auto answer = internal::call(
            address_,
            {.method = "POST", .path = "/v1/payments", .body = std::move(body), .idempotency_key = payment.key}
        );
        if (!answer) return answer.error();
        if (answer->status != 201 && answer->status != 200) return refused(*answer);
        return internal::read_payment(answer->body);
    }

    base::Result<ProviderPayment> find(std::string_view id) override {
        const auto answer = internal::call(address_, {.path = "/v1/payments/" + escaped(id)});
        if (!answer) return answer.error();
        if (answer->status != 200) return refused(*answer);
        return internal::read_payment(answer->body);
    }

    base::Result<std::optional<ProviderPayment>> find_by_reference(std::string_view reference) override {
        const auto answer = internal::call(address_, {.path = "/v1/payments?reference=" + escaped(reference)});
        if (!answer) return answer.error();
        if (answer->status != 200) return refused(*answer);
        const auto* results = answer->body["results"].array();
        if (!results) return odd();
        for (const Json& result : *results) {
            // Its search also finds references that only hold ours.
            if (result.string_at("reference") != reference) continue;
            auto payment = internal::read_payment(result);
            if (!payment) return payment.error();
            return std::optional{*std::move(payment)};
        }
        return std::optional<ProviderPayment>{};
    }

    base::Result<base::Done> cancel(std::string_view id) override {
        const auto answer =
            internal::call(address_, {.method = "POST", .path = "/v1/payments/" + escaped(id) + "/cancel", .body = {}});
        if (!answer) return answer.error();
        if (answer->status >= 200 && answer->status < 300) return base::Done{};
        // 400 says that it is in no state to be cancelled.
        if (answer->status == 400)
            return base::Error{ErrorCode::conflict, {"The payment is finished already."}, {"cancel refused"}};
        return refused(*answer);
    }

    base::Result<ProviderRefund> refund(const NewRefund& refund) override {
        Json body;
        body.set("amount", refund.amount);
        body.set("refund_amount_available", refund.available);
        const auto answer = internal::call(
            address_, {.method = "POST",
                       .path = "/v1/payments/" + escaped(refund.payment) + "/refunds",
                       .body = std::move(body),
                       .idempotency_key = refund.key}
        );
        if (!answer) return answer.error();
        if (answer->status < 200 || answer->status >= 300) return refused(*answer);
        auto made = internal::read_refund(answer->body);
        if (made) made->payment = refund.payment;
        return made;
    }

    base::Result<std::vector<ProviderRefund>> refunds_of(std::string_view payment) override {
        const auto answer = internal::call(address_, {.path = "/v1/payments/" + escaped(payment) + "/refunds"});
        if (!answer) return answer.error();
        if (answer->status != 200) return refused(*answer);
        const auto* list = answer->body["_embedded"]["refunds"].array();
        if (!list) return odd();
        std::vector<ProviderRefund> refunds;
        for (const Json& one : *list) {
            auto refund = internal::read_refund(one);
            if (!refund) return refund.error();
            refund->payment = payment;
            refunds.push_back(*std::move(refund));
        }
        return refunds;
    }

    base::Result<std::vector<ProviderPayment>> payments_between(base::Instant from, base::Instant to) override {
        return all<ProviderPayment>("payments", from, to, internal::read_payment);
    }
    base::Result<std::vector<ProviderRefund>> refunds_between(base::Instant from, base::Instant to) override {
        return all<ProviderRefund>("refunds", from, to, internal::read_refund);
    }

    const std::string& currency() const override { return settings_.currency; }
    const std::vector<std::string>& page_origins() const override { return settings_.page_origins; }

private:
    static base::Error odd() {
        return {
            ErrorCode::unavailable, base::by_key("paying.provider_silent"), {"payment provider: a list that is none"}
        };
    }

    template <class T>
    base::Result<std::vector<T>> all(
        std::string_view what, base::Instant from, base::Instant to, base::Result<T> (*read)(const Json&)
    ) {
        std::vector<T> found;
        for (int page = 1; page <= most_pages; ++page) {
            const auto answer = internal::call(
                address_, {.path = fmt::format(
                               "/v1/{}?from_date={}&to_date={}&page={}&display_size={}", what,
                               escaped(internal::time_text(from)), escaped(internal::time_text(to)), page, page_size
                           )}
            );
            if (!answer) return answer.error();
            // A page behind the last one is "not found".
            if (answer->status == 404 && page > 1) return found;
            if (answer->status != 200) return refused(*answer);
            const auto* results = answer->body["results"].array();
            if (!results) return odd();
            for (const Json& result : *results) {
                auto one = read(result);
                if (!one) return one.error();
                found.push_back(*std::move(one));
            }
            if (answer->body["_links"]["next_page"].string_at("href").empty()) return found;
        }
        return base::Error{
            ErrorCode::too_large, {"There are too many payments in this time. Name a shorter one."}, {"pages"}
        };
    }

    const ProviderSettings settings_;
    const internal::ApiAddress address_;
};

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "[::1]" || host == "::1" || host.starts_with("127.");
}

}  // namespace

base::Result<std::unique_ptr<Provider>> make_govuk_pay(ProviderSettings settings) {
    const auto wrong = [](std::string message) {
        return base::Error{ErrorCode::invalid_input, {std::move(message)}, {"payments"}};
    };
    while (settings.url.ends_with('/')) settings.url.pop_back();
    const bool secure = settings.url.starts_with("https://");
    std::string_view host = settings.url;
    if (const auto scheme = host.find("://"); scheme != std::string_view::npos) host.remove_prefix(scheme + 3);
    host = host.substr(0, host.find('/'));
    if (!host.ends_with(']')) host = host.substr(0, host.rfind(':'));
    if ((!secure && !settings.url.starts_with("http://")) || host.empty() ||
        settings.url.find('@') != std::string::npos)
        return wrong("The payment provider must be written as https://host, without a user or password in it.");
    if (!secure && !is_loopback(host))
        return wrong("The payment provider must be asked over https: its key would be sent in the clear.");
    const bool key_is_one =
        !settings.key.empty() && settings.key.size() <= 1000 &&
        std::all_of(settings.key.begin(), settings.key.end(), [](char c) { return c > ' ' && c < 0x7f; });
    if (!key_is_one) return wrong("The key of the payment provider is empty, or holds characters that no key has.");
    if (!words::is_currency_code(settings.currency))
        return wrong("The currency of the payment provider must be a code such as GBP.");
    if (settings.page_origins.empty())
        settings.page_origins = {"https://www.payments.service.gov.uk", "https://card.payments.service.gov.uk"};
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return base::Error{ErrorCode::internal, {"Payments cannot be made."}, {"curl_global_init"}};
    return std::unique_ptr<Provider>(new GovukPay(std::move(settings)));
}

}  // namespace guildhall::payments
