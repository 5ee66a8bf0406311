#pragma once
/// Reads boxed expressions and item definitions from XML.

#include <string>

#include "base/complaint.hpp"
#include "base/xml.hpp"
#include "dmn/internal/definitions.hpp"

namespace guildhall::dmn {

class BoxedReader {
public:
    /// Borrows everything; `root` declares the prefixes that type names may have.
    BoxedReader(const base::XmlElement& root, const std::string& file, base::Complaints& complaints)
        : root_(root), file_(file), complaints_(complaints) {}

    /// The boxed expression that this element is, or null when it is none.
    [[nodiscard]] BoxedPointer box(const base::XmlElement& element);
    /// `encapsulatedLogic` or `functionDefinition`.
    [[nodiscard]] BoxedFunction function(const base::XmlElement& element);
    [[nodiscard]] ItemDefinition item(const base::XmlElement& element);

    [[nodiscard]] base::SourcePlace place(const base::XmlElement& element) const {
        return {file_, element.line, element.column};
    }
    [[nodiscard]] std::string attribute(const base::XmlElement& element, std::string_view name) const;
    /// The attribute `typeRef`. DMN 1.1 writes XML prefixes, as in `feel:string`: they go, or become the name of the
    /// import that has their namespace.
    [[nodiscard]] std::string type_of(const base::XmlElement& element) const;
    [[nodiscard]] Requirements::Reference reference(const base::XmlElement& element) const;
    void complain(const base::XmlElement& element, std::string message) const;

private:
    /// The text of the child `text`.
    [[nodiscard]] Formula formula(const base::XmlElement& element) const;
    [[nodiscard]] BoxedPointer first_box(const base::XmlElement& element);
    [[nodiscard]] BoxedPointer box_in(const base::XmlElement& element, std::string_view child);
    [[nodiscard]] NamedBox named(const base::XmlElement& element, std::string_view name_element);
    [[nodiscard]] BoxedTable table(const base::XmlElement& element);
    void rule(const base::XmlElement& element, BoxedTable& table);
    [[nodiscard]] BoxedContext context(const base::XmlElement& element);
    [[nodiscard]] BoxedRelation relation(const base::XmlElement& element);
    [[nodiscard]] BoxedIterator iterator(const base::XmlElement& element, BoxedIterator::Kind kind);

    [[nodiscard]] std::string without_xml_prefix(std::string type) const;

    const base::XmlElement& root_;
    const std::string& file_;
    base::Complaints& complaints_;
};

}  // namespace guildhall::dmn
