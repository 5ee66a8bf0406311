#pragma once
/// The regular expressions of XPath (Functions and Operators 3.1 section 5.6.1, over XML Schema 1.1 part 2 appendix G),
/// read strictly and written again in the syntax of PCRE2. The two languages look alike and differ in what `.`, `\w`,
/// `$`, `i`, classes and back-references mean; what only PCRE2 has (look-around, `\b`, …) is refused.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace guildhall::feel {

struct RegexFlags {
    bool dot_all = false;             ///< s
    bool multiline = false;           ///< m
    bool ignore_case = false;         ///< i
    bool ignore_white_space = false;  ///< x
    bool literal = false;             ///< q

    /// The error names the letter that is no flag.
    [[nodiscard]] static base::Result<RegexFlags> parse(std::string_view letters);
};

/// The pattern for PCRE2 in UTF mode with unset back-references matching the empty string; letter case is already taken
/// into account. `pattern` is valid UTF-8. The error says what is wrong.
[[nodiscard]] base::Result<std::string> translate_regex(std::string_view pattern, const RegexFlags& flags);

}  // namespace guildhall::feel
