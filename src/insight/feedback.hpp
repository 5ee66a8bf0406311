#pragma once
/// What people say about a page: a rating, and words if they like.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

namespace guildhall::insight {

struct NewFeedback {
    std::string service;  ///< id; empty for pages of no service
    std::string page;     ///< path of the page, without a query
    int rating = 0;       ///< 1 (very dissatisfied) to 5 (very satisfied)
    std::string text;     ///< may be empty; at most 2000 characters
};

struct Feedback {
    std::string id;
    std::string service;
    std::string page;
    int rating = 0;
    std::string text;
    base::Instant at{};
};

struct FeedbackList {
    std::vector<Feedback> items;  ///< newest first
    std::string next;             ///< for the page after; empty at the end
};

/// Words may hold personal data, so they lie in the vault, each under a subject of its own that leads to nobody.
/// Thread-safe. Borrows what it is made from.
class FeedbackBox {
public:
    FeedbackBox(store::Store& store, vault::Vault& vault, const base::Clock& clock, base::Random& random);

    /// What is wrong with the text, as a field error; nothing when it is good.
    [[nodiscard]] static std::optional<std::string> problem_with_text(std::string_view text);

    /// Event `feedback.given {service, rating, page}`. `invalid_input` for a rating or text that is none.
    [[nodiscard]] base::Result<base::Done> give(const NewFeedback& feedback);
    /// For staff. `service` empty: all.
    [[nodiscard]] base::Result<FeedbackList> list(
        std::string_view service, std::string_view after = {}, std::size_t limit = 20
    );

private:
    store::Store& store_;
    vault::Vault& vault_;
    const base::Clock& clock_;
    base::Random& random_;
};

}  // namespace guildhall::insight
