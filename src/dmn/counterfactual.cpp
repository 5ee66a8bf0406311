#include "dmn/counterfactual.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "dmn/internal/scale.hpp"

namespace guildhall::dmn {

namespace {

using feel::Number;
using feel::Value;

constexpr std::size_t max_halvings = 60;
constexpr std::size_t max_points = 300;  ///< of one input
constexpr int max_depth = 4;             ///< of entries of contexts that are inputs

/// Something that can be changed, and the values to try, the nearest first.
struct Lever {
    std::string name;   ///< `a`, `a.b`
    std::string input;  ///< `a`
    std::vector<std::string> entries;
    Value from;
    std::vector<Value> candidates;
    std::optional<Scale> scale;  ///< of numbers, dates and durations
    bool computed = false;       ///< read by more than tests: a flip may lie between two candidates
};

Value with_entry(const Value& outer, const std::vector<std::string>& entries, std::size_t at, const Value& value) {
    if (at == entries.size()) return value;
    feel::Context context = outer.context() ? *outer.context() : feel::Context{};
    for (auto& [name, entry] : context.entries)
        if (name == entries[at]) entry = with_entry(entry, entries, at + 1, value);
    return Value(std::move(context));
}

class Search {
public:
    Search(
        const Model& model, std::string_view decision, const Inputs& inputs, base::Instant now, std::string_view zone,
        const CounterfactualOptions& options
    )
        : model_(model), decision_(decision), inputs_(inputs), now_(now), zone_(zone), options_(options) {}

    base::Result<CounterfactualSearch> run() {
        auto present = model_.evaluate(decision_, inputs_, now_, zone_);
        if (!present) return present.error();
        ++search_.evaluations;
        search_.present = present->value;
        if (search_.present.unknown()) return std::move(search_);
        find_levers();
        const std::size_t most = std::min(options_.max_changes, levers_.size());
        for (std::size_t size = 1; size <= most && ranked_.empty() && search_.complete; ++size) {
            std::vector<std::size_t> chosen(size);
            choose(chosen, 0, 0);
        }
        std::stable_sort(ranked_.begin(), ranked_.end(), [](const auto& a, const auto& b) {
            return a.first < b.first;
        });
        for (auto& [rank, found] : ranked_) {
            if (search_.found.size() >= options_.max_found) break;
            search_.found.push_back(std::move(found));
        }
        return std::move(search_);
    }

private:
    // ---- what can be changed

    void find_levers() {
        const Breakpoints breakpoints = model_.breakpoints(decision_, now_, zone_);
        for (const InputDescription& input : model_.inputs()) {
            if (!model_.inputs_of(decision_).contains(input.name)) continue;
            if (options_.changeable && !options_.changeable->contains(input.name)) continue;
            const auto given = inputs_.find(input.name);
            const Value from = given == inputs_.end() ? Value::unknown({input.name}) : given->second;
            add_levers(breakpoints, {input.name, input.name, {}, from, {}, std::nullopt, false}, input.type, 0);
        }
        for (Lever& lever : levers_) add_candidates(breakpoints, lever);
        std::erase_if(levers_, [](const Lever& lever) { return lever.candidates.empty(); });
    }

    void add_levers(const Breakpoints& breakpoints, Lever lever, const std::string& type, int depth) {
        if (lever.from.list() || lever.from.function() || lever.from.range()) {
            search_.untried.insert(lever.name);
            return;
        }
        if (const feel::Context* context = lever.from.context()) {
            if (depth >= max_depth) return static_cast<void>(search_.untried.insert(lever.name));
            for (const auto& [name, value] : context->entries) {
                Lever inner = lever;
                inner.name += "." + name;
                inner.entries.push_back(name);
                inner.from = value;
                inner.computed = breakpoints.computed.contains(lever.name);
                add_levers(breakpoints, std::move(inner), {}, depth + 1);
            }
            return;
        }
        lever.computed = lever.computed || breakpoints.computed.contains(lever.name);
        const auto held = breakpoints.held.find(lever.name);
        if (held != breakpoints.held.end()) lever.candidates = held->second;
        if (lever.from.boolean() || type == "boolean") {
            lever.candidates.emplace_back(true);
            lever.candidates.emplace_back(false);
        }
        levers_.push_back(std::move(lever));
    }

