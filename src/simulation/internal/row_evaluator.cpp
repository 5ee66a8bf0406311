#include "simulation/internal/row_evaluator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "dmn/columns.hpp"

namespace guildhall::simulation {

namespace {

using feel::Value;

constexpr std::size_t max_texts = 200'000;      ///< of one column, read and remembered
constexpr std::size_t max_remembered = 65'536;  ///< outcomes
constexpr std::int64_t trial = 20'000;          ///< so many rows show whether remembering pays
constexpr std::size_t shown_text = 60;          ///< bytes of a cell that a complaint shows

std::string shown(std::string_view text) {
    if (text.size() <= shown_text) return std::string(text);
    std::size_t end = shown_text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end)) + "…";
}

}  // namespace

std::size_t RowEvaluator::KeyHash::operator()(const std::vector<std::uint64_t>& key) const {
    std::uint64_t hash = 0x9E3779B97F4A7C15ULL;
    for (const std::uint64_t word : key) {
        hash = (hash ^ word) * 0xFF51AFD7ED558CCDULL;
        hash ^= hash >> 32;
    }
    return hash;
}

RowEvaluator::RowEvaluator(
    const dmn::Model& model, const std::string& decision, const std::vector<InputColumn>& columns, base::Instant now
)
    : model_(model),
      columns_(columns),
      now_(now),
      outputs_(model.output_names(decision)),
      codes_(columns.size()),
      lookup_(dmn::columns_of(model).table_lookup(decision)) {
    prepare(decision);
    for (const InputColumn& column : columns) cells_.emplace_back(model, column, now);
    if (!lookup_) return;
    for (const std::string& name : lookup_->columns()) {
        const auto at = std::find_if(columns.begin(), columns.end(), [&](const InputColumn& column) {
            return column.path.size() == 1 && column.path.front() == name;
        });
        if (at == columns.end()) {
            lookup_.reset();
            return;
        }
        lookup_columns_.push_back(static_cast<std::size_t>(at - columns.begin()));
    }
    rules_.resize(lookup_columns_.size());
    taking_.resize(lookup_columns_.size());
    if (lookup_->first_decides()) by_first_rule_.resize(lookup_->rules() + 1);
    words_ = (lookup_->rules() + 63) / 64;
}

void RowEvaluator::prepare(const std::string& decision) {
    auto prepared = dmn::columns_of(model_).prepare_fields(decision);
    if (!prepared) {
        why_none_ = prepared.error().message.text;
        return;
    }
    prepared_ = *std::move(prepared);
    for (const auto& path : prepared_->fields()) {
        const auto at = std::find_if(columns_.begin(), columns_.end(), [&](const InputColumn& column) {
            return column.path == path;
        });
        column_of_.push_back(static_cast<std::size_t>(at - columns_.begin()));
        const bool structured = path.size() > 1 && !dmn::columns_of(model_).fits_by_fields(path.front());
        if (structured && (together_.empty() || together_.back() != path.front())) together_.push_back(path.front());
    }
    values_.resize(column_of_.size());
}

bool RowEvaluator::read(std::span<const CsvField> fields, RowComplaint& complaint) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const std::string_view text = fields[columns_[i].column].text(scratch_);
        codes_[i] = cells_[i].code(text);
        if (cells_[i].good(codes_[i])) continue;
        complaint.column = &columns_[i];
        complaint.message =
            fmt::format("`{}` is no value that `{}` can have", shown(text), column_name(columns_[i].path));
        return false;
    }
    return true;
}

const std::uint64_t* RowEvaluator::rules_of(std::size_t table_column) {
    const std::size_t column = lookup_columns_[table_column];
    const Code code = codes_[column];
    auto& rules = rules_[table_column];
    if (code >= rules.size()) rules.resize(cells_[column].size());
    Rules& one = rules[code];
    if (!one.asked) {
        const auto taking = lookup_->takes(table_column, cells_[column].value(code));
        one = {taking ? taking->data() : nullptr, true};
    }
    return one.rules;
}

bool RowEvaluator::look_up() {
    if (!lookup_) return false;
    for (std::size_t i = 0; i < lookup_columns_.size(); ++i) {
        taking_[i] = rules_of(i);
        if (!taking_[i]) return false;
    }
    return true;
}

