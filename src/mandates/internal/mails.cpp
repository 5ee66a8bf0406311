#include "mandates/internal/mails.hpp"

#include "base/text.hpp"

namespace guildhall::mandates {
namespace {

constexpr std::size_t longest_name_in_mail = 60;  // bytes

std::string day(base::Instant instant) {
    return base::long_date(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(instant)});
}

notifications::Message english(std::string subject, std::string body) {
    return {std::move(subject), std::move(body), "en"};
}

std::string what_words(const Scope& scope) {
    return scope.may_apply ? "apply for services in their name, and see what becomes of it"
                           : "see what they sent in and what became of it";
}

}  // namespace

std::string name_in_mail(std::string_view name) {
    if (name.empty() || name.find_first_of("/:@<>\r\n") != std::string_view::npos ||
        base::to_lower_ascii(name).find("www.") != std::string::npos)
        return "Someone";
    if (name.size() <= longest_name_in_mail) return std::string{name};
    std::size_t end = longest_name_in_mail;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
    return std::string{name.substr(0, end)} + "…";
}

notifications::Message offer_mail(const Mandate& mandate, const Sender& sender, const std::string& key) {
    const std::string name = name_in_mail(mandate.person.name);
    return english(
        fmt::format("{} asks you to act for them", name),
        fmt::format(
            "{} wants you to act for them at {}: you may {}, until {}.\n\nRead what it means, then accept or decline. "
            "You need an account with this e-mail address. The link works for 14 days:\n{}/permissions/answer/{}\n\n"
            "If you do not know who this is, do nothing.\n\n{}\n",
            name, sender.place, what_words(mandate.scope), day(mandate.scope.until), sender.origin, key, sender.place
        )
    );
}

notifications::Message request_mail(const Mandate& mandate, const Sender& sender, const std::string& key) {
    const std::string name = name_in_mail(mandate.helper_name);
    return english(
        fmt::format("{} asks to act for you", name),
        fmt::format(
            "{} ({}) asks for your permission to act for you at {}: to {}, until {}.\n\nNothing happens unless you "
            "agree. Read what it means, then agree or refuse. To agree you need an account with this e-mail address. "
            "The link works for 14 days:\n{}/permissions/answer/{}\n\nIf you do not know who this is, refuse, or do "
            "nothing.\n\n{}\n",
            name, mandate.helper_email, sender.place, what_words(mandate.scope), day(mandate.scope.until),
            sender.origin, key, sender.place
        )
    );
}

notifications::Message accepted_mail(const Mandate& mandate, const Sender& sender, bool to_holder) {
    const std::string name = name_in_mail(to_holder ? mandate.helper_name : mandate.person.name);
    if (to_holder) {
        return english(
            fmt::format("{} may act for you now", name),
            fmt::format(
                "{} ({}) has accepted your permission. It lasts until {}, and you can end it at any time. What they do "
                "for you stands here:\n{}/permissions/{}\n\n{}\n",
                name, mandate.helper_email, day(mandate.scope.until), sender.origin, mandate.id, sender.place
            )
        );
    }
    return english(
        fmt::format("You may act for {} now", name),
        fmt::format(
            "{} has agreed. The permission lasts until {}.\n\nThe people you help:\n{}/helping\n\n{}\n", name,
            day(mandate.scope.until), sender.origin, sender.place
        )
    );
}

notifications::Message refused_mail(const Mandate& mandate, const Sender& sender) {
    const std::string name = name_in_mail(mandate.person.name);
    return english(
        fmt::format("{} did not agree", name),
        fmt::format(
            "You asked {} for permission to act for them. They did not agree, so you cannot.\n\n{}\n", name,
            sender.place
        )
    );
}

notifications::Message ended_mail(const Mandate& mandate, const Sender& sender, bool to_holder) {
    const std::string name = name_in_mail(to_holder ? mandate.helper_name : mandate.person.name);
    if (to_holder) {
        return english(
            fmt::format("{} no longer acts for you", name),
            fmt::format(
                "The permission by which {} acted for you has ended. What was started stays with you.\n\nWhat they "
                "did:\n{}/permissions/{}\n\n{}\n",
                name, sender.origin, mandate.id, sender.place
            )
        );
    }
    return english(
        fmt::format("You no longer act for {}", name),
        fmt::format(
            "Your permission to act for {} has ended. What you started stays with them.\n\nThe people you "
            "help:\n{}/helping\n\n{}\n",
            name, sender.origin, sender.place
        )
    );
}

}  // namespace guildhall::mandates
