/// What conditions read: that it exists, that it is asked before, and that nothing waits for itself.
///
/// Values of questions and gates (the conditions of sections, pages and repeats) are the nodes of a graph; an edge goes
/// to what must be known first. A circle in it is an error, found by a depth-first search (Cormen et al., Introduction
/// to Algorithms, 22.3).

#include <algorithm>
#include <deque>
#include <limits>
#include <unordered_map>

#include <fmt/format.h>

#include "catalogue/internal/reading.hpp"

namespace guildhall::catalogue::internal {
namespace {

using Index = std::size_t;
constexpr Index most_nodes = 2000;
constexpr Index nothing = std::numeric_limits<Index>::max();

struct Edge {
    Index to = nothing;
    std::string_view key;  ///< `when` or `compute`; empty: because of where it stands
    const WrittenFeel* written = nullptr;
};

struct Node {
    std::string shown;                   ///< "`rent`", "the page `home`"
    const Question* question = nullptr;  ///< null: a gate
    std::vector<Edge> edges;
    int position = 0;  ///< in the order asked, from 1; 0: never asked
    enum class Color { white, grey, black } color = Color::white;
};

/// The names of one list of questions, with their nodes.
struct Scope {
    const Scope* outer = nullptr;
    std::string path;  ///< before ids: empty, or `children/`
    std::unordered_map<std::string_view, Index> names;
    const std::vector<Question>* questions = nullptr;
    std::vector<Index> nodes;       ///< of the questions
    std::vector<int> last_on_page;  ///< for each question, the last position on its page
    std::vector<Scope*> members{};  ///< for each question, the scope of its repeat, or null
};

/// A condition that may read what is asked later.
struct Read {
    int position = 0;  ///< up to which answers are there
    std::string_view key;
    std::string reader;
    Index target = nothing;
    base::SourcePlace place;
};

bool has_member(const std::vector<Question>& questions, std::string_view name) {
    return std::any_of(questions.begin(), questions.end(), [&](const Question& question) {
        return question.id == name || (question.repeat && has_member(question.repeat->questions, name));
    });
}

class Order {
public:
    explicit Order(Reading& reading) : reading_(reading) {}

    void check() {
        const Service& service = reading_.service;
        Scope& top = add_scope(service.questions, nullptr, "");
        if (nodes_.size() > most_nodes) return;  // complained of already; the search below is recursive
        place_journey(top);
        for (const Scope& scope : scopes_) read_conditions(scope);
        if (service.fee) {
            read_expression(top, service.fee->amount, "", "fee", "the service", std::numeric_limits<int>::max());
        }
        for (Index node = 0; node < nodes_.size(); ++node) visit(node);
        if (found_circle_) return;
        for (const Read& read : reads_) warn_of_later(read);
    }

private:
    /// Whether what is read must be known before: of `when` and `compute`.
    enum class EdgeKind { none, needed };

    Index add_node(std::string shown, const Question* question = nullptr) {
        nodes_.push_back({std::move(shown), question, {}});
        return nodes_.size() - 1;
    }

    Scope& add_scope(const std::vector<Question>& questions, const Scope* outer, std::string path) {
        Scope& scope = scopes_.emplace_back();
        scope.outer = outer;
        scope.path = std::move(path);
        scope.questions = &questions;
        scope.last_on_page.resize(questions.size());
        scope.members.resize(questions.size());
        for (const Question& question : questions) {
            scope.nodes.push_back(add_node(fmt::format("`{}{}`", scope.path, question.id), &question));
            scope.names.emplace(question.id, scope.nodes.back());
        }
        for (std::size_t i = 0; i < questions.size(); ++i) {
            if (!questions[i].repeat) continue;
            Scope& members =
                add_scope(questions[i].repeat->questions, &scope, fmt::format("{}{}/", scope.path, questions[i].id));
            scope.members[i] = &members;
            // The list of members is known when the answers of all are.
            for (const Index member : members.nodes) nodes_[scope.nodes[i]].edges.push_back({member, {}, nullptr});
        }
        return scope;
    }

    void place_journey(Scope& top) {
        std::size_t number = 0;
        for (const Section& section : reading_.service.journey) {
            ++number;
            Index gate = nothing;
            const int before = position_;
            if (section.when) {
                gate = add_node(fmt::format("the section `{}`", section.title));
                read(top, gate, fmt::format("[{}]", number), "when", section.when, before, EdgeKind::needed);
            }
            place_pages(top, section.pages, gate);
        }
    }

