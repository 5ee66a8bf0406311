#pragma once
/// A file of comma-separated values, cut into blocks of whole records that can be read apart from each other.

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "simulation/csv.hpp"

namespace guildhall::simulation {

/// Whole records, one behind the other; or one complaint about what could not be read as a record.
class CsvBlock {
public:
    /// So many bytes behind the block may be read; they mean nothing.
    static constexpr std::size_t padding = 64;

    std::int64_t number = 0;  ///< from 0, in the order of the file
    std::int64_t line = 1;    ///< of the first byte
    std::optional<CsvComplaint> complaint;
    std::int64_t end = 0;  ///< bytes of the file up to the end of the block

    [[nodiscard]] std::string_view bytes() const { return std::string_view(padded_).substr(0, size_); }
    /// Takes the first bytes out of the buffer.
    void take(std::string& buffer, std::size_t size);

private:
    std::string padded_;
    std::size_t size_ = 0;
};

/// Not thread-safe. Holds a block and the longest record at most.
class CsvBlocks {
public:
    static constexpr std::size_t usual_block = 1024 * 1024;

    /// Borrows the stream.
    explicit CsvBlocks(std::istream& stream, CsvLimits limits = {}, std::size_t block_bytes = usual_block)
        : stream_(stream), limits_(limits), block_bytes_(block_bytes), record_(limits) {}

    /// The first record, trimmed, without a byte order mark; before the first `next`. An error when there is none, it
    /// cannot be read, or has a name twice or none.
    [[nodiscard]] base::Result<std::vector<std::string>> header();
    /// False at the end. What cannot be read any more counts as the end; `failed` tells.
    [[nodiscard]] bool next(CsvBlock& block);
    [[nodiscard]] bool failed() const { return stream_.bad(); }

private:
    void fill(std::size_t size);
    /// Bytes of whole records at the front; 0 when the first has no end yet, or has to be given up.
    [[nodiscard]] std::size_t whole_records();
    void drop(std::size_t size);
    void passed(std::string_view bytes);

    std::istream& stream_;
    CsvLimits limits_;
    std::size_t block_bytes_;
    CsvRecord record_;
    std::string buffer_;
    bool at_end_ = false;
    bool skipping_ = false;  ///< to the end of a line that was given up
    std::int64_t number_ = 0;
    std::int64_t line_ = 1;
    std::int64_t taken_ = 0;
};

}  // namespace guildhall::simulation
