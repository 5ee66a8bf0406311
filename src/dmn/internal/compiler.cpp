#include "dmn/internal/compiler.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <unordered_map>

#include "base/text.hpp"
#include "dmn/internal/frames.hpp"
#include "dmn/internal/free_names.hpp"
#include "dmn/internal/hints.hpp"
#include "dmn/internal/requirements.hpp"
#include "dmn/internal/table_indexer.hpp"
#include "dmn/internal/types.hpp"
#include "feel/function.hpp"

namespace guildhall::dmn {

namespace {

using Names = std::set<std::string>;

class NoNames final : public feel::Scope {
public:
    [[nodiscard]] const feel::Value* find(std::string_view) const override { return nullptr; }
};

/// Beyond that, names that are nowhere declared stay null.
constexpr std::size_t max_inputs = 2000;

/// Names that a parser recognises by itself.
bool is_plain(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

/// Splits a syntax error's leading `line:column: ` from its message.
struct PlacedMessage {
    int line = 1;
    int column = 1;
    std::string message;
};
PlacedMessage placed(const std::string& text) {
    PlacedMessage made{1, 1, text};
    const char* const end = text.data() + text.size();
    int line = 0;
    int column = 0;
    const auto first = std::from_chars(text.data(), end, line);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ':') return made;
    const auto second = std::from_chars(first.ptr + 1, end, column);
    if (second.ec != std::errc{} || second.ptr == end || *second.ptr != ':') return made;
    return {
        line, column,
        std::string(base::trimmed(std::string_view(second.ptr + 1, static_cast<std::size_t>(end - second.ptr - 1))))
    };
}

/// The byte at which line and column (in code points) of a text begin.
std::size_t offset_of(std::string_view text, int line, int column) {
    std::size_t at = 0;
    for (int i = 1; i < line; ++i) {
        const std::size_t end = text.find('\n', at);
        if (end == std::string_view::npos) break;
        at = end + 1;
    }
    for (int i = 1; i < column && at < text.size() && text[at] != '\n'; ++i) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    }
    return at;
}

/// A text as a message shows it: its first line, shortened.
std::string shown(const std::string& text) {
    constexpr std::size_t longest = 100;
    std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    if (end > longest) end = longest;
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(base::trimmed(std::string_view(text).substr(0, end))) + (end < text.size() ? " …" : "");
}

class Compiler {
public:
    Compiler(Definitions& definitions, base::Complaints& complaints)
        : definitions_(definitions), complaints_(complaints), types_(definitions) {}

    void run() {
        collect_element_names();
        for (ItemDefinition& item : definitions_.items) compile_item(item);
        resolve_requirements(definitions_, complaints_);
        for (KnowledgeModel& knowledge : definitions_.knowledge) compile_knowledge(knowledge);
        for (Decision& decision : definitions_.decisions) compile_decision(decision);
        if (definitions_.dialect == Dialect::camunda) declare_named_inputs();
        index_tables();
        make_frames(definitions_);
        spread_errors(definitions_);
        for (const InputData& input : definitions_.inputs)
            check_type(input.type, {definitions_.file, 0, 0}, "the input '" + input.name + "'");
    }

private:
    // Names -------------------------------------------------------------------------------------------------------

    void collect_item_names(const ItemDefinition& item) {
        for (const ItemDefinition& component : item.components) {
            members_.insert(component.name);
            collect_item_names(component);
        }
    }

    void collect_box_names(const BoxedPointer& box) {
        if (!box) return;
        const auto add = [&](const std::string& name) {
            if (!is_plain(name)) members_.insert(name);
        };
        if (const auto* context = std::get_if<BoxedContext>(&box->body)) {
            for (const NamedBox& entry : context->entries) {
                add(entry.name);
                collect_box_names(entry.value);
            }
            collect_box_names(context->result);
        } else if (const auto* relation = std::get_if<BoxedRelation>(&box->body)) {
            for (const std::string& name : relation->columns) add(name);
        } else if (const auto* table = std::get_if<BoxedTable>(&box->body)) {
            for (const TableOutput& output : table->outputs) add(output.name);
        } else if (const auto* function = std::get_if<BoxedFunction>(&box->body)) {
            collect_box_names(function->body);
        } else if (const auto* list = std::get_if<BoxedList>(&box->body)) {
            for (const BoxedPointer& item : list->items) collect_box_names(item);
        }
    }

