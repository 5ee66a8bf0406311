#pragma once
/// What the readers of a folder's files share: the files, the service that grows, the complaints.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/yaml.hpp"
#include "catalogue/load.hpp"
#include "feel/expression.hpp"
#include "registers/register.hpp"

namespace guildhall::catalogue::internal {

/// Where FEEL was written, for complaints about what it reads. Borrows the node.
struct WrittenFeel {
    const base::YamlNode* node = nullptr;
    std::string file;  ///< as shown
};

/// Borrowed through one load_files call; one thread.
struct Reading {
    const Files& files;
    std::string folder;  ///< before file names in complaints; empty or ending in `/`
    Service& service;
    base::Complaints& complaints;
    std::set<std::string> used;                                   ///< files that something names
    std::map<std::string, std::optional<base::YamlNode>> bank{};  ///< files of the bank; none when refused
    /// By the path of what it belongs to and its key: `children/born#when`, of pages `children/@about#when`, of the
    /// journey's second section `[2]#when`.
    std::map<std::string, WrittenFeel> written{};
    std::map<std::string, std::shared_ptr<const maps::Layer>> layers{};             ///< by file; null when refused
    std::map<std::string, std::shared_ptr<const registers::Register>> registers{};  ///< as above

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

/// Names that the expressions of one list of questions may read: its own, and those of the lists around it. Borrows
/// the outer one.
class NameScope {
public:
    explicit NameScope(const NameScope* outer = nullptr) : outer_(outer) {}
    void add(std::string name) { own_.insert(std::move(name)); }
    [[nodiscard]] bool contains(const std::string& name) const {
        return own_.contains(name) || (outer_ && outer_->contains(name));
    }
    [[nodiscard]] std::set<std::string> all() const;
    /// Made at the first call, when all names are there; for all expressions of the list.
    [[nodiscard]] const feel::KnownNames& known() const;

private:
    const NameScope* outer_;
    std::set<std::string> own_;
    mutable std::optional<feel::KnownNames> known_;
};

/// Parses FEEL that stands in `node` of `file` (as shown); that the names it reads exist is check_names' to say.
[[nodiscard]] std::optional<feel::Expression> read_feel(
    Reading& reading, const std::string& file, const base::YamlNode& node, const NameScope& names,
    bool unary_tests = false
);
/// Complains of names that are not in `names`.
void check_names(
    Reading& reading, const WrittenFeel& written, const feel::Expression& expression, const NameScope& names
);
/// Complains of braces in words that name no question in `names`.
void check_braces(Reading& reading, const std::string& file, const base::YamlNode& node, const NameScope& names);
/// Where a name stands in an expression.
[[nodiscard]] base::SourcePlace place_of_name(const WrittenFeel& written, std::string_view name);

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
void read_fee(Reading& reading, const base::YamlNode& root);
/// When all questions and pages stand: that what is looked up is known by then.
void check_lookups(Reading& reading);
void read_migrations(Reading& reading, const base::YamlNode& root);
void read_journey(Reading& reading, const base::YamlNode& root);
/// The pages of a repeat; `node` is null when none are written. `path` is the repeat's, `children`.
[[nodiscard]] std::vector<Page> read_member_pages(
    Reading& reading, const base::YamlNode* node, const std::string& file, const std::vector<Question>& questions,
    const NameScope& names, const std::string& path
);
/// When the journey stands: who answers what of it, and signs.
void read_parties(Reading& reading, const base::YamlNode& root);
/// When the whole journey stands: that conditions read what exists and is asked before, and do not run in circles.
void check_order(Reading& reading);
/// In this order: letters may name what the rules put out, and outcomes name the documents.
void read_rules(Reading& reading, const base::YamlNode& root);
void read_documents(Reading& reading, const base::YamlNode& root);
void read_outcomes(Reading& reading, const base::YamlNode& root);
/// `keep:`, `open:` and `after-sending:`, once the questions are there.
void read_keeping(Reading& reading, const base::YamlNode& root);
void read_examples(Reading& reading, const base::YamlNode& list, const std::string& file);
/// The service with the words of `root` in place of its own.
[[nodiscard]] Service translate(
    Reading& reading, const base::YamlNode& root, const std::string& file, const std::string& language
);

}  // namespace guildhall::catalogue::internal
