#pragma once
/// One walk through a service on a server that runs.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "catalogue/service.hpp"

namespace guildhall::walking {

/// What walks have seen so far; a walk prefers answers and pages that none has seen. One thread.
struct Seen {
    std::set<std::string> pages;                          ///< `children/born`, without the members' numbers
    std::map<std::string, std::set<std::string>> values;  ///< of choices, by the question's path
};

/// A page that the walk came to.
struct Step {
    std::string address;  ///< `children/1/born`, `check`, `sent`; also of pages of who takes part
    int status = 0;
    std::string title;  ///< its first heading
};

struct Walked {
    std::vector<Step> steps;
    std::string reference;   ///< of the case that was made; empty when it did not come that far
    std::string draft;       ///< its path, `/apply/…`, when it was not sent in
    std::string cookies;     ///< of the visitor, as a Cookie header has them
    std::string problem;     ///< why it stopped; empty when it came to the end
    bool at_a_loss = false;  ///< it stopped since no valid answer could be made up, which is no fault of the server
    [[nodiscard]] bool complete() const { return problem.empty(); }
};

struct WalkOptions {
    std::string origin;  ///< of the server: `http://127.0.0.1:8080`
    std::uint64_t seed = 1;
    base::Instant now;  ///< as the server has it, to the day
    int most_pages = 3'000;
    std::string language = "en";
    /// Where the server keeps its mail: whoever is asked to take part finds their link there. Empty: services with
    /// others are not walked to the end.
    std::filesystem::path outbox;
    bool send_in = true;  ///< false: stops before sending in, with the draft as it then is
    /// Hears of every page that was opened, as it came. May be empty.
    std::function<void(const std::string& address, const std::string& html)> page;
};

/// Blocking; owns its connection and cookies. `service` is the version that the server offers; borrowed.
[[nodiscard]] Walked walk(const catalogue::Service& service, const WalkOptions& options, Seen& seen);

/// The paths of all pages that the service has, as `Seen::pages` has them.
[[nodiscard]] std::set<std::string> pages_of(const catalogue::Service& service);

}  // namespace guildhall::walking
