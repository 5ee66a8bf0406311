#pragma once
/// The texts of cells as values of a model's inputs.

#include <cstdint>
#include <optional>
#include <span>
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

/// What the cells of one column stand for, batch by batch. Each different text is read once and then known by its code;
/// where nearly all are different, each cell is read for itself. For one thread.
class CellValues {
public:
    /// Borrows the model and the column.
    CellValues(const dmn::Model& model, const InputColumn& column, base::Instant now);

    using Code = TextCodes::Code;
    /// The texts of the next batch; see `TextCodes::padding`.
    void read(std::span<const std::string_view> texts);

    /// By the row of the batch.
    [[nodiscard]] Code code(std::size_t row) const { return row_codes_[row]; }
    /// Of all rows.
    [[nodiscard]] std::span<const Code> codes() const { return row_codes_; }
    /// Null where the cell is not good.
    [[nodiscard]] const feel::Value& value(std::size_t row) const { return values_[row_codes_[row]]; }
    /// Whether the input can have it.
    [[nodiscard]] bool good(std::size_t row) const { return good_[row_codes_[row]] != 0; }
    [[nodiscard]] bool all_good() const { return bad_ == 0; }

    /// Of each code.
    [[nodiscard]] std::span<const feel::Value> values() const { return values_; }
    /// Whether a code means the same in the next batch.
    [[nodiscard]] bool keeps_codes() const { return !varied_; }
    /// Forgets the texts when they have become many: true when codes do not mean the same any more.
    [[nodiscard]] bool forget_many();

private:
    static constexpr std::size_t max_texts = 100'000;
    static constexpr std::int64_t worthwhile = 4;  ///< cells for each text that is remembered

    void read_new(std::string_view text);

    const dmn::Model& model_;
    const InputColumn& column_;
    base::Instant now_;
    bool takes_any_number_;
    bool varied_ = false;
    TextCodes codes_;
    std::vector<feel::Value> values_;
    std::vector<char> good_;
    std::size_t bad_ = 0;
    std::int64_t cells_ = 0;  ///< since texts are remembered
    std::vector<Code> row_codes_;
};

}  // namespace guildhall::simulation
