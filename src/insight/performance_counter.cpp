#include <algorithm>

#include "insight/internal/histogram.hpp"
#include "insight/performance.hpp"

namespace guildhall::insight {
namespace {

constexpr store::Query read_position{"performance.position", "SELECT position FROM performance_position WHERE one = 1"};
constexpr store::Query write_position{
    "performance.set_position",
    "INSERT INTO performance_position (one, position) VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET position = "
    "excluded.position"
};
constexpr store::Query open_case{
    "performance.open_case",
    "INSERT INTO performance_open_cases (case_id, service, submitted_at) VALUES ($1, $2, $3) ON CONFLICT (case_id) DO "
    "NOTHING"
};
constexpr store::Query find_case{
    "performance.find_case", "SELECT service, submitted_at FROM performance_open_cases WHERE case_id = $1"
};
constexpr store::Query close_case{"performance.close_case", "DELETE FROM performance_open_cases WHERE case_id = $1"};
constexpr store::Query add_duration{
    "performance.add_duration",
    "INSERT INTO performance_durations (service, day, bucket, cases) VALUES ($1, $2, $3, 1) "
    "ON CONFLICT (service, day, bucket) DO UPDATE SET cases = performance_durations.cases + 1"
};
constexpr store::Query add_day{
    "performance.add_day",
    "INSERT INTO performance_days (service, day, started, submitted, decided, automatic, granted, refused, "
    "reviews_requested, "
    "rated_1, rated_2, rated_3, rated_4, rated_5) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) "
    "ON CONFLICT (service, day) DO UPDATE SET "
    "started = performance_days.started + excluded.started, "
    "submitted = performance_days.submitted + excluded.submitted, "
    "decided = performance_days.decided + excluded.decided, "
    "automatic = performance_days.automatic + excluded.automatic, "
    "granted = performance_days.granted + excluded.granted, "
    "refused = performance_days.refused + excluded.refused, "
    "reviews_requested = performance_days.reviews_requested + excluded.reviews_requested, "
    "rated_1 = performance_days.rated_1 + excluded.rated_1, "
    "rated_2 = performance_days.rated_2 + excluded.rated_2, "
    "rated_3 = performance_days.rated_3 + excluded.rated_3, "
    "rated_4 = performance_days.rated_4 + excluded.rated_4, "
    "rated_5 = performance_days.rated_5 + excluded.rated_5"
};

/// What of an event is counted; made outside the transaction.
struct Counted {
    std::int64_t position = 0;
    enum class What { started, submitted, decided, review_requested, rated } what = What::started;
    std::string service;
    std::string case_id;
    base::Instant at{};
    bool automatic = false;
    bool granted = false;
    std::size_t rating = 0;  ///< index into Counts::ratings
};

std::optional<Counted> counted(const events::Event& event) {
    Counted one;
    one.position = event.position;
    one.service = event.data.string_at("service");
    one.case_id = event.data.string_at("case");
    one.at = event.at;
    if (event.type == "draft.started") {
        one.what = Counted::What::started;
    } else if (event.type == "application.submitted") {
        one.what = Counted::What::submitted;
    } else if (event.type == "decision.issued") {
        one.what = Counted::What::decided;
        const bool* automatic = event.data["automatic"].boolean();
        one.automatic = automatic != nullptr && *automatic;
        one.granted = event.data.string_at("outcome").starts_with("granted");  // with or without conditions
    } else if (event.type == "review.requested") {
        one.what = Counted::What::review_requested;
    } else if (event.type == "feedback.given") {
        const std::int64_t* rating = event.data["rating"].integer();
        if (rating == nullptr || *rating < 1 || *rating > 5) return std::nullopt;
        one.what = Counted::What::rated;
        one.rating = static_cast<std::size_t>(*rating - 1);
    } else {
        return std::nullopt;
    }
    if (one.case_id.empty()) one.case_id = event.subject;
    if (one.service.empty() && one.what != Counted::What::decided) return std::nullopt;
    return one;
}

std::int64_t day_of(base::Instant at) {
    return std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
}

/// Counts a case's first decision alone; a second one, after a review, is not another application decided.
bool count_decision(store::WriteTransaction& transaction, const Counted& one, std::string& service) {
    const auto row = transaction.query_one(find_case, {one.case_id});
    if (!row) return false;
    transaction.execute(close_case, {one.case_id});
    service = row->text(0);
    const auto took = std::chrono::floor<std::chrono::seconds>(one.at - base::from_micros(row->integer(1))).count();
    transaction.execute(add_duration, {service, day_of(one.at), bucket_of(took)});
    return true;
}

void count(
    store::WriteTransaction& transaction, const Counted& one,
    std::map<std::pair<std::string, std::int64_t>, Counts>& days
) {
    const std::int64_t day = day_of(one.at);
    switch (one.what) {
        case Counted::What::started:
            ++days[{one.service, day}].started;
            return;
        case Counted::What::submitted:
            transaction.execute(open_case, {one.case_id, one.service, base::to_micros(one.at)});
            ++days[{one.service, day}].submitted;
            return;
        case Counted::What::decided: {
            std::string service;
            if (!count_decision(transaction, one, service)) return;
            Counts& counts = days[{service, day}];
            ++counts.decided;
            counts.automatic += one.automatic ? 1 : 0;
            ++(one.granted ? counts.granted : counts.refused);
            return;
        }
        case Counted::What::review_requested:
            ++days[{one.service, day}].reviews_requested;
            return;
        case Counted::What::rated:
            ++days[{one.service, day}].ratings[one.rating];
            return;
    }
}

}  // namespace

std::function<void(store::WriteTransaction&)> PerformanceCounter::handle(const std::vector<events::Event>& batch) {
    std::vector<Counted> all;
    for (const auto& event : batch) {
        if (auto one = counted(event)) all.push_back(*std::move(one));
    }
    const std::int64_t last = batch.empty() ? -1 : batch.back().position;
    return [all = std::move(all), last](store::WriteTransaction& transaction) {
        // A batch may come again: what is counted already stays counted once.
        const auto row = transaction.query_one(read_position);
        const std::int64_t position = row ? row->integer(0) : -1;
        if (last <= position) return;
        std::map<std::pair<std::string, std::int64_t>, Counts> days;
        for (const auto& one : all) {
            if (one.position > position) count(transaction, one, days);
        }
        for (const auto& [key, counts] : days) {
            const auto& ratings = counts.ratings;
            transaction.execute(
                add_day, {key.first, key.second, counts.started, counts.submitted, counts.decided, counts.automatic,
                          counts.granted, counts.refused, counts.reviews_requested, ratings[0], ratings[1], ratings[2],
                          ratings[3], ratings[4]}
            );
        }
        transaction.execute(write_position, {last});
    };
}

}  // namespace guildhall::insight
