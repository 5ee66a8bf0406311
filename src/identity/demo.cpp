#include "identity/accounts.hpp"

namespace guildhall::identity {

base::Result<std::vector<DemoAccount>> create_demo_accounts(Accounts& accounts, std::string_view team) {
    constexpr std::string_view password = "guildhall-demo";
    struct Wanted {
        std::string_view email;
        std::string_view name;
        Role role;
    };
    constexpr Wanted wanted[] = {
        {"resident@demo.example", "Demo Resident", Role::resident},
        {"caseworker1@demo.example", "Demo Caseworker One", Role::caseworker},
        {"caseworker2@demo.example", "Demo Caseworker Two", Role::caseworker},
        {"lead@demo.example", "Demo Lead", Role::lead},
    };

    std::vector<DemoAccount> made;
    for (const auto& one : wanted) {
        const auto created =
            one.role == Role::resident
                ? accounts.create_resident({std::string(one.email), std::string(password), std::string(one.name), {}})
                : accounts.create_staff(
                      {std::string(one.email), std::string(password), std::string(one.name), one.role, std::string(team)
                      }
                  );
        if (!created && created.error().code != base::ErrorCode::conflict) return created.error();
        made.push_back({std::string(one.email), std::string(password), one.role});
    }
    return made;
}

}  // namespace guildhall::identity
