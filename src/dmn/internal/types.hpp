#pragma once
/// Types of a model: does a value conform, and what becomes of it otherwise (DMN 1.5 section 10.3.2.9.4).

#include <optional>
#include <string_view>
#include <vector>

#include "dmn/internal/definitions.hpp"
#include "feel/expression.hpp"

namespace guildhall::dmn {

class Types {
public:
    explicit Types(const Definitions& definitions) : definitions_(definitions) {}

    /// The type is built in or defined by the file. An empty type is `Any`.
    [[nodiscard]] bool known(std::string_view type) const;
    /// Nothing when the value does not conform and cannot be converted. Null conforms to every type; so does what is
    /// unknown.
    [[nodiscard]] std::optional<feel::Value> coerce(
        const feel::Value& value, std::string_view type, const feel::Environment& environment
    ) const;
    [[nodiscard]] bool conforms(const feel::Value& value, std::string_view type, const feel::Environment& environment)
        const {
        return conforms(value, type, environment, 0);
    }
    /// What was written outside FEEL (in JSON, a form or a test file): strings where the type asks for a number, a
    /// boolean, a date, a time or a duration are read as one; what cannot be read stays a string.
    [[nodiscard]] feel::Value read(const feel::Value& written, std::string_view type) const;
    /// `"A", "B"` for a type that has allowed values, else empty.
    [[nodiscard]] std::string allowed_text_of(std::string_view type) const;

private:
    [[nodiscard]] bool conforms(
        const feel::Value& value, std::string_view type, const feel::Environment& environment, int depth
    ) const;
    [[nodiscard]] bool conforms(
        const feel::Value& value, const ItemDefinition& item, const feel::Environment& environment, int depth
    ) const;
    [[nodiscard]] bool one_conforms(
        const feel::Value& value, const ItemDefinition& item, const feel::Environment& environment, int depth
    ) const;
    [[nodiscard]] feel::Value read_item(const feel::Value& written, const ItemDefinition& item) const;
    [[nodiscard]] bool is_list_type(std::string_view type) const;

    const Definitions& definitions_;
};

/// The types of a model as expressions name them in `instance of` and in the parameters of functions.
class TypesForFeel final : public feel::DefinedTypes {
public:
    /// Borrows everything for its lifetime.
    TypesForFeel(const Definitions& definitions, const feel::Environment& environment)
        : definitions_(definitions), types_(definitions), environment_(environment) {}
    [[nodiscard]] std::optional<bool> conforms(const feel::Value& value, std::string_view type) const override;

private:
    const Definitions& definitions_;
    Types types_;
    const feel::Environment& environment_;
};

/// The value with null in place of functions, which must not outlive their evaluation.
[[nodiscard]] feel::Value without_functions(feel::Value value);

}  // namespace guildhall::dmn
