#include "journeys/changes.hpp"

#include <map>
#include <set>

namespace guildhall::journeys {
namespace {

/// Where an answer stands: the members around it, and its question.
std::string key_of(const SummaryRow& row) {
    std::string key;
    for (const Member& member : row.page.members) key += member.repeat + "/" + member.id + "/";
    return key + row.question->id;
}

std::string label_of(const SummaryGroup& group, const SummaryRow& row) {
    return group.depth == 0 || group.title.empty() ? row.label : group.title + ": " + row.label;
}

/// The members of a repeat differ in rows of their own; the repeat itself differs in what it says.
bool is_same(const SummaryRow& one, const SummaryRow& other) {
    if (one.question->type == catalogue::QuestionType::repeat) return one.words == other.words;
    return *one.answer == *other.answer;
}

}  // namespace

std::vector<AnswerChange> changes_between(
    const catalogue::Service& service, const Answers& before, const Answers& now, const words::Locale& locale,
    base::Instant at
) {
    const auto groups_before = summarise(service, before, locale, at);
    std::map<std::string, const SummaryRow*> rows_before;
    for (const auto& group : groups_before) {
        for (const auto& row : group.rows) {
            if (row.answer) rows_before.emplace(key_of(row), &row);
        }
    }
    std::vector<AnswerChange> changes;
    std::set<std::string> seen;
    for (const auto& group : summarise(service, now, locale, at)) {
        for (const auto& row : group.rows) {
            if (!row.answer) continue;
            const std::string key = key_of(row);
            seen.insert(key);
            const auto earlier = rows_before.find(key);
            if (earlier == rows_before.end()) {
                if (!row.words.empty())
                    changes.push_back({label_of(group, row), {}, row.words, false, nullptr, row.answer});
            } else if (!is_same(*earlier->second, row)) {
                const std::string& words = earlier->second->words;
                changes.push_back(
                    {label_of(group, row), words, row.words, words == row.words, earlier->second->answer, row.answer}
                );
            }
        }
    }
    for (const auto& group : groups_before) {
        for (const auto& row : group.rows) {
            if (row.answer && !row.words.empty() && !seen.contains(key_of(row)))
                changes.push_back({label_of(group, row), row.words, {}, false, row.answer, nullptr});
        }
    }
    return changes;
}

}  // namespace guildhall::journeys
