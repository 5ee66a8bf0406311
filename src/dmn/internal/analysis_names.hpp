#pragma once
/// What the analysis knows of names and types: which values can come, and from which inputs.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dmn/internal/definitions.hpp"
#include "feel/partition.hpp"

namespace guildhall::dmn {

/// A type as far as the analysis needs it. Borrows from the definitions.
struct TypeFacts {
    std::vector<feel::ScalarKind> kinds;  ///< empty: not said, or no scalar
    bool structured = false;              ///< a list, a context, a function, a range
    std::vector<const Formula*> allowed;  ///< every value passes each of these
};

/// Something with a name that an expression can read.
struct KnownName {
    std::string type;
    const ItemDefinition* item = nullptr;  ///< of a component, whose type may have no name
    std::optional<std::size_t> input;      ///< the input data that it is
    std::set<std::string> sources;         ///< where its value comes from: what shares no source varies freely
    bool computed = false;                 ///< not handed in from outside
    std::optional<std::vector<feel::Value>> values;  ///< all that it can be besides null, when that is known
    std::map<std::string, std::vector<feel::Value>, std::less<>> entry_values;  ///< the same for its entries
};

/// A name, or the path to a part of it: `person.address.city`.
struct FoundName {
    KnownName name;
    std::vector<std::string> path;  ///< from the name to the part
    std::string root;
};

class Names {
public:
    explicit Names(const Definitions& definitions) : definitions_(&definitions) {}

    void set(const std::string& name, KnownName known) { known_.insert_or_assign(name, std::move(known)); }
    [[nodiscard]] std::optional<FoundName> find(std::string_view text) const;
    /// Where the values of these names come from.
    [[nodiscard]] std::set<std::string> sources_of(const std::set<std::string>& free_names) const;

private:
    const Definitions* definitions_;
    std::map<std::string, KnownName, std::less<>> known_;
};

[[nodiscard]] TypeFacts type_facts(const Definitions& definitions, std::string_view type);
[[nodiscard]] TypeFacts type_facts(const Definitions& definitions, const ItemDefinition& item);
[[nodiscard]] TypeFacts type_facts(const Definitions& definitions, const KnownName& name);

/// What a decision's or a business knowledge model's expression can name.
[[nodiscard]] Names names_of(const Definitions& definitions, const Decision& decision);
[[nodiscard]] Names names_of(const Definitions& definitions, const KnowledgeModel& knowledge);

/// A context of the type, with null for every part; null when the type has no parts.
[[nodiscard]] feel::Value empty_of(const Definitions& definitions, std::string_view type);

}  // namespace guildhall::dmn
