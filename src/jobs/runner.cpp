#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "jobs/internal/claims.hpp"
#include "jobs/jobs.hpp"

namespace guildhall::jobs {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds poll_time{100};
constexpr std::chrono::seconds renew_time{20};
constexpr std::chrono::minutes sweep_time{10};
constexpr std::chrono::seconds longest_drain{10};

/// One thread claims, renews and sweeps; the workers run what it claimed. It never claims more than idle
/// workers can begin, so that nothing waits under a lease while another node has room.
class Pool final : public Runner {
public:
    Pool(
        store::Store& store, const base::Clock& clock, base::Log& log, std::string holder,
        std::map<std::string, Handler> handlers, std::size_t workers
    )
        : claims_(store, clock, std::move(holder)),
          log_(log),
          handlers_(std::move(handlers)),
          idle_(std::max<std::size_t>(workers, 1)) {
        for (std::size_t i = 0, count = idle_; i < count; ++i) workers_.emplace_back([this] { work(); });
        claimer_ = std::thread([this] { claim(); });
    }

    ~Pool() override {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        changed_.notify_all();
        claimer_.join();
        for (std::thread& worker : workers_) worker.join();
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
    void claim();
    void keep_house();
    void work();
    void run(const Claim& claim);
    base::Result<base::Done> handle(const Claim& claim);
    void report(std::string_view event, const base::Error& error);

    Claims claims_;
    base::Log& log_;
    const std::map<std::string, Handler> handlers_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Claim> claimed_;             ///< claimed, and not yet begun
    std::map<std::string, Claim> running_;  ///< every claim held, begun or not: what is renewed
    std::size_t idle_;                      ///< workers that have nothing to do
    bool claiming_ = false;                 ///< claims may stand in the database that `running_` does not show yet
    std::uint64_t ended_ = 0;               ///< how many claims came to an end
    bool woken_ = false;
    bool stopping_ = false;
    Steady::time_point renewed_ = Steady::now();
    std::optional<Steady::time_point> swept_;
    std::vector<std::thread> workers_;
    std::thread claimer_;
};

void Pool::report(std::string_view event, const base::Error& error) {
    log_.write(
        base::LogLevel::error, event,
        {{"code", std::string(base::error_code_name(error.code))}, {"detail", error.detail.text}}
    );
}

void Pool::claim() {
    for (;;) {
        std::size_t room = 0;
        {
            std::unique_lock lock(mutex_);
            if (stopping_) return;
            room = idle_ - std::min(idle_, claimed_.size());
            claiming_ = room > 0;
            woken_ = false;
        }
        bool again = false;
        keep_house();
        if (room > 0) {
            // A look that writes nothing first: an idle server does not touch the disk.
            if (const auto due = claims_.anything_due(); !due.ok()) {
                report("jobs.look_failed", due.error());
            } else if (due.value()) {
                auto taken = claims_.take(room);
                if (!taken.ok()) {
                    report("jobs.claim_failed", taken.error());
                } else {
                    again = taken->size() == room;
                    const std::lock_guard lock(mutex_);
                    for (Claim& each : taken.value()) {
                        running_.emplace(each.id, each);
                        claimed_.push_back(std::move(each));
                    }
                }
            }
        }
        std::unique_lock lock(mutex_);
        claiming_ = false;
        changed_.notify_all();
        if (!again) changed_.wait_for(lock, poll_time, [this] { return woken_ || stopping_; });
    }
}

void Pool::keep_house() {
    const auto now = Steady::now();
    if (now - renewed_ >= renew_time) {
        renewed_ = now;
        std::vector<Claim> held;
        {
            const std::lock_guard lock(mutex_);
            for (const auto& [id, each] : running_) held.push_back(each);
        }
        for (const Claim& each : held)
            if (const auto renewed = claims_.renew(each); !renewed.ok()) report("jobs.renew_failed", renewed.error());
    }
    if (!swept_ || now - *swept_ >= sweep_time) {
        swept_ = now;
        if (const auto removed = claims_.sweep(); !removed.ok()) report("jobs.sweep_failed", removed.error());
    }
}

void Pool::work() {
    for (;;) {
        Claim claim;
        bool late = false;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return stopping_ || !claimed_.empty(); });
            if (claimed_.empty()) return;
            claim = std::move(claimed_.front());
            claimed_.pop_front();
            --idle_;
            late = stopping_;
        }
        if (late) {
            if (const auto returned = claims_.give_back(claim); !returned.ok())
                report("jobs.give_back_failed", returned.error());
        } else {
            run(claim);
        }
        {
            const std::lock_guard lock(mutex_);
            running_.erase(claim.id);
            ++ended_;
            ++idle_;
            woken_ = true;  // there is room for the next
        }
        changed_.notify_all();
    }
}

