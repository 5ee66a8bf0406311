#pragma once
/// The words of messages about taking part. Pure.

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "notifications/notifications.hpp"
#include "parties/parties.hpp"

namespace guildhall::parties::internal {

/// Who writes to whom about what.
struct Letter {
    const words::Locale& locale;
    std::string service;  ///< its title
    std::string asker;    ///< who applies; may be empty
    std::string person;   ///< who takes part
    std::string place;    ///< the signature below
};

/// What is asked of them: `your signature and your answers to 2 questions`.
[[nodiscard]] std::string tasks_of(const catalogue::Party& party, const words::Locale& locale);
/// A day as its readers write it.
[[nodiscard]] std::string day(base::Instant at, const words::Locale& locale);
/// What may stand in a mail of a name that somebody typed; empty when it looks like an address or a link.
[[nodiscard]] std::string safe_name(const std::string& name);

enum class Occasion { first, again, after_change, reminder };
[[nodiscard]] notifications::Message ask_mail(
    const Letter& letter, const catalogue::Party& party, Occasion occasion, base::Instant done_at, base::Instant until,
    const std::string& link
);
[[nodiscard]] notifications::Message no_longer_counts(const Letter& letter, base::Instant done_at);
[[nodiscard]] notifications::Message no_longer_asked(const Letter& letter);
/// To who applies. `missing`: who is still to come; none: it can be sent in.
[[nodiscard]] notifications::Message is_done(
    const Letter& letter, const catalogue::Party& party, const std::vector<std::string>& missing,
    const std::string& link
);
[[nodiscard]] notifications::Message has_declined(
    const Letter& letter, bool not_them, const std::string& said, const std::string& link
);

}  // namespace guildhall::parties::internal
