#pragma once
/// What tells the reader something (govuk-frontend: error-summary, notification-banner, panel, inset-text,
/// warning-text, details, tag).

#include <optional>
#include <string>
#include <vector>

#include "html/html.hpp"

namespace guildhall::html {

struct ErrorSummaryItem {
    Content text{};
    std::string href{};  ///< `#` and the id of the field; no link where empty
    Attributes attributes{};
};
struct ErrorSummary {
    Content title{"There is a problem"};
    Content description{};
    std::vector<ErrorSummaryItem> errors{};
    std::optional<bool> disable_auto_focus{};
    std::string classes{};
    Attributes attributes{};
};
[[nodiscard]] Html error_summary(const ErrorSummary& options);

struct NotificationBanner {
    Content text{};   ///< one line, set as a heading
    Html content{};   ///< instead of `text`, where not empty
    Content title{};  ///< "Important", or "Success", where empty
    std::string title_id{"govuk-notification-banner-title"};
    int title_heading_level = 2;
    bool success = false;
    std::string role{};  ///< `region`, or `alert` for success, where empty
    std::optional<bool> disable_auto_focus{};
    std::string classes{};
    Attributes attributes{};
};
[[nodiscard]] Html notification_banner(const NotificationBanner& options);

/// What one can do about an interruption: a link, or a button where there is no address or the type says so.
struct PanelAction {
    std::string text{};
    std::string href{};
    std::string type{};
    std::string classes{};
    Attributes attributes{};
};
struct PanelActions {
    std::vector<PanelAction> items{};
    std::string classes{};
    Attributes attributes{};
};
/// The large confirmation at the end of a journey; or, as an interruption, the question whether one is sure.
struct Panel {
    Content title{};
    Content text{};
    int heading_level = 1;
    bool interruption = false;
    std::optional<PanelActions> actions{};  ///< of an interruption
    std::string classes{};
    Attributes attributes{};
};
[[nodiscard]] Html panel(const Panel& options);

struct InsetText {
    Content text{};
    std::string id{};
    std::string classes{};
    Attributes attributes{};
};
[[nodiscard]] Html inset_text(const InsetText& options);

struct WarningText {
    Content text{};
    std::string icon_fallback_text{"Warning"};  ///< said before the text; pass the page's language
    std::string classes{};
    Attributes attributes{};
};
[[nodiscard]] Html warning_text(const WarningText& options);

struct Details {
    Content summary{};
    Content text{};
    std::string id{};
    bool open = false;
    std::string classes{};
    Attributes attributes{};
};
[[nodiscard]] Html details(const Details& options);

struct Tag {
    Content text{};
    std::string classes{};  ///< a colour: `tag_green`, …; the words say it too
    Attributes attributes{};
};
[[nodiscard]] Html tag(const Tag& options);

inline constexpr const char* tag_green = "govuk-tag--green";
inline constexpr const char* tag_yellow = "govuk-tag--yellow";
inline constexpr const char* tag_red = "govuk-tag--red";
inline constexpr const char* tag_blue = "govuk-tag--blue";
inline constexpr const char* tag_grey = "govuk-tag--grey";

}  // namespace guildhall::html
