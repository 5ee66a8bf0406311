#include "http/internal/route_table.hpp"

#include <stdexcept>

#include "base/text.hpp"

namespace guildhall::http {
namespace {

constexpr std::size_t method_count = 7;
using RouteIndexes = std::array<int, method_count>;

constexpr RouteIndexes no_routes() {
    RouteIndexes indexes{};
    indexes.fill(-1);
    return indexes;
}

bool is_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

}  // namespace

struct RouteTable::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> parameter;
    RouteIndexes here = no_routes();  ///< routes that end at this node
    RouteIndexes rest = no_routes();  ///< routes whose `{rest*}` begins below this node
};

struct RouteTable::Search {
    Method method;
    int found = -1;
    std::vector<std::string_view> values;
    std::array<bool, method_count> allowed{};

    /// Takes the route for the method when there is one, notes the others.
    bool settle(const RouteIndexes& indexes) {
        found = indexes[static_cast<std::size_t>(method)];
        if (found < 0 && method == Method::head) found = indexes[static_cast<std::size_t>(Method::get)];
        for (std::size_t i = 0; i < method_count; ++i) allowed[i] = allowed[i] || indexes[i] >= 0;
        return found >= 0;
    }
};

RouteTable::RouteTable(std::vector<Route> routes) : routes_(std::move(routes)), root_(std::make_unique<Node>()) {
    names_.resize(routes_.size());
    for (std::size_t i = 0; i < routes_.size(); ++i) insert(i);
}

RouteTable::~RouteTable() = default;

void RouteTable::insert(std::size_t index) {
    const Route& route = routes_[index];
    const auto wrong = [&route](std::string_view why) {
        return std::invalid_argument(fmt::format("route {} {}: {}", method_name(route.method), route.path, why));
    };
    if (route.path.empty() || route.path.front() != '/') throw wrong("does not begin with a slash");
    if (!route.handler) throw wrong("has no handler");
    Node* node = root_.get();
    RouteIndexes* place = nullptr;
    for (const std::string_view segment : base::split(std::string_view(route.path).substr(1), '/')) {
        if (place != nullptr) throw wrong("goes on after {rest*}");
        if (!segment.starts_with('{')) {
            if (segment.find_first_of("{}*") != std::string_view::npos) throw wrong("a parameter is a whole segment");
            auto& next = node->literals[std::string(segment)];
            if (!next) next = std::make_unique<Node>();
            node = next.get();
            continue;
        }
        const bool rest = segment.ends_with("*}");
        if (!segment.ends_with('}')) throw wrong("a parameter is a whole segment");
        const std::string_view name = segment.substr(1, segment.size() - (rest ? 3 : 2));
        auto& names = names_[index];
        if (!is_name(name)) throw wrong("a parameter's name is made of a-z, 0-9 and _");
        if (std::find(names.begin(), names.end(), name) != names.end()) throw wrong("a parameter stands twice");
        names.emplace_back(name);
        if (rest) {
            place = &node->rest;
        } else {
            if (!node->parameter) node->parameter = std::make_unique<Node>();
            node = node->parameter.get();
        }
    }
    if (place == nullptr) place = &node->here;
    int& slot = (*place)[static_cast<std::size_t>(route.method)];
    if (slot >= 0) throw wrong("stands twice");
    slot = static_cast<int>(index);
}

// Ends as soon as the method has a route; goes on through the others to learn which methods there are.
void RouteTable::walk(const Node& node, std::string_view left, Search& search) const {
    // Depth is bounded by the routes, breadth by three choices a segment.
    const std::string_view segment = left.substr(0, left.find('/'));
    const bool is_last = segment.size() == left.size();
    const auto descend = [&](const Node& child) {
        if (is_last) {
            search.settle(child.here);
        } else {
            walk(child, left.substr(segment.size() + 1), search);
        }
        return search.found >= 0;
    };
    if (const auto literal = node.literals.find(segment); literal != node.literals.end()) {
        if (descend(*literal->second)) return;
    }
    if (node.parameter && !segment.empty()) {
        search.values.push_back(segment);
        if (descend(*node.parameter)) return;
        search.values.pop_back();
    }
    if (!left.empty() && search.settle(node.rest)) search.values.push_back(left);
}

RouteTable::Match RouteTable::find(Method method, std::string_view path) const {
    Match match;
    if (path.empty() || path.front() != '/') return match;
    Search search{method, -1, {}, {}};
    walk(*root_, path.substr(1), search);
    if (search.found >= 0) {
        const auto index = static_cast<std::size_t>(search.found);
        match.route = &routes_[index];
        for (std::size_t i = 0; i < search.values.size(); ++i) {
            match.parameters.emplace_back(names_[index][i], search.values[i]);
        }
        return match;
    }
    for (std::size_t i = 0; i < method_count; ++i) {
        if (!search.allowed[i]) continue;
        match.allowed.push_back(static_cast<Method>(i));
        if (static_cast<Method>(i) == Method::get && !search.allowed[static_cast<std::size_t>(Method::head)]) {
            match.allowed.push_back(Method::head);
        }
    }
    return match;
}

}  // namespace guildhall::http
