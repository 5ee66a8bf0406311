// Asking, binding, signing, what voids it, sending in; two at once, on both engines.
#include "parties/parties.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "base/log.hpp"
#include "casework/cases.hpp"
#include "catalogue/testing.hpp"
#include "parties/shown.hpp"
#include "vault/testing.hpp"
#include "words/testing.hpp"

namespace guildhall::parties {
namespace {

using journeys::Answers;
using journeys::Draft;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using words::testing::english;
using words::testing::languages;

const std::string questions = R"yaml(version: 1
title: Apply together
summary: Several people.
questions:
  wish: {ask: "What do you wish?", type: text}
  secret: {ask: "What is nobody's business?", type: text}
  own: {ask: "How do we reach you?", type: contact}
  partner: {ask: "Who is your partner?", type: contact}
  doctor: {ask: "Who is your doctor?", type: contact}
  diagnosis: {ask: "What is the illness?", type: text}
journey:
  - section: All
    pages: [wish, secret, own, partner, doctor, diagnosis]
parties:
  partner:
    title: your partner
    does: [sign]
    invite: partner
    sees: [wish]
    statement: I wish it too
  doctor:
    title: your doctor
    does: [answer diagnosis]
    invite: doctor
)yaml";

/// Keeps what it is given.
class Keeping final : public notifications::Mailer {
public:
    std::vector<notifications::Mail> mails;
    base::Result<base::Done> send(const notifications::Mail& mail) override {
        mails.push_back(mail);
        return base::Done{};
    }
};

base::Json contact(std::string_view name, std::string_view email) {
    return base::Json::Object{{"name", name}, {"email", email}, {"phone", ""}};
}

class PartiesTest : public ::testing::TestWithParam<store::Engine> {
protected:
    void SetUp() override {
        folder_.write("any/service.yaml", "service: any\n" + questions);
        folder_.write("turns/service.yaml", "service: turns\n" + questions + "party-order: one after another\n");
        auto opened = catalogue::Catalogue::open({folder_.path(), false}, *house_.store, log_, complaints_);
        ASSERT_TRUE(opened) << catalogue::testing::all_text(complaints_);
        catalogue_ = *std::move(opened);
        drafts_.emplace(*house_.store, *house_.vault, *catalogue_, documents_, house_.clock, house_.random);
        parties_.emplace(
            *house_.store, *house_.vault, *drafts_, notifier_, languages(),
            Settings{"Eastmere", "https://eastmere.example", {}}, house_.clock, house_.random
        );
        cases_.emplace(
            *house_.store, *house_.vault, *catalogue_, *drafts_, house_.clock, house_.random,
            std::vector<const casework::Requirement*>{&*parties_}
        );
    }

    Draft start(const std::string& service) {
        const auto draft = drafts_->start("applicant", catalogue_->get(service));
        EXPECT_TRUE(draft);
        return change(*draft, [](Answers& answers) {
            answers["wish"] = "A garden";
            answers["secret"] = "Gold";
            answers["own"] = contact("Ann Lee", "ann@example.org");
            answers["partner"] = contact("Ben Smith", "ben@example.org");
            answers["doctor"] = contact("Dr Jones", "jones@example.org");
        });
    }
    Draft change(const Draft& draft, const std::function<void(Answers&)>& with) {
        auto changed = drafts_->change(draft.id, draft.subject, [&](Answers& answers) {
            with(answers);
            return true;
        });
        EXPECT_TRUE(changed);
        EXPECT_TRUE(parties_->settle(*changed));
        return *std::move(changed);
    }
    Draft reload(const Draft& draft) { return drafts_->load(draft.id, "applicant").value(); }
    Overview overview(const Draft& draft) { return parties_->overview(reload(draft)).value(); }
    Person person(const Draft& draft, std::string_view party) {
        for (const Person& one : overview(draft).people) {
            if (one.who.party->id == party) return one;
        }
        throw std::logic_error("no such person");
    }

