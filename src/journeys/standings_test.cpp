// One journey that is stood again and again, as answers come and go, is where a fresh look would find it.
#include <gtest/gtest.h>

#include <random>

#include <fmt/format.h>

#include "catalogue/load.hpp"
#include "journeys/journey.hpp"
#include "journeys/sample.hpp"
#include "support/source_directory.hpp"
#include "support/thorough.hpp"

namespace guildhall::journeys {
namespace {

const base::Instant now = *base::from_rfc3339("2026-11-22T09:00:00Z");

std::string text_of(const Standing& standing) {
    std::string text = fmt::format("left {} next {}\n", standing.left, standing.next.value_or(9999));
    for (const PageStanding& page : standing.pages) {
        text += fmt::format("{} {} {} {}:", page.address.text(), page.open, page.perhaps, page.problem.has_value());
        for (const AskedQuestion& asked : page.questions)
            text += fmt::format(
                " {} {} {} {}", asked.question->id, asked.answered, asked.perhaps, asked.problem.has_value()
            );
        text += "\n";
    }
    for (const auto& [id, value] : standing.computed) text += id + " = " + value.text() + "\n";
    text += to_json(standing.relevant).text() + "\n";
    if (const auto& verdict = standing.verdict) {
        text += fmt::format(
            "{} {} {} {} {}", verdict->settled, catalogue::outcome_kind_name(verdict->kind), verdict->automatic,
            verdict->issues, verdict->value.text()
        );
        for (const auto& id : verdict->depends_on) text += " " + id;
    }
    return text;
}

/// One answer more, less, or another one, somewhere.
void change(const catalogue::Service& service, Answers& answers, std::mt19937_64& random) {
    const auto pages = stand(service, answers, now).pages;
    const PageStanding& page = pages[random() % pages.size()];
    if (page.questions.empty()) return;
    const catalogue::Question& question = *page.questions[random() % page.questions.size()].question;
    if (!question.is_asked()) return;
    if (question.repeat) {
        const std::string id = next_member_id(answers, page.address.members, question.id);
        if (random() % 3 == 0) {
            forget(answers, page.address.members, question.id);
        } else {
            Members inner = page.address.members;
            inner.push_back({question.id, id});
            const auto* first = &question.repeat->questions.front();
            if (const auto answer = sample_answer(service, *first, answers, inner, now, random()))
                put(answers, inner, first->id, *answer);
        }
        return;
    }
    if (random() % 5 == 0) {
        forget(answers, page.address.members, question.id);
    } else if (const auto answer = sample_answer(service, question, answers, page.address.members, now, random())) {
        put(answers, page.address.members, question.id, *answer);
    }
}

TEST(Standings, AreWhereAFreshLookWouldFindThem) {
    for (const char* id : {"childcare-allowance", "city-pass", "fell-a-tree", "report-a-street-problem"}) {
        const auto loaded = catalogue::load_folder(guildhall::tests::source_directory() / "services" / id);
        ASSERT_TRUE(loaded.service) << id;
        std::mt19937_64 random(7);
        std::set<std::string> seen;
        for (int draft = 0; draft < 10; ++draft) {
            Standings standings(*loaded.service, now);
            Answers answers;
            for (int step = 0; step < static_cast<int>(tests::tries(30, 300)); ++step) {
                change(*loaded.service, answers, random);
                const std::string fresh = text_of(stand(*loaded.service, answers, now));
                ASSERT_EQ(text_of(standings.at(answers)), fresh) << id << " draft " << draft << " step " << step;
                seen.insert(fresh);
            }
        }
        EXPECT_GT(seen.size(), 30U) << "the test sees many different journeys of " << id;
    }
}

}  // namespace
}  // namespace guildhall::journeys
