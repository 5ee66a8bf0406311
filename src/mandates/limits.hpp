#pragma once
/// How long, how many: the numbers of permissions.

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace guildhall::mandates {

struct Limits {
    std::chrono::years longest{5};
    std::chrono::days to_answer{14};         ///< an invitation
    std::chrono::days unanswered_kept{30};   ///< then its names and addresses are erased
    std::int64_t invitations_in_a_day = 50;  ///< by one account: they are mail to strangers
    std::int64_t invited_in_a_day = 5;       ///< at one address
    std::size_t most_services = 50;          ///< named in one scope
    std::chrono::minutes access_again{30};   ///< a new access record for the same thing
};

inline constexpr std::size_t longest_name = 120;        ///< characters
inline constexpr std::size_t longest_address = 500;     ///< characters
inline constexpr std::size_t longest_statement = 2000;  ///< characters

}  // namespace guildhall::mandates
