#pragma once
/// One request to a page of a journey, and the steps that any of its pages takes.

#include <functional>
#include <optional>
#include <string>

#include "journeys/drafts.hpp"
#include "journeys/part.hpp"
#include "parties/parties.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/page_view.hpp"

namespace guildhall::portal {

/// Whose part of the journey it is, and where its pages stand.
struct AskedPart {
    std::string party{};  ///< of the service; empty: who applies
    std::string path{};   ///< `/apply/ID`, when empty
};

/// The draft as it is, in the words of its reader. Borrows what it is made from.
class Visit {
public:
    /// `corrects` is the case that the draft changes, which then sets the day: see casework/corrections.hpp.
    Visit(
        const Parts& parts_, const http::Request& request_, const http::Caller& caller_, journeys::Draft draft_,
        AskedPart asked_ = {}, std::optional<casework::Case> corrects_ = {}
    );
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

    [[nodiscard]] const catalogue::Service& service() const { return words_.service; }
    [[nodiscard]] const words::Locale& locale() const { return words_.locale; }
    [[nodiscard]] JourneyView view() const;
    /// Whether the answers are their own, so that what they answered before may be offered. Visitors have none.
    [[nodiscard]] bool is_own() const {
        return asked.party.empty() && !corrects && !caller.account.empty() && !caller.is_staff &&
               draft.subject == caller.account;
    }
    /// After a change: the same draft, standing elsewhere.
    void move_on(journeys::Draft changed);
    /// Where the whole journey would stand with other answers.
    [[nodiscard]] journeys::Standing standing_with(const journeys::Answers& answers) { return standings_.at(answers); }
    [[nodiscard]] http::Response show(const PageView& page, const std::string& back, int status = 200) const;

    const Parts& parts;
    const http::Request& request;
    const http::Caller& caller;
    const std::optional<casework::Case> corrects;
    const base::Instant now;
    const AskedPart asked;
    bool remembers = false;  ///< what they answer is remembered for them when they send it in
    journeys::Draft draft;
    /// Who else takes part; nothing for services where nobody does, and on pages of those who do.
    std::optional<parties::Overview> others{};

private:
    [[nodiscard]] bool from_check() const;
    [[nodiscard]] journeys::Standing stand();
    ServiceWords words_;
    journeys::Standings standings_;

public:
    journeys::Standing standing;
};

using Step = std::function<base::Result<http::Response>(Visit& visit)>;

/// Loads the draft that the request names, which is the caller's own, and takes the step; to the case once sent in.
[[nodiscard]] base::Result<http::Response> visit_own(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const Step& step
);

/// To the first page that is open, or to all answers.
[[nodiscard]] base::Result<http::Response> go_on(Visit& visit);
/// The page that the request's `address` names.
[[nodiscard]] base::Result<http::Response> show_page(Visit& visit);
/// Takes what was sent for it, and goes on or shows what is wrong.
[[nodiscard]] base::Result<http::Response> answer_page(Visit& visit);

}  // namespace guildhall::portal
