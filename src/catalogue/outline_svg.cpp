// The diagram of pages and branches.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/markup.hpp"
#include "base/text.hpp"
#include "catalogue/outline.hpp"

namespace guildhall::catalogue {
namespace {

constexpr int box_width = 300, line_height = 18, padding = 10, gap = 26, indent = 44, margin = 24;
constexpr std::size_t line_length = 38;
constexpr std::size_t most_lines = 4;

/// Words in lines of about `length` characters, at most `most_lines`.
std::vector<std::string> wrapped(std::string_view text, std::size_t length) {
    std::vector<std::string> lines(1);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        std::string& last = lines.back();
        if (!last.empty() && base::code_point_count(last) + 1 + base::code_point_count(word) > length) {
            if (lines.size() == most_lines) {
                last += " …";
                return lines;
            }
            lines.emplace_back(word);
        } else {
            if (!last.empty()) last += ' ';
            last += word;
        }
    }
    return lines;
}

std::string first_line(std::string_view text, std::size_t length) {
    const auto lines = wrapped(text, length);
    return lines.size() > 1 ? lines.front() + " …" : lines.front();
}

/// Draws from top to bottom and knows how far it came.
class Diagram {
public:
    std::string take(const Service& service) {
        heading(service.title, 22);
        for (const OutlineLine& line : outline(service)) {
            close_frames(line);
            switch (line.kind) {
                case OutlineLine::Kind::section:
                    heading(line.text + (line.condition.empty() ? "" : " — when " + line.condition), 17);
                    break;
                case OutlineLine::Kind::page:
                    box(line);
                    break;
                case OutlineLine::Kind::member:
                    frames_.push_back({line.depth, y_ - gap / 2, left(line.depth) - indent / 2});
                    break;
                case OutlineLine::Kind::question:
                    break;
                case OutlineLine::Kind::party:
                    party(line);
                    break;
                case OutlineLine::Kind::fee:
                    heading(fmt::format("To pay: {} [{}]", line.text, line.about), 15);
                    break;
                case OutlineLine::Kind::outcome:
                    outcome(line);
                    break;
            }
        }
        while (!frames_.empty()) close_frame();
        const int height = y_ + margin;
        return fmt::format(
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
                   "role=\"img\" font-family=\"sans-serif\" font-size=\"13\">\n<title>{2}</title>\n"
                   "<rect width=\"{0}\" height=\"{1}\" fill=\"#ffffff\"/>\n",
                   width_ + margin, height, base::escaped(service.title)
               ) +
               frames_drawn_ + drawn_ + "</svg>\n";
    }

private:
    struct Frame {
        int depth = 0;
        int top = 0;
        int left = 0;
    };

    static int left(int depth) { return margin + depth * indent; }

    void text(int x, int y, std::string_view words, int size, std::string_view colour, bool bold = false) {
        drawn_ += fmt::format(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{}>{}</text>\n", x, y, size, colour,
            bold ? " font-weight=\"bold\"" : "", base::escaped(words)
        );
        width_ = std::max(width_, x + static_cast<int>(base::code_point_count(words)) * size * 6 / 10);
    }

    void heading(const std::string& words, int size) {
        y_ += size + 8;
        text(margin, y_, words, size, "#0b0c0c", true);
        y_ += gap / 2;
        ways_.clear();
    }

    void close_frame() {
        const Frame frame = frames_.back();
        frames_.pop_back();
        frames_drawn_ += fmt::format(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\" fill=\"#f3f6f8\" stroke=\"#8a949b\" "
            "stroke-dasharray=\"5 4\"/>\n",
            frame.left, frame.top, box_width + indent * 2, y_ - frame.top - gap / 3
        );
        width_ = std::max(width_, frame.left + box_width + indent * 2);
    }

    void close_frames(const OutlineLine& line) {
        while (!frames_.empty() && (line.depth < frames_.back().depth || line.kind == OutlineLine::Kind::section ||
                                    (line.kind == OutlineLine::Kind::member && line.depth <= frames_.back().depth))) {
            close_frame();
            y_ += gap / 3;
        }
    }

