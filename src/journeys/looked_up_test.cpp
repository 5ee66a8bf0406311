// Answers that a map layer or a register gives, and what people say against them.

#include "journeys/looked_up.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalogue/load.hpp"
#include "journeys/examples.hpp"
#include "journeys/journey.hpp"
#include "journeys/sample.hpp"
#include "journeys/sayings.hpp"
#include "support/source_directory.hpp"
#include "words/testing.hpp"

namespace guildhall::journeys {
namespace {

using base::Json;

const base::Instant today = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22};

/// Two areas beside each other; nothing is known west of 0.
constexpr std::string_view zones =
    R"({"type": "FeatureCollection", "bbox": [0, 50, 3, 51], "title": "Zones", "features": [
{"type": "Feature", "properties": {"name": "Old Town", "rate": 1.50, "class": "a"}, "geometry": {"type": "Polygon", "coordinates": [[[1, 50], [2, 50], [2, 51], [1, 51], [1, 50]]]}},
{"type": "Feature", "properties": {"rate": 2, "class": "b"}, "geometry": {"type": "Polygon", "coordinates": [[[2, 50], [3, 50], [3, 51], [2, 51], [2, 50]]]}}]})";

constexpr std::string_view head = "service: parking\nversion: 1\ntitle: Parking\nsummary: Park.\nquestions:\n";

catalogue::LoadedService load(
    const std::string& questions, const std::string& cars = "plate,year,fuel\nAB12 CDE,2020,petrol\nXY34 ZZZ,1999,\n"
) {
    return catalogue::load_files(
        {{"service.yaml", std::string{head} + questions},
         {"layers/zones.geojson", std::string{zones}},
         {"registers/cars.csv", cars}}
    );
}
std::shared_ptr<const catalogue::Service> service(const std::string& questions) {
    const auto loaded = load(questions);
    std::string told;
    for (const auto& complaint : loaded.complaints) told += complaint.text() + "\n";
    EXPECT_TRUE(loaded.service) << told;
    return loaded.service;
}
/// The first error of a folder whose questions are these.
std::string error(const std::string& questions) {
    for (const auto& complaint : load(questions).complaints) {
        if (complaint.severity == base::Severity::error) return complaint.text();
    }
    return "none";
}

std::shared_ptr<const catalogue::Service> tree() {
    return catalogue::load_folder(tests::source_directory() / "services/fell-a-tree").service;
}

const std::string place = "  place:\n    ask: Where?\n    type: location\n";
const std::string in_zone =
    place + "  zone:\n    ask: In a zone?\n    type: yes-no\n    lookup: layers/zones\n    at: place\n";
const std::string car =
    "  plate:\n    ask: Which car?\n  fuel:\n    ask: Which fuel?\n    type: radios\n    options: { petrol: Petrol, "
    "gas: Gas }\n"
    "    lookup: registers/cars\n    by: plate\n    value: fuel\n";

Answers at(const char* latitude, const char* longitude) {
    return {{"place", Json{Json::Object{{"text", "x"}, {"latitude", latitude}, {"longitude", longitude}}}}};
}

TEST(LookedUp, AMapAnswersInsteadOfThePerson) {
    const auto parking = service(in_zone);
    const Standing standing = stand(*parking, at("50.5", "1.5"), today);
    EXPECT_TRUE(standing.complete());
    EXPECT_FALSE(standing.asks("zone"));
    const Json& kept = standing.relevant.at("zone");
    EXPECT_EQ(kept["looked_up"], Json{true});
    EXPECT_EQ(kept.string_at("from"), "layers/zones.geojson");
    EXPECT_EQ(kept.string_at("name"), "Old Town");
    EXPECT_FALSE(standing.questioned);
    // Sent in, it stands the same.
    EXPECT_EQ(stand(*parking, standing.relevant, today).relevant, standing.relevant);
}

TEST(LookedUp, ThePersonIsAskedWhereTheMapDoesNotKnow) {
    const auto parking = service(in_zone);
    EXPECT_TRUE(stand(*parking, at("50.5", "-1.5"), today).asks("zone"));
    const Answers words{{"place", Json{Json::Object{{"text", "at the corner"}}}}};
    EXPECT_TRUE(stand(*parking, words, today).asks("zone"));
    Answers answered = words;
    answered["zone"] = Json{false};
    EXPECT_EQ(stand(*parking, answered, today).relevant.at("zone"), Json{false});
    // Inside what it covers, beside all areas: it knows.
    EXPECT_EQ(stand(*parking, at("50.5", "0.5"), today).relevant.at("zone")["looked_up"], Json{false});
    // Nothing is said of a place that is not given yet.
    const Standing before = stand(*parking, {}, today);
    EXPECT_EQ(before.next_page()->address.page, "place");
    EXPECT_EQ(before.left, 2U);
}

