#include "insight/feedback.hpp"

#include <algorithm>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/message.hpp"
#include "base/text.hpp"
#include "events/events.hpp"

namespace guildhall::insight {
namespace {

constexpr store::Query insert_feedback{
    "feedback.insert",
    "INSERT INTO feedback (id, service, page, rating, record, created_at) VALUES ($1, $2, $3, $4, $5, $6)"
};
constexpr store::Query list_all{
    "feedback.list_all",
    "SELECT id, service, page, rating, record, created_at FROM feedback WHERE id < $1 ORDER BY id DESC LIMIT $2"
};
constexpr store::Query list_of_service{
    "feedback.list",
    "SELECT id, service, page, rating, record, created_at FROM feedback WHERE service = $1 AND id < $2 ORDER BY id "
    "DESC LIMIT $3"
};

constexpr std::string_view retention = "feedback";
constexpr std::string_view after_all_ids = "ffffffff-ffff-ffff-ffff-ffffffffffff";
constexpr std::int64_t longest_text = 2000;  // characters
constexpr std::size_t longest_page = 300;    // bytes
constexpr std::size_t longest_service = 100;
constexpr std::size_t most_in_page = 100;

base::Error invalid(std::string message) {
    return {base::ErrorCode::invalid_input, {std::move(message)}, {"feedback"}};
}

bool is_page(std::string_view page) {
    return !page.empty() && page.size() <= longest_page && page.front() == '/' &&
           page.find_first_of("?#") == std::string_view::npos && base::is_valid_utf8(page) &&
           std::ranges::none_of(page, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

bool is_service(std::string_view service) {
    return service.size() <= longest_service && std::ranges::all_of(service, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

base::Result<Feedback> feedback_of(vault::Vault& vault, const store::Row& row) {
    Feedback feedback{
        row.text(0), row.text(1), row.text(2), static_cast<int>(row.integer(3)), {}, base::from_micros(row.integer(5))
    };
    if (const auto record = row.text_or_null(4)) {
        const auto text = vault.open(*record);
        if (text) {
            feedback.text = base::text_of(*text);
        } else if (text.error().code != base::ErrorCode::not_found) {  // erased words leave the rating
            return text.error();
        }
    }
    return feedback;
}

}  // namespace

FeedbackBox::FeedbackBox(store::Store& store, vault::Vault& vault, const base::Clock& clock, base::Random& random)
    : store_(store), vault_(vault), clock_(clock), random_(random) {}

std::optional<std::string> FeedbackBox::problem_with_text(std::string_view text) {
    if (!base::is_valid_utf8(text)) return base::by_key("telling.bad_characters").text;
    if (static_cast<std::int64_t>(base::code_point_count(text)) > longest_text)
        return base::by_key("telling.too_long", {{"limit", longest_text}}).text;
    return std::nullopt;
}

base::Result<base::Done> FeedbackBox::give(const NewFeedback& feedback) {
    if (feedback.rating < 1 || feedback.rating > 5) return invalid(base::by_key("telling.missing_rating").text);
    if (const auto problem = problem_with_text(feedback.text)) return invalid(*problem);
    if (!is_page(feedback.page) || !is_service(feedback.service))
        return invalid(base::by_key("telling.unknown_page").text);

    const std::string id = base::Uuid::make(clock_, random_).text();
    const base::Instant now = clock_.now();
    std::optional<vault::SealedRecord> words;
    if (const auto text = base::trimmed(feedback.text); !text.empty()) {
        auto sealed = vault_.seal("feedback-" + id, retention, base::view_of(text));
        if (!sealed) return sealed.error();
        words = *std::move(sealed);
    }
    const auto event = events::prepare(
        {base::Uuid::make(clock_, random_), "feedback.given", now, id,
         base::Json::Object{{"service", feedback.service}, {"rating", feedback.rating}, {"page", feedback.page}}}
    );
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        if (words) vault_.put(transaction, *words);
        transaction.execute(
            insert_feedback, {id, feedback.service, feedback.page, std::int64_t{feedback.rating},
                              words ? store::Value(words->id) : store::Value(), base::to_micros(now)}
        );
        events::append(transaction, event);
        return store::commit();
    });
}

base::Result<FeedbackList> FeedbackBox::list(std::string_view service, std::string_view after, std::size_t limit) {
    limit = std::clamp<std::size_t>(limit, 1, most_in_page);
    const std::string before{after.empty() ? after_all_ids : after};
    const auto count = static_cast<std::int64_t>(limit + 1);
    const auto rows = store_.read([&](store::ReadTransaction& transaction) {
        return service.empty() ? transaction.query(list_all, {before, count})
                               : transaction.query(list_of_service, {std::string(service), before, count});
    });
    if (!rows) return rows.error();
    FeedbackList list;
    for (std::size_t i = 0; i < rows->size() && i < limit; ++i) {
        auto feedback = feedback_of(vault_, (*rows)[i]);
        if (!feedback) return feedback.error();
        list.items.push_back(*std::move(feedback));
    }
    if (rows->size() > limit) list.next = (*rows)[limit - 1].text(0);
    return list;
}

}  // namespace guildhall::insight
