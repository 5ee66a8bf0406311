#include "dmn/internal/requirements.hpp"

#include <algorithm>
#include <map>

namespace guildhall::dmn {

namespace {

/// Decisions that require each other in a row.
constexpr int max_chain = 200;

class Resolver {
public:
    Resolver(Definitions& definitions, base::Complaints& complaints)
        : definitions_(definitions), complaints_(complaints) {}

    void run() {
        resolve_references();
        refuse_cycles();
    }

private:
    template <class Element>
    [[nodiscard]] std::optional<std::size_t> find(const std::vector<Element>& elements, std::string_view href) const {
        const std::size_t hash = href.rfind('#');
        if (hash == std::string_view::npos) return std::nullopt;
        const std::string_view home = href.substr(0, hash);
        const std::string_view id = href.substr(hash + 1);
        for (std::size_t i = 0; i < elements.size(); ++i)
            if (elements[i].id == id && definitions_.parts[elements[i].part].target_namespace == home) return i;
        return std::nullopt;
    }

    void error(const base::SourcePlace& place, std::string message, std::vector<std::string>& errors) {
        complaints_.push_back({place, base::Severity::error, std::move(message)});
        errors.push_back(complaints_.back().text());
    }

    template <class Element>
    void resolve(
        const std::vector<Requirements::Reference>& references, const std::vector<Element>& elements,
        std::string_view expected, std::vector<std::size_t>& found, std::vector<std::string>& errors
    ) {
        for (const Requirements::Reference& reference : references) {
            if (const auto at = find(elements, reference.href))
                found.push_back(*at);
            else
                error(
                    reference.place, "'" + reference.href + "' names no " + std::string(expected) + " of this model",
                    errors
                );
        }
    }

    void resolve_knowledge(
        const Requirements& required, std::vector<std::size_t>& found, std::vector<std::string>& errors
    ) {
        for (const Requirements::Reference& reference : required.knowledge_references) {
            if (const auto at = find(definitions_.knowledge, reference.href))
                found.push_back(*at);
            else if (const auto service = find(definitions_.services, reference.href))
                found.push_back(definitions_.knowledge.size() + *service);
            else
                error(
                    reference.place,
                    "'" + reference.href + "' names no businessKnowledgeModel or decisionService of this model", errors
                );
        }
    }

    void resolve_references() {
        std::map<std::string, int> names;
        for (Decision& decision : definitions_.decisions) {
            Requirements& required = decision.requires_;
            resolve(
                required.decision_references, definitions_.decisions, "decision", required.decisions, decision.errors
            );
            resolve(required.input_references, definitions_.inputs, "inputData", required.inputs, decision.errors);
            resolve_knowledge(required, required.knowledge, decision.errors);
            if (++names[decision.name] == 2)
                error(decision.place, "a second decision with the name '" + decision.name + "'", decision.errors);
        }
        for (KnowledgeModel& knowledge : definitions_.knowledge)
            resolve_knowledge(knowledge.requires_, knowledge.requires_.knowledge, knowledge.errors);
        for (DecisionService& service : definitions_.services) {
            resolve(service.output_references, definitions_.decisions, "decision", service.outputs, service.errors);
            resolve(
                service.input_decision_references, definitions_.decisions, "decision", service.input_decisions,
                service.errors
            );
            resolve(service.input_data_references, definitions_.inputs, "inputData", service.inputs, service.errors);
        }
    }

    /// Depth-first over requirements; a decision that is met again on its own way requires itself.
    void refuse_cycles() {
        enum class Mark { fresh, open, done };
        std::vector<Mark> marks(definitions_.decisions.size(), Mark::fresh);
        std::vector<int> depths(definitions_.decisions.size(), 1);
        for (std::size_t start = 0; start < marks.size(); ++start) {
            if (marks[start] != Mark::fresh) continue;
            std::vector<std::pair<std::size_t, std::size_t>> way{{start, 0}};
            marks[start] = Mark::open;
            while (!way.empty()) {
                auto& [at, next] = way.back();
                Decision& decision = definitions_.decisions[at];
                if (next == decision.requires_.decisions.size()) {
                    marks[at] = Mark::done;
                    for (const std::size_t required : decision.requires_.decisions)
                        depths[at] = std::max(depths[at], depths[required] + 1);
                    if (depths[at] == max_chain + 1)
                        error(
                            decision.place,
                            "the decision '" + decision.name + "' stands on a chain of more than " +
                                std::to_string(max_chain) + " decisions",
                            decision.errors
                        );
                    way.pop_back();
                    continue;
                }
                const std::size_t required = decision.requires_.decisions[next];
                if (marks[required] == Mark::open) {
                    error(
                        decision.place,
                        "the decision '" + decision.name + "' requires '" + definitions_.decisions[required].name +
                            "', which requires it in turn",
                        decision.errors
                    );
                    decision.requires_.decisions.erase(
                        decision.requires_.decisions.begin() + static_cast<std::ptrdiff_t>(next)
                    );
                    // The other end of the circle is no better off.
                    definitions_.decisions[required].errors.push_back(decision.errors.back());
                } else {
                    ++next;
                    if (marks[required] == Mark::fresh) {
                        marks[required] = Mark::open;
                        way.emplace_back(required, 0);
                    }
                }
            }
        }
    }

    Definitions& definitions_;
    base::Complaints& complaints_;
};

}  // namespace

void resolve_requirements(Definitions& definitions, base::Complaints& complaints) {
    Resolver(definitions, complaints).run();
}

void spread_errors(Definitions& definitions) {
    bool changed = true;
    const auto take = [&](std::vector<std::string>& errors, const std::vector<std::string>& from) {
        if (errors.empty() && !from.empty()) {
            errors.push_back(from.front());
            changed = true;
        }
    };
    const auto knowledge_errors = [&](std::size_t at) -> const std::vector<std::string>& {
        return at < definitions.knowledge.size() ? definitions.knowledge[at].errors
                                                 : definitions.services[at - definitions.knowledge.size()].errors;
    };
    while (changed) {
        changed = false;
        for (KnowledgeModel& knowledge : definitions.knowledge)
            for (const std::size_t at : knowledge.requires_.knowledge) take(knowledge.errors, knowledge_errors(at));
        for (DecisionService& service : definitions.services)
            for (const std::size_t at : service.outputs) take(service.errors, definitions.decisions[at].errors);
        for (Decision& decision : definitions.decisions) {
            for (const std::size_t at : decision.requires_.knowledge) take(decision.errors, knowledge_errors(at));
            for (const std::size_t at : decision.requires_.decisions)
                take(decision.errors, definitions.decisions[at].errors);
        }
    }
}

}  // namespace guildhall::dmn
