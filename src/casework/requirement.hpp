#pragma once
/// What must hold beside complete answers before an application is sent in: signatures, a fee.

#include <functional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "journeys/drafts.hpp"
#include "store/store.hpp"

namespace guildhall::casework {

/// A requirement that holds for a draft, ready to be claimed in the transaction that sends it in.
struct Met {
    base::Json kept;  ///< sealed beside the answers, see Case::kept; null: nothing
    base::Json told;  ///< in the event `application.submitted`: ids and commitments alone; null: nothing
    /// Whether it still holds, and that it is now used up. May run again; SQL alone. May be empty.
    std::function<bool(store::WriteTransaction& transaction, std::string_view case_id)> claim;
};

/// Thread-safe; outlives the Cases that ask it.
class Requirement {
public:
    Requirement() = default;
    Requirement(const Requirement&) = delete;
    Requirement& operator=(const Requirement&) = delete;
    virtual ~Requirement() = default;

    /// Under what `kept` and `told` stand: `signatures`.
    [[nodiscard]] virtual std::string_view name() const = 0;
    /// An error says what is missing, in words for who applies. Called outside the transaction.
    [[nodiscard]] virtual base::Result<Met> meet(const journeys::Draft& draft, const journeys::Standing& standing)
        const = 0;
};

}  // namespace guildhall::casework
