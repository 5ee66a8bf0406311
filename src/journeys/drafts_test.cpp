#include "journeys/drafts.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
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

    EXPECT_EQ(drafts_->expire(house_.clock.now()).value(), 1);
    EXPECT_EQ(drafts_->load(old.id, "person").error().code, base::ErrorCode::not_found);
    EXPECT_EQ(documents_->open(old_photo).error().code, base::ErrorCode::not_found);
    EXPECT_TRUE(drafts_->load(fresh.id, "person"));
    EXPECT_TRUE(documents_->open(fresh_photo));
    EXPECT_EQ(drafts_->expire(house_.clock.now()).value(), 0);
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

// A service changes while an application is under way: it moves on, once it is saved for good.
TEST_P(DraftsTest, MovesOnToTheVersionThatIsOffered) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("drafts-" + base::Uuid::make(house_.clock, house_.random).text());
    std::filesystem::create_directories(folder / "move");
    const auto offer = [&](std::string_view rest) {
        std::ofstream(folder / "move/service.yaml") << "service: move\ntitle: Move\nsummary: S\n" << rest;
        auto opened = catalogue::Catalogue::open({folder, false}, *house_.store, log_, complaints_);
        ASSERT_TRUE(opened) << opened.error().detail.text;
        catalogue_ = *std::move(opened);
        drafts_.emplace(*house_.store, *house_.vault, *catalogue_, *documents_, house_.clock, house_.random);
    };
    offer("version: 1\nquestions:\n  size: {ask: How large, type: number}\n");
    const Draft draft = drafts_->start("person", catalogue_->get("move")).value();
    ASSERT_TRUE(answer(draft, "size", "7"));

    offer(
        "version: 2\nquestions:\n  length: {ask: How long, type: number}\nmigrate:\n  - to: 2\n    rename: {size: "
        "length}\n"
    );
    auto moved = drafts_->load(draft.id, "person");
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->service->version, 2);
    EXPECT_EQ(moved->moved_from, 1);
    EXPECT_EQ(moved->answers, (Answers{{"length", "7"}}));
    ASSERT_TRUE(answer(draft, "length", "8"));
    EXPECT_EQ(drafts_->load(draft.id, "person")->moved_from, 0) << "it was saved under the new version";

    offer("version: 3\nquestions:\n  length: {ask: How long, type: number, range: \"[0..5]\", say: At most 5}\n");
    moved = drafts_->load(draft.id, "person");
    ASSERT_TRUE(moved);
    const Standing standing = stand(*moved->service, moved->answers, house_.clock.now());
    ASSERT_TRUE(standing.next_page());
    ASSERT_TRUE(standing.next_page()->questions.front().problem) << "it is told what to answer again";
    ASSERT_TRUE(answer(draft, "length", "4"));

    // What was sent in stays with the version that it was sent in under.
    moved = drafts_->load(draft.id, "person");
    ASSERT_TRUE(moved);
    ASSERT_TRUE(house_.store->write([&](store::WriteTransaction& transaction) {
        EXPECT_TRUE(drafts_->mark_submitted(transaction, *moved, "case-1"));
        return store::commit();
    }));
    offer("version: 4\nquestions:\n  colour: {ask: Which colour}\n");
    EXPECT_EQ(drafts_->load(draft.id, "person")->service->version, 3);
    std::filesystem::remove_all(folder);
}

TEST_P(DraftsTest, IsKeptToTheEndOfADayAfterTheLastChange) {
    const Draft draft = start();
    const auto first = drafts_->load(draft.id, "person")->keep_until;
    EXPECT_EQ(first, draft.keep_until);
    EXPECT_EQ(first, std::chrono::floor<std::chrono::days>(first)) << "a midnight";
    EXPECT_GE(first - house_.clock.now(), std::chrono::days{30});
    EXPECT_LE(first - house_.clock.now(), std::chrono::days{31});
    house_.clock.advance(std::chrono::days{3});
    ASSERT_TRUE(answer(draft, "trunk", base::Json{25}));
    EXPECT_EQ(drafts_->load(draft.id, "person")->keep_until, first + std::chrono::days{3});
    EXPECT_EQ(drafts_->list("person")->front().keep_until, first + std::chrono::days{3});

    house_.clock.advance(first + std::chrono::days{3} - house_.clock.now() - std::chrono::seconds{1});
    EXPECT_EQ(drafts_->expire(house_.clock.now()).value(), 0);
    house_.clock.advance(std::chrono::seconds{1});
    EXPECT_EQ(drafts_->expire(house_.clock.now()).value(), 1);
}

