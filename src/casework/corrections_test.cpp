#include "casework/corrections.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "base/log.hpp"
#include "events/events.hpp"
#include "support/thorough.hpp"
#include "vault/testing.hpp"

namespace guildhall::casework {
namespace {

using base::ErrorCode;
using catalogue::OutcomeKind;

constexpr const char* folder = R"yaml(service: a-permit
version: 1
title: A permit
summary: A permit.
questions:
  size: {ask: "How large is it?", type: number}
  deep: {ask: "How deep is it?", type: number, when: "size > 10"}
  day: {ask: "Since when?", type: date, optional: true, valid: "day <= today()", say: "It must be in the past"}
  place: {ask: "Where is it?"}
after-sending: {change: [size, place], until: 30 days}
)yaml";

class CorrectionsTest : public testing::TestWithParam<store::Engine> {
protected:
    void SetUp() override {
        std::filesystem::create_directories(services_ / "a-permit");
        std::ofstream(services_ / "a-permit" / "service.yaml") << folder;
        auto opened =
            catalogue::Catalogue::open({.directory = services_, .dev = false}, *house_.store, log_, complaints_);
        ASSERT_TRUE(opened) << (complaints_.empty() ? "" : complaints_.front().text());
        catalogue_ = *std::move(opened);
        documents_.emplace(*house_.store, *house_.vault, nullptr, house_.clock, house_.random);
        drafts_.emplace(*house_.store, *house_.vault, *catalogue_, *documents_, house_.clock, house_.random);
        cases_.emplace(*house_.store, *house_.vault, *catalogue_, *drafts_, house_.clock, house_.random);
        corrections_.emplace(*house_.store, *house_.vault, *drafts_, house_.clock, house_.random);
    }
    void TearDown() override { std::filesystem::remove_all(services_); }

    std::string send_in() {
        auto draft = drafts_->start("ada", catalogue_->get("a-permit"));
        EXPECT_TRUE(draft);
        const auto answered = change(*draft, {{"size", "5"}, {"day", nullptr}, {"place", "Here"}});
        const auto submitted = cases_->submit(answered);
        EXPECT_TRUE(submitted);
        return submitted ? submitted->reference : std::string{};
    }
    journeys::Draft change(const journeys::Draft& draft, const journeys::Answers& answers) {
        auto changed = drafts_->change(draft.id, draft.subject, [&](journeys::Answers& kept) {
            for (const auto& [id, answer] : answers) kept.insert_or_assign(id, answer);
            return true;
        });
        EXPECT_TRUE(changed);
        return *std::move(changed);
    }
    Case found(const std::string& reference) {
        auto loaded = cases_->load_own(reference, "ada");
        EXPECT_TRUE(loaded);
        return *std::move(loaded);
    }
    base::Result<Corrected> correct(const std::string& reference, const journeys::Answers& answers) {
        const Case before = found(reference);
        const auto draft = corrections_->start(before);
        if (!draft) return draft.error();
        return corrections_->send(before, change(*draft, answers), "A slip of the pen");
    }
    void look(const std::string& reference) { EXPECT_TRUE(cases_->open_for_staff(reference, "officer")); }
    base::Result<base::Done> decide(const std::string& reference, int version) {
        return cases_->decide(reference, "officer", OutcomeKind::granted, "Because it is right.", version);
    }
    std::vector<events::Event> history(const Case& of) {
        const auto found = house_.store->read([&](store::ReadTransaction& transaction) {
            return events::history_of(transaction, of.summary.id, 100);
        });
        EXPECT_TRUE(found);
        return *found;
    }

