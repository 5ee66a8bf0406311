#include "importing/formio/script.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace guildhall::importing::formio {
namespace {

using Kind = ScriptNode::Kind;

struct Token {
    enum class Kind { end, name, number, string, sign };
    Kind kind = Kind::end;
    std::string text;
    double number = 0;
    std::size_t at = 0;
    bool after_line_break = false;
};

base::Error not_understood(std::string message) {
    return {base::ErrorCode::invalid_input, {std::move(message)}, {}};
}

bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) {}

    base::Result<std::vector<Token>> tokens() {
        std::vector<Token> tokens;
        for (;;) {
            bool line_break = false;
            if (auto skipped = skip_blanks(line_break); !skipped.ok()) return skipped.error();
            Token token;
            token.at = at_;
            token.after_line_break = line_break;
            if (at_ >= text_.size()) {
                tokens.push_back(std::move(token));
                return tokens;
            }
            const char c = text_[at_];
            if (starts_name(c)) {
                token.kind = Token::Kind::name;
                while (at_ < text_.size() && (starts_name(text_[at_]) || is_digit(text_[at_])))
                    token.text += text_[at_++];
            } else if (is_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) {
                if (!number(token)) return not_understood(fmt::format("a number that is not read, at {}", at_ + 1));
            } else if (c == '"' || c == '\'' || c == '`') {
                if (auto read = string(token); !read.ok()) return read.error();
            } else if (!sign(token)) {
                return not_understood(fmt::format("the character `{}` at {}", c, at_ + 1));
            }
            tokens.push_back(std::move(token));
        }
    }

