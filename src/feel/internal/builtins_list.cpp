// DMN 1.5 section 10.3.4.4: functions that look at or make lists. Those over numbers are in builtins_statistics.cpp.

#include <algorithm>

#include "feel/internal/builtins.hpp"
#include "feel/internal/operations.hpp"

namespace guildhall::feel {
namespace {

bool holds(const Value& value) {
    return value.boolean() != nullptr && *value.boolean();
}

bool same(const Value& a, const Value& b) {
    return holds(equals(a, b));
}

Value unknown_of_all(const Call& call) {
    std::set<std::string> inputs;
    for (const auto& argument : call.arguments) collect_unknowns(argument, inputs);
    return Value::unknown(std::move(inputs));
}

Value contains(Call& call) {
    if (call[0].unknown()) return unknown_of_all(call);
    if (call[0].is_null()) return call.fail("list contains needs a list, not null");
    Logic any(true);
    for (const auto& item : as_list(call[0])) {
        const Value equal = equals(item, call[1]);
        if (any.add(equal.is_null() ? Value(false) : equal)) break;
    }
    return any.result();
}

Value count(Call& call) {
    if (call[0].unknown()) return call[0];
    if (call[0].is_null()) return call.fail("count needs a list, not null");
    return Value(Number(static_cast<std::int64_t>(as_list(call[0]).size())));
}

/// A single list, or the arguments themselves.
List elements(const Call& call) {
    return call.count() == 1 ? as_list(call[0]) : call.arguments;
}

template <bool decisive>
Value combine(Call& call) {
    if (call.count() == 1 && call[0].unknown()) return call[0];
    Logic outcome(decisive);
    for (const auto& item : elements(call)) {
        if (outcome.add(item)) break;
    }
    return outcome.result();
}

Value sublist(Call& call) {
    const List items = as_list(call[0]);
    const auto size = static_cast<std::int64_t>(items.size());
    const auto start = call[1].number() != nullptr ? call[1].number()->integer() : std::nullopt;
    if (call[0].is_null() || !start || *start == 0 || *start > size || *start < -size)
        return call.fail("sublist: no such position");
    const std::int64_t from = *start > 0 ? *start - 1 : size + *start;
    std::int64_t length = size - from;
    if (call.count() > 2) {
        const auto asked = call[2].number() != nullptr ? call[2].number()->integer() : std::nullopt;
        if (!asked || *asked < 0 || *asked > length) return call.fail("sublist: no such length");
        length = *asked;
    }
    return Value(List(items.begin() + from, items.begin() + from + length));
}

Value append(Call& call) {
    if (call[0].unknown()) return unknown_of_all(call);
    if (call[0].is_null()) return call.fail("append needs a list, not null");
    List result = as_list(call[0]);
    result.insert(result.end(), call.arguments.begin() + 1, call.arguments.end());
    return Value(std::move(result));
}

Value concatenate(Call& call) {
    if (std::any_of(call.arguments.begin(), call.arguments.end(), [](const auto& list) {
            return list.unknown() != nullptr;
        })) {
        return unknown_of_all(call);
    }
    List result;
    for (const auto& argument : call.arguments) {
        if (argument.is_null()) return call.fail("concatenate needs lists, not null");
        const List items = as_list(argument);
        result.insert(result.end(), items.begin(), items.end());
    }
    return Value(std::move(result));
}

/// The index of a position from 1, or from -1 at the end.
std::optional<std::size_t> index_at(const Value& position, std::size_t size) {
    const auto at = position.number() != nullptr ? position.number()->integer() : std::nullopt;
    const auto count = static_cast<std::int64_t>(size);
    if (!at || *at == 0 || *at > count || *at < -count) return std::nullopt;
    return static_cast<std::size_t>(*at > 0 ? *at - 1 : count + *at);
}

Value insert_before(Call& call) {
    List items = as_list(call[0]);
    const auto at = index_at(call[1], items.size());
    if (call[0].is_null() || !at) return call.fail("insert before: no such position");
    items.insert(items.begin() + static_cast<std::ptrdiff_t>(*at), call[2]);
    return Value(std::move(items));
}

Value remove(Call& call) {
    List items = as_list(call[0]);
    const auto at = index_at(call[1], items.size());
    if (call[0].is_null() || !at) return call.fail("remove: no such position");
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(*at));
    return Value(std::move(items));
}

Value replace_at(Call& call) {
    List items = as_list(call[0]);
    if (call[0].is_null()) return call.fail("list replace needs a list");
    if (call[1].function() != nullptr) {
        for (auto& item : items) {
            const Value arguments[] = {item, call[2]};
            const Value chosen = call.caller.call(call[1], arguments);
            if (chosen.unknown()) return chosen;
            if (chosen.boolean() == nullptr) return call.fail("list replace: the function gives true or false");
            if (*chosen.boolean()) item = call[2];
        }
        return Value(std::move(items));
    }
    const auto at = index_at(call[1], items.size());
    if (!at) return call.fail("list replace: no such position");
    items[*at] = call[2];
    return Value(std::move(items));
}

Value reverse(Call& call) {
    if (call[0].unknown()) return call[0];
    if (call[0].is_null()) return call.fail("reverse needs a list, not null");
    List items = as_list(call[0]);
    std::reverse(items.begin(), items.end());
    return Value(std::move(items));
}

Value index_of(Call& call) {
    if (call[0].is_null()) return call.fail("index of needs a list, not null");
    List positions;
    std::int64_t position = 0;
    for (const auto& item : as_list(call[0])) {
        ++position;
        if (same(item, call[1])) positions.emplace_back(Number(position));
    }
    return Value(std::move(positions));
}

/// Without the elements that equal an earlier one. Quadratic, so the work is counted.
std::optional<List> distinct(Call& call, const List& items) {
    List result;
    for (const auto& item : items) {
        if (!call.caller.spend(static_cast<std::int64_t>(result.size() / 4))) return std::nullopt;
        if (std::none_of(result.begin(), result.end(), [&](const auto& other) { return same(item, other); }))
            result.push_back(item);
    }
    return result;
}

Value distinct_values(Call& call) {
    if (call[0].is_null()) return call.fail("distinct values needs a list, not null");
    auto result = distinct(call, as_list(call[0]));
    return result ? Value(std::move(*result)) : Value();
}

Value union_of(Call& call) {
    List all;
    for (const auto& argument : call.arguments) {
        if (argument.is_null()) return call.fail("union needs lists, not null");
        const List items = as_list(argument);
        all.insert(all.end(), items.begin(), items.end());
    }
    auto result = distinct(call, all);
    return result ? Value(std::move(*result)) : Value();
}

Value duplicate_values(Call& call) {
    if (call[0].is_null()) return call.fail("duplicate values needs a list, not null");
    const List items = as_list(call[0]);
    List twice;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!call.caller.spend(static_cast<std::int64_t>(items.size() / 4))) return {};
        const auto is_this = [&](const auto& other) { return same(items[i], other); };
        if (std::count_if(items.begin(), items.end(), is_this) > 1 &&
            std::none_of(twice.begin(), twice.end(), is_this)) {
            twice.push_back(items[i]);
        }
    }
    return Value(std::move(twice));
}

