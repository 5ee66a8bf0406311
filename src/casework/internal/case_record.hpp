#pragma once
/// What is kept of a case: its row's codes, the record of a decision, and what events tell.

#include <optional>
#include <string_view>

#include "base/json.hpp"
#include "casework/cases.hpp"
#include "casework/decision.hpp"

namespace guildhall::casework::internal {

inline constexpr std::string_view retention = "case";
inline constexpr std::string_view zone = "UTC";

[[nodiscard]] std::string_view status_code(Status status);

/// What a decision stores so that it can be recomputed: the service's hash (its bytes are kept by hash, the
/// model among them), the inputs, the instant and zone, and the engine's semantics version.
[[nodiscard]] base::Json decision_record(
    const catalogue::Service& service, const journeys::Verdict* verdict, base::Instant instant, const Decision& decision
);
[[nodiscard]] base::Json decision_event_data(
    const catalogue::Service& service, std::string_view case_id, int version, const Decision& decision
);

/// Ids alone: events are public in the end.
void name_helper(base::Json& data, const std::optional<OnBehalf>& helper);
[[nodiscard]] base::Json sealed_helper(const OnBehalf& helper);
[[nodiscard]] std::optional<OnBehalf> helper_from(const base::Json& sealed);

}  // namespace guildhall::casework::internal
