#include "casework/notices.hpp"

#include <fmt/format.h>

#include <optional>

#include "casework/dates.hpp"

namespace guildhall::casework {
namespace {

using notifications::Message;

std::optional<Message> message_for(const events::Event& event, const Case& found, const std::string& origin) {
    const std::string& title = found.service->title;
    const std::string& reference = found.summary.reference;
    const std::string link = case_link(origin, reference);
    if (event.type == "application.submitted") {
        std::string body = fmt::format(
            "We have your application: {}.\n\nYour reference is {}.\n\nYou hear from us by {} at the latest.\n\n"
            "See where it stands, and keep your receipt:\n{}\n",
            title, reference, deadline_day(found.summary.due_at), link
        );
        return Message{fmt::format("We have your application {}", reference), std::move(body)};
    }
    if (event.type == "review.requested") {
        return Message{
            fmt::format("We will look again at {}", reference),
            fmt::format(
                "You asked us to review our decision: {}.\n\nSomeone else than who decided first looks at it. You hear "
                "from us by {}.\n\n{}\n",
                title, deadline_day(found.review ? found.review->due_at : found.summary.due_at), link
            )
        };
    }
    if (event.type == "decision.issued" || event.type == "review.decided") {
        return Message{
            fmt::format("We have decided about {}", reference),
            fmt::format(
                "We have decided about your application: {}.\n\nRead the decision, the reasons, and what you can "
                "do:\n{}\n",
                title, link
            )
        };
    }
    return std::nullopt;
}

/// Where the person asked to be told: the contact answer, or the first e-mail answer.
std::string email_of(const Case& found) {
    for (const auto* question : found.service->in_order()) {
        const auto answer = found.answers.find(question->id);
        if (answer == found.answers.end()) continue;
        if (question->type == catalogue::QuestionType::contact) return answer->second.string_at("email");
        if (question->type == catalogue::QuestionType::email && answer->second.string())
            return *answer->second.string();
    }
    return {};
}

}  // namespace

std::string case_link(std::string_view origin, std::string_view reference) {
    std::string link = fmt::format("{}/applications/", origin);
    for (const char c : reference) {
        if (std::string_view{"*~$="}.find(c) == std::string_view::npos)
            link += c;
        else
            link += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return link;
}

CaseNotices::CaseNotices(Cases& cases, notifications::Notifier& notifier, std::string origin, base::Log& log)
    : cases_(cases), notifier_(notifier), origin_(std::move(origin)), log_(log) {}

std::function<void(store::WriteTransaction&)> CaseNotices::handle(const std::vector<events::Event>& batch) {
    std::vector<notifications::PreparedNotice> notices;
    // What is sent in and decided by the rules at once is two events of one case, side by side.
    std::optional<base::Result<Case>> loaded;
    std::string loaded_id;
    for (const auto& event : batch) {
        const bool ours = event.type == "application.submitted" || event.type == "decision.issued" ||
                          event.type == "review.requested" || event.type == "review.decided";
        if (!ours) continue;
        if (loaded_id != event.subject) {
            loaded.emplace(cases_.load_for_notice(event.subject));
            loaded_id = event.subject;
        }
        const auto& found = *loaded;
        if (!found) {
            // An erased person is not told; anything else is worth a look.
            log_.write(
                base::LogLevel::warning, "notice.skipped",
                {{"event", event.id.text()}, {"code", std::string{base::error_code_name(found.error().code)}}}
            );
            continue;
        }
        const auto message = message_for(event, *found, origin_);
        if (!message) continue;
        auto prepared = notifier_.prepare({found->subject, found->summary.id, *message, email_of(*found)});
        if (!prepared) throw std::runtime_error("notice: " + prepared.error().detail.text);
        notices.push_back(*std::move(prepared));
    }
    return [this, notices = std::move(notices)](store::WriteTransaction& transaction) {
        for (const auto& notice : notices) notifier_.send(transaction, notice);
    };
}

}  // namespace guildhall::casework
