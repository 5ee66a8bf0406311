#include "catalogue/load.hpp"

#include <gtest/gtest.h>

#include "catalogue/internal/folder.hpp"
#include "catalogue/testing.hpp"
#include "dmn/sentences.hpp"
#include "support/source_directory.hpp"

namespace guildhall::catalogue {
namespace {

using testing::all_text;
using testing::decided_service;
using testing::replaced;
using testing::ScratchFolder;
using testing::small_service;

std::string refused(Files files) {
    const LoadedService loaded = load_files(std::move(files));
    EXPECT_EQ(loaded.service, nullptr);
    return all_text(loaded.complaints);
}

std::string refused_change(std::string_view what, std::string_view with) {
    Files files = decided_service();
    files["service.yaml"] = replaced(files["service.yaml"], what, with);
    return refused(std::move(files));
}

TEST(Load, ReadsASmallService) {
    const LoadedService loaded = load_files({{"service.yaml", small_service}});
    ASSERT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
    const Service& service = *loaded.service;
    EXPECT_EQ(service.id, "book-a-hall");
    EXPECT_EQ(service.language, "en");
    EXPECT_EQ(service.hash.size(), 64U);
    EXPECT_FALSE(service.has_decision);
    EXPECT_EQ(service.decide_within_working_days, 10);
    ASSERT_EQ(service.in_order().size(), 3U);
    EXPECT_EQ(service.in_order()[0]->id, "people");
    const Question& people = *service.find("people");
    EXPECT_EQ(people.type, QuestionType::number);
    EXPECT_EQ(people.range_text, "[1..500]");
    EXPECT_TRUE(people.range);
    EXPECT_EQ(people.place.line, 7);
    EXPECT_TRUE(service.find("until")->when);
    EXPECT_EQ(service.find("nothing"), nullptr);
    EXPECT_EQ(service.notify_decided, (std::vector<std::string>{"inbox", "email"}));
}

TEST(Load, SaysWhoMayApply) {
    const auto helpers = [](const std::string& line) {
        const LoadedService loaded = load_files({{"service.yaml", line + small_service}});
        EXPECT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
        return loaded.service ? loaded.service->helpers : Helpers::allowed;
    };
    EXPECT_EQ(helpers(""), Helpers::allowed);
    EXPECT_EQ(helpers("about: self or someone else\n"), Helpers::offered);
    EXPECT_EQ(helpers("about: self\n"), Helpers::refused);
    EXPECT_EQ(load_files({{"service.yaml", "about: someone else\n" + small_service}}).service, nullptr);
}

TEST(Load, WithoutAJourneyQuestionsComeInTheOrderWritten) {
    const std::string yaml = small_service.substr(0, small_service.find("journey:"));
    const LoadedService loaded = load_files({{"service.yaml", yaml}});
    ASSERT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
    ASSERT_EQ(loaded.service->journey.size(), 1U);
    std::vector<std::string> pages;
    for (const Page& page : loaded.service->journey[0].pages) pages.push_back(page.id);
    EXPECT_EQ(pages, (std::vector<std::string>{"people", "music", "until"}));
}

TEST(Load, ReadsADecisionWithItsDocuments) {
    const LoadedService loaded = load_files(decided_service());
    ASSERT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
    const Service& service = *loaded.service;
    ASSERT_EQ(service.rules.size(), 1U);
    EXPECT_NE(service.rules[0].model, nullptr);
    EXPECT_EQ(service.rules[0].bytes_hash.size(), 64U);
    ASSERT_EQ(service.outcomes.size(), 2U);
    EXPECT_TRUE(service.outcomes[0].automatic);
    EXPECT_EQ(service.outcomes[0].issues, "booking");
    EXPECT_EQ(service.outcomes[0].title, "You may use the hall");
    EXPECT_EQ(service.outcome_for(OutcomeKind::granted, "booking"), &service.outcomes[0]);
    EXPECT_EQ(service.outcome_for(OutcomeKind::refused, ""), &service.outcomes[1]);
    EXPECT_EQ(service.outcome_for(OutcomeKind::granted_with_conditions, ""), nullptr);
    EXPECT_FALSE(service.outcomes[1].automatic);
    EXPECT_NE(service.outcomes[1].letter_html.find("{reasons}"), std::string::npos);
    EXPECT_EQ(service.find_document("booking")->title, "Book a hall");
    const auto day = [](int year, unsigned month, unsigned of_month) {
        return feel::Date{
            std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{of_month}}
        };
    };
    EXPECT_EQ(service.rules_on(day(2023, 12, 31)), nullptr);
    EXPECT_NE(service.rules_on(day(2024, 1, 1)), nullptr);
    EXPECT_NE(service.rules_on(day(2029, 12, 31)), nullptr);
    EXPECT_EQ(service.rules_on(day(2030, 1, 1)), nullptr);
}

TEST(Load, RefusalsAreNeverAutomatic) {
    const std::string text = refused_change("    - means: refused\n", "    - means: refused\n      automatic: true\n");
    EXPECT_NE(text.find("a person decides against a person"), std::string::npos) << text;
}

TEST(Load, TellsOfNamesThatDoNotExist) {
    EXPECT_NE(
        refused_change("pages: [people, music", "pages: [peopl, music")
            .find("service.yaml:22:13: error: there is no question `peopl`; did you mean `people`?"),
        std::string::npos
    );
    EXPECT_NE(
        refused_change("when: music = true", "when: musik = true")
            .find("service.yaml:19:11: error: there is no question or value `musik`; did you mean `music`?"),
        std::string::npos
    );
    EXPECT_NE(refused_change("issues: booking", "issues: bookin").find("did you mean `booking`?"), std::string::npos);
    EXPECT_NE(
        refused_change("model: rules.dmn", "model: rule.dmn")
            .find("there is no file `rule.dmn`; did you mean `rules.dmn`?"),
        std::string::npos
    );
    EXPECT_NE(
        refused_change("decision: Allowed?", "decision: Alowed?")
            .find("there is no decision `Alowed?`; did you mean `Allowed?`? in rules.dmn"),
        std::string::npos
    );
    EXPECT_NE(
        refused_change("input: head count", "input: headcount").find("did you mean `head count`?"), std::string::npos
    );
    EXPECT_NE(
        refused_change("    input: head count\n", "").find("needs the input `head count`, which no question gives"),
        std::string::npos
    );
    EXPECT_NE(
        refused_change("letter: letters/yes.md", "letter: letters/yess.md").find("did you mean `letters/yes.md`?"),
        std::string::npos
    );
}

TEST(Load, PlacesFeelErrorsInTheFile) {
    const std::string text = refused_change("when: music = true", "when: music = = true");
    EXPECT_NE(text.find("service.yaml:19:"), std::string::npos) << text;
    EXPECT_NE(text.find("which is not FEEL"), std::string::npos) << text;
}

TEST(Load, HoldsKeysToTheirTypes) {
    EXPECT_NE(
        refused_change("type: yes-no", "type: yes-no\n    unit: cm")
            .find("`unit:` goes with the type number; the type of `music` is yes-no"),
        std::string::npos
    );
    EXPECT_NE(
        refused_change("type: yes-no", "type: yes-no\n    say: No").find("`say:` without `valid:`"), std::string::npos
    );
    EXPECT_NE(refused_change("when: music = true", "when: until = 3").find("reads its own answer"), std::string::npos);
}

TEST(Load, HoldsTheJourneyToItsOrder) {
    Files files = decided_service();
    files["service.yaml"] = replaced(files["service.yaml"], "[people, music, until]", "[people, until, music]");
    const LoadedService loaded = load_files(files);
    ASSERT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
    EXPECT_NE(
        all_text(loaded.complaints)
            .find("service.yaml:19:11: warning: `when:` of `until` reads `music`, which is asked later; move it before"
            ),
        std::string::npos
    ) << all_text(loaded.complaints);
    EXPECT_NE(
        refused_change("[people, music, until]", "[people, music]").find("the question `until` stands on no page"),
        std::string::npos
    );
    EXPECT_NE(
        refused_change("[people, music, until]", "[people, music, until, music]").find("a second time"),
        std::string::npos
    );
}

TEST(Load, OutcomesCoverEverything) {
    EXPECT_NE(
        refused_change("    - means: refused\n", "    - when: decision = \"No\"\n      means: refused\n")
            .find("the last outcome has a `when:`"),
        std::string::npos
    );
    EXPECT_NE(
        refused_change("    - when: decision = \"Yes\"\n      means: granted", "    - means: granted")
            .find("must be the last"),
        std::string::npos
    );
}

TEST(Load, DatesAreDaysOfTheCalendar) {
    EXPECT_NE(
        refused_change("[2024-01-01..", "[2024-02-30..").find("`2024-02-30`, which is no day"), std::string::npos
    );
    EXPECT_NE(refused_change("[2024-01-01..", "[2031-01-01..").find("ends before it starts"), std::string::npos);
}

TEST(Load, TakesQuestionsFromTheBank) {
    std::string yaml =
        replaced(small_service, "journey:", "  contact:\n    from: bank/contact\n    needed: to tell you\njourney:");
    yaml = replaced(yaml, "until]", "until, contact]");
    const LoadedService built_in = load_files({{"service.yaml", yaml}});
    ASSERT_NE(built_in.service, nullptr) << all_text(built_in.complaints);
    EXPECT_EQ(built_in.service->find("contact")->type, QuestionType::contact);
    EXPECT_EQ(built_in.service->find("contact")->needed, "to tell you");
    EXPECT_TRUE(built_in.service->files.contains("bank/contact.yaml"));

    const LoadedService own =
        load_files({{"service.yaml", yaml}, {"bank/contact.yaml", "ask: Who are you?\ntype: contact\n"}});
    ASSERT_NE(own.service, nullptr) << all_text(own.complaints);
    EXPECT_EQ(own.service->find("contact")->ask, "Who are you?");
    EXPECT_NE(own.service->hash, built_in.service->hash);

    EXPECT_NE(
        refused({{"service.yaml", replaced(yaml, "bank/contact", "bank/address")}}).find("no question `bank/address`"),
        std::string::npos
    );
    EXPECT_NE(
        refused({{"service.yaml", yaml}, {"bank/contact.yaml", "ask: Q\ntipe: contact\n"}})
            .find("bank/contact.yaml:2:1: error: unknown key `tipe`"),
        std::string::npos
    );
}

TEST(Load, ReadsExamplesByTheTypesOfTheirQuestions) {
    Files files = decided_service();
    files["examples.yaml"] =
        "- example: small\n  given: {people: 20, music: true}\n  asks: [until]\n  outcome: granted\n  automatic: "
        "true\n";
    const LoadedService loaded = load_files(files);
    ASSERT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
    ASSERT_EQ(loaded.service->examples.size(), 1U);
    const Example& example = loaded.service->examples[0];
    EXPECT_EQ(example.given.at("people").text(), "20");
    EXPECT_EQ(example.outcome, OutcomeKind::granted);
    EXPECT_EQ(example.automatic, true);
    EXPECT_EQ(example.place.line, 1);

    files["examples.yaml"] = "- example: wrong\n  given: {people: many, musc: true}\n";
    const std::string text = refused(files);
    EXPECT_NE(
        text.find("examples.yaml:2:19: error: found the text `many`; the answer to `people` is a number"),
        std::string::npos
    ) << text;
    EXPECT_NE(text.find("there is no question `musc`; did you mean `music`?"), std::string::npos) << text;
}

TEST(Load, TranslatesWords) {
    const LoadedService loaded = load_files(
        {{"service.yaml", small_service},
         {"guide.md", "## What you need\n\nNothing. <script>alert(1)</script>\n"},
         {"words.cy.yaml",
          "title: Llogi neuadd\ntopics: [diwylliant]\nquestions:\n  people:\n    ask: Faint o bobl?\njourney:\n  - "
          "section: Y digwyddiad\n"}}
    );
    ASSERT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
    const Service& welsh = loaded.service->in_language("cy");
    EXPECT_EQ(welsh.title, "Llogi neuadd");
    EXPECT_EQ(welsh.find("people")->ask, "Faint o bobl?");
    EXPECT_EQ(welsh.find("music")->ask, "Will there be music?");
    EXPECT_EQ(welsh.journey[0].title, "Y digwyddiad");
    EXPECT_EQ(welsh.hash, loaded.service->hash);
    EXPECT_EQ(&loaded.service->in_language("fr"), loaded.service.get());
    const std::string text = all_text(loaded.complaints);
    EXPECT_NE(
        text.find("words.cy.yaml:1:1: warning: no words for `summary`; people see them in `en`"), std::string::npos
    ) << text;
    EXPECT_NE(text.find("there is no guide.cy.md"), std::string::npos) << text;
    EXPECT_EQ(loaded.service->guide_html.find("<script"), std::string::npos);
    EXPECT_NE(loaded.service->guide_html.find("<h2 class=\"govuk-heading-m\" id=\"what-you-need\">"), std::string::npos)
        << loaded.service->guide_html;
}

TEST(Load, TranslatesLetters) {
    Files files = decided_service();
    files["words.cy.yaml"] = "title: Llogi neuadd\ndecision:\n  outcomes:\n    - title: Cewch\n";
    files["letters/yes.cy.md"] = "Cewch, {name}\n";
    const LoadedService loaded = load_files(files);
    ASSERT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
    EXPECT_EQ(loaded.service->in_language("cy").outcomes[0].title, "Cewch");
    EXPECT_EQ(loaded.service->in_language("cy").outcomes[1].title, "You may not use the hall");
    EXPECT_NE(loaded.service->in_language("cy").find_document("booking")->letter_html.find("Cewch"), std::string::npos);
    const std::string text = all_text(loaded.complaints);
    EXPECT_NE(text.find("there is no letters/no.cy.md"), std::string::npos) << text;
    EXPECT_EQ(text.find("nothing uses"), std::string::npos) << text;
}

TEST(Load, WordsForNothingAreErrors) {
    const std::string text =
        refused({{"service.yaml", small_service}, {"words.cy.yaml", "title: T\nquestions:\n  peple:\n    ask: Q\n"}});
    EXPECT_NE(
        text.find("words.cy.yaml:4:5: error: there is no word in service.yaml for `questions.peple.ask`; did you mean "
                  "`questions.people.ask`?"),
        std::string::npos
    ) << text;
}

TEST(Load, LettersUseNamesThatExist) {
    Files files = decided_service();
    files["letters/yes.md"] = "# Hello\n\nDear {nam}, {people} people, {music}.\n";
    const std::string text = refused(files);
    EXPECT_NE(
        text.find("letters/yes.md:3:6: error: there is no name for letters `nam`; did you mean `name`?"),
        std::string::npos
    ) << text;
}

TEST(Load, WarnsOfFilesThatNothingUses) {
    Files files{{"service.yaml", small_service}, {"notes.txt", "x"}};
    const LoadedService loaded = load_files(files);
    ASSERT_NE(loaded.service, nullptr);
    EXPECT_NE(all_text(loaded.complaints).find("notes.txt:1:1: warning: nothing uses this file"), std::string::npos);
}

TEST(Load, ModelsImportOthersOfTheFolder) {
    Files files = decided_service();
    files["limits.dmn"] =
        R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="Limits" namespace="urn:limits">)"
        R"(<decision id="most" name="Most"><variable name="Most" typeRef="number"/>)"
        R"(<literalExpression><text>100</text></literalExpression></decision></definitions>)";
    std::string& rules = files["rules.dmn"];
    rules = replaced(
        rules, "  <inputData",
        R"(  <import namespace="urn:limits" name="limits" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>)"
        "\n  <inputData"
    );
    rules = replaced(
        rules, "<decisionTable",
        R"(<informationRequirement id="r2"><requiredDecision href="urn:limits#most"/></informationRequirement>)"
        "\n    <decisionTable"
    );
    rules = replaced(rules, "&lt;= 100", "&lt;= limits.Most");
    rules = replaced(rules, "&gt; 100", "&gt; limits.Most");
    const LoadedService loaded = load_files(files);
    ASSERT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
    EXPECT_EQ(all_text(loaded.complaints).find("limits.dmn"), std::string::npos) << all_text(loaded.complaints);
    const auto& model = *loaded.service->rules[0].model;
    const auto answer = [&](std::int64_t people) {
        return model.evaluate("Allowed?", {{"head count", feel::Value(feel::Number(people))}}, {}, "UTC")->value.text();
    };
    EXPECT_EQ(answer(100), "\"Yes\"");
    EXPECT_EQ(answer(101), "\"No\"");
    files.erase("limits.dmn");
    EXPECT_NE(refused(files).find("urn:limits"), std::string::npos);
}