    /// Sends what waits, and gives it.
    std::vector<notifications::Mail> mails() {
        mailer_.mails.clear();
        const auto waiting = house_.store->read([](store::ReadTransaction& read) {
            return read.query({"test.waiting", "SELECT id FROM notices WHERE mail = 'waiting' ORDER BY id"});
        });
        for (const auto& row : *waiting)
            EXPECT_TRUE(notifier_.mail_handler()(base::Json::Object{{"notice", row.text(0)}}));
        return mailer_.mails;
    }
    /// Of the link in the last mail to the address: the id of the person and the key.
    std::pair<std::string, std::string> link(const std::vector<notifications::Mail>& sent, std::string_view to) {
        constexpr std::string_view before = "https://eastmere.example/parties/";
        std::pair<std::string, std::string> found;
        for (const auto& mail : sent) {
            const auto at = mail.body.find(before);
            if (mail.to != to || at == std::string::npos) continue;
            const std::string rest = mail.body.substr(at + before.size());
            found = {rest.substr(0, 36), rest.substr(36 + 6, 32)};
        }
        EXPECT_FALSE(found.second.empty()) << to;
        return found;
    }
    /// Asks, and binds the link that is mailed.
    std::string bind(const Draft& draft, std::string_view to, std::string_view reader) {
        EXPECT_TRUE(parties_->ask(reload(draft), english()));
        const auto [id, key] = link(mails(), to);
        EXPECT_TRUE(parties_->bind(id, key, reader));
        return id;
    }
    base::Result<base::Done> finish(
        const std::string& id, std::string_view reader, const std::string& name = "Ben Smith"
    ) {
        const auto part = parties_->part(id, reader);
        if (!part) return part.error();
        return parties_->finish(*part, {name, parties_->shown_to(*part, english())}, english());
    }
    void answer(const Draft& draft) {
        change(draft, [](Answers& answers) { answers["diagnosis"] = "Hay fever"; });
    }
    std::int64_t events(const std::string& type) {
        return house_.store
            ->read([&](store::ReadTransaction& read) {
                return read.query({"test.events", "SELECT COUNT(*) FROM events WHERE type = $1"}, {type})
                    .at(0)
                    .integer(0);
            })
            .value();
    }

    vault::VaultForTest house_{GetParam()};
    catalogue::testing::ScratchFolder folder_;
    base::NullLog log_;
    base::Complaints complaints_;
    Keeping mailer_;
    notifications::Notifier notifier_{*house_.store, *house_.vault, mailer_, house_.clock, house_.random};
    documents::Documents documents_{*house_.store, *house_.vault, nullptr, house_.clock, house_.random};
    std::unique_ptr<catalogue::Catalogue> catalogue_;
    std::optional<journeys::Drafts> drafts_;
    std::optional<Parties> parties_;
    std::optional<casework::Cases> cases_;
};

TEST_P(PartiesTest, TwoPeopleDoTheirPartInAnyOrderAndItIsSentIn) {
    const Draft draft = start("any");
    EXPECT_TRUE(overview(draft).can_ask());
    EXPECT_FALSE(overview(draft).ready());
    EXPECT_FALSE(cases_->submit(reload(draft)));
    ASSERT_TRUE(parties_->ask(draft, english()));
    const auto sent = mails();
    ASSERT_THAT(sent, SizeIs(2));
    for (const auto& mail : sent) {
        EXPECT_THAT(mail.body, AllOf(HasSubstr("Ann Lee"), HasSubstr("Apply together"), Not(HasSubstr("garden"))));
    }
    EXPECT_THAT(sent[0].subject, HasSubstr("sign"));
    EXPECT_THAT(sent[1].subject, HasSubstr("answer"));
    EXPECT_FALSE(overview(draft).can_ask());

    const auto [doctor, doctors_key] = link(sent, "jones@example.org");
    ASSERT_TRUE(parties_->bind(doctor, doctors_key, "browser-of-jones"));
    EXPECT_EQ(person(draft, "doctor").state, State::opened);
    EXPECT_FALSE(finish(doctor, "browser-of-jones")) << "a question is left";
    answer(draft);
    ASSERT_TRUE(finish(doctor, "browser-of-jones"));
    EXPECT_TRUE(overview(draft).is_done("doctor"));
    auto told = mails();
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0].to, "ann@example.org");
    EXPECT_THAT(told[0].body, AllOf(HasSubstr("Dr Jones has handed in"), HasSubstr("Ben Smith"), HasSubstr("/check")));

    const auto [partner, partners_key] = link(sent, "ben@example.org");
    ASSERT_TRUE(parties_->bind(partner, partners_key, "browser-of-ben"));
    ASSERT_TRUE(finish(partner, "browser-of-ben", "Benjamin Smith"));
    told = mails();
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_THAT(told[0].subject, HasSubstr("Everything is ready"));
    EXPECT_TRUE(overview(draft).ready());
    EXPECT_EQ(person(draft, "partner").signed_name, "Benjamin Smith");

    const auto submitted = cases_->submit(reload(draft));
    ASSERT_TRUE(submitted) << submitted.error().detail.text;
    const auto found = cases_->load_own(submitted->reference, "applicant");
    ASSERT_TRUE(found);
    const auto signatures = signatures_of(found->kept);
    ASSERT_THAT(signatures, SizeIs(2));
    for (const auto& signature : signatures) {
        const bool is_partner = signature.party == "your partner";
        EXPECT_EQ(signature.name, is_partner ? "Benjamin Smith" : "Dr Jones");
        EXPECT_EQ(signature.statement, is_partner ? "I wish it too" : "");
        EXPECT_EQ(signature.commitment.size(), is_partner ? 64U : 0U);
    }
    EXPECT_EQ(events("application.signed"), 1);
    // Nothing opens after that.
    EXPECT_FALSE(parties_->part(partner, "browser-of-ben"));
    EXPECT_TRUE(parties_->invitation(partner, "browser-of-ben")->sent_in);
}

