#include "feel/value.hpp"

#include "feel/function.hpp"
#include "feel/internal/lexis.hpp"
#include "feel/internal/operations.hpp"
#include "feel/internal/temporal.hpp"

namespace guildhall::feel {
namespace {

std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
        switch (c) {
            case '"':
                result += "\\\"";
                break;
            case '\\':
                result += "\\\\";
                break;
            case '\n':
                result += "\\n";
                break;
            case '\r':
                result += "\\r";
                break;
            case '\t':
                result += "\\t";
                break;
            default:
                result += c;
        }
    }
    return result + "\"";
}

std::string key_text(const std::string& name) {
    const bool plain =
        !name.empty() && is_name_start(code_point_at(name, 0).value) && skip_word(name, 0) == name.size();
    return plain ? name : quoted(name);
}

struct TextOf {
    std::string operator()(std::monostate) const { return "null"; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(const Number& value) const { return value.text(); }
    std::string operator()(const std::string& value) const { return quoted(value); }
    std::string operator()(const Date& value) const { return "date(\"" + text_of(value) + "\")"; }
    std::string operator()(const Time& value) const { return "time(\"" + text_of(value) + "\")"; }
    std::string operator()(const DateTime& value) const { return "date and time(\"" + text_of(value) + "\")"; }
    std::string operator()(const DaysTimeDuration& value) const { return "duration(\"" + text_of(value) + "\")"; }
    std::string operator()(const YearsMonthsDuration& value) const { return "duration(\"" + text_of(value) + "\")"; }
    std::string operator()(const std::shared_ptr<const List>& list) const {
        std::string result = "[";
        for (const auto& item : *list) result += (result.size() > 1 ? ", " : "") + item.text();
        return result + "]";
    }
    std::string operator()(const std::shared_ptr<const Context>& context) const {
        std::string result = "{";
        for (const auto& [name, value] : context->entries) {
            result += (result.size() > 1 ? ", " : "") + key_text(name) + ": " + value.text();
        }
        return result + "}";
    }
    std::string operator()(const std::shared_ptr<const Range>& range) const {
        if (range->kind != Range::Kind::interval)
            return (range->kind == Range::Kind::equal ? "(= " : "(!= ") + range->low->text() + ")";
        if (!range->low && range->high) return (range->high_included ? "(<= " : "(< ") + range->high->text() + ")";
        if (range->low && !range->high) return (range->low_included ? "(>= " : "(> ") + range->low->text() + ")";
        return (range->low_included ? "[" : "(") + (range->low ? range->low->text() : "null") + ".." +
               (range->high ? range->high->text() : "null") + (range->high_included ? "]" : ")");
    }
    std::string operator()(const std::shared_ptr<const Function>& function) const {
        std::string result;
        for (const auto& name : function->parameters) result += (result.empty() ? "" : ", ") + name;
        return "function(" + result + ")";
    }
    std::string operator()(const std::shared_ptr<const Unknown>& unknown) const {
        std::string result;
        for (const auto& input : unknown->inputs) result += (result.empty() ? "?" : ", ") + input;
        return result.empty() ? "?" : result + "?";
    }
};

template <class T>
const T* pointed(const Value::Data& data) {
    const auto* pointer = std::get_if<std::shared_ptr<const T>>(&data);
    return pointer != nullptr ? pointer->get() : nullptr;
}

Value equal_lists(const List& a, const List& b) {
    if (a.size() != b.size()) return Value(false);
    Logic all(false);
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (all.add(equals(a[i], b[i]))) break;
    }
    return all.result();
}

Value equal_contexts(const Context& a, const Context& b) {
    if (a.entries.size() != b.entries.size()) return Value(false);
    for (const auto& [name, value] : a.entries) {
        if (b.find(name) == nullptr) return Value(false);
    }
    Logic all(false);
    for (const auto& [name, value] : a.entries) {
        if (all.add(equals(value, *b.find(name)))) break;
    }
    return all.result();
}

Value equal_ends(const std::optional<Value>& a, const std::optional<Value>& b) {
    if (!a || !b) return Value(a.has_value() == b.has_value());
    return equals(*a, *b);
}

Value equal_ranges(const Range& a, const Range& b) {
    if (a.kind != b.kind || a.low_included != b.low_included || a.high_included != b.high_included) return Value(false);
    Logic all(false);
    all.add(equal_ends(a.low, b.low));
    all.add(equal_ends(a.high, b.high));
    return all.result();
}

bool identical_ends(const std::optional<Value>& a, const std::optional<Value>& b) {
    if (!a || !b) return a.has_value() == b.has_value();
    return identical(*a, *b);
}

bool same(const Time& a, const Time& b) {
    return a.nanoseconds == b.nanoseconds && a.offset_seconds == b.offset_seconds && a.zone == b.zone;
}

}  // namespace

