#pragma once
/// What is written to holders and helpers about a permission.

#include "mandates/mandate.hpp"
#include "mandates/mandates.hpp"
#include "notifications/notifications.hpp"

namespace guildhall::mandates {

/// A name as a mail to a stranger shows it: nothing in it reads as an address, and it is short.
[[nodiscard]] std::string name_in_mail(std::string_view name);

/// To the helper, from the holder.
[[nodiscard]] notifications::Message offer_mail(const Mandate& mandate, const Sender& sender, const std::string& key);
/// To the person, from the helper.
[[nodiscard]] notifications::Message request_mail(const Mandate& mandate, const Sender& sender, const std::string& key);
/// To the one who began it, when the other has agreed.
[[nodiscard]] notifications::Message accepted_mail(const Mandate& mandate, const Sender& sender, bool to_holder);
/// To the helper, when the person said no.
[[nodiscard]] notifications::Message refused_mail(const Mandate& mandate, const Sender& sender);
/// To the other one when it ends before its time.
[[nodiscard]] notifications::Message ended_mail(const Mandate& mandate, const Sender& sender, bool to_holder);

}  // namespace guildhall::mandates
