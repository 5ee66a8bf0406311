#include "importing/markup.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <vector>

#include "base/text.hpp"

namespace guildhall::importing {
namespace {

void append_utf8(std::string& text, std::uint32_t code) {
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return;
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0 | (code >> 6));
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        text += static_cast<char>(0xE0 | (code >> 12));
        text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        text += static_cast<char>(0xF0 | (code >> 18));
        text += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    }
}

/// The character that `&…;` at `at` stands for, and how long it is; length 0 when it is only an ampersand.
std::pair<std::string, std::size_t> entity(std::string_view html, std::size_t at) {
    constexpr std::size_t longest = 12;
    const auto end = html.find(';', at);
    if (end == std::string_view::npos || end - at > longest || end == at + 1) return {"", 0};
    const std::string_view name = html.substr(at + 1, end - at - 1);
    std::string text;
    if (name[0] == '#') {
        const bool hexadecimal = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
        std::uint32_t code = 0;
        for (const char c : name.substr(hexadecimal ? 2 : 1)) {
            std::uint32_t digit = 99;
            if (c >= '0' && c <= '9') digit = static_cast<std::uint32_t>(c - '0');
            if (hexadecimal && c >= 'a' && c <= 'f') digit = static_cast<std::uint32_t>(c - 'a' + 10);
            if (hexadecimal && c >= 'A' && c <= 'F') digit = static_cast<std::uint32_t>(c - 'A' + 10);
            if (digit == 99 || code > 0x10FFFF) return {"", 0};
            code = code * (hexadecimal ? 16 : 10) + digit;
        }
        append_utf8(text, code == 0xA0 ? ' ' : code);
        return {text, end + 1 - at};
    }
    static constexpr std::pair<std::string_view, std::string_view> known[] = {
        {"amp", "&"},   {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},   {"nbsp", " "},
        {"aring", "å"}, {"Aring", "Å"},  {"oslash", "ø"}, {"Oslash", "Ø"}, {"aelig", "æ"},  {"AElig", "Æ"},
        {"ndash", "–"}, {"mdash", "—"},  {"laquo", "«"},  {"raquo", "»"},  {"hellip", "…"}, {"rsquo", "’"},
        {"lsquo", "‘"}, {"ldquo", "“"},  {"rdquo", "”"},  {"eacute", "é"}, {"pound", "£"},  {"euro", "€"},
        {"sect", "§"},  {"bull", "•"},   {"ouml", "ö"},   {"auml", "ä"},   {"shy", ""},     {"zwj", ""},
        {"deg", "°"},   {"middot", "·"},
    };
    for (const auto& [word, character] : known)
        if (word == name) return {std::string(character), end + 1 - at};
    return {"", 0};
}

struct Tag {
    std::string name;
    bool closing = false;
    std::string address;  ///< of links
    std::size_t end = 0;  ///< behind the tag
};

/// The tag at `at` (a `<`); an empty name when there is none.
Tag tag_at(std::string_view html, std::size_t at) {
    Tag tag;
    std::size_t i = at + 1;
    if (html.substr(at).starts_with("<!--")) {
        const auto end = html.find("-->", at);
        tag.name = "!";
        tag.end = end == std::string_view::npos ? html.size() : end + 3;
        return tag;
    }
    if (i < html.size() && html[i] == '/') {
        tag.closing = true;
        ++i;
    }
    while (i < html.size() && std::isalnum(static_cast<unsigned char>(html[i])) != 0) tag.name += html[i++];
    if (tag.name.empty()) return tag;
    tag.name = base::to_lower_ascii(tag.name);
    char quote = 0;
    const std::size_t attributes = i;
    for (; i < html.size(); ++i) {
        if (quote != 0) {
            if (html[i] == quote) quote = 0;
        } else if (html[i] == '"' || html[i] == '\'') {
            quote = html[i];
        } else if (html[i] == '>') {
            break;
        }
    }
    if (i >= html.size()) return {};
    tag.end = i + 1;
    const std::string_view inside = html.substr(attributes, i - attributes);
    if (const auto href = inside.find("href="); tag.name == "a" && href != std::string_view::npos) {
        const std::string_view value = inside.substr(href + 5);
        if (!value.empty() && (value[0] == '"' || value[0] == '\'')) {
            const auto end = value.find(value[0], 1);
            if (end != std::string_view::npos) tag.address = base::trimmed(value.substr(1, end - 1));
        } else {
            tag.address = value.substr(0, value.find_first_of(" \t\n"));
        }
    }
    return tag;
}

