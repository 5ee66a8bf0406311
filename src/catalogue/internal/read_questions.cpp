/// `questions:` and `lists:` of service.yaml, those of repeats included.

#include <algorithm>

#include <fmt/format.h>

#include "catalogue/internal/embedded.hpp"
#include "catalogue/internal/keys_of_types.hpp"
#include "catalogue/internal/markdown.hpp"
#include "catalogue/internal/read_lookups.hpp"
#include "catalogue/internal/reading.hpp"
#include "catalogue/internal/schema.hpp"

namespace guildhall::catalogue::internal {

using base::YamlEntry;
using base::YamlNode;

namespace {

constexpr int deepest_repeat = 5;
constexpr std::size_t most_questions = 2000;

bool is_true(const FoundKey& found) {
    return found && found.node->boolean().value_or(false);
}

std::vector<std::string> texts_of(const YamlNode& list) {
    std::vector<std::string> texts;
    for (const YamlNode& item : list.items) texts.push_back(item.text);
    return texts;
}

std::vector<Option> options_of(const YamlNode& map) {
    std::vector<Option> options;
    for (const YamlEntry& entry : map.entries) {
        const bool has_parts = entry.value.kind == YamlNode::Kind::map;
        options.push_back(
            {entry.key, has_parts ? text_at(entry.value, "label") : entry.value.text,
             has_parts ? text_at(entry.value, "hint") : std::string()}
        );
    }
    return options;
}

/// Reads services/bank/NAME.yaml, once; `contact` is built in. Null when it cannot be used.
const YamlNode* read_bank(Reading& reading, const YamlNode& from, const std::string& service_file) {
    const std::string name = from.text + ".yaml";
    if (const auto known = reading.bank.find(name); known != reading.bank.end())
        return known->second ? &*known->second : nullptr;
    const auto file = reading.files.find(name);
    if (file == reading.files.end()) {
        reading.error(
            from.place(service_file), fmt::format("there is no question `{}`: no file services/{}", from.text, name)
        );
        return nullptr;
    }
    reading.used.insert(name);
    std::optional<YamlNode>& kept = reading.bank[name];
    auto read = base::read_yaml(file->second, name);
    base::Complaints& complaints = reading.complaints;
    complaints.insert(complaints.end(), read.complaints.begin(), read.complaints.end());
    if (!read.root) return nullptr;
    static const Schema schema(embedded("services/service.schema.json"));
    auto found = schema.validate(*read.root, name, "question");
    complaints.insert(complaints.end(), found.begin(), found.end());
    if (!found.empty()) return nullptr;
    kept = std::move(read.root);
    return &*kept;
}

/// Reads one list of questions after another: the service's, and those of its repeats.
class QuestionReader {
public:
    QuestionReader(Reading& reading, const YamlNode& root)
        : reading_(reading), service_file_(reading.shown("service.yaml")), lists_(root.find("lists")) {}

    /// `path` stands before the ids: empty, or `children/`.
    std::vector<Question> read_list(
        const YamlNode& map, const std::string& file, const NameScope& names, const std::string& path, int depth
    ) {
        std::vector<Question> questions;
        questions.reserve(map.entries.size());
        for (const YamlEntry& entry : map.entries) questions.push_back(read(entry, file, names, path, depth));
        return questions;
    }

