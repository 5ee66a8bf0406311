#pragma once
/// Expressions compiled to short instructions over registers, for those who evaluate the same ones many times.
///
/// A program answers only what it can answer without a doubt. Whatever would give a message (an error that turns to
/// null), has to follow several branches because a condition is not known, or is too rare to be compiled, ends the run
/// without an answer: then the evaluator is asked, which knows everything. So a program never says anything else than
/// `Expression::evaluate`.

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "feel/cell.hpp"
#include "feel/expression.hpp"

namespace guildhall::feel {

using Register = std::uint32_t;

class Run;

/// A step that is more than an instruction. Immutable, thread-safe.
class Operation {
public:
    virtual ~Operation() = default;
    /// False: no answer, and the run ends.
    [[nodiscard]] virtual bool run(Run& run) const = 0;
};

/// What a program noted on its way, such as a rule that matched: see `Run::note`.
struct Note {
    std::uint32_t source = 0;
    std::uint32_t what = 0;
};

enum class Opcode : std::uint8_t {
    end,                ///< of the program, or of a routine
    jump,               ///< to `b`
    choose,             ///< between two branches by register `a`: see `Choose`
    leave,              ///< the first branch: to `b`
    join,               ///< the end of the second branch
    jump_unless_value,  ///< to `b` when `a` is null or unknown
    copy,               ///< from `a`
    negate,             ///< `a`
    add,                ///< `a`, `b`; and so on
    subtract,
    multiply,
    divide,
    power,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    opposite,        ///< `not a`
    decide,          ///< one part of a conjunction or disjunction: see `Decide`
    expect,          ///< no answer unless `a` is null, unknown or of the kind `flag`
    expect_boolean,  ///< no answer unless `a` is true, false or unknown
    expect_present,  ///< no answer when `a` is null
    expect_known,    ///< no answer when `a` is unknown
    require,         ///< no answer unless `a` is true
    path,            ///< the entry of `a` whose name is text `b`
    is_in,           ///< whether `a` is what test `b` says; `flag`: `b` was computed
    operation,       ///< `a`
};

/// The flag of `decide`. Where register `a` is true (`on_true`) or else false, the target is that, and the program
/// goes on at `b`; otherwise the target becomes the other, or stays unknown where a part before (none is when this is
/// the `first`) was. No answer when `a` is neither boolean nor unknown (section 10.3.2.2).
struct Decide {
    static constexpr std::uint8_t on_true = 1;
    static constexpr std::uint8_t first = 2;
};

/// Goes on with the first branch, which follows and ends with a `leave`, where the condition is true, and otherwise at
/// `b` with the second, which ends with a `join`. Each copies its value to the target. When the condition is not known
/// both are run; the flag says whether equal values settle it then.
struct Choose {
    static constexpr std::uint8_t equal_settle = 1;
};

struct Instruction {
    Opcode opcode = Opcode::end;
    std::uint8_t flag = 0;
    std::uint16_t target = 0;
    std::uint32_t a = 0, b = 0;
};

/// Immutable, thread-safe.
class Program {
public:
    [[nodiscard]] std::size_t registers() const { return image_.size(); }
    [[nodiscard]] std::size_t size() const { return code_.size() + routines_.size(); }

private:
    friend class ProgramBuilder;
    friend class Run;
    std::vector<Instruction> code_;
    std::vector<Instruction> routines_;  ///< apart, so that the program does not have to jump over them
    std::vector<Cell> image_;            ///< what the registers hold at first: constants
    std::deque<Value> constants_;
    std::vector<std::string> texts_;
    std::vector<std::shared_ptr<const Operation>> operations_;
    std::vector<Expression> expressions_;  ///< that operations point into
};

/// The state of a program at work. Made once and used for many runs; not for several threads at once.
class Run {
public:
    static constexpr std::size_t most_unknowns = 64;

    /// Borrows the program.
    explicit Run(const Program& program) : program_(&program), cells_(program.image_) {}

