#include "dmn/internal/reader.hpp"

#include <fmt/format.h>

#include <array>

#include "base/text.hpp"
#include "dmn/internal/boxed_reader.hpp"

namespace guildhall::dmn {

namespace {

using base::XmlElement;

constexpr std::array<std::string_view, 5> model_namespaces = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",  // 1.1
    "http://www.omg.org/spec/DMN/20180521/MODEL/",   // 1.2
    "https://www.omg.org/spec/DMN/20191111/MODEL/",  // 1.3
    "https://www.omg.org/spec/DMN/20211108/MODEL/",  // 1.4
    "https://www.omg.org/spec/DMN/20230324/MODEL/",  // 1.5
};

/// Decisions, inputs, types and so on of one model.
constexpr std::size_t max_elements = 2000;

bool is_vendor_namespace(std::string_view uri) {
    return uri.starts_with("http://camunda.org/schema/") || uri.starts_with("http://operaton.org/schema/");
}

bool names_vendor(const XmlElement& element) {
    for (const auto& [prefix, uri] : element.namespaces)
        if (is_vendor_namespace(uri)) return true;
    for (const XmlElement& child : element.children)
        if (names_vendor(child)) return true;
    return false;
}

Dialect dialect_of(const XmlElement& root) {
    const std::string_view exporter = root.attribute("exporter").value_or("");
    for (const std::string_view vendor : {"Camunda", "Operaton", "Zeebe"})
        if (exporter.starts_with(vendor)) return Dialect::camunda;
    return names_vendor(root) ? Dialect::camunda : Dialect::standard;
}

class Reader {
public:
    Reader(const XmlElement& root, const std::string& file, base::Complaints& complaints)
        : root_(root), boxes_(root, file, complaints), complaints_(complaints) {
        definitions_.file = file;
    }

    std::optional<Definitions> read() {
        std::size_t elements = 0;
        definitions_.name = boxes_.attribute(root_, "name");
        definitions_.target_namespace = boxes_.attribute(root_, "namespace");
        definitions_.dialect = dialect_of(root_);
        definitions_.parts.push_back({definitions_.target_namespace, "", {}});
        for (const XmlElement& element : root_.children) {
            if (element.namespace_uri != root_.namespace_uri) continue;
            if (element.name == "itemDefinition")
                definitions_.items.push_back(boxes_.item(element));
            else if (element.name == "inputData")
                input(element);
            else if (element.name == "decision")
                decision(element);
            else if (element.name == "businessKnowledgeModel")
                knowledge(element);
            else if (element.name == "decisionService")
                service(element);
            else if (element.name == "import")
                import(element);
            else
                continue;
            if (++elements > max_elements) {
                boxes_.complain(element, "more than " + std::to_string(max_elements) + " elements in one model");
                return std::nullopt;
            }
        }
        return std::move(definitions_);
    }

private:
    /// What every named element has; expressions call it by its name unless its variable says otherwise.
    template <typename Named>
    void identify(Named& made, const XmlElement& element) {
        made.id = boxes_.attribute(element, "id");
        made.name = boxes_.attribute(element, "name");
        made.variable = made.name;
    }

    void input(const XmlElement& element) {
        InputData made;
        made.place = boxes_.place(element);
        identify(made, element);
        if (const XmlElement* variable = element.child("variable")) made.type = boxes_.type_of(*variable);
        if (made.name.empty())
            return boxes_.complain(element, "an inputData without a name; expected the attribute name");
        definitions_.inputs.push_back(std::move(made));
    }

    Requirements requirements(const XmlElement& element) {
        Requirements made;
        const auto add = [&](const XmlElement& requirement, std::string_view name,
                             std::vector<Requirements::Reference>& list) {
            if (const XmlElement* reference = requirement.child(name)) list.push_back(boxes_.reference(*reference));
        };
        for (const XmlElement& child : element.children) {
            if (child.name == "informationRequirement") {
                add(child, "requiredInput", made.input_references);
                add(child, "requiredDecision", made.decision_references);
            } else if (child.name == "knowledgeRequirement") {
                add(child, "requiredKnowledge", made.knowledge_references);
            }
        }
        return made;
    }

    void decision(const XmlElement& element) {
        Decision made;
        made.place = boxes_.place(element);
        identify(made, element);
        if (const XmlElement* variable = element.child("variable")) {
            made.type = boxes_.type_of(*variable);
            // Camunda's tables are read by their outputs, its expressions by their variable.
            const bool by_variable = definitions_.dialect == Dialect::standard || element.child("literalExpression");
            if (by_variable && variable->attribute("name")) made.variable = boxes_.attribute(*variable, "name");
        }
        const std::size_t before = complaints_.size();
        if (made.name.empty())
            return boxes_.complain(element, "a decision without a name; expected the attribute name");
        made.requires_ = requirements(element);
        for (const XmlElement& child : element.children)
            if (!made.expression) made.expression = boxes_.box(child);
        keep_errors(before, made.errors);
        definitions_.decisions.push_back(std::move(made));
    }

