#include "identifiers/internal/domain.hpp"

#include <memory>

#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include "base/text.hpp"
#include "identifiers/internal/typed.hpp"

namespace guildhall::identifiers {

std::optional<std::string> ascii_domain(std::string_view domain) {
    // Far over what any domain has: the conversion is not for long texts.
    if (domain.empty() || domain.size() > 1000) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::IDNA> idna{icu::IDNA::createUTS46Instance(
        UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII, status
    )};
    if (U_FAILURE(status)) return std::nullopt;
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    icu::IDNAInfo info;
    idna->nameToASCII_UTF8(icu::StringPiece{domain.data(), static_cast<int32_t>(domain.size())}, sink, info, status);
    if (U_FAILURE(status) || info.hasErrors()) return std::nullopt;
    if (out.size() > 253 || out.ends_with('.') || out.find('.') == std::string::npos) return std::nullopt;
    // URL Standard, "ends in a number": such a host is an address or nothing.
    if (all_digits(out.substr(out.rfind('.') + 1))) return std::nullopt;
    return out;
}

std::optional<std::string> visible(std::string_view typed) {
    std::string out;
    for (std::size_t position = 0; position < typed.size();) {
        const auto point = next_code_point(typed, position);
        if (!point) return std::nullopt;
        if (is_invisible(*point)) continue;
        const auto meant = as_ascii(*point);
        if (meant == ' ') {
            out += ' ';
        } else {
            append_utf8(out, *point);
        }
    }
    return std::string{base::trimmed(out)};
}

}  // namespace guildhall::identifiers
