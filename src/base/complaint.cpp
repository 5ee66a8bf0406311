#include "base/complaint.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::base {

std::string Complaint::text() const {
    return fmt::format(
        "{}:{}:{}: {}: {}", place.file, place.line, place.column, severity == Severity::error ? "error" : "warning",
        message
    );
}

bool has_errors(const Complaints& complaints) {
    return std::any_of(complaints.begin(), complaints.end(), [](const Complaint& c) {
        return c.severity == Severity::error;
    });
}

}  // namespace guildhall::base
