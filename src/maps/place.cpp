#include "maps/place.hpp"

#include <cmath>
#include <numbers>

namespace guildhall::maps {
namespace {

constexpr double earth_radius = 6'371'008.8;  // metres; the mean of IUGG
constexpr double metres_per_degree = earth_radius * std::numbers::pi / 180;

double shrink(double latitude) {
    return std::cos(latitude * std::numbers::pi / 180);
}

}  // namespace

bool is_on_earth(Place place) {
    return std::isfinite(place.latitude) && std::isfinite(place.longitude) && std::abs(place.latitude) <= 90 &&
           std::abs(place.longitude) <= 180;
}

double metres_between(Place a, Place b) {
    const double north = (a.latitude - b.latitude) * metres_per_degree;
    const double east = (a.longitude - b.longitude) * metres_per_degree * shrink((a.latitude + b.latitude) / 2);
    return std::hypot(north, east);
}

Box around(Place place, double metres) {
    const double high = metres / metres_per_degree;
    // Near a pole every longitude is near.
    const double wide = high / std::max(shrink(std::min(std::abs(place.latitude) + high, 90.0)), 1e-6);
    return {
        std::max(place.longitude - wide, -180.0), std::max(place.latitude - high, -90.0),
        std::min(place.longitude + wide, 180.0), std::min(place.latitude + high, 90.0)
    };
}

}  // namespace guildhall::maps
