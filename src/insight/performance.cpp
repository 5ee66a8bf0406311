#include "insight/performance.hpp"

#include <algorithm>

#include "insight/internal/histogram.hpp"

namespace guildhall::insight {
namespace {

constexpr store::Query read_days{
    "performance.days",
    "SELECT day, started, submitted, decided, automatic, granted, refused, reviews_requested, rated_1, rated_2, "
    "rated_3, rated_4, rated_5 "
    "FROM performance_days WHERE service = $1 AND day BETWEEN $2 AND $3 ORDER BY day"
};
constexpr store::Query read_durations{
    "performance.durations",
    "SELECT bucket, cases FROM performance_durations WHERE service = $1 AND day BETWEEN $2 AND $3"
};

constexpr std::int64_t longest_span = 3660;  // days

void add(Counts& total, const Counts& day) {
    total.started += day.started;
    total.submitted += day.submitted;
    total.decided += day.decided;
    total.automatic += day.automatic;
    total.granted += day.granted;
    total.refused += day.refused;
    total.reviews_requested += day.reviews_requested;
    for (std::size_t i = 0; i < total.ratings.size(); ++i) total.ratings[i] += day.ratings[i];
}

Counts counts_of(const store::Row& row) {
    Counts counts{row.integer(1), row.integer(2), row.integer(3), row.integer(4),
                  row.integer(5), row.integer(6), row.integer(7), {}};
    for (std::size_t i = 0; i < counts.ratings.size(); ++i) counts.ratings[i] = row.integer(8 + i);
    return counts;
}

std::optional<double> share(std::int64_t part, std::int64_t whole) {
    if (whole <= 0) return std::nullopt;
    return std::min(1.0, static_cast<double>(part) / static_cast<double>(whole));
}

std::string day_text(std::chrono::sys_days day) {
    const std::chrono::year_month_day date{day};
    return fmt::format(
        "{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day())
    );
}

}  // namespace

base::Result<Performance> performance(
    store::Store& store, std::string_view service, std::chrono::sys_days from, std::chrono::sys_days to
) {
    const std::int64_t first = from.time_since_epoch().count();
    const std::int64_t last = to.time_since_epoch().count();
    if (last < first || last - first >= longest_span) {
        return base::Error{
            base::ErrorCode::invalid_input,
            {"Choose a first and a last day that are at most ten years apart."},
            {"span of days"}
        };
    }
    struct Stored {
        store::Rows days;
        store::Rows durations;
    };
    const auto stored = store.read([&](store::ReadTransaction& transaction) {
        const store::Parameters span{std::string(service), first, last};
        return Stored{transaction.query(read_days, span), transaction.query(read_durations, span)};
    });
    if (!stored) return stored.error();

    Performance performance;
    performance.service = service;
    performance.from = from;
    performance.to = to;
    for (auto day = from; day <= to; day += std::chrono::days{1}) performance.days.push_back({day, {}});
    for (const auto& row : stored->days) {
        auto& day = performance.days.at(static_cast<std::size_t>(row.integer(0) - first));
        day.counts = counts_of(row);
        add(performance.total, day.counts);
    }
    std::map<std::int64_t, std::int64_t> buckets;
    for (const auto& row : stored->durations) buckets[row.integer(0)] += row.integer(1);

    const Counts& total = performance.total;
    std::int64_t all_ratings = 0;
    for (const std::int64_t count : total.ratings) all_ratings += count;
    performance.completion = share(total.submitted, total.started);
    performance.automatic_share = share(total.automatic, total.decided);
    performance.satisfaction = share(total.ratings[3] + total.ratings[4], all_ratings);
    if (const auto median = median_of(buckets)) performance.median_time_to_decision = std::chrono::seconds{*median};
    return performance;
}

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (const auto& cell : cells) {
        if (&cell != cells.data()) line += ',';
        if (cell.find_first_of(",\"\r\n") == std::string::npos) {
            line += cell;
            continue;
        }
        line += '"';
        for (const char c : cell) {
            if (c == '"') line += '"';
            line += c;
        }
        line += '"';
    }
    return line + "\r\n";
}

std::string performance_csv(const Performance& performance) {
    std::string csv = csv_line(
        {"day", "service", "started", "submitted", "decided", "automatic", "granted", "refused", "reviews_requested",
         "rated_1", "rated_2", "rated_3", "rated_4", "rated_5"}
    );
    for (const auto& [day, counts] : performance.days) {
        std::vector<std::string> cells{day_text(day), performance.service};
        for (const std::int64_t count :
             {counts.started, counts.submitted, counts.decided, counts.automatic, counts.granted, counts.refused,
              counts.reviews_requested}) {
            cells.push_back(fmt::format("{}", count));
        }
        for (const std::int64_t count : counts.ratings) cells.push_back(fmt::format("{}", count));
        csv += csv_line(cells);
    }
    return csv;
}

}  // namespace guildhall::insight
