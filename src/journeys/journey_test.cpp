#include "journeys/journey.hpp"

#include <gtest/gtest.h>

#include "catalogue/load.hpp"
#include "journeys/examples.hpp"
#include "support/source_directory.hpp"

namespace guildhall::journeys {
namespace {

const base::Instant now = *base::from_rfc3339("2026-11-22T09:00:00Z");

std::shared_ptr<const catalogue::Service> tree() {
    const auto loaded = catalogue::load_folder(guildhall::tests::source_directory() / "services/fell-a-tree");
    for (const auto& complaint : loaded.complaints) ADD_FAILURE() << complaint.text();
    return loaded.service;
}

/// A place in words alone: the map does not know whether it is protected, so the person is asked.
const base::Json somewhere{base::Json::Object{{"text", "By the pond"}}};

std::vector<std::string> asked(const Standing& standing) {
    std::vector<std::string> ids;
    for (const PageStanding& page : standing.pages) {
        for (const AskedQuestion& question : page.questions) ids.push_back(question.question->id);
    }
    return ids;
}

TEST(Journey, AThinTreeIsNeverAskedWhereItStands) {
    const auto service = tree();
    ASSERT_TRUE(service);
    const Standing standing = stand(*service, {{"trunk", "25"}}, now);
    EXPECT_EQ(asked(standing), (std::vector<std::string>{"trunk", "place", "photo", "contact"}));
    ASSERT_TRUE(standing.verdict);
    EXPECT_TRUE(standing.verdict->settled);
    EXPECT_EQ(standing.verdict->kind, catalogue::OutcomeKind::granted);
    EXPECT_TRUE(standing.verdict->automatic);
}

TEST(Journey, AThickTreeIsAskedAndARefusalAsksForTheOtherSide) {
    const auto service = tree();
    ASSERT_TRUE(service);
    EXPECT_TRUE(stand(*service, {{"trunk", "45"}, {"place", somewhere}}, now).asks("protected"));
    const Standing allowed = stand(*service, {{"trunk", "45"}, {"place", somewhere}, {"protected", false}}, now);
    EXPECT_FALSE(allowed.asks("reason"));
    const Standing refused = stand(*service, {{"trunk", "45"}, {"place", somewhere}, {"protected", true}}, now);
    EXPECT_TRUE(refused.asks("reason"));
    ASSERT_TRUE(refused.verdict);
    EXPECT_TRUE(refused.verdict->adverse());
    EXPECT_FALSE(refused.verdict->automatic);
}

TEST(Journey, AnswersThatStoppedMatteringAreKeptButNotSentIn) {
    const auto service = tree();
    ASSERT_TRUE(service);
    Answers answers{{"trunk", "45"}, {"protected", true}, {"reason", "It leans."}};
    EXPECT_EQ(stand(*service, answers, now).relevant.size(), 3U);
    answers["trunk"] = "25";
    EXPECT_EQ(stand(*service, answers, now).relevant.size(), 1U);
    answers["trunk"] = "45";
    EXPECT_EQ(stand(*service, answers, now).relevant.size(), 3U);
}

TEST(Journey, AnInputThatIsCalculatedDecidesAsSoonAsItsAnswersAreThere) {
    const auto loaded =
        catalogue::load_folder(guildhall::tests::source_directory() / "services/renew-a-market-licence");
    ASSERT_TRUE(loaded.service);
    Answers answers{{"licence", "ML-9999"}, {"kind", "goods"}, {"ends", "2020-12-31"}};
    const Standing lapsed = stand(*loaded.service, answers, now);
    ASSERT_TRUE(lapsed.verdict && lapsed.verdict->settled);
    EXPECT_FALSE(lapsed.asks("offence"));
    answers["ends"] = "2026-12-31";
    EXPECT_TRUE(stand(*loaded.service, answers, now).asks("offence"));
}

TEST(Journey, EveryQuestionThatIsNotAskedCannotChangeTheVerdict) {
    // Exhaustive over the inputs of the service: whatever is answered to a question that is not asked, the verdict
    // stays.
    const auto service = tree();
    ASSERT_TRUE(service);
    for (const char* trunk : {"1", "30", "30.5", "31", "45", "60", "60.01", "61", "1000"}) {
        const Standing without = stand(*service, {{"trunk", trunk}, {"place", somewhere}}, now);
        for (const bool is_protected : {false, true}) {
            const Standing with =
                stand(*service, {{"trunk", trunk}, {"place", somewhere}, {"protected", is_protected}}, now);
            ASSERT_TRUE(with.verdict && with.verdict->settled) << trunk;
            if (!without.asks("protected")) {
                EXPECT_EQ(with.verdict->kind, without.verdict->kind) << trunk;
            }
        }
    }
}

TEST(Journey, TheServicesOwnExamplesComeOutAsTheySay) {
    const auto service = tree();
    ASSERT_TRUE(service);
    EXPECT_GE(service->examples.size(), 3U);
    for (const auto& complaint : run_examples(*service, now)) ADD_FAILURE() << complaint.text();
}

TEST(Journey, AnExampleThatIsWrongIsFound) {
    const auto service = tree();
    ASSERT_TRUE(service);
    auto changed = *service;
    changed.examples.resize(1);
    changed.examples[0].outcome = changed.examples[0].outcome == catalogue::OutcomeKind::granted
                                      ? catalogue::OutcomeKind::refused
                                      : catalogue::OutcomeKind::granted;
    EXPECT_EQ(run_examples(changed, now).size(), 1U);
}

TEST(Answers, AreMadeFromTheValuesTheyGive) {
    const auto loaded = catalogue::load_folder(guildhall::tests::source_directory() / "services/city-pass");
    ASSERT_TRUE(loaded.service);
    const auto made = [&](const char* question, const feel::Value& value) {
        return from_feel(*loaded.service->find(question), value);
    };
    const feel::Value born{feel::Date(1990, 2, 3)};
    EXPECT_EQ(made("born", born), base::Json{"1990-02-03"});
    EXPECT_TRUE(feel::identical(to_feel(*loaded.service->find("born"), base::Json{"1990-02-03"}), born));
    EXPECT_EQ(made("income", feel::Value(feel::Number(12))), base::Json{"12"});
    EXPECT_TRUE(made("income", feel::Value("12")).is_null());
    EXPECT_EQ(made("support", feel::Value(feel::List{})), base::Json{base::Json::Array{}});
    EXPECT_EQ(made("support", feel::Value(feel::List{feel::Value("benefit")})).array()->size(), 1U);
    EXPECT_TRUE(made("support", feel::Value(feel::List{feel::Value("yacht")})).is_null());
}

}  // namespace
}  // namespace guildhall::journeys
