#include "base/xml.hpp"

#include <libxml/SAX2.h>
#include <libxml/dict.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <memory_resource>
#include <type_traits>
#include <vector>

#include "base/text.hpp"

namespace guildhall::base {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

std::string_view view_of(const xmlChar* text) {
    return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

/// What the elements of a document point into: one arena that is dropped as a whole, and the parser's dictionary, in
/// which every name stands once.
class Memory {
public:
    explicit Memory(xmlDictPtr names) : names_(names) { xmlDictReference(names_); }
    ~Memory() { xmlDictFree(names_); }
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;

    template <class T>
    [[nodiscard]] T* room_for(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<T>);
        return static_cast<T*>(bytes_.allocate(count * sizeof(T), alignof(T)));
    }
    template <class T>
    [[nodiscard]] XmlSequence<T> keep(const T* first, std::size_t count) {
        if (count == 0) return {};
        T* const kept = room_for<T>(count);
        std::uninitialized_copy_n(first, count, kept);
        return {kept, count};
    }
    [[nodiscard]] std::string_view keep(std::string_view text) {
        const auto kept = keep(text.data(), text.size());
        return {kept.begin(), kept.size()};
    }

private:
    static constexpr std::size_t first_block = 16 * 1024;
    std::pmr::monotonic_buffer_resource bytes_{first_block};
    xmlDictPtr names_;
};

/// Turns byte offsets into lines and columns. Cheap when they ascend, as they do while a document is read.
class Places {
public:
    explicit Places(std::string_view text) : text_(text) {}

    [[nodiscard]] XmlPosition at(std::size_t offset) {
        if (offset < offset_) {
            offset_ = 0;
            position_ = {1, 1};
        }
        std::string_view passed = text_.substr(offset_, offset - offset_);
        offset_ = offset;
        if (const std::size_t newline = passed.rfind('\n'); newline != std::string_view::npos) {
            position_.line += static_cast<int>(std::count(passed.begin(), passed.end(), '\n'));
            position_.column = 1;
            passed.remove_prefix(newline + 1);
        }
        position_.column += static_cast<int>(code_point_count(passed));
        return position_;
    }

private:
    std::string_view text_;
    std::size_t offset_ = 0;
    XmlPosition position_{1, 1};
};

/// Bytes that the character with this number takes in UTF-8.
std::size_t utf8_length(unsigned long code_point) {
    return code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
}

/// How many bytes the reference `&…;` stands for; the document is known to be well-formed.
std::size_t expansion_of(std::string_view reference) {
    if (reference.size() < 4 || reference[1] != '#') return 1;
    const bool hexadecimal = reference[2] == 'x';
    unsigned long code_point = 0;
    for (const char digit : reference.substr(hexadecimal ? 3 : 2)) {
        if (digit == ';') break;
        const unsigned value =
            digit <= '9' ? static_cast<unsigned>(digit - '0') : static_cast<unsigned>((digit | 0x20) - 'a') + 10;
        code_point = code_point * (hexadecimal ? 16 : 10) + value;
        if (code_point > 0x10FFFF) return 4;
    }
    return utf8_length(code_point);
}

class Builder {
public:
    Builder(std::string_view text, const std::string& file, const XmlLimits& limits, xmlDictPtr names)
        : text_(text), file_(file), limits_(limits), places_(text), memory_(std::make_shared<Memory>(names)) {}

    void start(
        xmlParserCtxtPtr context, const xmlChar* name, const xmlChar* uri, int namespace_count,
        const xmlChar** namespaces, int attribute_count, const xmlChar** attributes
    ) {
        if (stopped_) return;
        const std::size_t offset = start_of_tag(context);
        const XmlPosition position = places_.at(offset);
        if (depth_ >= limits_.max_depth)
            return stop(
                context, position, "elements stand deeper than " + std::to_string(limits_.max_depth) + " levels"
            );
        if (++elements_ > limits_.max_elements)
            return stop(context, position, "more than " + std::to_string(limits_.max_elements) + " elements");

        if (depth_ == open_.size()) open_.emplace_back();
        Open& opened = open_[depth_++];
        opened.content = end_of_tag(offset);
        opened.first_child = closed_.size();
        opened.text.clear();
        XmlElement& element = opened.element;
        element = {};
        element.name = view_of(name);
        element.namespace_uri = view_of(uri);
        element.line = position.line;
        element.column = position.column;
        element.namespaces = kept_namespaces(namespaces, static_cast<std::size_t>(namespace_count));
        element.attributes = kept_attributes(attributes, static_cast<std::size_t>(attribute_count));
    }

