#pragma once
/// One walk through a journey, from its first page to its last.

#include <map>

#include "journeys/internal/remembered.hpp"
#include "journeys/internal/scope.hpp"
#include "journeys/journey.hpp"

namespace guildhall::journeys::internal {

/// Borrows everything; used once, by one thread. See stand().
class Walk {
public:
    /// The values that another walk ended with, by group: what a condition sees of questions that are asked later.
    using Finals = std::map<std::string, std::vector<feel::Value>>;

    /// What one walk needs of those before it, for the same service and instant.
    struct Memory {
        Shapes shapes{};
        Remembered remembered{};
    };

    Walk(
        const catalogue::Service& service, const Answers& answers, base::Instant now, const Finals& before,
        Memory& memory
    );
    void run();

    Standing standing;
    Finals finals;
    /// A condition hung on the answer to a question that is asked after it.
    bool looked_ahead = false;

private:
    enum class Applies { no, perhaps, yes };

    /// A group that is walked: the service, or a member.
    struct Group {
        const std::vector<catalogue::Question>& questions;
        const Answers& answers;
        GroupScope& scope;
        const Members& members;
        std::string key;  ///< of the members
        const catalogue::Section* section;
        Answers& relevant;
    };

    [[nodiscard]] Applies test(const std::optional<feel::Expression>& condition, const Group& group);
    [[nodiscard]] Applies applies(const catalogue::Question& question, const Group& group, Applies around);
    void pages(const std::vector<catalogue::Page>& pages, Group& group, Applies around);
    void questions_page(const catalogue::Page& page, Group& group, Applies around);
    void repeat_page(const catalogue::Page& page, Group& group, Applies around);
    [[nodiscard]] AskedQuestion ask(const catalogue::Question& question, Group& group, Applies applies);
    /// The answer of a register or layer; nothing when there is none and the person is asked.
    [[nodiscard]] std::optional<AskedQuestion> looked_up(
        const catalogue::Question& question, Group& group, Applies applies
    );
    /// Walks the members; the repeat's value, or nothing when one of them is not complete.
    [[nodiscard]] std::optional<feel::List> members(
        const catalogue::Question& question, const base::Json& kept, Group& group, Applies around,
        base::Json::Array& relevant
    );
    void settle(const catalogue::Question& question, Group& group, feel::Value value);
    void skip(const catalogue::Page& page, Group& group);
    void rejudge();
    void finish();

    const catalogue::Service& service_;
    const Answers& answers_;
    base::Instant now_;
    const Finals& before_;
    Memory& memory_;
    feel::Environment environment_;
    GroupScope root_;
    dmn::Inputs inputs_;
    bool calculates_inputs_;
    std::size_t judgements_ = 0;  ///< so far
};

}  // namespace guildhall::journeys::internal
