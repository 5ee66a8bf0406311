#include "importing/xgov/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "importing/values.hpp"

namespace guildhall::importing::xgov {

using base::Json;
using Kind = Expression::Kind;
using Binds = Feel::Binds;

namespace {

constexpr int deepest = 100;
constexpr std::size_t largest = 3'000;  ///< parts of a formula

base::Error not_converted(std::string what) {
    return {base::ErrorCode::invalid_input, {std::move(what)}, {}};
}

/// What a comparison comes to without an answer.
enum class Missing { error, undefined, null };

std::optional<double> number_in(const std::string& text) {
    double number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

template <class T>
bool compared(const std::string& sign, const T& a, const T& b) {
    if (sign == "==") return a == b;
    if (sign == "!=") return !(a == b);
    if (sign == "<") return a < b;
    if (sign == "<=") return a <= b;
    if (sign == ">") return a > b;
    return a >= b;
}

/// `null` or `undefined` beside a constant, as a script compares them.
bool missing_compared(Missing missing, const std::string& sign, const Expression& constant) {
    if (sign == "==") return false;
    if (sign == "!=") return true;
    if (missing != Missing::null) return false;
    std::optional<double> number;
    if (constant.kind == Kind::number) number = constant.number;
    if (constant.kind == Kind::truth) number = constant.truth ? 1 : 0;
    if (constant.kind == Kind::text) number = constant.text.empty() ? 0 : number_in(constant.text);
    return number && compared(sign, 0.0, *number);
}

const std::map<std::string, std::string> opposites{{"==", "!="}, {"!=", "=="}, {"<", ">="},
                                                   {">=", "<"},  {">", "<="},  {"<=", ">"}};
const std::map<std::string, std::string> turned_round{{"==", "=="}, {"!=", "!="}, {"<", ">"},
                                                      {">=", "<="}, {">", "<"},   {"<=", ">="}};

std::string in_feel(const std::string& sign) {
    return sign == "==" ? "=" : sign;
}

/// A test of one question's answer, `what` in FEEL: with `sign` against `value`. `missing`: whether it is true without
/// an answer.
Formula test(
    const std::string& question, const std::string& what, const std::string& sign, const std::string& value,
    bool missing
) {
    const auto written = [&](const std::string& with) { return what + " " + in_feel(with) + " " + value; };
    const auto side = [&](const std::string& with, bool without) -> std::pair<Feel, bool> {
        const bool true_on_null = with == "!=";  // FEEL: null is not the value
        if (without) {
            if (true_on_null) return {{written(with), Binds::tight}, false};
            return {{question + " = null or " + written(with), Binds::any}, false};
        }
        if (true_on_null) return {{question + " != null and " + written(with), Binds::all}, true};
        return {{written(with), Binds::tight}, true};
    };
    const std::string& other = opposites.at(sign);
    Formula formula;
    formula.kind = Formula::Kind::test;
    formula.about = {question};
    std::tie(formula.holds, formula.needs) = side(sign, missing);
    std::tie(formula.inverse, formula.inverse_needs) = side(other, !missing);
    formula.plain = {written(sign), Binds::tight};
    formula.complement = {written(other), Binds::tight};
    formula.plain_needs = sign != "!=";
    formula.complement_needs = other != "!=";
    return formula;
}

/// Whether there is an answer.
Formula answered(const std::string& question) {
    Formula formula;
    formula.kind = Formula::Kind::test;
    formula.about = {question};
    formula.holds = {question + " != null", Binds::tight};
    formula.inverse = {question + " = null", Binds::tight};
    formula.plain = {"true", Binds::tight};
    formula.complement = {"false", Binds::tight};
    formula.needs = formula.plain_needs = formula.complement_needs = true;
    return formula;
}

bool is_date(std::string_view text) {
    if (text.size() < 10 || text[4] != '-' || text[7] != '-') return false;
    for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9})
        if (text[i] < '0' || text[i] > '9') return false;
    const int month = (text[5] - '0') * 10 + text[6] - '0', day = (text[8] - '0') * 10 + text[9] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

}  // namespace

/// Translates the expression of one condition. For one use.
class Translator {
public:
    Translator(Conditions& conditions, const std::string& section) : conditions_(conditions), section_(section) {}

