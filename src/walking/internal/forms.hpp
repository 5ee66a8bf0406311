#pragma once
/// What a walk reads of a page: its heading, its forms, what it says is wrong.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::walking::internal {

struct Form {
    std::string action;
    bool multipart = false;
    std::vector<std::pair<std::string, std::string>> hidden;  ///< its hidden fields
    std::vector<std::string> controls;                        ///< names of all others
};

struct ReadPage {
    std::string heading;
    std::vector<Form> forms;  ///< those that are sent with POST
    std::string errors;       ///< the text of its error summary
    [[nodiscard]] const Form* form_to(std::string_view action) const;
};

/// Any bytes; what is not HTML has nothing.
[[nodiscard]] ReadPage read_page(const std::string& html);

}  // namespace guildhall::walking::internal
