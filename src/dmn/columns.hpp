#pragma once
/// What a model tells those who evaluate it for the rows of a table: which columns an input has, and which rules of a
/// table take the values of a column.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dmn/model.hpp"
#include "dmn/table_lookup.hpp"

namespace guildhall::dmn {

/// A decision of which some required ones were evaluated before. Borrows the model. Not for several threads at once.
class PreparedRest {
public:
    virtual ~PreparedRest() = default;
    /// What the rest reads beside them, of all that `PreparedDecision::fields` names.
    [[nodiscard]] virtual const std::vector<PreparedDecision::Path>& fields() const = 0;
    /// Those of the required decisions that it reads.
    [[nodiscard]] virtual const std::vector<std::string>& given() const = 0;
    /// What `Model::evaluate` gives without problems, when the values are what it gives of the required decisions
    /// without problems. Nothing where it has to be asked. One value for each of `fields`, and then for each of
    /// `given`; borrowed for the call. None of them is unknown, and those of fields fit.
    [[nodiscard]] virtual std::optional<feel::Value> evaluate(
        std::span<const feel::Value* const> values, base::Instant now, std::string_view zone
    ) = 0;
};

/// Immutable, thread-safe.
class ModelColumns {
public:
    virtual ~ModelColumns() = default;
    /// The parts of an input that are given one by one where all is flat text: the input itself, or the entries of its
    /// structured type, and theirs. Each path begins with the input's name; a list is one part.
    [[nodiscard]] virtual std::vector<std::vector<std::string>> input_fields(std::string_view input) const = 0;
    /// Whether one of `input_fields` may have the value: by itself, as far as the type says; what a structured type
    /// asks of its entries together is for `Model::fits_input`.
    [[nodiscard]] virtual bool fits_field(std::span<const std::string> path, const feel::Value& value) const = 0;
    /// Whether one of `input_fields` is a number, and may be any: a text that is a number needs no further look.
    [[nodiscard]] virtual bool takes_any_number(std::span<const std::string> path) const = 0;
    /// Whether every set of fields that fit is an input that fits: its structure asks nothing of its entries together.
    [[nodiscard]] virtual bool fits_by_fields(std::string_view input) const = 0;
    /// As `Model::prepare`, with the `input_fields` of each input as places; without making contexts of them where the
    /// rules read single entries.
    [[nodiscard]] virtual base::Result<std::unique_ptr<PreparedDecision>> prepare_fields(std::string_view decision
    ) const = 0;
    /// The decisions that it requires, itself or through others, and whose plain values can be given; nearer ones
    /// first.
    [[nodiscard]] virtual std::vector<std::string> required_decisions(std::string_view decision) const = 0;
    /// Null where the rest cannot be compiled. `given` is of `required_decisions`.
    [[nodiscard]] virtual std::unique_ptr<PreparedRest> prepare_rest(
        std::string_view decision, std::span<const std::string> given
    ) const = 0;
    /// Which rules of the decision apply; null where it is not a single table of literal tests on inputs.
    [[nodiscard]] virtual std::shared_ptr<const TableLookup> table_lookup(std::string_view decision) const = 0;
};

/// Puts a value into a context, making those on the way. `path` is not empty.
void set_entry(feel::Context& context, std::span<const std::string> path, const feel::Value& value);

/// Of a model that `load` made; lives as long as it does.
[[nodiscard]] const ModelColumns& columns_of(const Model& model);

}  // namespace guildhall::dmn
