#include "simulation/internal/block_evaluator.hpp"

#include <algorithm>

namespace guildhall::simulation {

namespace {

constexpr std::size_t max_groups_known = 10'000;  ///< names of groups that are kept from block to block

CsvComplaint complaint_at(std::string_view record, std::size_t offset, std::int64_t line, std::string message) {
    const std::string_view before = record.substr(0, offset);
    const auto line_start = before.rfind('\n');
    return {
        line + std::count(before.begin(), before.end(), '\n'),
        static_cast<std::int64_t>(line_start == std::string_view::npos ? offset + 1 : offset - line_start),
        std::move(message)
    };
}

/// Where a column of the table is among those that are read.
std::size_t batch_column(const Plan& plan, std::size_t column) {
    return static_cast<std::size_t>(
        std::lower_bound(plan.shown.begin(), plan.shown.end(), column) - plan.shown.begin()
    );
}

std::vector<std::size_t> batch_columns(const Plan& plan, const std::vector<InputColumn>& columns) {
    std::vector<std::size_t> found;
    for (const InputColumn& column : columns) found.push_back(batch_column(plan, column.column));
    return found;
}

}  // namespace

BlockEvaluator::BlockEvaluator(const Plan& plan)
    : plan_(plan),
      reader_(plan.question.limits, plan.names.size(), plan.shown),
      shown_record_(plan.question.limits),
      present_(
          *plan.question.model, plan.question.decision, plan.columns, batch_columns(plan, plan.columns),
          plan.question.now
      ) {
    if (plan.question.other)
        other_.emplace(
            *plan.question.other, plan.question.decision, plan.other_columns, batch_columns(plan, plan.other_columns),
            plan.question.now
        );
}

void BlockEvaluator::find_groups() {
    group_of_.assign(batch_.size(), 0);
    if (!plan_.group) return;
    const auto texts = batch_.column(batch_column(plan_, *plan_.group));
    for (std::size_t row = 0; row < texts.size(); ++row) {
        group_of_[row] = group_codes_.code(texts[row]);
        if (group_of_[row] == groups_.size()) groups_.emplace_back(texts[row]);
    }
}

std::vector<std::string> BlockEvaluator::cells_at(const CsvBlock& block, std::int64_t line) {
    const auto place = std::lower_bound(
        places_.begin(), places_.end(), line, [](const CsvBatch::Record& a, std::int64_t b) { return a.line < b; }
    );
    std::vector<std::string> cells;
    if (shown_record_.read(block.bytes().substr(place->offset), line, true) != CsvRecord::Kind::good) return cells;
    for (const std::size_t column : plan_.shown) cells.emplace_back(shown_record_.fields()[column].text(scratch_));
    return cells;
}

BadRow BlockEvaluator::bad_row(const CsvBlock& block, const RowEvaluator& evaluator, std::size_t row) {
    RowComplaint complaint = evaluator.complaint(batch_, row);
    const auto& [line, offset] = batch_[row];
    const std::string_view record = block.bytes().substr(offset);
    if (!complaint.column) return {complaint_at(record, 0, line, std::move(complaint.message)), ""};
    const std::size_t column = complaint.column->column;
    std::size_t at = 0;
    if (shown_record_.read(record, line, true) == CsvRecord::Kind::good)
        at = static_cast<std::size_t>(shown_record_.fields()[column].raw.data() - record.data());
    return {complaint_at(record, at, line, std::move(complaint.message)), plan_.names[column]};
}

void BlockEvaluator::add_batch(const CsvBlock& block, BlockResult& result) {
    find_groups();
    const auto present = present_.evaluate(batch_);
    const auto other = other_ ? other_->evaluate(batch_) : present;
    auto bad = batch_.bad().begin();
    const auto add_bad_before = [&](std::size_t row) {
        for (; bad != batch_.bad().end() && bad->before <= row; ++bad) result.bad_rows.push_back({bad->complaint, ""});
    };
    for (std::size_t row = 0; row < batch_.size(); ++row) {
        add_bad_before(row);
        if (!present[row] || !other[row]) {
            result.bad_rows.push_back(bad_row(block, present[row] ? *other_ : present_, row));
            continue;
        }
        if (counts_.add(group_of_[row], *present[row], other_ ? other[row] : nullptr, batch_[row].line))
            places_.push_back(batch_[row]);
    }
    add_bad_before(batch_.size());
    result.records += static_cast<std::int64_t>(batch_.size() + batch_.bad().size());
    result.blank_lines += batch_.blank_lines();
}

void BlockEvaluator::end_block() {
    counts_.clear();
    places_.clear();
    present_.end_block();
    if (other_) other_->end_block();
    if (groups_.size() <= max_groups_known) return;
    groups_.clear();
    group_codes_.clear();
}

BlockResult BlockEvaluator::evaluate(const CsvBlock& block) {
    BlockResult result{Tally(plan_.question.decision), 0, 0, {}};
    if (block.complaint) {
        ++result.records;
        result.bad_rows.push_back({*block.complaint, ""});
    }
    reader_.begin(block);
    while (reader_.next(batch_)) add_batch(block, result);
    for (std::size_t i = 0; i < counts_.all().size(); ++i) {
        const CountedRows& rows = counts_.all()[i];
        result.tally.add(
            {plan_.group ? &groups_[rows.group] : nullptr, rows.present, rows.other, rows.rows, counts_.lines(i)},
            [&](std::int64_t at) { return cells_at(block, at); }
        );
    }
    end_block();
    return result;
}

}  // namespace guildhall::simulation
