// Repeating groups, pages with several questions, sections: walked, changed, shown.
#include <gmock/gmock.h>

#include "catalogue/load.hpp"
#include "journeys/journey.hpp"
#include "journeys/sayings.hpp"
#include "words/testing.hpp"

namespace guildhall::journeys {
namespace {

using ::testing::ElementsAre;
using words::testing::english;

const base::Instant now = *base::from_rfc3339("2026-11-22T09:00:00Z");

const std::string family = R"yaml(service: family
version: 1
title: Apply for an allowance
summary: For families.
lists:
  school: {near: A school nearby, far: {label: A school far away, hint: More than 5 km}}
questions:
  welcome:
    type: guidance
    text: "Answer for **all** children."
  partner:
    ask: Do you have a partner?
    type: yes-no
  partner_name:
    ask: What is your partner's name?
    type: name
    when: partner = true
  children:
    repeat: child
    ask: Your children
    between: [1, 3]
    questions:
      first_name:
        ask: What is the child's name?
      born:
        ask: "When was {first_name} born?"
        type: date
        valid: born <= today()
        say: The date of birth must be in the past
      school:
        ask: "Which school does {first_name} go to?"
        type: radios
        options: school
        when: born <= date("2022-01-01")
      costs:
        repeat: cost
        ask: "What do you pay for {first_name}?"
        questions:
          what:
            ask: What is it for?
          amount:
            ask: How much is it?
            type: money
          months:
            repeat: month
            ask: The months
            questions:
              paid:
                ask: What was paid?
                type: money
      total:
        compute: sum(for c in costs return c.amount)
    pages:
      - page: who
        title: About the child
        questions: [first_name, born]
      - school
      - costs
  reason:
    ask: Why do you apply this late?
    when: some child in children satisfies child.born < date("2010-01-01")
  all_costs:
    compute: sum(for child in children return child.total)
    ask: All costs
  from:
    ask: From when?
    type: date
  until:
    ask: Until when?
    type: date
  confirm:
    ask: "You pay {all_costs} for {children, plural, one {# child} other {# children}}. Is that right?"
    type: yes-no
journey:
  - section: You
    pages:
      - welcome
      - page: household
        title: Your household
        questions: [partner, partner_name]
  - section: Children
    pages: [children, reason]
  - section: Dates
    when: all_costs > 0
    pages:
      - page: period
        title: The period
        questions: [from, until]
        valid: until >= from
        say: The end must not be before the start
      - summary: so_far
        title: What you told us
      - confirm
)yaml";

class Groups : public ::testing::Test {
protected:
    void SetUp() override {
        const auto loaded = catalogue::load_files({{"service.yaml", family}});
        for (const auto& complaint : loaded.complaints) ADD_FAILURE() << complaint.text();
        ASSERT_TRUE(loaded.service);
        service_ = loaded.service;
    }
    Standing at() { return stand(*service_, answers_, now); }
    std::string next() {
        const Standing standing = at();
        return standing.next ? standing.pages[*standing.next].address.text() : "check";
    }
    void put_child(const char* id, const char* name, const char* born) {
        put(answers_, {{"children", id}}, "first_name", name);
        put(answers_, {{"children", id}}, "born", born);
    }
    void put_cost(const char* child, const char* cost, const char* amount) {
        put(answers_, {{"children", child}, {"costs", cost}}, "what", "shoes");
        put(answers_, {{"children", child}, {"costs", cost}}, "amount", amount);
    }
    std::shared_ptr<const catalogue::Service> service_;
    Answers answers_;
};

TEST_F(Groups, AreWalkedPageByPage) {
    EXPECT_EQ(at().pages.front().address.text(), "welcome");
    EXPECT_FALSE(at().pages.front().open) << "there is nothing to answer";
    EXPECT_EQ(next(), "household");
    answers_["partner"] = true;
    EXPECT_EQ(next(), "household") << "the partner's name is asked on the same page";
    answers_["partner_name"] = "Kim";
    EXPECT_EQ(next(), "children/1/who") << "there must be a child, so the first is asked for at once";
    put_child("1", "Ada", "2020-05-01");
    EXPECT_EQ(next(), "children/1/school");
    put(answers_, {{"children", "1"}}, "school", "far");
    EXPECT_EQ(next(), "children/1/costs") << "none are needed: are there any?";
    put_cost("1", "1", "20.50");
    EXPECT_EQ(next(), "children/1/costs/1/months");
    put(answers_, {{"children", "1"}, {"costs", "1"}, {"months", "1"}}, "paid", "3");
    set_complete(answers_, {{"children", "1"}, {"costs", "1"}}, "months", true);
    EXPECT_EQ(next(), "children/1/costs");
    set_complete(answers_, {{"children", "1"}}, "costs", true);
    EXPECT_EQ(next(), "children") << "another child?";
    set_complete(answers_, {}, "children", true);
    EXPECT_EQ(next(), "period");
    answers_["from"] = "2026-02-01";
    answers_["until"] = "2026-01-01";
    const Standing wrong = at();
    ASSERT_EQ(next(), "period");
    ASSERT_TRUE(wrong.next_page()->problem);
    EXPECT_EQ(wrong.next_page()->problem->text(english()), "The end must not be before the start");
    answers_["until"] = "2026-03-01";
    EXPECT_EQ(next(), "confirm");
    const Sayings sayings(*service_, answers_, {}, english(), now);
    EXPECT_EQ(sayings.text(service_->find("confirm")->ask), "You pay 20.5 for 1 child. Is that right?");
    answers_["confirm"] = true;
    const Standing done = at();
    EXPECT_TRUE(done.complete());
    EXPECT_EQ(done.left, 0U);
    EXPECT_EQ(done.computed.at("all_costs").number()->text(), "20.5");
}

TEST_F(Groups, ConditionsReadAllMembers) {
    answers_ = {{"partner", false}};
    put_child("1", "Ada", "2023-05-01");
    set_complete(answers_, {{"children", "1"}}, "costs", true);
    set_complete(answers_, {}, "children", true);
    EXPECT_FALSE(at().asks("reason"));
    EXPECT_TRUE(at().complete()) << "without costs the dates do not matter";
    put_child("2", "Bo", "2009-05-01");
    EXPECT_EQ(next(), "children/2/school");
    put(answers_, {{"children", "2"}}, "school", "near");
    set_complete(answers_, {{"children", "2"}}, "costs", true);
    EXPECT_EQ(next(), "reason");
    ASSERT_TRUE(remove_member(answers_, {}, "children", "2"));
    EXPECT_FALSE(at().asks("reason"));
    EXPECT_EQ(next_member_id(answers_, {}, "children"), "3") << "an id is never used again";
}

TEST_F(Groups, WhatStoppedMatteringStaysAndComesBack) {
    answers_ = {{"partner", true}, {"partner_name", "Kim"}};
    EXPECT_TRUE(at().relevant.contains("partner_name"));
    answers_["partner"] = false;
    EXPECT_FALSE(at().relevant.contains("partner_name"));
    answers_["partner"] = true;
    EXPECT_TRUE(at().relevant.contains("partner_name"));
    put_child("1", "Ada", "2020-05-01");
    put(answers_, {{"children", "1"}}, "school", "far");
    set_complete(answers_, {{"children", "1"}}, "costs", true);
    put(answers_, {{"children", "1"}}, "born", "2023-01-01");
    set_complete(answers_, {}, "children", true);
    const Standing standing = at();
    const auto* child = answers_at(standing.relevant, {{"children", "1"}});
    ASSERT_TRUE(child);
    EXPECT_FALSE(child->contains("school"));
    EXPECT_TRUE(answers_at(answers_, {{"children", "1"}})->contains("school"));
}

TEST_F(Groups, AnAnswerThatNoLongerFitsIsAskedAgain) {
    answers_ = {{"partner", "perhaps"}};
    EXPECT_EQ(next(), "household");
    answers_ = {{"partner", false}};
    put_child("1", "Ada", "2030-01-01");
    const Standing standing = at();
    ASSERT_EQ(next(), "children/1/who");
    const auto& asked = standing.next_page()->questions.back();
    ASSERT_TRUE(asked.problem);
    EXPECT_EQ(asked.problem->problem.text(english()), "The date of birth must be in the past");
}

TEST_F(Groups, TooManyMembersAreTold) {
    answers_ = {{"partner", false}};
    for (const char* id : {"1", "2", "3", "4"}) {
        put_child(id, "Ada", "2023-05-01");
        set_complete(answers_, {{"children", id}}, "costs", true);
    }
    set_complete(answers_, {}, "children", true);
    ASSERT_EQ(next(), "children");
    EXPECT_TRUE(at().next_page()->problem);
}

TEST_F(Groups, AreReadBackUnderHeadings) {
    answers_ = {{"partner", true}, {"partner_name", "Kim"}};
    put_child("1", "Ada", "2020-05-01");
    put(answers_, {{"children", "1"}}, "school", "far");
    put_cost("1", "1", "20.50");
    set_complete(answers_, {{"children", "1"}, {"costs", "1"}}, "months", true);
    set_complete(answers_, {{"children", "1"}}, "costs", true);
    set_complete(answers_, {}, "children", true);
    const Standing standing = at();
    std::vector<std::string> lines;
    for (const SummaryGroup& group : summarise(*service_, standing.relevant, english(), now)) {
        lines.push_back(std::string(static_cast<std::size_t>(group.depth), '>') + group.title);
        for (const SummaryRow& row : group.rows) lines.push_back(row.label + " " + row.words + " @" + row.page.text());
    }
    EXPECT_THAT(
        lines,
        ElementsAre(
            "You", "Do you have a partner? Yes @household", "What is your partner's name? Kim @household", "Children",
            "Your children 1 @children", "All costs 20.5 @", ">Ada", "What is the child's name? Ada @children/1/who",
            "When was Ada born? 1 May 2020 @children/1/who",
            "Which school does Ada go to? A school far away @children/1/school",
            "What do you pay for Ada? 1 @children/1/costs", ">>shoes", "What is it for? shoes @children/1/costs/1/what",
            "How much is it? £20.50 @children/1/costs/1/what", "The months 0 @children/1/costs/1/months"
        )
    );
}

TEST(Journey, APageComesBackForWhatBeganToApply) {
    const auto loaded = catalogue::load_files({{"service.yaml", R"yaml(service: back
version: 1
title: Back
summary: Questions of a page that hang on the same page, and on a later one.
questions:
  owner:
    ask: Do you own it?
    type: yes-no
  since:
    ask: Since when?
    type: year
    when: owner = true
  why:
    ask: Why was that?
    when: last = true
  last:
    ask: Last?
    type: yes-no
journey:
  - section: All
    pages:
      - page: home
        title: Your home
        questions: [owner, since, why]
      - last
)yaml"}});
    ASSERT_TRUE(loaded.service);
    const auto at = [&](const Answers& answers) { return stand(*loaded.service, answers, now); };
    const auto next = [&](const Answers& answers) {
        const Standing standing = at(answers);
        return standing.next ? standing.next_page()->address.text() : "check";
    };
    const Standing begun = at({});
    ASSERT_EQ(begun.pages.front().questions.size(), 3U);
    EXPECT_FALSE(begun.pages.front().questions[0].perhaps);
    EXPECT_TRUE(begun.pages.front().questions[1].perhaps);
    EXPECT_EQ(next({{"owner", true}}), "home") << "since is asked now";
    EXPECT_FALSE(at({{"owner", true}}).pages.front().questions[1].perhaps);
    // What hangs on a later page does not hold this one open.
    EXPECT_EQ(next({{"owner", false}}), "last");
    EXPECT_EQ(next({{"owner", false}, {"last", true}}), "home");
    EXPECT_EQ(next({{"owner", false}, {"last", true}, {"why", "x"}}), "check");
    EXPECT_EQ(next({{"owner", false}, {"last", false}}), "check");
}

TEST(Journey, AMembersConditionSeesAllMembersSoFar) {
    const auto loaded = catalogue::load_files({{"service.yaml", R"yaml(service: crowd
version: 1
title: A crowd
summary: Members that look at each other.
questions:
  people:
    repeat: person
    ask: Who is there?
    questions:
      age:
        ask: How old?
        type: number
      guardian:
        ask: Who looks after them?
        when: age < 12 and not(some p in people satisfies p.age >= 18)
    pages: [age, guardian]
)yaml"}});
    for (const auto& complaint : loaded.complaints) EXPECT_NE(complaint.severity, base::Severity::error);
    ASSERT_TRUE(loaded.service);
    Answers answers;
    const auto next = [&] {
        const Standing standing = stand(*loaded.service, answers, now);
        return standing.next ? standing.next_page()->address.text() : "check";
    };
    put(answers, {{"people", "1"}}, "age", "5");
    EXPECT_EQ(next(), "people/1/guardian");
    put(answers, {{"people", "2"}}, "age", "40");
    EXPECT_EQ(next(), "people");
}

TEST(Journey, AnswersOfLaterQuestionsAreSeenByEarlierOnes) {
    const auto loaded = catalogue::load_files({{"service.yaml", R"yaml(service: later
version: 1
title: Later
summary: A condition that looks ahead.
questions:
  first:
    ask: First?
    type: yes-no
  hidden:
    ask: Hidden?
    when: last = true
  last:
    ask: Last?
    type: yes-no
)yaml"}});
    ASSERT_TRUE(loaded.service);
    EXPECT_EQ(loaded.complaints.size(), 1U) << "it is told";
    const auto next = [&](const Answers& answers) {
        const Standing standing = stand(*loaded.service, answers, now);
        return standing.next ? standing.next_page()->address.text() : "check";
    };
    EXPECT_EQ(next({{"first", true}}), "last");
    EXPECT_EQ(next({{"first", true}, {"last", true}}), "hidden");
    EXPECT_EQ(next({{"first", true}, {"last", false}}), "check");
    EXPECT_EQ(next({{"first", true}, {"last", true}, {"hidden", "x"}}), "check");
    const Standing without = stand(*loaded.service, {{"first", true}, {"last", false}, {"hidden", "x"}}, now);
    EXPECT_FALSE(without.relevant.contains("hidden"));
}

TEST(Journey, AThousandMembersAreFineAndTenThousandAreTooMany) {
    const auto loaded = catalogue::load_files({{"service.yaml", R"yaml(service: guests
version: 1
title: Guests
summary: A list of guests.
questions:
  guests:
    repeat: guest
    ask: Guests
    between: [1, 1000]
    questions:
      name:
        ask: What is the guest's name?
  names:
    ask: How many
    type: number
    compute: count(guests)
)yaml"}});
    ASSERT_TRUE(loaded.service);
    const auto with = [&](int members) {
        base::Json::Array list;
        for (int i = 1; i <= members; ++i)
            list.emplace_back(base::Json::Object{
                {"id", std::to_string(i)}, {"answers", base::Json::Object{{"name", "Guest " + std::to_string(i)}}}
            });
        return Answers{{"guests", base::Json{base::Json::Object{{"members", std::move(list)}, {"complete", true}}}}};
    };
    const Standing fine = stand(*loaded.service, with(1'000), now);
    EXPECT_TRUE(fine.complete());
    EXPECT_EQ(fine.computed.at("names").number()->text(), "1000");
    const Standing too_many = stand(*loaded.service, with(10'000), now);
    ASSERT_TRUE(too_many.next);
    EXPECT_EQ(too_many.next_page()->address.text(), "guests");
    ASSERT_TRUE(too_many.next_page()->problem);
    EXPECT_EQ(
        english().text(too_many.next_page()->problem->key, too_many.next_page()->problem->arguments),
        "Remove some: there can be at most 1,000"
    );
}

}  // namespace
}  // namespace guildhall::journeys
