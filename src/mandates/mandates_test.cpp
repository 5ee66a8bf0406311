#include "mandates/mandates.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/ids.hpp"
#include "mandates/internal/mails.hpp"
#include "mandates/internal/name_tokens.hpp"
#include "vault/testing.hpp"

namespace guildhall::mandates {
namespace {

using base::ErrorCode;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using namespace std::chrono_literals;

class NoMailer final : public notifications::Mailer {
public:
    base::Result<base::Done> send(const notifications::Mail& mail) override {
        mails.push_back(mail);
        return base::Done{};
    }
    std::vector<notifications::Mail> mails;
};

class MandatesTest : public testing::TestWithParam<store::Engine> {
protected:
    void SetUp() override {
        ann_ = accounts_.create_resident({"ann@example.org", "three odd words", "Ann Smith", {}}).value().id;
        ned_ = accounts_.create_resident({"ned@example.org", "three odd words", "Ned Nagy", {}}).value().id;
        eve_ = accounts_.create_resident({"eve@example.org", "three odd words", "", {}}).value().id;
        staff_ =
            accounts_.create_staff({"case@example.org", "three odd words", "Cas", identity::Role::caseworker, "team"})
                .value()
                .id;
    }

    [[nodiscard]] Scope scope(std::vector<std::string> services = {}, bool may_apply = true) const {
        return {may_apply, std::move(services), house_.clock.now() + std::chrono::days{365}};
    }
    Mandate given(std::vector<std::string> services = {}) {
        const auto offer = mandates_.give(ann_, "ned@example.org", scope(std::move(services))).value();
        return mandates_.accept(mandates_.key_of(offer), ned_).value();
    }
    Statement statement(const std::string& name = "Bo Åkerlund") {
        return {{name, {}, "1931-04-08", "1 Mill Lane"}, How::in_person, "She told me at the library desk.", {}};
    }
    std::vector<std::string> events() {
        const auto rows = house_.store->read([](store::ReadTransaction& t) {
            return t.query({"test.events", "SELECT type FROM events WHERE type LIKE 'mandate.%' ORDER BY number"});
        });
        std::vector<std::string> types;
        for (const auto& row : *rows) types.push_back(row.text(0));
        return types;
    }
    std::string field_of(const base::Result<Mandate>& refused) {
        return refused || refused.error().code != ErrorCode::invalid_input ? "" : refused.error().detail.text;
    }
    std::int64_t count(std::string_view sql) {
        const auto row =
            house_.store->read([&](store::ReadTransaction& t) { return t.query_one({"test.count", sql}); });
        return (*row)->integer(0);
    }
    void deliver() {
        const auto jobs = house_.store->read([](store::ReadTransaction& transaction) {
            return transaction.query({"test.jobs", "SELECT payload FROM jobs WHERE kind = 'mail.send'"});
        });
        const auto handler = notifier_.mail_handler();
        for (const auto& row : *jobs) ASSERT_TRUE(handler(base::Json::parse(row.text(0)).value()));
    }

