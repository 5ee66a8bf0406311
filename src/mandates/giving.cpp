// Offering, asking for and recording permissions.

#include "base/ids.hpp"
#include "base/text.hpp"
#include "mandates/internal/checks.hpp"
#include "mandates/internal/mails.hpp"
#include "mandates/internal/mandate_row.hpp"
#include "mandates/internal/name_tokens.hpp"
#include "mandates/mandates.hpp"

namespace guildhall::mandates {
namespace {

constexpr store::Query insert_mandate{
    "mandates.insert",
    "INSERT INTO mandates (id, state, holder, helper, made_by, may_apply, services, how, record, document, invited, "
    "made_at, begins_at, ends_at, used_at, ended_at, ended_as, ended_by, confirmed_at, confirmed_by) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, '', '', 0, '')"
};
constexpr store::Query count_made{
    "mandates.count_made",
    "SELECT count(*) FROM (SELECT 1 FROM mandates WHERE made_by = $1 AND made_at > $2 AND invited <> '' LIMIT 1000) AS "
    "made"
};
constexpr store::Query count_invited{
    "mandates.count_invited",
    "SELECT count(*) FROM (SELECT 1 FROM mandates WHERE invited = $1 AND made_at > $2 AND invited <> '' LIMIT 1000) AS "
    "made"
};
constexpr store::Query insert_name{
    "mandates.insert_name",
    "INSERT INTO mandate_names (helper, token, mandate) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
};

constexpr std::string_view retention = "mandate";

store::Value text_or_null(const std::string& text) {
    if (text.empty()) return std::monostate{};
    return text;
}

base::Error too_many() {
    return {
        base::ErrorCode::too_many_requests,
        {"Too many requests for permission were sent today. Try again tomorrow."},
        {"invitations to act for someone"}
    };
}

std::string called(const identity::Profile& profile) {
    return profile.name.empty() ? profile.email : profile.name;
}

base::Result<std::string> checked_email(std::string_view email) {
    if (identity::problem_with_email(email))
        return wrong_field("email", "Enter an e-mail address in the form name@example.com");
    return identity::normalised_email(email);
}

}  // namespace

Mandates::Mandates(
    store::Store& store, vault::Vault& vault, identity::Accounts& accounts, documents::Documents& documents,
    notifications::Notifier& notifier, identity::ReaderLanguages& readers, const words::Languages& languages,
    Sender sender, const base::Clock& clock, base::Random& random, Limits limits
)
    : store_(store),
      vault_(vault),
      accounts_(accounts),
      documents_(documents),
      notifier_(notifier),
      readers_(readers),
      languages_(languages),
      sender_(std::move(sender)),
      clock_(clock),
      random_(random),
      limits_(limits) {}

base::Result<base::Done> Mandates::check(const Scope& scope) const {
    const base::Instant now = clock_.now();
    const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(now)};
    std::chrono::year_month_day last = today + limits_.longest;
    if (!last.ok()) last = last.year() / last.month() / std::chrono::last;
    // The whole of the last day counts.
    if (scope.until <= now || scope.until > std::chrono::sys_days{last} + std::chrono::days{1})
        return wrong_field("until", fmt::format("The end must be within {} years from today", limits_.longest.count()));
    if (scope.services.size() > limits_.most_services) return wrong_field("services", "Choose fewer services, or all");
    for (const auto& service : scope.services) {
        if (service.empty() || service.find(' ') != std::string::npos || service.size() > 100)
            return wrong_field("services", "Choose among the services");
    }
    return base::Done{};
}

base::Result<identity::Profile> Mandates::resident(std::string_view account) {
    const auto found = accounts_.find(account);
    if (!found) return found.error();
    if (found->is_staff()) {
        return base::Error{
            base::ErrorCode::forbidden,
            {"A staff account cannot act for anyone. Use an account of your own."},
            {"staff and permissions"}
        };
    }
    return accounts_.profile(account);
}

std::vector<std::string> Mandates::name_tokens(const Mandate& mandate) const {
    std::vector<std::string> tokens;
    for (const auto& beginning : beginnings(mandate.person.name))
        tokens.push_back(vault_.token("mandate-name", mandate.helper + " " + beginning));
    return tokens;
}

