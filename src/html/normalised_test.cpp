#include "html/internal/normalised.hpp"

#include <gtest/gtest.h>
#include <libxml/HTMLparser.h>

#include <iterator>
#include <map>
#include <set>
#include <sstream>

namespace guildhall::html::internal {

std::string squeezed(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool is_space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!is_space) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    if (!out.empty() && out.back() == ' ') {
        out.pop_back();
    }
    return out;
}

namespace {

std::string sorted_words(const std::string& list) {
    std::istringstream words(list);
    std::multiset<std::string> sorted{std::istream_iterator<std::string>(words), {}};
    std::string out;
    for (const std::string& word : sorted) {
        out += (out.empty() ? "" : " ") + word;
    }
    return out;
}

std::string text_of(const xmlChar* text) {
    return text == nullptr ? "" : reinterpret_cast<const char*>(text);
}

void write_node(std::ostream& out, const xmlNode* node, int depth) {
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        const std::string text = squeezed(text_of(node->content));
        if (!text.empty()) {
            out << indent << text << '\n';
        }
        return;
    }
    if (node->type != XML_ELEMENT_NODE) {
        return;
    }
    std::map<std::string, std::string> attributes;
    for (const xmlAttr* attribute = node->properties; attribute != nullptr; attribute = attribute->next) {
        xmlChar* value = xmlNodeListGetString(node->doc, attribute->children, 1);
        const std::string name = text_of(attribute->name);
        attributes[name] = name == "class" ? sorted_words(text_of(value)) : text_of(value);
        xmlFree(value);
    }
    out << indent << '<' << text_of(node->name);
    for (const auto& [name, value] : attributes) {
        out << ' ' << name << "=\"" << value << '"';
    }
    out << ">\n";
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
        write_node(out, child, depth + 1);
    }
}

}  // namespace

std::string normalised(const std::string& markup) {
    const std::string whole = "<!doctype html><html><body>" + markup + "</body></html>";
    htmlDocPtr document = htmlReadMemory(
        whole.data(), static_cast<int>(whole.size()), nullptr, "UTF-8",
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET
    );
    std::ostringstream out;
    write_node(out, xmlDocGetRootElement(document), 0);
    xmlFreeDoc(document);
    return out.str();
}

namespace {

TEST(Normalised, PassesOverOrderAndWhiteSpaceAlone) {
    EXPECT_EQ(
        normalised("<p class='b a' id=x>one\n  two</p>"), normalised(" <p id=\"x\" class=\"a  b\"> one two </p>\n")
    );
}

TEST(Normalised, SeesEveryOtherDifference) {
    const std::string base = normalised("<p class='a' id='x'>one <b>two</b></p>");
    for (const char* other :
         {"<p class='a' id='x'>one <i>two</i></p>", "<p class='a' id='y'>one <b>two</b></p>",
          "<p class='a'>one <b>two</b></p>", "<p class='a a' id='x'>one <b>two</b></p>",
          "<p class='a' id='x'>one <b>too</b></p>", "<p class='a' id='x'>one two</p>",
          "<p class='a' id='x'>one <b>two</b></p><p></p>", "<p class='a' id='x'><b>two</b> one</p>"}) {
        EXPECT_NE(base, normalised(other)) << other;
    }
}

}  // namespace
}  // namespace guildhall::html::internal
