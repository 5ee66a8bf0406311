#pragma once
/// Values as test files write them, and how results compare with them.

#include <string>

#include "base/xml.hpp"
#include "feel/value.hpp"

namespace guildhall::dmn {

/// The `value`, `list` or `component` children of an element. A value without `xsi:type` takes the type of `like`;
/// otherwise it is a string.
[[nodiscard]] feel::Value test_value(const base::XmlElement& holder, const feel::Value* like = nullptr);

/// Equal, with numbers equal within 1e-8.
[[nodiscard]] bool matches_expected(const feel::Value& actual, const feel::Value& expected);

}  // namespace guildhall::dmn
