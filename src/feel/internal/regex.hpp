#pragma once
/// Regular expressions as XPath's fn:matches and fn:replace take them (DMN 1.5 section 10.3.4.3), run by PCRE2 with
/// limits.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::feel {

class Regex {
public:
    /// Flags are any of `s`, `m`, `i`, `x`. Nothing when the pattern or a flag is wrong.
    [[nodiscard]] static std::optional<Regex> compile(std::string_view pattern, std::string_view flags);

    /// The groups of the first match from `start`: begin and end, or nothing for a group that took no part.
    struct Span {
        std::size_t begin = 0, end = 0;
        bool taken = false;
    };
    enum class Outcome { match, no_match, too_hard };
    [[nodiscard]] Outcome find(std::string_view text, std::size_t start, std::vector<Span>& groups) const;

private:
    struct Code;
    std::shared_ptr<const Code> code_;
};

}  // namespace guildhall::feel
