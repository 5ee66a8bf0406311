/// `journey:` of service.yaml and `pages:` of repeats: which questions stand on which page.

#include <algorithm>
#include <array>
#include <unordered_map>

#include <fmt/format.h>

#include "catalogue/internal/reading.hpp"

namespace guildhall::catalogue::internal {

using base::YamlNode;

namespace {

/// Words that stand in the addresses of a form where page ids stand.
constexpr std::array<std::string_view, 5> reserved_ids{"check", "pay", "remove", "save", "sign"};

/// Reads the pages of one list of questions: the service's or a repeat's. Borrows all of it.
class PageReader {
public:
    /// `path` stands before ids: empty, or `children/`.
    PageReader(
        Reading& reading, const std::string& file, const std::vector<Question>& questions, const NameScope& names,
        std::string path
    )
        : reading_(reading),
          file_(file),
          questions_(questions),
          names_(names),
          path_(std::move(path)),
          placed_(questions.size()) {
        for (std::size_t i = 0; i < questions.size(); ++i) index_.emplace(questions[i].id, i);
    }

    std::vector<Page> read(const YamlNode& list) {
        std::vector<Page> pages;
        pages.reserve(list.items.size());
        for (const YamlNode& item : list.items) {
            auto page = item.kind == YamlNode::Kind::map ? read_page(item) : read_short(item);
            if (page) pages.push_back(*std::move(page));
        }
        return pages;
    }

    std::optional<feel::Expression> read_condition(const YamlNode& owner, std::string_view key, const std::string& of) {
        const YamlNode* node = owner.find(key);
        if (!node) return std::nullopt;
        reading_.written[fmt::format("{}#{}", of, key)] = {node, file_};
        return read_feel(reading_, file_, *node, names_);
    }

    /// A page for each question that people see.
    std::vector<Page> one_for_each() {
        std::vector<Page> pages;
        for (std::size_t i = 0; i < questions_.size(); ++i) {
            if (!questions_[i].compute) pages.push_back(page_of(i, questions_[i].place));
        }
        return pages;
    }

    /// One page with everything but repeats, which have pages of their own.
    std::vector<Page> all_on_one() {
        std::vector<Page> pages;
        Page first;
        for (std::size_t i = 0; i < questions_.size(); ++i) {
            if (questions_[i].compute || questions_[i].type == QuestionType::repeat) continue;
            first.questions.push_back(i);
        }
        if (!first.questions.empty()) {
            const Question& named = questions_[first.questions.front()];
            first.id = named.id;
            first.place = named.place;
            take_id(first.id, first.place);
            pages.push_back(std::move(first));
        }
        for (std::size_t i = 0; i < questions_.size(); ++i) {
            if (questions_[i].type == QuestionType::repeat) pages.push_back(page_of(i, questions_[i].place));
        }
        return pages;
    }

    /// Complains of questions that stand nowhere; `list` is where they could: `journey:`.
    void check_all_placed(std::string_view list) const {
        for (std::size_t i = 0; i < questions_.size(); ++i) {
            if (placed_[i] || questions_[i].compute) continue;
            reading_.error(
                questions_[i].place,
                fmt::format("the question `{}` stands on no page; add it to {} or leave it out", questions_[i].id, list)
            );
        }
    }

private:
    Page page_of(std::size_t question, base::SourcePlace place) {
        Page page;
        page.id = questions_[question].id;
        page.kind = questions_[question].type == QuestionType::repeat ? Page::Kind::repeat : Page::Kind::questions;
        page.questions = {question};
        page.place = std::move(place);
        take_id(page.id, page.place);
        return page;
    }

    /// The place of a question in its list; nothing when there is none or it stands on a page already.
    std::optional<std::size_t> take_question(const YamlNode& node) {
        const auto at = index_.find(node.text);
        if (at == index_.end()) {
            std::vector<std::string> ids;
            for (const Question& question : questions_) ids.push_back(question.id);
            reading_.error(node.place(file_), no_such("question", node.text, ids));
            return std::nullopt;
        }
        if (placed_[at->second]) {
            reading_.error(node.place(file_), fmt::format("`{}` stands on the pages a second time", node.text));
            return std::nullopt;
        }
        placed_[at->second] = true;
        return at->second;
    }

    void take_id(const std::string& id, const base::SourcePlace& place) {
        if (std::find(reserved_ids.begin(), reserved_ids.end(), id) != reserved_ids.end()) {
            reading_.error(
                place, fmt::format(
                           "the page `{}` has a name that addresses use for something else; choose another than {}", id,
                           "`check`, `pay`, `remove`, `save` and `sign`"
                       )
            );
        }
        const auto [first, is_new] = ids_.emplace(id, place.line);
        if (!is_new) {
            reading_.error(
                place, fmt::format("there is a page `{}` already, in line {}; choose another id", id, first->second)
            );
        }
    }

