// DMN 1.5 section 10.3.4.11.

#include "feel/internal/builtins.hpp"
#include "feel/internal/operations.hpp"

namespace guildhall::feel {
namespace {

Value entry_of(Call& call) {
    const auto* context = call[0].context();
    const auto* key = call[1].string();
    if (context == nullptr || key == nullptr) return call.fail("get value needs a context and a string");
    const Value* value = context->find(*key);
    return value != nullptr ? *value : Value();
}

Value entries_of(Call& call) {
    const auto* context = call[0].context();
    if (context == nullptr)
        return call.fail(fmt::format("get entries needs a context, not {}", kind_in_words(call[0])));
    List result;
    for (const auto& [name, value] : context->entries) {
        result.emplace_back(Context{{{"key", Value(name)}, {"value", value}}});
    }
    return Value(std::move(result));
}

Context with_entry(Context context, const std::string& key, const Value& value) {
    for (auto& [name, old] : context.entries) {
        if (name != key) continue;
        old = value;
        return context;
    }
    context.entries.emplace_back(key, value);
    return context;
}

Value context_of_entries(Call& call) {
    Context result;
    for (const auto& item : as_list(call[0])) {
        const auto* entry = item.context();
        const Value* key = entry != nullptr ? entry->find("key") : nullptr;
        const Value* value = entry != nullptr ? entry->find("value") : nullptr;
        if (key == nullptr || value == nullptr || key->string() == nullptr) {
            return call.fail("context needs entries of the form {key: \"…\", value: …}");
        }
        if (result.find(*key->string()) != nullptr)
            return call.fail(fmt::format("context: '{}' comes twice", *key->string()));
        result.entries.emplace_back(*key->string(), *value);
    }
    return Value(std::move(result));
}

Value put_under(Call& call, const Value& context, const List& keys, std::size_t at) {
    const auto* known = context.context();
    const auto* key = keys[at].string();
    if (known == nullptr || key == nullptr)
        return call.fail("context put needs a context, and a key or a list of keys");
    if (at + 1 == keys.size()) return Value(with_entry(*known, *key, call[2]));
    const Value* inner = known->find(*key);
    Value changed = put_under(call, inner != nullptr ? *inner : Value(), keys, at + 1);
    if (changed.is_null()) return changed;
    return Value(with_entry(*known, *key, changed));
}

Value put_at_path(Call& call) {
    const auto* keys = call[1].list();
    if (keys == nullptr || keys->empty() || keys->size() > 100)
        return call.fail("context put needs a list of one key or more");
    return put_under(call, call[0], *keys, 0);
}

/// By position the two forms are told apart by what the second argument is; by name, by its name.
template <bool named_keys>
Value put(Call& call) {
    if (call[1].list() != nullptr && (named_keys || !call.by_name)) return put_at_path(call);
    if (named_keys && call.by_name) return call.fail("context put needs a list of keys");
    return put_under(call, call[0], {call[1]}, 0);
}

Value merge(Call& call) {
    Context result;
    for (const auto& item : as_list(call[0])) {
        const auto* context = item.context();
        if (context == nullptr)
            return call.fail(fmt::format("context merge needs contexts, not {}", kind_in_words(item)));
        for (const auto& [name, value] : context->entries) result = with_entry(std::move(result), name, value);
    }
    return Value(std::move(result));
}

const BuiltIn functions[] = {
    {"get value", {"m", "key"}, entry_of},
    {"get entries", {"m"}, entries_of},
    {"context", {"entries"}, context_of_entries},
    {"context put", {"context", "key", "value"}, put<false>},
    {"context put", {"context", "keys", "value"}, put<true>},
    {"context merge", {"contexts"}, merge},
};

}  // namespace

std::span<const BuiltIn> context_functions() {
    return functions;
}

}  // namespace guildhall::feel
