#include "dmn/internal/table.hpp"

#include <algorithm>
#include <bit>

#include "dmn/internal/types.hpp"

namespace guildhall::dmn {

namespace {

using feel::Value;

bool same(const Value& a, const Value& b) {
    if (feel::identical(a, b)) return true;
    const Value equal = feel::equals(a, b);
    return equal.boolean() && *equal.boolean();
}

std::vector<std::size_t> rank_of(const BoxedTable& table, const Value& value) {
    if (table.outputs.size() == 1) return output_rank(table, {&value});
    const feel::Context* context = value.context();
    std::vector<const Value*> parts;
    for (const TableOutput& output : table.outputs) parts.push_back(context ? context->find(output.name) : nullptr);
    return output_rank(table, parts);
}

std::vector<std::size_t> rules_that(std::span<const Match> matches, Match wanted) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < matches.size(); ++i)
        if (matches[i] == wanted) found.push_back(i);
    return found;
}

std::string rules_text(const std::vector<std::size_t>& rules) {
    std::string text;
    for (std::size_t i = 0; i < rules.size(); ++i)
        text += (i == 0 ? "" : i + 1 == rules.size() ? " and " : ", ") + std::to_string(rules[i] + 1);
    return text;
}

/// One application of a policy.
class Policy {
public:
    /// The rules that match for sure, and those that may, both ascending.
    Policy(
        const BoxedTable& table, std::vector<std::size_t> sure, std::vector<std::size_t> maybe,
        const RuleValue& rule_value, const Outcome& no_match, std::vector<std::string>& problems
    )
        : table_(table),
          sure_(std::move(sure)),
          maybe_(std::move(maybe)),
          rule_value_(rule_value),
          no_match_(no_match),
          problems_(problems) {}

    Candidates apply() {
        switch (table_.hit_policy) {
            case HitPolicy::first:
                first();
                break;
            case HitPolicy::unique:
                unique();
                break;
            case HitPolicy::any:
                any();
                break;
            case HitPolicy::priority:
                best([&](const Value& a, const Value& b) { return rank_of(table_, a) < rank_of(table_, b); });
                break;
            case HitPolicy::rule_order:
                several(false);
                break;
            case HitPolicy::output_order:
                several(true);
                break;
            case HitPolicy::collect:
                collect();
                break;
        }
        return std::move(candidates_);
    }

private:
    [[nodiscard]] const Value& value_of(std::size_t rule) const { return rule_value_(rule).value; }

    void first() {
        for (const std::size_t rule : maybe_)
            if (sure_.empty() || rule < sure_.front()) candidates_.add(rule_value_(rule));
        candidates_.add(sure_.empty() ? no_match_ : rule_value_(sure_.front()));
    }

    void unique() {
        if (sure_.size() > 1) {
            problems_.push_back("rules " + rules_text(sure_) + " match at once; in a UNIQUE table one may");
            return candidates_.add_error();
        }
        if (sure_.size() == 1) {
            candidates_.add(rule_value_(sure_.front()));
            if (!maybe_.empty()) candidates_.add_error();
            return;
        }
        one_of_the_undecided();
        if (maybe_.size() > 1) candidates_.add_error();
    }

    void one_of_the_undecided() {
        for (const std::size_t rule : maybe_) candidates_.add(rule_value_(rule));
        candidates_.add(no_match_);
    }

    void any() {
        if (sure_.empty()) {
            one_of_the_undecided();
            for (std::size_t i = 1; i < maybe_.size(); ++i)
                if (!same(value_of(maybe_[0]), value_of(maybe_[i]))) candidates_.add_error();
            return;
        }
        const Value& value = value_of(sure_.front());
        for (const std::size_t rule : sure_) {
            const Value& other = value_of(rule);
            if (has_unknown(other) || has_unknown(value)) {
                candidates_.add(rule_value_(rule));
                if (sure_.size() > 1) candidates_.add_any();
            } else if (!same(value, other)) {
                problems_.push_back(
                    "rules " + rules_text(sure_) + " match with different outputs; in an ANY table they must be equal"
                );
                return candidates_.add_error();
            }
        }
        candidates_.add(rule_value_(sure_.front()));
        for (const std::size_t rule : maybe_) {
            const Outcome& other = rule_value_(rule);
            if (has_unknown(other.value) || other.failed) candidates_.add(other);
            if (!same(value, other.value)) candidates_.add_error();
        }
    }

