#include "simulation/simulation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "base/text.hpp"
#include "simulation/internal/block_evaluator.hpp"

namespace guildhall::simulation {

namespace {

base::Error wrong(std::string text) {
    return {base::ErrorCode::invalid_input, {std::move(text)}, {}};
}

/// Threads take blocks one after the other, and hand in what they found in the same order: who is ahead waits.
class Run {
public:
    Run(const Plan& plan, CsvBlocks& blocks, const Observer& observer)
        : plan_(plan), blocks_(blocks), observer_(observer), tally_(plan.question.decision) {}

    /// Throws what a thread threw.
    void work(Report& report) {
        const unsigned count = std::max(1U, plan_.question.threads);
        std::vector<std::thread> threads;
        for (unsigned i = 1; i < count; ++i) threads.emplace_back([&] { work_alone(report); });
        work_alone(report);
        for (std::thread& thread : threads) thread.join();
        if (thrown_) std::rethrow_exception(thrown_);
        std::move(tally_).finish(report);
    }

private:
    void work_alone(Report& report) {
        try {
            BlockEvaluator evaluator(plan_);
            CsvBlock block;
            while (take(block)) {
                BlockResult result = evaluator.evaluate(block);
                std::unique_lock lock(hand_in_);
                turn_.wait(lock, [&] { return handed_in_ == block.number || thrown_; });
                if (thrown_) return;
                add(block, std::move(result), report);
                ++handed_in_;
                turn_.notify_all();
            }
        } catch (...) {
            const std::lock_guard lock(hand_in_);
            if (!thrown_) thrown_ = std::current_exception();
            turn_.notify_all();
        }
    }

    bool take(CsvBlock& block) {
        const std::lock_guard lock(take_);
        return blocks_.next(block);
    }

    void add(const CsvBlock& block, BlockResult result, Report& report) {
        report.records += result.records;
        report.blank_lines += result.blank_lines;
        report.bad += static_cast<std::int64_t>(result.bad_rows.size());
        for (BadRow& row : result.bad_rows) {
            if (observer_.bad_row) observer_.bad_row(row);
            if (report.bad_rows.size() < ReportLimits::bad_rows) report.bad_rows.push_back(std::move(row));
        }
        tally_.add(std::move(result.tally));
        if (observer_.progress) observer_.progress({report.records, block.end});
    }

    const Plan& plan_;
    CsvBlocks& blocks_;
    const Observer& observer_;
    std::mutex take_;
    std::mutex hand_in_;
    std::condition_variable turn_;
    std::int64_t handed_in_ = 0;
    std::exception_ptr thrown_;
    Tally tally_;
};

/// The decision exists and can be evaluated at all.
std::optional<base::Error> check_decision(const dmn::Model& model, const Question& question) {
    const auto evaluation = model.evaluate(question.decision, {}, question.now, "UTC");
    if (evaluation) return std::nullopt;
    return evaluation.error();
}

base::Result<Plan> plan_for(const Question& question, std::vector<std::string> names) {
    Plan plan{question, std::move(names), {}, {}, {}, {}};
    auto columns = find_columns(*question.model, question.decision, plan.names);
    if (!columns) return columns.error();
    plan.columns = *std::move(columns);
    if (question.other) {
        auto others = find_columns(*question.other, question.decision, plan.names);
        if (!others) return others.error();
        plan.other_columns = *std::move(others);
    }
    if (!question.group_column.empty()) {
        const auto at = std::find(plan.names.begin(), plan.names.end(), question.group_column);
        if (at == plan.names.end()) {
            const auto near = base::nearest(question.group_column, plan.names);
            return wrong(fmt::format(
                "the table has no column `{}` to group by{}", question.group_column,
                near ? fmt::format("; did you mean `{}`?", *near) : ""
            ));
        }
        plan.group = static_cast<std::size_t>(at - plan.names.begin());
        plan.shown.push_back(*plan.group);
    }
    for (const auto* each : {&plan.columns, &plan.other_columns})
        for (const InputColumn& column : *each) plan.shown.push_back(column.column);
    std::sort(plan.shown.begin(), plan.shown.end());
    plan.shown.erase(std::unique(plan.shown.begin(), plan.shown.end()), plan.shown.end());
    return plan;
}

}  // namespace

base::Result<Report> simulate(const Question& question, std::istream& table, const Observer& observer) {
    for (const auto* model : {&question.model, &question.other})
        if (*model)
            if (auto error = check_decision(**model, question)) return *std::move(error);
    CsvBlocks blocks(table, question.limits, question.block_bytes);
    auto names = blocks.header();
    if (!names) return names.error();
    const auto plan = plan_for(question, *std::move(names));
    if (!plan) return plan.error();

    Report report;
    report.model = {question.model->name(), question.model->bytes_hash()};
    if (question.other) report.other = {question.other->name(), question.other->bytes_hash()};
    report.decision = question.decision;
    report.now = question.now;
    report.group_column = question.group_column;
    for (std::size_t i = 0; i < plan->names.size(); ++i) {
        const bool is_shown = std::binary_search(plan->shown.begin(), plan->shown.end(), i);
        (is_shown ? report.shown_columns : report.unused_columns).push_back(plan->names[i]);
    }
    Run(*plan, blocks, observer).work(report);
    if (blocks.failed()) return base::Error{base::ErrorCode::unavailable, {"the table cannot be read to its end"}, {}};
    return report;
}

}  // namespace guildhall::simulation
