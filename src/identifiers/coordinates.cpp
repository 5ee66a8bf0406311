#include "identifiers/coordinates.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "base/text.hpp"
#include "identifiers/internal/domain.hpp"
#include "identifiers/internal/typed.hpp"

namespace guildhall::identifiers {
namespace {

// Letters of equations are those of "A guide to coordinate systems in Great Britain", annexes B and C.

constexpr double radians_of_degree = std::numbers::pi / 180;

struct Ellipsoid {
    double a, b;  // half axes in metres
    [[nodiscard]] double e2() const { return (a * a - b * b) / (a * a); }
};
constexpr Ellipsoid airy_1830{6377563.396, 6356256.909};
constexpr Ellipsoid wgs84{6378137.000, 6356752.3141};

// The projection of the National Grid (annex A.2).
constexpr double scale = 0.9996012717, latitude_0 = 49 * radians_of_degree, longitude_0 = -2 * radians_of_degree;
constexpr double northing_0 = -100000, easting_0 = 400000;

struct Grid {
    double easting, northing;
};
struct Angles {
    double latitude, longitude;  // in radians
};

double squared(double x) {
    return x * x;
}

/// M of equation C3: the developed arc of the meridian.
double meridian_arc(double latitude) {
    const double n = (airy_1830.a - airy_1830.b) / (airy_1830.a + airy_1830.b);
    const double difference = latitude - latitude_0, sum = latitude + latitude_0;
    return airy_1830.b * scale *
           ((1 + n + 5.0 / 4 * n * n + 5.0 / 4 * n * n * n) * difference -
            (3 * n + 3 * n * n + 21.0 / 8 * n * n * n) * std::sin(difference) * std::cos(sum) +
            (15.0 / 8 * n * n + 15.0 / 8 * n * n * n) * std::sin(2 * difference) * std::cos(2 * sum) -
            35.0 / 24 * n * n * n * std::sin(3 * difference) * std::cos(3 * sum));
}

/// Annex C.1, from latitude and longitude on Airy's ellipsoid.
Grid to_grid(Angles place) {
    const double sine = std::sin(place.latitude), cosine = std::cos(place.latitude),
                 tangent2 = squared(std::tan(place.latitude));
    const double curved = 1 - airy_1830.e2() * sine * sine;
    const double nu = airy_1830.a * scale / std::sqrt(curved);
    const double rho = airy_1830.a * scale * (1 - airy_1830.e2()) * std::pow(curved, -1.5);
    const double eta2 = nu / rho - 1;
    const double cosine3 = std::pow(cosine, 3), cosine5 = std::pow(cosine, 5);
    const double i = meridian_arc(place.latitude) + northing_0;
    const double ii = nu / 2 * sine * cosine;
    const double iii = nu / 24 * sine * cosine3 * (5 - tangent2 + 9 * eta2);
    const double iii_a = nu / 720 * sine * cosine5 * (61 - 58 * tangent2 + squared(tangent2));
    const double iv = nu * cosine;
    const double v = nu / 6 * cosine3 * (nu / rho - tangent2);
    const double vi = nu / 120 * cosine5 * (5 - 18 * tangent2 + squared(tangent2) + 14 * eta2 - 58 * tangent2 * eta2);
    const double p = place.longitude - longitude_0;
    return {
        easting_0 + iv * p + v * std::pow(p, 3) + vi * std::pow(p, 5),
        i + ii * p * p + iii * std::pow(p, 4) + iii_a * std::pow(p, 6)
    };
}

/// Annex C.2, to latitude and longitude on Airy's ellipsoid.
Angles from_grid(Grid grid) {
    double latitude = latitude_0;
    // Each turn is nearer by some hundred times; ten are far more than is needed.
    for (int turn = 0; turn < 10; ++turn) {
        const double missing = grid.northing - northing_0 - meridian_arc(latitude);
        if (std::abs(missing) < 0.00001) break;
        latitude += missing / (airy_1830.a * scale);
    }
    const double tangent = std::tan(latitude), tangent2 = squared(tangent), secant = 1 / std::cos(latitude);
    const double curved = 1 - airy_1830.e2() * squared(std::sin(latitude));
    const double nu = airy_1830.a * scale / std::sqrt(curved);
    const double rho = airy_1830.a * scale * (1 - airy_1830.e2()) * std::pow(curved, -1.5);
    const double eta2 = nu / rho - 1;
    const double vii = tangent / (2 * rho * nu);
    const double viii = tangent / (24 * rho * std::pow(nu, 3)) * (5 + 3 * tangent2 + eta2 - 9 * tangent2 * eta2);
    const double ix = tangent / (720 * rho * std::pow(nu, 5)) * (61 + 90 * tangent2 + 45 * squared(tangent2));
    const double x = secant / nu;
    const double xi = secant / (6 * std::pow(nu, 3)) * (nu / rho + 2 * tangent2);
    const double xii = secant / (120 * std::pow(nu, 5)) * (5 + 28 * tangent2 + 24 * squared(tangent2));
    const double xii_a = secant / (5040 * std::pow(nu, 7)) *
                         (61 + 662 * tangent2 + 1320 * squared(tangent2) + 720 * std::pow(tangent2, 3));
    const double d = grid.easting - easting_0;
    return {
        latitude - vii * d * d + viii * std::pow(d, 4) - ix * std::pow(d, 6),
        longitude_0 + x * d - xi * std::pow(d, 3) + xii * std::pow(d, 5) - xii_a * std::pow(d, 7)
    };
}

/// Equations B1 to B8 with the parameters of section 6.6, which lead from WGS 84 to OSGB36; `direction` -1 leads back.
Angles between_datums(Angles place, const Ellipsoid& from, const Ellipsoid& to, double direction) {
    constexpr double radians_of_second = radians_of_degree / 3600;
    const double tx = direction * -446.448, ty = direction * 125.157, tz = direction * -542.060;
    const double rx = direction * -0.1502 * radians_of_second, ry = direction * -0.2470 * radians_of_second;
    const double rz = direction * -0.8421 * radians_of_second, s = 1 + direction * 20.4894e-6;
    const double nu = from.a / std::sqrt(1 - from.e2() * squared(std::sin(place.latitude)));
    const double x = nu * std::cos(place.latitude) * std::cos(place.longitude);
    const double y = nu * std::cos(place.latitude) * std::sin(place.longitude);
    const double z = nu * (1 - from.e2()) * std::sin(place.latitude);
    const double x2 = tx + s * x - rz * y + ry * z;
    const double y2 = ty + rz * x + s * y - rx * z;
    const double z2 = tz - ry * x + rx * y + s * z;
    const double p = std::hypot(x2, y2);
    double latitude = std::atan2(z2, p * (1 - to.e2()));
    for (int turn = 0; turn < 10; ++turn) {
        const double radius = to.a / std::sqrt(1 - to.e2() * squared(std::sin(latitude)));
        latitude = std::atan2(z2 + to.e2() * radius * std::sin(latitude), p);
    }
    return {latitude, std::atan2(y2, x2)};
}

constexpr std::string_view grid_letters = "ABCDEFGHJKLMNOPQRSTUVWXYZ";  // without I

/// `TQ` and an even number of digits up to ten; the place is the south-west corner of its square, as on maps.
std::optional<Grid> read_grid(std::string_view typed) {
    const Read read = compact(typed, " ,");
    const auto* text = std::get_if<std::string>(&read);
    if (text == nullptr || text->size() < 4 || text->size() > 12 || text->size() % 2 != 0) return std::nullopt;
    const auto first = grid_letters.find((*text)[0]), second = grid_letters.find((*text)[1]);
    // H, N, O, S and T are the squares of 500 km that hold land of Great Britain, J some sea beside it.
    if (!one_of((*text)[0], "HJNOST") || second == std::string_view::npos) return std::nullopt;
    const std::string_view digits = std::string_view{*text}.substr(2);
    if (!all_digits(digits)) return std::nullopt;
    const std::size_t half = digits.size() / 2;
    const double unit = std::pow(10, 5 - static_cast<double>(half));
    const double east_500 = static_cast<double>(first % 5) - 2, north_500 = 3 - static_cast<double>(first / 5);
    return Grid{
        east_500 * 500000 + static_cast<double>(second % 5) * 100000 + number_at(digits, 0, half) * unit,
        north_500 * 500000 + (4 - static_cast<double>(second / 5)) * 100000 + number_at(digits, half, half) * unit
    };
}

Coordinates from_national_grid(Grid grid) {
    const Angles angles = between_datums(from_grid(grid), airy_1830, wgs84, -1);
    return {angles.latitude / radians_of_degree, angles.longitude / radians_of_degree};
}

/// One angle as it was typed: up to three numbers, and the letter of its direction or 0.
struct Angle {
    std::array<double, 3> parts{};
    std::size_t count = 0;
    bool negative = false;
    char letter = 0;

