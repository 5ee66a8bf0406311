#include <gtest/gtest.h>

#include "ledger/internal/test_log.hpp"
#include "ledger/ledger.hpp"

namespace guildhall::ledger {
namespace {

using internal::TestLog;

class CheckLog : public testing::Test {
protected:
    LogCheck check() {
        const auto answer = check_log(*log_.store, log_.ledger.verifier_key());
        if (!answer.ok()) throw std::runtime_error(answer.error().detail.text);
        return *answer;
    }
    std::string first_bad() { return check().first_bad.value_or("nothing"); }
    void grow(std::size_t count) {
        log_.append(count);
        log_.follow();
    }
    std::string name(std::size_t number) const {
        return fmt::format("Entry {} (event {})", number, log_.ids[number].text());
    }
    void expect_named(std::size_t number) {
        const auto found = check();
        ASSERT_TRUE(found.first_bad) << number;
        EXPECT_TRUE(found.first_bad->starts_with(name(number))) << *found.first_bad;
        EXPECT_EQ(found.entries, number);
    }
    void set_body(std::size_t number, const std::string& body) {
        log_.run("UPDATE events SET body = $2 WHERE position = $1", {static_cast<std::int64_t>(number), body});
    }

    TestLog log_;
};

TEST_F(CheckLog, AnEmptyLogHolds) {
    EXPECT_EQ(check().entries, 0U);
    EXPECT_EQ(first_bad(), "nothing");
}

TEST_F(CheckLog, AnUntouchedLogHolds) {
    for (const std::size_t more : {1U, 254U, 1U, 1U, 255U, 300U}) {
        grow(more);
        EXPECT_EQ(first_bad(), "nothing");
        EXPECT_EQ(check().entries, log_.ids.size());
    }
    log_.append(3);
    EXPECT_EQ(first_bad(), "nothing") << "events that the ledger has not followed yet";
    EXPECT_EQ(check().entries, log_.ids.size());
}

TEST_F(CheckLog, NamesTheEntryWhoseBodyChangedByOneByte) {
    grow(300);
    for (std::size_t number = 0; number < log_.bodies.size(); number += 7) {
        const auto good = log_.bodies[number];
        auto changed = good;
        auto& byte = changed[(number * 31) % changed.size()];
        byte = byte == 'x' ? 'y' : 'x';
        set_body(number, changed);
        expect_named(number);
        set_body(number, good);
    }
    EXPECT_EQ(first_bad(), "nothing");
}

TEST_F(CheckLog, FindsEveryByteOfABody) {
    grow(20);
    const auto good = log_.bodies[11];
    for (std::size_t at = 0; at < good.size(); ++at) {
        auto changed = good;
        changed[at] = changed[at] == '~' ? '!' : '~';
        set_body(11, changed);
        expect_named(11);
    }
}

TEST_F(CheckLog, NamesTheFirstOfSeveral) {
    grow(300);
    set_body(280, "{}");
    set_body(120, "{}");
    expect_named(120);
}

TEST_F(CheckLog, NamesAnEntryWhoseHashWasChangedAlong) {
    grow(300);
    const auto forged = events::prepare(
        {log_.ids[77], "application.submitted", log_.clock.now(), "case-x", base::Json(base::Json::Object{})}
    );
    log_.run(
        "UPDATE events SET body = $2, leaf_hash = $3 WHERE position = $1",
        {std::int64_t{77}, forged.body, forged.leaf_hash}
    );
    expect_named(77);
    EXPECT_NE(first_bad().find("not what the log holds"), std::string::npos);
}

TEST_F(CheckLog, NamesAnEntryWhoseStoredHashAloneChanged) {
    grow(30);
    log_.run("UPDATE events SET leaf_hash = $1 WHERE position = 9", {base::Bytes(32, 1)});
    expect_named(9);
}

TEST_F(CheckLog, NamesAnEntryWhoseColumnsDisagreeWithItsBody) {
    grow(30);
    for (const auto* change :
         {"type = 'decision.issued'", "subject = 'case-0'", "at = at + 1",
          "event_id = '01890000-0000-7000-8000-000000000000'"}) {
        log_.run(fmt::format("UPDATE events SET {} WHERE position = 4", change));
        const auto found = check();
        ASSERT_TRUE(found.first_bad) << change;
        EXPECT_TRUE(found.first_bad->starts_with("Entry 4 (event ")) << *found.first_bad;
        EXPECT_EQ(found.entries, 4U);
        log_.run(
            "UPDATE events SET type = $1, subject = $2, at = $3, event_id = $4 WHERE position = 4",
            {"application.submitted", "case-" + log_.ids[4].text(), base::to_micros(log_.clock.now()) - 26 * 3000,
             log_.ids[4].text()}
        );
        ASSERT_EQ(first_bad(), "nothing");
    }
}

TEST_F(CheckLog, NamesTheFirstOfTwoThatChangedPlaces) {
    grow(300);
    log_.run("UPDATE events SET position = -1 WHERE position = 50");
    log_.run("UPDATE events SET position = 50 WHERE position = 51");
    log_.run("UPDATE events SET position = 51 WHERE position = -1");
    const auto found = first_bad();
    EXPECT_TRUE(found.starts_with(fmt::format("Entry 50 (event {})", log_.ids[51].text()))) << found;
}

TEST_F(CheckLog, NamesAMissingEntry) {
    grow(300);
    log_.run("DELETE FROM events WHERE position = 200");
    const auto found = check();
    EXPECT_EQ(found.entries, 200U);
    EXPECT_TRUE(found.first_bad->starts_with("Entry 200 is missing")) << *found.first_bad;
}

TEST_F(CheckLog, NamesAMissingEnd) {
    grow(300);
    log_.run("DELETE FROM events WHERE position >= 298");
    EXPECT_TRUE(first_bad().starts_with("Entry 298 is missing")) << first_bad();
    log_.run("DELETE FROM events WHERE position >= 256");
    EXPECT_TRUE(first_bad().starts_with("Entry 256 is missing")) << first_bad();
}

TEST_F(CheckLog, NamesWhatWasPutInPlaceOfAMissingEnd) {
    grow(10);
    log_.run("DELETE FROM events WHERE position = 9");
    log_.append(1);
    const auto found = first_bad();
    EXPECT_TRUE(found.starts_with(fmt::format("Entry 9 (event {})", log_.ids[10].text()))) << found;
}

TEST_F(CheckLog, FindsChangedTiles) {
    grow(600);
    const auto change = [&](std::int64_t level, std::int64_t tile, std::size_t at) {
        auto bytes =
            log_.rows("SELECT hashes FROM ledger_tile WHERE level = $1 AND tile = $2", {level, tile}).at(0).bytes(0);
        const auto good = bytes;
        bytes[at] ^= 1;
        log_.run("UPDATE ledger_tile SET hashes = $3 WHERE level = $1 AND tile = $2", {level, tile, bytes});
        auto found = first_bad();
        log_.run("UPDATE ledger_tile SET hashes = $3 WHERE level = $1 AND tile = $2", {level, tile, good});
        return found;
    };
    EXPECT_TRUE(change(0, 0, 0).starts_with(name(0)));
    EXPECT_TRUE(change(0, 1, 44 * 32 + 31).starts_with(name(300)));
    EXPECT_TRUE(change(0, 2, 87 * 32).starts_with(name(599)));
    EXPECT_TRUE(change(1, 0, 33).starts_with("Tile tile/1/000 does not hold the hash of the entries 256 to 511"))
        << change(1, 0, 33);
    log_.run("UPDATE ledger_tile SET hashes = $1 WHERE level = 0 AND tile = 1", {base::Bytes(32 * 10)});
    EXPECT_TRUE(first_bad().starts_with(name(256))) << first_bad();
    log_.run("DELETE FROM ledger_tile WHERE level = 0 AND tile = 1");
    EXPECT_TRUE(first_bad().starts_with(name(256))) << first_bad();
}

TEST_F(CheckLog, FindsARewrittenLogByItsCheckpoint) {
    grow(100);
    const auto note = *log_.ledger.checkpoint();
    // Who holds the database but not the key: rewrites an event, its hash, the tiles and the edge.
    const auto forged = events::prepare(
        {log_.ids[60], "application.submitted", log_.clock.now(), "case-x", base::Json(base::Json::Object{})}
    );
    log_.run(
        "UPDATE events SET body = $1, leaf_hash = $2, subject = 'case-x', at = $3 WHERE position = 60",
        {forged.body, forged.leaf_hash, base::to_micros(log_.clock.now())}
    );
    log_.run("DELETE FROM ledger_tile");
    log_.run("DELETE FROM ledger_tree");
    const auto other_key = crypto::make_signing_key(log_.random);
    Ledger forger(*log_.store, other_key, "forger.example/log", log_.clock);
    const auto all =
        log_.read([](store::ReadTransaction& transaction) { return events::read_from(transaction, 0, 100); });
    log_.write(forger.handle(all));
    EXPECT_TRUE(first_bad().starts_with("The checkpoint over 100 entries signs another root hash")) << first_bad();
}

TEST_F(CheckLog, FindsAChangedMissingOrShrunkenCheckpoint) {
    grow(100);
    const auto note = *log_.ledger.checkpoint();
    log_.run("UPDATE ledger_checkpoint SET note = $1", {"permits.example/log\n100\nAAAA\n"});
    EXPECT_TRUE(first_bad().starts_with("The newest checkpoint does not hold.")) << first_bad();
    log_.run("UPDATE ledger_checkpoint SET note = $1", {sign_checkpoint({log_.origin, 101, Hash{}}, log_.key)});
    EXPECT_TRUE(first_bad().starts_with("The newest checkpoint signs 101 entries, but the log has only 100"))
        << first_bad();
    log_.run("DELETE FROM ledger_checkpoint");
    EXPECT_TRUE(first_bad().starts_with("No checkpoint of the log permits.example/log is stored")) << first_bad();
    log_.run("UPDATE ledger_tree SET edge = $1", {base::Bytes(96)});
    EXPECT_TRUE(first_bad().starts_with("The stored edge of the tree")) << first_bad();
}

TEST_F(CheckLog, AKeyThatCannotBeReadIsAnError) {
    EXPECT_FALSE(check_log(*log_.store, "nonsense").ok());
}

}  // namespace
}  // namespace guildhall::ledger
