#pragma once
/// Values with distances between them: numbers, dates and durations.

#include <optional>
#include <vector>

#include "feel/value.hpp"

namespace guildhall::dmn {

/// One kind of value as points of a line. Of numbers the step is one unit of the last decimal place in use; of dates a
/// day; of durations a month, a day or a second.
class Scale {
public:
    /// Nothing for values without distances.
    [[nodiscard]] static std::optional<Scale> of(const feel::Value& value);

    /// One value on each point, and one on each side of it that is nearer to it than any other point; the nearest to
    /// `from` first, ascending without. `far_and_wide` adds values around `from` and at multiples of it.
    [[nodiscard]] std::vector<feel::Value> values_to_try(
        const std::vector<feel::Value>& points, const feel::Value* from, bool far_and_wide
    );
    /// Half way, rounded to a step; nothing when the two are a step apart. After `values_to_try`.
    [[nodiscard]] std::optional<feel::Value> between(const feel::Value& near, const feel::Value& far) const;

private:
    explicit Scale(std::size_t kind) : kind_(kind) {}
    [[nodiscard]] std::optional<feel::Number> position(const feel::Value& value) const;
    [[nodiscard]] std::optional<feel::Value> value_at(const feel::Number& position) const;
    void find_step(const std::vector<feel::Number>& positions);

    std::size_t kind_;  ///< the alternative of feel::Value::Data
    feel::Number step_{1};
};

}  // namespace guildhall::dmn
