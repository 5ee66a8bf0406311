#include "feel/program.hpp"

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

/// True, false, or nothing where the answer is null or depends.
std::optional<bool> boolean_of(const Value& value) {
    const bool* known = value.boolean();
    return known != nullptr ? std::optional(*known) : std::nullopt;
}

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
                break;
        }
    }
    return boolean_of(equals(a.value(), b.value()));
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

void Run::begin(const Environment& environment, std::vector<Note>* notes) {
    environment_ = &environment;
    notes_ = notes;
    kept_.clear();
}

Cell Run::keep(Value value) {
    kept_.push_back(std::make_unique<const Value>(std::move(value)));
    return Cell(*kept_.back());
}

bool Run::calculate(const Instruction& step) {
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
                made = a.number.power(b.number);
                break;
        }
        if (!made) return false;
        cells_[step.target] = Cell(*made);
        return true;
    }
    std::string problem;
    Value made = arithmetic(operator_of(step.opcode), a.value(), b.value(), problem);
    if (made.is_null() || made.unknown()) return false;
    cells_[step.target] = keep(std::move(made));
    return true;
}

bool Run::compare(const Instruction& step) {
    const Cell& a = cells_[step.a];
    const Cell& b = cells_[step.b];
    if (a.kind == Kind::number && b.kind == Kind::number) {
        cells_[step.target] = Cell(holds(step.opcode, a.number <=> b.number));
        return true;
    }
    std::string problem;
    const auto made = boolean_of(feel::compare(operator_of(step.opcode), a.value(), b.value(), problem));
    if (!made) return false;
    cells_[step.target] = Cell(*made);
    return true;
}

bool Run::path(const Instruction& step) {
    const Cell& from = cells_[step.a];
    const Context* context = from.kind == Kind::other ? from.other->context() : nullptr;
    const Value* entry = context != nullptr ? context->find(program_->texts_[step.b]) : nullptr;
    if (entry == nullptr) return false;
    cells_[step.target] = Cell(*entry);
    return true;
}

bool Run::is_in(const Instruction& step) {
    const Cell& value = cells_[step.a];
    const Cell& test = cells_[step.b];
    std::optional<bool> made;
    // A boolean that was computed is the answer itself, unless booleans are what the value is about.
    const bool computed = step.flag != 0;
    if (computed && test.kind == Kind::boolean && value.kind != Kind::boolean && value.kind != Kind::null) {
        made = test.boolean;
    } else if (value.kind == test.kind && value.kind != Kind::other) {
        made = equal(value, test);
    } else {
        std::string problem;
        made = boolean_of(feel::is_in(value.value(), test.value(), problem));
        if (!problem.empty()) return false;
    }
    if (!made) return false;
    cells_[step.target] = Cell(*made);
    return true;
}

bool Run::steps(const Instruction* code, std::uint32_t start) {
    Cell* const cells = cells_.data();  // there are as many as the program names, always
    for (const Instruction* step = code + start;; ++step) {
        switch (step->opcode) {
            case Opcode::end:
                return true;
            case Opcode::jump:
                step = code + step->b - 1;
                break;
            case Opcode::jump_unless:
                if (!cells[step->a].is(true)) step = code + step->b - 1;
                break;
            case Opcode::jump_if_null:
                if (cells[step->a].kind == Kind::null) step = code + step->b - 1;
                break;
            case Opcode::copy:
                cells[step->target] = cells[step->a];
                break;
            case Opcode::negate: {
                const Cell& from = cells[step->a];
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
            case Opcode::not_equal: {
                const auto same = equal(cells[step->a], cells[step->b]);
                if (!same) return false;
                cells[step->target] = Cell(*same == (step->opcode == Opcode::equal));
                break;
            }
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
            case Opcode::opposite:
                if (cells[step->a].kind != Kind::boolean) return false;
                cells[step->target] = Cell(!cells[step->a].boolean);
                break;
            case Opcode::decide: {
                const Cell& from = cells[step->a];
                if (from.kind != Kind::boolean) return false;
                const bool decisive = step->flag != 0;
                const bool answer = from.boolean;
                cells[step->target] = Cell(answer);  // made anew: see `Cell::set`
                if (answer == decisive) step = code + step->b - 1;
                break;
            }
            case Opcode::expect:
                if (cells[step->a].kind != Kind::null && cells[step->a].kind != static_cast<Kind>(step->flag))
                    return false;
                break;
            case Opcode::expect_boolean:
                if (cells[step->a].kind != Kind::boolean) return false;
                break;
            case Opcode::expect_present:
                if (cells[step->a].kind == Kind::null) return false;
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
