#pragma once
/// Journeys over HTTP, as a browser without scripts makes them: every page fetched, every form sent.

#include <cstdint>

#include "figures.hpp"

namespace guildhall::bench {

struct StoryOptions {
    std::uint16_t port = 0;
    std::size_t clients = 64;
    std::size_t journeys = 1'000;
    bool together = false;  ///< everyone waits at the check page, then all send in at once, round after round
};

/// Figures: `journeys`, `journeys_per_second`, `requests_per_second`, `page` (durations of all requests), `submission`
/// (of sending in alone), and `submissions_per_second` when all send in together.
[[nodiscard]] base::Json run_story(const StoryOptions& options);

}  // namespace guildhall::bench
