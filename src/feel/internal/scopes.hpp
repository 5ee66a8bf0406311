#pragma once
/// Scopes that evaluation puts in front of the caller's.

#include <deque>
#include <string_view>
#include <utility>

#include "feel/expression.hpp"
#include "feel/internal/operations.hpp"

namespace guildhall::feel {

/// A few names over an outer scope. Values are borrowed.
class NameScope final : public Scope {
public:
    NameScope(std::string_view name, const Value& value, const Scope& outer)
        : name_(name), value_(&value), outer_(outer) {}
    [[nodiscard]] const Value* find(std::string_view name) const override {
        return name == name_ ? value_ : outer_.find(name);
    }
    [[nodiscard]] const Frame* frame() const override { return outer_.frame(); }

private:
    std::string_view name_;
    const Value* value_;
    const Scope& outer_;
};

/// The element that a filter looks at: `item`, and its entries when it is a context (section 10.3.2.5).
class ItemScope final : public Scope {
public:
    ItemScope(const Value& item, const Scope& outer) : item_(item), outer_(outer) {}
    [[nodiscard]] const Value* find(std::string_view name) const override {
        const auto* context = item_.context();
        if (context != nullptr) {
            if (const Value* entry = context->find(name)) return entry;
        }
        if (name == "item") return &item_;
        const Value* outer = outer_.find(name);
        if (!item_.unknown()) return outer;
        // An element not known yet may turn out to have an entry of that name.
        made_.push_back(outer != nullptr ? unknown_of(item_, *outer) : item_);
        return &made_.back();
    }
    [[nodiscard]] const Frame* frame() const override { return outer_.frame(); }

private:
    const Value& item_;
    const Scope& outer_;
    mutable std::deque<Value> made_;
};

class EmptyScope final : public Scope {
public:
    [[nodiscard]] const Value* find(std::string_view) const override { return nullptr; }
};

}  // namespace guildhall::feel