    /// From what a lever is held against to the values to try.
    void add_candidates(const Breakpoints& breakpoints, Lever& lever) const {
        const bool absent = lever.from.unknown() || lever.from.is_null();
        const Value* like = absent ? nullptr : &lever.from;
        if (!like && !lever.candidates.empty()) like = &lever.candidates.front();
        if (!like) return;
        std::erase_if(lever.candidates, [&](const Value& value) {
            return value.data().index() != like->data().index();
        });
        lever.scale = Scale::of(*like);
        if (lever.scale) {
            std::vector<Value> points = lever.candidates;
            const auto probe = [&](const Value& value) {
                if (value.data().index() == like->data().index() && points.size() < max_points) points.push_back(value);
            };
            if (lever.computed) {
                for (const Lever& other : levers_)
                    if (&other != &lever) probe(other.from);
                for (const Value& other : breakpoints.others) probe(other);
            }
            lever.candidates = lever.scale->values_to_try(points, absent ? nullptr : &lever.from, lever.computed);
        }
        std::vector<Value> kept;
        for (Value& value : lever.candidates) {
            const auto same = [&](const Value& one) { return feel::identical(one, value); };
            if (same(lever.from) || std::any_of(kept.begin(), kept.end(), same) || !possible(lever, value)) continue;
            kept.push_back(std::move(value));
        }
        lever.candidates = std::move(kept);
    }

    [[nodiscard]] bool possible(const Lever& lever, const Value& value) const {
        const auto given = inputs_.find(lever.input);
        const Value whole = lever.entries.empty() ? value : with_entry(given->second, lever.entries, 0, value);
        return model_.fits_input(lever.input, whole) && (!options_.possible || options_.possible(lever.name, value));
    }

    // ---- trying changes

    [[nodiscard]] bool exhausted() {
        if (search_.evaluations < options_.max_evaluations) return false;
        search_.complete = false;
        return true;
    }

    void set(Inputs& inputs, const Lever& lever, const Value& value) const {
        if (lever.entries.empty()) {
            if (value.unknown())
                inputs.erase(lever.input);
            else
                inputs.insert_or_assign(lever.input, value);
            return;
        }
        Value& whole = inputs.find(lever.input)->second;
        whole = with_entry(whole, lever.entries, 0, value);
    }

    /// The value that these changes give, when it is a flip.
    std::optional<Value> flips(const std::vector<std::size_t>& chosen, const std::vector<Value>& to) {
        Inputs changed = inputs_;
        for (std::size_t i = 0; i < chosen.size(); ++i) set(changed, levers_[chosen[i]], to[i]);
        ++search_.evaluations;
        const auto result = model_.evaluate(decision_, changed, now_, zone_);
        if (!result || result->value.unknown() || result->value.is_null() || !result->depends_on.empty())
            return std::nullopt;
        const bool wanted =
            options_.wanted ? options_.wanted(result->value, changed) : !same(result->value, search_.present);
        return wanted ? std::optional<Value>(result->value) : std::nullopt;
    }

    static bool same(const Value& a, const Value& b) {
        if (feel::identical(a, b)) return true;
        const Value equal = feel::equals(a, b);
        return equal.boolean() && *equal.boolean();
    }

    /// With these inputs unknown: is the outcome settled whatever they are, or by fewer of them? The engine's answer on
    /// unknowns is sound, so such a set needs no trying.
    bool hopeless(const std::vector<std::size_t>& chosen) {
        if (options_.wanted) return false;  // what is wanted may read the inputs themselves
        Inputs changed = inputs_;
        for (const std::size_t at : chosen) set(changed, levers_[at], Value::unknown({levers_[at].name}));
        ++search_.evaluations;
        const auto result = model_.evaluate(decision_, changed, now_, zone_);
        if (!result) return true;
        if (result->depends_on.empty()) return same(result->value, search_.present);
        return chosen.size() > 1 && std::any_of(chosen.begin(), chosen.end(), [&](std::size_t at) {
                   return !result->depends_on.contains(levers_[at].name);
               });
    }

