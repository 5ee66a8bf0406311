#pragma once
/// What a page may load and where its forms may lead (Content Security Policy, level 3).

#include <string>
#include <vector>

namespace guildhall::http {

/// The policy of every page: all from this site, no inline code, no frames. `form_targets` are origins elsewhere, such
/// as `https://pay.example.org`, to which an answer to one of the page's forms may send the browser on; what is no
/// origin is left out. A handler that sets the header `Content-Security-Policy` to what this gives keeps it.
[[nodiscard]] std::string content_security_policy(const std::vector<std::string>& form_targets = {});

/// `https://pay.example.org` of an absolute http address; empty when it is none.
[[nodiscard]] std::string origin_of(std::string_view address);

}  // namespace guildhall::http
