#include "mandates/internal/mails.hpp"

#include "base/text.hpp"

namespace guildhall::mandates {
namespace {

constexpr std::size_t longest_name_in_mail = 60;  // bytes

/// What the messages about a permission ask for.
words::Arguments arguments_of(const Letters& letters, const Mandate& mandate) {
    const words::Locale& locale = letters.locale;
    const std::string someone = locale.text("helping.mail_someone");
    const base::Instant last = mandate.scope.until - std::chrono::microseconds{1};
    return {
        {"person", name_in_mail(mandate.person.name, someone)},
        {"helper", name_in_mail(mandate.helper_name, someone)},
        {"email", mandate.helper_email},
        {"place", letters.sender.place},
        {"what", locale.text(mandate.scope.may_apply ? "helping.may_apply" : "helping.may_follow")},
        {"date", locale.date(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(last)})}
    };
}

std::string paragraphs(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : "\n\n") + part;
    return text + "\n";
}

notifications::Message message(const Letters& letters, std::string subject, const std::vector<std::string>& parts) {
    return {std::move(subject), paragraphs(parts), letters.locale.tag()};
}

}  // namespace

std::string name_in_mail(std::string_view name, std::string_view otherwise) {
    if (name.empty() || name.find_first_of("/:@<>\r\n") != std::string_view::npos ||
        base::to_lower_ascii(name).find("www.") != std::string::npos)
        return std::string{otherwise};
    if (name.size() <= longest_name_in_mail) return std::string{name};
    std::size_t end = longest_name_in_mail;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
    return std::string{name.substr(0, end)} + "…";
}

notifications::Message Letters::offer(const Mandate& mandate, const std::string& key) const {
    const auto arguments = arguments_of(*this, mandate);
    return message(
        *this, locale.text("helping.offered_title", arguments),
        {locale.text("helping.mail_offer", arguments),
         locale.text("helping.mail_offer_next") + "\n" + sender.origin + "/permissions/answer/" + key,
         locale.text("helping.mail_unknown"), sender.place}
    );
}

notifications::Message Letters::request(const Mandate& mandate, const std::string& key) const {
    const auto arguments = arguments_of(*this, mandate);
    return message(
        *this, locale.text("helping.asked_title", arguments),
        {locale.text("helping.mail_request", arguments),
         locale.text("helping.mail_request_next") + "\n" + sender.origin + "/permissions/answer/" + key,
         locale.text("helping.mail_unknown"), sender.place}
    );
}

notifications::Message Letters::accepted(const Mandate& mandate, bool to_holder) const {
    const auto arguments = arguments_of(*this, mandate);
    if (to_holder) {
        return message(
            *this, locale.text("helping.mail_may_subject", arguments),
            {locale.text("helping.mail_may", arguments) + "\n" + sender.origin + "/permissions/" + mandate.id,
             sender.place}
        );
    }
    return message(
        *this, locale.text("helping.mail_you_may_subject", arguments),
        {locale.text("helping.mail_you_may", arguments) + "\n" + sender.origin + "/helping", sender.place}
    );
}

notifications::Message Letters::refused(const Mandate& mandate) const {
    const auto arguments = arguments_of(*this, mandate);
    return message(
        *this, locale.text("helping.mail_refused_subject", arguments),
        {locale.text("helping.mail_refused", arguments), sender.place}
    );
}

notifications::Message Letters::ended(const Mandate& mandate, bool to_holder) const {
    const auto arguments = arguments_of(*this, mandate);
    if (to_holder) {
        return message(
            *this, locale.text("helping.mail_ended_subject", arguments),
            {locale.text("helping.mail_ended", arguments) + "\n" + sender.origin + "/permissions/" + mandate.id,
             sender.place}
        );
    }
    return message(
        *this, locale.text("helping.mail_you_ended_subject", arguments),
        {locale.text("helping.mail_you_ended", arguments) + "\n" + sender.origin + "/helping", sender.place}
    );
}

}  // namespace guildhall::mandates
