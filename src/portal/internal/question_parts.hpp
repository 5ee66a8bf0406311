#pragma once
/// What the views of all question types share: headings, hints, errors and values, for one question.

#include <string>
#include <string_view>

#include "html/field.hpp"
#include "html/input.hpp"
#include "portal/internal/question_view.hpp"

namespace guildhall::portal {

/// Borrows everything it is given.
class QuestionParts {
public:
    QuestionParts(const catalogue::Question& question_, const QuestionState& state_, const Showing& showing_)
        : question(question_), state(state_), showing(showing_) {}

    /// Of the portal's own words.
    [[nodiscard]] std::string text(std::string_view key, const words::Arguments& arguments = {}) const;
    [[nodiscard]] const words::Locale& locale() const { return showing.sayings.locale(); }

    /// What is asked, with the answers before it filled in; says when it need not be answered.
    [[nodiscard]] std::string ask() const;
    /// `unit` is said to who cannot see it beside the control.
    [[nodiscard]] html::Label label(std::string_view unit = {}) const;
    [[nodiscard]] html::Fieldset fieldset() const;
    /// The question's own hint, then a sentence of the portal's.
    [[nodiscard]] html::Hint hint(std::string_view more = {}) const;

    /// What is wrong with a control; nothing when it is right.
    [[nodiscard]] html::ErrorMessage error(std::string_view control) const;
    /// The first problem of any control of the question.
    [[nodiscard]] html::ErrorMessage any_error() const;
    [[nodiscard]] bool has_problem(std::string_view control) const;

    /// What was sent, else what was saved.
    [[nodiscard]] std::string value(std::string_view control, std::string saved) const;
    [[nodiscard]] std::string saved_text() const;
    [[nodiscard]] std::string saved_part(std::string_view part) const;

    /// The token for HTML's `autocomplete`: the question's own, else `usual` when it is about the reader.
    [[nodiscard]] std::optional<std::string> autocomplete(std::string_view usual) const;
    /// `autocomplete` of one control of several; not there when the question has a token of its own.
    [[nodiscard]] std::optional<std::string> part_autocomplete(std::string_view usual) const;

    const catalogue::Question& question;
    const QuestionState& state;
    const Showing& showing;

private:
    [[nodiscard]] html::ErrorMessage said(const journeys::Problem& problem) const;
};

// One view for each group of types; question_view picks.
[[nodiscard]] html::Html typed_view(const QuestionParts& parts);     ///< one line or several, typed
[[nodiscard]] html::Html choice_view(const QuestionParts& parts);    ///< picked
[[nodiscard]] html::Html date_view(const QuestionParts& parts);      ///< days and months
[[nodiscard]] html::Html address_view(const QuestionParts& parts);   ///< postal addresses
[[nodiscard]] html::Html contact_view(const QuestionParts& parts);   ///< name, e-mail, telephone
[[nodiscard]] html::Html location_view(const QuestionParts& parts);  ///< places
[[nodiscard]] html::Html files_view(const QuestionParts& parts);     ///< what is handed in
[[nodiscard]] html::Html display_view(const QuestionParts& parts);   ///< texts and tables to read, calculated values

/// A select of many; the script makes a field out of it that finds while one types.
[[nodiscard]] html::Html long_select(
    const QuestionParts& parts, const std::string& control, html::Label label, html::Hint hint,
    std::vector<html::SelectItem> items, const std::string& chosen, std::optional<std::string> autocomplete
);

}  // namespace guildhall::portal