    vault::VaultForTest house_{GetParam()};
    NoMailer mailer_;
    identity::Accounts accounts_{*house_.store, *house_.vault, house_.clock, house_.random};
    documents::Documents documents_{*house_.store, *house_.vault, nullptr, house_.clock, house_.random};
    notifications::Notifier notifier_{*house_.store, *house_.vault, mailer_, house_.clock, house_.random};
    base::Complaints complaints_;
    std::unique_ptr<words::Languages> languages_ = *words::Languages::open(complaints_);
    identity::ReaderLanguages readers_{*house_.store, *house_.vault};
    Mandates mandates_{*house_.store, *house_.vault, accounts_,   documents_,
                       notifier_,     readers_,      *languages_, {"Eastmere", "https://e.example"},
                       house_.clock,  house_.random};
    std::string ann_, ned_, eve_, staff_;
};

TEST_P(MandatesTest, GivenAndAcceptedItCountsUntilItIsEnded) {
    const auto offer = mandates_.give(ann_, " Ned@Example.org ", scope({"city-pass"}));
    ASSERT_TRUE(offer) << offer.error().detail.text;
    EXPECT_EQ(mandates_.acting(offer->id, ned_).subject, "") << "nobody acts before it is accepted";
    EXPECT_THAT(mandates_.people(ned_)->mandates, IsEmpty());

    const std::string key = mandates_.key_of(*offer);
    const auto accepted = mandates_.accept(key, ned_);
    ASSERT_TRUE(accepted) << accepted.error().detail.text;
    const auto acting = mandates_.acting(offer->id, ned_);
    EXPECT_EQ(acting.subject, ann_);
    EXPECT_EQ(acting.person, "Ann Smith");
    EXPECT_TRUE(acting.may_apply);
    EXPECT_THAT(acting.services, ElementsAre("city-pass"));
    EXPECT_EQ(mandates_.find_for_holder(offer->id, ann_)->helper_name, "Ned Nagy");
    EXPECT_FALSE(mandates_.accept(key, ned_)) << "a link works once";

    ASSERT_TRUE(mandates_.end(offer->id, ann_));
    EXPECT_EQ(mandates_.acting(offer->id, ned_).subject, "");
    EXPECT_THAT(mandates_.people(ned_)->mandates, IsEmpty());
    EXPECT_THAT(*mandates_.search(ned_, "ann"), IsEmpty());
    EXPECT_FALSE(mandates_.find_for_helper(offer->id, ned_));
    const auto past = mandates_.find_for_holder(offer->id, ann_);
    ASSERT_TRUE(past);
    EXPECT_EQ(past->end, End::by_holder);
    EXPECT_EQ(past->helper_name, "Ned Nagy");
    EXPECT_TRUE(mandates_.end(offer->id, ann_)) << "ending twice is done";
    EXPECT_THAT(events(), ElementsAre("mandate.given", "mandate.accepted", "mandate.ended"));
}

TEST_P(MandatesTest, AskedAndAgreedItIsThePersonsOwn) {
    const auto asked = mandates_.ask(ned_, "Mrs A. Smith", "ann@example.org", scope());
    ASSERT_TRUE(asked);
    EXPECT_THAT(events(), IsEmpty()) << "nothing is given by asking";
    EXPECT_THAT(*mandates_.waiting(ned_), SizeIs(1));
    EXPECT_THAT(*mandates_.of_holder(ann_), IsEmpty());

    const auto agreed = mandates_.accept(mandates_.key_of(*asked), ann_);
    ASSERT_TRUE(agreed) << agreed.error().detail.text;
    EXPECT_EQ(mandates_.acting(asked->id, ned_).subject, ann_);
    EXPECT_THAT(*mandates_.waiting(ned_), IsEmpty());
    EXPECT_THAT(*mandates_.of_holder(ann_), SizeIs(1));
    EXPECT_THAT(events(), ElementsAre("mandate.given", "mandate.accepted"));
    // What was sealed under the helper while nobody had agreed is gone.
    EXPECT_EQ(
        count("SELECT count(*) FROM vault_record r JOIN vault_subject_key k ON k.id = r.subject_key WHERE "
              "k.retention = 'mandate'"),
        1
    );
}

TEST_P(MandatesTest, ALinkWorksInTheAccountOfItsAddressAlone) {
    const auto offer = mandates_.give(ann_, "ned@example.org", scope()).value();
    const std::string key = mandates_.key_of(offer);
    const auto wrong = mandates_.accept(key, eve_);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, ErrorCode::forbidden);
    EXPECT_FALSE(mandates_.accept(key, ann_)) << "nobody acts for themselves";
    EXPECT_FALSE(mandates_.accept(key, staff_));
    EXPECT_FALSE(mandates_.accept(key, "nobody"));
    for (const std::string& forged :
         {std::string{}, std::string{"."}, offer.id, "." + offer.id, key + "0", "A" + key.substr(1),
          key.substr(0, key.find('.') + 1) + base::Uuid::make(house_.clock, house_.random).text(),
          key.substr(0, key.find('.')) + ".../../etc"}) {
        const auto refused = mandates_.invitation(forged);
        ASSERT_FALSE(refused) << forged;
        EXPECT_EQ(refused.error().code, ErrorCode::expired) << forged;
    }
    EXPECT_TRUE(mandates_.invitation(key));
    house_.clock.advance(14 * 24h);
    EXPECT_FALSE(mandates_.invitation(key));
    EXPECT_EQ(mandates_.of_holder(ann_)->front().end, End::ran_out);
}

TEST_P(MandatesTest, SayingNoNeedsNoAccountAndLeavesNothingOfWhoWasAsked) {
    const auto asked = mandates_.ask(ned_, "Ann", "stranger@example.org", scope()).value();
    const std::string key = mandates_.key_of(asked);
    ASSERT_TRUE(mandates_.decline(key));
    EXPECT_FALSE(mandates_.decline(key));
    EXPECT_FALSE(mandates_.accept(key, ann_));
    EXPECT_EQ(count("SELECT count(*) FROM mandates WHERE record <> ''"), 0);
    EXPECT_EQ(
        count("SELECT count(*) FROM vault_record r JOIN vault_subject_key k ON k.id = r.subject_key WHERE "
              "k.retention = 'mandate'"),
        0
    );
    EXPECT_THAT(events(), IsEmpty());
    const auto inbox = notifier_.inbox(ned_);
    ASSERT_THAT(inbox->notices, SizeIs(1));
    EXPECT_EQ(inbox->notices.front().message.subject, "Ann did not agree");
}

TEST_P(MandatesTest, SomebodyWithoutAnAccountGetsASubjectOfTheirOwn) {
    Statement said = statement();
    const auto made = mandates_.record(ned_, said, scope());
    ASSERT_TRUE(made) << made.error().detail.text;
    const auto acting = mandates_.acting(made->id, ned_);
    EXPECT_EQ(acting.person, "Bo Åkerlund");
    EXPECT_NE(acting.subject, "");
    EXPECT_NE(acting.subject, ned_);
    EXPECT_FALSE(accounts_.find(acting.subject));
    const auto seen = mandates_.find_for_staff(made->id);
    EXPECT_EQ(seen->how, How::in_person);
    EXPECT_EQ(seen->statement, "She told me at the library desk.");
    EXPECT_EQ(seen->person.born, "1931-04-08");
    EXPECT_EQ(seen->person.address, "1 Mill Lane");
    EXPECT_FALSE(seen->is_confirmed());
    ASSERT_TRUE(mandates_.confirm(made->id, staff_));
    ASSERT_TRUE(mandates_.confirm(made->id, staff_));
    EXPECT_EQ(mandates_.find_for_staff(made->id)->confirmed_by, staff_);
    ASSERT_TRUE(mandates_.end_by_staff(made->id, staff_));
    EXPECT_EQ(mandates_.acting(made->id, ned_).subject, "");
    EXPECT_FALSE(mandates_.confirm(made->id, staff_).ok() && !mandates_.find_for_staff(made->id)->is_confirmed());
    EXPECT_THAT(events(), ElementsAre("mandate.given", "mandate.confirmed", "mandate.ended"));
    EXPECT_EQ(notifier_.inbox(ned_)->notices.front().message.subject, "You no longer act for Bo Åkerlund");
}

TEST_P(MandatesTest, APaperIsKeptSealedUnderThePerson) {
    static constexpr std::uint8_t png[] = {0x89, 'P', 'N',  'G', 0x0d, 0x0a, 0x1a, 0x0a, 0,    0,    0,    13,
                                           'I',  'H', 'D',  'R', 0,    0,    0,    1,    0,    0,    0,    1,
                                           8,    6,   0,    0,   0,    0x1f, 0x15, 0xc4, 0x89, 0,    0,    0,
                                           13,   'I', 'D',  'A', 'T',  0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xf0,
                                           0x1f, 0,   0x05, 0,   0x01, 0xff, 0x56, 0xc7, 0x2f, 0x0d, 0,    0,
                                           0,    0,   'I',  'E', 'N',  'D',  0xae, 0x42, 0x60, 0x82};
    Statement said = statement();
    said.how = How::paper;
    EXPECT_EQ(field_of(mandates_.record(ned_, said, scope())), "file") << "a paper is shown";
    said.scan = Scan{png, "image/png", "signed.png"};
    const auto made = mandates_.record(ned_, said, scope());
    ASSERT_TRUE(made) << made.error().message.text;
    const auto kept = documents_.open(made->document, made->holder);
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->name, "signed.png");
    EXPECT_FALSE(documents_.open(made->document, ned_)) << "it is the person's";
    said.scan = Scan{base::view_of("MZ no picture"), "image/png", "x.png"};
    EXPECT_EQ(field_of(mandates_.record(ned_, said, scope())), "file");
}

