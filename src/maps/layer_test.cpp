#include "maps/layer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace guildhall::maps {
namespace {

Feature area(std::vector<std::vector<Place>> rings, const std::string& name) {
    Feature feature;
    feature.shape = Feature::Shape::areas;
    for (const auto& ring : rings) {
        feature.points.insert(feature.points.end(), ring.begin(), ring.end());
        feature.part_ends.push_back(static_cast<std::uint32_t>(feature.points.size()));
    }
    feature.area_ends = {static_cast<std::uint32_t>(rings.size())};
    feature.properties["name"] = {Property::Kind::text, name};
    for (const Place point : feature.points) feature.box.add(point);
    return feature;
}
std::vector<Place> square(double west, double south, double side) {
    return {{south, west}, {south, west + side}, {south + side, west + side}, {south + side, west}, {south, west}};
}
Feature line(std::vector<Place> points, const std::string& name) {
    Feature feature;
    feature.shape = Feature::Shape::lines;
    feature.points = std::move(points);
    feature.part_ends = {static_cast<std::uint32_t>(feature.points.size())};
    if (!name.empty()) feature.properties["name"] = {Property::Kind::text, name};
    return feature;
}

TEST(Layer, APlaceLiesInAnAreaButNotInItsHole) {
    const Feature ring = area({square(0, 0, 10), square(4, 4, 2)}, "a");
    EXPECT_TRUE(ring.holds({1, 1}));
    EXPECT_TRUE(ring.holds({9.999, 5}));
    EXPECT_FALSE(ring.holds({5, 5}));
    EXPECT_FALSE(ring.holds({10.001, 5}));
    EXPECT_FALSE(ring.holds({5, -0.001}));
}

TEST(Layer, TheBorderBelongsToTheArea) {
    const Feature ring = area({square(0, 0, 10), square(4, 4, 2)}, "a");
    for (const Place place :
         {Place{0, 0}, Place{10, 10}, Place{0, 5}, Place{5, 10}, Place{4, 4}, Place{5, 4}, Place{6, 6}})
        EXPECT_TRUE(ring.holds(place)) << place.latitude << " " << place.longitude;
}

TEST(Layer, ARayThroughACornerCountsOnce) {
    const Feature diamond = area({{{0, 5}, {5, 10}, {10, 5}, {5, 0}, {0, 5}}}, "a");
    EXPECT_TRUE(diamond.holds({5, 5}));
    EXPECT_FALSE(diamond.holds({5, -1}));
    EXPECT_FALSE(diamond.holds({5, 11}));
    EXPECT_FALSE(diamond.holds({10, 4}));
    EXPECT_FALSE(diamond.holds({0, 4}));
}

TEST(Layer, TheFirstAreaOfTheFileCounts) {
    Layer::Parts parts;
    parts.features.push_back(area({square(0, 0, 10)}, "large"));
    parts.features.push_back(area({square(2, 2, 2)}, "small"));
    const Layer layer(std::move(parts));
    EXPECT_EQ(layer.area_at({3, 3})->text("name"), "large");
    EXPECT_EQ(layer.area_at({11, 3}), nullptr);
    EXPECT_TRUE(layer.has_areas());
    EXPECT_TRUE(layer.has_property("name"));
    EXPECT_FALSE(layer.has_property("nome"));
}

TEST(Layer, TheNearestStreetIsTheOneWithAName) {
    Layer::Parts parts;
    parts.features.push_back(line({{52.0, 0.0}, {52.0, 0.01}}, "High Street"));
    parts.features.push_back(line({{52.0001, 0.0}, {52.0001, 0.01}}, ""));
    parts.features.push_back(line({{52.01, 0.0}, {52.01, 0.01}}, "Far Street"));
    const Layer layer(std::move(parts));
    const auto near = layer.nearest({52.0002, 0.005}, 100, "name");
    ASSERT_TRUE(near);
    EXPECT_EQ(near->feature->text("name"), "High Street");
    EXPECT_NEAR(near->metres, 22.2, 0.3);
    EXPECT_FALSE(layer.nearest({52.005, 0.005}, 100, "name"));
    EXPECT_LT(layer.nearest({52.0002, 0.005}, 100)->metres, 12);
}

TEST(Layer, FindsWhatASearchThroughAllFinds) {
    std::mt19937 chance(7);
    std::uniform_real_distribution<double> somewhere(-80, 80);
    std::uniform_real_distribution<double> side(0.01, 8);
    Layer::Parts parts;
    for (int i = 0; i < 700; ++i)
        parts.features.push_back(area({square(somewhere(chance), somewhere(chance), side(chance))}, std::to_string(i)));
    const Layer layer(std::move(parts));
    for (int i = 0; i < 3'000; ++i) {
        const Place place{somewhere(chance), somewhere(chance)};
        const Feature* found = nullptr;
        for (const Feature& feature : layer.features()) {
            if (!found && feature.holds(place)) found = &feature;
        }
        EXPECT_EQ(layer.area_at(place), found);
    }
}

TEST(Layer, NothingIsNowhere) {
    const Layer layer(Layer::Parts{});
    EXPECT_EQ(layer.area_at({0, 0}), nullptr);
    EXPECT_FALSE(layer.nearest({0, 0}, 1e6));
    EXPECT_TRUE(layer.extent().empty());
    EXPECT_FALSE(is_on_earth({std::nan(""), 0}));
    EXPECT_FALSE(is_on_earth({0, 181}));
}

}  // namespace
}  // namespace guildhall::maps
