#include "importing/xgov/formula.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include <fmt/format.h>

namespace guildhall::importing::xgov {
namespace {

using Kind = Formula::Kind;
using Binds = Feel::Binds;

Formula of_kind(Kind kind, std::vector<Formula> parts = {}) {
    Formula formula;
    formula.kind = kind;
    formula.parts = std::move(parts);
    return formula;
}

bool is_empty_choice(const Formula& formula) {
    return formula.kind == Kind::choice && formula.chosen.empty() && !formula.missing;
}
bool is_full_choice(const Formula& formula) {
    return formula.kind == Kind::choice && formula.chosen.size() == formula.of->values.size() &&
           (formula.missing || formula.assured);
}

/// Whether one of them is true exactly when the other is not.
bool are_opposites(const Formula& a, const Formula& b) {
    return a.kind == Kind::test && b.kind == Kind::test && (a.inverse == b.holds || b.inverse == a.holds);
}

bool has(const std::vector<Formula>& parts, const Formula& wanted) {
    return std::ranges::find(parts, wanted) != parts.end();
}

std::vector<Formula> parts_of(const Formula& formula, Kind kind) {
    return formula.kind == kind ? formula.parts : std::vector<Formula>{formula};
}

/// Parts of parts of the same kind as parts; choices of one question as one.
std::vector<Formula> gathered(std::vector<Formula> parts, Kind kind) {
    std::vector<Formula> flat;
    for (auto& part : parts) {
        if (part.kind == kind) {
            for (auto& inner : part.parts) flat.push_back(std::move(inner));
        } else {
            flat.push_back(std::move(part));
        }
    }
    std::vector<Formula> kept;
    for (auto& part : flat) {
        if (part.kind == Kind::choice) {
            const auto same = std::ranges::find_if(kept, [&](const Formula& each) {
                return each.kind == Kind::choice && each.of->question == part.of->question;
            });
            if (same != kept.end()) {
                std::set<std::size_t> chosen;
                const auto into = std::inserter(chosen, chosen.end());
                if (kind == Kind::all) {
                    std::ranges::set_intersection(same->chosen, part.chosen, into);
                    same->missing = same->missing && part.missing;
                    same->assured = same->assured || part.assured;
                } else {
                    std::ranges::set_union(same->chosen, part.chosen, into);
                    same->missing = same->missing || part.missing;
                    same->assured = same->assured && part.assured;
                }
                same->chosen = std::move(chosen);
                continue;
            }
        }
        if (!has(kept, part)) kept.push_back(std::move(part));
    }
    return kept;
}

/// Two alternatives that differ in the answer to one question alone, as one.
std::optional<Formula> merged(const Formula& a, const Formula& b) {
    const auto left = parts_of(a, Kind::all), right = parts_of(b, Kind::all);
    std::vector<Formula> shared, only_left, only_right;
    for (const auto& part : left) (has(right, part) ? shared : only_left).push_back(part);
    for (const auto& part : right)
        if (!has(left, part)) only_right.push_back(part);
    if (only_left.size() != 1 || only_right.size() != 1) return std::nullopt;
    const Formula& one = only_left[0];
    const Formula& other = only_right[0];
    if (are_opposites(one, other)) return all(std::move(shared));
    if (one.kind != Kind::choice || other.kind != Kind::choice || one.of->question != other.of->question)
        return std::nullopt;
    shared.push_back(any({one, other}));
    return all(std::move(shared));
}

/// What all alternatives have in common stands before them.
Formula factored(std::vector<Formula> parts) {
    std::vector<Formula> shared;
    for (const auto& part : parts_of(parts[0], Kind::all))
        if (std::ranges::all_of(parts, [&](const Formula& each) { return has(parts_of(each, Kind::all), part); }))
            shared.push_back(part);
    if (shared.empty()) return of_kind(Kind::any, std::move(parts));
    std::vector<Formula> rests;
    for (const auto& part : parts) {
        std::vector<Formula> rest;
        for (const auto& inner : parts_of(part, Kind::all))
            if (!has(shared, inner)) rest.push_back(inner);
        if (rest.empty()) return all(std::move(shared));
        rests.push_back(all(std::move(rest)));
    }
    shared.push_back(any(std::move(rests)));
    return all(std::move(shared));
}

/// Most answers but a few: said by what it is not, as far as that is shorter.
bool is_said_by_what_it_is_not(const Formula& formula) {
    const std::size_t chosen = formula.chosen.size(), others = formula.of->values.size() - chosen;
    if (others == 0 || chosen == 0) return false;
    if (formula.missing) return others <= chosen + 1;
    return chosen > (formula.assured ? 1 : 2) && chosen > others;
}

std::string feel_of_choice(const Formula& formula) {
    const std::string& question = formula.of->question;
    const auto& values = formula.of->values;
    if (formula.chosen.empty()) return formula.missing ? question + " = null" : "false";
    if (formula.chosen.size() == values.size()) return formula.missing ? "true" : question + " != null";
    std::string text;
    if (is_said_by_what_it_is_not(formula)) {
        if (!formula.missing && !formula.assured) text = question + " != null";
        for (std::size_t i = 0; i < values.size(); ++i)
            if (!formula.chosen.contains(i)) text += (text.empty() ? "" : " and ") + question + " != " + values[i];
        return text;
    }
    if (formula.missing) text = question + " = null";
    for (const auto i : formula.chosen) text += (text.empty() ? "" : " or ") + question + " = " + values[i];
    return text;
}

Binds binds_of(const Formula& formula) {
    switch (formula.kind) {
        case Kind::test:
            return formula.holds.binds;
        case Kind::all:
            return Binds::all;
        case Kind::any:
            return Binds::any;
        case Kind::choice: {
            const std::size_t chosen = formula.chosen.size(), others = formula.of->values.size() - chosen;
            if (is_said_by_what_it_is_not(formula))
                return others + (formula.missing || formula.assured ? 0 : 1) > 1 ? Binds::all : Binds::tight;
            return others != 0 && chosen + (formula.missing ? 1 : 0) > 1 ? Binds::any : Binds::tight;
        }
        default:
            return Binds::tight;
    }
}

std::string joined(const std::vector<Formula>& parts, std::string_view between) {
    std::string text;
    for (const auto& part : parts) {
        std::string inner = feel_of(part);
        if (between == " and " && binds_of(part) == Binds::any) inner = fmt::format("({})", inner);
        text += (text.empty() ? "" : std::string(between)) + inner;
    }
    return text;
}

}  // namespace

bool Formula::operator==(const Formula& other) const {
    if (kind != other.kind) return false;
    switch (kind) {
        case Kind::never:
        case Kind::always:
            return true;
        case Kind::choice:
            return of->question == other.of->question && chosen == other.chosen && missing == other.missing;
        case Kind::test:
            return holds == other.holds;
        case Kind::all:
        case Kind::any:
            return parts == other.parts;
    }
    return false;
}

Formula never() {
    return of_kind(Kind::never);
}
Formula always() {
    return of_kind(Kind::always);
}

Formula choice(std::shared_ptr<const Choices> of, std::set<std::size_t> chosen, bool missing) {
    Formula formula = of_kind(Kind::choice);
    formula.of = std::move(of);
    formula.chosen = std::move(chosen);
    formula.missing = missing;
    if (is_empty_choice(formula)) return never();
    if (is_full_choice(formula)) return always();
    return formula;
}

Formula all(std::vector<Formula> parts) {
    auto kept = gathered(std::move(parts), Kind::all);
    std::erase_if(kept, [](const Formula& part) { return part.kind == Kind::always || is_full_choice(part); });
    for (const auto& part : kept) {
        if (part.kind == Kind::never || is_empty_choice(part)) return never();
        if (std::ranges::any_of(kept, [&](const Formula& other) { return are_opposites(part, other); })) return never();
    }
    // An alternative that holds anyway makes the choice between them nothing to say.
    const auto all_kept = kept;
    std::erase_if(kept, [&](const Formula& part) {
        return part.kind == Kind::any && std::ranges::any_of(part.parts, [&](const Formula& alternative) {
                   const auto inner = parts_of(alternative, Kind::all);
                   return std::ranges::all_of(inner, [&](const Formula& each) { return has(all_kept, each); });
               });
    });
    if (kept.empty()) return always();
    if (kept.size() == 1) return std::move(kept[0]);
    return of_kind(Kind::all, std::move(kept));
}

Formula any(std::vector<Formula> parts) {
    auto kept = gathered(std::move(parts), Kind::any);
    std::erase_if(kept, [](const Formula& part) { return part.kind == Kind::never || is_empty_choice(part); });
    for (const auto& part : kept) {
        if (part.kind == Kind::always || is_full_choice(part)) return always();
        if (std::ranges::any_of(kept, [&](const Formula& other) { return are_opposites(part, other); }))
            return always();
    }
    for (std::size_t i = 0; i < kept.size(); ++i)
        for (std::size_t j = i + 1; j < kept.size(); ++j)
            if (auto one = merged(kept[i], kept[j])) {
                kept[i] = std::move(*one);
                kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(j));
                return any(std::move(kept));
            }
    // `a or (a and b)` is `a`.
    const auto all_kept = kept;
    std::erase_if(kept, [&](const Formula& part) {
        if (part.kind != Kind::all) return false;
        return std::ranges::any_of(all_kept, [&](const Formula& other) {
            if (other == part) return false;
            const auto inner = parts_of(other, Kind::all);
            return std::ranges::all_of(inner, [&](const Formula& each) { return has(part.parts, each); });
        });
    });
    if (kept.empty()) return never();
    if (kept.size() == 1) return std::move(kept[0]);
    return factored(std::move(kept));
}

