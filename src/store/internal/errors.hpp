#pragma once
/// The three ways in which a database fails its caller, with the words that people see.

#include <string>

#include "base/error.hpp"

namespace guildhall::store {

/// The database does not answer, is full, or stays locked: the same call may work later.
[[nodiscard]] base::Error unavailable(std::string detail);
/// A constraint does not allow the change.
[[nodiscard]] base::Error conflict(std::string detail);
/// The program asked for something that cannot be (a wrong statement, a wrong type).
[[nodiscard]] base::Error internal_fault(std::string detail);
/// The database cannot be used by this program as it is; `reason` is a sentence for the operator.
[[nodiscard]] base::Error refused(std::string reason);

}  // namespace guildhall::store