Value::Value(List value) : data_(std::make_shared<const List>(std::move(value))) {}
Value::Value(Context value) : data_(std::make_shared<const Context>(std::move(value))) {}
Value::Value(Range value) : data_(std::make_shared<const Range>(std::move(value))) {}

Value Value::unknown(std::set<std::string> inputs) {
    Value result;
    result.data_ = std::make_shared<const Unknown>(Unknown{std::move(inputs)});
    return result;
}

const List* Value::list() const {
    return pointed<List>(data_);
}
const Context* Value::context() const {
    return pointed<Context>(data_);
}
const Range* Value::range() const {
    return pointed<Range>(data_);
}
const Function* Value::function() const {
    return pointed<Function>(data_);
}
const Unknown* Value::unknown() const {
    return pointed<Unknown>(data_);
}

std::string Value::text() const {
    return std::visit(TextOf{}, data_);
}

const Value* Context::find(std::string_view name) const {
    for (const auto& [key, value] : entries) {
        if (key == name) return &value;
    }
    return nullptr;
}

Value equals(const Value& a, const Value& b) {
    if (a.unknown() || b.unknown()) return unknown_of(a, b);
    if (a.is_null() || b.is_null()) return Value(a.is_null() && b.is_null());
    if (a.data().index() != b.data().index()) return {};
    if (a.boolean()) return Value(*a.boolean() == *b.boolean());
    if (a.list()) return equal_lists(*a.list(), *b.list());
    if (a.context()) return equal_contexts(*a.context(), *b.context());
    if (a.range()) return equal_ranges(*a.range(), *b.range());
    if (a.function()) return Value(a.function() == b.function());
    if (const auto* time = std::get_if<Time>(&a.data())) return Value(same_second(*time, std::get<Time>(b.data())));
    if (const auto* moment = std::get_if<DateTime>(&a.data()))
        return Value(same_second(*moment, std::get<DateTime>(b.data())));
    const auto order = order_of(a, b);
    return Value(order && *order == 0);
}

bool identical(const Value& a, const Value& b) {
    if (a.data().index() != b.data().index()) return false;
    if (a.list()) {
        return std::equal(a.list()->begin(), a.list()->end(), b.list()->begin(), b.list()->end(), identical);
    }
    if (a.context()) {
        const auto& x = a.context()->entries;
        const auto& y = b.context()->entries;
        return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const auto& left, const auto& right) {
            return left.first == right.first && identical(left.second, right.second);
        });
    }
    if (a.range()) {
        return a.range()->kind == b.range()->kind && a.range()->low_included == b.range()->low_included &&
               a.range()->high_included == b.range()->high_included && identical_ends(a.range()->low, b.range()->low) &&
               identical_ends(a.range()->high, b.range()->high);
    }
    if (a.unknown()) return a.unknown()->inputs == b.unknown()->inputs;
    if (const auto* x = std::get_if<Time>(&a.data())) return same(*x, std::get<Time>(b.data()));
    if (const auto* x = std::get_if<DateTime>(&a.data())) {
        const auto& y = std::get<DateTime>(b.data());
        return x->date == y.date && same(x->time, y.time);
    }
    if (a.is_null()) return true;
    const Value same_value = equals(a, b);
    return same_value.boolean() && *same_value.boolean();
}

void collect_unknowns(const Value& value, std::set<std::string>& inputs) {
    if (const auto* unknown = value.unknown()) {
        inputs.insert(unknown->inputs.begin(), unknown->inputs.end());
    } else if (const auto* list = value.list()) {
        for (const auto& item : *list) collect_unknowns(item, inputs);
    } else if (const auto* context = value.context()) {
        for (const auto& [name, entry] : context->entries) collect_unknowns(entry, inputs);
    } else if (const auto* function = value.function()) {
        inputs.insert(function->depends_on.begin(), function->depends_on.end());
    } else if (const auto* range = value.range()) {
        if (range->low) collect_unknowns(*range->low, inputs);
        if (range->high) collect_unknowns(*range->high, inputs);
    }
}

bool has_unknown(const Value& value) {
    if (value.unknown()) return true;
    if (const auto* list = value.list()) {
        for (const auto& item : *list) {
            if (has_unknown(item)) return true;
        }
    } else if (const auto* context = value.context()) {
        for (const auto& [name, entry] : context->entries) {
            if (has_unknown(entry)) return true;
        }
    } else if (const auto* function = value.function()) {
        return !function->depends_on.empty();
    } else if (const auto* range = value.range()) {
        return (range->low && has_unknown(*range->low)) || (range->high && has_unknown(*range->high));
    }
    return false;
}

}  // namespace guildhall::feel
