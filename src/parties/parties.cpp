// What both sides share, and the side of who applies.

#include "parties/parties.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/ids.hpp"
#include "base/message.hpp"
#include "crypto/crypto.hpp"
#include "events/events.hpp"
#include "parties/internal/letters.hpp"
#include "parties/internal/rows.hpp"
#include "parties/shown.hpp"

namespace guildhall::parties {

using base::Json;
using journeys::Answers;
using journeys::Draft;
using journeys::Participant;

namespace {

constexpr std::string_view retention = "draft";
constexpr std::size_t key_bytes = 16;  // 128 bits

base::Error no_such_person() {
    return {base::ErrorCode::not_found, base::by_key("parties.no_such_person"), {"no such party"}};
}

base::Error changed_meanwhile() {
    return {base::ErrorCode::conflict, base::by_key("parties.changed_meanwhile"), {"party changed meanwhile"}};
}

/// The vault subject under which messages to somebody are sealed: nobody's inbox.
std::string mailbox_of(std::string_view party) {
    return fmt::format("party-{}", party);
}

State state_of(std::string_view code) {
    if (code == internal::asked) return State::asked;
    if (code == internal::opened) return State::opened;
    if (code == internal::done) return State::done;
    if (code == internal::changed) return State::changed;
    if (code == internal::declined) return State::declined;
    return State::not_asked;
}

Answers relevant(const Draft& draft, base::Instant now) {
    return journeys::stand(*draft.service, draft.answers, now).relevant;
}

}  // namespace

const Person* Overview::find(std::string_view id) const {
    if (id.empty()) return nullptr;
    const auto at = std::find_if(people.begin(), people.end(), [&](const Person& person) { return person.id == id; });
    return at == people.end() ? nullptr : &*at;
}

bool Overview::ready() const {
    return std::all_of(people.begin(), people.end(), [](const Person& person) {
        return person.state == State::done || person.who.party->optional;
    });
}

bool Overview::can_ask() const {
    return std::any_of(people.begin(), people.end(), [](const Person& person) {
        return (person.state == State::not_asked || person.state == State::changed) && !person.waits &&
               !person.who.email.empty();
    });
}

bool Overview::is_done(std::string_view party) const {
    return std::any_of(people.begin(), people.end(), [&](const Person& person) {
        return person.who.party->id == party && person.state == State::done;
    });
}

bool Overview::anybody_signed() const {
    return std::any_of(people.begin(), people.end(), [](const Person& person) {
        return person.state == State::done && person.who.party->signs;
    });
}

std::vector<Signature> signatures_of(const Json& kept) {
    std::vector<Signature> signatures;
    const auto* list = kept["signatures"].array();
    if (!list) return signatures;
    for (const auto& one : *list) {
        const auto at = base::from_rfc3339(one.string_at("at"));
        signatures.push_back(
            {one.string_at("party"), one.string_at("name"), one.string_at("statement"), at ? *at : base::Instant{},
             one.string_at("commitment")}
        );
    }
    return signatures;
}

Parties::Parties(
    store::Store& store, vault::Vault& vault, journeys::Drafts& drafts, notifications::Notifier& notifier,
    const words::Languages& languages, Settings settings, const base::Clock& clock, base::Random& random
)
    : store_(store),
      vault_(vault),
      drafts_(drafts),
      notifier_(notifier),
      languages_(languages),
      settings_(std::move(settings)),
      clock_(clock),
      random_(random) {}

base::Result<std::vector<Parties::Loaded>> Parties::load(const Draft& draft) const {
    // In one snapshot: another request replaces the record that a row names.
    return store_.read([&](store::ReadTransaction& transaction) -> base::Result<std::vector<Loaded>> {
        std::vector<Loaded> loaded;
        for (const auto& found : transaction.query(internal::select_of_draft, {draft.id})) {
            Loaded one{internal::read_row<Row>(found), {}};
            const auto plain = vault_.open(transaction, one.row.record);
            if (!plain) return plain.error();
            auto record = Json::parse(base::text_of(*plain));
            if (!record) return record.error();
            one.record = *std::move(record);
            loaded.push_back(std::move(one));
        }
        return loaded;
    });
}

base::Result<Parties::Loaded> Parties::load_one(std::string_view id) const {
    if (!base::Uuid::parse(id)) return no_such_person();
    return store_.read([&](store::ReadTransaction& transaction) -> base::Result<Loaded> {
        const auto found = transaction.query_one(internal::select_one, {std::string{id}});
        if (!found) return no_such_person();
        Loaded one{internal::read_row<Row>(*found), {}};
        const auto plain = vault_.open(transaction, one.row.record);
        if (!plain) return plain.error();
        auto record = Json::parse(base::text_of(*plain));
        if (!record) return record.error();
        one.record = *std::move(record);
        return one;
    });
}

bool Parties::holds(const Draft& draft, const Answers& answers, const Participant& who, const Loaded& loaded) const {
    if (loaded.record.string_at("email") != who.email) return false;
    if (!who.party->answers.empty()) {
        const auto part = journeys::part_of(
            *draft.service, journeys::stand(*draft.service, draft.answers, clock_.now()), who.party->id
        );
        if (!part.complete()) return false;
    }
    if (!who.party->signs) return true;
    const Json& signature = loaded.record["signature"];
    const std::string language = signature.string_at("language");
    const catalogue::Service& service = in_language(*draft.service, language);
    const auto* party = service.find_party(who.party->id);
    const auto at = base::from_rfc3339(signature.string_at("at"));
    const auto salt = base::from_hex(signature.string_at("salt"));
    if (!party || !at || !salt) return false;
    const std::string text = signed_text(service, *party, answers, languages_.get(language), *at);
    return base::to_hex(crypto::sha256({base::ByteView{*salt}, base::view_of(text)})) ==
           signature.string_at("commitment");
}

Person Parties::person_of(const Draft& draft, const Answers& answers, const Participant& who, const Loaded* loaded)
    const {
    Person person{.who = who};
    if (!loaded) return person;
    const Row& row = loaded->row;
    person.id = row.id;
    person.state = state_of(row.state);
    if (person.state == State::done && !holds(draft, answers, who, *loaded)) person.state = State::changed;
    // A link went to another address: it is nobody's any more.
    if (person.state != State::not_asked && loaded->record.string_at("email") != who.email)
        person.state = State::not_asked;
    person.asked_at = row.asked_at;
    person.opened_at = row.opened_at;
    person.done_at = row.done_at;
    person.signed_name = loaded->record["signature"].string_at("name");
    const auto* not_them = loaded->record["not_them"].boolean();
    person.not_them = not_them && *not_them;
    person.declined_words = loaded->record.string_at("words");
    return person;
}

Overview Parties::overview_of(const Draft& draft, const std::vector<Loaded>& rows) const {
    Overview overview;
    const base::Instant now = clock_.now();
    const Answers answers = relevant(draft, now);
    const catalogue::Party* waiting_for = nullptr;
    for (const auto& who : journeys::participants(*draft.service, answers, now)) {
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const Loaded& one) {
            return one.row.party == who.party->id && one.row.member == who.member;
        });
        Person person = person_of(draft, answers, who, row == rows.end() ? nullptr : &*row);
        person.waits = waiting_for && waiting_for != who.party;
        if (draft.service->parties_take_turns && person.state != State::done && !who.party->optional && !waiting_for)
            waiting_for = who.party;
        overview.people.push_back(std::move(person));
    }
    return overview;
}