base::Result<base::Done> Pool::handle(const Claim& claim) {
    const auto fault = [](std::string detail) {
        return base::Error{base::ErrorCode::internal, {}, {std::move(detail)}};
    };
    // Claims that ended without a word: the job took its node down each time.
    if (claim.tries > most_tries) return fault("its node died while it ran, too often");
    const auto handler = handlers_.find(claim.kind);
    if (handler == handlers_.end()) return fault("no handler for jobs of this kind");
    const auto payload = base::Json::parse(claim.payload);
    if (!payload.ok()) return fault("the payload is not JSON");
    try {
        return handler->second(payload.value());
    } catch (const std::exception& error) {
        return fault(std::string("exception: ") + error.what());
    } catch (...) {
        return fault("exception of an unknown type");
    }
}

void Pool::run(const Claim& claim) {
    const auto outcome = handle(claim);
    if (!outcome.ok()) {
        const bool last = claim.tries >= most_tries;
        log_.write(
            last ? base::LogLevel::error : base::LogLevel::warning, last ? "jobs.dead" : "jobs.failed",
            {{"job", claim.id},
             {"kind", claim.kind},
             {"try", std::to_string(claim.tries)},
             {"code", std::string(base::error_code_name(outcome.error().code))},
             {"detail", outcome.error().detail.text}}
        );
    }
    const auto ended =
        outcome.ok()
            ? claims_.done(claim)
            : claims_.failed(
                  claim, fmt::format("{}: {}", base::error_code_name(outcome.error().code), outcome.error().detail.text)
              );
    if (!ended.ok()) {
        report("jobs.end_failed", ended.error());  // its lease ends, and it runs again
    } else if (!ended.value()) {
        log_.write(base::LogLevel::warning, "jobs.taken_over", {{"job", claim.id}, {"kind", claim.kind}});
    }
}

bool Pool::drain() {
    const auto deadline = Steady::now() + longest_drain;
    for (;;) {
        // Quiet before and after the look at the database, with nothing ended in between: else a job might have
        // run unseen, and have left another.
        std::optional<std::uint64_t> ended;
        {
            const std::lock_guard lock(mutex_);
            if (running_.empty() && !claiming_) ended = ended_;
        }
        bool quiet = false;
        if (ended) {
            const auto due = claims_.anything_due();
            const std::lock_guard lock(mutex_);
            quiet = due.ok() && !due.value() && running_.empty() && !claiming_ && ended_ == *ended;
        }
        if (quiet) return true;
        if (Steady::now() >= deadline) return false;
        std::unique_lock lock(mutex_);
        woken_ = true;
        changed_.notify_all();
        changed_.wait_for(lock, std::chrono::milliseconds(20));
    }
}

}  // namespace

std::unique_ptr<Runner> start_runner(
    store::Store& store, const base::Clock& clock, base::Random& random, base::Log& log,
    std::map<std::string, Handler> handlers, std::size_t workers
) {
    return std::make_unique<Pool>(
        store, clock, log, base::Uuid::make(clock, random).text(), std::move(handlers), workers
    );
}

}  // namespace guildhall::jobs
