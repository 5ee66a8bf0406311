#include "maps/geojson.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "maps/internal/json_scanner.hpp"

namespace guildhall::maps {
namespace {

using internal::JsonScanner;
using Kind = JsonScanner::Kind;
using Shape = Feature::Shape;

/// Positions in arrays in arrays: how deep the positions lie, and where the arrays around them end.
struct Coordinates {
    std::size_t at = 0;  ///< byte
    int depth = 0;       ///< of the arrays around positions; 0: one position alone
    std::vector<Place> places;
    std::vector<std::size_t> bytes;           ///< where each ring or line begins
    std::vector<std::uint32_t> inner, outer;  ///< ends of the innermost arrays in `places`, of those around in `inner`
};

class Reader {
public:
    explicit Reader(std::string_view bytes) : scan_(bytes) {}

    Layer read() {
        const std::size_t begin = scan_.at();
        std::string type;
        bool has_features = false;
        Once once(*this);
        scan_.object([&](const std::string& name) {
            once.take(name);
            if (name == "type") {
                type = text("the type of the file");
            } else if (name == "features") {
                has_features = true;
                if (scan_.next() != Kind::array) scan_.fail("expected an array of features");
                scan_.array([&] { feature(); });
            } else if (name == "bbox") {
                parts_.extent = bbox();
            } else if (name == "title") {
                titles();
            } else if (name == "attribution") {
                parts_.attribution = text("whose data it is");
            } else {
                scan_.skip();
            }
        });
        scan_.finish();
        if (type != "FeatureCollection")
            JsonScanner::fail(begin, fmt::format("found the type `{}`; expected `FeatureCollection`", type));
        if (!has_features) JsonScanner::fail(begin, "the collection has no `features`");
        return Layer(std::move(parts_));
    }

private:
    /// Names of one object, each of which may come once.
    class Once {
    public:
        explicit Once(Reader& reader) : reader_(reader) {}
        void take(const std::string& name) {
            if (std::find(names_.begin(), names_.end(), name) != names_.end())
                reader_.scan_.fail(fmt::format("found `{}` twice", name));
            if (names_.size() >= most_names)
                reader_.scan_.fail(fmt::format("an object has more than {} members", most_names));
            names_.push_back(name);
        }

    private:
        static constexpr std::size_t most_names = 200;
        Reader& reader_;
        std::vector<std::string> names_;
    };

    std::string text(std::string_view what) {
        if (scan_.next() != Kind::string) scan_.fail(fmt::format("expected {}, a text", what));
        return scan_.string();
    }

    void titles() {
        if (scan_.next() == Kind::string) {
            parts_.titles.emplace("", scan_.string());
            return;
        }
        if (scan_.next() != Kind::object) scan_.fail("expected a title, or titles by language");
        scan_.object([&](const std::string& language) {
            if (!parts_.titles.emplace(language, text("a title")).second)
                scan_.fail(fmt::format("found `{}` twice", language));
        });
    }

    double number() {
        if (scan_.next() != Kind::number) scan_.fail("expected a number");
        const std::string_view written = scan_.number();
        double value = 0;
        const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), value);
        if (error != std::errc{} || end != written.data() + written.size())
            JsonScanner::fail(scan_.at() - written.size(), "found a number that is too large or too small");
        return value;
    }

    /// One position; its opening bracket comes next.
    Place position() {
        (void)scan_.next();
        const std::size_t begin = scan_.at();
        Place place;
        int count = 0;
        scan_.array([&] {
            const double value = number();
            if (count == 0) place.longitude = value;
            if (count == 1) place.latitude = value;
            ++count;
        });
        if (count < 2 || count > 3)
            JsonScanner::fail(begin, "expected a position: longitude, latitude and, if need be, height");
        if (!is_on_earth(place)) {
            JsonScanner::fail(
                begin, fmt::format(
                           "found longitude {}, latitude {}; expected -180 to 180 and -90 to 90, the longitude first",
                           place.longitude, place.latitude
                       )
            );
        }
        if (++points_ > max_layer_points)
            JsonScanner::fail(begin, fmt::format("more than {} positions in one layer", max_layer_points));
        return place;
    }

