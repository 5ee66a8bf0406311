/// words.<language>.yaml: the words of a service in another language.

#include <algorithm>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "catalogue/internal/markdown.hpp"
#include "catalogue/internal/reading.hpp"
#include "dmn/annotations.hpp"

namespace guildhall::catalogue::internal {

using base::YamlNode;

namespace {

/// Stands between the parts of a path, since option values may hold dots.
constexpr char separator = '\x1f';

struct Word {
    std::string text;
    base::SourcePlace place;
    bool used = false;
};
using Words = std::unordered_map<std::string, Word>;
/// Where the maps and lists begin that words stand in, by their path.
using Places = std::unordered_map<std::string, base::SourcePlace>;

std::string joined(std::string_view path, std::string_view part) {
    if (path.empty()) return std::string(part);
    std::string out(path);
    if (!part.starts_with('[')) out += separator;
    out += part;
    return out;
}

/// As people read it: `questions.trunk.ask`.
std::string shown(std::string path) {
    std::replace(path.begin(), path.end(), separator, '.');
    return path;
}

void flatten(
    const YamlNode& node, const std::string& path, const std::string& file, base::SourcePlace place, Words& out,
    Places& places
) {
    if (node.kind == YamlNode::Kind::list || node.kind == YamlNode::Kind::map) places.emplace(path, place);
    switch (node.kind) {
        case YamlNode::Kind::nothing:
            break;
        case YamlNode::Kind::scalar:
            out.emplace(path, Word{node.text, std::move(place)});
            break;
        case YamlNode::Kind::list:
            for (std::size_t i = 0; i < node.items.size(); ++i) {
                flatten(
                    node.items[i], joined(path, fmt::format("[{}]", i + 1)), file, node.items[i].place(file), out,
                    places
                );
            }
            break;
        case YamlNode::Kind::map:
            for (const base::YamlEntry& entry : node.entries) {
                flatten(entry.value, joined(path, entry.key), file, entry.place(file), out, places);
            }
            break;
    }
}

/// Puts words in place of a service's own, and keeps count of those that are missing.
class Translation {
public:
    explicit Translation(Words& words) : words_(words) {}

    void service(Service& service) {
        put("title", service.title);
        put("summary", service.summary);
        for (std::size_t i = 0; i < service.topics.size(); ++i)
            put(fmt::format("topics[{}]", i + 1), service.topics[i]);
        put("cost", service.cost);
        put("takes", service.duration);
        if (service.fee) put(joined("fee", "for"), service.fee->purpose);
        for (Law& law : service.laws) put(joined(joined("law", law.id), "title"), law.title);
        questions(service.questions, "questions");
        for (std::size_t i = 0; i < service.journey.size(); ++i) {
            const std::string path = fmt::format("journey[{}]", i + 1);
            put(joined(path, "section"), service.journey[i].title);
            pages(service.journey[i].pages, joined(path, "pages"));
        }
        for (Party& party : service.parties) {
            put(joined(joined("parties", party.id), "title"), party.title);
            put(joined(joined("parties", party.id), "statement"), party.statement);
        }
        for (std::size_t i = 0; i < service.outcomes.size(); ++i)
            put(joined(fmt::format("decision{}outcomes[{}]", separator, i + 1), "title"), service.outcomes[i].title);
        reasons(service);
        for (Document& document : service.issues) put(joined(joined("issues", document.id), "title"), document.title);
    }

    /// Paths that have a word, in the service's order; made for complaints alone.
    [[nodiscard]] const std::vector<std::string>& known() const { return known_; }
    [[nodiscard]] const std::vector<std::string>& missing() const { return missing_; }

private:
    /// `path` in the file, or `other_path` where the same word can be written in another way.
    void put(const std::string& path, std::string& word, const std::string& other_path = {}) {
        if (word.empty()) return;
        known_.push_back(path);
        auto found = words_.find(path);
        if (found == words_.end() && !other_path.empty()) found = words_.find(other_path);
        if (found == words_.end()) {
            missing_.push_back(path);
            return;
        }
        found->second.used = true;
        word = found->second.text;
    }

    /// What the rules say of themselves, by what they say in the model: see reason_words.
    void reasons(const Service& service) {
        std::set<std::string> seen;
        for (const RulesInForce& rules : service.rules) {
            if (!rules.model) continue;
            for (const std::string& annotation : dmn::annotations_of(*rules.model)) {
                std::string words = annotation;
                if (seen.insert(annotation).second) put(joined("reasons", annotation), words);
            }
        }
    }

    void options(std::vector<Option>& options, const std::string& path) {
        for (Option& option : options) {
            const std::string of_option = joined(path, option.value);
            put(of_option, option.label, joined(of_option, "label"));
            put(joined(of_option, "hint"), option.hint);
        }
    }

