#include "simulation/csv_batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/text.hpp"
#include "simulation/internal/byte_masks.hpp"

namespace guildhall::simulation {

namespace {

constexpr std::uint64_t high_bit = std::uint64_t{1} << 63;  ///< so that a mask is never empty
constexpr std::size_t text_padding = 16;
static_assert(text_padding <= CsvBlock::padding && mask_bytes <= CsvBlock::padding);

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

void CsvBatch::reserve(std::size_t columns, std::size_t records) {
    most_records_ = records;
    records_.reserve(records);
    texts_.resize(columns * records);
}

void CsvBatch::clear() {
    records_.clear();
    unescaped_.clear();
    bad_.clear();
    blank_lines_ = 0;
}

CsvBatchReader::CsvBatchReader(CsvLimits limits, std::size_t fields, std::span<const std::size_t> columns)
    : limits_(limits),
      record_(limits),
      fields_(fields),
      columns_(columns.begin(), columns.end()),
      most_records_(window_bytes / fields + 2),
      place_of_field_(fields, columns.size() * most_records_),
      separators_(window_bytes + mask_bytes) {
    for (std::size_t i = 0; i < columns_.size(); ++i) place_of_field_[columns_[i]] = i * most_records_;
}

void CsvBatchReader::begin(const CsvBlock& block) {
    bytes_ = block.bytes();
    all_text_ = is_ascii(bytes_) || base::is_valid_utf8(bytes_);
    at_ = 0;
    line_ = block.line;
}

void CsvBatchReader::find_separators() {
    window_ = at_;
    separator_ = 0;
    const std::size_t size = std::min(window_bytes, bytes_.size() - at_);
    std::uint32_t* next = separators_.data();
    for (std::size_t from = 0; from < size; from += mask_bytes) {
        std::uint64_t mask = byte_mask<',', '\n', '"'>(bytes_.data() + window_ + from);
        if (size - from < mask_bytes) mask &= (std::uint64_t{1} << (size - from)) - 1;
        // Always a multiple of four, some of them too many: cheaper than a branch that cannot be foreseen.
        const unsigned count = count_bits(mask);
        for (unsigned written = 0; written < count; written += 4)
            for (unsigned i = written; i < written + 4; ++i) {
                next[i] =
                    static_cast<std::uint32_t>(from) + static_cast<std::uint32_t>(std::countr_zero(mask | high_bit));
                mask &= mask - 1;
            }
        next += count;
    }
    separator_count_ = static_cast<std::size_t>(next - separators_.data());
}

void CsvBatchReader::add_record(CsvBatch& batch, std::size_t size) {
    batch.records_.push_back({line_, at_});
    at_ += size;
}

CsvBatchReader::Stop CsvBatchReader::read_plain(CsvBatch& batch) {
    while (separator_ < separator_count_ && window_ + separators_[separator_] < at_) ++separator_;
    const char* const window = bytes_.data() + window_;
    const std::size_t longest = std::min(limits_.field_bytes, limits_.record_bytes);
    while (separator_ + fields_ <= separator_count_) {
        const std::uint32_t* const ends = separators_.data() + separator_;
        const char* const record = bytes_.data() + at_;
        std::string_view* const texts = batch.texts_.data() + batch.size();
        const char* start = record;
        bool other = false;
        for (std::size_t i = 0; i + 1 < fields_; ++i) {
            const char* const end = window + ends[i];
            other |= *end != ',';
            texts[place_of_field_[i]] = {start, static_cast<std::size_t>(end - start)};
            start = end + 1;
        }
        const char* const line_feed = window + ends[fields_ - 1];
        const char* const end = line_feed > start && line_feed[-1] == '\r' ? line_feed - 1 : line_feed;
        texts[place_of_field_[fields_ - 1]] = {start, static_cast<std::size_t>(end - start)};
        const auto size = static_cast<std::size_t>(line_feed - record);
        // An empty line is blank, even where one empty field would be a record.
        if (other || *line_feed != '\n' || size > longest || (fields_ == 1 && end == record)) return Stop::at_other;
        add_record(batch, size + 1);
        ++line_;
        separator_ += fields_;
    }
    return at_ == window_ ? Stop::at_other : Stop::at_end;
}

void CsvBatchReader::read_carefully(CsvBatch& batch) {
    const auto kind = record_.read(bytes_.substr(at_), line_, true);
    const std::string_view bytes = bytes_.substr(at_, record_.size());
    const auto bad = [&](std::string message) {
        batch.bad_.push_back({batch.size(), {line_, 1, std::move(message)}});
        at_ += bytes.size();
    };
    if (kind == CsvRecord::Kind::blank) {
        ++batch.blank_lines_;
        at_ += bytes.size();
    } else if (kind != CsvRecord::Kind::good) {
        batch.bad_.push_back({batch.size(), record_.complaint()});
        at_ += bytes.size();
    } else if (record_.fields().size() != fields_) {
        bad(fmt::format("{} fields; the first line has {}", record_.fields().size(), fields_));
    } else if (!all_text_ && !base::is_valid_utf8(bytes)) {
        bad("not UTF-8 text");
    } else {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const CsvField& field = record_.fields()[columns_[i]];
            std::string_view& text = batch.texts_[i * most_records_ + batch.size()];
            text = field.raw;
            if (!field.doubled) continue;
            std::string& kept = batch.unescaped_.emplace_back();
            const std::size_t size = field.text(kept).size();
            kept.append(text_padding, '\0');
            text = std::string_view(kept).substr(0, size);
        }
        add_record(batch, bytes.size());
    }
    line_ += record_.lines();
}

bool CsvBatchReader::next(CsvBatch& batch) {
    if (at_ == bytes_.size()) return false;
    batch.reserve(columns_.size() + 1, most_records_);
    batch.clear();
    find_separators();
    const std::size_t end = window_ + std::min(window_bytes, bytes_.size() - window_);
    while (at_ < end) {
        if (all_text_ && read_plain(batch) == Stop::at_end) break;
        read_carefully(batch);
    }
    return true;
}

}  // namespace guildhall::simulation
