#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/random.hpp"
#include "events/events.hpp"
#include "events/internal/sequencer.hpp"

namespace guildhall::events {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds poll_time{100};
constexpr std::chrono::milliseconds first_backoff{100};
constexpr std::chrono::seconds longest_backoff{60};
constexpr std::chrono::seconds longest_drain{10};
/// One batch is at most a tile of the log.
constexpr std::size_t batch_size = 256;
constexpr std::int64_t sequence_size = 1024;
/// So many batches a subscriber gets before the next one has its turn: what one round sequences.
constexpr int batches_a_round = sequence_size / batch_size;

const store::Query make_cursor{
    "events.make_cursor",
    "INSERT INTO event_cursors (subscriber, next_position) VALUES ($1, 0) ON CONFLICT (subscriber) DO NOTHING"
};
const store::Query read_cursor{"events.read_cursor", "SELECT next_position FROM event_cursors WHERE subscriber = $1"};
const store::Query move_cursor{
    "events.move_cursor", "UPDATE event_cursors SET next_position = $3 WHERE subscriber = $1 AND next_position = $2"
};

std::int64_t cursor_of(store::ReadTransaction& transaction, const Subscriber& subscriber) {
    const auto row = transaction.query_one(read_cursor, {std::string(subscriber.name())});
    return row ? row->integer(0) : 0;
}

class Worker final : public Dispatcher {
public:
    Worker(
        store::Store& store, const base::Clock& clock, base::Log& log, std::string holder,
        const std::vector<Subscriber*>& subscribers
    )
        : store_(store), log_(log), lease_(store, clock, std::move(holder)) {
        for (Subscriber* subscriber : subscribers) followers_.push_back({subscriber, {}, {}});
        thread_ = std::thread([this] { run(); });
    }

    ~Worker() override {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }

    void wake() override {
        {
            const std::lock_guard lock(mutex_);
            woken_ = true;
        }
        changed_.notify_all();
    }

    bool drain() override;

private:
    struct Follower {
        Subscriber* subscriber;
        std::chrono::milliseconds backoff{};
        Steady::time_point not_before{};
    };
    struct Work {
        bool sequence = false;
        bool dispatch = false;
    };

    void run();
    /// One look at the database; true when there was something to do and it went well, so that it looks again.
    bool round();
    base::Result<Work> look();
    /// Hands the next batch to one subscriber; true when it moved on.
    bool follow(Follower& follower);
    /// The next events of a subscriber, at most a batch; empty when it has had all.
    base::Result<std::vector<Event>> next_batch(const Subscriber& subscriber);
    void failed(Follower& follower, std::string_view detail);
    void report(std::string_view what, const base::Error& error);
    [[nodiscard]] bool stopping();

    store::Store& store_;
    base::Log& log_;
    Lease lease_;
    std::vector<Follower> followers_;
    std::vector<std::vector<Event>> batches_;  ///< read in this round: the others mostly stand at the same place
    bool has_cursors_ = false;

    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = false;
    bool stopping_ = false;
    std::uint64_t rounds_ = 0;
    std::thread thread_;
};

bool Worker::stopping() {
    const std::lock_guard lock(mutex_);
    return stopping_;
}

void Worker::run() {
    for (;;) {
        const bool again = round();
        std::unique_lock lock(mutex_);
        ++rounds_;
        changed_.notify_all();
        if (!again) changed_.wait_for(lock, poll_time, [this] { return woken_ || stopping_; });
        woken_ = false;
        if (stopping_) break;
    }
    lease_.release();
}

bool Worker::round() {
    try {
        if (!has_cursors_) {
            const auto made = store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
                for (const Follower& follower : followers_)
                    transaction.send(make_cursor, {std::string(follower.subscriber->name())});
                return store::commit();
            });
            if (!made.ok()) {
                report("events.cursors_failed", made.error());
                return false;
            }
            has_cursors_ = true;
        }
        const auto work = look();
        if (!work.ok()) {
            report("events.look_failed", work.error());
            return false;
        }
        if (!work->sequence && !work->dispatch) return false;
        const auto held = lease_.hold();
        if (!held.ok()) report("events.lease_failed", held.error());
        if (!held.ok() || !held.value()) return false;

        bool moved = false;
        if (work->sequence) {
            const auto placed = sequence(store_, sequence_size);
            if (!placed.ok()) report("events.sequence_failed", placed.error());
            moved = placed.ok() && placed.value() > 0;
        }
        for (Follower& follower : followers_) {
            for (int batches = 0; batches < batches_a_round && !stopping() && follow(follower); ++batches) moved = true;
        }
        batches_.clear();
        return moved;
    } catch (const std::exception& error) {
        log_.write(base::LogLevel::error, "events.dispatcher_failed", {{"detail", error.what()}});
        return false;
    }
}

