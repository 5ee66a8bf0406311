#include "sandbox/till.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "base/bytes.hpp"
#include "base/text.hpp"

namespace guildhall::sandbox {
namespace {

constexpr std::chrono::seconds slow_card{10};
constexpr std::int64_t most_amount = 10'000'000;
constexpr std::size_t most_payments = 100'000;

bool is_open(Status status) {
    return status == Status::created || status == Status::started;
}

bool is_text(const base::Json& json, std::size_t most) {
    return json.string() && !json.string()->empty() && json.string()->size() <= most;
}

Refused wrong(std::string_view field) {
    return {422, "P0102", fmt::format("Invalid attribute value: {}", field)};
}

}  // namespace

Card card_of(std::string_view number) {
    std::string digits;
    for (const char c : number) {
        if (c >= '0' && c <= '9') digits += c;
    }
    constexpr std::array<std::pair<std::string_view, Card>, 7> cards{{
        {"4444333322221111", Card::pays},
        {"4000000000000002", Card::declined},
        {"4000000000009995", Card::no_money},
        {"4000000000000069", Card::card_expired},
        {"4000000000000119", Card::fails},
        {"4000000000000259", Card::slow},
        {"4000000000000341", Card::never_comes_back},
    }};
    for (const auto& [known, card] : cards) {
        if (digits == known) return card;
    }
    return Card::wrong_number;
}

Till::Till(const base::Clock& clock, base::Random& random, std::string currency, std::chrono::seconds expires_after)
    : clock_(clock), random_(random), currency_(std::move(currency)), expires_after_(expires_after) {}

std::string Till::make_id() {
    return base::to_hex(random_.bytes(13));
}

void Till::age(TestPayment& payment) const {
    const base::Instant now = clock_.now();
    if (payment.status == Status::submitted && now >= payment.succeeds_at) payment.status = Status::success;
    if (is_open(payment.status) && now >= payment.created_at + expires_after_) payment.status = Status::expired;
}

TestPayment* Till::by_token(std::string_view token) {
    for (auto& [id, payment] : payments_) {
        if (payment.token != token) continue;
        age(payment);
        return &payment;
    }
    return nullptr;
}

Answer<TestPayment> Till::create(const base::Json& body, const std::string& key) {
    const auto* amount = body["amount"].integer();
    for (const char* field : {"amount", "reference", "description", "return_url"}) {
        if (body[field].is_null())
            return {.refused = Refused{400, "P0101", std::string{"Missing mandatory attribute: "} + field}};
    }
    if (!amount || *amount < 1 || *amount > most_amount) return {.refused = wrong("amount")};
    if (!is_text(body["reference"], 255)) return {.refused = wrong("reference")};
    if (!is_text(body["description"], 1020)) return {.refused = wrong("description")};
    const std::string return_url = body.string_at("return_url");
    const bool leads_back = return_url.starts_with("https://") || return_url.starts_with("http://");
    if (!leads_back || return_url.size() > 2000) return {.refused = wrong("return_url")};
    const std::string text = body.text();
    const std::lock_guard lock(mutex_);
    if (!key.empty()) {
        for (auto& [id, earlier] : payments_) {
            if (earlier.key != key) continue;
            if (earlier.body != text)
                return {.refused = Refused{409, "P0191", "The Idempotency-Key has been used for another payment"}};
            age(earlier);
            return {.made = earlier, .again = true};
        }
    }
    if (payments_.size() >= most_payments) return {.refused = Refused{500, "P0198", "The sandbox is full"}};
    TestPayment payment;
    payment.id = make_id();
    payment.token = make_id();
    payment.amount = {*amount, currency_};
    payment.reference = body.string_at("reference");
    payment.description = body.string_at("description");
    payment.return_url = return_url;
    payment.language = body.string_at("language") == "cy" ? "cy" : "en";
    payment.created_at = clock_.now();
    payment.key = key;
    payment.body = text;
    payments_.emplace(payment.id, payment);
    return {.made = payment};
}

std::optional<TestPayment> Till::find(std::string_view id) {
    const std::lock_guard lock(mutex_);
    const auto found = payments_.find(id);
    if (found == payments_.end()) return std::nullopt;
    age(found->second);
    return found->second;
}

std::optional<TestPayment> Till::find_by_token(std::string_view token) {
    const std::lock_guard lock(mutex_);
    const auto* found = by_token(token);
    return found ? std::optional{*found} : std::nullopt;
}

Answer<TestPayment> Till::cancel(std::string_view id, Status how) {
    const std::lock_guard lock(mutex_);
    const auto found = payments_.find(id);
    if (found == payments_.end()) return {.refused = Refused{404, "P0500", "Not found"}};
    age(found->second);
    if (!is_open(found->second.status)) return {.refused = Refused{400, "P0501", "Cancellation of payment failed"}};
    found->second.status = how;
    return {.made = found->second};
}

Answer<TestRefund> Till::refund(std::string_view payment, const base::Json& body, const std::string& key) {
    const auto* amount = body["amount"].integer();
    const auto* available = body["refund_amount_available"].integer();
    const std::lock_guard lock(mutex_);
    const auto found = payments_.find(payment);
    if (found == payments_.end()) return {.refused = Refused{404, "P0600", "Not found"}};
    TestPayment& paid = found->second;
    age(paid);
    if (!key.empty()) {
        for (const TestRefund& earlier : refunds_) {
            if (earlier.key == key && earlier.payment == payment) return {.made = earlier, .again = true};
        }
    }
    const std::int64_t left = paid.amount.minor - paid.refunded;
    if (paid.status != Status::success || left == 0)
        return {.refused = Refused{400, "P0603", "The payment is not available for refund"}};
    if (!amount || *amount < 1 || *amount > left)
        return {.refused = Refused{422, "P0602", "Invalid attribute value: amount"}};
    if (available && *available != left) return {.refused = Refused{412, "P0604", "Refund amount available mismatch"}};
    paid.refunded += *amount;
    refunds_.push_back({make_id(), paid.id, *amount, clock_.now(), key});
    return {.made = refunds_.back()};
}

std::vector<TestRefund> Till::refunds_of(std::string_view payment) {
    const std::lock_guard lock(mutex_);
    std::vector<TestRefund> found;
    for (const TestRefund& refund : refunds_) {
        if (refund.payment == payment) found.push_back(refund);
    }
    return found;
}

std::vector<TestPayment> Till::payments(const Search& search) {
    const std::lock_guard lock(mutex_);
    std::vector<TestPayment> found;
    for (auto& [id, payment] : payments_) {
        age(payment);
        const bool fits = (search.reference.empty() ||
                           base::to_lower_ascii(payment.reference).find(base::to_lower_ascii(search.reference)) !=
                               std::string::npos) &&
                          (!search.from || payment.created_at >= *search.from) &&
                          (!search.to || payment.created_at < *search.to);
        if (fits) found.push_back(payment);
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::tie(b.created_at, b.id) < std::tie(a.created_at, a.id);
    });
    return found;
}