    base::Result<Formula> translate(const Expression& expression) {
        Formula formula = holds(expression, true, 0);
        if (!problem_.empty()) return not_converted(problem_);
        return formula;
    }

private:
    Formula fail(std::string what) {
        if (problem_.empty()) problem_ = std::move(what);
        return never();
    }

    [[nodiscard]] static Missing without_answer(const Field& field, const std::string& name) {
        if (field.optional) return Missing::null;
        return name.find('.') == std::string::npos ? Missing::error : Missing::undefined;
    }

    /// Questions whose missing answers stop the evaluation.
    std::set<std::string> stops(const Expression& expression, int depth) {
        if (depth > deepest) return {};
        std::set<std::string> names;
        if (expression.kind == Kind::name) {
            const Field* field = conditions_.field(expression.text, section_);
            if (field != nullptr && without_answer(*field, expression.text) == Missing::error) names.insert(field->id);
            return names;
        }
        if (expression.kind == Kind::binary && expression.text == "in" && expression.parts[1].kind == Kind::name)
            if (const Field* field = conditions_.field(expression.parts[1].text, section_)) names.insert(field->id);
        for (const auto& part : expression.parts) names.merge(stops(part, depth + 1));
        return names;
    }

    /// True when the expression comes to something true (or, not wanted, to something false) and nothing stops it.
    Formula holds(const Expression& expression, bool wanted, int depth) {
        if (!problem_.empty()) return never();
        if (depth > deepest || ++steps_ > 20'000) return fail("it is too large");
        switch (expression.kind) {
            case Kind::truth:
                return expression.truth == wanted ? always() : never();
            case Kind::number:
                return (expression.number != 0) == wanted ? always() : never();
            case Kind::text:
                return !expression.text.empty() == wanted ? always() : never();
            case Kind::list:
                return wanted ? always() : never();
            case Kind::name:
                return name(expression, wanted, depth);
            case Kind::call:
                return fail(fmt::format("the function `{}`", expression.text));
            case Kind::choice:
                return any(
                    {all({holds(expression.parts[0], true, depth + 1), holds(expression.parts[1], wanted, depth + 1)}),
                     all({holds(expression.parts[0], false, depth + 1), holds(expression.parts[2], wanted, depth + 1)})}
                );
            case Kind::unary:
                if (expression.text == "not") return holds(expression.parts[0], !wanted, depth + 1);
                return fail("a length by itself");
            case Kind::binary:
                break;
        }
        if (expression.text == "and") return series(expression.parts, false, wanted, depth);
        if (expression.text == "or") return series(expression.parts, true, wanted, depth);
        if (expression.text == "in") return inside(expression, wanted, depth);
        return comparison(expression, wanted);
    }

    /// `or` (the same for `and`, turned round): true when one of them is and those before it come to something false.
    Formula series(const std::vector<Expression>& parts, bool any_of_them, bool wanted, int depth) {
        if (any_of_them != wanted) {
            std::vector<Formula> every;
            for (const auto& part : parts) every.push_back(holds(part, wanted, depth + 1));
            return bounded(all(std::move(every)));
        }
        std::vector<Formula> alternatives;
        std::set<std::string> before;
        std::vector<Formula> passed;  ///< that those before did come to something false
        for (const auto& part : parts) {
            Formula formula = holds(part, wanted, depth + 1);
            const auto present = needed(formula);
            const bool safe = std::ranges::includes(present, before);
            if (safe) {
                alternatives.push_back(std::move(formula));
            } else {
                std::vector<Formula> together = passed;
                together.push_back(std::move(formula));
                alternatives.push_back(all(std::move(together)));
            }
            const auto own = stops(part, depth + 1);
            if (!own.empty()) {
                const bool simple = part.kind != Kind::binary || (part.text != "and" && part.text != "or");
                if (simple)
                    for (const auto& question : own) passed.push_back(answered(question));
                else
                    passed.push_back(holds(part, !wanted, depth + 1));
                before.insert(own.begin(), own.end());
            }
            if (!problem_.empty()) return never();
        }
        return bounded(any(std::move(alternatives)));
    }

    Formula bounded(Formula formula) {
        return size_of(formula) > largest ? fail("it is too large") : std::move(formula);
    }

    Formula name(const Expression& expression, bool wanted, int depth) {
        const std::string& called = expression.text;
        const Field* field = conditions_.field(called, section_);
        if (field == nullptr) {
            if (conditions_.definition(called) == nullptr)
                return fail(fmt::format("there is no question `{}`", called));
            if (depth > deepest) return fail("it is too large");
            auto other = conditions_.named(called, section_);
            if (!other) return fail(fmt::format("`{}`: {}", called, other.error().message.text));
            return wanted ? *other : negated(*other);
        }
        const Missing missing = without_answer(*field, called);
        const bool without = missing != Missing::error && !wanted;
        switch (field->kind) {
            case Field::Kind::yes_no:
            case Field::Kind::box:
                if (field->kind == Field::Kind::box) return presence(*field, wanted, without);
                return choice(field->choices, {wanted ? std::size_t{1} : std::size_t{0}}, without);
            case Field::Kind::number:
                return test(field->id, field->id, wanted ? "!=" : "==", "0", without);
            case Field::Kind::choice: {
                std::set<std::size_t> chosen;
                for (std::size_t i = 0; i < field->theirs.size(); ++i)
                    if ((field->numbers ? number_in(field->theirs[i]) != 0.0 : !field->theirs[i].empty()) == wanted)
                        chosen.insert(i);
                return choice(field->choices, std::move(chosen), without);
            }
            default:
                return presence(*field, wanted, without);
        }
    }

    /// Of an answer that is always something true: whether there is one, and `without` when there is none.
    static Formula presence(const Field& field, bool wanted, bool without) {
        Formula formula = answered(field.id);
        if (!wanted) formula = without ? negated(formula) : never();
        return formula;
    }

    /// `same` for any answer, `without` for none.
    static Formula whatever(const Field& field, bool same, bool without) {
        if (same == without) return same ? always() : never();
        return same ? answered(field.id) : negated(answered(field.id));
    }

    static bool is_constant(const Expression& expression) {
        return expression.kind == Kind::truth || expression.kind == Kind::number || expression.kind == Kind::text;
    }
    static bool is_length(const Expression& expression) {
        return expression.kind == Kind::unary && expression.text == "length" && expression.parts[0].kind == Kind::name;
    }

    Formula comparison(const Expression& expression, bool wanted) {
        const Expression* left = &expression.parts[0];
        const Expression* right = &expression.parts[1];
        std::string sign = expression.text;
        if (left->kind != Kind::name && !is_length(*left)) {
            std::swap(left, right);
            sign = turned_round.at(sign);
        }
        if (is_length(*left) && right->kind == Kind::number) return length(*left, sign, right->number, wanted);
        if (left->kind != Kind::name) return fail("a comparison that asks no question");
        const Field* field = conditions_.field(left->text, section_);
        if (field == nullptr) {
            if (conditions_.definition(left->text) != nullptr && right->kind == Kind::truth &&
                (sign == "==" || sign == "!="))
                return name(*left, ((sign == "==") == right->truth) == wanted, 0);
            return fail(fmt::format("there is no question `{}`", left->text));
        }
        const Missing missing = without_answer(*field, left->text);
        if (right->kind == Kind::call) return relative(*field, missing, sign, *right, wanted);
        if (right->kind == Kind::name) return two_questions(*left, sign, *right, wanted);
        if (!is_constant(*right)) return fail("a comparison with something that is calculated");
        const bool without = missing != Missing::error && missing_compared(missing, sign, *right) == wanted;
        return with_constant(*field, wanted ? sign : opposites.at(sign), *right, without);
    }

    /// `sign` is the one that is wanted; of texts and numbers in a script it has an opposite.
    Formula with_constant(const Field& field, const std::string& sign, const Expression& value, bool without) {
        const bool equality = sign == "==" || sign == "!=";
        switch (field.kind) {
            case Field::Kind::yes_no:
                if (!equality) return fail("an order of yes and no");
                if (value.kind != Kind::truth) return whatever(field, sign == "!=", without);
                return choice(
                    field.choices, {(value.truth == (sign == "==")) ? std::size_t{1} : std::size_t{0}}, without
                );
            case Field::Kind::choice:
                return with_option(field, sign, value, without);
            case Field::Kind::number: {
                std::optional<double> number;
                if (value.kind == Kind::number) number = value.number;
                if (value.kind == Kind::text && !equality) number = number_in(value.text);
                if (number) return test(field.id, field.id, sign, fmt::format("{}", *number), without);
                if (!equality) return fail("an order of a number and a text");
                return whatever(field, sign == "!=", without);
            }
            case Field::Kind::text:
                if (value.kind == Kind::text) return test(field.id, field.id, sign, feel_string(value.text), without);
                if (!equality) return fail("an order of a text and a number");
                return whatever(field, sign == "!=", without);
            case Field::Kind::date:
                if (value.kind != Kind::text)
                    return equality ? whatever(field, sign == "!=", without) : fail("an order of a date and a number");
                if (!is_date(value.text)) return fail(fmt::format("the date `{}`", value.text));
                return test(field.id, field.id, sign, "date(\"" + value.text.substr(0, 10) + "\")", without);
            case Field::Kind::moment:
                return moment(field, sign, value, without);
            default:
                if (!equality) return fail("an order of answers that have none");
                return whatever(field, sign == "!=", without);
        }
    }

    Formula with_option(const Field& field, const std::string& sign, const Expression& value, bool without) {
        std::set<std::size_t> chosen;
        for (std::size_t i = 0; i < field.theirs.size(); ++i) {
            const std::string& theirs = field.theirs[i];
            bool fits = sign == "!=";
            if (field.numbers) {
                const auto number = number_in(theirs);
                const auto other = value.kind == Kind::number     ? std::optional(value.number)
                                   : sign == "==" || sign == "!=" ? std::nullopt
                                                                  : number_in(value.text);
                if (number && other) fits = compared(sign, *number, *other);
            } else if (value.kind == Kind::text) {
                fits = compared(sign, theirs, value.text);
            } else if (sign != "==" && sign != "!=") {
                const auto number = number_in(theirs);
                fits = number && value.kind == Kind::number && compared(sign, *number, value.number);
            }
            if (fits) chosen.insert(i);
        }
        return choice(field.choices, std::move(chosen), without);
    }

    Formula moment(const Field& field, const std::string& sign, const Expression& value, bool without) {
        if (value.kind != Kind::text || !is_date(value.text)) return fail("the time that it compares with");
        std::string time = "00:00:00";
        if (value.text.size() >= 16) time = value.text.substr(11, 5) + ":00";
        const auto digits = [&](std::size_t at) { return time[at] >= '0' && time[at] <= '9'; };
        if (!digits(0) || !digits(1) || time[2] != ':' || !digits(3) || !digits(4))
            return fail("the time that it compares with");
        return test(
            field.id, fmt::format("date and time({}, time({} + \":00\"))", field.id, field.time_id), sign,
            fmt::format("date and time(\"{}T{}\")", value.text.substr(0, 10), time), without
        );
    }

    /// Days beside an instant: a day counts as its first moment, which is before the same day's later ones.
    Formula relative(
        const Field& field, Missing missing, const std::string& sign, const Expression& call, bool wanted
    ) {
        if (call.text != "dateForComparison" || call.parts.size() != 2 || call.parts[0].kind != Kind::number ||
            call.parts[1].kind != Kind::text)
            return fail(fmt::format("the function `{}`", call.text));
        if (field.kind != Field::Kind::date) return fail("a time from now for something that is no date");
        const double period = call.parts[0].number;
        const std::string& unit = call.parts[1].text;
        static const std::map<std::string, char> letters{
            {"years", 'Y'}, {"months", 'M'}, {"weeks", 'W'}, {"days", 'D'}
        };
        const auto letter = letters.find(unit);
        if (letter == letters.end()) return fail(fmt::format("a time from now in {}", unit));
        constexpr double most = 100'000;
        if (std::floor(period) != period || std::abs(period) > most) return fail("the length of the time from now");
        if (sign == "==" || sign == "!=") return fail("a date that is exactly now");
        const int length = static_cast<int>(std::abs(period)) * (letter->second == 'W' ? 7 : 1);
        const std::string limit = length == 0 ? "today()"
                                              : fmt::format(
                                                    "today() {} duration(\"P{}{}\")", period < 0 ? "-" : "+", length,
                                                    letter->second == 'W' ? 'D' : letter->second
                                                );
        const bool earlier = (sign == "<" || sign == "<=") == wanted;
        const bool without = missing != Missing::error && !wanted;  // it is neither before nor after
        return test(field.id, field.id, earlier ? "<=" : ">", limit, without);
    }

    Formula length(const Expression& call, const std::string& sign, double number, bool wanted) {
        const std::string& called = call.parts[0].text;
        const Field* field = conditions_.field(called, section_);
        if (field == nullptr) return fail(fmt::format("there is no question `{}`", called));
        const Missing missing = without_answer(*field, called);
        // Where there is no answer, the runner counts the letters of `null` and `undefined`.
        constexpr double of_null = 4, of_undefined = 9;
        const bool without = missing != Missing::error &&
                             compared(sign, missing == Missing::null ? of_null : of_undefined, number) == wanted;
        const std::string& as_wanted = wanted ? sign : opposites.at(sign);
        if (field->kind == Field::Kind::choices)
            return test(field->id, "count(" + field->id + ")", as_wanted, fmt::format("{}", number), without);
        if (field->kind == Field::Kind::choice && !field->numbers) {
            std::set<std::size_t> chosen;
            for (std::size_t i = 0; i < field->theirs.size(); ++i)
                if (compared(as_wanted, static_cast<double>(letters_in(field->theirs[i])), number)) chosen.insert(i);
            return choice(field->choices, std::move(chosen), without);
        }
        if (field->kind != Field::Kind::text) return fail("the length of something that is no text");
        return test(field->id, "string length(" + field->id + ")", as_wanted, fmt::format("{}", number), without);
    }

    static std::size_t letters_in(const std::string& text) {
        return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
            return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        }));
    }

    /// Without an answer the runner stops, whatever the name.
    Formula inside(const Expression& expression, bool wanted, int depth) {
        const Expression& value = expression.parts[0];
        const Expression& list = expression.parts[1];
        if (list.kind == Kind::list) {
            std::vector<Formula> parts;
            for (const auto& each : list.parts) {
                Expression equal;
                equal.kind = Kind::binary;
                equal.text = "==";
                equal.parts = {value, each};
                parts.push_back(holds(equal, wanted, depth + 1));
            }
            return wanted ? any(std::move(parts)) : all(std::move(parts));
        }
        const Field* field = list.kind == Kind::name ? conditions_.field(list.text, section_) : nullptr;
        if (field == nullptr)
            return fail(
                list.kind == Kind::name ? fmt::format("there is no question `{}`", list.text) : "what it looks into"
            );
        if (!is_constant(value)) return fail("a comparison with something that is calculated");
        if (field->kind == Field::Kind::choice) return with_constant(*field, wanted ? "==" : "!=", value, false);
        if (field->kind != Field::Kind::choices && field->kind != Field::Kind::box)
            return fail("it looks into something that is no list");
        const auto at = std::ranges::find_if(field->theirs, [&](const std::string& theirs) {
            if (field->numbers) return value.kind == Kind::number && number_in(theirs) == value.number;
            return value.kind == Kind::text && theirs == value.text;
        });
        if (at == field->theirs.end()) return wanted ? never() : answered(field->id);
        if (field->kind == Field::Kind::box)
            return choice(field->choices, {wanted ? std::size_t{1} : std::size_t{0}}, false);
        const std::string& ours = field->choices->values[static_cast<std::size_t>(at - field->theirs.begin())];
        const std::string has = fmt::format("list contains({}, {})", field->id, ours), lacks = "not(" + has + ")";
        Formula formula;
        formula.kind = Formula::Kind::test;
        formula.about = {field->id};
        formula.holds = formula.plain = {wanted ? has : lacks, Binds::tight};
        formula.complement = {wanted ? lacks : has, Binds::tight};
        formula.inverse = {field->id + " = null or " + (wanted ? lacks : has), Binds::any};
        formula.needs = formula.plain_needs = formula.complement_needs = true;
        return formula;
    }

    /// Two answers of one kind.
    Formula two_questions(const Expression& left, const std::string& sign, const Expression& right, bool wanted) {
        const Field* a = conditions_.field(left.text, section_);
        const Field* b = conditions_.field(right.text, section_);
        if (b == nullptr) return fail(fmt::format("there is no question `{}`", right.text));
        const bool ordered =
            a->kind == Field::Kind::number || a->kind == Field::Kind::date || a->kind == Field::Kind::text;
        if (a->kind != b->kind || !ordered) return fail("a comparison of two answers of different kinds");
        if (without_answer(*a, left.text) != Missing::error || without_answer(*b, right.text) != Missing::error)
            return fail("a comparison of two answers that may be missing");
        const std::string as_wanted = wanted ? sign : opposites.at(sign);
        const auto written = [&](const std::string& with) { return a->id + " " + in_feel(with) + " " + b->id; };
        const std::string present = fmt::format("{} != null and {} != null and ", a->id, b->id);
        const std::string absent = fmt::format("{} = null or {} = null or ", a->id, b->id);
        const bool equality = sign == "==" || sign == "!=";
        Formula formula;
        formula.kind = Formula::Kind::test;
        formula.about = {a->id, b->id};
        formula.holds =
            equality ? Feel{present + written(as_wanted), Binds::all} : Feel{written(as_wanted), Binds::tight};
        formula.inverse = {absent + written(opposites.at(as_wanted)), Binds::any};
        formula.plain = {written(as_wanted), Binds::tight};
        formula.complement = {written(opposites.at(as_wanted)), Binds::tight};
        formula.needs = true;
        formula.plain_needs = formula.complement_needs = !equality;
        return formula;
    }

    Conditions& conditions_;
    const std::string& section_;
    std::string problem_;
    int steps_ = 0;
};

