#pragma once
/// A place's own accent colour: checked for contrast, and turned into the tokens of the style sheet. Pure.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace guildhall::html {

struct AccentStyles {
    std::string css;    ///< to stand after the style sheet
    std::string theme;  ///< `#083d31`: the header's colour, for browsers that paint their frame with it
};

/// `colour` is `#rrggbb`. Text in it stands at 7:1 or better on every surface of the pages (WCAG 2.2, 1.4.6), light and
/// dark; a colour that is too light is `invalid_input`, with its contrast and the nearest darker one that would do.
[[nodiscard]] base::Result<AccentStyles> accent_styles(std::string_view colour);

}  // namespace guildhall::html
