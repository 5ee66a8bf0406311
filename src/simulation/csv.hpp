#pragma once
/// Comma-separated values (RFC 4180), one record at a time, with limits, and with the place of what is wrong.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::simulation {

struct CsvLimits {
    std::size_t field_bytes = 64 * 1024;
    std::size_t record_bytes = 1024 * 1024;  ///< without the line break at its end
    std::size_t fields = 4096;
};

/// A field as it stands in the bytes it was read from, without the quotes around it.
struct CsvField {
    std::string_view raw;
    bool quoted = false;
    bool doubled = false;  ///< holds quotes that stand twice for one

    /// What it says; `scratch` keeps the text when it had to be put together.
    [[nodiscard]] std::string_view text(std::string& scratch) const;
};

/// What is wrong with a record.
struct CsvComplaint {
    std::int64_t line = 0;    ///< from 1
    std::int64_t column = 0;  ///< in bytes, from 1
    std::string message;
};

/// Reads the record that bytes begin with. Line breaks are LF or CRLF; a quote counts where a field begins. One for
/// each thread: it keeps its memory.
class CsvRecord {
public:
    explicit CsvRecord(CsvLimits limits = {}) : limits_(limits) {}

    enum class Kind {
        good,      ///< `fields` has it
        blank,     ///< an empty line
        bad,       ///< `complaint` says why; reading goes on behind it
        given_up,  ///< as bad, but too long or without an end: reading goes on with the line behind its first
        partial,   ///< the end is not among the bytes
    };
    /// `line` is that of the first byte. With `all`, nothing comes behind the bytes: the result is never `partial`.
    [[nodiscard]] Kind read(std::string_view bytes, std::int64_t line, bool all);

    /// Borrowed from the bytes.
    [[nodiscard]] const std::vector<CsvField>& fields() const { return fields_; }
    [[nodiscard]] const CsvComplaint& complaint() const { return complaint_; }
    /// Bytes to go on behind, the line break among them.
    [[nodiscard]] std::size_t size() const { return size_; }
    /// Line breaks among them.
    [[nodiscard]] std::int64_t lines() const { return lines_; }
    /// After `given_up`: the line that is given up goes on behind the bytes.
    [[nodiscard]] bool line_goes_on() const { return line_goes_on_; }

private:
    /// Eight bytes at a time. False where there are quotes, limits are near, or the last line has no end: then nothing
    /// is read.
    [[nodiscard]] bool read_plain(std::string_view bytes);
    [[nodiscard]] Kind give_up(std::string_view bytes, std::size_t at, std::string message);
    void complain(std::string_view bytes, std::size_t at, std::string message);

    CsvLimits limits_;
    std::vector<CsvField> fields_;
    CsvComplaint complaint_;
    std::int64_t line_ = 0;
    std::size_t size_ = 0;
    std::int64_t lines_ = 0;
    bool line_goes_on_ = false;
};

/// The text as a field, in quotes where it needs them.
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace guildhall::simulation
