#include <cstdio>
#include <fstream>

#include <fmt/format.h>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "catalogue/load.hpp"
#include "commands.hpp"
#include "walking/walk.hpp"

namespace guildhall::app {
namespace {

/// Walks that may find nothing new before `--all` gives up on what is left.
constexpr int fruitless_walks = 40;
constexpr int most_walks = 400;
/// Walks that may end at a loss for an answer; another seed mostly finds one.
constexpr int most_losses = 5;

/// Keeps each page as a file, the last of those at the same address.
void keep(const std::filesystem::path& folder, const std::string& address, const std::string& html) {
    std::string name = address;
    for (char& c : name) {
        if (c == '/') c = '.';
    }
    while (name.starts_with('.')) name.erase(0, 1);
    std::ofstream(folder / (name + ".html"), std::ios::binary) << html;
}

base::Json as_json(const walking::Walked& walked, std::uint64_t seed) {
    base::Json::Array path;
    for (const auto& step : walked.steps)
        path.emplace_back(base::Json::Object{{"address", step.address}, {"status", step.status}, {"title", step.title}}
        );
    base::Json answer;
    answer.set("seed", static_cast<std::int64_t>(seed));
    answer.set("path", std::move(path));
    answer.set("reference", walked.reference);
    if (!walked.draft.empty()) {
        answer.set("draft", walked.draft);
        answer.set("cookies", walked.cookies);
    }
    answer.set("problem", walked.problem);
    return answer;
}

void print(const walking::Walked& walked, std::uint64_t seed) {
    fmt::print("walk {}\n", seed);
    for (const auto& step : walked.steps) fmt::print("  {:>3}  {}  {}\n", step.status, step.address, step.title);
    if (!walked.draft.empty())
        fmt::print("  not sent in: {}, with {}\n", walked.draft, walked.cookies);
    else if (walked.complete())
        fmt::print("  sent in as {}\n", walked.reference);
    else
        fmt::print("  stopped: {}\n", walked.problem);
}

}  // namespace

int walk(const WalkCommand& options) {
    const auto loaded = catalogue::load_folder(options.service);
    if (!loaded.service) {
        for (const auto& complaint : loaded.complaints) std::fputs((complaint.text() + "\n").c_str(), stderr);
        return 2;
    }
    const base::SystemClock clock;
    const auto pages = walking::pages_of(*loaded.service);
    walking::Seen seen;
    walking::WalkOptions how;
    how.origin = options.url;
    how.language = options.language;
    how.send_in = !options.unsent;
    how.outbox = options.outbox;
    if (!options.keep.empty()) {
        std::filesystem::create_directories(options.keep);
        how.page = [&](const std::string& address, const std::string& html) { keep(options.keep, address, html); };
    }
    bool all_complete = true;
    int fruitless = 0;
    int losses = 0;
    for (int i = 0; i < (options.all ? most_walks : 1) + losses; ++i) {
        how.seed = options.seed + static_cast<std::uint64_t>(i);
        how.now = clock.now();
        const std::size_t before = seen.pages.size();
        const auto walked = walking::walk(*loaded.service, how, seen);
        const bool again = walked.at_a_loss && ++losses <= most_losses;
        if (again) continue;
        all_complete = all_complete && walked.complete();
        if (options.json)
            std::puts(as_json(walked, how.seed).text().c_str());
        else
            print(walked, how.seed);
        std::fflush(stdout);
        fruitless = seen.pages.size() > before ? 0 : fruitless + 1;
        if (!walked.complete() || seen.pages.size() >= pages.size() || fruitless >= fruitless_walks) break;
    }
    if (!options.all) return all_complete ? 0 : 1;
    base::Json::Array left;
    for (const auto& page : pages) {
        if (!seen.pages.contains(page)) left.emplace_back(page);
    }
    if (options.json) {
        base::Json sum;
        sum.set("pages", static_cast<std::int64_t>(pages.size()));
        sum.set("seen", static_cast<std::int64_t>(seen.pages.size()));
        sum.set("never_reached", std::move(left));
        std::puts(sum.text().c_str());
    } else {
        fmt::print("{} of {} pages seen\n", seen.pages.size(), pages.size());
        for (const auto& page : left) fmt::print("  never reached: {}\n", *page.string());
    }
    return all_complete ? 0 : 1;
}

}  // namespace guildhall::app
