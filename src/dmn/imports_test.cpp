#include "dmn/imports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dmn/model.hpp"

namespace guildhall::dmn {
namespace {

/// Models by namespace, as a test writes them.
class WrittenImports final : public ImportSource {
public:
    void add(const std::string& name, std::string xml) { files_[name] = {name + ".dmn", std::move(xml)}; }
    [[nodiscard]] std::optional<ImportedFile> find(const std::string& target_namespace) const override {
        const auto found = files_.find(target_namespace);
        return found == files_.end() ? std::nullopt : std::optional(found->second);
    }

private:
    std::map<std::string, ImportedFile> files_;
};

constexpr std::string_view dmn_15 = "https://www.omg.org/spec/DMN/20230324/MODEL/";

std::string file_of(const std::string& name, const std::string& content, std::string_view version = dmn_15) {
    return fmt::format(
        R"(<definitions xmlns="{}" xmlns:feel="http://www.omg.org/spec/DMN/20180521/FEEL/" xmlns:people="people"
             name="{}" namespace="{}">{}</definitions>)",
        version, name, name, content
    );
}

std::string import_of(const std::string& prefix, const std::string& name) {
    return fmt::format(R"(<import name="{}" namespace="{}" importType="{}"/>)", prefix, name, dmn_15);
}

std::string people() {
    return file_of(
        "people",
        R"(<itemDefinition name="tPerson"><itemComponent name="full name"><typeRef>feel:string</typeRef></itemComponent>
             <itemComponent name="age"><typeRef>tAge</typeRef></itemComponent></itemDefinition>
           <itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemDefinition>
           <inputData id="p" name="Applicant"><variable name="Applicant" typeRef="tPerson"/></inputData>
           <decision id="a" name="Is adult"><variable name="Is adult" typeRef="boolean"/>
             <informationRequirement><requiredInput href="#p"/></informationRequirement>
             <literalExpression><text>Applicant.age >= 18</text></literalExpression></decision>
           <businessKnowledgeModel id="g" name="greeting of"><variable name="greeting of"/><encapsulatedLogic>
             <formalParameter name="person" typeRef="tPerson"/>
             <literalExpression><text>"Hello " + person.full name</text></literalExpression></encapsulatedLogic>
             </businessKnowledgeModel>)",
        "http://www.omg.org/spec/DMN/20180521/MODEL/"
    );
}

feel::Value person(const std::string& name, int age) {
    return feel::Value(feel::Context{{{"full name", feel::Value(name)}, {"age", feel::Value(feel::Number(age))}}});
}

std::string evaluated(const Model& model, const std::string& decision, const Inputs& inputs) {
    const auto outcome = model.evaluate(decision, inputs, {}, "UTC");
    return outcome ? outcome->value.text() : "error: " + outcome.error().message.text;
}

TEST(Imports, ElementsStandBehindTheNameOfTheirImport) {
    WrittenImports imports;
    imports.add("people", people());
    const auto loaded = load(
        file_of(
            "main",
            import_of("our people", "people") +
                R"(<inputData id="v" name="Visitor"><variable name="Visitor" typeRef="our people.tPerson"/></inputData>
                   <inputData id="w" name="Applicant"><variable name="Applicant" typeRef="string"/></inputData>
                   <decision id="d" name="Letter"><variable name="Letter" typeRef="string"/>
                     <informationRequirement><requiredInput href="#v"/></informationRequirement>
                     <informationRequirement><requiredInput href="#w"/></informationRequirement>
                     <informationRequirement><requiredInput href="people#p"/></informationRequirement>
                     <informationRequirement><requiredDecision href="people#a"/></informationRequirement>
                     <knowledgeRequirement><requiredKnowledge href="people#g"/></knowledgeRequirement>
                     <literalExpression><text>our people.greeting of(Visitor) + (if our people.Is adult then ", adult" else ", child")
                       + Applicant + our people.Applicant.full name + string(Visitor instance of our people.tPerson)</text></literalExpression></decision>)"
        ),
        "main.dmn", &imports
    );
    ASSERT_TRUE(loaded.model);
    EXPECT_TRUE(loaded.complaints.empty()) << loaded.complaints.front().text();
    EXPECT_THAT(loaded.model->decisions(), testing::ElementsAre("Letter"));
    // The name of the imported input is taken, so callers say where it comes from.
    const Inputs inputs{
        {"Visitor", person("Ada", 3)}, {"Applicant", feel::Value("!")}, {"our people.Applicant", person("Bob", 20)}
    };
    EXPECT_EQ(evaluated(*loaded.model, "Letter", inputs), "\"Hello Ada, adult!Bobtrue\"");
    EXPECT_EQ(evaluated(*loaded.model, "our people.Is adult", inputs), "true");
    EXPECT_THAT(
        loaded.model->inputs_of("Letter"), testing::UnorderedElementsAre("Visitor", "Applicant", "our people.Applicant")
    );
    // Types of the imported file hold, their allowed values too.
    EXPECT_EQ(evaluated(*loaded.model, "our people.Is adult", {{"our people.Applicant", person("Bob", 200)}}), "null");
}