TEST_P(PartiesTest, ALinkOpensOnceForOneReader) {
    const Draft draft = start("any");
    ASSERT_TRUE(parties_->ask(draft, english()));
    const auto [id, key] = link(mails(), "ben@example.org");
    EXPECT_TRUE(*parties_->opens(id, key));
    EXPECT_TRUE(*parties_->opens(id, key)) << "looking binds nothing";
    std::string other = key;
    other[0] = other[0] == '0' ? '1' : '0';
    EXPECT_FALSE(*parties_->opens(id, other));
    EXPECT_FALSE(*parties_->opens(id, ""));
    EXPECT_FALSE(*parties_->opens("nobody", key));
    EXPECT_EQ(parties_->bind(id, key, "applicant").error().code, base::ErrorCode::forbidden);
    ASSERT_TRUE(parties_->bind(id, key, "ben"));
    EXPECT_EQ(parties_->bind(id, key, "somebody-else").error().code, base::ErrorCode::expired);
    EXPECT_TRUE(parties_->part(id, "ben"));
    EXPECT_FALSE(parties_->part(id, "somebody-else"));
    EXPECT_FALSE(parties_->part(id, ""));

    // A fresh one goes to the same address, and not again at once.
    ASSERT_TRUE(parties_->send_link(id));
    EXPECT_THAT(mails(), IsEmpty()) << "ten minutes have not passed";
    house_.clock.advance(std::chrono::minutes{11});
    ASSERT_TRUE(parties_->send_link(id));
    const auto fresh = link(mails(), "ben@example.org");
    EXPECT_NE(fresh.second, key);
    EXPECT_TRUE(parties_->part(id, "ben")) << "until it is opened elsewhere";
    ASSERT_TRUE(parties_->bind(id, fresh.second, "bens-phone"));
    EXPECT_FALSE(parties_->part(id, "ben"));
    EXPECT_TRUE(parties_->part(id, "bens-phone"));
    house_.clock.advance(link_lifetime + std::chrono::hours{1});
    EXPECT_FALSE(parties_->part(id, "bens-phone"));
    EXPECT_TRUE(parties_->send_link("018f0000-0000-7000-8000-000000000000")) << "the same answer for nobody";
}

