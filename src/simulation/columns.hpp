#pragma once
/// Which column of a table is which input of a model.

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "dmn/model.hpp"

namespace guildhall::simulation {

/// A part of an input, and the column that gives it.
struct InputColumn {
    std::vector<std::string> path;  ///< the input's name, and the entries of its structure: `Applicant`, `Age`
    std::size_t column = 0;
};

/// Every part of every input that the decision can depend on, in the order of the model. A column is found by its name:
/// that of the input, with entries of structured inputs behind points (`Applicant.Age`). The error lists what has no
/// column, with names that come near.
[[nodiscard]] base::Result<std::vector<InputColumn>> find_columns(
    const dmn::Model& model, const std::string& decision, const std::vector<std::string>& names
);

/// `Applicant.Age`.
[[nodiscard]] std::string column_name(const std::vector<std::string>& path);

}  // namespace guildhall::simulation
