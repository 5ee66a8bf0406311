#include "casework/cases.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "base/log.hpp"
#include "casework/case_link.hpp"
#include "support/source_directory.hpp"
#include "vault/testing.hpp"

namespace guildhall::casework {
namespace {

constexpr store::Query count_cases{"test.count_cases", "SELECT COUNT(*) FROM cases"};
constexpr store::Query count_events{
    "test.count_events", "SELECT COUNT(*) FROM events WHERE type = 'application.submitted'"
};

class CasesTest : public testing::TestWithParam<store::Engine> {
protected:
    void SetUp() override {
        auto opened = catalogue::Catalogue::open(
            {.directory = tests::source_directory() / "services", .dev = false}, *house_.store, log_, complaints_
        );
        ASSERT_TRUE(opened);
        catalogue_ = *std::move(opened);
        documents_ =
            std::make_unique<documents::Documents>(*house_.store, *house_.vault, nullptr, house_.clock, house_.random);
        drafts_ = std::make_unique<journeys::Drafts>(
            *house_.store, *house_.vault, *catalogue_, *documents_, house_.clock, house_.random
        );
        cases_ =
            std::make_unique<Cases>(*house_.store, *house_.vault, *catalogue_, *drafts_, house_.clock, house_.random);
    }

    /// A thin tree, with all that is asked: the rules grant it.
    journeys::Draft complete_draft(const std::string& subject) {
        auto draft = drafts_->start(subject, catalogue_->get("fell-a-tree"));
        EXPECT_TRUE(draft);
        draft->answers = {
            {"trunk", "25"},
            {"place", base::Json::Object{{"text", "Behind the house"}}},
            {"photo", base::Json::Array{base::Json::Object{
                          {"document", "d"}, {"name", "a.png"}, {"size", 1}, {"type", "image/png"}
                      }}},
            {"contact", base::Json::Object{{"name", "Someone"}, {"email", "someone@example.org"}, {"phone", ""}}},
        };
        return *draft;
    }
    std::int64_t number(const store::Query& query) {
        const auto found =
            house_.store->read([&](store::ReadTransaction& read) { return read.query(query).at(0).integer(0); });
        EXPECT_TRUE(found);
        return found ? *found : -1;
    }

    base::NullLog log_;
    base::Complaints complaints_;
    vault::VaultForTest house_{GetParam()};
    std::unique_ptr<catalogue::Catalogue> catalogue_;
    std::unique_ptr<documents::Documents> documents_;
    std::unique_ptr<journeys::Drafts> drafts_;
    std::unique_ptr<Cases> cases_;
};

TEST_P(CasesTest, WhatAHelperSendsInSaysSoAndIsThePersons) {
    const OnBehalf helper{"helper-account", "mandate-1", "Ned Nagy", "Ann Smith"};
    const auto submitted = cases_->submit(complete_draft("ann"), helper);
    ASSERT_TRUE(submitted) << submitted.error().detail.text;
    const auto found = cases_->load_own(submitted->reference, "ann");
    ASSERT_TRUE(found);
    ASSERT_TRUE(found->sent_by);
    EXPECT_EQ(found->sent_by->helper, "helper-account");
    EXPECT_EQ(found->sent_by->mandate, "mandate-1");
    EXPECT_EQ(found->sent_by->helper_name, "Ned Nagy");
    EXPECT_EQ(found->sent_by->person, "Ann Smith");
    EXPECT_FALSE(cases_->load_own(submitted->reference, "helper-account")) << "it is not the helper's";
    EXPECT_EQ(*cases_->service_of(submitted->reference, "ann"), "fell-a-tree");
    EXPECT_FALSE(cases_->service_of(submitted->reference, "helper-account"));
    EXPECT_FALSE(cases_->service_of(submitted->reference, ""));
    const auto body = house_.store->read([](store::ReadTransaction& read) {
        return read.query({"test.body", "SELECT body FROM events WHERE type = 'application.submitted'"}).at(0).text(0);
    });
    EXPECT_NE(body->find("\"helper\":\"helper-account\",\"mandate\":\"mandate-1\""), std::string::npos) << *body;
    EXPECT_EQ(body->find("Ned"), std::string::npos) << "no name stands in an event";

    const auto own = cases_->submit(complete_draft("ann"));
    EXPECT_FALSE(cases_->load_own(own->reference, "ann")->sent_by);
}

TEST_P(CasesTest, SubmissionsSideBySideAllSucceed) {
    constexpr int people = 24;
    constexpr int times = 4;
    std::vector<journeys::Draft> drafts;
    for (int i = 0; i < people * times; ++i) drafts.push_back(complete_draft(fmt::format("visitor-{}", i)));
    std::atomic<int> failed = 0;
    {
        std::vector<std::jthread> threads;
        for (int person = 0; person < people; ++person) {
            threads.emplace_back([&, person] {
                for (int i = 0; i < times; ++i) {
                    if (!cases_->submit(drafts[static_cast<std::size_t>(person * times + i)])) ++failed;
                }
            });
        }
    }
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(number(count_cases), people * times);
    EXPECT_EQ(number(count_events), people * times);
}

TEST_P(CasesTest, ADraftSentInManyTimesAtOnceIsOneCase) {
    const auto draft = complete_draft("visitor");
    std::mutex mutex;
    std::set<std::string> references;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&] {
                const auto submitted = cases_->submit(draft);
                ASSERT_TRUE(submitted) << submitted.error().detail.text;
                const std::lock_guard lock(mutex);
                references.insert(submitted->reference);
            });
        }
    }
    EXPECT_EQ(references.size(), 1);
    EXPECT_EQ(number(count_cases), 1);
    EXPECT_EQ(number(count_events), 1);
}

