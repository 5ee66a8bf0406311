#include "identity/internal/account_row.hpp"

#include "base/json.hpp"
#include "base/message.hpp"

namespace guildhall::identity {
namespace {

Role parse_role(const std::string& text) {
    if (text == "caseworker") return Role::caseworker;
    if (text == "lead") return Role::lead;
    return Role::resident;
}

}  // namespace

Account account_of(const store::Row& row) {
    return {row.text(0), parse_role(row.text(1)), row.text(2), base::from_micros(row.integer(3))};
}

base::Error too_many_tries(std::chrono::seconds window) {
    const std::int64_t minutes = std::chrono::ceil<std::chrono::minutes>(window).count();
    return {
        base::ErrorCode::too_many_requests,
        base::by_key("account.too_many_tries", {{"minutes", minutes}}),
        {"limit of tries"}
    };
}

base::Result<Profile> read_profile(vault::Vault& vault, const std::string& record) {
    const auto plain = vault.open(record);
    if (!plain) return plain.error();
    const auto json = base::Json::parse(base::text_of(*plain));
    if (!json) return json.error();
    return Profile{json->string_at("name"), json->string_at("email")};
}

}  // namespace guildhall::identity
