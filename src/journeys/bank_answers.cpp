#include "journeys/bank_answers.hpp"

#include "crypto/crypto.hpp"

namespace guildhall::journeys {
namespace {

using base::Json;
using catalogue::Question;
using catalogue::QuestionType;

constexpr store::Query select_all{
    "journeys.remembered",
    "SELECT bank, form, question, service_hash, given_at, forget_at, record FROM remembered_answers WHERE subject = $1 "
    "AND forget_at > $2 ORDER BY given_at DESC, bank, form LIMIT 200"
};
constexpr store::Query select_one{
    "journeys.remembered_one",
    "SELECT bank, form, question, service_hash, given_at, forget_at, record FROM remembered_answers WHERE subject = $1 "
    "AND bank = $2 AND form = $3 AND forget_at > $4"
};
constexpr store::Query select_record{
    "journeys.remembered_record", "SELECT record FROM remembered_answers WHERE subject = $1 AND bank = $2 AND form = $3"
};
constexpr store::Query put_answer{
    "journeys.remember",
    "INSERT INTO remembered_answers (subject, bank, form, question, service_hash, given_at, forget_at, record) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (subject, bank, form) DO UPDATE SET question = $4, "
    "service_hash = $5, given_at = $6, forget_at = $7, record = $8"
};
constexpr store::Query delete_one{
    "journeys.forget", "DELETE FROM remembered_answers WHERE subject = $1 AND bank = $2 AND form = $3"
};
constexpr store::Query delete_all{"journeys.forget_all", "DELETE FROM remembered_answers WHERE subject = $1"};
constexpr store::Query select_old{
    "journeys.remembered_old",
    "SELECT subject, bank, form, record FROM remembered_answers WHERE forget_at <= $1 LIMIT 500"
};
constexpr store::Query delete_old{
    "journeys.forget_old",
    "DELETE FROM remembered_answers WHERE subject = $1 AND bank = $2 AND form = $3 AND record = $4"
};
constexpr store::Query select_off{"journeys.remembering_off", "SELECT subject FROM remembering_off WHERE subject = $1"};
constexpr store::Query insert_off{
    "journeys.turn_remembering_off", "INSERT INTO remembering_off (subject) VALUES ($1) ON CONFLICT DO NOTHING"
};
constexpr store::Query delete_off{"journeys.turn_remembering_on", "DELETE FROM remembering_off WHERE subject = $1"};

constexpr std::string_view retention = "remembered";

/// One answer, sealed and ready to be written.
struct Prepared {
    const Question* question;
    std::string form;
    vault::SealedRecord record;
};

}  // namespace

bool is_remembered(const Question& question) {
    if (question.bank.empty() || !question.is_asked()) return false;
    return question.type != QuestionType::declaration && question.type != QuestionType::file &&
           question.type != QuestionType::repeat;
}

std::string form_of(const Question& question) {
    Json::Array options;
    for (const auto& option : question.options) {
        options.emplace_back(option.value);
        options.emplace_back(option.label);
    }
    Json form;
    form.set("type", catalogue::question_type_name(question.type));
    form.set("ask", question.ask);
    form.set("options", std::move(options));
    form.set("unit", question.unit);
    form.set("currency", question.currency);
    form.set("scheme", question.scheme);
    const crypto::Hash hash = crypto::sha256({base::view_of(form.text())});
    return base::to_hex(hash);
}

BankAnswers::BankAnswers(
    store::Store& store, vault::Vault& vault, const catalogue::Catalogue& catalogue, const base::Clock& clock
)
    : store_(store), vault_(vault), catalogue_(catalogue), clock_(clock) {}

base::Result<base::Done> BankAnswers::keep(
    std::string_view subject, const catalogue::Service& service, const Answers& answers
) {
    std::vector<Prepared> prepared;
    for (const Question& question : service.questions) {
        const auto given = answers.find(question.id);
        if (!is_remembered(question) || given == answers.end() || given->second.is_null()) continue;
        auto sealed = vault_.seal(subject, retention, base::view_of(given->second.text()));
        if (!sealed) return sealed.error();
        prepared.push_back({&question, form_of(question), *std::move(sealed)});
    }
    if (prepared.empty()) return base::Done{};
    const base::Instant now = clock_.now();
    const std::string owner{subject};
    // Serializable: turning it off at the same moment either comes first, or forgets what is written here.
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        if (transaction.query_one(select_off, {owner})) return store::commit();
        for (const Prepared& one : prepared) {
            const auto before = transaction.query_one(select_record, {owner, one.question->bank, one.form});
            vault_.put(transaction, one.record);
            if (before) vault_.remove(transaction, before->text(0));
            transaction.send(
                put_answer, {owner, one.question->bank, one.form, one.question->id, service.hash, base::to_micros(now),
                             base::to_micros(now + remembered_for), one.record.id}
            );
        }
        return store::commit();
    });
}