TEST(Imports, AFileThatSeveralImportIsThereOnce) {
    WrittenImports imports;
    imports.add("people", people());
    for (const std::string name : {"left", "right"})
        imports.add(
            name, file_of(
                      name, import_of("p", "people") +
                                R"(<decision id="x" name="Result"><variable name="Result"/>
                                     <informationRequirement><requiredDecision href="people#a"/></informationRequirement>
                                     <literalExpression><text>p.Is adult</text></literalExpression></decision>)"
                  )
        );
    const auto loaded = load(
        file_of(
            "main", import_of("l", "left") + import_of("r", "right") +
                        R"(<decision id="d" name="Both"><variable name="Both"/>
                             <informationRequirement><requiredDecision href="left#x"/></informationRequirement>
                             <informationRequirement><requiredDecision href="right#x"/></informationRequirement>
                             <literalExpression><text>[l.Result, r.Result]</text></literalExpression></decision>)"
        ),
        "main.dmn", &imports
    );
    ASSERT_TRUE(loaded.model);
    ASSERT_EQ(loaded.model->inputs().size(), 1U);
    EXPECT_EQ(loaded.model->inputs()[0].name, "Applicant");
    EXPECT_EQ(loaded.model->inputs()[0].model_namespace, "people");
    EXPECT_EQ(evaluated(*loaded.model, "Both", {{"Applicant", person("Bob", 20)}}), "[true, true]");
    const auto open = loaded.model->evaluate("Both", {}, {}, "UTC");
    ASSERT_TRUE(open);
    EXPECT_THAT(open->depends_on, testing::ElementsAre("Applicant"));
}

TEST(Imports, CirclesEndAndMissingFilesAreSaid) {
    WrittenImports imports;
    imports.add(
        "one",
        file_of(
            "one", import_of("m", "main") + R"(<itemDefinition name="tText"><typeRef>string</typeRef></itemDefinition>)"
        )
    );
    const auto loaded = load(
        file_of(
            "main", import_of("o", "one") + import_of("gone", "nowhere") +
                        R"(<decision id="d" name="Fine"><variable name="Fine" typeRef="o.tText"/>
                             <literalExpression><text>"yes"</text></literalExpression></decision>
                           <decision id="e" name="Broken"><variable name="Broken"/>
                             <informationRequirement><requiredDecision href="nowhere#x"/></informationRequirement>
                             <literalExpression><text>gone.x</text></literalExpression></decision>)"
        ),
        "main.dmn", &imports
    );
    ASSERT_TRUE(loaded.model);
    std::string said;
    for (const auto& complaint : loaded.complaints) said += complaint.text() + "\n";
    EXPECT_THAT(
        said, testing::HasSubstr("the import of 'gone' cannot be read: no file at hand has the namespace 'nowhere'")
    );
    EXPECT_EQ(evaluated(*loaded.model, "Fine", {}), "\"yes\"");
    EXPECT_THAT(evaluated(*loaded.model, "Broken", {}), testing::StartsWith("error: "));
}

TEST(Imports, TypesOfVersionOneAreNamedByTheirXmlPrefix) {
    WrittenImports imports;
    imports.add("people", people());
    const auto loaded = load(
        file_of(
            "main",
            import_of("folk", "people") +
                R"(<inputData id="v" name="Visitor"><variable name="Visitor" typeRef="people:tPerson"/></inputData>
                   <decision id="d" name="Name"><variable name="Name" typeRef="feel:string"/>
                     <informationRequirement><requiredInput href="#v"/></informationRequirement>
                     <literalExpression><text>Visitor.full name</text></literalExpression></decision>)",
            "http://www.omg.org/spec/DMN/20151101/dmn.xsd"
        ),
        "main.dmn", &imports
    );
    ASSERT_TRUE(loaded.model);
    EXPECT_EQ(loaded.model->inputs()[0].type, "folk.tPerson");
    EXPECT_EQ(evaluated(*loaded.model, "Name", {{"Visitor", person("Ada", 3)}}), "\"Ada\"");
}

}  // namespace
}  // namespace guildhall::dmn