TEST(LookedUp, AnotherPlaceIsLookedUpAgainAndOldAnswersWait) {
    const auto parking = service(in_zone);
    Answers answers{{"place", Json{Json::Object{{"text", "x"}}}}, {"zone", Json{false}}};
    answers["place"] = at("50.5", "1.5").at("place");
    EXPECT_EQ(stand(*parking, answers, today).relevant.at("zone")["looked_up"], Json{true});
}

TEST(LookedUp, WhatTheySayAgainstItIsKeptBesideIt) {
    const auto parking = service(in_zone);
    Answers answers = at("50.5", "1.5");
    LookedUp claim = *LookedUp::read(*parking->find("zone"), stand(*parking, answers, today).relevant.at("zone"));
    claim.claimed = Json{false};
    claim.why = "The border was moved.";
    answers["zone"] = claim.json();
    const Standing standing = stand(*parking, answers, today);
    EXPECT_TRUE(standing.questioned);
    EXPECT_EQ(standing.relevant.at("zone"), claim.json());
    EXPECT_EQ(to_words(*parking->find("zone"), claim.json(), words::testing::english()), "No");
    // Against another finding it says nothing.
    Answers elsewhere = answers;
    elsewhere["place"] = at("50.5", "0.5").at("place");
    EXPECT_FALSE(stand(*parking, elsewhere, today).questioned);
    // What agrees with the map questions nothing.
    claim.claimed = Json{true};
    answers["zone"] = claim.json();
    EXPECT_FALSE(stand(*parking, answers, today).questioned);
}

TEST(LookedUp, ACaseThatIsQuestionedIsNeverDecidedByTheProgram) {
    const auto trees = tree();
    Answers answers{
        {"trunk", Json{"45"}},
        {"place", Json{Json::Object{{"text", "Church Lane"}, {"latitude", "52.9495"}, {"longitude", "0.3100"}}}}
    };
    const Standing protected_tree = stand(*trees, answers, today);
    ASSERT_TRUE(protected_tree.verdict && protected_tree.verdict->settled);
    EXPECT_EQ(protected_tree.verdict->kind, catalogue::OutcomeKind::refused);
    LookedUp claim = *LookedUp::read(*trees->find("protected"), protected_tree.relevant.at("protected"));
    claim.claimed = Json{false};
    claim.why = "The tree stands behind the border.";
    answers["protected"] = claim.json();
    const Standing questioned = stand(*trees, answers, today);
    EXPECT_EQ(questioned.verdict->kind, catalogue::OutcomeKind::granted);
    EXPECT_FALSE(questioned.verdict->automatic);
    // Where it does not matter, the program may still grant.
    answers["trunk"] = Json{"20"};
    EXPECT_TRUE(stand(*trees, answers, today).verdict->automatic);
}

TEST(LookedUp, ARegisterAnswersByItsKey) {
    const auto parking = service(car);
    const auto fuel = [&](const char* plate) {
        const Standing standing = stand(*parking, {{"plate", Json{plate}}}, today);
        return standing.asks("fuel") ? Json{"asked"} : standing.relevant.at("fuel")["looked_up"];
    };
    EXPECT_EQ(fuel("ab12cde"), Json{"petrol"});
    EXPECT_EQ(fuel("XY34 ZZZ"), Json{"asked"});
    EXPECT_EQ(fuel("unknown"), Json{"asked"});
}

TEST(LookedUp, ReadsPropertiesAsTheTypeOfTheQuestion) {
    const auto parking = service(
        place +
        "  rate:\n    ask: Rate?\n    type: money\n    lookup: layers/zones\n    at: place\n    value: rate\n"
        "  twice:\n    compute: rate * 2\n    type: money\n"
    );
    const Standing standing = stand(*parking, at("50.5", "1.5"), today);
    EXPECT_EQ(standing.relevant.at("rate")["looked_up"], Json{"1.5"});
    EXPECT_EQ(standing.computed.at("twice").number()->text(), "3");
    EXPECT_TRUE(stand(*parking, at("50.5", "0.5"), today).asks("rate"));
}

