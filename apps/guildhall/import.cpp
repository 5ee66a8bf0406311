#include "importing/importing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "base/json.hpp"
#include "catalogue/load.hpp"
#include "commands.hpp"
#include "importing/formio/form.hpp"
#include "importing/xgov/form.hpp"
#include "instance.hpp"

namespace guildhall::app {
namespace {

using base::Json;
namespace fs = std::filesystem;

base::Error error_of(base::ErrorCode code, std::string message) {
    return {code, {std::move(message)}, {}};
}

base::Result<std::string> read(const fs::path& path) {
    std::error_code failed;
    const auto size = fs::file_size(path, failed);
    if (failed) return error_of(base::ErrorCode::not_found, fmt::format("{} cannot be read", path.string()));
    if (size > importing::max_form_size)
        return error_of(
            base::ErrorCode::too_large,
            fmt::format("{} has more than {} MB", path.string(), importing::max_form_size / 1'000'000)
        );
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

/// The forms of a folder, in order of name. Words that stand in a folder `translations` are no forms.
base::Result<std::vector<fs::path>> forms_in(const fs::path& path) {
    std::error_code failed;
    if (fs::is_regular_file(path, failed)) return std::vector{path};
    if (!fs::is_directory(path, failed))
        return error_of(base::ErrorCode::not_found, fmt::format("{} is neither a file nor a folder", path.string()));
    std::vector<fs::path> forms;
    for (auto entry = fs::recursive_directory_iterator(path, failed);
         !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
        if (entry->is_directory() && entry->path().filename() == "translations") entry.disable_recursion_pending();
        if (entry->is_regular_file() && entry->path().extension() == ".json") forms.push_back(entry->path());
    }
    if (failed) return error_of(base::ErrorCode::not_found, fmt::format("{} cannot be read", path.string()));
    std::ranges::sort(forms);
    return forms;
}

/// `other_language`: the file of the same form in another language, or empty.
base::Result<importing::Imported> import_file(
    const fs::path& path, const std::string& kind, const fs::path& other_language
) {
    auto json = read(path);
    if (!json) return json.error();
    const std::string name = path.filename().string();
    if (kind == "xgov") {
        std::string other;
        if (!other_language.empty()) {
            auto text = read(other_language);
            if (!text) return text.error();
            other = std::move(*text);
        }
        return importing::import_xgov(*json, name, other);
    }
    std::string translations;
    const fs::path beside = path.parent_path().parent_path() / "translations" / path.filename();
    std::error_code failed;
    if (fs::is_regular_file(beside, failed)) {
        auto words = read(beside);
        if (!words) return words.error();
        translations = std::move(*words);
    }
    return importing::import_formio(*json, name, translations);
}

/// Whether the catalogue takes the folder, and what it says about it.
struct Verdict {
    bool accepted = false;
    int warnings = 0;
    std::string first_error;
};

Verdict verdict_on(const importing::Imported& imported) {
    const auto loaded = catalogue::load_files(imported.files, imported.id);
    Verdict verdict;
    verdict.accepted = true;
    for (const auto& complaint : loaded.complaints) {
        if (complaint.severity != base::Severity::error) {
            ++verdict.warnings;
            continue;
        }
        if (verdict.accepted)
            verdict.first_error =
                fmt::format("{}:{}: {}", complaint.place.file, complaint.place.line, complaint.message);
        verdict.accepted = false;
    }
    return verdict;
}

struct Sums {
    int forms = 0, accepted = 0, failed = 0, warnings = 0;
    importing::Imported::Counts counts;
};

void count(Sums& sums, const importing::Imported::Counts& counts) {
    sums.counts.questions += counts.questions;
    sums.counts.questions_converted += counts.questions_converted;
    sums.counts.conditions += counts.conditions;
    sums.counts.conditions_converted += counts.conditions_converted;
    sums.counts.repeats += counts.repeats;
    sums.counts.files += counts.files;
}

void set_counts(Json& line, const importing::Imported::Counts& counts) {
    line.set("questions", counts.questions);
    line.set("questions_converted", counts.questions_converted);
    line.set("conditions", counts.conditions);
    line.set("conditions_converted", counts.conditions_converted);
    line.set("repeats", counts.repeats);
    line.set("files", counts.files);
}

base::Result<base::Done> write(const importing::Imported& imported, const fs::path& out) {
    const fs::path folder = out / imported.id;
    std::error_code failed;
    if (fs::exists(folder, failed))
        return error_of(base::ErrorCode::conflict, fmt::format("{} is there already", folder.string()));
    for (const auto& [name, text] : imported.files) {
        const fs::path path = folder / name;
        fs::create_directories(path.parent_path(), failed);
        std::ofstream file(path, std::ios::binary);
        file << text;
        if (!file.flush())
            return error_of(base::ErrorCode::unavailable, fmt::format("{} cannot be written", path.string()));
    }
    return base::Done{};
}

/// Forms that are the same in English and in Welsh: by the English one, its Welsh one.
std::map<fs::path, fs::path> pairs_of(const std::vector<fs::path>& forms) {
    std::vector<std::pair<fs::path, Json>> english, welsh;
    constexpr std::size_t deepest = 200;
    for (const auto& path : forms) {
        const auto text = read(path);
        if (!text) continue;
        auto form = Json::parse(*text, deepest);
        if (!form) continue;
        auto& those = importing::xgov::language_of(*form) == "cy" ? welsh : english;
        those.emplace_back(path, std::move(*form));
    }
    std::map<fs::path, fs::path> pairs;
    for (const auto& [path, form] : welsh)
        for (const auto& [other, in_english] : english)
            if (!pairs.contains(other) && importing::xgov::in_both_languages(in_english, "en", form, "cy")) {
                pairs.emplace(other, path);
                break;
            }
    return pairs;
}

/// One form: its line of the report, its folder, or its conditions. False when something went wrong.
bool handle(const fs::path& path, const fs::path& other_language, const ImportOptions& options, Sums& sums) {
    ++sums.forms;
    Json line;
    line.set("form", path.filename().string());
    const auto failed = [&](const base::Error& error) {
        ++sums.failed;
        if (options.report) {
            line.set("accepted", false);
            line.set("error", error.message.text);
            std::puts(line.text().c_str());
        } else {
            std::cerr << path.string() << ": " << error.message.text << "\n";
        }
        return false;
    };
    if (options.conditions) {
        const auto json = read(path);
        if (!json) return failed(json.error());
        const auto compare = options.from == "xgov" ? &importing::xgov::conditions_to_compare
                                                    : &importing::formio::conditions_to_compare;
        auto conditions = (*compare)(*json, path.filename().string());
        if (!conditions) return failed(conditions.error());
        conditions->set("path", path.string());
        std::puts(conditions->text().c_str());
        return true;
    }
    const auto imported = import_file(path, options.from, other_language);
    if (!imported) return failed(imported.error());
    count(sums, imported->counts);
    const Verdict verdict = verdict_on(*imported);
    sums.accepted += verdict.accepted ? 1 : 0;
    sums.warnings += verdict.warnings;
    if (options.report) {
        set_counts(line, imported->counts);
        line.set("accepted", verdict.accepted);
        line.set("warnings", verdict.warnings);
        line.set("remarks", static_cast<int>(imported->remarks.size()));
        if (!verdict.first_error.empty()) line.set("error", verdict.first_error);
        std::puts(line.text().c_str());
        return true;
    }
    if (auto written = write(*imported, options.out); !written.ok()) return failed(written.error());
    if (options.json) {
        line.set("service", imported->id);
        line.set("folder", (options.out / imported->id).string());
        line.set("remarks", static_cast<int>(imported->remarks.size()));
        std::puts(line.text().c_str());
    } else {
        fmt::print(
            "{}: {} of {} questions, {} of {} conditions; {} remarks in import-report.md\n",
            (options.out / imported->id).string(), imported->counts.questions_converted, imported->counts.questions,
            imported->counts.conditions_converted, imported->counts.conditions, imported->remarks.size()
        );
    }
    return true;
}

}  // namespace

int import(const ImportOptions& options) {
    const auto forms = forms_in(options.path);
    if (!forms) return fail(forms.error(), options.json);
    if (forms->empty()) return fail(error_of(base::ErrorCode::not_found, "there are no .json files"), options.json);
    if (!options.report && !options.conditions && options.out.empty())
        return fail(
            error_of(base::ErrorCode::invalid_input, "--out says where the folders go; --report writes none"),
            options.json
        );
    Sums sums;
    std::map<fs::path, fs::path> pairs;
    std::set<fs::path> second;
    if (options.join_languages) {
        pairs = pairs_of(*forms);
        for (const auto& [first, other] : pairs) second.insert(other);
    }
    for (const auto& path : *forms) {
        if (second.contains(path)) continue;
        const auto other = pairs.find(path);
        handle(path, other == pairs.end() ? fs::path{} : other->second, options, sums);
    }
    if (options.report) {
        Json line;
        line.set("total", true);
        line.set("forms", sums.forms);
        set_counts(line, sums.counts);
        line.set("accepted", sums.accepted);
        line.set("failed", sums.failed);
        line.set("warnings", sums.warnings);
        std::puts(line.text().c_str());
    }
    return sums.failed == 0 ? 0 : 1;
}

}  // namespace guildhall::app
