#include "lookups.hpp"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <random>
#include <stdexcept>

#include "figures.hpp"
#include "maps/geojson.hpp"
#include "registers/addresses.hpp"

namespace guildhall::bench {
namespace {

constexpr double step = 0.001;  // degrees: a square of some hundred metres

struct Grid {
    std::size_t side;
    [[nodiscard]] maps::Place middle(std::size_t i) const {
        return {50 + (static_cast<double>(i / side) + 0.5) * step, (static_cast<double>(i % side) + 0.5) * step};
    }
};

std::string feature(std::string_view type, const std::string& coordinates, std::size_t number) {
    return fmt::format(
        R"({{"type": "Feature", "properties": {{"name": "Place {}"}}, "geometry": {{"type": "{}", "coordinates": {}}}}})",
        number, type, coordinates
    );
}

std::shared_ptr<const maps::Layer> layer_of(
    std::size_t rows, const std::function<std::string(std::size_t)>& feature_at
) {
    std::string text = R"({"type": "FeatureCollection", "features": [)";
    for (std::size_t i = 0; i < rows; ++i) text += (i ? "," : "") + feature_at(i);
    auto read = maps::read_geojson(text + "]}", "bench.geojson");
    if (!read.layer) throw std::runtime_error(read.complaints.front().text());
    return read.layer;
}

std::shared_ptr<const maps::Layer> squares(const Grid& grid, std::size_t rows) {
    return layer_of(rows, [&](std::size_t i) {
        const maps::Place at = grid.middle(i);
        const double half = step * 0.45;
        std::string ring;
        for (const auto& [x, y] : {std::pair{-1, -1}, {1, -1}, {1, 1}, {-1, 1}, {-1, -1}})
            ring += fmt::format(
                "{}[{:.6f}, {:.6f}]", ring.empty() ? "" : ", ", at.longitude + x * half, at.latitude + y * half
            );
        return feature("Polygon", "[[" + ring + "]]", i);
    });
}

std::shared_ptr<const maps::Layer> streets(const Grid& grid, std::size_t rows) {
    return layer_of(rows, [&](std::size_t i) {
        const maps::Place at = grid.middle(i);
        return feature(
            "LineString",
            fmt::format(
                "[[{:.6f}, {:.6f}], [{:.6f}, {:.6f}]]", at.longitude, at.latitude, at.longitude + step / 2, at.latitude
            ),
            i
        );
    });
}

std::shared_ptr<const registers::Register> table_of(const std::string& text) {
    auto read = registers::read_register(text, "bench.csv");
    if (!read.table) throw std::runtime_error(read.complaints.front().text());
    return read.table;
}

std::string address_at(std::size_t i) {
    return fmt::format("{} Street {},,Eastmere,,EM{} {}AA", i % 50 + 1, i / 50, i / 500, i / 50 % 10);
}

/// Nanoseconds for one of `ask(place)` with random places below `rows`, the best of five rounds.
double cost(std::size_t rows, double for_seconds, const std::function<bool(std::size_t)>& ask) {
    std::mt19937_64 random(7);
    double best = std::numeric_limits<double>::infinity();
    for (int round = 0; round < 5; ++round) {
        const auto start = Steady::now();
        std::size_t asked = 0;
        while (seconds(Steady::now() - start) < for_seconds / 5) {
            for (int i = 0; i < 20; ++i, ++asked) {
                if (!ask(random() % rows)) throw std::runtime_error("a look-up found nothing");
            }
        }
        best = std::min(best, seconds(Steady::now() - start) / static_cast<double>(asked));
    }
    return best * 1e9;
}

template <class Make>
auto timed(double& milliseconds, const Make& make) {
    const auto start = Steady::now();
    auto made = make();
    milliseconds = seconds(Steady::now() - start) * 1000;
    return made;
}

}  // namespace

base::Json measure_lookups(const LookupOptions& options) {
    const std::size_t rows = options.rows;
    const Grid grid{static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(rows))))};
    double layer_ms = 0;
    double register_ms = 0;
    double addresses_ms = 0;
    const auto areas = timed(layer_ms, [&] { return squares(grid, rows); });
    const auto lines = streets(grid, rows);

    std::string licences = "licence,kind\n";
    std::string addresses = "line1,line2,town,county,postcode\n";
    for (std::size_t i = 0; i < rows; ++i) {
        licences += fmt::format("ML-{},kind {}\n", i, i % 7);
        addresses += address_at(i) + "\n";
    }
    const auto index = timed(register_ms, [&] {
        base::Complaints complaints;
        return registers::RegisterIndex(table_of(licences), {0}, "bench.csv", complaints);
    });
    const auto source = timed(addresses_ms, [&] { return registers::addresses_of(table_of(addresses)); });
    if (!source) throw std::runtime_error(source.error().message.text);

    const auto found = [&](const std::string& asked) {
        const auto answer = (*source)->find(asked);
        return answer && !answer->empty();
    };
    base::Json::Object figures;
    const auto measure = [&](const char* name, const std::function<bool(std::size_t)>& ask) {
        figures.emplace(name, cost(rows, options.seconds, ask));
    };
    measure("area_ns", [&](std::size_t i) { return areas->area_at(grid.middle(i)) != nullptr; });
    measure("nearest_ns", [&](std::size_t i) { return lines->nearest(grid.middle(i), 500, "name").has_value(); });
    measure("key_ns", [&](std::size_t i) { return index.find({fmt::format("ML-{}", i)}).has_value(); });
    measure("postcode_ns", [&](std::size_t i) { return found(fmt::format("EM{} {}AA", i / 500, i / 50 % 10)); });
    measure("words_ns", [&](std::size_t i) { return found(fmt::format("{} street {}", i % 50 + 1, i / 50)); });
    figures.emplace("layer_ms", layer_ms);
    figures.emplace("register_ms", register_ms);
    figures.emplace("addresses_ms", addresses_ms);
    return base::Json{std::move(figures)};
}

}  // namespace guildhall::bench
