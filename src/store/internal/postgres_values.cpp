#include "store/internal/postgres_values.hpp"

#include <libpq-fe.h>

#include <limits>

#include "store/internal/errors.hpp"

namespace guildhall::store {
namespace {

// The other types that results come in (pg_type.dat).
constexpr unsigned type_bool = 16;
constexpr unsigned type_name = 19;
constexpr unsigned type_int2 = 21;
constexpr unsigned type_int4 = 23;
constexpr unsigned type_oid = 26;
constexpr unsigned type_json = 114;
constexpr unsigned type_unknown = 705;
constexpr unsigned type_bpchar = 1042;
constexpr unsigned type_varchar = 1043;
constexpr unsigned type_numeric = 1700;
constexpr unsigned type_void = 2278;

/// Network byte order, signed.
std::int64_t integer_of(const std::uint8_t* bytes, std::size_t size) {
    std::uint64_t value = (bytes[0] & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8U | bytes[i];
    return static_cast<std::int64_t>(value);
}

std::uint16_t word_of(const std::uint8_t* bytes) {
    return static_cast<std::uint16_t>(bytes[0] << 8U | bytes[1]);
}

/// A numeric that is a whole number within int64 (as sum() gives): digits in base 10,000, the first of them
/// counting 10,000^weight (numeric_send in PostgreSQL's sources).
std::optional<std::int64_t> whole_number_of(const std::uint8_t* bytes, std::size_t size) {
    constexpr std::uint16_t negative = 0x4000;
    if (size < 8) return std::nullopt;
    const std::size_t digits = word_of(bytes);
    const auto weight = static_cast<std::int16_t>(word_of(bytes + 2));
    const std::uint16_t sign = word_of(bytes + 4);
    if (size < 8 + 2 * digits || (sign != 0 && sign != negative)) return std::nullopt;
    if (digits == 0) return 0;
    if (weight < 0 || static_cast<std::size_t>(weight) + 1 < digits) return std::nullopt;
    std::int64_t value = 0;
    for (std::size_t i = 0; i <= static_cast<std::size_t>(weight); ++i) {
        const std::int64_t digit = i < digits ? word_of(bytes + 8 + 2 * i) : 0;
        if (__builtin_mul_overflow(value, std::int64_t{10'000}, &value)) return std::nullopt;
        if (__builtin_add_overflow(value, sign == negative ? -digit : digit, &value)) return std::nullopt;
    }
    return value;
}

}  // namespace

unsigned type_of(const Value& value) {
    if (std::holds_alternative<std::int64_t>(value)) return type_int8;
    if (std::holds_alternative<std::string>(value)) return type_text;
    if (std::holds_alternative<base::Bytes>(value)) return type_bytea;
    return 0;
}

BinaryParameters::BinaryParameters(const Parameters& parameters) : formats_(parameters.size(), 1) {
    integers_.reserve(parameters.size());  // pointers into it are handed out
    values_.reserve(parameters.size());
    lengths_.reserve(parameters.size());
    const auto add = [this](const char* data, std::size_t size) {
        if (size > static_cast<std::size_t>(std::numeric_limits<int>::max()))
            throw DatabaseError(internal_fault("a parameter of 2 GiB or more"));
        values_.push_back(data);
        lengths_.push_back(static_cast<int>(size));
    };
    for (const Value& value : parameters) {
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            auto& bytes = integers_.emplace_back();
            auto left = static_cast<std::uint64_t>(*integer);
            for (std::size_t i = bytes.size(); i-- > 0; left >>= 8U) bytes[i] = static_cast<char>(left & 0xffU);
            add(bytes.data(), bytes.size());
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            add(text->data(), text->size());
        } else if (const auto* bytes = std::get_if<base::Bytes>(&value)) {
            // A null pointer would say NULL.
            add(bytes->empty() ? "" : reinterpret_cast<const char*>(bytes->data()), bytes->size());
        } else {
            add(nullptr, 0);
        }
    }
}

Value binary_cell(const pg_result* result, int row, int column, std::string_view what) {
    if (PQgetisnull(result, row, column) != 0) return std::monostate{};
    const auto* data = reinterpret_cast<const std::uint8_t*>(PQgetvalue(result, row, column));
    const auto size = static_cast<std::size_t>(PQgetlength(result, row, column));
    switch (PQftype(result, column)) {
        case type_int2:
        case type_int4:
        case type_int8:
            return integer_of(data, size);
        case type_oid:
            return static_cast<std::int64_t>(static_cast<std::uint32_t>(integer_of(data, size)));
        case type_bool:
            return std::int64_t{data[0]};
        case type_bytea:
            return base::Bytes(data, data + size);
        case type_text:
        case type_varchar:
        case type_bpchar:
        case type_name:
        case type_json:
        case type_unknown:
            return std::string(reinterpret_cast<const char*>(data), size);
        case type_void:
            return std::monostate{};
        case type_numeric:
            if (const auto value = whole_number_of(data, size)) return *value;
            throw DatabaseError(
                internal_fault(fmt::format("query {}: column {} is a fraction; round it in SQL", what, column))
            );
        default:
            throw DatabaseError(internal_fault(fmt::format(
                "query {}: column {} has a type (oid {}) that has no Value; cast it in SQL", what, column,
                PQftype(result, column)
            )));
    }
}

}  // namespace guildhall::store
