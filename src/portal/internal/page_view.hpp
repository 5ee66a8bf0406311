#pragma once
/// The pages of a journey: questions, the members of a repeat, answers to read back.

#include <map>
#include <optional>
#include <string>
#include <vector>

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

/// What was sent and not taken, or taken in part; nothing of it when the page is opened.
struct SentPage {
    const http::Fields* sent = nullptr;                                     ///< borrowed
    std::map<std::string, std::vector<journeys::FieldProblem>> problems{};  ///< by question
    std::optional<journeys::Problem> problem{};                             ///< of the page as a whole
};

/// A precondition of sending in, with its part of the page.
struct BeforeSending {
    html::Html part{};
    bool holds = true;
};

/// The questions of a page that are shown now: those that apply; while that is not known of any, all that may.
[[nodiscard]] std::vector<const journeys::AskedQuestion*> shown_questions(const journeys::PageStanding& page);

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

// What these pages share.

/// Name of the control that says whether there are more members.
inline constexpr const char* more_members = "more";

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