    /// Ready for the next run; registers keep what they hold, which a program never reads before it is written.
    /// `environment` is borrowed until the next. Notes are kept when `notes` is given, borrowed as well. `unknowns`
    /// says what the bits of unknown cells stand for: for each an unknown value that depends on one input; at most
    /// `most_unknowns`, borrowed.
    void begin(
        const Environment& environment, std::vector<Note>* notes = nullptr, std::span<const Value> unknowns = {}
    );
    /// The whole program.
    [[nodiscard]] bool execute() { return steps(program_->code_.data(), 0); }
    [[nodiscard]] bool call(std::uint32_t routine) { return steps(program_->routines_.data(), routine); }

    [[nodiscard]] Cell& operator[](Register at) { return cells_[at]; }
    [[nodiscard]] const Cell& operator[](Register at) const { return cells_[at]; }
    [[nodiscard]] const Environment& environment() const { return *environment_; }
    /// A cell that borrows from this run, until the next begins. The value has nothing unknown.
    [[nodiscard]] Cell keep(Value value);
    /// A value of its own.
    [[nodiscard]] Value value(const Cell& cell) const {
        return cell.kind == Cell::Kind::unknown ? unknown(cell.inputs) : cell.value();
    }
    /// As `keep`, for a value that may be unknown. False when a part of it is.
    [[nodiscard]] bool put(Register target, Value value);
    /// Depends on these.
    [[nodiscard]] Value unknown(std::uint64_t inputs) const;
    [[nodiscard]] bool keeps_notes() const { return notes_ != nullptr; }
    void note(std::uint32_t source, std::uint32_t what) {
        if (notes_ != nullptr) notes_->push_back({source, what});
    }

private:
    /// To the end, or to the end of a branch.
    [[nodiscard]] bool steps(const Instruction* code, std::uint32_t start, const Instruction* end_of_branch = nullptr);
    [[nodiscard]] bool try_both(const Instruction* code, const Instruction& choose);
    [[nodiscard]] bool is_in(const Instruction& step);
    [[nodiscard]] bool path(const Instruction& step);
    [[nodiscard]] bool spread_unknown(const Instruction& step);
    [[nodiscard]] bool calculate(const Instruction& step);
    [[nodiscard]] bool compare(const Instruction& step);
    [[nodiscard]] bool equate(const Instruction& step);
    [[nodiscard]] bool decide(const Instruction& step, bool& decided);
    [[nodiscard]] bool put_result(Register target, Value value);
    [[nodiscard]] std::optional<Number> power(const Number& base, const Number& exponent);

    const Program* program_;
    const Environment* environment_ = nullptr;
    std::vector<Note>* notes_ = nullptr;
    std::span<const Value> unknowns_;
    std::vector<Cell> cells_;
    std::vector<std::unique_ptr<const Value>> kept_;
    /// A power that was computed. It takes long, and rates and terms come again.
    struct Power {
        std::array<std::uint64_t, 4> key{};  ///< the bits of base and exponent
        std::optional<Number> result;
    };
    static constexpr std::size_t most_powers = 64;  ///< a power of two
    std::vector<Power> powers_;
};

/// What an expression comes to while it is compiled: a register, or parts of which each is one.
struct Shape {
    struct Record {
        std::vector<std::pair<std::string, Shape>> entries;
        [[nodiscard]] const Shape* find(std::string_view name) const;
    };
    /// A function whose body is compiled into every place that calls it.
    struct Inlined {
        std::vector<std::string> parameters;
        /// One argument for each parameter.
        std::function<std::optional<Shape>(std::vector<Shape>)> emit;
    };

    Shape(Register in) : at(in) {}  // NOLINT(google-explicit-constructor): a register is the plain case
    explicit Shape(Record made) : record(std::make_shared<const Record>(std::move(made))) {}
    explicit Shape(std::shared_ptr<const Inlined> made) : function(std::move(made)) {}