    /// The best of the rules that match, the first among equals.
    template <class Better>
    void best(const Better& better) {
        for (const auto* rules : {&sure_, &maybe_})
            for (const std::size_t rule : *rules)
                if (has_unknown(value_of(rule)) && sure_.size() + maybe_.size() > 1) {
                    candidates_.add(rule_value_(rule));  // for its inputs
                    return candidates_.add_any();
                }
        if (sure_.empty()) return one_of_the_undecided();
        std::size_t found = sure_.front();
        for (const std::size_t rule : sure_)
            if (better(value_of(rule), value_of(found))) found = rule;
        candidates_.add(rule_value_(found));
        for (const std::size_t rule : maybe_)
            if (!better(value_of(found), value_of(rule))) candidates_.add(rule_value_(rule));
    }

    void several(bool ordered) {
        if (!maybe_.empty()) {
            for (const auto* rules : {&sure_, &maybe_})
                for (const std::size_t rule : *rules) candidates_.add(rule_value_(rule));
            return candidates_.add_any();
        }
        if (sure_.empty()) return candidates_.add(no_match_);
        std::vector<Value> values;
        for (const std::size_t rule : sure_) {
            values.push_back(value_of(rule));
            if (ordered && has_unknown(values.back())) {
                candidates_.add({values.back()});
                return candidates_.add_any();
            }
        }
        if (ordered)
            std::stable_sort(values.begin(), values.end(), [&](const Value& a, const Value& b) {
                return rank_of(table_, a) < rank_of(table_, b);
            });
        candidates_.add({Value(std::move(values))});
    }

    /// Strings, dates and durations have a smallest and a largest, durations a sum (section 10.3.4.4).
    bool collected_by_feel() {
        if (sure_.empty() || !maybe_.empty()) return false;
        feel::List values;
        for (const std::size_t rule : sure_) {
            values.push_back(value_of(rule));
            if (has_unknown(values.back())) return false;
        }
        if (values.front().number() || values.front().is_null()) return false;
        const bool is_sum = table_.aggregation == Aggregation::sum;
        const char* const name = is_sum ? "sum" : table_.aggregation == Aggregation::minimum ? "min" : "max";
        const auto aggregate = feel::Expression::parse(std::string(name) + "(values)", {{"values"}});
        const feel::Context context{{{"values", Value(std::move(values))}}};
        const Value found = aggregate->evaluate(feel::ContextScope(context), feel::Environment{});
        if (found.is_null()) return false;
        candidates_.add({found});
        return true;
    }

    void collect() {
        const bool counts = table_.aggregation == Aggregation::none || table_.aggregation == Aggregation::count;
        if (!counts && collected_by_feel()) return;
        switch (table_.aggregation) {
            case Aggregation::none:
                return several(false);
            case Aggregation::minimum:
                return extreme([](const feel::Number& a, const feel::Number& b) { return a < b; });
            case Aggregation::maximum:
                return extreme([](const feel::Number& a, const feel::Number& b) { return a > b; });
            case Aggregation::count:
                if (!maybe_.empty()) return candidates_.add_any();
                return candidates_.add({Value(feel::Number(static_cast<std::int64_t>(sure_.size())))});
            case Aggregation::sum:
                return sum();
        }
    }

    /// A sentence and null for an output that is no number; nothing is said of one that is unknown.
    bool all_numbers(std::string_view aggregation) {
        bool fine = true;
        for (const auto* rules : {&sure_, &maybe_}) {
            for (const std::size_t rule : *rules) {
                const Value& value = value_of(rule);
                if (value.number()) continue;
                fine = false;
                if (has_unknown(value)) {
                    candidates_.add(rule_value_(rule));
                    candidates_.add_any();
                } else if (rules == &sure_) {
                    problems_.push_back(
                        "rule " + std::to_string(rule + 1) + " gives " + value.text() + "; " +
                        std::string(aggregation) + " needs numbers"
                    );
                    candidates_.add_error();
                } else {
                    candidates_.add_any();
                }
            }
        }
        return fine;
    }

