#include "notifications/notifications.hpp"

#include "base/json.hpp"
#include "base/message.hpp"
#include "base/text.hpp"
#include "notifications/internal/mail_text.hpp"

namespace guildhall::notifications {
namespace {

constexpr store::Query insert_notice{
    "notices.insert",
    "INSERT INTO notices (id, subject, case_id, record, created_at, mail) VALUES ($1, $2, $3, $4, $5, $6)"
};
constexpr store::Query list_notices{
    "notices.list",
    "SELECT id, case_id, record, created_at, read_at FROM notices WHERE subject = $1 AND id < $2 ORDER BY id DESC "
    "LIMIT $3"
};
constexpr store::Query find_notice{
    "notices.find", "SELECT id, case_id, record, created_at, read_at FROM notices WHERE id = $1 AND subject = $2"
};
constexpr store::Query mark_notice{
    "notices.mark_read", "UPDATE notices SET read_at = $3 WHERE id = $1 AND subject = $2 AND read_at IS NULL"
};
constexpr store::Query count_unread{
    "notices.unread",
    "SELECT count(*) FROM (SELECT 1 FROM notices WHERE subject = $1 AND read_at IS NULL LIMIT 100) AS unread"
};
constexpr store::Query move_notices{"notices.move", "UPDATE notices SET subject = $2 WHERE subject = $1"};
constexpr store::Query find_mail{
    "notices.find_mail", "SELECT record, created_at, mail, case_id FROM notices WHERE id = $1"
};
constexpr store::Query settle_mail{
    "notices.settle_mail", "UPDATE notices SET mail = $2, mailed_at = $3 WHERE id = $1 AND mail = 'waiting'"
};

constexpr std::string_view retention = "notice";
constexpr std::string_view after_all_ids = "ffffffff-ffff-ffff-ffff-ffffffffffff";  // in every collation
constexpr std::size_t longest_subject = 300;                                        // characters
constexpr std::size_t longest_body = 20000;
constexpr std::size_t most_in_page = 100;

base::Error no_notice() {
    return {base::ErrorCode::not_found, base::by_key("account.no_message"), {}};
}

events::PreparedEvent told_by(
    const base::Clock& clock, base::Random& random, const std::string& notice, const std::string& case_id,
    std::string_view channel
) {
    return events::prepare(
        {base::Uuid::make(clock, random), "notice.sent", clock.now(), case_id.empty() ? notice : case_id,
         base::Json::Object{{"case", case_id}, {"channel", channel}, {"notice", notice}}}
    );
}

base::Result<base::Json> open_sealed(vault::Vault& vault, const std::string& record) {
    const auto plain = vault.open(record);
    if (!plain) return plain.error();
    return base::Json::parse(base::text_of(*plain));
}

base::Result<Notice> open_notice(vault::Vault& vault, const store::Row& row) {
    const auto sealed = open_sealed(vault, row.text(2));
    if (!sealed) return sealed.error();
    return Notice{
        row.text(0),
        row.text(1),
        base::from_micros(row.integer(3)),
        row.integer_or_null(4).has_value(),
        {sealed->string_at("subject"), sealed->string_at("body"), sealed->string_at("language")}
    };
}

bool is_erased(const base::Error& error) {
    return error.code == base::ErrorCode::not_found;
}

}  // namespace

Notifier::Notifier(
    store::Store& store, vault::Vault& vault, Mailer& mailer, const base::Clock& clock, base::Random& random
)
    : store_(store), vault_(vault), mailer_(mailer), clock_(clock), random_(random) {}

base::Result<PreparedNotice> Notifier::prepare(const NewNotice& notice) {
    const auto& [subject, body, language] = notice.message;
    if (!base::is_valid_utf8(subject) || !base::is_valid_utf8(body) ||
        base::code_point_count(subject) > longest_subject || base::code_point_count(body) > longest_body) {
        return base::Error{
            base::ErrorCode::invalid_input, {"The message is too long or holds what is no text."}, {"words of a notice"}
        };
    }
    PreparedNotice prepared;
    prepared.id = base::Uuid::make(clock_, random_).text();
    prepared.subject = notice.subject;
    prepared.case_id = notice.case_id;
    prepared.at = clock_.now();
    // An address that cannot be mailed to leaves the inbox, rather than no notice at all.
    prepared.by_mail = is_mail_address(notice.email);

    const base::Json words =
        base::Json::Object{{"subject", subject}, {"body", body}, {"language", language}, {"to", notice.email}};
    auto sealed = vault_.seal(notice.subject, retention, base::view_of(words.text()));
    if (!sealed) return sealed.error();
    prepared.record = *std::move(sealed);
    prepared.told = told_by(clock_, random_, prepared.id, prepared.case_id, "inbox");
    if (prepared.by_mail) {
        prepared.job = {
            base::Uuid::make(clock_, random_), "mail.send", base::Json::Object{{"notice", prepared.id}}, prepared.at
        };
    }
    return prepared;
}

void Notifier::send(store::WriteTransaction& transaction, const PreparedNotice& notice) {
    vault_.put(transaction, notice.record);
    transaction.execute(
        insert_notice, {notice.id, notice.subject, notice.case_id, notice.record.id, base::to_micros(notice.at),
                        std::string(notice.by_mail ? "waiting" : "none")}
    );
    events::append(transaction, notice.told);
    if (notice.by_mail) jobs::enqueue(transaction, notice.job);
}

base::Result<InboxPage> Notifier::inbox(std::string_view subject, std::string_view after, std::size_t limit) {
    limit = std::clamp<std::size_t>(limit, 1, most_in_page);
    const std::string before{after.empty() ? after_all_ids : after};
    const auto rows = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query(list_notices, {std::string(subject), before, static_cast<std::int64_t>(limit + 1)});
    });
    if (!rows) return rows.error();
    InboxPage page;
    for (std::size_t i = 0; i < rows->size() && i < limit; ++i) {
        auto notice = open_notice(vault_, (*rows)[i]);
        if (notice) {
            page.notices.push_back(*std::move(notice));
        } else if (!is_erased(notice.error())) {
            return notice.error();
        }
    }
    if (rows->size() > limit) page.next = (*rows)[limit - 1].text(0);
    return page;
}