TEST_P(MandatesTest, NobodyElseFindsUsesOrEndsIt) {
    const auto mandate = given();
    EXPECT_EQ(mandates_.acting(mandate.id, eve_).subject, "");
    EXPECT_EQ(mandates_.acting(mandate.id, ann_).subject, "") << "the holder is no helper of themselves";
    EXPECT_EQ(mandates_.acting("", ned_).subject, "");
    EXPECT_EQ(mandates_.acting("'; --", ned_).subject, "");
    EXPECT_EQ(mandates_.find_for_helper(mandate.id, eve_).error().code, ErrorCode::not_found);
    EXPECT_EQ(mandates_.find_for_holder(mandate.id, eve_).error().code, ErrorCode::not_found);
    EXPECT_EQ(mandates_.find_for_holder(mandate.id, ned_).error().code, ErrorCode::not_found);
    EXPECT_EQ(mandates_.end(mandate.id, eve_).error().code, ErrorCode::not_found);
    EXPECT_EQ(mandates_.end(mandate.id, "").error().code, ErrorCode::not_found);
    EXPECT_EQ(mandates_.acting(mandate.id, ned_).subject, ann_);
}

TEST_P(MandatesTest, ItEndsByItself) {
    Scope short_one = scope();
    short_one.until = house_.clock.now() + 48h;
    const auto offer = mandates_.give(ann_, "ned@example.org", short_one).value();
    (void)mandates_.accept(mandates_.key_of(offer), ned_);
    house_.clock.advance(47h);
    EXPECT_EQ(mandates_.acting(offer.id, ned_).subject, ann_);
    house_.clock.advance(1h);
    EXPECT_EQ(mandates_.acting(offer.id, ned_).subject, "");
    EXPECT_THAT(mandates_.people(ned_)->mandates, IsEmpty());
    EXPECT_THAT(*mandates_.search(ned_, "Ann"), IsEmpty());
    EXPECT_EQ(mandates_.of_holder(ann_)->front().end, End::ran_out);
}