std::size_t RowEvaluator::first_rule() const {
    for (std::size_t word = 0; word < words_; ++word) {
        std::uint64_t all = ~std::uint64_t{0};
        for (const std::uint64_t* const rules : taking_) all &= rules[word];
        // Bits behind the last rule mean nothing.
        if (all != 0) return std::min(lookup_->rules(), word * 64 + static_cast<std::size_t>(std::countr_zero(all)));
    }
    return lookup_->rules();
}

void RowEvaluator::make_rules_key() {
    key_.assign(words_, ~std::uint64_t{0});
    if (const std::size_t used = lookup_->rules() % 64; used != 0) key_.back() >>= 64 - used;
    for (const std::uint64_t* const rules : taking_)
        for (std::size_t word = 0; word < words_; ++word) key_[word] &= rules[word];
}

void RowEvaluator::make_code_key() {
    key_.assign(codes_.begin(), codes_.end());
}

bool RowEvaluator::fits_together(const std::string& input) const {
    feel::Context context;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const auto& path = columns_[i].path;
        if (path.front() == input) dmn::set_entry(context, std::span(path).subspan(1), cells_[i].value(codes_[i]));
    }
    return model_.fits_input(input, Value(std::move(context)));
}

bool RowEvaluator::Trial::pays() const {
    return tries < trial || hits * 8 >= tries;
}

const Outcome* RowEvaluator::outcome(const dmn::Evaluation& evaluation, std::deque<Outcome>& keep) {
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
    const Outcome* const made = &(remember ? kept_ : keep).emplace_back(outcome_of(evaluation, outputs_));
    if (remember) by_value_.emplace(evaluation.value, made);
    return made;
}

const Outcome* RowEvaluator::evaluated(std::deque<Outcome>& keep, RowComplaint& complaint) {
    if (!prepared_) {
        dmn::Evaluation failed;
        failed.problems.push_back(why_none_);
        return outcome(failed, keep);
    }
    for (const std::string& input : together_) {
        if (fits_together(input)) continue;
        complaint.column = nullptr;
        complaint.message = fmt::format("what the columns say of `{}` does not go together", input);
        return nullptr;
    }
    for (std::size_t i = 0; i < values_.size(); ++i) values_[i] = cells_[column_of_[i]].value(codes_[column_of_[i]]);
    return outcome(prepared_->evaluate(values_, now_, "UTC"), keep);
}

const Outcome* RowEvaluator::remembered(Memory& memory, RowComplaint& complaint) {
    const auto known = memory.find(key_);
    if (known != memory.end()) {
        ++codes_trial_.hits;
        return known->second;
    }
    if (memory.size() >= max_remembered) return evaluated(passing_, complaint);
    const Outcome* const made = evaluated(kept_, complaint);
    if (made) memory.emplace(key_, made);
    return made;
}

const Outcome* RowEvaluator::evaluate(std::span<const CsvField> fields, RowComplaint& complaint) {
    if (!read(fields, complaint)) return nullptr;
    if (look_up()) {
        if (!lookup_->first_decides()) {
            make_rules_key();
            return remembered(by_rules_, complaint);
        }
        const Outcome*& known = by_first_rule_[first_rule()];
        if (!known) known = evaluated(kept_, complaint);
        return known;
    }
    if (!codes_trial_.pays()) return evaluated(passing_, complaint);
    ++codes_trial_.tries;
    make_code_key();
    return remembered(by_codes_, complaint);
}

void RowEvaluator::end_block() {
    passing_.clear();
    const bool many_texts =
        std::any_of(cells_.begin(), cells_.end(), [](const CellValues& cells) { return cells.size() > max_texts; });
    const bool full = std::max({by_codes_.size(), by_rules_.size(), by_value_.size()}) >= max_remembered;
    if (!many_texts && !full) return;
    by_value_.clear();
    by_codes_.clear();
    by_rules_.clear();
    std::fill(by_first_rule_.begin(), by_first_rule_.end(), nullptr);
    kept_.clear();
    for (CellValues& cells : cells_) cells.forget();
    for (auto& rules : rules_) rules.clear();
}

}  // namespace guildhall::simulation