    /// Every set of levers, in order.
    void choose(std::vector<std::size_t>& chosen, std::size_t at, std::size_t from) {
        if (exhausted()) return;
        if (at == chosen.size()) {
            if (!hopeless(chosen)) try_set(chosen);
            return;
        }
        for (std::size_t lever = from; lever < levers_.size(); ++lever) {
            chosen[at] = lever;
            choose(chosen, at + 1, lever + 1);
        }
    }

    /// The nearest candidates of the set that flip: by the sum of their places in the lists.
    void try_set(const std::vector<std::size_t>& chosen) {
        std::size_t farthest = 0;
        for (const std::size_t at : chosen) farthest += levers_[at].candidates.size() - 1;
        std::vector<Value> to(chosen.size());
        for (std::size_t sum = 0; sum <= farthest; ++sum) {
            if (!try_sum(chosen, to, 0, sum)) continue;
            bring_near(chosen, to);
            const auto value = flips(chosen, to);
            if (!value) return;
            Counterfactual made;
            for (std::size_t i = 0; i < chosen.size(); ++i)
                made.changes.push_back({levers_[chosen[i]].name, levers_[chosen[i]].from, to[i]});
            made.value = *value;
            ranked_.emplace_back(sum, std::move(made));
            return;
        }
    }

    bool try_sum(const std::vector<std::size_t>& chosen, std::vector<Value>& to, std::size_t at, std::size_t sum) {
        if (exhausted()) return false;
        const std::vector<Value>& candidates = levers_[chosen[at]].candidates;
        if (at + 1 == chosen.size()) {
            if (sum >= candidates.size()) return false;
            to[at] = candidates[sum];
            return flips(chosen, to).has_value();
        }
        for (std::size_t rank = 0; rank < candidates.size() && rank <= sum; ++rank) {
            to[at] = candidates[rank];
            if (try_sum(chosen, to, at + 1, sum - rank)) return true;
        }
        return false;
    }

    /// Halves the way between the present value and the one that flips, where a flip may lie nearer.
    void bring_near(const std::vector<std::size_t>& chosen, std::vector<Value>& to) {
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            const Lever& lever = levers_[chosen[i]];
            if (!lever.computed || !lever.scale || lever.from.unknown() || lever.from.is_null()) continue;
            Value near = lever.from;
            for (std::size_t round = 0; round < max_halvings && !exhausted(); ++round) {
                const auto middle = lever.scale->between(near, to[i]);
                if (!middle) break;
                std::vector<Value> tried = to;
                tried[i] = *middle;
                if (possible(lever, *middle) && flips(chosen, tried))
                    to = std::move(tried);
                else
                    near = *middle;
            }
        }
    }

    const Model& model_;
    std::string_view decision_;
    const Inputs& inputs_;
    base::Instant now_;
    std::string_view zone_;
    const CounterfactualOptions& options_;
    std::vector<Lever> levers_;
    std::vector<std::pair<std::size_t, Counterfactual>> ranked_;
    CounterfactualSearch search_;
};

}  // namespace

base::Result<CounterfactualSearch> find_counterfactuals(
    const Model& model, std::string_view decision, const Inputs& inputs, base::Instant now, std::string_view zone,
    const CounterfactualOptions& options
) {
    return Search(model, decision, inputs, now, zone, options).run();
}

std::string sentence_of(const Counterfactual& counterfactual, const Wording& wording) {
    std::string conditions;
    for (const Change& change : counterfactual.changes) {
        const auto found = wording.find(change.input);
        const InputWords words = found == wording.end() ? InputWords{} : found->second;
        const std::string before =
            change.from.unknown() ? std::string() : " instead of " + value_words(change.from, words);
        conditions += fmt::format(
            "{} the {} were {}{}", conditions.empty() ? "If" : " and", inner_words(change.input),
            value_words(change.to, words), before
        );
    }
    return fmt::format("{}, the outcome would be {}.", conditions, value_words(counterfactual.value));
}

}  // namespace guildhall::dmn