    Box bbox() {
        const std::size_t begin = scan_.at();
        std::vector<double> values;
        if (scan_.next() != Kind::array) scan_.fail("expected an array of four numbers");
        scan_.array([&] {
            values.push_back(number());
            if (values.size() > 6) scan_.fail("expected four numbers");
        });
        if (values.size() == 6) values = {values[0], values[1], values[3], values[4]};
        if (values.size() != 4) JsonScanner::fail(begin, "expected four numbers: west, south, east, north");
        if (values[0] > values[2] || values[1] > values[3])
            JsonScanner::fail(
                begin, "expected west before east and south before north; nothing may cross the 180th meridian"
            );
        if (!is_on_earth({values[1], values[0]}) || !is_on_earth({values[3], values[2]}))
            JsonScanner::fail(begin, "found a box that is not on earth");
        return {values[0], values[1], values[2], values[3]};
    }

    void coordinates(Coordinates& found, int depth) {
        if (scan_.next() != Kind::array) scan_.fail("expected an array of coordinates");
        constexpr int deepest = 3;
        if (scan_.next_is_array_of_numbers()) {
            if (found.places.empty()) found.depth = depth;
            if (found.depth != depth) scan_.fail("positions lie at different depths");
            found.places.push_back(position());
            return;
        }
        if (depth == deepest) scan_.fail("arrays lie too deep for coordinates");
        const std::size_t begin = scan_.at();
        const std::size_t before = found.places.size();
        scan_.array([&] { coordinates(found, depth + 1); });
        if (found.places.size() == before) JsonScanner::fail(begin, "found an array without positions");
        if (depth + 1 == found.depth) {
            found.inner.push_back(static_cast<std::uint32_t>(found.places.size()));
            found.bytes.push_back(begin);
        } else if (depth + 2 == found.depth) {
            found.outer.push_back(static_cast<std::uint32_t>(found.inner.size()));
        }
    }

    void check_lines(const Coordinates& found, bool rings) {
        std::size_t from = 0;
        for (std::size_t i = 0; i < found.inner.size(); ++i) {
            const std::size_t end = found.inner[i];
            if (end - from < (rings ? 4U : 2U)) {
                JsonScanner::fail(
                    found.bytes[i], rings ? "found a ring of fewer than four positions" : "found a line of one position"
                );
            }
            if (rings && found.places[from] != found.places[end - 1])
                JsonScanner::fail(
                    found.bytes[i], "found a ring that is not closed: its last position must be its first"
                );
            for (std::size_t at = from; at + 1 < end; ++at) {
                if (std::abs(found.places[at].longitude - found.places[at + 1].longitude) > 180) {
                    JsonScanner::fail(
                        found.bytes[i],
                        "found a shape across the 180th meridian; cut it there (RFC 7946, section 3.1.9)"
                    );
                }
            }
            from = end;
        }
    }

    /// `as`: how the type's coordinates lie, and what they make.
    void fill(Feature& feature, const std::string& type, Coordinates found, std::size_t begin) {
        struct Type {
            std::string_view name;
            int depth;
            Shape shape;
        };
        static constexpr Type types[] = {
            {"Point", 0, Shape::points},          {"MultiPoint", 1, Shape::points}, {"LineString", 1, Shape::lines},
            {"MultiLineString", 2, Shape::lines}, {"Polygon", 2, Shape::areas},     {"MultiPolygon", 3, Shape::areas},
        };
        const auto* const known =
            std::find_if(std::begin(types), std::end(types), [&](const Type& one) { return one.name == type; });
        if (known == std::end(types)) {
            JsonScanner::fail(
                begin,
                fmt::format("found the geometry `{}`; expected points, lines or polygons, single or multiple", type)
            );
        }
        if (found.places.empty()) JsonScanner::fail(begin, "the geometry has no `coordinates`");
        if (found.depth != known->depth)
            JsonScanner::fail(found.at, fmt::format("found coordinates that are not those of a {}", type));
        if (known->shape == Shape::points) {
            // One position a part, so that nothing reads them as a line.
            found.inner.clear();
            found.outer.clear();
        } else {
            check_lines(found, known->shape == Shape::areas);
        }
        if (known->shape == Shape::areas && known->depth == 2)
            found.outer = {static_cast<std::uint32_t>(found.inner.size())};
        if (known->shape == Shape::lines) found.outer.clear();
        feature.shape = known->shape;
        feature.points = std::move(found.places);
        feature.part_ends = std::move(found.inner);
        feature.area_ends = std::move(found.outer);
        feature.points.shrink_to_fit();
    }

