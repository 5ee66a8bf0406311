// The reader of map layers: whatever the bytes, there is a layer or one complaint with its place, and what was read can
// be looked up and drawn.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "maps/geojson.hpp"
#include "maps/picture.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace guildhall::maps;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const auto read = read_geojson(bytes, "a.geojson");
    if ((read.layer == nullptr) == read.complaints.empty()) std::abort();
    for (const auto& complaint : read.complaints)
        if (complaint.place.line < 1 || complaint.place.column < 1 || complaint.message.empty()) std::abort();
    if (!read.layer) return 0;
    const Layer& layer = *read.layer;
    for (const Feature& feature : layer.features()) {
        if (!feature.part_ends.empty() && feature.part_ends.back() != feature.points.size()) std::abort();
        for (const Place place : feature.points) {
            if (!is_on_earth(place) || !feature.box.holds(place)) std::abort();
        }
        // The corners of an area are on its border. Those of a hole may lie anywhere: holes are not held against areas.
        std::size_t part = 0;
        for (const std::uint32_t end : feature.area_ends) {
            for (std::size_t i = part == 0 ? 0 : feature.part_ends[part - 1]; i < feature.part_ends[part]; ++i) {
                if (!feature.holds(feature.points[i])) std::abort();
            }
            part = end;
        }
    }
    const Place middle = layer.extent().empty() ? Place{} : layer.extent().middle();
    if (const Feature* area = layer.area_at(middle); area && !area->holds(middle)) std::abort();
    (void)layer.nearest(middle, 1'000, "name");
    for (const int zoom : {least_zoom, 15, most_zoom}) {
        const std::string svg = draw({&layer}, view_at(middle, zoom), {288, 320});
        if (!svg.starts_with("<svg") || !svg.ends_with("</svg>")) std::abort();
    }
    return 0;
}
