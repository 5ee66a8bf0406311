#include "identity/password_resets.hpp"

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/message.hpp"
#include "crypto/crypto.hpp"
#include "events/events.hpp"
#include "identity/internal/account_row.hpp"
#include "identity/internal/failures.hpp"

namespace guildhall::identity {
namespace {

constexpr store::Query find_by_email{
    "password_resets.find_account",
    "SELECT id, role, team, created_at, profile_record FROM accounts WHERE email_token = $1"
};
constexpr store::Query insert_reset{
    "password_resets.insert", "INSERT INTO password_resets (id, account, record, created_at) VALUES ($1, $2, $3, $4)"
};
constexpr store::Query find_reset{
    "password_resets.find",
    "SELECT a.id, a.role, a.team, a.created_at, a.profile_record FROM password_resets AS r JOIN accounts AS a ON a.id "
    "= r.account WHERE r.id = $1 AND r.created_at > $2"
};
constexpr store::Query resets_of{
    "password_resets.of_account", "SELECT id, record FROM password_resets WHERE account = $1"
};
constexpr store::Query old_resets{
    "password_resets.old", "SELECT id, record FROM password_resets WHERE created_at <= $1 ORDER BY created_at LIMIT 20"
};
constexpr store::Query delete_reset{"password_resets.delete", "DELETE FROM password_resets WHERE id = $1"};
constexpr store::Query take_reset{
    "password_resets.take", "DELETE FROM password_resets WHERE id = $1 AND account = $2 AND created_at > $3"
};
constexpr store::Query find_mail{"password_resets.find_mail", "SELECT record FROM password_resets WHERE id = $1"};
constexpr store::Query settle_mail{
    "password_resets.settle_mail", "UPDATE password_resets SET record = '' WHERE id = $1 AND record = $2"
};
constexpr store::Query set_password{
    "password_resets.set_password", "UPDATE accounts SET password_hash = $2 WHERE id = $1"
};

constexpr std::string_view retention = "account";
constexpr std::size_t token_bytes = 32;  // in hexadecimal: mail programs leave out what else a link ends with

base::Error over() {
    return {base::ErrorCode::expired, base::by_key("password.over_text"), {"password reset link"}};
}

std::string id_of(base::ByteView token) {
    return base::to_hex(crypto::sha256(token));
}

std::optional<std::string> id_of_text(std::string_view text) {
    if (text.size() != 2 * token_bytes) return std::nullopt;
    const auto token = base::from_hex(text);
    if (!token) return std::nullopt;
    return id_of(*token);
}

/// The row of the account that a link made after `oldest` is for.
base::Result<store::Row> row_for(store::Store& store, std::string_view token, base::Instant oldest) {
    const auto id = id_of_text(token);
    if (!id) return over();
    auto row = store.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(find_reset, {*id, base::to_micros(oldest)});
    });
    if (!row) return row.error();
    if (!*row) return over();
    return **std::move(row);
}

}  // namespace

PasswordResets::PasswordResets(
    store::Store& store, vault::Vault& vault, Sessions& sessions, const base::Clock& clock, base::Random& random,
    SendResetMail send, ResetLimits limits
)
    : store_(store),
      vault_(vault),
      sessions_(sessions),
      clock_(clock),
      random_(random),
      send_(std::move(send)),
      limits_(limits) {}

