#pragma once
/// A question as form controls, or as text to read: one component for each question type.

#include <string>
#include <string_view>
#include <vector>

#include "catalogue/question.hpp"
#include "html/html.hpp"
#include "http/message.hpp"
#include "journeys/sayings.hpp"
#include "registers/addresses.hpp"

namespace guildhall::portal {

/// What stands in the controls: what was just sent (when it was not taken), else the saved answer.
struct QuestionState {
    const http::Fields* sent = nullptr;  ///< borrowed; null when the page is opened
    const base::Json* answer = nullptr;  ///< borrowed; null when there is none
    std::vector<journeys::FieldProblem> problems{};
};

enum class Heading {
    page,   ///< the label or legend is the page's h1
    part,   ///< one question of several
    above,  ///< the h1 above says the same: the label or legend is there for who cannot see that
};

/// Where on the site a question stands, for maps and address lists.
struct SiteOfQuestion {
    std::string pictures;                                 ///< `/services/ID/map/HASH`
    std::string path_before;                              ///< before the question's id: empty, or `children/`
    std::string page;                                     ///< the path of its page
    const registers::AddressSource* addresses = nullptr;  ///< the server's own; borrowed; null when it has none
};

/// Where and to whom a question is shown.
struct Showing {
    const journeys::Sayings& sayings;  ///< borrowed
    Heading heading = Heading::page;
    /// It asks about who is at the keyboard, so the browser may fill in what it knows of them. Not so inside a repeat.
    bool about_reader = true;
    const SiteOfQuestion* site = nullptr;  ///< borrowed; null: no map is drawn and no address found
};

/// The ids of controls are those that FieldProblem names.
[[nodiscard]] html::Html question_view(
    const catalogue::Question& question, const QuestionState& state, const Showing& showing
);

/// What is wrong, with the answers that its words name filled in.
[[nodiscard]] std::string problem_text(const journeys::Problem& problem, const journeys::Sayings& sayings);

/// The fields of a form as the journey reads them.
[[nodiscard]] journeys::SentFields sent_fields(const http::Fields& form);

/// The media types that a file question takes, as the browser's picker wants them.
[[nodiscard]] std::string media_types(const catalogue::Question& question);

/// Names of the buttons of a file question: one takes away a document, one keeps what was chosen and stays.
inline constexpr std::string_view remove_file_prefix = "remove-";
inline constexpr std::string_view add_files_prefix = "add-";

}  // namespace guildhall::portal
