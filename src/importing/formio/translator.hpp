#pragma once
/// The work behind translate.hpp: how a script becomes one expression, and that expression FEEL.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "importing/formio/translate.hpp"

namespace guildhall::importing::formio {

using Kind = ScriptNode::Kind;
using Shape = Field::Shape;

/// What goes beyond is a script that grows by substitution: refused.
inline constexpr std::size_t most_text = 60'000;
inline constexpr int most_steps = 100'000;

/// How tightly a piece of FEEL holds together; weaker ones get parentheses inside stronger ones.
enum Strength { weak = 0, or_ = 1, and_ = 2, comparison = 3, sum = 4, product = 5, atom = 6 };

/// A condition that is true exactly when what it stands for holds.
struct Truth {
    std::optional<bool> constant;
    std::string text;
    int strength = atom;
};

inline Truth always(bool truth) {
    return {truth, truth ? "true" : "false", atom};
}
inline Truth condition(std::string text, int strength = comparison) {
    return {std::nullopt, std::move(text), strength};
}
inline std::string within(const std::string& text, int strength, int least) {
    return strength < least ? "(" + text + ")" : text;
}

/// Without an operand that is there already: people write the same test twice.
inline Truth joined(const Truth& a, const Truth& b, bool is_and) {
    const bool absorbs = !is_and;
    if (a.constant) return *a.constant == absorbs ? a : b;
    if (b.constant) return *b.constant == absorbs ? b : a;
    if (a.text == b.text) return a;
    const int strength = is_and ? and_ : or_;
    // `and` and `or` beside each other get parentheses, so that nobody has to know which binds tighter.
    const auto part = [&](const Truth& each) {
        return each.strength == strength || each.strength >= comparison ? each.text : "(" + each.text + ")";
    };
    return condition(part(a) + (is_and ? " and " : " or ") + part(b), strength);
}
inline Truth all_of(const Truth& a, const Truth& b) {
    return joined(a, b, true);
}
inline Truth any_of(const Truth& a, const Truth& b) {
    return joined(a, b, false);
}

inline std::string number_text(double number) {
    if (number == std::floor(number) && std::abs(number) < 1e15) return std::to_string(static_cast<long long>(number));
    return fmt::format("{}", number);
}

inline bool is_iso_date(std::string_view text) {
    if (text.size() < 10 || text[4] != '-' || text[7] != '-') return false;
    for (const std::size_t at : {0, 1, 2, 3, 5, 6, 8, 9})
        if (text[at] < '0' || text[at] > '9') return false;
    return text.size() == 10;
}

/// A number written as scripts take it from text; nothing when it is none.
inline std::optional<double> number_of(const std::string& text) {
    const std::string trimmed(base::trimmed(text));
    if (trimmed.empty()) return 0;
    double number = 0;
    const auto [end, error] = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), number);
    if (error != std::errc{} || end != trimmed.data() + trimmed.size() || !std::isfinite(number)) return std::nullopt;
    return number;
}

/// What an expression of a script stands for.
struct Value {
    enum class Is { undefined, null, text, number, truth, field, chosen, feel, array, member_scope };
    Is is = Is::undefined;
    std::string text;  ///< text constant; the option of `chosen`; FEEL
    double number = 0;
    bool truth = false;
    const Field* field = nullptr;          ///< field, chosen, member_scope
    std::string prefix;                    ///< before the field's name: `row.`, or empty
    Field::Kind kind = Field::Kind::text;  ///< of FEEL
    int strength = atom;
    std::vector<std::string> nullable;  ///< FEEL texts: when one is null, so is the whole
    bool instant = false;               ///< a date that is the present moment
    std::vector<Value> items;
};

/// Translates one script or condition. For one use: it keeps the first thing that was not understood.
class Translator {
public:
    explicit Translator(const ReadFrom& from) : from_(from) {}

    /// Runs the statements with names for values, and gives back what stands in the variable at the end.
    base::Result<ScriptTree> outcome(std::string_view script, const std::string& variable, bool initial);
    Truth truth(const ScriptTree& node, bool wanted);

    /// Of a rule of validity: true when the value is `true`; a text is a message.
    Truth valid(const ScriptTree& node, std::string& message);

    /// As one piece of FEEL.
    Value feel(const ScriptTree& node) { return as_feel(value(node)); }

    /// `when` of a simple condition: a path, seen from the row outwards, through groups but not into lists.
    Truth simple(const std::string& when, const base::Json& equal_to, bool show);

