#pragma once
/// The payments of the sandbox, in memory, and what becomes of them.

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "words/money.hpp"

namespace guildhall::sandbox {

enum class Status { created, started, submitted, success, declined, expired, cancelled, cancelled_by_service, error };

struct TestPayment {
    std::string id;
    std::string token;  ///< in the address of its page
    words::Money amount;
    std::string reference;
    std::string description;
    std::string return_url;
    std::string language;
    Status status = Status::created;
    std::string why;  ///< of a card that was declined, in words
    base::Instant created_at{};
    base::Instant succeeds_at{};  ///< of a slow card that was submitted
    std::int64_t refunded = 0;
    std::string key;   ///< of idempotency; empty for none
    std::string body;  ///< what was asked with it
};
struct TestRefund {
    std::string id;
    std::string payment;
    std::int64_t amount = 0;
    base::Instant created_at{};
    std::string key;
};

/// What a card's number makes happen.
enum class Card { pays, declined, no_money, card_expired, fails, slow, never_comes_back, wrong_number };
[[nodiscard]] Card card_of(std::string_view number);

struct Refused {
    int status = 400;
    std::string code;  ///< `P0102`, as GOV.UK Pay has them
    std::string description;
};
template <class T>
struct Answer {
    std::optional<T> made{};
    std::optional<Refused> refused{};
    bool again = false;  ///< the same key asked for the same before
};

/// Thread-safe. Borrows clock and random.
class Till {
public:
    Till(const base::Clock& clock, base::Random& random, std::string currency, std::chrono::seconds expires_after);

    [[nodiscard]] Answer<TestPayment> create(const base::Json& body, const std::string& key);
    [[nodiscard]] std::optional<TestPayment> find(std::string_view id);
    [[nodiscard]] std::optional<TestPayment> find_by_token(std::string_view token);
    [[nodiscard]] Answer<TestPayment> cancel(std::string_view id, Status how);
    [[nodiscard]] Answer<TestRefund> refund(std::string_view payment, const base::Json& body, const std::string& key);
    [[nodiscard]] std::vector<TestRefund> refunds_of(std::string_view payment);

    /// Newest first. Empty parts are not looked at.
    struct Search {
        std::string reference{};
        std::optional<base::Instant> from{};
        std::optional<base::Instant> to{};
    };
    [[nodiscard]] std::vector<TestPayment> payments(const Search& search);
    [[nodiscard]] std::vector<TestRefund> refunds(const Search& search);

    /// Somebody opened the page.
    void open(std::string_view token);
    /// Somebody sent a card; the payment as it is afterwards. One that is not open any more stays as it is.
    [[nodiscard]] std::optional<TestPayment> pay(std::string_view token, Card card);

private:
    [[nodiscard]] std::string make_id();
    void age(TestPayment& payment) const;
    [[nodiscard]] TestPayment* by_token(std::string_view token);

    const base::Clock& clock_;
    base::Random& random_;
    const std::string currency_;
    const std::chrono::seconds expires_after_;
    std::mutex mutex_;
    std::map<std::string, TestPayment, std::less<>> payments_;
    std::vector<TestRefund> refunds_;
};

}  // namespace guildhall::sandbox