    /// The options of a list are translated once, and then stand in every question that uses it.
    const std::vector<Option>& list(const std::string& name, const std::vector<Option>& own) {
        const auto [at, is_new] = lists_.emplace(name, own);
        if (is_new) options(at->second, joined("lists", name));
        return at->second;
    }

    void questions(std::vector<Question>& questions, const std::string& path) {
        for (Question& question : questions) this->question(question, joined(path, question.id));
    }

    void question(Question& question, const std::string& path) {
        put(joined(path, "ask"), question.ask);
        put(joined(path, "hint"), question.hint);
        put(joined(path, "why"), question.why);
        put(joined(path, "label"), question.label);
        put(joined(path, "unit"), question.unit);
        put(joined(path, "needed"), question.needed);
        put(joined(path, "say"), question.say);
        put(joined(path, "source"), question.source);
        if (!question.text.empty()) {
            put(joined(path, "text"), question.text);
            question.text_html = render_markdown(question.text);
        }
        for (std::size_t i = 0; i < question.columns.size(); ++i)
            put(joined(path, "columns") + fmt::format("[{}]", i + 1), question.columns[i]);
        for (std::size_t row = 0; row < question.rows.size(); ++row) {
            for (std::size_t i = 0; i < question.rows[row].size(); ++i)
                put(joined(path, "rows") + fmt::format("[{}][{}]", row + 1, i + 1), question.rows[row][i]);
        }
        if (question.list.empty()) {
            options(question.options, joined(path, "options"));
        } else {
            question.options = list(question.list, question.options);
        }
        if (!question.repeat) return;
        put(joined(path, "repeat"), question.repeat->member);
        questions(question.repeat->questions, joined(path, "questions"));
        pages(question.repeat->pages, joined(path, "pages"));
    }

    void pages(std::vector<Page>& pages, const std::string& path) {
        for (Page& page : pages) {
            put(joined(joined(path, page.id), "title"), page.title);
            if (page.check) put(joined(joined(path, page.id), "say"), page.check->say);
        }
    }

    Words& words_;
    std::vector<std::string> known_, missing_;
    std::map<std::string, std::vector<Option>> lists_;
};

/// The place of the nearest map or list around a word that is missing, from the inside out.
base::SourcePlace place_around(std::string path, const Places& places) {
    for (;;) {
        const auto end = path.find_last_of(std::string{separator, '['});
        path.resize(end == std::string::npos ? 0 : end);
        if (const auto found = places.find(path); found != places.end()) return found->second;
        if (path.empty()) return {};
    }
}

/// One line for each part of the file in which words are missing.
void warn_of_missing(
    Reading& reading, const std::vector<std::string>& missing, const Places& places, const std::string& file
) {
    constexpr std::size_t most_listed = 8;
    std::map<std::pair<int, int>, std::vector<std::string>> by_place;
    for (const std::string& path : missing) {
        const base::SourcePlace place = place_around(path, places);
        by_place[{std::max(place.line, 1), std::max(place.column, 1)}].push_back(shown(path));
    }
    for (const auto& [place, paths] : by_place) {
        std::string listed;
        for (std::size_t i = 0; i < paths.size() && i < most_listed; ++i) listed += (i ? ", `" : "`") + paths[i] + "`";
        if (paths.size() > most_listed) listed += fmt::format(" and {} more", paths.size() - most_listed);
        reading.warn(
            {file, place.first, place.second},
            fmt::format("no words for {}; people see them in `{}`", listed, reading.service.language)
        );
    }
}

}  // namespace

Service translate(Reading& reading, const YamlNode& root, const std::string& file, const std::string& language) {
    Service translated = reading.service;
    translated.language = language;
    Words words;
    Places places;
    flatten(root, "", file, root.place(file), words, places);
    Translation translation(words);
    translation.service(translated);
    warn_of_missing(reading, translation.missing(), places, file);
    if (root.find("keywords")) translated.keywords = texts_at(root, "keywords");

    std::vector<std::pair<std::string, const Word*>> unused;
    for (const auto& [path, word] : words) {
        if (!word.used && !path.starts_with("keywords[") && !word.text.empty()) unused.emplace_back(shown(path), &word);
    }
    if (unused.empty()) return translated;
    std::vector<std::string> known;
    for (const std::string& path : translation.known()) known.push_back(shown(path));
    std::sort(unused.begin(), unused.end(), [](const auto& a, const auto& b) {
        return std::pair(a.second->place.line, a.second->place.column) <
               std::pair(b.second->place.line, b.second->place.column);
    });
    for (const auto& [path, word] : unused)
        reading.error(word->place, no_such("word in service.yaml for", path, known));
    return translated;
}

}  // namespace guildhall::catalogue::internal