base::Result<std::optional<RememberedAnswer>> BankAnswers::read(const store::Row& row) {
    const auto plain = vault_.open(row.text(6));
    auto service = catalogue_.by_hash(row.text(3));
    for (const auto* failed : {plain ? nullptr : &plain.error(), service ? nullptr : &service.error()}) {
        if (!failed) continue;
        // Forgotten meanwhile, or of a service that is gone for good.
        if (failed->code == base::ErrorCode::not_found) return std::optional<RememberedAnswer>{};
        return *failed;
    }
    auto answer = Json::parse(base::text_of(*plain));
    if (!answer) return answer.error();
    RememberedAnswer found;
    found.bank = row.text(0);
    found.form = row.text(1);
    found.answer = *std::move(answer);
    found.service = *std::move(service);
    found.question = found.service->find(row.text(2));
    found.given_at = base::from_micros(row.integer(4));
    found.forget_at = base::from_micros(row.integer(5));
    if (!found.question) return std::optional<RememberedAnswer>{};
    return std::optional<RememberedAnswer>{std::move(found)};
}

base::Result<std::vector<RememberedAnswer>> BankAnswers::list(std::string_view subject) {
    const auto rows = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query(select_all, {std::string{subject}, base::to_micros(clock_.now())});
    });
    if (!rows) return rows.error();
    std::vector<RememberedAnswer> out;
    for (const auto& row : *rows) {
        auto found = read(row);
        if (!found) return found.error();
        if (*found) out.push_back(**std::move(found));
    }
    return out;
}

base::Result<std::optional<RememberedAnswer>> BankAnswers::find(std::string_view subject, const Question& question) {
    if (subject.empty() || !is_remembered(question)) return std::optional<RememberedAnswer>{};
    const auto row = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(
            select_one, {std::string{subject}, question.bank, form_of(question), base::to_micros(clock_.now())}
        );
    });
    if (!row) return row.error();
    if (!*row) return std::optional<RememberedAnswer>{};
    return read(**row);
}

base::Result<base::Done> BankAnswers::forget(std::string_view subject, std::string_view bank, std::string_view form) {
    const store::Parameters which{std::string{subject}, std::string{bank}, std::string{form}};
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        const auto row = transaction.query_one(select_record, which);
        if (!row) return store::commit();
        vault_.remove(transaction, row->text(0));
        transaction.send(delete_one, which);
        return store::commit();
    });
}

base::Result<base::Done> BankAnswers::forget_all(std::string_view subject) {
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        transaction.send(delete_all, {std::string{subject}});
        vault_.erase(transaction, subject, retention);
        return store::commit();
    });
}

base::Result<bool> BankAnswers::is_on(std::string_view subject) {
    return store_.read([&](store::ReadTransaction& transaction) {
        return !transaction.query_one(select_off, {std::string{subject}}).has_value();
    });
}

base::Result<base::Done> BankAnswers::turn(std::string_view subject, bool on) {
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        transaction.send(on ? delete_off : insert_off, {std::string{subject}});
        if (!on) {
            transaction.send(delete_all, {std::string{subject}});
            vault_.erase(transaction, subject, retention);
        }
        return store::commit();
    });
}

base::Result<std::int64_t> BankAnswers::expire() {
    const auto old = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query(select_old, {base::to_micros(clock_.now())});
    });
    if (!old) return old.error();
    std::int64_t count = 0;
    for (const auto& row : *old) {
        const auto gone = store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<std::int64_t> {
            // Nothing when it was given again meanwhile.
            const std::int64_t deleted =
                transaction.execute(delete_old, {row.text(0), row.text(1), row.text(2), row.text(3)});
            if (deleted > 0) vault_.remove(transaction, row.text(3));
            return store::commit(deleted);
        });
        if (!gone) return gone.error();
        count += *gone;
    }
    return count;
}

}  // namespace guildhall::journeys
