#include "registers/register.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/text.hpp"
#include "simulation/csv.hpp"

namespace guildhall::registers {
namespace {

using simulation::CsvRecord;

constexpr std::size_t most_complaints = 20;
constexpr char separator = '\x1f';

bool is_column_name(std::string_view name) {
    return !name.empty() && name.size() <= 100 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

}  // namespace

/// Reads one file. One thread.
struct RegisterReader {
    explicit RegisterReader(const std::string& file_) : file(file_) {}

    void complain(std::int64_t line, std::int64_t column, std::string message) {
        if (complaints.size() >= most_complaints) return;
        complaints.push_back(
            {{file, static_cast<int>(line), static_cast<int>(column)}, base::Severity::error, std::move(message)}
        );
    }

    void header(const CsvRecord& record, std::int64_t line) {
        std::string scratch;
        if (record.fields().size() > max_columns)
            complain(line, 1, fmt::format("found {} columns; at most {} fit", record.fields().size(), max_columns));
        for (const auto& field : record.fields()) {
            const std::string name{base::trimmed(field.text(scratch))};
            if (!is_column_name(name)) {
                complain(
                    line, 1, fmt::format("found the column name `{}`; expected letters, digits, `_` and `-`", name)
                );
            } else if (table.column(name)) {
                complain(line, 1, fmt::format("found the column `{}` twice", name));
            }
            table.columns_.push_back(name);
        }
    }

    void row(const CsvRecord& record, std::int64_t line) {
        if (record.fields().size() != table.columns_.size()) {
            complain(
                line, 1,
                fmt::format(
                    "found {} cells; expected {}, one for each column", record.fields().size(), table.columns_.size()
                )
            );
            return;
        }
        std::string scratch;
        for (const auto& field : record.fields()) {
            const std::string_view text = base::trimmed(field.text(scratch));
            if (!base::is_valid_utf8(text)) {
                complain(line, 1, "found a byte that is not UTF-8; save the file as UTF-8");
                return;
            }
            table.text_ += text;
            table.cell_ends_.push_back(static_cast<std::uint32_t>(table.text_.size()));
        }
        table.lines_.push_back(static_cast<int>(line));
    }

    void read(std::string_view bytes) {
        if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
        CsvRecord record({.field_bytes = 4'096, .record_bytes = 65'536, .fields = max_columns});
        std::int64_t line = 1;
        while (!bytes.empty() && complaints.size() < most_complaints) {
            const auto kind = record.read(bytes, line, true);
            if (kind == CsvRecord::Kind::good) {
                if (table.columns_.empty()) {
                    header(record, line);
                    if (!complaints.empty()) return;
                } else if (table.rows() >= max_rows) {
                    complain(line, 1, fmt::format("more than {} rows", max_rows));
                    return;
                } else {
                    row(record, line);
                }
            } else if (kind != CsvRecord::Kind::blank) {
                complain(record.complaint().line, record.complaint().column, record.complaint().message);
            }
            line += record.lines();
            bytes.remove_prefix(record.size());
        }
        if (table.columns_.empty() && complaints.empty())
            complain(1, 1, "the file is empty; expected the names of the columns in its first line");
    }

    const std::string& file;
    Register table;
    base::Complaints complaints;
};

std::optional<std::size_t> Register::column(std::string_view name) const {
    const auto found = std::find(columns_.begin(), columns_.end(), name);
    if (found == columns_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns_.begin());
}

std::string_view Register::cell(std::size_t row, std::size_t column) const {
    const std::size_t at = row * columns_.size() + column;
    const std::size_t from = at == 0 ? 0 : cell_ends_[at - 1];
    return std::string_view{text_}.substr(from, cell_ends_[at] - from);
}

ReadRegister read_register(std::string_view bytes, const std::string& file) {
    ReadRegister read;
    if (bytes.size() > max_register_bytes) {
        read.complaints.push_back(
            {{file, 0, 0}, base::Severity::error, fmt::format("the register has more than {} bytes", max_register_bytes)
            }
        );
        return read;
    }
    RegisterReader reader(file);
    reader.read(bytes);
    read.complaints = std::move(reader.complaints);
    if (read.complaints.empty()) read.table = std::make_shared<const Register>(std::move(reader.table));
    return read;
}

std::string key_text(std::string_view text) {
    std::string key;
    for (const char c : text) {
        if (c == ' ' || c == '\t') continue;
        key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return key;
}

RegisterIndex::RegisterIndex(
    std::shared_ptr<const Register> table, std::vector<std::size_t> columns, const std::string& file,
    base::Complaints& complaints
)
    : table_(std::move(table)), columns_(std::move(columns)) {
    rows_.reserve(table_->rows());
    std::size_t found = 0;
    for (std::uint32_t row = 0; row < table_->rows() && found < most_complaints; ++row) {
        std::string key;
        bool whole = true;
        for (const std::size_t column : columns_) {
            const std::string part = key_text(table_->cell(row, column));
            whole = whole && !part.empty();
            key += part + separator;
        }
        const auto complain = [&](std::string message) {
            ++found;
            complaints.push_back({{file, table_->line_of(row), 1}, base::Severity::error, std::move(message)});
        };
        if (!whole) {
            complain("found a row without its key");
            continue;
        }
        const auto [at, is_new] = rows_.emplace(std::move(key), row);
        if (!is_new) complain(fmt::format("found a key that line {} has as well", table_->line_of(at->second)));
    }
}

std::optional<std::size_t> RegisterIndex::find(const std::vector<std::string>& values) const {
    std::string key;
    for (const std::string& value : values) key += key_text(value) + separator;
    const auto found = rows_.find(key);
    if (found == rows_.end()) return std::nullopt;
    return found->second;
}

}  // namespace guildhall::registers
