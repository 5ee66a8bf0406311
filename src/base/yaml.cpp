#include "base/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <istream>
#include <set>
#include <streambuf>

#include <fmt/format.h>

#include "base/text.hpp"

namespace guildhall::base {
namespace {

/// Ends the parse; caught in read_yaml.
struct Refused {
    int line;
    int column;
    std::string message;
};

/// Where lines start, so that columns count characters although yaml-cpp counts bytes.
class Lines {
public:
    explicit Lines(std::string_view bytes) : bytes_(bytes) {
        starts_.push_back(0);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            if (bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == bytes.size() || bytes[i + 1] != '\n'))) {
                starts_.push_back(i + 1);
            }
        }
    }

    [[nodiscard]] std::pair<int, int> of_offset(std::size_t offset) const {
        const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
        const auto line = static_cast<std::size_t>(after - starts_.begin()) - 1;
        return {static_cast<int>(line) + 1, characters(line, offset - starts_[line]) + 1};
    }
    [[nodiscard]] std::pair<int, int> of_mark(int line, int column) const {
        if (line < 0) return {1, 1};
        const auto row = static_cast<std::size_t>(line);
        if (row >= starts_.size()) return {line + 1, column + 1};
        return {line + 1, characters(row, static_cast<std::size_t>(std::max(column, 0))) + 1};
    }

private:
    /// Goes on from the last place asked for, when that is in the same line: long lines hold many values.
    [[nodiscard]] int characters(std::size_t line, std::size_t length) const {
        const std::size_t end = std::min(starts_[line] + length, bytes_.size());
        const std::size_t start =
            counted_until_ >= starts_[line] && counted_until_ <= end ? counted_until_ : starts_[line];
        const std::size_t before = start == starts_[line] ? 0 : counted_;
        counted_ = before + code_point_count(bytes_.substr(start, end - start));
        counted_until_ = end;
        return static_cast<int>(counted_);
    }
    std::string_view bytes_;
    std::vector<std::size_t> starts_;
    mutable std::size_t counted_until_ = 0;
    mutable std::size_t counted_ = 0;
};

/// A stream over bytes that are borrowed, not copied.
class ViewBuffer final : public std::streambuf {
public:
    explicit ViewBuffer(std::string_view bytes) {
        char* start = const_cast<char*>(bytes.data());  // streambuf's get area is never written through here
        setg(start, start, start + bytes.size());
    }
};

class Builder final : public YAML::EventHandler {
public:
    explicit Builder(const Lines& lines, std::string_view bytes) : lines_(lines), bytes_(bytes) {}

    std::optional<YamlNode> root;
    bool started = false;

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (started) refuse(mark, "a second document starts here; expected one document in a file");
        started = true;
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        check(mark, "", anchor);
        add(make(mark, YamlNode::Kind::nothing));
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        refuse(mark, "found an alias (`*name`); write the value out where it is used");
    }
    void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
        refuse(mark, fmt::format("found the anchor `&{}`; write the value out where it is used", name));
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value)
        override {
        check(mark, tag, anchor);
        YamlNode node = make(mark, YamlNode::Kind::scalar);
        node.text = value;
        if (tag == "!") {
            const char first = mark.pos >= 0 && static_cast<std::size_t>(mark.pos) < bytes_.size()
                                   ? bytes_[static_cast<std::size_t>(mark.pos)]
                                   : '"';
            node.style = first == '|' || first == '>' ? YamlNode::Style::block : YamlNode::Style::quoted;
        }
        add(std::move(node));
    }
    void OnSequenceStart(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value
    ) override {
        check(mark, tag, anchor);
        open(make(mark, YamlNode::Kind::list));
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value)
        override {
        check(mark, tag, anchor);
        open(make(mark, YamlNode::Kind::map));
    }
    void OnMapEnd() override { close(); }

