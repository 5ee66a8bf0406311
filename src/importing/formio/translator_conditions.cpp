// Conditions: FEEL that is true exactly when the script is truthy, or exactly when it is falsy.

#include "importing/formio/translator.hpp"
#include "importing/names.hpp"

namespace guildhall::importing::formio {

Truth Translator::truth(const ScriptTree& node, bool wanted) {
    if (!step()) return always(false);
    switch (node->kind) {
        case Kind::unary:
            if (node->text == "!") return truth(node->parts[0], !wanted);
            break;
        case Kind::binary: {
            const std::string& sign = node->text;
            if (sign == "&&" || sign == "||") {
                const bool is_and = (sign == "&&") == wanted;
                const Truth left = truth(node->parts[0], wanted);
                // What is never reached is not read.
                if (left.constant && *left.constant == !is_and) return left;
                return joined(left, truth(node->parts[1], wanted), is_and);
            }
            if (sign == "===" || sign == "==") return equal(node, wanted, sign == "==");
            if (sign == "!==" || sign == "!=") return equal(node, !wanted, sign == "!=");
            if (sign == "<" || sign == ">" || sign == "<=" || sign == ">=")
                return ordered(value(node->parts[0]), sign, value(node->parts[1]), wanted);
            break;
        }
        case Kind::conditional: {
            const Truth yes = truth(node->parts[0], true);
            if (yes.constant) return truth(node->parts[*yes.constant ? 1 : 2], wanted);
            const Truth no = truth(node->parts[0], false);
            const Truth first = truth(node->parts[1], wanted);
            const Truth second = truth(node->parts[2], wanted);
            if (first.constant && second.constant && *first.constant == *second.constant) return first;
            return any_of(all_of(yes, first), all_of(no, second));
        }
        case Kind::call:
            if (auto known = call_truth(*node, wanted)) return *known;
            break;
        default:
            break;
    }
    return truthy(value(node), wanted);
}

Truth Translator::valid(const ScriptTree& node, std::string& message) {
    if (!step()) return always(false);
    if (node->kind == Kind::boolean) return always(node->truth);
    if (node->kind == Kind::string) {
        if (message.empty()) message = node->text;
        return always(false);
    }
    if (node->kind == Kind::conditional) {
        const Truth first = valid(node->parts[1], message);
        const Truth second = valid(node->parts[2], message);
        return any_of(all_of(truth(node->parts[0], true), first), all_of(truth(node->parts[0], false), second));
    }
    return truth(node, true);
}

Truth Translator::simple(const std::string& when, const base::Json& equal_to, bool show) {
    std::string wanted;
    if (const auto* text = equal_to.string())
        wanted = *text;
    else if (const auto* truth_value = equal_to.boolean())
        wanted = *truth_value ? "true" : "false";
    else if (const auto* integer = equal_to.integer())
        wanted = std::to_string(*integer);
    else if (const auto* real = equal_to.real())
        wanted = number_text(*real);
    else
        wanted = equal_to.is_null() ? "null" : "";

    std::vector<std::string> path;
    for (const auto part : base::split(when, '.')) path.emplace_back(part);
    const std::vector<Value> found = found_from_row(path);
    if (found.empty()) {
        remark(fmt::format("`{}` is no answer of this form, so it is always missing", when));
        return always(wanted.empty() == show);
    }
    // The first that has an answer counts.
    Truth truth = equals_text(found.back(), wanted, show);
    for (auto value = found.rbegin() + 1; value != found.rend(); ++value) {
        if (error_) break;
        const std::string name = value->prefix + value->field->feel;
        Truth own = equals_text(*value, wanted, show);
        if (!show || wanted.empty()) own = all_of(condition(name + " != null"), own);
        truth = any_of(own, all_of(condition(name + " = null"), truth));
    }
    return truth;
}

Truth Translator::equals_text(const Value& found, const std::string& wanted, bool show) {
    if (found.is == Value::Is::chosen) {
        if (wanted == "true") return chosen(found, show ? Chosen::yes : Chosen::not_yes);
        if (wanted == "false") return chosen(found, show ? Chosen::no : Chosen::not_no);
        if (wanted.empty()) return chosen(found, show ? Chosen::missing : Chosen::not_missing);
        return always(!show);
    }
    const Field& field = *found.field;
    if (field.shape == Shape::unknown) {
        give_up(fmt::format("`{}` has no counterpart", field.key));
        return always(false);
    }
    const std::string name = found.prefix + field.feel;
    if (found.is == Value::Is::feel || field.shape == Shape::answer) return text_equals(field, name, wanted, show);
    const Truth missing = condition(name + (show ? " = null" : " != null"));
    if (field.shape == Shape::choices) {
        if (std::ranges::find(field.options, wanted) != field.options.end()) {
            Value one = found;
            one.is = Value::Is::chosen;
            one.text = wanted;
            if (show) return chosen(one, Chosen::yes);
            // A box that is not ticked is `false`, which is what is not shown as text.
            return chosen(one, Chosen::not_yes);
        }
        // An object as text is nothing that a condition names.
        return wanted.empty() ? missing : always(!show);
    }
    if (field.shape == Shape::labelled) return wanted.empty() ? missing : always(!show);
    return always(!show);
}

Truth Translator::truthy(const Value& value, bool wanted) {
    if (error_) return always(false);
    switch (value.is) {
        case Value::Is::undefined:
        case Value::Is::null:
            return always(!wanted);
        case Value::Is::text:
            return always(!value.text.empty() == wanted);
        case Value::Is::number:
            return always((value.number != 0) == wanted);
        case Value::Is::truth:
            return always(value.truth == wanted);
        case Value::Is::array:
        case Value::Is::member_scope:
            return always(wanted);
        case Value::Is::chosen:
            return chosen(value, wanted ? Chosen::yes : Chosen::not_yes);
        case Value::Is::field: {
            const Field& field = *value.field;
            const std::string name = value.prefix + field.feel;
            if (field.shape == Shape::group) return always(wanted);
            if (field.shape == Shape::unknown) break;
            if (field.shape == Shape::answer) return truthy_feel(name, field.kind, wanted);
            return condition(name + (wanted ? " != null" : " = null"));
        }
        case Value::Is::feel:
            return truthy_feel(within(value.text, value.strength, sum), value.kind, wanted);
    }
    give_up("a condition over something that has no counterpart");
    return always(false);
}

Truth Translator::truthy_feel(const std::string& name, Field::Kind kind, bool wanted) {
    if (kind == Field::Kind::truth) return condition(name + (wanted ? " = true" : " != true"));
    if (kind == Field::Kind::number)
        return wanted ? condition(fmt::format("{0} != null and {0} != 0", name), and_)
                      : condition(fmt::format("{0} = null or {0} = 0", name), or_);
    return condition(name + (wanted ? " != null" : " = null"));
}

Truth Translator::chosen(const Value& value, Chosen asked) {
    const std::string name = value.prefix + value.field->feel;
    const auto ours = value.field->values.find(value.text);
    const std::string contains = fmt::format(
        "list contains({}, {})", name, feel_string(ours == value.field->values.end() ? value.text : ours->second)
    );
    switch (asked) {
        case Chosen::yes:
            return condition(contains);
        case Chosen::not_yes:
            return condition(fmt::format("{} = null or not({})", name, contains), or_);
        case Chosen::no:
            return condition(fmt::format("{} != null and not({})", name, contains), and_);
        case Chosen::not_no:
            return condition(fmt::format("{} = null or {}", name, contains), or_);
        case Chosen::missing:
            return condition(name + " = null");
        case Chosen::not_missing:
            return condition(name + " != null");
    }
    return always(false);
}

Truth Translator::text_equals(const Field& field, const std::string& name, const std::string& wanted, bool show) {
    const std::string sign = show ? " = " : " != ";
    if (wanted.empty()) return condition(name + sign + "null");
    switch (field.kind) {
        case Field::Kind::yes_no: {
            const auto found = field.values.find(wanted);
            return found == field.values.end() ? always(!show) : condition(name + sign + found->second);
        }
        case Field::Kind::truth:
            if (wanted != "true" && wanted != "false") return always(!show);
            return condition(name + sign + wanted);
        case Field::Kind::number: {
            const auto number = number_of(wanted);
            return number && number_text(*number) == wanted ? condition(name + sign + wanted) : always(!show);
        }
        case Field::Kind::date:
            return is_iso_date(wanted) ? condition(name + sign + "date(" + feel_string(wanted) + ")") : always(!show);
        case Field::Kind::month:
            break;
        case Field::Kind::text: {
            const auto found = field.values.find(wanted);
            return condition(name + sign + feel_string(found == field.values.end() ? wanted : found->second));
        }
    }
    give_up("a month that is compared with a text");
    return always(false);
}

bool Translator::is_condition(const ScriptNode& node) {
    if (node.kind == Kind::unary) return node.text == "!";
    if (node.kind == Kind::boolean) return true;
    if (node.kind == Kind::binary)
        return node.text == "===" || node.text == "!==" || node.text == "==" || node.text == "!=" || node.text == "<" ||
               node.text == ">" || node.text == "<=" || node.text == ">=" ||
               ((node.text == "&&" || node.text == "||") && is_condition(*node.parts[0]) && is_condition(*node.parts[1])
               );
    if (node.kind == Kind::call && node.parts[0]->kind == Kind::member)
        for (const std::string_view method :
             {"some", "every", "includes", "isAfter", "isBefore", "isSame", "isSameOrAfter", "isSameOrBefore"})
            if (node.parts[0]->text == method) return true;
    return false;
}

Truth Translator::equal(const ScriptTree& node, bool wanted, bool loose) {
    const ScriptTree& left = node->parts[0];
    const ScriptTree& right = node->parts[1];
    // `(a === b) === true`
    if (right->kind == Kind::boolean && is_condition(*left)) return truth(left, right->truth == wanted);
    if (left->kind == Kind::boolean && is_condition(*right)) return truth(right, left->truth == wanted);
    Value a = value(left), b = value(right);
    if (error_) return always(false);
    const auto is_constant = [](const Value& each) {
        return each.is == Value::Is::undefined || each.is == Value::Is::null || each.is == Value::Is::text ||
               each.is == Value::Is::number || each.is == Value::Is::truth;
    };
    if (is_constant(a) && !is_constant(b)) std::swap(a, b);
    if (is_constant(a)) return always(equal_constants(a, b, loose) == wanted);
    if (is_constant(b)) return against_constant(a, b, wanted, loose);
    if (a.is == Value::Is::chosen || b.is == Value::Is::chosen) {
        give_up("a box that is compared with another answer");
        return always(false);
    }
    const auto is_object = [](const Value& each) {
        return each.is == Value::Is::array || each.is == Value::Is::member_scope ||
               (each.is == Value::Is::field && each.field->shape != Shape::answer);
    };
    if (is_object(a) || is_object(b)) {
        give_up("objects that are compared");
        return always(false);
    }
    const Value first = as_feel(a), second = as_feel(b);
    if (first.kind != second.kind) {
        give_up("answers of different kinds that are compared");
        return always(false);
    }
    return condition(
        within(first.text, first.strength, sum) + (wanted ? " = " : " != ") + within(second.text, second.strength, sum)
    );
}

bool Translator::equal_constants(const Value& a, const Value& b, bool loose) {
    const bool a_missing = a.is == Value::Is::undefined || a.is == Value::Is::null;
    const bool b_missing = b.is == Value::Is::undefined || b.is == Value::Is::null;
    if (a_missing || b_missing) return loose ? a_missing == b_missing : a.is == b.is;
    if (a.is == b.is) return a.text == b.text && a.number == b.number && a.truth == b.truth;
    if (!loose) return false;
    const auto number = [](const Value& each) -> std::optional<double> {
        if (each.is == Value::Is::number) return each.number;
        if (each.is == Value::Is::truth) return each.truth ? 1 : 0;
        return number_of(each.text);
    };
    const auto first = number(a), second = number(b);
    return first && second && *first == *second;
}

Truth Translator::against_constant(const Value& value, const Value& constant, bool wanted, bool loose) {
    const std::string sign = wanted ? " = " : " != ";
    if (value.is == Value::Is::chosen) {
        if (constant.is == Value::Is::truth) {
            if (constant.truth) return chosen(value, wanted ? Chosen::yes : Chosen::not_yes);
            return chosen(value, wanted ? Chosen::no : Chosen::not_no);
        }
        if (constant.is == Value::Is::undefined || (constant.is == Value::Is::null && loose))
            return chosen(value, wanted ? Chosen::missing : Chosen::not_missing);
        if (!loose) return always(!wanted);
        give_up("a box that is compared with what is neither true nor false");
        return always(false);
    }
    std::string name;
    Field::Kind kind = value.kind;
    const std::map<std::string, std::string>* values = nullptr;
    if (value.is == Value::Is::field) {
        const Field& field = *value.field;
        if (field.shape == Shape::unknown) {
            give_up(fmt::format("`{}` has no counterpart", field.key));
            return always(false);
        }
        if (field.shape == Shape::group) return always(!wanted);
        name = value.prefix + field.feel;
        if (constant.is == Value::Is::undefined || (constant.is == Value::Is::null && loose))
            return condition(name + sign + "null");
        if (field.shape != Shape::answer) return always(!wanted);
        kind = field.kind;
        values = &field.values;
    } else if (value.is == Value::Is::feel) {
        name = within(value.text, value.strength, sum);
    } else {
        return always(!wanted);
    }
    if (constant.is == Value::Is::undefined || (constant.is == Value::Is::null && loose))
        return condition(name + sign + "null");
    if (constant.is == Value::Is::null) return always(!wanted);
    if (constant.is == Value::Is::truth) {
        if (kind == Field::Kind::truth) return condition(name + sign + (constant.truth ? "true" : "false"));
        if (!loose) return always(!wanted);
    } else if (constant.is == Value::Is::number) {
        if (kind == Field::Kind::number) return condition(name + sign + number_text(constant.number));
        if (!loose) return always(!wanted);
        if (kind == Field::Kind::text) return condition("number(" + name + ")" + sign + number_text(constant.number));
    } else {
        switch (kind) {
            case Field::Kind::yes_no: {
                if (values == nullptr) break;
                const auto found = values->find(constant.text);
                return found == values->end() ? always(!wanted) : condition(name + sign + found->second);
            }
            case Field::Kind::text: {
                if (values != nullptr)
                    if (const auto found = values->find(constant.text); found != values->end())
                        return condition(name + sign + feel_string(found->second));
                return condition(name + sign + feel_string(constant.text));
            }
            case Field::Kind::date:
                if (is_iso_date(constant.text))
                    return condition(name + sign + "date(" + feel_string(constant.text) + ")");
                return always(!wanted);
            case Field::Kind::number:
                if (!loose) return always(!wanted);
                if (constant.text.empty()) return condition(name + sign + "0");
                if (const auto number = number_of(constant.text)) return condition(name + sign + number_text(*number));
                return always(!wanted);
            case Field::Kind::truth:
                if (!loose) return always(!wanted);
                break;
            case Field::Kind::month:
                break;
        }
    }
    give_up("a comparison of different kinds");
    return always(false);
}

Truth Translator::ordered(const Value& left, const std::string& sign, const Value& right, bool wanted) {
    if (error_) return always(false);
    const auto is_date = [](const Value& each) {
        return (each.is == Value::Is::feel && each.kind == Field::Kind::date) ||
               (each.is == Value::Is::field && each.field->shape == Shape::answer &&
                each.field->kind == Field::Kind::date);
    };
    Value a, b;
    if (is_date(left) || is_date(right)) {
        a = as_date(left);
        b = as_date(right);
    } else if (left.is == Value::Is::undefined || right.is == Value::Is::undefined) {
        return always(!wanted);
    } else {
        a = as_number(left);
        b = as_number(right);
    }
    if (error_) return always(false);
    if (a.is == Value::Is::number && b.is == Value::Is::number) {
        const bool holds = sign == "<"    ? a.number < b.number
                           : sign == ">"  ? a.number > b.number
                           : sign == "<=" ? a.number <= b.number
                                          : a.number >= b.number;
        return always(holds == wanted);
    }
    a = as_feel(a);
    b = as_feel(b);
    if (a.text == "null" || b.text == "null") return always(!wanted);
    std::string ours = sign;
    // A day begins at midnight, so today is before the present moment.
    if (a.instant != b.instant)
        ours = a.instant == (sign[0] == '<') ? std::string(1, sign[0]) : std::string(1, sign[0]) + "=";
    if (!wanted) ours = ours == "<" ? ">=" : ours == ">" ? "<=" : ours == "<=" ? ">" : "<";
    Truth truth = condition(within(a.text, a.strength, sum) + " " + ours + " " + within(b.text, b.strength, sum));
    if (wanted) return truth;
    const auto nullable = merged(a.nullable, b.nullable);
    for (auto name = nullable.rbegin(); name != nullable.rend(); ++name)
        truth = any_of(condition(*name + " = null"), truth);
    return truth;
}

Truth Translator::with_variable(const Value& list, const ScriptTree& asked, const std::string& variable, bool wanted) {
    if (asked->kind == Kind::object) {
        // {a: "x"} stands for a member whose `a` is "x".
        Truth truth = always(wanted);
        for (std::size_t i = 0; i < asked->names.size(); ++i) {
            const Value of = field_member(member_scope(list.field, variable + "."), asked->names[i]);
            const Value constant = value(asked->parts[i]);
            if (error_) return always(false);
            truth = joined(truth, against_constant(of, constant, wanted, false), wanted);
        }
        return truth;
    }
    if (asked->kind == Kind::string) {
        const Value of = field_member(member_scope(list.field, variable + "."), asked->text);
        return truthy(of, wanted);
    }
    if (asked->kind != Kind::function || asked->names.size() != 1) {
        give_up("a test of members that is no function of one");
        return always(false);
    }
    const std::string& name = asked->names[0];
    const auto outer = variables_.find(name);
    const std::optional<Variable> hidden = outer == variables_.end() ? std::nullopt : std::optional(outer->second);
    variables_[name] = {list.field, variable};
    ScriptTree body = asked->parts[0];
    if (body->kind == Kind::block) {
        Names local;
        body = run(body->parts, 0, local);
        if (!body) body = made(Kind::undefined, {});
    }
    Truth truth = this->truth(body, wanted);
    if (hidden)
        variables_[name] = *hidden;
    else
        variables_.erase(name);
    return truth;
}

std::string Translator::variable_for(const ScriptTree& asked) {
    std::string name = "member";
    if (asked->kind == Kind::function && !asked->names.empty()) name = feel_id(asked->names[0], "member");
    const auto is_taken = [&](const std::string& each) {
        if (from_.names != nullptr && from_.names->contains(each)) return true;
        return std::ranges::any_of(variables_, [&](const auto& variable) { return variable.second.feel == each; });
    };
    while (is_taken(name)) name += "_";
    if (name.ends_with('_')) name += "member";
    return name;
}

Truth Translator::over_members(const Value& list, const ScriptTree& asked, bool some, bool wanted) {
    if (list.is == Value::Is::undefined) return always(!some == wanted);
    if (list.is == Value::Is::field && list.field->shape == Shape::list) {
        const std::string variable = variable_for(asked);
        const Truth body = with_variable(list, asked, variable, some == wanted);
        if (error_) return always(false);
        const std::string name = list.prefix + list.field->feel;
        // Either "a member for which it holds" or "no member for which it does not".
        const bool exists = some == wanted;
        const Truth quantified = condition(
            fmt::format("{} {} in {} satisfies {}", exists ? "some" : "every", variable, name, body.text), weak
        );
        // A list that is missing has no members.
        if (exists) return quantified;
        return any_of(condition(name + " = null"), quantified);
    }
    give_up("a test of the members of what is no repeat");
    return always(false);
}

Truth Translator::included(const Value& list, const Value& item, bool wanted) {
    if (list.is == Value::Is::array) {
        std::vector<std::string> literals;
        Truth any = always(!wanted);
        if (item.is == Value::Is::feel || (item.is == Value::Is::field && item.field->shape == Shape::answer)) {
            const bool texts =
                std::ranges::all_of(list.items, [](const Value& each) { return each.is == Value::Is::text; });
            const Value feel = as_feel(item);
            if (error_) return always(false);
            if (texts && feel.kind == Field::Kind::text && list.items.size() > 1) {
                std::string all;
                for (const auto& each : list.items) {
                    std::string ours = each.text;
                    if (item.is == Value::Is::field)
                        if (const auto found = item.field->values.find(ours); found != item.field->values.end())
                            ours = found->second;
                    all += (all.empty() ? "" : ", ") + feel_string(ours);
                }
                const std::string contains = fmt::format("list contains([{}], {})", all, feel.text);
                return condition(wanted ? contains : "not(" + contains + ")");
            }
        }
        for (const auto& each : list.items) any = joined(any, against_constant(item, each, wanted, false), !wanted);
        return any;
    }
    if ((list.is == Value::Is::feel || (list.is == Value::Is::field && list.field->shape == Shape::answer)) &&
        item.is == Value::Is::text) {
        const Value text = as_feel(list);
        if (text.kind == Field::Kind::text) {
            const std::string contains = fmt::format("contains({}, {})", text.text, feel_string(item.text));
            if (wanted) return condition(contains);
            return any_of(condition(text.text + " = null"), condition("not(" + contains + ")"));
        }
    }
    give_up("`includes` of what is neither a list nor a text");
    return always(false);
}

std::optional<Truth> Translator::call_truth(const ScriptNode& call, bool wanted) {
    const auto& callee = *call.parts[0];
    const std::size_t given = call.parts.size() - 1;
    if (callee.kind == Kind::name) {
        if (callee.text == "Boolean" && given == 1) return truth(call.parts[1], wanted);
        if (callee.text == "isNaN" && given == 1) {
            const Value number = as_number(value(call.parts[1]));
            if (error_) return always(false);
            if (number.is == Value::Is::number) return always(!wanted);
            return condition(within(number.text, number.strength, sum) + (wanted ? " = null" : " != null"));
        }
        return std::nullopt;
    }
    if (callee.kind != Kind::member) return std::nullopt;
    const std::string& method = callee.text;
    const ScriptTree& of = callee.parts[0];
    if (is_name(of, "_")) {
        if ((method == "some" || method == "every") && given == 2)
            return over_members(value(call.parts[1]), call.parts[2], method == "some", wanted);
        if (method == "includes" && given == 2) return included(value(call.parts[1]), value(call.parts[2]), wanted);
        if (method == "isNil" && given == 1) {
            auto missing = std::make_shared<ScriptNode>();
            return equal(made(Kind::binary, {call.parts[1], missing}, "=="), wanted, true);
        }
        if (method == "isEmpty" && given == 1) {
            const Value inner = value(call.parts[1]);
            if (inner.is == Value::Is::field && inner.field->shape == Shape::list) {
                const std::string name = inner.prefix + inner.field->feel;
                return wanted ? condition(fmt::format("{0} = null or count({0}) = 0", name), or_)
                              : condition(fmt::format("count({}) > 0", name));
            }
            if (inner.is == Value::Is::field && inner.field->shape == Shape::answer &&
                inner.field->kind == Field::Kind::text)
                return truthy(inner, !wanted);
        }
        return std::nullopt;
    }
    if (is_name(of, "instance") && method == "isSubmissionDigital" && given == 0) {
        remark("whether the form is sent in digitally is taken as yes");
        return always(wanted);
    }
    if (is_name(of, "utils")) {
        if (method == "isBornBeforeYear" && given >= 2) {
            const Value year = value(call.parts[1]);
            const Value born = birth_date(call.parts[2]);
            if (error_) return always(false);
            if (born.is == Value::Is::undefined) return always(!wanted);
            return ordered(feel_value(born.text + ".year", Field::Kind::number, born.nullable), "<", year, wanted);
        }
        if (method == "isAgeBetween" && given >= 2) {
            const Value between = value(call.parts[1]);
            const Value born = birth_date(call.parts[2]);
            if (error_) return always(false);
            if (between.is == Value::Is::array && between.items.size() == 2 && given <= 3) {
                if (born.is == Value::Is::undefined) return always(!wanted);
                const Value age = feel_value(
                    fmt::format("years and months duration({}, today()).years", born.text), Field::Kind::number,
                    born.nullable
                );
                Truth truth = joined(
                    ordered(age, ">=", between.items[0], wanted), ordered(age, "<=", between.items[1], wanted), wanted
                );
                // An age of 0 counts as none.
                if (between.items[0].is == Value::Is::number && between.items[0].number <= 0)
                    truth = joined(truth, against_constant(age, number_value(0), !wanted, false), wanted);
                return truth;
            }
        }
        return std::nullopt;
    }
    if ((method == "some" || method == "every") && given == 1) {
        const Value list = value(of);
        if (error_) return always(false);
        return over_members(list, call.parts[1], method == "some", wanted);
    }
    if (method == "includes" && given == 1) {
        const Value list = value(of);
        const Value item = value(call.parts[1]);
        if (error_) return always(false);
        return included(list, item, wanted);
    }
    static constexpr std::pair<std::string_view, std::string_view> comparisons[] = {
        {"isAfter", ">"}, {"isBefore", "<"}, {"isSameOrAfter", ">="}, {"isSameOrBefore", "<="}
    };
    for (const auto& [name, sign] : comparisons)
        if (method == name && (given == 1 || (given == 2 && call.parts[2]->kind == Kind::string &&
                                              call.parts[2]->text.starts_with("day")))) {
            Value a = value(of);
            Value b = value(call.parts[1]);
            if (given == 2) a.instant = b.instant = false;
            return ordered(a, std::string(sign), b, wanted);
        }
    return std::nullopt;
}

Value Translator::birth_date(const ScriptTree& key) {
    if (key->kind != Kind::string) return give_up("a question that is named by what is computed");
    std::vector<std::string> path;
    for (const auto part : base::split(key->text, '.')) path.emplace_back(part);
    std::vector<Value> all;
    search(from_.data, path, all);
    const Value found = all.empty() ? Value{} : all[0];
    if (found.is == Value::Is::undefined) {
        remark(fmt::format("`{}` is no answer of this form, so it is always missing", key->text));
        return {};
    }
    if (found.is == Value::Is::field && found.field->shape == Shape::answer && found.field->kind == Field::Kind::date)
        return as_feel(found);
    return give_up("an age from what is no date");
}

}  // namespace guildhall::importing::formio
