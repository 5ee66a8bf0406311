#include "catalogue/check.hpp"

#include <cstdio>
#include <iostream>
#include <sstream>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "catalogue/new_service.hpp"
#include "commands.hpp"
#include "instance.hpp"
#include "journeys/journey.hpp"

namespace guildhall::app {

int check(const CheckOptions& options) {
    const base::SystemClock clock;
    const auto run_examples = [&](const catalogue::Service& service) {
        return journeys::run_examples(service, clock.now());
    };
    if (!options.json) return catalogue::check_services(options.services, std::cout, run_examples).passed() ? 0 : 1;
    std::ostringstream lines;
    const auto summary = catalogue::check_services(options.services, lines, run_examples);
    base::Json answer;
    answer.set("services", summary.services);
    answer.set("examples", summary.examples);
    answer.set("errors", summary.errors);
    answer.set("warnings", summary.warnings);
    answer.set("report", lines.str());
    std::puts(answer.text().c_str());
    return summary.passed() ? 0 : 1;
}

int new_service(const std::string& name, const std::filesystem::path& services) {
    const auto written = catalogue::new_service(name, services);
    if (!written) return fail(written.error());
    for (const auto& file : *written) std::puts(file.string().c_str());
    return 0;
}

}  // namespace guildhall::app
