#include "base/xml.hpp"

#include <gtest/gtest.h>

namespace guildhall::base {
namespace {

TEST(Xml, ElementsKnowNamespacesAttributesAndPlaces) {
    const XmlDocument document = parse_xml(
        "<?xml version=\"1.0\"?>\n<a xmlns=\"urn:x\" xmlns:v=\"urn:v\" v:k='1 > 0' k=\"&lt;&#233;\">\n"
        "  <b>é</b><v:c/>\n</a>\n",
        "f.xml"
    );
    ASSERT_TRUE(document.root) << document.complaints.front().text();
    const XmlElement& root = *document.root;
    EXPECT_EQ(root.namespace_uri, "urn:x");
    EXPECT_EQ(root.line, 2);
    EXPECT_EQ(root.column, 1);
    EXPECT_EQ(root.attribute("k"), "<é");
    ASSERT_EQ(root.attributes.size(), 2U);
    EXPECT_EQ(root.attributes[0].namespace_uri, "urn:v");
    EXPECT_EQ(root.namespaces.size(), 2U);
    ASSERT_EQ(root.children.size(), 2U);
    EXPECT_EQ(root.children[0].text, "é");
    EXPECT_EQ(root.children[0].line, 3);
    EXPECT_EQ(root.children[0].column, 3);
    EXPECT_EQ(root.children[1].namespace_uri, "urn:v");
    EXPECT_EQ(root.children[1].column, 11);
    EXPECT_EQ(root.child("b"), &root.children[0]);
    EXPECT_EQ(root.child("c"), nullptr);
}

TEST(Xml, TextPositionsSeeThroughEntitiesCdataAndComments) {
    const XmlDocument document = parse_xml("<a>x &lt;= y<!-- n -->z<![CDATA[ < w]]>&#x20AC;!\r\nend</a>", "f.xml");
    ASSERT_TRUE(document.root);
    const XmlElement& root = *document.root;
    EXPECT_EQ(root.text, "x <= yz < w\u20AC!\nend");
    const auto at = [&](std::string_view word) { return root.position_of(root.text.find(word)); };
    EXPECT_EQ(at("<=").column, 6);
    EXPECT_EQ(at("y").column, 12);
    EXPECT_EQ(at("z").column, 23);
    EXPECT_EQ(at("w").column, 36);
    EXPECT_EQ(at("!").column, 48);
    EXPECT_EQ(at("end").line, 2);
    EXPECT_EQ(at("end").column, 1);
}

TEST(Xml, RefusesDoctypesEntitiesAndOtherEncodings) {
    const auto complaint = [](std::string_view text) {
        const XmlDocument document = parse_xml(text, "f.xml");
        EXPECT_FALSE(document.root) << text;
        return document.complaints.empty() ? std::string() : document.complaints.front().text();
    };
    EXPECT_NE(
        complaint("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>").find("DOCTYPE"),
        std::string::npos
    );
    EXPECT_NE(complaint("<a>&nbsp;</a>").find("nbsp"), std::string::npos);
    EXPECT_NE(complaint("<a>\n<b></a>").find("f.xml:2:"), std::string::npos);
    EXPECT_NE(complaint("<?xml version='1.0' encoding='ISO-8859-1'?><a/>").find("ISO-8859-1"), std::string::npos);
    EXPECT_NE(complaint("<a>\xff</a>").find("UTF-8"), std::string::npos);
    EXPECT_NE(complaint("<p:a/>").find("p"), std::string::npos);
    EXPECT_FALSE(complaint("").empty());
    EXPECT_FALSE(complaint("  \n").empty());
    EXPECT_FALSE(complaint("<a/><b/>").empty());
    EXPECT_FALSE(complaint("<a").empty());
    EXPECT_FALSE(complaint("no xml").empty());
    EXPECT_FALSE(complaint(std::string_view("<a>\0</a>", 8)).empty());
}

TEST(Xml, HoldsItsLimits) {
    std::string deep;
    for (int i = 0; i < 101; ++i) deep += "<a>";
    for (int i = 0; i < 101; ++i) deep += "</a>";
    EXPECT_FALSE(parse_xml(deep, "f.xml").root);
    EXPECT_TRUE(parse_xml(deep.substr(3, deep.size() - 7), "f.xml").root);

    EXPECT_FALSE(parse_xml("<a><b/><b/></a>", "f.xml", {.max_elements = 2}).root);
    EXPECT_TRUE(parse_xml("<a><b/><b/></a>", "f.xml", {.max_elements = 3}).root);
    EXPECT_FALSE(parse_xml("<a>12345</a>", "f.xml", {.max_bytes = 11}).root);
    EXPECT_TRUE(parse_xml("<a>12345</a>", "f.xml", {.max_bytes = 12}).root);
}

TEST(Xml, PlacesStayRightInALongFile) {
    std::string text = "<a>";
    for (int i = 0; i < 5000; ++i) text += "\n <b k=\"" + std::string(40, 'x') + "\">some text</b>";
    text += "</a>";
    const XmlDocument document = parse_xml(text, "f.xml");
    ASSERT_TRUE(document.root);
    ASSERT_EQ(document.root->children.size(), 5000U);
    EXPECT_EQ(document.root->children.back().line, 5001);
    EXPECT_EQ(document.root->children.back().column, 2);
    EXPECT_EQ(document.root->children.back().position_of(5).column, 55);
}

}  // namespace
}  // namespace guildhall::base
