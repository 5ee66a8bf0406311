#include "maps/picture.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "maps/internal/labels.hpp"
#include "maps/internal/shapes.hpp"
#include "maps/internal/styles.hpp"

namespace guildhall::maps {
namespace {

using internal::Frame;
using internal::Line;
using internal::Style;
using internal::styles;
using Shape = Feature::Shape;

constexpr int margin = 24;  // pixels around the picture that are drawn too: the edges of what is cut stay outside

/// A feature on its way into the picture: its lines or rings in pixels, cut.
struct Shown {
    const Feature* feature = nullptr;
    std::vector<Line> lines;
};

/// Tenths of pixels are all that anybody sees, and whole numbers are written fast.
void add_number(std::string& out, double value) {
    const auto tenths = static_cast<int>(std::lround(value * 10));
    if (tenths < 0) out += '-';
    const int size = std::abs(tenths);
    char digits[16];
    const auto [end, error] = std::to_chars(digits, digits + sizeof digits, size / 10);
    out.append(digits, end);
    if (size % 10 != 0) {
        out += '.';
        out += static_cast<char>('0' + size % 10);
    }
}

void add_point(std::string& out, char command, Pixel at) {
    out += command;
    add_number(out, at.x);
    out += ' ';
    add_number(out, at.y);
}

std::string shape_of(const std::vector<Line>& lines, bool closed) {
    std::string out;
    for (const Line& line : lines) {
        char command = 'M';
        for (const Pixel& at : line) {
            add_point(out, command, at);
            command = 'L';
        }
        if (closed) out += 'Z';
    }
    return out;
}

class Picture {
public:
    Picture(View view, Size size) : view_(view), size_(size), labels_(size) {
        frame_ = {
            -margin, -margin, static_cast<double>(size.width + margin), static_cast<double>(size.height + margin)
        };
        shown_.resize(styles().size());
    }

    std::string draw(const std::vector<const Layer*>& layers) {
        gather(layers);
        out_ = fmt::format(
            R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" font-family="'Atkinson Hyperlegible Next','Atkinson Hyperlegible','Source Sans 3','Helvetica Neue',Arial,sans-serif"><rect width="{0}" height="{1}" fill="{2}"/>)",
            size_.width, size_.height, internal::ground
        );
        for (std::size_t i = 0; i < styles().size(); ++i) {
            // Streets meet without a seam when all edges lie below all surfaces.
            if (styles()[i].kind == "street") casings();
            if (!shown_[i].empty()) kind(styles()[i], shown_[i]);
        }
        const std::string scale = scale_bar();
        const std::string credit = attribution(layers);
        names();
        out_ += std::move(labels_).take() + scale + credit + "</svg>";
        return std::move(out_);
    }

private:
    /// What meets the picture, by style; what is too much for one picture is left out, small things first.
    void gather(const std::vector<const Layer*>& layers) {
        const Box box = box_of(view_, size_, margin);
        std::vector<std::vector<const Feature*>> found(styles().size());
        std::vector<std::size_t> points(styles().size());
        std::size_t all = 0;
        for (const Layer* layer : layers) {
            for (const Feature* feature : layer->meeting(box)) {
                const std::size_t style = internal::style_of(*feature);
                if (view_.zoom < styles()[style].least_zoom) continue;
                found[style].push_back(feature);
                points[style] += feature->points.size();
                all += feature->points.size();
            }
        }
        for (const std::string_view kind : {"landmark", "building", "path"}) {
            for (std::size_t i = 0; i < styles().size() && all > most_points; ++i) {
                if (styles()[i].kind != kind) continue;
                all -= points[i];
                found[i].clear();
            }
        }
        std::size_t left = most_points;
        for (std::size_t i = 0; i < found.size(); ++i) {
            for (const Feature* feature : found[i]) {
                if (feature->points.size() > left) continue;
                left -= feature->points.size();
                add(i, *feature);
            }
        }
    }

