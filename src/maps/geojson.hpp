#pragma once
/// GeoJSON (RFC 7946) as a layer. Strict, with limits, and with the place of what is wrong.

#include <memory>
#include <string>
#include <string_view>

#include "base/complaint.hpp"
#include "maps/layer.hpp"

namespace guildhall::maps {

inline constexpr std::size_t max_geojson_bytes = 64'000'000;
inline constexpr std::size_t max_features = 200'000;
inline constexpr std::size_t max_layer_points = 3'000'000;

struct ReadLayer {
    std::shared_ptr<const Layer> layer;  ///< null when there is a complaint
    base::Complaints complaints;         ///< at most one: what is behind a mistake in JSON means nothing
};

/// Reads a FeatureCollection. Of its members `bbox` says what ground the layer covers, `title` what people call it (a
/// text, or texts by language) and `attribution` whose data it is; others, and those of features that the RFC does not
/// name, are passed over. Refused are geometry collections, coordinates that are no place on earth, rings that are not
/// closed, and shapes across the 180th meridian. Properties are texts, numbers and booleans; what else stands there is
/// left out. `file` names it in complaints.
[[nodiscard]] ReadLayer read_geojson(std::string_view bytes, const std::string& file);

}  // namespace guildhall::maps
