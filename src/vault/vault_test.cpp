#include "vault/vault.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <thread>

#include "store/migration.hpp"
#include "store/testing.hpp"
#include "vault/internal/key_cache.hpp"

namespace guildhall::vault {
namespace {

using base::ErrorCode;
using base::view_of;

/// A folder that goes with the test.
class Scratch {
public:
    Scratch() {
        std::string name = (std::filesystem::temp_directory_path() / "vault-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
        path_ = name;
    }
    ~Scratch() {
        std::error_code error;
        std::filesystem::remove_all(path_, error);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

InstanceKeys make_keys(base::Random& random) {
    return {crypto::SecretKey::make(random), crypto::SecretKey::make(random), crypto::make_signing_key(random)};
}

class VaultTest : public testing::TestWithParam<store::Engine> {
protected:
    VaultTest() { crypto::initialise(); }

    void SetUp() override {
        if (!store::TestDatabase::available(GetParam())) {
            GTEST_SKIP() << "GUILDHALL_TEST_POSTGRES names no PostgreSQL database to test against.";
        }
        database_ = std::make_unique<store::TestDatabase>(GetParam());
        store_ = database_->open(store::all_migrations());
        vault_ = make_vault(keys_);
    }

    std::unique_ptr<Vault> make_vault(const InstanceKeys& keys) {
        return std::make_unique<Vault>(*store_, keys, scratch_.path() / "files", clock_, random_);
    }
    void write(const std::function<void(store::WriteTransaction&)>& work) {
        const auto done = try_write(work);
        ASSERT_TRUE(done) << done.error().detail.text;
    }
    base::Result<base::Done> try_write(const std::function<void(store::WriteTransaction&)>& work) {
        return store_->write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            work(transaction);
            return store::commit();
        });
    }
    void run(const store::Query& query, const store::Parameters& parameters = {}) {
        write([&](store::WriteTransaction& transaction) { EXPECT_GT(transaction.execute(query, parameters), 0); });
    }
    store::Rows rows(const store::Query& query, const store::Parameters& parameters = {}) {
        auto answer =
            store_->read([&](store::ReadTransaction& transaction) { return transaction.query(query, parameters); });
        return answer ? *answer : store::Rows{};
    }
    std::string put_text(std::string_view subject, std::string_view retention, std::string_view text) {
        const auto sealed = vault_->seal(subject, retention, view_of(text));
        EXPECT_TRUE(sealed.ok());
        write([&](store::WriteTransaction& transaction) { vault_->put(transaction, *sealed); });
        return sealed->id;
    }
    std::string put_file(std::string_view subject, base::ByteView plain) {
        const auto sealed = vault_->seal_file(subject, "draft", plain);
        EXPECT_TRUE(sealed.ok());
        write([&](store::WriteTransaction& transaction) { vault_->put(transaction, *sealed); });
        return sealed->id;
    }
    static std::string text(const base::Result<base::Bytes>& opened) {
        return opened.ok() ? std::string(base::text_of(*opened))
                           : "error: " + std::string(base::error_code_name(opened.error().code));
    }
    std::filesystem::path file_path(const std::string& id) {
        return scratch_.path() / "files" / id.substr(id.size() - 2) / id;
    }

    Scratch scratch_;
    base::SeededRandom random_{11};
    base::ManualClock clock_{base::from_micros(1'790'000'000'000'000)};
    std::unique_ptr<store::TestDatabase> database_;
    std::unique_ptr<store::Store> store_;
    InstanceKeys keys_ = make_keys(random_);
    std::unique_ptr<Vault> vault_;
};

TEST_P(VaultTest, OpensWhatWasPut) {
    const auto id = put_text("draft-1", "draft", "trunk: 45 cm");
    EXPECT_EQ(text(vault_->open(id)), "trunk: 45 cm");
    const auto empty = put_text("draft-1", "draft", "");
    EXPECT_EQ(text(vault_->open(empty)), "");
    EXPECT_EQ(text(vault_->open("nothing")), "error: not_found");
}

TEST_P(VaultTest, StoresNoPlainText) {
    (void)put_text("draft-1", "draft", "a very recognisable sentence");
    for (const auto& row : rows({"t", "SELECT body, data_key_wrapped FROM vault_record"})) {
        const auto body = base::text_of(row.bytes(0));
        EXPECT_EQ(body.find("recognisable"), std::string_view::npos);
    }
}

TEST_P(VaultTest, RefusesOversizedRecords) {
    const auto sealed = vault_->seal("draft-1", "draft", base::Bytes(max_record + 1));
    ASSERT_FALSE(sealed.ok());
    EXPECT_EQ(sealed.error().code, ErrorCode::too_large);
}

TEST_P(VaultTest, OneKeyServesManyRecordsOfASubjectAndClass) {
    for (int i = 0; i < 5; ++i) (void)put_text("draft-1", "draft", "x");
    (void)put_text("draft-1", "case", "x");
    (void)put_text("draft-2", "draft", "x");
    EXPECT_EQ(rows({"t", "SELECT id FROM vault_subject_key"}).size(), 3U);
}

TEST_P(VaultTest, AnotherInstanceKeyOpensNothing) {
    const auto id = put_text("draft-1", "draft", "x");
    const auto other = make_vault(make_keys(random_));
    EXPECT_EQ(text(other->open(id)), "error: corrupt");
}

TEST_P(VaultTest, ConfirmsTheKeysOfTheDatabase) {
    EXPECT_TRUE(vault_->confirm_keys().ok());
    EXPECT_TRUE(vault_->confirm_keys().ok());
    const auto other = make_vault(make_keys(random_))->confirm_keys();
    ASSERT_FALSE(other.ok());
    EXPECT_EQ(other.error().code, ErrorCode::corrupt);
    EXPECT_TRUE(vault_->confirm_keys().ok());
}

TEST_P(VaultTest, FindsSwappedBodies) {
    const auto a = put_text("draft-1", "draft", "a");
    const auto b = put_text("draft-1", "draft", "b");
    run({"t", "UPDATE vault_record SET body = (SELECT body FROM vault_record WHERE id = $2) WHERE id = $1"}, {a, b});
    EXPECT_EQ(text(vault_->open(a)), "error: corrupt");
    EXPECT_EQ(text(vault_->open(b)), "b");
}

TEST_P(VaultTest, FindsSwappedRows) {
    const auto a = put_text("draft-1", "draft", "a");
    const auto b = put_text("draft-2", "draft", "b");
    // Everything but the name of the row: body, data key and subject key of another record.
    run({"t",
         "UPDATE vault_record SET (subject_key, data_key_wrapped, body) = "
         "(SELECT subject_key, data_key_wrapped, body FROM vault_record WHERE id = $2) WHERE id = $1"},
        {a, b});
    EXPECT_EQ(text(vault_->open(a)), "error: corrupt");
}

TEST_P(VaultTest, FindsKeysGivenToAnotherSubjectOrClass) {
    const auto a = put_text("draft-1", "draft", "a");
    run({"t", "UPDATE vault_subject_key SET subject = 'draft-2'"});
    EXPECT_EQ(text(vault_->open(a)), "error: corrupt");
    run({"t", "UPDATE vault_subject_key SET subject = 'draft-1', retention = 'case'"});
    EXPECT_EQ(text(vault_->open(a)), "error: corrupt");
    run({"t", "UPDATE vault_subject_key SET retention = 'draft'"});
    EXPECT_EQ(text(vault_->open(a)), "a");
}

TEST_P(VaultTest, FindsEveryChangedByteOfARow) {
    const auto id = put_text("draft-1", "draft", "abc");
    const auto row = rows({"t", "SELECT data_key_wrapped, body FROM vault_record"}).at(0);
    for (const std::size_t column : {0U, 1U}) {
        for (std::size_t i = 0; i < row.bytes(column).size(); ++i) {
            auto changed = std::array{row.bytes(0), row.bytes(1)};
            changed.at(column)[i] ^= 4;
            run({"t", "UPDATE vault_record SET data_key_wrapped = $1, body = $2"}, {changed[0], changed[1]});
            ASSERT_EQ(text(vault_->open(id)), "error: corrupt") << column << ' ' << i;
        }
    }
}

TEST_P(VaultTest, ReplacingLeavesTheNewRecordAlone) {
    const auto old_id = put_text("draft-1", "draft", "first");
    const auto sealed = vault_->seal("draft-1", "draft", view_of("second"));
    ASSERT_TRUE(sealed.ok());
    write([&](store::WriteTransaction& transaction) { vault_->replace(transaction, *sealed, old_id); });
    EXPECT_EQ(text(vault_->open(sealed->id)), "second");
    EXPECT_EQ(text(vault_->open(old_id)), "error: not_found");
    write([&](store::WriteTransaction& transaction) { vault_->remove(transaction, sealed->id); });
    EXPECT_EQ(text(vault_->open(sealed->id)), "error: not_found");
}

TEST_P(VaultTest, TwoFirstSealsAtOnceBothStayReadable) {
    const auto a = vault_->seal("draft-1", "draft", view_of("a"));
    const auto b = vault_->seal("draft-1", "draft", view_of("b"));
    ASSERT_TRUE(a.ok() && b.ok());
    EXPECT_FALSE(a->subject_key_wrapped.empty());
    EXPECT_FALSE(b->subject_key_wrapped.empty());
    write([&](store::WriteTransaction& transaction) { vault_->put(transaction, *a); });
    write([&](store::WriteTransaction& transaction) { vault_->put(transaction, *b); });
    const auto c = put_text("draft-1", "draft", "c");
    EXPECT_EQ(text(vault_->open(a->id)), "a");
    EXPECT_EQ(text(vault_->open(b->id)), "b");
    EXPECT_EQ(text(vault_->open(c)), "c");
    EXPECT_EQ(rows({"t", "SELECT id FROM vault_subject_key"}).size(), 2U);
    write([&](store::WriteTransaction& transaction) { vault_->erase(transaction, "draft-1"); });
    for (const auto& id : {a->id, b->id, c}) EXPECT_EQ(text(vault_->open(id)), "error: not_found");
}

TEST_P(VaultTest, ManyThreadsSealForOneSubject) {
    std::vector<std::thread> threads;
    std::mutex mutex;
    std::vector<std::string> ids;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 25; ++i) {
                const auto id = put_text("draft-1", "draft", "x");
                const std::scoped_lock lock(mutex);
                ids.push_back(id);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    ASSERT_EQ(ids.size(), 100U);
    for (const auto& id : ids) EXPECT_EQ(text(vault_->open(id)), "x");
}

TEST_P(VaultTest, ARolledBackFirstSealSpoilsNothing) {
    const auto lost = vault_->seal("draft-1", "draft", view_of("lost"));
    ASSERT_TRUE(lost.ok());  // and never put
    const auto id = put_text("draft-1", "draft", "kept");
    EXPECT_EQ(text(vault_->open(id)), "kept");
}

TEST_P(VaultTest, AMovedSubjectReadsUnderItsNewNameAndLeavesNothingBehind) {
    const auto record = put_text("draft-1", "draft", "answers");
    const auto file = put_file("draft-1", view_of("photo"));
    const auto before = rows({"t", "SELECT data_key_wrapped, body FROM vault_record"}).at(0);
    write([&](store::WriteTransaction& transaction) {
        vault_->note_access(transaction, "draft-1", {"staff-1", "decide-case", "case-1"});
    });
    const auto move = vault_->prepare_move("draft-1", "account-1");
    ASSERT_TRUE(move.ok());
    write(*move);
    EXPECT_EQ(text(vault_->open(record)), "answers");
    EXPECT_EQ(text(vault_->open_file(file)), "photo");
    EXPECT_TRUE(rows({"t", "SELECT id FROM vault_subject_key WHERE subject = 'draft-1'"}).empty());
    EXPECT_TRUE(rows({"t", "SELECT id FROM vault_access WHERE subject = 'draft-1'"}).empty());
    const auto after = rows({"t", "SELECT data_key_wrapped, body FROM vault_record"}).at(0);
    EXPECT_EQ(before.bytes(0), after.bytes(0));
    EXPECT_EQ(before.bytes(1), after.bytes(1));
    const auto next = put_text("account-1", "draft", "more");
    EXPECT_EQ(text(vault_->open(next)), "more");
    write([&](store::WriteTransaction& transaction) { vault_->erase(transaction, "account-1"); });
    EXPECT_EQ(text(vault_->open(record)), "error: not_found");
}

TEST_P(VaultTest, AMoveTakesKeysThatCameAfterItWasPrepared) {
    (void)put_text("draft-1", "draft", "early");
    const auto move = vault_->prepare_move("draft-1", "account-1");
    ASSERT_TRUE(move.ok());
    const auto late = put_text("draft-1", "case", "late");
    write(*move);
    EXPECT_EQ(text(vault_->open(late)), "late");
    EXPECT_TRUE(rows({"t", "SELECT id FROM vault_subject_key WHERE subject = 'draft-1'"}).empty());
    write(*move);  // a second run changes nothing
    EXPECT_EQ(text(vault_->open(late)), "late");
}

TEST_P(VaultTest, ErasingOneClassLeavesTheOthers) {
    const auto draft = put_text("account-1", "draft", "d");
    const auto kept = put_text("account-1", "case", "c");
    const auto other = put_text("account-2", "draft", "o");
    write([&](store::WriteTransaction& transaction) { vault_->erase(transaction, "account-1", "draft"); });
    EXPECT_EQ(text(vault_->open(draft)), "error: not_found");
    EXPECT_EQ(text(vault_->open(kept)), "c");
    EXPECT_EQ(text(vault_->open(other)), "o");
    EXPECT_EQ(rows({"t", "SELECT id FROM vault_record"}).size(), 2U);
}

TEST_P(VaultTest, WhatWasSealedBeforeAnErasureCannotBeStoredUnreadable) {
    (void)put_text("account-1", "draft", "d");
    const auto sealed = vault_->seal("account-1", "draft", view_of("late"));
    ASSERT_TRUE(sealed.ok());
    write([&](store::WriteTransaction& transaction) { vault_->erase(transaction, "account-1"); });
    EXPECT_FALSE(try_write([&](store::WriteTransaction& transaction) { vault_->put(transaction, *sealed); }).ok());
    const auto again = put_text("account-1", "draft", "new");
    EXPECT_EQ(text(vault_->open(again)), "new");
}

TEST_P(VaultTest, AnErasureOnAnotherNodeIsNoticedWithinAMinute) {
    const auto other_node = make_vault(keys_);
    (void)put_text("account-1", "draft", "d");
    (void)put_text("account-1", "draft", "e");  // the key is in memory now
    write([&](store::WriteTransaction& transaction) { other_node->erase(transaction, "account-1"); });
    clock_.advance(std::chrono::seconds(61));
    const auto again = put_text("account-1", "draft", "new");
    EXPECT_EQ(text(vault_->open(again)), "new");
}

TEST_P(VaultTest, AccessesAreListedNewestFirst) {
    for (const auto* about : {"case-1", "case-2", "case-3"}) {
        write([&](store::WriteTransaction& transaction) {
            vault_->note_access(transaction, "account-1", {"staff-1", "decide-case", about});
        });
        clock_.advance(std::chrono::seconds(1));
    }
    write([&](store::WriteTransaction& transaction) {
        vault_->note_access(transaction, "account-2", {"staff-1", "own", "x"});
    });
    const auto records = store_->read([&](store::ReadTransaction& transaction) {
        return vault_->accesses(transaction, "account-1", 2);
    });
    ASSERT_TRUE(records.ok());
    ASSERT_EQ(records->size(), 2U);
    EXPECT_EQ((*records)[0].about, "case-3");
    EXPECT_EQ((*records)[1].about, "case-2");
    EXPECT_EQ((*records)[0].actor, "staff-1");
    EXPECT_EQ((*records)[0].code, "decide-case");
    EXPECT_EQ((*records)[0].at, clock_.now() - std::chrono::seconds(1));
}

TEST_P(VaultTest, TokensDependOnKindTextAndKey) {
    const auto token = vault_->token("email", "a@example.org");
    EXPECT_EQ(token.size(), 43U);
    EXPECT_EQ(token, vault_->token("email", "a@example.org"));
    EXPECT_NE(token, vault_->token("phone", "a@example.org"));
    EXPECT_NE(token, vault_->token("email", "b@example.org"));
    EXPECT_NE(vault_->token("ab", "c"), vault_->token("a", "bc"));
    EXPECT_NE(token, make_vault(make_keys(random_))->token("email", "a@example.org"));
}

INSTANTIATE_TEST_SUITE_P(
    Engines, VaultTest, testing::Values(store::Engine::sqlite, store::Engine::postgres),
    [](const auto& engine) { return engine.param == store::Engine::sqlite ? "sqlite" : "postgres"; }
);

// --- Files ---

TEST_P(VaultTest, OpensFilesOfEverySizeAroundAChunk) {
    for (const std::size_t size : {0UL, 1UL, 65535UL, 65536UL, 65537UL, 200'000UL}) {
        const auto plain = random_.bytes(size);
        const auto opened = vault_->open_file(put_file("draft-1", plain));
        ASSERT_TRUE(opened.ok()) << size;
        EXPECT_EQ(*opened, plain) << size;
    }
    EXPECT_EQ(text(vault_->open_file("../../etc/passwd")), "error: not_found");
    EXPECT_EQ(text(vault_->open_file("01890000-0000-7000-8000-000000000000")), "error: not_found");
}

TEST_P(VaultTest, FilesAreNamedByTheirIdAndClosedToOthers) {
    const auto id = put_file("draft-1", view_of("photo"));
    struct stat status{};
    ASSERT_EQ(::stat(file_path(id).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0600U);
    ASSERT_EQ(::stat(file_path(id).parent_path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0700U);
    for (const auto& entry : std::filesystem::directory_iterator(file_path(id).parent_path())) {
        EXPECT_EQ(entry.path().extension(), "") << "a temporary name is left: " << entry.path();
    }
}

std::string slurp(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void spill(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

TEST_P(VaultTest, FindsFilesThatAreCutReorderedSwappedOrChanged) {
    const auto id = put_file("draft-1", random_.bytes(200'000));
    const auto other = put_file("draft-1", random_.bytes(200'000));
    const auto path = file_path(id);
    const auto whole = slurp(path);
    constexpr std::size_t header = 24;
    constexpr std::size_t chunk = 65536 + 17;
    ASSERT_EQ(whole.size(), header + 3 * chunk + (200'000 - 3 * 65536) + 17);

    for (const std::size_t size : {std::size_t{0}, std::size_t{10}, header, header + chunk, whole.size() - 1}) {
        spill(path, whole.substr(0, size));
        EXPECT_EQ(text(vault_->open_file(id)), "error: corrupt") << size;
    }
    spill(path, whole + "x");
    EXPECT_EQ(text(vault_->open_file(id)), "error: corrupt");
    spill(
        path, whole.substr(0, header) + whole.substr(header + chunk, chunk) + whole.substr(header, chunk) +
                  whole.substr(header + 2 * chunk)
    );
    EXPECT_EQ(text(vault_->open_file(id)), "error: corrupt");
    for (const std::size_t at : {std::size_t{0}, header, header + chunk + 5, whole.size() - 1}) {
        auto changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        spill(path, changed);
        EXPECT_EQ(text(vault_->open_file(id)), "error: corrupt") << at;
    }
    spill(path, slurp(file_path(other)));
    EXPECT_EQ(text(vault_->open_file(id)), "error: corrupt");
    std::filesystem::remove(path);
    EXPECT_EQ(text(vault_->open_file(id)), "error: corrupt");
    spill(path, whole);
    EXPECT_TRUE(vault_->open_file(id).ok());
}

TEST_P(VaultTest, FindsFileRowsThatChangedPlaces) {
    const auto a = put_file("draft-1", view_of("aaaa"));
    const auto b = put_file("draft-1", view_of("bbbb"));
    run({"t",
         "UPDATE vault_file SET data_key_wrapped = (SELECT data_key_wrapped FROM vault_file WHERE id = $2) WHERE id = "
         "$1"},
        {a, b});
    EXPECT_EQ(text(vault_->open_file(a)), "error: corrupt");
}

TEST_P(VaultTest, TheFileIsCompleteOnDiskBeforeAnyRowNamesIt) {
    const auto sealed = vault_->seal_file("draft-1", "draft", view_of("photo"));
    ASSERT_TRUE(sealed.ok());
    EXPECT_TRUE(std::filesystem::exists(file_path(sealed->id)));
    EXPECT_TRUE(rows({"t", "SELECT id FROM vault_file"}).empty());
    EXPECT_EQ(text(vault_->open_file(sealed->id)), "error: not_found");
    // What a kill after this point leaves is an unnamed file and nothing else: the sweep takes it after a day.
    EXPECT_EQ(vault_->sweep_files(), 0U);
    clock_.advance(std::chrono::hours(25));
    EXPECT_EQ(vault_->sweep_files(), 1U);
    EXPECT_FALSE(std::filesystem::exists(file_path(sealed->id)));
}

TEST_P(VaultTest, TheSweepTakesWhatNothingNamesAndNothingElse) {
    const auto named = put_file("draft-1", view_of("kept"));
    const auto erased = put_file("draft-2", view_of("gone"));
    const auto removed = put_file("draft-1", view_of("removed"));
    const auto part = file_path(named).string().substr(0, file_path(named).string().size() - 36) +
                      "01890000-0000-7000-8000-000000000000.part";
    spill(part, "half of a file");
    const auto foreign = file_path(named).parent_path() / "README";
    spill(foreign, "not ours");
    write([&](store::WriteTransaction& transaction) {
        vault_->erase(transaction, "draft-2");
        vault_->remove_file(transaction, removed);
    });
    clock_.advance(std::chrono::hours(25));
    EXPECT_EQ(vault_->sweep_files(), 3U);
    EXPECT_EQ(text(vault_->open_file(named)), "kept");
    EXPECT_FALSE(std::filesystem::exists(file_path(erased)));
    EXPECT_FALSE(std::filesystem::exists(file_path(removed)));
    EXPECT_FALSE(std::filesystem::exists(part));
    EXPECT_TRUE(std::filesystem::exists(foreign));
}

TEST_P(VaultTest, AFileThatCannotBeWrittenIsAnError) {
    std::filesystem::remove_all(scratch_.path() / "files");
    spill(scratch_.path() / "files", "in the way");
    const auto sealed = vault_->seal_file("draft-1", "draft", view_of("photo"));
    ASSERT_FALSE(sealed.ok());
    EXPECT_EQ(sealed.error().code, ErrorCode::unavailable);
}

// --- The key cache ---

TEST(KeyCacheTest, IsBoundedAndForgets) {
    base::SeededRandom random(3);
    base::ManualClock clock(base::from_micros(0));
    internal::KeyCache cache(2, std::chrono::seconds(60));
    const auto key = [&](std::string id) {
        return internal::SubjectKey{std::move(id), crypto::SecretKey::make(random)};
    };
    cache.insert("a", "draft", key("1"), clock.now());
    cache.insert("b", "draft", key("2"), clock.now());
    EXPECT_TRUE(cache.find("a", "draft", clock.now()));
    cache.insert("c", "draft", key("3"), clock.now());
    EXPECT_EQ(cache.size(), 2U);
    EXPECT_FALSE(cache.find("b", "draft", clock.now())) << "the least recently used goes first";
    EXPECT_EQ(cache.find("a", "draft", clock.now())->id, "1");
    cache.insert("a", "draft", key("4"), clock.now());
    EXPECT_EQ(cache.find("a", "draft", clock.now())->id, "4");
    cache.forget("a");
    EXPECT_FALSE(cache.find("a", "draft", clock.now()));
    clock.advance(std::chrono::seconds(60));
    EXPECT_FALSE(cache.find("c", "draft", clock.now()));
    EXPECT_EQ(cache.size(), 0U);
}

}  // namespace
}  // namespace guildhall::vault
