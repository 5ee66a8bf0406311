#include "demo.hpp"

namespace guildhall::app {
namespace {

constexpr const char* password = "guildhall-demo";

/// The id of a new account; empty when it was there.
base::Result<std::string> resident(identity::Accounts& accounts, const std::string& email, const std::string& name) {
    const auto created = accounts.create_resident({email, password, name, {}});
    if (created) return created->id;
    if (created.error().code == base::ErrorCode::conflict) return std::string{};
    return created.error();
}

}  // namespace

base::Result<std::vector<identity::DemoAccount>> create_demo_helper(
    identity::Accounts& accounts, mandates::Mandates& mandates, identity::Sessions& sessions, const base::Clock& clock
) {
    const std::vector<identity::DemoAccount> made{
        {"adviser@demo.example", password, identity::Role::resident},
        {"ann@demo.example", password, identity::Role::resident}
    };
    const auto ann = resident(accounts, "ann@demo.example", "Ann Demo");
    if (!ann) return ann.error();
    const auto adviser = resident(accounts, "adviser@demo.example", "Demo Adviser");
    if (!adviser) return adviser.error();
    if (adviser->empty() || ann->empty()) return made;

    const mandates::Scope scope{true, {}, clock.now() + std::chrono::days{365}};
    const auto with_account = mandates.record(
        *adviser,
        {{"Ann Demo", {}, "1958-06-21", "4 Mill Lane"}, mandates::How::in_person, "Ann asked me at the advice desk.", {}
        },
        scope
    );
    if (!with_account) return with_account.error();
    // Ann made an account later, and what was done for her until then became hers.
    if (const auto brought = sessions.bring(with_account->holder, *ann); !brought) return brought.error();
    const auto without = mandates.record(
        *adviser,
        {{"Bo Demo", {}, "1931-04-08", "12 Church Street"},
         mandates::How::phone,
         "Bo rang me. He cannot leave the house, and wants me to apply for him.",
         {}},
        scope
    );
    if (!without) return without.error();
    return made;
}

}  // namespace guildhall::app
