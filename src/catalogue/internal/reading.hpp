#pragma once
/// What the readers of a folder's files share: the files, the service that grows, the complaints.

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/yaml.hpp"
#include "catalogue/load.hpp"
#include "feel/expression.hpp"

namespace guildhall::catalogue::internal {

/// Borrowed through one load_files call; one thread.
struct Reading {
    const Files& files;
    std::string folder;  ///< before file names in complaints; empty or ending in `/`
    Service& service;
    base::Complaints& complaints;
    std::set<std::string> used;  ///< files that something names

    [[nodiscard]] std::string shown(std::string_view file) const { return folder + std::string(file); }
    void error(base::SourcePlace place, std::string message) {
        complaints.push_back({std::move(place), base::Severity::error, std::move(message)});
    }
    void warn(base::SourcePlace place, std::string message) {
        complaints.push_back({std::move(place), base::Severity::warning, std::move(message)});
    }
};

/// `nothing is called x; did you mean y?` with the nearest of `known`, or the list of them when it is short.
[[nodiscard]] std::string no_such(std::string_view what, std::string_view name, const std::vector<std::string>& known);

/// Parses FEEL that stands in `node` of `file` (as shown). Names that are read must be in `names`; `?` stands for the
/// value in unary tests.
[[nodiscard]] std::optional<feel::Expression> read_feel(
    Reading& reading, const std::string& file, const base::YamlNode& node, const std::set<std::string>& names,
    bool unary_tests = false
);

/// `2026-11-22`, when it is a day of the calendar.
[[nodiscard]] std::optional<feel::Date> read_date(std::string_view text);

/// Text of a scalar under `key`, or empty.
[[nodiscard]] std::string text_at(const base::YamlNode& map, std::string_view key);
[[nodiscard]] std::vector<std::string> texts_at(const base::YamlNode& map, std::string_view key);

/// The letter at `node` as safe markup; complains when there is no such file or it uses names that do not exist.
struct ReadLetter {
    std::string markdown;
    std::string html;
};
[[nodiscard]] ReadLetter read_letter(Reading& reading, const base::YamlNode& node, const std::string& file);

// The readers: each takes a tree that the schema has passed and fills its part of the service.
void read_questions(Reading& reading, const base::YamlNode& root);
void read_journey(Reading& reading, const base::YamlNode& root);
/// In this order: letters may name what the rules put out, and outcomes name the documents.
void read_rules(Reading& reading, const base::YamlNode& root);
void read_documents(Reading& reading, const base::YamlNode& root);
void read_outcomes(Reading& reading, const base::YamlNode& root);
void read_examples(Reading& reading, const base::YamlNode& list, const std::string& file);
/// The service with the words of `root` in place of its own.
[[nodiscard]] Service translate(
    Reading& reading, const base::YamlNode& root, const std::string& file, const std::string& language
);

}  // namespace guildhall::catalogue::internal
