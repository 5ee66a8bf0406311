// The side of who was asked: the link, its reader, signing, declining; and what goes in with the application.

#include <algorithm>

#include <fmt/format.h>

#include "base/ids.hpp"
#include "base/message.hpp"
#include "base/text.hpp"
#include "crypto/crypto.hpp"
#include "events/events.hpp"
#include "parties/internal/letters.hpp"
#include "parties/internal/rows.hpp"
#include "parties/parties.hpp"
#include "parties/shown.hpp"

namespace guildhall::parties {

using base::Json;
using journeys::Draft;

namespace {

constexpr store::Query claim_for_case{
    "taking_part.claim_for_case",
    "UPDATE parties SET case_id = $3, revision = revision + 1 WHERE party_id = $1 AND revision = $2 AND case_id = ''"
};
constexpr store::Query states_of_draft{
    "taking_part.states_of_draft", "SELECT party_id, state FROM parties WHERE draft_id = $1"
};
constexpr store::Query move_subject{"taking_part.move_subject", "UPDATE parties SET subject = $2 WHERE subject = $1"};
constexpr store::Query move_reader{"taking_part.move_reader", "UPDATE parties SET bound_to = $2 WHERE bound_to = $1"};
constexpr store::Query note_seen{
    "taking_part.note_seen", "UPDATE parties SET seen_at = $2 WHERE party_id = $1 AND seen_at <= $3"
};
constexpr store::Query delete_of_draft{"taking_part.delete_of_draft", "DELETE FROM parties WHERE draft_id = $1"};

constexpr std::chrono::minutes between_readings{30};
constexpr std::size_t salt_bytes = 32;

base::Error not_theirs() {
    return {base::ErrorCode::not_found, base::by_key("parties.locked_lead"), {"party is not bound to this reader"}};
}

base::Error link_is_over() {
    return {base::ErrorCode::expired, base::by_key("parties.locked_lead"), {"key of a party does not open"}};
}

base::Error answers_changed() {
    return {base::ErrorCode::conflict, base::by_key("parties.answers_changed"), {"answers changed under a signature"}};
}

bool can_open(std::string_view state) {
    return state == internal::asked || state == internal::opened;
}

std::string first_word(const std::string& name) {
    return name.substr(0, name.find(' '));
}

}  // namespace

base::Result<Invitation> Parties::invitation(std::string_view id, std::string_view reader) const {
    const auto loaded = load_one(id);
    if (!loaded) return loaded.error();
    const auto draft = drafts_.load(loaded->row.draft, loaded->row.subject);
    if (!draft) return draft.error();
    Invitation invitation;
    invitation.id = loaded->row.id;
    invitation.service = draft->service;
    invitation.asker_first_name = first_word(loaded->record.string_at("asker"));
    invitation.bound = !reader.empty() && loaded->row.bound_to == reader;
    invitation.sent_in = !loaded->row.case_id.empty() || !draft->submitted_case.empty();
    const std::string& state = loaded->row.state;
    invitation.state = state == internal::asked      ? State::asked
                       : state == internal::opened   ? State::opened
                       : state == internal::done     ? State::done
                       : state == internal::changed  ? State::changed
                       : state == internal::declined ? State::declined
                                                     : State::not_asked;
    return invitation;
}

base::Result<bool> Parties::opens(std::string_view id, std::string_view key) const {
    const auto loaded = load_one(id);
    if (!loaded) {
        if (loaded.error().code == base::ErrorCode::not_found) return false;
        return loaded.error();
    }
    const Row& row = loaded->row;
    const auto bytes = base::from_hex(key);
    if (!bytes || row.key_hash.empty() || !can_open(row.state) || clock_.now() >= row.open_until) return false;
    return crypto::equal(base::view_of(base::to_hex(crypto::sha256(*bytes))), base::view_of(row.key_hash));
}

base::Result<base::Done> Parties::bind(std::string_view id, std::string_view key, std::string_view reader) {
    const auto fits = opens(id, key);
    if (!fits) return fits.error();
    if (!*fits) return link_is_over();
    auto loaded = load_one(id);
    if (!loaded) return loaded.error();
    Row& row = loaded->row;
    if (row.subject == reader || reader.empty()) {
        return base::Error{
            base::ErrorCode::forbidden, base::by_key("parties.own_lead"), {"the applicant opened a party's link"}
        };
    }
    row.bound_to = reader;
    row.key_hash.clear();
    if (row.state == internal::asked) row.state = internal::opened;
    const base::Instant now = clock_.now();
    if (row.opened_at == base::Instant{}) row.opened_at = now;
    const auto event = events::prepare(
        {base::Uuid::make(clock_, random_), "party.opened", now, row.draft,
         Json::Object{{"draft", row.draft}, {"party", row.id}}}
    );
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        if (!internal::update_row(transaction, row)) return store::rollback(link_is_over());
        events::append(transaction, event);
        return store::commit();
    });
}