TEST(Load, TheHashCoversNamesAndBytes) {
    const Files files{{"a", "1"}, {"b", "2"}};
    EXPECT_EQ(hash_of(files), hash_of(files));
    EXPECT_NE(hash_of(files), hash_of({{"a", "1"}, {"b", "3"}}));
    EXPECT_NE(hash_of(files), hash_of({{"a", "12"}, {"b", ""}}));
    EXPECT_NE(hash_of(files), hash_of({{"a", "1"}, {"c", "2"}}));
}

TEST(Load, PackedFilesComeBackOrAreRefused) {
    const Files files{{"a", "1"}, {"b/c.md", std::string("\0\n:", 3)}, {"empty", ""}};
    const std::string packed = internal::pack(files);
    EXPECT_EQ(internal::unpack(packed), files);
    for (std::size_t length = 1; length < packed.size(); ++length) {
        const auto part = internal::unpack(packed.substr(0, length));
        EXPECT_TRUE(!part || *part != files) << length;
    }
}

TEST(Load, ReadsAFolderWithItsBank) {
    const ScratchFolder scratch;
    std::string yaml = replaced(small_service, "journey:", "  contact:\n    from: bank/contact\njourney:");
    yaml = replaced(yaml, "until]", "until, contact]");
    scratch.write("book-a-hall/service.yaml", yaml);
    scratch.write("book-a-hall/.hidden", "x");
    scratch.write("bank/contact.yaml", "ask: Who are you?\ntype: contact\n");
    const LoadedService loaded = load_folder(scratch.path() / "book-a-hall");
    ASSERT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
    EXPECT_EQ(loaded.service->find("contact")->ask, "Who are you?");
    EXPECT_EQ(loaded.service->files.size(), 2U);
    EXPECT_EQ(load_folder(scratch.path() / "book-a-hall/").service->hash, loaded.service->hash);

    std::filesystem::rename(scratch.path() / "book-a-hall", scratch.path() / "other");
    EXPECT_NE(
        all_text(load_folder(scratch.path() / "other").complaints)
            .find("other/service.yaml:1:10: error: found the name `book-a-hall` in the folder `other`"),
        std::string::npos
    );
}

