#include "casework/notices.hpp"

#include <fmt/format.h>

#include <optional>

#include "casework/case_link.hpp"
#include "casework/dates.hpp"

namespace guildhall::casework {
namespace {

using notifications::Message;

constexpr store::Query claim_link{
    "casework.claim_link",
    "INSERT INTO case_links (case_id, sent_at) VALUES ($1, $2) ON CONFLICT (case_id) DO UPDATE SET sent_at = $2 WHERE "
    "case_links.sent_at <= $3"
};

/// Whoever knows a reference can ask; nobody's mailbox is to be filled by it.
constexpr std::chrono::minutes between_links{10};

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

std::string link_words(const Case& found, bool has_account) {
    std::string body = fmt::format(
        "You, or someone who knows its reference, asked for a link to the application {}, {}.\n\n",
        found.summary.reference, found.service->title
    );
    body += has_account ? "It belongs to an account. Sign in with this e-mail address to see it:"
                        : "This link opens it. Keep it to yourself:";
    return body;
}

/// What was decided does not stand in the mail: others may read it on the way. The page says it.
std::optional<Message> message_for(const events::Event& event, const Case& found) {
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

CaseNotices::CaseNotices(
    store::Store& store, const vault::Vault& vault, Cases& cases, notifications::Notifier& notifier,
    NoticeSender sender, const base::Clock& clock, base::Log& log
)
    : store_(store),
      vault_(vault),
      cases_(cases),
      notifier_(notifier),
      sender_(std::move(sender)),
      clock_(clock),
      log_(log) {}

base::Result<Told> CaseNotices::whom(base::Result<Case> loaded) const {
    if (!loaded) return loaded.error();
    Told told{*std::move(loaded), {}, {}};
    std::string of_account;
    if (sender_.account_email) {
        auto known = sender_.account_email(told.found.subject);
        if (!known) return known.error();
        of_account = *std::move(known);
    }
    told.email = contact_email(told.found);
    if (told.email.empty()) told.email = of_account;
    const auto& summary = told.found.summary;
    // An account signs in; nobody else than its owner should come to it by a link.
    if (of_account.empty())
        told.key = make_case_key(vault_, summary.id, told.found.subject, clock_.now() + link_lifetime);
    return told;
}

base::Result<notifications::PreparedNotice> CaseNotices::prepare(const Told& told, Message message) {
    const auto& summary = told.found.summary;
    message.body += fmt::format("\n{}\n\n{}\n", case_link(sender_.origin, summary.reference, told.key), sender_.place);
    return notifier_.prepare({told.found.subject, summary.id, std::move(message), told.email});
}

std::function<void(store::WriteTransaction&)> CaseNotices::handle(const std::vector<events::Event>& batch) {
    std::vector<notifications::PreparedNotice> notices;
    // What is sent in and decided by the rules at once is two events of one case, side by side.
    std::optional<base::Result<Told>> told;
    std::string told_id;
    for (const auto& event : batch) {
        const bool ours = event.type == "application.submitted" || event.type == "decision.issued" ||
                          event.type == "review.requested" || event.type == "review.decided";
        if (!ours) continue;
        if (told_id != event.subject) {
            told.emplace(whom(cases_.load_for_notice(event.subject)));
            told_id = event.subject;
        }
        if (!*told) {
            const auto& error = told->error();
            // A database that is away is asked again. An erased person is not told; anything else is worth a look.
            if (error.code == base::ErrorCode::unavailable || error.code == base::ErrorCode::busy)
                throw std::runtime_error("notice: " + error.detail.text);
            log_.write(
                base::LogLevel::warning, "notice.skipped",
                {{"event", event.id.text()}, {"code", std::string{base::error_code_name(error.code)}}}
            );
            continue;
        }
        auto message = message_for(event, (*told)->found);
        if (!message) continue;
        auto prepared = prepare(**told, *std::move(message));
        if (!prepared) throw std::runtime_error("notice: " + prepared.error().detail.text);
        notices.push_back(*std::move(prepared));
    }
    return [this, notices = std::move(notices)](store::WriteTransaction& transaction) {
        for (const auto& notice : notices) notifier_.send(transaction, notice);
    };
}

base::Result<base::Done> CaseNotices::send_link(std::string_view reference) {
    const auto id = cases_.id_of(reference);
    if (!id) return id.error().code == base::ErrorCode::not_found ? base::Result<base::Done>{base::Done{}} : id.error();
    const auto told = whom(cases_.load_for_notice(*id));
    if (!told)
        return told.error().code == base::ErrorCode::not_found ? base::Result<base::Done>{base::Done{}} : told.error();
    if (told->email.empty()) return base::Done{};
    const auto prepared = prepare(
        *told,
        {fmt::format("Your link to {}", told->found.summary.reference), link_words(told->found, told->key.empty())}
    );
    if (!prepared) return prepared.error();
    const base::Instant now = clock_.now();
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        const auto claimed =
            transaction.execute(claim_link, {*id, base::to_micros(now), base::to_micros(now - between_links)});
        if (claimed > 0) notifier_.send(transaction, *prepared);
        return store::commit();
    });
}

}  // namespace guildhall::casework
