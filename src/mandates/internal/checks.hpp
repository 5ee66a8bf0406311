#pragma once
/// What people write into a permission: whether it can be taken.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "mandates/mandate.hpp"

namespace guildhall::mandates {

/// `invalid_input`; the detail names the field.
[[nodiscard]] base::Error wrong_field(std::string field, std::string message);

/// Trimmed; an error when it is empty (and `required`), longer than `longest` characters, or not to be shown.
[[nodiscard]] base::Result<std::string> checked_text(
    std::string_view text, std::string_view field, std::size_t longest, bool required
);
/// A date that exists, `1931-04-08`, in the past and within 130 years.
[[nodiscard]] base::Result<std::string> checked_birth(std::string_view text, base::Instant now);

}  // namespace guildhall::mandates
