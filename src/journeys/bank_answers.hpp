#pragma once
/// Answers that services share a question for, remembered for their owner, to be offered again: never filled in by
/// themselves, never for a declaration.

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "catalogue/catalogue.hpp"
#include "journeys/address.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

namespace guildhall::journeys {

/// Whether an answer to the question is one to remember: it comes from the bank, people are asked it, and it is
/// neither a declaration nor files nor members.
[[nodiscard]] bool is_remembered(const catalogue::Question& question);
/// What must be the same for an answer to fit again: the type, what is asked, the options, unit, currency and scheme.
/// 64 hexadecimal digits.
[[nodiscard]] std::string form_of(const catalogue::Question& question);

struct RememberedAnswer {
    std::string bank;  ///< `bank/contact`
    std::string form;  ///< see form_of
    base::Json answer;
    std::shared_ptr<const catalogue::Service> service;  ///< the version in which it was given
    const catalogue::Question* question = nullptr;      ///< of that version; never null
    base::Instant given_at;
    base::Instant forget_at;
};

/// Two years, in which people come back for most things.
inline constexpr std::chrono::days remembered_for{730};

/// Thread-safe. Borrows what it is made from. `subject` is an account; visitors are remembered nothing.
class BankAnswers {
public:
    BankAnswers(
        store::Store& store, vault::Vault& vault, const catalogue::Catalogue& catalogue, const base::Clock& clock
    );

    /// After sending in: keeps the answers of the service's own questions that are ones to remember, in place of what
    /// was remembered for them before. Nothing when the person turned it off.
    [[nodiscard]] base::Result<base::Done> keep(
        std::string_view subject, const catalogue::Service& service, const Answers& answers
    );
    /// What is remembered, the newest first; what cannot be read any more is left out.
    [[nodiscard]] base::Result<std::vector<RememberedAnswer>> list(std::string_view subject);
    /// What is remembered for one question, in the form that it has here.
    [[nodiscard]] base::Result<std::optional<RememberedAnswer>> find(
        std::string_view subject, const catalogue::Question& question
    );
    [[nodiscard]] base::Result<base::Done> forget(
        std::string_view subject, std::string_view bank, std::string_view form
    );
    [[nodiscard]] base::Result<base::Done> forget_all(std::string_view subject);

    [[nodiscard]] base::Result<bool> is_on(std::string_view subject);
    /// Turning it off forgets everything.
    [[nodiscard]] base::Result<base::Done> turn(std::string_view subject, bool on);

    /// Forgets what is too old; returns how many. Not inside a transaction.
    [[nodiscard]] base::Result<std::int64_t> expire();

private:
    /// Nothing when it cannot be read any more.
    [[nodiscard]] base::Result<std::optional<RememberedAnswer>> read(const store::Row& row);

    store::Store& store_;
    vault::Vault& vault_;
    const catalogue::Catalogue& catalogue_;
    const base::Clock& clock_;
};

}  // namespace guildhall::journeys
