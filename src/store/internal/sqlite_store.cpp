#include "store/internal/sqlite_store.hpp"

#include <stdlib.h>

#include "store/internal/errors.hpp"
#include "store/internal/migrate.hpp"

namespace guildhall::store {
namespace {

/// So many callers share one commit at most, so that the last of them need not wait long.
constexpr std::size_t largest_group = 256;
/// A caller whose group was lost through somebody else's fault runs again so often.
constexpr int most_tries = 3;
/// More idle readers than this are closed.
constexpr std::size_t most_idle_readers = 64;

const Query begin_write{"store.begin_write", "BEGIN IMMEDIATE"};
const Query begin_read{"store.begin_read", "BEGIN"};
const Query commit_all{"store.commit", "COMMIT"};
const Query rollback_all{"store.rollback", "ROLLBACK"};
const Query begin_caller{"store.savepoint", "SAVEPOINT caller"};
const Query keep_caller{"store.release", "RELEASE caller"};
const Query undo_caller{"store.rollback_to", "ROLLBACK TO caller"};

class SqliteReadTransaction final : public ReadTransaction {
public:
    explicit SqliteReadTransaction(SqliteConnection& connection) : connection_(connection) {}
    Rows query(const Query& query, const Parameters& parameters) override {
        return connection_.query(query, parameters);
    }
    [[nodiscard]] Engine engine() const override { return Engine::sqlite; }

private:
    SqliteConnection& connection_;
};

/// Remembers a failed statement, so that a function that swallows the exception cannot commit half its work.
class SqliteWriteTransaction final : public WriteTransaction {
public:
    explicit SqliteWriteTransaction(SqliteConnection& connection) : connection_(connection) {}

    Rows query(const Query& query, const Parameters& parameters) override {
        return guarded([&] { return connection_.query(query, parameters); });
    }
    std::int64_t execute(const Query& query, const Parameters& parameters) override {
        return guarded([&] { return connection_.execute(query, parameters); });
    }
    void send(const Query& query, const Parameters& parameters) override { execute(query, parameters); }
    [[nodiscard]] Engine engine() const override { return Engine::sqlite; }
    [[nodiscard]] const std::optional<base::Error>& failure() const { return failure_; }

private:
    template <class Fn>
    std::invoke_result_t<Fn> guarded(Fn fn) {
        if (failure_) throw DatabaseError(*failure_);
        try {
            return fn();
        } catch (const DatabaseError& error) {
            failure_ = error.error();
            throw;
        }
    }

    SqliteConnection& connection_;
    std::optional<base::Error> failure_;
};

}  // namespace

ScratchDirectory::ScratchDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "guildhall-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a scratch directory: " + pattern);
    path_ = pattern;
}

ScratchDirectory::~ScratchDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

SqliteStore::SqliteStore(
    std::string path, std::span<const Migration> migrations, base::Log& log, SqliteConnection::Durability durability,
    std::shared_ptr<ScratchDirectory> scratch
)
    : scratch_(std::move(scratch)),
      path_(std::move(path)),
      log_(log),
      durability_(durability),
      writer_(path_, SqliteConnection::Kind::writer, durability) {
    migrate(migrations, log);
    writer_thread_ = std::thread([this] { write_loop(); });
}

SqliteStore::~SqliteStore() {
    {
        const std::lock_guard lock(queue_mutex_);
        closing_ = true;
    }
    queue_filled_.notify_all();
    writer_thread_.join();
}

void SqliteStore::migrate(std::span<const Migration> migrations, base::Log& log) {
    writer_.script("BEGIN EXCLUSIVE", "migrate");
    try {
        writer_.execute(create_schema_migrations, {});
        auto pending = pending_migrations(
            migrations, applied_migrations(writer_.query(list_schema_migrations, {})), Engine::sqlite
        );
        if (!pending.ok()) throw DatabaseError(pending.error());
        for (const Migration& migration : pending.value()) {
            const std::string what = fmt::format("migration {:04}_{}", migration.number, migration.name);
            writer_.script(std::string(migration.sql), what);
            if (!writer_.in_transaction())
                throw DatabaseError(internal_fault(what + " ends the transaction that it runs in"));
            writer_.execute(record_schema_migration, record_of(migration));
            log.write(
                base::LogLevel::info, "store.migrated",
                {{"number", std::to_string(migration.number)}, {"name", std::string(migration.name)}}
            );
        }
        writer_.script("COMMIT", "migrate");
    } catch (...) {
        if (writer_.in_transaction()) writer_.script("ROLLBACK", "migrate");
        throw;
    }
}

// --- Reading ---

std::unique_ptr<SqliteConnection> SqliteStore::take_reader() {
    {
        const std::lock_guard lock(readers_mutex_);
        if (!idle_readers_.empty()) {
            auto reader = std::move(idle_readers_.back());
            idle_readers_.pop_back();
            return reader;
        }
    }
    return std::make_unique<SqliteConnection>(path_, SqliteConnection::Kind::reader, durability_);
}

