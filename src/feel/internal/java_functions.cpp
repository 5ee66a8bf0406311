// Functions of the Java library that models name (DMN 1.5 section 10.3.2.13.3), as a table. What Java computes in
// binary floating point is computed so here, and comes back as the shortest decimal that names the same double.

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <span>

#include "base/text.hpp"
#include "feel/function.hpp"
#include "feel/internal/java_format.hpp"
#include "feel/internal/operations.hpp"

namespace guildhall::feel {
namespace {

using Arguments = std::span<const Value>;

/// Nothing: Java would throw.
using Outcome = std::optional<Value>;

double real(const Value& value) {
    const std::string text = value.number()->text();
    double result = 0;
    std::from_chars(text.data(), text.data() + text.size(), result);
    return result;
}

std::int64_t whole(const Value& value) {
    return value.number()->integer().value_or(0);
}

template <class Real>
Outcome number(Real result) {
    if (!std::isfinite(result)) return std::nullopt;
    const auto made = Number::parse(fmt::format("{}", result));
    return made ? Outcome(Value(*made)) : std::nullopt;
}

Outcome integer(std::int64_t result) {
    return Value(Number(result));
}

template <double (*function)(double)>
Outcome apply(Arguments arguments) {
    return number(function(real(arguments[0])));
}

template <double (*function)(double, double)>
Outcome apply_two(Arguments arguments) {
    return number(function(real(arguments[0]), real(arguments[1])));
}

template <bool largest>
Outcome extreme(Arguments arguments) {
    const bool first = (*arguments[0].number() > *arguments[1].number()) == largest;
    return first ? arguments[0] : arguments[1];
}

Outcome absolute(Arguments arguments) {
    const Number& value = *arguments[0].number();
    return Value(value.is_negative() ? value.negated() : value);
}

Outcome same(Arguments arguments) {
    return arguments[0];
}

Outcome as_text(Arguments arguments) {
    if (arguments[0].string()) return arguments[0];
    return Value(arguments[0].text());
}

template <std::int64_t least, std::int64_t most>
Outcome parse_integer(Arguments arguments) {
    const std::string& text = *arguments[0].string();
    const std::size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const bool digits =
        text.size() > sign && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(sign), text.end(), [](char c) {
            return c >= '0' && c <= '9';
        });
    const auto parsed = digits ? Number::parse(text) : std::nullopt;
    const auto value = parsed ? parsed->integer() : std::nullopt;
    if (!value || *value < least || *value > most) return std::nullopt;
    return integer(*value);
}

template <class Real>
Outcome parse_real(Arguments arguments) {
    const std::string_view text = base::trimmed(*arguments[0].string());
    Real value = 0;
    const std::string_view unsigned_text = text.starts_with('+') ? text.substr(1) : text;
    const char* const end = unsigned_text.data() + unsigned_text.size();
    const auto read = std::from_chars(unsigned_text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return number(value);
}

Outcome parse_boolean(Arguments arguments) {
    return Value(base::equal_ignoring_case_ascii(*arguments[0].string(), "true"));
}

Outcome formatted(Arguments arguments) {
    auto text = java_format(*arguments[0].string(), arguments.subspan(1));
    return text ? Outcome(Value(std::move(*text))) : std::nullopt;
}

Outcome rounded(Arguments arguments) {
    const double value = std::floor(real(arguments[0]) + 0.5);
    if (!(std::fabs(value) < 9.0e18)) return std::nullopt;
    return integer(static_cast<std::int64_t>(value));
}

template <bool (*operation)(std::int64_t, std::int64_t, std::int64_t*)>
Outcome exact(Arguments arguments) {
    std::int64_t result = 0;
    if (operation(whole(arguments[0]), whole(arguments[1]), &result)) return std::nullopt;
    return integer(result);
}
bool add(std::int64_t a, std::int64_t b, std::int64_t* result) {
    return __builtin_add_overflow(a, b, result);
}
bool subtract(std::int64_t a, std::int64_t b, std::int64_t* result) {
    return __builtin_sub_overflow(a, b, result);
}
bool multiply(std::int64_t a, std::int64_t b, std::int64_t* result) {
    return __builtin_mul_overflow(a, b, result);
}
bool floor_divide(std::int64_t a, std::int64_t b, std::int64_t* result) {
    if (b == 0 || (b == -1 && a == std::numeric_limits<std::int64_t>::min())) return true;
    *result = a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
    return false;
}
bool floor_modulo(std::int64_t a, std::int64_t b, std::int64_t* result) {
    if (b == 0) return true;
    *result = b == -1 ? 0 : (a % b + b) % b;
    return false;
}

double sign(double value) {
    return value > 0 ? 1 : value < 0 ? -1 : 0;
}
double to_radians(double degrees) {
    return degrees / 180 * std::numbers::pi;
}
double to_degrees(double radians) {
    return radians * 180 / std::numbers::pi;
}

struct Entry {
    std::string_view types;  ///< of parameters, without package names, joined with commas
    Outcome (*function)(Arguments arguments);
};

using Table = std::multimap<std::string_view, Entry>;

void add_math(Table& table) {
    const std::pair<std::string_view, Outcome (*)(Arguments)> of_one[] = {
        {"Math.sin", apply<std::sin>},
        {"Math.cos", apply<std::cos>},
        {"Math.tan", apply<std::tan>},
        {"Math.asin", apply<std::asin>},
        {"Math.acos", apply<std::acos>},
        {"Math.atan", apply<std::atan>},
        {"Math.sinh", apply<std::sinh>},
        {"Math.cosh", apply<std::cosh>},
        {"Math.tanh", apply<std::tanh>},
        {"Math.exp", apply<std::exp>},
        {"Math.expm1", apply<std::expm1>},
        {"Math.log", apply<std::log>},
        {"Math.log10", apply<std::log10>},
        {"Math.log1p", apply<std::log1p>},
        {"Math.sqrt", apply<std::sqrt>},
        {"Math.cbrt", apply<std::cbrt>},
        {"Math.ceil", apply<std::ceil>},
        {"Math.floor", apply<std::floor>},
        {"Math.rint", apply<std::rint>},
        {"Math.signum", apply<sign>},
        {"Math.toRadians", apply<to_radians>},
        {"Math.toDegrees", apply<to_degrees>},
        {"Math.round", rounded}
    };
    for (const auto& [name, function] : of_one) table.emplace(name, Entry{"double", function});
    table.emplace("Math.round", Entry{"float", rounded});
    table.emplace("Math.pow", Entry{"double,double", apply_two<std::pow>});
    table.emplace("Math.atan2", Entry{"double,double", apply_two<std::atan2>});
    table.emplace("Math.hypot", Entry{"double,double", apply_two<std::hypot>});
    for (const std::string_view type : {"int", "long", "float", "double"})
        table.emplace("Math.abs", Entry{type, absolute});
    for (const std::string_view types : {"int,int", "long,long", "float,float", "double,double"}) {
        table.emplace("Math.max", Entry{types, extreme<true>});
        table.emplace("Math.min", Entry{types, extreme<false>});
    }
    for (const std::string_view types : {"int,int", "long,long"}) {
        table.emplace("Math.addExact", Entry{types, exact<add>});
        table.emplace("Math.subtractExact", Entry{types, exact<subtract>});
        table.emplace("Math.multiplyExact", Entry{types, exact<multiply>});
        table.emplace("Math.floorDiv", Entry{types, exact<floor_divide>});
        table.emplace("Math.floorMod", Entry{types, exact<floor_modulo>});
    }
}

void add_classes(Table& table) {
    for (const std::string_view type : {"boolean", "char", "int", "long", "float", "double"})
        table.emplace("String.valueOf", Entry{type, as_text});
    table.emplace("String.format", Entry{"String,Object...", formatted});
    table.emplace("Byte.valueOf", Entry{"byte", same});
    table.emplace("Short.valueOf", Entry{"short", same});
    table.emplace("Integer.valueOf", Entry{"int", same});
    table.emplace("Long.valueOf", Entry{"long", same});
    table.emplace("Float.valueOf", Entry{"float", same});
    table.emplace("Double.valueOf", Entry{"double", same});
    table.emplace("Boolean.valueOf", Entry{"boolean", same});
    table.emplace("Character.valueOf", Entry{"char", same});
    using Int = std::numeric_limits<std::int32_t>;
    using Long = std::numeric_limits<std::int64_t>;
    for (const std::string_view name : {"Integer.valueOf", "Integer.parseInt"})
        table.emplace(name, Entry{"String", parse_integer<Int::min(), Int::max()>});
    for (const std::string_view name : {"Long.valueOf", "Long.parseLong"})
        table.emplace(name, Entry{"String", parse_integer<Long::min(), Long::max()>});
    for (const std::string_view name : {"Short.valueOf", "Short.parseShort"})
        table.emplace(name, Entry{"String", parse_integer<-32'768, 32'767>});
    for (const std::string_view name : {"Byte.valueOf", "Byte.parseByte"})
        table.emplace(name, Entry{"String", parse_integer<-128, 127>});
    for (const std::string_view name : {"Float.valueOf", "Float.parseFloat"})
        table.emplace(name, Entry{"String", parse_real<float>});
    for (const std::string_view name : {"Double.valueOf", "Double.parseDouble"})
        table.emplace(name, Entry{"String", parse_real<double>});
    for (const std::string_view name : {"Boolean.valueOf", "Boolean.parseBoolean"})
        table.emplace(name, Entry{"String", parse_boolean});
    for (const auto& [name, type] :
         {std::pair{"Integer.toString", "int"},
          {"Long.toString", "long"},
          {"Double.toString", "double"},
          {"Float.toString", "float"}})
        table.emplace(name, Entry{type, as_text});
}

const Table& table() {
    static const Table built = [] {
        Table made;
        add_math(made);
        add_classes(made);
        return made;
    }();
    return built;
}

/// As a value of a Java type: the nearest for floating point, nothing when it is none.
Outcome converted(const Value& value, std::string_view type) {
    if (type == "String") return value.string() ? Outcome(value) : std::nullopt;
    if (type == "boolean") return value.boolean() ? Outcome(value) : std::nullopt;
    if (type == "char")
        return value.string() && base::code_point_count(*value.string()) == 1 ? Outcome(value) : std::nullopt;
    if (!value.number()) return std::nullopt;
    if (type == "double") return number(real(value));
    if (type == "float") return number(static_cast<float>(real(value)));
    static constexpr std::pair<std::string_view, std::pair<std::int64_t, std::int64_t>> limits[] = {
        {"byte", {-128, 127}},
        {"short", {-32'768, 32'767}},
        {"int", {-2'147'483'648, 2'147'483'647}},
        {"long", {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}}
    };
    const auto integer_value = value.number()->integer();
    for (const auto& [name, range] : limits) {
        if (name == type && integer_value && *integer_value >= range.first && *integer_value <= range.second)
            return value;
    }
    return std::nullopt;
}

/// `format(java.lang.String, [Ljava.lang.Object;)` as its name and the types as the table writes them.
struct Signature {
    std::string name;
    std::vector<std::string> types;

    [[nodiscard]] std::string joined() const {
        std::string text;
        for (const std::string& type : types) text += (text.empty() ? "" : ",") + type;
        return text;
    }

    static std::optional<Signature> parse(std::string_view text) {
        const std::size_t open = text.find('(');
        const std::size_t close = text.rfind(')');
        if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::nullopt;
        Signature made{std::string(base::trimmed(text.substr(0, open))), {}};
        std::string_view rest = base::trimmed(text.substr(open + 1, close - open - 1));
        while (!rest.empty()) {
            const std::size_t comma = std::min(rest.find(','), rest.size());
            std::string type(base::trimmed(rest.substr(0, comma)));
            const bool array = type.starts_with("[L") && type.ends_with(';');
            if (array) type = type.substr(2, type.size() - 3);
            if (type.starts_with("java.lang.")) type.erase(0, 10);
            if (array) type += "...";
            made.types.push_back(std::move(type));
            rest = comma < rest.size() ? base::trimmed(rest.substr(comma + 1)) : std::string_view();
        }
        return made;
    }
};

Value run(const Entry& entry, const Signature& signature, Arguments arguments, const Environment& environment) {
    const auto fail = [&](std::string message) {
        if (environment.diagnostics != nullptr) environment.diagnostics->add(std::move(message));
        return Value();
    };
    std::vector<Value> ready;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (has_unknown(arguments[i])) {
            std::set<std::string> inputs;
            for (const Value& argument : arguments) collect_unknowns(argument, inputs);
            return Value::unknown(std::move(inputs));
        }
        const bool any = signature.types[std::min(i, signature.types.size() - 1)].ends_with("...");
        auto value = any ? Outcome(arguments[i]) : converted(arguments[i], signature.types[i]);
        if (!value)
            return fail(fmt::format("{} takes {}, not {}", signature.name, signature.types[i], arguments[i].text()));
        ready.push_back(std::move(*value));
    }
    auto result = entry.function(ready);
    return result ? std::move(*result) : fail(fmt::format("{} has no result for these arguments", signature.name));
}

}  // namespace

