#pragma once
/// Recursive descent over the grammar of DMN 1.5 section 10.3.1.2, without a separate lexer: where a
/// name ends depends on the names in scope.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "feel/expression.hpp"
#include "feel/internal/lexis.hpp"
#include "feel/internal/node.hpp"

namespace guildhall::feel {

/// Evaluation recurses over the tree, so long chains (`1 + 1 + …`) are bounded as well.
constexpr std::int32_t max_tree_depth = 1000;

/// Restores a value on leaving.
template <class T>
class Restore {
public:
    explicit Restore(T& place) : place_(place), old_(place) {}
    Restore(T& place, T now) : place_(place), old_(place) { place = now; }
    ~Restore() { place_ = old_; }
    Restore(const Restore&) = delete;
    Restore& operator=(const Restore&) = delete;

private:
    T& place_;
    T old_;
};

class Parser {
public:
    /// Borrows both.
    Parser(std::string_view text, const KnownNames& names) : text_(text), known_(names.index()) {}

    [[nodiscard]] base::Result<NodePointer> parse_expression();
    [[nodiscard]] base::Result<NodePointer> parse_unary_tests();

private:
    // Each returns null after it has recorded what was expected.
    NodePointer expression();
    NodePointer disjunction();
    NodePointer conjunction();
    NodePointer comparison();
    NodePointer additive();
    NodePointer multiplicative();
    NodePointer exponentiation();
    NodePointer negation();
    NodePointer postfix();
    NodePointer primary();

    NodePointer conditional(std::size_t start);
    NodePointer iteration(NodeKind kind, std::size_t start);
    NodePointer function_definition(std::size_t start);
    NodePointer between_test(NodePointer value);
    NodePointer in_test(NodePointer value);
    NodePointer instance_test(NodePointer value);
    NodePointer invocation(NodePointer callee);
    NodePointer parenthesised();
    NodePointer bracketed();
    NodePointer range_from(std::size_t start, bool low_included, NodePointer low);
    NodePointer one_sided_range();
    NodePointer context_literal();
    NodePointer string_literal();
    NodePointer number_literal();
    NodePointer at_literal();
    NodePointer name();

    NodePointer positive_unary_test();
    NodePointer unary_tests_until_end();
    bool negated_tests(NodePointer& result);

    std::optional<TypeName> type();
    std::optional<std::string> string_content();
    std::optional<std::string> context_key();
    std::optional<std::string> new_name(std::initializer_list<char> ends, std::string_view keyword);
    NodePointer iteration_domain();
    /// A run of words, ended by a reserved one: how names nobody declared are read.
    NameIndex::Match plain_words(std::size_t at) const;
    [[nodiscard]] std::optional<NameIndex::Match> declared_name(std::size_t at) const;

    void skip() { at_ = skip_space(text_, at_); }
    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    bool symbol(std::string_view symbol);
    bool keyword(std::string_view word);
    [[nodiscard]] bool stands_here(std::string_view word) const;
    [[nodiscard]] bool closes_range_here() const;
    NodePointer expected(std::string_view what);
    NodePointer fail(std::size_t at, std::string message);
    [[nodiscard]] base::Error error() const;
    /// Each of these gives null, with a complaint, when the tree would be too deep.
    std::shared_ptr<Node> make(NodeKind kind, std::size_t start, std::vector<NodePointer> children);
    std::shared_ptr<Node> make(NodeKind kind, std::size_t start, NodePointer only);
    std::shared_ptr<Node> make(NodeKind kind, std::size_t start, NodePointer first, NodePointer second);
    static std::shared_ptr<Node> leaf(NodeKind kind, std::size_t start);
    static std::shared_ptr<Node> literal(std::size_t start, Value value);

    std::string_view text_;
    std::size_t at_ = 0;
    int nesting_ = 0;
    int input_mentions_ = 0;  ///< how often `?` was read so far
    bool range_end_ = false;  ///< reading a range's upper end, where `[` may close it
    std::string problem_;     ///< the first complaint
    std::size_t problem_at_ = 0;
    const NameIndex* known_;  ///< null: none
    NameIndex keys_;          ///< of contexts met so far
    std::vector<std::string> locals_;
};

/// The names that the tree reads and does not bind, `?` among them, built-in functions not.
[[nodiscard]] std::set<std::string> free_names_of(const Node& node);

}  // namespace guildhall::feel
