#include "dmn/internal/boxed_reader.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace guildhall::dmn {

namespace {

using base::XmlElement;

Formula formula_of(const XmlElement& holder, const std::string& file) {
    Formula made;
    const std::string_view text = holder.text;
    const std::string_view trimmed = base::trimmed(text);
    made.text = trimmed;
    made.offset = trimmed.empty() ? 0 : static_cast<std::size_t>(trimmed.data() - text.data());
    made.source = &holder;
    const base::XmlPosition position = holder.position_of(made.offset);
    made.place = {file, position.line, position.column};
    return made;
}

std::optional<HitPolicy> hit_policy_of(std::string_view text) {
    for (const HitPolicy policy :
         {HitPolicy::unique, HitPolicy::any, HitPolicy::priority, HitPolicy::first, HitPolicy::rule_order,
          HitPolicy::output_order, HitPolicy::collect})
        if (text == hit_policy_name(policy)) return policy;
    return std::nullopt;
}

std::optional<Aggregation> aggregation_of(std::string_view text) {
    if (text == "SUM") return Aggregation::sum;
    if (text == "COUNT") return Aggregation::count;
    if (text == "MIN") return Aggregation::minimum;
    if (text == "MAX") return Aggregation::maximum;
    return std::nullopt;
}

}  // namespace

std::string BoxedReader::attribute(const XmlElement& element, std::string_view name) const {
    return std::string(base::trimmed(element.attribute(name).value_or("")));
}

std::string BoxedReader::without_xml_prefix(std::string type) const {
    const std::size_t colon = type.find(':');
    if (colon == std::string::npos || type.find('<') < colon) return type;
    const std::string_view prefix = std::string_view(type).substr(0, colon);
    std::string_view uri;
    for (const auto& [name, declared] : root_.namespaces)
        if (name == prefix) uri = declared;
    const bool of_language = prefix == "feel" || prefix == "kie" || uri.find("/FEEL") != std::string_view::npos;
    if (of_language || uri == root_.attribute("namespace").value_or("")) return type.substr(colon + 1);
    for (const XmlElement& child : root_.children) {
        if (child.name != "import" || uri.empty() || child.attribute("namespace").value_or("") != uri) continue;
        const std::string name = attribute(child, "name");
        return name.empty() ? type.substr(colon + 1) : name + "." + type.substr(colon + 1);
    }
    return type;
}

std::string BoxedReader::type_of(const XmlElement& element) const {
    return without_xml_prefix(attribute(element, "typeRef"));
}

Requirements::Reference BoxedReader::reference(const XmlElement& element) const {
    return {attribute(element, "href"), place(element)};
}

void BoxedReader::complain(const XmlElement& element, std::string message) const {
    complaints_.push_back({place(element), base::Severity::error, std::move(message)});
}

Formula BoxedReader::formula(const XmlElement& element) const {
    for (const XmlElement* holder = &element; holder; holder = nullptr) {
        const std::string language = attribute(*holder, "expressionLanguage");
        if (!language.empty() && !base::equal_ignoring_case_ascii(language, "feel") &&
            language.find("FEEL") == std::string::npos)
            complain(element, "the expression language is '" + language + "'; expected FEEL");
    }
    if (const XmlElement* text = element.child("text")) return formula_of(*text, file_);
    Formula made;
    made.place = place(element);
    return made;
}

BoxedPointer BoxedReader::first_box(const XmlElement& element) {
    for (const XmlElement& child : element.children)
        if (BoxedPointer made = box(child)) return made;
    return nullptr;
}

BoxedPointer BoxedReader::box_in(const XmlElement& element, std::string_view child) {
    const XmlElement* found = element.child(child);
    BoxedPointer made = found ? first_box(*found) : nullptr;
    if (!made) complain(element, fmt::format("'{}' needs '{}' with an expression inside", element.name, child));
    return made;
}

