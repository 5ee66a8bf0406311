// What people say about the pages, newest first.

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

base::Result<http::Response> feedback(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const std::string_view after = request.query.get("after");
    const auto found = parts.feedback.list("", after);
    if (!found) return found.error();
    html::Html main = html::page_heading("What people say");
    if (found->items.empty())
        main += html::inset_text(
            {.text = after.empty() ? "Nobody has said anything yet. Every page asks what people think of it."
                                   : "There is nothing older."}
        );
    html::StackingTable table{
        .caption = "Feedback, newest first", .hide_caption = true, .columns = {"When", "Page", "Satisfied", "Words"}
    };
    for (const auto& item : found->items) {
        table.rows.push_back(
            {casework::long_date_and_time(item.at), html::Content{html::code(item.page)},
             fmt::format("{} of 5", item.rating), item.text.empty() ? "No words" : item.text}
        );
    }
    if (!table.rows.empty()) main += html::stacking_table(table);
    html::Pagination pages;
    if (!after.empty()) pages.previous = {.href = "/desk/feedback", .text = "Newest"};
    if (!found->next.empty())
        pages.next = {.href = "/desk/feedback?after=" + http::percent_encode(found->next), .text = "Older"};
    if (!pages.previous.href.empty() || !pages.next.href.empty()) main += html::pagination(pages);
    return page(parts, caller, "What people say", main, Room::feedback);
}

}  // namespace

void add_feedback(Routes& routes, const Parts& parts) {
    routes.emplace_back(
        http::Method::get, "/desk/feedback", http::Access::staff,
        [&parts](const http::Request& request, const http::Caller& caller) { return feedback(parts, request, caller); }
    );
}

}  // namespace guildhall::desk
