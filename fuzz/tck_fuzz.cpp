// Any bytes as a test file of the compatibility kit, on a model of every kind of input and a decision service: each
// case passes or fails, and each failure has its line.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "dmn/internal/tck_file.hpp"
#include "dmn/model.hpp"

namespace {

using namespace guildhall;

constexpr std::string_view model_text =
    R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
<itemDefinition name="Person"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>
<itemComponent name="born"><typeRef>date</typeRef></itemComponent></itemDefinition>
<itemDefinition name="Numbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>
<inputData id="i1" name="n"><variable name="n" typeRef="number"/></inputData>
<inputData id="i2" name="person"><variable name="person" typeRef="Person"/></inputData>
<inputData id="i3" name="numbers"><variable name="numbers" typeRef="Numbers"/></inputData>
<inputData id="i4" name="any"><variable name="any"/></inputData>
<decision id="d1" name="all"><variable name="all"/>
<informationRequirement><requiredInput href="#i1"/></informationRequirement>
<informationRequirement><requiredInput href="#i2"/></informationRequirement>
<informationRequirement><requiredInput href="#i3"/></informationRequirement>
<informationRequirement><requiredInput href="#i4"/></informationRequirement>
<literalExpression><text>{n: n + 1, person: person, numbers: sum(numbers), any: any}</text></literalExpression></decision>
<decisionService id="s" name="service"><outputDecision href="#d1"/>
<inputData href="#i1"/><inputData href="#i2"/><inputData href="#i3"/><inputData href="#i4"/></decisionService>
</definitions>)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const dmn::LoadedModel loaded = dmn::load(model_text, "fuzz.dmn");
    if (!loaded.model || !loaded.complaints.empty()) std::abort();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto outcome = dmn::run_tck_file(text, "fuzz.xml", [](const std::string& name) {
        return name == "m.dmn" ? loaded.model.get() : nullptr;
    });
    if (outcome.counts.failed > 0 && outcome.failures.empty()) std::abort();
    return 0;
}