bool flatten_into(Call& call, const List& items, List& result, int depth) {
    constexpr int deepest = 1'000;
    if (depth > deepest || !call.caller.spend(static_cast<std::int64_t>(items.size() / 4))) return false;
    for (const auto& item : items) {
        if (item.list() == nullptr) {
            result.push_back(item);
        } else if (!flatten_into(call, *item.list(), result, depth + 1)) {
            return false;
        }
    }
    return true;
}

Value flatten(Call& call) {
    if (call[0].is_null()) return call.fail("flatten needs a list, not null");
    List result;
    if (!flatten_into(call, as_list(call[0]), result, 0))
        return call.fail("flatten: the list is nested too deeply, or too long");
    return Value(std::move(result));
}

/// Merges sorted runs: never relies on the function being a consistent order.
Value sort(Call& call) {
    const bool list_first = call[1].function() != nullptr;
    const Value& list = call[list_first ? 0 : 1];
    const Value& precedes = call[list_first ? 1 : 0];
    if (precedes.function() == nullptr || list.is_null()) return call.fail("sort needs a list and a function");
    List items = as_list(list);
    List merged(items.size());
    for (std::size_t run = 1; run < items.size(); run *= 2) {
        for (std::size_t start = 0; start < items.size(); start += 2 * run) {
            const std::size_t middle = std::min(start + run, items.size());
            const std::size_t end = std::min(start + 2 * run, items.size());
            std::size_t left = start;
            std::size_t right = middle;
            for (std::size_t at = start; at < end; ++at) {
                bool take_right = left == middle;
                if (!take_right && right < end) {
                    const Value arguments[] = {items[right], items[left]};
                    const Value before = call.caller.call(precedes, arguments);
                    if (before.unknown()) return before;
                    if (before.boolean() == nullptr) return call.fail("sort: the function gives true or false");
                    take_right = *before.boolean();
                }
                merged[at] = items[take_right ? right++ : left++];
            }
        }
        items.swap(merged);
    }
    return Value(std::move(items));
}

const BuiltIn functions[] = {
    {"list contains", {"list", "element"}, contains, false, true},
    {"count", {"list"}, count, false, true},
    {"all", {"list"}, combine<false>, true, true},
    {"any", {"list"}, combine<true>, true, true},
    {"sublist", {"list", "start position", "length?"}, sublist},
    {"append", {"list", "item"}, append, true, true},
    {"concatenate", {"list"}, concatenate, true, true},
    {"insert before", {"list", "position", "newItem"}, insert_before},
    {"remove", {"list", "position"}, remove},
    {"list replace", {"list", "position", "newItem"}, replace_at},
    {"list replace", {"list", "match", "newItem"}, replace_at},
    {"reverse", {"list"}, reverse, false, true},
    {"index of", {"list", "match"}, index_of},
    {"union", {"list"}, union_of, true},
    {"distinct values", {"list"}, distinct_values},
    {"duplicate values", {"list"}, duplicate_values},
    {"flatten", {"list"}, flatten},
    {"sort", {"list", "precedes"}, sort},
};

}  // namespace

std::span<const BuiltIn> list_functions() {
    return functions;
}

}  // namespace guildhall::feel