    void arrow(int x, int from, int to) {
        drawn_ += fmt::format(
            "<path d=\"M{0} {1}V{2}M{3} {4}L{0} {2}L{5} {4}\" fill=\"none\" stroke=\"#505a5f\"/>\n", x, from, to, x - 4,
            to - 5, x + 4
        );
    }

    void box(const OutlineLine& line) {
        const bool branch = !line.condition.empty();
        const auto lines = wrapped(line.number + ". " + line.text, line_length);
        const int height = static_cast<int>(lines.size()) * line_height + 2 * padding + (line.about.empty() ? 0 : 14);
        const int x = left(line.depth) + (branch ? indent : 0);
        const int way = left(line.depth) + 14;
        // The way goes on past a page that is not always shown, and turns off to it.
        int& from = ways_[line.depth];
        if (from > 0 && branch) {
            drawn_ += fmt::format(
                "<path d=\"M{} {}V{}H{}\" fill=\"none\" stroke=\"#505a5f\"/>\n", way, from, y_ + height / 2, x
            );
        } else if (from > 0) {
            arrow(way, from, y_);
        }
        drawn_ += fmt::format(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"{}\" stroke=\"#1d70b8\"{}/>\n", x, y_,
            box_width, height, branch ? "#eef4fa" : "#ffffff", branch ? " stroke-dasharray=\"6 3\"" : ""
        );
        int baseline = y_ + padding + 12;
        for (const std::string& words : lines) {
            text(x + padding, baseline, words, 13, "#0b0c0c");
            baseline += line_height;
        }
        if (!line.about.empty())
            text(x + padding, baseline - 3, first_line(line.about, line_length + 6), 11, "#505a5f");
        if (branch) {
            int beside = y_ + padding + 8;
            for (const std::string& words : wrapped("when " + line.condition, 60)) {
                text(x + box_width + 10, beside, words, 11, "#7a3d00");
                beside += 14;
            }
        }
        width_ = std::max(width_, x + box_width);
        from = branch ? (from > 0 ? y_ + height / 2 : 0) : y_ + height;
        ways_.erase(ways_.upper_bound(line.depth), ways_.end());
        y_ += height + gap;
    }

    void party(const OutlineLine& line) {
        drawn_ += fmt::format(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"34\" rx=\"17\" fill=\"#f6f1fa\" stroke=\"#4c2c92\"/>\n",
            margin, y_, box_width
        );
        text(margin + 16, y_ + 22, first_line("also: " + line.text, line_length), 13, "#0b0c0c");
        text(margin + box_width + 10, y_ + 15, line.about, 11, "#505a5f");
        if (!line.condition.empty()) text(margin + box_width + 10, y_ + 29, "when " + line.condition, 11, "#7a3d00");
        y_ += 34 + gap / 2;
    }

    void outcome(const OutlineLine& line) {
        const bool good = line.about.starts_with("granted");
        drawn_ += fmt::format(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"34\" rx=\"17\" fill=\"{}\" stroke=\"{}\"/>\n", margin, y_,
            box_width, good ? "#e7f3ea" : "#f8eeee", good ? "#00703c" : "#942514"
        );
        text(margin + 16, y_ + 22, first_line(line.text.empty() ? line.about : line.text, line_length), 13, "#0b0c0c");
        text(margin + box_width + 10, y_ + 15, line.about, 11, "#505a5f");
        text(margin + box_width + 10, y_ + 29, "when " + line.condition, 11, "#7a3d00");
        y_ += 34 + gap / 2;
    }

    std::string drawn_, frames_drawn_;
    std::vector<Frame> frames_;
    std::map<int, int> ways_;  ///< by depth: down to where the way is drawn; 0: nothing above leads on
    int y_ = margin / 2;
    int width_ = 0;
};

}  // namespace

std::string outline_svg(const Service& service) {
    return Diagram().take(service);
}

}  // namespace guildhall::catalogue
