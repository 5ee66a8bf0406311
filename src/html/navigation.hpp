#pragma once
/// Ways through the pages (govuk-frontend: back-link, skip-link, breadcrumbs, pagination).

#include <optional>
#include <string>
#include <vector>

#include "html/html.hpp"

namespace guildhall::html {

struct BackLink {
    Content text{};      ///< "Back" where empty
    std::string href{};  ///< "#" where empty
    std::string classes{};
    Attributes attributes{};
};
[[nodiscard]] Html back_link(const BackLink& options);

struct SkipLink {
    Content text{};
    std::string href{};  ///< "#content" where empty
    std::string classes{};
    Attributes attributes{};
};
[[nodiscard]] Html skip_link(const SkipLink& options);

struct Breadcrumb {
    Content text{};
    std::string href{};  ///< empty for the page that one is on
    Attributes attributes{};
};
struct Breadcrumbs {
    std::vector<Breadcrumb> items{};
    std::string label{"Breadcrumb"};
    std::string classes{};
    bool collapse_on_mobile = false;
    Attributes attributes{};
};
[[nodiscard]] Html breadcrumbs(const Breadcrumbs& options);

struct PageLink {
    std::string href{};  ///< where empty, the link is not there
    Content text{};      ///< "Previous page" or "Next page" where empty
    std::string label{};
    Attributes attributes{};
};
struct PageNumber {
    std::string number{};
    std::string href{};
    std::string visually_hidden_text{};  ///< "Page N" where empty
    bool current = false;
    bool ellipsis = false;
    Attributes attributes{};
};
struct Pagination {
    PageLink previous{};
    PageLink next{};
    std::vector<PageNumber> items{};
    std::string landmark_label{"Pagination"};
    std::string classes{};
    Attributes attributes{};
};
[[nodiscard]] Html pagination(const Pagination& options);

}  // namespace guildhall::html
