#pragma once
/// The pages of a journey: questions, the members of a repeat, answers to read back.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "journeys/bank_answers.hpp"
#include "journeys/changes.hpp"
#include "journeys/looked_up.hpp"
#include "journeys/sayings.hpp"
#include "portal/internal/journey_paths.hpp"
#include "portal/internal/question_view.hpp"

namespace guildhall::portal {

/// What stands between the frame's header and footer.
struct PageView {
    std::string title;
    html::Html main;
    bool has_error = false;
};

/// An answer from an earlier application that the person may use again.
struct Offer {
    std::string question;  ///< the id here
    journeys::RememberedAnswer remembered;
    bool used = false;  ///< they pressed the button: it stands in the controls, and nothing is saved yet
};

/// What was sent and not taken, or taken in part; nothing of it when the page is opened.
struct SentPage {
    const http::Fields* sent = nullptr;                                     ///< borrowed
    std::map<std::string, std::vector<journeys::FieldProblem>> problems{};  ///< by question
    std::optional<journeys::Problem> problem{};                             ///< of the page as a whole
    std::map<std::string, Offer> offers{};                                  ///< by question
};

/// A precondition of sending in, with its part of the page.
struct BeforeSending {
    html::Html part{};
    bool holds = true;
};

/// The questions of a page that are shown now: those that apply; while that is not known of any, all that may. Not
/// those whose answers stay as they were sent in.
[[nodiscard]] std::vector<const journeys::AskedQuestion*> shown_questions(
    const JourneyView& view, const journeys::PageStanding& page
);

[[nodiscard]] PageView questions_page(
    const JourneyView& view, const journeys::PageStanding& page, const SentPage& sent
);
/// The members so far, each with its way to change it and to remove it, and whether there are more.
[[nodiscard]] PageView repeat_page(const JourneyView& view, const journeys::PageStanding& page, const SentPage& sent);
/// Whether to remove a member that is there.
[[nodiscard]] PageView remove_page(const JourneyView& view, const journeys::Members& member);
/// The answers so far, in the middle of a journey.
[[nodiscard]] PageView summary_page(const JourneyView& view, const journeys::PageStanding& page);
/// How the page with all answers ends.
struct SendingIn {
    std::string title;
    html::Html statement;  ///< what sending in means, and what it costs
    std::string button;    ///< its words
    bool possible = true;  ///< false: `statement` says why not, and there is no button
};
/// With nothing to pay.
[[nodiscard]] SendingIn plain_sending_in(const JourneyView& view);
/// All answers, what must hold before they are sent in, and sending them in when it does.
[[nodiscard]] PageView check_page(
    const JourneyView& view, const std::vector<BeforeSending>& before, const SendingIn& sending
);
/// What was sent in before, what of it is changed so far, and sending the change. `problem`: why it was not taken.
[[nodiscard]] PageView change_page(const JourneyView& view, const std::string& reason, const std::string& problem);
/// An answer that was looked up, and what they say instead.
[[nodiscard]] PageView claim_page(
    const JourneyView& view, const journeys::PageStanding& page, const journeys::AskedQuestion& asked,
    const SentPage& sent
);

// What these pages share.

/// Names of what a claim sends: the question it is about, the reason's control behind the question's id, and the button
/// that takes it back.
inline constexpr const char* looked_up_field = "looked-up";
inline constexpr const char* why_suffix = "-why";
inline constexpr const char* keep_looked_up = "keep";
/// The page on which an answer that was looked up can be questioned.
[[nodiscard]] std::string claim_path(
    const JourneyView& view, const journeys::Address& page, const std::string& question
);
/// What was looked up for a question of the page; nothing when it is asked.
[[nodiscard]] std::optional<journeys::LookedUp> looked_up_on(
    const JourneyView& view, const journeys::PageStanding& page, const journeys::AskedQuestion& asked
);
/// An answer to read back, with where it comes from when it was looked up, and what was said against it.
[[nodiscard]] html::Html looked_up_words(
    const journeys::SummaryRow& row, const words::Locale& locale, bool about_reader = true
);

/// Name of the control that says whether there are more members.
inline constexpr const char* more_members = "more";
/// Names of the buttons that put what was answered before into the controls of a question: `use-contact`.
inline constexpr std::string_view use_answer_prefix = "use-";
/// Name of the button that gives up a change.
inline constexpr const char* leave_as_it_was = "leave";
/// The offer above its question, or the words that the controls hold it now.
[[nodiscard]] html::Html offer_view(const Offer& offer, const journeys::Sayings& sayings);
/// Answers to read back, each with its way to change it.
enum class Changes { back_to_check, walk_on };
[[nodiscard]] html::Html answers_view(const JourneyView& view, Changes changes);
/// What differs, as a table of three columns.
[[nodiscard]] html::Html changes_view(const std::vector<journeys::AnswerChange>& changes, const words::Locale& locale);

/// The service's name and how many questions are left.
[[nodiscard]] html::Html progress(const JourneyView& view);
/// What the answers so far lead to when that is adverse, and that one can go on; else nothing.
[[nodiscard]] html::Html advice(const JourneyView& view);
/// A form of the journey that posts to `path`.
[[nodiscard]] html::Html journey_form(
    const JourneyView& view, const std::string& path, const html::Html& controls, bool with_files = false
);
[[nodiscard]] html::Html continue_button(const JourneyView& view);
[[nodiscard]] html::Html save_link(const JourneyView& view);
/// What a member is called: its first answers, or its number.
[[nodiscard]] std::string title_of_member(const JourneyView& view, const journeys::Members& member);

}  // namespace guildhall::portal
