#pragma once
/// Regular expressions as XPath's fn:matches and fn:replace take them (DMN 1.5 section 10.3.4.3), run by PCRE2 with
/// limits.

#include <memory>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "feel/internal/regex_syntax.hpp"

namespace guildhall::feel {

/// A compiled pattern. Immutable, cheap to copy, thread-safe.
class Regex {
public:
    /// Flags are any of `s`, `m`, `i`, `x`, `q`. The error says what is wrong with pattern or flags. Patterns compiled
    /// before by the same thread are kept.
    [[nodiscard]] static base::Result<Regex> compile(std::string_view pattern, std::string_view flags);

    /// The groups of the first match from `start`: begin and end, or nothing for a group that took no part.
    struct Span {
        std::size_t begin = 0, end = 0;
        bool taken = false;
    };
    enum class Outcome { match, no_match, too_hard };
    [[nodiscard]] Outcome find(std::string_view text, std::size_t start, std::vector<Span>& groups) const;
    /// With the flag `q`, a replacement stands for itself as well.
    [[nodiscard]] bool literal() const { return literal_; }

private:
    struct Code;
    std::shared_ptr<const Code> code_;
    bool literal_ = false;
};

}  // namespace guildhall::feel