private:
    /// A list or map that is still open, with the key that waits for its value and the keys there were.
    struct Frame {
        YamlNode node;
        std::optional<YamlEntry> pending;
        std::set<std::string, std::less<>> keys;
    };

    [[noreturn]] void refuse(const YAML::Mark& mark, std::string message) const {
        const auto [line, column] = lines_.of_mark(mark.line, mark.column);
        throw Refused{line, column, std::move(message)};
    }

    void check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        if (anchor != YAML::NullAnchor) refuse(mark, "found an anchor (`&name`); write the value out where it is used");
        if (!tag.empty() && tag != "?" && tag != "!") {
            refuse(mark, fmt::format("found the tag `{}`; tags are not used here, leave it out", tag));
        }
        if (++nodes_ > max_yaml_nodes) refuse(mark, fmt::format("more than {} values in one file", max_yaml_nodes));
    }

    YamlNode make(const YAML::Mark& mark, YamlNode::Kind kind) const {
        YamlNode node;
        node.kind = kind;
        std::tie(node.line, node.column) = lines_.of_mark(mark.line, mark.column);
        return node;
    }

    void open(YamlNode node) {
        if (static_cast<int>(stack_.size()) >= max_yaml_depth) {
            throw Refused{node.line, node.column, fmt::format("nested deeper than {} levels", max_yaml_depth)};
        }
        refuse_as_key(node);
        stack_.push_back({std::move(node), std::nullopt, {}});
    }

    void close() {
        YamlNode node = std::move(stack_.back().node);
        stack_.pop_back();
        add(std::move(node));
    }

    void refuse_as_key(const YamlNode& node) const {
        if (stack_.empty() || stack_.back().node.kind != YamlNode::Kind::map || stack_.back().pending) return;
        if (node.kind != YamlNode::Kind::scalar) {
            throw Refused{node.line, node.column, fmt::format("found {} as a key; expected a name", node.described())};
        }
    }

    void add(YamlNode node) {
        if (stack_.empty()) {
            root = std::move(node);
            return;
        }
        Frame& frame = stack_.back();
        if (frame.node.kind == YamlNode::Kind::list) {
            frame.node.items.push_back(std::move(node));
            return;
        }
        if (frame.pending) {
            if (node.kind == YamlNode::Kind::nothing) {
                // yaml-cpp marks an empty value at whatever comes next; its key is where people look.
                node.line = frame.pending->line;
                node.column = frame.pending->column;
            }
            frame.pending->value = std::move(node);
            frame.node.entries.push_back(std::move(*frame.pending));
            frame.pending.reset();
            return;
        }
        refuse_as_key(node);
        if (!frame.keys.insert(node.text).second) {
            const auto& entries = frame.node.entries;
            const auto first =
                std::find_if(entries.begin(), entries.end(), [&](const YamlEntry& e) { return e.key == node.text; });
            throw Refused{
                node.line, node.column,
                fmt::format("the key `{}` stands here a second time; the first is in line {}", node.text, first->line)
            };
        }
        frame.pending = YamlEntry{node.text, node.line, node.column, {}};
    }

    const Lines& lines_;
    std::string_view bytes_;
    std::vector<Frame> stack_;
    std::size_t nodes_ = 0;
};

/// The first byte that may not stand in a YAML file (YAML 1.2.2 section 5.1, c-printable, ASCII part).
std::optional<std::size_t> find_control_character(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto c = static_cast<unsigned char>(bytes[i]);
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f) return i;
    }
    return std::nullopt;
}

/// yaml-cpp looks ahead over all open flow brackets, in time quadratic in their number, before it reports the
/// first: so they are counted before. `)` closes too, since half-open ranges are written `[1..5)`.
std::optional<std::size_t> find_too_many_brackets(std::string_view bytes) {
    constexpr int most_open = 200;
    int open = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (c == '[' || c == '{') ++open;
        if ((c == ']' || c == '}' || c == ')') && open > 0) --open;
        if (open > most_open) return i;
    }
    return std::nullopt;
}

/// Where UTF-8 ends being well-formed: the longest valid prefix, found by halving.
std::size_t valid_prefix(std::string_view bytes) {
    std::size_t line_start = 0;
    while (line_start < bytes.size()) {
        const auto end = std::min(bytes.find('\n', line_start), bytes.size());
        if (!is_valid_utf8(bytes.substr(line_start, end - line_start))) break;
        line_start = end + 1;
    }
    std::size_t good = line_start;
    for (std::size_t length = 1; line_start + length <= bytes.size() && length <= 4096; ++length) {
        if (is_valid_utf8(bytes.substr(line_start, length))) good = line_start + length;
    }
    return good;
}

/// yaml-cpp's words, where they can be plainer.
std::string in_plain_words(const std::string& message) {
    if (message.find("illegal map value") != std::string::npos) {
        return "found a `:` where no key can stand; put text that holds `:` in quotes";
    }
    if (message.find("end of map not found") != std::string::npos ||
        message.find("end of sequence not found") != std::string::npos) {
        return "this line does not fit what is above it; check its indentation, and that every key is followed by `: `";
    }
    return "cannot be read as YAML: " + message;
}

}  // namespace