    void collect_element_names() {
        for (const ItemDefinition& item : definitions_.items) collect_item_names(item);
        for (const Decision& decision : definitions_.decisions) collect_box_names(decision.expression);
        for (const KnowledgeModel& knowledge : definitions_.knowledge) collect_box_names(knowledge.function.body);
        for (const DecisionService& service : definitions_.services)
            for (const auto& reference : service.output_references)
                for (const Decision& decision : definitions_.decisions)
                    if (reference.href.ends_with("#" + decision.id)) members_.insert(decision.variable);
        const auto add_imported = [&](const auto& elements) {
            for (const auto& element : elements)
                if (element.part != 0) members_.insert(element.variable);
        };
        add_imported(definitions_.inputs);
        add_imported(definitions_.decisions);
        add_imported(definitions_.knowledge);
        add_imported(definitions_.services);
        for (const PartOfModel& part : definitions_.parts)
            for (const auto& [name, imported] : part.imports)
                if (!is_plain(name)) members_.insert(name);
        erase(members_);
    }

    static void erase(Names& names) { names.erase(std::string()); }

    /// Names that stand alone in an expression of `part`; what is imported stands behind the name of its import, as a
    /// member.
    [[nodiscard]] Names visible_to(const Requirements& required, Part part) const {
        Names names = members_;
        if (definitions_.dialect == Dialect::camunda)
            for (const InputData& input : definitions_.inputs) names.insert(input.variable);
        const auto add = [&](const auto& element) {
            const auto before = definitions_.prefixes(part, element.part);
            names.insert(before && !before->empty() ? before->front() : element.variable);
        };
        for (const std::size_t at : required.inputs) add(definitions_.inputs[at]);
        for (const std::size_t at : required.knowledge) {
            if (at < definitions_.knowledge.size())
                add(definitions_.knowledge[at]);
            else
                add(definitions_.services[at - definitions_.knowledge.size()]);
        }
        for (const std::size_t at : required.decisions) {
            const Decision& decision = definitions_.decisions[at];
            add(decision);
            if (definitions_.dialect != Dialect::camunda || !decision.expression) continue;
            if (const auto* table = std::get_if<BoxedTable>(&decision.expression->body))
                for (const TableOutput& output : table->outputs) names.insert(output.name);
        }
        erase(names);
        return names;
    }

    // Expressions -------------------------------------------------------------------------------------------------

    void error(const base::SourcePlace& place, std::string message, std::vector<std::string>& errors) {
        complaints_.push_back({place, base::Severity::error, std::move(message)});
        errors.push_back(complaints_.back().text());
    }

    void parse(Formula& formula, const Names& names, bool unary, std::vector<std::string>& errors) {
        parse(formula, feel::KnownNames(names), unary, errors);
    }

    void parse(Formula& formula, const feel::KnownNames& known, bool unary, std::vector<std::string>& errors) {
        if (formula.written()) {
            auto parsed = unary ? feel::Expression::parse_unary_tests(formula.text, known)
                                : feel::Expression::parse(formula.text, known);
            if (parsed) {
                formula.expression = std::move(*parsed);
            } else {
                const PlacedMessage wrong = placed(parsed.error().message.text);
                base::SourcePlace place = formula.place;
                if (formula.source) {
                    const auto position =
                        formula.source->position_of(formula.offset + offset_of(formula.text, wrong.line, wrong.column));
                    place.line = position.line;
                    place.column = position.column;
                }
                const std::string hint = hint_for(formula.text, unary);
                error(
                    place,
                    "'" + shown(formula.text) + "' is not FEEL: " + wrong.message + (hint.empty() ? "" : "; " + hint),
                    errors
                );
            }
        }
        formula.source = nullptr;
    }

    /// Cells that see the same names: those with the same text are parsed once, and share their tree.
    struct Cells {
        feel::KnownNames known;
        bool unary = false;
        std::unordered_map<std::string_view, feel::Expression> parsed = {};
    };

    void parse(Formula& cell, Cells& cells, std::vector<std::string>& errors) {
        if (const auto same = cells.parsed.find(cell.text); same != cells.parsed.end()) {
            cell.expression = same->second;
            cell.source = nullptr;
            return;
        }
        parse(cell, cells.known, cells.unary, errors);
        if (cell.expression) cells.parsed.emplace(cell.text, *cell.expression);
    }

    void check_type(const std::string& type, const base::SourcePlace& place, const std::string& what) {
        if (types_.known(type)) return;
        complaints_.push_back(
            {place, base::Severity::warning,
             what + " has the type '" + type + "', which this file does not define; it is taken as Any"}
        );
    }