Conditions::Conditions(const Json& list) {
    if (list.array() == nullptr) return;
    for (const auto& condition : *list.array())
        if (const std::string name = condition.string_at("name"); !name.empty())
            definitions_.try_emplace(name, &condition["value"]);
}

void Conditions::add(Field field) {
    by_key_[field.key].push_back(fields_.size());
    fields_.push_back(std::move(field));
}

const Json* Conditions::definition(const std::string& name) const {
    const auto found = definitions_.find(name);
    return found == definitions_.end() ? nullptr : found->second;
}

const Field* Conditions::field(const std::string& name, const std::string& section) const {
    const auto dot = name.find('.');
    const std::string key = dot == std::string::npos ? name : name.substr(dot + 1);
    const std::string where = dot == std::string::npos ? "" : name.substr(0, dot);
    const auto named = by_key_.find(key);
    if (named == by_key_.end()) return nullptr;
    const auto find = [&](const std::string& in) -> const Field* {
        for (const auto i : named->second)
            if (fields_[i].section == in) return &fields_[i];
        return nullptr;
    };
    if (const Field* exact = find(where)) return exact;
    // A name alone is looked for in the section of the page as well.
    if (const Field* here = where.empty() ? find(section) : nullptr) return here;
    // Questions are moved between sections while a form is written, and conditions keep the old name.
    return named->second.size() == 1 ? &fields_[named->second.front()] : nullptr;
}

base::Result<Formula> Conditions::text(std::string_view text, const std::string& section) {
    const auto expression = parse_expression(text);
    if (!expression) return expression.error();
    return Translator(*this, section).translate(*expression);
}

base::Result<Formula> Conditions::named(const std::string& name, const std::string& section) {
    used_.insert(name);
    const auto key = std::pair{name, section};
    if (const auto known = made_.find(key); known != made_.end()) return known->second;
    const Json* value = definition(name);
    if (value == nullptr) return not_converted(fmt::format("there is no condition `{}`", name));
    if (open_.contains(name)) return not_converted(fmt::format("the condition `{}` refers to itself", name));
    if (open_.size() > 50) return not_converted("conditions that refer to each other too deeply");
    open_.insert(name);
    const auto expression = read_conditions(*value);
    base::Result<Formula> made = expression ? Translator(*this, section).translate(*expression) : expression.error();
    open_.erase(name);
    made_.emplace(key, made);
    return made;
}

}  // namespace guildhall::importing::xgov
