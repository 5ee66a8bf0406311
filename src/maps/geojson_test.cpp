#include "maps/geojson.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "support/source_directory.hpp"

namespace guildhall::maps {
namespace {

using ::testing::HasSubstr;

std::string around(const std::string& feature) {
    return "{\"type\": \"FeatureCollection\", \"features\": [\n" + feature + "\n]}";
}
std::string shape(const std::string& type, const std::string& coordinates) {
    return around(fmt::format(
        R"({{"type": "Feature", "properties": {{"name": "x"}}, "geometry": {{"type": "{}", "coordinates": {}}}}})",
        type, coordinates
    ));
}
/// What is wrong, or `right`.
std::string told(const std::string& bytes) {
    const auto read = read_geojson(bytes, "layers/a.geojson");
    EXPECT_EQ(read.layer == nullptr, !read.complaints.empty());
    return read.complaints.empty() ? "right" : read.complaints.front().text();
}
std::shared_ptr<const Layer> layer(const std::string& bytes) {
    auto read = read_geojson(bytes, "a.geojson");
    EXPECT_TRUE(read.complaints.empty()) << read.complaints.front().text();
    return read.layer;
}

TEST(Geojson, ReadsEveryShape) {
    EXPECT_EQ(told(shape("Point", "[9.9, 57.0]")), "right");
    EXPECT_EQ(told(shape("MultiPoint", "[[9.9, 57.0], [9.8, 57.1, 12]]")), "right");
    EXPECT_EQ(told(shape("LineString", "[[9.9, 57.0], [9.8, 57.1]]")), "right");
    EXPECT_EQ(told(shape("MultiLineString", "[[[9.9, 57.0], [9.8, 57.1]]]")), "right");
    EXPECT_EQ(told(shape("Polygon", "[[[0, 0], [2, 0], [2, 2], [0, 0]]]")), "right");
    EXPECT_EQ(
        told(shape("MultiPolygon", "[[[[0, 0], [2, 0], [2, 2], [0, 0]]], [[[4, 4], [5, 4], [5, 5], [4, 4]]]]")), "right"
    );
    EXPECT_EQ(told(around(R"({"type": "Feature", "geometry": null, "properties": null})")), "right");
    EXPECT_EQ(told(R"({"features": [], "type": "FeatureCollection", "crs": {"a": [1, {"b": null}]}})"), "right");
}

TEST(Geojson, KeepsPropertiesAsTheyWereWritten) {
    const auto read = layer(around(
        R"({"geometry": {"coordinates": [1, 2], "type": "Point"}, "type": "Feature",)"
        R"( "properties": {"name": "K\u00f8benhavn \ud83d\ude00", "rate": 1.50, "open": true, "more": {"a": 1}}})"
    ));
    const Feature& feature = read->features().front();
    EXPECT_EQ(feature.text("name"), "København 😀");
    EXPECT_EQ(*feature.find("rate"), (Property{Property::Kind::number, "1.50"}));
    EXPECT_EQ(*feature.find("open"), (Property{Property::Kind::boolean, "true"}));
    EXPECT_EQ(feature.find("more"), nullptr);
}

TEST(Geojson, SaysWhatItCovers) {
    const auto read = layer(
        R"({"type": "FeatureCollection", "title": {"en": "Parks", "cy": "Parciau"}, "bbox": [0, 50, 1, 51], "features": []})"
    );
    EXPECT_EQ(read->title("cy"), "Parciau");
    EXPECT_EQ(read->title("nb"), "Parks");
    EXPECT_TRUE(read->extent().holds({50.5, 0.5}));
    EXPECT_FALSE(read->extent().holds({49.9, 0.5}));
}

TEST(Geojson, RefusesWithThePlace) {
    EXPECT_EQ(
        told(shape("Point", "[57.0, 99.0]")),
        "layers/a.geojson:2:95: error: found longitude 57, latitude 99; expected -180 to 180 and -90 to 90, the "
        "longitude "
        "first"
    );
    EXPECT_THAT(told(shape("Polygon", "[[[0, 0], [2, 0], [2, 2], [1, 1]]]")), HasSubstr("not closed"));
    EXPECT_THAT(told(shape("Polygon", "[[[0, 0], [2, 0], [0, 0]]]")), HasSubstr("fewer than four positions"));
    EXPECT_THAT(told(shape("LineString", "[[0, 0]]")), HasSubstr("a line of one position"));
    EXPECT_THAT(told(shape("LineString", "[[179, 0], [-179, 0]]")), HasSubstr("180th meridian"));
    EXPECT_THAT(told(shape("Polygon", "[[0, 0], [2, 0], [2, 2], [0, 0]]")), HasSubstr("not those of a Polygon"));
    EXPECT_THAT(told(shape("Point", "[]")), HasSubstr("without positions"));
    EXPECT_THAT(told(shape("Point", "[1]")), HasSubstr("longitude, latitude"));
    EXPECT_THAT(told(shape("Point", "[1, \"2\"]")), HasSubstr("expected a number"));
    EXPECT_THAT(told(shape("Point", "[1e999, 2]")), HasSubstr("too large"));
    EXPECT_THAT(told(shape("LineString", "[[0, 0], [[1, 1]]]")), HasSubstr("different depths"));
    EXPECT_THAT(told(shape("Point", "[[[[[1, 1]]]]]")), HasSubstr("too deep"));
    EXPECT_THAT(
        told(around(R"({"type": "Feature", "geometry": {"type": "GeometryCollection", "geometries": []}})")),
        HasSubstr("found the geometry `GeometryCollection`")
    );
    EXPECT_THAT(told(R"({"type": "Feature"})"), HasSubstr("expected `FeatureCollection`"));
    EXPECT_THAT(told(R"({"type": "FeatureCollection"})"), HasSubstr("no `features`"));
    EXPECT_THAT(told(R"({"type": "FeatureCollection", "type": 1})"), HasSubstr("twice"));
    EXPECT_THAT(
        told(R"({"type": "FeatureCollection", "features": [], "bbox": [10, 0, -10, 1]})"), HasSubstr("180th meridian")
    );
    EXPECT_THAT(told(around(R"({"type": "Feature", "properties": {"a": 1, "a": 2}})")), HasSubstr("`a` twice"));
}

TEST(Geojson, RefusesWhatIsNoJson) {
    for (const char* bytes :
         {"", "{", "[]", "{\"type\": NaN}", "{\"type\": 01}", "{\"type\": \"a\nb\"}", "{\"type\": \"\\q\"}",
          "{\"type\": \"\\ud800\"}", "{\"a\": 1,}", "{\"type\": \"FeatureCollection\", \"features\": []} x", "\xff"})
        EXPECT_THAT(told(bytes), HasSubstr("layers/a.geojson:")) << bytes;
    EXPECT_THAT(told(std::string(100'000, '[')), HasSubstr("error"));
    EXPECT_THAT(told("{\"a\": " + std::string(100'000, '[')), HasSubstr("deeper than 32"));
}

TEST(Geojson, ReadsWhatShips) {
    for (const char* name :
         {"services/bank/layers/streets.geojson", "services/bank/layers/ground.geojson",
          "services/bank/layers/town.geojson", "services/fell-a-tree/layers/protected-areas.geojson"})
        EXPECT_EQ(told(tests::text_of(tests::source_directory() / name)), "right") << name;
}

}  // namespace
}  // namespace guildhall::maps
