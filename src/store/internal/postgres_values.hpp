#pragma once
/// Values in PostgreSQL's binary format.

#include <array>
#include <string_view>
#include <vector>

#include "store/store.hpp"

struct pg_result;

namespace guildhall::store {

/// Types of PostgreSQL that parameters are declared as (pg_type.dat).
inline constexpr unsigned type_int8 = 20;
inline constexpr unsigned type_text = 25;
inline constexpr unsigned type_bytea = 17;

/// The declared type of a parameter; 0 for null, which fits any.
[[nodiscard]] unsigned type_of(const Value& value);

/// Parameters as libpq takes them; the value they were made from has to outlive it.
class BinaryParameters {
public:
    explicit BinaryParameters(const Parameters& parameters);
    [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
    [[nodiscard]] const char* const* values() const { return values_.data(); }
    [[nodiscard]] const int* lengths() const { return lengths_.data(); }
    [[nodiscard]] const int* formats() const { return formats_.data(); }

private:
    std::vector<std::array<char, 8>> integers_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

/// A cell of a result in binary format. Throws DatabaseError for a type that is not a Value's.
[[nodiscard]] Value binary_cell(const pg_result* result, int row, int column, std::string_view what);

}  // namespace guildhall::store