TEST(Load, RefusesLinksAndMissingFolders) {
    const ScratchFolder scratch;
    scratch.write("book-a-hall/service.yaml", small_service);
    std::filesystem::create_symlink("/etc/hostname", scratch.path() / "book-a-hall/guide.md");
    EXPECT_NE(all_text(load_folder(scratch.path() / "book-a-hall").complaints).find("found a link"), std::string::npos);
    EXPECT_NE(all_text(load_folder(scratch.path() / "nowhere").complaints).find("cannot be read"), std::string::npos);
}

TEST(Load, TheShippedServicesLoad) {
    for (const std::string name : {"fell-a-tree", "report-a-street-problem"}) {
        const LoadedService loaded = load_folder(guildhall::tests::source_directory() / "services" / name);
        EXPECT_NE(loaded.service, nullptr) << all_text(loaded.complaints);
        EXPECT_TRUE(loaded.complaints.empty()) << all_text(loaded.complaints);
    }
}

/// The reasons of a permit say whether a new tree has to be planted, so they must agree with the decision on it.
TEST(Load, TheTreeRulesAgreeOnNewTrees) {
    const LoadedService loaded = load_folder(guildhall::tests::source_directory() / "services/fell-a-tree");
    ASSERT_NE(loaded.service, nullptr);
    const dmn::Model& model = *loaded.service->rules.at(0).model;
    for (const std::string diameter : {"1", "30", "30.5", "31", "60"}) {
        const dmn::Inputs inputs{
            {"treeDiameter", feel::Value(*feel::Number::parse(diameter))}, {"protectedArea", feel::Value(false)}
        };
        const auto felling = model.explain("Tree Felling Permitted?", inputs, base::Instant{}, "UTC");
        const auto planting = model.evaluate("Replacement Tree Required?", inputs, base::Instant{}, "UTC");
        ASSERT_TRUE(felling.ok() && planting.ok());
        EXPECT_EQ(felling->value.text(), "\"Permit\"") << diameter;
        ASSERT_NE(planting->value.boolean(), nullptr);
        std::string reasons;
        for (const dmn::Reason& reason : dmn::reasons_of(*felling)) reasons += reason.text;
        const bool says_plant = reasons.find("A new tree has to be planted.") != std::string::npos;
        EXPECT_EQ(says_plant, *planting->value.boolean()) << diameter << ": " << reasons;
    }
}

}  // namespace
}  // namespace guildhall::catalogue
