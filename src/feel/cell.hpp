#pragma once
/// Values as compiled programs hold them: scalars as they are, anything else by pointer.

#include <cstdint>
#include <string>

#include "feel/value.hpp"

namespace guildhall::feel {

/// A FEEL value in 24 bytes, trivial to copy. Text and composite values are borrowed: whoever made the cell says from
/// whom. Composite values have no unknown parts.
struct Cell {
    enum class Kind : std::uint8_t { null, boolean, number, text, date, other, unknown };

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

    /// Not known, because of the inputs whose bits are set: see `Run::begin`.
    [[nodiscard]] static Cell not_known(std::uint64_t inputs) {
        Cell made;
        made.kind = Kind::unknown;
        made.inputs = inputs;
        return made;
    }

    [[nodiscard]] bool is(bool wanted) const { return kind == Kind::boolean && boolean == wanted; }
    /// A value of its own. Not for what is unknown: see `Run::value`.
    [[nodiscard]] Value value() const;

    Kind kind = Kind::null;
    union {
        bool boolean;
        Number number;
        Date date;
        const std::string* text;
        const Value* other;
        std::uint64_t inputs;
    };
};

}  // namespace guildhall::feel