    void add(std::size_t style, const Feature& feature) {
        Shown shown{&feature, {}};
        if (feature.shape == Shape::points) {
            for (const Place point : feature.points) {
                if (const Pixel at = pixel_of(view_, size_, point); frame_.holds(at)) shown.lines.push_back({at});
            }
        }
        std::size_t from = 0;
        for (const std::uint32_t end : feature.part_ends) {
            Line line;
            line.reserve(end - from);
            for (std::size_t i = from; i < end; ++i) line.push_back(pixel_of(view_, size_, feature.points[i]));
            from = end;
            const internal::Inside inside = internal::inside_of(line, frame_);
            if (inside == internal::Inside::none) continue;
            line = internal::simplified(line);
            if (inside == internal::Inside::all) {
                if (feature.shape == Shape::areas) line.pop_back();
                if (line.size() > 1) shown.lines.push_back(std::move(line));
            } else if (feature.shape == Shape::areas) {
                if (Line cut = internal::cut_ring(line, frame_); !cut.empty()) shown.lines.push_back(std::move(cut));
            } else {
                for (Line& piece : internal::cut_line(line, frame_)) shown.lines.push_back(std::move(piece));
            }
        }
        if (!shown.lines.empty()) shown_[style].push_back(std::move(shown));
    }

    void lines(const std::vector<Shown>& all, std::string_view colour, double width, std::string_view dash) {
        std::string shape;
        for (const Shown& shown : all) shape += shape_of(shown.lines, false);
        out_ += fmt::format(
            R"(<path fill="none" stroke="{}" stroke-width="{:.1f}" stroke-linecap="{}" stroke-linejoin="round"{} d="{}"/>)",
            colour, width, dash.empty() ? "round" : "butt",
            dash.empty() ? std::string{} : fmt::format(R"( stroke-dasharray="{}")", dash), shape
        );
    }

    void casings() {
        for (std::size_t i = 0; i < styles().size(); ++i) {
            const Style& style = styles()[i];
            if (style.casing.empty() || shown_[i].empty()) continue;
            lines(shown_[i], style.casing, internal::width_at(style, view_.zoom) + 2, {});
        }
    }

    void kind(const Style& style, const std::vector<Shown>& all) {
        switch (style.shape) {
            case Shape::lines:
                lines(all, style.line, internal::width_at(style, view_.zoom), style.dash);
                break;
            case Shape::areas: {
                std::string attributes = fmt::format(R"( fill="{}" fill-rule="evenodd")", style.fill);
                if (!style.opacity.empty()) attributes += fmt::format(R"( fill-opacity="{}")", style.opacity);
                if (!style.line.empty()) {
                    attributes += fmt::format(
                        R"( stroke="{}" stroke-width="{}")", style.line, style.width > 0 ? style.width : 1.0
                    );
                }
                if (!style.dash.empty()) attributes += fmt::format(R"( stroke-dasharray="{}")", style.dash);
                out_ += "<g" + attributes + ">";
                for (const Shown& shown : all) out_ += R"(<path d=")" + shape_of(shown.lines, true) + R"("/>)";
                out_ += "</g>";
                break;
            }
            case Shape::points:
                if (style.fill.empty()) break;
                for (const Shown& shown : all) {
                    for (const Line& at : shown.lines) {
                        out_ += fmt::format(
                            R"(<circle cx="{:.1f}" cy="{:.1f}" r="3.5" fill="{}" stroke="#fffdf8"/>)", at.front().x,
                            at.front().y, style.fill
                        );
                    }
                }
                break;
        }
    }

    /// Those of places first, then of areas that somebody asks about, then of streets, large ones first.
    void names() {
        for (std::size_t i = styles().size(); i-- > 0;) {
            const Style& style = styles()[i];
            if (view_.zoom < style.label_zoom) continue;
            std::vector<const Shown*> order;
            for (const Shown& shown : shown_[i]) {
                if (!shown.feature->text("name").empty()) order.push_back(&shown);
            }
            if (style.shape == Shape::lines) {
                std::stable_sort(order.begin(), order.end(), [](const Shown* a, const Shown* b) {
                    return internal::length_of(a->lines.front()) > internal::length_of(b->lines.front());
                });
            }
            for (const Shown* shown : order) name(style, *shown);
        }
    }

    void name(const Style& style, const Shown& shown) {
        const std::string& name = shown.feature->text("name");
        switch (style.shape) {
            case Shape::lines:
                labels_.along(shown.lines, name, style);
                break;
            case Shape::points:
                labels_.below(shown.lines.front().front(), name, style);
                break;
            case Shape::areas: {
                const auto [middle, room] = middle_of_area(shown.lines.front());
                labels_.at(middle, room, name, style);
                break;
            }
        }
    }

