// Answering invitations, confirming and ending permissions.

#include "base/ids.hpp"
#include "crypto/crypto.hpp"
#include "mandates/internal/mails.hpp"
#include "mandates/internal/mandate_row.hpp"
#include "mandates/mandates.hpp"

namespace guildhall::mandates {
namespace {

constexpr store::Query settle{
    "mandates.accept",
    "UPDATE mandates SET state = 'active', holder = $2, helper = $3, record = $4, begins_at = $5, used_at = $5 WHERE "
    "id "
    "= $1 AND state = $6"
};
constexpr store::Query insert_name{
    "mandates.insert_name",
    "INSERT INTO mandate_names (helper, token, mandate) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
};
constexpr store::Query find_record{"mandates.find_record", "SELECT record FROM mandates WHERE id = $1"};
constexpr store::Query set_ended{
    "mandates.end",
    "UPDATE mandates SET state = 'ended', ended_at = $2, ended_as = $3, ended_by = $4 WHERE id = $1 AND state <> "
    "'ended'"
};
constexpr store::Query forget_record{"mandates.forget_record", "UPDATE mandates SET record = '' WHERE id = $1"};
constexpr store::Query delete_names{"mandates.delete_names", "DELETE FROM mandate_names WHERE mandate = $1"};
constexpr store::Query set_confirmed{
    "mandates.confirm",
    "UPDATE mandates SET confirmed_at = $2, confirmed_by = $3 WHERE id = $1 AND state = 'active' AND confirmed_by = ''"
};
constexpr store::Query select_unanswered{
    "mandates.unanswered",
    "SELECT id, record FROM mandates WHERE made_at < $1 AND state IN ('offered', 'asked') ORDER BY made_at LIMIT $2"
};
constexpr store::Query move_mandates{"mandates.move", "UPDATE mandates SET holder = $2 WHERE holder = $1"};

constexpr std::string_view retention = "mandate";

base::Error over() {
    return {
        base::ErrorCode::expired,
        {"This link no longer works: it was answered or taken back, or it is too old."},
        {"invitation to act for someone"}
    };
}

base::Error no_mandate() {
    return {base::ErrorCode::not_found, {"There is no such permission."}, {"no such mandate for this account"}};
}

std::string called(const identity::Profile& profile) {
    return profile.name.empty() ? profile.email : profile.name;
}

}  // namespace

// Bound to the address, in hexadecimal at its end: mail programs leave out what else a link ends with.
std::string Mandates::key_of(const Mandate& mandate) const {
    const std::string& email = mandate.state == State::asked ? mandate.person.email : mandate.helper_email;
    return vault_.token("mandate-invitation", mandate.id + " " + email) + "." + mandate.id;
}

base::Result<Mandate> Mandates::invitation(std::string_view key) {
    const auto dot = key.find('.');
    if (dot == std::string_view::npos || !base::Uuid::parse(key.substr(dot + 1))) return over();
    auto mandate = load(key.substr(dot + 1));
    if (!mandate && mandate.error().code == base::ErrorCode::not_found) return over();
    if (!mandate) return mandate.error();
    const bool waits = mandate->state == State::offered || mandate->state == State::asked;
    const std::string made = key_of(*mandate);
    if (!waits || !crypto::equal(base::view_of(made), base::view_of(key))) return over();
    return mandate;
}

base::Result<Mandate> Mandates::accept(std::string_view key, std::string_view account) {
    auto found = invitation(key);
    if (!found) return found.error();
    const auto profile = resident(account);
    if (!profile) return profile.error();
    const bool asked = found->state == State::asked;
    const std::string expected{state_code(found->state)};
    if (profile->email != (asked ? found->person.email : found->helper_email)) {
        return base::Error{
            base::ErrorCode::forbidden,
            {"The link was sent to another e-mail address than that of your account. Sign in with the account of that "
             "address, or make one with it."},
            {"invitation for another address"}
        };
    }
    Mandate mandate = *std::move(found);
    if (asked) {
        mandate.holder = account;
        mandate.person.name = profile->name.empty() ? mandate.person.name : profile->name;
    } else {
        mandate.helper = account;
        mandate.helper_name = called(*profile);
    }
    mandate.state = State::active;
    mandate.begins = mandate.used = clock_.now();
    const auto record = vault_.seal(mandate.holder, retention, base::view_of(sealed_part(mandate).text()));
    if (!record) return record.error();
    const auto names = name_tokens(mandate);
    std::vector<events::PreparedEvent> events;
    const base::Json scope = base::Json::Object{
        {"how", how_code(mandate.how)},
        {"may_apply", mandate.scope.may_apply},
        {"services", services_text(mandate.scope.services)},
        {"until", base::to_rfc3339(mandate.scope.until)}
    };
    if (asked) events.push_back(event_of(mandate, "mandate.given", scope));
    events.push_back(event_of(mandate, "mandate.accepted", base::Json::Object{}));
    const std::string& asker = asked ? mandate.helper : mandate.holder;
    const auto notice = tell(asker, Letters{language_of(asker), sender_}.accepted(mandate, !asked));
    if (!notice) return notice.error();
    const auto written = store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        const auto old = transaction.query_one(find_record, {mandate.id});
        if (!old || transaction.execute(
                        settle, {mandate.id, mandate.holder, mandate.helper, record->id,
                                 base::to_micros(mandate.begins), expected}
                    ) == 0)
            return store::rollback(over());
        vault_.put(transaction, *record);
        if (!old->text(0).empty()) vault_.remove(transaction, old->text(0));
        vault_.erase(transaction, mandate.id);  // the mail that invited
        for (const auto& name : names) transaction.execute(insert_name, {mandate.helper, name, mandate.id});
        for (const auto& event : events) events::append(transaction, event);
        if (*notice) notifier_.send(transaction, **notice);
        return store::commit();
    });
    if (!written) return written.error();
    return mandate;
}

