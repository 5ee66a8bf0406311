#include "casework/corrections.hpp"

#include "base/message.hpp"
#include "base/text.hpp"
#include "catalogue/periods.hpp"
#include "crypto/crypto.hpp"
#include "events/events.hpp"

namespace guildhall::casework {
namespace {

using base::Json;
using journeys::Answers;

// The first change keeps the first version too, under its own number.
constexpr store::Query keep_first{
    "casework.keep_first_version",
    "INSERT INTO case_versions (case_id, version, record, sent_at, event) SELECT case_id, 1, record, submitted_at, "
    "submitted_event FROM cases WHERE case_id = $1 AND version = 1"
};
constexpr store::Query set_version{
    "casework.set_version",
    "UPDATE cases SET version = $3, record = $4, changed_at = $5, changed_event = $6 WHERE case_id = $1 AND version = "
    "$2 AND status = 'with-person' AND needs_person = 1"
};
constexpr store::Query insert_version{
    "casework.insert_version",
    "INSERT INTO case_versions (case_id, version, record, sent_at, event) VALUES ($1, $2, $3, $4, $5)"
};
constexpr store::Query select_versions{
    "casework.select_versions",
    "SELECT version, record, sent_at, event FROM case_versions WHERE case_id = $1 ORDER BY version"
};

constexpr std::string_view retention = "case";
/// Each is kept for ever as long as the case is, and a person reads them all.
constexpr int most_versions = 50;

base::Error no_longer(Changeable why) {
    switch (why) {
        case Changeable::not_offered:
            return {base::ErrorCode::conflict, base::by_key("changing.not_offered"), {"changes are not offered"}};
        case Changeable::too_late:
            return {base::ErrorCode::expired, base::by_key("changing.too_late"), {"change too late"}};
        case Changeable::decided:
        case Changeable::yes:
            break;
    }
    return {base::ErrorCode::conflict, base::by_key("changing.decided"), {"change after the decision"}};
}

base::Error changed_elsewhere() {
    return {base::ErrorCode::conflict, base::by_key("changing.elsewhere"), {"case has another version"}};
}

/// The first of the service's own questions whose answer was changed though it may not be.
const std::string* changed_though_fixed(const Case& found, const Answers& answers) {
    for (const auto& [id, answer] : answers) {
        if (!is_fixed(found, id)) continue;
        const auto before = found.answers.find(id);
        if (before != found.answers.end() && before->second != answer) return &id;
    }
    return nullptr;
}

}  // namespace

std::optional<base::Instant> changeable_until(const Case& found) {
    const auto& after = found.service->after_sending;
    if (!after || after->until.empty()) return std::nullopt;
    const base::Instant end = catalogue::later(found.summary.submitted_at, after->until);
    return std::chrono::floor<std::chrono::days>(end) + std::chrono::days{1};
}

Changeable changeable(const Case& found, base::Instant now) {
    if (!found.service->after_sending) return Changeable::not_offered;
    if (found.summary.status != Status::with_person || found.decision) return Changeable::decided;
    const auto until = changeable_until(found);
    if ((until && now >= *until) || found.version >= most_versions) return Changeable::too_late;
    return Changeable::yes;
}

bool is_fixed(const Case& found, std::string_view question) {
    const auto& after = found.service->after_sending;
    return found.answers.contains(question) && (!after || !after->allows(question));
}

base::Result<base::Done> can_go_on(const Case& found, const journeys::Draft& draft, base::Instant now) {
    if (const auto can = changeable(found, now); can != Changeable::yes) return no_longer(can);
    if (draft.corrects_version != found.version) return changed_elsewhere();
    return base::Done{};
}

Corrections::Corrections(
    store::Store& store, vault::Vault& vault, journeys::Drafts& drafts, const base::Clock& clock, base::Random& random
)
    : store_(store), vault_(vault), drafts_(drafts), clock_(clock), random_(random) {}

base::Result<journeys::Draft> Corrections::start(const Case& found) {
    if (const auto can = changeable(found, clock_.now()); can != Changeable::yes) return no_longer(can);
    return drafts_.start_correction(found.subject, {found.summary.id, found.version, found.service, found.answers});
}

base::Result<Corrected> Corrections::send(const Case& found, const journeys::Draft& draft, std::string_view reason) {
    const base::Instant now = clock_.now();
    const std::string& case_id = found.summary.id;
    if (draft.corrects != case_id)
        return base::Error{base::ErrorCode::conflict, {"This is no change of that application."}, {"other case"}};
    if (!draft.submitted_case.empty()) return Corrected{found.summary.reference, found.version};
    if (const auto open = can_go_on(found, draft, now); !open) return open.error();
    const std::string words{base::trimmed(reason)};
    if (!base::is_valid_utf8(words) || base::code_point_count(words) > longest_reason) {
        return base::Error{
            base::ErrorCode::invalid_input, base::by_key("changing.reason_too_long"), {"reason too long"}
        };
    }

    const journeys::Standing standing = journeys::stand(*found.service, draft.answers, found.rules_at);
    if (!standing.complete()) {
        return base::Error{
            base::ErrorCode::invalid_input, base::by_key("applying.question_left"), {"correction is not complete"}
        };
    }
    const Answers& answers = standing.relevant;
    if (answers == found.answers)
        return base::Error{base::ErrorCode::invalid_input, base::by_key("changing.none_yet"), {"nothing changed"}};
    if (const auto* fixed = changed_though_fixed(found, answers)) {
        return base::Error{base::ErrorCode::forbidden, base::by_key("changing.fixed"), {"fixed: " + *fixed}};
    }

    const base::Bytes salt = random_.bytes(32);
    const std::string text = journeys::to_json(answers).text();
    const crypto::Hash commitment = crypto::sha256({base::ByteView{salt}, base::view_of(text)});
    Json record;
    record.set("answers", journeys::to_json(answers));
    record.set("salt", base::to_hex(salt));
    record.set("instant", base::to_rfc3339(found.rules_at));
    record.set("reason", words);
    const auto sealed = vault_.seal(draft.subject, retention, base::view_of(record.text()));
    if (!sealed) return sealed.error();

    const int version = found.version + 1;
    Json::Array files;
    for (const std::string& document : journeys::documents_in(answers)) files.emplace_back(document);
    Json data;
    data.set("service", found.service->id);
    data.set("service_hash", found.service->hash);
    data.set("case", case_id);
    data.set("version", std::int64_t{version});
    data.set("answers_commitment", base::to_hex(commitment));
    data.set("files", files);
    const auto event =
        events::prepare({base::Uuid::make(clock_, random_), "application.corrected", now, case_id, data});
    const auto written = store_.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            if (!drafts_.mark_submitted(transaction, draft, case_id)) {
                return store::rollback(
                    {base::ErrorCode::conflict, base::by_key("applying.changed_elsewhere"), {"draft moved on"}}
                );
            }
            if (found.version == 1) transaction.send(keep_first, {case_id});
            vault_.put(transaction, *sealed);
            const auto changed = transaction.execute(
                set_version, {case_id, std::int64_t{found.version}, std::int64_t{version}, sealed->id,
                              base::to_micros(now), event.id.text()}
            );
            // Decided, or changed from elsewhere, in the same second.
            if (changed == 0) return store::rollback({base::ErrorCode::conflict, {}, {"case moved on"}});
            transaction.send(
                insert_version, {case_id, std::int64_t{version}, sealed->id, base::to_micros(now), event.id.text()}
            );
            events::append(transaction, event);
            return store::commit();
        },
        store::Isolation::snapshot
    );
    if (written) return Corrected{found.summary.reference, version};
    if (written.error().code != base::ErrorCode::conflict || written.error().detail.text == "draft moved on")
        return written.error();
    const auto row =
        store_.read([&](store::ReadTransaction& transaction) { return transaction.query(select_versions, {case_id}); });
    if (!row) return row.error();
    const bool has_newer = !row->empty() && row->back().integer(0) > found.version;
    return has_newer ? changed_elsewhere() : no_longer(Changeable::decided);
}

base::Result<std::vector<CaseVersion>> Corrections::versions(const Case& found) {
    std::vector<CaseVersion> out;
    if (found.version == 1) {
        out.push_back({1, found.summary.submitted_at, {}, found.answers, found.submitted_event, found.opened});
        return out;
    }
    const auto rows = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query(select_versions, {found.summary.id});
    });
    if (!rows) return rows.error();
    for (const auto& row : *rows) {
        const auto plain = vault_.open(row.text(1));
        if (!plain) return plain.error();
        const auto record = Json::parse(base::text_of(*plain));
        if (!record) return record.error();
        auto answers = journeys::answers_from_json((*record)["answers"].text());
        if (!answers) return answers.error();
        CaseVersion version;
        version.number = static_cast<int>(row.integer(0));
        version.sent_at = base::from_micros(row.integer(2));
        version.reason = record->string_at("reason");
        version.answers = *std::move(answers);
        version.event = base::Uuid::parse(row.text(3));
        Json opened_answers;
        opened_answers.set("salt", record->string_at("salt"));
        opened_answers.set("text", journeys::to_json(version.answers).text());
        version.opened.set("answers_commitment", opened_answers);
        out.push_back(std::move(version));
    }
    return out;
}

}  // namespace guildhall::casework
