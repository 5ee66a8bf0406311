#pragma once
/// The values of a type, split at constants: between two neighbouring ones every comparison answers the same, so that
/// one example stands for all values there.

#include <optional>
#include <string>
#include <vector>

#include "feel/value.hpp"

namespace guildhall::feel {

/// Types whose values can be split. Times with and without an offset do not compare, and so are two kinds.
enum class ScalarKind {
    number,
    string,
    boolean,
    date,
    time,
    zoned_time,
    date_time,
    zoned_date_time,
    days_time_duration,
    years_months_duration,
};
/// Nothing for null, lists and so on, and for a time in a named zone, whose offset depends on the day.
[[nodiscard]] std::optional<ScalarKind> scalar_kind(const Value& value);
/// "a number", "a date": for sentences.
[[nodiscard]] std::string scalar_kind_in_words(ScalarKind kind);

/// Values that compare alike with all constants of a partition.
struct ValueClass {
    ScalarKind kind = ScalarKind::number;
    Value example;
    bool single = false;             ///< `example` is the only one
    bool other = false;              ///< all strings but those named
    std::optional<Value> low, high;  ///< of the others: the constants that they lie between
};

/// The classes of one kind, ascending. `points` of other kinds are passed over. With `ordered` false, strings are asked
/// for equality alone: the named ones, and any other. A class that no value of the type belongs to is left out.
[[nodiscard]] std::vector<ValueClass> partition(ScalarKind kind, const std::vector<Value>& points, bool ordered);

/// Unary tests that take the values of these classes, ascending and of one partition: `< 5, (30..31)`.
[[nodiscard]] std::string tests_for(const std::vector<ValueClass>& partition, const std::vector<std::size_t>& chosen);

}  // namespace guildhall::feel
