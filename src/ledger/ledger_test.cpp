#include "ledger/ledger.hpp"

#include <gtest/gtest.h>

#include "base/log.hpp"
#include "ledger/internal/test_log.hpp"
#include "ledger/internal/tile_path.hpp"

namespace guildhall::ledger {
namespace {

using internal::parse_tile_path;
using internal::TestLog;
using internal::tile_path_text;

// --- Paths ---

TEST(TilePaths, AreWrittenAsTheSpecificationSays) {
    EXPECT_EQ(tile_path_text({false, 0, 0, 256}), "tile/0/000");
    EXPECT_EQ(tile_path_text({false, 0, 1234067, 256}), "tile/0/x001/x234/067");
    EXPECT_EQ(tile_path_text({false, 2, 1000, 17}), "tile/2/x001/000.p/17");
    EXPECT_EQ(tile_path_text({true, 0, 273, 112}), "tile/entries/273.p/112");
}

TEST(TilePaths, AreReadBackWhateverTheNumber) {
    base::SeededRandom random(2);
    for (int i = 0; i < 2000; ++i) {
        internal::TilePath path;
        path.entries = random.number() % 3 == 0;
        path.level = path.entries ? 0 : static_cast<unsigned>(random.number() % 64);
        path.index = (random.number() >> (random.number() % 60 + 4)) % 1'000'000'000'000'000'000ULL;
        path.width = random.number() % 2 == 0 ? 256 : 1 + random.number() % 255;
        const auto read = parse_tile_path(tile_path_text(path));
        ASSERT_TRUE(read) << tile_path_text(path);
        EXPECT_EQ(*read, path);
    }
}

TEST(TilePaths, OtherSpellingsAreRefused) {
    for (const std::string_view path :
         {"",
          "tile",
          "tile/",
          "tile/0",
          "tile/0/",
          "tile/0/0",
          "tile/0/00",
          "tile/0/0000",
          "tile/00/000",
          "tile/64/000",
          "tile/-1/000",
          "tile/0/x000/000",
          "tile/0/001/000",
          "tile/0/x001",
          "tile/0/x001/",
          "tile/0/000.p",
          "tile/0/000.p/",
          "tile/0/000.p/0",
          "tile/0/000.p/256",
          "tile/0/000.p/01",
          "tile/0/000.p/1/2",
          "tile/0/000/",
          "/tile/0/000",
          "tile/0/../0",
          "tile/entries",
          "tile/entries/",
          "tile/entries/0",
          "tile/data/000",
          "tile/0/+01",
          "tile/0/ 01",
          "tile/0/x001/x234/x067",
          "tile/0/x001/x001/x001/x001/x001/x001/001"}) {
        EXPECT_FALSE(parse_tile_path(path)) << path;
    }
}

// --- The log ---

TEST(LedgerTest, IsEmptyBeforeTheFirstEvent) {
    TestLog log;
    EXPECT_EQ(*log.ledger.checkpoint(), "");
    EXPECT_FALSE(log.ledger.tile("tile/0/000").ok());
    log.append(1);
    EXPECT_EQ(*log.ledger.receipt_for(log.ids[0]), std::nullopt) << "not yet followed";
}

TEST(LedgerTest, SignsTheTreeOfItsEventsWhateverTheBatches) {
    for (const std::size_t batch : {1U, 7U, 255U, 256U}) {
        TestLog log;
        log.append(600);
        EXPECT_EQ(log.follow(batch), (600 + batch - 1) / batch);
        const auto checkpoint = verify_checkpoint(*log.ledger.checkpoint(), log.ledger.verifier_key());
        ASSERT_TRUE(checkpoint.ok()) << checkpoint.error().detail.text;
        EXPECT_EQ(checkpoint->size, 600U);
        EXPECT_EQ(checkpoint->origin, "permits.example/log");
        EXPECT_EQ(checkpoint->root, tree_hash(log.leaves())) << batch;
    }
}

TEST(LedgerTest, ServesTilesAndEntries) {
    TestLog log;
    log.append(600);
    log.follow(100);
    const auto leaves = log.leaves();
    const auto first = log.ledger.tile("tile/0/000");
    ASSERT_TRUE(first.ok());
    ASSERT_EQ(first->size(), 8192U);
    EXPECT_TRUE(std::equal(leaves[255].begin(), leaves[255].end(), first->end() - 32));
    const auto last = log.ledger.tile("tile/0/002.p/88");
    ASSERT_TRUE(last.ok());
    ASSERT_EQ(last->size(), 88U * 32);
    EXPECT_TRUE(std::equal(leaves[599].begin(), leaves[599].end(), last->end() - 32));
    const auto above = log.ledger.tile("tile/1/000.p/2");
    ASSERT_TRUE(above.ok());
    const auto subtree = tree_hash(std::span(leaves).subspan(256, 256));
    EXPECT_TRUE(std::equal(subtree.begin(), subtree.end(), above->begin() + 32));
    EXPECT_EQ(log.ledger.tile("tile/0/001.p/5")->size(), 160U) << "what a path once gave it gives for ever";

    for (const auto* none :
         {"tile/0/002", "tile/0/002.p/89", "tile/0/003", "tile/1/000", "tile/1/000.p/3", "tile/2/000.p/1", "tile/9/000",
          "x"}) {
        const auto missing = log.ledger.tile(none);
        ASSERT_FALSE(missing.ok()) << none;
        EXPECT_EQ(missing.error().code, base::ErrorCode::not_found);
    }

    const auto bundle = log.ledger.tile("tile/entries/002.p/88");
    ASSERT_TRUE(bundle.ok());
    std::size_t at = 0;
    for (std::size_t i = 512; i < 600; ++i) {
        const std::size_t length = (*bundle)[at] * 256U + (*bundle)[at + 1];
        ASSERT_EQ(base::text_of(base::ByteView(*bundle).subspan(at + 2, length)), log.bodies[i]) << i;
        at += 2 + length;
    }
    EXPECT_EQ(at, bundle->size());
    EXPECT_TRUE(log.ledger.tile("tile/entries/000").ok());
    EXPECT_FALSE(log.ledger.tile("tile/entries/002").ok());
    EXPECT_FALSE(log.ledger.tile("tile/entries/003").ok());
    EXPECT_FALSE(log.ledger.tile("tile/entries/x999/x999/x999/999").ok());
}

TEST(LedgerTest, TheSameBatchTwiceChangesNothing) {
    TestLog log;
    log.append(300);
    const auto batch =
        log.read([](store::ReadTransaction& transaction) { return events::read_from(transaction, 0, 200); });
    log.write(log.ledger.handle(batch));
    const auto before = *log.ledger.checkpoint();
    log.write(log.ledger.handle(batch));
    EXPECT_EQ(*log.ledger.checkpoint(), before);
    // A batch that overlaps what was handled adds the rest.
    const auto overlapping =
        log.read([](store::ReadTransaction& transaction) { return events::read_from(transaction, 150, 150); });
    log.write(log.ledger.handle(overlapping));
    EXPECT_EQ(verify_checkpoint(*log.ledger.checkpoint(), log.ledger.verifier_key())->root, tree_hash(log.leaves()));
}

TEST(LedgerTest, TwoNodesWithTheSameBatchAppendItOnce) {
    TestLog log;
    log.append(10);
    Ledger other(*log.store, log.key, log.origin, log.clock);
    const auto batch =
        log.read([](store::ReadTransaction& transaction) { return events::read_from(transaction, 0, 10); });
    const auto ours = log.ledger.handle(batch);
    const auto theirs = other.handle(batch);
    log.write(ours);
    EXPECT_THROW(log.write(theirs), std::runtime_error);
    EXPECT_EQ(verify_checkpoint(*log.ledger.checkpoint(), log.ledger.verifier_key())->size, 10U);
}

TEST(LedgerTest, RefusesAGap) {
    TestLog log;
    log.append(10);
    const auto batch =
        log.read([](store::ReadTransaction& transaction) { return events::read_from(transaction, 5, 5); });
    EXPECT_THROW((void)log.ledger.handle(batch), std::runtime_error);
}

TEST(LedgerTest, NobodyReadsACheckpointBeforeItsTilesAreCommitted) {
    TestLog log;
    log.append(5);
    log.follow();
    const auto before = *log.ledger.checkpoint();
    log.append(5);
    const auto batch =
        log.read([](store::ReadTransaction& transaction) { return events::read_from(transaction, 5, 5); });
    const auto writes = log.ledger.handle(batch);
    EXPECT_EQ(*log.ledger.checkpoint(), before);
    const auto failed = log.store->write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        writes(transaction);
        return store::rollback({base::ErrorCode::busy, {}, {"on purpose"}});
    });
    EXPECT_FALSE(failed.ok());
    EXPECT_EQ(*log.ledger.checkpoint(), before);
    EXPECT_EQ(log.rows("SELECT hashes FROM ledger_tile").at(0).bytes(0).size(), 5U * 32);
    log.write(writes);
    EXPECT_EQ(verify_checkpoint(*log.ledger.checkpoint(), log.ledger.verifier_key())->size, 10U);
}