TEST_P(MandatesTest, StaffAccountsNeitherGiveNorHelp) {
    EXPECT_EQ(mandates_.give(staff_, "ned@example.org", scope()).error().code, ErrorCode::forbidden);
    EXPECT_EQ(mandates_.ask(staff_, "Ann", "ann@example.org", scope()).error().code, ErrorCode::forbidden);
    EXPECT_EQ(mandates_.record(staff_, statement(), scope()).error().code, ErrorCode::forbidden);
}

TEST_P(MandatesTest, WhatIsWrittenIsChecked) {
    EXPECT_EQ(field_of(mandates_.give(ann_, "no address", scope())), "email");
    EXPECT_EQ(field_of(mandates_.give(ann_, "ann@example.org", scope())), "email") << "oneself";
    EXPECT_EQ(field_of(mandates_.ask(ned_, " ", "ann@example.org", scope())), "name");
    EXPECT_EQ(field_of(mandates_.ask(ned_, std::string(121, 'a'), "ann@example.org", scope())), "name");
    EXPECT_EQ(field_of(mandates_.ask(ned_, "a\x01", "ann@example.org", scope())), "name");
    EXPECT_EQ(field_of(mandates_.ask(ned_, "\xff", "ann@example.org", scope())), "name");
    Scope wrong = scope();
    wrong.until = house_.clock.now();
    EXPECT_EQ(field_of(mandates_.give(ann_, "ned@example.org", wrong)), "until");
    wrong.until = house_.clock.now() + std::chrono::days{5 * 366 + 1};
    EXPECT_EQ(field_of(mandates_.give(ann_, "ned@example.org", wrong)), "until");
    wrong.until = house_.clock.now() + std::chrono::days{5 * 365};
    EXPECT_TRUE(mandates_.give(ann_, "ned@example.org", wrong));
    EXPECT_EQ(field_of(mandates_.give(ann_, "ned@example.org", scope({"two words"}))), "services");
    EXPECT_EQ(field_of(mandates_.give(ann_, "ned@example.org", scope(std::vector<std::string>(51, "a")))), "services");
    for (const char* born :
         {"", "1931", "31-04-08", "1931-02-29", "1931-13-01", "2026-11-23", "1895-01-01", "1931-04-0x", "19310408ab"}) {
        Statement said = statement();
        said.person.born = born;
        EXPECT_EQ(field_of(mandates_.record(ned_, said, scope())), "born") << born;
    }
    Statement said = statement();
    said.words = "";
    EXPECT_EQ(field_of(mandates_.record(ned_, said, scope())), "words");
    said = statement();
    said.how = How::online;
    EXPECT_EQ(field_of(mandates_.record(ned_, said, scope())), "how");
}

