#pragma once
/// What `guildhall check` does: everything that can be known about service folders before people use them.

#include <filesystem>
#include <functional>
#include <iosfwd>

#include "catalogue/service.hpp"

namespace guildhall::catalogue {

/// Runs a service's examples and says which come out otherwise; main gives it, since journeys know what is asked.
/// Thread-safe: folders are checked at the same time.
using ExampleRunner = std::function<base::Complaints(const Service&)>;

struct CheckSummary {
    int services = 0;
    int examples = 0;
    int errors = 0;
    int warnings = 0;
    base::Complaints complaints;  ///< of all folders, in their order
    [[nodiscard]] bool passed() const { return errors == 0 && services > 0; }
};

/// Beyond what loading says: gaps, overlaps and dead rules of the decision tables, pages that nobody can reach,
/// words and guides that are missing, and the examples.
[[nodiscard]] base::Complaints check_service(const Service& service, const ExampleRunner& run_examples);

/// Checks every service folder of `directory` (or `directory` itself, when it is one); prints every complaint,
/// a line a service, and a last line `N services, N examples, N errors, N warnings`.
CheckSummary check_services(
    const std::filesystem::path& directory, std::ostream& out, const ExampleRunner& run_examples
);

}  // namespace guildhall::catalogue