TEST_P(DraftsTest, ItsOwnerIsToldOnceThatItEnds) {
    const Draft draft = start();
    EXPECT_TRUE(drafts_->ending(house_.clock.now())->empty());
    house_.clock.advance(std::chrono::days{27});
    const auto due = drafts_->ending(house_.clock.now());
    ASSERT_TRUE(due);
    ASSERT_EQ(due->size(), 1);
    EXPECT_EQ(due->front().id, draft.id);
    EXPECT_EQ(due->front().keep_until, draft.keep_until);
    const auto tell = [&](const EndingDraft& ending) {
        bool told = false;
        EXPECT_TRUE(house_.store->write([&](store::WriteTransaction& transaction) {
            told = drafts_->mark_told(transaction, ending);
            return store::commit();
        }));
        return told;
    };
    // Continued meanwhile: it ends later, and that is told later.
    ASSERT_TRUE(answer(draft, "trunk", base::Json{25}));
    EXPECT_FALSE(tell(due->front()));
    EXPECT_TRUE(drafts_->ending(house_.clock.now())->empty());
    house_.clock.advance(std::chrono::days{27});
    const auto again = drafts_->ending(house_.clock.now());
    ASSERT_EQ(again->size(), 1);
    EXPECT_TRUE(tell(again->front()));
    EXPECT_FALSE(tell(again->front())) << "once, by whichever node";
    EXPECT_TRUE(drafts_->ending(house_.clock.now())->empty());
}

TEST_P(DraftsTest, ACorrectionLeavesTheFilesOfWhatItCorrects) {
    const Draft sent = start();
    const std::string old_photo = add_photo(sent);
    const auto service = catalogue_->get("fell-a-tree");
    const Answers answers = drafts_->load(sent.id, "person")->answers;
    const auto correction = drafts_->start_correction("person", {"case-1", 1, service, answers});
    ASSERT_TRUE(correction);
    EXPECT_EQ(correction->corrects, "case-1");
    EXPECT_EQ(drafts_->start_correction("person", {"case-1", 1, service, answers})->id, correction->id)
        << "the one that is open";
    EXPECT_NE(drafts_->start_correction("person", {"case-1", 2, service, answers})->id, correction->id);
    EXPECT_NE(drafts_->start_correction("other", {"case-1", 1, service, answers})->id, correction->id);
    EXPECT_EQ(drafts_->list("person")->size(), 1) << "corrections are found by their case";

    const std::string new_photo = add_photo(*correction);
    EXPECT_TRUE(documents_->open(old_photo)) << "replaced in the draft, and still the case's";
    ASSERT_TRUE(drafts_->discard(*drafts_->load(correction->id, "person")));
    EXPECT_EQ(drafts_->load(correction->id, "person").error().code, base::ErrorCode::not_found);
    EXPECT_EQ(documents_->open(new_photo).error().code, base::ErrorCode::not_found);
    EXPECT_TRUE(documents_->open(old_photo));

    // What nobody goes on with ends as any draft does, and leaves them too.
    const auto other = drafts_->start_correction("person", {"case-1", 1, service, answers});
    ASSERT_TRUE(other);
    ASSERT_TRUE(answer(*other, "trunk", base::Json{25}));
    ASSERT_TRUE(house_.store->write([&](store::WriteTransaction& transaction) {
        EXPECT_TRUE(drafts_->mark_submitted(transaction, *drafts_->load(sent.id, "person"), "case-1"));
        return store::commit();
    }));
    house_.clock.advance(std::chrono::days{60});
    EXPECT_TRUE(drafts_->ending(house_.clock.now())->empty()) << "nobody is told: their application stands";
    EXPECT_GE(drafts_->expire(house_.clock.now()).value(), 1);
    EXPECT_TRUE(documents_->open(old_photo));
}

INSTANTIATE_TEST_SUITE_P(Engines, DraftsTest, testing::ValuesIn(vault::engines_for_test()));

}  // namespace
}  // namespace guildhall::journeys
