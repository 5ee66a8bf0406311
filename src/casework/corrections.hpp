#pragma once
/// Changes to what was sent in, by the one who sent it: every version is kept, and a person sees what changed.
///
/// A correction says what was meant when the application was sent in. So its pages, its checks and the rules take the
/// day of the first sending as their day: nobody's claim moves because they mended a letter, and no rule that came
/// later reaches it. What happened since is a new application. A correction never makes the rules decide by
/// themselves: it is with a person, and stays there. What was decided is not changed at all: that is what a review is
/// for.

#include <string>
#include <string_view>
#include <vector>

#include "casework/cases.hpp"

namespace guildhall::casework {

/// One version of the answers of a case.
struct CaseVersion {
    int number = 1;
    base::Instant sent_at;
    std::string reason;  ///< the person's words; may be empty
    journeys::Answers answers;
    std::optional<base::Uuid> event;  ///< `application.submitted` of the first, `application.corrected` of the others
    base::Json opened;                ///< as Case::opened
};

/// Whether the person may change it, and why not.
enum class Changeable { yes, not_offered, decided, too_late };
[[nodiscard]] Changeable changeable(const Case& found, base::Instant now);
/// Until when; nothing when it is until the decision.
[[nodiscard]] std::optional<base::Instant> changeable_until(const Case& found);
/// Whether the answer to one of the service's own questions stays as it was sent in: only those that the service
/// names can be changed. What was not asked then may be answered.
[[nodiscard]] bool is_fixed(const Case& found, std::string_view question);

/// Whether a draft over the case can still be sent: `conflict` or `expired`, with words for its owner, when not.
[[nodiscard]] base::Result<base::Done> can_go_on(const Case& found, const journeys::Draft& draft, base::Instant now);

struct Corrected {
    std::string reference;
    int version = 2;
};

inline constexpr std::size_t longest_reason = 1000;  ///< characters

/// Thread-safe. Borrows what it is made from.
class Corrections {
public:
    Corrections(
        store::Store& store, vault::Vault& vault, journeys::Drafts& drafts, const base::Clock& clock,
        base::Random& random
    );

    /// A draft over the answers of the case; the one that is open already when there is one. `conflict` or `expired`
    /// when nothing can be changed (any more).
    [[nodiscard]] base::Result<journeys::Draft> start(const Case& found);
    /// Sends it as the next version. The answers must be complete, as they were the first time, and only those that
    /// may be changed differ (`invalid_input`). `conflict` when the case was decided or changed meanwhile.
    [[nodiscard]] base::Result<Corrected> send(
        const Case& found, const journeys::Draft& draft, std::string_view reason
    );
    /// The versions of a case, the first one first; `found` is the latest.
    [[nodiscard]] base::Result<std::vector<CaseVersion>> versions(const Case& found);

private:
    store::Store& store_;
    vault::Vault& vault_;
    journeys::Drafts& drafts_;
    const base::Clock& clock_;
    base::Random& random_;
};

}  // namespace guildhall::casework