    /// Lists that no question uses, and how many questions there are.
    void finish(const YamlNode& questions) {
        if (count_ > most_questions) {
            reading_.error(
                questions.place(service_file_),
                fmt::format("found {} questions, those of repeats included; at most {} fit", count_, most_questions)
            );
        }
        if (!lists_) return;
        for (const YamlEntry& list : lists_->entries) {
            if (!used_lists_.contains(list.key))
                reading_.warn(list.place(service_file_), fmt::format("no question uses the list `{}`", list.key));
        }
    }

private:
    Question read(
        const YamlEntry& entry, const std::string& file, const NameScope& names, const std::string& path, int depth
    ) {
        ++count_;
        Question question;
        question.id = entry.key;
        question.place = entry.place(file);
        const YamlNode* bank = nullptr;
        std::string bank_file;
        if (const YamlNode* from = entry.value.find("from")) {
            if (file == service_file_) {
                bank = read_bank(reading_, *from, file);
                bank_file = from->text + ".yaml";
                question.bank = from->text;
            } else {
                reading_.error(
                    entry.value.find_entry("from")->place(file), "a question of the bank cannot come from another"
                );
            }
        }
        if (bank && bank->find("from")) {
            reading_.error(
                bank->find_entry("from")->place(bank_file), "a question of the bank cannot come from another"
            );
        }
        const QuestionKeys keys{entry.value, file, bank, bank_file};
        if (const FoundKey type = keys.find("type")) {
            question.type = question_type_named(type.node->text).value_or(QuestionType::text);
        } else if (keys.find("repeat")) {
            question.type = QuestionType::repeat;
        }
        read_words(question, keys);
        for (const std::string_view key : {"ask", "hint", "label", "say", "source", "text"}) {
            if (const FoundKey words = keys.find(key)) check_braces(reading_, *words.file, *words.node, names);
        }
        read_details(question, keys);
        read_expressions(question, keys, names, path + question.id);
        check_keys_fit(reading_, question, keys, depth > 0);
        if (question.type == QuestionType::repeat) read_repeat(question, keys, names, path, depth);
        if (question.is_asked()) question.unanswered = feel::Value::unknown({question.id});
        return question;
    }

    void read_words(Question& question, const QuestionKeys& keys) const {
        question.ask = keys.text("ask");
        question.hint = keys.text("hint");
        question.why = keys.text("why");
        question.label = keys.text("label");
        question.unit = keys.text("unit");
        question.needed = keys.text("needed");
        question.say = keys.text("say");
        question.source = keys.text("source");
        question.text = keys.text("text");
        if (!question.text.empty()) question.text_html = render_markdown(question.text);
        if (const FoundKey columns = keys.find("columns")) question.columns = texts_of(*columns.node);
        const FoundKey rows = keys.find("rows");
        if (!rows) return;
        for (const YamlNode& row : rows.node->items) {
            if (row.items.size() != question.columns.size()) {
                reading_.error(
                    row.place(*rows.file), fmt::format(
                                               "found a row with {} texts; expected {}, one for each column",
                                               row.items.size(), question.columns.size()
                                           )
                );
            }
            question.rows.push_back(texts_of(row));
        }
    }

    void read_details(Question& question, const QuestionKeys& keys) {
        question.input = keys.text("input");
        question.scheme = keys.text("scheme");
        question.autofill = keys.text("autofill");
        question.currency = keys.text("currency");
        if (question.type == QuestionType::money && question.currency.empty()) question.currency = "GBP";
        question.optional = is_true(keys.find("optional"));
        question.can_change = is_true(keys.find("can-change"));
        question.limits.min_length = keys.count("min-length");
        question.limits.max_length = keys.count("max-length");
        question.limits.max_words = keys.count("max-words");
        question.limits.max_files = keys.count("max-files");
        if (question.limits.min_length && question.limits.max_length &&
            *question.limits.min_length > *question.limits.max_length) {
            const FoundKey least = keys.find("min-length");
            reading_.error(
                least.node->place(*least.file), fmt::format(
                                                    "found `min-length: {}`, which is more than `max-length: {}`",
                                                    *question.limits.min_length, *question.limits.max_length
                                                )
            );
        }
        if (const FoundKey accept = keys.find("accept")) {
            question.accept = texts_of(*accept.node);
        } else if (question.type == QuestionType::file) {
            question.accept = {"image", "pdf"};
        }
        if (const FoundKey options = keys.find("options")) read_options(question, options);
        read_places(reading_, question, keys);
    }