NamedBox BoxedReader::named(const XmlElement& element, std::string_view name_element) {
    NamedBox made;
    if (const XmlElement* variable = element.child(name_element)) {
        made.name = attribute(*variable, "name");
        made.type = type_of(*variable);
    }
    made.value = first_box(element);
    return made;
}

BoxedPointer BoxedReader::box(const XmlElement& element) {
    auto made = std::make_shared<Boxed>();
    made->place = place(element);
    made->type = type_of(element);
    if (element.name == "literalExpression") {
        made->body = formula(element);
    } else if (element.name == "decisionTable") {
        made->body = table(element);
    } else if (element.name == "context") {
        made->body = context(element);
    } else if (element.name == "invocation") {
        BoxedInvocation invocation;
        if (const XmlElement* callee = element.child("literalExpression")) invocation.callee = formula(*callee);
        for (const XmlElement& child : element.children)
            if (child.name == "binding") invocation.bindings.push_back(named(child, "parameter"));
        if (!invocation.callee.written()) complain(element, "an invocation without the name of what it invokes");
        made->body = std::move(invocation);
    } else if (element.name == "list") {
        BoxedList list;
        for (const XmlElement& child : element.children)
            if (BoxedPointer item = box(child)) list.items.push_back(std::move(item));
        made->body = std::move(list);
    } else if (element.name == "relation") {
        made->body = relation(element);
    } else if (element.name == "functionDefinition") {
        made->body = function(element);
    } else if (element.name == "conditional") {
        made->body = BoxedConditional{box_in(element, "if"), box_in(element, "then"), box_in(element, "else")};
    } else if (element.name == "filter") {
        made->body = BoxedFilter{box_in(element, "in"), box_in(element, "match")};
    } else if (element.name == "for") {
        made->body = iterator(element, BoxedIterator::Kind::each);
    } else if (element.name == "some") {
        made->body = iterator(element, BoxedIterator::Kind::some);
    } else if (element.name == "every") {
        made->body = iterator(element, BoxedIterator::Kind::every);
    } else {
        return nullptr;
    }
    return made;
}

BoxedFunction BoxedReader::function(const XmlElement& element) {
    BoxedFunction made;
    if (const auto kind = element.attribute("kind")) made.kind = *kind;
    for (const XmlElement& child : element.children)
        if (child.name == "formalParameter") made.parameters.push_back({attribute(child, "name"), type_of(child)});
    made.body = first_box(element);
    return made;
}

BoxedContext BoxedReader::context(const XmlElement& element) {
    BoxedContext made;
    for (const XmlElement& child : element.children) {
        if (child.name != "contextEntry") continue;
        NamedBox entry = named(child, "variable");
        if (!entry.value)
            complain(child, "a context entry without an expression");
        else if (entry.name.empty())
            made.result = std::move(entry.value);
        else
            made.entries.push_back(std::move(entry));
    }
    return made;
}

BoxedRelation BoxedReader::relation(const XmlElement& element) {
    BoxedRelation made;
    for (const XmlElement& child : element.children) {
        if (child.name == "column") {
            made.columns.push_back(attribute(child, "name"));
        } else if (child.name == "row") {
            std::vector<BoxedPointer> row;
            for (const XmlElement& cell : child.children)
                if (BoxedPointer value = box(cell)) row.push_back(std::move(value));
            if (row.size() != made.columns.size())
                complain(
                    child, "the row has " + std::to_string(row.size()) + " cells; the relation has " +
                               std::to_string(made.columns.size()) + " columns"
                );
            else
                made.rows.push_back(std::move(row));
        }
    }
    return made;
}

BoxedIterator BoxedReader::iterator(const XmlElement& element, BoxedIterator::Kind kind) {
    BoxedIterator made;
    made.kind = kind;
    made.variable = attribute(element, "iteratorVariable");
    if (made.variable.empty())
        complain(element, fmt::format("'{}' needs the attribute iteratorVariable", element.name));
    made.in = box_in(element, "in");
    made.body = box_in(element, kind == BoxedIterator::Kind::each ? "return" : "satisfies");
    return made;
}

