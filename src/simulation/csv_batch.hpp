#pragma once
/// The good records of a block, some hundred at a time, with their cells column by column.

#include <deque>
#include <span>
#include <utility>

#include "simulation/csv_blocks.hpp"

namespace guildhall::simulation {

/// Records that follow each other. Not thread-safe.
class CsvBatch {
public:
    struct Record {
        std::int64_t line = 0;
        std::size_t offset = 0;  ///< in the block
    };
    /// A record between the good ones that is none.
    struct Bad {
        std::size_t before = 0;  ///< the good record that it stands before
        CsvComplaint complaint;
    };

    [[nodiscard]] std::size_t size() const { return records_.size(); }
    [[nodiscard]] const Record& operator[](std::size_t at) const { return records_[at]; }
    /// The texts of one of the reader's columns, borrowed from batch and block. Sixteen bytes behind each may be read;
    /// they mean nothing.
    [[nodiscard]] std::span<const std::string_view> column(std::size_t at) const {
        return {texts_.data() + at * most_records_, size()};
    }
    [[nodiscard]] const std::vector<Bad>& bad() const { return bad_; }
    [[nodiscard]] std::int64_t blank_lines() const { return blank_lines_; }

private:
    friend class CsvBatchReader;
    void reserve(std::size_t columns, std::size_t records);
    void clear();

    std::size_t most_records_ = 0;
    std::vector<Record> records_;
    std::vector<std::string_view> texts_;
    std::deque<std::string> unescaped_;  ///< texts that do not stand in the block as they are
    std::vector<Bad> bad_;
    std::int64_t blank_lines_ = 0;
};

/// Reads blocks. Records without quotes, nearly all, are found by their separators, many at once; `CsvRecord` reads the
/// others, and says what is wrong with those that are no good. Not thread-safe.
class CsvBatchReader {
public:
    /// Records have so many fields, of which those at `columns` are wanted.
    CsvBatchReader(CsvLimits limits, std::size_t fields, std::span<const std::size_t> columns);

    /// Borrows the block.
    void begin(const CsvBlock& block);
    /// False at the end of the block.
    [[nodiscard]] bool next(CsvBatch& batch);

private:
    /// Bytes whose records make a batch: what belongs to it should stay in the fastest caches.
    static constexpr std::size_t window_bytes = 16 * 1024;

    void find_separators();
    enum class Stop : std::uint8_t { at_end, at_other };
    /// Reads on until the window ends or something other than a record without quotes follows.
    [[nodiscard]] Stop read_plain(CsvBatch& batch);
    void read_carefully(CsvBatch& batch);
    void add_record(CsvBatch& batch, std::size_t size);

    CsvLimits limits_;
    CsvRecord record_;
    std::size_t fields_;
    std::vector<std::size_t> columns_;
    std::size_t most_records_;  ///< of a batch: each has a byte for every separator, but perhaps the last
    std::vector<std::size_t> place_of_field_;  ///< of its first text; all that are not wanted go behind the last column

    std::string_view bytes_;  ///< of the block
    bool all_text_ = false;   ///< it is UTF-8 throughout
    std::size_t at_ = 0;
    std::int64_t line_ = 0;
    std::size_t window_ = 0;                 ///< where it begins
    std::vector<std::uint32_t> separators_;  ///< in the window, and behind them what means nothing
    std::size_t separator_ = 0, separator_count_ = 0;
};

}  // namespace guildhall::simulation
