#pragma once
/// Answers as FEEL names: those of one group (the service, or a member of a repeat) before those around it.

#include <string_view>
#include <vector>

#include "feel/expression.hpp"
#include "journeys/answers.hpp"
#include "journeys/internal/shape.hpp"

namespace guildhall::journeys::internal {

/// Calculated values are computed when they are read, and again after a value changed. Borrows everything it is given;
/// one thread.
class GroupScope final : public feel::Scope {
public:
    /// Every question has the value of its answer, looked up where it can be; null where there is none. `shapes` are
    /// borrowed for longer.
    GroupScope(
        Shapes& shapes, const std::vector<catalogue::Question>& questions, const Answers& answers,
        const feel::Environment& environment, const feel::Scope* outer
    );
    /// Every question is unknown by its own id, until it is set.
    GroupScope(const Shape& shape, const feel::Environment& environment, const feel::Scope* outer);

    void set(std::string_view id, feel::Value value);
    [[nodiscard]] const feel::Value* find(std::string_view name) const override;
    /// All questions of the group that have a value, in the order written.
    [[nodiscard]] feel::Context context() const;
    /// By the place of the question, calculated values as they are now.
    [[nodiscard]] std::vector<feel::Value> values() const;
    /// Takes over what values() gave.
    void begin_with(const std::vector<feel::Value>& values);

private:
    static constexpr int max_depth = 50;  ///< of values computed from each other

    void look_up_at(std::size_t place, const Answers& answers);
    [[nodiscard]] const feel::Value* value_at(std::size_t place) const;

    const Shape& shape_;
    const std::vector<catalogue::Question>& questions_;
    const feel::Environment& environment_;
    const feel::Scope* outer_;
    mutable std::vector<feel::Value> values_;
    mutable std::vector<std::int64_t> computed_at_;  ///< the change that a calculated value has seen
    std::int64_t changes_ = 0;
    mutable int depth_ = 0;
};

/// The value of a repeat: a list of contexts, calculated values of members included.
[[nodiscard]] feel::Value repeat_value(
    Shapes& shapes, const catalogue::Question& repeat, const base::Json& answer, const feel::Environment& environment,
    const feel::Scope& outer
);

}  // namespace guildhall::journeys::internal