    void place_pages(Scope& scope, const std::vector<Page>& pages, Index outer_gate) {
        for (const Page& page : pages) {
            const std::string key = fmt::format("{}@{}", scope.path, page.id);
            Index gate = outer_gate;
            if (page.when) {
                gate = add_node(fmt::format("the page `{}`", page.id));
                if (outer_gate != nothing) nodes_[gate].edges.push_back({outer_gate, {}, nullptr});
                read(scope, gate, key, "when", page.when, position_, EdgeKind::needed);
            }
            for (const std::size_t at : page.questions) place_question(scope, at, gate);
            for (const std::size_t at : page.questions) scope.last_on_page[at] = position_;
            if (page.check) {
                read_expression(
                    scope, page.check->holds, key, "valid", fmt::format("the page `{}`", page.id), position_
                );
            }
        }
    }

    void place_question(Scope& scope, std::size_t at, Index page_gate) {
        const Question& question = (*scope.questions)[at];
        const Index node = scope.nodes[at];
        if (!question.compute) nodes_[node].position = ++position_;
        if (page_gate != nothing) nodes_[node].edges.push_back({page_gate, {}, nullptr});
        if (!question.repeat) return;
        // Members are asked only when their repeat is: their gate has its conditions, but not its value.
        Index gate = page_gate;
        if (question.when) {
            gate = add_node(fmt::format("the members of {}", nodes_[node].shown));
            if (page_gate != nothing) nodes_[gate].edges.push_back({page_gate, {}, nullptr});
            // That the names exist is complained of with the repeat itself.
            add_edges(scope, gate, scope.path + question.id, "when", *question.when);
        }
        Scope& members = *scope.members[at];
        // What is computed stands on no page that would lead to the gate.
        for (std::size_t i = 0; gate != nothing && i < members.nodes.size(); ++i) {
            if ((*members.questions)[i].compute) nodes_[members.nodes[i]].edges.push_back({gate, {}, nullptr});
        }
        place_pages(members, question.repeat->pages, gate);
    }

    void read_conditions(const Scope& scope) {
        for (std::size_t i = 0; i < scope.questions->size(); ++i) {
            const Question& question = (*scope.questions)[i];
            const Index node = scope.nodes[i];
            const std::string path = scope.path + question.id;
            const int position = nodes_[node].position;
            const auto never_later = std::numeric_limits<int>::max();
            const int of_page = scope.last_on_page[i] == 0 ? never_later : scope.last_on_page[i];
            read(
                scope, node, path, "when", question.when, question.compute || position == 0 ? never_later : position,
                EdgeKind::needed
            );
            read(scope, node, path, "compute", question.compute, never_later, EdgeKind::needed);
            read(scope, node, path, "valid", question.valid, of_page, EdgeKind::none);
            read(scope, node, path, "range", question.range, of_page, EdgeKind::none);
            read(scope, node, path, "default", question.preset, position == 0 ? never_later : position, EdgeKind::none);
        }
    }

    void read(
        const Scope& scope, Index node, const std::string& path, std::string_view key,
        const std::optional<feel::Expression>& expression, int position, EdgeKind kind
    ) {
        if (!expression) return;
        if (nodes_[node].question && expression->free_names().contains(nodes_[node].question->id) &&
            (key == "when" || key == "compute" || key == "default")) {
            const WrittenFeel& written = reading_.written.at(fmt::format("{}#{}", path, key));
            reading_.error(
                written.node->place(written.file),
                key == "when"
                    ? fmt::format("`when:` of {} reads its own answer; use `valid:` for that", nodes_[node].shown)
                    : fmt::format("`{}:` of {} reads its own value", key, nodes_[node].shown)
            );
            found_circle_ = true;
            return;
        }
        read_expression(scope, *expression, path, key, nodes_[node].shown, position);
        if (kind == EdgeKind::needed) add_edges(scope, node, path, key, *expression);
    }

    /// Complains of names that do not exist, and notes those that do for warn_of_later.
    void read_expression(
        const Scope& scope, const feel::Expression& expression, const std::string& path, std::string_view key,
        const std::string& reader, int position
    ) {
        const WrittenFeel& written = reading_.written.at(fmt::format("{}#{}", path, key));
        const auto names = expression.free_names();
        for (const std::string& name : names) {
            if (name == "?") continue;
            const Index target = find(scope, name);
            if (target == nothing) {
                if (!is_of_members(scope, names, name)) complain_of_name(scope, written, name);
                continue;
            }
            if (is_display(nodes_[target].question->type)) {
                reading_.error(
                    place_of_name(written, name),
                    fmt::format("`{}:` of {} reads `{}`, which is there to read and has no answer", key, reader, name)
                );
                continue;
            }
            reads_.push_back({position, key, reader, target, place_of_name(written, name)});
        }
    }

    void add_edges(
        const Scope& scope, Index from, const std::string& path, std::string_view key,
        const feel::Expression& expression
    ) {
        const WrittenFeel* written = &reading_.written.at(fmt::format("{}#{}", path, key));
        for (const std::string& name : expression.free_names()) {
            const Index to = find(scope, name);
            // A member's condition sees the members around it as they are so far, so it waits for none of them.
            if (to == nothing || (key == "when" && is_around(scope, to))) continue;
            nodes_[from].edges.push_back({to, key, written});
        }
    }