    std::optional<Page> read_short(const YamlNode& item) {
        const auto question = take_question(item);
        if (!question) return std::nullopt;
        Page page = page_of(*question, item.place(file_));
        refuse_empty(page);
        return page;
    }

    std::optional<Page> read_page(const YamlNode& item) {
        const YamlNode* summary = item.find("summary");
        const YamlNode& id = summary ? *summary : *item.find("page");
        Page page;
        page.id = id.text;
        page.place = id.place(file_);
        page.title = text_at(item, "title");
        if (summary) {
            page.kind = Page::Kind::summary;
            if (!path_.empty()) {
                reading_.error(
                    page.place,
                    "a summary in a repeat; the list of members shows their answers, so put it into "
                    "`journey:`"
                );
                return std::nullopt;
            }
        } else {
            read_questions_of(page, item);
        }
        for (const std::string_view key : {"title", "say"}) {
            if (const YamlNode* words = item.find(key)) check_braces(reading_, file_, *words, names_);
        }
        take_id(page.id, page.place);
        refuse_id_of_question(page);
        const std::string key = fmt::format("{}@{}", path_, page.id);
        page.when = read_condition(item, "when", key);
        if (auto valid = read_condition(item, "valid", key)) {
            page.check = Check{*std::move(valid), text_at(item, "say")};
        } else if (const YamlNode* say = item.find("say"); say && !item.find("valid")) {
            reading_.error(say->place(file_), "`say:` without `valid:`; there is nothing to say it about");
        }
        return page;
    }

    void read_questions_of(Page& page, const YamlNode& item) {
        const auto& items = item.find("questions")->items;
        for (const YamlNode& node : items) {
            const auto question = take_question(node);
            if (!question) continue;
            if (questions_[*question].type == QuestionType::repeat) {
                page.kind = Page::Kind::repeat;
                if (items.size() > 1) {
                    reading_.error(
                        node.place(file_),
                        fmt::format("`{}` is a repeat, which has a page of its own; write it as one", node.text)
                    );
                }
            }
            page.questions.push_back(*question);
        }
        if (page.questions.size() == items.size()) refuse_empty(page);
        const auto asked = std::count_if(page.questions.begin(), page.questions.end(), [&](std::size_t at) {
            return questions_[at].is_asked();
        });
        if (asked > 1 && page.title.empty()) {
            reading_.warn(
                page.place, fmt::format("the page `{}` asks several questions and has no `title:` above them", page.id)
            );
        }
    }

    void refuse_empty(const Page& page) const {
        const bool is_empty = std::all_of(page.questions.begin(), page.questions.end(), [&](std::size_t at) {
            return questions_[at].compute.has_value();
        });
        if (!is_empty) return;
        reading_.error(
            page.place,
            fmt::format("nothing is asked on the page `{}`: what is computed needs no page, so leave it out", page.id)
        );
    }

    void refuse_id_of_question(const Page& page) const {
        if (!index_.contains(page.id)) return;
        if (page.questions.size() == 1 && questions_[page.questions.front()].id == page.id) return;
        reading_.error(
            page.place, fmt::format("the page `{}` has the id of a question; choose another for the page", page.id)
        );
    }

    Reading& reading_;
    const std::string& file_;
    const std::vector<Question>& questions_;
    const NameScope& names_;
    const std::string path_;
    std::vector<bool> placed_;
    std::unordered_map<std::string_view, std::size_t> index_;
    std::unordered_map<std::string, int> ids_;  ///< of pages, with their lines
};

}  // namespace

std::vector<Page> read_member_pages(
    Reading& reading, const YamlNode* node, const std::string& file, const std::vector<Question>& questions,
    const NameScope& names, const std::string& path
) {
    PageReader reader(reading, file, questions, names, path + "/");
    if (!node) return reader.all_on_one();
    std::vector<Page> pages = reader.read(*node);
    reader.check_all_placed(fmt::format("`pages:` of `{}`", path));
    return pages;
}

void read_journey(Reading& reading, const YamlNode& root) {
    const std::string file = reading.shown("service.yaml");
    Service& service = reading.service;
    NameScope names;
    for (const Question& question : service.questions) names.add(question.id);
    PageReader reader(reading, file, service.questions, names, "");
    const YamlNode* list = root.find("journey");
    if (!list) {
        if (!service.questions.empty()) service.journey.push_back({service.title, reader.one_for_each(), {}});
        return;
    }
    for (std::size_t i = 0; i < list->items.size(); ++i) {
        const YamlNode& item = list->items[i];
        Section section;
        section.title = text_at(item, "section");
        section.when = reader.read_condition(item, "when", fmt::format("[{}]", i + 1));
        section.pages = reader.read(*item.find("pages"));
        service.journey.push_back(std::move(section));
    }
    reader.check_all_placed("`journey:`");
}

}  // namespace guildhall::catalogue::internal
