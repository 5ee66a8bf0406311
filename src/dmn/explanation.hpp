#pragma once
/// How a decision came out, as plain data: what it saw, which rules matched, why each other rule did not, what its
/// parts and sub-decisions gave. `Model::explain` makes it; `dmn/sentences.hpp` puts it into words.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "feel/value.hpp"

namespace guildhall::dmn {

/// Why a rule of a decision table matched or did not (DMN 1.5 section 8.2.8).
struct RuleTrace {
    int rule = 0;  ///< from 1
    enum class Match { yes, no, unknown } match = Match::no;
    int failed_column =
        -1;                ///< from 0: the first cell that failed, -1 when none did; cells after it were not looked at
    bool applied = false;  ///< it made the value: of a FIRST table the first that matches alone
};

/// A decision table as the file has it. Shared by all explanations of a model.
struct TableText {
    struct Column {
        std::string label;
        std::string expression;  ///< FEEL; the name of an input where the column is one
    };
    struct Rule {
        std::vector<std::string> tests;    ///< FEEL, one for each column; `-` where nothing is written
        std::vector<std::string> outputs;  ///< FEEL, one for each output
        std::string annotation;            ///< the author's words, when there are any
    };
    std::string hit_policy;   ///< `UNIQUE`, `FIRST`, …
    std::string aggregation;  ///< `SUM`, `COUNT`, `MIN`, `MAX` of a COLLECT table, else empty
    std::vector<Column> columns;
    std::vector<std::string> outputs;  ///< names; that of a single output may be empty
    std::vector<Rule> rules;
};

/// What one evaluation made of a table.
struct TableTrace {
    std::shared_ptr<const TableText> text;  ///< never null
    std::vector<feel::Value> values;        ///< of the columns
    std::vector<RuleTrace> rules;           ///< empty when a column's value was refused
    int refused_column = -1;                ///< its value is outside the column's own allowed values: null came out
    bool is_default = false;                ///< no rule matched, and the outputs' defaults made the value
};

struct NamedValue {
    std::string name;
    feel::Value value;
};

/// One decision, or one part of it that has a value of its own.
struct DecisionTrace {
    enum class Part {
        decision,
        entry,     ///< of a context; its result has no name
        argument,  ///< of an invocation
        call,      ///< of a business knowledge model, a function or a decision service; `inputs` are what it was given
        branch,    ///< of a conditional: `if`, and `then` or `else`
    };
    Part part = Part::decision;
    std::string name;
    std::string form;        ///< `decision table`, `literal expression`, `context`, `invocation`, … (section 7.3)
    std::string expression;  ///< FEEL, of a literal expression; the called function's name, of an invocation
    feel::Value value;       ///< unknown when it still depends on inputs not given
    std::vector<NamedValue> inputs;  ///< the model's inputs that it saw; those of what it requires are there
    std::optional<TableTrace> table;
    std::vector<DecisionTrace> parts;     ///< what its expression is made of, in the order evaluated
    std::vector<DecisionTrace> required;  ///< sub-decisions, in order of requirement
    std::vector<std::string> problems;    ///< why something came out null, in words
    bool told_before = false;             ///< required more than once: told in full where it came first
    bool parts_left_out = false;          ///< there were more parts than an explanation holds

    std::string model;       ///< of the decision asked for: the model's name, else empty
    std::string model_hash;  ///< likewise: SHA-256 of the file's bytes, hex, as stored decisions name it
};

/// `entry`, `call`, …: as JSON and texts name it.
[[nodiscard]] std::string_view part_name(DecisionTrace::Part part);
/// `yes`, `no`, `unknown`.
[[nodiscard]] std::string_view match_name(RuleTrace::Match match);

/// Everything above as JSON: values as FEEL text, tables with their cells as written.
[[nodiscard]] base::Json to_json(const DecisionTrace& trace);

}  // namespace guildhall::dmn