private:
    base::Result<base::Done> skip_blanks(bool& line_break) {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '\n' || c == '\r') line_break = true;
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                ++at_;
            } else if (text_.substr(at_).starts_with("\xC2\xA0") || text_.substr(at_).starts_with("\xEF\xBB\xBF")) {
                at_ += c == '\xC2' ? 2 : 3;
            } else if (text_.substr(at_).starts_with("//")) {
                while (at_ < text_.size() && text_[at_] != '\n') ++at_;
            } else if (text_.substr(at_).starts_with("/*")) {
                const auto end = text_.find("*/", at_ + 2);
                if (end == std::string_view::npos) return not_understood("a comment without an end");
                at_ = end + 2;
            } else {
                break;
            }
        }
        return base::Done{};
    }

    bool number(Token& token) {
        token.kind = Token::Kind::number;
        const char* const start = text_.data() + at_;
        const auto [end, error] = std::from_chars(start, text_.data() + text_.size(), token.number);
        if (error != std::errc{}) return false;
        at_ += static_cast<std::size_t>(end - start);
        return at_ >= text_.size() || !starts_name(text_[at_]);
    }

    base::Result<base::Done> string(Token& token) {
        token.kind = Token::Kind::string;
        const char quote = text_[at_++];
        while (at_ < text_.size() && text_[at_] != quote) {
            char c = text_[at_++];
            if (quote == '`' && c == '$' && at_ < text_.size() && text_[at_] == '{')
                return not_understood("a template with values in it");
            if (c == '\n' && quote != '`') return not_understood("a line break inside a string");
            if (c == '\\') {
                if (at_ >= text_.size()) break;
                c = text_[at_++];
                if (c == 'n')
                    c = '\n';
                else if (c == 't')
                    c = '\t';
                else if (c == 'r')
                    c = '\r';
                else if (c == 'u' || c == 'x' || c == '0')
                    return not_understood("a character written as its number");
            }
            token.text += c;
        }
        if (at_ >= text_.size()) return not_understood("a string without an end");
        ++at_;
        return base::Done{};
    }

    bool sign(Token& token) {
        static constexpr std::string_view signs[] = {"===", "!==", "...", "**=", "==", "!=", "<=", ">=", "&&", "||",
                                                     "??",  "?.",  "=>",  "+=",  "-=", "*=", "/=", "++", "--", "**",
                                                     "+",   "-",   "*",   "/",   "%",  "<",  ">",  "=",  "!",  "?",
                                                     ":",   ";",   ",",   ".",   "(",  ")",  "[",  "]",  "{",  "}"};
        for (const auto each : signs) {
            if (!text_.substr(at_).starts_with(each)) continue;
            // `a ?.5 : b` is a conditional.
            if (each == "?." && at_ + 2 < text_.size() && is_digit(text_[at_ + 2])) continue;
            token.kind = Token::Kind::sign;
            token.text = each;
            at_ += each.size();
            return true;
        }
        return false;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// Thrown nowhere: an error is kept, and every step after it gives back nothing.
class Parser {
public:
    explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    base::Result<ScriptTree> parse() {
        auto block = std::make_shared<ScriptNode>();
        block->kind = Kind::block;
        while (!failed() && now().kind != Token::Kind::end)
            if (auto statement = this->statement()) block->parts.push_back(std::move(statement));
        if (failed()) return not_understood(*error_);
        auto whole = measured(std::move(block));
        if (failed()) return not_understood(*error_);
        return whole;
    }

private:
    class Deeper {
    public:
        explicit Deeper(Parser& parser) : parser_(parser) {
            if (++parser_.depth_ > max_script_nesting) parser_.fail("nested too deep");
        }
        ~Deeper() { --parser_.depth_; }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;

    private:
        Parser& parser_;
    };

    [[nodiscard]] bool failed() const { return error_.has_value(); }
    void fail(std::string message) {
        if (!error_) error_ = std::move(message);
    }
    void fail_here(std::string_view expected) {
        fail(fmt::format(
            "{} expected, `{}` found at {}", expected, now().kind == Token::Kind::end ? "the end" : now().text,
            now().at + 1
        ));
    }

    [[nodiscard]] const Token& now() const { return tokens_[at_]; }
    [[nodiscard]] const Token& ahead(std::size_t count = 1) const {
        return tokens_[std::min(at_ + count, tokens_.size() - 1)];
    }
    [[nodiscard]] bool is(std::string_view sign) const { return now().kind == Token::Kind::sign && now().text == sign; }
    [[nodiscard]] bool is_word(std::string_view word) const {
        return now().kind == Token::Kind::name && now().text == word;
    }
    bool take(std::string_view sign) {
        if (!is(sign)) return false;
        ++at_;
        return true;
    }
    bool take_word(std::string_view word) {
        if (!is_word(word)) return false;
        ++at_;
        return true;
    }
    void expect(std::string_view sign) {
        if (!take(sign)) fail_here(fmt::format("`{}`", sign));
    }
    std::string name() {
        if (now().kind != Token::Kind::name) {
            fail_here("a name");
            return {};
        }
        return tokens_[at_++].text;
    }

    ScriptTree node(Kind kind, std::vector<ScriptTree> parts = {}, std::string text = {}) {
        auto made = std::make_shared<ScriptNode>();
        made->kind = kind;
        made->parts = std::move(parts);
        made->text = std::move(text);
        return measured(std::move(made));
    }

    ScriptTree measured(std::shared_ptr<ScriptNode> made) {
        for (const auto& part : made->parts) made->depth = std::max(made->depth, part->depth + 1);
        if (made->depth > max_tree_depth) fail("a chain that is too long");
        return made;
    }

    ScriptTree statement() {
        const Deeper deeper(*this);
        if (failed()) return nullptr;
        if (take(";")) return nullptr;
        if (is("{")) return block();
        if (now().kind == Token::Kind::name) {
            const std::string& word = now().text;
            if (word == "var" || word == "let" || word == "const") return declaration();
            if (word == "if") return branch();
            if (word == "function" && ahead().kind == Token::Kind::name) {
                ++at_;
                std::string function_name = name();
                ScriptTree function = function_rest();
                return node(Kind::declare, {std::move(function)}, std::move(function_name));
            }
            if (word == "return") {
                ++at_;
                if (is(";") || is("}") || now().kind == Token::Kind::end || now().after_line_break) {
                    end_of_statement();
                    return node(Kind::give_back);
                }
                auto value = expression();
                end_of_statement();
                return node(Kind::give_back, {std::move(value)});
            }
            for (const std::string_view other :
                 {"for", "while", "do", "switch", "try", "throw", "class", "import", "async"})
                if (word == other) {
                    fail(fmt::format("`{}` is not in the part of the language that is read", word));
                    return nullptr;
                }
            if (ahead().kind == Token::Kind::sign &&
                (ahead().text == "=" || ahead().text == "+=" || ahead().text == "-=")) {
                std::string variable = name();
                const std::string sign = tokens_[at_++].text;
                ScriptTree value = expression();
                end_of_statement();
                if (sign != "=") value = node(Kind::binary, {node(Kind::name, {}, variable), value}, sign.substr(0, 1));
                return node(Kind::assign, {std::move(value)}, std::move(variable));
            }
        }
        ScriptTree value = expression();
        if (is("=")) fail_here("only variables are assigned to; the end of the statement");
        end_of_statement();
        return node(Kind::expression, {std::move(value)});
    }

    void end_of_statement() {
        if (failed() || take(";")) return;
        if (is("}") || now().kind == Token::Kind::end || now().after_line_break) return;
        fail_here("`;`");
    }

    ScriptTree block() {
        expect("{");
        std::vector<ScriptTree> statements;
        while (!failed() && !is("}")) {
            if (now().kind == Token::Kind::end) {
                fail_here("`}`");
                break;
            }
            if (auto each = statement()) statements.push_back(std::move(each));
        }
        expect("}");
        return node(Kind::block, std::move(statements));
    }

    ScriptTree declaration() {
        ++at_;
        std::vector<ScriptTree> declared;
        do {
            std::string variable = name();
            std::vector<ScriptTree> value;
            if (take("=")) value.push_back(without_comma());
            declared.push_back(node(Kind::declare, std::move(value), std::move(variable)));
        } while (!failed() && take(","));
        end_of_statement();
        // Without a scope of its own: what it declares is seen by what follows.
        return declared.size() == 1 ? declared[0] : node(Kind::block, std::move(declared));
    }

    ScriptTree branch() {
        ++at_;
        expect("(");
        auto condition = expression();
        expect(")");
        std::vector<ScriptTree> parts{std::move(condition), body()};
        if (take_word("else")) parts.push_back(body());
        return node(Kind::branch, std::move(parts));
    }

    ScriptTree body() {
        auto each = statement();
        return each ? each : node(Kind::block);
    }

    ScriptTree function_rest() {
        auto function = std::make_shared<ScriptNode>();
        function->kind = Kind::function;
        expect("(");
        while (!failed() && !is(")")) {
            function->names.push_back(name());
            if (!take(",")) break;
        }
        expect(")");
        function->parts.push_back(block());
        return measured(std::move(function));
    }

    ScriptTree expression() {
        auto value = without_comma();
        if (is(",")) fail("several expressions with commas between them");
        return value;
    }

    /// Whether an arrow function starts here: `name =>` or `(names) =>`.
    [[nodiscard]] bool is_arrow() const {
        if (now().kind == Token::Kind::name) return ahead().kind == Token::Kind::sign && ahead().text == "=>";
        if (!is("(")) return false;
        std::size_t i = 1;
        while (ahead(i).kind == Token::Kind::name || (ahead(i).kind == Token::Kind::sign && ahead(i).text == ",")) ++i;
        return ahead(i).text == ")" && ahead(i).kind == Token::Kind::sign && ahead(i + 1).text == "=>" &&
               ahead(i + 1).kind == Token::Kind::sign;
    }

    ScriptTree arrow() {
        auto function = std::make_shared<ScriptNode>();
        function->kind = Kind::function;
        if (take("(")) {
            while (!failed() && !is(")")) {
                function->names.push_back(name());
                if (!take(",")) break;
            }
            expect(")");
        } else {
            function->names.push_back(name());
        }
        expect("=>");
        function->parts.push_back(is("{") ? block() : without_comma());
        return measured(std::move(function));
    }

    ScriptTree without_comma() {
        const Deeper deeper(*this);
        if (failed()) return node(Kind::undefined);
        if (is_arrow()) return arrow();
        auto condition = binary(0);
        if (!take("?")) return condition;
        auto yes = without_comma();
        expect(":");
        auto no = without_comma();
        return node(Kind::conditional, {std::move(condition), std::move(yes), std::move(no)});
    }

    static int strength(std::string_view sign) {
        if (sign == "??" || sign == "||") return 1;
        if (sign == "&&") return 2;
        if (sign == "==" || sign == "!=" || sign == "===" || sign == "!==") return 3;
        if (sign == "<" || sign == ">" || sign == "<=" || sign == ">=") return 4;
        if (sign == "+" || sign == "-") return 5;
        if (sign == "*" || sign == "/" || sign == "%") return 6;
        return 0;
    }

    ScriptTree binary(int weakest) {
        const Deeper deeper(*this);
        if (failed()) return node(Kind::undefined);
        auto left = unary();
        while (!failed() && now().kind == Token::Kind::sign) {
            const int level = strength(now().text);
            if (level == 0 || level <= weakest) break;
            std::string sign = tokens_[at_++].text;
            auto right = binary(level);
            left = node(Kind::binary, {std::move(left), std::move(right)}, std::move(sign));
        }
        return left;
    }

    ScriptTree unary() {
        const Deeper deeper(*this);
        if (failed()) return node(Kind::undefined);
        for (const std::string_view sign : {"!", "-", "+"})
            if (take(sign)) return node(Kind::unary, {unary()}, std::string(sign));
        if (take_word("typeof")) return node(Kind::unary, {unary()}, "typeof");
        return postfix();
    }

    std::vector<ScriptTree> arguments(ScriptTree callee) {
        std::vector<ScriptTree> parts{std::move(callee)};
        expect("(");
        while (!failed() && !is(")")) {
            parts.push_back(without_comma());
            if (!take(",")) break;
        }
        expect(")");
        return parts;
    }

    ScriptTree postfix() {
        ScriptTree value;
        if (take_word("new")) {
            auto constructed = primary();
            while (take(".")) constructed = node(Kind::member, {constructed}, name());
            value = node(Kind::construct, is("(") ? arguments(constructed) : std::vector{constructed});
        } else {
            value = primary();
        }
        while (!failed()) {
            if (take(".")) {
                value = node(Kind::member, {value}, name());
            } else if (take("?.")) {
                if (is("("))
                    value = node(Kind::call, arguments(value));
                else if (take("[")) {
                    auto index = expression();
                    expect("]");
                    value = node(Kind::index, {value, std::move(index)});
                } else
                    value = node(Kind::member, {value}, name());
            } else if (is("[")) {
                ++at_;
                auto index = expression();
                expect("]");
                value = node(Kind::index, {value, std::move(index)});
            } else if (is("(")) {
                value = node(Kind::call, arguments(value));
            } else {
                break;
            }
        }
        return value;
    }

    ScriptTree primary() {
        const Deeper deeper(*this);
        if (failed()) return node(Kind::undefined);
        const Token token = now();
        if (token.kind == Token::Kind::number) {
            ++at_;
            auto made = std::make_shared<ScriptNode>();
            made->kind = Kind::number;
            made->number = token.number;
            return made;
        }
        if (token.kind == Token::Kind::string) {
            ++at_;
            return node(Kind::string, {}, token.text);
        }
        if (token.kind == Token::Kind::name) {
            if (token.text == "function") {
                ++at_;
                if (now().kind == Token::Kind::name) ++at_;
                return function_rest();
            }
            ++at_;
            if (token.text == "true" || token.text == "false") {
                auto made = std::make_shared<ScriptNode>();
                made->kind = Kind::boolean;
                made->truth = token.text == "true";
                return made;
            }
            if (token.text == "null") return node(Kind::null);
            if (token.text == "undefined") return node(Kind::undefined);
            return node(Kind::name, {}, token.text);
        }
        if (take("(")) {
            auto value = expression();
            expect(")");
            return value;
        }
        if (take("[")) {
            std::vector<ScriptTree> items;
            while (!failed() && !is("]")) {
                items.push_back(without_comma());
                if (!take(",")) break;
            }
            expect("]");
            return node(Kind::array, std::move(items));
        }
        if (take("{")) {
            auto object = std::make_shared<ScriptNode>();
            object->kind = Kind::object;
            while (!failed() && !is("}")) {
                if (now().kind != Token::Kind::string && now().kind != Token::Kind::name) {
                    fail_here("a name");
                    break;
                }
                object->names.push_back(tokens_[at_++].text);
                expect(":");
                object->parts.push_back(without_comma());
                if (!take(",")) break;
            }
            expect("}");
            return measured(std::move(object));
        }
        fail_here("a value");
        return node(Kind::undefined);
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    int depth_ = 0;
    std::optional<std::string> error_;
};

}  // namespace

base::Result<ScriptTree> parse_script(std::string_view text) {
    if (text.size() > max_script_size)
        return base::Error{base::ErrorCode::too_large, {"the script is longer than what is read"}, {}};
    auto tokens = Lexer(text).tokens();
    if (!tokens) return tokens.error();
    return Parser(std::move(*tokens)).parse();
}

}  // namespace guildhall::importing::formio
