#pragma once
/// Values as compiled programs hold them: scalars as they are, anything else by pointer.

#include <cstdint>
#include <string>

#include "feel/value.hpp"

namespace guildhall::feel {

/// A FEEL value in 24 bytes, trivial to copy. Text and composite values are borrowed: whoever made the cell says from
/// whom. Never unknown.
struct Cell {
    enum class Kind : std::uint8_t { null, boolean, number, text, date, other };

    Cell() : other(nullptr) {}
    explicit Cell(bool value) : kind(Kind::boolean), boolean(value) {}
    explicit Cell(Number value) : kind(Kind::number), number(value) {}
    explicit Cell(Date value) : kind(Kind::date), date(value) {}
    /// Borrows the text of a string, or the value itself where it is no scalar.
    explicit Cell(const Value& value) : other(nullptr) { set(value); }
    explicit Cell(Value&&) = delete;
    /// As constructed from it. A cell that is written in place and read soon is faster than one that is copied: the
    /// processor waits where it reads together what was written in pieces.
    void set(const Value& value);

    [[nodiscard]] bool is(bool wanted) const { return kind == Kind::boolean && boolean == wanted; }
    /// A value of its own.
    [[nodiscard]] Value value() const;

    Kind kind = Kind::null;
    union {
        bool boolean;
        Number number;
        Date date;
        const std::string* text;
        const Value* other;
    };
};

}  // namespace guildhall::feel
