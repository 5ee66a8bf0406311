#pragma once
/// The cases of one test file of the DMN Technology Compatibility Kit.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "dmn/model.hpp"
#include "dmn/tck.hpp"

namespace guildhall::dmn {

struct TckFileOutcome {
    bool holds_tests = false;  ///< false: it can be read and is something else
    TckCounts counts;
    std::vector<std::string> failures;  ///< a line for each result that differs
};

/// The model of a file's name, borrowed; null when it cannot be read.
using ModelNamed = std::function<const Model*(const std::string& name)>;

/// Any bytes. `file` is what messages call them.
[[nodiscard]] TckFileOutcome run_tck_file(
    std::string_view text, const std::string& file, const ModelNamed& model_named
);

}  // namespace guildhall::dmn
