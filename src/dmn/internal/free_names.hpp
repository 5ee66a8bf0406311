#pragma once
/// Which names a boxed expression reads from outside.

#include <functional>
#include <set>
#include <string>

#include "dmn/internal/definitions.hpp"

namespace guildhall::dmn {

/// One name that one formula reads and nothing around it binds.
struct FreeName {
    std::string name;
    const Formula* formula = nullptr;
    std::string type;     ///< what the file says of the formula's value, or empty
    bool certain = true;  ///< false inside filters, where a name may be an entry of the items
};

void visit_free_names(const BoxedPointer& boxed, const std::function<void(const FreeName&)>& visit);
[[nodiscard]] std::set<std::string> free_names(const BoxedPointer& boxed);

}  // namespace guildhall::dmn