std::vector<TestRefund> Till::refunds(const Search& search) {
    const std::lock_guard lock(mutex_);
    std::vector<TestRefund> found;
    for (auto refund = refunds_.rbegin(); refund != refunds_.rend(); ++refund) {
        if (search.from && refund->created_at < *search.from) continue;
        if (search.to && refund->created_at >= *search.to) continue;
        found.push_back(*refund);
    }
    return found;
}

void Till::open(std::string_view token) {
    const std::lock_guard lock(mutex_);
    auto* payment = by_token(token);
    if (payment && payment->status == Status::created) payment->status = Status::started;
}

std::optional<TestPayment> Till::pay(std::string_view token, Card card) {
    const std::lock_guard lock(mutex_);
    auto* payment = by_token(token);
    if (!payment) return std::nullopt;
    if (!is_open(payment->status)) return *payment;
    switch (card) {
        case Card::pays:
        case Card::never_comes_back:
            payment->status = Status::success;
            break;
        case Card::declined:
            payment->status = Status::declined;
            payment->why = "Your bank has declined the card.";
            break;
        case Card::no_money:
            payment->status = Status::declined;
            payment->why = "There is not enough money on the account of the card.";
            break;
        case Card::card_expired:
            payment->status = Status::declined;
            payment->why = "The card has expired.";
            break;
        case Card::fails:
            payment->status = Status::error;
            break;
        case Card::slow:
            payment->status = Status::submitted;
            payment->succeeds_at = clock_.now() + slow_card;
            break;
        case Card::wrong_number:
            break;
    }
    return *payment;
}

}  // namespace guildhall::sandbox
