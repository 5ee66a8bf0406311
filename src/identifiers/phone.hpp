#pragma once
/// Telephone numbers by their form alone: no table of countries' plans, so a number that no one can have may pass.

#include "identifiers/identifiers.hpp"

namespace guildhall::identifiers {

struct Phone {
    /// As it was typed, in ASCII, with single spaces: `01632 960 001`.
    std::string typed;
    /// E.164 with `+`; empty where neither the number nor the caller says which country it is in.
    std::string international;
};

/// Digits with spaces, brackets, hyphens, dots and slashes, `+` or `00` in front for another country; 5 to 15 digits
/// (ITU-T E.164 section 6.2). `default_calling_code` is digits, such as `44`, or empty. One zero in front of a national
/// number is the trunk prefix and is left out abroad, but in Italy, San Marino and the Vatican; countries with another
/// trunk prefix (Russia 8, Hungary 06) are not known here.
[[nodiscard]] std::variant<Phone, Fault> read_phone(std::string_view typed, std::string_view default_calling_code = "");

}  // namespace guildhall::identifiers
