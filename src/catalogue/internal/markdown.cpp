#include "catalogue/internal/markdown.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

namespace guildhall::catalogue::internal {
namespace {

/// How many bytes of a blank other than ASCII's begin here (U+00A0, U+2000 to U+200F, U+202F, U+3000); 0 for none.
std::size_t wide_blank(std::string_view text) {
    if (text.starts_with("\xc2\xa0")) return 2;
    if (text.starts_with("\xe2\x80") && text.size() > 2) {
        const auto last = static_cast<unsigned char>(text[2]);
        if ((last >= 0x80 && last <= 0x8f) || last == 0xaf) return 3;
    }
    return text.starts_with("\xe3\x80\x80") ? 3 : 0;
}

/// `What you need` becomes `what-you-need`; characters beyond ASCII stand as they are (HTML allows them in ids).
std::string slug(std::string_view heading_html) {
    std::string out;
    bool in_tag = false;
    for (std::size_t i = 0; i < heading_html.size(); ++i) {
        char c = heading_html[i];
        if (const std::size_t blank = wide_blank(heading_html.substr(i)); blank > 0) {
            i += blank - 1;
            c = ' ';
        }
        if (c == '<') in_tag = true;
        if (!in_tag) {
            const bool is_letter =
                (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
            if (c >= 'A' && c <= 'Z') {
                out += static_cast<char>(c - 'A' + 'a');
            } else if (is_letter) {
                out += c;
            } else if (!out.empty() && out.back() != '-') {
                out += '-';
            }
        }
        if (c == '>') in_tag = false;
    }
    while (!out.empty() && out.back() == '-') out.pop_back();
    return out.empty() ? "section" : out;
}

/// Rewrites the start tags that cmark wrote. Text and attributes hold no `<` of their own (cmark escapes it), so tags
/// are found exactly.
class Dresser {
public:
    explicit Dresser(std::string_view html) : html_(html) {}

    std::string dressed() {
        std::string out;
        std::size_t at = 0;
        while (at < html_.size()) {
            const auto tag = html_.find('<', at);
            if (tag == std::string_view::npos) break;
            out += html_.substr(at, tag - at);
            const auto end = html_.find('>', tag);
            out += tag_at(tag, html_.substr(tag, end - tag + 1));
            at = end + 1;
        }
        out += html_.substr(std::min(at, html_.size()));
        return out;
    }

private:
    std::string tag_at(std::size_t at, std::string_view tag) {
        if (tag.size() == 4 && tag[1] == 'h' && tag[2] >= '1' && tag[2] <= '6') return heading(at, tag[2]);
        static constexpr std::pair<std::string_view, std::string_view> classes[] = {
            {"p", "govuk-body"},
            {"ul", "govuk-list govuk-list--bullet"},
            {"ol", "govuk-list govuk-list--number"},
            {"a", "govuk-link"},
            {"table", "govuk-table"},
            {"thead", "govuk-table__head"},
            {"tbody", "govuk-table__body"},
            {"tr", "govuk-table__row"},
            {"th", "govuk-table__header"},
            {"td", "govuk-table__cell"},
            {"blockquote", "govuk-inset-text"},
            {"hr", "govuk-section-break govuk-section-break--m govuk-section-break--visible"}
        };
        const auto name = tag.substr(1, tag.find_first_of(" />", 1) - 1);
        for (const auto& [element, names] : classes) {
            if (name == element)
                return fmt::format("<{} class=\"{}\"{}", element, names, tag.substr(1 + element.size()));
        }
        return std::string(tag);
    }

    std::string heading(std::size_t at, char level) {
        const std::string closing = fmt::format("</h{}>", level);
        const auto end = html_.find(closing, at);
        const std::string words = slug(html_.substr(at + 4, end - at - 4));
        std::string id = words;
        // Goes on counting where the last heading of these words stopped: a thousand alike cost a thousand steps.
        for (int& number = numbers_.try_emplace(words, 1).first->second; !ids_.insert(id).second;)
            id = fmt::format("{}-{}", words, ++number);
        const std::string_view size = level == '1' ? "l" : level == '2' ? "m" : "s";
        return fmt::format("<h{} class=\"govuk-heading-{}\" id=\"{}\">", level, size, id);
    }

    std::string_view html_;
    std::set<std::string> ids_;
    std::map<std::string, int> numbers_;  ///< by the words of the headings
};

/// Each heading stands one level below the one that it belongs to, whatever numbers its author gave them.
void close_gaps(cmark_node* document, int highest) {
    const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> nodes(cmark_iter_new(document), &cmark_iter_free);
    std::vector<int> written;  // levels of the headings that the next one may belong to
    for (cmark_event_type event; (event = cmark_iter_next(nodes.get())) != CMARK_EVENT_DONE;) {
        cmark_node* node = cmark_iter_get_node(nodes.get());
        if (event != CMARK_EVENT_ENTER || cmark_node_get_type(node) != CMARK_NODE_HEADING) continue;
        const int level = cmark_node_get_heading_level(node);
        while (!written.empty() && written.back() >= level) written.pop_back();
        cmark_node_set_heading_level(node, std::min(highest + static_cast<int>(written.size()), 6));
        written.push_back(level);
    }
}

}  // namespace

std::string render_markdown(std::string_view markdown, Headings headings) {
    // cmark remembers that they are registered, but not in a way that several threads may ask at once.
    static const bool registered = (cmark_gfm_core_extensions_ensure_registered(), true);
    static_cast<void>(registered);
    constexpr int options =
        CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8;  // safe mode is the default: CMARK_OPT_UNSAFE is not set
    const std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)> parser(
        cmark_parser_new(options), &cmark_parser_free
    );
    cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
    const std::unique_ptr<cmark_node, decltype(&cmark_node_free)> document(
        cmark_parser_finish(parser.get()), &cmark_node_free
    );
    if (document) close_gaps(document.get(), static_cast<int>(headings));
    const std::unique_ptr<char, decltype(&std::free)> html(
        cmark_render_html(document.get(), options, cmark_parser_get_syntax_extensions(parser.get())), &std::free
    );
    if (!document || !html) throw std::runtime_error("Markdown cannot be rendered");
    return Dresser(html.get()).dressed();
}

}  // namespace guildhall::catalogue::internal