    void knowledge(const XmlElement& element) {
        KnowledgeModel made;
        made.place = boxes_.place(element);
        identify(made, element);
        if (const XmlElement* variable = element.child("variable")) {
            made.type = boxes_.type_of(*variable);
            if (variable->attribute("name")) made.variable = boxes_.attribute(*variable, "name");
        }
        const std::size_t before = complaints_.size();
        if (made.name.empty())
            return boxes_.complain(element, "a businessKnowledgeModel without a name; expected the attribute name");
        made.requires_ = requirements(element);
        if (const XmlElement* logic = element.child("encapsulatedLogic")) made.function = boxes_.function(*logic);
        keep_errors(before, made.errors);
        definitions_.knowledge.push_back(std::move(made));
    }

    void service(const XmlElement& element) {
        DecisionService made;
        made.place = boxes_.place(element);
        identify(made, element);
        if (const XmlElement* variable = element.child("variable")) made.type = boxes_.type_of(*variable);
        for (const XmlElement& child : element.children) {
            if (child.name == "outputDecision")
                made.output_references.push_back(boxes_.reference(child));
            else if (child.name == "inputDecision")
                made.input_decision_references.push_back(boxes_.reference(child));
            else if (child.name == "inputData")
                made.input_data_references.push_back(boxes_.reference(child));
        }
        definitions_.services.push_back(std::move(made));
    }

    /// What was wrong inside an element makes that element an error at evaluation.
    void keep_errors(std::size_t from, std::vector<std::string>& errors) const {
        for (std::size_t i = from; i < complaints_.size(); ++i)
            if (complaints_[i].severity == base::Severity::error) errors.push_back(complaints_[i].text());
    }

    void import(const XmlElement& element) {
        definitions_.imports.push_back(
            {boxes_.attribute(element, "name"), boxes_.attribute(element, "namespace"),
             boxes_.attribute(element, "locationURI"), boxes_.attribute(element, "importType"), boxes_.place(element)}
        );
    }

    const XmlElement& root_;
    BoxedReader boxes_;
    base::Complaints& complaints_;
    Definitions definitions_;
};

}  // namespace

std::string_view hit_policy_name(HitPolicy policy) {
    switch (policy) {
        case HitPolicy::unique:
            return "UNIQUE";
        case HitPolicy::any:
            return "ANY";
        case HitPolicy::priority:
            return "PRIORITY";
        case HitPolicy::first:
            return "FIRST";
        case HitPolicy::rule_order:
            return "RULE ORDER";
        case HitPolicy::output_order:
            return "OUTPUT ORDER";
        case HitPolicy::collect:
            return "COLLECT";
    }
    return "UNIQUE";
}

std::string_view aggregation_name(Aggregation aggregation) {
    switch (aggregation) {
        case Aggregation::none:
            return "";
        case Aggregation::sum:
            return "SUM";
        case Aggregation::count:
            return "COUNT";
        case Aggregation::minimum:
            return "MIN";
        case Aggregation::maximum:
            return "MAX";
    }
    return "";
}

const ItemDefinition* Definitions::item(std::string_view item_name) const {
    for (const ItemDefinition& candidate : items)
        if (candidate.name == item_name) return &candidate;
    return nullptr;
}

std::optional<std::vector<std::string>> Definitions::prefixes(Part from, Part to) const {
    // Breadth first, so that the shortest way counts.
    std::vector<std::optional<std::vector<std::string>>> ways(parts.size());
    std::vector<Part> next{from};
    ways[from].emplace();
    for (std::size_t i = 0; i < next.size() && !ways[to]; ++i) {
        for (const auto& [prefix, part] : parts[next[i]].imports) {
            if (ways[part]) continue;
            ways[part] = ways[next[i]];
            if (!prefix.empty()) ways[part]->push_back(prefix);
            next.push_back(part);
        }
    }
    return ways[to];
}

std::optional<Definitions> read_definitions(
    const XmlElement& root, const std::string& file, base::Complaints& complaints
) {
    bool known = false;
    for (const std::string_view uri : model_namespaces) known = known || root.namespace_uri == uri;
    if (root.name != "definitions" || !known) {
        complaints.push_back(
            {{file, root.line, root.column},
             base::Severity::error,
             fmt::format(
                 "found the element '{}' of namespace '{}'; expected 'definitions' of DMN 1.1 to 1.5", root.name,
                 root.namespace_uri
             )}
        );
        return std::nullopt;
    }
    return Reader(root, file, complaints).read();
}

}  // namespace guildhall::dmn
