// Who else takes part: read, refused, translated, shown in the outline.
#include <gmock/gmock.h>

#include "catalogue/outline.hpp"
#include "catalogue/testing.hpp"

namespace guildhall::catalogue {
namespace {

using testing::complaints_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::load_lines;

const std::string questions = R"yaml(questions:
  together: {ask: "Do you live with a partner?", type: yes-no}
  partner: {ask: "Who is your partner?", type: contact, when: together = true}
  doctor: {ask: "Who is your doctor?", type: contact}
  diagnosis: {ask: "What is the illness?", type: text}
  since: {ask: "Since when?", type: date}
  owners:
    repeat: owner
    ask: The owners
    questions:
      who: {ask: "Who is it?", type: name}
      reach: {ask: "How do we reach them?", type: email}
journey:
  - section: You
    pages: [together, partner, doctor, owners]
  - section: The doctor
    pages:
      - {page: illness, title: The illness, questions: [diagnosis, since]}
)yaml";

const std::string parties = R"yaml(parties:
  partner:
    title: your partner
    when: together = true
    does: [sign]
    invite: partner
    statement: I agree
  doctor:
    title: your doctor
    does: [answer illness]
    invite: doctor
    sees: [together]
  owner:
    title: an owner
    does: [sign]
    invite: owners/reach
    optional: true
)yaml";

TEST(Parties, AreReadWithWhatTheyDoAndSee) {
    const auto loaded = load_lines(questions + parties);
    ASSERT_NE(loaded.service, nullptr) << testing::all_text(loaded.complaints);
    EXPECT_THAT(testing::all_text(loaded.complaints), IsEmpty());
    const Service& service = *loaded.service;
    ASSERT_EQ(service.parties.size(), 3U);
    const Party& partner = service.parties[0];
    EXPECT_TRUE(partner.signs);
    EXPECT_TRUE(partner.when);
    EXPECT_EQ(partner.statement, "I agree");
    // Who signs sees all that who applies answered, and nothing that another answers, perhaps later.
    EXPECT_THAT(partner.sees, ElementsAre("doctor", "owners", "partner", "together"));
    EXPECT_THAT(service.parties[1].answers, ElementsAre("diagnosis", "since"));
    EXPECT_THAT(service.parties[1].sees, ElementsAre("together"));
    EXPECT_EQ(service.parties[2].each, "owners");
    EXPECT_TRUE(service.parties[2].optional);
    EXPECT_EQ(service.find("since")->party, "doctor");
    EXPECT_EQ(service.find("together")->party, "");
    EXPECT_FALSE(service.parties_take_turns);
}

TEST(Parties, OneAfterAnotherReadWhatCameBefore) {
    const auto loaded = load_lines(questions + parties + "party-order: one after another\n");
    ASSERT_NE(loaded.service, nullptr) << testing::all_text(loaded.complaints);
    EXPECT_TRUE(loaded.service->parties_take_turns);
    EXPECT_TRUE(loaded.service->parties[2].sees.contains("diagnosis"));
    EXPECT_FALSE(loaded.service->parties[0].sees.contains("diagnosis"));
}

struct Mistake {
    std::string party;  ///< the lines of one
    std::string complaint;
};