events::PreparedEvent Mandates::event_of(const Mandate& mandate, std::string_view type, base::Json data) {
    data.set("holder", mandate.holder);
    data.set("helper", mandate.helper);
    return events::prepare(
        {base::Uuid::make(clock_, random_), std::string{type}, clock_.now(), mandate.id, std::move(data)}
    );
}

const words::Locale& Mandates::language_of(std::string_view account) {
    const auto known = readers_.of(account);
    return languages_.get(known && !known->empty() ? *known : "en");
}

base::Result<std::optional<notifications::PreparedNotice>> Mandates::tell(
    const std::string& account, notifications::Message message
) {
    if (account.empty()) return std::optional<notifications::PreparedNotice>{};
    const auto profile = accounts_.profile(account);
    if (!profile && profile.error().code == base::ErrorCode::not_found)
        return std::optional<notifications::PreparedNotice>{};
    if (!profile) return profile.error();
    auto notice = notifier_.prepare({account, {}, std::move(message), profile->email});
    if (!notice) return notice.error();
    return std::optional{*std::move(notice)};
}

base::Result<Mandate> Mandates::make(
    const Mandate& mandate, const std::string& invited, const std::optional<notifications::PreparedNotice>& invitation,
    const std::optional<documents::AcceptedUpload>& paper
) {
    const bool by_holder = mandate.state == State::offered;
    const std::string& made_by = by_holder ? mandate.holder : mandate.helper;
    // Somebody who has not agreed has no keys yet.
    const auto record = vault_.seal(
        mandate.holder.empty() ? mandate.helper : mandate.holder, retention, base::view_of(sealed_part(mandate).text())
    );
    if (!record) return record.error();
    std::optional<events::PreparedEvent> given;
    if (mandate.state != State::asked) {
        given = event_of(
            mandate, "mandate.given",
            base::Json::Object{
                {"how", how_code(mandate.how)},
                {"may_apply", mandate.scope.may_apply},
                {"services", services_text(mandate.scope.services)},
                {"until", base::to_rfc3339(mandate.scope.until)}
            }
        );
    }
    const std::vector<std::string> names =
        mandate.state == State::active ? name_tokens(mandate) : std::vector<std::string>{};
    const std::int64_t a_day_ago = base::to_micros(mandate.made - std::chrono::days{1});
    const auto written = store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        if (!invited.empty()) {
            const auto made = transaction.query_one(count_made, {made_by, a_day_ago});
            const auto at_address = transaction.query_one(count_invited, {invited, a_day_ago});
            if (made->integer(0) >= limits_.invitations_in_a_day || at_address->integer(0) >= limits_.invited_in_a_day)
                return store::rollback(too_many());
        }
        vault_.put(transaction, *record);
        if (paper) documents_.put(transaction, *paper);
        transaction.execute(
            insert_mandate, {mandate.id, std::string{state_code(mandate.state)}, text_or_null(mandate.holder),
                             text_or_null(mandate.helper), made_by, std::int64_t{mandate.scope.may_apply},
                             services_text(mandate.scope.services), std::string{how_code(mandate.how)}, record->id,
                             mandate.document, invited, base::to_micros(mandate.made), base::to_micros(mandate.begins),
                             base::to_micros(mandate.scope.until), base::to_micros(mandate.used)}
        );
        for (const auto& name : names) transaction.execute(insert_name, {mandate.helper, name, mandate.id});
        if (invitation) notifier_.send(transaction, *invitation);
        if (given) events::append(transaction, *given);
        return store::commit();
    });
    if (!written) return written.error();
    return mandate;
}

