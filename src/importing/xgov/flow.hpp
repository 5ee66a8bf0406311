#pragma once
/// From pages that lead to pages to pages in order that say themselves when they are part of the journey.
///
/// The runner follows the first link whose condition holds, else the last link without a condition, else it goes to the
/// end. A page applies when one of the ways to it is taken; it says so by the links that decide it, and not by those
/// after which every way leads there in any case.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "importing/xgov/formula.hpp"

namespace guildhall::importing::xgov {

struct Link {
    std::size_t to = 0;  ///< a page; the number of pages is the end
    bool conditional = false;
    std::optional<Formula> when;  ///< of a conditional one; nothing: it could not be converted, both ways are kept
};

/// What is known of the answers.
struct Asked {
    /// The page that asks a question, if one does.
    std::function<std::optional<std::size_t>(const std::string& question)> page;
    std::function<bool(const std::string& question)> required;
};

struct Flow {
    std::vector<std::size_t> order;  ///< the pages that are reached, each before those that it leads to
    std::vector<Formula> when;       ///< by page
    std::vector<bool> reached;
    std::vector<std::pair<std::size_t, std::size_t>> backwards;  ///< links (page, number) that lead back: left out
    std::vector<std::pair<std::size_t, std::size_t>> unused;     ///< links that are never followed
    std::vector<std::pair<std::size_t, std::size_t>> too_early;  ///< links that ask for answers that are given later
    std::vector<std::size_t> too_long;  ///< pages whose condition grew too long: they always apply
};

[[nodiscard]] Flow flow_of(const std::vector<std::vector<Link>>& pages, std::size_t start, const Asked& asked);

}  // namespace guildhall::importing::xgov
