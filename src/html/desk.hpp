#pragma once
/// What staff work with: a case on one page, what the rules say, the history, the queue.

#include <string>
#include <vector>

#include "html/html.hpp"
#include "html/look.hpp"

namespace guildhall::html {

struct CaseHeader {
    Content title{};    ///< the page's h1
    Content caption{};  ///< the service and the reference
    Html state{};       ///< chips and words
};
[[nodiscard]] Html case_header(const CaseHeader& options);

/// Evidence and rules on the start side, the decision on the end side; under one another on a narrow screen.
[[nodiscard]] Html case_columns(const Html& evidence, const Html& decision);

/// A raised box around the form that decides.
[[nodiscard]] Html decision_box(const Html& content);

enum class CellState { plain, held, failed };
/// A cell of a rule: as written, marked when it held or failed, and why it did not hold.
struct RuleCell {
    Content text{};
    Content why_not{};  ///< "52 is over 30"; not there where empty
    CellState state = CellState::plain;
};
struct Rule {
    std::string number{};
    std::vector<RuleCell> cells{};
    bool matched = false;
    std::string standing{};  ///< of a rule that is not the one: `fits, but an earlier rule came first`
};
/// A decision table, the matching rule marked, each other rule saying why it is not the one.
struct RulesTable {
    std::string caption{};
    bool hide_caption = false;           ///< where the heading above says it already
    std::vector<std::string> columns{};  ///< inputs, then outputs
    std::string rule_heading{"Rule"};
    std::string matched_words{"applies"};  ///< said beside the mark
    std::vector<Rule> rules{};
};
[[nodiscard]] Html rules_table(const RulesTable& options);

struct HistoryItem {
    Content when{};
    Content text{};
    Content who{};
};
[[nodiscard]] Html history(const std::vector<HistoryItem>& items);

/// A table whose rows become blocks on a narrow screen, each value with its column's name.
struct StackingTable {
    std::string caption{};
    bool hide_caption = false;  ///< where the heading above says it already
    std::vector<std::string> columns{};
    std::vector<std::vector<Content>> rows{};  ///< the first cell names the row
    bool tight = false;                        ///< short values: on a narrow screen they stand beside one another
};
[[nodiscard]] Html stacking_table(const StackingTable& options);

}  // namespace guildhall::html
