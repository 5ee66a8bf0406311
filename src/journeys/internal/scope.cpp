#include "journeys/internal/scope.hpp"

namespace guildhall::journeys::internal {

using catalogue::Question;
using catalogue::QuestionType;

GroupScope::GroupScope(
    const std::vector<Question>& questions, const Answers& answers, const feel::Environment& environment,
    const feel::Scope* outer
)
    : questions_(questions), environment_(environment), outer_(outer) {
    index();
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const Question& question = questions[i];
        const auto kept = answers.find(question.id);
        if (kept == answers.end() || !question.is_asked()) continue;
        values_[i] = question.type == QuestionType::repeat ? repeat_value(question, kept->second, environment, *this)
                                                           : to_feel(question, kept->second);
    }
    ++changes_;
}

GroupScope::GroupScope(
    const std::vector<Question>& questions, const feel::Environment& environment, const feel::Scope* outer
)
    : questions_(questions), environment_(environment), outer_(outer) {
    index();
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (questions[i].is_asked()) values_[i] = feel::Value::unknown({questions[i].id});
    }
}

void GroupScope::index() {
    values_.resize(questions_.size());
    computed_at_.assign(questions_.size(), -1);
    places_.reserve(questions_.size());
    for (std::size_t i = 0; i < questions_.size(); ++i) {
        if (!catalogue::is_display(questions_[i].type)) places_.emplace(questions_[i].id, i);
    }
}

void GroupScope::set(std::string_view id, feel::Value value) {
    const auto place = places_.find(id);
    if (place == places_.end()) return;
    values_[place->second] = std::move(value);
    ++changes_;
}

const feel::Value* GroupScope::value_at(std::size_t place) const {
    const Question& question = questions_[place];
    if (!question.compute || computed_at_[place] == changes_) return &values_[place];
    // A circle is refused when the service is loaded; whatever comes here is null.
    if (depth_ >= max_depth) return &values_[place];
    ++depth_;
    bool applies = true;
    feel::Value value;
    if (question.when) {
        const feel::Value holds = question.when->evaluate(*this, environment_);
        applies = holds.boolean() && *holds.boolean();
        if (holds.unknown()) value = holds;
    }
    if (applies) value = question.compute->evaluate(*this, environment_);
    --depth_;
    values_[place] = std::move(value);
    computed_at_[place] = changes_;
    return &values_[place];
}

const feel::Value* GroupScope::find(std::string_view name) const {
    const auto place = places_.find(name);
    if (place != places_.end()) return value_at(place->second);
    return outer_ ? outer_->find(name) : nullptr;
}

feel::Context GroupScope::context() const {
    feel::Context context;
    for (std::size_t i = 0; i < questions_.size(); ++i) {
        if (!catalogue::is_display(questions_[i].type)) context.entries.emplace_back(questions_[i].id, *value_at(i));
    }
    return context;
}

std::vector<feel::Value> GroupScope::values() const {
    std::vector<feel::Value> out;
    out.reserve(values_.size());
    for (std::size_t i = 0; i < questions_.size(); ++i) out.push_back(*value_at(i));
    return out;
}

void GroupScope::begin_with(const std::vector<feel::Value>& values) {
    if (values.size() != values_.size()) return;
    values_ = values;
    ++changes_;
}

feel::Value repeat_value(
    const Question& repeat, const base::Json& answer, const feel::Environment& environment, const feel::Scope& outer
) {
    feel::List list;
    for (const KeptMember& member : members_of(answer)) {
        const GroupScope scope(repeat.repeat->questions, *member.answers, environment, &outer);
        list.emplace_back(scope.context());
    }
    return feel::Value{std::move(list)};
}

}  // namespace guildhall::journeys::internal
