#include "simulation/internal/cells.hpp"

#include "base/text.hpp"
#include "dmn/columns.hpp"
#include "feel/expression.hpp"

namespace guildhall::simulation {

namespace {

using feel::Value;

/// What the model makes of a text at this place of the input.
Value read_at(const dmn::Model& model, const std::vector<std::string>& path, std::string_view text) {
    Value written{std::string(text)};
    for (std::size_t i = path.size(); i > 1; --i) written = Value(feel::Context{{{path[i - 1], std::move(written)}}});
    Value read = model.read_input(path.front(), written);
    for (std::size_t i = 1; i < path.size(); ++i) {
        const feel::Context* context = read.context();
        const Value* entry = context ? context->find(path[i]) : nullptr;
        Value inner = entry ? *entry : Value();
        read = std::move(inner);
    }
    return read;
}

std::optional<Value> read_feel(std::string_view text, base::Instant now) {
    const auto expression = feel::Expression::parse(text, {});
    if (!expression || !expression->free_names().empty()) return std::nullopt;
    feel::Environment environment;
    environment.now = now;
    return expression->evaluate(feel::ContextScope(feel::Context{}), environment);
}

}  // namespace

std::optional<Value> read_cell(
    const dmn::Model& model, const std::vector<std::string>& path, std::string_view text, base::Instant now
) {
    if (text.empty()) return Value();
    Value read = read_at(model, path, text);
    const bool fits = dmn::columns_of(model).fits_field(path, read);
    if (fits && !read.string()) return read;
    // Text is meant as text, unless the type would take anything.
    const bool untyped = fits && dmn::columns_of(model).fits_field(path, Value(feel::Number(1))) &&
                         dmn::columns_of(model).fits_field(path, Value(true));
    if (fits && !untyped) return read;
    for (const bool flag : {true, false})
        if (base::equal_ignoring_case_ascii(text, flag ? "true" : "false") &&
            dmn::columns_of(model).fits_field(path, Value(flag)))
            return Value(flag);
    const auto value = read_feel(text, now);
    if (value && !value->is_null() && !value->function() && dmn::columns_of(model).fits_field(path, *value))
        return value;
    if (fits) return read;
    return std::nullopt;
}

CellValues::CellValues(const dmn::Model& model, const InputColumn& column, base::Instant now)
    : model_(model),
      column_(column),
      now_(now),
      takes_any_number_(dmn::columns_of(model).takes_any_number(column.path)) {}

void CellValues::read_new(std::string_view text) {
    std::optional<Value> value;
    if (takes_any_number_)
        if (const auto number = feel::Number::parse(base::trimmed(text))) value = Value(*number);
    if (!value) value = read_cell(model_, column_.path, text, now_);
    good_.push_back(value ? 1 : 0);
    if (!value) ++bad_;
    values_.push_back(value ? *std::move(value) : Value());
}

void CellValues::read(std::span<const std::string_view> texts) {
    cells_ += static_cast<std::int64_t>(texts.size());
    row_codes_.resize(texts.size());
    if (varied_) {
        values_.clear();
        good_.clear();
        bad_ = 0;
        for (std::size_t row = 0; row < texts.size(); ++row) {
            row_codes_[row] = static_cast<Code>(row);
            read_new(texts[row]);
        }
        return;
    }
    Code* to = row_codes_.data();
    for (const std::string_view text : texts) {
        const std::size_t before = codes_.size();
        *to = codes_.code(text);
        if (*to++ == before) read_new(text);
    }
}

bool CellValues::forget_many() {
    if (!codes_.is_full(max_texts)) return false;
    varied_ = cells_ < worthwhile * static_cast<std::int64_t>(codes_.size());
    cells_ = 0;
    codes_.clear();
    values_.clear();
    good_.clear();
    bad_ = 0;
    return true;
}

}  // namespace guildhall::simulation
