// DMN 1.5 sections 10.3.4.2 and 10.3.4.10.

#include "feel/internal/builtins.hpp"
#include "feel/internal/operations.hpp"

namespace guildhall::feel {
namespace {

Value negate(Call& call) {
    return opposite(call[0]);
}

/// The same type and the same value, time zones included.
Value is_same(Call& call) {
    return Value(identical(call[0], call[1]));
}

const BuiltIn functions[] = {
    {"not", {"negand"}, negate, false, true},
    {"is", {"value1", "value2"}, is_same, false, false, true},
};

}  // namespace

std::span<const BuiltIn> boolean_functions() {
    return functions;
}

}  // namespace guildhall::feel
