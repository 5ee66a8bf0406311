#include <gtest/gtest.h>

#include "base/log.hpp"
#include "events/events.hpp"
#include "insight/feedback.hpp"
#include "insight/internal/histogram.hpp"
#include "insight/performance.hpp"
#include "vault/testing.hpp"

namespace guildhall::insight {
namespace {

using base::ErrorCode;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

class InsightTest : public testing::TestWithParam<store::Engine> {
protected:
    void write(const std::function<void(store::WriteTransaction&)>& work) {
        ASSERT_TRUE(house_.store->write([&](store::WriteTransaction& t) {
            work(t);
            return store::commit();
        }));
    }
    void happened(const std::string& type, const std::string& subject, base::Json::Object data) {
        events::Event event;
        event.position = static_cast<std::int64_t>(log_.size());
        event.type = type;
        event.subject = subject;
        event.at = house_.clock.now();
        event.data = std::move(data);
        log_.push_back(std::move(event));
    }
    void submitted(const std::string& id) {
        happened("application.submitted", id, {{"service", "fell-a-tree"}, {"case", id}});
    }
    void decided(const std::string& id, const std::string& outcome, bool automatic) {
        happened(
            "decision.issued", id,
            {{"service", "fell-a-tree"},
             {"case", id},
             {"outcome", outcome},
             {"automatic", automatic},
             {"decided_by", "x"}}
        );
    }
    void count(std::size_t from, std::size_t to) {
        const auto work = counter_.handle(
            {log_.begin() + static_cast<std::ptrdiff_t>(from), log_.begin() + static_cast<std::ptrdiff_t>(to)}
        );
        write(work);
    }
    Performance read(int span = 10) {
        const auto from = std::chrono::floor<days>(start_);
        const auto found = performance(*house_.store, "fell-a-tree", from, from + days{span - 1});
        EXPECT_TRUE(found);
        return *found;
    }