base::Result<base::Done> Mandates::decline(std::string_view key) {
    const auto mandate = invitation(key);
    if (!mandate) return mandate.error();
    return finish(*mandate, End::declined, {});
}

base::Result<base::Done> Mandates::finish(const Mandate& mandate, End end, std::string_view by) {
    const bool given = mandate.state != State::asked;
    const base::Instant now = clock_.now();
    const auto event = event_of(mandate, "mandate.ended", base::Json::Object{{"as", end_code(end)}, {"by", by}});
    std::vector<notifications::PreparedNotice> notices;
    const auto tell_one = [&](const std::string& account, notifications::Message message) -> base::Result<base::Done> {
        auto notice = tell(account, std::move(message));
        if (!notice) return notice.error();
        if (*notice) notices.push_back(**std::move(notice));
        return base::Done{};
    };
    const bool was_active = mandate.state == State::active;
    if (was_active && end != End::by_holder) {
        if (const auto told =
                tell_one(mandate.holder, Letters{language_of(mandate.holder), sender_}.ended(mandate, true));
            !told)
            return told.error();
    }
    if (was_active && end != End::by_helper) {
        if (const auto told =
                tell_one(mandate.helper, Letters{language_of(mandate.helper), sender_}.ended(mandate, false));
            !told)
            return told.error();
    }
    if (end == End::declined && !given) {
        if (const auto told = tell_one(mandate.helper, Letters{language_of(mandate.helper), sender_}.refused(mandate));
            !told)
            return told.error();
    }
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        const auto record = transaction.query_one(find_record, {mandate.id});
        const auto changed = transaction.execute(
            set_ended, {mandate.id, base::to_micros(now), std::string{end_code(end)}, std::string{by}}
        );
        if (changed == 0) return store::commit();  // ended meanwhile, which is what was wanted
        transaction.execute(delete_names, {mandate.id});
        // What nobody agreed to is nobody's to keep.
        if (!given && record && !record->text(0).empty()) {
            vault_.remove(transaction, record->text(0));
            transaction.execute(forget_record, {mandate.id});
        }
        if (!was_active) vault_.erase(transaction, mandate.id);
        if (given) events::append(transaction, event);
        for (const auto& notice : notices) notifier_.send(transaction, notice);
        return store::commit();
    });
}

base::Result<base::Done> Mandates::end(std::string_view mandate, std::string_view account) {
    const auto found = load(mandate);
    if (!found) return found.error();
    if (account.empty() || (found->holder != account && found->helper != account)) return no_mandate();
    if (found->state == State::ended) return base::Done{};
    return finish(*found, found->holder == account ? End::by_holder : End::by_helper, account);
}

base::Result<base::Done> Mandates::end_by_staff(std::string_view mandate, std::string_view staff) {
    const auto found = load(mandate);
    if (!found) return found.error();
    if (found->state == State::ended) return base::Done{};
    return finish(*found, End::by_staff, staff);
}

base::Result<base::Done> Mandates::confirm(std::string_view mandate, std::string_view staff) {
    const auto found = load(mandate);
    if (!found) return found.error();
    if (found->is_confirmed()) return base::Done{};
    if (!found->is_active())
        return base::Error{base::ErrorCode::conflict, {"This permission has ended."}, {"confirm an ended mandate"}};
    const auto event = event_of(*found, "mandate.confirmed", base::Json::Object{{"by", staff}});
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        const auto changed =
            transaction.execute(set_confirmed, {found->id, base::to_micros(clock_.now()), std::string{staff}});
        if (changed > 0) events::append(transaction, event);
        return store::commit();
    });
}

void Mandates::move(store::WriteTransaction& transaction, std::string_view from, std::string_view to) {
    transaction.execute(move_mandates, {std::string{from}, std::string{to}});
}

base::Result<std::int64_t> Mandates::sweep(std::int64_t limit) {
    const base::Instant now = clock_.now();
    const base::Instant before = now - limits_.unanswered_kept;
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<std::int64_t> {
        std::int64_t swept = 0;
        for (const auto& row : transaction.query(select_unanswered, {base::to_micros(before), limit})) {
            const std::string id = row.text(0);
            if (!row.text(1).empty()) vault_.remove(transaction, row.text(1));
            transaction.execute(forget_record, {id});
            transaction.execute(
                set_ended, {id, base::to_micros(now), std::string{end_code(End::ran_out)}, std::string{}}
            );
            vault_.erase(transaction, id);
            ++swept;
        }
        return store::commit(swept);
    });
}

}  // namespace guildhall::mandates
