// The queue: cases that need a person, what is due first on top.

#include <fmt/format.h>

#include "casework/dates.hpp"
#include "desk/internal/frame.hpp"
#include "desk/internal/pages.hpp"
#include "html/desk.hpp"
#include "html/navigation.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "http/url.hpp"

namespace guildhall::desk {
namespace {

constexpr std::size_t cases_on_a_page = 25;

base::Result<http::Response> queue(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const std::string_view after = request.query.get("after");
    const auto found = parts.cases.queue(caller.account, after, cases_on_a_page);
    if (!found) return found.error();
    const base::Instant now = parts.clock.now();
    html::Html main = html::page_heading("Cases that need a person");
    if (found->cases.empty()) {
        main += html::inset_text(
            {.text = after.empty() ? "Nothing waits for a person. New cases come here as soon as they are sent in."
                                   : "There are no more cases."}
        );
    } else {
        main += html::soft("What is due first stands on top. A review never comes to whoever decided first.");
    }
    html::StackingTable table{
        .caption = "Cases that need a person", .hide_caption = true, .columns = {"Case", "Service", "State", "Due"}
    };
    for (const auto& summary : found->cases) {
        table.rows.push_back(
            {html::link({.text = html::reference(summary.reference), .href = "/desk/cases/" + summary.reference}),
             title_of(parts, summary.service) +
                 fmt::format(", sent in on {}", casework::long_date(summary.submitted_at)),
             state_chip(summary),
             due_chip(now, summary.due_at) + html::soft_words(" by " + casework::deadline_day(summary.due_at))}
        );
    }
    if (!table.rows.empty()) main += html::stacking_table(table);
    html::Pagination pages;
    if (!after.empty()) pages.previous = {.href = "/desk", .text = "Due first"};
    if (!found->next.empty())
        pages.next = {.href = "/desk?after=" + http::percent_encode(found->next), .text = "Due later"};
    if (!pages.previous.href.empty() || !pages.next.href.empty()) main += html::pagination(pages);
    return page(parts, caller, "Cases that need a person", main, Room::queue);
}

}  // namespace

void add_queue(Routes& routes, const Parts& parts) {
    routes.emplace_back(
        http::Method::get, "/desk", http::Access::staff,
        [&parts](const http::Request& request, const http::Caller& caller) { return queue(parts, request, caller); }
    );
}

}  // namespace guildhall::desk
