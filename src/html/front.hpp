#pragma once
/// Finding a service: the front page's hero with its search, the person's own applications, lists of services.

#include <string>
#include <vector>

#include "html/html.hpp"
#include "html/text.hpp"

namespace guildhall::html {

struct Search {
    std::string action{"/search"};
    std::string name{"q"};
    std::string value{};
    std::string label{"Search services"};  ///< for screen readers; the button says the rest
    std::string button{"Search"};
    std::string id{"search"};
};
[[nodiscard]] Html search(const Search& options);

/// One line with words under it: a service, an application, a case.
struct ListItem {
    Content title{};
    std::string href{};
    Content text{};
    Html aside{};  ///< a chip, for example
};

struct OwnApplications {
    Content title{};
    std::vector<ListItem> items{};
};

/// The band on top of the front page. Stands in a page whose width is `full`.
struct Hero {
    Content title{};
    Content text{};
    Search search{};
    OwnApplications own{};  ///< not there while it has no items
};
[[nodiscard]] Html hero(const Hero& options);

/// Services in two columns, one on a narrow screen.
[[nodiscard]] Html link_list(const std::vector<ListItem>& items);
/// Rows across the page: applications, messages, search results.
[[nodiscard]] Html row_list(const std::vector<ListItem>& items);

/// The facts above a guide: what it costs, how long it takes, who decides.
struct Fact {
    Content label{};
    Content value{};
};
[[nodiscard]] Html facts(const std::vector<Fact>& items);

/// Step by step: numbered, with a heading each.
struct Step {
    Content title{};
    Html content{};
};
[[nodiscard]] Html steps(const std::vector<Step>& items);

}  // namespace guildhall::html
