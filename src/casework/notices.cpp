#include "casework/notices.hpp"

#include <fmt/format.h>

#include <optional>

#include "casework/dates.hpp"

namespace guildhall::casework {
namespace {

using notifications::Message;

std::string submitted_words(const Case& found) {
    std::string body = fmt::format(
        "We have your application: {}.\n\nYour reference is {}.\n\n", found.service->title, found.summary.reference
    );
    if (found.decision && found.decision->automatic) {
        body += "The rules decided at once. The decision comes in a message of its own.\n\n";
    } else {
        body += fmt::format(
            "A person looks at it. You hear from us by {} at the latest. You need to do nothing until then.\n\n",
            deadline_day(found.summary.due_at)
        );
    }
    return body + "See where it stands, and keep your receipt:";
}

std::string review_words(const Case& found) {
    return fmt::format(
        "You asked us to look again at our decision: {}.\n\nYour reference is {}.\n\nSomeone who was not part of the "
        "first decision looks at everything again. You hear from us by {} at the latest.\n\nSee where it stands:",
        found.service->title, found.summary.reference,
        deadline_day(found.review ? found.review->due_at : found.summary.due_at)
    );
}

std::string decided_words(const Case& found) {
    return fmt::format(
        "We have decided about your application: {}.\n\nYour reference is {}.\n\nRead the decision, the reasons, and "
        "what you can do:",
        found.service->title, found.summary.reference
    );
}

/// What was decided does not stand in the mail: others may read it on the way. The page says it.
std::optional<Message> message_for(const events::Event& event, const Case& found, const NoticeSender& sender) {
    const std::string& reference = found.summary.reference;
    Message message;
    if (event.type == "application.submitted") {
        message = {fmt::format("We have your application {}", reference), submitted_words(found)};
    } else if (event.type == "review.requested") {
        message = {fmt::format("We will look again at {}", reference), review_words(found)};
    } else if (event.type == "decision.issued" || event.type == "review.decided") {
        message = {fmt::format("We have decided about {}", reference), decided_words(found)};
    } else {
        return std::nullopt;
    }
    message.body += fmt::format("\n{}\n\n{}\n", case_link(sender.origin, reference), sender.place);
    return message;
}

}  // namespace

std::string contact_email(const Case& found) {
    for (const auto* question : found.service->in_order()) {
        const auto answer = found.answers.find(question->id);
        if (answer == found.answers.end()) continue;
        if (question->type == catalogue::QuestionType::contact) return answer->second.string_at("email");
        if (question->type == catalogue::QuestionType::email && answer->second.string())
            return *answer->second.string();
    }
    return {};
}

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

CaseNotices::CaseNotices(Cases& cases, notifications::Notifier& notifier, NoticeSender sender, base::Log& log)
    : cases_(cases), notifier_(notifier), sender_(std::move(sender)), log_(log) {}

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
        const auto message = message_for(event, *found, sender_);
        if (!message) continue;
        std::string email = contact_email(*found);
        if (email.empty() && sender_.account_email) {
            auto known = sender_.account_email(found->subject);
            if (!known) throw std::runtime_error("notice: " + known.error().detail.text);
            email = *std::move(known);
        }
        auto prepared = notifier_.prepare({found->subject, found->summary.id, *message, std::move(email)});
        if (!prepared) throw std::runtime_error("notice: " + prepared.error().detail.text);
        notices.push_back(*std::move(prepared));
    }
    return [this, notices = std::move(notices)](store::WriteTransaction& transaction) {
        for (const auto& notice : notices) notifier_.send(transaction, notice);
    };
}

}  // namespace guildhall::casework
