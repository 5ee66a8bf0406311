#pragma once
/// Regular expressions of JSON Schema (ECMA-262, as far as PCRE2 agrees).

#include <memory>
#include <string_view>

namespace guildhall::catalogue::internal {

/// Compiled once. Immutable, cheap to copy, thread-safe.
class Pattern {
public:
    /// A pattern that ships with the program; one that cannot be compiled is a bug and throws.
    explicit Pattern(std::string_view pattern);
    /// Whether it matches anywhere in the text (UTF-8).
    [[nodiscard]] bool matches(std::string_view text) const;

private:
    struct Compiled;
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace guildhall::catalogue::internal
