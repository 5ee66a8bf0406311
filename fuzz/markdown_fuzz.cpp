// Markdown of service folders: whatever it says, the markup holds no script, no handler, no address but a link's, and
// every tag that is opened is one of those that Markdown makes.

#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "catalogue/internal/markdown.hpp"
#include "catalogue/internal/placeholders.hpp"

namespace {

using namespace guildhall;

void expect(bool holds) {
    if (!holds) std::abort();
}

const std::set<std::string_view> elements{"p",     "ul",    "ol", "li",         "a",   "em",    "strong",
                                          "code",  "pre",   "h1", "h2",         "h3",  "h4",    "h5",
                                          "h6",    "hr",    "br", "blockquote", "img", "th",    "table",
                                          "thead", "tbody", "tr", "td",         "del", "input", "!--"};
const std::set<std::string_view> attributes{"class", "id", "href", "title", "src", "alt", "start", "align", "lang"};

bool is_safe_address(std::string_view address) {
    const std::string lower = base::to_lower_ascii(address);
    return !lower.starts_with("javascript:") && !lower.starts_with("vbscript:") && !lower.starts_with("file:") &&
           (!lower.starts_with("data:") || lower.starts_with("data:image/"));
}

/// `name="value" name="value" /`
void check_attributes(std::string_view text) {
    while (!(text = base::trimmed(text)).empty() && text != "/") {
        const auto equals = text.find("=\"");
        expect(equals != std::string_view::npos);
        const auto name = text.substr(0, equals);
        expect(attributes.contains(name));
        text.remove_prefix(equals + 2);
        const auto end = text.find('"');
        expect(end != std::string_view::npos);
        if (name == "href" || name == "src") expect(is_safe_address(text.substr(0, end)));
        text.remove_prefix(end + 1);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = base::text_of(base::ByteView(data, size));
    for (const auto& placeholder : catalogue::internal::placeholders(text))
        expect(text.substr(placeholder.offset + 1, placeholder.name.size()) == placeholder.name);
    if (!base::is_valid_utf8(text)) return 0;
    const std::string html = catalogue::internal::render_markdown(text);
    std::string_view rest = html;
    while (true) {
        const auto begin = rest.find('<');
        if (begin == std::string_view::npos) break;
        const auto end = rest.find('>', begin);
        expect(end != std::string_view::npos);
        auto tag = rest.substr(begin + 1, end - begin - 1);
        rest.remove_prefix(end + 1);
        const bool is_closing = tag.starts_with('/');
        if (is_closing) tag.remove_prefix(1);
        const auto name = tag.substr(0, tag.find_first_of(" /"));
        expect(elements.contains(name));
        if (name == "!--") {
            expect(tag == "!-- raw HTML omitted --");
        } else {
            check_attributes(tag.substr(name.size()));
        }
    }
    return 0;
}