TEST(LookedUp, IsReadBackWithWhereItComesFrom) {
    const auto parking = service(in_zone);
    const Standing standing = stand(*parking, at("50.5", "1.5"), today);
    const auto groups = summarise(*parking, standing.relevant, words::testing::english(), today);
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].rows[1].words, "Yes");
    EXPECT_EQ(groups[0].rows[1].source, "From the map “Zones” (Old Town)");
    EXPECT_FALSE(groups[0].rows[1].questioned);
}

TEST(LookedUp, AMistakeHasItsPlace) {
    EXPECT_EQ(
        error(place + "  zone:\n    ask: Zone?\n    type: yes-no\n    lookup: layers/zone\n    at: place\n"),
        "service.yaml:12:13: error: there is no file layers/zone.geojson, which would be `layers/zone`; did you mean "
        "`layers/zones`?"
    );
    const auto wrong = [&](const std::string& keys, const std::string& part) {
        EXPECT_THAT(error(keys), ::testing::HasSubstr(part));
    };
    const std::string zone = place + "  zone:\n    ask: A?\n    type: yes-no\n    lookup: layers/zones\n";
    wrong(zone, "`at:` is missing");
    wrong(zone + "    at: plac\n", "did you mean `place`?");
    wrong(zone + "    at: zone\n", "expected a location");
    wrong(zone + "    by: place\n", "`by:` goes with a register");
    wrong(zone + "    at: place\n    value: nme\n", "did you mean `name`?");
    wrong(zone + "    at: place\n    value: class\n", "takes no such answer");
    wrong(zone + "    at: place\n    compute: 1\n", "beside `lookup:`");
    wrong("  zone:\n    ask: A?\n    type: yes-no\n    lookup: layers/zones\n    at: place\n" + place, "asked later");
    wrong(place + "  zone:\n    ask: A?\n    at: place\n", "without `lookup:`");
    wrong(
        place + "  zone:\n    ask: A?\n    type: file\n    lookup: layers/zones\n    at: place\n", "goes with the types"
    );
    wrong(
        "  plate:\n    ask: A?\n  fuel:\n    ask: B?\n    lookup: registers/cars\n    by: plate\n",
        "`value:` is missing"
    );
    wrong(
        "  plat:\n    ask: A?\n  fuel:\n    ask: B?\n    lookup: registers/cars\n    by: plat\n    value: fuel\n",
        "did you mean `plate`?"
    );
    wrong("  place:\n    ask: W?\n    type: location\n    map: { layers: [layers/none] }\n", "layers/none.geojson");
    wrong("  place:\n    ask: W?\n    type: text\n    within: layers/zones\n", "goes with the type location");
    EXPECT_THAT(
        [&] {
            const auto loaded = load(car, "plate,year,fuel\nA,1,coal\n");
            return loaded.complaints.front().text();
        }(),
        ::testing::HasSubstr("registers/cars.csv:2:1: error: found `coal` in the column `fuel`")
    );
}

TEST(LookedUp, APlaceOutsideIsRefused) {
    const auto parking =
        service("  place:\n    ask: Where?\n    type: location\n    within: layers/zones\n    say: Not ours.\n");
    const auto problem = [&](const Answers& answers) -> std::string {
        const Standing standing = stand(*parking, answers, today);
        const auto& asked = standing.pages.front().questions.front();
        return asked.problem ? asked.problem->field + ": " + asked.problem->problem.own_words : "none";
    };
    EXPECT_EQ(problem(at("50.5", "1.5")), "none");
    EXPECT_EQ(problem(at("50.5", "0.5")), "place-point: Not ours.");
    EXPECT_EQ(problem({{"place", Json{Json::Object{{"text", "somewhere"}}}}}), "none");
}

TEST(LookedUp, SamplesLieOnTheMap) {
    const auto trees = tree();
    bool found = false;
    bool asked = false;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        const auto made = sample_answer(*trees, *trees->find("place"), {}, {}, today, seed);
        ASSERT_TRUE(made);
        const Standing standing = stand(*trees, {{"trunk", Json{"45"}}, {"place", *made}}, today);
        (standing.asks("protected") ? asked : found) = true;
    }
    EXPECT_TRUE(found && asked);
}

}  // namespace
}  // namespace guildhall::journeys