    /// One place's value as text against a text; missing is the empty text.
    Truth equals_text(const Value& found, const std::string& wanted, bool show);
    void check_size(const std::string& text);
    [[nodiscard]] const std::optional<base::Error>& error() const { return error_; }
    std::vector<std::string> take_remarks() { return std::move(remarks_); }

private:
    using Names = std::map<std::string, ScriptTree>;
    enum class Chosen { yes, no, not_yes, not_no, missing, not_missing };

    struct Variable {
        const Field* list;
        std::string feel;
    };
    bool step();
    Value give_up(std::string message);
    void remark(std::string text);

    // ── Statements ──────────────────────────────────────────────────────────────────────────────────────────────

    static void declare_functions(const ScriptNode& block, Names& names);
    ScriptTree made(Kind kind, std::vector<ScriptTree> parts, std::string text = {});

    /// From statement `from` on. What a `return` gives back, or null when none is reached.
    ScriptTree run(const std::vector<ScriptTree>& statements, std::size_t from, Names& names);
    static bool has_call(const ScriptNode& node);
    static bool is_console(const ScriptNode& call);

    /// The expression with the values of variables in their place.
    ScriptTree filled_in(const ScriptTree& node, const Names& names);
    ScriptTree called(const ScriptNode& function, const std::vector<ScriptTree>& call, const Names& names);

    // ── Values ──────────────────────────────────────────────────────────────────────────────────────────────────

    static Value number_value(double number);
    static Value feel_value(std::string text, Field::Kind kind, std::vector<std::string> nullable, int strength = atom);
    static Value field_value(const Field* field, std::string prefix);
    Value value(const ScriptTree& node);
    Value named(const std::string& name);
    static Value member_scope(const Field* list, std::string prefix);
    Value member(const Value& of, const std::string& key);
    Value field_member(const Value& of, const std::string& key);

    /// What a path leads to inside a group or a row, when it leads to something.
    std::optional<Value> along(const Field* scope, const std::vector<std::string>& path);

    /// As Form.io looks for a value: in the object itself, then in the objects in it, but not in lists.
    void search(const Field* scope, const std::vector<std::string>& path, std::vector<Value>& found);

    /// Every place that a path of a simple condition may mean, the one that counts first.
    std::vector<Value> found_from_row(const std::vector<std::string>& path);

    /// An answer or a constant as FEEL.
    Value as_feel(const Value& value);
    Value as_number(const Value& value);

    /// The present moment or a day.
    Value as_date(const Value& value);
    static Value now_value();
    static std::vector<std::string> merged(const std::vector<std::string>& a, const std::vector<std::string>& b);
    Value computed(const ScriptNode& node);
    Value constructed(const ScriptNode& node);
    static bool is_now(const ScriptNode& node);
    static bool is_name(const ScriptTree& node, std::string_view name);
    Value call_value(const ScriptNode& call);

    /// `list.filter(…).length` and `_.filter(list, …).length`; nothing when the call is another.
    std::optional<Value> filtered_count(const ScriptNode& call);
    Value method_value(const Value& of, const std::string& method, const ScriptNode& call);
    Value moved(const Value& of, bool forward, const ScriptNode& call);

    // ── Conditions ──────────────────────────────────────────────────────────────────────────────────────────────

    Truth truthy(const Value& value, bool wanted);
    static Truth truthy_feel(const std::string& name, Field::Kind kind, bool wanted);
    static Truth chosen(const Value& value, Chosen asked);

    /// The answer as Form.io writes it as text, against a text; missing is the empty text.
    Truth text_equals(const Field& field, const std::string& name, const std::string& wanted, bool show);
    static bool is_condition(const ScriptNode& node);
    Truth equal(const ScriptTree& node, bool wanted, bool loose);
    static bool equal_constants(const Value& a, const Value& b, bool loose);
    Truth against_constant(const Value& value, const Value& constant, bool wanted, bool loose);
    Truth ordered(const Value& left, const std::string& sign, const Value& right, bool wanted);

    /// The condition of a function over the members of a list, with a name for the member.
    Truth with_variable(const Value& list, const ScriptTree& asked, const std::string& variable, bool wanted);
    std::string variable_for(const ScriptTree& asked);
    Truth over_members(const Value& list, const ScriptTree& asked, bool some, bool wanted);
    Truth included(const Value& list, const Value& item, bool wanted);

    /// Calls that give true or false.
    std::optional<Truth> call_truth(const ScriptNode& call, bool wanted);

    /// The answer of a date question by its key, as the forms' own helpers look for it.
    Value birth_date(const ScriptTree& key);

    const ReadFrom& from_;
    std::map<std::string, Variable> variables_;
    std::optional<base::Error> error_;
    std::vector<std::string> remarks_;
    int steps_ = 0;
    int calls_ = 0;
};

}  // namespace guildhall::importing::formio
