#pragma once
/// Models of several files as one (DMN 1.5 section 6.3.3).

#include <deque>

#include "base/xml.hpp"
#include "dmn/imports.hpp"
#include "dmn/internal/definitions.hpp"

namespace guildhall::dmn {

/// Reads what `definitions` imports, and what that imports, each file once, and adds its elements: with their part,
/// types named by path, and references that hold the namespace. Imports that cannot be read are complaints; what refers
/// to them is found to refer to nothing later. `documents` keeps the XML that formulas point into.
void read_imports(
    Definitions& definitions, const ImportSource* source, std::deque<base::XmlDocument>& documents,
    base::Complaints& complaints
);

}  // namespace guildhall::dmn
