#include "casework/case_link.hpp"

#include <fmt/format.h>

#include <charconv>

#include "crypto/crypto.hpp"

namespace guildhall::casework {

std::string make_case_key(
    const vault::Vault& vault, std::string_view case_id, std::string_view subject, base::Instant until
) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(until.time_since_epoch()).count();
    return fmt::format("{}.{}", vault.token("case-link", fmt::format("{} {} {}", case_id, subject, seconds)), seconds);
}

bool opens_case(
    const vault::Vault& vault, std::string_view key, std::string_view case_id, std::string_view subject,
    base::Instant now
) {
    const auto dot = key.find('.');
    if (dot == std::string_view::npos) return false;
    const std::string_view digits = key.substr(dot + 1);
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    // Ten digits last until the year 2286, and no product of them can overflow.
    if (error != std::errc{} || end != digits.data() + digits.size() || seconds < 0 || digits.size() > 10) return false;
    const base::Instant until{std::chrono::seconds{seconds}};
    if (now >= until) return false;
    const std::string made = make_case_key(vault, case_id, subject, until);
    return crypto::equal(base::view_of(made), base::view_of(key));
}

std::string case_link(std::string_view origin, std::string_view reference, std::string_view key) {
    std::string link = fmt::format("{}/applications/", origin);
    for (const char c : reference) {
        if (std::string_view{"*~$="}.find(c) == std::string_view::npos)
            link += c;
        else
            link += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    if (!key.empty()) link += fmt::format("/open/{}", key);
    return link;
}

}  // namespace guildhall::casework
