// The command line. Each command's options are plain data; the work is in the file of the same name.

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "crypto/crypto.hpp"

int main(int argc, char** argv) {
    using namespace guildhall;
    crypto::initialise();

    CLI::App program{"Guildhall: public services from folders of text."};
    program.require_subcommand(1);
    program.set_version_flag("--version", "guildhall 0.1.0");
    int status = 0;
    const std::string answer_as_json = "Answer as one JSON object";

    app::ServeOptions serving;
    auto* serve = program.add_subcommand("serve", "Serve the portal and the desk");
    serve->add_option("--data", serving.data, "Folder for the embedded database, files and keys")
        ->capture_default_str();
    serve->add_option("--listen", serving.listen, "Address and port; port 0 picks a free one")->capture_default_str();
    serve->add_option("--database", serving.database, "postgresql://… instead of the embedded database");
    serve->add_option("--services", serving.services, "Folder of service folders")->capture_default_str();
    serve->add_option("--web", serving.web, "Folder of the built styles (default: ../web beside the program)");
    serve->add_option("--config", serving.config, "Configuration file (YAML); see docs/operating.md");
    serve->add_flag("--demo", serving.demo, "Make demo accounts; loopback addresses only");
    serve->add_flag("--dev", serving.dev, "Reload changed service folders, show their errors on the page");
    serve->add_flag(
        "--test-language", serving.test_language,
        "Offer a made language that runs from right to left, to see what pages do; loopback addresses only"
    );
    serve->add_flag("--json", serving.json, "Say where it listens as one JSON object on the first line");
    serve->callback([&] { status = app::serve(serving); });

    app::PreviewOptions previewing;
    auto* preview = program.add_subcommand("preview", "Show a service's pages, questions and branches");
    preview->add_option("service", previewing.service, "A service folder")->required();
    preview->add_option("--svg", previewing.svg, "Write a diagram there instead of an outline here");
    preview->add_option("--language", previewing.language, "With the words of another language");
    preview->add_flag("--json", previewing.json, answer_as_json);
    preview->callback([&] { status = app::preview(previewing); });

    app::WalkCommand walking;
    auto* walk = program.add_subcommand("walk", "Go through a service on a running server as a resident would");
    walk->add_option("service", walking.service, "The folder of the service")->required();
    walk->add_option("--url", walking.url, "Where the server listens")->capture_default_str();
    walk->add_option("--seed", walking.seed, "Other answers for another number")->capture_default_str();
    walk->add_flag("--all", walking.all, "Walk until every page was seen");
    walk->add_flag("--unsent", walking.unsent, "Stop before sending in, and say where the draft is");
    walk->add_option("--keep", walking.keep, "Keep the pages that were opened in this folder");
    walk->add_option(
        "--outbox", walking.outbox, "Where the server keeps its mail: DATA/outbox, to act as who is asked"
    );
    walk->add_option("--language", walking.language, "Of the program's words")->capture_default_str();
    walk->add_flag("--json", walking.json, answer_as_json);
    walk->callback([&] { status = app::walk(walking); });

    app::CheckOptions checking;
    auto* check = program.add_subcommand("check", "Check service folders: words, rules, references, examples");
    check->add_option("services", checking.services, "Folder of service folders")->capture_default_str();
    check->add_flag("--json", checking.json, answer_as_json);
    check->callback([&] { status = app::check(checking); });

    app::NewServiceOptions making;
    auto* make = program.add_subcommand("new", "Make something new");
    make->require_subcommand(1);
    auto* make_service =
        make->add_subcommand("service", "Make a service folder that passes the check and runs at once");
    make_service->add_option("name", making.name, "Folder name: lower-case letters, digits, hyphens")->required();
    make_service->add_option("--services", making.services, "Folder of service folders")->capture_default_str();
    make_service->add_flag("--json", making.json, answer_as_json);
    make_service->callback([&] { status = app::new_service(making); });

    app::TckOptions kit;
    auto* tck = program.add_subcommand("tck", "Run directories of the DMN compliance kit");
    tck->add_option("directories", kit.directories, "Directories, searched through")->required();
    tck->add_flag("--failures", kit.show_failures, "A line for each result that differs");
    tck->add_flag("--json", kit.json, answer_as_json);
    tck->callback([&] { status = app::tck(kit); });

    app::FeelOptions calculating;
    auto* feel = program.add_subcommand("feel", "Evaluate a FEEL expression, or each line of standard input");
    feel->add_option("expression", calculating.expression, "Such as 'sum(for i in 1..3 return i * i)'");
    feel->add_option("--context", calculating.context, "A JSON object with the names that the expression may use");
    feel->add_flag(
        "--batch", calculating.batch,
        "Each line of standard input is {\"expression\": …, \"scopes\": […]}, the scopes FEEL contexts; a list of "
        "values "
        "for each"
    );
    feel->add_flag("--json", calculating.json, answer_as_json);
    feel->callback([&] { status = app::feel(calculating); });

    app::ImportOptions importing;
    auto* import = program.add_subcommand("import", "Convert forms of other systems into service folders");
    import->footer("Exit status: 0 every form was converted; 1 one was not; 2 there is nothing to convert.");
    import->add_option("path", importing.path, "A form, or a folder of forms")->required();
    import->add_option("--from", importing.from, "formio or xgov")
        ->required()
        ->check(CLI::IsMember({"formio", "xgov"}));
    import->add_option("--out", importing.out, "Where the service folders go");
    import->add_flag("--report", importing.report, "One JSON object a form and one with the sums; writes nothing");
    import->add_flag(
        "--join-languages", importing.join_languages,
        "Of xgov: forms that are the same in English and in Welsh become one service"
    );
    import->add_flag("--conditions", importing.conditions, "The converted conditions, for tests")->group("");
    import->add_flag("--json", importing.json, "Answer as one JSON object a form");
    import->callback([&] { status = app::import(importing); });

    app::DecideOptions deciding;
    auto* decide = program.add_subcommand("decide", "Evaluate a decision model; inputs that are left out are unknown");
    decide->footer("Exit status: 0 all settled; 1 one is not settled, or comes to an error; 2 cannot be loaded or used."
    );
    decide->add_option("model", deciding.model, "A .dmn file")->required();
    decide->add_option("--decision", deciding.decision, "Which decision (default: every one)");
    decide->add_option("--input", deciding.input, "NAME=VALUE, as FEEL or plain text; again for each input")
        ->take_all()
        ->expected(1)
        ->allow_extra_args(false);
    decide->add_option(
        "--inputs", deciding.inputs, "A JSON object, such as {\"treeDiameter\": 45}, or a file with one"
    );
    decide->add_option("--unknown", deciding.unknown, "An input that is not known (so is all that is left out)")
        ->take_all()
        ->expected(1)
        ->allow_extra_args(false);
    decide
        ->add_option("--cases", deciding.cases, "Make up so many cases around the limits of the rules, and decide them")
        ->check(CLI::Range(1, 1'000'000));
    decide->add_flag("--next", deciding.next, "Say which inputs are still worth asking, in the model's order");
    decide->add_flag("--explain", deciding.explain, "Say why: reasons, tables with marks, and what would change it");
    decide->add_option("--imports", deciding.imports, "Folders with the models it imports (default: its own)");
    decide->add_flag("--json", deciding.json, answer_as_json);
    decide->callback([&] { status = app::decide(deciding); });

    app::AnalyseOptions analysing;
    auto* analyse = program.add_subcommand("analyse", "Look for gaps, overlaps and rules without effect in a model");
    analyse->add_option("model", analysing.model, "A .dmn file")->required();
    analyse->add_option("--imports", analysing.imports, "Folders with the models it imports (default: its own)");
    analyse->add_flag("--json", analysing.json, answer_as_json);
    analyse->callback([&] { status = app::analyse(analysing); });

    app::SimulateOptions simulating;
    auto* simulate = program.add_subcommand("simulate", "Evaluate a decision for every row of a table, and add up");
    simulate->footer(
        "Exit status: 0 every row was evaluated; 1 some could not be used, or came to an error; 2 nothing could be "
        "done."
    );
    simulate->add_option("model", simulating.model, "A .dmn file")->required();
    simulate->add_option("--data", simulating.data, "The table: CSV with names in its first line; - is standard input")
        ->required();
    simulate->add_option("--decision", simulating.decision, "Which decision, when the model has several");
    simulate->add_option("--against", simulating.against, "Another version of the model: who gains, who loses");
    simulate->add_option("--group-by", simulating.group_by, "A column of the table: the same figures for each value");
    simulate->add_option("--out-csv", simulating.out_csv, "Write the report as CSV");
    simulate->add_option("--out-json", simulating.out_json, "Write the report as JSON");
    simulate->add_option("--html", simulating.html, "Write the report as a page that stands alone");
    simulate->add_option("--out-bad-rows", simulating.out_bad_rows, "Write every row that could not be used, as CSV");
    simulate->add_option("--threads", simulating.threads, "How many (default: one for each processor)");
    simulate->add_option("--imports", simulating.imports, "Folders with the models they import (default: their own)");
    simulate->add_flag("--json", simulating.json, answer_as_json);
    simulate->callback([&] { status = app::simulate(simulating); });

    app::VerifyOptions verifying;
    auto* verify = program.add_subcommand("verify", "Check a receipt offline, or the whole log of a database");
    verify->add_option("receipt", verifying.receipt, "A receipt file");
    verify->add_flag("--log", verifying.log, "Check every stored event against the log");
    verify->add_option("--key", verifying.key, "The log's verifier key, or a file that holds it");
    verify->add_option("--data", verifying.data, "Folder of the embedded database")->capture_default_str();
    verify->add_option("--database", verifying.database, "postgresql://…");
    verify->add_flag("--json", verifying.json, answer_as_json);
    verify->callback([&] { status = app::verify(verifying); });

    app::PaySandboxOptions trying;
    auto* pay_sandbox = program.add_subcommand("pay-sandbox", "A payment provider to try things out with");
    pay_sandbox->add_option("--listen", trying.listen, "Loopback address and port; port 0 picks a free one")
        ->capture_default_str();
    pay_sandbox->add_option("--key-file", trying.key_file, "A file with the key that its API wants (default: made up)");
    pay_sandbox->add_option("--currency", trying.currency, "What its account takes")->capture_default_str();
    pay_sandbox->add_option("--expires-after", trying.expires_after, "Seconds that there are to pay")
        ->capture_default_str()
        ->check(CLI::Range(1, 86'400));
    pay_sandbox->add_option("--web", trying.web, "Folder of the built styles (default: ../web beside the program)");
    pay_sandbox->add_flag("--json", trying.json, "Say where it listens as one JSON object on the first line");
    pay_sandbox->callback([&] { status = app::pay_sandbox(trying); });

    app::ReconcileOptions reconciling;
    auto* payments = program.add_subcommand("payments", "Fees that were paid");
    payments->require_subcommand(1);
    auto* reconcile = payments->add_subcommand("reconcile", "Hold our payments against the provider's list");
    reconcile->footer("Exit status: 0 both say the same; 1 something differs; 2 it could not be done.");
    reconcile->add_option("--from", reconciling.from, "The first day, such as 2026-11-30 (UTC)")->required();
    reconcile->add_option("--to", reconciling.to, "The last day, included")->required();
    reconcile->add_option("--data", reconciling.data, "Folder of the embedded database")->capture_default_str();
    reconcile->add_option("--database", reconciling.database, "postgresql://…");
    reconcile->add_option("--config", reconciling.config, "Configuration file, which names the provider")->required();
    reconcile->add_flag("--json", reconciling.json, answer_as_json);
    reconcile->callback([&] { status = app::reconcile_payments(reconciling); });

    app::KeysOptions keeping;
    auto* keys = program.add_subcommand("keys", "The keys of an instance");
    keys->require_subcommand(1);
    auto* keys_init = keys->add_subcommand("init", "Make the instance, index and log keys");
    keys_init->add_option("--data", keeping.data, "Folder for the embedded database, files and keys")
        ->capture_default_str();
    keys_init->add_flag("--json", keeping.json, answer_as_json);
    keys_init->callback([&] { status = app::keys_init(keeping); });

    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = program.exit(error);
        return code == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        std::cerr << "guildhall: " << error.what() << "\n";
        return 2;
    }
    return status;
}