base::Result<base::Done> PasswordResets::request(
    std::string_view email, std::string_view remote_address, std::string_view language
) {
    if (const auto problem = problem_with_email(email))
        return base::Error{base::ErrorCode::invalid_input, {*problem}, {"e-mail of a password reset"}};
    const std::string address = normalised_email(email);
    const auto row = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(find_by_email, {vault_.token("email", address)});
    });
    if (!row) return row.error();

    // What follows is done for an address without an account too, up to the last statements.
    const base::Instant now = clock_.now();
    const base::Bytes token = random_.bytes(token_bytes);
    const std::string id = id_of(token);
    const std::string subject = *row ? (*row)->text(0) : base::Uuid::make(clock_, random_).text();
    const base::Json mail = base::Json::Object{
        {"id", base::Uuid::make(clock_, random_).text()},
        {"email", address},
        {"token", base::to_hex(token)},
        {"language", language}
    };
    const auto sealed = vault_.seal(subject, retention, base::view_of(mail.text()));
    if (!sealed) return sealed.error();
    const jobs::NewJob job{base::Uuid::make(clock_, random_), "password.mail", base::Json::Object{{"reset", id}}, now};
    const std::string for_email = vault_.token("password-reset", address);
    const std::string for_place = vault_.token("password-reset-place", place_of(remote_address));
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        const auto of_email = count_failure(transaction, for_email, now, limits_.window);
        const auto of_place = count_failure(transaction, for_place, now, limits_.window);
        if (of_email > limits_.requests || of_place > limits_.requests_from_address)
            return store::rollback(too_many_tries(limits_.window));
        for (const auto& old : transaction.query(old_resets, {base::to_micros(now - limits_.lifetime)})) {
            if (!old.text(1).empty()) vault_.remove(transaction, old.text(1));
            transaction.execute(delete_reset, {old.text(0)});
        }
        if (!*row) return store::commit();
        vault_.put(transaction, *sealed);
        transaction.execute(insert_reset, {id, subject, sealed->id, base::to_micros(now)});
        jobs::enqueue(transaction, job);
        return store::commit();
    });
}

base::Result<Account> PasswordResets::account_for(std::string_view token) {
    const auto row = row_for(store_, token, clock_.now() - limits_.lifetime);
    if (!row) return row.error();
    return account_of(*row);
}

base::Result<Account> PasswordResets::reset(std::string_view token, std::string_view password) {
    const auto row = row_for(store_, token, clock_.now() - limits_.lifetime);
    if (!row) return row.error();
    const Account account = account_of(*row);
    const auto profile = read_profile(vault_, row->text(4));
    if (!profile) return profile.error();
    if (const auto problem = problem_with_password(password, profile->email))
        return base::Error{base::ErrorCode::invalid_input, {*problem}, {"a new password"}};

    const std::string id = *id_of_text(token);
    const std::string hash = crypto::hash_password(password);
    const base::Instant now = clock_.now();
    const auto event = events::prepare(
        {base::Uuid::make(clock_, random_), "account.password-changed", now, account.id,
         base::Json::Object{{"role", role_name(account.role)}}}
    );
    const std::string email_token = vault_.token("email", profile->email);
    const auto changed = store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        const auto all = transaction.query(resets_of, {account.id});
        if (transaction.execute(take_reset, {id, account.id, base::to_micros(now - limits_.lifetime)}) == 0)
            return store::rollback(over());
        for (const auto& other : all) {
            if (!other.text(1).empty()) vault_.remove(transaction, other.text(1));
            transaction.execute(delete_reset, {other.text(0)});
        }
        transaction.execute(set_password, {account.id, hash});
        sessions_.end_all(transaction, account.id);
        // Whoever has the mailbox is let in, however often others tried to guess.
        forgive_all(transaction, email_token);
        events::append(transaction, event);
        return store::commit();
    });
    if (!changed) return changed.error();
    sessions_.forget_all(account.id);
    return account;
}

jobs::Handler PasswordResets::mail_handler() {
    return [this](const base::Json& payload) -> base::Result<base::Done> {
        const std::string id = payload.string_at("reset");
        const auto row =
            store_.read([&](store::ReadTransaction& transaction) { return transaction.query_one(find_mail, {id}); });
        if (!row) return row.error();
        if (!*row || (*row)->text(0).empty()) return base::Done{};
        const std::string record = (*row)->text(0);
        const auto plain = vault_.open(record);
        if (!plain) {
            if (plain.error().code == base::ErrorCode::not_found) return base::Done{};  // used or erased meanwhile
            return plain.error();
        }
        const auto mail = base::Json::parse(base::text_of(*plain));
        if (!mail) return mail.error();
        const auto sent = send_(
            {mail->string_at("id"), mail->string_at("email"), mail->string_at("token"), mail->string_at("language")}
        );
        if (!sent) return sent.error();
        return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            if (transaction.execute(settle_mail, {id, record}) > 0) vault_.remove(transaction, record);
            return store::commit();
        });
    };
}

}  // namespace guildhall::identity
