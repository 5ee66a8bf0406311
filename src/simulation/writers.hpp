#pragma once
/// A report for people and for programs. All are pure: the same report gives the same bytes.

#include <string>

#include "base/json.hpp"
#include "simulation/report.hpp"

namespace guildhall::simulation {

/// For a terminal. Sums and means are rounded to two places.
[[nodiscard]] std::string report_text(const Report& report);
/// Everything, numbers exact and as strings; docs/decisions.md describes it.
[[nodiscard]] base::Json report_json(const Report& report);
/// One figure a line: `scope,group,measure,version,figure,from,value,amount`; numbers exact.
[[nodiscard]] std::string report_csv(const Report& report);
/// A page that stands alone: no script, nothing fetched. Sums and means are rounded to two places.
[[nodiscard]] std::string report_html(const Report& report);

}  // namespace guildhall::simulation
