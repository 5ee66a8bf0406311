#pragma once
/// What is written to holders and helpers about a permission.

#include "mandates/mandate.hpp"
#include "mandates/mandates.hpp"
#include "notifications/notifications.hpp"
#include "words/locale.hpp"

namespace guildhall::mandates {

/// A name as a mail to a stranger shows it: nothing in it reads as an address, and it is short. `otherwise` stands for
/// one that cannot be shown.
[[nodiscard]] std::string name_in_mail(std::string_view name, std::string_view otherwise);

/// A mail in the words of a language.
struct Letters {
    const words::Locale& locale;
    const Sender& sender;

    /// To the helper, from the holder.
    [[nodiscard]] notifications::Message offer(const Mandate& mandate, const std::string& key) const;
    /// To the person, from the helper.
    [[nodiscard]] notifications::Message request(const Mandate& mandate, const std::string& key) const;
    /// To the one who began it, when the other has agreed.
    [[nodiscard]] notifications::Message accepted(const Mandate& mandate, bool to_holder) const;
    /// To the helper, when the person said no.
    [[nodiscard]] notifications::Message refused(const Mandate& mandate) const;
    /// To the other one when it ends before its time.
    [[nodiscard]] notifications::Message ended(const Mandate& mandate, bool to_holder) const;
};

}  // namespace guildhall::mandates