    void end() {
        if (stopped_ || depth_ == 0) return;
        Open& done = open_[--depth_];
        const std::size_t children = closed_.size() - done.first_child;
        if (children == 0 && !done.text.empty()) locate_text(done);
        done.element.text = memory_->keep(done.text);
        done.element.children = memory_->keep(closed_.data() + done.first_child, children);
        closed_.resize(done.first_child);
        closed_.push_back(done.element);
    }

    void characters(const xmlChar* text, int length) {
        if (!stopped_ && depth_ > 0)
            open_[depth_ - 1].text.append(reinterpret_cast<const char*>(text), static_cast<std::size_t>(length));
    }

    void stop(xmlParserCtxtPtr context, XmlPosition position, std::string message) {
        complain(position, std::move(message));
        stopped_ = true;
        xmlStopParser(context);
    }

    void complain(XmlPosition position, std::string message) {
        if (complaints_.empty())  // what follows the first mistake is mostly its echo
            complaints_.push_back({{file_, position.line, position.column}, Severity::error, std::move(message)});
    }

    void doctype(xmlParserCtxtPtr context) {
        const std::size_t at = text_.find("<!DOCTYPE");
        stop(context, places_.at(at == std::string_view::npos ? 0 : at), "a DOCTYPE is not allowed");
    }

    [[nodiscard]] bool stopped() const { return stopped_; }

    [[nodiscard]] XmlDocument take() {
        XmlDocument document;
        const bool is_closed = depth_ == 0 && !closed_.empty();
        if (complaints_.empty() && is_closed) {
            document.root = closed_.back();
            document.memory = std::move(memory_);
        } else if (complaints_.empty()) {
            complain({1, 1}, "no XML element found");
        }
        document.complaints = std::move(complaints_);
        return document;
    }

private:
    struct Open {
        XmlElement element;
        std::size_t content = 0;      // the byte after the start tag
        std::size_t first_child = 0;  // in `closed_`
        std::string text;
    };

    /// Names come from the dictionary; what else the parser shows is gone when it goes on.
    [[nodiscard]] XmlSequence<XmlNamespace> kept_namespaces(const xmlChar** pairs, std::size_t count) {
        if (count == 0) return {};
        auto* const kept = memory_->room_for<XmlNamespace>(count);
        for (std::size_t i = 0; i < count; ++i)
            std::construct_at(kept + i, XmlNamespace{view_of(pairs[2 * i]), view_of(pairs[2 * i + 1])});
        return {kept, count};
    }

    [[nodiscard]] XmlSequence<XmlAttribute> kept_attributes(const xmlChar** fives, std::size_t count) {
        if (count == 0) return {};
        auto* const kept = memory_->room_for<XmlAttribute>(count);
        for (std::size_t i = 0; i < count; ++i) {
            const xmlChar** attribute = fives + 5 * i;  // name, prefix, URI, begin of value, end of value
            const auto length = static_cast<std::size_t>(attribute[4] - attribute[3]);
            const std::string_view value(reinterpret_cast<const char*>(attribute[3]), length);
            std::construct_at(
                kept + i, XmlAttribute{view_of(attribute[2]), view_of(attribute[0]), memory_->keep(value)}
            );
        }
        return {kept, count};
    }

    /// The parser stands somewhere in or after the tag when it reports it; `<` cannot occur inside one (XML 1.0
    /// section 2.3).
    [[nodiscard]] std::size_t start_of_tag(xmlParserCtxtPtr context) const {
        const long consumed = xmlByteConsumed(context);
        const std::size_t from = std::min(static_cast<std::size_t>(std::max(consumed, 0L)), text_.size());
        const std::size_t at = text_.substr(0, from).rfind('<');
        return at == std::string_view::npos ? 0 : at;
    }

