#pragma once
/// A YAML tree held against a JSON Schema (draft 2020-12, the keywords that the shipped schemas use),
/// with complaints that say what was found, what was expected and the nearest name.

#include <map>
#include <string>
#include <vector>

#include "base/complaint.hpp"
#include "base/json.hpp"
#include "base/yaml.hpp"
#include "catalogue/internal/pattern.hpp"

namespace guildhall::catalogue::internal {

/// Immutable once made; thread-safe.
class Schema {
public:
    /// `text` is a schema that ships with the program; one that cannot be read is a bug and throws.
    explicit Schema(std::string_view text);

    /// Everything in `node` that does not fit. `file` names it; `definition` picks one of `$defs` instead of the whole.
    [[nodiscard]] base::Complaints validate(
        const base::YamlNode& node, const std::string& file, std::string_view definition = {}
    ) const;
    /// Keywords that validate() does not know, for the test that there are none.
    [[nodiscard]] std::vector<std::string> unknown_keywords() const;

private:
    base::Json root_;
    std::map<std::string, Pattern, std::less<>> patterns_;  ///< every `pattern`, compiled
};

}  // namespace guildhall::catalogue::internal
