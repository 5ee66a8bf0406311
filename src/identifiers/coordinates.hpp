#pragma once
/// Places on the ground: latitude and longitude, and the National Grid of Great Britain.

#include <optional>

#include "identifiers/identifiers.hpp"

namespace guildhall::identifiers {

/// WGS 84, in degrees; north and east are positive.
struct Coordinates {
    double latitude = 0;
    double longitude = 0;
};

/// Reads `51.5007, -0.1246`, `51°30'02"N 0°07'29"W` (minutes and seconds may be missing, letters may stand in front)
/// and references of the National Grid: `TQ 30080 80320`. A comma is no decimal point. `Fault::form` for what is none
/// of these, or lies beyond 90 or 180 degrees.
[[nodiscard]] std::variant<Coordinates, Fault> read_coordinates(std::string_view typed);

/// The reference of the place to one metre, `TQ 30080 80320`; nothing outside the squares of Great Britain. By the
/// Helmert transformation of Ordnance Survey's "A guide to coordinate systems in Great Britain", which is right to
/// about five metres; OSTN15, which is exact, needs tables of many megabytes.
[[nodiscard]] std::optional<std::string> grid_reference(Coordinates place);

/// `51.50070, -0.12460`: five places are about a metre.
[[nodiscard]] std::string shown(Coordinates place);

}  // namespace guildhall::identifiers