TEST_P(PartiesTest, WhatChangesVoidsASignatureAndNothingElseDoes) {
    Draft draft = start("any");
    const std::string id = bind(draft, "ben@example.org", "ben");
    ASSERT_TRUE(finish(id, "ben"));
    (void)mails();
    // He did not see it, so it is nothing that he signed for.
    draft = change(draft, [](Answers& answers) { answers["secret"] = "Silver"; });
    EXPECT_EQ(person(draft, "partner").state, State::done);
    house_.clock.advance(std::chrono::days{3});
    EXPECT_EQ(person(draft, "partner").state, State::done);

    draft = change(draft, [](Answers& answers) { answers["wish"] = "A castle"; });
    EXPECT_EQ(person(draft, "partner").state, State::changed);
    EXPECT_EQ(events("signature.voided"), 1);
    auto told = mails();
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0].to, "ben@example.org");
    EXPECT_THAT(told[0].body, HasSubstr("does not count any more"));
    EXPECT_FALSE(finish(id, "ben")) << "he is asked first";
    answer(draft);
    EXPECT_FALSE(cases_->submit(reload(draft)));

    // Asked again, his browser is known still.
    ASSERT_TRUE(parties_->ask(reload(draft), english()));
    told = mails();
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_THAT(told[0].body, HasSubstr("Answers have changed"));
    ASSERT_TRUE(finish(id, "ben"));
    EXPECT_EQ(person(draft, "partner").state, State::done);
    EXPECT_EQ(events("application.signed"), 2);
}

TEST_P(PartiesTest, WhatWasChangedWhileReadingIsReadAgain) {
    Draft draft = start("any");
    const std::string id = bind(draft, "ben@example.org", "ben");
    const auto part = parties_->part(id, "ben");
    const std::string shown = parties_->shown_to(*part, english());
    draft = change(draft, [](Answers& answers) { answers["wish"] = "A castle"; });
    // With the page as it was, and with the draft as it was loaded.
    EXPECT_EQ(parties_->finish(*part, {"Ben", shown}, english()).error().code, base::ErrorCode::conflict);
    const auto again = parties_->part(id, "ben");
    EXPECT_EQ(parties_->finish(*again, {"Ben", shown}, english()).error().code, base::ErrorCode::conflict);
    ASSERT_TRUE(parties_->finish(*again, {"Ben", parties_->shown_to(*again, english())}, english()));
}

TEST_P(PartiesTest, ASetOrderAsksOneAfterAnother) {
    const Draft draft = start("turns");
    ASSERT_TRUE(parties_->ask(draft, english()));
    auto sent = mails();
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].to, "ben@example.org");
    EXPECT_TRUE(person(draft, "doctor").waits);
    EXPECT_FALSE(overview(draft).can_ask());
    const auto [id, key] = link(sent, "ben@example.org");
    ASSERT_TRUE(parties_->bind(id, key, "ben"));
    ASSERT_TRUE(finish(id, "ben"));
    sent = mails();
    ASSERT_THAT(sent, SizeIs(2));
    const auto doctor = link(sent, "jones@example.org");
    EXPECT_EQ(person(draft, "doctor").state, State::asked);
    ASSERT_TRUE(parties_->bind(doctor.first, doctor.second, "jones"));
    answer(draft);
    ASSERT_TRUE(finish(doctor.first, "jones"));
    EXPECT_TRUE(cases_->submit(reload(draft)));
}

TEST_P(PartiesTest, WhoSaysNoIsNotAskedUntilTheApplicantAsksAgain) {
    const Draft draft = start("any");
    const std::string id = bind(draft, "ben@example.org", "ben");
    ASSERT_TRUE(parties_->decline(*parties_->part(id, "ben"), true, "Wrong Ben"));
    const Person declined = person(draft, "partner");
    EXPECT_EQ(declined.state, State::declined);
    EXPECT_TRUE(declined.not_them);
    EXPECT_EQ(declined.declined_words, "Wrong Ben");
    const auto told = mails();
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0].to, "ann@example.org");
    EXPECT_THAT(told[0].body, AllOf(HasSubstr("not who you mean"), HasSubstr("Wrong Ben")));
    ASSERT_TRUE(parties_->ask(reload(draft), english()));
    ASSERT_TRUE(parties_->send_link(id));
    EXPECT_THAT(mails(), IsEmpty());
    house_.clock.advance(std::chrono::hours{1});
    ASSERT_TRUE(parties_->ask_again(reload(draft), id, english()));
    EXPECT_EQ(link(mails(), "ben@example.org").first, id);
}

