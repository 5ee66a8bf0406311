#include "journeys/examples.hpp"

#include <set>

#include <fmt/format.h>

#include "journeys/fee.hpp"
#include "journeys/journey.hpp"
#include "journeys/looked_up.hpp"
#include "journeys/sample.hpp"

namespace guildhall::journeys {
namespace {

using catalogue::Example;
using catalogue::Question;
using catalogue::Service;

/// More pages than any journey has: an example that gets there goes in circles.
constexpr int max_steps = 20'000;

/// Plays one example as a resident would: answers what is asked, from the example where it says so.
class Play {
public:
    Play(const Service& service, const Example& example, base::Instant now)
        : service_(service), example_(example), now_(now) {}

    base::Complaints run() {
        while (!stuck_ && steps_++ < max_steps) {
            const Standing standing = stand(service_, answers_, now_);
            const PageStanding* page = standing.next_page();
            if (!page) break;
            take(*page);
        }
        if (steps_ >= max_steps) complain("the journey does not come to an end");
        for (const auto& id : example_.asks) {
            if (!asked_.contains(id)) complain(fmt::format("`{}` was not asked, and should be", id));
        }
        for (const auto& id : example_.never_asks) {
            if (asked_.contains(id)) complain(fmt::format("`{}` was asked, and should not be", id));
        }
        if (!stuck_) {
            const Standing end = stand(service_, answers_, now_);
            compare_looked_up(end);
            compare(end);
        }
        return std::move(complaints_);
    }

private:
    void complain(std::string message) {
        complaints_.push_back(
            {example_.place, base::Severity::error, fmt::format("example “{}”: {}", example_.title, message)}
        );
    }

    void stop(std::string why) {
        stuck_ = true;
        complain(std::move(why));
    }

    void take(const PageStanding& page) {
        if (page.problem) {
            stop(
                fmt::format("the page `{}` does not take the answers: {}", page.address.text(), page.problem->own_words)
            );
            return;
        }
        // A repeat that the example gives is given whole.
        const std::string& outermost =
            page.address.members.empty() ? page.questions.front().question->id : page.address.members.front().repeat;
        if (const Question* repeat = service_.find(outermost); repeat && repeat->repeat) {
            asked_.insert(outermost);
            const auto given = example_.given.find(outermost);
            if (given != example_.given.end() && given_.insert(outermost).second) {
                answers_[outermost] = from_feel(*repeat, given->second);
                return;
            }
        }
        for (const AskedQuestion& asked : page.questions) {
            if (asked.answered || stuck_) continue;
            if (asked.question->repeat) {
                extend(page, *asked.question);
            } else {
                answer(page, asked);
            }
        }
    }

    /// Nobody more than there must be.
    void extend(const PageStanding& page, const Question& repeat) {
        const Members& members = page.address.members;
        const Answers* group = answers_at(answers_, members);
        const auto kept = group ? group->find(repeat.id) : Answers::const_iterator{};
        const bool any = group && kept != group->end();
        const auto count = any ? static_cast<int>(members_of(kept->second).size()) : 0;
        if (count >= repeat.repeat->least) {
            set_complete(answers_, members, repeat.id, true);
            return;
        }
        Members added = members;
        added.push_back({repeat.id, next_member_id(answers_, members, repeat.id)});
        const Question& first = repeat.repeat->questions.front();
        if (auto sample = sample_answer(service_, first, answers_, added, now_, 1)) {
            put(answers_, added, first.id, *std::move(sample));
        } else {
            stop(fmt::format("no answer to `{}` could be made up", first.id));
        }
    }

    void answer(const PageStanding& page, const AskedQuestion& asked) {
        const Question& question = *asked.question;
        const bool own = page.address.members.empty();
        if (own) asked_.insert(question.id);
        const auto given = own ? example_.given.find(question.id) : example_.given.end();
        if (given != example_.given.end()) {
            if (asked.problem || !given_.insert(question.id).second) {
                stop(fmt::format("the form does not take the answer to `{}`", question.id));
                return;
            }
            answers_[question.id] = from_feel(question, given->second);
            return;
        }
        if (own && !question.input.empty()) {
            stuck_ = true;
            // An example that only says what is asked may stop here.
            if (example_.outcome || example_.automatic)
                complain(fmt::format("the question `{}` is asked, but the example gives no answer to it", question.id));
            return;
        }
        // A place in words: what lies where on a map is the example's to say.
        const base::Json somewhere{base::Json::Object{{"text", "At the corner of Linden Street"}}};
        auto sample = question.type == catalogue::QuestionType::location
                          ? std::optional{somewhere}
                          : sample_answer(service_, question, answers_, page.address.members, now_, 1);
        if (!sample) {
            stop(fmt::format("no answer to `{}` could be made up; give one", question.id));
            return;
        }
        put(answers_, page.address.members, question.id, *std::move(sample));
    }

    /// An answer that the example gives and nobody asks for says what the look-up should find.
    void compare_looked_up(const Standing& end) {
        for (const auto& [id, value] : example_.given) {
            const Question* question = service_.find(id);
            const auto kept = end.relevant.find(id);
            if (!question || kept == end.relevant.end()) continue;
            const auto looked_up = LookedUp::read(*question, kept->second);
            if (!looked_up || from_feel(*question, value) == looked_up->found) continue;
            complain(fmt::format(
                "`{}` is looked up in {}, which says {}; the example says {}", id, looked_up->file,
                looked_up->found.text(), value.text()
            ));
        }
    }

    void compare(const Standing& end) {
        if (example_.outcome) {
            if (!end.verdict || !end.verdict->settled) {
                complain("the rules come to no outcome");
            } else if (end.verdict->kind != *example_.outcome) {
                complain(fmt::format(
                    "the outcome is {}, expected {}", catalogue::outcome_kind_name(end.verdict->kind),
                    catalogue::outcome_kind_name(*example_.outcome)
                ));
            }
        }
        compare_fee(end);
        if (example_.automatic && end.verdict && end.verdict->automatic != *example_.automatic) {
            complain(
                end.verdict->automatic ? "it is decided automatically, and should go to a person"
                                       : "it goes to a person, and should be decided automatically"
            );
        }
    }

    void compare_fee(const Standing& end) {
        if (!service_.fee || !end.complete()) return;
        const auto due = fee_of(service_, end.relevant, now_);
        if (!due) {
            complain("the fee cannot be paid: " + due.error().detail.text);
            return;
        }
        if (!example_.fee) return;
        const auto expected = words::money_from_decimal(example_.fee->text(), service_.fee->currency);
        const auto found = due->value_or(words::Money{0, service_.fee->currency});
        if (!expected || found != *expected) {
            complain(fmt::format("the fee is {}, expected {}", words::decimal_of(found), example_.fee->text()));
        }
    }

    const Service& service_;
    const Example& example_;
    base::Instant now_;
    Answers answers_;
    std::set<std::string> asked_;
    std::set<std::string> given_;
    bool stuck_ = false;
    int steps_ = 0;
    base::Complaints complaints_;
};

}  // namespace

base::Complaints run_examples(const Service& service, base::Instant now) {
    base::Complaints complaints;
    for (const Example& example : service.examples) {
        auto found = Play(service, example, now).run();
        complaints.insert(complaints.end(), found.begin(), found.end());
    }
    return complaints;
}

}  // namespace guildhall::journeys