base::Result<Overview> Parties::overview(const Draft& draft) const {
    if (draft.service->parties.empty()) return Overview{};
    const auto rows = load(draft);
    if (!rows) return rows.error();
    return overview_of(draft, *rows);
}

base::Result<vault::SealedRecord> Parties::seal(std::string_view subject, const Json& record) {
    return vault_.seal(subject, retention, base::view_of(record.text()));
}

base::Result<notifications::PreparedNotice> Parties::tell_applicant(
    const Draft& draft, const notifications::Message& message
) {
    std::string email = journeys::applicants_email(*draft.service, draft.answers);
    if (email.empty() && settings_.account_email) {
        auto of_account = settings_.account_email(draft.subject);
        if (!of_account) return of_account.error();
        email = *std::move(of_account);
    }
    return notifier_.prepare({draft.subject, {}, message, email});
}

base::Result<notifications::PreparedNotice> Parties::tell_person(
    const Loaded& loaded, const notifications::Message& message
) {
    return notifier_.prepare({mailbox_of(loaded.row.id), {}, message, loaded.record.string_at("email")});
}

base::Result<Parties::Ask> Parties::prepare_ask(
    const Draft& draft, const Person& person, const Loaded* loaded, const words::Locale& locale, Mail mail
) {
    const base::Instant now = clock_.now();
    Ask ask;
    Json record;
    if (loaded) {
        ask.row = loaded->row;
        ask.old_record = loaded->row.record;
        // A reader whose address is still the same stays bound; whoever had another does not.
        if (loaded->record.string_at("email") == person.who.email)
            record = loaded->record;
        else
            ask.row.bound_to.clear();
        if (ask.row.mails >= most_mails || (mail != Mail::first && mail != Mail::after_change &&
                                            mail != Mail::reminder && now < ask.row.mailed_at + between_links)) {
            return base::Error{
                base::ErrorCode::too_many_requests, base::by_key("parties.asked_too_often"), {"party asked too often"}
            };
        }
    } else {
        ask.is_new = true;
        ask.row.id = base::Uuid::make(clock_, random_).text();
        ask.row.draft = draft.id;
        ask.row.subject = draft.subject;
        ask.row.party = person.who.party->id;
        ask.row.member = person.who.member;
    }
    const std::string asker = internal::safe_name(journeys::applicants_name(*draft.service, draft.answers));
    record.set("email", person.who.email);
    record.set("name", person.who.name);
    record.set("asker", asker);
    record.set("language", locale.tag());
    if (mail != Mail::reminder && mail != Mail::fresh) record.set("signature", {});
    record.set("not_them", false);
    record.set("words", "");

    const base::Bytes key = random_.bytes(key_bytes);
    ask.row.key_hash = base::to_hex(crypto::sha256(key));
    ask.row.open_until = now + link_lifetime;
    ask.row.mailed_at = now;
    ++ask.row.mails;
    const base::Instant done_at = ask.row.done_at;
    if (mail != Mail::reminder && mail != Mail::fresh) {
        ask.row.asked_at = now;
        ask.row.state = ask.row.bound_to.empty() ? internal::asked : internal::opened;
        ask.row.done_at = {};
    }
    auto sealed = seal(draft.subject, record);
    if (!sealed) return sealed.error();
    ask.sealed = *std::move(sealed);
    ask.row.record = ask.sealed.id;

    const catalogue::Service& service = in_language(*draft.service, locale.tag());
    const internal::Letter letter{locale, service.title, asker, person.who.name, settings_.place};
    const auto occasion = mail == Mail::after_change ? internal::Occasion::after_change
                          : mail == Mail::reminder   ? internal::Occasion::reminder
                          : mail == Mail::first      ? internal::Occasion::first
                                                     : internal::Occasion::again;
    const auto message = internal::ask_mail(
        letter, *person.who.party, occasion, done_at, ask.row.open_until,
        fmt::format("{}/parties/{}/open/{}", settings_.origin, ask.row.id, base::to_hex(key))
    );
    auto prepared = notifier_.prepare({mailbox_of(ask.row.id), {}, message, person.who.email});
    if (!prepared) return prepared.error();
    ask.mail = *std::move(prepared);
    ask.event = events::prepare(
        {base::Uuid::make(clock_, random_), mail == Mail::reminder ? "party.reminded" : "party.asked", now, draft.id,
         Json::Object{{"draft", draft.id}, {"service", draft.service->id}, {"party", ask.row.id}}}
    );
    ask.reminder = {
        base::Uuid::make(clock_, random_), "party.remind",
        Json::Object{{"party", ask.row.id}, {"asked_at", base::to_micros(ask.row.asked_at)}}, now + reminded_after
    };
    return ask;
}

