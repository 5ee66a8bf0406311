#pragma once
/// The embedded engine: one writer thread that commits many callers' transactions together, and a pool of readers.

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "store/internal/sqlite_connection.hpp"
#include "store/store.hpp"

namespace guildhall::store {

/// A directory that is removed, with all it holds, when this goes.
class ScratchDirectory {
public:
    ScratchDirectory();
    ~ScratchDirectory();
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

class SqliteStore final : public Store {
public:
    /// Opens and migrates; throws DatabaseError. `scratch` may be null; it goes after the connections.
    SqliteStore(
        std::string path, std::span<const Migration> migrations, base::Log& log,
        SqliteConnection::Durability durability, std::shared_ptr<ScratchDirectory> scratch
    );
    ~SqliteStore() override;

    [[nodiscard]] Engine engine() const override { return Engine::sqlite; }

protected:
    std::optional<base::Error> read_with(const std::function<void(ReadTransaction&)>& work) override;
    std::optional<base::Error> write_with(const std::function<bool(WriteTransaction&)>& work, Isolation isolation)
        override;

private:
    using Work = std::function<bool(WriteTransaction&)>;
    /// How a caller's run ended. It is moved to the caller, who alone then holds what was thrown: the writer lets go of
    /// no exception that another thread looks at.
    struct Answer {
        std::optional<base::Error> failed;
        std::exception_ptr thrown;
    };
    /// A caller that waits. Shared, because the writer may still hold it while the caller goes on.
    struct Caller {
        const Work* work = nullptr;
        std::promise<Answer> answer;
        Answer last;  ///< how its last run ended; told when its group is committed
        int tries = 0;
    };
    using Group = std::deque<std::shared_ptr<Caller>>;

    void migrate(std::span<const Migration> migrations, base::Log& log);
    void write_loop();
    /// Takes what waits, at most a group's worth; empty when the store closes.
    Group next_group();
    void run_group(Group group);
    /// Runs one caller inside its savepoint and notes how it ended. Throws when the savepoint itself fails.
    void run_caller(Caller& caller);
    void give_up_group(Group& group, const base::Error& error);

    std::unique_ptr<SqliteConnection> take_reader();
    void give_back(std::unique_ptr<SqliteConnection> reader);

    const std::shared_ptr<ScratchDirectory> scratch_;
    const std::string path_;
    base::Log& log_;
    const SqliteConnection::Durability durability_;
    SqliteConnection writer_;

    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<SqliteConnection>> idle_readers_;

    std::mutex queue_mutex_;
    std::condition_variable queue_filled_;
    Group queue_;
    bool closing_ = false;
    std::thread writer_thread_;
};

}  // namespace guildhall::store
