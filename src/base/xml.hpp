#pragma once
/// XML 1.0 with namespaces as a small tree: strict, offline, bounded, and every element knows its place.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/complaint.hpp"

namespace guildhall::base {

struct XmlLimits {
    std::size_t max_bytes = 8 * 1024 * 1024;
    std::size_t max_depth = 100;
    std::size_t max_elements = 200'000;
};

struct XmlAttribute {
    std::string namespace_uri;  ///< empty for an attribute without a prefix
    std::string name;
    std::string value;
};

/// Where a stretch of an element's text begins in the file. Entities and CDATA split text into stretches.
struct XmlTextStretch {
    std::size_t offset = 0;  ///< bytes into `text`
    int line = 0;
    int column = 0;
};

struct XmlPosition {
    int line = 0;
    int column = 0;
};

/// One element. Owns its subtree.
struct XmlElement {
    std::string namespace_uri;
    std::string name;
    std::vector<XmlAttribute> attributes;
    std::vector<std::pair<std::string, std::string>>
        namespaces;  ///< declared here: prefix (empty for the default) and URI
    std::vector<XmlElement> children;
    std::string text;                       ///< all character data directly inside, in order
    std::vector<XmlTextStretch> stretches;  ///< of elements without child elements
    int line = 0;                           ///< of the `<`, from 1
    int column = 0;                         ///< in code points, from 1

    /// The value of an attribute without namespace.
    [[nodiscard]] std::optional<std::string_view> attribute(std::string_view attribute_name) const;
    /// The first child element of that name, in the namespace of this element.
    [[nodiscard]] const XmlElement* child(std::string_view child_name) const;
    /// Where the byte `offset` of `text` stands in the file.
    [[nodiscard]] XmlPosition position_of(std::size_t offset) const;
};

/// What was read: a root element, or complaints that say why not.
struct XmlDocument {
    std::optional<XmlElement> root;
    Complaints complaints;
};

/// Reads a whole document. Refused: anything that is not well-formed UTF-8 XML, a DOCTYPE (and with it every entity but
/// the five of XML), and what exceeds the limits. Nothing is ever fetched. `file` names the document in complaints.
[[nodiscard]] XmlDocument parse_xml(std::string_view text, const std::string& file, const XmlLimits& limits = {});

}  // namespace guildhall::base
