#pragma once
/// In which language a page is written for its reader, what on it is in another one, and switching it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "html/text.hpp"
#include "portal/portal.hpp"

namespace guildhall::portal {

/// What the reader chose on this site, else the best of what their browser asks for, else the first that there is. The
/// desk speaks English.
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

/// Words that may be in another language than the page around them: then they say so, and which way they run.
[[nodiscard]] html::Html in_language(const words::Locale& page, std::string_view language, const html::Content& words);
/// The same of a part of a page, with headings and paragraphs in it.
[[nodiscard]] html::Html part_in_language(const words::Locale& page, std::string_view language, const html::Html& part);
/// A service's title as its reader knows it; the id of one that is offered no more.
[[nodiscard]] html::Html service_title(const Parts& parts, const http::Request& request, const std::string& service);
[[nodiscard]] html::Html service_title(
    const Parts& parts, const http::Request& request, const catalogue::Service& service
);

/// Links to this page in every other language.
[[nodiscard]] std::vector<html::Link> language_links(const Parts& parts, const http::Request& request);

/// After a sign-in: the account's language becomes this browser's, or this browser's the account's, which had none.
[[nodiscard]] std::optional<http::Cookie> settle_language(
    const Parts& parts, const http::Request& request, const std::string& account
);

}  // namespace guildhall::portal
