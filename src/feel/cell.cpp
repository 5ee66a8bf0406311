#include "feel/cell.hpp"

namespace guildhall::feel {

void Cell::set(const Value& value) {
    if (const auto* known_number = value.number()) {
        kind = Kind::number;
        number = *known_number;
    } else if (const auto* known_boolean = value.boolean()) {
        kind = Kind::boolean;
        boolean = *known_boolean;
    } else if (const auto* known_text = value.string()) {
        kind = Kind::text;
        text = known_text;
    } else if (const auto* known_date = std::get_if<Date>(&value.data())) {
        kind = Kind::date;
        date = *known_date;
    } else if (!value.is_null()) {
        kind = Kind::other;
        other = &value;
    } else {
        kind = Kind::null;
    }
}

Value Cell::value() const {
    switch (kind) {
        case Kind::null:
            return {};
        case Kind::boolean:
            return Value(boolean);
        case Kind::number:
            return Value(number);
        case Kind::text:
            return Value(*text);
        case Kind::date:
            return Value(date);
        case Kind::other:
            return *other;
        case Kind::unknown:
            break;
    }
    return {};
}

}  // namespace guildhall::feel
