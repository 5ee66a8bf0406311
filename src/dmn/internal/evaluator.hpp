#pragma once
/// One evaluation of a model: lives for one call.

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dmn/internal/definitions.hpp"
#include "dmn/internal/table.hpp"
#include "dmn/internal/types.hpp"
#include "feel/function.hpp"

namespace guildhall::dmn {

/// Names with values, before an outer scope.
class LocalScope final : public feel::Scope {
public:
    explicit LocalScope(const feel::Scope* outer = nullptr) : outer_(outer) {}
    void set(std::string name, feel::Value value) { values_.insert_or_assign(std::move(name), std::move(value)); }
    [[nodiscard]] const feel::Value* find(std::string_view name) const override;
    /// What was set here itself, not outside.
    [[nodiscard]] const feel::Value* own(std::string_view name) const;
    [[nodiscard]] const feel::Frame* frame() const override { return outer_ ? outer_->frame() : nullptr; }

private:
    std::map<std::string, feel::Value, std::less<>> values_;
    const feel::Scope* outer_;
};

/// Evaluates decisions on demand, each once. Not for several threads at once.
class Evaluator {
public:
    /// Borrows everything for its lifetime. With `tracing` it also keeps why.
    Evaluator(const Definitions& definitions, const Inputs& inputs, const feel::Environment& environment, bool tracing);

    /// The decision must have no errors.
    [[nodiscard]] const feel::Value& decision(std::size_t index);
    /// Notes which rules match, from now on. Borrowed.
    void record(std::vector<MatchedRules>& tables) { recorded_ = &tables; }
    /// Of a decision that was evaluated.
    [[nodiscard]] DecisionTrace trace(std::size_t index);
    /// A value for a decision that is not to be evaluated (a decision service's input).
    void override_decision(std::size_t index, feel::Value value) { values_[index] = std::move(value); }
    /// Calls a decision service with inputs and input decisions by name.
    [[nodiscard]] feel::Value service(
        const DecisionService& service, const Inputs& arguments, const feel::Environment& environment
    );

    [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }
    /// Whether the decision that was evaluated last is null because of a mistake in its own logic.
    [[nodiscard]] bool failed() const { return failed_; }

private:
    using Value = feel::Value;

    [[nodiscard]] const Value& input(std::size_t index);
    /// The decision's value in its frame, or in a scope of names when it has none.
    [[nodiscard]] Value in_frame(const Decision& decision);
    [[nodiscard]] Value in_scope(const Decision& decision);
    [[nodiscard]] Value evaluated(const Decision& decision, const feel::Scope& scope);
    /// The unknown is one of the model's inputs itself, of exactly this type.
    [[nodiscard]] bool is_input_of_type(const Value& value, const std::string& type) const;
    /// Runs a call, and drops its scopes unless a function that may point into them comes out.
    template <class Call>
    [[nodiscard]] Value scoped(const Call& call);
    [[nodiscard]] const Value& knowledge(std::size_t index);
    [[nodiscard]] Value knowledge_function(std::size_t index);
    /// `name` is for explanations.
    [[nodiscard]] Value call(
        const std::string& name, const BoxedFunction& function, const std::string& result_type,
        std::span<const Value> arguments, const feel::Scope& outer, const feel::Environment& environment
    );
    /// What a vendor's dialect reads by the name of an output of a required decision.
    [[nodiscard]] static Value output_of(const Decision& decision, const Value& value, const std::string& output);
    /// What a decision saw, for its explanation.
    void tell_inputs(const Decision& decision, DecisionTrace& trace);
    void add_knowledge(LocalScope& scope, const Requirements& required, Part part);
    /// Sets an element's name, behind the names of imports where there are any.
    template <class Element>
    void set_element(LocalScope& scope, Part part, const Element& element, Value value) const;
    [[nodiscard]] Value function_of(const BoxedFunction& function, const feel::Scope& scope);
    /// What a message calls a value: `the input 'age'`. Put together only when there is a message.
    struct What {
        std::string_view kind;
        std::string_view name = {};
    };
    [[nodiscard]] Value coerce(Value value, const std::string& type, const What& what);