base::Result<Notice> Notifier::find(std::string_view subject, std::string_view notice) {
    const auto row = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(find_notice, {std::string(notice), std::string(subject)});
    });
    if (!row) return row.error();
    if (!*row) return no_notice();
    return open_notice(vault_, **row);
}

base::Result<base::Done> Notifier::mark_read(std::string_view subject, std::string_view notice) {
    const std::int64_t now = base::to_micros(clock_.now());
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        const std::string id{notice};
        const std::string owner{subject};
        if (transaction.execute(mark_notice, {id, owner, now}) == 0 &&
            !transaction.query_one(find_notice, {id, owner})) {
            return store::rollback(no_notice());
        }
        return store::commit();
    });
}

base::Result<std::int64_t> Notifier::unread(std::string_view subject) {
    return store_.read([&](store::ReadTransaction& transaction) {
        const auto row = transaction.query_one(count_unread, {std::string(subject)});
        return row ? row->integer(0) : std::int64_t{0};
    });
}

void Notifier::move(store::WriteTransaction& transaction, std::string_view from_subject, std::string_view to_subject) {
    transaction.execute(move_notices, {std::string(from_subject), std::string(to_subject)});
}

jobs::Handler Notifier::mail_handler() {
    return [this](const base::Json& payload) -> base::Result<base::Done> {
        const std::string id = payload.string_at("notice");
        const auto row =
            store_.read([&](store::ReadTransaction& transaction) { return transaction.query_one(find_mail, {id}); });
        if (!row) return row.error();
        if (!*row || (*row)->text(2) != "waiting") return base::Done{};

        const auto sealed = open_sealed(vault_, (*row)->text(0));
        if (!sealed) {
            if (is_erased(sealed.error())) return base::Done{};  // the person asked to be forgotten
            return sealed.error();
        }
        const auto sent = mailer_.send(
            {id, sealed->string_at("to"), sealed->string_at("subject"), sealed->string_at("body"),
             base::from_micros((*row)->integer(1)), sealed->string_at("language")}
        );
        const bool refused = !sent && sent.error().code == base::ErrorCode::invalid_input;
        if (!sent && !refused) return sent.error();

        const std::int64_t now = base::to_micros(clock_.now());
        const auto told = told_by(clock_, random_, id, (*row)->text(3), "email");
        return store_.write(
            [&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
                const auto settled =
                    transaction.execute(settle_mail, {id, std::string(refused ? "refused" : "sent"), now});
                if (settled > 0 && !refused) events::append(transaction, told);
                return store::commit();
            },
            store::Isolation::snapshot
        );
    };
}

}  // namespace guildhall::notifications
