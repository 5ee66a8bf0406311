#pragma once
/// Finding a postal address by its postcode; it can always be written by hand instead.

#include <optional>

#include "html/html.hpp"
#include "portal/internal/question_parts.hpp"
#include "registers/addresses.hpp"

namespace guildhall::portal {

/// The controls that find an address, to stand above those that write it; empty where there is no source.
[[nodiscard]] html::Html address_finder(const QuestionParts& parts);

/// The source of a question's addresses: its own register, else the server's; null when there is none.
[[nodiscard]] const registers::AddressSource* addresses_for(
    const catalogue::Question& question, const registers::AddressSource* of_server
);

/// The form as it is after one of the finder's buttons was pressed: with addresses to choose from, or with the chosen
/// one filled in. Nothing when none was.
[[nodiscard]] std::optional<http::Fields> pressed_finder(
    const catalogue::Question& question, const http::Fields& form, const registers::AddressSource* of_server
);

/// The form with the address that was chosen from the list, where the button beside it was not pressed and nothing was
/// written: who chooses and goes on has said it. Nothing when none was.
[[nodiscard]] std::optional<http::Fields> chosen_address(
    const catalogue::Question& question, const http::Fields& form, const registers::AddressSource* of_server
);

}  // namespace guildhall::portal