base::Result<base::Done> Parties::send_link(std::string_view id) {
    const auto loaded = load_one(id);
    const auto silent = [](const base::Error& error) -> base::Result<base::Done> {
        const bool quiet = error.code == base::ErrorCode::not_found ||
                           error.code == base::ErrorCode::too_many_requests || error.code == base::ErrorCode::conflict;
        return quiet ? base::Result<base::Done>{base::Done{}} : base::Result<base::Done>{error};
    };
    if (!loaded) return silent(loaded.error());
    if (!can_open(loaded->row.state) || !loaded->row.case_id.empty()) return base::Done{};
    const auto draft = drafts_.load(loaded->row.draft, loaded->row.subject);
    if (!draft) return silent(draft.error());
    const Overview overview = overview_of(*draft, {*loaded});
    const Person* person = overview.find(id);
    if (!person || person->state == State::not_asked) return base::Done{};
    // The old reader keeps what they have until the new link is opened elsewhere.
    const auto ask =
        prepare_ask(*draft, *person, &*loaded, languages_.get(loaded->record.string_at("language")), Mail::fresh);
    if (!ask) return silent(ask.error());
    const auto sent = store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        if (!apply(transaction, *ask)) return store::rollback(answers_changed());
        return store::commit();
    });
    return sent ? sent : silent(sent.error());
}

base::Result<Part> Parties::part(std::string_view id, std::string_view reader) const {
    const auto loaded = load_one(id);
    if (!loaded) return loaded.error().code == base::ErrorCode::not_found ? not_theirs() : loaded.error();
    const Row& row = loaded->row;
    if (reader.empty() || row.bound_to != reader || !row.case_id.empty()) return not_theirs();
    if (can_open(row.state) && clock_.now() >= row.open_until) return not_theirs();
    auto draft = drafts_.load(row.draft, row.subject);
    if (!draft) return draft.error();
    if (!draft->submitted_case.empty()) return not_theirs();
    const auto rows = load(*draft);
    if (!rows) return rows.error();
    Part part{*std::move(draft), nullptr, {}, loaded->record.string_at("asker"), true};
    const Overview overview = overview_of(part.draft, *rows);
    const Person* person = overview.find(id);
    if (!person) return not_theirs();
    part.person = *person;
    part.party = person->who.party;
    const auto whole = journeys::stand(*part.draft.service, part.draft.answers, clock_.now());
    part.ready = !person->waits && journeys::part_of(*part.draft.service, whole, {}).complete();
    return part;
}

base::Result<base::Done> Parties::note_reading(const Part& part) {
    const base::Instant now = clock_.now();
    const std::string& id = part.person.id;
    const auto viewed = events::prepare(
        {base::Uuid::make(clock_, random_), "record.viewed", now, part.draft.id,
         Json::Object{{"draft", part.draft.id}, {"actor", "party:" + id}, {"purpose", "take-part"}}}
    );
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        if (transaction.execute(note_seen, {id, base::to_micros(now), base::to_micros(now - between_readings)}) == 0)
            return store::commit();
        vault_.note_access(transaction, part.draft.subject, {"party:" + id, "take-part", part.draft.id});
        events::append(transaction, viewed);
        return store::commit();
    });
}

