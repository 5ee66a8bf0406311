#include "maps/layer.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <set>

#include "maps/internal/box_tree.hpp"

namespace guildhall::maps {
namespace {

/// Where a place lies by a ring: a ray to the east is counted through the ring's edges.
enum class Side { outside, border, inside };

Side side_of(const Place* ring, std::size_t count, Place place) {
    bool inside = false;
    for (std::size_t i = 0; i + 1 < count; ++i) {
        const Place a = ring[i];
        const Place b = ring[i + 1];
        const double turn = (b.longitude - a.longitude) * (place.latitude - a.latitude) -
                            (b.latitude - a.latitude) * (place.longitude - a.longitude);
        const bool within = place.longitude >= std::min(a.longitude, b.longitude) &&
                            place.longitude <= std::max(a.longitude, b.longitude) &&
                            place.latitude >= std::min(a.latitude, b.latitude) &&
                            place.latitude <= std::max(a.latitude, b.latitude);
        if (turn == 0 && within) return Side::border;
        if ((a.latitude > place.latitude) != (b.latitude > place.latitude)) {
            // The edge is passed to the east when the place is on its left going up, on its right going down.
            if ((b.latitude > a.latitude) == (turn > 0)) inside = !inside;
        }
    }
    return inside ? Side::inside : Side::outside;
}

double metres_to_edge(Place place, Place a, Place b) {
    // In a plane around the place, in which a degree of longitude is as long as one of latitude.
    const double shrink = std::cos(place.latitude * std::numbers::pi / 180);
    const double ax = (a.longitude - place.longitude) * shrink;
    const double ay = a.latitude - place.latitude;
    const double dx = (b.longitude - a.longitude) * shrink;
    const double dy = b.latitude - a.latitude;
    const double length = dx * dx + dy * dy;
    const double along = length > 0 ? std::clamp(-(ax * dx + ay * dy) / length, 0.0, 1.0) : 0.0;
    return metres_between(
        place, {a.latitude + along * (b.latitude - a.latitude), a.longitude + along * (b.longitude - a.longitude)}
    );
}

}  // namespace

const Property* Feature::find(std::string_view property) const {
    const auto found = properties.find(property);
    return found == properties.end() ? nullptr : &found->second;
}

const std::string& Feature::text(std::string_view property) const {
    static const std::string none;
    const Property* found = find(property);
    return found ? found->text : none;
}

bool Feature::holds(Place place) const {
    if (shape != Shape::areas || !box.holds(place)) return false;
    std::size_t part = 0;
    for (const std::uint32_t end : area_ends) {
        Side side = Side::outside;
        for (std::size_t ring = part; ring < end; ++ring) {
            const std::size_t from = ring == 0 ? 0 : part_ends[ring - 1];
            const Side here = side_of(points.data() + from, part_ends[ring] - from, place);
            if (here == Side::border) return true;
            if (ring == part) {
                side = here;
                if (side == Side::outside) break;
            } else if (here == Side::inside) {
                side = Side::outside;  // in a hole
                break;
            }
        }
        if (side == Side::inside) return true;
        part = end;
    }
    return false;
}

double Feature::metres_to(Place place) const {
    double least = std::numeric_limits<double>::infinity();
    if (shape == Shape::points) {
        for (const Place point : points) least = std::min(least, metres_between(place, point));
        return least;
    }
    if (holds(place)) return 0;
    std::size_t from = 0;
    for (const std::uint32_t end : part_ends) {
        for (std::size_t i = from; i + 1 < end; ++i)
            least = std::min(least, metres_to_edge(place, points[i], points[i + 1]));
        from = end;
    }
    return least;
}

Layer::Layer(Parts parts) : parts_(std::move(parts)) {
    std::vector<Box> boxes;
    boxes.reserve(parts_.features.size());
    Box all;
    for (Feature& feature : parts_.features) {
        feature.box = {};
        for (const Place point : feature.points) feature.box.add(point);
        has_areas_ = has_areas_ || feature.shape == Feature::Shape::areas;
        all.add(feature.box);
        boxes.push_back(feature.box);
    }
    extent_ = parts_.extent.empty() ? all : parts_.extent;
    tree_ = std::make_shared<const internal::BoxTree>(boxes);
}

std::string Layer::title(std::string_view language) const {
    for (const std::string_view wanted : {language, std::string_view{}, std::string_view{"en"}}) {
        if (const auto found = parts_.titles.find(wanted); found != parts_.titles.end()) return found->second;
    }
    return parts_.titles.empty() ? std::string{} : parts_.titles.begin()->second;
}

bool Layer::has_property(std::string_view name) const {
    return std::any_of(parts_.features.begin(), parts_.features.end(), [&](const Feature& feature) {
        return feature.find(name) != nullptr;
    });
}

std::vector<std::string> Layer::properties() const {
    std::set<std::string> names;
    for (const Feature& feature : parts_.features) {
        for (const auto& [name, property] : feature.properties) names.insert(name);
    }
    return {names.begin(), names.end()};
}

const Feature* Layer::area_at(Place place) const {
    for (const std::uint32_t at :
         tree_->meeting(Box{place.longitude, place.latitude, place.longitude, place.latitude})) {
        if (parts_.features[at].holds(place)) return &parts_.features[at];
    }
    return nullptr;
}

std::optional<Layer::Near> Layer::nearest(Place place, double most_metres, std::string_view named) const {
    std::optional<Near> best;
    for (const std::uint32_t at : tree_->meeting(around(place, most_metres))) {
        const Feature& feature = parts_.features[at];
        if (!named.empty() && feature.text(named).empty()) continue;
        const double metres = feature.metres_to(place);
        if (metres <= most_metres && (!best || metres < best->metres)) best = Near{&feature, metres};
    }
    return best;
}

std::vector<const Feature*> Layer::meeting(const Box& box) const {
    std::vector<const Feature*> found;
    for (const std::uint32_t at : tree_->meeting(box)) found.push_back(&parts_.features[at]);
    return found;
}

}  // namespace guildhall::maps
