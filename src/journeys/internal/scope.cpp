#include "journeys/internal/scope.hpp"

#include "journeys/looked_up.hpp"

namespace guildhall::journeys::internal {

using catalogue::Question;
using catalogue::QuestionType;

GroupScope::GroupScope(
    Shapes& shapes, const std::vector<Question>& questions, const Answers& answers,
    const feel::Environment& environment, const feel::Scope* outer
)
    : shape_(shapes.of(questions)),
      questions_(questions),
      environment_(environment),
      outer_(outer),
      values_(questions.size()),
      computed_at_(questions.size(), -1) {
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const Question& question = questions[i];
        if (!question.is_asked()) continue;
        const auto kept = answers.find(question.id);
        if (kept == answers.end()) continue;
        values_[i] = question.type == QuestionType::repeat
                         ? repeat_value(shapes, question, kept->second, environment, *this)
                         : to_feel(question, kept->second);
    }
    ++changes_;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (questions[i].lookup) look_up_at(i, answers);
    }
}

/// What a register or layer answers is an answer, unless they say otherwise against just that.
void GroupScope::look_up_at(std::size_t place, const Answers& answers) {
    const Question& question = questions_[place];
    if (question.when) {
        const feel::Value holds = question.when->evaluate(*this, environment_);
        if (!holds.boolean() || !*holds.boolean()) return;
    }
    const auto found = look_up(question, *this);
    if (!found) return;
    const auto kept = answers.find(question.id);
    const auto before = kept == answers.end() ? std::nullopt : LookedUp::read(question, kept->second);
    if (before && before->claimed && before->found == found->found) return;
    values_[place] = to_feel(question, found->found);
    ++changes_;
}

GroupScope::GroupScope(const Shape& shape, const feel::Environment& environment, const feel::Scope* outer)
    : shape_(shape),
      questions_(*shape.questions),
      environment_(environment),
      outer_(outer),
      computed_at_(questions_.size(), -1) {
    values_.reserve(questions_.size());
    for (const Question& question : questions_) values_.push_back(question.unanswered);
}

void GroupScope::set(std::string_view id, feel::Value value) {
    const auto place = shape_.places.find(id);
    if (place == shape_.places.end()) return;
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
    const auto place = shape_.places.find(name);
    if (place != shape_.places.end()) return value_at(place->second);
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
    Shapes& shapes, const Question& repeat, const base::Json& answer, const feel::Environment& environment,
    const feel::Scope& outer
) {
    feel::List list;
    for (const KeptMember& member : members_of(answer)) {
        const GroupScope scope(shapes, repeat.repeat->questions, *member.answers, environment, &outer);
        list.emplace_back(scope.context());
    }
    return feel::Value{std::move(list)};
}

}  // namespace guildhall::journeys::internal