Value java_function(const Context& description, const std::vector<std::string>& parameters, std::string& problem) {
    const Value* const class_name = description.find("class");
    const Value* const method = description.find("method signature");
    if (class_name == nullptr || !class_name->string() || method == nullptr || !method->string()) {
        problem = "a function in Java says its class and method signature, each a string";
        return {};
    }
    const auto signature = Signature::parse(*method->string());
    std::string_view short_name = *class_name->string();
    if (short_name.starts_with("java.lang.")) short_name.remove_prefix(10);
    if (signature) {
        const auto [first, last] = table().equal_range(std::string(short_name) + "." + signature->name);
        const auto found =
            std::find_if(first, last, [&](const auto& one) { return one.second.types == signature->joined(); });
        if (found != last && !signature->types.empty() && parameters.size() >= signature->types.size()) {
            auto made = std::make_shared<Function>();
            made->name = signature->name;
            made->parameters = parameters;
            made->call = [entry = found->second, signature = *signature](
                             Arguments arguments, const Environment& environment
                         ) { return run(entry, signature, arguments, environment); };
            return Value(std::shared_ptr<const Function>(std::move(made)));
        }
    }
    problem = fmt::format(
        "'{}' of {} is not among the functions of Java that are built in", *method->string(), *class_name->string()
    );
    return {};
}

}  // namespace guildhall::feel
