#include "simulation/internal/block_evaluator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/text.hpp"

namespace guildhall::simulation {

namespace {

constexpr std::size_t max_groups_known = 10'000;  ///< names of groups that are kept from block to block
constexpr std::size_t lines_kept = std::max(ReportLimits::lines, ReportLimits::examples);

CsvComplaint complaint_at(std::string_view record, std::size_t offset, std::int64_t line, std::string message) {
    const std::string_view before = record.substr(0, offset);
    const auto line_start = before.rfind('\n');
    return {
        line + std::count(before.begin(), before.end(), '\n'),
        static_cast<std::int64_t>(line_start == std::string_view::npos ? offset + 1 : offset - line_start),
        std::move(message)
    };
}

bool is_ascii(std::string_view text) {
    std::uint64_t seen = 0;
    std::size_t at = 0;
    for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        seen |= word;
    }
    for (; at < text.size(); ++at) seen |= static_cast<unsigned char>(text[at]);
    return (seen & 0x8080808080808080ULL) == 0;
}

}  // namespace

std::size_t BlockEvaluator::KeyHash::operator()(const Key& key) const {
    const std::hash<const void*> hash;
    return ((hash(key.group) * 31 + hash(key.present)) * 31 + hash(key.other)) * 0x9E3779B97F4A7C15ULL;
}

BlockEvaluator::BlockEvaluator(const Plan& plan)
    : plan_(plan),
      record_(plan.question.limits),
      shown_record_(plan.question.limits),
      present_(*plan.question.model, plan.question.decision, plan.columns, plan.question.now) {
    if (plan.question.other)
        other_.emplace(*plan.question.other, plan.question.decision, plan.other_columns, plan.question.now);
}

const std::string* BlockEvaluator::group_of(const CsvRecord& record) {
    if (!plan_.group) return nullptr;
    return &*groups_.emplace(record.fields()[*plan_.group].text(scratch_)).first;
}

BlockEvaluator::Rows& BlockEvaluator::rows_like(const Key& key) {
    std::size_t& recent = recent_[KeyHash{}(key) >> 32 & (recent_size - 1)];
    if (recent < rows_.size() && rows_[recent].key == key) return rows_[recent];
    const auto [known, is_new] = rows_by_key_.try_emplace(key, rows_.size());
    if (is_new) rows_.push_back({key, 0, {}});
    recent = known->second;
    return rows_[recent];
}

std::vector<std::string> BlockEvaluator::cells_at(const CsvBlock& block, std::int64_t line) {
    const auto place = std::lower_bound(places_.begin(), places_.end(), line, [](const Place& a, std::int64_t b) {
        return a.line < b;
    });
    const std::string_view bytes = std::string_view(block.bytes).substr(place->offset);
    std::vector<std::string> cells;
    if (shown_record_.read(bytes, line, true) != CsvRecord::Kind::good) return cells;
    for (const std::size_t column : plan_.shown) cells.emplace_back(shown_record_.fields()[column].text(scratch_));
    return cells;
}

void BlockEvaluator::add_record(const CsvBlock& block, std::string_view bytes, std::int64_t line, BlockResult& result) {
    const std::string_view record = bytes.substr(0, record_.size());
    const auto bad = [&](std::size_t offset, const InputColumn* column, std::string message) {
        result.bad_rows.push_back(
            {complaint_at(record, offset, line, std::move(message)),
             column ? plan_.names[column->column] : std::string()}
        );
    };
    if (record_.fields().size() != plan_.names.size())
        return bad(
            0, nullptr, fmt::format("{} fields; the first line has {}", record_.fields().size(), plan_.names.size())
        );
    if (!all_text_ && !base::is_valid_utf8(record)) return bad(0, nullptr, "not UTF-8 text");
    Key key{group_of(record_), nullptr, nullptr};
    RowComplaint complaint;
    key.present = present_.evaluate(record_.fields(), complaint);
    if (key.present && other_) key.other = other_->evaluate(record_.fields(), complaint);
    if (!key.present || (other_ && !key.other)) {
        const auto offset =
            complaint.column
                ? static_cast<std::size_t>(record_.fields()[complaint.column->column].raw.data() - record.data())
                : 0;
        return bad(offset, complaint.column, std::move(complaint.message));
    }
    Rows& rows = rows_like(key);
    ++rows.rows;
    if (rows.lines.size() < lines_kept) {
        rows.lines.push_back(line);
        places_.push_back({line, static_cast<std::size_t>(bytes.data() - block.bytes.data())});
    }
}

BlockResult BlockEvaluator::evaluate(const CsvBlock& block) {
    BlockResult result{Tally(plan_.question.decision), 0, 0, {}};
    if (block.complaint) {
        ++result.records;
        result.bad_rows.push_back({*block.complaint, ""});
    }
    all_text_ = is_ascii(block.bytes) || base::is_valid_utf8(block.bytes);
    std::string_view rest = block.bytes;
    std::int64_t line = block.line;
    while (!rest.empty()) {
        const auto kind = record_.read(rest, line, true);
        if (kind == CsvRecord::Kind::blank) {
            ++result.blank_lines;
        } else {
            ++result.records;
            if (kind == CsvRecord::Kind::good)
                add_record(block, rest, line, result);
            else
                result.bad_rows.push_back({record_.complaint(), ""});
        }
        line += record_.lines();
        rest.remove_prefix(record_.size());
    }
    for (const Rows& rows : rows_)
        result.tally.add(
            {rows.key.group, rows.key.present, rows.key.other, rows.rows, rows.lines},
            [&](std::int64_t at) { return cells_at(block, at); }
        );
    rows_.clear();
    rows_by_key_.clear();
    places_.clear();
    present_.end_block();
    if (other_) other_->end_block();
    if (groups_.size() > max_groups_known) groups_.clear();
    return result;
}

}  // namespace guildhall::simulation
