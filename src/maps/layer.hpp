#pragma once
/// A layer of a map: points, lines and areas with what is known of them.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "maps/place.hpp"

namespace guildhall::maps {

namespace internal {
class BoxTree;
}  // namespace internal

/// What a feature says under one name. Numbers are kept as they were written.
struct Property {
    enum class Kind { text, number, boolean };
    Kind kind = Kind::text;
    std::string text;  ///< of booleans `true` or `false`
    bool operator==(const Property&) const = default;
};

/// One thing on the map. All its parts are of the same shape.
struct Feature {
    enum class Shape { points, lines, areas };
    Shape shape = Shape::points;
    std::vector<Place> points;             ///< of all parts, one after the other; a ring ends with its first point
    std::vector<std::uint32_t> part_ends;  ///< lines, or rings, as ends in `points`
    std::vector<std::uint32_t> area_ends;  ///< areas as ends in `part_ends`: the outer ring, then its holes
    std::map<std::string, Property, std::less<>> properties{};
    Box box{};

    [[nodiscard]] const Property* find(std::string_view property) const;
    /// The text of a property, or empty.
    [[nodiscard]] const std::string& text(std::string_view property) const;
    /// Whether a place lies in one of the areas. On a border, a hole's too, it does.
    [[nodiscard]] bool holds(Place place) const;
    /// From a place to the nearest point of it; zero inside an area.
    [[nodiscard]] double metres_to(Place place) const;
};

/// Immutable once made; thread-safe.
class Layer {
public:
    struct Parts {
        std::vector<Feature> features;
        Box extent{};  ///< what the file says that it covers; empty: not said
        std::map<std::string, std::string, std::less<>> titles{};  ///< by language; by `` without one
        std::string attribution{};                                 ///< whose data it is, to stand on every picture
    };
    explicit Layer(Parts parts);

    [[nodiscard]] const std::vector<Feature>& features() const { return parts_.features; }
    /// The ground that the layer knows: what the file says, else all that is on it.
    [[nodiscard]] const Box& extent() const { return extent_; }
    /// What people call it, in their language or in the first that it has; empty when the file does not say.
    [[nodiscard]] std::string title(std::string_view language) const;
    [[nodiscard]] const std::string& attribution() const { return parts_.attribution; }
    [[nodiscard]] bool has_areas() const { return has_areas_; }
    /// Whether any feature has a property of this name.
    [[nodiscard]] bool has_property(std::string_view name) const;
    /// The names of all properties.
    [[nodiscard]] std::vector<std::string> properties() const;

    /// The first area in the order of the file that a place lies in; null when there is none.
    [[nodiscard]] const Feature* area_at(Place place) const;
    struct Near {
        const Feature* feature = nullptr;
        double metres = 0;
    };
    /// The nearest feature that has a text of this name, at most so far away; an empty name takes all.
    [[nodiscard]] std::optional<Near> nearest(Place place, double most_metres, std::string_view named = {}) const;
    /// Features whose boxes meet a box, in the order of the file.
    [[nodiscard]] std::vector<const Feature*> meeting(const Box& box) const;

private:
    Parts parts_;
    Box extent_;
    bool has_areas_ = false;
    std::shared_ptr<const internal::BoxTree> tree_;
};

}  // namespace guildhall::maps
