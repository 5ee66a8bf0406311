// Evaluates a decision for every row of a table, and reports what comes out.

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <thread>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "commands.hpp"
#include "instance.hpp"
#include "model_file.hpp"
#include "simulation/simulation.hpp"
#include "simulation/writers.hpp"

namespace guildhall::app {

namespace {

constexpr int something_wrong = 1;

base::Error wrong(std::string text) {
    return {base::ErrorCode::invalid_input, {std::move(text)}, {}};
}

/// Says on standard error how far it is: a line that changes on a terminal, else one now and then.
class ProgressLine {
public:
    ProgressLine(std::int64_t total_bytes, bool quiet)
        : total_(total_bytes), quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1) {}

    void show(const simulation::Progress& progress) {
        const auto now = std::chrono::steady_clock::now();
        const auto pause = terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(5000);
        if (quiet_ || now - last_ < pause) return;
        last_ = now;
        const double seconds = std::chrono::duration<double>(now - start_).count();
        std::string line =
            fmt::format("{} rows, {:.0f} a second", progress.records, static_cast<double>(progress.records) / seconds);
        if (total_ > 0)
            line = fmt::format(
                "{:3.0f} %, {}", 100.0 * static_cast<double>(progress.bytes) / static_cast<double>(total_), line
            );
        std::cerr << (terminal_ ? "\r\x1b[K" + line : line + "\n") << std::flush;
        shown_ = true;
    }
    void clear() {
        if (terminal_ && shown_) std::cerr << "\r\x1b[K" << std::flush;
    }

private:
    std::int64_t total_;
    bool quiet_;
    bool terminal_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point last_ = start_;
};

/// A file that a report goes to, opened before the work begins so that a wrong path is told at once.
class ReportFile {
public:
    [[nodiscard]] std::optional<base::Error> open(const std::filesystem::path& path) {
        if (path.empty()) return std::nullopt;
        path_ = path;
        stream_.open(path, std::ios::binary);
        if (stream_) return std::nullopt;
        return wrong(fmt::format("{} cannot be written", path.string()));
    }
    [[nodiscard]] bool wanted() const { return !path_.empty(); }
    void write(std::string_view text) { stream_ << text; }
    [[nodiscard]] std::optional<base::Error> close() {
        if (!wanted()) return std::nullopt;
        stream_.close();
        if (stream_) return std::nullopt;
        return wrong(fmt::format("{} cannot be written", path_.string()));
    }

private:
    std::filesystem::path path_;
    std::ofstream stream_;
};

struct ReportFiles {
    ReportFile csv, json, html, bad_rows;

    [[nodiscard]] std::optional<base::Error> open(const SimulateOptions& options) {
        for (auto& [file, path] :
             {std::pair{&csv, &options.out_csv}, std::pair{&json, &options.out_json}, std::pair{&html, &options.html},
              std::pair{&bad_rows, &options.out_bad_rows}})
            if (auto error = file->open(*path)) return error;
        if (bad_rows.wanted()) bad_rows.write("line,position,column,message\r\n");
        return std::nullopt;
    }
    void write(const simulation::Report& report) {
        if (csv.wanted()) csv.write(report_csv(report));
        if (json.wanted()) json.write(report_json(report).pretty() + "\n");
        if (html.wanted()) html.write(report_html(report));
    }
    [[nodiscard]] std::optional<base::Error> close() {
        for (ReportFile* file : {&csv, &json, &html, &bad_rows})
            if (auto error = file->close()) return error;
        return std::nullopt;
    }
};

/// The decision that is meant: of several, one has to be named.
base::Result<std::string> chosen_decision(const dmn::Model& model, const std::string& wanted) {
    const auto& names = model.decisions();
    if (wanted.empty() && names.size() == 1) return names.front();
    if (wanted.empty())
        return wrong(fmt::format("--decision: the model has several; name one of `{}`", fmt::join(names, "`, `")));
    // A decision of an imported model goes by its name with the import's in front; only evaluation knows those.
    if (std::find(names.begin(), names.end(), wanted) != names.end() || model.evaluate(wanted, {}, {}, "UTC"))
        return wanted;
    const auto near = base::nearest(wanted, names);
    return wrong(fmt::format(
        "--decision: the model '{}' has no decision `{}`{}", model.name(), wanted,
        near ? fmt::format("; did you mean `{}`?", *near) : ""
    ));
}

}  // namespace

int simulate(const SimulateOptions& options) {
    const auto fail = [&](const base::Error& error) { return app::fail(error, options.json); };
    simulation::Question question;
    const auto model = load_model(options.model, options.imports);
    if (!model) return fail(model.error());
    question.model = *model;
    const auto decision = chosen_decision(**model, options.decision);
    if (!decision) return fail(decision.error());
    question.decision = *decision;
    if (!options.against.empty()) {
        const auto other = load_model(options.against, options.imports);
        if (!other) return fail(other.error());
        const auto same = chosen_decision(**other, *decision);
        if (!same) return fail(same.error());
        question.other = *other;
    }
    question.group_column = options.group_by;
    question.now = base::SystemClock().now();
    question.threads = options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());

    std::ifstream file;
    const bool from_input = options.data == "-";
    if (!from_input) file.open(options.data, std::ios::binary);
    if (!file || std::filesystem::is_directory(options.data))
        return fail({base::ErrorCode::not_found, {fmt::format("{} cannot be read", options.data.string())}, {}});
    std::error_code unknown_size;
    const auto size = std::filesystem::file_size(options.data, unknown_size);
    ReportFiles files;
    if (const auto error = files.open(options)) return fail(*error);

    ProgressLine line(unknown_size ? 0 : static_cast<std::int64_t>(size), options.json);
    simulation::Observer observer;
    observer.progress = [&](const simulation::Progress& progress) { line.show(progress); };
    if (files.bad_rows.wanted())
        observer.bad_row = [&](const simulation::BadRow& row) {
            files.bad_rows.write(fmt::format(
                "{},{},{},{}\r\n", row.complaint.line, row.complaint.column, simulation::csv_field(row.column),
                simulation::csv_field(row.complaint.message)
            ));
        };
    const auto report = simulation::simulate(question, from_input ? std::cin : file, observer);
    line.clear();
    if (!report) return fail(report.error());
    for (const std::string& name : report->unused_columns)
        std::cerr << fmt::format("the column `{}` is no input of the decision: not used\n", name);
    files.write(*report);
    if (const auto error = files.close()) return fail(*error);
    if (options.json)
        std::cout << report_json(*report).text() << "\n";
    else
        std::cout << report_text(*report);
    return report->bad > 0 || report->rows_with_problems > 0 ? something_wrong : 0;
}

}  // namespace guildhall::app
