// What bench/run measures from inside the process, or as a fast client. Each command prints one line of JSON.

#include <CLI/CLI.hpp>

#include "crypto/crypto.hpp"
#include "decisions.hpp"
#include "disk.hpp"
#include "lookups.hpp"
#include "questions.hpp"
#include "story.hpp"
#include "submissions.hpp"

int main(int argc, char** argv) {
    using namespace guildhall;
    crypto::initialise();
    CLI::App program{"Measurements of Guildhall; bench/run calls this."};
    program.require_subcommand(1);

    bench::DiskOptions disk;
    auto* on_disk = program.add_subcommand("disk", "Appending and fdatasync");
    on_disk->add_option("--dir", disk.directory)->required();
    on_disk->callback([&] { bench::print(bench::measure_disk(disk)); });

    bench::SubmissionOptions domain;
    const auto with_house = [&](const char* name, const char* what) {
        auto* command = program.add_subcommand(name, what);
        command->add_option("--data", domain.house.data)->required();
        command->add_option("--services", domain.house.services)->required();
        command->add_option("--database", domain.house.database);
        command->add_option("--connections", domain.house.connections)->capture_default_str();
        command->add_option("--clients", domain.clients)->capture_default_str();
        command->add_option("--count", domain.submissions)->capture_default_str();
        return command;
    };
    with_house("submit", "Submissions through the domain")->callback([&] {
        bench::print(bench::measure_submissions(domain));
    });
    with_house("store", "One small row a transaction")->callback([&] { bench::print(bench::measure_store(domain)); });
    with_house("fill", "Cases until there are so many")->callback([&] { bench::fill(domain); });

    bench::StoryOptions story;
    auto* over_http = program.add_subcommand("story", "Journeys over HTTP");
    over_http->add_option("--port", story.port)->required();
    over_http->add_option("--clients", story.clients)->capture_default_str();
    over_http->add_option("--journeys", story.journeys)->capture_default_str();
    over_http->add_flag("--together", story.together, "Everyone sends in at once");
    over_http->callback([&] { bench::print(bench::run_story(story)); });

    bench::DecisionOptions decisions;
    auto* on_decisions = program.add_subcommand("decide", "Decisions over and over");
    on_decisions->add_option("--model", decisions.model)->required();
    on_decisions->add_option("--decision", decisions.decision)->required();
    on_decisions->add_option("--inputs", decisions.inputs)->required();
    on_decisions->add_option("--seconds", decisions.seconds)->capture_default_str();
    on_decisions->add_option("--by", decisions.by, "place, name, record or explain")->capture_default_str();
    on_decisions->callback([&] { bench::print(bench::measure_decisions(decisions)); });

    std::filesystem::path kit;
    int kit_passes = 30;
    auto* on_kit = program.add_subcommand("kit", "All evaluations of the compatibility kit, one after the other");
    on_kit->add_option("directory", kit)->required();
    on_kit->add_option("--passes", kit_passes)->capture_default_str();
    on_kit->callback([&] { bench::print(bench::measure_kit(kit, kit_passes)); });

    bench::LookupOptions lookups;
    auto* on_lookups = program.add_subcommand("lookups", "Asking layers and registers of some size");
    on_lookups->add_option("--rows", lookups.rows)->check(CLI::Range(1, 1'000'000))->capture_default_str();
    on_lookups->add_option("--seconds", lookups.seconds)->capture_default_str();
    on_lookups->callback([&] { bench::print(bench::measure_lookups(lookups)); });

    bench::QuestionOptions questions;
    auto* on_questions = program.add_subcommand("questions", "How many are asked, and what unknown inputs cost");
    on_questions->add_option("--service", questions.service, "A service folder");
    on_questions->add_option("--model", questions.model, "Or a .dmn file");
    on_questions->add_option("--imports", questions.imports, "Folders with the models it imports");
    on_questions->add_option("--decision", questions.decision);
    on_questions->add_option("--seconds", questions.seconds)->capture_default_str();
    on_questions->callback([&] { bench::print(bench::measure_questions(questions)); });

    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error);
    } catch (const std::exception& error) {
        std::cerr << "guildhall_bench: " << error.what() << "\n";
        return 1;
    }
    return 0;
}
