#include "base/yaml.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"
#include "base/text.hpp"

namespace guildhall::base {
namespace {

std::string refusal(std::string_view bytes) {
    const ReadYaml read = read_yaml(bytes, "a.yaml");
    if (read.root) return "accepted";
    EXPECT_EQ(read.complaints.size(), 1U);
    return read.complaints.empty() ? "" : read.complaints.front().text();
}

TEST(Yaml, BuildsATreeWithPlaces) {
    const ReadYaml read = read_yaml(
        "service: fell-a-tree\nquestions:\n  trunk:\n    ask: \"How thick?\"\ntopics: [trees, gardens]\n", "a.yaml"
    );
    ASSERT_TRUE(read.root) << read.complaints.front().text();
    const YamlNode& root = *read.root;
    EXPECT_EQ(root.entries.size(), 3U);
    const YamlNode* ask = root.find("questions")->find("trunk")->find("ask");
    ASSERT_NE(ask, nullptr);
    EXPECT_EQ(ask->text, "How thick?");
    EXPECT_EQ(ask->style, YamlNode::Style::quoted);
    EXPECT_EQ(ask->line, 4);
    EXPECT_EQ(ask->column, 10);
    EXPECT_EQ(root.find("topics")->items.at(1).text, "gardens");
    EXPECT_EQ(root.find("topics")->items.at(1).column, 17);
    EXPECT_EQ(root.find_entry("topics")->line, 5);
}

TEST(Yaml, ColumnsCountCharactersNotBytes) {
    const ReadYaml read = read_yaml("{ a: é, b: x }", "a.yaml");
    ASSERT_TRUE(read.root);
    EXPECT_EQ(read.root->find("b")->column, 12);
}

TEST(Yaml, OnlyTrueAndFalseAreBooleans) {
    const ReadYaml read = read_yaml("[true, false, yes, True, 'true', off]", "a.yaml");
    ASSERT_TRUE(read.root);
    const auto& items = read.root->items;
    EXPECT_EQ(items[0].boolean(), true);
    EXPECT_EQ(items[1].boolean(), false);
    for (std::size_t i = 2; i < items.size(); ++i) {
        EXPECT_FALSE(items[i].boolean()) << items[i].text;
        EXPECT_TRUE(items[i].is_text());
    }
}

TEST(Yaml, TellsNumbersFromText) {
    const ReadYaml read = read_yaml("[1, -2.5, 1e3, '1', 1.2.3, 0x10, .5, 1., ., 10 days]", "a.yaml");
    ASSERT_TRUE(read.root);
    const std::vector<bool> expected{true, true, true, false, false, false, true, true, false, false};
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_EQ(read.root->items[i].is_number(), expected[i]) << read.root->items[i].text;
    EXPECT_EQ(read.root->items[0].integer(), 1);
    EXPECT_FALSE(read.root->items[1].integer());
}

TEST(Yaml, RefusesWhatIsNotInTheSubset) {
    EXPECT_EQ(
        refusal("a: 1\nb: 2\na: 3\n"),
        "a.yaml:3:1: error: the key `a` stands here a second time; the first is in line 1"
    );
    EXPECT_EQ(
        refusal("{a: 1, a: 2}"), "a.yaml:1:8: error: the key `a` stands here a second time; the first is in line 1"
    );
    EXPECT_EQ(
        refusal("a: 1\n'a': 2\n"), "a.yaml:2:1: error: the key `a` stands here a second time; the first is in line 1"
    );
    EXPECT_NE(refusal("a: &x 1\nb: *x\n").find("a.yaml:1:4: error: found the anchor `&x`"), std::string::npos);
    EXPECT_NE(refusal("b: *x\n").find("a.yaml:1:"), std::string::npos);
    EXPECT_NE(refusal("a: !!str 1").find("found the tag"), std::string::npos);
    EXPECT_NE(refusal("a: !thing {b: 1}").find("found the tag"), std::string::npos);
    EXPECT_NE(refusal("a: 1\n---\nb: 2\n").find("a.yaml:2:1: error: a second document"), std::string::npos);
    EXPECT_NE(refusal("%YAML 1.1\n---\na: 1\n").find("directives"), std::string::npos);
    EXPECT_NE(refusal("[a]: 1").find("as a key"), std::string::npos);
    EXPECT_NE(refusal("~: 1").find("as a key"), std::string::npos);
    EXPECT_NE(refusal("").find("the file is empty"), std::string::npos);
    EXPECT_NE(refusal("# only a remark\n").find("the file is empty"), std::string::npos);
}

TEST(Yaml, RefusesBadBytesWithTheirPlace) {
    EXPECT_EQ(refusal("a: 1\nb: x\xff\n"), "a.yaml:2:5: error: found a byte that is not UTF-8; save the file as UTF-8");
    EXPECT_NE(
        refusal(std::string_view("a: \0", 4)).find("a.yaml:1:4: error: found a control character"), std::string::npos
    );
    EXPECT_NE(refusal("a: b: c").find("put text that holds `:` in quotes"), std::string::npos);
    EXPECT_NE(refusal("a: [1, 2").find("a.yaml:"), std::string::npos);
}

TEST(Yaml, HoldsItsBounds) {
    EXPECT_NE(refusal(std::string(max_yaml_bytes + 1, 'a')).find("at most"), std::string::npos);
    const std::string deep = std::string(max_yaml_depth, '[') + std::string(max_yaml_depth, ']');
    EXPECT_EQ(refusal(deep), "accepted");
    EXPECT_NE(refusal("[" + deep + "]").find("nested deeper than 32"), std::string::npos);
    EXPECT_NE(refusal(std::string(100'000, '[')).find("nested deeper than 32"), std::string::npos);
    std::string dashes;
    for (int i = 0; i < 100'000; ++i) dashes += "- ";
    EXPECT_NE(refusal(dashes).find("nested deeper than 32"), std::string::npos);
    std::string many = "[";
    for (std::size_t i = 0; i < max_yaml_nodes; ++i) many += "1,";
    EXPECT_NE(refusal(many + "]").find("more than 100000 values"), std::string::npos);
}

TEST(Yaml, PlacesWithinText) {
    const ReadYaml read = read_yaml("a: x + y\nb: 'x + y'\nc: |\n  x\n", "a.yaml");
    ASSERT_TRUE(read.root);
    EXPECT_EQ(read.root->find("a")->place_within("a.yaml", 1, 3).column, 6);
    EXPECT_EQ(read.root->find("b")->place_within("a.yaml", 1, 3).column, 7);
    EXPECT_EQ(read.root->find("c")->style, YamlNode::Style::block);
    EXPECT_EQ(read.root->find("c")->place_within("a.yaml", 1, 1).line, 3);
}

TEST(Yaml, AnEmptyValueStandsAtItsKey) {
    const ReadYaml read = read_yaml("a:\nb: ~\n", "a.yaml");
    ASSERT_TRUE(read.root);
    EXPECT_EQ(read.root->find("a")->kind, YamlNode::Kind::nothing);
    EXPECT_EQ(read.root->find("a")->line, 1);
    EXPECT_EQ(read.root->find("b")->kind, YamlNode::Kind::nothing);
}

/// Whatever the bytes: a tree or a complaint with a place, never both, never neither.
TEST(Yaml, SurvivesDamagedDocuments) {
    const std::string good =
        "service: a\nlist: [1, {b: 'c'}]\ntext: |\n  lines\n  more\nmap:\n  x: \"\\u00e9\"\n  - y\n";
    SeededRandom random(7);
    for (int round = 0; round < 3000; ++round) {
        std::string bytes = good;
        for (int hits = 0; hits < 3; ++hits) {
            bytes[random.number() % bytes.size()] = "\n\t :-[]{}'\"|>&*!%@`#,?~a\xc3"[random.number() % 25];
        }
        const ReadYaml read = read_yaml(bytes, "a.yaml");
        EXPECT_NE(read.root.has_value(), has_errors(read.complaints)) << bytes;
        for (const Complaint& complaint : read.complaints) {
            EXPECT_GE(complaint.place.line, 1) << bytes;
            EXPECT_GE(complaint.place.column, 1) << bytes;
        }
    }
}

}  // namespace
}  // namespace guildhall::base
