#pragma once
/// Explanations for people: plain sentences for who the decision is about, the full table for staff and auditors.
/// Pure functions of what `Model::explain` returns.

#include <string>
#include <vector>

#include "dmn/explanation.hpp"
#include "dmn/phrases.hpp"
#include "dmn/words.hpp"

namespace guildhall::dmn {

/// One reason why a decision came out as it did.
struct Reason {
    std::string decision;        ///< which decision, or part of one, it belongs to
    std::string text;            ///< one or two sentences
    bool authors_words = false;  ///< the rule's annotation; otherwise made from the columns' labels and the tests
};

/// The rules that made the value, then what the sub-decisions gave, each decision once. What is not settled has none.
[[nodiscard]] std::vector<Reason> reasons_of(
    const DecisionTrace& trace, const Wording& wording = {}, const Phrases& phrases = english()
);

/// A table ready to be shown, each cell with how it stands.
struct TableView {
    enum class Mark {
        held,       ///< the test was fulfilled
        failed,     ///< it was not: the rule does not match
        open,       ///< it depends on inputs that are not known
        unread,     ///< not looked at, because a cell before it failed
        any,        ///< nothing is tested
        output,     ///< of a rule that made the value
        no_output,  ///< of any other rule
    };
    struct Cell {
        std::string feel;
        CellWords words;
        Mark mark = Mark::unread;
        std::string why_not;  ///< of a cell that failed: `45 is over 30`
    };
    struct Rule {
        int number = 0;  ///< from 1
        RuleTrace::Match match = RuleTrace::Match::no;
        bool applied = false;
        std::string standing;     ///< `applies`, `fits, but an earlier rule came first`, …; empty when it does not fit
        std::vector<Cell> cells;  ///< tests, then outputs
        std::string annotation;
    };
    struct Column {
        std::string label;
        std::string value;  ///< in words; empty for outputs
    };
    std::string caption;     ///< the decision's name as a heading
    std::string policy;      ///< `UNIQUE: at most one rule may fit`
    std::size_t inputs = 0;  ///< so many of the columns are inputs; they come first
    std::vector<Column> columns;
    std::vector<Rule> rules;
    std::string note;  ///< why no rule was looked at, or that none fits; empty otherwise
};

/// Nothing for a trace without a table.
[[nodiscard]] std::optional<TableView> table_view(const DecisionTrace& trace, const Wording& wording = {});

/// The whole explanation as indented lines for a terminal: values, reasons, and tables with ✓ and ✗ before their cells.
/// Of a table, all rules that fit or may fit are shown, and at most `max_others` of the rest.
[[nodiscard]] std::string explanation_text(
    const DecisionTrace& trace, const Wording& wording = {}, std::size_t max_others = 40
);

}  // namespace guildhall::dmn
