#pragma once
/// What does not hold, in a sentence that both people and the log can read: proofs and keys are no secrets.

#include <string>

#include "base/error.hpp"

namespace guildhall::ledger::internal {

[[nodiscard]] inline base::Error fault(std::string sentence, base::ErrorCode code = base::ErrorCode::invalid_input) {
    return {code, {sentence}, {sentence}};
}

}  // namespace guildhall::ledger::internal