TEST_P(PartiesTest, AnotherAddressStopsTheLinkThatWentToTheFirst) {
    Draft draft = start("any");
    const std::string id = bind(draft, "ben@example.org", "ben");
    draft = change(draft, [](Answers& answers) { answers["partner"] = contact("Bea Smith", "bea@example.org"); });
    EXPECT_EQ(person(draft, "partner").state, State::not_asked);
    EXPECT_FALSE(parties_->part(id, "ben"));
    const auto told = mails();
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0].to, "ben@example.org");
    EXPECT_THAT(told[0].subject, HasSubstr("no longer asked"));
    ASSERT_TRUE(parties_->ask(reload(draft), english()));
    const auto [again, key] = link(mails(), "bea@example.org");
    EXPECT_EQ(again, id);
    ASSERT_TRUE(parties_->bind(id, key, "bea"));
    EXPECT_EQ(parties_->part(id, "bea")->person.who.name, "Bea Smith");
    // Taken back, it opens nothing.
    ASSERT_TRUE(parties_->take_back(reload(draft), id));
    EXPECT_FALSE(parties_->part(id, "bea"));
    EXPECT_FALSE(parties_->take_back(reload(draft), id));
    Draft others = start("any");
    EXPECT_FALSE(parties_->take_back(others, id)) << "of another draft";
}

TEST_P(PartiesTest, AReminderComesOnceToWhoIsNotDone) {
    const Draft draft = start("any");
    ASSERT_TRUE(parties_->ask(draft, english()));
    const auto [id, key] = link(mails(), "ben@example.org");
    const auto job = [&] {
        const auto row = house_.store->read([&](store::ReadTransaction& read) {
            return read.query_one({"test.asked", "SELECT asked_at FROM parties WHERE party_id = $1"}, {id});
        });
        return base::Json{base::Json::Object{{"party", id}, {"asked_at", (*row)->integer(0)}}};
    };
    house_.clock.advance(reminded_after);
    ASSERT_TRUE(parties_->remind_handler()(job()));
    const auto reminded = mails();
    ASSERT_THAT(reminded, SizeIs(1));
    EXPECT_THAT(reminded[0].subject, HasSubstr("Reminder"));
    EXPECT_FALSE(*parties_->opens(id, key)) << "the new link takes the place of the old";
    const auto fresh = link(reminded, "ben@example.org");
    ASSERT_TRUE(parties_->bind(id, fresh.second, "ben"));
    ASSERT_TRUE(finish(id, "ben"));
    (void)mails();
    ASSERT_TRUE(parties_->remind_handler()(job()));
    EXPECT_THAT(mails(), IsEmpty());
    EXPECT_TRUE(parties_->remind_handler()(base::Json::Object{{"party", "gone"}}));
}

TEST_P(PartiesTest, ReadingLeavesARecordThatTheApplicantSees) {
    const Draft draft = start("any");
    const std::string id = bind(draft, "ben@example.org", "ben");
    const auto part = parties_->part(id, "ben");
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(parties_->note_reading(*part));
    const auto accesses =
        house_.store->read([&](store::ReadTransaction& read) { return house_.vault->accesses(read, "applicant", 10); });
    ASSERT_THAT(*accesses, SizeIs(1)) << "one for one reading";
    EXPECT_EQ(accesses->front().code, "take-part");
    EXPECT_EQ(parties_->name_of_reader("applicant", accesses->front().actor), "Ben Smith");
    EXPECT_EQ(parties_->name_of_reader("somebody", accesses->front().actor), "");
    EXPECT_EQ(parties_->name_of_reader("applicant", "staff"), "");
}

