#pragma once
/// The pieces of a mail as RFC 5322 and MIME spell them.

#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace guildhall::notifications {

/// One `local@domain` in printable ASCII without spaces, brackets, commas or quotes: safe in headers and in SMTP.
[[nodiscard]] bool is_mail_address(std::string_view text);
[[nodiscard]] std::string_view domain_of(std::string_view address);

/// Unstructured header text: as it is when it is short plain ASCII, else encoded words (RFC 2047), folded.
/// Control characters become spaces, so no text can end the header.
[[nodiscard]] std::string header_text(std::string_view text);
/// A display name: quoted (RFC 5322 section 3.2.4) or encoded words.
[[nodiscard]] std::string header_phrase(std::string_view text);
/// `Sun, 22 Nov 2026 09:11:05 +0000`.
[[nodiscard]] std::string mail_date(base::Instant instant);
/// RFC 2045 section 6.7; any line end of the text becomes CRLF; ends in CRLF.
[[nodiscard]] std::string quoted_printable(std::string_view text);

}  // namespace guildhall::notifications
