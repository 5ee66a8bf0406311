#pragma once
/// The tree that finds a path's route: one node for each segment. Immutable after construction; thread-safe.

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/route.hpp"

namespace guildhall::http {

class RouteTable {
public:
    /// Throws std::invalid_argument when a path is malformed or stands twice with one method.
    explicit RouteTable(std::vector<Route> routes);
    ~RouteTable();

    struct Match {
        const Route* route = nullptr;  ///< null: not found, or `allowed` says with which methods it is
        std::vector<std::pair<std::string_view, std::string_view>> parameters;  ///< into the route and the path
        std::vector<Method> allowed;  ///< filled only when no route has the method
    };
    /// `path` is decoded and begins with a slash. HEAD finds GET routes.
    [[nodiscard]] Match find(Method method, std::string_view path) const;
    [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

private:
    struct Node;
    struct Search;
    void insert(std::size_t index);
    void walk(const Node& node, std::string_view left, Search& search) const;

    std::vector<Route> routes_;
    std::vector<std::vector<std::string>> names_;  ///< of each route's parameters, in order
    std::unique_ptr<Node> root_;
};

}  // namespace guildhall::http