    [[nodiscard]] std::size_t end_of_tag(std::size_t offset) const {
        char quote = 0;
        for (std::size_t i = offset; i < text_.size(); ++i) {
            if (quote) {
                if (text_[i] == quote) quote = 0;
            } else if (text_[i] == '"' || text_[i] == '\'') {
                quote = text_[i];
            } else if (text_[i] == '>') {
                return i + 1;
            }
        }
        return text_.size();
    }

    /// Walks the raw text of a leaf beside its decoded text, and notes where the two drift apart.
    void locate_text(Open& done) {
        std::size_t raw = done.content;
        std::size_t decoded = 0;
        stretches_.clear();
        const auto mark = [&] {
            const XmlPosition position = places_.at(std::min(raw, text_.size()));
            stretches_.push_back({decoded, position.line, position.column});
        };
        const auto skip_past = [&](std::string_view end) {
            const std::size_t at = text_.find(end, raw);
            raw = at == std::string_view::npos ? text_.size() : at + end.size();
        };
        mark();
        // Mostly the two are the same.
        const std::string_view plain = text_.substr(std::min(raw, text_.size()), done.text.size());
        if (plain == done.text && plain.find_first_of("<&") == std::string_view::npos) raw = text_.size();
        bool in_cdata = false;
        while (raw < text_.size() && decoded < done.text.size()) {
            const std::string_view rest = text_.substr(raw);
            if (in_cdata && rest.starts_with("]]>")) {
                raw += 3;
                in_cdata = false;
                mark();
            } else if (!in_cdata && rest.starts_with("<![CDATA[")) {
                raw += 9;
                in_cdata = true;
                mark();
            } else if (!in_cdata && rest.starts_with("<!--")) {
                skip_past("-->");
                mark();
            } else if (!in_cdata && rest.starts_with("<?")) {
                skip_past("?>");
                mark();
            } else if (!in_cdata && rest.front() == '<') {
                break;
            } else if (!in_cdata && rest.front() == '&') {
                const std::size_t end = rest.find(';');
                if (end == std::string_view::npos) break;
                decoded += expansion_of(rest.substr(0, end + 1));
                raw += end + 1;
                mark();
            } else if (rest.starts_with("\r\n")) {
                raw += 2;
                ++decoded;
                mark();
            } else {
                ++raw;
                ++decoded;
            }
        }
        done.element.stretches = memory_->keep(stretches_.data(), stretches_.size());
    }

    std::string_view text_;
    const std::string& file_;
    const XmlLimits& limits_;
    Places places_;
    std::shared_ptr<Memory> memory_;
    std::vector<Open> open_;  // the first `depth_` of them; the rest wait to be used again
    std::size_t depth_ = 0;
    std::vector<XmlElement> closed_;  // children whose parents are still open
    std::vector<XmlTextStretch> stretches_;
    std::size_t elements_ = 0;
    bool stopped_ = false;
    Complaints complaints_;
};

/// The parser context carries the builder, so that callbacks reach both.
Builder& builder_of(void* context) {
    return *static_cast<Builder*>(static_cast<xmlParserCtxtPtr>(context)->_private);
}

void on_start(
    void* context, const xmlChar* name, const xmlChar*, const xmlChar* uri, int namespace_count,
    const xmlChar** namespaces, int attribute_count, int, const xmlChar** attributes
) {
    builder_of(context).start(
        static_cast<xmlParserCtxtPtr>(context), name, uri, namespace_count, namespaces, attribute_count, attributes
    );
}
void on_end(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
    builder_of(context).end();
}
void on_characters(void* context, const xmlChar* text, int length) {
    builder_of(context).characters(text, length);
}
void on_doctype(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
    builder_of(context).doctype(static_cast<xmlParserCtxtPtr>(context));
}
void on_error(void* context, xmlErrorPtr error) {
    if (!error || error->level < XML_ERR_ERROR) return;
    Builder& builder = builder_of(context);
    if (builder.stopped()) return;
    std::string message = error->message ? error->message : "not well-formed";
    message = trimmed(message);
    if (!is_valid_utf8(message)) message = "not well-formed";
    builder.complain({error->line, error->int2}, "not well-formed XML: " + message);
}

struct FreeContext {
    void operator()(xmlParserCtxtPtr context) const {
        if (context->myDoc) xmlFreeDoc(context->myDoc);
        xmlFreeParserCtxt(context);
    }
};

XmlDocument refused(const std::string& file, XmlPosition position, std::string message) {
    XmlDocument document;
    document.complaints.push_back({{file, position.line, position.column}, Severity::error, std::move(message)});
    return document;
}

/// The encoding that the XML declaration names, or empty.
std::string_view declared_encoding(std::string_view text) {
    if (!text.starts_with("<?xml")) return {};
    const std::string_view declaration = text.substr(0, text.find("?>"));
    const std::size_t at = declaration.find("encoding");
    if (at == std::string_view::npos) return {};
    const std::size_t open = declaration.find_first_of("\"'", at);
    if (open == std::string_view::npos) return {};
    const std::size_t close = declaration.find(declaration[open], open + 1);
    return close == std::string_view::npos ? std::string_view{} : declaration.substr(open + 1, close - open - 1);
}

}  // namespace

