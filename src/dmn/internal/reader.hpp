#pragma once
/// From XML to definitions: structure only. Expressions are not parsed and references not resolved here.

#include "base/complaint.hpp"
#include "base/xml.hpp"
#include "dmn/internal/definitions.hpp"

namespace guildhall::dmn {

/// Reads the `definitions` element; nothing when it is no DMN file of a known version. Formulas keep pointers into
/// `root`.
[[nodiscard]] std::optional<Definitions> read_definitions(
    const base::XmlElement& root, const std::string& file, base::Complaints& complaints
);

}  // namespace guildhall::dmn
