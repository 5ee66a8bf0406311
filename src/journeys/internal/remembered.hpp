#pragma once
/// What conditions and rules came to, so that they are evaluated again only when something that they read has changed.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "dmn/model.hpp"
#include "feel/expression.hpp"
#include "journeys/journey.hpp"

namespace guildhall::journeys::internal {

/// Names that an evaluation read, with the values that it saw. Borrows the names: they are those of its expressions.
class Reads {
public:
    /// Whether every name has the same value in `scope` now.
    [[nodiscard]] bool hold_in(const feel::Scope& scope) const;
    void add(std::string_view name, const feel::Value* value);

private:
    struct Read {
        std::string_view name;
        std::optional<feel::Value> value;  ///< none: there was no such name
    };
    std::vector<Read> reads_;
};

/// Notes in `reads` what is read of `scope`. Borrows both.
class NotingScope final : public feel::Scope {
public:
    NotingScope(const feel::Scope& scope, Reads& reads) : scope_(scope), reads_(reads) {}
    [[nodiscard]] const feel::Value* find(std::string_view name) const override;

private:
    const feel::Scope& scope_;
    Reads& reads_;
};

/// For one service and one instant; one thread. Borrows the expressions that it is asked for.
class Remembered {
public:
    /// The value of a condition in a group: `group` is the same text for the same member each time.
    [[nodiscard]] feel::Value value(
        const feel::Expression& condition, const std::string& group, const feel::Scope& scope,
        const feel::Environment& environment
    );

    /// The verdict on `inputs`; `turn` says which judgement of a walk it is, since each walk judges in the same order.
    [[nodiscard]] Verdict verdict(
        std::size_t turn, const dmn::Inputs& inputs, const feel::Scope& answers,
        const std::function<Verdict(const feel::Scope& answers)>& judge
    );

private:
    struct Condition {
        Reads reads;
        feel::Value value;
    };
    struct Judgement {
        dmn::Inputs inputs;
        Reads reads;
        Verdict verdict;
    };
    struct Key {
        const feel::Expression* condition = nullptr;
        std::string group;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const;
    };
    std::unordered_map<Key, Condition, KeyHash> conditions_;
    std::vector<std::optional<Judgement>> judgements_;
};

}  // namespace guildhall::journeys::internal