    base::NullLog log_;
    base::Complaints complaints_;
    vault::VaultForTest house_{GetParam()};
    const std::filesystem::path services_ = std::filesystem::temp_directory_path() /
                                            ("corrections-" + base::Uuid::make(house_.clock, house_.random).text());
    std::unique_ptr<catalogue::Catalogue> catalogue_;
    std::optional<documents::Documents> documents_;
    std::optional<journeys::Drafts> drafts_;
    std::optional<Cases> cases_;
    std::optional<Corrections> corrections_;
};

TEST_P(CorrectionsTest, EveryVersionIsKeptAndStandsInTheRecord) {
    const std::string reference = send_in();
    const Case first = found(reference);
    EXPECT_EQ(first.version, 1);
    house_.clock.advance(std::chrono::hours{30});
    const auto corrected = correct(reference, {{"place", "There"}});
    ASSERT_TRUE(corrected) << corrected.error().detail.text;
    EXPECT_EQ(corrected->version, 2);
    house_.clock.advance(std::chrono::hours{1});
    ASSERT_TRUE(correct(reference, {{"size", "7"}}));

    const Case now = found(reference);
    EXPECT_EQ(now.version, 3);
    EXPECT_EQ(now.answers.at("place"), "There");
    EXPECT_EQ(now.answers.at("size"), "7");
    EXPECT_EQ(now.rules_at, first.rules_at) << "the rules of the day of the first sending";
    EXPECT_EQ(now.summary.due_at, first.summary.due_at);
    EXPECT_EQ(now.changed_at, house_.clock.now());
    const auto versions = corrections_->versions(now);
    ASSERT_TRUE(versions);
    ASSERT_EQ(versions->size(), 3);
    EXPECT_EQ(versions->at(0).answers, first.answers);
    EXPECT_EQ(versions->at(0).event, first.submitted_event);
    EXPECT_EQ(versions->at(0).opened, first.opened);
    EXPECT_EQ(versions->at(0).sent_at, first.summary.submitted_at);
    EXPECT_EQ(versions->at(1).answers.at("place"), "There");
    EXPECT_EQ(versions->at(1).reason, "A slip of the pen");
    EXPECT_EQ(versions->at(2).event, now.changed_event);
    EXPECT_EQ(versions->at(2).opened, now.opened);

    const auto events = history(now);
    ASSERT_EQ(events.size(), 3);
    EXPECT_EQ(events[1].type, "application.corrected");
    EXPECT_EQ(events[1].data["version"], base::Json{2});
    EXPECT_NE(events[1].data.string_at("answers_commitment"), events[0].data.string_at("answers_commitment"));
    EXPECT_EQ(events[2].body.find("There"), std::string::npos) << "no answer stands in an event";
}

TEST_P(CorrectionsTest, TheAnswersAreCheckedAsAWhole) {
    const std::string reference = send_in();
    const auto refused = correct(reference, {{"size", "20"}});
    ASSERT_FALSE(refused) << "with that size its depth is asked, too";
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_input);
    ASSERT_TRUE(correct(reference, {{"size", "20"}, {"deep", "3"}})) << "what was not asked before may be answered";
    EXPECT_EQ(correct(reference, {{"deep", "4"}}).error().code, ErrorCode::forbidden) << "now it stands";
    EXPECT_EQ(correct(reference, {{"deep", "3"}, {"place", "Here"}}).error().detail.text, "nothing changed");
    EXPECT_EQ(correct(reference, {{"size", "x"}}).error().code, ErrorCode::invalid_input);
}

TEST_P(CorrectionsTest, WhatHappenedSinceIsNoCorrection) {
    const std::string reference = send_in();
    const Case before = found(reference);
    EXPECT_TRUE(is_fixed(before, "day"));
    house_.clock.advance(std::chrono::days{3});
    // The form takes the day of sending as today, so a later day is in its future.
    const auto today = std::chrono::floor<std::chrono::days>(house_.clock.now());
    const auto answers =
        journeys::Answers{{"size", "5"}, {"place", "Here"}, {"day", base::to_rfc3339(today).substr(0, 10)}};
    EXPECT_FALSE(journeys::stand(*before.service, answers, before.rules_at).complete());
    EXPECT_TRUE(journeys::stand(*before.service, answers, house_.clock.now()).complete());
}