bool Parties::apply(store::WriteTransaction& transaction, const Ask& ask) {
    if (ask.is_new) {
        if (!internal::insert_row(transaction, ask.row)) return false;
        vault_.put(transaction, ask.sealed);
    } else {
        if (!internal::update_row(transaction, ask.row)) return false;
        vault_.replace(transaction, ask.sealed, ask.old_record);
    }
    notifier_.send(transaction, ask.mail);
    events::append(transaction, ask.event);
    if (ask.row.asked_at == ask.row.mailed_at) jobs::enqueue(transaction, ask.reminder);
    return true;
}

base::Result<base::Done> Parties::ask(const Draft& draft, const words::Locale& locale) {
    const auto rows = load(draft);
    if (!rows) return rows.error();
    std::vector<Ask> asks;
    for (const Person& person : overview_of(draft, *rows).people) {
        const bool open = person.state == State::not_asked || person.state == State::changed;
        if (!open || person.waits || person.who.email.empty()) continue;
        const auto row =
            std::find_if(rows->begin(), rows->end(), [&](const Loaded& one) { return one.row.id == person.id; });
        auto ask = prepare_ask(
            draft, person, row == rows->end() ? nullptr : &*row, locale,
            person.state == State::changed ? Mail::after_change : Mail::first
        );
        if (!ask) return ask.error();
        asks.push_back(*std::move(ask));
    }
    if (asks.empty()) return base::Done{};
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        if (!drafts_.hold(transaction, draft)) return store::rollback(changed_meanwhile());
        for (const Ask& one : asks) {
            if (!apply(transaction, one)) return store::rollback(changed_meanwhile());
        }
        return store::commit();
    });
}

