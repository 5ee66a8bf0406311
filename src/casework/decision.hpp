#pragma once
/// The only two ways to a decision. A person decides against a person: what is adverse cannot be made
/// without a named reviewer who had the inputs on screen. Pure; the constructor is private for that reason.

#include <string>

#include "base/result.hpp"
#include "catalogue/service.hpp"
#include "journeys/journey.hpp"

namespace guildhall::casework {

/// Who reviews, and what they had on screen.
struct Reviewer {
    std::string account;      ///< staff account id; empty is nobody
    bool saw_inputs = false;  ///< an access record says that the case was on their screen
};

class Decision {
public:
    /// What the rules alone may decide: an outright grant that the service declares automatic.
    [[nodiscard]] static base::Result<Decision> by_rules(const journeys::Verdict& verdict);
    /// What a person decides, with a reason in words for the resident (10 to 4,000 characters).
    [[nodiscard]] static base::Result<Decision> by_person(
        catalogue::OutcomeKind kind, const Reviewer& reviewer, std::string_view reason
    );
    /// A review: as `by_person`, and never by whoever decided first.
    [[nodiscard]] static base::Result<Decision> on_review(
        catalogue::OutcomeKind kind, const Reviewer& reviewer, std::string_view reason,
        std::string_view first_decided_by
    );

    [[nodiscard]] catalogue::OutcomeKind kind() const { return kind_; }
    [[nodiscard]] bool automatic() const { return decided_by_.empty(); }
    [[nodiscard]] const std::string& decided_by() const { return decided_by_; }
    [[nodiscard]] const std::string& reason() const { return reason_; }

private:
    Decision(catalogue::OutcomeKind kind, std::string decided_by, std::string reason)
        : kind_(kind), decided_by_(std::move(decided_by)), reason_(std::move(reason)) {}
    catalogue::OutcomeKind kind_;
    std::string decided_by_;
    std::string reason_;
};

/// `granted`, `granted-with-conditions`, `refused`: as stored and in events.
[[nodiscard]] std::string_view outcome_code(catalogue::OutcomeKind kind);
[[nodiscard]] std::optional<catalogue::OutcomeKind> outcome_from_code(std::string_view code);

}  // namespace guildhall::casework
