/// words.<language>.yaml: the words of a service in another language.

#include <functional>

#include <fmt/format.h>

#include "catalogue/internal/reading.hpp"

namespace guildhall::catalogue::internal {

using base::YamlNode;

namespace {

/// Every word that people see, with its path in service.yaml: `questions.trunk.ask`, `journey[1].section`.
void for_each_word(Service& service, const std::function<void(const std::string& path, std::string& word)>& fn) {
    fn("title", service.title);
    fn("summary", service.summary);
    for (std::size_t i = 0; i < service.topics.size(); ++i) fn(fmt::format("topics[{}]", i + 1), service.topics[i]);
    fn("cost", service.cost);
    fn("takes", service.duration);
    for (Law& law : service.laws) fn(fmt::format("law.{}.title", law.id), law.title);
    for (auto& [id, question] : service.questions) {
        const std::string path = "questions." + id;
        fn(path + ".ask", question.ask);
        fn(path + ".hint", question.hint);
        fn(path + ".why", question.why);
        fn(path + ".unit", question.unit);
        fn(path + ".needed", question.needed);
        fn(path + ".say", question.say);
        for (Option& option : question.options) fn(fmt::format("{}.options.{}", path, option.value), option.label);
    }
    for (std::size_t i = 0; i < service.journey.size(); ++i)
        fn(fmt::format("journey[{}].section", i + 1), service.journey[i].title);
    for (std::size_t i = 0; i < service.outcomes.size(); ++i)
        fn(fmt::format("decision.outcomes[{}].title", i + 1), service.outcomes[i].title);
    for (Document& document : service.issues) fn(fmt::format("issues.{}.title", document.id), document.title);
}

struct Word {
    std::string text;
    base::SourcePlace place;
    bool used = false;
};

void flatten(
    const YamlNode& node, const std::string& path, const std::string& file, base::SourcePlace place,
    std::map<std::string, Word>& out
) {
    switch (node.kind) {
        case YamlNode::Kind::nothing:
            break;
        case YamlNode::Kind::scalar:
            out.emplace(path, Word{node.text, std::move(place)});
            break;
        case YamlNode::Kind::list:
            for (std::size_t i = 0; i < node.items.size(); ++i) {
                flatten(node.items[i], fmt::format("{}[{}]", path, i + 1), file, node.items[i].place(file), out);
            }
            break;
        case YamlNode::Kind::map:
            for (const base::YamlEntry& entry : node.entries) {
                flatten(entry.value, path.empty() ? entry.key : path + "." + entry.key, file, entry.place(file), out);
            }
            break;
    }
}

}  // namespace

Service translate(Reading& reading, const YamlNode& root, const std::string& file, const std::string& language) {
    Service translated = reading.service;
    translated.language = language;
    std::map<std::string, Word> words;
    flatten(root, "", file, root.place(file), words);
    std::vector<std::string> known;
    std::string missing;
    int missing_count = 0;
    for_each_word(translated, [&](const std::string& path, std::string& word) {
        if (word.empty()) return;
        known.push_back(path);
        const auto found = words.find(path);
        if (found == words.end()) {
            constexpr int most_listed = 8;
            if (missing_count++ < most_listed) missing += (missing.empty() ? "`" : ", `") + path + "`";
            return;
        }
        found->second.used = true;
        word = found->second.text;
    });
    if (missing_count > 0) {
        const int unlisted = std::max(0, missing_count - 8);
        reading.warn(
            {file, 1, 1}, fmt::format(
                              "no words for {}{}; people see them in `{}`", missing,
                              unlisted > 0 ? fmt::format(" and {} more", unlisted) : "", reading.service.language
                          )
        );
    }
    if (root.find("keywords")) translated.keywords = texts_at(root, "keywords");
    for (const auto& [path, word] : words) {
        if (!word.used && !path.starts_with("keywords["))
            reading.error(word.place, no_such("word in service.yaml for", path, known));
    }
    return translated;
}

}  // namespace guildhall::catalogue::internal
