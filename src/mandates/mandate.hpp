#pragma once
/// A permission to act for someone, as it is now.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace guildhall::mandates {

/// What a helper may do, with which services, until when.
struct Scope {
    bool may_apply = true;              ///< false: they only see what was sent in and what became of it
    std::vector<std::string> services;  ///< ids; empty: all
    base::Instant until{};
};

/// How the person gave it.
enum class How {
    online,     ///< here, with their account
    in_person,  ///< said to the helper
    phone,
    paper,  ///< signed
    court,  ///< a court or an office appointed the helper
};
[[nodiscard]] std::string_view how_code(How how);  ///< `in-person`: as stored and as sent in forms
[[nodiscard]] std::optional<How> how_from_code(std::string_view code);

enum class State {
    offered,  ///< the holder gave it, the helper has not answered
    asked,    ///< the helper asked for it, the person has not answered
    active,
    ended,
};

/// Why one ended.
enum class End {
    none,
    by_holder,
    by_helper,
    by_staff,
    declined,  ///< who was invited said no
    ran_out,   ///< its time was over, or nobody answered in time
};

/// Who the person is, as the permission says it.
struct Person {
    std::string name;
    std::string email;    ///< empty for somebody without one
    std::string born;     ///< `1931-04-08`; empty when it was not asked
    std::string address;  ///< in lines; empty when it was not asked
};

struct Mandate {
    std::string id;
    State state = State::ended;
    std::string holder;  ///< vault subject; empty while the person has not agreed
    std::string helper;  ///< account; empty while the helper has not accepted
    Scope scope;
    How how = How::online;
    Person person;
    std::string helper_name;
    std::string helper_email;
    std::string statement;  ///< the helper's words on how it was given
    std::string document;   ///< id of the signed paper; empty without
    base::Instant made{};
    base::Instant begins{};  ///< when it became active; 1970 before
    base::Instant used{};
    base::Instant ended{};
    End end = End::none;
    base::Instant confirmed{};  ///< by staff, who saw how it was given; 1970 when nobody did
    std::string confirmed_by;
    [[nodiscard]] bool is_active() const { return state == State::active; }
    [[nodiscard]] bool is_confirmed() const { return !confirmed_by.empty(); }
};

/// What a helper did on one day with one thing.
enum class Act {
    saw_list,  ///< of drafts and applications
    saw_draft,
    saw_case,
    started,
    answered,
    sent_in,
    asked_review,
};
[[nodiscard]] std::string_view act_code(Act act);

struct Deed {
    Act act = Act::saw_list;
    std::string service{};  ///< id; empty for lists
    std::string about{};    ///< reference of a case, id of a draft; may be empty
    base::Instant last{};
    std::int64_t times = 1;
};

}  // namespace guildhall::mandates
