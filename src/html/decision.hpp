#pragma once
/// A decision as its reader needs it: what was decided, why, what happens next, what one can do.

#include <string>
#include <vector>

#include "html/html.hpp"
#include "html/look.hpp"

namespace guildhall::html {

struct DecisionBanner {
    Content title{};
    Content text{};
    Tone tone = Tone::plain;  ///< `good` for a grant, `stop` for a refusal, `wait` while nothing is decided
};
/// Holds the page's h1.
[[nodiscard]] Html decision_banner(const DecisionBanner& options);

struct Reason {
    Content text{};
    Content source{};  ///< the rule or article, who said it, what was looked up
};
[[nodiscard]] Html reasons(const std::vector<Reason>& items);

enum class Stage { done, now, later };
struct TimelineItem {
    Content title{};
    Content when{};
    Stage stage = Stage::later;
};
[[nodiscard]] Html timeline(const std::vector<TimelineItem>& items);

/// Something that the reader can do: a link, and what it means to take it.
struct Way {
    Content title{};
    std::string href{};
    Content text{};
};
[[nodiscard]] Html ways(const std::vector<Way>& items);

/// The box that says how to check the decision.
struct ReceiptBox {
    Content title{};
    Content text{};
    std::string id{"receipt"};
};
[[nodiscard]] Html receipt_box(const ReceiptBox& options);

}  // namespace guildhall::html
