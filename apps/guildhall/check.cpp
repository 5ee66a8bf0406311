#include "catalogue/check.hpp"

#include <cstdio>
#include <iostream>
#include <sstream>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "catalogue/new_service.hpp"
#include "commands.hpp"
#include "instance.hpp"
#include "journeys/examples.hpp"

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
    base::Json::Array complaints;
    for (const auto& complaint : summary.complaints) {
        base::Json one;
        one.set("file", complaint.place.file);
        one.set("line", complaint.place.line);
        one.set("column", complaint.place.column);
        one.set("severity", complaint.severity == base::Severity::error ? "error" : "warning");
        one.set("message", complaint.message);
        complaints.push_back(std::move(one));
    }
    answer.set("complaints", std::move(complaints));
    answer.set("report", lines.str());
    std::puts(answer.text().c_str());
    return summary.passed() ? 0 : 1;
}

int new_service(const NewServiceOptions& options) {
    const auto written = catalogue::new_service(options.name, options.services);
    if (!written) return fail(written.error(), options.json);
    base::Json::Array files;
    for (const auto& file : *written) {
        if (!options.json) std::puts(file.string().c_str());
        files.emplace_back(file.string());
    }
    if (options.json) {
        base::Json answer;
        answer.set("files", std::move(files));
        std::puts(answer.text().c_str());
    }
    return 0;
}

}  // namespace guildhall::app
