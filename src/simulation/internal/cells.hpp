#pragma once
/// The texts of cells as values of a model's inputs.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dmn/model.hpp"
#include "simulation/columns.hpp"
#include "simulation/internal/text_codes.hpp"

namespace guildhall::simulation {

/// The value that a text stands for, as the input's type reads it; an empty text is null. Where the type leaves it open
/// or does not take the text as it is, FEEL is read (`[1, 2]`), and TRUE and FALSE in any case. Nothing when the input
/// cannot have it.
[[nodiscard]] std::optional<feel::Value> read_cell(
    const dmn::Model& model, const std::vector<std::string>& path, std::string_view text, base::Instant now
);

/// What the texts of one column stand for: each different text is read once. For one thread.
class CellValues {
public:
    /// Borrows the model and the column.
    CellValues(const dmn::Model& model, const InputColumn& column, base::Instant now);

    using Code = TextCodes::Code;
    /// The same for the same text, until `forget`.
    [[nodiscard]] Code code(std::string_view text) {
        const Code code = codes_.code(text);
        if (code == values_.size()) read(text);
        return code;
    }
    /// Whether the input can have it.
    [[nodiscard]] bool good(Code code) const { return good_[code] != 0; }
    /// Null where it is not good.
    [[nodiscard]] const feel::Value& value(Code code) const { return values_[code]; }
    [[nodiscard]] std::size_t size() const { return values_.size(); }
    void forget();

private:
    void read(std::string_view text);

    const dmn::Model& model_;
    const InputColumn& column_;
    base::Instant now_;
    bool takes_any_number_;
    TextCodes codes_;
    std::vector<feel::Value> values_;
    std::vector<char> good_;
};

}  // namespace guildhall::simulation
