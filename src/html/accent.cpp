#include "html/accent.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

namespace guildhall::html {
namespace {

struct Colour {
    double red = 0, green = 0, blue = 0;  ///< 0 to 1, as sRGB writes them
};

constexpr double least_contrast = 7.0;
constexpr Colour white{1, 1, 1};
constexpr Colour black{0, 0, 0};

std::optional<Colour> parse(std::string_view text) {
    if (text.size() != 7 || text.front() != '#') return std::nullopt;
    double parts[3] = {};
    for (std::size_t i = 0; i < 6; ++i) {
        const char c = text[i + 1];
        int digit = 0;
        if (c >= '0' && c <= '9')
            digit = c - '0';
        else if (c >= 'a' && c <= 'f')
            digit = c - 'a' + 10;
        else if (c >= 'A' && c <= 'F')
            digit = c - 'A' + 10;
        else
            return std::nullopt;
        parts[i / 2] = parts[i / 2] * 16 + digit;
    }
    return Colour{parts[0] / 255, parts[1] / 255, parts[2] / 255};
}

std::string text_of(const Colour& colour) {
    const auto byte = [](double part) { return static_cast<int>(std::lround(part * 255)); };
    return fmt::format("#{:02x}{:02x}{:02x}", byte(colour.red), byte(colour.green), byte(colour.blue));
}

/// Rounded to what a browser paints, so that what is checked is what is seen.
Colour mixed(const Colour& a, const Colour& b, double share_of_b) {
    const auto part = [&](double from, double to) { return from + (to - from) * share_of_b; };
    return *parse(text_of({part(a.red, b.red), part(a.green, b.green), part(a.blue, b.blue)}));
}

/// WCAG 2.2: relative luminance.
double luminance(const Colour& colour) {
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

double contrast(const Colour& a, const Colour& b) {
    const double first = luminance(a), second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

/// The surfaces of _tokens.scss that text in the accent colour stands on.
const Colour light_paper = *parse("#fffdf8"), light_surface = *parse("#f4f0e6");
const Colour dark_paper = *parse("#101714"), dark_surface = *parse("#18211d");

Colour light_wash(const Colour& accent) {
    return mixed(light_paper, accent, 0.1);
}

/// The worst contrast of text in this colour on a light page.
double light_contrast(const Colour& accent) {
    return std::min(contrast(accent, light_surface), contrast(accent, light_wash(accent)));
}

struct Dark {
    Colour accent, strong, deep, on_accent, wash;
};

/// The same hue for dark pages, as much lighter as it has to be.
Dark dark_of(const Colour& accent) {
    Dark dark;
    dark.deep = mixed(accent, black, 0.55);
    dark.on_accent = dark.deep;
    dark.wash = mixed(dark_paper, accent, 0.3);
    constexpr int steps = 40;
    for (int step = 0; step <= steps; ++step) {
        dark.accent = mixed(accent, white, static_cast<double>(step) / steps);
        const double worst = std::min(
            {contrast(dark.accent, dark_surface), contrast(dark.accent, dark.on_accent),
             contrast(dark.accent, dark.wash)}
        );
        if (worst >= least_contrast) break;
    }
    dark.strong = mixed(dark.accent, white, 0.4);
    return dark;
}

base::Error wrong(std::string message) {
    return {base::ErrorCode::invalid_input, {std::move(message)}, {"accent colour"}};
}

}  // namespace

base::Result<AccentStyles> accent_styles(std::string_view colour) {
    const auto accent = parse(colour);
    if (!accent)
        return wrong(fmt::format("`{}` is no colour; expected six hexadecimal digits, such as `#0d5846`", colour));
    if (light_contrast(*accent) < least_contrast) {
        Colour darker = *accent;
        for (int step = 1; step <= 100 && light_contrast(darker) < least_contrast; ++step)
            darker = mixed(*accent, black, step / 100.0);
        return wrong(fmt::format(
            "text in `{}` has a contrast of {:.1f}:1 on these pages, and must have {:.0f}:1 for people who see little; "
            "`{}` is the nearest darker colour that has it",
            colour, std::floor(light_contrast(*accent) * 10) / 10, least_contrast, text_of(darker)
        ));
    }
    const Colour deep = mixed(*accent, black, 0.3);
    const Dark dark = dark_of(*accent);
    return AccentStyles{
        fmt::format(
            ":root{{--accent:{};--accent-strong:{};--accent-deep:{};--accent-wash:{}}}"
            "@media screen and (prefers-color-scheme:dark){{:root{{--accent:{};--accent-strong:{};--accent-deep:{};"
            "--on-accent:{};--accent-wash:{}}}}}",
            text_of(*accent), text_of(deep), text_of(deep), text_of(light_wash(*accent)), text_of(dark.accent),
            text_of(dark.strong), text_of(dark.deep), text_of(dark.on_accent), text_of(dark.wash)
        ),
        text_of(deep)
    };
}

}  // namespace guildhall::html