TEST(Parties, MistakesHaveAnAddress) {
    for (const Mistake& mistake : std::vector<Mistake>{
             {"title: x\n    does: [sign]\n    invite: partnr", "a-form:0:0"},
             {"title: x\n    does: [sign]\n    invite: diagnosis",
              "`diagnosis` is of type `text`; an invitation goes to"},
             {"title: x\n    does: [sign]\n    invite: partner",
              "`partner` is asked only when together = true, and `p` always takes part; give it the same `when:`"},
             {"title: x\n    does: [sign]\n    invite: owners/wh", "did you mean `who`?"},
             {"title: x\n    does: [sign, answer nothing]\n    invite: doctor", "there is no question or page `nothing`"
             },
             {"title: x\n    does: [answer doctor]\n    invite: doctor",
              "`doctor` says whom to ask, so who applies answers it"},
             {"title: x\n    does: [answer since]\n    invite: doctor",
              "the page `illness` asks `diagnosis` of who applies"},
             {"title: x\n    does: [answer since]\n    invite: owners/reach", "they can sign but not answer `since`"},
             {"title: x\n    does: [answer illness]\n    invite: doctor\n    optional: true",
              "only who signs alone can be left out"},
             {"title: x\n    does: [answer illness]\n    invite: doctor\n    statement: y", "nobody signs it"},
             {"title: x\n    does: [answer illness]\n    invite: doctor\n    when: since = null",
              "whether `p` takes part reads `since`, which `p` answers later"},
             {"title: x\n    does: [sign]\n    invite: doctor\n    when: nowhere = 1",
              "there is no question or value `nowhere`"},
             {"title: x\n    does: [sign]\n    invite: doctor\n    sees: [nobody]", "there is no question `nobody`"},
             {"title: x\n    does: [dance]\n    invite: doctor", "expected `sign`, or `answer` and the id"},
             {"title: x\n    does: [sign]", "`invite:` is missing here"},
         }) {
        const std::string said = complaints_of(questions + "parties:\n  p:\n    " + mistake.party + "\n");
        if (mistake.complaint == "a-form:0:0") {
            EXPECT_THAT(said, HasSubstr("service.yaml:27:13: error")) << mistake.party;
        } else {
            EXPECT_THAT(said, HasSubstr(mistake.complaint)) << mistake.party;
        }
        EXPECT_THAT(said, HasSubstr("refused")) << mistake.party;
    }
    EXPECT_THAT(complaints_of(questions + "party-order: any\n"), HasSubstr("`party-order:` without `parties:`"));
}

TEST(Parties, AQuestionIsOnePersonsAlone) {
    EXPECT_THAT(
        complaints_of(
            questions +
            "parties:\n  a: {title: x, does: [answer illness], invite: doctor}\n  b: {title: y, does: [answer since], "
            "invite: doctor}\n"
        ),
        HasSubstr("`since` is `a`’s to answer already")
    );
}

TEST(Parties, WhatTheApplicantIsAskedShouldNotHangOnThem) {
    std::string lines = questions + parties;
    lines = testing::replaced(
        lines, "  owners:\n    repeat",
        "  more: {ask: Tell us more, type: text, when: \"diagnosis != null\"}\n  owners:\n    repeat"
    );
    lines = testing::replaced(lines, "doctor, owners]", "doctor, owners, more]");
    EXPECT_THAT(complaints_of(lines), HasSubstr("they have to come back"));
}

TEST(Parties, AreTranslatedAndStandInTheOutline) {
    const auto loaded = load_lines(
        questions + parties,
        {{"words.cy.yaml", "title: T\nparties:\n  partner: {title: eich partner, statement: Cytunaf}\n"}}
    );
    ASSERT_NE(loaded.service, nullptr) << testing::all_text(loaded.complaints);
    const Service& welsh = loaded.service->in_language("cy");
    EXPECT_EQ(welsh.parties[0].title, "eich partner");
    EXPECT_EQ(welsh.parties[0].statement, "Cytunaf");
    const std::string outline = outline_text(*loaded.service);
    EXPECT_THAT(outline, HasSubstr("What is the illness?  [text, asked of your doctor]"));
    EXPECT_THAT(outline, HasSubstr("Who else takes part"));
    EXPECT_THAT(outline, HasSubstr("- your partner  [signs]  when together = true"));
    EXPECT_THAT(outline, HasSubstr("- an owner  [signs, each of `owners`; may be left out]"));
    EXPECT_THAT(outline_svg(*loaded.service), HasSubstr("also: your doctor"));
}

}  // namespace
}  // namespace guildhall::catalogue