    vault::VaultForTest house_{GetParam()};
    const base::Instant start_ = house_.clock.now();
    PerformanceCounter counter_;
    FeedbackBox box_{*house_.store, *house_.vault, house_.clock, house_.random};
    std::vector<events::Event> log_;
};

TEST_P(InsightTest, CountsWhatHappenedOnItsDay) {
    for (const char* id : {"a", "b", "c", "d"}) happened("draft.started", id, {{"service", "fell-a-tree"}});
    happened("draft.started", "x", {{"service", "other"}});
    submitted("a");
    decided("a", "granted", true);
    submitted("b");
    submitted("c");
    house_.clock.advance(days{1});
    decided("b", "granted-with-conditions", false);
    house_.clock.advance(days{2});
    decided("c", "refused", false);
    happened("review.requested", "c", {{"service", "fell-a-tree"}, {"case", "c"}});
    happened("review.decided", "c", {{"service", "fell-a-tree"}, {"case", "c"}, {"outcome", "granted"}});
    for (const int rating : {5, 4, 1})
        happened("feedback.given", "f", {{"service", "fell-a-tree"}, {"rating", rating}, {"page", "/"}});
    happened("record.viewed", "c", {{"case", "c"}});
    count(0, log_.size());

    const auto found = read();
    ASSERT_EQ(found.days.size(), 10U);
    EXPECT_EQ(found.days[0].counts.started, 4);
    EXPECT_EQ(found.days[0].counts.submitted, 3);
    EXPECT_EQ(found.days[0].counts.decided, 1);
    EXPECT_EQ(found.days[1].counts.granted, 1);
    EXPECT_EQ(found.days[2].counts.decided, 0);
    EXPECT_EQ(found.days[3].counts.refused, 1);
    EXPECT_EQ(found.days[3].counts.reviews_requested, 1);
    EXPECT_EQ(found.total.decided, 3);
    EXPECT_EQ(found.total.granted, 2);
    EXPECT_EQ(found.total.ratings, (std::array<std::int64_t, 5>{1, 0, 0, 1, 1}));
    EXPECT_DOUBLE_EQ(*found.completion, 0.75);
    EXPECT_DOUBLE_EQ(*found.automatic_share, 1.0 / 3);
    EXPECT_DOUBLE_EQ(*found.satisfaction, 2.0 / 3);
    ASSERT_TRUE(found.median_time_to_decision);
    const auto median = static_cast<double>(found.median_time_to_decision->count());
    EXPECT_NEAR(median, 86400, 86400 / 8.0);
}

TEST_P(InsightTest, ABatchThatComesAgainIsCountedOnce) {
    for (int i = 0; i < 6; ++i) submitted(fmt::format("case-{}", i));
    decided("case-0", "granted", true);
    count(0, 4);
    count(0, 4);
    count(2, 7);  // half of it known
    count(0, 7);
    const auto found = read();
    EXPECT_EQ(found.total.submitted, 6);
    EXPECT_EQ(found.total.decided, 1);
    EXPECT_EQ(found.total.automatic, 1);
}

TEST_P(InsightTest, ACaseIsDecidedOnce) {
    submitted("a");
    decided("a", "refused", false);
    decided("a", "granted", false);
    decided("unknown", "granted", false);
    count(0, log_.size());
    EXPECT_EQ(read().total.decided, 1);
    EXPECT_EQ(read().total.refused, 1);
    const auto left = house_.store->read([](store::ReadTransaction& t) {
        return t.query({"test.open", "SELECT case_id FROM performance_open_cases"});
    });
    EXPECT_TRUE(left->empty());
}

TEST_P(InsightTest, NothingHappenedIsNoShare) {
    const auto found = read();
    EXPECT_FALSE(found.completion);
    EXPECT_FALSE(found.automatic_share);
    EXPECT_FALSE(found.satisfaction);
    EXPECT_FALSE(found.median_time_to_decision);
    const auto today = std::chrono::floor<days>(start_);
    EXPECT_FALSE(performance(*house_.store, "x", today, today - days{1}));
    EXPECT_FALSE(performance(*house_.store, "x", today - days{4000}, today));
    EXPECT_EQ(performance(*house_.store, "x", today, today)->days.size(), 1U);
}

TEST_P(InsightTest, MalformedEventsAreLeftOut) {
    happened("draft.started", "a", {});
    happened("feedback.given", "f", {{"service", "fell-a-tree"}, {"rating", 6}});
    happened("feedback.given", "f", {{"service", "fell-a-tree"}, {"rating", "5"}});
    count(0, log_.size());
    EXPECT_EQ(read().total.started, 0);
    EXPECT_EQ(read().total.ratings, (std::array<std::int64_t, 5>{}));
}

TEST_P(InsightTest, TheTableOfDaysAsCsv) {
    submitted("a");
    count(0, 1);
    EXPECT_EQ(
        performance_csv(read(2)),
        "day,service,started,submitted,decided,automatic,granted,refused,reviews_requested,rated_1,rated_2,rated_3,"
        "rated_4,rated_5\r\n"
        "2026-11-22,fell-a-tree,0,1,0,0,0,0,0,0,0,0,0,0\r\n"
        "2026-11-23,fell-a-tree,0,0,0,0,0,0,0,0,0,0,0,0\r\n"
    );
}

TEST_P(InsightTest, FeedbackIsKeptSealedAndCountedThroughItsEvent) {
    base::NullLog log;
    const auto dispatcher = events::start_dispatcher(*house_.store, house_.clock, log, {&counter_});
    ASSERT_TRUE(box_.give({"fell-a-tree", "/apply/fell-a-tree/trunk", 5, " My name is on this, ä. "}));
    house_.clock.advance(seconds{1});
    ASSERT_TRUE(box_.give({"fell-a-tree", "/", 2, "  "}));
    house_.clock.advance(seconds{1});
    ASSERT_TRUE(box_.give({"", "/", 3, ""}));
    dispatcher->wake();
    ASSERT_TRUE(dispatcher->drain());

    const auto list = box_.list("fell-a-tree");
    ASSERT_TRUE(list);
    ASSERT_EQ(list->items.size(), 2U);
    EXPECT_EQ(list->items[0].rating, 2);
    EXPECT_EQ(list->items[0].text, "");
    EXPECT_EQ(list->items[1].text, "My name is on this, ä.");
    EXPECT_EQ(list->items[1].page, "/apply/fell-a-tree/trunk");
    EXPECT_EQ(box_.list("")->items.size(), 3U);
    EXPECT_EQ(read().total.ratings, (std::array<std::int64_t, 5>{0, 1, 0, 0, 1}));

    const auto all = house_.store->read([](store::ReadTransaction& t) { return events::read_from(t, 0, 100); });
    for (const auto& event : *all) EXPECT_EQ(event.body.find("name"), std::string::npos);
}

TEST_P(InsightTest, FeedbackIsReadPageByPage) {
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(box_.give({"fell-a-tree", fmt::format("/{}", i), 3, {}}));
        house_.clock.advance(seconds{1});
    }
    const auto first = box_.list("fell-a-tree", {}, 3);
    ASSERT_EQ(first->items.size(), 3U);
    EXPECT_EQ(first->items[0].page, "/4");
    const auto second = box_.list("fell-a-tree", first->next, 3);
    ASSERT_EQ(second->items.size(), 2U);
    EXPECT_EQ(second->items[1].page, "/0");
    EXPECT_EQ(second->next, "");
}

TEST_P(InsightTest, FeedbackThatIsNoneIsRefused) {
    EXPECT_FALSE(box_.give({"fell-a-tree", "/", 0, {}}));
    EXPECT_FALSE(box_.give({"fell-a-tree", "/", 6, {}}));
    EXPECT_FALSE(box_.give({"fell-a-tree", "", 3, {}}));
    EXPECT_FALSE(box_.give({"fell-a-tree", "https://elsewhere.example/", 3, {}}));
    EXPECT_FALSE(box_.give({"fell-a-tree", "/?email=a@b", 3, {}}));
    EXPECT_FALSE(box_.give({"Fell A Tree", "/", 3, {}}));
    EXPECT_FALSE(box_.give({"fell-a-tree", "/", 3, std::string(2001, 'x')}));
    EXPECT_FALSE(box_.give({"fell-a-tree", "/", 3, "\xff"}));
    EXPECT_TRUE(box_.list("")->items.empty());
}

INSTANTIATE_TEST_SUITE_P(Engines, InsightTest, testing::ValuesIn(vault::engines_for_test()));

TEST(Histogram, BucketsMeetWithoutGapsAndAreNarrow) {
    for (std::int64_t bucket = 0; bucket < 200; ++bucket) {
        EXPECT_EQ(bucket_of(least_of(bucket)), bucket);
        EXPECT_EQ(bucket_of(least_of(bucket + 1) - 1), bucket);
        EXPECT_LE(least_of(bucket + 1) - least_of(bucket), std::max<std::int64_t>(1, least_of(bucket) / 4));
    }
    EXPECT_EQ(bucket_of(-5), 0);
}

TEST(Histogram, MedianIsNearTheTrueOne) {
    base::SeededRandom random{11};
    for (int round = 0; round < 300; ++round) {
        std::vector<std::int64_t> times;
        std::map<std::int64_t, std::int64_t> buckets;
        for (std::uint64_t left = 1 + random.number() % 50; left > 0; --left) {
            times.push_back(static_cast<std::int64_t>(random.number() % (std::uint64_t{1} << (random.number() % 30))));
            ++buckets[bucket_of(times.back())];
        }
        std::ranges::sort(times);
        const auto exact = static_cast<double>(times[(times.size() - 1) / 2]);
        EXPECT_NEAR(static_cast<double>(*median_of(buckets)), exact, exact / 8 + 0.5);
    }
    EXPECT_FALSE(median_of({}));
    EXPECT_EQ(median_of({{0, 3}}), 0);
}

TEST(Csv, QuotesAsRfc4180Says) {
    EXPECT_EQ(csv_line({"a", "b c", ""}), "a,b c,\r\n");
    EXPECT_EQ(csv_line({"a,b", "say \"x\"", "two\r\nlines"}), "\"a,b\",\"say \"\"x\"\"\",\"two\r\nlines\"\r\n");
    EXPECT_EQ(csv_line({}), "\r\n");
}

}  // namespace
}  // namespace guildhall::insight