Formula negated(const Formula& formula, const std::function<bool(const std::string&)>& assured) {
    const auto has_answer = [&](const std::string& question) { return assured && assured(question); };
    switch (formula.kind) {
        case Kind::never:
            return always();
        case Kind::always:
            return never();
        case Kind::choice: {
            std::set<std::size_t> others;
            for (std::size_t i = 0; i < formula.of->values.size(); ++i)
                if (!formula.chosen.contains(i)) others.insert(i);
            const bool answered = has_answer(formula.of->question);
            Formula turned = choice(formula.of, std::move(others), !formula.missing && !answered);
            turned.assured = answered;
            return turned;
        }
        case Kind::test: {
            Formula turned = formula;
            std::swap(turned.holds, turned.inverse);
            std::swap(turned.plain, turned.complement);
            std::swap(turned.needs, turned.inverse_needs);
            std::swap(turned.plain_needs, turned.complement_needs);
            return with_assurance(std::move(turned), has_answer);
        }
        case Kind::all:
        case Kind::any: {
            std::vector<Formula> parts;
            for (const auto& part : formula.parts) parts.push_back(negated(part, assured));
            return formula.kind == Kind::all ? any(std::move(parts)) : all(std::move(parts));
        }
    }
    return always();
}

Formula with_assurance(Formula formula, const std::function<bool(const std::string&)>& assured) {
    if (formula.kind == Kind::choice && assured(formula.of->question)) {
        formula.assured = true;
        formula.missing = false;
    }
    if (formula.kind == Kind::test && std::ranges::all_of(formula.about, assured)) {
        formula.assured = true;
        formula.holds = formula.plain;
        formula.inverse = formula.complement;
        formula.needs = formula.plain_needs;
        formula.inverse_needs = formula.complement_needs;
    }
    for (auto& part : formula.parts) part = with_assurance(std::move(part), assured);
    if (formula.kind == Kind::all) return all(std::move(formula.parts));
    if (formula.kind == Kind::any) return any(std::move(formula.parts));
    return is_empty_choice(formula) ? never() : formula;
}

