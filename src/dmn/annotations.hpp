#pragma once
/// What the authors of rules say of them: the annotations of decision tables, for who has to translate them.

#include <string>
#include <vector>

#include "dmn/model.hpp"

namespace guildhall::dmn {

/// A model has them too; `annotations_of` finds them.
class Annotated {
public:
    virtual ~Annotated() = default;
    [[nodiscard]] virtual std::vector<std::string> annotations() const = 0;
};

/// Each once, in the order of the file: of decisions that are a table.
[[nodiscard]] std::vector<std::string> annotations_of(const Model& model);

}  // namespace guildhall::dmn
