#include "maps/picture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/xml.hpp"
#include "maps/geojson.hpp"
#include "maps/pictures.hpp"
#include "support/source_directory.hpp"

namespace guildhall::maps {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr Place market{52.948, 0.312};

std::vector<std::shared_ptr<const Layer>> town() {
    std::vector<std::shared_ptr<const Layer>> layers;
    for (const char* name : {"bank/layers/ground", "bank/layers/streets", "fell-a-tree/layers/protected-areas"}) {
        const auto file = tests::source_directory() / "services" / (std::string{name} + ".geojson");
        layers.push_back(read_geojson(tests::text_of(file), name).layer);
    }
    return layers;
}
std::vector<const Layer*> pointers(const std::vector<std::shared_ptr<const Layer>>& layers) {
    std::vector<const Layer*> out;
    for (const auto& layer : layers) out.push_back(layer.get());
    return out;
}

TEST(View, TurnsPlacesToPixelsAndBack) {
    for (const int zoom : {9, 13, 17, 19}) {
        for (const Place place : {market, Place{-33.9, 151.2}, Place{64.1, -21.9}, Place{0, 0}}) {
            const View view = view_at(place, zoom);
            const Size size{600, 400};
            const Pixel pixel = pixel_of(view, size, place);
            EXPECT_NEAR(pixel.x, 300, view_step);
            EXPECT_NEAR(pixel.y, 200, view_step);
            const Place back = place_at(view, size, pixel);
            EXPECT_NEAR(back.latitude, place.latitude, 1e-9);
            EXPECT_NEAR(back.longitude, place.longitude, 1e-9);
        }
    }
    EXPECT_NEAR(metres_per_pixel(view_at({0, 0}, 10)), 152.87, 0.01);
}

TEST(View, ReadsWhatItWrites) {
    const View view = view_at(market, 16);
    EXPECT_EQ(View::parse(view.text()), view);
    for (const char* wrong :
         {"", "16", "16/1", "16/1/2/3", "8/1/1", "20/1/1", "16/-1/2", "16/99999999999/2", "x/1/2", "16/1/ 2", "16/1/2 ",
          "99999999999999999999/1/1", "16/1.5/2", "9/16385/0"})
        EXPECT_FALSE(View::parse(wrong)) << wrong;
}

TEST(View, StaysOnTheMap) {
    const Box box{0.2, 52.9, 0.4, 53.0};
    const View inside = view_at(market, 15);
    EXPECT_EQ(within(inside, box), inside);
    const Place edge = middle_of(within(view_at({10, 10}, 19), box));
    EXPECT_NEAR(edge.latitude, 52.9, 1e-4);
    EXPECT_NEAR(edge.longitude, 0.4, 1e-4);
    EXPECT_EQ(zoomed(inside, 99).zoom, most_zoom);
    EXPECT_EQ(moved(inside, -80, 0).column, inside.column - 10);
}

TEST(Picture, IsXmlWithNamesAndNothingFromElsewhere) {
    const auto layers = town();
    for (const int zoom : {9, 13, 15, 16, 17, 19}) {
        const std::string svg = draw(pointers(layers), view_at(market, zoom), {608, 416});
        const auto read = base::parse_xml(svg, "map.svg");
        EXPECT_TRUE(read.root && read.complaints.empty()) << zoom;
        EXPECT_THAT(svg, Not(HasSubstr("http://www.w3.org/1999/xlink")));
        EXPECT_THAT(svg, Not(HasSubstr("<script")));
        EXPECT_THAT(svg, Not(HasSubstr(" style=")));
        EXPECT_LT(svg.size(), 400'000U);
    }
    EXPECT_THAT(draw(pointers(layers), view_at(market, 16), {608, 416}), HasSubstr(">Market Place</text>"));
}

TEST(Picture, WritesNamesAsText) {
    const auto read = read_geojson(
        R"({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"kind": "landmark", "name": "<b>\"A\" & B\u0007</b>"}, "geometry": {"type": "Point", "coordinates": [0.312, 52.948]}}]})",
        "a"
    );
    ASSERT_TRUE(read.layer);
    const std::string svg = draw({read.layer.get()}, view_at(market, 16), {608, 416});
    EXPECT_THAT(svg, HasSubstr(">&lt;b&gt;&quot;A&quot; &amp; B&lt;/b&gt;</text>"));
}

TEST(Picture, HoldsNoMorePointsThanItMay) {
    std::string features;
    for (int i = 0; i < 3'000; ++i) {
        std::string ring;
        for (int k = 0; k < 40; ++k)
            ring += "[" + std::to_string(0.31 + 0.0001 * (k % 20)) + "," +
                    std::to_string(52.94 + 0.0002 * ((k * 7) % 20)) + "],";
        features +=
            (i > 0 ? "," : "") +
            std::string{
                R"({"type":"Feature","properties":{"kind":"park"},"geometry":{"type":"Polygon","coordinates":[[)"
            } +
            ring + "[0.31,52.94]]]}}";
    }
    const auto read = read_geojson(R"({"type":"FeatureCollection","features":[)" + features + "]}", "a");
    ASSERT_TRUE(read.layer) << read.complaints.front().text();
    const std::string svg = draw({read.layer.get()}, view_at(market, 15), {608, 416});
    // Where a ring is cut it gains some.
    EXPECT_LE(std::count(svg.begin(), svg.end(), 'L'), static_cast<std::ptrdiff_t>(most_points * 3 / 2));
}

TEST(Picture, HasALegend) {
    const auto layers = town();
    EXPECT_THAT(kinds_for_legend(pointers(layers)), ::testing::ElementsAre("park", "wood", "water", "area"));
    EXPECT_THAT(swatch("park"), HasSubstr("<svg"));
}

TEST(Pictures, AreDrawnOnceAndKeptWithinBounds) {
    Pictures pictures(1'000);
    int drawn = 0;
    const auto draw_one = [&] {
        ++drawn;
        return std::string(300, 'x');
    };
    (void)pictures.get("a", draw_one);
    (void)pictures.get("a", draw_one);
    EXPECT_EQ(drawn, 1);
    for (const char* key : {"b", "c", "d"}) (void)pictures.get(key, draw_one);
    EXPECT_LE(pictures.bytes(), 1'000U);
    (void)pictures.get("d", draw_one);
    EXPECT_EQ(drawn, 4);
    (void)pictures.get("a", draw_one);
    EXPECT_EQ(drawn, 5);
}

}  // namespace
}  // namespace guildhall::maps
