#include "desk/internal/history.hpp"

#include <fmt/format.h>

#include "casework/dates.hpp"
#include "desk/internal/frame.hpp"
#include "html/desk.hpp"

namespace guildhall::desk {
namespace {

std::string outcome_of(const events::Event& event) {
    const auto kind = casework::outcome_from_code(event.data.string_at("outcome"));
    return kind ? outcome_words(*kind) : event.data.string_at("outcome");
}

std::string event_words(const events::Event& event) {
    if (event.type == "application.submitted")
        return event.data.string_at("helper").empty() ? "Sent in by the resident" : "Sent in by a helper";
    if (event.type == "application.corrected") return "Changed by the resident";
    if (event.type == "record.viewed") return "Opened";
    if (event.type == "decision.issued")
        return event.data.string_at("decided_by").empty() ? "Decided by the rules: " + outcome_of(event)
                                                          : "Decided: " + outcome_of(event);
    if (event.type == "review.requested") {
        return event.data.string_at("helper").empty() ? "The resident asked for a review"
                                                      : "A helper asked for a review for the resident";
    }
    if (event.type == "review.decided") return "Decided on review: " + outcome_of(event);
    if (event.type == "payment.received") return "Paid by the resident";
    if (event.type == "payment.refund_asked") return "Paying back was asked for";
    if (event.type == "payment.refunded") return "Paid back";
    if (event.type == "payment.refund_failed") return "The provider did not pay back";
    if (event.type == "notice.sent")
        return event.data.string_at("channel") == "email" ? "The resident was told by e-mail"
                                                          : "The resident was told in their inbox";
    return event.type;
}

/// One line of the history: the same thing by the same person in a row is one line that counts.
struct Line {
    std::string text;
    std::string who;
    base::Instant at;
    int times = 1;
};

}  // namespace

base::Result<html::Html> history_of(const Parts& parts, const casework::Case& found) {
    const auto events = parts.store.read([&](store::ReadTransaction& transaction) {
        return events::history_of(transaction, found.summary.id, 100);
    });
    if (!events) return events.error();
    const auto staff = parts.accounts.staff();
    std::vector<Line> lines;
    for (auto event = events->rbegin(); event != events->rend(); ++event) {
        std::string who;
        std::string actor = event->data.string_at("actor");
        if (actor.empty()) actor = event->data.string_at("decided_by");
        if (staff) {
            for (const auto& member : *staff) {
                if (member.account.id == actor) who = member.name;
            }
        }
        std::string text = event_words(*event);
        if (!lines.empty() && lines.back().text == text && lines.back().who == who) {
            ++lines.back().times;
            continue;
        }
        lines.push_back({std::move(text), std::move(who), event->at});
    }
    std::vector<html::HistoryItem> items;
    for (const auto& line : lines) {
        items.push_back(
            {.when = casework::long_date_and_time(line.at),
             .text = line.times == 1 ? line.text : fmt::format("{}, {} times", line.text, line.times),
             .who = line.who}
        );
    }
    return html::history(items);
}

}  // namespace guildhall::desk