TEST_P(PartiesTest, TheyGoAlongWithTheDraft) {
    const Draft draft = start("any");
    const std::string id = bind(draft, "ben@example.org", "ben");
    const auto move = house_.vault->prepare_move("applicant", "account");
    ASSERT_TRUE(move);
    ASSERT_TRUE(house_.store->write([&](store::WriteTransaction& transaction) {
        (*move)(transaction);
        drafts_->move(transaction, "applicant", "account");
        parties_->move(transaction, "applicant", "account");
        parties_->move(transaction, "ben", "account-of-ben");
        return store::commit();
    }));
    const auto part = parties_->part(id, "account-of-ben");
    ASSERT_TRUE(part) << part.error().detail.text;
    EXPECT_EQ(part->draft.subject, "account");
    ASSERT_TRUE(finish(id, "account-of-ben"));

    house_.clock.advance(std::chrono::days{40});
    ASSERT_EQ(
        drafts_
            ->expire(
                house_.clock.now(), [&](store::WriteTransaction& transaction,
                                        const std::string& gone) { parties_->forget(transaction, gone); }
            )
            .value(),
        1
    );
    EXPECT_FALSE(parties_->invitation(id, "account-of-ben"));
    EXPECT_TRUE(parties_->send_link(id));
    const auto left = house_.store->read([](store::ReadTransaction& read) {
        return read.query({"test.left", "SELECT COUNT(*) FROM parties"}).at(0).integer(0);
    });
    EXPECT_EQ(*left, 0);
}

TEST_P(PartiesTest, ALastChangeAndSendingInAtOnceLeaveNoVoidSignatureInACase) {
    for (int round = 0; round < 6; ++round) {
        const Draft draft = start("any");
        const std::string reader = "ben-" + std::to_string(round);
        const std::string id = bind(draft, "ben@example.org", reader);
        const std::string doctor = person(draft, "doctor").id;
        house_.clock.advance(std::chrono::minutes{11});
        ASSERT_TRUE(parties_->ask_again(reload(draft), doctor, english()));
        const auto [_, key] = link(mails(), "jones@example.org");
        ASSERT_TRUE(parties_->bind(doctor, key, "jones-" + std::to_string(round)));
        answer(draft);
        ASSERT_TRUE(finish(doctor, "jones-" + std::to_string(round)));
        ASSERT_TRUE(finish(id, reader));
        const Draft ready = reload(draft);
        base::Result<casework::Submitted> submitted = base::Error{};
        std::atomic<bool> changed = false;
        {
            std::jthread sends([&] { submitted = cases_->submit(ready); });
            std::jthread changes([&] {
                changed = drafts_
                              ->change(
                                  draft.id, "applicant",
                                  [](Answers& answers) {
                                      answers["wish"] = "A castle";
                                      return true;
                                  }
                              )
                              .ok();
            });
        }
        EXPECT_NE(submitted.ok(), changed.load()) << "one of them is first, and the other hears of it";
        if (!submitted) {
            EXPECT_EQ(submitted.error().code, base::ErrorCode::conflict);
        }
        if (changed) {
            EXPECT_EQ(person(draft, "partner").state, State::changed);
        }
    }
}

TEST_P(PartiesTest, TakingBackAndSendingInAtOnceAgree) {
    for (int round = 0; round < 6; ++round) {
        const Draft draft = start("any");
        const std::string id = bind(draft, "ben@example.org", "ben");
        const std::string doctor = person(draft, "doctor").id;
        house_.clock.advance(std::chrono::minutes{11});
        ASSERT_TRUE(parties_->ask_again(reload(draft), doctor, english()));
        const auto [_, key] = link(mails(), "jones@example.org");
        ASSERT_TRUE(parties_->bind(doctor, key, "jones"));
        answer(draft);
        ASSERT_TRUE(finish(doctor, "jones"));
        ASSERT_TRUE(finish(id, "ben"));
        const Draft ready = reload(draft);
        base::Result<casework::Submitted> submitted = base::Error{};
        base::Result<base::Done> taken = base::Error{};
        {
            std::jthread sends([&] { submitted = cases_->submit(ready); });
            std::jthread takes([&] { taken = parties_->take_back(ready, id); });
        }
        EXPECT_NE(submitted.ok(), taken.ok());
    }
}