std::optional<std::string_view> XmlElement::attribute(std::string_view attribute_name) const {
    for (const XmlAttribute& candidate : attributes)
        if (candidate.namespace_uri.empty() && candidate.name == attribute_name) return candidate.value;
    return std::nullopt;
}

const XmlElement* XmlElement::child(std::string_view child_name) const {
    for (const XmlElement& candidate : children)
        if (candidate.name == child_name && candidate.namespace_uri == namespace_uri) return &candidate;
    return nullptr;
}

XmlPosition XmlElement::position_of(std::size_t offset) const {
    if (stretches.empty()) return {line, column};
    auto after = std::upper_bound(
        stretches.begin(), stretches.end(), offset,
        [](std::size_t value, const XmlTextStretch& stretch) { return value < stretch.offset; }
    );
    const XmlTextStretch& stretch = *(after - 1);  // the first stretch begins at 0
    XmlPosition position{stretch.line, stretch.column};
    for (std::size_t i = stretch.offset; i < std::min(offset, text.size()); ++i) {
        if (text[i] == '\n') {
            ++position.line;
            position.column = 1;
        } else if (!is_continuation(text[i])) {
            ++position.column;
        }
    }
    return position;
}

XmlDocument parse_xml(std::string_view text, const std::string& file, const XmlLimits& limits) {
    if (text.size() > limits.max_bytes)
        return refused(
            file, {0, 0},
            "the file has " + std::to_string(text.size()) + " bytes; " + std::to_string(limits.max_bytes) +
                " are allowed"
        );
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    if (!is_valid_utf8(text)) return refused(file, {0, 0}, "the file is not valid UTF-8");
    if (const std::size_t at = text.find('\0'); at != std::string_view::npos)
        return refused(file, Places(text).at(at), "a null character is not allowed");
    if (const std::string_view encoding = declared_encoding(text); !encoding.empty() &&
                                                                   !equal_ignoring_case_ascii(encoding, "UTF-8") &&
                                                                   !equal_ignoring_case_ascii(encoding, "US-ASCII"))
        return refused(file, {1, 1}, "the encoding is declared as " + std::string(encoding) + "; expected UTF-8");
    if (trimmed(text).empty()) return refused(file, {1, 1}, "the file is empty; expected an XML document");

    [[maybe_unused]] static const bool initialized = (xmlInitParser(), true);  // once, before threads use the library
    const std::unique_ptr<xmlParserCtxt, FreeContext> context(
        xmlCreateMemoryParserCtxt(text.data(), static_cast<int>(text.size()))
    );
    if (!context) return refused(file, {0, 0}, "the XML reader could not be started");

    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = on_start;
    handler.endElementNs = on_end;
    handler.characters = on_characters;
    handler.ignorableWhitespace = on_characters;
    handler.cdataBlock = on_characters;
    handler.internalSubset = on_doctype;
    handler.serror = on_error;
    *context->sax = handler;
    context->userData = context.get();
    xmlCtxtUseOptions(context.get(), XML_PARSE_NONET);
    Builder builder(text, file, limits, context->dict);
    context->_private = &builder;
    xmlParseDocument(context.get());
    if (!context->wellFormed && !builder.stopped())
        builder.complain({context->input ? context->input->line : 1, 0}, "not well-formed XML");
    return builder.take();
}

}  // namespace guildhall::base
