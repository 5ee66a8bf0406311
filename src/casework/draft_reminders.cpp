#include "casework/draft_reminders.hpp"

#include <fmt/format.h>

#include "casework/dates.hpp"

namespace guildhall::casework {
namespace {

notifications::Message words_for(
    const words::Locale& locale, const catalogue::Service& service, const journeys::EndingDraft& draft,
    const NoticeSender& sender
) {
    const std::string day = deadline_day(locale, draft.keep_until);
    const std::string& title = service.in_language(locale.tag()).title;
    return {
        locale.text("notices.draft_subject", {{"date", day}}),
        fmt::format(
            "{}\n\n{}\n\n{}\n{}/apply/{}\n\n{}\n\n{}\n", locale.text("notices.draft_begun", {{"service", title}}),
            locale.text("notices.draft_kept", {{"date", day}}), locale.text("notices.draft_go_on"), sender.origin,
            draft.id, locale.text("notices.draft_nothing"), sender.place
        ),
        locale.tag()
    };
}

}  // namespace

DraftReminders::DraftReminders(
    store::Store& store, journeys::Drafts& drafts, const catalogue::Catalogue& catalogue,
    notifications::Notifier& notifier, const words::Languages& languages, NoticeSender sender, const base::Clock& clock,
    base::Log& log
)
    : store_(store),
      drafts_(drafts),
      catalogue_(catalogue),
      notifier_(notifier),
      languages_(languages),
      sender_(std::move(sender)),
      clock_(clock),
      log_(log) {}

base::Result<bool> DraftReminders::send(const journeys::EndingDraft& draft) {
    std::string email;
    if (sender_.account_email) {
        auto known = sender_.account_email(draft.subject);
        if (!known) return known.error();
        email = *std::move(known);
    }
    const auto service = catalogue_.get(draft.service);
    std::optional<notifications::PreparedNotice> notice;
    // Of a service that is offered no more there is nothing to go on with.
    if (!email.empty() && service && draft.keep_until > clock_.now()) {
        std::string language = service->language;
        if (sender_.language) {
            auto known = sender_.language(draft.subject);
            if (!known) return known.error();
            if (!known->empty()) language = *std::move(known);
        }
        auto prepared =
            notifier_.prepare({draft.subject, {}, words_for(languages_.get(language), *service, draft, sender_), email}
            );
        if (!prepared) return prepared.error();
        notice = *std::move(prepared);
    }
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<bool> {
        if (!drafts_.mark_told(transaction, draft) || !notice) return store::commit(false);
        notifier_.send(transaction, *notice);
        return store::commit(true);
    });
}

base::Result<std::int64_t> DraftReminders::send_due() {
    const auto due = drafts_.ending(clock_.now());
    if (!due) return due.error();
    std::int64_t count = 0;
    for (const auto& draft : *due) {
        const auto sent = send(draft);
        if (!sent) {
            // One that fails does not keep the others; it is tried again the next time.
            log_.write(
                base::LogLevel::warning, "draft_reminder.failed",
                {{"draft", draft.id}, {"code", std::string{base::error_code_name(sent.error().code)}}}
            );
            continue;
        }
        if (*sent) ++count;
    }
    return count;
}

}  // namespace guildhall::casework
