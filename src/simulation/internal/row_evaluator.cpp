#include "simulation/internal/row_evaluator.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dmn/columns.hpp"

namespace guildhall::simulation {

namespace {

using feel::Value;

constexpr std::size_t max_remembered = 65'536;  ///< outcomes
constexpr std::int64_t trial = 20'000;          ///< so many rows show whether remembering pays
constexpr std::size_t shown_text = 60;          ///< bytes of a cell that a complaint shows

std::string shown(std::string_view text) {
    if (text.size() <= shown_text) return std::string(text);
    std::size_t end = shown_text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end)) + "…";
}

/// Words of a key that names rules of a table.
std::size_t rule_words(const std::optional<RuleFinder>& finder) {
    return finder ? (finder->table().rules() + 63) / 64 * 2 : 0;
}

}  // namespace

RowEvaluator::RowEvaluator(
    const dmn::Model& model, const std::string& decision, const std::vector<InputColumn>& columns,
    std::vector<std::size_t> batch_columns, base::Instant now
)
    : model_(model),
      columns_(columns),
      batch_columns_(std::move(batch_columns)),
      now_(now),
      decision_(decision),
      outputs_(model.output_names(decision)),
      finder_(rules_by_columns(decision)),
      by_rules_(rule_words(finder_)),
      by_codes_(columns.size()) {
    prepare(decision);
    for (const InputColumn& column : columns) cells_.emplace_back(model, column, now);
    if (finder_ && finder_->table().first_decides()) by_first_rule_.resize(finder_->table().rules() + 1);
}

std::optional<std::size_t> RowEvaluator::column_with(std::span<const std::string> path) const {
    const auto at = std::find_if(columns_.begin(), columns_.end(), [&](const InputColumn& column) {
        return std::equal(column.path.begin(), column.path.end(), path.begin(), path.end());
    });
    if (at == columns_.end()) return std::nullopt;
    return static_cast<std::size_t>(at - columns_.begin());
}

std::optional<RuleFinder> RowEvaluator::rules_by_columns(const std::string& decision) const {
    auto table = dmn::columns_of(model_).table_lookup(decision);
    if (!table) return std::nullopt;
    std::vector<std::size_t> at;
    for (const std::string& name : table->columns()) {
        const auto column = column_with(std::span(&name, 1));
        if (!column) return std::nullopt;
        at.push_back(*column);
    }
    return RuleFinder(std::move(table), std::move(at));
}

void RowEvaluator::prepare(const std::string& decision) {
    auto prepared = dmn::columns_of(model_).prepare_fields(decision);
    if (!prepared) {
        why_none_ = prepared.error().message.text;
        return;
    }
    prepared_ = *std::move(prepared);
    for (const auto& path : prepared_->fields()) {
        column_of_.push_back(*column_with(path));
        const bool structured = path.size() > 1 && !dmn::columns_of(model_).fits_by_fields(path.front());
        if (structured && (together_.empty() || together_.back() != path.front())) together_.push_back(path.front());
    }
    values_.resize(column_of_.size());
}

bool RowEvaluator::has_good_cells(std::size_t row) const {
    return all_good_ ||
           std::all_of(cells_.begin(), cells_.end(), [&](const CellValues& cells) { return cells.good(row); });
}

RowComplaint RowEvaluator::complaint(const CsvBatch& batch, std::size_t row) const {
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (!cells_[i].good(row))
            return {
                &columns_[i], fmt::format(
                                  "`{}` is no value that `{}` can have", shown(batch.column(batch_columns_[i])[row]),
                                  column_name(columns_[i].path)
                              )
            };
    const std::string* const input = not_together(row);
    return {nullptr, fmt::format("what the columns say of `{}` does not go together", input ? *input : "")};
}

const std::string* RowEvaluator::not_together(std::size_t row) const {
    for (const std::string& input : together_) {
        feel::Context context;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const auto& path = columns_[i].path;
            if (path.front() == input) dmn::set_entry(context, std::span(path).subspan(1), cells_[i].value(row));
        }
        if (!model_.fits_input(input, Value(std::move(context)))) return &input;
    }
    return nullptr;
}

bool RowEvaluator::Trial::pays() const {
    return tries < trial || hits * 8 >= tries;
}

const Outcome* RowEvaluator::outcome(const dmn::Evaluation& evaluation, bool keep) {
    const bool plain = evaluation.problems.empty() && value_trial_.pays();
    if (plain) {
        ++value_trial_.tries;
        const auto known = by_value_.find(evaluation.value);
        if (known != by_value_.end()) {
            ++value_trial_.hits;
            return known->second;
        }
    }
    const bool remember = plain && by_value_.size() < max_remembered;
    if (!remember && !keep) return &passing_.emplace_back(outcome_of(evaluation, outputs_));
    Outcome& made = kept_.emplace_back(outcome_of(evaluation, outputs_));
    made.number = static_cast<std::uint32_t>(kept_.size() - 1);
    if (remember) by_value_.emplace(evaluation.value, &made);
    return &made;
}

