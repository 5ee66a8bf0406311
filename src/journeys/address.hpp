#pragma once
/// Where an answer stands: in the service's own questions, or in a member of a repeat, however deep. Pure; thread-safe.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace guildhall::journeys {

/// Question id -> answer. Kept so that the same answer always has the same bytes:
/// numbers and money as their decimal text, dates `2026-11-22`, months `2026-11`, years `2026`, yes-no, ticks and
/// declarations as booleans, checkboxes as an array of values, address, contact and location as an object of texts,
/// files as an array of `{document, name, size, type}`, and a repeat as
/// `{"members": [{"id": "1", "answers": {…}}, …], "complete": true}` (with `last`, the highest id that a removed member
/// had). Null: left empty, where that is allowed.
using Answers = base::Json::Object;

/// One member of a repeat: `{"children", "2"}`. Its id is a number that no other member of the repeat ever had.
struct Member {
    std::string repeat;
    std::string id;
    bool operator==(const Member&) const = default;
};
using Members = std::vector<Member>;  ///< from the outermost in

/// A page, perhaps of a member: `children/2/born`.
struct Address {
    Members members;
    std::string page;

    [[nodiscard]] std::string text() const;
    /// At most 8 members deep and 1,000 bytes; nothing when it is no address.
    [[nodiscard]] static std::optional<Address> parse(std::string_view text);
    bool operator==(const Address&) const = default;
};

/// A member's answers, as they are kept.
struct KeptMember {
    std::string id;
    const Answers* answers = nullptr;  ///< never null; lives as long as the repeat's answer
};
[[nodiscard]] std::vector<KeptMember> members_of(const base::Json& repeat_answer);
/// The person said that there are no more members.
[[nodiscard]] bool is_complete(const base::Json& repeat_answer);

/// The answers of a member, or of the whole when `members` is empty; null when there is no such member.
[[nodiscard]] const Answers* answers_at(const Answers& answers, const Members& members);

/// Sets an answer; members that are not there yet are added on the way.
void put(Answers& answers, const Members& members, std::string_view question, base::Json answer);
/// The id that the next member of a repeat will have.
[[nodiscard]] std::string next_member_id(const Answers& answers, const Members& members, std::string_view repeat);
/// Adds an empty member, whose first page is asked next, and says its id. The repeat is then not complete.
std::string add_member(Answers& answers, const Members& members, std::string_view repeat);
/// Removes an answer, so that it is asked again.
void forget(Answers& answers, const Members& members, std::string_view question);
/// Removes members of whom nothing was ever said: somebody pressed "add another" and turned back.
void drop_empty_members(Answers& answers, const Members& members, std::string_view repeat);
/// False when there is no such member. The repeat is then no longer complete only if nobody is left in it.
bool remove_member(Answers& answers, const Members& members, std::string_view repeat, std::string_view id);
void set_complete(Answers& answers, const Members& members, std::string_view repeat, bool complete);

}  // namespace guildhall::journeys
