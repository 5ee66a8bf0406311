// How the services are doing: figures, a chart, a table, and CSV.

#include <fmt/format.h>

#include <cmath>

#include "casework/dates.hpp"
#include "html/button.hpp"
#include "html/chart.hpp"
#include "html/desk.hpp"
#include "html/front.hpp"
#include "html/look.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/pages.hpp"

namespace guildhall::portal {
namespace {

constexpr int days_shown = 30;

std::string percent(const std::optional<double>& share) {
    return share ? fmt::format("{}%", std::lround(*share * 100)) : "–";
}

std::string duration_words(const std::optional<std::chrono::seconds>& duration) {
    if (!duration) return "–";
    const auto seconds = duration->count();
    if (seconds < 60) return "< 1 minute";
    if (seconds < 2 * 3600) return fmt::format("{} minutes", seconds / 60);
    if (seconds < 2 * 86400) return fmt::format("{} hours", seconds / 3600);
    return fmt::format("{} days", seconds / 86400);
}

base::Result<insight::Performance> last_days(const Parts& parts, const std::string& service) {
    const auto today = std::chrono::floor<std::chrono::days>(parts.clock.now());
    return insight::performance(parts.store, service, today - std::chrono::days{days_shown - 1}, today);
}

html::Html figures_of(const insight::Performance& found) {
    std::int64_t ratings = 0;
    for (const auto count : found.total.ratings) ratings += count;
    return html::figures({
        {.value = std::to_string(found.total.submitted), .label = "applications sent in"},
        {.value = percent(found.completion), .label = "of those who started sent it in"},
        {.value = duration_words(found.median_time_to_decision), .label = "until a decision, for half of them"},
        {.value = percent(found.automatic_share), .label = "decided at once, by the rules"},
        {.value = percent(found.satisfaction),
         .label = ratings == 0   ? "satisfied; nobody has said yet"
                  : ratings == 1 ? "satisfied, of 1 answer"
                                 : fmt::format("satisfied, of {} answers", ratings)},
    });
}

html::Html chart_of(const insight::Performance& found) {
    html::BarChart chart{
        .title = "Applications sent in, day by day",
        .first = casework::long_date(found.from),
        .last = casework::long_date(found.to)
    };
    const insight::DayCounts* most = nullptr;
    for (const auto& day : found.days) {
        chart.bars.push_back(day.counts.submitted);
        if (!most || day.counts.submitted > most->counts.submitted) most = &day;
    }
    chart.words = fmt::format(
        "Bars for the {} days from {} to {}. {} applications in all; the most on one day were {}, on {}.",
        found.days.size(), casework::long_date(found.from), casework::long_date(found.to), found.total.submitted,
        most ? most->counts.submitted : 0, most ? casework::long_date(most->day) : "no day"
    );
    return html::bar_chart(chart);
}

html::Html table_of(const insight::Performance& found) {
    html::StackingTable table{
        .caption = "Day by day",
        .columns = {"Day", "Started", "Sent in", "Decided", "At once", "Granted", "Refused", "Reviews"},
        .tight = true
    };
    for (auto day = found.days.rbegin(); day != found.days.rend(); ++day) {
        const auto& counts = day->counts;
        if (counts.started + counts.submitted + counts.decided + counts.reviews_requested == 0) continue;
        std::vector<html::Content> row{casework::long_date(day->day)};
        for (const auto value :
             {counts.started, counts.submitted, counts.decided, counts.automatic, counts.granted, counts.refused,
              counts.reviews_requested})
            row.emplace_back(std::to_string(value));
        table.rows.push_back(std::move(row));
    }
    return table.rows.empty() ? html::inset_text({.text = "Nothing has happened in these days."})
                              : html::stacking_table(table);
}

base::Result<http::Response> performance_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto service = find_service(parts, request.parameter("service"));
    if (!service) return service.error();
    const auto found = last_days(parts, (*service)->id);
    if (!found) return found.error();
    html::Html main = html::page_heading("How this service is doing", (*service)->title);
    main += html::paragraph(fmt::format("The last {} days, counted from the record of what happened.", days_shown));
    main += figures_of(*found);
    if (found->total.submitted > 0) main += chart_of(*found);
    main += table_of(*found);
    main += html::button_group(html::button(
        {.text = "Download all days (CSV)",
         .href = fmt::format("/performance/{}/data.csv", (*service)->id),
         .classes = html::secondary_button}
    ));
    main += html::soft(html::link({.text = (*service)->title, .href = "/services/" + (*service)->id}));
    return page(
        parts, request, caller,
        {.title = "How this service is doing: " + (*service)->title,
         .main = main,
         .back = "/performance",
         .width = html::Width::wide}
    );
}

base::Result<http::Response> performance_csv(const Parts& parts, const http::Request& request, const http::Caller&) {
    const auto service = find_service(parts, request.parameter("service"));
    if (!service) return service.error();
    const auto found = last_days(parts, (*service)->id);
    if (!found) return found.error();
    return http::Response::text(insight::performance_csv(*found), "text/csv; charset=utf-8");
}

base::Result<http::Response> performance_list(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    html::Html main = html::page_heading("How we are doing");
    main += html::lead(
        "For every service: how many apply, how many finish, how long it takes, and whether people are satisfied."
    );
    std::vector<html::ListItem> items;
    for (const auto& service : parts.catalogue.all()) {
        const auto found = last_days(parts, service->id);
        if (!found) return found.error();
        items.push_back(
            {.title = service->title,
             .href = "/performance/" + service->id,
             .text = found->total.submitted == 1
                         ? fmt::format("1 application in the last {} days", days_shown)
                         : fmt::format("{} applications in the last {} days", found->total.submitted, days_shown)}
        );
    }
    main += html::row_list(items);
    return page(parts, request, caller, {.title = "How we are doing", .main = main, .back = "/"});
}

}  // namespace

void add_performance(Routes& routes, const Parts& parts) {
    using enum http::Method;
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](const http::Request& request, const http::Caller& caller) {
            return handler(parts, request, caller);
        };
    };
    routes.emplace_back(get, "/performance", http::Access::anyone, bind(performance_list));
    routes.emplace_back(get, "/performance/{service}", http::Access::anyone, bind(performance_page));
    routes.emplace_back(get, "/performance/{service}/data.csv", http::Access::anyone, bind(performance_csv));
}

}  // namespace guildhall::portal