base::Result<Mandate> Mandates::give(std::string_view holder, std::string_view helper_email, const Scope& scope) {
    const auto profile = resident(holder);
    if (!profile) return profile.error();
    const auto email = checked_email(helper_email);
    if (!email) return email.error();
    if (*email == profile->email) return wrong_field("email", "This is your own e-mail address");
    if (const auto good = check(scope); !good) return good.error();

    Mandate mandate;
    mandate.id = base::Uuid::make(clock_, random_).text();
    mandate.state = State::offered;
    mandate.holder = holder;
    mandate.scope = scope;
    mandate.person = {called(*profile), profile->email, {}, {}};
    mandate.helper_email = *email;
    mandate.made = clock_.now();
    // The mail is nobody's inbox: its keys are the invitation's own, and go with it.
    const auto invitation = notifier_.prepare(
        {mandate.id, {}, Letters{language_of(holder), sender_}.offer(mandate, key_of(mandate)), *email}
    );
    if (!invitation) return invitation.error();
    return make(mandate, vault_.token("email", *email), *invitation, std::nullopt);
}

base::Result<Mandate> Mandates::ask(
    std::string_view helper, std::string_view name, std::string_view email, const Scope& scope
) {
    const auto profile = resident(helper);
    if (!profile) return profile.error();
    const auto person = checked_text(name, "name", longest_name, true);
    if (!person) return person.error();
    const auto address = checked_email(email);
    if (!address) return address.error();
    if (*address == profile->email) return wrong_field("email", "This is your own e-mail address");
    if (const auto good = check(scope); !good) return good.error();

    Mandate mandate;
    mandate.id = base::Uuid::make(clock_, random_).text();
    mandate.state = State::asked;
    mandate.helper = helper;
    mandate.scope = scope;
    mandate.person = {*person, *address, {}, {}};
    mandate.helper_name = called(*profile);
    mandate.helper_email = profile->email;
    mandate.made = mandate.used = clock_.now();
    const auto invitation = notifier_.prepare(
        {mandate.id, {}, Letters{language_of(helper), sender_}.request(mandate, key_of(mandate)), *address}
    );
    if (!invitation) return invitation.error();
    return make(mandate, vault_.token("email", *address), *invitation, std::nullopt);
}

base::Result<Mandate> Mandates::record(std::string_view helper, const Statement& statement, const Scope& scope) {
    const auto profile = resident(helper);
    if (!profile) return profile.error();
    const base::Instant now = clock_.now();
    const auto name = checked_text(statement.person.name, "name", longest_name, true);
    if (!name) return name.error();
    const auto born = checked_birth(statement.person.born, now);
    if (!born) return born.error();
    const auto address = checked_text(statement.person.address, "address", longest_address, false);
    if (!address) return address.error();
    if (statement.how == How::online) return wrong_field("how", "Choose how the permission was given");
    const auto words = checked_text(statement.words, "words", longest_statement, true);
    if (!words) return words.error();
    const bool needs_paper = statement.how == How::paper || statement.how == How::court;
    if (needs_paper && !statement.scan) return wrong_field("file", "Add a picture or a PDF of the paper");
    if (const auto good = check(scope); !good) return good.error();

    Mandate mandate;
    mandate.id = base::Uuid::make(clock_, random_).text();
    mandate.state = State::active;
    mandate.holder = base::Uuid::make(clock_, random_).text();
    mandate.helper = helper;
    mandate.scope = scope;
    mandate.how = statement.how;
    mandate.person = {*name, {}, *born, *address};
    mandate.helper_name = called(*profile);
    mandate.helper_email = profile->email;
    mandate.statement = *words;
    mandate.made = mandate.begins = mandate.used = now;
    std::optional<documents::AcceptedUpload> paper;
    if (statement.scan) {
        auto accepted = documents_.accept(
            {.subject = mandate.holder,
             .retention = std::string{retention},
             .bytes = statement.scan->bytes,
             .claimed_type = statement.scan->claimed_type,
             .file_name = statement.scan->file_name,
             .allowed = {documents::Kind::image, documents::Kind::pdf}}
        );
        if (!accepted) {
            const auto code = accepted.error().code;
            if (code == base::ErrorCode::internal || code == base::ErrorCode::unavailable) return accepted.error();
            return wrong_field("file", accepted.error().message.text);
        }
        paper = *std::move(accepted);
        mandate.document = paper->document.id;
    }
    return make(mandate, {}, std::nullopt, paper);
}

}  // namespace guildhall::mandates