std::set<std::string> needed(const Formula& formula) {
    switch (formula.kind) {
        case Kind::choice:
            if (formula.missing || (formula.assured && is_said_by_what_it_is_not(formula))) return {};
            return {formula.of->question};
        case Kind::test:
            return formula.needs ? formula.about : std::set<std::string>{};
        case Kind::all: {
            std::set<std::string> names;
            for (const auto& part : formula.parts) names.merge(needed(part));
            return names;
        }
        case Kind::any: {
            std::set<std::string> names = needed(formula.parts.front());
            for (const auto& part : formula.parts) {
                const auto others = needed(part);
                std::erase_if(names, [&](const std::string& name) { return !others.contains(name); });
            }
            return names;
        }
        default:
            return {};
    }
}

std::size_t size_of(const Formula& formula) {
    std::size_t size = 1;
    for (const auto& part : formula.parts) size += size_of(part);
    return size;
}

std::string feel_of(const Formula& formula) {
    switch (formula.kind) {
        case Kind::never:
            return "false";
        case Kind::always:
            return "true";
        case Kind::choice:
            return feel_of_choice(formula);
        case Kind::test:
            return formula.holds.text;
        case Kind::all:
            return joined(formula.parts, " and ");
        case Kind::any:
            return joined(formula.parts, " or ");
    }
    return "true";
}

}  // namespace guildhall::importing::xgov