    template <class Better>
    void extreme(const Better& better) {
        if (!all_numbers("the smallest or largest")) return;
        best([&](const Value& a, const Value& b) { return better(*a.number(), *b.number()); });
    }

    void sum() {
        if (!all_numbers("a sum")) return;
        if (!maybe_.empty()) return candidates_.add_any();
        if (sure_.empty()) return candidates_.add(no_match_);
        feel::Number total;
        for (const std::size_t rule : sure_) {
            const auto next = total.plus(*value_of(rule).number());
            if (!next) {
                problems_.push_back("the sum is too large");
                return candidates_.add_error();
            }
            total = *next;
        }
        candidates_.add({Value(total)});
    }

    const BoxedTable& table_;
    std::vector<std::size_t> sure_, maybe_;
    const RuleValue& rule_value_;
    const Outcome& no_match_;
    std::vector<std::string>& problems_;
    Candidates candidates_;
};

/// A column whose value is not known but whose classes are.
struct Axis {
    std::size_t column = 0;
    std::size_t classes = 0;
    std::size_t stride = 0;
};

/// All such columns of a table; a point is one class of each.
class Axes {
public:
    Axes(const BoxedTable& table, std::span<const Value> column_values) : has_(table.columns.size()) {
        if (!table.index) return;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const std::size_t classes = column_values[i].unknown() ? table.index->classes(i).size() : 0;
            if (classes == 0) continue;
            all_.push_back({i, classes, points_});
            has_[i] = true;
            if (points_ > most_combinations / classes) {
                points_ = most_combinations + 1;
                return;
            }
            points_ *= classes;
        }
        // What a point costs: a few words for each axis, and the rules that are left.
        tried_ = !all_.empty() && points_ <= most_combinations / (all_.size() * table.index->words() + 8);
    }

    /// There are some, and not too many points.
    [[nodiscard]] bool are_tried() const { return tried_; }
    [[nodiscard]] bool has(std::size_t column) const { return has_[column]; }
    [[nodiscard]] std::size_t points() const { return points_; }
    [[nodiscard]] const std::vector<Axis>& all() const { return all_; }

private:
    std::vector<Axis> all_;
    std::vector<bool> has_;
    std::size_t points_ = 1;
    bool tried_ = false;
};

/// Which rules match at a point, and which may.
class PointRules {
public:
    using Words = std::vector<std::uint64_t>;

    PointRules(
        const BoxedTable& table, const Axes& axes, const CellStates& states, const std::vector<std::size_t>& alive
    )
        : table_(table), axes_(axes), settled_(table.index->words()), alive_(settled_), open_(axes.all().size()) {
        for (Words& words : open_) words.resize(settled_.size());
        for (const std::size_t rule : alive) {
            bool settled = true;
            for (std::size_t column = 0; column < states.columns(); ++column)
                settled = settled && (!states.is_undecided(rule, column) || axes.has(column));
            set(alive_, rule);
            if (settled) set(settled_, rule);
            for (std::size_t i = 0; i < open_.size(); ++i) {
                const std::size_t column = axes.all()[i].column;
                if (states.is_undecided(rule, column) && table.index->is_open(column, rule)) set(open_[i], rule);
            }
        }
    }

    void at(std::size_t point) {
        sure_.clear();
        maybe_.clear();
        const TableIndex& index = *table_.index;
        for (std::size_t word = 0; word < alive_.size(); ++word) {
            std::uint64_t taken = alive_[word];
            std::uint64_t decided = settled_[word];
            for (std::size_t i = 0; i < open_.size() && taken != 0; ++i) {
                const Axis& axis = axes_.all()[i];
                const std::size_t value_class = index.classes(axis.column)[point / axis.stride % axis.classes];
                taken &= index.takers(axis.column, value_class)[word];
                decided &= ~open_[i][word];
                if (index.is_null_class(axis.column, value_class))
                    decided &= ~index.undecided_of_null(axis.column)[word];
            }
            for (; taken != 0; taken &= taken - 1) {
                const std::size_t rule = word * 64 + static_cast<std::size_t>(std::countr_zero(taken));
                const bool sure = (decided >> (rule % 64) & 1) != 0;
                (sure ? sure_ : maybe_).push_back(rule);
                if (sure && table_.hit_policy == HitPolicy::first) return;  // the rest cannot matter
            }
        }
    }

