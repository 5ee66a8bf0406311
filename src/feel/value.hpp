#pragma once
/// FEEL values (DMN 1.5 section 10.3.2), with "unknown" as a value of its own.
///
/// Unknown is not null: null is an answer, unknown is an answer not yet given. An unknown carries the
/// inputs that it may depend on. What is computed from it is either a plain value, when every completion
/// gives that value, or unknown again with the union of those inputs: perhaps too many, never too few.

#include <chrono>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "feel/number.hpp"

namespace guildhall::feel {

class Value;
using List = std::vector<Value>;
struct Context;   ///< named entries in the order written
struct Range;     ///< `[1..60)`, `> 30`
struct Function;  ///< built in, user-defined, or a business knowledge model

/// A day of the proleptic Gregorian calendar, years -999,999,999 to 999,999,999 (DMN 1.5 section 10.3.2.3.5).
struct Date {
    std::int32_t year = 1970;
    std::uint8_t month = 1;
    std::uint8_t day = 1;

    Date() = default;
    Date(std::int32_t y, unsigned m, unsigned d)
        : year(y), month(static_cast<std::uint8_t>(m)), day(static_cast<std::uint8_t>(d)) {}
    explicit Date(std::chrono::year_month_day date)
        : Date(static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())) {}
    /// Days since 1970-01-01.
    [[nodiscard]] std::int64_t days_since_epoch() const;
    auto operator<=>(const Date&) const = default;
};
struct Time {
    std::int64_t nanoseconds = 0;       ///< since midnight
    std::optional<int> offset_seconds;  ///< when an offset or `Z` was given
    std::string zone;                   ///< IANA name, or empty
};
struct DateTime {
    Date date;
    Time time;
};
struct DaysTimeDuration {
    std::int64_t seconds = 0;
    std::int32_t nanoseconds = 0;  ///< same sign as seconds
};
struct YearsMonthsDuration {
    std::int64_t months = 0;
};

/// The inputs that a value not yet given may depend on.
struct Unknown {
    std::set<std::string> inputs;
};

/// One FEEL value. Immutable and cheap to copy (composite values are shared); thread-safe to read.
class Value {
public:
    using Data = std::variant<
        std::monostate, bool, Number, std::string, Date, Time, DateTime, DaysTimeDuration, YearsMonthsDuration,
        std::shared_ptr<const List>, std::shared_ptr<const Context>, std::shared_ptr<const Range>,
        std::shared_ptr<const Function>, std::shared_ptr<const Unknown>>;

    Value() = default;  ///< null
    explicit Value(bool value) : data_(value) {}
    explicit Value(Number value) : data_(value) {}
    explicit Value(std::string value) : data_(std::move(value)) {}
    explicit Value(const char* value) : data_(std::string(value)) {}
    explicit Value(Date value) : data_(value) {}
    explicit Value(Time value) : data_(std::move(value)) {}
    explicit Value(DateTime value) : data_(std::move(value)) {}
    explicit Value(DaysTimeDuration value) : data_(value) {}
    explicit Value(YearsMonthsDuration value) : data_(value) {}
    explicit Value(List value);
    explicit Value(Context value);
    explicit Value(Range value);
    explicit Value(std::shared_ptr<const Function> value) : data_(std::move(value)) {}
    [[nodiscard]] static Value unknown(std::set<std::string> inputs);

    [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
    [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&data_); }
    [[nodiscard]] const Number* number() const { return std::get_if<Number>(&data_); }
    [[nodiscard]] const std::string* string() const { return std::get_if<std::string>(&data_); }
    [[nodiscard]] const List* list() const;
    [[nodiscard]] const Context* context() const;
    [[nodiscard]] const Range* range() const;
    [[nodiscard]] const Function* function() const;
    [[nodiscard]] const Unknown* unknown() const;
    [[nodiscard]] const Data& data() const { return data_; }

    /// As FEEL writes it: `45`, `"text"`, `true`, `date("2026-11-22")`, `[1, 2]`, `{a: 1}`; unknown as `?a, b?`.
    [[nodiscard]] std::string text() const;

private:
    Data data_;
};

struct Context {
    std::vector<std::pair<std::string, Value>> entries;  ///< names are unique
    [[nodiscard]] const Value* find(std::string_view name) const;
};

struct Range {
    std::optional<Value> low, high;  ///< an end left out is open to infinity
    bool low_included = false, high_included = false;
    /// `(= 10)` and `(!= 10)` are ranges of their own kind; low and high both hold the value.
    enum class Kind : std::uint8_t { interval, equal, not_equal } kind = Kind::interval;
};

/// FEEL equality (section 10.3.2.13): times are equal when hour, minute, second (whole) and offset are. True, false, or
/// null when the types do not compare; unknown when it depends.
[[nodiscard]] Value equals(const Value& a, const Value& b);
/// The same value in every detail (unknowns with the same inputs included): for tests and caches, not FEEL's `=`.
[[nodiscard]] bool identical(const Value& a, const Value& b);
/// Whether the value, or a part of it however deep, is not known.
[[nodiscard]] bool has_unknown(const Value& value);
/// Adds the inputs that it, or a part of it, is not known for.
void collect_unknowns(const Value& value, std::set<std::string>& inputs);

}  // namespace guildhall::feel
