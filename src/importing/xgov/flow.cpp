#include "importing/xgov/flow.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace guildhall::importing::xgov {
namespace {

constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
constexpr std::size_t largest = 300;  ///< parts of the condition of a page

struct Edge {
    std::size_t to;
    Formula when;
};
using Graph = std::vector<std::vector<Edge>>;

/// Reverse postorder without recursion: pages before those that they lead to, the first link's first.
std::vector<std::size_t> ordered(const Graph& graph, std::size_t start) {
    std::vector<std::size_t> order;
    std::vector<bool> seen(graph.size(), false);
    std::vector<std::pair<std::size_t, std::size_t>> path;  // page, links still to follow
    const auto enter = [&](std::size_t page) {
        seen[page] = true;
        path.emplace_back(page, graph[page].size());
    };
    enter(start);
    while (!path.empty()) {
        auto& [page, left] = path.back();
        if (left == 0) {
            order.push_back(page);
            path.pop_back();
            continue;
        }
        if (const std::size_t to = graph[page][--left].to; !seen[to]) enter(to);
    }
    std::ranges::reverse(order);
    return order;
}

/// The nearest page that every way from the first of `order` to a page passes, by page. Ways may go round.
std::vector<std::size_t> dominators(
    const std::vector<std::vector<std::size_t>>& before, const std::vector<std::size_t>& order
) {
    std::vector<std::size_t> rank(before.size(), none), nearest(before.size(), none);
    for (std::size_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
    nearest[order[0]] = order[0];
    for (bool changed = true; changed;) {
        changed = false;
        for (const auto page : order) {
            if (page == order[0]) continue;
            std::size_t common = none;
            for (std::size_t other : before[page]) {
                if (rank[other] == none || nearest[other] == none) continue;
                if (common == none) {
                    common = other;
                    continue;
                }
                std::size_t one = common;
                while (one != other)
                    if (rank[one] > rank[other])
                        one = nearest[one];
                    else
                        other = nearest[other];
                common = one;
            }
            if (nearest[page] != common) changed = true;
            nearest[page] = common;
        }
    }
    return nearest;
}

/// By page, the group of pages that all lead to each other.
std::vector<std::size_t> circles(const Graph& graph, const std::vector<std::size_t>& order) {
    std::vector<std::vector<std::size_t>> before(graph.size());
    for (const auto page : order)
        for (const auto& edge : graph[page]) before[edge.to].push_back(page);
    std::vector<std::size_t> group(graph.size(), none);
    for (const auto first : order) {
        if (group[first] != none) continue;
        std::vector<std::size_t> open{first};
        group[first] = first;
        while (!open.empty()) {
            const std::size_t page = open.back();
            open.pop_back();
            for (const auto other : before[page])
                if (group[other] == none) {
                    group[other] = first;
                    open.push_back(other);
                }
        }
    }
    return group;
}

class FlowMaker {
public:
    FlowMaker(const std::vector<std::vector<Link>>& pages, std::size_t start, const Asked& asked)
        : pages_(pages), start_(start), asked_(asked), end_(pages.size()), graph_(pages.size() + 1) {}

    Flow make() {
        flow_.when.assign(pages_.size(), always());
        flow_.reached.assign(pages_.size(), false);
        if (start_ >= pages_.size()) return std::move(flow_);
        follow_links();
        find_dominators();
        decide_links();
        order_pages();
        find_conditions();
        return std::move(flow_);
    }

private:
    /// The links of each page in the order in which they are tried, without those that lead back.
    void follow_links() {
        tried_.resize(pages_.size());
        for (std::size_t page = 0; page < pages_.size(); ++page) {
            std::size_t otherwise = none;
            for (std::size_t i = 0; i < pages_[page].size(); ++i) {
                if (pages_[page][i].conditional) {
                    tried_[page].push_back(i);
                    continue;
                }
                if (otherwise != none) flow_.unused.emplace_back(page, otherwise);
                otherwise = i;
            }
            if (otherwise != none) tried_[page].push_back(otherwise);
        }
        turn_back_links();
        for (std::size_t page = 0; page < pages_.size(); ++page) {
            for (const auto i : tried_[page]) graph_[page].push_back({target(page, i), always()});
            if (!has_default(page)) graph_[page].push_back({end_, always()});
        }
    }

    [[nodiscard]] bool has_default(std::size_t page) const {
        return !tried_[page].empty() && !pages_[page][tried_[page].back()].conditional;
    }

    [[nodiscard]] std::size_t target(std::size_t page, std::size_t link) const {
        const auto turned = turned_.find({page, link});
        return turned == turned_.end() ? pages_[page][link].to : turned->second;
    }

    /// A link that leads round goes on instead to where the page's other links go: people go back by themselves. One
    /// to a page that was passed in any case leads round, and of what else goes round those that lead to an earlier
    /// page of the form.
    void turn_back_links() {
        for (const bool passed_in_any_case : {true, false}) {
            Graph graph(pages_.size() + 1);
            for (std::size_t page = 0; page < pages_.size(); ++page)
                for (const auto link : tried_[page])
                    if (!turned_.contains({page, link})) graph[page].push_back({pages_[page][link].to, always()});
            const auto order = ordered(graph, start_);
            const auto circle = circles(graph, order);
            graph_ = graph;
            find_dominators();
            for (const auto page : order) {
                if (page == end_) continue;
                for (const auto link : tried_[page]) {
                    const std::size_t to = pages_[page][link].to;
                    if (turned_.contains({page, link}) || to == end_ || circle[to] != circle[page]) continue;
                    if (passed_in_any_case ? passes(page, to) : to <= page) {
                        turned_[{page, link}] = end_;
                        flow_.backwards.emplace_back(page, link);
                    }
                }
            }
        }
        graph_.assign(pages_.size() + 1, {});
        for (auto& [from, to] : turned_)
            for (const auto other : tried_[from.first])
                if (!turned_.contains({from.first, other})) to = pages_[from.first][other].to;
    }

    void find_dominators() {
        const auto order = ordered(graph_, start_);
        std::vector<std::vector<std::size_t>> before(graph_.size());
        for (const auto page : order)
            for (const auto& edge : graph_[page]) before[edge.to].push_back(page);
        passed_before_ = dominators(before, order);
    }

    /// Whether every way to the page passes the other, or is it.
    [[nodiscard]] bool passes(std::size_t page, std::size_t other) const {
        for (std::size_t steps = 0; steps <= graph_.size(); ++steps) {
            if (page == other) return true;
            if (page == none || passed_before_[page] == none || passed_before_[page] == page) return false;
            page = passed_before_[page];
        }
        return false;
    }

    /// Whether a page is passed before the other on any way, or is it.
    bool comes_before(std::size_t page, std::size_t other) {
        auto known = leads_on_.find(page);
        if (known == leads_on_.end()) {
            std::vector<bool> reached(graph_.size(), false);
            for (const auto each : ordered(graph_, page)) reached[each] = true;
            known = leads_on_.emplace(page, std::move(reached)).first;
        }
        return known->second[other];
    }

    /// Questions that are asked behind the page have no answer on it.
    Formula without_later_answers(const Formula& formula, std::size_t page) {
        const auto is_later = [&](const std::string& question) {
            const auto asking = asked_.page(question);
            return asking && !comes_before(*asking, page);
        };
        switch (formula.kind) {
            case Formula::Kind::choice:
                return !is_later(formula.of->question) ? formula : formula.missing ? always() : never();
            case Formula::Kind::test:
                if (!std::ranges::any_of(formula.about, is_later)) return formula;
                return formula.needs ? never() : always();
            case Formula::Kind::all:
            case Formula::Kind::any: {
                std::vector<Formula> parts;
                for (const auto& part : formula.parts) parts.push_back(without_later_answers(part, page));
                return formula.kind == Formula::Kind::all ? all(std::move(parts)) : any(std::move(parts));
            }
            default:
                return formula;
        }
    }

    /// Which link is followed when: the first whose condition holds.
    void decide_links() {
        Graph decided(graph_.size());
        for (std::size_t page = 0; page < pages_.size(); ++page) {
            if (passed_before_[page] == none && page != start_) continue;
            const auto assured = [&](const std::string& question) {
                const auto asking = asked_.page(question);
                return asking && asked_.required(question) && passes(page, *asking);
            };
            std::vector<Edge> edges;
            Formula rest = always();
            const auto add = [&](std::size_t to, Formula when) {
                const auto same = std::ranges::find(edges, to, &Edge::to);
                if (same == edges.end())
                    edges.push_back({to, std::move(when)});
                else
                    same->when = any({std::move(same->when), std::move(when)});
            };
            for (const auto i : tried_[page]) {
                const Link& link = pages_[page][i];
                if (rest.kind == Formula::Kind::never) {
                    flow_.unused.emplace_back(page, i);
                    continue;
                }
                if (link.conditional && link.when) {
                    const Formula asked_already = without_later_answers(*link.when, page);
                    if (asked_already != *link.when) flow_.too_early.emplace_back(page, i);
                    const Formula here = with_assurance(asked_already, assured);
                    Formula followed = all({rest, here});
                    if (followed.kind == Formula::Kind::never)
                        flow_.unused.emplace_back(page, i);
                    else
                        add(target(page, i), std::move(followed));
                    rest = all({std::move(rest), negated(here, assured)});
                } else {
                    add(target(page, i), rest);
                    if (!link.conditional) rest = never();
                }
                if (size_of(rest) > largest) rest = always();
            }
            if (rest.kind != Formula::Kind::never) add(end_, rest);
            decided[page] = std::move(edges);
        }
        graph_ = std::move(decided);
    }

    /// A page after which nothing comes stands right behind the one that leads to it alone.
    void order_pages() {
        std::vector<std::size_t> ways_in(graph_.size(), 0);
        for (const auto page : ordered(graph_, start_))
            for (const auto& edge : graph_[page]) ++ways_in[edge.to];
        const auto is_last = [&](const Edge& edge) {
            return edge.to != end_ && ways_in[edge.to] == 1 &&
                   std::ranges::all_of(graph_[edge.to], [&](const Edge& next) { return next.to == end_; });
        };
        for (std::size_t page = 0; page < pages_.size(); ++page) {
            auto edges = graph_[page];
            std::ranges::stable_sort(edges, [&](const Edge& a, const Edge& b) { return is_last(a) && !is_last(b); });
            graph_[page] = std::move(edges);
        }
        order_ = ordered(graph_, start_);
        for (const auto page : order_)
            if (page != end_) {
                flow_.order.push_back(page);
                flow_.reached[page] = true;
            }
    }

    /// What decides whether a page is reached: a link after which every way leads there, on a page after which not
    /// every way does.
    void find_conditions() {
        std::vector<std::vector<std::size_t>> after(graph_.size());
        for (const auto page : flow_.order)
            for (const auto& edge : graph_[page]) after[page].push_back(edge.to);
        const std::vector<std::size_t> backwards(order_.rbegin(), order_.rend());
        // The end comes first: every way leads there.
        std::vector<std::size_t> from_end{end_};
        for (const auto page : backwards)
            if (page != end_) from_end.push_back(page);
        const auto leads_to = dominators(after, from_end);
        std::map<std::size_t, std::vector<std::pair<std::size_t, const Formula*>>> deciders;
        for (const auto page : flow_.order)
            for (const auto& edge : graph_[page])
                for (std::size_t at = edge.to; at != leads_to[page] && at != end_; at = leads_to[at])
                    deciders[at].emplace_back(page, &edge.when);
        for (const auto page : flow_.order) {
            const auto found = deciders.find(page);
            if (found == deciders.end()) continue;
            std::vector<Formula> ways;
            for (const auto& [decider, when] : found->second) ways.push_back(all({flow_.when[decider], *when}));
            Formula formula = any(std::move(ways));
            if (size_of(formula) > largest) {
                flow_.too_long.push_back(page);
                formula = always();
            }
            flow_.when[page] = std::move(formula);
        }
        std::vector<Formula> short_ones;
        for (const auto& when : flow_.when) short_ones.push_back(shortened(when));
        flow_.when = std::move(short_ones);
    }

    /// Without what goes without saying: a question that has an answer was asked, and so its page applies.
    [[nodiscard]] Formula shortened(const Formula& formula) const {
        if (formula.kind == Formula::Kind::any) {
            std::vector<Formula> parts;
            for (const auto& part : formula.parts) parts.push_back(shortened(part));
            Formula made = formula;
            made.parts = std::move(parts);
            return made;
        }
        if (formula.kind != Formula::Kind::all) return formula;
        std::vector<Formula> kept = formula.parts;
        // The outermost stand first: each goes when what is left says it.
        for (std::size_t i = 0; i < kept.size();) {
            const auto says_it = [&](std::size_t j) {
                if (j == i) return false;
                return std::ranges::any_of(needed(kept[j]), [&](const std::string& question) {
                    const auto page = asked_.page(question);
                    return page && flow_.reached[*page] && holds_on(*page, kept[i]);
                });
            };
            bool said = false;
            for (std::size_t j = kept.size(); j > 0 && !said; --j) said = says_it(j - 1);
            if (said)
                kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(i));
            else
                ++i;
        }
        if (kept.size() == 1) return shortened(kept[0]);
        Formula made = formula;
        made.parts = std::move(kept);
        return made;
    }

    /// Whether a page applies only when the part holds.
    [[nodiscard]] bool holds_on(std::size_t page, const Formula& part) const {
        const Formula& when = flow_.when[page];
        if (when == part) return true;
        return when.kind == Formula::Kind::all && std::ranges::find(when.parts, part) != when.parts.end();
    }

    const std::vector<std::vector<Link>>& pages_;
    std::size_t start_;
    const Asked& asked_;
    std::size_t end_;
    Graph graph_;
    std::vector<std::vector<std::size_t>> tried_;  ///< numbers of links, in the order in which they are tried
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> turned_;
    std::vector<std::size_t> passed_before_;
    std::map<std::size_t, std::vector<bool>> leads_on_;
    std::vector<std::size_t> order_;
    Flow flow_;
};

}  // namespace

Flow flow_of(const std::vector<std::vector<Link>>& pages, std::size_t start, const Asked& asked) {
    return FlowMaker(pages, start, asked).make();
}

}  // namespace guildhall::importing::xgov
