#include "dmn/internal/analysis_names.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "dmn/internal/free_names.hpp"
#include "dmn/internal/types.hpp"
#include "feel/comparisons.hpp"

namespace guildhall::dmn {

namespace {

using feel::ScalarKind;
using feel::Value;

constexpr int max_type_depth = 64;

void add_kinds(const Definitions& definitions, std::string_view type, TypeFacts& facts) {
    const bool camunda = definitions.dialect == Dialect::camunda;
    const auto add = [&](std::initializer_list<ScalarKind> kinds) { facts.kinds.assign(kinds); };
    if (type == "number" || (camunda && (type == "integer" || type == "long" || type == "double")))
        add({ScalarKind::number});
    else if (type == "string")
        add({ScalarKind::string});
    else if (type == "boolean")
        add({ScalarKind::boolean});
    else if (type == "date" && camunda)  // there, a date may have a time
        add({ScalarKind::date, ScalarKind::date_time, ScalarKind::zoned_date_time});
    else if (type == "date")
        add({ScalarKind::date});
    else if (type == "time")
        add({ScalarKind::time, ScalarKind::zoned_time});
    else if (type == "date and time" || type == "dateTime")
        add({ScalarKind::date_time, ScalarKind::zoned_date_time});
    else if (type == "days and time duration" || type == "dayTimeDuration")
        add({ScalarKind::days_time_duration});
    else if (type == "years and months duration" || type == "yearMonthDuration")
        add({ScalarKind::years_months_duration});
    else if (!type.empty() && type != "Any" && Types(definitions).known(type))
        facts.structured = true;
}

void collect_facts(const Definitions& definitions, std::string_view type, int depth, TypeFacts& facts);

void collect_facts(const Definitions& definitions, const ItemDefinition& item, int depth, TypeFacts& facts) {
    if (item.is_collection || item.is_function || !item.components.empty()) {
        facts.structured = true;
        return;
    }
    for (const Formula* formula : {&item.allowed_values, &item.type_constraint})
        if (formula->expression) facts.allowed.push_back(formula);
    collect_facts(definitions, item.type, depth + 1, facts);
}

void collect_facts(const Definitions& definitions, std::string_view type, int depth, TypeFacts& facts) {
    if (depth > max_type_depth) return;
    if (const ItemDefinition* item = definitions.item(type))
        collect_facts(definitions, *item, depth, facts);
    else
        add_kinds(definitions, type, facts);
}

const ItemDefinition* item_with_components(const Definitions& definitions, const KnownName& name) {
    const ItemDefinition* item = name.item ? name.item : definitions.item(name.type);
    for (int depth = 0; item && depth < max_type_depth; ++depth) {
        if (item->is_collection) return nullptr;
        if (!item->components.empty()) return item;
        item = definitions.item(item->type);
    }
    return nullptr;
}

/// The part of a value that `entry` names.
KnownName part_of(const Definitions& definitions, const KnownName& whole, const std::string& entry) {
    KnownName part;
    part.input = whole.input;
    part.computed = whole.computed;
    const std::string ending = whole.computed ? "" : "." + entry;
    for (const std::string& source : whole.sources) part.sources.insert(source + ending);
    if (const auto values = whole.entry_values.find(entry); values != whole.entry_values.end())
        part.values = values->second;
    if (const ItemDefinition* item = item_with_components(definitions, whole)) {
        for (const ItemDefinition& component : item->components) {
            if (component.name != entry) continue;
            part.item = &component;
            part.type = component.type;
        }
    }
    return part;
}

std::string joined(const std::vector<std::string>& names, const std::string& last) {
    std::string text;
    for (const std::string& name : names) text += name + ".";
    return text + last;
}

/// All values that one output of a table can have besides null; nothing when they are computed or collected.
std::optional<std::vector<Value>> output_values(
    const Definitions& definitions, const BoxedTable& table, std::size_t output
) {
    const bool several = table.hit_policy == HitPolicy::collect || table.hit_policy == HitPolicy::rule_order ||
                         table.hit_policy == HitPolicy::output_order;
    if (several) return std::nullopt;
    std::vector<Value> values;
    const auto add = [&](const Formula& formula) {
        if (!formula.expression) return !formula.written();
        const auto value = feel::constant_of(*formula.expression);
        if (!value) return false;
        const auto coerced = Types(definitions).coerce(*value, table.outputs[output].type, feel::Environment{});
        if (!coerced || coerced->is_null()) return true;
        if (std::none_of(values.begin(), values.end(), [&](const Value& known) {
                return feel::identical(known, *coerced);
            }))
            values.push_back(*coerced);
        return true;
    };
    for (const TableRule& rule : table.rules)
        if (output >= rule.outputs.size() || !add(rule.outputs[output])) return std::nullopt;
    if (!add(table.outputs[output].default_value)) return std::nullopt;
    return values;
}

/// The inputs that a decision may depend on, through everything it requires.
void collect_sources(
    const Definitions& definitions, std::size_t at, std::set<std::size_t>& seen, std::set<std::string>& sources
) {
    if (!seen.insert(at).second) return;
    const Decision& decision = definitions.decisions[at];
    for (const std::size_t input : decision.requires_.inputs) sources.insert("input " + std::to_string(input));
    if (definitions.dialect == Dialect::camunda) {
        const std::set<std::string> read = free_names(decision.expression);
        for (std::size_t input = 0; input < definitions.inputs.size(); ++input)
            if (read.contains(definitions.inputs[input].variable)) sources.insert("input " + std::to_string(input));
    }
    for (const std::size_t required : decision.requires_.decisions)
        collect_sources(definitions, required, seen, sources);
}

template <class Element>
std::string visible_name(const Definitions& definitions, Part from, const Element& element) {
    return joined(definitions.prefixes(from, element.part).value_or(std::vector<std::string>()), element.variable);
}

void add_requirements(const Definitions& definitions, const Requirements& required, Part part, Names& names) {
    const auto add_input = [&](std::size_t at) {
        KnownName known;
        known.type = definitions.inputs[at].type;
        known.input = at;
        known.sources = {"input " + std::to_string(at)};
        names.set(visible_name(definitions, part, definitions.inputs[at]), std::move(known));
    };
    if (definitions.dialect == Dialect::camunda)
        for (std::size_t at = 0; at < definitions.inputs.size(); ++at) add_input(at);
    for (const std::size_t at : required.inputs) add_input(at);
    for (const std::size_t at : required.decisions) {
        const Decision& decision = definitions.decisions[at];
        KnownName known;
        known.type = decision.type;
        known.computed = true;
        std::set<std::size_t> seen;
        collect_sources(definitions, at, seen, known.sources);
        known.sources.insert("decision " + std::to_string(at));
        const auto* table = decision.expression ? std::get_if<BoxedTable>(&decision.expression->body) : nullptr;
        if (table && table->outputs.size() == 1) {
            known.values = output_values(definitions, *table, 0);
            if (known.type.empty() && known.values) known.type = table->outputs.front().type;
        }
        for (std::size_t i = 0; table && table->outputs.size() > 1 && i < table->outputs.size(); ++i)
            if (auto values = output_values(definitions, *table, i))
                known.entry_values.emplace(table->outputs[i].name, std::move(*values));
        if (table && definitions.dialect == Dialect::camunda) {  // output names are visible there
            for (std::size_t i = 0; i < table->outputs.size(); ++i) {
                KnownName output = known;
                output.type = table->outputs[i].type;
                output.values = output_values(definitions, *table, i);
                if (!table->outputs[i].name.empty()) names.set(table->outputs[i].name, std::move(output));
            }
        }
        names.set(visible_name(definitions, part, decision), std::move(known));
    }
}

bool contains_components(const ItemDefinition& item) {
    return !item.components.empty() && !item.is_collection;
}

Value empty_item(const Definitions& definitions, const ItemDefinition& item, int depth) {
    if (depth > max_type_depth) return {};
    if (item.is_collection) return {};
    if (!contains_components(item)) {
        const ItemDefinition* base = definitions.item(item.type);
        return base ? empty_item(definitions, *base, depth + 1) : Value();
    }
    feel::Context made;
    for (const ItemDefinition& component : item.components)
        made.entries.emplace_back(component.name, empty_item(definitions, component, depth + 1));
    return Value(std::move(made));
}

}  // namespace

std::optional<FoundName> Names::find(std::string_view text) const {
    const std::string whole(base::trimmed(text));
    std::size_t end = whole.size();
    while (true) {
        const std::string root(base::trimmed(std::string_view(whole).substr(0, end)));
        if (const auto known = known_.find(root); known != known_.end()) {
            FoundName found{known->second, {}, root};
            std::size_t start = end;
            while (start < whole.size()) {
                const std::size_t next = std::min(whole.find('.', start + 1), whole.size());
                const std::string entry(base::trimmed(std::string_view(whole).substr(start + 1, next - start - 1)));
                const bool plain = !entry.empty() && std::all_of(entry.begin(), entry.end(), [](char c) {
                    return c == '_' || c == ' ' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
                });
                if (!plain) return std::nullopt;
                found.name = part_of(*definitions_, found.name, entry);
                found.path.push_back(entry);
                start = next;
            }
            return found;
        }
        if (end == 0) return std::nullopt;
        end = whole.rfind('.', end - 1);
        if (end == std::string::npos) return std::nullopt;
    }
}

std::set<std::string> Names::sources_of(const std::set<std::string>& free_names) const {
    std::set<std::string> sources;
    for (const std::string& name : free_names) {
        bool known = false;
        for (const auto& [text, about] : known_) {  // an imported name is free by its first part
            if (text != name && !text.starts_with(name + ".")) continue;
            sources.insert(about.sources.begin(), about.sources.end());
            known = true;
        }
        if (!known) sources.insert("name " + name);
    }
    return sources;
}

TypeFacts type_facts(const Definitions& definitions, std::string_view type) {
    TypeFacts facts;
    collect_facts(definitions, type, 0, facts);
    return facts;
}

TypeFacts type_facts(const Definitions& definitions, const ItemDefinition& item) {
    TypeFacts facts;
    collect_facts(definitions, item, 0, facts);
    return facts;
}

TypeFacts type_facts(const Definitions& definitions, const KnownName& name) {
    return name.item ? type_facts(definitions, *name.item) : type_facts(definitions, name.type);
}

Names names_of(const Definitions& definitions, const Decision& decision) {
    Names names(definitions);
    add_requirements(definitions, decision.requires_, decision.part, names);
    return names;
}

Names names_of(const Definitions& definitions, const KnowledgeModel& knowledge) {
    Names names(definitions);
    add_requirements(definitions, knowledge.requires_, knowledge.part, names);
    return names;
}

Value empty_of(const Definitions& definitions, std::string_view type) {
    const ItemDefinition* item = definitions.item(type);
    return item ? empty_item(definitions, *item, 0) : Value();
}

}  // namespace guildhall::dmn
