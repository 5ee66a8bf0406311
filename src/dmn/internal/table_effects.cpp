#include "dmn/internal/table_effects.hpp"

#include <algorithm>

namespace guildhall::dmn {

namespace {

constexpr std::size_t max_because = 5;

}  // namespace

Bits all_rules(const BoxedTable& table) {
    Bits all(table.rules.size());
    for (std::size_t rule = 0; rule < table.rules.size(); ++rule) all.set(rule);
    return all;
}

TableEffects::TableEffects(const BoxedTable& table, const TableAxes& axes, const TableOutcomes& outcomes)
    : table_(table), axes_(axes), outcomes_(outcomes), rules_(table.rules.size()) {
    taken_.resize(rules_);
    for (std::size_t axis = 0; axis < axes.axes.size(); ++axis) {
        for (auto& taken : taken_) taken.emplace_back(axes.axes[axis].classes.size());
        for (std::size_t i = 0; i < axes.maybe[axis].size(); ++i)
            axes.maybe[axis][i].each([&](std::size_t rule) {
                taken_[rule][axis].set(i);
                return true;
            });
        auto& classes = both_.emplace_back();
        for (std::size_t i = 0; i < axes.axes[axis].classes.size(); ++i) {
            Bits& made = classes.emplace_back(2 * rules_);
            const auto copy = [&](const Bits& from, std::size_t offset) {
                from.each([&](std::size_t rule) {
                    made.set(rule + offset);
                    return true;
                });
            };
            copy(axes.maybe[axis][i], 0);
            copy(axes.sure[axis][i], rules_);
        }
    }
}

std::optional<std::size_t> TableEffects::axis_that_stops(std::size_t rule) const {
    for (std::size_t axis = 0; axis < taken_[rule].size(); ++axis)
        if (taken_[rule][axis].none()) return axis;
    return std::nullopt;
}

Box TableEffects::box_of(std::size_t rule, bool expected_only) const {
    Box box;
    for (std::size_t axis = 0; axis < axes_.maybe.size(); ++axis) {
        auto& classes = box.emplace_back();
        taken_[rule][axis].each([&](std::size_t i) {
            if (!expected_only || axes_.axes[axis].classes[i].expected) classes.push_back(i);
            return true;
        });
        if (classes.empty())
            taken_[rule][axis].each([&](std::size_t i) {
                classes.push_back(i);
                return true;
            });
    }
    return box;
}

Bits TableEffects::touching(const Takers& takers, const Box& box) const {
    Bits all;
    bool first = true;
    for (std::size_t axis = 0; axis < takers.size(); ++axis) {
        Bits any = box[axis].empty() ? Bits(takers[axis].empty() ? 0 : takers[axis].front().words() * 64)
                                     : takers[axis][box[axis].front()];
        for (std::size_t i = 1; i < box[axis].size(); ++i) any |= takers[axis][box[axis][i]];
        if (first)
            all = std::move(any);
        else
            all &= any;
        first = false;
    }
    return all;
}

Bits TableEffects::surely_together(std::size_t rule) const {
    Box box;
    for (std::size_t axis = 0; axis < axes_.sure.size(); ++axis) {
        auto& classes = box.emplace_back();
        taken_[rule][axis].each([&](std::size_t i) {
            if (axes_.axes[axis].classes[i].expected && axes_.sure[axis][i].test(rule)) classes.push_back(i);
            return true;
        });
    }
    if (axes_.sure.empty()) return all_rules(table_);
    Bits together = touching(axes_.sure, box);
    together.reset(rule);
    return together;
}

Box TableEffects::common_box(std::size_t a, std::size_t b) const {
    Box box;
    for (std::size_t axis = 0; axis < axes_.sure.size(); ++axis) {
        auto& classes = box.emplace_back();
        for (std::size_t i = 0; i < axes_.sure[axis].size(); ++i)
            if (axes_.axes[axis].classes[i].expected && axes_.sure[axis][i].test(a) && axes_.sure[axis][i].test(b))
                classes.push_back(i);
    }
    return box;
}

std::size_t TableEffects::cost_of_boxes() const {
    std::size_t classes = 0;
    for (const auto& each : axes_.sure) classes += each.size();
    return classes * rules_ * (rules_ / 64 + 1);
}

Effect TableEffects::effect_of(std::size_t rule, Work& work) const {
    if (axes_.maybe.empty()) return {};
    if (table_.hit_policy == HitPolicy::first) {
        Effect effect = masked(rule, work);
        if (effect.kind != Effect::Kind::some || !effect.complete) return effect;
    }
    return no_difference(rule, work);
}

Effect TableEffects::masked(std::size_t rule, Work& work) const {
    Effect effect;
    const Box box = box_of(rule, false);
    Bits earlier = touching(axes_.sure, box);
    for (std::size_t other = rule; other < rules_; ++other) earlier.reset(other);
    if (earlier.none()) return effect;
    const auto left_over = [&](const Box& within) {
        Query query;
        query.takers = &axes_.sure;
        query.within = within;
        query.start = query.killers = earlier;
        query.is_witness = [](const Bits& alive) { return alive.none(); };
        return search(query, work);
    };
    Box expected = box;
    bool meant = true;  // the rule takes some of the values that the table is meant for
    for (std::size_t axis = 0; axis < expected.size(); ++axis) {
        std::erase_if(expected[axis], [&](std::size_t i) { return !axes_.axes[axis].classes[i].expected; });
        meant = meant && !expected[axis].empty();
    }
    if (meant) {
        const Search found = left_over(expected);
        effect.complete = found.complete;
        if (!found.found.empty() || !found.complete) return effect;
    }
    const Search found = left_over(box);
    effect.complete = found.complete;
    if (!found.complete) return effect;
    if (!found.found.empty()) {
        if (!meant) return effect;
        effect.kind = Effect::Kind::only_when_missing;
        effect.box = found.found.front();
        return effect;
    }
    effect.kind = Effect::Kind::masked;
    // One rule that takes all of it says more than many that do together.
    earlier.each([&](std::size_t other) {
        bool takes_all = true;
        for (std::size_t axis = 0; axis < box.size() && takes_all; ++axis)
            takes_all = std::all_of(box[axis].begin(), box[axis].end(), [&](std::size_t i) {
                return axes_.sure[axis][i].test(other);
            });
        if (takes_all) effect.because = {other};
        return !takes_all;
    });
    if (effect.because.empty())
        earlier.each([&](std::size_t other) {
            effect.because.push_back(other);
            return effect.because.size() < max_because;
        });
    return effect;
}

Effect TableEffects::no_difference(std::size_t rule, Work& work) const {
    Effect effect;
    const RuleOutcome& own = outcomes_.rules[rule];
    const Box box = box_of(rule, false);
    Bits others = touching(both_, box);
    others.reset(rule);
    others.reset(rule + rules_);

    // What without the rule gives the same for sure, and what may be left then.
    const auto is_number = [](const RuleOutcome& outcome) {
        return outcome.values.size() == 1 && outcome.constant && outcome.values.front().number();
    };
    const auto number_of = [&](std::size_t other) { return *outcomes_.rules[other].values.front().number(); };
    std::function<bool(std::size_t)> replaces;  // where this rule matches for sure, nothing is lost
    std::function<bool(const Bits&)> may_lose;  // asked where none does
    const auto none_left = [&](const Bits& alive) { return alive.none() && own.equal(outcomes_.no_match); };
    /// Among the later rules of the same rank: the first that surely matches must give the same, and so must those
    /// before it that may.
    const auto next_differs = [&](const Bits& alive, const auto& counts) {
        std::optional<bool> differs;
        alive.each([&](std::size_t other) {
            if (other >= rules_) return false;
            if (other < rule || !counts(other)) return true;
            if (!own.equal(outcomes_.rules[other]))
                differs = true;
            else if (alive.test(other + rules_))
                differs = false;
            return !differs.has_value();
        });
        return differs;
    };
    bool all_constant = own.constant;
    bool all_numbers = is_number(own);
    others.each([&](std::size_t other) {
        if (other >= rules_) return false;
        all_constant = all_constant && outcomes_.rules[other].constant;
        all_numbers = all_numbers && is_number(outcomes_.rules[other]);
        return true;
    });
    switch (table_.hit_policy) {
        case HitPolicy::first:
            replaces = [&](std::size_t other) { return other < rule; };
            may_lose = [&](const Bits& alive) {
                const auto differs = next_differs(alive, [](std::size_t) { return true; });
                return differs ? *differs : !own.equal(outcomes_.no_match);
            };
            break;
        case HitPolicy::unique:  // beside another rule it makes an error, and without it there is none
            if (!others.none() || !own.equal(outcomes_.no_match)) return effect;
            effect.kind = Effect::Kind::no_difference;
            return effect;
        case HitPolicy::any:
            replaces = [&](std::size_t other) { return own.equal(outcomes_.rules[other]); };
            may_lose = [&](const Bits& alive) { return !none_left(alive); };
            break;
        case HitPolicy::priority:
            if (!all_constant) return effect;
            replaces = [&](std::size_t other) {
                const auto& rank = outcomes_.rules[other].rank;
                return rank < own.rank || (rank == own.rank && other < rule);
            };
            may_lose = [&](const Bits& alive) {
                const auto differs =
                    next_differs(alive, [&](std::size_t other) { return outcomes_.rules[other].rank == own.rank; });
                return differs ? *differs : !none_left(alive);
            };
            break;
        case HitPolicy::collect:
            if (!all_numbers) return effect;
            if (table_.aggregation == Aggregation::minimum)
                replaces = [&](std::size_t other) { return number_of(other) <= number_of(rule); };
            else if (table_.aggregation == Aggregation::maximum)
                replaces = [&](std::size_t other) { return number_of(other) >= number_of(rule); };
            else if (table_.aggregation == Aggregation::sum && number_of(rule) == feel::Number(0))
                replaces = [](std::size_t) { return true; };
            else
                return effect;
            may_lose = [](const Bits&) { return true; };
            break;
        case HitPolicy::rule_order:
        case HitPolicy::output_order:
            return effect;  // every rule that matches adds to the list
    }

    Query query;
    query.takers = &both_;
    query.within = box;
    query.start = others;
    query.killers = Bits(2 * rules_);
    others.each([&](std::size_t member) {
        if (member >= rules_ && replaces(member - rules_)) query.killers.set(member);
        return true;
    });
    query.is_witness = [&](const Bits& alive) { return !alive.intersects(query.killers) && may_lose(alive); };
    const Search found = search(query, work);
    effect.complete = found.complete;
    if (found.found.empty() && found.complete) effect.kind = Effect::Kind::no_difference;
    return effect;
}

}  // namespace guildhall::dmn
