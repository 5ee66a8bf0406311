#pragma once
/// Rows of the mandates table and the sealed record beside them, as values.

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "mandates/mandate.hpp"
#include "store/store.hpp"

namespace guildhall::mandates {

/// What `mandate_of` reads, in its order.
inline constexpr std::string_view mandate_columns =
    "id, state, holder, helper, may_apply, services, how, record, document, made_at, begins_at, ends_at, used_at, "
    "ended_at, ended_as, confirmed_at, confirmed_by";

/// The plain part of a row, as things stand `now`: what ran out has ended.
[[nodiscard]] Mandate mandate_of(const store::Row& row, base::Instant now, std::chrono::days to_answer);
[[nodiscard]] std::string record_of(const store::Row& row);

/// The sealed part.
[[nodiscard]] base::Json sealed_part(const Mandate& mandate);
void read_sealed_part(Mandate& mandate, const base::Json& sealed);

[[nodiscard]] std::string services_text(const std::vector<std::string>& services);
[[nodiscard]] std::string_view end_code(End end);
[[nodiscard]] std::string_view state_code(State state);

}  // namespace guildhall::mandates