std::string Parties::shown_to(const Part& part, const words::Locale& locale) const {
    const base::Instant now = clock_.now();
    const catalogue::Service& service = in_language(*part.draft.service, locale.tag());
    const auto* party = service.find_party(part.party->id);
    const auto standing = journeys::stand(*part.draft.service, part.draft.answers, now);
    // By the day: what is computed from today's date may be another tomorrow.
    const base::Instant day = std::chrono::floor<std::chrono::days>(now);
    return base::to_hex(crypto::sha256(base::view_of(signed_text(service, *party, standing.relevant, locale, day))));
}

base::Result<base::Done> Parties::finish(const Part& part, const Act& act, const words::Locale& locale) {
    const base::Instant now = clock_.now();
    const catalogue::Party& party = *part.party;
    const auto rows = load(part.draft);
    if (!rows) return rows.error();
    const auto mine =
        std::find_if(rows->begin(), rows->end(), [&](const Loaded& one) { return one.row.id == part.person.id; });
    if (mine == rows->end() || mine->row.state != internal::opened || !part.ready) return answers_changed();
    if (act.shown != shown_to(part, locale)) return answers_changed();
    const auto whole = journeys::stand(*part.draft.service, part.draft.answers, now);
    if (!journeys::part_of(*part.draft.service, whole, party.id).complete()) {
        return base::Error{
            base::ErrorCode::invalid_input, base::by_key("parties.question_left"), {"part is not complete"}
        };
    }

    Row row = mine->row;
    Json record = mine->record;
    std::string commitment;
    if (party.signs) {
        const catalogue::Service& service = in_language(*part.draft.service, locale.tag());
        const auto* translated = service.find_party(party.id);
        // The instant is kept to the second, so that the text can be made again.
        const base::Instant at = std::chrono::floor<std::chrono::seconds>(now);
        const base::Bytes salt = random_.bytes(salt_bytes);
        const std::string text = signed_text(service, *translated, whole.relevant, locale, at);
        commitment = base::to_hex(crypto::sha256({base::ByteView{salt}, base::view_of(text)}));
        record.set(
            "signature",
            Json::Object{
                {"name", act.name},
                {"language", locale.tag()},
                {"statement", statement_of(*translated, locale)},
                {"at", base::to_rfc3339(at)},
                {"salt", base::to_hex(salt)},
                {"commitment", commitment}
            }
        );
    }
    row.state = internal::done;
    row.done_at = now;
    row.key_hash.clear();
    const auto sealed = seal(part.draft.subject, record);
    if (!sealed) return sealed.error();
    const std::string old_record = row.record;
    row.record = sealed->id;

    Json data = Json::Object{{"draft", part.draft.id}, {"service", part.draft.service->id}, {"party", row.id}};
    if (party.signs) {
        data.set("service_hash", part.draft.service->hash);
        data.set("commitment", commitment);
    }
    const auto event = events::prepare(
        {base::Uuid::make(clock_, random_), party.signs ? "application.signed" : "party.answered", now, part.draft.id,
         data}
    );

    // Whom this lets be asked, and whether everybody is done, as it will be; both are settled in the transaction.
    std::vector<Loaded> after = *rows;
    for (Loaded& one : after) {
        if (one.row.id == row.id) one = {row, record};
    }
    const words::Locale& asked_in = languages_.get(record.string_at("language"));
    const Overview then = overview_of(part.draft, after);
    std::vector<Ask> next;
    if (part.draft.service->parties_take_turns) {
        for (const Person& person : then.people) {
            const auto* before = part.person.id == person.id ? nullptr : &person;
            if (!before || person.waits || person.state != State::not_asked || person.who.email.empty()) continue;
            const auto known =
                std::find_if(after.begin(), after.end(), [&](const Loaded& one) { return one.row.id == person.id; });
            // Who was asked before and is not now was taken back: by the applicant, who asks again if they want.
            if (known != after.end()) continue;
            auto ask = prepare_ask(part.draft, person, nullptr, asked_in, Mail::first);
            if (!ask) return ask.error();
            next.push_back(*std::move(ask));
        }
    }
    std::vector<std::string> missing;
    std::vector<std::string> needed;  // ids that must be done
    bool all_known = true;
    for (const Person& person : then.people) {
        if (person.who.party->optional) continue;
        if (person.id.empty()) all_known = false;
        needed.push_back(person.id);
        if (person.state != State::done)
            missing.push_back(person.who.name.empty() ? person.who.email : person.who.name);
    }
    const internal::Letter letter{
        asked_in, in_language(*part.draft.service, asked_in.tag()).title, part.asker,
        part.person.who.name.empty() ? part.person.who.email : part.person.who.name, settings_.place
    };
    const std::string link = fmt::format("{}/apply/{}/check", settings_.origin, part.draft.id);
    const auto ready = tell_applicant(part.draft, internal::is_done(letter, party, {}, link));
    if (!ready) return ready.error();
    std::optional<notifications::PreparedNotice> waiting;
    if (!missing.empty()) {
        auto prepared = tell_applicant(part.draft, internal::is_done(letter, party, missing, link));
        if (!prepared) return prepared.error();
        waiting = *std::move(prepared);
    }

    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        // What is signed is what the draft holds at this moment.
        if (!drafts_.hold(transaction, part.draft)) return store::rollback(answers_changed());
        if (!internal::update_row(transaction, row)) return store::rollback(answers_changed());
        vault_.replace(transaction, *sealed, old_record);
        events::append(transaction, event);
        for (const Ask& ask : next) {
            if (!apply(transaction, ask)) return store::rollback(answers_changed());
        }
        // Two may finish at once: whether this was the last is seen here alone.
        bool all_done = all_known;
        const auto states = transaction.query(states_of_draft, {part.draft.id});
        for (const std::string& one : needed) {
            all_done = all_done && std::any_of(states.begin(), states.end(), [&](const store::Row& state) {
                           return state.text(0) == one && state.text(1) == internal::done;
                       });
        }
        notifier_.send(transaction, all_done || !waiting ? *ready : *waiting);
        return store::commit();
    });
}

