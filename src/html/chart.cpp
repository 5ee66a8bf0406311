#include "html/chart.hpp"

#include <algorithm>

#include "html/internal/markup.hpp"

namespace guildhall::html {

using internal::Markup;

Html bar_chart(const BarChart& options) {
    constexpr std::int64_t step = 20, bar_width = 14, height = 200;
    std::int64_t most = 1;
    for (const std::int64_t bar : options.bars) most = std::max(most, bar);
    const auto width = static_cast<std::int64_t>(std::max<std::size_t>(1, options.bars.size())) * step;
    Markup m;
    m.raw("<figure class=\"gh-chart\"><figcaption class=\"gh-chart__title\">").add(options.title);
    m.raw("</figcaption><p class=\"gh-chart__most\" aria-hidden=\"true\">").raw(std::to_string(most));
    m.raw("</p><svg class=\"gh-chart__bars\" role=\"img\" preserveAspectRatio=\"none\"")
        .attribute("aria-label", options.words)
        .attribute("viewBox", "0 0 " + std::to_string(width) + " " + std::to_string(height))
        .raw(">");
    std::int64_t x = (step - bar_width) / 2;
    for (const std::int64_t bar : options.bars) {
        // Whatever is there at all can be seen.
        const std::int64_t tall = bar <= 0 ? 0 : std::max<std::int64_t>(4, bar * height / most);
        if (tall > 0) {
            m.raw("<rect")
                .attribute("x", std::to_string(x))
                .attribute("y", std::to_string(height - tall))
                .attribute("width", std::to_string(bar_width))
                .attribute("height", std::to_string(tall))
                .raw("></rect>");
        }
        x += step;
    }
    m.raw("</svg><p class=\"gh-chart__ends\"><span>").add(options.first).raw("</span><span>").add(options.last);
    return m.raw("</span></p></figure>").take();
}

}  // namespace guildhall::html
