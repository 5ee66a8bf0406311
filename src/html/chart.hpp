#pragma once
/// A plain bar chart: drawn as SVG, said in words; the figures themselves stand in a table beside it.

#include <cstdint>
#include <string>
#include <vector>

#include "html/html.hpp"

namespace guildhall::html {

struct BarChart {
    Content title{};
    std::string words{};               ///< what the picture shows, for who cannot see it
    std::vector<std::int64_t> bars{};  ///< not below zero
    Content first{}, last{};           ///< under the first and the last bar
};
[[nodiscard]] Html bar_chart(const BarChart& options);

}  // namespace guildhall::html
