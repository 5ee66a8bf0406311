#pragma once
/// The parts that every form field has (govuk-frontend: label, hint, error-message, fieldset, form group).

#include <string>

#include "html/html.hpp"

namespace guildhall::html {

struct Label {
    Content text{};
    std::string for_id{};  ///< set by the field that owns the label
    std::string classes{};
    bool is_page_heading = false;  ///< the label is the page's h1
    Attributes attributes{};
};
[[nodiscard]] Html label(const Label& options);

struct Hint {
    Content text{};
    std::string id{};  ///< set by the field that owns the hint
    std::string classes{};
    Attributes attributes{};
};
[[nodiscard]] Html hint(const Hint& options);

struct ErrorMessage {
    Content text{};
    std::string id{};                           ///< set by the field that owns the message
    std::string visually_hidden_text{"Error"};  ///< said before the message; pass the page's language
    std::string classes{};
    Attributes attributes{};
};
[[nodiscard]] Html error_message(const ErrorMessage& options);

struct Legend {
    Content text{};
    std::string classes{};
    bool is_page_heading = false;
};
struct Fieldset {
    Legend legend{};
    std::string described_by{};
    std::string role{};
    std::string classes{};
    Attributes attributes{};
    Html content{};
};
[[nodiscard]] Html fieldset(const Fieldset& options);

/// The box around a field. `before` and `after` stand directly around the control.
struct FormGroup {
    std::string classes{};
    Attributes attributes{};
    Content before{};
    Content after{};
};

/// Sizes of a label or legend.
inline constexpr const char* label_xl = "govuk-label--xl";
inline constexpr const char* label_l = "govuk-label--l";
inline constexpr const char* label_m = "govuk-label--m";
inline constexpr const char* label_s = "govuk-label--s";
inline constexpr const char* legend_xl = "govuk-fieldset__legend--xl";
inline constexpr const char* legend_l = "govuk-fieldset__legend--l";
inline constexpr const char* legend_m = "govuk-fieldset__legend--m";
inline constexpr const char* legend_s = "govuk-fieldset__legend--s";
/// Of a label or legend whose words stand as a heading above it.
inline constexpr const char* unseen_label = "govuk-visually-hidden";

}  // namespace guildhall::html
