#pragma once
/// Decision models (DMN 1.1 to 1.5): loaded from XML, evaluated with known and unknown inputs.

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/complaint.hpp"
#include "base/result.hpp"
#include "dmn/explanation.hpp"
#include "feel/value.hpp"

namespace guildhall::dmn {

class ImportSource;  // dmn/imports.hpp

/// The semantics version that a stored decision names: it goes up when the same model and inputs could give another
/// value.
inline constexpr int semantics_version = 1;

/// Which reading of the file applies. Chosen by the file's vendor namespace, never guessed silently; shown in what the
/// program prints.
enum class Dialect {
    standard,  ///< DMN as published
    camunda,  ///< files of Camunda/Operaton modellers: inputs visible without requirements; `integer`, `long`, `double`
              ///< as numbers without rounding; output names visible
};
[[nodiscard]] std::string_view dialect_name(Dialect dialect);

struct InputDescription {
    std::string name;
    std::string local_name;                   ///< in the file it comes from; differs when the plain name is taken
    std::string model_namespace;              ///< of that file
    std::string type;                         ///< as the file says it; empty when it does not
    std::vector<std::string> allowed_values;  ///< unary tests as written, empty when free
};

/// Known inputs by name. A name left out is unknown: it stands for every value of the input's type and allowed values
/// that could still be given. Null is an answer, and never what an unknown stands for.
using Inputs = std::map<std::string, feel::Value, std::less<>>;

struct Evaluation {
    feel::Value value;                  ///< unknown when the outcome still depends on inputs not given
    std::set<std::string> depends_on;   ///< those inputs (empty when settled)
    std::vector<std::string> problems;  ///< why something came out null, in words
    bool failed = false;                ///< the value is null because of a mistake in the decision's own logic
};

/// Which rules of one table matched, in the order evaluated: what a rule-level trace keeps of an evaluation.
/// `Model::explain` recomputes the rest from the same inputs.
struct MatchedRules {
    std::string_view decision;  ///< lives as long as the model
    std::vector<int> rules;     ///< from 1; of a FIRST table the first alone
};

struct RecordedEvaluation {
    Evaluation evaluation;
    std::vector<MatchedRules> tables;
};

/// What the rules and expressions of a decision, and of what it requires, hold its inputs against: where the outcome
/// can change. Inputs by name, entries of inputs that are contexts as `input.entry`.
struct Breakpoints {
    std::map<std::string, std::vector<feel::Value>, std::less<>>
        held;                                     ///< in tests and comparisons, and allowed values
    std::vector<feel::Value> others;              ///< constants that stand anywhere else
    std::set<std::string, std::less<>> computed;  ///< inputs that are read in any other way than to be tested
};

/// A decision made ready for many evaluations one after the other: inputs are given by their place, and nothing is
/// looked up or allocated again. Borrows the model. Not for several threads at once: make one for each.
class PreparedDecision {
public:
    virtual ~PreparedDecision() = default;
    using Path = std::vector<std::string>;
    /// What the decision can depend on, in the order in which `evaluate` takes values: inputs by their name, or the
    /// entries of structured ones, each path beginning with the input's name (`ModelColumns::prepare_fields`).
    [[nodiscard]] virtual const std::vector<Path>& fields() const = 0;
    /// As `Model::evaluate`. One value for each of `fields`, borrowed for the call; `Value::unknown` for one not known.
    [[nodiscard]] virtual Evaluation evaluate(
        std::span<const feel::Value> values, base::Instant now, std::string_view zone
    ) = 0;
};

/// A loaded model. Immutable, thread-safe, shared.
class Model {
public:
    virtual ~Model() = default;
    [[nodiscard]] virtual const std::string& name() const = 0;
    [[nodiscard]] virtual const std::string& target_namespace() const = 0;
    [[nodiscard]] virtual Dialect dialect() const = 0;
    /// SHA-256 of the bytes of the file that was loaded, hex: what stored decisions name it by.
    [[nodiscard]] virtual const std::string& bytes_hash() const = 0;
    /// Those of the file that was loaded. Decisions of imported models evaluate as well, by `import.decision`.
    [[nodiscard]] virtual const std::vector<std::string>& decisions() const = 0;
    [[nodiscard]] virtual const std::vector<InputDescription>& inputs() const = 0;
    /// What was written outside FEEL, as a value of the input's type: `"2026-11-22"` becomes a date where the type asks
    /// for one. What cannot be read so, or names no input, stays as it is.
    [[nodiscard]] virtual feel::Value read_input(std::string_view input, const feel::Value& written) const = 0;
    /// Whether the input may have the value: it is of its type and among the allowed values. Null fits.
    [[nodiscard]] virtual bool fits_input(std::string_view input, const feel::Value& value) const = 0;
    /// Empty for an unknown decision. Constants such as `today()` are those of the instant.
    [[nodiscard]] virtual Breakpoints breakpoints(std::string_view decision, base::Instant now, std::string_view zone)
        const = 0;
    /// The inputs that the decision can depend on, through everything it requires.
    [[nodiscard]] virtual std::set<std::string> inputs_of(std::string_view decision) const = 0;
    /// The output names of a decision that is a table, in order; empty for any other.
    [[nodiscard]] virtual std::vector<std::string> output_names(std::string_view decision) const = 0;

    /// Pure: the same inputs and instant give the same answer. An unknown decision name is an error.
    [[nodiscard]] virtual base::Result<Evaluation> evaluate(
        std::string_view decision, const Inputs& inputs, base::Instant now, std::string_view zone
    ) const = 0;
    /// For who evaluates one decision often.
    [[nodiscard]] virtual base::Result<std::unique_ptr<PreparedDecision>> prepare(std::string_view decision) const = 0;
    /// As `evaluate`, and says which rules matched.
    [[nodiscard]] virtual base::Result<RecordedEvaluation> evaluate_and_record(
        std::string_view decision, const Inputs& inputs, base::Instant now, std::string_view zone
    ) const = 0;
    /// Calls a decision service by name with its inputs and input decisions; what is left out is null. One output
    /// decision gives its value, several a context.
    [[nodiscard]] virtual base::Result<Evaluation> call_service(
        std::string_view service, const Inputs& inputs, base::Instant now, std::string_view zone
    ) const = 0;
    /// As `evaluate`, and says why: recomputed from the same inputs at the same instant.
    [[nodiscard]] virtual base::Result<DecisionTrace> explain(
        std::string_view decision, const Inputs& inputs, base::Instant now, std::string_view zone
    ) const = 0;
};

struct LoadedModel {
    std::shared_ptr<const Model> model;  ///< null when the file is refused
    base::Complaints complaints;
};

/// Loads `xml`. `file` names it in complaints. A cell that cannot be parsed is a complaint, and its decision an error
/// at evaluation; the rest runs. `imports` finds the models that it imports; without, they are complaints.
[[nodiscard]] LoadedModel load(std::string_view xml, const std::string& file, const ImportSource* imports = nullptr);

}  // namespace guildhall::dmn
