#pragma once
/// The commands of the program: each takes its options as plain data and returns the exit status
/// (0 good, 1 found something wrong, 2 could not do it).

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace guildhall::app {

struct ServeOptions {
    std::filesystem::path data = "data";
    std::string listen = "127.0.0.1:8080";
    std::string database;  ///< `postgresql://…`; empty: SQLite below `data`
    std::filesystem::path services = "services";
    std::filesystem::path web;  ///< built styles; empty: `../web` beside the program
    std::filesystem::path config;
    bool demo = false;
    bool dev = false;
    bool test_language = false;
    bool json = false;
};
int serve(const ServeOptions& options);

struct CheckOptions {
    std::filesystem::path services = "services";
    bool json = false;
};
int check(const CheckOptions& options);

struct NewServiceOptions {
    std::string name;
    std::filesystem::path services = "services";
    bool json = false;
};
int new_service(const NewServiceOptions& options);

struct PreviewOptions {
    std::filesystem::path service;  ///< its folder
    std::filesystem::path svg;      ///< where a diagram goes; empty: an outline in text
    std::string language;           ///< of its words; empty: its own
    bool json = false;
};
/// 0: shown, 2: the folder is no service that loads, or the diagram cannot be written.
int preview(const PreviewOptions& options);

struct WalkCommand {
    std::filesystem::path service;  ///< its folder, the same that the server offers
    std::string url = "http://127.0.0.1:8080";
    std::uint64_t seed = 1;
    bool all = false;              ///< walk again until every page was seen, or nothing new comes
    bool unsent = false;           ///< stops before sending in, and says the draft with its cookies
    std::filesystem::path keep;    ///< a folder for the pages that were opened; empty: none are kept
    std::filesystem::path outbox;  ///< the server's, for services in which others take part
    std::string language = "en";   ///< of the program's words
    bool json = false;             ///< a line for each walk
};
/// 0: every walk came to the end, 1: one stopped, 2: the folder is no service that loads.
int walk(const WalkCommand& options);

struct TckOptions {
    std::vector<std::filesystem::path> directories;
    bool show_failures = false;
    bool json = false;
};
int tck(const TckOptions& options);

struct FeelOptions {
    std::string expression;  ///< empty: each line of standard input
    std::string context;     ///< JSON object whose members are names
    bool batch = false;      ///< each line of standard input is {"expression": …, "scopes": [FEEL contexts]}
    bool json = false;
};
int feel(const FeelOptions& options);

struct ImportOptions {
    std::filesystem::path path;   ///< a form, or a folder that is searched through for forms
    std::string from;             ///< `formio` or `xgov`
    std::filesystem::path out;    ///< where the service folders go
    bool report = false;          ///< a line of JSON for each form and one with the sums, and no folders
    bool conditions = false;      ///< for tests: the converted conditions beside the original ones
    bool join_languages = false;  ///< of xgov: forms that are the same in English and Welsh become one service
    bool json = false;
};
/// 0: every form was converted; 1: one was not; 2: there is nothing to convert.
int import(const ImportOptions& options);

struct DecideOptions {
    std::filesystem::path model;
    std::string decision;                        ///< empty: every decision of the model
    std::vector<std::string> input;              ///< `NAME=VALUE`, FEEL or plain text
    std::string inputs;                          ///< JSON object, or a file with one
    std::vector<std::string> unknown;            ///< names of inputs; what is not given is unknown all the same
    std::size_t cases = 0;                       ///< not 0: so many made-up cases instead of inputs
    bool next = false;                           ///< with the inputs still worth asking, in the model's order
    bool explain = false;                        ///< with reasons, tables and what would change the outcome
    std::vector<std::filesystem::path> imports;  ///< folders with imported models; empty: the model's own
    bool json = false;
};
/// 0: every decision is settled; 1: one is not, or comes to an error; 2: the model or the options cannot be used.
int decide(const DecideOptions& options);

struct AnalyseOptions {
    std::filesystem::path model;
    std::vector<std::filesystem::path> imports;  ///< as for `decide`
    bool json = false;
};
/// 0: nothing found, 1: findings, 2: the model cannot be loaded.
int analyse(const AnalyseOptions& options);

struct SimulateOptions {
    std::filesystem::path model;
    std::filesystem::path data;     ///< CSV; `-`: standard input
    std::string decision;           ///< may be empty when the model has one alone
    std::filesystem::path against;  ///< another version of the model; empty: none
    std::string group_by;           ///< a column of the data
    std::filesystem::path out_csv, out_json, html;
    std::filesystem::path out_bad_rows;          ///< every row that could not be used
    unsigned threads = 0;                        ///< 0: one for each processor
    std::vector<std::filesystem::path> imports;  ///< as for `decide`
    bool json = false;
};
/// 0: every row was evaluated; 1: some rows could not be used, or came to an error; 2: the models, the data or the
/// options cannot be used.
int simulate(const SimulateOptions& options);

struct VerifyOptions {
    std::filesystem::path receipt;  ///< a receipt to check offline, or
    bool log = false;               ///< the whole log of a database
    std::string key;                ///< verifier key text, or a file that holds it
    std::filesystem::path data = "data";
    std::string database;
    bool json = false;
};
int verify(const VerifyOptions& options);

struct PaySandboxOptions {
    std::string listen = "127.0.0.1:0";
    std::filesystem::path key_file;  ///< the key that its API wants; empty: one is made and printed
    std::string currency = "GBP";
    std::int64_t expires_after = 5400;  ///< seconds
    std::filesystem::path web;          ///< built styles; empty: `../web` beside the program
    bool json = false;
};
/// Serves until SIGINT or SIGTERM.
int pay_sandbox(const PaySandboxOptions& options);

struct ReconcileOptions {
    std::string from, to;  ///< days, both included
    std::filesystem::path data = "data";
    std::string database;
    std::filesystem::path config;
    bool json = false;
};
/// 0: both lists say the same, 1: something differs, 2: it could not be done.
int reconcile_payments(const ReconcileOptions& options);

struct KeysOptions {
    std::filesystem::path data = "data";
    bool json = false;
};
/// Makes the keys of an instance below `data`/keys.
int keys_init(const KeysOptions& options);

}  // namespace guildhall::app