    /// Whether a repeat holds the scope.
    [[nodiscard]] static bool is_around(const Scope& scope, Index repeat) {
        for (const Scope* at = &scope; at->outer; at = at->outer) {
            for (std::size_t i = 0; i < at->outer->nodes.size(); ++i) {
                if (at->outer->nodes[i] == repeat && at->outer->members[i] == at) return true;
            }
        }
        return false;
    }

    [[nodiscard]] static Index find(const Scope& scope, std::string_view name) {
        for (const Scope* at = &scope; at; at = at->outer) {
            if (const auto found = at->names.find(name); found != at->names.end()) return found->second;
        }
        return nothing;
    }

    /// Whether a name can be an entry of the members of a repeat that the same expression reads: `children[age > 4]`.
    [[nodiscard]] bool is_of_members(const Scope& scope, const std::set<std::string>& names, std::string_view name)
        const {
        return std::any_of(names.begin(), names.end(), [&](const std::string& other) {
            const Index node = find(scope, other);
            return node != nothing && nodes_[node].question->repeat &&
                   has_member(nodes_[node].question->repeat->questions, name);
        });
    }

    void complain_of_name(const Scope& scope, const WrittenFeel& written, const std::string& name) {
        std::vector<std::string> known;
        for (const Scope* at = &scope; at; at = at->outer) {
            for (const Question& question : *at->questions) {
                if (!is_display(question.type)) known.push_back(question.id);
            }
        }
        reading_.error(place_of_name(written, name), no_such("question or value", name, known));
    }

    void visit(Index at) {
        if (nodes_[at].color != Node::Color::white) return;
        nodes_[at].color = Node::Color::grey;
        stack_.push_back(at);
        for (const Edge& edge : nodes_[at].edges) {
            taken_.push_back(&edge);
            if (nodes_[edge.to].color == Node::Color::grey) {
                complain_of_circle(edge.to);
            } else {
                visit(edge.to);
            }
            taken_.pop_back();
        }
        stack_.pop_back();
        nodes_[at].color = Node::Color::black;
    }

    /// The nodes on the stack from `start` on, with the edges that were taken from them, lead back to it.
    void complain_of_circle(Index start) {
        found_circle_ = true;
        const auto first = static_cast<std::size_t>(std::find(stack_.begin(), stack_.end(), start) - stack_.begin());
        std::string chain;
        const WrittenFeel* written = nullptr;
        for (std::size_t i = first; i < stack_.size(); ++i) {
            const Edge& edge = *taken_[i];
            if (!chain.empty()) chain += ", ";
            if (!edge.key.empty()) {
                chain += fmt::format("`{}:` of {} reads {}", edge.key, nodes_[stack_[i]].shown, nodes_[edge.to].shown);
                if (!written) written = edge.written;
            } else {
                chain += fmt::format(
                    "{} {} {}", nodes_[stack_[i]].shown, nodes_[edge.to].question ? "holds" : "belongs to",
                    nodes_[edge.to].shown
                );
            }
        }
        // What holds what is no circle by itself: one edge at least was written.
        reading_.error(
            written ? written->node->place(written->file) : base::SourcePlace{reading_.shown("service.yaml"), 1, 1},
            fmt::format("found a circle, in which nothing can be known first: {}", chain)
        );
    }

    /// The position by which a value is known: of what is computed, that of the last answer it is computed from.
    int known_at(Index node) {
        if (nodes_[node].position > 0 || !nodes_[node].question) return nodes_[node].position;
        const auto [at, is_new] = known_at_.emplace(node, 0);
        if (!is_new) return at->second;
        int last = 0;
        for (const Edge& edge : nodes_[node].edges) {
            if (!edge.key.empty()) last = std::max(last, known_at(edge.to));
        }
        return known_at_[node] = last;
    }

    void warn_of_later(const Read& read) {
        const int known = known_at(read.target);
        if (known <= read.position) return;
        const Node& target = nodes_[read.target];
        reading_.warn(
            read.place, fmt::format(
                            "`{}:` of {} reads {}, which is {}; move it before", read.key, read.reader, target.shown,
                            target.position > 0 ? "asked later" : "computed from what is asked later"
                        )
        );
    }

    Reading& reading_;
    std::vector<Node> nodes_;
    std::deque<Scope> scopes_;
    std::vector<Read> reads_;
    std::vector<Index> stack_;
    std::vector<const Edge*> taken_;
    std::unordered_map<Index, int> known_at_;
    int position_ = 0;
    bool found_circle_ = false;
};

}  // namespace

void check_order(Reading& reading) {
    Order(reading).check();
}

}  // namespace guildhall::catalogue::internal
