#pragma once
/// The page of one case: where it stands, what was decided and why, what its reader can do.

#include <string>
#include <string_view>

#include "casework/corrections.hpp"
#include "casework/dates.hpp"
#include "html/html.hpp"
#include "portal/internal/language.hpp"

namespace guildhall::portal {

/// Hours for which a browser knows who is not signed in: as long as a session.
inline constexpr int hours_kept = 12;

/// A case as its reader sees it: the portal's words in their language, the service's where it has them. Borrows
/// everything.
struct CaseView {
    const Parts& parts;
    const http::Request& request;
    const casework::Case& found;
    const words::Locale& locale;
    const catalogue::Service& service;    ///< of the case, with the reader's words where it has them
    const words::Locale& service_locale;  ///< of the words of `service`

    CaseView(const Parts& parts_, const http::Request& request_, const casework::Case& found_)
        : CaseView(parts_, request_, found_, service_words(parts_, request_, *found_.service)) {}

    [[nodiscard]] std::string text(std::string_view key) const { return locale.text(key); }
    [[nodiscard]] std::string date(base::Instant instant) const { return casework::long_date(locale, instant); }
    /// A message with the last day before a deadline.
    [[nodiscard]] std::string by(std::string_view key, base::Instant due) const {
        return locale.text(key, {{"date", casework::deadline_day(locale, due)}});
    }
    [[nodiscard]] html::Html of_service(const html::Content& words) const {
        return in_language(locale, service.language, words);
    }

private:
    CaseView(
        const Parts& parts_, const http::Request& request_, const casework::Case& found_, const ServiceWords& words
    )
        : parts(parts_),
          request(request_),
          found(found_),
          locale(words_of(parts_, request_)),
          service(words.service),
          service_locale(words.locale) {}
};

struct CasePage {
    std::string title;
    html::Html main;
};
/// `versions` are all of the case: see casework::Corrections.
[[nodiscard]] CasePage case_page(
    const CaseView& view, const http::Caller& caller, const std::vector<casework::CaseVersion>& versions
);

/// That the case stands in the public record, and the way to its receipt.
[[nodiscard]] html::Html receipt_words(const CaseView& view);

}  // namespace guildhall::portal
