// The pictures of maps. Public: they show what ships with a service, and never where somebody put a pin.

#include <algorithm>

#include "maps/picture.hpp"
#include "maps/pictures.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/map_view.hpp"
#include "portal/internal/pages.hpp"

namespace guildhall::portal {
namespace {

base::Error no_such_picture() {
    return {base::ErrorCode::not_found, {"There is no such map."}, {"unknown map, view or size"}};
}

/// The question at `children/place`, when it has a map.
const catalogue::Question* question_at(const catalogue::Service& service, std::string_view path) {
    const auto* questions = &service.questions;
    while (true) {
        const auto slash = path.find('/');
        const auto* question = catalogue::find_question(*questions, path.substr(0, slash));
        if (!question) return nullptr;
        if (slash == std::string_view::npos)
            return question->map && !question->map->layers.empty() ? question : nullptr;
        if (!question->repeat) return nullptr;
        questions = &question->repeat->questions;
        path.remove_prefix(slash + 1);
    }
}

base::Result<catalogue::ServicePointer> version_of(const Parts& parts, std::string_view id, std::string_view hash) {
    auto current = parts.catalogue.get(id);
    if (current && current->hash == hash) return current;
    const bool is_hash = hash.size() == 64 && std::all_of(hash.begin(), hash.end(), [](char c) {
                             return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                         });
    if (!is_hash) return no_such_picture();
    auto earlier = parts.catalogue.by_hash(hash);
    if (earlier && (*earlier)->id != id) return no_such_picture();
    return earlier;
}

base::Result<http::Response> picture(const Parts& parts, const http::Request& request) {
    const auto service = version_of(parts, request.parameter("service"), request.parameter("hash"));
    if (!service) return service.error();
    const auto* question = question_at(**service, request.parameter("question"));
    const auto size = picture_size(request.parameter("size"));
    const std::string text = std::string{request.parameter("zoom")} + "/" + std::string{request.parameter("column")} +
                             "/" + std::string{request.parameter("row")};
    const auto view = maps::View::parse(text);
    // Views beyond the map have no picture, so that there are only so many to draw.
    if (!question || !size || !view || view_on(*question->map, *view) != *view) return no_such_picture();
    const std::string key = (*service)->hash + " " + std::string{request.parameter("question")} + " " + text + " " +
                            std::string{request.parameter("size")};
    const auto drawn = parts.pictures.get(key, [&] {
        std::vector<const maps::Layer*> layers;
        for (const auto& layer : question->map->layers) layers.push_back(layer.get());
        return maps::draw(layers, *view, *size);
    });
    http::Response response = http::Response::text(*drawn, "image/svg+xml");
    // The address names the version of the service, so what it shows never changes.
    response.headers.set("Cache-Control", "public, max-age=31536000, immutable");
    return response;
}

}  // namespace

void add_map_pictures(Routes& routes, const Parts& parts) {
    routes.emplace_back(
        http::Method::get, "/services/{service}/map/{hash}/{zoom}/{column}/{row}/{size}/{question*}",
        http::Access::anyone,
        [&parts](const http::Request& request, const http::Caller&) { return picture(parts, request); }
    );
}

}  // namespace guildhall::portal