/// An address that may stand in a page: the web, mail and telephones alone.
bool is_safe_address(std::string_view address) {
    for (const std::string_view scheme : {"https://", "http://", "mailto:", "tel:"})
        if (base::to_lower_ascii(address.substr(0, scheme.size())) == scheme)
            return address.find_first_of(" \t\n<>()") == std::string_view::npos;
    return false;
}

/// Reads HTML once and writes Markdown, or plain text, as it goes.
class Converter {
public:
    explicit Converter(bool markdown) : markdown_(markdown) {}

    std::string convert(std::string_view html) {
        for (std::size_t at = 0; at < html.size();) {
            const char c = html[at];
            if (c == '<') {
                const Tag tag = tag_at(html, at);
                if (tag.name.empty()) {
                    character("<");
                    ++at;
                    continue;
                }
                at = tag.end;
                if (!tag.closing && (tag.name == "script" || tag.name == "style")) {
                    const auto end = html.find("</" + tag.name, at);
                    at = end == std::string_view::npos ? html.size() : end;
                    continue;
                }
                if (tag.name != "!") handle(tag);
                continue;
            }
            if (c == '&') {
                const auto [text, length] = entity(html, at);
                if (length != 0) {
                    if (text == " ")
                        space();
                    else
                        for (const char part : text) character(std::string_view(&part, 1));
                    at += length;
                    continue;
                }
            }
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
                space();
            else if (html.substr(at).starts_with("\xC2\xA0")) {
                space();
                ++at;
            } else {
                character(html.substr(at, 1));
            }
            ++at;
        }
        return finished();
    }

private:
    void space() { pending_space_ = true; }

    void start_text() {
        if (pending_break_ > 0 && !out_.empty()) {
            out_ += markdown_ ? std::string(static_cast<std::size_t>(pending_break_), '\n') + indent_ : " ";
            pending_space_ = false;
        } else if (pending_space_ && !out_.empty() && !at_line_start_ && out_.size() != bracket_end_) {
            out_ += ' ';
        }
        if (pending_break_ > 0 || out_.empty()) at_line_start_ = true;
        pending_break_ = 0;
        pending_space_ = false;
        out_ += opening_;
        opening_.clear();
    }

    void character(std::string_view text) {
        start_text();
        if (markdown_) {
            if (text == "*" || text == "_" || text == "`" || text == "[" || text == "]" || text == "<" || text == "\\")
                out_ += '\\';
            else if (at_line_start_ && (text == "#" || text == "-" || text == "+" || text == ">" || text == "="))
                out_ += '\\';
            else if (text == "." && ordered_look())
                out_ += '\\';
        }
        out_ += text;
        at_line_start_ = false;
    }

    /// Whether the line so far is digits alone, so that a full stop would make a numbered list of it.
    [[nodiscard]] bool ordered_look() const {
        std::size_t digits = 0;
        for (auto at = out_.size(); at > 0 && digits < 10; --at, ++digits) {
            const char c = out_[at - 1];
            if (c == '\n') return digits > 0;
            if (c < '0' || c > '9') return false;
        }
        return digits > 0 && digits < 10 && out_.size() == digits;
    }

    void line_break(int lines) { pending_break_ = std::max(pending_break_, lines); }

    void mark(std::string_view sign, bool closing) {
        if (!markdown_) return;
        if (closing) {
            if (!opening_.empty())
                opening_.clear();  // nothing stood between
            else if (open_marks_ > 0) {
                out_ += sign;
                --open_marks_;
            }
            return;
        }
        opening_ += sign;
        ++open_marks_;
    }