const YamlEntry* YamlNode::find_entry(std::string_view key) const {
    const auto at =
        std::find_if(entries.begin(), entries.end(), [&](const YamlEntry& entry) { return entry.key == key; });
    return at == entries.end() ? nullptr : &*at;
}

const YamlNode* YamlNode::find(std::string_view key) const {
    const YamlEntry* entry = find_entry(key);
    return entry ? &entry->value : nullptr;
}

std::optional<bool> YamlNode::boolean() const {
    if (kind != Kind::scalar || style != Style::plain) return std::nullopt;
    if (text == "true") return true;
    if (text == "false") return false;
    return std::nullopt;
}

std::optional<std::int64_t> YamlNode::integer() const {
    if (kind != Kind::scalar || style != Style::plain) return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool YamlNode::is_number() const {
    // YAML 1.2.2 section 10.3.2: [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
    if (kind != Kind::scalar || style != Style::plain) return false;
    std::size_t i = 0;
    const auto digits = [&] {
        const auto from = i;
        while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
        return i - from;
    };
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    const auto whole = digits();
    std::size_t fraction = 0;
    if (i < text.size() && text[i] == '.') {
        ++i;
        fraction = digits();
    }
    if (whole + fraction == 0) return false;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
        if (digits() == 0) return false;
    }
    return i == text.size();
}

bool YamlNode::is_text() const {
    return kind == Kind::scalar && (style != Style::plain || (!boolean() && !is_number()));
}

SourcePlace YamlNode::place_within(const std::string& file, int text_line, int text_column) const {
    if (kind != Kind::scalar || style == Style::block || text_line != 1 || text_column < 1) return place(file);
    return {file, line, column + text_column - 1 + (style == Style::quoted ? 1 : 0)};
}

std::string YamlNode::described() const {
    switch (kind) {
        case Kind::nothing:
            return "nothing";
        case Kind::list:
            return "a list";
        case Kind::map:
            return "a map of keys and values";
        case Kind::scalar:
            break;
    }
    constexpr std::size_t longest = 60;
    std::string shown = text.substr(0, longest);
    while (!is_valid_utf8(shown)) shown.pop_back();
    if (shown.size() < text.size()) shown += "…";
    if (boolean()) return "`" + shown + "`";
    if (is_number()) return "the number `" + shown + "`";
    return "the text `" + shown + "`";
}

ReadYaml read_yaml(std::string_view bytes, const std::string& file) {
    ReadYaml result;
    const auto refused = [&](int line, int column, std::string message) {
        result.root.reset();
        result.complaints.push_back({{file, line, column}, Severity::error, std::move(message)});
        return result;
    };
    if (bytes.size() > max_yaml_bytes) {
        return refused(1, 1, fmt::format("the file has {} bytes; at most {} are read", bytes.size(), max_yaml_bytes));
    }
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
    const Lines lines(bytes);
    if (!is_valid_utf8(bytes)) {
        const auto [line, column] = lines.of_offset(valid_prefix(bytes));
        return refused(line, column, "found a byte that is not UTF-8; save the file as UTF-8");
    }
    if (const auto control = find_control_character(bytes)) {
        const auto [line, column] = lines.of_offset(*control);
        return refused(line, column, "found a control character; only tabs and line ends may stand in the file");
    }
    if (bytes.starts_with("%") || bytes.find("\n%") != std::string_view::npos) {
        const auto at = bytes.starts_with("%") ? 0 : bytes.find("\n%") + 1;
        const auto [line, column] = lines.of_offset(at);
        return refused(line, column, "found a line that starts with `%`; directives are not used here");
    }
    if (const auto bracket = find_too_many_brackets(bytes)) {
        const auto [line, column] = lines.of_offset(*bracket);
        return refused(
            line, column,
            fmt::format("too many brackets are still open here; nested deeper than {} levels", max_yaml_depth)
        );
    }
    Builder builder(lines, bytes);
    try {
        ViewBuffer buffer(bytes);
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Refused& why) {
        return refused(why.line, why.column, why.message);
    } catch (const YAML::Exception& error) {
        const auto [line, column] = lines.of_mark(error.mark.line, error.mark.column);
        return refused(line, column, in_plain_words(error.msg));
    }
    if (!builder.root || builder.root->kind == YamlNode::Kind::nothing) return refused(1, 1, "the file is empty");
    result.root = std::move(builder.root);
    return result;
}

}  // namespace guildhall::base
