#pragma once
/// Places on the ground and boxes around them. Pure; thread-safe.

#include <algorithm>
#include <vector>

namespace guildhall::maps {

/// WGS 84, in degrees; north and east are positive.
struct Place {
    double latitude = 0;
    double longitude = 0;
    bool operator==(const Place&) const = default;
};

/// From the south-west corner to the north-east one, borders included. Empty until something was added.
struct Box {
    double west = 1, south = 1, east = -1, north = -1;

    [[nodiscard]] bool empty() const { return west > east; }
    [[nodiscard]] bool holds(Place place) const {
        return place.longitude >= west && place.longitude <= east && place.latitude >= south && place.latitude <= north;
    }
    [[nodiscard]] bool meets(const Box& other) const {
        return west <= other.east && other.west <= east && south <= other.north && other.south <= north;
    }
    void add(Place place) {
        if (empty()) {
            *this = {place.longitude, place.latitude, place.longitude, place.latitude};
            return;
        }
        west = std::min(west, place.longitude);
        east = std::max(east, place.longitude);
        south = std::min(south, place.latitude);
        north = std::max(north, place.latitude);
    }
    void add(const Box& other) {
        if (other.empty()) return;
        add(Place{other.south, other.west});
        add(Place{other.north, other.east});
    }
    [[nodiscard]] Place middle() const { return {(south + north) / 2, (west + east) / 2}; }
};

/// Finite, and within 90 and 180 degrees.
[[nodiscard]] bool is_on_earth(Place place);

/// Metres between places that are near each other: right to a thousandth up to some kilometres.
[[nodiscard]] double metres_between(Place a, Place b);

/// The box that holds everything up to so many metres from a place; cut at the poles and the 180th meridian.
[[nodiscard]] Box around(Place place, double metres);

}  // namespace guildhall::maps
