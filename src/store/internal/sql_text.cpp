#include "store/internal/sql_text.hpp"

#include <charconv>

#include "base/text.hpp"

namespace guildhall::store {
namespace {

enum class Kind {
    word,    ///< a name or key word
    mark,    ///< one character of punctuation, a number, a parameter
    opaque,  ///< a literal or a quoted name: passed on as it is
    blank,   ///< space or comment
};

struct Token {
    Kind kind;
    std::string_view text;
};

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

std::size_t end_of(std::string_view sql, std::string_view closing, std::size_t from) {
    const std::size_t found = sql.find(closing, from);
    return found == std::string_view::npos ? sql.size() : found + closing.size();
}

/// The next token of `sql`, which is not empty.
Token next(std::string_view sql) {
    const char first = sql.front();
    std::size_t end = 1;
    if (is_space(first)) {
        while (end < sql.size() && is_space(sql[end])) ++end;
        return {Kind::blank, sql.substr(0, end)};
    }
    if (sql.starts_with("--")) {
        end = sql.find('\n');
        return {Kind::blank, sql.substr(0, end)};
    }
    if (sql.starts_with("/*")) return {Kind::blank, sql.substr(0, end_of(sql, "*/", 2))};
    // A doubled quote inside reads as two literals side by side, which comes to the same.
    if (first == '\'' || first == '"') return {Kind::opaque, sql.substr(0, end_of(sql, sql.substr(0, 1), 1))};
    if (is_letter(first)) {
        while (end < sql.size() && (is_letter(sql[end]) || is_digit(sql[end]) || sql[end] == '$')) ++end;
        return {Kind::word, sql.substr(0, end)};
    }
    if (first == '$') {
        while (end < sql.size() && is_digit(sql[end])) ++end;
        if (end > 1) return {Kind::mark, sql.substr(0, end)};
        while (end < sql.size() && (is_letter(sql[end]) || is_digit(sql[end]))) ++end;
        // A dollar-quoted literal: $tag$ … $tag$.
        if (end < sql.size() && sql[end] == '$')
            return {Kind::opaque, sql.substr(0, end_of(sql, sql.substr(0, end + 1), end + 1))};
        return {Kind::mark, sql.substr(0, end)};
    }
    if (is_digit(first)) {
        while (end < sql.size() && (is_digit(sql[end]) || is_letter(sql[end]))) ++end;
    }
    return {Kind::mark, sql.substr(0, end)};
}

/// Where the options behind a table's closing bracket end, when they are options that only SQLite knows; else 0.
std::size_t length_of_table_options(std::string_view sql) {
    std::size_t at = 0;
    std::size_t end = 0;
    bool wants_rowid = false;
    while (at < sql.size()) {
        const Token token = next(sql.substr(at));
        at += token.text.size();
        if (token.kind == Kind::blank) continue;
        if (token.kind == Kind::word) {
            if (wants_rowid != base::equal_ignoring_case_ascii(token.text, "ROWID")) return end;
            if (!wants_rowid && base::equal_ignoring_case_ascii(token.text, "WITHOUT")) {
                wants_rowid = true;
                continue;
            }
            if (!wants_rowid && !base::equal_ignoring_case_ascii(token.text, "STRICT")) return end;
            wants_rowid = false;
            end = at;
            continue;
        }
        if (token.text != "," || end == 0) return end;
    }
    return end;
}

}  // namespace

std::string postgres_ddl(std::string_view sql) {
    std::string out;
    out.reserve(sql.size());
    while (!sql.empty()) {
        const Token token = next(sql);
        sql.remove_prefix(token.text.size());
        if (token.kind == Kind::word && base::equal_ignoring_case_ascii(token.text, "INTEGER")) {
            out += "bigint";
        } else if (token.kind == Kind::word && base::equal_ignoring_case_ascii(token.text, "BLOB")) {
            out += "bytea";
        } else {
            out += token.text;
            if (token.text == ")") sql.remove_prefix(length_of_table_options(sql));
        }
    }
    return out;
}

std::size_t parameter_count(std::string_view sql) {
    std::size_t highest = 0;
    while (!sql.empty()) {
        const Token token = next(sql);
        sql.remove_prefix(token.text.size());
        std::size_t number = 0;
        if (token.kind == Kind::mark && token.text.size() > 1 && token.text.front() == '$' &&
            std::from_chars(token.text.data() + 1, token.text.data() + token.text.size(), number).ec == std::errc{})
            highest = std::max(highest, number);
    }
    return highest;
}

}  // namespace guildhall::store
