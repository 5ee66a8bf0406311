// Conditions that wait for each other.

#include "importing/formio/form_converter.hpp"

namespace guildhall::importing::formio {
namespace {

/// The names in conditions, each parsed once.
using NamesRead = std::map<std::string, std::set<std::string>>;

/// Circles that are broken one by one; a form with more is refused by the catalogue.
constexpr int most_circles = 100;

/// Which questions decide whether a question is asked.
class Readers {
public:
    Readers(const std::vector<QuestionDraft>& questions, const std::vector<PageDraft*>& pages, NamesRead& names)
        : names_(names) {
        for (const auto& question : questions) add(question.id, question.when);
        for (const auto& question : questions) add(question.id, question.compute);
        for (const PageDraft* page : pages)
            for (const auto& id : page->questions) add(id, page->when);
    }

    /// A question whose condition leads back to it, with the question that it waits for; nothing when there is none.
    [[nodiscard]] std::optional<std::pair<std::string, std::string>> circle() {
        for (const auto& [id, reads] : reads_)
            if (auto found = visit(id)) return found;
        return std::nullopt;
    }

private:
    enum class State { new_, open, done };

    void add(const std::string& id, const std::string& condition) {
        auto& reads = reads_[id];
        if (condition.empty()) return;
        auto known = names_.find(condition);
        if (known == names_.end()) {
            known = names_.emplace(condition, std::set<std::string>{}).first;
            if (const auto parsed = feel::Expression::parse(condition, {})) known->second = parsed->free_names();
        }
        reads.insert(known->second.begin(), known->second.end());
    }

    /// Without recursion: a form may have a chain of thousands.
    std::optional<std::pair<std::string, std::string>> visit(const std::string& start) {
        if (state_[start] != State::new_) return std::nullopt;
        std::vector<std::pair<std::string, std::vector<std::string>>> path;
        const auto enter = [&](const std::string& id) {
            state_[id] = State::open;
            std::vector<std::string> next;
            for (const auto& read : reads_.at(id))
                if (reads_.contains(read)) next.push_back(read);
            path.emplace_back(id, std::move(next));
        };
        enter(start);
        while (!path.empty()) {
            if (path.back().second.empty()) {
                state_[path.back().first] = State::done;
                path.pop_back();
                continue;
            }
            const std::string next = path.back().second.back();
            path.back().second.pop_back();
            if (state_[next] == State::open) return std::pair{path.back().first, next};
            if (state_[next] == State::new_) enter(next);
        }
        return std::nullopt;
    }

    NamesRead& names_;
    std::map<std::string, std::set<std::string>> reads_;
    std::map<std::string, State> state_;
};

}  // namespace

void FormConverter::break_circles(std::vector<QuestionDraft>& questions, const std::vector<PageDraft*>& pages) {
    NamesRead names;
    for (int broken = 0; broken < most_circles; ++broken) {
        const auto circle = Readers(questions, pages, names).circle();
        if (!circle) break;
        const auto& [id, read] = *circle;
        std::string* left_out = nullptr;
        for (auto& question : questions)
            if (question.id == id) {
                for (std::string* text : {&question.when, &question.compute})
                    if (left_out == nullptr && text->find(read) != std::string::npos) left_out = text;
            }
        for (PageDraft* page : pages)
            if (left_out == nullptr && page->when.find(read) != std::string::npos &&
                std::ranges::find(page->questions, id) != page->questions.end())
                left_out = &page->when;
        if (left_out == nullptr) break;
        remark_at(
            id, fmt::format("a condition that waits for `{}`, which waits for it, was left out: {}", read, *left_out)
        );
        --imported_.counts.conditions_converted;
        left_out->clear();
    }
    for (auto& question : questions) {
        if (!question.is_repeat()) continue;
        std::vector<PageDraft*> inner;
        for (auto& page : question.pages) inner.push_back(&page);
        break_circles(question.questions, inner);
    }
}

}  // namespace guildhall::importing::formio
