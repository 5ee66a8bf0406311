#pragma once
/// FEEL expressions: parsed once, evaluated many times.

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/complaint.hpp"
#include "base/result.hpp"
#include "feel/value.hpp"

namespace guildhall::feel {

class NameIndex;  // internal

/// Names that a parse may meet, longest match first: FEEL names hold spaces and symbols
/// (`Monthly Salary`, `a+b`), so parsing needs to know them (section 10.3.1.4). Made once for all expressions that see
/// the same names. Immutable, cheap to copy, thread-safe.
class KnownNames {
public:
    KnownNames() = default;                          ///< none
    KnownNames(const std::set<std::string>& names);  // NOLINT(google-explicit-constructor): that is what they are
    /// Null when there are none.
    [[nodiscard]] const NameIndex* index() const { return index_.get(); }

private:
    std::shared_ptr<const NameIndex> index_;
};

class Frame;

/// What an evaluation sees. Borrowed for the length of the call.
class Scope {
public:
    virtual ~Scope() = default;
    /// The value of a name, or nothing when there is no such name.
    [[nodiscard]] virtual const Value* find(std::string_view name) const = 0;
    /// The frame behind this scope and all those that it lies before, if there is one.
    [[nodiscard]] virtual const Frame* frame() const { return nullptr; }
};

/// Names in a fixed order, with their values now: the scope of an expression that is bound to these names.
class Frame final : public Scope {
public:
    /// Borrows all of it. A value that is null is a name that is not there.
    Frame(std::span<const std::string> names, std::span<const Value* const> values) : names_(names), values_(values) {}
    [[nodiscard]] const Value* find(std::string_view name) const override {
        for (std::size_t i = 0; i < names_.size(); ++i)
            if (names_[i] == name) return values_[i];
        return nullptr;
    }
    [[nodiscard]] const Frame* frame() const override { return this; }
    [[nodiscard]] const Value* at(std::size_t slot) const { return values_[slot]; }

private:
    std::span<const std::string> names_;
    std::span<const Value* const> values_;
};

/// A scope over a context value, with an optional outer scope behind it.
class ContextScope final : public Scope {
public:
    explicit ContextScope(const Context& context, const Scope* outer = nullptr) : context_(&context), outer_(outer) {}
    [[nodiscard]] const Value* find(std::string_view name) const override;
    [[nodiscard]] const Frame* frame() const override { return outer_ != nullptr ? outer_->frame() : nullptr; }

private:
    const Context* context_;
    const Scope* outer_;
};

/// Warnings that say why something came out null: "cannot add a string to a number", with its place.
struct Diagnostics {
    static constexpr std::size_t most_messages = 100;

    std::vector<std::string> messages;
    std::size_t count = 0;  ///< of all messages, kept or not

    void add(std::string message) {
        ++count;
        if (messages.size() < most_messages) messages.push_back(std::move(message));
    }
};

/// Work that an evaluation may still do. When it is used up, what is left comes out null, with a message.
struct Budget {
    std::int64_t steps = 5'000'000;
    std::int32_t depth = 0;  ///< how deep evaluation stands now, over all nested calls
    static constexpr std::int32_t max_depth = 3'000;
    bool reported = false;
};

/// Types that a model defines, for `instance of` and for the parameters of functions. Thread-safe.
class DefinedTypes {
public:
    virtual ~DefinedTypes() = default;
    /// Whether a value that is neither null nor unknown conforms; nothing when no type has that name.
    [[nodiscard]] virtual std::optional<bool> conforms(const Value& value, std::string_view type) const = 0;
};

/// What evaluation needs besides names: the instant that `now()` and `today()` see.
struct Environment {
    base::Instant now;
    std::string zone = "UTC";
    Diagnostics* diagnostics = nullptr;
    const DefinedTypes* types = nullptr;  ///< null: the types of FEEL alone
    /// Shared by all evaluations of one request, so that models that call each other end; null: one of its own for
    /// each.
    Budget* budget = nullptr;
};

struct Node;  // internal

/// A parsed expression. Immutable, cheap to copy, thread-safe.
class Expression {
public:
    static constexpr std::size_t max_size = 65'536;
    static constexpr int max_nesting = 200;

    /// At most `max_size` bytes and `max_nesting` levels. The error's message starts with the place: `1:7: expected …,
    /// found …`.
    [[nodiscard]] static base::Result<Expression> parse(std::string_view text, const KnownNames& names);
    /// Unary tests (a decision-table cell): `-`, `<= 30`, `[31..60]`, `"a", "b"`, `not(…)`, or an expression with `?`.
    [[nodiscard]] static base::Result<Expression> parse_unary_tests(std::string_view text, const KnownNames& names);

    /// From now on these names are read by their place in the frame behind the scope, without a search. Every frame
    /// that evaluation sees must then have exactly these names. Before the expression is shared: not thread-safe.
    void bind(const std::vector<std::string>& frame_names);

    [[nodiscard]] Value evaluate(const Scope& scope, const Environment& environment) const;
    /// For unary tests: does `input` pass? true, false, null (an error), or unknown.
    [[nodiscard]] Value test(const Value& input, const Scope& scope, const Environment& environment) const;

    [[nodiscard]] const std::string& text() const { return parsed_->text; }
    /// The names that are read and not bound inside, built-in functions left out. Entries of filtered elements
    /// (`xs[size > 1]`) are among them.
    [[nodiscard]] std::set<std::string> free_names() const;
    /// Copies of an expression have the same.
    [[nodiscard]] const Node& root() const { return *parsed_->root; }

private:
    struct Parsed {
        std::string text;
        std::shared_ptr<const Node> root;
    };
    Expression(std::string_view text, std::shared_ptr<const Node> root)
        : parsed_(std::make_shared<const Parsed>(Parsed{std::string(text), std::move(root)})) {}
    std::shared_ptr<const Parsed> parsed_;
};

}  // namespace guildhall::feel