    void compile_item(ItemDefinition& item) {
        std::vector<std::string> errors;
        parse(item.allowed_values, members_, true, errors);
        parse(item.type_constraint, members_, true, errors);
        for (ItemDefinition& component : item.components) compile_item(component);
    }

    void compile_decision(Decision& decision) {
        if (!decision.expression) {
            error(decision.place, "the decision '" + decision.name + "' has no expression", decision.errors);
            return;
        }
        check_type(decision.type, decision.place, "the decision '" + decision.name + "'");
        compile_box(*decision.expression, visible_to(decision.requires_, decision.part), decision.errors);
    }

    void compile_knowledge(KnowledgeModel& knowledge) {
        if (!knowledge.function.body) {
            error(
                knowledge.place, "the businessKnowledgeModel '" + knowledge.name + "' has no expression",
                knowledge.errors
            );
            return;
        }
        Names names = visible_to(knowledge.requires_, knowledge.part);
        names.insert(knowledge.variable);
        compile_function(knowledge.function, knowledge.place, std::move(names), knowledge.errors);
    }

    void compile_function(
        BoxedFunction& function, const base::SourcePlace& place, Names names, std::vector<std::string>& errors
    ) {
        if (function.kind != "FEEL" && function.kind != "Java")
            return error(
                place, "functions of the kind '" + function.kind + "' are not run here; expected FEEL or Java", errors
            );
        for (const Parameter& parameter : function.parameters) names.insert(parameter.name);
        if (function.body) compile_box(*function.body, names, errors);
        if (function.kind == "Java") check_java(function, place, errors);
    }

    /// A class and method that are written out must be among those built in.
    void check_java(const BoxedFunction& function, const base::SourcePlace& place, std::vector<std::string>& errors) {
        const auto* context = function.body ? std::get_if<BoxedContext>(&function.body->body) : nullptr;
        if (!context) return error(place, "a function in Java needs a context with class and method signature", errors);
        feel::Context description;
        for (const NamedBox& entry : context->entries) {
            const auto* formula = std::get_if<Formula>(&entry.value->body);
            if (!formula || !formula->expression) return;
            description.entries.emplace_back(entry.name, formula->expression->evaluate(NoNames{}, feel::Environment{}));
        }
        std::vector<std::string> names;
        for (const Parameter& parameter : function.parameters) names.push_back(parameter.name);
        std::string problem;
        if (feel::java_function(description, names, problem).is_null()) error(place, problem, errors);
    }

    void compile_box(const BoxedPointer& box, const Names& names, std::vector<std::string>& errors) {
        if (box) compile_box(*box, names, errors);
    }

    void compile_box(Boxed& box, const Names& names, std::vector<std::string>& errors) {
        check_type(box.type, box.place, "this expression");
        if (auto* formula = std::get_if<Formula>(&box.body)) {
            if (!formula->written()) error(formula->place, "an expression without text", errors);
            parse(*formula, names, false, errors);
        } else if (auto* table = std::get_if<BoxedTable>(&box.body)) {
            compile_table(*table, names, errors);
        } else if (auto* context = std::get_if<BoxedContext>(&box.body)) {
            Names inner = names;
            for (NamedBox& entry : context->entries) {
                check_type(entry.type, entry.value->place, "the entry '" + entry.name + "'");
                compile_box(entry.value, inner, errors);
                inner.insert(entry.name);
            }
            compile_box(context->result, inner, errors);
        } else if (auto* invocation = std::get_if<BoxedInvocation>(&box.body)) {
            parse(invocation->callee, names, false, errors);
            for (NamedBox& binding : invocation->bindings) compile_box(binding.value, names, errors);
        } else if (auto* list = std::get_if<BoxedList>(&box.body)) {
            for (BoxedPointer& item : list->items) compile_box(item, names, errors);
        } else if (auto* relation = std::get_if<BoxedRelation>(&box.body)) {
            for (auto& row : relation->rows)
                for (BoxedPointer& cell : row) compile_box(cell, names, errors);
        } else if (auto* function = std::get_if<BoxedFunction>(&box.body)) {
            compile_function(*function, box.place, names, errors);
        } else if (auto* conditional = std::get_if<BoxedConditional>(&box.body)) {
            compile_box(conditional->condition, names, errors);
            compile_box(conditional->then_value, names, errors);
            compile_box(conditional->else_value, names, errors);
        } else if (auto* filter = std::get_if<BoxedFilter>(&box.body)) {
            compile_box(filter->in, names, errors);
            Names inner = names;
            inner.insert("item");
            compile_box(filter->match, inner, errors);
        } else if (auto* iterator = std::get_if<BoxedIterator>(&box.body)) {
            compile_box(iterator->in, names, errors);
            Names inner = names;
            inner.insert(iterator->variable);
            inner.insert("partial");
            compile_box(iterator->body, inner, errors);
        }
    }

