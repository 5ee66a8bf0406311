#include "journeys/journey.hpp"

#include <algorithm>

#include "journeys/internal/walk.hpp"

namespace guildhall::journeys {
namespace {

using catalogue::Question;
using catalogue::Service;

/// Walks until conditions that look ahead see what the walk itself came to.
constexpr int max_walks = 4;

bool same(const internal::Walk::Finals& a, const internal::Walk::Finals& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& one, const auto& other) {
        return one.first == other.first &&
               std::equal(
                   one.second.begin(), one.second.end(), other.second.begin(), other.second.end(), feel::identical
               );
    });
}

}  // namespace

const PageStanding* Standing::find(const Address& address) const {
    const auto at =
        std::find_if(pages.begin(), pages.end(), [&](const PageStanding& page) { return page.address == address; });
    return at == pages.end() ? nullptr : &*at;
}

bool Standing::asks(std::string_view question) const {
    return std::any_of(pages.begin(), pages.end(), [&](const PageStanding& page) {
        return page.address.members.empty() &&
               std::any_of(page.questions.begin(), page.questions.end(), [&](const AskedQuestion& asked) {
                   return asked.question->id == question && asked.is_asked();
               });
    });
}

const catalogue::RulesInForce* rules_on(const Service& service, base::Instant now) {
    return service.rules_on(feel::Date{std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(now)}});
}

dmn::Inputs inputs_of(const Service& service, const Answers& answers, base::Instant now) {
    dmn::Inputs inputs;
    const feel::Environment environment{now, "UTC", nullptr};
    internal::Shapes shapes;
    const internal::GroupScope scope(shapes, service.questions, answers, environment, nullptr);
    for (const Question& question : service.questions) {
        if (question.input.empty() || (!question.compute && !answers.contains(question.id))) continue;
        if (const auto* value = scope.find(question.id)) inputs.insert_or_assign(question.input, *value);
    }
    return inputs;
}

dmn::Wording wording_of(const Service& service) {
    dmn::Wording wording;
    for (const Question& question : service.questions) {
        if (question.input.empty()) continue;
        dmn::InputWords& words = wording[question.input];
        words.unit = question.unit;
        for (const auto& option : question.options) words.options.emplace(option.value, option.label);
    }
    return wording;
}

struct Standings::State {
    State(const Service& of_service, base::Instant at) : service(of_service), now(at) {}
    const Service& service;
    base::Instant now;
    internal::Walk::Memory memory{};
};

Standings::Standings(const Service& service, base::Instant now) : state_(std::make_unique<State>(service, now)) {}
Standings::~Standings() = default;

Standing Standings::at(const Answers& answers) {
    internal::Walk::Finals before;
    for (int walked = 1;; ++walked) {
        internal::Walk walk(state_->service, answers, state_->now, before, state_->memory);
        walk.run();
        const bool first_sight = walked == 1 && !walk.looked_ahead;
        if (first_sight || walked == max_walks || (walked > 1 && same(before, walk.finals)))
            return std::move(walk.standing);
        before = std::move(walk.finals);
    }
}

Standing stand(const Service& service, const Answers& answers, base::Instant now) {
    return Standings(service, now).at(answers);
}

}  // namespace guildhall::journeys