    void handle(const Tag& tag) {
        const auto& name = tag.name;
        if (name == "br") {
            line_break(markdown_ ? 2 : 1);
        } else if (name == "p" || name == "div" || name == "section" || name == "table" || name == "tr") {
            if (!in_item_ || tag.closing) line_break(in_item_ ? 1 : 2);
        } else if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
            line_break(2);
            if (!tag.closing && markdown_) opening_ += name[1] <= '2' ? "## " : "### ";
        } else if (name == "ul" || name == "ol") {
            if (!tag.closing) {
                lists_.push_back({name == "ol", 0});
                line_break(lists_.size() > 1 ? 1 : 2);
            } else {
                if (!lists_.empty()) lists_.pop_back();
                line_break(lists_.empty() ? 2 : 1);
            }
            in_item_ = !lists_.empty() && in_item_;
            set_indent();
        } else if (name == "li") {
            if (tag.closing) {
                in_item_ = false;
                line_break(1);
                return;
            }
            line_break(1);
            in_item_ = true;
            if (lists_.empty()) lists_.push_back({false, 0});
            set_indent();
            ++lists_.back().number;
            if (markdown_)
                opening_ += lists_.back().ordered ? std::to_string(lists_.back().number) + ". " : std::string("- ");
        } else if (name == "b" || name == "strong") {
            mark("**", tag.closing);
        } else if (name == "i" || name == "em") {
            mark("*", tag.closing);
        } else if (name == "a") {
            link(tag);
        }
    }

    void link(const Tag& tag) {
        if (!tag.closing) {
            address_ = is_safe_address(tag.address) ? tag.address : "";
            start_text();
            link_start_ = out_.size();
            if (markdown_ && !address_.empty()) {
                out_ += '[';
                bracket_end_ = out_.size();
            }
            return;
        }
        if (address_.empty()) return;
        if (markdown_)
            out_ += "](" + address_ + ")";
        else if (out_.find(address_, std::min(link_start_, out_.size())) == std::string::npos)
            out_ += " (" + address_ + ")";
        address_.clear();
    }

    void set_indent() {
        indent_.assign(lists_.size() > 1 ? (lists_.size() - 1) * 3 : 0, ' ');
        if (indent_.size() > 12) indent_.resize(12);
    }

    std::string finished() {
        std::string lines;
        std::string_view rest = out_;
        while (!rest.empty()) {
            const auto end = rest.find('\n');
            std::string_view line = rest.substr(0, end);
            while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
            lines += line;
            if (end == std::string_view::npos) break;
            lines += '\n';
            rest.remove_prefix(end + 1);
        }
        return std::string(base::trimmed(lines));
    }

    struct List {
        bool ordered;
        int number;
    };

    bool markdown_;
    std::string out_, opening_, indent_, address_;
    std::vector<List> lists_;
    std::size_t link_start_ = 0;
    std::size_t bracket_end_ = 0;  ///< behind the `[` of a link: a space there would be part of its words
    int pending_break_ = 0, open_marks_ = 0;
    bool pending_space_ = false, at_line_start_ = true, in_item_ = false;
};

}  // namespace

std::string markdown_of_html(std::string_view html) {
    return Converter(true).convert(html);
}

std::string line_of_html(std::string_view html) {
    return Converter(false).convert(html);
}

std::string without_date_shape(std::string_view label) {
    // The letters of days, months and years in the languages of the forms: `dd.mm.åååå`, `MM/YYYY`.
    constexpr std::string_view letters = "dmyå";
    for (auto open = label.find('('); open != std::string_view::npos; open = label.find('(', open + 1)) {
        const auto close = label.find(')', open);
        if (close == std::string_view::npos) break;
        const std::string shape = base::to_lower_ascii(label.substr(open + 1, close - open - 1));
        const bool starts = shape.starts_with("dd") || shape.starts_with("mm");
        const bool parted = shape.find_first_of(".-/") != std::string::npos;
        if (!starts || !parted || shape.find_first_not_of(std::string{letters} + ".-/ ") != std::string::npos) continue;
        std::string rest{base::trimmed(label.substr(0, open))};
        rest += label.substr(close + 1);
        return rest;
    }
    return std::string{label};
}

std::string shortened(std::string_view text, std::size_t characters) {
    if (base::code_point_count(text) <= characters) return std::string(text);
    std::size_t count = 0, end = 0, word = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
        if (text[i] == ' ') word = i;
        if (++count == characters) {
            end = i;
            break;
        }
    }
    return std::string(text.substr(0, word > end / 2 ? word : end)) + "…";
}

}  // namespace guildhall::importing
