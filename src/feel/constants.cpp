#include "feel/constants.hpp"

#include "feel/internal/evaluator.hpp"
#include "feel/internal/parser.hpp"

namespace guildhall::feel {

namespace {

std::optional<NamePath> path_of(const Node& node) {
    if (node.kind == NodeKind::name && !node.built_in) return NamePath{node.text};
    if (node.kind != NodeKind::path) return std::nullopt;
    auto path = path_of(*node.children[0]);
    if (path) path->push_back(node.text);
    return path;
}

class Collector {
public:
    explicit Collector(const Environment& environment) : environment_(environment) {
        environment_.diagnostics = nullptr;
    }

    void look(const Node& node) {
        if (is_constant(node)) {
            for (Value& value : values_of(node)) found_.others.push_back(std::move(value));
            return;
        }
        if (auto path = path_of(node)) {
            found_.computed.insert(*std::move(path));
            return;
        }
        switch (node.kind) {
            case NodeKind::equal:
            case NodeKind::not_equal:
            case NodeKind::less:
            case NodeKind::less_equal:
            case NodeKind::greater:
            case NodeKind::greater_equal:
                if (!hold(*node.children[0], *node.children[1]) && !hold(*node.children[1], *node.children[0]))
                    look_at_children(node, 0);
                break;
            case NodeKind::between:
                for (std::size_t i = 1; i < node.children.size(); ++i)
                    if (!hold(*node.children[0], *node.children[i])) {
                        look(*node.children[0]);
                        look(*node.children[i]);
                    }
                break;
            case NodeKind::in:
                if (const auto path = path_of(*node.children[0])) {
                    for (std::size_t i = 1; i < node.children.size(); ++i) look_at_test(*node.children[i], *path);
                } else {
                    look_at_children(node, 0);
                }
                break;
            case NodeKind::unary_any:
                break;
            case NodeKind::unary_tests:
                for (const auto& child : node.children) look_at_test(*child, {"?"});
                break;
            default:
                look_at_children(node, 0);
                break;
        }
    }

    [[nodiscard]] Constants take() { return std::move(found_); }

private:
    static bool is_constant(const Node& node) {
        return node.kind != NodeKind::unary_any && node.kind != NodeKind::unary_tests && !node.has_input &&
               free_names_of(node).empty();
    }

    void look_at_children(const Node& node, std::size_t from) {
        for (std::size_t i = from; i < node.children.size(); ++i)
            if (node.children[i]) look(*node.children[i]);
    }

    bool hold(const Node& name, const Node& constant) {
        const auto path = path_of(name);
        if (!path || !is_constant(constant)) return false;
        for (Value& value : values_of(constant)) found_.held.push_back({*path, std::move(value)});
        return true;
    }

    void look_at_test(const Node& test, const NamePath& path) {
        if (test.kind == NodeKind::unary_any) return;
        if (test.kind == NodeKind::unary_tests) {
            for (const auto& child : test.children) look_at_test(*child, path);
            return;
        }
        if (is_constant(test)) {
            for (Value& value : values_of(test)) found_.held.push_back({path, std::move(value)});
            return;
        }
        if (test.kind == NodeKind::range) {
            for (const auto& end : test.children) {
                if (!end) continue;
                if (is_constant(*end)) {
                    for (Value& value : values_of(*end)) found_.held.push_back({path, std::move(value)});
                } else {
                    look(*end);
                    found_.computed.insert(path);
                }
            }
            return;
        }
        if (!test.has_input) found_.computed.insert(path);
        look(test);
    }

    std::vector<Value> values_of(const Node& node) const {
        Budget budget;
        const Context nothing;
        std::vector<Value> values;
        flatten(Evaluator(environment_, budget).evaluate(node, ContextScope(nothing)), values);
        return values;
    }

    static void flatten(const Value& value, std::vector<Value>& values) {
        if (const Range* range = value.range()) {
            if (range->low) flatten(*range->low, values);
            if (range->high && range->kind == Range::Kind::interval) flatten(*range->high, values);
        } else if (const List* list = value.list()) {
            for (const Value& item : *list) flatten(item, values);
        } else if (!value.is_null() && !value.context() && !value.function() && !value.unknown()) {
            values.push_back(value);
        }
    }

    Environment environment_;
    Constants found_;
};

}  // namespace

Constants constants_of(const Expression& expression, const Environment& environment) {
    Collector collector(environment);
    collector.look(expression.root());
    return collector.take();
}

std::optional<NamePath> plain_name(const Expression& expression) {
    return path_of(expression.root());
}

}  // namespace guildhall::feel
