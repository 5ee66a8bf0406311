#pragma once
/// XML 1.0 with namespaces as a small tree: strict, offline, bounded, and every element knows its place.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/complaint.hpp"

namespace guildhall::base {

struct XmlLimits {
    std::size_t max_bytes = 8 * 1024 * 1024;
    std::size_t max_depth = 100;
    std::size_t max_elements = 200'000;
};

/// Things side by side in a document's memory. Borrows them.
template <class T>
class XmlSequence {
public:
    XmlSequence() = default;
    XmlSequence(const T* first, std::size_t count) : first_(first), count_(count) {}
    [[nodiscard]] const T* begin() const { return first_; }
    [[nodiscard]] const T* end() const { return first_ + count_; }
    [[nodiscard]] std::size_t size() const { return count_; }
    [[nodiscard]] bool empty() const { return count_ == 0; }
    [[nodiscard]] const T& operator[](std::size_t at) const { return first_[at]; }
    [[nodiscard]] const T& back() const { return first_[count_ - 1]; }

private:
    const T* first_ = nullptr;
    std::size_t count_ = 0;
};

struct XmlAttribute {
    std::string_view namespace_uri;  ///< empty for an attribute without a prefix
    std::string_view name;
    std::string_view value;
};

struct XmlNamespace {
    std::string_view prefix;  ///< empty for the default
    std::string_view uri;
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

/// One element. Cheap to copy; everything in it, its subtree too, lives as long as the document.
struct XmlElement {
    std::string_view namespace_uri;
    std::string_view name;
    XmlSequence<XmlAttribute> attributes;
    XmlSequence<XmlNamespace> namespaces;  ///< declared here
    XmlSequence<XmlElement> children;
    std::string_view text;                  ///< all character data directly inside, in order
    XmlSequence<XmlTextStretch> stretches;  ///< of elements without child elements
    int line = 0;                           ///< of the `<`, from 1
    int column = 0;                         ///< in code points, from 1

    /// The value of an attribute without namespace.
    [[nodiscard]] std::optional<std::string_view> attribute(std::string_view attribute_name) const;
    /// The first child element of that name, in the namespace of this element.
    [[nodiscard]] const XmlElement* child(std::string_view child_name) const;
    /// Where the byte `offset` of `text` stands in the file.
    [[nodiscard]] XmlPosition position_of(std::size_t offset) const;
};

/// What was read: a root element, or complaints that say why not. Does not borrow the text it was read from.
/// Immutable once read: thread-safe, and copies share their memory.
struct XmlDocument {
    std::optional<XmlElement> root;
    Complaints complaints;
    std::shared_ptr<const void> memory = {};  ///< all that the elements point into
};

/// Reads a whole document. Refused: anything that is not well-formed UTF-8 XML, a DOCTYPE (and with it every entity but
/// the five of XML), and what exceeds the limits. Nothing is ever fetched. `file` names the document in complaints.
[[nodiscard]] XmlDocument parse_xml(std::string_view text, const std::string& file, const XmlLimits& limits = {});

}  // namespace guildhall::base
