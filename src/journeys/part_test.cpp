// Parts of one journey: whose pages are whose, and who takes part.
#include "journeys/part.hpp"

#include <gmock/gmock.h>

#include "catalogue/load.hpp"

namespace guildhall::journeys {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const base::Instant now = *base::from_rfc3339("2026-11-22T09:00:00Z");

const std::string yaml = R"yaml(service: together
version: 1
title: Apply together
summary: Several people.
questions:
  ill: {ask: "Are you ill?", type: yes-no}
  doctor: {ask: "Who is your doctor?", type: contact, when: ill = true}
  own: {ask: "How do we reach you?", type: contact}
  owners:
    repeat: owner
    ask: The owners
    questions:
      who: {ask: "Who is it?", type: name}
      reach: {ask: "How do we reach them?", type: email, optional: true}
      adult: {ask: "Are they grown up?", type: yes-no}
  diagnosis: {ask: "What is the illness?", type: text}
  healthy: {ask: "What do you do about it?", type: text, when: diagnosis = "cold"}
journey:
  - section: All
    pages: [ill, doctor, own, owners, diagnosis, healthy]
parties:
  doctor:
    title: your doctor
    when: ill = true
    does: [answer diagnosis]
    invite: doctor
  owner:
    title: an owner
    when: adult = true
    does: [sign]
    invite: owners/reach
    optional: true
)yaml";

std::shared_ptr<const catalogue::Service> service() {
    static const auto loaded = catalogue::load_files({{"service.yaml", yaml}});
    EXPECT_NE(loaded.service, nullptr);
    return loaded.service;
}

Answers own_answers(bool ill) {
    Answers answers{
        {"ill", ill}, {"own", base::Json::Object{{"name", "Ann Lee"}, {"email", "ann@example.org"}, {"phone", ""}}}
    };
    if (ill)
        answers["doctor"] = base::Json::Object{{"name", "Dr Jones"}, {"email", "jones@example.org"}, {"phone", ""}};
    for (const bool adult : {true, false}) {
        const std::string id = add_member(answers, {}, "owners");
        const Members member{{"owners", id}};
        put(answers, member, "who", adult ? "Olga" : "Otto");
        put(answers, member, "reach", adult ? "olga@example.org" : "otto@example.org");
        put(answers, member, "adult", adult);
    }
    set_complete(answers, {}, "owners", true);
    return answers;
}

std::vector<std::string> pages(const Standing& standing) {
    std::vector<std::string> ids;
    for (const auto& page : standing.pages) {
        if (page.address.members.empty()) ids.push_back(page.page->id);
    }
    return ids;
}

TEST(Part, EachIsAskedTheirOwn) {
    const Answers answers = own_answers(true);
    const Standing whole = stand(*service(), answers, now);
    EXPECT_FALSE(whole.complete());
    const Standing mine = part_of(*service(), whole, "");
    EXPECT_TRUE(mine.complete());
    EXPECT_EQ(mine.left, 0U);
    // What hangs on the doctor's answer is not asked before it is there.
    EXPECT_THAT(pages(mine), ElementsAre("ill", "doctor", "own", "owners"));
    const Standing doctors = part_of(*service(), whole, "doctor");
    EXPECT_FALSE(doctors.complete());
    EXPECT_EQ(doctors.left, 1U);
    EXPECT_THAT(pages(doctors), ElementsAre("diagnosis"));
    EXPECT_TRUE(part_of(*service(), whole, "owner").complete());
}

TEST(Part, WhatAnAnswerOfTheirsOpensIsAskedOfTheApplicantThen) {
    Answers answers = own_answers(true);
    answers["diagnosis"] = "cold";
    const Standing mine = part_of(*service(), stand(*service(), answers, now), "");
    EXPECT_FALSE(mine.complete());
    EXPECT_EQ(mine.next_page()->page->id, "healthy");
    answers["diagnosis"] = "gout";
    EXPECT_TRUE(stand(*service(), answers, now).complete());
}

TEST(Part, WhoDoesNotTakePartIsNotAsked) {
    const Answers answers = own_answers(false);
    const Standing whole = stand(*service(), answers, now);
    EXPECT_TRUE(whole.complete());
    EXPECT_THAT(pages(part_of(*service(), whole, "doctor")), IsEmpty());
}

TEST(Part, ParticipantsComeFromTheAnswers) {
    const Answers answers = own_answers(true);
    const auto people = participants(*service(), stand(*service(), answers, now).relevant, now);
    ASSERT_EQ(people.size(), 2U);
    EXPECT_EQ(people[0].party->id, "doctor");
    EXPECT_EQ(people[0].name, "Dr Jones");
    EXPECT_EQ(people[0].email, "jones@example.org");
    EXPECT_EQ(people[1].party->id, "owner");
    EXPECT_EQ(people[1].email, "olga@example.org");
    EXPECT_EQ(people[1].member, "1");
    EXPECT_THAT(participants(*service(), {}, now), IsEmpty());
}

TEST(Part, TheApplicantIsToldAndNotTheirDoctor) {
    const Answers answers = own_answers(true);
    EXPECT_EQ(applicants_email(*service(), answers), "ann@example.org");
    EXPECT_EQ(applicants_name(*service(), answers), "Ann Lee");
    EXPECT_EQ(applicants_email(*service(), {{"doctor", answers.at("doctor")}}), "");
}

}  // namespace
}  // namespace guildhall::journeys