TEST_P(MandatesTest, StrangersAreNotFloodedWithMail) {
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(mandates_.ask(ned_, "Ann", "ann@example.org", scope())) << i;
    EXPECT_EQ(mandates_.ask(ned_, "Ann", "ann@example.org", scope()).error().code, ErrorCode::too_many_requests);
    EXPECT_EQ(mandates_.give(eve_, "ann@example.org", scope()).error().code, ErrorCode::too_many_requests)
        << "whoever asks";
    for (int i = 5; i < 50; ++i) EXPECT_TRUE(mandates_.ask(ned_, "Q", fmt::format("q{}@example.org", i), scope())) << i;
    EXPECT_EQ(mandates_.ask(ned_, "Q", "last@example.org", scope()).error().code, ErrorCode::too_many_requests);
    EXPECT_TRUE(mandates_.record(ned_, statement(), scope())) << "this sends no mail";
    house_.clock.advance(25h);
    EXPECT_TRUE(mandates_.ask(ned_, "Ann", "ann@example.org", scope()));
}

TEST_P(MandatesTest, AHelpersListIsPagedByLastUseAndSearchedByName) {
    std::vector<std::string> ids;
    for (int i = 0; i < 25; ++i) {
        house_.clock.advance(1s);
        ids.push_back(mandates_.record(ned_, statement(fmt::format("Person{} O’Hara-Müller", i)), scope())->id);
    }
    const auto first = mandates_.people(ned_);
    ASSERT_THAT(first->mandates, SizeIs(20));
    EXPECT_EQ(first->mandates.front().id, ids[24]);
    const auto second = mandates_.people(ned_, first->next);
    ASSERT_THAT(second->mandates, SizeIs(5));
    EXPECT_EQ(second->next, "");
    EXPECT_EQ(second->mandates.back().id, ids[0]);
    house_.clock.advance(1s);
    ASSERT_TRUE(mandates_.note_use(ids[0]));
    EXPECT_EQ(mandates_.people(ned_)->mandates.front().id, ids[0]);
    EXPECT_FALSE(mandates_.people(ned_, "nonsense"));
    EXPECT_FALSE(mandates_.people(ned_, "99999999999999999999." + ids[0]));

    EXPECT_THAT(*mandates_.search(ned_, "person7"), SizeIs(1));
    EXPECT_EQ(mandates_.search(ned_, "muller PERSON12")->front().person.name, "Person12 O’Hara-Müller");
    EXPECT_THAT(*mandates_.search(ned_, "ohar"), SizeIs(25));
    EXPECT_THAT(*mandates_.search(ned_, "Person1"), SizeIs(11)) << "1 and 10 to 19";
    EXPECT_THAT(*mandates_.search(ned_, "person7 smith"), IsEmpty());
    EXPECT_THAT(*mandates_.search(ned_, "  "), IsEmpty());
    EXPECT_THAT(*mandates_.search(eve_, "person7"), IsEmpty()) << "each their own list";
    EXPECT_EQ(count("SELECT count(*) FROM mandate_names WHERE token LIKE '%person%'"), 0);
}

TEST_P(MandatesTest, WhatAHelperDidStandsInTheHistoryAndAmongWhoLooked) {
    const auto mandate = given();
    const auto acting = mandates_.acting(mandate.id, ned_);
    const Deed saw{Act::saw_draft, "city-pass", "draft-1", {}, 1};
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(mandates_.note(acting, ned_, saw));
        house_.clock.advance(1min);
    }
    ASSERT_TRUE(mandates_.note(acting, ned_, {Act::sent_in, "city-pass", "GH-1", {}, 1}));
    const auto deeds = mandates_.deeds(mandate.id);
    ASSERT_THAT(*deeds, SizeIs(2));
    EXPECT_EQ(deeds->at(0).act, Act::sent_in);
    EXPECT_EQ(deeds->at(1).act, Act::saw_draft);
    EXPECT_EQ(deeds->at(1).times, 3);
    EXPECT_EQ(deeds->at(1).service, "city-pass");
    const auto looks = [&] {
        return house_.store->read([&](store::ReadTransaction& t) { return house_.vault->accesses(t, ann_, 100); });
    };
    EXPECT_THAT(*looks(), SizeIs(2)) << "one while the same thing stays open";
    EXPECT_EQ(looks()->front().actor, ned_);
    EXPECT_EQ(looks()->front().code, "acting");
    house_.clock.advance(31min);
    ASSERT_TRUE(mandates_.note(acting, ned_, saw));
    EXPECT_THAT(*looks(), SizeIs(3));
}

