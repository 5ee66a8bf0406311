#include "parties/internal/letters.hpp"

#include "base/text.hpp"

namespace guildhall::parties::internal {
namespace {

using notifications::Message;

constexpr std::size_t longest_shown_name = 60;

std::string asker_of(const Letter& letter) {
    return letter.asker.empty() ? letter.locale.text("parties.somebody") : letter.asker;
}

words::Arguments arguments(const Letter& letter) {
    return {{"asker", asker_of(letter)}, {"service", letter.service}, {"person", letter.person}};
}

/// Paragraphs with the signature below; empty ones are left out.
Message message(const Letter& letter, std::string subject, const std::vector<std::string>& paragraphs) {
    std::string body;
    for (const auto& paragraph : paragraphs) {
        if (!paragraph.empty()) body += paragraph + "\n\n";
    }
    return {std::move(subject), body + letter.place + "\n", letter.locale.tag()};
}

}  // namespace

std::string tasks_of(const catalogue::Party& party, const words::Locale& locale) {
    std::vector<std::string> tasks;
    if (!party.answers.empty()) {
        tasks.push_back(locale.text("parties.task_answer", {{"count", static_cast<std::int64_t>(party.answers.size())}})
        );
    }
    if (party.signs) tasks.push_back(locale.text("parties.task_sign"));
    return locale.list(tasks);
}

std::string day(base::Instant at, const words::Locale& locale) {
    return locale.date(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(at)});
}

std::string safe_name(const std::string& name) {
    const bool is_address = name.find_first_of("/@:\\") != std::string::npos || name.find("www.") != std::string::npos;
    return is_address || base::code_point_count(name) > longest_shown_name ? std::string{} : name;
}

Message ask_mail(
    const Letter& letter, const catalogue::Party& party, Occasion occasion, base::Instant done_at, base::Instant until,
    const std::string& link
) {
    const words::Locale& locale = letter.locale;
    words::Arguments about = arguments(letter);
    about.push_back({"tasks", tasks_of(party, locale)});
    std::string subject = locale.text(
        party.answers.empty() ? "parties.mail_sign_subject"
        : party.signs         ? "parties.mail_both_subject"
                              : "parties.mail_answer_subject",
        about
    );
    std::string first;
    switch (occasion) {
        case Occasion::first:
            break;
        case Occasion::again:
            first = locale.text("parties.mail_again");
            break;
        case Occasion::after_change:
            first = locale.text("parties.mail_changed", {{"date", day(done_at, locale)}});
            break;
        case Occasion::reminder:
            first = locale.text("parties.mail_reminder");
            subject = locale.text("parties.mail_reminder_subject", {{"subject", subject}});
            break;
    }
    return message(
        letter, std::move(subject),
        {first, locale.text("parties.mail_lead", about),
         locale.text("parties.mail_link", {{"date", day(until, locale)}}), link, locale.text("parties.mail_not_you")}
    );
}

Message no_longer_counts(const Letter& letter, base::Instant done_at) {
    words::Arguments about = arguments(letter);
    about.push_back({"date", day(done_at, letter.locale)});
    return message(
        letter, letter.locale.text("parties.mail_void_subject", about), {letter.locale.text("parties.mail_void", about)}
    );
}

Message no_longer_asked(const Letter& letter) {
    return message(
        letter, letter.locale.text("parties.mail_taken_back_subject", arguments(letter)),
        {letter.locale.text("parties.mail_taken_back", arguments(letter))}
    );
}

Message is_done(
    const Letter& letter, const catalogue::Party& party, const std::vector<std::string>& missing,
    const std::string& link
) {
    const words::Locale& locale = letter.locale;
    const bool ready = missing.empty();
    return message(
        letter,
        ready ? locale.text("parties.told_ready_subject", arguments(letter))
              : locale.text("parties.told_one_subject", arguments(letter)),
        {locale.text(party.signs ? "parties.told_signed" : "parties.told_answered", {{"person", letter.person}}),
         ready ? locale.text("parties.told_ready", arguments(letter))
               : locale.text("parties.told_missing", {{"names", locale.list(missing)}, {"service", letter.service}}),
         link, locale.text("parties.told_where")}
    );
}

Message has_declined(const Letter& letter, bool not_them, const std::string& said, const std::string& link) {
    const words::Locale& locale = letter.locale;
    return message(
        letter, locale.text("parties.told_declined_subject", arguments(letter)),
        {locale.text(not_them ? "parties.told_not_them" : "parties.told_declined", arguments(letter)),
         said.empty() ? std::string{} : locale.text("parties.told_words", {{"words", said}}),
         locale.text("parties.told_what_now"), link, locale.text("parties.told_where")}
    );
}

}  // namespace guildhall::parties::internal