    /// Nothing where minutes or seconds are 60 or more, or something stands behind a fraction.
    [[nodiscard]] std::optional<double> degrees() const {
        if (count == 0 || parts[1] >= 60 || parts[2] >= 60) return std::nullopt;
        for (std::size_t at = 0; at + 1 < count; ++at)
            if (parts[at] != std::floor(parts[at])) return std::nullopt;
        const double value = parts[0] + parts[1] / 60 + parts[2] / 3600;
        if (letter != 0 && negative) return std::nullopt;
        return negative || letter == 'S' || letter == 'W' ? -value : value;
    }
};

/// The signs of degrees, minutes and seconds in their many forms, as ASCII: `d`, `'` and `"`.
std::optional<std::string> with_plain_signs(std::string_view typed) {
    const auto text = visible(typed);
    if (!text) return std::nullopt;
    std::string out;
    for (std::size_t position = 0; position < text->size();) {
        const auto point = next_code_point(*text, position);
        if (!point) return std::nullopt;
        if (*point == 0x00B0 || *point == 0x00BA) {
            out += 'd';
        } else if (*point == 0x2032 || *point == 0x2019 || *point == 0x00B4) {
            out += '\'';
        } else if (*point == 0x2033 || *point == 0x201D) {
            out += '"';
        } else if (const auto meant = as_ascii(*point); meant && *meant != 'd') {
            out += *meant >= 'a' && *meant <= 'z' ? static_cast<char>(*meant - 'a' + 'A') : *meant;
        } else {
            return std::nullopt;
        }
    }
    return out;
}

/// Both angles of `51d30'02"N 0d07'29"W`; a comma, a letter or the second degree sign says where the second begins.
std::optional<std::array<Angle, 2>> read_angles(std::string_view text) {
    std::array<Angle, 2> angles;
    std::size_t which = 0;
    const bool letters_lead = !text.empty() && one_of(text[0], "NSEW");
    bool comma = false;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == ' ' || c == 'd' || c == '\'' || c == '"') {
            ++at;
        } else if (c == ',' || c == ';') {
            if (comma || angles[0].count == 0 || angles[1].count > 0) return std::nullopt;
            comma = true;
            which = 1;
            ++at;
        } else if (one_of(c, "NSEW")) {
            if (letters_lead && angles[which].count > 0) which = 1;
            // Behind a comma the letter may still belong to neither: `51,N`.
            if (angles[which].letter != 0 || (!letters_lead && angles[which].count == 0)) return std::nullopt;
            if (letters_lead && angles[which].count > 0) return std::nullopt;
            angles[which].letter = c;
            if (!letters_lead) which = 1;
            ++at;
        } else {
            const bool sign = c == '-' || c == '+';
            if (sign && angles[which].count > 0 && which == 0) which = 1;
            if (sign && angles[which].count > 0) return std::nullopt;
            if (sign) {
                angles[which].negative = c == '-';
                ++at;
            }
            const std::string_view rest = text.substr(at);
            const std::size_t length = std::min(rest.find_first_not_of("0123456789."), rest.size());
            if (length == 0 || length > 20 || !is_digit(rest[0])) return std::nullopt;
            double value = 0;
            const auto [end, error] =
                std::from_chars(rest.data(), rest.data() + length, value, std::chars_format::fixed);
            if (error != std::errc{} || end != rest.data() + length) return std::nullopt;
            // `51.5 -0.12` and `51.5 0.12`: behind a fraction without a letter the other angle begins.
            Angle& angle = angles[which];
            const bool fraction =
                angle.count > 0 && angle.parts[angle.count - 1] != std::floor(angle.parts[angle.count - 1]);
            if (which == 0 && fraction) which = 1;
            if (angles[which].count == 3) return std::nullopt;
            angles[which].parts[angles[which].count++] = value;
            at += length;
        }
    }
    return angles;
}

}  // namespace