    [[nodiscard]] const std::vector<std::size_t>& sure() const { return sure_; }
    [[nodiscard]] const std::vector<std::size_t>& maybe() const { return maybe_; }

private:
    static void set(Words& words, std::size_t rule) { words[rule / 64] |= std::uint64_t{1} << (rule % 64); }

    const BoxedTable& table_;
    const Axes& axes_;
    Words settled_;            ///< rules whose cells outside the axes all match
    Words alive_;              ///< with those of which some are undecided
    std::vector<Words> open_;  ///< by axis: rules whose cell there is undecided whatever the class
    std::vector<std::size_t> sure_, maybe_;
};

/// What comes out at points, the same address for the same rule.
class PointOutcomes {
public:
    /// Borrows all of it. `refusable`: the table may also be refused, which is an error.
    PointOutcomes(const BoxedTable& table, const RuleValue& rule_value, const Outcome& no_match, bool refusable)
        : table_(table),
          rule_value_(rule_value),
          no_match_(no_match),
          refusable_(refusable),
          single_(
              table.hit_policy == HitPolicy::first || table.hit_policy == HitPolicy::unique ||
              table.hit_policy == HitPolicy::any || table.hit_policy == HitPolicy::priority
          ),
          known_(table.rules.size() + 1) {}

    /// Null where it depends. Lives as long as this and what was borrowed.
    const Outcome* operator()(const std::vector<std::size_t>& sure, const std::vector<std::size_t>& maybe) {
        if (single_ && !refusable_ && maybe.empty() && sure.size() <= 1) {
            const std::size_t at = sure.empty() ? table_.rules.size() : sure.front();
            if (!known_[at]) {
                const Outcome& outcome = sure.empty() ? no_match_ : rule_value_(at);
                known_[at] = has_unknown(outcome.value) ? nullptr : &outcome;
            }
            return *known_[at];
        }
        std::vector<std::string> problems;
        Candidates here = Policy(table_, sure, maybe, rule_value_, no_match_, problems).apply();
        if (!problems.empty()) problems_ = std::move(problems);
        if (refusable_) here.add_error();
        return here.settled() ? &made_.emplace_back(here.outcome()) : nullptr;
    }
    /// What was wrong at the last point where something was.
    [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }

private:
    const BoxedTable& table_;
    const RuleValue& rule_value_;
    const Outcome& no_match_;
    bool refusable_, single_;
    std::vector<std::optional<const Outcome*>> known_;  ///< by rule; last where none matches
    std::deque<Outcome> made_;
    std::vector<std::string> problems_;
};

}  // namespace

bool Outcome::is(const Outcome& other) const {
    return failed == other.failed && feel::identical(value, other.value);
}

void Candidates::add(const Outcome& outcome) {
    if (has_unknown(outcome.value)) {
        collect_unknowns(outcome.value, inputs_);
        open_ = true;
    } else if (!outcome_) {
        outcome_ = outcome;
    } else if (!outcome_->is(outcome)) {
        open_ = true;
    }
}

Candidates apply_hit_policy(
    const BoxedTable& table, std::span<const Match> matches, const RuleValue& rule_value, const Outcome& no_match,
    std::vector<std::string>& problems
) {
    return Policy(
               table, rules_that(matches, Match::yes), rules_that(matches, Match::unknown), rule_value, no_match,
               problems
    )
        .apply();
}

Outcome settle_decided(
    const BoxedTable& table, std::vector<std::size_t> rules, const RuleValue& rule_value, const Outcome& no_match,
    std::vector<std::string>& problems
) {
    const Candidates candidates = Policy(table, std::move(rules), {}, rule_value, no_match, problems).apply();
    if (candidates.settled()) return candidates.outcome();
    return {Value::unknown(candidates.inputs())};
}

