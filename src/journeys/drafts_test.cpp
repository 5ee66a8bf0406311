#include "journeys/drafts.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "support/source_directory.hpp"
#include "vault/testing.hpp"

namespace guildhall::journeys {
namespace {

// A picture of one pixel.
const base::Bytes png = *base::from_base64(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
);

class DraftsTest : public testing::TestWithParam<store::Engine> {
protected:
    void SetUp() override {
        auto opened = catalogue::Catalogue::open(
            {guildhall::tests::source_directory() / "services", false}, *house_.store, log_, complaints_
        );
        ASSERT_TRUE(opened) << opened.error().detail.text;
        catalogue_ = *std::move(opened);
        documents_.emplace(*house_.store, *house_.vault, nullptr, house_.clock, house_.random);
        drafts_.emplace(*house_.store, *house_.vault, *catalogue_, *documents_, house_.clock, house_.random);
    }

    Draft start() { return drafts_->start("person", catalogue_->get("fell-a-tree")).value(); }

    base::Result<Draft> answer(const Draft& draft, const char* question, const base::Json& answer) {
        return drafts_->change(draft.id, "person", [&](Answers& answers) {
            answers.insert_or_assign(question, answer);
            return true;
        });
    }

    /// The id of a photo that is handed in and named by the draft's answer.
    std::string add_photo(const Draft& draft) {
        const auto accepted =
            documents_->accept({"person", "case", png, "image/png", "tree.png", {documents::Kind::image}});
        EXPECT_TRUE(accepted);
        EXPECT_TRUE(house_.store->write([&](store::WriteTransaction& transaction) {
            documents_->put(transaction, *accepted);
            return store::commit();
        }));
        const base::Json answer = base::Json::Object{{"document", accepted->document.id}, {"name", "tree.png"}};
        EXPECT_TRUE(this->answer(draft, "photo", base::Json::Array{answer}));
        return accepted->document.id;
    }

    vault::VaultForTest house_{GetParam()};
    base::NullLog log_;
    base::Complaints complaints_;
    std::unique_ptr<catalogue::Catalogue> catalogue_;
    std::optional<documents::Documents> documents_;
    std::optional<Drafts> drafts_;
};

TEST_P(DraftsTest, WhatExpiresTakesItsFilesAlong) {
    const Draft old = start();
    const std::string old_photo = add_photo(old);
    house_.clock.advance(std::chrono::days{40});
    const Draft fresh = start();
    const std::string fresh_photo = add_photo(fresh);
    ASSERT_TRUE(documents_->open(old_photo));

    EXPECT_EQ(drafts_->expire(house_.clock.now() - std::chrono::days{30}).value(), 1);
    EXPECT_EQ(drafts_->load(old.id, "person").error().code, base::ErrorCode::not_found);
    EXPECT_EQ(documents_->open(old_photo).error().code, base::ErrorCode::not_found);
    EXPECT_TRUE(drafts_->load(fresh.id, "person"));
    EXPECT_TRUE(documents_->open(fresh_photo));
    EXPECT_EQ(drafts_->expire(house_.clock.now() - std::chrono::days{30}).value(), 0);
}

TEST_P(DraftsTest, WhatWasSentInStays) {
    const Draft draft = start();
    const std::string photo = add_photo(draft);
    const auto now = drafts_->load(draft.id, "person");
    ASSERT_TRUE(now);
    ASSERT_TRUE(house_.store->write([&](store::WriteTransaction& transaction) {
        EXPECT_TRUE(drafts_->mark_submitted(transaction, *now, "case-1"));
        return store::commit();
    }));
    house_.clock.advance(std::chrono::days{400});
    EXPECT_EQ(drafts_->expire(house_.clock.now()).value(), 0);
    EXPECT_TRUE(documents_->open(photo));
}

// Each answer replaces the record of all answers. Who reads meanwhile finds the one or the other, never neither.
TEST_P(DraftsTest, AnswersOfSeveralTabsAreAllKept) {
    const Draft draft = start();
    ASSERT_TRUE(answer(draft, "trunk", base::Json{25}));
    std::atomic<bool> done = false;
    std::atomic<int> unread = 0;
    std::vector<std::jthread> readers;
    for (int i = 0; i < 2; ++i) {
        readers.emplace_back([&] {
            while (!done) unread += drafts_->load(draft.id, "person") ? 0 : 1;
        });
    }
    const auto keep_answering = [&](const char* question) {
        for (int i = 0; i < 50; ++i) EXPECT_TRUE(answer(draft, question, base::Json{i}));
    };
    {
        const std::jthread one([&] { keep_answering("place"); });
        const std::jthread other([&] { keep_answering("contact"); });
    }
    done = true;
    readers.clear();
    EXPECT_EQ(unread, 0);
    const auto kept = drafts_->load(draft.id, "person");
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->answers.size(), 3);
    EXPECT_EQ(kept->answers.at("place").text(), "49");
    EXPECT_EQ(kept->answers.at("contact").text(), "49");
}

TEST_P(DraftsTest, AFileThatIsReplacedGoes) {
    const Draft draft = start();
    const std::string first = add_photo(draft);
    const std::string second = add_photo(draft);
    EXPECT_EQ(documents_->open(first).error().code, base::ErrorCode::not_found);
    EXPECT_TRUE(documents_->open(second));
    // The same answer again (a page that was sent twice) keeps it.
    const base::Json same = base::Json::Object{{"document", second}, {"name", "tree.png"}};
    ASSERT_TRUE(answer(draft, "photo", base::Json::Array{same}));
    EXPECT_TRUE(documents_->open(second));
    ASSERT_TRUE(answer(draft, "photo", base::Json::Array{}));
    EXPECT_EQ(documents_->open(second).error().code, base::ErrorCode::not_found) << "named no more";
}

INSTANTIATE_TEST_SUITE_P(Engines, DraftsTest, testing::ValuesIn(vault::engines_for_test()));

}  // namespace
}  // namespace guildhall::journeys
