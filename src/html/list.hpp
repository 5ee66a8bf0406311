#pragma once
/// Facts in rows (govuk-frontend: summary-list, table, task-list).

#include <optional>
#include <string>
#include <vector>

#include "html/html.hpp"
#include "html/notice.hpp"

namespace guildhall::html {

struct Action {
    Content text{};
    std::string href{};
    std::string visually_hidden_text{};  ///< what the action is about, for who cannot see the row
    std::string classes{};
    Attributes attributes{};
};
struct Actions {
    std::vector<Action> items{};
    std::string classes{};
};
struct SummaryCell {
    Content text{};
    std::string classes{};
};
struct SummaryRow {
    SummaryCell key{};
    SummaryCell value{};
    std::optional<Actions> actions{};
    std::string classes{};
};
struct SummaryCard {
    Content title{};
    int heading_level = 2;
    std::string title_classes{};
    Actions actions{};
    std::string classes{};
    Attributes attributes{};
};
struct SummaryList {
    std::vector<SummaryRow> rows{};
    std::optional<SummaryCard> card{};
    std::string classes{};  ///< `summary_list_no_border`
    Attributes attributes{};
};
[[nodiscard]] Html summary_list(const SummaryList& options);

inline constexpr const char* summary_list_no_border = "govuk-summary-list--no-border";

/// A row with a key, a value and perhaps one action.
[[nodiscard]] SummaryRow summary_row(Content key, Content value, std::optional<Action> action = std::nullopt);

struct TableCell {
    Content text{};
    std::string format{};  ///< `numeric` aligns to the end
    std::string classes{};
    int colspan = 0;
    int rowspan = 0;
    Attributes attributes{};
};
struct Table {
    std::string caption{};
    std::string caption_classes{};  ///< `caption_m`, …
    std::vector<TableCell> head{};
    std::vector<std::vector<TableCell>> rows{};
    bool first_cell_is_header = false;
    std::string classes{};
    Attributes attributes{};
};
[[nodiscard]] Html table(const Table& options);

inline constexpr const char* caption_s = "govuk-table__caption--s";
inline constexpr const char* caption_m = "govuk-table__caption--m";
inline constexpr const char* caption_l = "govuk-table__caption--l";

struct TaskTitle {
    Content text{};
    std::string classes{};
};
struct TaskStatus {
    Content text{};
    std::optional<Tag> tag{};
    std::string classes{};
};
struct Task {
    TaskTitle title{};
    Content hint{};
    TaskStatus status{};
    std::string href{};
    std::string classes{};
};
struct TaskList {
    std::vector<Task> items{};
    std::string id_prefix{"task-list"};
    std::string classes{};
    Attributes attributes{};
};
[[nodiscard]] Html task_list(const TaskList& options);

}  // namespace guildhall::html