TEST_P(MandatesTest, MailsHaveLinksAndNoWayForStrangersWords) {
    const auto asked = mandates_.ask(ned_, "http://win.example you won", "ann@example.org", scope()).value();
    deliver();
    ASSERT_THAT(mailer_.mails, SizeIs(1));
    EXPECT_EQ(mailer_.mails[0].to, "ann@example.org");
    EXPECT_EQ(mailer_.mails[0].subject, "Ned Nagy asks to act for you");
    EXPECT_NE(
        mailer_.mails[0].body.find("https://e.example/permissions/answer/" + mandates_.key_of(asked)), std::string::npos
    );
    EXPECT_EQ(mailer_.mails[0].body.find("win.example"), std::string::npos);
    EXPECT_EQ(name_in_mail("Come to www.win.example", "Someone"), "Someone");
    EXPECT_EQ(name_in_mail("a@b.example", "Someone"), "Someone");
    EXPECT_EQ(name_in_mail("Zoë Müller", "Someone"), "Zoë Müller");
    EXPECT_EQ(name_in_mail(std::string(59, 'a') + "éé", "Someone"), std::string(59, 'a') + "…");
}

TEST_P(MandatesTest, PeopleAreWrittenToInTheirLanguage) {
    ASSERT_TRUE(readers_.keep(ann_, "cy"));
    ASSERT_TRUE(readers_.keep(ned_, "nb"));
    const auto asked = mandates_.ask(ned_, "Ann", "ann@example.org", scope()).value();
    deliver();
    ASSERT_TRUE(mandates_.accept(mandates_.key_of(asked), ann_));
    ASSERT_TRUE(mandates_.end(asked.id, ned_));
    deliver();
    ASSERT_THAT(mailer_.mails, SizeIs(3));
    EXPECT_EQ(mailer_.mails.at(0).subject, "Ned Nagy ber om å få handle for deg") << "as the one who asks reads";
    EXPECT_EQ(notifier_.inbox(ned_)->notices.front().message.subject, "Du kan handle for Ann Smith nå");
    const auto told = notifier_.inbox(ann_)->notices.front().message;
    EXPECT_EQ(told.subject, "Nid yw Ned Nagy yn gweithredu drosoch mwyach");
    EXPECT_EQ(told.language, "cy");
    for (const auto& mail : mailer_.mails) EXPECT_EQ(mail.body.find('{'), std::string::npos) << mail.body;
}

TEST_P(MandatesTest, InvitationsThatNobodyAnsweredAreForgotten) {
    (void)mandates_.ask(ned_, "Ann", "ann@example.org", scope());
    (void)mandates_.give(ann_, "ned@example.org", scope());
    const auto kept = mandates_.record(ned_, statement(), scope()).value();
    house_.clock.advance(29 * 24h);
    EXPECT_EQ(*mandates_.sweep(100), 0);
    house_.clock.advance(2 * 24h);
    EXPECT_EQ(*mandates_.sweep(100), 2);
    EXPECT_EQ(*mandates_.sweep(100), 0);
    EXPECT_EQ(count("SELECT count(*) FROM mandates WHERE record = ''"), 2);
    EXPECT_TRUE(mandates_.find_for_helper(kept.id, ned_));
}

TEST_P(MandatesTest, WhatAPersonGaveMovesWithThem) {
    const auto made = mandates_.record(ned_, statement(), scope()).value();
    const auto keys = house_.vault->prepare_move(made.holder, eve_);
    ASSERT_TRUE(keys);
    ASSERT_TRUE(house_.store->write([&](store::WriteTransaction& t) {
        (*keys)(t);
        mandates_.move(t, made.holder, eve_);
        return store::commit();
    }));
    EXPECT_EQ(mandates_.acting(made.id, ned_).subject, eve_);
    EXPECT_EQ(mandates_.find_for_holder(made.id, eve_)->person.name, "Bo Åkerlund");
}

TEST(NameTokens, AreBeginningsWithoutCaseAndAccents) {
    EXPECT_THAT(folded_words("  Zoë  O'Hara-Ŵyn\t"), ElementsAre("zoe", "ohara", "wyn"));
    EXPECT_THAT(folded_words("李小龙"), ElementsAre("李小龙"));
    EXPECT_THAT(folded_words("\xff\xfe"), Not(Contains("\xff")));
    EXPECT_THAT(beginnings("Al Ali"), ElementsAre("a", "al", "ali"));
    EXPECT_THAT(beginnings(" - "), IsEmpty());
    EXPECT_THAT(folded_words("a b c d e f g h i j"), SizeIs(8));
    EXPECT_THAT(folded_words(std::string(500, 'a')), ElementsAre(std::string(12, 'a')));
}

INSTANTIATE_TEST_SUITE_P(Engines, MandatesTest, testing::ValuesIn(vault::engines_for_test()));

}  // namespace
}  // namespace guildhall::mandates