TEST_P(CasesTest, ADraftThatMovedToAnAccountIsNotSentInForTheVisitorItWas) {
    const auto draft = complete_draft("visitor");
    ASSERT_TRUE(house_.store->write([&](store::WriteTransaction& write) -> store::Outcome<base::Done> {
        drafts_->move(write, "visitor", "account");
        return store::commit();
    }));
    const auto submitted = cases_->submit(draft);
    ASSERT_FALSE(submitted);
    EXPECT_EQ(submitted.error().code, base::ErrorCode::conflict);
    EXPECT_EQ(number(count_cases), 0);
}

TEST_P(CasesTest, AKeyOpensOneCaseUntilItsTimeAndNoMoreOnceItIsAnAccounts) {
    const auto submitted = cases_->submit(complete_draft("visitor"));
    const auto another = cases_->submit(complete_draft("someone-else"));
    ASSERT_TRUE(submitted && another);
    const auto key =
        make_case_key(*house_.vault, submitted->case_id, "visitor", house_.clock.now() + std::chrono::seconds{60});
    const auto opens = [&](const std::string& reference, const std::string& text) {
        return cases_->load_with_key(reference, text).ok();
    };
    EXPECT_TRUE(opens(submitted->reference, key));
    EXPECT_FALSE(opens(another->reference, key));
    EXPECT_FALSE(opens("nonsense", key));
    // A later time, another letter, less or more of it.
    EXPECT_FALSE(opens(submitted->reference, key.substr(0, key.size() - 1)));
    EXPECT_FALSE(opens(submitted->reference, key + "0"));
    EXPECT_FALSE(opens(submitted->reference, key + " "));
    for (std::size_t at = 0; at < key.size(); ++at) {
        std::string other = key;
        other[at] = other[at] == '1' ? '2' : '1';
        EXPECT_FALSE(opens(submitted->reference, other)) << other;
    }
    for (const char* text : {"", ".", "1", ".1", "a.99999999999999999999", "a.-1"})
        EXPECT_FALSE(opens(submitted->reference, text)) << text;

    house_.clock.advance(std::chrono::seconds{59});
    EXPECT_TRUE(opens(submitted->reference, key));
    house_.clock.advance(std::chrono::seconds{1});
    EXPECT_FALSE(opens(submitted->reference, key));

    const auto later =
        make_case_key(*house_.vault, submitted->case_id, "visitor", house_.clock.now() + std::chrono::hours{1});
    EXPECT_TRUE(opens(submitted->reference, later));
    ASSERT_TRUE(house_.store->write([&](store::WriteTransaction& write) -> store::Outcome<base::Done> {
        cases_->move(write, "visitor", "account");
        return store::commit();
    }));
    EXPECT_FALSE(opens(submitted->reference, later));
}

INSTANTIATE_TEST_SUITE_P(Engines, CasesTest, testing::ValuesIn(vault::engines_for_test()), [](const auto& engine) {
    return engine.param == store::Engine::sqlite ? "sqlite" : "postgres";
});

}  // namespace
}  // namespace guildhall::casework
