#pragma once
/// A service's words for one person: texts with their answers in them, and what stands in a control before they answer.

#include <string>
#include <string_view>

#include "journeys/journey.hpp"

namespace guildhall::journeys {

/// Borrows the service, the answers and the locale. Thread-safe.
class Sayings {
public:
    /// For pages of the member that `members` names; the whole service when it is empty. `service` is in the language
    /// of the reader where it has its words.
    Sayings(
        const catalogue::Service& service, const Answers& answers, const Members& members, const words::Locale& locale,
        base::Instant now
    );

    /// `When was {name} born?` with the answer in place (MessageFormat; numbers keep their plural forms). A text that
    /// cannot be filled comes out as it stands.
    [[nodiscard]] std::string text(std::string_view pattern) const;
    /// `{name}` in safe markup: the answer in words, escaped.
    [[nodiscard]] std::string html(std::string_view markup) const;
    /// What `default:` says, as an answer; null when it says nothing.
    [[nodiscard]] base::Json preset(const catalogue::Question& question) const;
    /// A calculated value in words.
    [[nodiscard]] std::string computed(const catalogue::Question& question) const;

    [[nodiscard]] const words::Locale& locale() const { return locale_; }

private:
    [[nodiscard]] words::Arguments arguments_for(std::string_view pattern) const;

    const catalogue::Service& service_;
    const Answers& answers_;
    const Members members_;
    const words::Locale& locale_;
    base::Instant now_;
};

/// The questions that stand beside a member's, from the whole service in; null for a repeat that is not there.
[[nodiscard]] const std::vector<catalogue::Question>* questions_at(
    const catalogue::Service& service, const Members& members
);

/// What a member is called: the answers to its first question, or `Child 2`.
[[nodiscard]] std::string member_title(
    const catalogue::Question& repeat, const Answers& member_answers, std::size_t number, const words::Locale& locale
);

/// An answer to read back.
struct SummaryRow {
    const catalogue::Question* question = nullptr;
    std::string label;
    std::string words;                   ///< lines separated by `\n`; empty: left empty
    const base::Json* answer = nullptr;  ///< null for a calculated value
    Address page;                        ///< where it can be changed
    std::string source;                  ///< where a looked-up answer comes from; empty: they gave it
    bool questioned = false;             ///< they say otherwise: `words` is what they say
    std::string found_words;             ///< of a questioned answer: what was found
    std::string why;                     ///< of a questioned answer: their reason
};
/// A heading with the answers below it: a section, or a member of a repeat in it.
struct SummaryGroup {
    std::string title;
    int depth = 0;  ///< 0: a section; 1: a member of a repeat; …
    std::vector<SummaryRow> rows;
};
/// All answers of `answers` that count (see Standing::relevant), in the order of the journey. Lives as long as
/// `service` and `answers`.
[[nodiscard]] std::vector<SummaryGroup> summarise(
    const catalogue::Service& service, const Answers& answers, const words::Locale& locale, base::Instant now
);

}  // namespace guildhall::journeys
