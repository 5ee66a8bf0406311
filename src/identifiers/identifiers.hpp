#pragma once
/// Numbers and codes that people copy from letters and cards: reads what was typed, keeps it in one form, says what is
/// wrong. Pure functions without state: any thread may call them. Whether a number was ever given to anybody is
/// unknown here.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace guildhall::identifiers {

/// What may be wrong: the caller has the words.
enum class Fault {
    empty,        ///< nothing was typed
    characters,   ///< holds characters that never occur in it, such as a letter among digits
    length,       ///< too short or too long
    form,         ///< the right characters in an order that never occurs, or in a range that was never given out
    check_digit,  ///< most probably a typing error
    date,         ///< the day that it names does not exist
    country,      ///< names a country that has none
};

/// The identifier as it is kept (capitals, no separators unless they carry meaning), or what is wrong with it.
using Read = std::variant<std::string, Fault>;

/// A kind of identifier.
struct Scheme {
    std::string_view name;     ///< in service.yaml: `scheme: no-fnr`
    std::string_view country;  ///< ISO 3166-1 in two capitals, `EU`, or empty for the whole world
    /// Takes any bytes. Spaces, hyphens, full-width and Indic or Arabic digits, invisible characters are forgiven.
    Read (*read)(std::string_view typed);
    /// In groups, as it stands on cards and letters; `kept` comes from `read`, and `read` takes it back.
    std::string (*shown)(std::string_view kept);
    /// One that `read` accepts, the same for the same seed. Where a register keeps a range for tests it lies there;
    /// elsewhere it may by chance be somebody's, so it never leaves a test.
    std::string (*example)(std::uint64_t seed);
    std::string_view format_hint;  ///< for people: `11 digits`
    bool digits_only;              ///< no letter ever stands in it, so phones may show their keyboard of digits
};

/// All of them, by name.
[[nodiscard]] std::span<const Scheme> schemes();
/// Null where there is none of that name. Lives as long as the program.
[[nodiscard]] const Scheme* find_scheme(std::string_view name);

}  // namespace guildhall::identifiers
