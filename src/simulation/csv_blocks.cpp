#include "simulation/csv_blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "simulation/internal/byte_masks.hpp"

namespace guildhall::simulation {

namespace {

base::Error wrong(std::string text) {
    return {base::ErrorCode::invalid_input, {std::move(text)}, {}};
}

}  // namespace

void CsvBlock::take(std::string& buffer, std::size_t size) {
    // The memory changes hands, and what is behind the block is copied back.
    padded_.swap(buffer);
    buffer.assign(padded_, size);
    padded_.resize(size);
    padded_.append(padding, '\0');
    size_ = size;
}

void CsvBlocks::fill(std::size_t size) {
    while (buffer_.size() < size && !at_end_) {
        const std::size_t before = buffer_.size();
        buffer_.resize(size);
        stream_.read(buffer_.data() + before, static_cast<std::streamsize>(size - before));
        const auto got = static_cast<std::size_t>(stream_.gcount());
        buffer_.resize(before + got);
        at_end_ = !stream_;
    }
}

void CsvBlocks::passed(std::string_view bytes) {
    line_ += count_line_feeds(bytes);
    taken_ += static_cast<std::int64_t>(bytes.size());
}

void CsvBlocks::drop(std::size_t size) {
    passed(std::string_view(buffer_).substr(0, size));
    buffer_.erase(0, size);
}

std::size_t CsvBlocks::whole_records() {
    if (buffer_.find('"') == std::string::npos) {
        // Without quotes a record is a line. Those that are too long are told by who reads them.
        if (at_end_) return buffer_.size();
        const auto last = buffer_.rfind('\n');
        return last == std::string::npos ? 0 : last + 1;
    }
    std::size_t at = 0;
    while (at < buffer_.size()) {
        const auto kind = record_.read(std::string_view(buffer_).substr(at), line_, at_end_);
        if (kind == CsvRecord::Kind::partial || kind == CsvRecord::Kind::given_up) break;
        at += record_.size();
    }
    return at;
}

bool CsvBlocks::next(CsvBlock& block) {
    block.complaint.reset();
    std::size_t wanted = block_bytes_;
    while (true) {
        fill(wanted);
        if (skipping_) {
            const auto end = buffer_.find('\n');
            drop(end == std::string::npos ? buffer_.size() : end + 1);
            skipping_ = end == std::string::npos && !at_end_;
            if (skipping_) continue;
            fill(wanted);
        }
        if (buffer_.empty()) return false;
        block.line = line_;
        if (const std::size_t size = whole_records()) {
            block.number = number_++;
            block.take(buffer_, size);
            passed(block.bytes());
            block.end = taken_;
            return true;
        }
        if (record_.read(buffer_, line_, at_end_) == CsvRecord::Kind::given_up) {
            block.number = number_++;
            block.take(buffer_, 0);
            block.complaint = record_.complaint();
            skipping_ = record_.line_goes_on() && !at_end_;
            drop(record_.size());
            block.end = taken_;
            return true;
        }
        wanted = buffer_.size() + block_bytes_;
    }
}

base::Result<std::vector<std::string>> CsvBlocks::header() {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    fill(std::max(block_bytes_, byte_order_mark.size()));
    if (buffer_.starts_with("\xFF\xFE") || buffer_.starts_with("\xFE\xFF"))
        return wrong("the table is written in UTF-16; save it as UTF-8");
    if (buffer_.starts_with(byte_order_mark)) buffer_.erase(0, byte_order_mark.size());
    fill(block_bytes_);
    if (buffer_.empty()) return wrong("the table is empty; expected a first line with the names of the columns");
    while (record_.read(buffer_, line_, at_end_) == CsvRecord::Kind::partial) fill(buffer_.size() + block_bytes_);
    const auto kind = record_.read(buffer_, line_, at_end_);
    const CsvComplaint& complaint = record_.complaint();
    if (kind == CsvRecord::Kind::bad || kind == CsvRecord::Kind::given_up)
        return wrong(fmt::format(
            "the names of the columns cannot be read: line {}, column {}: {}", complaint.line, complaint.column,
            complaint.message
        ));
    if (kind == CsvRecord::Kind::blank) return wrong("the first line is empty; expected the names of the columns");
    std::vector<std::string> names;
    std::set<std::string> seen;
    std::string scratch;
    for (const CsvField& field : record_.fields()) {
        names.emplace_back(base::trimmed(field.text(scratch)));
        if (!base::is_valid_utf8(names.back())) return wrong("the names of the columns are not UTF-8 text");
        if (!names.back().empty() && !seen.insert(names.back()).second)
            return wrong(fmt::format("two columns are called `{}`", names.back()));
    }
    drop(record_.size());
    return names;
}

}  // namespace guildhall::simulation