base::Result<base::Done> Parties::ask_again(const Draft& draft, std::string_view id, const words::Locale& locale) {
    const auto rows = load(draft);
    if (!rows) return rows.error();
    const Overview overview = overview_of(draft, *rows);
    const Person* person = overview.find(id);
    if (!person || person->who.email.empty() || person->waits) return no_such_person();
    if (person->state == State::done) return changed_meanwhile();
    const auto row = std::find_if(rows->begin(), rows->end(), [&](const Loaded& one) { return one.row.id == id; });
    const auto ask =
        prepare_ask(draft, *person, &*row, locale, person->state == State::changed ? Mail::after_change : Mail::again);
    if (!ask) return ask.error();
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        if (!drafts_.hold(transaction, draft) || !apply(transaction, *ask)) return store::rollback(changed_meanwhile());
        return store::commit();
    });
}

base::Result<base::Done> Parties::take_back(const Draft& draft, std::string_view id) {
    auto loaded = load_one(id);
    if (!loaded) return loaded.error();
    Row& row = loaded->row;
    if (row.draft != draft.id || row.state == internal::taken_back) return no_such_person();
    const words::Locale& locale = languages_.get(loaded->record.string_at("language"));
    const internal::Letter letter{
        locale, in_language(*draft.service, locale.tag()).title, loaded->record.string_at("asker"),
        loaded->record.string_at("name"), settings_.place
    };
    // Who said no has heard the last of it.
    const bool tells = row.state != internal::declined;
    std::optional<notifications::PreparedNotice> told;
    if (tells) {
        auto prepared = tell_person(*loaded, internal::no_longer_asked(letter));
        if (!prepared) return prepared.error();
        told = *std::move(prepared);
    }
    const auto event = events::prepare(
        {base::Uuid::make(clock_, random_), "party.taken-back", clock_.now(), draft.id,
         Json::Object{{"draft", draft.id}, {"service", draft.service->id}, {"party", row.id}}}
    );
    row.state = internal::taken_back;
    row.key_hash.clear();
    row.bound_to.clear();
    row.opened_at = row.done_at = {};
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        if (!internal::update_row(transaction, row)) return store::rollback(changed_meanwhile());
        if (told) notifier_.send(transaction, *told);
        events::append(transaction, event);
        return store::commit();
    });
}

base::Result<base::Done> Parties::settle(const Draft& draft) {
    if (draft.service->parties.empty()) return base::Done{};
    const auto rows = load(draft);
    if (!rows) return rows.error();
    const Overview overview = overview_of(draft, *rows);
    for (const Loaded& loaded : *rows) {
        const Person* person = overview.find(loaded.row.id);
        const bool was_done = loaded.row.state == internal::done;
        if (!person || (person->state == State::not_asked && loaded.row.state != internal::taken_back)) {
            if (loaded.row.state == internal::taken_back) continue;
            const auto taken = take_back(draft, loaded.row.id);
            if (!taken && taken.error().code != base::ErrorCode::conflict) return taken.error();
            continue;
        }
        if (!was_done || person->state != State::changed) continue;
        const words::Locale& locale = languages_.get(loaded.record.string_at("language"));
        const internal::Letter letter{
            locale, in_language(*draft.service, locale.tag()).title, loaded.record.string_at("asker"),
            loaded.record.string_at("name"), settings_.place
        };
        const auto told = tell_person(loaded, internal::no_longer_counts(letter, loaded.row.done_at));
        if (!told) return told.error();
        Row row = loaded.row;
        row.state = internal::changed;
        const auto event = events::prepare(
            {base::Uuid::make(clock_, random_), person->who.party->signs ? "signature.voided" : "party.reopened",
             clock_.now(), draft.id,
             Json::Object{
                 {"draft", draft.id},
                 {"service", draft.service->id},
                 {"party", row.id},
                 {"commitment", loaded.record["signature"].string_at("commitment")}
             }}
        );
        const auto written = store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            if (!internal::update_row(transaction, row)) return store::rollback(changed_meanwhile());
            notifier_.send(transaction, *told);
            events::append(transaction, event);
            return store::commit();
        });
        // Somebody was faster with the same, or the next look notes it.
        if (!written && written.error().code != base::ErrorCode::conflict) return written.error();
    }
    return base::Done{};
}

}  // namespace guildhall::parties
