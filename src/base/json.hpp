#pragma once
/// JSON (RFC 8259) as a small value type, so that no third-party type stands in our headers.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace guildhall::base {

/// A JSON value. Objects keep their members sorted by name, so the same value always serialises to
/// the same bytes. Numbers are int64 or double; exact decimals travel as strings.
class Json {
public:
    using Array = std::vector<Json>;
    using Object = std::map<std::string, Json, std::less<>>;

    Json() = default;
    Json(std::nullptr_t) {}                                       // NOLINT(google-explicit-constructor)
    Json(bool value) : value_(value) {}                           // NOLINT(google-explicit-constructor)
    Json(int value) : value_(std::int64_t{value}) {}              // NOLINT(google-explicit-constructor)
    Json(std::int64_t value) : value_(value) {}                   // NOLINT(google-explicit-constructor)
    Json(double value) : value_(value) {}                         // NOLINT(google-explicit-constructor)
    Json(const char* value) : value_(std::string(value)) {}       // NOLINT(google-explicit-constructor)
    Json(std::string value) : value_(std::move(value)) {}         // NOLINT(google-explicit-constructor)
    Json(std::string_view value) : value_(std::string(value)) {}  // NOLINT(google-explicit-constructor)
    Json(Array value) : value_(std::move(value)) {}               // NOLINT(google-explicit-constructor)
    Json(Object value) : value_(std::move(value)) {}              // NOLINT(google-explicit-constructor)

    /// Strict: no comments, no trailing commas, no duplicate names, valid UTF-8, `max_depth` levels.
    [[nodiscard]] static Result<Json> parse(std::string_view text, std::size_t max_depth = 64);
    /// Compact, members in order of name.
    [[nodiscard]] std::string text() const;
    /// With line breaks and two spaces of indent, for people.
    [[nodiscard]] std::string pretty() const;

    [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&value_); }
    [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
    [[nodiscard]] const double* real() const { return std::get_if<double>(&value_); }
    [[nodiscard]] const std::string* string() const { return std::get_if<std::string>(&value_); }
    [[nodiscard]] const Array* array() const { return std::get_if<Array>(&value_); }
    [[nodiscard]] const Object* object() const { return std::get_if<Object>(&value_); }

    /// The member of an object, or null when this is no object or has no such member.
    [[nodiscard]] const Json& operator[](std::string_view name) const;
    /// The string that a member holds, or empty.
    [[nodiscard]] std::string string_at(std::string_view name) const;
    /// Sets a member; a value that is not an object becomes one.
    void set(std::string name, Json value);
    void push_back(Json value);

    bool operator==(const Json&) const = default;

private:
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

}  // namespace guildhall::base