std::variant<Coordinates, Fault> read_coordinates(std::string_view typed) {
    if (typed.size() > typed_limit) return Fault::length;
    const auto text = with_plain_signs(typed);
    if (!text) return Fault::characters;
    if (base::trimmed(*text).empty()) return Fault::empty;
    if (const auto grid = read_grid(typed)) return from_national_grid(*grid);
    const auto angles = read_angles(*text);
    if (!angles) return Fault::form;
    Angle latitude = (*angles)[0], longitude = (*angles)[1];
    if ((latitude.letter == 0) != (longitude.letter == 0)) return Fault::form;
    if (one_of(latitude.letter, "EW")) std::swap(latitude, longitude);
    if (latitude.letter != 0 && (!one_of(latitude.letter, "NS") || !one_of(longitude.letter, "EW"))) return Fault::form;
    const auto north = latitude.degrees(), east = longitude.degrees();
    if (!north || !east || std::abs(*north) > 90 || std::abs(*east) > 180) return Fault::form;
    return Coordinates{*north, *east};
}

std::optional<std::string> grid_reference(Coordinates place) {
    // Outside this the series of the projection are not meant to hold.
    if (!(place.latitude > 49 && place.latitude < 62 && place.longitude > -9 && place.longitude < 3))
        return std::nullopt;
    const Angles angles{place.latitude * radians_of_degree, place.longitude * radians_of_degree};
    const Grid grid = to_grid(between_datums(angles, wgs84, airy_1830, 1));
    const auto east = static_cast<long>(std::floor(grid.easting)), north = static_cast<long>(std::floor(grid.northing));
    if (east < 0 || north < 0 || east >= 700000 || north >= 1300000) return std::nullopt;
    const long east_100 = east / 100000, north_100 = north / 100000;
    const auto first = static_cast<std::size_t>((3 - north_100 / 5) * 5 + 2 + east_100 / 5);
    const auto second = static_cast<std::size_t>((4 - north_100 % 5) * 5 + east_100 % 5);
    return fmt::format("{}{} {:05} {:05}", grid_letters[first], grid_letters[second], east % 100000, north % 100000);
}

std::string shown(Coordinates place) {
    return fmt::format("{:.5f}, {:.5f}", place.latitude, place.longitude);
}

}  // namespace guildhall::identifiers
