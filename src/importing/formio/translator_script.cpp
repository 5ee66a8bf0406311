// Statements: variables, branches and functions are filled in, so that one expression is left.

#include "importing/formio/translator.hpp"

namespace guildhall::importing::formio {

base::Result<ScriptTree> Translator::outcome(std::string_view script, const std::string& variable, bool initial) {
    auto tree = parse_script(script);
    if (!tree) return tree.error();
    auto start = std::make_shared<ScriptNode>();
    start->kind = initial ? Kind::boolean : Kind::undefined;
    start->truth = true;
    Names names{{variable, start}};
    declare_functions(**tree, names);
    run((*tree)->parts, 0, names);
    if (error_) return *error_;
    return names[variable];
}

void Translator::check_size(const std::string& text) {
    if (text.size() > most_text) give_up("the condition is longer than what FEEL takes");
}

bool Translator::step() {
    if (error_) return false;
    if (++steps_ > most_steps) give_up("the script is too large once its variables are filled in");
    return !error_;
}

Value Translator::give_up(std::string message) {
    if (!error_) error_ = base::Error{base::ErrorCode::invalid_input, {std::move(message)}, {}};
    return {};
}

void Translator::remark(std::string text) {
    if (std::ranges::find(remarks_, text) == remarks_.end()) remarks_.push_back(std::move(text));
}

void Translator::declare_functions(const ScriptNode& block, Names& names) {
    for (const auto& statement : block.parts)
        if (statement->kind == Kind::declare && !statement->parts.empty() &&
            statement->parts[0]->kind == Kind::function)
            names[statement->text] = statement->parts[0];
}

ScriptTree Translator::made(Kind kind, std::vector<ScriptTree> parts, std::string text) {
    auto node = std::make_shared<ScriptNode>();
    node->kind = kind;
    node->parts = std::move(parts);
    node->text = std::move(text);
    for (const auto& part : node->parts) node->depth = std::max(node->depth, part->depth + 1);
    if (node->depth > max_tree_depth) give_up("the script is nested too deep once its variables are filled in");
    return node;
}

ScriptTree Translator::run(const std::vector<ScriptTree>& statements, std::size_t from, Names& names) {
    for (std::size_t i = from; i < statements.size(); ++i) {
        if (!step()) return nullptr;
        const auto& statement = statements[i];
        switch (statement->kind) {
            case Kind::declare:
            case Kind::assign:
                if (statement->parts.empty())
                    names[statement->text] = made(Kind::undefined, {});
                else if (statement->parts[0]->kind == Kind::function)
                    names[statement->text] = statement->parts[0];
                else
                    names[statement->text] = filled_in(statement->parts[0], names);
                break;
            case Kind::block:
                if (auto result = run(statement->parts, 0, names)) return result;
                break;
            case Kind::give_back:
                return statement->parts.empty() ? made(Kind::undefined, {}) : filled_in(statement->parts[0], names);
            case Kind::branch: {
                const ScriptTree asked = filled_in(statement->parts[0], names);
                Names yes = names, no = names;
                ScriptTree first = run({statement->parts[1]}, 0, yes);
                ScriptTree second = statement->parts.size() > 2 ? run({statement->parts[2]}, 0, no) : nullptr;
                if (first || second) {
                    if (!first) first = run(statements, i + 1, yes);
                    if (!second) second = run(statements, i + 1, no);
                    if (!first) first = made(Kind::undefined, {});
                    if (!second) second = made(Kind::undefined, {});
                    return made(Kind::conditional, {asked, first, second});
                }
                for (auto& [name, tree] : names) {
                    const ScriptTree& a = yes[name];
                    const ScriptTree& b = no[name];
                    if (a != b) tree = made(Kind::conditional, {asked, a, b});
                }
                break;
            }
            case Kind::expression:
                // Without a call it says nothing and does nothing.
                if (has_call(*statement->parts[0]) && !is_console(*statement->parts[0]))
                    give_up("a call whose value is not used");
                break;
            default:
                give_up("a statement that is not understood");
                return nullptr;
        }
        if (error_) return nullptr;
    }
    return nullptr;
}

bool Translator::has_call(const ScriptNode& node) {
    if (node.kind == Kind::call || node.kind == Kind::construct) return true;
    return std::ranges::any_of(node.parts, [](const ScriptTree& part) { return has_call(*part); });
}

bool Translator::is_console(const ScriptNode& call) {
    if (call.kind != Kind::call) return false;
    const auto& callee = *call.parts[0];
    return callee.kind == Kind::member && callee.parts[0]->kind == Kind::name && callee.parts[0]->text == "console";
}

ScriptTree Translator::filled_in(const ScriptTree& node, const Names& names) {
    if (!step()) return node;
    if (node->kind == Kind::name) {
        const auto found = names.find(node->text);
        return found == names.end() ? node : found->second;
    }
    if (node->kind == Kind::function) {
        Names inner = names;
        for (const auto& parameter : node->names) inner.erase(parameter);
        auto function = std::make_shared<ScriptNode>(*node);
        if (node->parts[0]->kind == Kind::block) {
            // The body becomes the expression that it gives back.
            Names local = inner;
            declare_functions(*node->parts[0], local);
            ScriptTree result = run(node->parts[0]->parts, 0, local);
            function->parts = {result ? result : made(Kind::undefined, {})};
        } else {
            function->parts = {filled_in(node->parts[0], inner)};
        }
        function->depth = function->parts[0]->depth + 1;
        return function;
    }
    if (node->parts.empty()) return node;
    if (node->kind == Kind::call && node->parts[0]->kind == Kind::name) {
        const auto function = names.find(node->parts[0]->text);
        if (function != names.end() && function->second->kind == Kind::function)
            return called(*function->second, node->parts, names);
    }
    auto copy = std::make_shared<ScriptNode>(*node);
    copy->depth = 1;
    for (auto& part : copy->parts) {
        part = filled_in(part, names);
        copy->depth = std::max(copy->depth, part->depth + 1);
    }
    if (copy->depth > max_tree_depth) give_up("the script is nested too deep once its variables are filled in");
    return copy;
}

ScriptTree Translator::called(const ScriptNode& function, const std::vector<ScriptTree>& call, const Names& names) {
    if (++calls_ > 50) {
        give_up("functions that call each other");
        --calls_;
        return call[0];
    }
    Names local = names;
    for (std::size_t i = 0; i < function.names.size(); ++i)
        local[function.names[i]] = i + 1 < call.size() ? filled_in(call[i + 1], names) : made(Kind::undefined, {});
    ScriptTree result;
    if (function.parts[0]->kind == Kind::block)
        result = run(function.parts[0]->parts, 0, local);
    else
        result = filled_in(function.parts[0], local);
    --calls_;
    return result ? result : made(Kind::undefined, {});
}

}  // namespace guildhall::importing::formio
