#pragma once
/// What the fields share: the group around them, and hint and error with the ids that describe the control.

#include <string>
#include <string_view>

#include "html/field.hpp"
#include "html/internal/markup.hpp"

namespace guildhall::html::internal {

/// `<div class="govuk-form-group …">`
void open_form_group(Markup& m, const FormGroup& group, bool has_error);

/// Writes hint and error message as `<id>-hint` and `<id>-error` and returns the `aria-describedby` of the control.
[[nodiscard]] std::string hint_and_error(
    Markup& m, std::string_view id, std::string described_by, const Hint& hint, const ErrorMessage& error
);

/// The label, pointed at the control.
void label_for(Markup& m, const Label& label, std::string_view id);

}  // namespace guildhall::html::internal
