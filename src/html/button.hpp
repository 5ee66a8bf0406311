#pragma once
/// Buttons and button-shaped links (govuk-frontend: button).

#include <optional>
#include <string>

#include "html/html.hpp"

namespace guildhall::html {

struct Button {
    Content text{};
    std::string href{};  ///< a link that looks like a button, where not empty
    std::string type{};  ///< `submit` where empty
    std::string name{};
    std::string value{};
    std::string classes{};  ///< see the constants below
    std::string id{};
    bool disabled = false;
    bool start = false;                          ///< with the arrow, on a service's start page
    std::optional<bool> prevent_double_click{};  ///< the script then ignores a second click within a second
    Attributes attributes{};
};

inline constexpr const char* secondary_button = "govuk-button--secondary";
inline constexpr const char* warning_button = "govuk-button--warning";
/// For the keyboard alone: what Enter presses where the first button that is seen should not be it.
inline constexpr const char* unseen_button = "govuk-visually-hidden";
inline constexpr const char* inverse_button = "govuk-button--inverse";

[[nodiscard]] Html button(const Button& options);

/// Buttons and links side by side, stacked on a narrow screen.
[[nodiscard]] Html button_group(const Html& buttons);

}  // namespace guildhall::html