base::Result<Worker::Work> Worker::look() {
    return store_.read([&](store::ReadTransaction& transaction) {
        Work work;
        work.sequence = can_sequence(transaction);
        const std::int64_t sequenced = size(transaction);
        const auto now = Steady::now();
        for (const Follower& follower : followers_)
            if (follower.not_before <= now && cursor_of(transaction, *follower.subscriber) < sequenced)
                work.dispatch = true;
        return work;
    });
}

base::Result<std::vector<Event>> Worker::next_batch(const Subscriber& subscriber) {
    return store_.read([&](store::ReadTransaction& transaction) {
        const auto cursor = cursor_of(transaction, subscriber);
        for (const auto& batch : batches_)
            if (batch.front().position == cursor) return batch;
        auto batch = read_from(transaction, cursor, batch_size);
        if (!batch.empty()) batches_.push_back(batch);
        return batch;
    });
}

bool Worker::follow(Follower& follower) {
    if (Steady::now() < follower.not_before) return false;
    Subscriber& subscriber = *follower.subscriber;
    try {
        const auto batch = next_batch(subscriber);
        if (!batch.ok()) {
            failed(follower, batch.error().detail.text);
            return false;
        }
        if (batch->empty()) return false;
        const auto writes = subscriber.handle(*batch);
        bool overtaken = false;
        const auto moved = store_.write(
            [&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
                const std::string name(subscriber.name());
                overtaken =
                    transaction.execute(move_cursor, {name, batch->front().position, batch->back().position + 1}) != 1;
                if (overtaken)
                    return store::rollback({base::ErrorCode::conflict, {}, {"another node moved the cursor"}});
                if (writes) writes(transaction);
                return store::commit();
            },
            store::Isolation::snapshot
        );
        if (overtaken) return false;
        if (!moved.ok()) {
            failed(follower, moved.error().detail.text);
            return false;
        }
    } catch (const std::exception& error) {
        failed(follower, error.what());
        return false;
    }
    follower.backoff = {};
    return true;
}

void Worker::failed(Follower& follower, std::string_view detail) {
    follower.backoff = std::clamp<std::chrono::milliseconds>(follower.backoff * 2, first_backoff, longest_backoff);
    follower.not_before = Steady::now() + follower.backoff;
    log_.write(
        base::LogLevel::error, "events.subscriber_failed",
        {{"subscriber", std::string(follower.subscriber->name())},
         {"detail", std::string(detail)},
         {"again_in_ms", std::to_string(follower.backoff.count())}}
    );
}

void Worker::report(std::string_view what, const base::Error& error) {
    // A collision with another node is nobody's fault: the next round sees what that one did.
    const auto level = error.code == base::ErrorCode::conflict ? base::LogLevel::info : base::LogLevel::error;
    log_.write(level, what, {{"code", std::string(base::error_code_name(error.code))}, {"detail", error.detail.text}});
}

bool Worker::drain() {
    const auto deadline = Steady::now() + longest_drain;
    const auto last = store_.read([](store::ReadTransaction& transaction) { return last_number(transaction); });
    if (!last.ok()) return false;
    std::optional<std::int64_t> wanted;
    for (;;) {
        const auto done = store_.read([&](store::ReadTransaction& transaction) {
            if (!wanted) {
                if (unsequenced_up_to(transaction, last.value())) return false;
                wanted = size(transaction);
            }
            return std::ranges::all_of(followers_, [&](const Follower& follower) {
                return cursor_of(transaction, *follower.subscriber) >= *wanted;
            });
        });
        if (done.ok() && done.value()) return true;
        std::unique_lock lock(mutex_);
        woken_ = true;
        changed_.notify_all();
        // The dispatcher may run on another node: then only the database tells.
        const auto seen = rounds_;
        changed_.wait_for(lock, std::chrono::milliseconds(20), [&] { return rounds_ != seen; });
        if (Steady::now() >= deadline) return false;
    }
}

}  // namespace

std::unique_ptr<Dispatcher> start_dispatcher(
    store::Store& store, const base::Clock& clock, base::Log& log, const std::vector<Subscriber*>& subscribers
) {
    // The name tells this dispatcher from every other; nothing depends on which it is.
    base::SystemRandom random;
    return std::make_unique<Worker>(store, clock, log, base::Uuid::make(clock, random).text(), subscribers);
}

}  // namespace guildhall::events
