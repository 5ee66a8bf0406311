// DMN 1.5 section 10.3.4.10: how points and ranges lie to each other (after Allen's interval algebra).

#include "feel/internal/builtins.hpp"
#include "feel/internal/operations.hpp"

namespace guildhall::feel {
namespace {

/// An end of a range, or a point, which is both ends of itself. One without a value lies at infinity.
struct End {
    const Value* value = nullptr;
    bool included = true;
};

struct Span {
    End low, high;
    bool is_point = false;
};

Span span_of(const Value& value) {
    const auto* range = value.range();
    if (range == nullptr) return {{&value, true}, {&value, true}, true};
    return {
        {range->low ? &*range->low : nullptr, range->low_included},
        {range->high ? &*range->high : nullptr, range->high_included},
        false
    };
}

/// Two arguments, and the order of their ends. What does not compare makes the whole call null.
class Relation {
public:
    explicit Relation(const Call& call) : a(span_of(call[0])), b(span_of(call[1])) {}

    Span a, b;

    [[nodiscard]] std::strong_ordering low_low() { return order(a.low, b.low, -1, -1); }
    [[nodiscard]] std::strong_ordering low_high() { return order(a.low, b.high, -1, 1); }
    [[nodiscard]] std::strong_ordering high_low() { return order(a.high, b.low, 1, -1); }
    [[nodiscard]] std::strong_ordering high_high() { return order(a.high, b.high, 1, 1); }
    [[nodiscard]] bool comparable() const { return comparable_; }

private:
    std::strong_ordering order(const End& x, const End& y, int x_side, int y_side) {
        if (x.value == nullptr || y.value == nullptr)
            return (x.value == nullptr ? x_side : 0) <=> (y.value == nullptr ? y_side : 0);
        const auto found = order_of(*x.value, *y.value);
        comparable_ = comparable_ && found.has_value();
        return found.value_or(std::strong_ordering::equal);
    }
    bool comparable_ = true;
};

bool is_before(Relation& r) {
    const auto order = r.high_low();
    return order < 0 || (order == 0 && (!r.a.high.included || !r.b.low.included));
}

bool is_after(Relation& r) {
    const auto order = r.low_high();
    return order > 0 || (order == 0 && (!r.a.low.included || !r.b.high.included));
}

bool do_meet(Relation& r) {
    return r.high_low() == 0 && r.a.high.included && r.b.low.included;
}

bool are_met(Relation& r) {
    return r.low_high() == 0 && r.a.low.included && r.b.high.included;
}

bool do_overlap(Relation& r) {
    return !is_before(r) && !is_after(r);
}

/// The first begins before the second does.
bool begins_earlier(Relation& r) {
    const auto order = r.low_low();
    return order < 0 || (order == 0 && r.a.low.included && !r.b.low.included);
}

bool begins_later(Relation& r) {
    const auto order = r.low_low();
    return order > 0 || (order == 0 && !r.a.low.included && r.b.low.included);
}

bool ends_earlier(Relation& r) {
    const auto order = r.high_high();
    return order < 0 || (order == 0 && !r.a.high.included && r.b.high.included);
}

bool ends_later(Relation& r) {
    const auto order = r.high_high();
    return order > 0 || (order == 0 && r.a.high.included && !r.b.high.included);
}

bool overlap_before(Relation& r) {
    return begins_earlier(r) && !is_before(r) && !ends_later(r);
}

bool overlap_after(Relation& r) {
    return begins_later(r) && !is_after(r) && !ends_earlier(r);
}

bool does_finish(Relation& r) {
    if (r.high_high() != 0 || r.a.high.included != r.b.high.included) return false;
    return r.a.is_point || !begins_earlier(r);
}

bool is_finished(Relation& r) {
    if (r.high_high() != 0 || r.a.high.included != r.b.high.included) return false;
    return r.b.is_point || !begins_later(r);
}

bool does_include(Relation& r) {
    if (r.b.is_point) return !is_before(r) && !is_after(r);
    return !begins_later(r) && !ends_earlier(r);
}

bool is_during(Relation& r) {
    if (r.a.is_point) return !is_before(r) && !is_after(r);
    return !begins_earlier(r) && !ends_later(r);
}

bool does_start(Relation& r) {
    if (r.low_low() != 0 || r.a.low.included != r.b.low.included) return false;
    return r.a.is_point || !ends_later(r);
}

bool is_started(Relation& r) {
    if (r.low_low() != 0 || r.a.low.included != r.b.low.included) return false;
    return r.b.is_point || !ends_earlier(r);
}

bool do_coincide(Relation& r) {
    return r.low_low() == 0 && r.high_high() == 0 && r.a.low.included == r.b.low.included &&
           r.a.high.included == r.b.high.included;
}

/// Which arguments a function takes: bits for the first and second being a point or a range.
enum Takes : unsigned { points = 1, point_range = 2, range_point = 4, ranges = 8 };

template <bool (*holds)(Relation&), unsigned takes>
Value relate(Call& call) {
    if (call[0].is_null() || call[1].is_null()) return call.fail("points and ranges cannot be compared with null");
    for (const auto& argument : call.arguments) {
        if (argument.range() != nullptr && argument.range()->kind == Range::Kind::not_equal)
            return call.fail("all values but one are no range that could lie anywhere");
    }
    Relation relation(call);
    const unsigned given = relation.a.is_point ? (relation.b.is_point ? points : point_range)
                                               : (relation.b.is_point ? range_point : ranges);
    if ((takes & given) == 0)
        return call.fail(
            fmt::format("this function cannot take {} and {}", kind_in_words(call[0]), kind_in_words(call[1]))
        );
    const bool result = holds(relation);
    if (!relation.comparable() || (relation.a.is_point && !order_of(call[0], call[0])))
        return call.fail(fmt::format("cannot compare {} with {}", kind_in_words(call[0]), kind_in_words(call[1])));
    return Value(result);
}

const BuiltIn functions[] = {
    {"before", {"point1", "point2"}, relate<is_before, 15>},
    {"before", {"point", "range"}, relate<is_before, point_range>},
    {"before", {"range", "point"}, relate<is_before, range_point>},
    {"before", {"range1", "range2"}, relate<is_before, ranges>},
    {"after", {"point1", "point2"}, relate<is_after, 15>},
    {"after", {"point", "range"}, relate<is_after, point_range>},
    {"after", {"range", "point"}, relate<is_after, range_point>},
    {"after", {"range1", "range2"}, relate<is_after, ranges>},
    {"meets", {"range1", "range2"}, relate<do_meet, ranges>},
    {"met by", {"range1", "range2"}, relate<are_met, ranges>},
    {"overlaps", {"range1", "range2"}, relate<do_overlap, ranges>},
    {"overlaps before", {"range1", "range2"}, relate<overlap_before, ranges>},
    {"overlaps after", {"range1", "range2"}, relate<overlap_after, ranges>},
    {"finishes", {"point", "range"}, relate<does_finish, point_range | ranges>},
    {"finishes", {"range1", "range2"}, relate<does_finish, ranges>},
    {"finished by", {"range", "point"}, relate<is_finished, range_point | ranges>},
    {"finished by", {"range1", "range2"}, relate<is_finished, ranges>},
    {"includes", {"range", "point"}, relate<does_include, range_point | ranges>},
    {"includes", {"range1", "range2"}, relate<does_include, ranges>},
    {"during", {"point", "range"}, relate<is_during, point_range | ranges>},
    {"during", {"range1", "range2"}, relate<is_during, ranges>},
    {"starts", {"point", "range"}, relate<does_start, point_range | ranges>},
    {"starts", {"range1", "range2"}, relate<does_start, ranges>},
    {"started by", {"range", "point"}, relate<is_started, range_point | ranges>},
    {"started by", {"range1", "range2"}, relate<is_started, ranges>},
    {"coincides", {"point1", "point2"}, relate<do_coincide, points | ranges>},
    {"coincides", {"range1", "range2"}, relate<do_coincide, ranges>},
};

}  // namespace

std::span<const BuiltIn> range_functions() {
    return functions;
}

}  // namespace guildhall::feel
