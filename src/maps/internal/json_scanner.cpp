#include "maps/internal/json_scanner.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"

namespace guildhall::maps::internal {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

void add_utf8(std::string& out, unsigned code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xc0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xe0 | (code >> 12));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (code & 0x3f));
    } else {
        out += static_cast<char>(0xf0 | (code >> 18));
        out += static_cast<char>(0x80 | ((code >> 12) & 0x3f));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (code & 0x3f));
    }
}

}  // namespace

void JsonScanner::blanks() {
    while (at_ < bytes_.size() &&
           (bytes_[at_] == ' ' || bytes_[at_] == '\n' || bytes_[at_] == '\t' || bytes_[at_] == '\r'))
        ++at_;
}

bool JsonScanner::passed(char wanted) {
    blanks();
    if (at_ >= bytes_.size() || bytes_[at_] != wanted) return false;
    ++at_;
    return true;
}

void JsonScanner::want(char wanted, std::string_view where) {
    if (passed(wanted)) return;
    if (at_ >= bytes_.size()) fail(fmt::format("the file ends; expected {}", where));
    fail(fmt::format("expected {}", where));
}

void JsonScanner::enter() {
    if (++depth_ > max_depth) fail(fmt::format("values lie deeper than {} levels in each other", max_depth));
}

JsonScanner::Kind JsonScanner::next() {
    blanks();
    if (at_ >= bytes_.size()) fail("the file ends; expected a value");
    switch (bytes_[at_]) {
        case '{':
            return Kind::object;
        case '[':
            return Kind::array;
        case '"':
            return Kind::string;
        case 't':
        case 'f':
            return Kind::boolean;
        case 'n':
            return Kind::null;
        default:
            if (bytes_[at_] == '-' || is_digit(bytes_[at_])) return Kind::number;
            fail("found a character that begins no JSON value");
    }
}

bool JsonScanner::next_is_array_of_numbers() const {
    constexpr std::string_view blank = " \n\t\r";
    const auto open = bytes_.find_first_not_of(blank, at_);
    if (open == std::string_view::npos || bytes_[open] != '[') return false;
    const auto first = bytes_.find_first_not_of(blank, open + 1);
    return first != std::string_view::npos && (bytes_[first] == '-' || is_digit(bytes_[first]));
}

unsigned JsonScanner::hex4() {
    if (bytes_.size() - at_ < 4) fail("the file ends in an escape");
    unsigned code = 0;
    for (int i = 0; i < 4; ++i) {
        const char c = bytes_[at_];
        const int digit = is_digit(c)            ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) fail("expected four hexadecimal digits");
        code = code * 16 + static_cast<unsigned>(digit);
        ++at_;
    }
    return code;
}

void JsonScanner::add_escape(std::string& out) {
    ++at_;  // the backslash
    if (at_ >= bytes_.size()) fail("the file ends in an escape");
    const char c = bytes_[at_++];
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view values = "\"\\/\b\f\n\r\t";
    if (const auto known = names.find(c); known != std::string_view::npos) {
        out += values[known];
        return;
    }
    if (c != 'u') fail(at_ - 1, "found an escape that JSON does not have");
    const std::size_t begin = at_ - 2;
    unsigned code = hex4();
    if (code >= 0xd800 && code < 0xdc00 && bytes_.substr(at_).starts_with("\\u")) {
        at_ += 2;
        const unsigned low = hex4();
        if (low < 0xdc00 || low > 0xdfff) fail(begin, "found half of a character");
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    } else if (code >= 0xd800 && code <= 0xdfff) {
        fail(begin, "found half of a character");
    }
    add_utf8(out, code);
}

std::string JsonScanner::string() {
    want('"', "text in quotes");
    const std::size_t begin = at_ - 1;
    std::string out;
    while (true) {
        if (at_ >= bytes_.size()) fail(begin, "the text has no end");
        const char c = bytes_[at_];
        if (c == '"') break;
        if (c == '\\') {
            add_escape(out);
            continue;
        }
        if (static_cast<unsigned char>(c) < 0x20) fail("found a control character; write it as an escape");
        out += c;
        ++at_;
    }
    ++at_;
    if (!base::is_valid_utf8(out)) fail(begin, "found bytes that are not UTF-8");
    return out;
}

std::string_view JsonScanner::number() {
    blanks();
    const std::size_t begin = at_;
    const auto digits = [&] {
        const std::size_t from = at_;
        while (at_ < bytes_.size() && is_digit(bytes_[at_])) ++at_;
        if (at_ == from) fail(begin, "found something that is no number");
    };
    if (at_ < bytes_.size() && bytes_[at_] == '-') ++at_;
    if (at_ < bytes_.size() && bytes_[at_] == '0') {
        ++at_;
    } else {
        digits();
    }
    if (at_ < bytes_.size() && bytes_[at_] == '.') {
        ++at_;
        digits();
    }
    if (at_ < bytes_.size() && (bytes_[at_] == 'e' || bytes_[at_] == 'E')) {
        ++at_;
        if (at_ < bytes_.size() && (bytes_[at_] == '+' || bytes_[at_] == '-')) ++at_;
        digits();
    }
    return bytes_.substr(begin, at_ - begin);
}

void JsonScanner::word(std::string_view wanted) {
    if (!bytes_.substr(at_).starts_with(wanted)) fail("found a word that is no JSON value");
    at_ += wanted.size();
}

bool JsonScanner::boolean() {
    blanks();
    const bool value = at_ < bytes_.size() && bytes_[at_] == 't';
    word(value ? "true" : "false");
    return value;
}

void JsonScanner::skip() {
    switch (next()) {
        case Kind::object:
            object([&](const std::string&) { skip(); });
            break;
        case Kind::array:
            array([&] { skip(); });
            break;
        case Kind::string:
            (void)string();
            break;
        case Kind::number:
            (void)number();
            break;
        case Kind::boolean:
            (void)boolean();
            break;
        case Kind::null:
            word("null");
            break;
    }
}

void JsonScanner::finish() {
    blanks();
    if (at_ < bytes_.size()) fail("found something behind the end");
}

base::SourcePlace place_of(std::string_view bytes, std::size_t at, const std::string& file) {
    const std::string_view before = bytes.substr(0, std::min(at, bytes.size()));
    const auto line_start = before.rfind('\n');
    const std::string_view line = line_start == std::string_view::npos ? before : before.substr(line_start + 1);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const auto characters = std::count_if(line.begin(), line.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    });
    return {file, static_cast<int>(lines) + 1, static_cast<int>(characters) + 1};
}

}  // namespace guildhall::maps::internal
