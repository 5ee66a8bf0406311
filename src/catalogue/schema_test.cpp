#include "catalogue/internal/schema.hpp"

#include <gtest/gtest.h>

#include "catalogue/internal/embedded.hpp"

namespace guildhall::catalogue::internal {
namespace {

std::string complaints_of(std::string_view yaml, std::string_view schema = "services/service.schema.json") {
    const auto read = base::read_yaml(yaml, "service.yaml");
    if (!read.root) return read.complaints.front().text();
    std::string out;
    for (const auto& complaint : Schema(embedded(schema)).validate(*read.root, "service.yaml"))
        out += complaint.text() + "\n";
    return out;
}

constexpr std::string_view head = "service: a-b\nversion: 1\ntitle: T\nsummary: S\n";

std::string with(std::string_view more) {
    return complaints_of(std::string(head) + std::string(more));
}

TEST(Schema, TheShippedSchemasUseWhatTheValidatorKnows) {
    for (const std::string_view name :
         {"services/service.schema.json", "services/examples.schema.json", "services/words.schema.json"}) {
        EXPECT_TRUE(Schema(embedded(name)).unknown_keywords().empty()) << name;
    }
    EXPECT_EQ(
        Schema(R"({"properties": {"a": {"contains": true}}})").unknown_keywords(), std::vector<std::string>{"contains"}
    );
}

TEST(Schema, PassesTheSmallestService) {
    EXPECT_EQ(complaints_of(head), "");
}

TEST(Schema, NamesWhatIsMissing) {
    EXPECT_EQ(
        complaints_of("service: a\nversion: 1\ntitle: T\n"),
        "service.yaml:1:1: error: `summary:` is missing here; expected text\n"
    );
    EXPECT_EQ(
        with("questions:\n  one:\n    type: number\n"),
        "service.yaml:6:3: error: one of `ask`, `from` is missing here\n"
    );
    EXPECT_EQ(
        with("questions:\n  one: {ask: Q, type: radios}\n"), "service.yaml:6:3: error: `options:` is missing here\n"
    );
}

TEST(Schema, NamesTheNearestKey) {
    EXPECT_EQ(with("titel: x\n"), "service.yaml:5:1: error: unknown key `titel`; did you mean `title`?\n");
    EXPECT_EQ(
        with("questions:\n  one: {ask: Q, hnt: x}\n"),
        "service.yaml:6:17: error: unknown key `hnt`; did you mean `hint`?\n"
    );
    EXPECT_NE(with("zzzzzzzz: x\n").find("unknown key `zzzzzzzz`; expected one of `"), std::string::npos);
    EXPECT_NE(with("zzzzzzzz: x\n").find(", `cost`, "), std::string::npos);
}

TEST(Schema, SaysWhatWasFoundAndExpected) {
    EXPECT_EQ(with("cost: 12\n"), "service.yaml:5:7: error: found the number `12`; expected text; put it in quotes\n");
    EXPECT_EQ(
        with("topics: trees\n"),
        "service.yaml:5:9: error: found the text `trees`; expected a list of topics; put it in brackets: `[…]`\n"
    );
    EXPECT_EQ(
        with("questions:\n  one: {ask: Q, optional: yes}\n"),
        "service.yaml:6:27: error: found the text `yes`; expected `true` or `false`\n"
    );
    EXPECT_EQ(
        with("sign-in: optionl\n"),
        "service.yaml:5:10: error: found the text `optionl`; expected one of `none`, `optional`, `required`; did you "
        "mean `optional`?\n"
    );
    EXPECT_EQ(
        with("decide-within: ten days\n"),
        "service.yaml:5:16: error: found the text `ten days`; expected a number of working days, such as `10 working "
        "days`\n"
    );
    EXPECT_EQ(
        with("questions:\n  total-income: {ask: Q}\n"),
        "service.yaml:6:3: error: found the name `total-income`; expected letters, digits and underscores, starting "
        "with a letter\n"
    );
    EXPECT_EQ(
        with("questions:\n  one: {ask: Q, range: [1..5]}\n"),
        "service.yaml:6:24: error: found a list; expected FEEL unary tests, such as `\"[1..1000]\"`\n"
    );
    EXPECT_EQ(with("topics: [a, b, a]\n"), "service.yaml:5:16: error: `a` stands in this list a second time\n");
    EXPECT_EQ(with("law:\n"), "service.yaml:5:1: error: found nothing; expected a map of laws\n");
    EXPECT_EQ(complaints_of("[]"), "service.yaml:1:1: error: found a list; expected a service\n");
}

TEST(Schema, HoldsNumbersAndCountsToTheirBounds) {
    EXPECT_EQ(
        complaints_of("service: a\nversion: 0\ntitle: T\nsummary: S\n"),
        "service.yaml:2:10: error: found the number `0`; expected a whole number from 1\n"
    );
    EXPECT_EQ(
        complaints_of("service: a\nversion: 1.5\ntitle: T\nsummary: S\n"),
        "service.yaml:2:10: error: found the number `1.5`; expected a whole number from 1\n"
    );
    EXPECT_NE(
        with("questions:\n  one: {ask: Q, type: radios, options: {}}\n").find("found 0 entries"), std::string::npos
    );
    EXPECT_NE(
        with("cost: " + std::string(501, 'x') + "\n").find("found 501 characters; expected at most 500"),
        std::string::npos
    );
    EXPECT_NE(with("cost: ''\n").find("found no text"), std::string::npos);
}

TEST(Schema, ReadsOneDefinition) {
    const auto read = base::read_yaml("ask: Q\nfrom: bank/contact\ntype: txt\n", "bank/a.yaml");
    ASSERT_TRUE(read.root);
    const auto found = Schema(embedded("services/service.schema.json")).validate(*read.root, "bank/a.yaml", "question");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_NE(found.front().text().find("did you mean `text`?"), std::string::npos);
}

TEST(Schema, ExactlyOneOfAlternatives) {
    const Schema schema(R"({"oneOf": [{"type": "integer"}, {"type": "number"}], "title": "a broken number"})");
    const auto check = [&](std::string_view yaml) {
        return schema.validate(*base::read_yaml(yaml, "a").root, "a").size();
    };
    EXPECT_EQ(check("1.5"), 0U);
    EXPECT_EQ(check("1"), 1U);
    EXPECT_EQ(check("text"), 1U);
}

}  // namespace
}  // namespace guildhall::catalogue::internal