base::Result<base::Done> Parties::decline(const Part& part, bool not_them, std::string_view said) {
    auto loaded = load_one(part.person.id);
    if (!loaded) return loaded.error();
    Row& row = loaded->row;
    if (!can_open(row.state)) return answers_changed();
    loaded->record.set("not_them", not_them);
    loaded->record.set("words", said);
    const auto sealed = seal(part.draft.subject, loaded->record);
    if (!sealed) return sealed.error();
    const std::string old_record = row.record;
    row.record = sealed->id;
    row.state = internal::declined;
    row.key_hash.clear();
    row.done_at = clock_.now();
    const words::Locale& locale = languages_.get(loaded->record.string_at("language"));
    const internal::Letter letter{
        locale, in_language(*part.draft.service, locale.tag()).title, part.asker,
        part.person.who.name.empty() ? part.person.who.email : part.person.who.name, settings_.place
    };
    const auto told = tell_applicant(
        part.draft,
        internal::has_declined(
            letter, not_them, std::string{said}, fmt::format("{}/apply/{}/check", settings_.origin, part.draft.id)
        )
    );
    if (!told) return told.error();
    const auto event = events::prepare(
        {base::Uuid::make(clock_, random_), "party.declined", clock_.now(), part.draft.id,
         Json::Object{{"draft", part.draft.id}, {"service", part.draft.service->id}, {"party", row.id}}}
    );
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        if (!internal::update_row(transaction, row)) return store::rollback(answers_changed());
        vault_.replace(transaction, *sealed, old_record);
        notifier_.send(transaction, *told);
        events::append(transaction, event);
        return store::commit();
    });
}

std::string Parties::name_of_reader(std::string_view subject, std::string_view actor) const {
    constexpr std::string_view prefix = "party:";
    if (!actor.starts_with(prefix)) return {};
    const auto loaded = load_one(actor.substr(prefix.size()));
    if (!loaded || loaded->row.subject != subject) return {};
    const std::string name = loaded->record.string_at("name");
    return name.empty() ? loaded->record.string_at("email") : name;
}

void Parties::move(store::WriteTransaction& transaction, std::string_view from, std::string_view to) {
    transaction.send(move_subject, {std::string{from}, std::string{to}});
    transaction.send(move_reader, {std::string{from}, std::string{to}});
}

void Parties::forget(store::WriteTransaction& transaction, const std::string& draft) {
    for (const auto& found : transaction.query(internal::select_of_draft, {draft})) {
        const Row row = internal::read_row<Row>(found);
        vault_.remove(transaction, row.record);
        vault_.erase(transaction, "party-" + row.id);
    }
    transaction.execute(delete_of_draft, {draft});
}

