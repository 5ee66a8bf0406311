#pragma once
/// One language: its words, and how it writes numbers, dates and lists (ICU, with the data of Unicode's CLDR).

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "words/message.hpp"

namespace guildhall::words {

enum class Direction { left_to_right, right_to_left };

/// Code and name, in the order of the names.
using Names = std::vector<std::pair<std::string, std::string>>;

/// Immutable; thread-safe. Owned by Languages.
class Locale {
public:
    /// By key: `form.continue`.
    using Messages = std::map<std::string, std::string, std::less<>>;

    /// `fallback` gives what `messages` lack; borrowed, null for none. `tag` is a BCP 47 language tag.
    Locale(std::string tag, Messages messages, const Locale* fallback);
    ~Locale();
    Locale(const Locale&) = delete;
    Locale& operator=(const Locale&) = delete;

    [[nodiscard]] const std::string& tag() const { return tag_; }
    /// Its name for itself: `Cymraeg`.
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] Direction direction() const { return direction_; }

    /// The message with its arguments in place, as plain text; from the fallback where this language has none. A key
    /// that none has comes out as it stands.
    [[nodiscard]] std::string text(std::string_view key, const Arguments& arguments = {}) const;
    /// The language that text(key) comes out in.
    [[nodiscard]] const std::string& language_of(std::string_view key) const;
    [[nodiscard]] bool has(std::string_view key) const { return messages_.contains(key); }
    [[nodiscard]] const Messages& messages() const { return messages_; }

    /// A pattern of ICU's MessageFormat with its arguments in place, by the rules of this language. An error says what
    /// is wrong with the pattern. At most 20,000 bytes. A date or number that stands in braces alone, `{day}`, comes
    /// out as date() and number() write it.
    [[nodiscard]] base::Result<std::string> format(std::string_view pattern, const Arguments& arguments) const;

    /// Exact, with groups and the decimal sign of the language: `1,234.5`. What is no number comes out as it stands.
    [[nodiscard]] std::string number(std::string_view decimal) const;
    [[nodiscard]] std::string money(std::string_view decimal, std::string_view currency) const;
    [[nodiscard]] std::string currency_sign(std::string_view currency) const;     ///< `£`
    [[nodiscard]] std::string date(std::chrono::year_month_day day) const;        ///< `5 June 2026`
    [[nodiscard]] std::string month(int year, unsigned month) const;              ///< `June 2026`
    [[nodiscard]] std::string list(const std::vector<std::string>& items) const;  ///< `a, b and c`
    /// With a capital at its beginning: `child 2` is `Child 2`.
    [[nodiscard]] std::string capitalised(std::string_view text) const;
    [[nodiscard]] std::string plural_category(std::int64_t count) const;  ///< `one`, `few`, `other`
    [[nodiscard]] std::vector<std::string> plural_categories() const;     ///< all that the language has
    [[nodiscard]] const Names& countries() const;                         ///< ISO 3166-1 alpha-2
    [[nodiscard]] const Names& currencies() const;                        ///< ISO 4217, those in use

private:
    struct Icu;  ///< what ICU keeps, so that its headers stay in one file
    [[nodiscard]] std::string written(const Argument& argument) const;
    [[nodiscard]] std::optional<std::string> filled_simply(std::string_view pattern, const Arguments& arguments) const;
    std::string tag_;
    std::string name_;
    Direction direction_ = Direction::left_to_right;
    Messages messages_;
    const Locale* fallback_;
    std::unique_ptr<Icu> icu_;
};

/// What is wrong with a pattern, as a sentence; empty when it is whole.
[[nodiscard]] std::string problem_of_pattern(std::string_view pattern);

/// The names of the arguments that a pattern asks for; none when it is not whole.
[[nodiscard]] std::vector<std::string> arguments_of(std::string_view pattern);

}  // namespace guildhall::words
