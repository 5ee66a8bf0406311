#include "feel/internal/builtins.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "feel/internal/operations.hpp"
#include "feel/internal/temporal.hpp"

namespace guildhall::feel {
namespace {

using Overloads = std::vector<const BuiltIn*>;

struct Table {
    std::map<std::string_view, Overloads> overloads;
    std::map<std::string_view, Value> values;
    NameIndex names;
};

const Table& table() {
    static const Table built = [] {
        Table result;
        for (const auto family :
             {conversion_functions(), boolean_functions(), string_functions(), list_functions(),
              statistical_functions(), numeric_functions(), temporal_functions(), context_functions(),
              range_functions()}) {
            for (const auto& function : family) result.overloads[function.name].push_back(&function);
        }
        for (const auto& [name, overloads] : result.overloads) {
            Function function;
            function.name = name;
            for (const auto parameter : overloads.front()->parameters) {
                function.parameters.emplace_back(
                    parameter.ends_with('?') ? parameter.substr(0, parameter.size() - 1) : parameter
                );
            }
            function.built_in = &overloads;
            result.values.emplace(name, Value(std::make_shared<const Function>(std::move(function))));
            result.names.add(name);
        }
        return result;
    }();
    return built;
}

bool optional_parameter(std::string_view parameter) {
    return parameter.ends_with('?');
}

std::size_t least_arguments(const BuiltIn& function) {
    return static_cast<std::size_t>(std::count_if(
        function.parameters.begin(), function.parameters.end(),
        [](auto parameter) { return !optional_parameter(parameter); }
    ));
}

/// Functions whose parameters are single values: there a list of one stands for its element (section 10.3.2.9.4).
bool takes_single_values(const BuiltIn& function) {
    static const std::set<const BuiltIn*> known = [] {
        std::set<const BuiltIn*> made;
        for (const auto family :
             {conversion_functions(), string_functions(), numeric_functions(), temporal_functions()})
            for (const auto& each : family)
                if (each.name != "string" && each.name != "string join") made.insert(&each);
        return made;
    }();
    return known.contains(&function);
}

Value run(const BuiltIn& function, std::vector<Value> arguments, Caller& caller, bool by_name = false) {
    std::int64_t work = 1;
    for (const auto& argument : arguments) {
        if (argument.list()) work += static_cast<std::int64_t>(argument.list()->size());
        if (argument.string()) work += static_cast<std::int64_t>(argument.string()->size() / 16);
    }
    if (!caller.spend(work)) return {};
    for (auto& argument : arguments) {
        if (argument.list() == nullptr || argument.list()->size() != 1 || !takes_single_values(function)) continue;
        const Value element = argument.list()->front();
        argument = element;
    }
    if (!function.takes_unknown) {
        std::set<std::string> inputs;
        bool unknown = false;
        for (const auto& argument : arguments) {
            if (!has_unknown(argument)) continue;
            unknown = true;
            collect_unknowns(argument, inputs);
        }
        if (unknown) return Value::unknown(std::move(inputs));
    }
    Call call{std::move(arguments), caller, by_name};
    return function.function(call);
}

/// The arguments by position; nothing when a name is no parameter of the function, or one that it needs was not given.
std::optional<std::vector<Value>> arranged(
    const BuiltIn& function, std::span<const std::string> names, const std::vector<Value>& arguments, bool in_order
) {
    std::vector<Value> ordered;
    std::size_t used = 0;
    std::size_t count = 0;
    std::size_t last = 0;
    for (const auto parameter : function.parameters) {
        const bool may_be_left_out = optional_parameter(parameter) || function.missing_is_null;
        const auto name = optional_parameter(parameter) ? parameter.substr(0, parameter.size() - 1) : parameter;
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) {
            if (!may_be_left_out) return std::nullopt;
            ordered.emplace_back();
            if (function.missing_is_null) count = ordered.size();
            continue;
        }
        const auto at = static_cast<std::size_t>(found - names.begin());
        if (in_order && used > 0 && at < last) return std::nullopt;
        last = at;
        ++used;
        ordered.push_back(arguments[at]);
        count = ordered.size();
    }
    if (used != names.size()) return std::nullopt;
    ordered.resize(count);
    return ordered;
}

/// The first that takes so many arguments, or null.
const BuiltIn* overload_for(const Function& function, std::size_t arguments) {
    for (const auto* candidate : *static_cast<const Overloads*>(function.built_in)) {
        const std::size_t most = candidate->parameters.size();
        if (arguments >= least_arguments(*candidate) && (arguments <= most || candidate->variadic)) return candidate;
    }
    return nullptr;
}

}  // namespace

const Value* find_built_in(std::string_view name) {
    const auto found = table().values.find(name);
    return found == table().values.end() ? nullptr : &found->second;
}

const NameIndex& built_in_names() {
    return table().names;
}

bool spreads_unknown(const Function& function, std::size_t arguments) {
    const BuiltIn* const taken = overload_for(function, arguments);
    return taken != nullptr && !taken->takes_unknown;
}

Value call_built_in(const Function& function, std::vector<Value> arguments, Caller& caller) {
    if (const BuiltIn* const taken = overload_for(function, arguments.size()))
        return run(*taken, std::move(arguments), caller);
    caller.problem(
        fmt::format("{} cannot take {} argument{}", function.name, arguments.size(), arguments.size() == 1 ? "" : "s")
    );
    return {};
}

Value call_built_in_named(
    const Function& function, std::span<const std::string> names, const std::vector<Value>& arguments, Caller& caller
) {
    const auto& overloads = *static_cast<const Overloads*>(function.built_in);
    // Of overloads with the same names (`point, range` and `range, point`) the one in the order written comes first.
    for (const bool in_order : {true, false}) {
        for (const auto* candidate : overloads) {
            auto ordered = arranged(*candidate, names, arguments, in_order);
            if (ordered) return run(*candidate, std::move(*ordered), caller, true);
        }
    }
    std::string given;
    for (const auto& name : names) given += (given.empty() ? "'" : ", '") + name + "'";
    caller.problem(fmt::format("{} has no parameters named {}", function.name, given));
    return {};
}

List as_list(const Value& value) {
    if (const auto* list = value.list()) return *list;
    return {value};
}

std::string plain_text(const Value& value) {
    if (const auto* text = value.string()) return *text;
    return std::visit(
        [&](const auto& known) -> std::string {
            using T = std::decay_t<decltype(known)>;
            if constexpr (std::is_same_v<T, Date> || std::is_same_v<T, Time> || std::is_same_v<T, DateTime> ||
                          std::is_same_v<T, DaysTimeDuration> || std::is_same_v<T, YearsMonthsDuration>) {
                return text_of(known);
            } else {
                return value.text();
            }
        },
        value.data()
    );
}

}  // namespace guildhall::feel
