#pragma once
/// A table that ships with a service: CSV (RFC 4180), its first line the names of its columns.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/complaint.hpp"

namespace guildhall::registers {

inline constexpr std::size_t max_rows = 1'000'000;
inline constexpr std::size_t max_register_bytes = 64'000'000;
inline constexpr std::size_t max_columns = 100;

/// Immutable once made; thread-safe.
class Register {
public:
    [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
    [[nodiscard]] std::size_t rows() const { return lines_.size(); }
    /// The place of a column.
    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
    /// Without the blanks around it.
    [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const;
    /// Where a row begins in the file, from 1.
    [[nodiscard]] int line_of(std::size_t row) const { return lines_[row]; }

private:
    friend struct RegisterReader;
    std::vector<std::string> columns_;
    std::string text_;                      ///< of all cells, one after the other
    std::vector<std::uint32_t> cell_ends_;  ///< in `text_`
    std::vector<int> lines_;
};

struct ReadRegister {
    std::shared_ptr<const Register> table;  ///< null when there is an error
    base::Complaints complaints;            ///< at most twenty
};
/// `file` names it in complaints. Names of columns have letters, digits, `_` and `-`, and come once; every row has as
/// many cells as there are columns.
[[nodiscard]] ReadRegister read_register(std::string_view bytes, const std::string& file);

/// Without blanks, ASCII letters small: what keys are compared by.
[[nodiscard]] std::string key_text(std::string_view text);

/// The rows of a register by the values of some columns. Immutable once made; thread-safe.
class RegisterIndex {
public:
    /// Complains of rows with the same key, and of those without one. `columns` are places in the table.
    RegisterIndex(
        std::shared_ptr<const Register> table, std::vector<std::size_t> columns, const std::string& file,
        base::Complaints& complaints
    );
    [[nodiscard]] const Register& table() const { return *table_; }
    /// The row with these values, in the order of the columns; nothing when there is none.
    [[nodiscard]] std::optional<std::size_t> find(const std::vector<std::string>& values) const;

private:
    std::shared_ptr<const Register> table_;
    std::vector<std::size_t> columns_;
    std::unordered_map<std::string, std::uint32_t> rows_;
};

}  // namespace guildhall::registers