TEST_P(PartiesTest, TheLastTwoAtOnceSayThatItIsReadyOnce) {
    for (int round = 0; round < 4; ++round) {
        const Draft draft = start("any");
        ASSERT_TRUE(parties_->ask(draft, english()));
        const auto sent = mails();
        const auto ben = link(sent, "ben@example.org");
        const auto jones = link(sent, "jones@example.org");
        ASSERT_TRUE(parties_->bind(ben.first, ben.second, "ben"));
        ASSERT_TRUE(parties_->bind(jones.first, jones.second, "jones"));
        answer(draft);
        std::atomic<int> failed = 0;
        {
            std::jthread one([&] { failed += finish(ben.first, "ben") ? 0 : 1; });
            std::jthread other([&] { failed += finish(jones.first, "jones") ? 0 : 1; });
        }
        EXPECT_EQ(failed, 0);
        int ready = 0;
        for (const auto& mail : mails()) ready += mail.subject.starts_with("Everything is ready") ? 1 : 0;
        EXPECT_EQ(ready, 1);
    }
}

TEST_P(PartiesTest, NobodyIsMailedWithoutEnd) {
    const Draft draft = start("any");
    ASSERT_TRUE(parties_->ask(draft, english()));
    const std::string id = person(draft, "partner").id;
    EXPECT_EQ(parties_->ask_again(reload(draft), id, english()).error().code, base::ErrorCode::too_many_requests);
    int sent = 1;
    for (int i = 0; i < 40; ++i) {
        house_.clock.advance(std::chrono::minutes{11});
        if (parties_->ask_again(reload(draft), id, english())) ++sent;
    }
    EXPECT_EQ(sent, most_mails);
}

TEST_P(PartiesTest, ANameThatIsALinkDoesNotStandInAMail) {
    Draft draft = start("any");
    draft = change(draft, [](Answers& answers) {
        answers["own"] = contact("Win now: https://evil.example/x", "ann@example.org");
    });
    ASSERT_TRUE(parties_->ask(draft, english()));
    for (const auto& mail : mails()) {
        EXPECT_THAT(mail.body, AllOf(Not(HasSubstr("evil")), HasSubstr("Somebody is making")));
        EXPECT_THAT(mail.subject, HasSubstr("Somebody asks"));
    }
}

TEST_P(PartiesTest, WhoSignsSeesWhatTheServiceLetsThemSee) {
    const Draft draft = start("any");
    const auto& party = *draft.service->find_party("partner");
    const auto relevant = journeys::stand(*draft.service, draft.answers, house_.clock.now()).relevant;
    const auto groups =
        answers_for(*draft.service, party, Answered::by_others, relevant, english(), house_.clock.now());
    ASSERT_THAT(groups, SizeIs(1));
    ASSERT_THAT(groups[0].rows, SizeIs(1));
    EXPECT_EQ(groups[0].rows[0].words, "A garden");
    EXPECT_THAT(
        signed_text(*draft.service, party, relevant, english(), house_.clock.now()),
        AllOf(HasSubstr("A garden"), HasSubstr("I wish it too"), Not(HasSubstr("Gold")))
    );
    const auto& doctor = *draft.service->find_party("doctor");
    EXPECT_THAT(
        answers_for(*draft.service, doctor, Answered::by_others, relevant, english(), house_.clock.now()), IsEmpty()
    );
}

INSTANTIATE_TEST_SUITE_P(Engines, PartiesTest, ::testing::ValuesIn(vault::engines_for_test()), [](const auto& engine) {
    return engine.param == store::Engine::sqlite ? "Sqlite" : "Postgres";
});

}  // namespace
}  // namespace guildhall::parties
