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
#include "portal/internal/language.hpp"
#include "portal/internal/pages.hpp"

namespace guildhall::portal {
namespace {

constexpr int days_shown = 30;

std::string percent(const words::Locale& locale, const std::optional<double>& share) {
    if (!share) return "–";
    return locale.text("performance.percent", {{"share", std::int64_t{std::lround(*share * 100)}}});
}

std::string duration_words(const words::Locale& locale, const std::optional<std::chrono::seconds>& duration) {
    if (!duration) return "–";
    const std::int64_t seconds = duration->count();
    if (seconds < 60) return locale.text("performance.under_a_minute");
    if (seconds < 2 * 3600) return locale.text("performance.minutes", {{"count", seconds / 60}});
    if (seconds < 2 * 86400) return locale.text("performance.hours", {{"count", seconds / 3600}});
    return locale.text("performance.days", {{"count", seconds / 86400}});
}

base::Result<insight::Performance> last_days(const Parts& parts, const std::string& service) {
    const auto today = std::chrono::floor<std::chrono::days>(parts.clock.now());
    return insight::performance(parts.store, service, today - std::chrono::days{days_shown - 1}, today);
}

html::Html figures_of(const words::Locale& locale, const insight::Performance& found) {
    std::int64_t ratings = 0;
    for (const auto count : found.total.ratings) ratings += count;
    return html::figures({
        {.value = locale.number(std::to_string(found.total.submitted)), .label = locale.text("performance.sent_in")},
        {.value = percent(locale, found.completion), .label = locale.text("performance.completion")},
        {.value = duration_words(locale, found.median_time_to_decision),
         .label = locale.text("performance.time_to_decision")},
        {.value = percent(locale, found.automatic_share), .label = locale.text("performance.automatic")},
        {.value = percent(locale, found.satisfaction),
         .label = locale.text("performance.satisfied", {{"count", ratings}})},
    });
}

html::Html chart_of(const words::Locale& locale, const insight::Performance& found) {
    html::BarChart chart{
        .title = locale.text("performance.chart_title"),
        .first = casework::long_date(locale, found.from),
        .last = casework::long_date(locale, found.to)
    };
    const insight::DayCounts* most = nullptr;
    for (const auto& day : found.days) {
        chart.bars.push_back(day.counts.submitted);
        if (!most || day.counts.submitted > most->counts.submitted) most = &day;
    }
    chart.words = locale.text(
        "performance.chart_words",
        {{"days", static_cast<std::int64_t>(found.days.size())},
         {"from", casework::long_date(locale, found.from)},
         {"to", casework::long_date(locale, found.to)},
         {"count", found.total.submitted},
         {"most", most ? most->counts.submitted : std::int64_t{0}},
         {"day", most ? casework::long_date(locale, most->day) : locale.text("performance.no_day")}}
    );
    return html::bar_chart(chart);
}

html::Html table_of(const words::Locale& locale, const insight::Performance& found) {
    html::StackingTable table{
        .caption = locale.text("performance.day_by_day"),
        .columns =
            {locale.text("performance.column_day"), locale.text("performance.column_started"),
             locale.text("performance.column_sent_in"), locale.text("performance.column_decided"),
             locale.text("performance.column_at_once"), locale.text("performance.column_granted"),
             locale.text("performance.column_refused"), locale.text("performance.column_reviews")},
        .tight = true
    };
    for (auto day = found.days.rbegin(); day != found.days.rend(); ++day) {
        const auto& counts = day->counts;
        if (counts.started + counts.submitted + counts.decided + counts.reviews_requested == 0) continue;
        std::vector<html::Content> row{casework::long_date(locale, day->day)};
        for (const auto value :
             {counts.started, counts.submitted, counts.decided, counts.automatic, counts.granted, counts.refused,
              counts.reviews_requested})
            row.emplace_back(locale.number(std::to_string(value)));
        table.rows.push_back(std::move(row));
    }
    return table.rows.empty() ? html::inset_text({.text = locale.text("performance.nothing")})
                              : html::stacking_table(table);
}

base::Result<http::Response> performance_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto service = find_service(parts, request.parameter("service"));
    if (!service) return service.error();
    const auto found = last_days(parts, (*service)->id);
    if (!found) return found.error();
    const words::Locale& locale = words_of(parts, request);
    const html::Html title = service_title(parts, request, **service);
    html::Html main = html::page_heading(locale.text("performance.title"), title);
    main += html::paragraph(locale.text("performance.last_days", {{"days", days_shown}}));
    main += figures_of(locale, *found);
    if (found->total.submitted > 0) main += chart_of(locale, *found);
    main += table_of(locale, *found);
    main += html::button_group(html::button(
        {.text = locale.text("performance.download"),
         .href = fmt::format("/performance/{}/data.csv", (*service)->id),
         .classes = html::secondary_button}
    ));
    main += html::soft(html::link({.text = title, .href = "/services/" + (*service)->id}));
    return page(
        parts, request, caller,
        {.title =
             locale.text("performance.title_of", {{"service", service_words(parts, request, **service).service.title}}),
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
    const words::Locale& locale = words_of(parts, request);
    const std::string title = locale.text("performance.list_title");
    html::Html main = html::page_heading(title);
    main += html::lead(locale.text("performance.list_lead"));
    std::vector<html::ListItem> items;
    for (const auto& service : parts.catalogue.all()) {
        const auto found = last_days(parts, service->id);
        if (!found) return found.error();
        items.push_back(
            {.title = service_title(parts, request, *service),
             .href = "/performance/" + service->id,
             .text = locale.text("performance.count_in_days", {{"count", found->total.submitted}, {"days", days_shown}})
            }
        );
    }
    main += html::row_list(items);
    return page(parts, request, caller, {.title = title, .main = main, .back = "/"});
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