    void compile_table(BoxedTable& table, const Names& names, std::vector<std::string>& errors) {
        for (TableColumn& column : table.columns) {
            check_type(column.type, column.expression.place, "this column");
            column.may_be_refused = column.allowed_values.written() && definitions_.dialect == Dialect::standard;
            if (!column.expression.written())
                error(column.expression.place, "an input column without an expression", errors);
            parse(column.expression, names, false, errors);
            parse(column.allowed_values, names, true, errors);
        }
        for (TableOutput& output : table.outputs) {
            parse(output.default_value, names, false, errors);
            if (output.values_text.written()) {
                Formula list = output.values_text;
                list.text = "[" + list.text + "]";
                list.offset -= list.offset > 0 ? 1 : 0;
                parse(list, names, false, errors);
                if (list.expression) {
                    const feel::Value values = list.expression->evaluate(NoNames{}, feel::Environment{});
                    if (values.list()) output.values = *values.list();
                }
            }
        }
        const bool lenient = definitions_.dialect == Dialect::camunda;
        const feel::KnownNames known(names);
        Cells tests{known, true};
        Cells outputs{known, false};
        std::map<std::string_view, Cells> own_tests;  // of columns whose value has a name for their cells
        for (TableRule& rule : table.rules) {
            for (std::size_t i = 0; i < rule.tests.size(); ++i) {
                Formula& test = rule.tests[i];
                if (!test.written() && !lenient)
                    error(test.place, "an empty cell; expected a test, or - for any value", errors);
                if (i < table.columns.size() && !table.columns[i].variable.empty()) {
                    const std::string& variable = table.columns[i].variable;
                    auto own = own_tests.find(variable);
                    if (own == own_tests.end()) {
                        Names inner = names;
                        inner.insert(variable);
                        own = own_tests.emplace(variable, Cells{feel::KnownNames(inner), true}).first;
                    }
                    parse(test, own->second, errors);
                } else {
                    parse(test, tests, errors);
                }
            }
            for (Formula& output : rule.outputs) {
                if (!output.written() && !lenient)
                    error(output.place, "an empty output cell; expected an expression", errors);
                parse(output, outputs, errors);
            }
        }
        tables_.push_back(&table);
    }

    void index_tables() {
        std::map<const BoxedTable*, const Decision*> owners;
        for (const Decision& decision : definitions_.decisions)
            if (decision.expression)
                if (const auto* table = std::get_if<BoxedTable>(&decision.expression->body))
                    owners.emplace(table, &decision);
        for (BoxedTable* table : tables_) {
            const auto owner = owners.find(table);
            index_table(definitions_, *table, owner == owners.end() ? nullptr : owner->second);
        }
    }

    // Inputs that only expressions name ---------------------------------------------------------------------------

    void declare_named_inputs() {
        for (const Decision& decision : definitions_.decisions) {
            Names visible = visible_to(decision.requires_, decision.part);
            for (const std::string& member : members_) visible.erase(member);
            for (const std::size_t at : decision.requires_.decisions)
                visible.insert(definitions_.decisions[at].variable);
            visit_free_names(decision.expression, [&](const FreeName& found) {
                if (!found.certain || visible.contains(found.name) || is_built_in_function(found.name)) return;
                const std::string type = found.formula->text == found.name ? found.type : std::string();
                const auto known =
                    std::find_if(definitions_.inputs.begin(), definitions_.inputs.end(), [&](const InputData& input) {
                        return input.name == found.name;
                    });
                if (known == definitions_.inputs.end() && definitions_.inputs.size() < max_inputs)
                    definitions_.inputs.push_back({"", found.name, type, false, found.name});
                else if (known != definitions_.inputs.end() && known->type.empty() && !known->declared)
                    known->type = type;
            });
        }
    }

    static bool is_built_in_function(const std::string& name) {
        const auto parsed = feel::Expression::parse(name, {});
        return parsed && parsed->evaluate(NoNames{}, feel::Environment{}).function();
    }

    Definitions& definitions_;
    base::Complaints& complaints_;
    Types types_;
    std::vector<BoxedTable*> tables_;  ///< all that were met
    Names members_;                    ///< names of entries and components, which may follow a point anywhere
};

}  // namespace

void compile(Definitions& definitions, base::Complaints& complaints) {
    Compiler(definitions, complaints).run();
}

}  // namespace guildhall::dmn
