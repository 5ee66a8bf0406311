#pragma once
/// Forms that post, with the session's CSRF token in them.

#include <string>

#include "html/html.hpp"

namespace guildhall::html {

struct Form {
    std::string action{};
    std::string csrf{};  ///< the session's token; no field where empty
    Html content{};
    bool multipart = false;  ///< the form hands in files
    std::string id{};
};
/// A POST form. The browser's own validation is off: our error summary says it better, and in the page's language.
[[nodiscard]] Html form(const Form& options);

/// A GET form, for searching and filtering.
[[nodiscard]] Html get_form(const std::string& action, const Html& content);

[[nodiscard]] Html hidden_field(const std::string& name, const std::string& value);

}  // namespace guildhall::html