void SqliteStore::give_back(std::unique_ptr<SqliteConnection> reader) {
    const std::lock_guard lock(readers_mutex_);
    if (idle_readers_.size() < most_idle_readers) idle_readers_.push_back(std::move(reader));
}

std::optional<base::Error> SqliteStore::read_with(const std::function<void(ReadTransaction&)>& work) {
    // A reader that an exception passes through is closed, not reused.
    try {
        auto reader = take_reader();
        reader->execute(begin_read, {});
        SqliteReadTransaction transaction(*reader);
        work(transaction);
        reader->execute(commit_all, {});
        give_back(std::move(reader));
        return std::nullopt;
    } catch (const DatabaseError& error) {
        return error.error();
    }
}

// --- Writing ---

std::optional<base::Error> SqliteStore::write_with(const Work& work, Isolation) {
    if (std::this_thread::get_id() == writer_thread_.get_id())
        throw std::logic_error("write was called from inside write");
    auto caller = std::make_shared<Caller>();
    caller->work = &work;
    auto answer = caller->answer.get_future();
    {
        const std::lock_guard lock(queue_mutex_);
        queue_.push_back(std::move(caller));
    }
    queue_filled_.notify_one();
    Answer ended = answer.get();
    if (ended.thrown) std::rethrow_exception(std::move(ended.thrown));
    return std::move(ended.failed);
}

SqliteStore::Group SqliteStore::next_group() {
    std::unique_lock lock(queue_mutex_);
    queue_filled_.wait(lock, [this] { return closing_ || !queue_.empty(); });
    Group group;
    while (!queue_.empty() && group.size() < largest_group) {
        group.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    return group;
}

void SqliteStore::write_loop() {
    for (Group group = next_group(); !group.empty(); group = next_group()) run_group(std::move(group));
}

void SqliteStore::run_group(Group group) {
    Group waiting_for_commit;
    try {
        writer_.execute(begin_write, {});
        while (!group.empty()) {
            const auto caller = std::move(group.front());
            group.pop_front();
            waiting_for_commit.push_back(caller);
            run_caller(*caller);
            if (!writer_.in_transaction())
                throw DatabaseError(
                    unavailable("SQLite gave up the transaction of a whole group, through a statement of one caller")
                );
        }
        writer_.execute(commit_all, {});
    } catch (const DatabaseError& error) {
        log_.write(base::LogLevel::error, "store.group_failed", {{"detail", error.error().detail.text}});
        try {
            if (writer_.in_transaction()) writer_.execute(rollback_all, {});
        } catch (const DatabaseError& again) {
            log_.write(base::LogLevel::error, "store.rollback_failed", {{"detail", again.error().detail.text}});
        }
        give_up_group(waiting_for_commit, error.error());
        give_up_group(group, error.error());
        return;
    }
    // Also who rolled back hears only now: it may have decided on what a caller before it in the group wrote, which
    // nobody else could see until the commit.
    for (const auto& caller : waiting_for_commit) caller->answer.set_value(std::move(caller->last));
}

void SqliteStore::run_caller(Caller& caller) {
    writer_.execute(begin_caller, {});
    caller.last = {};
    bool wanted = false;
    try {
        SqliteWriteTransaction transaction(writer_);
        wanted = (*caller.work)(transaction);
        if (wanted) caller.last.failed = transaction.failure();
        if (wanted && !caller.last.failed && writer_.breaks_deferred_keys()) {
            caller.last.failed = conflict("SQLite: a deferred foreign key does not hold at commit");
        }
    } catch (const DatabaseError& error) {
        caller.last.failed = error.error();
    } catch (...) {
        caller.last.thrown = std::current_exception();
    }
    if (!writer_.in_transaction()) return;
    if (!wanted || caller.last.failed || caller.last.thrown) writer_.execute(undo_caller, {});
    writer_.execute(keep_caller, {});
}

/// Those whose changes went down with the group run again, in a later one, until they had their tries.
void SqliteStore::give_up_group(Group& group, const base::Error& error) {
    Group again;
    for (const auto& caller : group) {
        if (++caller->tries < most_tries) {
            again.push_back(caller);
        } else {
            caller->answer.set_value({error, nullptr});
        }
    }
    const std::lock_guard lock(queue_mutex_);
    queue_.insert(queue_.begin(), again.begin(), again.end());
}

base::Result<std::unique_ptr<Store>> open_sqlite(
    const std::string& path, std::span<const Migration> migrations, base::Log& log
) {
    try {
        return std::unique_ptr<Store>(
            std::make_unique<SqliteStore>(path, migrations, log, SqliteConnection::Durability::full, nullptr)
        );
    } catch (const DatabaseError& error) {
        return error.error();
    }
}

}  // namespace guildhall::store
