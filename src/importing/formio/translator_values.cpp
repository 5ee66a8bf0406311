// What an expression of a script stands for: answers, constants, dates, sums.

#include "importing/formio/translator.hpp"

namespace guildhall::importing::formio {

Value Translator::number_value(double number) {
    Value value;
    value.is = Value::Is::number;
    value.number = number;
    return value;
}

Value Translator::feel_value(std::string text, Field::Kind kind, std::vector<std::string> nullable, int strength) {
    Value value;
    value.is = Value::Is::feel;
    value.text = std::move(text);
    value.kind = kind;
    value.nullable = std::move(nullable);
    value.strength = strength;
    return value;
}

Value Translator::field_value(const Field* field, std::string prefix) {
    Value value;
    value.is = Value::Is::field;
    value.field = field;
    value.prefix = std::move(prefix);
    return value;
}

Value Translator::value(const ScriptTree& node) {
    if (!step()) return {};
    Value made_value;
    switch (node->kind) {
        case Kind::undefined:
            return {};
        case Kind::null:
            made_value.is = Value::Is::null;
            return made_value;
        case Kind::string:
            made_value.is = Value::Is::text;
            made_value.text = node->text;
            return made_value;
        case Kind::number:
            return number_value(node->number);
        case Kind::boolean:
            made_value.is = Value::Is::truth;
            made_value.truth = node->truth;
            return made_value;
        case Kind::array:
            made_value.is = Value::Is::array;
            for (const auto& part : node->parts) made_value.items.push_back(value(part));
            return made_value;
        case Kind::name:
            return named(node->text);
        case Kind::member:
            if (node->text == "length" && node->parts[0]->kind == Kind::call)
                if (auto count = filtered_count(*node->parts[0])) return *count;
            return member(value(node->parts[0]), node->text);
        case Kind::index: {
            const Value of = value(node->parts[0]);
            const Value at = value(node->parts[1]);
            if (at.is == Value::Is::text) return member(of, at.text);
            if (at.is == Value::Is::number && of.is == Value::Is::field && of.field->shape == Shape::list &&
                at.number >= 0 && at.number == std::floor(at.number))
                return member_scope(of.field, of.prefix + of.field->feel + "[" + number_text(at.number + 1) + "].");
            return give_up("a place that is computed");
        }
        case Kind::unary: {
            if (node->text == "-" || node->text == "+") {
                Value inner = as_number(value(node->parts[0]));
                if (node->text == "+") return inner;
                if (inner.is == Value::Is::number) return number_value(-inner.number);
                return feel_value(
                    "-" + within(inner.text, inner.strength, atom), Field::Kind::number, inner.nullable, product
                );
            }
            return give_up(fmt::format("`{}` as a value", node->text));
        }
        case Kind::binary:
            return computed(*node);
        case Kind::conditional: {
            const Truth asked = truth(node->parts[0], true);
            if (asked.constant) return value(node->parts[*asked.constant ? 1 : 2]);
            const Value yes = as_feel(value(node->parts[1]));
            const Value no = as_feel(value(node->parts[2]));
            const std::string text = fmt::format("if {} then {} else {}", asked.text, yes.text, no.text);
            return feel_value(text, yes.kind, {"(" + text + ")"}, weak);
        }
        case Kind::call:
            return call_value(*node);
        case Kind::construct:
            return constructed(*node);
        default:
            return give_up("a value that is not understood");
    }
}

Value Translator::named(const std::string& name) {
    const auto variable = variables_.find(name);
    if (variable != variables_.end()) return member_scope(variable->second.list, variable->second.feel + ".");
    if (name == "data") return field_value(from_.data, "");
    if (name == "row")
        return from_.row->shape == Shape::list ? member_scope(from_.row, "") : field_value(from_.row, "");
    if (name == "input" || name == "value") {
        if (from_.input != nullptr) return field_value(from_.input, "");
    }
    return give_up(fmt::format("`{}` is nothing that is known here", name));
}

Value Translator::member_scope(const Field* list, std::string prefix) {
    Value scope;
    scope.is = Value::Is::member_scope;
    scope.field = list;
    scope.prefix = std::move(prefix);
    return scope;
}

Value Translator::member(const Value& of, const std::string& key) {
    if (error_) return {};
    switch (of.is) {
        case Value::Is::undefined:
        case Value::Is::null:
            return {};  // the forms' own runtime reads parts of what is missing as missing
        case Value::Is::member_scope:
        case Value::Is::field:
            return field_member(of, key);
        case Value::Is::text:
            if (key == "length") return number_value(static_cast<double>(base::code_point_count(of.text)));
            return {};
        case Value::Is::array:
            if (key == "length") return number_value(static_cast<double>(of.items.size()));
            return {};
        case Value::Is::feel:
            if (key == "length" && of.kind == Field::Kind::text)
                return feel_value("string length(" + of.text + ")", Field::Kind::number, of.nullable);
            return give_up(fmt::format("`.{}` of a computed value", key));
        default:
            return {};
    }
}

Value Translator::field_member(const Value& of, const std::string& key) {
    const Field& field = *of.field;
    const std::string name = of.prefix + field.feel;
    const Shape shape = of.is == Value::Is::member_scope ? Shape::group : field.shape;
    switch (shape) {
        case Shape::group: {
            const Field* child = field.child(key);
            if (child == nullptr) {
                remark(fmt::format("`{}` is no answer of this form, so it is always missing", key));
                return {};
            }
            return field_value(child, of.prefix);
        }
        case Shape::list:
            if (key == "length")
                return feel_value(
                    fmt::format("if {0} = null then 0 else count({0})", name), Field::Kind::number, {}, weak
                );
            return {};
        case Shape::labelled:
            if (key == "value") return feel_value(name, field.kind, {name});
            return give_up(fmt::format("`.{}` of a choice", key));
        case Shape::choices: {
            if (std::ranges::find(field.options, key) == field.options.end()) {
                remark(fmt::format("`{}` is no option of `{}`, so it is never chosen", key, field.key));
                return {};
            }
            Value one = of;
            one.is = Value::Is::chosen;
            one.text = key;
            return one;
        }
        case Shape::answer:
            if (field.is_attachment && key == "key") return of;
            if (key == "length" && field.kind == Field::Kind::text)
                return feel_value("string length(" + name + ")", Field::Kind::number, {name});
            return {};
        case Shape::unknown:
            break;
    }
    return give_up(fmt::format("`{}` has no counterpart", field.key));
}

std::optional<Value> Translator::along(const Field* scope, const std::vector<std::string>& path) {
    Value value = scope->shape == Shape::list ? member_scope(scope, "") : field_value(scope, "");
    for (const auto& key : path) {
        const bool has_parts = value.is == Value::Is::member_scope ||
                               (value.is == Value::Is::field &&
                                (value.field->shape == Shape::group || value.field->shape == Shape::choices ||
                                 (value.field->shape == Shape::labelled && key == "value")));
        if (!has_parts) return std::nullopt;
        if (value.field->shape == Shape::choices) {
            if (std::ranges::find(value.field->options, key) == value.field->options.end()) return std::nullopt;
        } else if (value.field->shape != Shape::labelled && value.field->child(key) == nullptr) {
            return std::nullopt;
        }
        const Field* field = value.field;
        value = field_member(value, key);
        if (value.is == Value::Is::feel) value.field = field;
    }
    return value;
}

void Translator::search(const Field* scope, const std::vector<std::string>& path, std::vector<Value>& found) {
    if (!step()) return;
    if (auto value = along(scope, path)) {
        const bool known = std::ranges::any_of(found, [&](const Value& each) {
            return each.field == value->field && each.text == value->text;
        });
        if (!known) found.push_back(std::move(*value));
    }
    for (const auto& child : scope->children)
        if (child->shape == Shape::group) search(child.get(), path, found);
}

std::vector<Value> Translator::found_from_row(const std::vector<std::string>& path) {
    std::vector<Value> found;
    search(from_.row, path, found);
    // A path may start with the lists and groups that the row is in, as the form's editor writes it.
    for (const Field* scope = from_.row; scope != nullptr && found.empty(); scope = scope->parent)
        for (std::size_t i = 0; i + 1 < path.size() && found.empty(); ++i)
            if (scope->shape == Shape::list && path[i] == scope->key)
                search(scope, {path.begin() + static_cast<std::ptrdiff_t>(i) + 1, path.end()}, found);
    search(from_.data, path, found);
    for (const Field* scope = from_.row->parent; scope != nullptr && found.empty(); scope = scope->parent)
        if (scope->shape == Shape::list) search(scope, path, found);
    return found;
}

Value Translator::as_feel(const Value& value) {
    switch (value.is) {
        case Value::Is::feel:
            return value;
        case Value::Is::undefined:
        case Value::Is::null:
            return feel_value("null", Field::Kind::text, {"null"});
        case Value::Is::text:
            return feel_value(feel_string(value.text), Field::Kind::text, {});
        case Value::Is::number:
            return feel_value(number_text(value.number), Field::Kind::number, {}, value.number < 0 ? product : atom);
        case Value::Is::truth:
            return feel_value(value.truth ? "true" : "false", Field::Kind::truth, {});
        case Value::Is::field:
            if (value.field->shape == Shape::answer) {
                const std::string name = value.prefix + value.field->feel;
                return feel_value(name, value.field->kind, {name});
            }
            break;
        default:
            break;
    }
    return give_up("an object where a value is needed");
}

Value Translator::as_number(const Value& value) {
    if (value.is == Value::Is::number) return value;
    if (value.is == Value::Is::truth) return number_value(value.truth ? 1 : 0);
    if (value.is == Value::Is::null) return number_value(0);
    if (value.is == Value::Is::text) {
        if (const auto number = number_of(value.text)) return number_value(*number);
        return feel_value("null", Field::Kind::number, {"null"});
    }
    Value feel = as_feel(value);
    if (feel.kind == Field::Kind::number || error_) return feel;
    if (feel.kind == Field::Kind::text) {
        if (feel.text == "null") return feel;
        const std::string text = "number(" + feel.text + ")";
        return feel_value(text, Field::Kind::number, {text});
    }
    return give_up("a number made from what is none");
}

Value Translator::as_date(const Value& value) {
    if (value.is == Value::Is::text && is_iso_date(value.text))
        return feel_value("date(" + feel_string(value.text) + ")", Field::Kind::date, {});
    if (value.is == Value::Is::undefined || value.is == Value::Is::field || value.is == Value::Is::feel) {
        Value feel = as_feel(value);
        if (feel.kind == Field::Kind::date || feel.text == "null") return feel;
    }
    return give_up("a date made from what is none");
}

Value Translator::now_value() {
    Value now = feel_value("today()", Field::Kind::date, {});
    now.instant = true;
    return now;
}

std::vector<std::string> Translator::merged(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    std::vector<std::string> all = a;
    for (const auto& each : b)
        if (std::ranges::find(all, each) == all.end()) all.push_back(each);
    return all;
}

Value Translator::computed(const ScriptNode& node) {
    const std::string& sign = node.text;
    if (sign == "||" || sign == "??") {
        const Value first = value(node.parts[0]);
        const Value second = value(node.parts[1]);
        if (first.is == Value::Is::undefined) return second;
        // A list that may be missing, or an empty one.
        if (first.is == Value::Is::field && second.is == Value::Is::array && second.items.empty()) return first;
        const Value a = as_feel(first);
        const Value b = as_feel(second);
        if (error_) return {};
        // What is falsy and not null: 0, and then the second is taken as well.
        const bool zero = sign == "||" && a.kind == Field::Kind::number && b.text != "0";
        if (a.kind == Field::Kind::truth || a.kind == Field::Kind::yes_no || a.kind != b.kind)
            return give_up("a value or another of a different kind");
        const std::string asked = zero ? fmt::format("{0} = null or {0} = 0", within(a.text, a.strength, sum))
                                       : within(a.text, a.strength, sum) + " = null";
        return feel_value(fmt::format("if {} then {} else {}", asked, b.text, a.text), a.kind, b.nullable, weak);
    }
    if (sign == "+" || sign == "-" || sign == "*" || sign == "/") {
        const Value first = value(node.parts[0]);
        const Value second = value(node.parts[1]);
        if (sign == "+" && (first.is == Value::Is::text || second.is == Value::Is::text))
            return give_up("text that is put together");
        const Value a = as_number(first);
        const Value b = as_number(second);
        if (error_) return {};
        if (a.is == Value::Is::number && b.is == Value::Is::number) {
            if (sign == "+") return number_value(a.number + b.number);
            if (sign == "-") return number_value(a.number - b.number);
            if (sign == "*") return number_value(a.number * b.number);
            if (b.number != 0) return number_value(a.number / b.number);
            return give_up("a division by zero");
        }
        // `getMonth() + 1`: a month counts from 0 in scripts and from 1 in FEEL.
        if ((sign == "+" || sign == "-") && b.is == Value::Is::number && a.text.ends_with(" - 1") &&
            a.strength == sum) {
            const double rest = (sign == "+" ? b.number : -b.number) - 1;
            const std::string month = a.text.substr(0, a.text.size() - 4);
            if (rest == 0) return feel_value(month, Field::Kind::number, a.nullable);
        }
        const int strength = sign == "+" || sign == "-" ? sum : product;
        const Value left = as_feel(a), right = as_feel(b);
        return feel_value(
            within(left.text, left.strength, strength) + " " + sign + " " +
                within(right.text, right.strength, sign == "+" || sign == "*" ? strength : strength + 1),
            Field::Kind::number, merged(left.nullable, right.nullable), strength
        );
    }
    return give_up(fmt::format("`{}` as a value", sign));
}

Value Translator::constructed(const ScriptNode& node) {
    if (node.parts[0]->kind == Kind::name && node.parts[0]->text == "Date") {
        if (node.parts.size() == 1) return now_value();
        if (node.parts.size() == 2) {
            if (is_now(*node.parts[1])) return now_value();
            return as_date(value(node.parts[1]));
        }
        if (node.parts.size() == 4) {
            const Value year = value(node.parts[1]), month = value(node.parts[2]), day = value(node.parts[3]);
            if (year.is == Value::Is::number && month.is == Value::Is::number && day.is == Value::Is::number &&
                month.number >= 0 && month.number <= 11 && day.number >= 1 && day.number <= 28 + 3 &&
                year.number >= 1000 && year.number <= 9999)
                return feel_value(
                    fmt::format(
                        "date(\"{:04}-{:02}-{:02}\")", static_cast<int>(year.number),
                        static_cast<int>(month.number) + 1, static_cast<int>(day.number)
                    ),
                    Field::Kind::date, {}
                );
        }
    }
    return give_up("an object that is made with `new`");
}

bool Translator::is_now(const ScriptNode& node) {
    if (node.kind != Kind::call || node.parts.size() != 1) return false;
    const auto& callee = *node.parts[0];
    return callee.kind == Kind::member && callee.text == "now" && callee.parts[0]->kind == Kind::name &&
           callee.parts[0]->text == "Date";
}

bool Translator::is_name(const ScriptTree& node, std::string_view name) {
    return node->kind == Kind::name && node->text == name;
}

Value Translator::call_value(const ScriptNode& call) {
    const auto& callee = *call.parts[0];
    const std::size_t given = call.parts.size() - 1;
    if (callee.kind == Kind::name) {
        if ((callee.text == "parseInt" || callee.text == "parseFloat" || callee.text == "Number") && given >= 1) {
            const Value inner = value(call.parts[1]);
            if (inner.is == Value::Is::undefined) return feel_value("null", Field::Kind::number, {"null"});
            Value number = as_number(inner);
            if (callee.text != "parseInt") return number;
            if (number.is == Value::Is::number) return number_value(std::trunc(number.number));
            if (error_) return {};
            return feel_value("floor(" + number.text + ")", Field::Kind::number, number.nullable);
        }
        if (callee.text == "String" && given == 1) {
            const Value inner = as_feel(value(call.parts[1]));
            if (inner.kind == Field::Kind::text) return inner;
            if (inner.kind == Field::Kind::number)
                return feel_value("string(" + inner.text + ")", Field::Kind::text, inner.nullable);
            return give_up("text made from what is neither text nor number");
        }
        if (callee.text == "moment") {
            if (given == 0) return now_value();
            if (given == 1 && call.parts[1]->kind == Kind::construct) return value(call.parts[1]);
            if (given == 1 ||
                (given == 2 && call.parts[2]->kind == Kind::string && call.parts[2]->text == "YYYY-MM-DD")) {
                const Value inner = value(call.parts[1]);
                // moment(undefined) is the present moment: another date for an answer that is missing.
                if (inner.is == Value::Is::undefined) return now_value();
                Value date = as_date(inner);
                if (date.nullable.empty() || error_) return date;
                return feel_value(
                    fmt::format("if {0} = null then today() else {0}", date.text), Field::Kind::date, {}, weak
                );
            }
        }
        return give_up(fmt::format("the function `{}`", callee.text));
    }
    if (callee.kind != Kind::member) return give_up("a function that is computed");
    const std::string& method = callee.text;
    if (is_name(callee.parts[0], "Date") && method == "now") return now_value();
    if (is_name(callee.parts[0], "Math") && given == 1) {
        const Value inner = as_number(value(call.parts[1]));
        if (error_) return {};
        if (inner.is == Value::Is::number) {
            if (method == "round") return number_value(std::floor(inner.number + 0.5));
            if (method == "floor") return number_value(std::floor(inner.number));
            if (method == "ceil") return number_value(std::ceil(inner.number));
            if (method == "abs") return number_value(std::abs(inner.number));
        }
        if (method == "round")  // halves go up, also below zero
            return feel_value("floor(" + inner.text + " + 0.5)", Field::Kind::number, inner.nullable);
        if (method == "floor") return feel_value("floor(" + inner.text + ")", Field::Kind::number, inner.nullable);
        if (method == "ceil") return feel_value("ceiling(" + inner.text + ")", Field::Kind::number, inner.nullable);
        if (method == "abs") return feel_value("abs(" + inner.text + ")", Field::Kind::number, inner.nullable);
        return give_up(fmt::format("`Math.{}`", method));
    }
    if (is_name(callee.parts[0], "_")) {
        if (method == "sumBy" && given == 2 && call.parts[2]->kind == Kind::string) {
            const Value list = value(call.parts[1]);
            if (list.is == Value::Is::field && list.field->shape == Shape::list)
                if (const Field* summed = list.field->child(call.parts[2]->text);
                    summed != nullptr && summed->kind == Field::Kind::number && summed->shape == Shape::answer) {
                    const std::string name = list.prefix + list.field->feel;
                    return feel_value(
                        fmt::format("if {0} = null then 0 else sum([0, {0}.{1}[item != null]])", name, summed->feel),
                        Field::Kind::number, {}, weak
                    );
                }
            return give_up("a sum that is not over an answer of a repeat");
        }
        if (method == "get" && given >= 2 && call.parts[2]->kind == Kind::string && given == 2) {
            Value at = value(call.parts[1]);
            for (const auto key : base::split(call.parts[2]->text, '.')) at = member(at, std::string(key));
            return at;
        }
        if (method == "size" && given == 1) return member(value(call.parts[1]), "length");
        return give_up(fmt::format("`_.{}`", method));
    }
    if (is_name(callee.parts[0], "utils") || is_name(callee.parts[0], "instance"))
        return give_up(fmt::format("`{}.{}`", callee.parts[0]->text, method));
    return method_value(value(callee.parts[0]), method, call);
}

std::optional<Value> Translator::filtered_count(const ScriptNode& call) {
    const auto& callee = *call.parts[0];
    if (callee.kind != Kind::member || callee.text != "filter") return std::nullopt;
    const bool by_library = is_name(callee.parts[0], "_");
    if (call.parts.size() != (by_library ? 3U : 2U)) return std::nullopt;
    const Value list = value(by_library ? call.parts[1] : callee.parts[0]);
    if (error_ || list.is == Value::Is::undefined) return number_value(0);
    if (list.is != Value::Is::field || list.field->shape != Shape::list) return std::nullopt;
    const Truth kept = with_variable(list, call.parts.back(), "item", true);
    const std::string name = list.prefix + list.field->feel;
    return feel_value(
        fmt::format("if {0} = null then 0 else count({0}[{1}])", name, kept.text), Field::Kind::number, {}, weak
    );
}

Value Translator::method_value(const Value& of, const std::string& method, const ScriptNode& call) {
    if (error_) return {};
    const std::size_t given = call.parts.size() - 1;
    if (of.is == Value::Is::feel && of.kind == Field::Kind::date) {
        const auto part = [&](std::string_view name) {
            return feel_value(
                within(of.text, of.strength, atom) + "." + std::string(name), Field::Kind::number, of.nullable
            );
        };
        if (given == 0 && (method == "getFullYear" || method == "year")) return part("year");
        if (given == 0 && (method == "getDate" || method == "date")) return part("day");
        if (given == 0 && (method == "getMonth" || method == "month"))
            return feel_value(within(of.text, of.strength, atom) + ".month - 1", Field::Kind::number, of.nullable, sum);
        if (given == 2 && (method == "add" || method == "subtract")) return moved(of, method == "add", call);
        if (given == 2 && method == "diff" && call.parts[2]->kind == Kind::string) {
            const Value other = as_date(value(call.parts[1]));
            if (error_) return {};
            const std::string& unit = call.parts[2]->text;
            const auto nullable = merged(of.nullable, other.nullable);
            if (unit == "years" || unit == "year" || unit == "y")
                return feel_value(
                    fmt::format("years and months duration({}, {}).years", other.text, of.text), Field::Kind::number,
                    nullable
                );
            if ((unit == "days" || unit == "day" || unit == "d") && !of.instant && !other.instant)
                return feel_value(
                    fmt::format(
                        "({} - {}).days", within(of.text, of.strength, sum), within(other.text, other.strength, product)
                    ),
                    Field::Kind::number, nullable
                );
        }
        if (method == "startOf" && given == 1 && call.parts[1]->kind == Kind::string && call.parts[1]->text == "day") {
            Value day = of;
            day.instant = false;
            return day;
        }
    }
    if (of.is == Value::Is::field && of.field->shape == Shape::list && given == 1 && method == "find") {
        // `item` is FEEL's word for the element that a filter looks at.
        const Truth kept = with_variable(of, call.parts[1], "item", true);
        if (error_) return {};
        return member_scope(of.field, of.prefix + of.field->feel + "[" + kept.text + "][1].");
    }
    return give_up(fmt::format("the method `{}`", method));
}

Value Translator::moved(const Value& of, bool forward, const ScriptNode& call) {
    const Value count = value(call.parts[1]);
    if (count.is != Value::Is::number || count.number != std::floor(count.number) ||
        call.parts[2]->kind != Kind::string || std::abs(count.number) > 100'000)
        return give_up("a date that is moved by what is computed");
    const std::string& unit = call.parts[2]->text;
    std::string duration;
    if (unit == "d" || unit == "day" || unit == "days")
        duration = fmt::format("P{}D", std::abs(count.number));
    else if (unit == "w" || unit == "week" || unit == "weeks")
        duration = fmt::format("P{}D", 7 * std::abs(count.number));
    else if (unit == "M" || unit == "month" || unit == "months")
        duration = fmt::format("P{}M", std::abs(count.number));
    else if (unit == "y" || unit == "year" || unit == "years")
        duration = fmt::format("P{}Y", std::abs(count.number));
    else
        return give_up("a date that is moved by something else than days, weeks, months and years");
    Value date = feel_value(
        fmt::format(
            "{} {} duration(\"{}\")", within(of.text, of.strength, sum), forward == (count.number >= 0) ? "+" : "-",
            duration
        ),
        Field::Kind::date, of.nullable, sum
    );
    date.instant = of.instant;
    return date;
}

}  // namespace guildhall::importing::formio
