#pragma once
/// A map to choose a place on, and a picture of one. Both are pictures that the server draws; the pin lies over them.

#include <optional>
#include <string>
#include <vector>

#include "html/html.hpp"

namespace guildhall::html {

struct MapPin {
    double x = 0;  ///< pixels from the left
    double y = 0;
};
struct MapPicture {
    std::string src{};
    int width = 0;
    int height = 0;
    std::optional<MapPin> pin{};
};
struct MapButton {
    std::string value{};
    std::string symbol{};  ///< what is seen: `+`
    std::string text{};    ///< what it is called
};
struct MapKey {
    Html swatch{};
    std::string text{};
};
/// Without scripts each picture is the button of a form (HTML, 4.10.5.1.18): the browser sends where it was pressed, in
/// pixels of the picture as shown, so that there is one for narrow screens and one for wide ones, neither scaled.
struct Map {
    std::string id{};      ///< before the names of the controls
    std::string action{};  ///< where pressing leads: the page, with the map's own fragment
    MapPicture wide{};
    MapPicture narrow{};
    std::string name{};    ///< what the map is called
    std::string press{};   ///< what pressing the picture does
    std::string keys{};    ///< how the keys move it, when the script runs
    std::string status{};  ///< where the pin is
    std::string view{};    ///< what the pictures show, for the next press
    std::vector<MapButton> buttons{};
    std::vector<MapButton> pin_buttons{};
    std::vector<MapKey> legend{};
    std::string legend_title{};
};
[[nodiscard]] Html map(const Map& options);

/// To look at alone.
[[nodiscard]] Html map_picture(const MapPicture& picture, const std::string& alt);

}  // namespace guildhall::html