    void read_options(Question& question, const FoundKey& options) {
        if (options.node->kind == YamlNode::Kind::map) {
            question.options = options_of(*options.node);
            return;
        }
        const YamlNode* list = lists_ ? lists_->find(options.node->text) : nullptr;
        if (!list) {
            std::vector<std::string> names;
            if (lists_) {
                for (const YamlEntry& entry : lists_->entries) names.push_back(entry.key);
            }
            reading_.error(
                options.node->place(*options.file), no_such("list under `lists:`", options.node->text, names)
            );
            return;
        }
        question.list = options.node->text;
        used_lists_.insert(question.list);
        question.options = options_of(*list);
    }

    void read_expressions(
        Question& question, const QuestionKeys& keys, const NameScope& names, const std::string& path
    ) {
        const auto read_one = [&](std::string_view key, bool unary_tests = false) -> std::optional<feel::Expression> {
            const FoundKey found = keys.find(key);
            if (!found) return std::nullopt;
            reading_.written[fmt::format("{}#{}", path, key)] = {found.node, *found.file};
            return read_feel(reading_, *found.file, *found.node, names, unary_tests);
        };
        if (keys.text("when") == "adverse" && !names.contains("adverse")) {
            question.when_adverse = true;
        } else {
            question.when = read_one("when");
        }
        question.valid = read_one("valid");
        question.range = read_one("range", true);
        question.range_text = keys.text("range");
        question.preset = read_one("default");
        question.compute = read_one("compute");
    }

    void read_repeat(
        Question& question, const QuestionKeys& keys, const NameScope& outer, const std::string& path, int depth
    ) {
        const FoundKey questions = keys.find("questions");
        if (!questions) return;
        if (depth == deepest_repeat) {
            reading_.error(
                question.place, fmt::format(
                                    "the repeat `{}` lies in {} others; repeats can be nested {} deep", question.id,
                                    depth, deepest_repeat
                                )
            );
            return;
        }
        Repeat& repeat = question.repeat.emplace();
        repeat.member = keys.text("repeat");
        if (const FoundKey between = keys.find("between")) {
            repeat.least = static_cast<int>(between.node->items[0].integer().value_or(0));
            repeat.most = static_cast<int>(between.node->items[1].integer().value_or(0));
            if (repeat.most < 1 || repeat.least > repeat.most) {
                reading_.error(
                    between.node->place(*between.file),
                    fmt::format(
                        "found from {} to {} members; expected at least 1 at most, and the least first", repeat.least,
                        repeat.most
                    )
                );
            }
        }
        NameScope names(&outer);
        for (const YamlEntry& entry : questions.node->entries) {
            if (outer.contains(entry.key)) {
                reading_.error(
                    entry.place(*questions.file),
                    fmt::format(
                        "`{}` is the id of a question outside of `{}` as well, so conditions could not tell them "
                        "apart; choose another",
                        entry.key, question.id
                    )
                );
            }
            names.add(entry.key);
        }
        repeat.questions = read_list(*questions.node, *questions.file, names, path + question.id + "/", depth + 1);
        const FoundKey pages = keys.find("pages");
        repeat.pages = read_member_pages(
            reading_, pages.node, pages ? *pages.file : *questions.file, repeat.questions, names, path + question.id
        );
    }

    Reading& reading_;
    const std::string service_file_;
    const YamlNode* lists_;
    std::set<std::string> used_lists_;
    std::size_t count_ = 0;
};

}  // namespace

void read_questions(Reading& reading, const YamlNode& root) {
    const YamlNode* map = root.find("questions");
    if (!map) return;
    NameScope names;
    for (const YamlEntry& entry : map->entries) names.add(entry.key);
    QuestionReader reader(reading, root);
    reading.service.questions = reader.read_list(*map, reading.shown("service.yaml"), names, "", 0);
    reader.finish(*map);
}

}  // namespace guildhall::catalogue::internal
