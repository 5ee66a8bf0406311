#pragma once
/// The table of people who take part.

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "parties/parties.hpp"

namespace guildhall::parties {

/// A row; `record` names what is sealed of it.
struct Parties::Row {
    std::string id;
    std::string draft;
    std::string subject;
    std::string party;
    std::string member;
    std::string state;  ///< see state_code
    std::int64_t revision = 0;
    std::string record;
    std::string key_hash;  ///< SHA-256 of the link's key, hex; empty: no link opens it
    base::Instant open_until{};
    std::string bound_to;  ///< vault subject of the reader; empty: of nobody yet
    base::Instant asked_at{}, opened_at{}, done_at{}, mailed_at{};
    std::int64_t mails = 0;
    base::Instant seen_at{};
    std::string case_id;  ///< once sent in
};

/// A row with what it seals: `email`, `name`, `asker`, `language`; once signed `signature` with `name`, `language`,
/// `at`, `salt` and `commitment`; once declined `not_them` and `words`.
struct Parties::Loaded {
    Row row;
    base::Json record;
};

/// Somebody who is asked, ready to be written.
struct Parties::Ask {
    Row row;
    bool is_new = false;
    std::string old_record;
    vault::SealedRecord sealed;
    notifications::PreparedNotice mail;
    events::PreparedEvent event;
    jobs::NewJob reminder;
};

namespace internal {

inline constexpr std::string_view asked = "asked";
inline constexpr std::string_view opened = "opened";
inline constexpr std::string_view done = "done";
inline constexpr std::string_view changed = "changed";
inline constexpr std::string_view declined = "declined";
inline constexpr std::string_view taken_back = "taken-back";

inline constexpr store::Query select_of_draft{
    "taking_part.select_of_draft",
    "SELECT party_id, draft_id, subject, party, member, state, revision, record, key_hash, open_until, bound_to, "
    "asked_at, opened_at, done_at, mailed_at, mails, seen_at, case_id FROM parties WHERE draft_id = $1"
};
inline constexpr store::Query select_one{
    "taking_part.select_one",
    "SELECT party_id, draft_id, subject, party, member, state, revision, record, key_hash, open_until, bound_to, "
    "asked_at, opened_at, done_at, mailed_at, mails, seen_at, case_id FROM parties WHERE party_id = $1"
};
inline constexpr store::Query insert_one{
    "taking_part.insert",
    "INSERT INTO parties (party_id, draft_id, subject, party, member, state, revision, record, key_hash, open_until, "
    "bound_to, asked_at, opened_at, done_at, mailed_at, mails, seen_at, case_id) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) "
    "ON CONFLICT (draft_id, party, member) DO NOTHING"
};
inline constexpr store::Query update_one{
    "taking_part.update",
    "UPDATE parties SET state = $3, record = $4, key_hash = $5, open_until = $6, bound_to = $7, asked_at = $8, "
    "opened_at = $9, done_at = $10, mailed_at = $11, mails = $12, seen_at = $13, revision = revision + 1 "
    "WHERE party_id = $1 AND revision = $2 AND case_id = ''"
};

}  // namespace internal

}  // namespace guildhall::parties
