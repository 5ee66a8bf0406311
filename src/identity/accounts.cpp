#include "identity/accounts.hpp"

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/message.hpp"
#include "base/text.hpp"
#include "crypto/crypto.hpp"
#include "events/events.hpp"
#include "identity/internal/account_row.hpp"
#include "identity/internal/failures.hpp"

namespace guildhall::identity {
namespace {

constexpr store::Query insert_account{
    "accounts.insert",
    "INSERT INTO accounts (id, email_token, password_hash, role, team, profile_record, created_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (email_token) DO NOTHING"
};
constexpr store::Query find_by_email{
    "accounts.find_by_email", "SELECT id, role, team, created_at, password_hash FROM accounts WHERE email_token = $1"
};
constexpr store::Query find_by_id{
    "accounts.find", "SELECT id, role, team, created_at, profile_record FROM accounts WHERE id = $1"
};
constexpr store::Query list_staff{
    "accounts.staff",
    "SELECT id, role, team, created_at, profile_record FROM accounts WHERE role <> 'resident' ORDER BY role, id LIMIT "
    "1000"
};

constexpr std::string_view retention = "account";
constexpr std::size_t longest_password_bytes = 800;  // 200 characters of four bytes

base::Error invalid(std::string message) {
    return {base::ErrorCode::invalid_input, {std::move(message)}, {"a field of an account"}};
}

base::Error wrong_credentials() {
    return {base::ErrorCode::not_signed_in, base::by_key("account.wrong"), {}};
}

base::Error no_account() {
    return {base::ErrorCode::not_found, base::by_key("account.not_found"), {}};
}

base::Error has_account() {
    return {base::ErrorCode::conflict, base::by_key("account.taken"), {}};
}

}  // namespace

std::string_view role_name(Role role) {
    switch (role) {
        case Role::resident:
            return "resident";
        case Role::caseworker:
            return "caseworker";
        case Role::lead:
            return "lead";
    }
    return "resident";
}

Accounts::Accounts(
    store::Store& store, vault::Vault& vault, const base::Clock& clock, base::Random& random, SignInLimits limits
)
    : store_(store),
      vault_(vault),
      clock_(clock),
      random_(random),
      limits_(limits),
      nobody_hash_(crypto::hash_password(base::to_hex(random.bytes(16)))) {}

base::Result<Account> Accounts::create_resident(const NewResident& resident) {
    auto created = create(resident.email, resident.password, resident.name, Role::resident, {});
    if (created || created.error().code != base::ErrorCode::conflict || resident.remote_address.empty()) return created;

    // Whoever asks for many addresses that have accounts is collecting them.
    const std::string place = vault_.token("remote-address", place_of(resident.remote_address));
    const base::Instant now = clock_.now();
    const auto failures = store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<std::int64_t> {
        return store::commit(count_failure(transaction, place, now, limits_.window));
    });
    if (!failures) return failures.error();
    if (*failures > limits_.failures_from_address) return too_many_tries(limits_.window);
    return created;
}

base::Result<Account> Accounts::create_staff(const NewStaff& staff) {
    if (staff.role == Role::resident) return invalid("Staff are caseworkers or leads.");
    if (base::trimmed(staff.name).empty()) return invalid("Enter the name of the staff member.");
    if (problem_with_name(staff.team)) return invalid("Enter the team in letters that can be shown.");
    return create(staff.email, staff.password, staff.name, staff.role, staff.team);
}

base::Result<Account> Accounts::create(
    std::string_view email, std::string_view password, std::string_view name, Role role, std::string_view team
) {
    if (const auto problem = problem_with_email(email)) return invalid(*problem);
    if (const auto problem = problem_with_password(password, email)) return invalid(*problem);
    if (const auto problem = problem_with_name(name)) return invalid(*problem);

    const std::string address = normalised_email(email);
    const base::Instant now = clock_.now();
    const Account account{base::Uuid::make(clock_, random_).text(), role, std::string(team), now};
    const std::string token = vault_.token("email", address);
    const std::string hash = crypto::hash_password(password);
    const base::Json profile = base::Json::Object{{"email", address}, {"name", base::trimmed(name)}};
    const auto sealed = vault_.seal(account.id, retention, base::view_of(profile.text()));
    if (!sealed) return sealed.error();
    const auto event = events::prepare(
        {base::Uuid::make(clock_, random_), "account.created", now, account.id,
         base::Json::Object{{"role", role_name(role)}, {"team", account.team}}}
    );

    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<Account> {
        const auto inserted = transaction.execute(
            insert_account,
            {account.id, token, hash, std::string(role_name(role)), account.team, sealed->id, base::to_micros(now)}
        );
        if (inserted == 0) return store::rollback(has_account());
        vault_.put(transaction, *sealed);
        events::append(transaction, event);
        return store::commit(account);
    });
}

base::Result<Account> Accounts::sign_in(
    std::string_view email, std::string_view password, std::string_view remote_address
) {
    const base::Instant now = clock_.now();
    const std::string token = vault_.token("email", normalised_email(email));
    const std::string place = vault_.token("remote-address", place_of(remote_address));

    const auto attempt =
        store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<std::optional<store::Row>> {
            const auto for_email = count_failure(transaction, token, now, limits_.window);
            const auto for_place = count_failure(transaction, place, now, limits_.window);
            // Refused attempts stay counted only up to the limit: a counter that nobody resets must not grow for ever.
            if (for_email > limits_.failures || for_place > limits_.failures_from_address)
                return store::rollback(too_many_tries(limits_.window));
            return store::commit(transaction.query_one(find_by_email, {token}));
        });
    if (!attempt) return attempt.error();

    // An unknown account is checked against the hash of a password that nobody knows: same answer, same time.
    const auto& row = *attempt;
    const bool checkable = row.has_value() && password.size() <= longest_password_bytes;
    const bool right =
        crypto::verify_password(password.substr(0, longest_password_bytes), checkable ? row->text(4) : nobody_hash_);
    if (!right || !checkable) return wrong_credentials();

    const Account account = account_of(*row);
    const auto event = events::prepare(
        {base::Uuid::make(clock_, random_), "account.signed-in", now, account.id,
         base::Json::Object{{"role", role_name(account.role)}}}
    );
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<Account> {
        forgive_all(transaction, token);
        forgive_one(transaction, place);
        events::append(transaction, event);
        return store::commit(account);
    });
}

base::Result<Account> Accounts::find(std::string_view account) {
    const auto row = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(find_by_id, {std::string(account)});
    });
    if (!row) return row.error();
    if (!*row) return no_account();
    return account_of(**row);
}

base::Result<Profile> Accounts::profile(std::string_view account) {
    const auto row = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(find_by_id, {std::string(account)});
    });
    if (!row) return row.error();
    if (!*row) return no_account();
    return read_profile(vault_, (*row)->text(4));
}

base::Result<std::vector<StaffMember>> Accounts::staff() {
    const auto rows = store_.read([&](store::ReadTransaction& transaction) { return transaction.query(list_staff); });
    if (!rows) return rows.error();
    std::vector<StaffMember> members;
    members.reserve(rows->size());
    for (const auto& row : *rows) {
        auto profile = read_profile(vault_, row.text(4));
        if (!profile) return profile.error();
        members.push_back({account_of(row), std::move(profile->name)});
    }
    return members;
}

}  // namespace guildhall::identity
