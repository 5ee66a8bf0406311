#pragma once
/// A journey of several people: which part of it is whose. Pure; thread-safe.

#include <string>
#include <string_view>
#include <vector>

#include "journeys/journey.hpp"

namespace guildhall::journeys {

/// Who answers a page: the id of a Party, or empty for who applies.
[[nodiscard]] std::string_view party_of(const catalogue::Service& service, const PageStanding& page);

/// Of a journey as it stands, the pages of one party, or of who applies when `party` is empty: `next` and `left` count
/// those alone. What hangs on another's answers that are not there yet is not asked of who applies until they are.
/// `relevant`, `verdict` and `computed` stay those of the whole.
[[nodiscard]] Standing part_of(const catalogue::Service& service, Standing whole, std::string_view party);

/// Somebody who takes part with these answers.
struct Participant {
    const catalogue::Party* party = nullptr;  ///< of the service
    std::string member{};                     ///< their id in the party's repeat; empty for one person
    std::string name{};                       ///< as the applicant gave it; may be empty
    std::string email{};                      ///< where they are asked; empty: nobody said
    bool operator==(const Participant&) const = default;
};
/// Everybody beside who applies, in the order of the parties and their members. `answers` are those that count (see
/// Standing::relevant).
[[nodiscard]] std::vector<Participant> participants(
    const catalogue::Service& service, const Answers& answers, base::Instant now
);

/// Where who applies is told: the first answer of a contact or e-mail question that is not about somebody who is asked
/// to take part; empty when there is none.
[[nodiscard]] std::string applicants_email(const catalogue::Service& service, const Answers& answers);
/// What who applies is called: the name in that contact, or the first answer to a question for a name; may be empty.
[[nodiscard]] std::string applicants_name(const catalogue::Service& service, const Answers& answers);

}  // namespace guildhall::journeys
