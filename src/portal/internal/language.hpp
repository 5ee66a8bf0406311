#pragma once
/// In which language a page is written for its reader, and switching it.

#include <string>
#include <vector>

#include "html/text.hpp"
#include "portal/portal.hpp"

namespace guildhall::portal {

/// What the reader chose on this site, else the best of what their browser asks for, else the first that there is.
[[nodiscard]] const words::Locale& words_of(const Parts& parts, const http::Request& request);

/// A service for this reader. Where it has no words in their language it stays in its own, and so do the portal's words
/// around its questions: a page in two languages mixed is read well by nobody.
struct ServiceWords {
    const catalogue::Service& service;  ///< lives as long as the service it came from
    const words::Locale& locale;
};
[[nodiscard]] ServiceWords service_words(
    const Parts& parts, const http::Request& request, const catalogue::Service& service
);

/// Links to this page in every other language.
[[nodiscard]] std::vector<html::Link> language_links(const Parts& parts, const http::Request& request);

}  // namespace guildhall::portal
