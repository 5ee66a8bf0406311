#include "store/store.hpp"

namespace guildhall::store {
namespace {

template <class T>
const T& cell(const std::vector<Value>& cells, std::size_t column, std::string_view wanted) {
    if (column >= cells.size())
        throw std::logic_error(fmt::format("a row of {} cells has no column {}", cells.size(), column));
    const T* value = std::get_if<T>(&cells[column]);
    if (value == nullptr) throw std::logic_error(fmt::format("column {} of the row does not hold {}", column, wanted));
    return *value;
}

}  // namespace

DatabaseError::DatabaseError(base::Error error) : std::runtime_error(error.detail.text), error_(std::move(error)) {}

bool Row::is_null(std::size_t column) const {
    if (column >= cells_.size())
        throw std::logic_error(fmt::format("a row of {} cells has no column {}", cells_.size(), column));
    return std::holds_alternative<std::monostate>(cells_[column]);
}

std::int64_t Row::integer(std::size_t column) const {
    return cell<std::int64_t>(cells_, column, "an integer");
}

const std::string& Row::text(std::size_t column) const {
    return cell<std::string>(cells_, column, "text");
}

const base::Bytes& Row::bytes(std::size_t column) const {
    return cell<base::Bytes>(cells_, column, "bytes");
}

std::optional<std::int64_t> Row::integer_or_null(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<std::string> Row::text_or_null(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

std::optional<Row> ReadTransaction::query_one(const Query& wanted, const Parameters& parameters) {
    Rows rows = query(wanted, parameters);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

}  // namespace guildhall::store
