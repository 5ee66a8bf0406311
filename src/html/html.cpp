#include "html/html.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "html/internal/markup.hpp"

namespace guildhall::html {

namespace {

/// HTML Living Standard, 13.1.2: elements that have no end tag.
constexpr std::array<std::string_view, 13> void_elements{"area",  "base", "br",   "col",    "embed", "hr", "img",
                                                         "input", "link", "meta", "source", "track", "wbr"};

[[maybe_unused]] bool is_name(std::string_view name) {
    const auto is_name_character = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == ':' || c == '.';
    };
    return !name.empty() && std::all_of(name.begin(), name.end(), is_name_character);
}

}  // namespace

Html escape(std::string_view text) {
    std::string out = base::escaped(text);
    return Html(std::move(out));
}

Html trusted(std::string markup) {
    return Html(std::move(markup));
}

Html element(std::string_view name, const Attributes& attributes, const Html& children) {
    assert(is_name(name));
    assert(std::all_of(attributes.begin(), attributes.end(), [](const Attribute& a) { return is_name(a.name); }));
    internal::Markup markup;
    markup.raw("<").raw(name).attributes(attributes).raw(">");
    if (std::find(void_elements.begin(), void_elements.end(), name) != void_elements.end()) {
        assert(children.empty());
        return markup.take();
    }
    markup.add(children).raw("</").raw(name).raw(">");
    return markup.take();
}

Html join(std::initializer_list<Html> parts) {
    internal::Markup markup;
    for (const Html& part : parts) {
        markup.add(part);
    }
    return markup.take();
}

}  // namespace guildhall::html