TEST(LedgerTest, SignsNothingOnTopOfATreeThatItsLastCheckpointDoesNotSign) {
    TestLog log;
    log.append(6);
    log.follow();
    const auto edge = log.rows("SELECT edge FROM ledger_tree").at(0).bytes(0);
    log.append(1);
    const auto batch =
        log.read([](store::ReadTransaction& transaction) { return events::read_from(transaction, 6, 1); });
    auto changed = edge;
    changed[40] ^= 1;
    log.run("UPDATE ledger_tree SET edge = $1", {changed});
    EXPECT_THROW((void)log.ledger.handle(batch), std::runtime_error);
    ASSERT_FALSE(log.ledger.checkpoint().ok());
    EXPECT_EQ(log.ledger.checkpoint().error().code, base::ErrorCode::corrupt);
    EXPECT_FALSE(log.ledger.receipt_for(log.ids[0]).ok());

    log.run("UPDATE ledger_tree SET size = 5, edge = $1", {base::Bytes(64)});
    EXPECT_THROW((void)log.ledger.handle(batch), std::runtime_error);
    log.run("UPDATE ledger_tree SET size = 6, edge = $1", {edge});
    log.write(log.ledger.handle(batch));
    EXPECT_EQ(verify_checkpoint(*log.ledger.checkpoint(), log.ledger.verifier_key())->root, tree_hash(log.leaves()));
}