const Outcome* RowEvaluator::evaluated(std::size_t row, bool keep) {
    if (!prepared_) {
        dmn::Evaluation failed;
        failed.problems.push_back(why_none_);
        return outcome(failed, keep);
    }
    if (not_together(row) != nullptr) return nullptr;
    if (staged_)
        if (auto value = staged_->evaluate(cells_, row)) {
            dmn::Evaluation made;
            made.value = *std::move(value);
            return outcome(made, keep);
        }
    for (std::size_t i = 0; i < values_.size(); ++i) values_[i] = cells_[column_of_[i]].value(row);
    return outcome(prepared_->evaluate(values_, now_, "UTC"), keep);
}

const Outcome* RowEvaluator::remembered(Memory& memory, std::uint64_t hash, std::size_t row) {
    ++memory_trial_.tries;
    if (const Outcome* const* const known = memory.find(key_, hash)) {
        ++memory_trial_.hits;
        return *known;
    }
    const bool keep = memory.size() < max_remembered;
    const Outcome* const made = evaluated(row, keep);
    if (made && keep) memory.add(key_, hash, made);
    return made;
}

const Outcome* RowEvaluator::outcome_by_table(std::size_t row) {
    if (by_first_rule_.empty())
        return finder_->all_rules(row, key_) ? remembered(by_rules_, hash_of(key_), row) : nullptr;
    const auto rule = finder_->first_rule(row);
    if (!rule) return nullptr;
    const Outcome*& known = by_first_rule_[*rule];
    if (!known) known = evaluated(row, true);
    return known;
}

void RowEvaluator::hash_codes(std::size_t rows) {
    hashes_.assign(rows, 0);
    for (const CellValues& cells : cells_)
        for (std::size_t row = 0; row < rows; ++row) hashes_[row] = add_to_hash(hashes_[row], cells.code(row));
}

const Outcome* RowEvaluator::outcome_by_codes(std::size_t row) {
    key_.resize(cells_.size());
    for (std::size_t i = 0; i < cells_.size(); ++i) key_[i] = cells_[i].code(row);
    return remembered(by_codes_, finder_ ? hash_of(key_) : hashes_[row], row);
}

const Outcome* RowEvaluator::outcome_of_row(std::size_t row) {
    if (!has_good_cells(row)) return nullptr;
    if (finder_)
        if (const Outcome* const found = outcome_by_table(row)) return found;
    return by_code_ ? outcome_by_codes(row) : evaluated(row, false);
}

std::span<const Outcome* const> RowEvaluator::evaluate(const CsvBatch& batch) {
    all_good_ = true;
    same_codes_ = true;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        cells_[i].read(batch.column(batch_columns_[i]));
        all_good_ = all_good_ && cells_[i].all_good();
        same_codes_ = same_codes_ && cells_[i].keeps_codes();
    }
    if (finder_) finder_->look_up(cells_, batch.size());
    by_code_ = remembers_rows();
    if (by_code_ && !finder_) hash_codes(batch.size());
    of_batch_.resize(batch.size());
    for (std::size_t row = 0; row < batch.size(); ++row) of_batch_[row] = outcome_of_row(row);
    return of_batch_;
}

bool RowEvaluator::remembers_rows() const {
    return same_codes_ && memory_trial_.pays();
}

void RowEvaluator::forget_outcomes() {
    by_value_.clear();
    by_codes_.clear();
    by_rules_.clear();
    std::fill(by_first_rule_.begin(), by_first_rule_.end(), nullptr);
    kept_.clear();
}

void RowEvaluator::end_block() {
    passing_.clear();
    bool forgot = false;
    for (CellValues& cells : cells_) forgot = cells.forget_many() || forgot;
    if (forgot) {
        by_codes_.clear();
        if (finder_) finder_->forget();
        staged_.reset();
        tried_stages_ = false;
    }
    if (staged_) staged_->end_block();
    if (!tried_stages_ && !remembers_rows() && prepared_) {
        tried_stages_ = true;
        staged_ = StagedDecision::make(model_, decision_, columns_, cells_, now_);
    }
    if (std::max({by_codes_.size(), by_rules_.size(), kept_.size()}) >= max_remembered) forget_outcomes();
}

}  // namespace guildhall::simulation