    /// False when there is none: a feature without a place.
    bool geometry(Feature& feature) {
        if (scan_.next() == Kind::null) {
            scan_.skip();
            return false;
        }
        if (scan_.next() != Kind::object) scan_.fail("expected a geometry");
        const std::size_t begin = scan_.at();
        std::string type;
        Coordinates found;
        Once once(*this);
        scan_.object([&](const std::string& name) {
            once.take(name);
            if (name == "type") {
                type = text("the type of the geometry");
            } else if (name == "coordinates") {
                (void)scan_.next();
                found.at = scan_.at();
                coordinates(found, 0);
            } else {
                scan_.skip();
            }
        });
        fill(feature, type, std::move(found), begin);
        return true;
    }

    void properties(Feature& feature) {
        if (scan_.next() == Kind::null) {
            scan_.skip();
            return;
        }
        if (scan_.next() != Kind::object) scan_.fail("expected properties");
        Once once(*this);
        scan_.object([&](const std::string& name) {
            once.take(name);
            switch (scan_.next()) {
                case Kind::string:
                    feature.properties.emplace(name, Property{Property::Kind::text, scan_.string()});
                    break;
                case Kind::number:
                    feature.properties.emplace(name, Property{Property::Kind::number, std::string{scan_.number()}});
                    break;
                case Kind::boolean:
                    feature.properties.emplace(
                        name, Property{Property::Kind::boolean, scan_.boolean() ? "true" : "false"}
                    );
                    break;
                default:
                    scan_.skip();
            }
        });
    }

    void feature() {
        if (scan_.next() != Kind::object) scan_.fail("expected a feature");
        const std::size_t begin = scan_.at();
        if (parts_.features.size() >= max_features)
            scan_.fail(fmt::format("more than {} features in one layer", max_features));
        Feature feature;
        std::string type;
        bool has_place = false;
        Once once(*this);
        scan_.object([&](const std::string& name) {
            once.take(name);
            if (name == "type") {
                type = text("the type of the feature");
            } else if (name == "geometry") {
                has_place = geometry(feature);
            } else if (name == "properties") {
                properties(feature);
            } else {
                scan_.skip();
            }
        });
        if (type != "Feature") JsonScanner::fail(begin, fmt::format("found the type `{}`; expected `Feature`", type));
        if (has_place) parts_.features.push_back(std::move(feature));
    }

    JsonScanner scan_;
    Layer::Parts parts_;
    std::size_t points_ = 0;
};

}  // namespace

ReadLayer read_geojson(std::string_view bytes, const std::string& file) {
    ReadLayer read;
    if (bytes.size() > max_geojson_bytes) {
        read.complaints.push_back(
            {{file, 0, 0}, base::Severity::error, fmt::format("the layer has more than {} bytes", max_geojson_bytes)}
        );
        return read;
    }
    try {
        read.layer = std::make_shared<const Layer>(Reader(bytes).read());
    } catch (const internal::Wrong& wrong) {
        read.complaints.push_back({internal::place_of(bytes, wrong.at, file), base::Severity::error, wrong.message});
    }
    return read;
}

}  // namespace guildhall::maps
