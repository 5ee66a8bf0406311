#include "submissions.hpp"

#include <atomic>
#include <stdexcept>

#include "base/ids.hpp"
#include "jobs/jobs.hpp"

namespace guildhall::bench {
namespace {

constexpr store::Query count_cases{"bench.count_cases", "SELECT COUNT(*) FROM cases"};
constexpr store::Query count_jobs{"bench.count_jobs", "SELECT COUNT(*) FROM jobs"};
constexpr store::Query count_leaves{
    "bench.count_leaves", "SELECT next_position FROM event_cursors WHERE subscriber = 'ledger'"
};

std::int64_t number(store::Store& store, const store::Query& query) {
    const auto found = store.read([&](store::ReadTransaction& transaction) {
        const auto row = transaction.query_one(query);
        return row ? row->integer(0) : std::int64_t{0};
    });
    if (!found) throw std::runtime_error(found.error().detail.text);
    return *found;
}

}  // namespace

base::Json measure_submissions(const SubmissionOptions& options) {
    House house(options.house);
    std::vector<std::vector<journeys::Draft>> drafts(options.clients);
    std::atomic<std::size_t> next{0};
    on_threads(options.clients, [&](std::size_t client) {
        for (std::size_t i = next++; i < options.submissions; i = next++)
            drafts[client].push_back(house.complete_draft(i % 2 == 0, true));
    });
    house.settle();
    const auto leaves_before = number(house.store(), count_leaves);

    std::vector<Durations> durations(options.clients);
    const auto cpu_before = cpu_time();
    const auto began = Steady::now();
    on_threads(options.clients, [&](std::size_t client) {
        for (const auto& draft : drafts[client]) {
            const auto sent = Steady::now();
            house.submit(draft);
            durations[client].add(Steady::now() - sent);
        }
    });
    const double took = seconds(Steady::now() - began);
    const auto cpu = cpu_time() - cpu_before;
    house.settle();
    const double settled = seconds(Steady::now() - began);

    Durations all;
    for (const auto& part : durations) all.join(part);
    base::Json figures = all.summary();
    const auto count = static_cast<double>(all.count());
    figures.set("per_second", count / took);
    figures.set("settled_per_second", count / settled);
    figures.set("cpu_us", static_cast<double>(cpu.count()) / count);
    figures.set("leaves", number(house.store(), count_leaves) - leaves_before);
    figures.set("jobs", number(house.store(), count_jobs));
    return figures;
}

base::Json measure_store(const SubmissionOptions& options) {
    House house(options.house);
    const base::SystemClock clock;
    base::SystemRandom random;
    std::vector<Durations> durations(options.clients);
    std::atomic<std::size_t> next{0};
    const auto began = Steady::now();
    on_threads(options.clients, [&](std::size_t client) {
        while (next++ < options.submissions) {
            // A job that comes due in a year is one small row.
            const jobs::NewJob job{
                base::Uuid::make(clock, random), "bench", base::Json::Object{}, clock.now() + std::chrono::years{1}
            };
            const auto sent = Steady::now();
            const auto written =
                house.store().write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
                    jobs::enqueue(transaction, job);
                    return store::commit();
                });
            if (!written) throw std::runtime_error(written.error().detail.text);
            durations[client].add(Steady::now() - sent);
        }
    });
    const double took = seconds(Steady::now() - began);
    Durations all;
    for (const auto& part : durations) all.join(part);
    base::Json figures = all.summary();
    figures.set("per_second", static_cast<double>(all.count()) / took);
    return figures;
}

void fill(const SubmissionOptions& options) {
    House house(options.house);
    std::atomic<std::size_t> next{static_cast<std::size_t>(number(house.store(), count_cases))};
    on_threads(options.clients, [&](std::size_t) {
        // Nobody asks for mail, so that no mail is still being sent while something else is measured.
        for (std::size_t i = next++; i < options.submissions; i = next++) {
            house.submit(house.complete_draft(i % 2 == 0, false));
        }
    });
    house.settle();
}

}  // namespace guildhall::bench
