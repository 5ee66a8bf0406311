#include "walking/internal/forms.hpp"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace guildhall::walking::internal {
namespace {

std::string attribute(const xmlNode* node, const char* name) {
    const std::unique_ptr<xmlChar, void (*)(void*)> value{
        xmlGetProp(node, reinterpret_cast<const xmlChar*>(name)), xmlFree
    };
    return value ? reinterpret_cast<const char*>(value.get()) : "";
}

bool is(const xmlNode* node, const char* name) {
    return node->type == XML_ELEMENT_NODE && std::strcmp(reinterpret_cast<const char*>(node->name), name) == 0;
}

std::string text_of(const xmlNode* node) {
    const std::unique_ptr<xmlChar, void (*)(void*)> content{xmlNodeGetContent(node), xmlFree};
    std::string out;
    for (const char c : std::string{content ? reinterpret_cast<const char*>(content.get()) : ""}) {
        const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!blank) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

/// `form` is the place in `page.forms` of the form around, or -1.
void read(const xmlNode* node, ReadPage& page, std::ptrdiff_t form) {
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) continue;
        std::ptrdiff_t inside = form;
        if (is(node, "form") && (attribute(node, "method") == "post" || attribute(node, "method") == "POST")) {
            page.forms.push_back(
                {attribute(node, "action"), attribute(node, "enctype") == "multipart/form-data", {}, {}}
            );
            inside = static_cast<std::ptrdiff_t>(page.forms.size()) - 1;
        } else if (is(node, "h1") && page.heading.empty()) {
            page.heading = text_of(node);
        } else if (attribute(node, "class").find("govuk-error-summary") != std::string::npos && page.errors.empty()) {
            page.errors = text_of(node);
        }
        if (inside >= 0 && (is(node, "input") || is(node, "select") || is(node, "textarea") || is(node, "button"))) {
            const std::string name = attribute(node, "name");
            Form& own = page.forms[static_cast<std::size_t>(inside)];
            if (is(node, "input") && attribute(node, "type") == "hidden") {
                own.hidden.emplace_back(name, attribute(node, "value"));
            } else if (!name.empty()) {
                own.controls.push_back(name);
            }
        }
        read(node->children, page, inside);
    }
}

}  // namespace

const Form* ReadPage::form_to(std::string_view action) const {
    const auto at = std::find_if(forms.begin(), forms.end(), [&](const Form& form) { return form.action == action; });
    return at == forms.end() ? nullptr : &*at;
}

ReadPage read_page(const std::string& html) {
    ReadPage page;
    const std::unique_ptr<xmlDoc, void (*)(xmlDocPtr)> document{
        htmlReadMemory(
            html.data(), static_cast<int>(html.size()), nullptr, "utf-8",
            HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET
        ),
        xmlFreeDoc
    };
    if (document) read(xmlDocGetRootElement(document.get()), page, -1);
    return page;
}

}  // namespace guildhall::walking::internal
