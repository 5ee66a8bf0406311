#pragma once
/// Walks the tree. One evaluator for each evaluation; not shared between threads.

#include <deque>
#include <set>
#include <span>
#include <string>

#include "feel/expression.hpp"
#include "feel/function.hpp"
#include "feel/internal/builtins.hpp"
#include "feel/internal/node.hpp"

namespace guildhall::feel {

class Evaluator final : public Caller {
public:
    /// `frame`: what the slots of the tree mean; without one, names are searched for.
    Evaluator(const Environment& environment, Budget& budget, const Frame* frame = nullptr);

    Value evaluate(const Node& node, const Scope& scope);
    /// Unary tests on `?`, which the scope holds.
    Value test(const Node& node, const Value& input, const Scope& scope);

    Value call(const Value& function, std::span<const Value> arguments) override;
    void problem(std::string message) override;
    /// How many there were so far.
    [[nodiscard]] std::size_t problems() const {
        return environment_.diagnostics != nullptr ? environment_.diagnostics->count : 0;
    }
    [[nodiscard]] const Environment& environment() const override { return environment_; }
    bool spend(std::int64_t steps) override;

private:
    Value dispatch(const Node& node, const Scope& scope);
    Value name(const Node& node, const Scope& scope);
    Value binary(const Node& node, const Scope& scope);
    Value logic(const Node& node, const Scope& scope);
    Value between(const Node& node, const Scope& scope);
    Value in(const Node& node, const Scope& scope);
    Value one_test(const Node& test, const Value& input, const Scope& scope);
    Value conditional(const Node& node, const Scope& scope);
    Value filter(const Node& node, const Scope& scope);
    Value path(const Node& node, const Scope& scope);
    Value property(const Value& value, const std::string& name);
    Value range(const Node& node, const Scope& scope);
    Value context(const Node& node, const Scope& scope);
    Value list(const Node& node, const Scope& scope);
    Value function(const Node& node, const Scope& scope, const std::string& own_name);
    Value external_function(const Node& node, const Scope& scope);
    Value invocation(const Node& node, const Scope& scope);
    Value iterate(const Node& node, const Scope& scope);
    Value quantified(const Node& node, const Scope& scope);
    Value instance_of(const Node& node, const Scope& scope);

    struct Loop;
    void iterate_over(Loop& loop, std::size_t variable, const Scope& scope);
    Value quantify_over(const Node& node, std::size_t variable, const Scope& scope);
    /// The elements of a domain; nothing when unknown (`inputs` grow) or an error.
    std::optional<List> domain(const Node& node, const Scope& scope, std::set<std::string>& inputs, bool& unknown);
    std::optional<List> counted(const Value& low, const Value& high, bool low_included, bool high_included);

    Value checked(Value value, const std::string& problem);

    const Environment& environment_;
    Environment inner_;  ///< what called functions get: the same, with this evaluation's budget
    Budget& budget_;
    const Frame* frame_;
};

/// Type conformance (DMN 1.5 section 10.3.2.9); nothing when there is no such type.
[[nodiscard]] std::optional<bool> is_instance(const Value& value, const TypeName& type, const DefinedTypes* defined);

}  // namespace guildhall::feel