BoxedTable BoxedReader::table(const XmlElement& element) {
    BoxedTable made;
    if (const auto text = element.attribute("hitPolicy")) {
        if (const auto policy = hit_policy_of(*text))
            made.hit_policy = *policy;
        else
            complain(element, "the hit policy '" + std::string(*text) + "' is not one of DMN");
    }
    if (const auto text = element.attribute("aggregation")) {
        if (const auto aggregation = aggregation_of(*text))
            made.aggregation = *aggregation;
        else
            complain(element, "the aggregation '" + std::string(*text) + "' is not one of SUM, COUNT, MIN, MAX");
    }
    for (const XmlElement& child : element.children) {
        if (child.name == "input") {
            TableColumn column;
            column.label = attribute(child, "label");
            for (const base::XmlAttribute& extra : child.attributes)
                if (!extra.namespace_uri.empty() && extra.name == "inputVariable") column.variable = extra.value;
            if (const XmlElement* expression = child.child("inputExpression")) {
                column.expression = formula(*expression);
                column.type = type_of(*expression);
            } else {
                column.expression.place = place(child);
            }
            if (const XmlElement* values = child.child("inputValues")) column.allowed_values = formula(*values);
            if (column.label.empty()) column.label = column.expression.text;
            made.columns.push_back(std::move(column));
        } else if (child.name == "output") {
            TableOutput output;
            output.name = attribute(child, "name");
            output.type = type_of(child);
            if (const XmlElement* values = child.child("outputValues")) output.values_text = formula(*values);
            if (const XmlElement* value = child.child("defaultOutputEntry")) output.default_value = formula(*value);
            made.outputs.push_back(std::move(output));
        }
    }
    for (const XmlElement& child : element.children)
        if (child.name == "rule") rule(child, made);
    if (made.outputs.empty()) complain(element, "a decision table without an output");
    return made;
}

void BoxedReader::rule(const XmlElement& element, BoxedTable& table) {
    TableRule made;
    made.place = place(element);
    if (const XmlElement* description = element.child("description"))
        made.annotation = base::trimmed(description->text);
    for (const XmlElement& child : element.children) {
        if (child.name == "inputEntry")
            made.tests.push_back(formula(child));
        else if (child.name == "outputEntry")
            made.outputs.push_back(formula(child));
        else if (child.name == "annotationEntry") {
            const XmlElement* text = child.child("text");
            const std::string_view words = text ? base::trimmed(text->text) : std::string_view();
            if (!words.empty()) made.annotation += (made.annotation.empty() ? "" : "; ") + std::string(words);
        }
    }
    if (made.tests.size() != table.columns.size() || made.outputs.size() != table.outputs.size())
        complain(
            element, "the rule has " + std::to_string(made.tests.size()) + " input and " +
                         std::to_string(made.outputs.size()) + " output entries; the table has " +
                         std::to_string(table.columns.size()) + " inputs and " + std::to_string(table.outputs.size()) +
                         " outputs"
        );
    // A cell that is missing must not count as one that lets everything through.
    table.rules.push_back(std::move(made));
}

ItemDefinition BoxedReader::item(const XmlElement& element) {
    ItemDefinition made;
    made.name = attribute(element, "name");
    made.is_collection = attribute(element, "isCollection") == "true";
    if (const XmlElement* type = element.child("typeRef")) {
        made.type = without_xml_prefix(std::string(base::trimmed(type->text)));
    }
    if (const XmlElement* values = element.child("allowedValues")) made.allowed_values = formula(*values);
    if (const XmlElement* values = element.child("typeConstraint")) made.type_constraint = formula(*values);
    made.is_function = element.child("functionItem") != nullptr;
    for (const XmlElement& child : element.children)
        if (child.name == "itemComponent") made.components.push_back(item(child));
    return made;
}

}  // namespace guildhall::dmn