Outcome settle_table(
    const BoxedTable& table, std::span<const Value> column_values, std::span<const Match> matches,
    const CellStates& states, const RuleValue& rule_value, const Outcome& no_match, std::vector<std::string>& problems
) {
    bool refusable = false;
    std::set<std::string> refusing_inputs;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (!table.columns[i].may_be_refused || !has_unknown(column_values[i])) continue;
        refusable = true;
        collect_unknowns(column_values[i], refusing_inputs);
    }
    std::vector<std::string> found_problems;
    Candidates plain = apply_hit_policy(table, matches, rule_value, no_match, found_problems);
    if (refusable) plain.add_error();
    if (plain.settled()) {
        problems.insert(problems.end(), found_problems.begin(), found_problems.end());
        return plain.outcome();
    }

    std::set<std::string> inputs = plain.inputs();
    inputs.insert(refusing_inputs.begin(), refusing_inputs.end());
    std::vector<std::size_t> alive;
    for (std::size_t rule = 0; rule < matches.size(); ++rule) {
        if (matches[rule] == Match::no) continue;
        alive.push_back(rule);
        if (table.hit_policy == HitPolicy::first && matches[rule] == Match::yes) break;
    }
    const Axes axes(table, column_values);
    for (const std::size_t rule : alive)
        for (std::size_t column = 0; column < states.columns(); ++column) {
            if (!states.is_undecided(rule, column)) continue;
            const bool tried = axes.are_tried() && axes.has(column) && !table.index->is_open(column, rule);
            if (tried) continue;
            if (const auto* own = states.own_inputs(rule, column))
                inputs.insert(own->begin(), own->end());
            else
                collect_unknowns(column_values[column], inputs);
        }
    if (!axes.are_tried()) return {Value::unknown(std::move(inputs))};

    const std::size_t points = axes.points();
    std::vector<const Outcome*> outcomes;
    outcomes.reserve(points);
    PointRules rules(table, axes, states, alive);
    PointOutcomes outcome_of(table, rule_value, no_match, refusable);
    for (std::size_t point = 0; point < points; ++point) {
        rules.at(point);
        outcomes.push_back(outcome_of(rules.sure(), rules.maybe()));
    }
    const auto equal_outcomes = [&](std::size_t a, std::size_t b) {
        const Outcome *one = outcomes[a], *other = outcomes[b];
        return one != nullptr && other != nullptr && (one == other || one->is(*other));
    };
    bool settled = true;
    for (std::size_t point = 0; point < points && settled; ++point) settled = equal_outcomes(0, point);
    if (settled) {
        problems.insert(problems.end(), outcome_of.problems().begin(), outcome_of.problems().end());
        return *outcomes.front();
    }

    // A column matters only when two of its classes give different outcomes with all others held fast.
    const bool all_settled =
        std::all_of(outcomes.begin(), outcomes.end(), [](const Outcome* outcome) { return outcome != nullptr; });
    if (all_settled && !refusable) inputs.clear();
    for (const Axis& axis : axes.all()) {
        bool matters = false;
        for (std::size_t point = 0; point < points && !matters; ++point)
            if (point / axis.stride % axis.classes + 1 < axis.classes)
                matters = !equal_outcomes(point, point + axis.stride);
        if (matters) collect_unknowns(column_values[axis.column], inputs);
    }
    return {Value::unknown(std::move(inputs))};
}

std::vector<std::size_t> output_rank(const BoxedTable& table, const std::vector<const Value*>& outputs) {
    std::vector<std::size_t> rank;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const std::vector<Value>& listed = table.outputs[i].values;
        const auto at = std::find_if(listed.begin(), listed.end(), [&](const Value& one) {
            return outputs[i] != nullptr && same(one, *outputs[i]);
        });
        rank.push_back(static_cast<std::size_t>(at - listed.begin()));
    }
    return rank;
}

}  // namespace guildhall::dmn
