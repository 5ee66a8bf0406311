#include "feel/program.hpp"

#include <bit>
#include <cstring>
#include <type_traits>

#include "feel/internal/operations.hpp"
#include "feel/internal/small_number.hpp"

namespace guildhall::feel {

namespace {

using Kind = Cell::Kind;

NodeKind operator_of(Opcode opcode) {
    const auto offset = static_cast<int>(opcode) - static_cast<int>(Opcode::add);
    return static_cast<NodeKind>(static_cast<int>(NodeKind::add) + offset);
}
static_assert(
    static_cast<int>(Opcode::greater_equal) - static_cast<int>(Opcode::add) ==
    static_cast<int>(NodeKind::greater_equal) - static_cast<int>(NodeKind::add)
);

std::optional<bool> equal(const Cell& a, const Cell& b) {
    if (a.kind == b.kind) {
        switch (a.kind) {
            case Kind::number:
                return a.number == b.number;
            case Kind::text:
                return *a.text == *b.text;
            case Kind::boolean:
                return a.boolean == b.boolean;
            case Kind::date:
                return a.date == b.date;
            case Kind::null:
            case Kind::other:
            case Kind::unknown:
                break;
        }
    }
    return std::nullopt;
}

/// Numbers that are small are calculated with where the program runs; the rest is called for.
using SmallOperation = bool (*)(const Number&, const Number&, Number&);
template <SmallOperation operation>
[[gnu::always_inline]] inline bool calculate_small(const Cell& a, const Cell& b, Cell& target) {
    Number made;
    if (a.kind != Kind::number || b.kind != Kind::number || !operation(a.number, b.number, made)) return false;
    target = Cell(made);
    return true;
}

bool holds(Opcode opcode, std::strong_ordering order) {
    switch (opcode) {
        case Opcode::less:
            return order < 0;
        case Opcode::less_equal:
            return order <= 0;
        case Opcode::greater:
            return order > 0;
        default:
            return order >= 0;
    }
}

}  // namespace

void Run::begin(const Environment& environment, std::vector<Note>* notes, std::span<const Value> unknowns) {
    environment_ = &environment;
    notes_ = notes;
    unknowns_ = unknowns;
    kept_.clear();
}

Cell Run::keep(Value value) {
    kept_.push_back(std::make_unique<const Value>(std::move(value)));
    return Cell(*kept_.back());
}

Value Run::unknown(std::uint64_t inputs) const {
    if (std::has_single_bit(inputs)) return unknowns_[static_cast<std::size_t>(std::countr_zero(inputs))];
    std::set<std::string> names;
    for (; inputs != 0; inputs &= inputs - 1)
        collect_unknowns(unknowns_[static_cast<std::size_t>(std::countr_zero(inputs))], names);
    return Value::unknown(std::move(names));
}

bool Run::put(Register target, Value value) {
    if (const Unknown* unknown = value.unknown()) {
        std::uint64_t inputs = 0;
        for (std::size_t i = 0; i < unknowns_.size(); ++i)
            if (unknown->inputs.contains(*unknowns_[i].unknown()->inputs.begin())) inputs |= std::uint64_t{1} << i;
        cells_[target] = Cell::not_known(inputs);
        return true;
    }
    if (has_unknown(value)) return false;
    cells_[target] = keep(std::move(value));
    return true;
}

/// What an operator gives: no answer where that is null, which has a reason.
bool Run::put_result(Register target, Value value) {
    return !value.is_null() && put(target, std::move(value));
}

/// An operator on numbers of which one is not known: neither is the result.
bool Run::spread_unknown(const Instruction& step) {
    const Cell& a = cells_[step.a];
    const Cell& b = cells_[step.b];
    const bool is_spread = (a.kind == Kind::unknown && (b.kind == Kind::unknown || b.kind == Kind::number)) ||
                           (a.kind == Kind::number && b.kind == Kind::unknown);
    if (!is_spread) return false;
    const std::uint64_t inputs = (a.kind == Kind::unknown ? a.inputs : 0) | (b.kind == Kind::unknown ? b.inputs : 0);
    cells_[step.target] = Cell::not_known(inputs);
    return true;
}

/// Of numbers that are not small, and of everything else.
bool Run::calculate(const Instruction& step) {
    if (spread_unknown(step)) return true;
    const Cell& a = cells_[step.a];
    const Cell& b = cells_[step.b];
    if (a.kind == Kind::number && b.kind == Kind::number) {
        std::optional<Number> made;
        switch (step.opcode) {
            case Opcode::add:
                made = a.number.plus(b.number);
                break;
            case Opcode::subtract:
                made = a.number.minus(b.number);
                break;
            case Opcode::multiply:
                made = a.number.times(b.number);
                break;
            case Opcode::divide:
                if (b.number == Number()) return false;
                made = a.number.divided_by(b.number);
                break;
            default:
                made = power(a.number, b.number);
                break;
        }
        if (!made) return false;
        cells_[step.target] = Cell(*made);
        return true;
    }
    std::string problem;
    return put_result(step.target, arithmetic(operator_of(step.opcode), value(a), value(b), problem));
}

std::optional<Number> Run::power(const Number& base, const Number& exponent) {
    static_assert(sizeof(Number) == 2 * sizeof(std::uint64_t) && std::is_trivially_copyable_v<Number>);
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15ULL;
    std::array<std::uint64_t, 4> key{};
    std::memcpy(key.data(), &base, sizeof base);
    std::memcpy(key.data() + 2, &exponent, sizeof exponent);
    std::uint64_t hash = 0;
    for (const std::uint64_t word : key) hash = (hash ^ word ^ hash >> 32) * factor;
    if (powers_.empty()) powers_.resize(most_powers);
    Power& last = powers_[hash >> 32 & (most_powers - 1)];
    if (!last.result || last.key != key) last = {key, base.power(exponent)};
    return last.result;
}

bool Run::compare(const Instruction& step) {
    if (spread_unknown(step)) return true;
    const Cell& a = cells_[step.a];
    const Cell& b = cells_[step.b];
    if (a.kind == Kind::number && b.kind == Kind::number) {
        cells_[step.target] = Cell(holds(step.opcode, a.number <=> b.number));
        return true;
    }
    std::string problem;
    return put_result(step.target, feel::compare(operator_of(step.opcode), value(a), value(b), problem));
}

bool Run::equate(const Instruction& step) {
    const bool wanted = step.opcode == Opcode::equal;
    const Cell& a = cells_[step.a];
    const Cell& b = cells_[step.b];
    if (const auto same = equal(a, b)) {
        cells_[step.target] = Cell(*same == wanted);
        return true;
    }
    const Value made = equals(value(a), value(b));
    if (const bool* same = made.boolean()) {
        cells_[step.target] = Cell(*same == wanted);
        return true;
    }
    return put_result(step.target, made);
}

bool Run::path(const Instruction& step) {
    const Cell& from = cells_[step.a];
    if (from.kind == Kind::unknown) {
        cells_[step.target] = Cell::not_known(from.inputs);
        return true;
    }
    const Context* context = from.kind == Kind::other ? from.other->context() : nullptr;
    const Value* entry = context != nullptr ? context->find(program_->texts_[step.b]) : nullptr;
    if (entry == nullptr) return false;
    cells_[step.target] = Cell(*entry);
    return true;
}

bool Run::is_in(const Instruction& step) {
    const Cell& input = cells_[step.a];
    const Cell& test = cells_[step.b];
    if (input.kind == test.kind) {
        if (const auto same = equal(input, test)) {
            cells_[step.target] = Cell(*same);
            return true;
        }
    }
    // A boolean that was computed is the answer itself, unless booleans are what the value is about.
    const bool computed = step.flag != 0;
    if (computed && test.kind == Kind::boolean && input.kind != Kind::null && input.kind != Kind::unknown) {
        cells_[step.target] = Cell(test.boolean);
        return true;
    }
    std::string problem;
    Value made = feel::is_in(value(input), value(test), problem);
    return problem.empty() && put_result(step.target, std::move(made));
}

bool Run::decide(const Instruction& step, bool& decided) {
    const Cell& from = cells_[step.a];
    Cell& target = cells_[step.target];
    const bool first = (step.flag & Decide::first) != 0;
    const std::uint64_t open = !first && target.kind == Kind::unknown ? target.inputs : 0;
    if (from.kind == Kind::unknown) {
        target = Cell::not_known(from.inputs | open);
        return true;
    }
    if (from.kind != Kind::boolean) return false;
    const bool answer = from.boolean;
    decided = answer == ((step.flag & Decide::on_true) != 0);
    if (decided || open == 0) target = Cell(answer);  // made anew: see `Cell::set`
    return true;
}

/// A `leave` stands before the second branch, a `join` before what the `leave` goes to.
bool Run::try_both(const Instruction* code, const Instruction& choose) {
    if (keeps_notes()) return false;
    const Instruction* const leave = code + choose.b - 1;
    const Instruction* const join = code + leave->b - 1;
    Cell& target = cells_[choose.target];
    if (!steps(code, static_cast<std::uint32_t>(&choose - code) + 1, leave)) return false;
    const Cell yes = target;
    if (!steps(code, choose.b, join)) return false;
    const Cell no = target;
    const auto inputs = [](const Cell& cell) { return cell.kind == Kind::unknown ? cell.inputs : 0; };
    const bool known = yes.kind != Kind::unknown && no.kind != Kind::unknown;
    const bool equal_settle = (choose.flag & Choose::equal_settle) != 0;
    if (known && equal_settle && identical(yes.value(), no.value())) return true;
    target = Cell::not_known(inputs(cells_[choose.a]) | inputs(yes) | inputs(no));
    return true;
}

bool Run::steps(const Instruction* code, std::uint32_t start, const Instruction* end_of_branch) {
    Cell* const cells = cells_.data();  // there are as many as the program names, always
    for (const Instruction* step = code + start;; ++step) {
        switch (step->opcode) {
            case Opcode::end:
                return true;
            case Opcode::jump:
                step = code + step->b - 1;
                break;
            case Opcode::choose:
                if (cells[step->a].kind == Kind::unknown) {
                    if (!try_both(code, *step)) return false;
                    step = code + code[step->b - 1].b - 1;
                } else if (!cells[step->a].is(true)) {
                    step = code + step->b - 1;
                }
                break;
            case Opcode::leave:
                if (step == end_of_branch) return true;
                step = code + step->b - 1;
                break;
            case Opcode::join:
                if (step == end_of_branch) return true;
                break;
            case Opcode::jump_unless_value:
                if (cells[step->a].kind == Kind::null || cells[step->a].kind == Kind::unknown)
                    step = code + step->b - 1;
                break;
            case Opcode::copy:
                cells[step->target] = cells[step->a];
                break;
            case Opcode::negate: {
                const Cell& from = cells[step->a];
                if (from.kind == Kind::unknown) {
                    cells[step->target] = Cell::not_known(from.inputs);
                    break;
                }
                if (from.kind != Kind::number) return false;
                cells[step->target] = Cell(from.number.negated());
                break;
            }
            case Opcode::add:
                if (!calculate_small<SmallNumber::add>(cells[step->a], cells[step->b], cells[step->target]) &&
                    !calculate(*step))
                    return false;
                break;
            case Opcode::subtract:
                if (!calculate_small<SmallNumber::subtract>(cells[step->a], cells[step->b], cells[step->target]) &&
                    !calculate(*step))
                    return false;
                break;
            case Opcode::multiply:
                if (!calculate_small<SmallNumber::multiply>(cells[step->a], cells[step->b], cells[step->target]) &&
                    !calculate(*step))
                    return false;
                break;
            case Opcode::divide:
            case Opcode::power:
                if (!calculate(*step)) return false;
                break;
            case Opcode::equal:
            case Opcode::not_equal:
                if (!equate(*step)) return false;
                break;
            case Opcode::less:
            case Opcode::less_equal:
            case Opcode::greater:
            case Opcode::greater_equal: {
                const Cell& a = cells[step->a];
                const Cell& b = cells[step->b];
                std::strong_ordering order = std::strong_ordering::equal;
                if (a.kind == Kind::number && b.kind == Kind::number &&
                    SmallNumber::compare(a.number, b.number, order)) {
                    cells[step->target] = Cell(holds(step->opcode, order));
                } else if (!compare(*step)) {
                    return false;
                }
                break;
            }
            case Opcode::opposite: {
                const Cell& from = cells[step->a];
                if (from.kind == Kind::unknown) {
                    cells[step->target] = Cell::not_known(from.inputs);
                    break;
                }
                if (from.kind != Kind::boolean) return false;
                cells[step->target] = Cell(!from.boolean);
                break;
            }
            case Opcode::decide: {
                bool decided = false;
                if (!decide(*step, decided)) return false;
                if (decided) step = code + step->b - 1;
                break;
            }
            case Opcode::expect: {
                const Kind kind = cells[step->a].kind;
                if (kind != Kind::null && kind != Kind::unknown && kind != static_cast<Kind>(step->flag)) return false;
                break;
            }
            case Opcode::expect_boolean: {
                const Kind kind = cells[step->a].kind;
                if (kind != Kind::boolean && kind != Kind::unknown) return false;
                break;
            }
            case Opcode::expect_present:
                if (cells[step->a].kind == Kind::null) return false;
                break;
            case Opcode::expect_known:
                if (cells[step->a].kind == Kind::unknown) return false;
                break;
            case Opcode::require:
                if (!cells[step->a].is(true)) return false;
                break;
            case Opcode::path:
                if (!path(*step)) return false;
                break;
            case Opcode::is_in:
                if (!is_in(*step)) return false;
                break;
            case Opcode::operation:
                if (!program_->operations_[step->a]->run(*this)) return false;
                break;
        }
    }
}

}  // namespace guildhall::feel
