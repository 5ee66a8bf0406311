#include "casework/notices.hpp"

#include <fmt/format.h>

#include <optional>

#include "casework/case_link.hpp"
#include "casework/dates.hpp"
#include "journeys/part.hpp"

namespace guildhall::casework {
namespace {

using notifications::Message;

constexpr store::Query claim_link{
    "casework.claim_link",
    "INSERT INTO case_links (case_id, sent_at) VALUES ($1, $2) ON CONFLICT (case_id) DO UPDATE SET sent_at = $2 WHERE "
    "case_links.sent_at <= $3"
};

/// What is said in every mail about a case, in the language of its person.
struct Wording {
    const words::Locale& locale;
    const Case& found;

    [[nodiscard]] std::string service() const { return found.service->in_language(locale.tag()).title; }
    [[nodiscard]] std::string reference() const {
        return locale.text("notices.reference_is", {{"reference", found.summary.reference}});
    }
    [[nodiscard]] std::string about(std::string_view key) const { return locale.text(key, {{"service", service()}}); }
    [[nodiscard]] std::string subject(std::string_view key) const {
        return locale.text(key, {{"reference", found.summary.reference}});
    }
    [[nodiscard]] std::string by(std::string_view key, base::Instant due) const {
        return locale.text(key, {{"date", deadline_day(locale, due)}});
    }
};

std::string paragraphs(const std::vector<std::string>& all) {
    std::string body;
    for (const std::string& one : all) body += (body.empty() ? "" : "\n\n") + one;
    return body;
}

std::string submitted_words(const Wording& words) {
    const Case& found = words.found;
    std::vector<std::string> parts{
        words.about("notices.have"), words.reference(),
        found.decision && found.decision->automatic ? words.locale.text("notices.rules_decided")
                                                    : words.by("notices.person_looks", found.summary.due_at)
    };
    if (found.payment) {
        const payments::Payment& payment = found.payment->payment;
        parts.push_back(words.locale.text(
            "paying.mail_paid",
            {{"amount", words.locale.money(words::decimal_of(payment.amount), payment.amount.currency)},
             {"reference", payment.reference}}
        ));
    }
    parts.push_back(words.locale.text("notices.see_and_keep"));
    return paragraphs(parts);
}

std::string corrected_words(const Wording& words) {
    return paragraphs(
        {words.about("notices.have_change"), words.reference(),
         words.by("notices.change_looks", words.found.summary.due_at), words.locale.text("notices.see_change")}
    );
}

std::string review_words(const Wording& words) {
    const Case& found = words.found;
    return paragraphs(
        {words.about("notices.review_asked"), words.reference(),
         words.by("notices.review_looks", found.review ? found.review->due_at : found.summary.due_at),
         words.locale.text("notices.see")}
    );
}

std::string decided_words(const Wording& words) {
    return paragraphs({words.about("notices.decided"), words.reference(), words.locale.text("notices.read_decision")});
}

std::string link_words(const Wording& words, bool has_account) {
    const words::Locale& locale = words.locale;
    return paragraphs(
        {locale.text(
             "notices.link_asked", {{"reference", words.found.summary.reference}, {"service", words.service()}}
         ),
         has_account ? locale.text("notices.link_account") : locale.text("notices.link_opens")}
    );
}

/// What was decided does not stand in the mail: others may read it on the way. The page says it.
std::optional<Message> message_for(const events::Event& event, const Wording& words) {
    const std::string& language = words.locale.tag();
    if (event.type == "application.submitted")
        return Message{words.subject("notices.have_subject"), submitted_words(words), language};
    if (event.type == "application.corrected")
        return Message{words.subject("notices.have_change_subject"), corrected_words(words), language};
    if (event.type == "review.requested")
        return Message{words.subject("notices.review_subject"), review_words(words), language};
    if (event.type == "decision.issued" || event.type == "review.decided")
        return Message{words.subject("notices.decided_subject"), decided_words(words), language};
    return std::nullopt;
}

}  // namespace

std::string contact_email(const Case& found) {
    return journeys::applicants_email(*found.service, found.answers);
}

CaseNotices::CaseNotices(
    store::Store& store, const vault::Vault& vault, Cases& cases, notifications::Notifier& notifier,
    const words::Languages& languages, NoticeSender sender, const base::Clock& clock, base::Log& log
)
    : store_(store),
      vault_(vault),
      cases_(cases),
      notifier_(notifier),
      languages_(languages),
      sender_(std::move(sender)),
      clock_(clock),
      log_(log) {}

base::Result<Told> CaseNotices::whom(base::Result<Case> loaded) const {
    if (!loaded) return loaded.error();
    Told told{*std::move(loaded), {}, {}, {}, false};
    std::string of_account;
    if (sender_.account_email) {
        auto known = sender_.account_email(told.found.subject);
        if (!known) return known.error();
        of_account = *std::move(known);
    }
    told.email = contact_email(told.found);
    if (told.email.empty()) told.email = of_account;
    if (told.email.empty() && told.found.sent_by && sender_.helper_email) {
        auto helper = sender_.helper_email(*told.found.sent_by);
        if (!helper) return helper.error();
        told.email = *std::move(helper);
        told.by_helper = !told.email.empty();
    }
    told.language = told.found.service->language;
    if (sender_.language) {
        auto known = sender_.language(told.found.subject);
        if (!known) return known.error();
        if (!known->empty()) told.language = *std::move(known);
    }
    const auto& summary = told.found.summary;
    // An account signs in; nobody else than its owner should come to it by a link.
    // What a helper sent in is opened with their permission while it holds, and by no link afterwards.
    if (of_account.empty() && !told.found.sent_by)
        told.key = make_case_key(vault_, summary.id, told.found.subject, clock_.now() + link_lifetime);
    return told;
}

base::Result<notifications::PreparedNotice> CaseNotices::prepare(std::string_view case_id, Message message) {
    const auto told = whom(cases_.load_for_notice(case_id));
    if (!told) return told.error();
    return prepare(*told, std::move(message));
}

base::Result<notifications::PreparedNotice> CaseNotices::prepare(const Told& told, Message message) {
    const auto& summary = told.found.summary;
    if (const auto& helper = told.found.sent_by) {
        const words::Locale& locale = languages_.get(told.language);
        const std::string who = told.by_helper
                                    ? locale.text("helping.mail_to_helper", {{"person", helper->person}})
                                    : locale.text("helping.mail_to_person", {{"helper", helper->helper_name}});
        message.body = who + "\n\n" + message.body;
    }
    message.body += fmt::format("\n{}\n\n{}\n", case_link(sender_.origin, summary.reference, told.key), sender_.place);
    return notifier_.prepare({told.found.subject, summary.id, std::move(message), told.email});
}

std::function<void(store::WriteTransaction&)> CaseNotices::handle(const std::vector<events::Event>& batch) {
    std::vector<notifications::PreparedNotice> notices;
    // What is sent in and decided by the rules at once is two events of one case, side by side.
    std::optional<base::Result<Told>> told;
    std::string told_id;
    for (const auto& event : batch) {
        const bool ours = event.type == "application.submitted" || event.type == "application.corrected" ||
                          event.type == "decision.issued" || event.type == "review.requested" ||
                          event.type == "review.decided";
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
        auto message = message_for(event, {languages_.get((*told)->language), (*told)->found});
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
    const Wording words{languages_.get(told->language), told->found};
    const auto prepared = prepare(
        *told, {words.subject("notices.link_subject"), link_words(words, told->key.empty()), words.locale.tag()}
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