    /// Where a name stands in an area: the middle of its widest part on the row through the middle of its box.
    std::pair<Pixel, double> middle_of_area(const Line& ring) const {
        Frame box{1e9, 1e9, -1e9, -1e9};
        for (const Pixel& at : ring) {
            const double x = std::clamp(at.x, 0.0, static_cast<double>(size_.width));
            const double y = std::clamp(at.y, 0.0, static_cast<double>(size_.height));
            box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x), std::max(box.bottom, y)};
        }
        const double row = (box.top + box.bottom) / 2 + 0.01;
        std::vector<double> crossings;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Pixel a = ring[i];
            const Pixel b = ring[(i + 1) % ring.size()];
            if ((a.y > row) == (b.y > row)) continue;
            const double x = a.x + (row - a.y) / (b.y - a.y) * (b.x - a.x);
            crossings.push_back(std::clamp(x, 0.0, static_cast<double>(size_.width)));
        }
        std::sort(crossings.begin(), crossings.end());
        std::pair<Pixel, double> best{{(box.left + box.right) / 2, row}, 0};
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
            const double room = crossings[i + 1] - crossings[i];
            if (room > best.second) best = {{(crossings[i] + crossings[i + 1]) / 2, row}, room};
        }
        return best;
    }

    /// The longest round length of at most some hundred pixels.
    std::string scale_bar() {
        constexpr double most_pixels = 110;
        const double per_pixel = metres_per_pixel(view_);
        if (!(per_pixel > 0)) return {};
        double metres = std::pow(10, std::floor(std::log10(most_pixels * per_pixel)));
        for (const double times : {5.0, 2.0}) {
            if (metres * times <= most_pixels * per_pixel) {
                metres *= times;
                break;
            }
        }
        const double pixels = metres / per_pixel;
        const double y = size_.height - 10;
        labels_.keep_free({0, y - 22, pixels + 24, static_cast<double>(size_.height)});
        const std::string words =
            metres >= 1000 ? fmt::format("{:.0f} km", metres / 1000) : fmt::format("{:.0f} m", metres);
        return fmt::format(
            R"(<path d="M10 {0}v5h{1:.1f}v-5" fill="none" stroke="#fffdf8" stroke-width="4.5"/><path d="M10 {0}v5h{1:.1f}v-5" fill="none" stroke="#3b3833" stroke-width="1.6"/><text x="14" y="{2}" font-size="11.5" fill="#3b3833" stroke="#fffdf8" stroke-width="3" paint-order="stroke">{3}</text>)",
            y - 5, pixels, y - 6, words
        );
    }

    std::string attribution(const std::vector<const Layer*>& layers) {
        std::string words;
        for (const Layer* layer : layers) {
            if (layer->attribution().empty() || words.find(layer->attribution()) != std::string::npos) continue;
            words += (words.empty() ? "" : ", ") + layer->attribution();
        }
        if (words.empty()) return {};
        labels_.keep_free(
            {size_.width - 6.0 * static_cast<double>(words.size()) - 8, size_.height - 18.0,
             static_cast<double>(size_.width), static_cast<double>(size_.height)}
        );
        return fmt::format(
            R"(<text x="{}" y="{}" font-size="10.5" text-anchor="end" fill="#3b3833" stroke="#fffdf8" stroke-width="3" paint-order="stroke">{}</text>)",
            size_.width - 6, size_.height - 6, internal::escaped(words)
        );
    }

    View view_;
    Size size_;
    Frame frame_;
    internal::Labels labels_;
    std::vector<std::vector<Shown>> shown_;  ///< by style
    std::string out_;
};

}  // namespace

std::string draw(const std::vector<const Layer*>& layers, View view, Size size) {
    return Picture(view, size).draw(layers);
}

std::vector<std::string> kinds_for_legend(const std::vector<const Layer*>& layers) {
    std::vector<bool> there(styles().size());
    for (const Layer* layer : layers) {
        for (const Feature& feature : layer->features()) there[internal::style_of(feature)] = true;
    }
    std::vector<std::string> kinds;
    for (std::size_t i = 0; i < there.size(); ++i) {
        if (there[i] && styles()[i].in_legend) kinds.emplace_back(styles()[i].kind);
    }
    return kinds;
}

std::string swatch(std::string_view kind) {
    for (const Style& style : styles()) {
        if (style.kind != kind || style.shape != Shape::areas) continue;
        return fmt::format(
            R"(<svg width="22" height="14" viewBox="0 0 22 14" aria-hidden="true" focusable="false"><rect x="1" y="1" width="20" height="12" fill="{}" fill-opacity="{}" stroke="{}"{}/></svg>)",
            style.fill, style.opacity.empty() ? "1" : ".25", style.line.empty() ? style.label : style.line,
            style.dash.empty() ? "" : R"( stroke-width="2" stroke-dasharray="4 2")"
        );
    }
    return {};
}

}  // namespace guildhall::maps
