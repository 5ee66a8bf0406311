#pragma once
/// What operators do to values, unknown ones included.

#include <compare>
#include <optional>
#include <set>
#include <string>

#include "feel/internal/node.hpp"
#include "feel/value.hpp"

namespace guildhall::feel {

[[nodiscard]] Value unknown_of(const Value& a, const Value& b);

/// "a number", "a list": for messages.
[[nodiscard]] std::string kind_in_words(const Value& value);

/// `problem` is set when the answer is null because of an error.
[[nodiscard]] Value arithmetic(NodeKind operation, const Value& a, const Value& b, std::string& problem);
[[nodiscard]] Value negation_of(const Value& value, std::string& problem);
/// less, less_equal, greater or greater_equal.
[[nodiscard]] Value compare(NodeKind operation, const Value& a, const Value& b, std::string& problem);
/// The order of two known values of one ordered type.
[[nodiscard]] std::optional<std::strong_ordering> order_of(const Value& a, const Value& b);

/// Three-valued logic over true, false, anything else (counted as null) and unknown. With `decisive` false it
/// is `and`, with true it is `or`.
class Logic {
public:
    explicit Logic(bool decisive) : decisive_(decisive) {}
    /// True when the outcome is settled and the rest need not be looked at.
    bool add(const Value& value);
    [[nodiscard]] Value result() const;

private:
    bool decisive_;
    bool decided_ = false;
    bool null_ = false;
    bool unknown_ = false;
    std::set<std::string> inputs_;
};
[[nodiscard]] Value opposite(const Value& value);

[[nodiscard]] Value in_range(const Value& value, const Range& range, std::string& problem);
/// `value in test` where the test is already a value (DMN 1.5 table 55).
[[nodiscard]] Value is_in(const Value& value, const Value& test, std::string& problem);

}  // namespace guildhall::feel
