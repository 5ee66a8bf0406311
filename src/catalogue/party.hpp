#pragma once
/// The other people of an application, as a folder says them: who signs, who answers a part of it.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/complaint.hpp"
#include "feel/expression.hpp"

namespace guildhall::catalogue {

/// Somebody beside the applicant. Plain data.
struct Party {
    std::string id;
    std::string title;      ///< `your doctor`: in the words of who applies; of a repeat without the member's name
    std::string statement;  ///< what is signed; empty: the program's own words
    bool signs = false;
    std::vector<std::string> answers;  ///< ids of the questions that are theirs, in the order of the journey
    std::string invite;                ///< the question that says whom to ask: its id, inside `each` that of the member
    std::string each;                  ///< a repeat: everybody in it is a party of their own; empty: one person
    /// Ids of the questions that they read beside their own.
    std::set<std::string> sees;
    std::optional<feel::Expression> when;  ///< of a repeat over each member; none: always
    bool optional = false;                 ///< the application can be sent in without them
    base::SourcePlace place;
};

}  // namespace guildhall::catalogue
