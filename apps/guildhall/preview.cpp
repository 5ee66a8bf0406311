#include <array>
#include <cstdio>
#include <fstream>

#include "base/json.hpp"
#include "catalogue/load.hpp"
#include "catalogue/outline.hpp"
#include "commands.hpp"

namespace guildhall::app {
namespace {

std::string_view kind_name(catalogue::OutlineLine::Kind kind) {
    constexpr std::array<std::string_view, 7> names{"section", "page", "question", "member", "party", "fee", "outcome"};
    return names.at(static_cast<std::size_t>(kind));
}

base::Json as_json(const catalogue::Service& service) {
    base::Json::Array lines;
    for (const auto& line : catalogue::outline(service)) {
        base::Json one;
        one.set("kind", kind_name(line.kind));
        one.set("depth", line.depth);
        one.set("number", line.number);
        one.set("text", line.text);
        one.set("about", line.about);
        one.set("when", line.condition);
        lines.push_back(std::move(one));
    }
    return base::Json::Object{{"service", service.id}, {"title", service.title}, {"lines", std::move(lines)}};
}

}  // namespace

int preview(const PreviewOptions& options) {
    const auto loaded = catalogue::load_folder(options.service);
    for (const auto& complaint : loaded.complaints) std::fputs((complaint.text() + "\n").c_str(), stderr);
    if (!loaded.service) return 2;
    const auto& service = loaded.service->in_language(options.language);
    if (options.json) {
        std::puts(as_json(service).text().c_str());
        return 0;
    }
    if (options.svg.empty()) {
        std::fputs(catalogue::outline_text(service).c_str(), stdout);
        return 0;
    }
    std::ofstream file(options.svg, std::ios::binary);
    file << catalogue::outline_svg(service);
    file.close();
    if (file) return 0;
    std::fputs((options.svg.string() + " cannot be written\n").c_str(), stderr);
    return 2;
}

}  // namespace guildhall::app
