#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "base/json.hpp"
#include "commands.hpp"
#include "instance.hpp"
#include "ledger/ledger.hpp"

namespace guildhall::app {
namespace {

std::optional<std::string> contents(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return std::nullopt;
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    return bytes.str();
}

/// A key given as text, or the first line of a file that holds it.
std::string key_text(const std::string& given) {
    if (const auto file = contents(given)) return file->substr(0, file->find('\n'));
    return given;
}

int print(bool json, bool good, const std::vector<std::string>& sentences) {
    if (json) {
        base::Json answer;
        answer.set("good", good);
        base::Json::Array said;
        for (const auto& sentence : sentences) said.emplace_back(sentence);
        answer.set("says", std::move(said));
        std::puts(answer.text().c_str());
    } else {
        for (const auto& sentence : sentences) std::puts(sentence.c_str());
        std::puts(good ? "good" : "BAD");
    }
    return good ? 0 : 1;
}

}  // namespace

int verify(const VerifyOptions& options) {
    if (options.log) {
        const auto log = base::make_standard_log(base::LogLevel::warning);
        auto store = open_database(options.data, options.database, 2, *log);
        if (!store) return fail(store.error(), options.json);
        const auto checked = ledger::check_log(**store, key_text(options.key));
        if (!checked) return fail(checked.error(), options.json);
        std::vector<std::string> sentences{fmt::format("Checked {} entries.", checked->entries)};
        if (checked->first_bad) sentences.push_back(*checked->first_bad);
        return print(options.json, !checked->first_bad, sentences);
    }
    if (options.receipt.empty())
        return fail(
            {base::ErrorCode::invalid_input, {"Name a receipt to check, or --log for the whole log"}, {}}, options.json
        );
    if (options.key.empty())
        return fail(
            {base::ErrorCode::invalid_input,
             {"--key is needed: the log's verifier key, as `guildhall serve` prints it"},
             {}},
            options.json
        );
    const auto receipt = contents(options.receipt);
    if (!receipt)
        return fail(
            {base::ErrorCode::not_found, {fmt::format("{} cannot be read", options.receipt.string())}, {}}, options.json
        );
    const auto proved = ledger::verify_receipt(*receipt, key_text(options.key));
    if (!proved) return print(options.json, false, {proved.error().message.text});
    return print(options.json, true, *proved);
}

int keys_init(const KeysOptions& options) {
    base::SystemRandom random;
    const std::string folder = keys_folder(options.data).string();
    const auto made = vault::create_keys(folder, random);
    if (!made) return fail(made.error(), options.json);
    base::Json answer;
    answer.set("keys", folder);
    const std::string said =
        options.json ? answer.text()
                     : fmt::format("Made the keys of this instance in {}. Back them up apart from the data.", folder);
    std::puts(said.c_str());
    return 0;
}

}  // namespace guildhall::app
