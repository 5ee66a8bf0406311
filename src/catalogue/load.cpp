#include "catalogue/load.hpp"

#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"
#include "catalogue/internal/embedded.hpp"
#include "catalogue/internal/folder.hpp"
#include "catalogue/internal/markdown.hpp"
#include "catalogue/internal/pattern.hpp"
#include "catalogue/internal/read_lookups.hpp"
#include "catalogue/internal/reading.hpp"
#include "catalogue/internal/schema.hpp"

namespace guildhall::catalogue {
namespace {

using base::YamlNode;
using internal::Reading;

constexpr std::string_view built_in_bank[] = {"bank/contact"};

void collect_bank_names(const YamlNode* questions, std::set<std::string>& names) {
    static const internal::Pattern bank("^bank/[a-z][a-z0-9_-]*$");
    if (!questions) return;
    for (const base::YamlEntry& entry : questions->entries) {
        const YamlNode* from = entry.value.find("from");
        if (from && bank.matches(from->text)) names.insert(from->text);
        collect_bank_names(entry.value.find("questions"), names);
    }
}

/// The bank's layers and registers that questions name.
void collect_data_names(const YamlNode* questions, std::set<std::string>& names) {
    if (!questions) return;
    for (const base::YamlEntry& entry : questions->entries) {
        internal::collect_bank_data(entry.value, names);
        collect_data_names(entry.value.find("questions"), names);
    }
}

/// The questions that service.yaml takes from the bank, whatever else is wrong with it.
std::set<std::string> bank_names(const YamlNode& root) {
    std::set<std::string> names;
    collect_bank_names(root.find("questions"), names);
    return names;
}

const internal::Schema& schema_named(std::string_view name) {
    static const internal::Schema service(internal::embedded("services/service.schema.json"));
    static const internal::Schema examples(internal::embedded("services/examples.schema.json"));
    static const internal::Schema words(internal::embedded("services/words.schema.json"));
    return name == "service" ? service : name == "examples" ? examples : words;
}

/// What of a file's tree fits its schema; nothing when either complains.
std::optional<YamlNode> checked(Reading& reading, base::ReadYaml read, std::string_view name, std::string_view schema) {
    auto complaints = std::move(read.complaints);
    if (read.root) complaints = schema_named(schema).validate(*read.root, reading.shown(name));
    reading.complaints.insert(reading.complaints.end(), complaints.begin(), complaints.end());
    if (!complaints.empty()) return std::nullopt;
    return std::move(read.root);
}

/// Reads a YAML file and holds it against its schema.
std::optional<YamlNode> read_checked(Reading& reading, std::string_view name, std::string_view schema) {
    return checked(reading, base::read_yaml(reading.files.at(std::string(name)), reading.shown(name)), name, schema);
}

void read_head(Reading& reading, const YamlNode& root) {
    const std::string file = reading.shown("service.yaml");
    Service& service = reading.service;
    service.id = internal::text_at(root, "service");
    if (!reading.folder.empty() && service.id + "/" != reading.folder) {
        reading.error(
            root.find("service")->place(file), fmt::format(
                                                   "found the name `{}` in the folder `{}`; expected the same",
                                                   service.id, reading.folder.substr(0, reading.folder.size() - 1)
                                               )
        );
    }
    service.version = static_cast<int>(root.find("version")->integer().value_or(1));
    if (root.find("language")) service.language = internal::text_at(root, "language");
    service.title = internal::text_at(root, "title");
    service.summary = internal::text_at(root, "summary");
    service.team = internal::text_at(root, "team");
    service.topics = internal::texts_at(root, "topics");
    service.keywords = internal::texts_at(root, "keywords");
    service.cost = internal::text_at(root, "cost");
    service.duration = internal::text_at(root, "takes");
    const std::string sign_in = internal::text_at(root, "sign-in");
    service.sign_in = sign_in == "none" ? SignIn::none : sign_in == "required" ? SignIn::required : SignIn::optional;
    const std::string about = internal::text_at(root, "about");
    service.helpers = about == "self" ? Helpers::refused : about.empty() ? Helpers::allowed : Helpers::offered;
    if (const YamlNode* within = root.find("decide-within")) {
        std::from_chars(
            within->text.data(), within->text.data() + within->text.size(), service.decide_within_working_days
        );
    }
    if (const YamlNode* laws = root.find("law")) {
        for (const base::YamlEntry& law : laws->entries) {
            service.laws.push_back({law.key, internal::text_at(law.value, "title"), internal::text_at(law.value, "url")}
            );
        }
    }
}

void read_tail(Reading& reading, const YamlNode& root) {
    Service& service = reading.service;
    service.notify_submitted = service.notify_decided = {"inbox", "email"};
    if (const YamlNode* notify = root.find("notify")) {
        if (notify->find("submitted")) service.notify_submitted = internal::texts_at(*notify, "submitted");
        if (notify->find("decided")) service.notify_decided = internal::texts_at(*notify, "decided");
    }
    internal::read_keeping(reading, root);
}

std::string read_guide(Reading& reading, const std::string& name) {
    const auto file = reading.files.find(name);
    if (file == reading.files.end()) return {};
    reading.used.insert(name);
    if (!base::is_valid_utf8(file->second)) {
        reading.error({reading.shown(name), 1, 1}, "found a byte that is not UTF-8; save the file as UTF-8");
        return {};
    }
    return internal::render_markdown(file->second);
}

/// `words.cy.yaml` is for `cy`; empty for other names.
std::string language_of(std::string_view name) {
    constexpr std::string_view before = "words.";
    constexpr std::string_view after = ".yaml";
    if (!name.starts_with(before) || !name.ends_with(after) || name.size() <= before.size() + after.size()) return {};
    const auto language = name.substr(before.size(), name.size() - before.size() - after.size());
    const bool is_code = language.size() <= 3 && language.size() >= 2 &&
                         std::all_of(language.begin(), language.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return is_code ? std::string(language) : std::string();
}

/// A letter's name in another language: `letters/permit.cy.md`.
std::string in_language(const std::string& letter, const std::string& language) {
    return letter.substr(0, letter.size() - 3) + "." + language + ".md";
}

void translate_letters(
    Reading& reading, Service& translated, const std::string& words_file, const std::string& language
) {
    std::set<std::string> missing;
    const auto translate = [&](const std::string& letter, std::string& html) {
        if (letter.empty()) return;
        const auto file = reading.files.find(in_language(letter, language));
        if (file == reading.files.end()) {
            missing.insert(in_language(letter, language));
            return;
        }
        YamlNode node;
        node.kind = YamlNode::Kind::scalar;
        node.text = file->first;
        html = internal::read_letter(reading, node, reading.shown(file->first)).html;
    };
    for (Document& document : translated.issues) translate(document.letter, document.letter_html);
    for (OutcomeRule& outcome : translated.outcomes) translate(outcome.letter, outcome.letter_html);
    for (const std::string& letter : missing) {
        reading.warn(
            {reading.shown(words_file), 1, 1},
            fmt::format("there is no {}; people get the letter in `{}`", letter, reading.service.language)
        );
    }
}

void read_translations(Reading& reading) {
    std::map<std::string, std::shared_ptr<const Service>> translations;
    for (const auto& [name, bytes] : reading.files) {
        const std::string language = language_of(name);
        if (language.empty()) continue;
        reading.used.insert(name);
        const auto root = read_checked(reading, name, "words");
        if (!root) continue;
        Service translated = internal::translate(reading, *root, reading.shown(name), language);
        const std::string guide = "guide." + language + ".md";
        if (std::string html = read_guide(reading, guide); !html.empty()) {
            translated.guide_html = std::move(html);
        } else if (!reading.service.guide_html.empty()) {
            reading.warn(
                {reading.shown(name), 1, 1},
                fmt::format("there is no {}; people read the guide in `{}`", guide, reading.service.language)
            );
        }
        translate_letters(reading, translated, name, language);
        translations.emplace(language, std::make_shared<const Service>(std::move(translated)));
    }
    reading.service.translations = std::move(translations);
}

void warn_of_unused(Reading& reading) {
    for (const auto& [name, bytes] : reading.files) {
        // What an import could not convert is for the author to read.
        if (name == "import-report.md") continue;
        if (!reading.used.contains(name)) reading.warn({reading.shown(name), 1, 1}, "nothing uses this file");
    }
}

/// Adds the built-in questions that are used and not there, so that the hash covers them.
void add_built_in(Files& files, const YamlNode& root) {
    const auto names = bank_names(root);
    for (const std::string_view built_in : built_in_bank) {
        const std::string name{built_in};
        if (names.contains(name)) files.try_emplace(name + ".yaml", internal::embedded("services/" + name + ".yaml"));
    }
}

/// `read` is service.yaml of these files: it is read once.
LoadedService load_read(Files files, base::ReadYaml read, const std::string& folder) {
    if (read.root) add_built_in(files, *read.root);
    LoadedService loaded;
    auto service = std::make_shared<Service>();
    service->files = std::move(files);
    Reading reading{service->files, folder.empty() ? "" : folder + "/", *service, loaded.complaints, {}};
    if (!service->files.contains("service.yaml")) {
        reading.error({reading.shown("service.yaml"), 0, 0}, "the folder has no service.yaml");
        return loaded;
    }
    reading.used.insert("service.yaml");
    const auto root = checked(reading, std::move(read), "service.yaml", "service");
    if (!root) return loaded;

    service->hash = hash_of(service->files);
    read_head(reading, *root);
    internal::read_questions(reading, *root);
    internal::read_journey(reading, *root);
    internal::read_parties(reading, *root);
    internal::read_fee(reading, *root);
    internal::check_order(reading);
    internal::check_lookups(reading);
    internal::read_migrations(reading, *root);
    internal::read_rules(reading, *root);
    internal::read_documents(reading, *root);
    internal::read_outcomes(reading, *root);
    read_tail(reading, *root);
    service->guide_html = read_guide(reading, "guide.md");
    if (service->files.contains("examples.yaml")) {
        reading.used.insert("examples.yaml");
        if (const auto examples = read_checked(reading, "examples.yaml", "examples")) {
            internal::read_examples(reading, *examples, reading.shown("examples.yaml"));
        }
    }
    read_translations(reading);
    warn_of_unused(reading);
    if (!base::has_errors(loaded.complaints)) loaded.service = std::move(service);
    return loaded;
}

/// service.yaml as a tree; nothing when there is none. Complaints name it as shown.
base::ReadYaml read_service_yaml(const Files& files, const std::string& folder) {
    const auto file = files.find("service.yaml");
    if (file == files.end()) return {};
    return base::read_yaml(file->second, folder.empty() ? "service.yaml" : folder + "/service.yaml");
}

}  // namespace

LoadedService load_files(Files files, const std::string& folder) {
    auto read = read_service_yaml(files, folder);
    return load_read(std::move(files), std::move(read), folder);
}

LoadedService load_folder(const std::filesystem::path& path) {
    base::Complaints complaints;
    const std::filesystem::path normal = std::filesystem::absolute(path).lexically_normal();
    const std::filesystem::path folder = normal.has_filename() ? normal : normal.parent_path();
    Files files = internal::read_folder(folder, complaints);
    const std::string name = folder.filename().string();
    auto read = read_service_yaml(files, name);
    if (read.root) {
        std::set<std::string> data;
        collect_data_names(read.root->find("questions"), data);
        for (const std::string& bank : bank_names(*read.root)) {
            const auto bytes = internal::read_file(folder.parent_path() / (bank + ".yaml"), base::max_yaml_bytes);
            if (!bytes) continue;
            files[bank + ".yaml"] = *bytes;
            if (const auto question = base::read_yaml(*bytes, bank); question.root)
                internal::collect_bank_data(*question.root, data);
        }
        for (const std::string& used : data) {
            const std::string file = internal::data_file(used);
            if (auto bytes = internal::read_file(folder.parent_path() / file, internal::most_data_bytes))
                files[file] = *std::move(bytes);
        }
    }
    LoadedService loaded = load_read(std::move(files), std::move(read), name);
    complaints.insert(complaints.end(), loaded.complaints.begin(), loaded.complaints.end());
    if (base::has_errors(complaints)) loaded.service = nullptr;
    loaded.complaints = std::move(complaints);
    return loaded;
}

}  // namespace guildhall::catalogue