TEST_P(CorrectionsTest, OnlyInItsTimeAndOnlyWhileNobodyHasDecided) {
    const std::string late = send_in();
    const std::string decided = send_in();
    look(decided);
    const auto draft = corrections_->start(found(decided));
    ASSERT_TRUE(draft);
    ASSERT_TRUE(decide(decided, 1));
    const auto refused = corrections_->send(found(decided), change(*draft, {{"place", "There"}}), "");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    EXPECT_EQ(correct(decided, {{"place", "There"}}).error().code, ErrorCode::conflict);
    EXPECT_EQ(found(decided).version, 1);

    EXPECT_EQ(changeable(found(late), house_.clock.now()), Changeable::yes);
    house_.clock.advance(std::chrono::days{32});
    EXPECT_EQ(changeable(found(late), house_.clock.now()), Changeable::too_late);
    EXPECT_EQ(correct(late, {{"place", "There"}}).error().code, ErrorCode::expired);
}

TEST_P(CorrectionsTest, NobodyDecidesOnWhatTheyHaveNotSeen) {
    const std::string reference = send_in();
    look(reference);
    house_.clock.advance(std::chrono::minutes{1});
    ASSERT_TRUE(correct(reference, {{"place", "There"}}));
    const auto blind = decide(reference, 1);
    ASSERT_FALSE(blind);
    EXPECT_EQ(blind.error().code, ErrorCode::conflict);
    EXPECT_EQ(blind.error().detail.text, Cases::seen_older_version);
    EXPECT_EQ(decide(reference, 0).error().code, ErrorCode::conflict);
    EXPECT_FALSE(decide(reference, 2)) << "saying so is not having seen it";
    house_.clock.advance(std::chrono::minutes{1});
    look(reference);
    EXPECT_TRUE(decide(reference, 2));
    const auto events = history(found(reference));
    EXPECT_EQ(events.back().data["answers_version"], base::Json{2});
}

TEST_P(CorrectionsTest, TwoTabsAndTwoClicks) {
    const std::string reference = send_in();
    const Case before = found(reference);
    const auto one = corrections_->start(before);
    ASSERT_TRUE(one);
    EXPECT_EQ(corrections_->start(before)->id, one->id) << "one change at a time";
    const auto changed = change(*one, {{"place", "There"}});
    ASSERT_TRUE(corrections_->send(before, changed, ""));
    const auto again = drafts_->load(one->id, "ada");
    ASSERT_TRUE(again);
    EXPECT_EQ(corrections_->send(found(reference), *again, "")->version, 2) << "a second click sends nothing";
    EXPECT_EQ(corrections_->send(before, changed, "").error().code, ErrorCode::conflict);
    EXPECT_EQ(found(reference).version, 2);
    EXPECT_EQ(cases_->submit(*one).error().code, ErrorCode::conflict) << "a change is no application";
}

// Whichever comes first, the other is refused: there is never a decision on answers that were not on screen, and
// never a change to what was decided.
TEST_P(CorrectionsTest, ACorrectionAndADecisionInTheSameSecond) {
    const int rounds = static_cast<int>(tests::tries(12, 100));
    int corrected_first = 0;
    for (int round = 0; round < rounds; ++round) {
        const std::string reference = send_in();
        look(reference);
        const Case before = found(reference);
        const auto draft = corrections_->start(before);
        ASSERT_TRUE(draft);
        const auto changed = change(*draft, {{"place", "There"}});
        bool corrected = false;
        bool decided = false;
        {
            const std::jthread person([&] { corrected = corrections_->send(before, changed, "").ok(); });
            const std::jthread officer([&] { decided = decide(reference, 1).ok(); });
        }
        EXPECT_NE(corrected, decided) << round;
        const Case after = found(reference);
        EXPECT_EQ(after.version, corrected ? 2 : 1);
        EXPECT_EQ(after.decision.has_value(), decided);
        EXPECT_EQ(after.answers.at("place"), corrected ? "There" : "Here");
        EXPECT_EQ(history(after).size(), 3) << "sent in, looked at, and one of the two";
        corrected_first += corrected ? 1 : 0;
    }
    RecordProperty("corrected_first", corrected_first);
}

INSTANTIATE_TEST_SUITE_P(
    Engines, CorrectionsTest, testing::ValuesIn(vault::engines_for_test()),
    [](const auto& engine) { return engine.param == store::Engine::sqlite ? "sqlite" : "postgres"; }
);

}  // namespace
}  // namespace guildhall::casework
