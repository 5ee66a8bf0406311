/// The journey, its pages, and what their conditions may read.

#include <gtest/gtest.h>

#include "catalogue/check.hpp"
#include "catalogue/testing.hpp"

namespace guildhall::catalogue {
namespace {

using testing::all_text;
using testing::complaints_of;
using testing::load_lines;
using testing::replaced;

const std::string form = R"yaml(questions:
  housing: {ask: How do you live, type: radios, options: {rent: I rent, own: I own}}
  rent: {ask: What is the rent, type: money, when: housing = "rent"}
  note: {type: guidance, text: Have your papers ready.}
  children:
    ask: Your children
    repeat: child
    questions: {name: {ask: Name, type: name}, born: {ask: Born, type: date}}
    pages:
      - name
      - {page: birth, title: Birth, questions: [born], valid: born <= today(), say: It must be in the past}
  total: {ask: Total, type: money, compute: rent * 12}
journey:
  - section: Your home
    pages:
      - page: home
        title: Your home
        questions: [note, housing, rent]
        valid: rent = null or rent > 0
        say: Say what the rent is
      - summary: so_far
        title: What you told us
        when: housing = "rent"
  - section: Your family
    when: total > 100
    pages: [children]
)yaml";

std::string changed(std::string_view what, std::string_view with) {
    return complaints_of(replaced(form, what, with));
}

void expect_found(const std::string& text, std::string_view part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
}

TEST(Pages, AreReadAsWritten) {
    const LoadedService loaded = load_lines(form);
    ASSERT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
    EXPECT_EQ(all_text(loaded.complaints), "");
    const Service& service = *loaded.service;
    ASSERT_EQ(service.journey.size(), 2U);
    EXPECT_FALSE(service.journey[0].when);
    EXPECT_TRUE(service.journey[1].when);
    const Page& home = service.journey[0].pages.at(0);
    EXPECT_EQ(home.id, "home");
    EXPECT_EQ(home.title, "Your home");
    EXPECT_EQ(home.questions, (std::vector<std::size_t>{2, 0, 1}));
    EXPECT_EQ(home.place.line, 20);
    ASSERT_TRUE(home.check);
    EXPECT_EQ(home.check->say, "Say what the rent is");
    const Page& summary = service.journey[0].pages.at(1);
    EXPECT_EQ(summary.kind, Page::Kind::summary);
    EXPECT_EQ(summary.id, "so_far");
    EXPECT_TRUE(summary.questions.empty());
    EXPECT_TRUE(summary.when);
    EXPECT_EQ(service.journey[1].pages.at(0).kind, Page::Kind::repeat);
    const Repeat& children = *service.find("children")->repeat;
    ASSERT_EQ(children.pages.size(), 2U);
    EXPECT_EQ(children.pages[1].id, "birth");
    EXPECT_TRUE(children.pages[1].check);
    std::vector<std::string> order;
    for (const Question* question : service.in_order()) order.push_back(question->id);
    EXPECT_EQ(order, (std::vector<std::string>{"note", "housing", "rent", "children", "total"}));
}

TEST(Pages, NamesAndIdsAreHeldToWhatThereIs) {
    expect_found(
        changed("[note, housing, rent]", "[note, housin, rent]"),
        "service.yaml:22:27: error: there is no question `housin`; did you mean `housing`?"
    );
    expect_found(
        changed("[note, housing, rent]", "[note, housing]"),
        "service.yaml:7:3: error: the question `rent` stands on no page; add it to `journey:`"
    );
    expect_found(
        changed("[note, housing, rent]", "[note, housing, rent, note]"),
        "service.yaml:22:42: error: `note` stands on the pages a second time"
    );
    expect_found(
        changed("      - name\n", ""),
        "service.yaml:12:17: error: the question `name` stands on no page; add it to `pages:` of `children`"
    );
    expect_found(
        changed("page: home\n", "page: children\n"),
        "service.yaml:20:15: error: the page `children` has the id of a question"
    );
    expect_found(
        changed("summary: so_far", "summary: home"),
        "service.yaml:25:18: error: there is a page `home` already, in "
        "line 20"
    );
    for (const std::string reserved : {"check", "pay", "remove", "save", "sign"})
        expect_found(changed("page: home\n", "page: " + reserved + "\n"), "service.yaml:20:15: error: the page `");
    expect_found(
        complaints_of("questions:\n  save: {ask: Q}\n"), "service.yaml:6:3: error: the page `save` has a name that"
    );
    expect_found(changed("pages: [children]", "pages: [children, total]"), "nothing is asked on the page `total`");
    expect_found(
        changed("pages: [children]", "pages: [{page: both, title: B, questions: [children, total]}]"),
        "`children` is a repeat, which has a page of its own"
    );
    expect_found(changed("      - name\n", "      - name\n      - summary: all\n"), "a summary in a repeat");
    expect_found(changed("        title: Your home\n", ""), "warning: the page `home` asks several questions and has");
    expect_found(changed("title: Your home\n", "titel: Your home\n"), "unknown key `titel`; did you mean `title`?");
    expect_found(changed("        say: Say what the rent is\n", ""), "`say:` is missing here");
    expect_found(changed("        valid: rent = null or rent > 0\n", ""), "`say:` without `valid:`");
    expect_found(changed("pages: [children]", "pages: children"), "put it in brackets");
}

TEST(Pages, ConditionsReadWhatExists) {
    expect_found(
        changed("when: total > 100", "when: totl > 100"),
        "service.yaml:29:11: error: there is no question or value `totl`; did you mean `total`?"
    );
    expect_found(
        changed("valid: rent = null", "valid: rentt = null"),
        "service.yaml:23:16: error: there is no question or value `rentt`"
    );
    expect_found(
        changed("when: total > 100", "when: note = null"),
        "service.yaml:29:11: error: `when:` of the section `Your family` reads `note`, which is there to read"
    );
    expect_found(
        changed("born <= today()", "borne <= today()"),
        "service.yaml:15:63: error: there is no question or value `borne`; did you mean `born`?"
    );
    expect_found(changed("when: total > 100", "when: total > > 100"), "service.yaml:29:");
    expect_found(
        changed("compute: rent * 12", "compute: rent * total"),
        "service.yaml:16:45: error: `compute:` of "
        "`total` reads its own value"
    );
}

TEST(Pages, CirclesAreSpelledOut) {
    EXPECT_EQ(
        complaints_of("questions:\n  a: {ask: Q, when: b = \"x\"}\n  b: {ask: Q, when: c = \"x\"}\n  c: {ask: Q, "
                      "when: a = \"x\"}\n"),
        "refused\nservice.yaml:6:21: error: found a circle, in which nothing can be known first: `when:` of `a` reads "
        "`b`, `when:` of `b` reads `c`, `when:` of `c` reads `a`\n"
    );
    expect_found(
        complaints_of("questions:\n  a: {ask: Q, type: number, when: s > 1}\n  s: {type: number, compute: a + 1}\n"),
        "service.yaml:6:35: error: found a circle, in which nothing can be known first: `when:` of `a` reads `s`, "
        "`compute:` of `s` reads `a`"
    );
    expect_found(
        changed("when: housing = \"rent\"}\n  note", "when: total = 1}\n  note"),
        "`when:` of `rent` reads `total`, `compute:` of `total` reads `rent`"
    );
    expect_found(
        changed("title: Your home\n", "title: Your home\n        when: rent > 1\n"),
        "service.yaml:22:15: error: found a circle, in which nothing can be known first: `when:` of the page `home` "
        "reads `rent`, "
        "`rent` belongs to the page `home`"
    );
    expect_found(
        changed("when: total > 100", "when: count(children) > 1"),
        "`when:` of the section `Your family` reads `children`"
    );
    expect_found(
        complaints_of("questions:\n  a: {ask: Q, repeat: one, questions: {b: {ask: Q, type: number, when: t > 3}}}\n"
                      "  t: {type: number, compute: \"sum(for x in a return x.b)\"}\n"),
        "`a` holds `a/b`, `when:` of `a/b` reads `t`, `compute:` of `t` reads `a`"
    );
    EXPECT_EQ(
        complaints_of("questions:\n  a: {ask: Q, repeat: one, questions: {b: {ask: Q, type: number, valid: sum(for x "
                      "in a return x.b) < 9, say: S}}}\n"),
        ""
    ) << "a rule on a member may read all members";
}

TEST(Pages, ReadingWhatIsAskedLaterIsAWarning) {
    const auto warned = [](const std::string& lines, std::string_view part) {
        const LoadedService loaded = load_lines(lines);
        EXPECT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
        expect_found(all_text(loaded.complaints), part);
    };
    warned(
        "questions:\n  a: {ask: Q, when: b = \"x\"}\n  b: {ask: Q}\n",
        "service.yaml:6:21: warning: `when:` of `a` reads `b`, which is asked later; move it before"
    );
    warned(
        "questions:\n  a: {ask: Q, when: s > 1}\n  b: {ask: Q, type: number}\n  s: {type: number, compute: b}\n",
        "reads `s`, which is computed from what is asked later"
    );
    warned(
        "questions:\n  a: {ask: Q, repeat: one, questions: {m: {ask: Q, when: b = \"x\"}}}\n  b: {ask: Q}\n",
        "`when:` of `a/m` reads `b`, which is asked later"
    );
    warned(
        "questions:\n  a: {ask: Q}\n  b: {ask: Q}\njourney:\n  - section: S\n    pages:\n      - {page: p, when: b = "
        "\"x\", questions: [a]}\n      - b\n",
        "`when:` of the page `p` reads `b`, which is asked later"
    );
    const std::string together =
        "questions:\n  a: {ask: Q, valid: a != b, say: S}\n  b: {ask: Q}\njourney:\n  - section: S\n    pages:\n      "
        "- {page: p, title: T, questions: [a, b]}\n";
    EXPECT_EQ(complaints_of(together), "") << "answers of one page are checked together";
    warned(replaced(together, "{page: p, title: T, questions: [a, b]}", "a\n      - b"), "`valid:` of `a` reads `b`");
}

TEST(Pages, CheckSaysWhatNobodyReachesOrAlwaysHolds) {
    const auto checked = [](const std::string& lines) {
        const LoadedService loaded = load_lines(lines);
        EXPECT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
        return loaded.service ? all_text(check_service(*loaded.service, {})) : std::string();
    };
    EXPECT_EQ(checked(form).find("nobody"), std::string::npos) << checked(form);
    EXPECT_EQ(checked(form).find("all answers"), std::string::npos) << checked(form);
    expect_found(
        checked(replaced(form, "        when: housing = \"rent\"\n", "        when: housing = \"rented\"\n")),
        "service.yaml:25:18: warning: nobody can reach the page `so_far`"
    );
    expect_found(
        checked(replaced(form, "when: total > 100", "when: 1 > 2")),
        "service.yaml:30:13: warning: nobody can reach the section `Your family`"
    );
    expect_found(
        checked(replaced(form, "when: housing = \"rent\"}", "when: 1 < 2}")),
        "warning: `when: 1 < 2` of the question `rent` is true for all answers"
    );
    expect_found(
        checked(replaced(form, "born: {ask: Born, ", "born: {ask: Born, when: housing = \"x\", ")),
        "nobody can reach the question `born`"
    );
    EXPECT_EQ(
        checked(replaced(form, "when: total > 100", "when: today() > date(\"2020-01-01\")")).find("section `Your"),
        std::string::npos
    ) << "what depends on the day is not complained about";
}

}  // namespace
}  // namespace guildhall::catalogue
