#pragma once
/// A decision model as data: what the file says, with every expression parsed and every reference resolved.

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/complaint.hpp"
#include "base/xml.hpp"
#include "dmn/internal/table_index.hpp"
#include "dmn/model.hpp"
#include "feel/expression.hpp"

namespace guildhall::dmn {

/// An expression as written, and parsed when that was possible.
struct Formula {
    std::string text;  ///< trimmed
    base::SourcePlace place;
    const base::XmlElement* source = nullptr;    ///< valid while loading
    std::size_t offset = 0;                      ///< of `text` in the source's text
    std::optional<feel::Expression> expression;  ///< nothing when there is no text, or it did not parse

    [[nodiscard]] bool written() const { return !text.empty(); }
};

struct Boxed;
using BoxedPointer = std::shared_ptr<Boxed>;

enum class HitPolicy { unique, any, priority, first, rule_order, output_order, collect };
enum class Aggregation { none, sum, count, minimum, maximum };
[[nodiscard]] std::string_view hit_policy_name(HitPolicy policy);
/// `SUM`, …; empty for none.
[[nodiscard]] std::string_view aggregation_name(Aggregation aggregation);

struct TableColumn {
    Formula expression;
    std::string label;
    std::string type;
    Formula allowed_values;       ///< unary tests
    std::string variable;         ///< the name that a vendor lets cells use for the column's value
    bool may_be_refused = false;  ///< a value outside `allowed_values` can turn up
};

struct TableOutput {
    std::string name;
    std::string type;
    Formula values_text;              ///< `"A", "B"`: allowed outputs, highest priority first
    std::vector<feel::Value> values;  ///< the same, evaluated
    Formula default_value;
};

struct TableRule {
    std::vector<Formula> tests;
    std::vector<Formula> outputs;
    std::string annotation;
    base::SourcePlace place;
};

/// The table's text for explanations, made when the first one asks for it. Thread-safe.
class TableTextOnce {
public:
    template <class Make>
    [[nodiscard]] std::shared_ptr<const TableText> get(const Make& make) {
        std::call_once(once_, [&] { text_ = std::make_shared<const TableText>(make()); });
        return text_;
    }

private:
    std::once_flag once_;
    std::shared_ptr<const TableText> text_;
};

struct BoxedTable {
    HitPolicy hit_policy = HitPolicy::unique;
    Aggregation aggregation = Aggregation::none;
    std::vector<TableColumn> columns;
    std::vector<TableOutput> outputs;
    std::vector<TableRule> rules;
    std::shared_ptr<const TableIndex> index;  ///< made at the end of loading
    std::shared_ptr<TableTextOnce> text = std::make_shared<TableTextOnce>();
};

struct NamedBox {
    std::string name;
    std::string type;
    BoxedPointer value;
};
struct BoxedContext {
    std::vector<NamedBox> entries;
    BoxedPointer result;  ///< the entry without a name, when there is one
};
struct BoxedInvocation {
    Formula callee;
    std::vector<NamedBox> bindings;
};
struct BoxedList {
    std::vector<BoxedPointer> items;
};
struct BoxedRelation {
    std::vector<std::string> columns;
    std::vector<std::vector<BoxedPointer>> rows;
};
struct Parameter {
    std::string name;
    std::string type;
};
struct BoxedFunction {
    std::vector<Parameter> parameters;
    BoxedPointer body;
    std::string kind = "FEEL";  ///< of `Java`, the body is a context that names class and method
};
struct BoxedConditional {
    BoxedPointer condition, then_value, else_value;
};
struct BoxedFilter {
    BoxedPointer in, match;
};
struct BoxedIterator {
    enum class Kind { each, some, every } kind = Kind::each;
    std::string variable;
    BoxedPointer in, body;
};

/// A boxed expression (DMN 1.5 section 7.3).
struct Boxed {
    base::SourcePlace place;
    std::string type;
    std::variant<
        Formula, BoxedTable, BoxedContext, BoxedInvocation, BoxedList, BoxedRelation, BoxedFunction, BoxedConditional,
        BoxedFilter, BoxedIterator>
        body;
};

struct ItemDefinition {
    std::string name;  ///< of an imported one with the path of its part in front
    std::string type;  ///< empty when it has components
    bool is_collection = false;
    bool is_function = false;
    Formula allowed_values;   ///< of each item, when it is a collection
    Formula type_constraint;  ///< of the whole value
    std::vector<ItemDefinition> components;
};

/// Of which file an element is: a position in `Definitions::parts`.
using Part = std::size_t;

struct InputData {
    std::string id;
    std::string name;  ///< how callers give it; with the import's name in front when the plain name is taken
    std::string type;
    bool declared = true;       ///< false when only expressions name it
    std::string variable = {};  ///< how expressions of its own file name it
    Part part = 0;
    base::SourcePlace place = {};
};

/// What an element requires: identifiers while reading, positions in `Definitions` after.
struct Requirements {
    struct Reference {
        std::string href;
        base::SourcePlace place;
    };
    std::vector<Reference> decision_references, input_references, knowledge_references;
    std::vector<std::size_t> decisions, inputs, knowledge;
};

/// The names that the expressions of a decision see, and where their values come from, in order.
struct FrameLayout {
    struct Source {
        enum class Kind : std::uint8_t { input, decision, output, knowledge } kind = Kind::input;
        std::size_t index = 0;  ///< position in `Definitions`; of an output, that of its decision
        std::string output = {};
    };
    std::vector<std::string> names;
    std::vector<Source> sources;
};

struct Decision {
    std::string id;
    std::string name;  ///< of an imported one with the import's name and a point in front
    std::string variable;
    Part part = 0;
    std::string type;
    base::SourcePlace place;
    BoxedPointer expression;
    Requirements requires_;
    std::optional<FrameLayout> frame;  ///< none where names of imports stand before what it requires
    std::vector<std::string> errors;   ///< why it cannot be evaluated, each with its address
};

struct KnowledgeModel {
    std::string id;
    std::string name;
    std::string variable;
    Part part = 0;
    std::string type;
    base::SourcePlace place;
    BoxedFunction function;
    Requirements requires_;
    std::vector<std::string> errors;
};

struct DecisionService {
    std::string id;
    std::string name;
    std::string variable;
    Part part = 0;
    std::string type;
    base::SourcePlace place;
    std::vector<Requirements::Reference> output_references, input_decision_references, input_data_references;
    std::vector<std::size_t> outputs, input_decisions, inputs;
    std::vector<std::string> errors;
};

/// An `import` element (section 6.3.3).
struct Import {
    std::string name;  ///< the prefix of what is imported; empty: none
    std::string target_namespace;
    std::string location;
    std::string type;
    base::SourcePlace place;
};

/// One of the files that make a model: the first is the one loaded, the rest are imported.
struct PartOfModel {
    std::string target_namespace;
    std::string path;  ///< names of imports from the first file to here, with points between
    std::vector<std::pair<std::string, Part>> imports;
};

struct Definitions {
    std::string file;
    std::string name;
    std::string target_namespace;
    Dialect dialect = Dialect::standard;
    std::vector<Import> imports;
    std::vector<PartOfModel> parts;
    std::vector<ItemDefinition> items;
    std::vector<InputData> inputs;
    std::vector<Decision> decisions;
    std::vector<KnowledgeModel> knowledge;
    std::vector<DecisionService> services;

    [[nodiscard]] const ItemDefinition* item(std::string_view item_name) const;
    /// The names that stand before an element of `to` in an expression of `from`: none inside one file, or when the
    /// import has no name. Nothing when `from` does not import it.
    [[nodiscard]] std::optional<std::vector<std::string>> prefixes(Part from, Part to) const;
};

}  // namespace guildhall::dmn
