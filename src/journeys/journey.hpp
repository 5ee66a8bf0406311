#pragma once
/// The core of a journey: which pages and questions can still matter, given the answers so far. Pure; thread-safe.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "catalogue/service.hpp"
#include "dmn/model.hpp"
#include "dmn/words.hpp"
#include "journeys/answers.hpp"

namespace guildhall::journeys {

/// What the rules say of a set of answers.
struct Verdict {
    bool settled = false;  ///< no unanswered question can change it
    catalogue::OutcomeKind kind = catalogue::OutcomeKind::refused;
    bool automatic = false;             ///< may be issued without a person (never when refused)
    std::string issues;                 ///< document id, when it issues one
    feel::Value value;                  ///< of the decision
    std::set<std::string> depends_on;   ///< question ids on which it may still depend
    std::vector<std::string> problems;  ///< why the rules came to nothing, in words
    [[nodiscard]] bool adverse() const { return settled && kind != catalogue::OutcomeKind::granted; }
};

/// A question that stands on a page now.
struct AskedQuestion {
    const catalogue::Question* question = nullptr;
    bool answered = false;                  ///< with an answer that this version of the service takes
    std::optional<FieldProblem> problem{};  ///< why an answer that was given does not count
    bool perhaps = false;                   ///< whether it applies hangs on questions that are not answered yet
    bool looked_up = false;                 ///< not asked: a register or map layer has the answer, see looked_up.hpp
    bool questioned = false;                ///< they say otherwise
    /// Whether there is something to answer.
    [[nodiscard]] bool is_asked() const { return question->is_asked() && !looked_up; }
};

/// One page as it stands now. Points into the service.
struct PageStanding {
    Address address;
    const catalogue::Page* page = nullptr;
    const catalogue::Section* section = nullptr;  ///< the one at the top, also for pages of members
    std::vector<AskedQuestion> questions;         ///< that apply, texts to read among them
    std::optional<Problem> problem{};             ///< of the page as a whole: its `valid`, too few members
    /// Something on it is still to be answered, or does not count.
    bool open = false;
    /// Whether it applies hangs on questions that are not answered yet.
    bool perhaps = false;
    bool looked_up = false;  ///< all its answers were looked up: nothing on it is asked
};

/// Where a journey stands.
struct Standing {
    std::vector<PageStanding> pages;  ///< that apply or perhaps will, in order; members' pages before their repeat's
    std::optional<std::size_t> next;  ///< the first open page; none: go to check answers
    std::size_t left = 0;             ///< at most so many questions are left
    std::optional<Verdict> verdict;   ///< none when the service has no decision
    /// The answers that count: of questions that are asked, at any depth. What stopped mattering stays out.
    Answers relevant;
    bool questioned = false;  ///< an answer that was looked up is questioned: a person decides
    std::map<std::string, feel::Value, std::less<>> computed;  ///< calculated values of the service's own questions
    [[nodiscard]] bool complete() const { return !next; }
    [[nodiscard]] const PageStanding* next_page() const { return next ? &pages[*next] : nullptr; }
    [[nodiscard]] const PageStanding* find(const Address& address) const;
    /// Whether a question of the service itself (not of a member) is asked.
    [[nodiscard]] bool asks(std::string_view question) const;
};

/// A question applies when it is needed to deliver the service, or is plainly part of it, or its answer can
/// still change the outcome given the answers before it; a question `when: adverse` applies once the outcome
/// is, or may still be, adverse and everything that decides it is answered. A repeat that must have members and has
/// none yet begins with the pages of its first.
[[nodiscard]] Standing stand(const catalogue::Service& service, const Answers& answers, base::Instant now);

/// The same for one set of answers after another, as within one request: conditions and rules are evaluated again only
/// where something that they read has changed. Borrows the service; one thread.
class Standings {
public:
    Standings(const catalogue::Service& service, base::Instant now);
    ~Standings();
    Standings(const Standings&) = delete;
    Standings& operator=(const Standings&) = delete;

    [[nodiscard]] Standing at(const Answers& answers);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The rules that are in force on the day of `now` (UTC).
[[nodiscard]] const catalogue::RulesInForce* rules_on(const catalogue::Service& service, base::Instant now);

/// The decision's inputs from the answers of the questions that `service` binds to inputs, calculated ones included.
[[nodiscard]] dmn::Inputs inputs_of(const catalogue::Service& service, const Answers& answers, base::Instant now);

/// How people know the inputs of the service's rules: units and options as its questions have them.
[[nodiscard]] dmn::Wording wording_of(const catalogue::Service& service);

}  // namespace guildhall::journeys
