#pragma once
/// An amount of money as banks count it: whole minor units, never a fraction of one.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall::words {

struct Money {
    std::int64_t minor = 0;  ///< pence, cents, whole yen
    std::string currency;    ///< ISO 4217: `GBP`
    bool operator==(const Money&) const = default;
};

/// Digits behind the point (the minor unit of ISO 4217): 2 for GBP, 0 for JPY, 3 for KWD.
[[nodiscard]] int minor_digits(std::string_view currency);

/// Three capital letters; that such a currency is in use is not looked up.
[[nodiscard]] bool is_currency_code(std::string_view text);

/// `24`, `24.5`, `24.50` as Money. Nothing for anything but digits with an optional sign and point, for more decimals
/// than the currency has, and for amounts beyond ±10^15 minor units.
[[nodiscard]] std::optional<Money> money_from_decimal(std::string_view decimal, std::string_view currency);

/// The opposite, with all digits of the currency: `24.50`, as Locale::money takes it.
[[nodiscard]] std::string decimal_of(const Money& money);

}  // namespace guildhall::words