    Register at = 0;  ///< when it is neither of:
    std::shared_ptr<const Record> record;
    std::shared_ptr<const Inlined> function;
};
using ShapeNames = std::map<std::string, Shape, std::less<>>;

/// Compiles expressions into one program. What gives nothing cannot be compiled, and then the program is not to be
/// used.
class ProgramBuilder {
public:
    [[nodiscard]] std::optional<Shape> expression(const Expression& expression, const ShapeNames& names);
    /// Whether unary tests take `input`: true or false.
    [[nodiscard]] std::optional<Register> test(const Expression& tests, Register input, const ShapeNames& names);

    /// Whether this grew beyond what a program may be.
    [[nodiscard]] bool is_too_large() const;
    [[nodiscard]] Register add_register();
    [[nodiscard]] Register constant(const Value& value);
    /// A constant that needs no register.
    [[nodiscard]] Cell constant_cell(const Value& value) { return Cell(program_.constants_.emplace_back(value)); }
    /// The value of a register that is a constant.
    [[nodiscard]] const Cell* constant_in(Register at) const;
    /// One register with the whole value; nothing for a function.
    [[nodiscard]] std::optional<Register> whole(const Shape& shape) { return joined(shape, UnknownParts::refused); }
    /// As `whole`, for what the program comes to: unknown when a part is.
    [[nodiscard]] std::optional<Register> outcome(const Shape& shape) { return joined(shape, UnknownParts::spread); }
    /// Appends an instruction.
    void emit(Opcode opcode, Register target, std::uint32_t a, std::uint32_t b = 0, std::uint8_t flag = 0);
    void operation(std::shared_ptr<const Operation> operation);

    /// Appends a jump; `land` makes it end here.
    [[nodiscard]] std::size_t jump(Opcode opcode, Register a = 0);
    void land(std::size_t jump);
    /// Completes a `decide`.
    void target_of(std::size_t jump, Register target, std::uint8_t flag);
    /// The number of a text that instructions name.
    [[nodiscard]] std::uint32_t text(const std::string& text);
    /// Runs the one or the other; gives their value. They give a register each, or nothing when they cannot be
    /// compiled.
    template <class Branch, class Other>
    [[nodiscard]] std::optional<Register> choice(
        Register condition, std::uint8_t flag, const Branch& branch, const Other& other
    ) {
        const Register target = add_register();
        const std::size_t choose = jump(Opcode::choose, condition);
        code()[choose].target = static_cast<std::uint16_t>(target);
        code()[choose].flag = flag;
        const std::optional<Register> yes = branch();
        if (!yes) return std::nullopt;
        emit(Opcode::copy, target, *yes);
        const std::size_t leave = jump(Opcode::leave);
        land(choose);
        const std::optional<Register> no = other();
        if (!no) return std::nullopt;
        emit(Opcode::copy, target, *no);
        emit(Opcode::join, 0, 0);
        land(leave);
        return target;
    }
    /// Code that runs only when it is called for, by `Run::call` with what this gives.
    template <class Emit>
    [[nodiscard]] std::optional<std::uint32_t> routine(const Emit& emit_body) {
        // Inside another routine it stands in the middle of that.
        const bool inside = std::exchange(in_routine_, true);
        const std::size_t over = inside ? jump(Opcode::jump) : 0;
        const auto start = static_cast<std::uint32_t>(code().size());
        const bool made = emit_body();
        emit(Opcode::end, 0, 0);
        if (inside) land(over);
        in_routine_ = inside;
        return made ? std::optional(start) : std::nullopt;
    }
    /// The builder must not be used afterwards.
    [[nodiscard]] std::shared_ptr<const Program> finish();

private:
    /// What becomes of a context with an entry that is not known: no answer, or it is not known as a whole.
    enum class UnknownParts : std::uint8_t { refused, spread };
    [[nodiscard]] std::optional<Register> joined(const Shape& shape, UnknownParts unknown_parts);
    [[nodiscard]] std::vector<Instruction>& code() { return in_routine_ ? program_.routines_ : program_.code_; }

    Program program_;
    std::vector<bool> is_constant_;
    bool in_routine_ = false;
};

}  // namespace guildhall::feel