    [[nodiscard]] Value box(const Boxed& boxed, const feel::Scope& scope);
    [[nodiscard]] Value box(const BoxedPointer& boxed, const feel::Scope& scope) {
        return boxed ? box(*boxed, scope) : Value();
    }
    [[nodiscard]] Value body(const Formula& formula, const feel::Scope& scope);
    [[nodiscard]] Value body(const BoxedTable& table, const feel::Scope& scope);
    /// Whether a rule's cell takes the column's value: true, false, null or unknown.
    [[nodiscard]] Value cell(
        const BoxedTable& table, std::size_t rule, std::size_t column, const Value& value, const feel::Scope& scope
    );
    /// The rules that match, by the table's index; those of a FIRST table end with the first. Nothing when a cell is
    /// undecided.
    [[nodiscard]] std::optional<std::vector<std::size_t>> indexed_matches(
        const BoxedTable& table, std::span<const Value> column_values, const feel::Scope& scope
    );
    struct Rows {
        std::vector<RuleTrace::Match> matches;
        CellStates states;
    };
    /// Every rule, cell by cell; a FIRST table without trace to the first that matches.
    [[nodiscard]] Rows evaluated_rows(
        const BoxedTable& table, std::span<const Value> column_values, const feel::Scope& scope, TableTrace* trace
    );
    [[nodiscard]] Value body(const BoxedContext& context, const feel::Scope& scope);
    [[nodiscard]] Value body(const BoxedInvocation& invocation, const feel::Scope& scope);
    [[nodiscard]] Value body(const BoxedList& list, const feel::Scope& scope);
    [[nodiscard]] Value body(const BoxedRelation& relation, const feel::Scope& scope);
    [[nodiscard]] Value body(const BoxedFunction& function, const feel::Scope& scope);
    [[nodiscard]] Value body(const BoxedConditional& conditional, const feel::Scope& scope);
    [[nodiscard]] Value body(const BoxedFilter& filter, const feel::Scope& scope);
    [[nodiscard]] Value body(const BoxedIterator& iterator, const feel::Scope& scope);

    /// The list of what a range holds; null, with the reason, when it cannot be counted through.
    [[nodiscard]] Value counted(const Value& range);
    [[nodiscard]] Value element_at(const feel::List& list, const feel::Number& position);
    /// As `box`, told as a part of what is being explained.
    [[nodiscard]] Value part(
        DecisionTrace::Part kind, const std::string& name, const BoxedPointer& boxed, const feel::Scope& scope
    );
    /// As `box`, for what may run many times: its steps are no parts of the explanation.
    [[nodiscard]] Value untold(const BoxedPointer& boxed, const feel::Scope& scope);
    /// Where to tell of one more part: null when nothing is explained, or enough has been told.
    [[nodiscard]] DecisionTrace* room_for_part();
    void problem(std::string text);
    /// How many problems there were so far that make a value null, told or not.
    [[nodiscard]] std::int64_t failures() const { return failures_ + static_cast<std::int64_t>(diagnostics_.count); }
    void set_failures(std::int64_t count) { failures_ = count - static_cast<std::int64_t>(diagnostics_.count); }
    [[nodiscard]] Value not_boolean(const Value& value);
    LocalScope& make_scope(const feel::Scope* outer) { return scopes_.emplace_back(outer); }

    const Definitions& definitions_;
    const Inputs& inputs_;
    Types types_;
    TypesForFeel feel_types_;
    feel::Diagnostics diagnostics_;
    feel::Environment environment_;
    bool tracing_;
    int calls_ = 0;
    int depth_ = 0;  ///< of boxed expressions and decisions inside each other
    // Lists cost nothing while they are empty, as they mostly stay.
    std::list<std::pair<Inputs, std::unique_ptr<Evaluator>>>
        services_;                  ///< calls of decision services, kept for the same reason
    std::list<LocalScope> scopes_;  ///< functions keep pointers into them
    /// A frame with what it points to.
    struct Framed {
        Framed(std::vector<const Value*> pointers, std::list<Value> own, std::span<const std::string> names)
            : values(std::move(pointers)), outputs(std::move(own)), frame(names, values) {}
        std::vector<const Value*> values;
        std::list<Value> outputs;
        feel::Frame frame;
    };
    std::list<Framed> frames_;  ///< kept for the same reason
    /// Those that were asked for, by their position in `Definitions`: of a large model mostly few.
    using ValuesByPosition = std::map<std::size_t, std::optional<Value>>;
    ValuesByPosition input_values_;
    ValuesByPosition values_;  ///< of decisions
    ValuesByPosition knowledge_values_;
    std::vector<DecisionTrace> traces_;       ///< of decisions; empty without tracing
    DecisionTrace* current_trace_ = nullptr;  ///< of the boxed expression being evaluated, when it is told
    std::size_t told_parts_ = 0;
    std::vector<MatchedRules>* recorded_ = nullptr;
    const Decision* current_decision_ = nullptr;
    std::vector<bool> told_;
    std::vector<std::string> problems_;
    std::int64_t failures_ = 0;
    bool failed_ = false;
};

}  // namespace guildhall::dmn