TEST(LedgerTest, ABatchTouchesAsFewTilesInALargeTreeAsInASmallOne) {
    TestLog log;
    std::vector<Hash> leaves(64, crypto::sha256(base::view_of("leaf")));
    // Trees that end just after a full tile, so that the stored ones are not needed.
    for (const std::uint64_t size : {0ULL, 256ULL, 65536ULL, 1ULL << 24, 1ULL << 40}) {
        log.read([&](store::ReadTransaction& transaction) {
            auto edge = internal::RightEdge::read(size, base::Bytes(size == 0 ? 0 : 32));
            const auto growth = internal::grow(transaction, *edge, leaves);
            EXPECT_EQ(growth.tiles.size(), 1U) << size;
            EXPECT_LE(growth.edge.hashed(), 64U) << size;
            return true;
        });
    }
}

TEST(LedgerTest, ANewOriginSignsTheSameTreeUnderItsOwnName) {
    TestLog log;
    log.append(20);
    log.follow();
    Ledger renamed(*log.store, log.key, "permits.example/log2", log.clock);
    const auto note = renamed.checkpoint();
    ASSERT_TRUE(note.ok());
    const auto checkpoint = verify_checkpoint(*note, renamed.verifier_key());
    ASSERT_TRUE(checkpoint.ok()) << checkpoint.error().detail.text;
    EXPECT_EQ(checkpoint->origin, "permits.example/log2");
    EXPECT_EQ(checkpoint->root, tree_hash(log.leaves()));
    EXPECT_TRUE(verify_checkpoint(*log.ledger.checkpoint(), log.ledger.verifier_key()).ok()) << "the old one stays";
}

class BothEngines : public testing::TestWithParam<store::Engine> {
protected:
    void SetUp() override {
        if (!store::TestDatabase::available(GetParam())) {
            GTEST_SKIP() << "GUILDHALL_TEST_POSTGRES names no PostgreSQL database to test against.";
        }
    }
};

INSTANTIATE_TEST_SUITE_P(
    Ledger, BothEngines, testing::Values(store::Engine::sqlite, store::Engine::postgres),
    [](const auto& engine) { return engine.param == store::Engine::sqlite ? "sqlite" : "postgres"; }
);

TEST_P(BothEngines, FollowTheDispatcher) {
    TestLog log(GetParam());
    base::NullLog silence;
    for (int round = 0; round < 2; ++round) {
        const auto dispatcher = events::start_dispatcher(*log.store, log.clock, silence, {&log.ledger});
        log.append(350);
        dispatcher->wake();
        ASSERT_TRUE(dispatcher->drain());
    }
    const auto checkpoint = verify_checkpoint(*log.ledger.checkpoint(), log.ledger.verifier_key());
    ASSERT_TRUE(checkpoint.ok());
    EXPECT_EQ(checkpoint->size, 700U);
    EXPECT_EQ(checkpoint->root, tree_hash(log.leaves()));
    for (const std::size_t number : {0U, 349U, 350U, 699U}) {
        const auto receipt = log.ledger.receipt_for(log.ids[number]);
        ASSERT_TRUE(receipt.ok() && receipt->has_value());
        EXPECT_EQ((*receipt)->index, number);
        EXPECT_TRUE(verify_receipt(receipt_text(**receipt), log.ledger.verifier_key()).ok());
    }
    EXPECT_TRUE(log.ledger.tile("tile/0/002.p/188").ok());
    EXPECT_TRUE(log.ledger.tile("tile/entries/002.p/188").ok());
    const auto whole = check_log(*log.store, log.ledger.verifier_key());
    ASSERT_TRUE(whole.ok()) << whole.error().detail.text;
    EXPECT_EQ(whole->first_bad.value_or("nothing"), "nothing");
    EXPECT_EQ(whole->entries, 700U);

    Ledger renamed(*log.store, log.key, "permits.example/log2", log.clock);
    EXPECT_TRUE(verify_checkpoint(*renamed.checkpoint(), renamed.verifier_key()).ok());

    log.run("UPDATE events SET subject = 'case-0' WHERE position = 123");
    const auto changed = check_log(*log.store, log.ledger.verifier_key());
    ASSERT_TRUE(changed.ok());
    EXPECT_EQ(
        changed->first_bad.value_or("nothing"),
        fmt::format("Entry 123 (event {}) was changed: the subject beside its body is another.", log.ids[123].text())
    );
}

}  // namespace
}  // namespace guildhall::ledger