jobs::Handler Parties::remind_handler() {
    return [this](const Json& payload) -> base::Result<base::Done> {
        const auto loaded = load_one(payload.string_at("party"));
        if (!loaded) {
            if (loaded.error().code == base::ErrorCode::not_found) return base::Done{};
            return loaded.error();
        }
        const auto* asked_at = payload["asked_at"].integer();
        const Row& row = loaded->row;
        // Done, declined, taken back, or asked anew since.
        const bool over =
            !can_open(row.state) || !row.case_id.empty() || !asked_at || *asked_at != base::to_micros(row.asked_at);
        if (over) return base::Done{};
        const auto draft = drafts_.load(row.draft, row.subject);
        if (!draft) {
            if (draft.error().code == base::ErrorCode::not_found) return base::Done{};
            return draft.error();
        }
        const Overview overview = overview_of(*draft, {*loaded});
        const Person* person = overview.find(row.id);
        if (!draft->submitted_case.empty() || !person || person->state == State::not_asked) return base::Done{};
        const auto ask = prepare_ask(
            *draft, *person, &*loaded, languages_.get(loaded->record.string_at("language")), Mail::reminder
        );
        if (!ask) {
            if (ask.error().code == base::ErrorCode::too_many_requests) return base::Done{};
            return ask.error();
        }
        const auto sent = store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            if (!apply(transaction, *ask)) return store::rollback(answers_changed());
            return store::commit();
        });
        // Opened or done at this moment: then nobody needs reminding.
        if (!sent && sent.error().code != base::ErrorCode::conflict) return sent.error();
        return base::Done{};
    };
}

base::Result<casework::Met> Parties::meet(const Draft& draft, const journeys::Standing& standing) const {
    casework::Met met;
    if (draft.service->parties.empty()) return met;
    const auto rows = load(draft);
    if (!rows) return rows.error();
    const Overview overview = overview_of(draft, *rows);
    if (!overview.ready()) {
        return base::Error{base::ErrorCode::invalid_input, base::by_key("parties.not_done"), {"parties are not done"}};
    }
    Json::Array kept;
    Json::Array told;
    std::vector<std::pair<std::string, std::int64_t>> claimed;
    // Links that nobody needs any more end with the application.
    for (const Loaded& loaded : *rows) claimed.emplace_back(loaded.row.id, loaded.row.revision);
    for (const Person& done : overview.people) {
        const Person* person = &done;
        if (person->state != State::done) continue;
        const Loaded& loaded =
            *std::find_if(rows->begin(), rows->end(), [&](const Loaded& one) { return one.row.id == person->id; });
        const Json& signature = loaded.record["signature"];
        Json one = Json::Object{
            {"id", loaded.row.id},
            {"party", person->who.party->title},
            {"name", person->who.party->signs ? signature.string_at("name") : person->who.name},
            {"email", person->who.email},
            {"at", base::to_rfc3339(loaded.row.done_at)}
        };
        if (person->who.party->signs) {
            const std::string language = signature.string_at("language");
            const catalogue::Service& service = in_language(*draft.service, language);
            const auto at = base::from_rfc3339(signature.string_at("at"));
            one.set("statement", signature.string_at("statement"));
            one.set("at", signature.string_at("at"));
            one.set("commitment", signature.string_at("commitment"));
            one.set("salt", signature.string_at("salt"));
            one.set(
                "text", signed_text(
                            service, *service.find_party(person->who.party->id), standing.relevant,
                            languages_.get(language), *at
                        )
            );
            told.emplace_back(Json::Object{{"party", loaded.row.id}, {"commitment", signature.string_at("commitment")}}
            );
        }
        kept.push_back(std::move(one));
    }
    met.kept = std::move(kept);
    met.told = std::move(told);
    met.claim = [claimed = std::move(claimed)](store::WriteTransaction& transaction, std::string_view case_id) {
        return std::all_of(claimed.begin(), claimed.end(), [&](const auto& one) {
            return transaction.execute(claim_for_case, {one.first, one.second, std::string{case_id}}) == 1;
        });
    };
    return met;
}

}  // namespace guildhall::parties
