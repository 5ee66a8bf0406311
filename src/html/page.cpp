#include "html/page.hpp"

#include "html/form.hpp"
#include "html/internal/markup.hpp"

namespace guildhall::html {

using internal::Markup;

std::string with_query(const std::string& path, const std::string& name, const std::string& value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out = path;
    out += path.find('?') == std::string::npos ? '?' : '&';
    out += name + "=";
    for (const char c : value) {
        const bool is_unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                   c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
        if (is_unreserved) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 0xFU];
        }
    }
    return out;
}

namespace {

/// What both frames put before their body.
struct Head {
    const std::string& title;
    const std::string& title_language;
    bool has_error;
    const std::string& language;
    bool right_to_left;
    const std::string& place;
    bool keep_out_of_search;
    const Assets& assets;
    const FrameWords& words;
};

void write_head(Markup& m, const Head& head) {
    m.raw("<!doctype html><html class=\"gh\"").attribute("lang", head.language);
    if (head.right_to_left) {
        m.attribute("dir", "rtl");
    }
    m.raw(R"(><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title)");
    m.attribute_if("lang", head.title_language).raw(">");
    if (head.has_error) {
        m.text(head.words.error_prefix);
    }
    m.text(head.title);
    if (!head.place.empty() && head.place != head.title) {
        m.raw(" – ").text(head.place);
    }
    m.raw(R"(</title><meta name="color-scheme" content="light dark"><meta name="theme-color")");
    m.attribute("content", head.assets.theme).raw(">");
    if (head.keep_out_of_search) {
        m.raw(R"(<meta name="robots" content="noindex">)");
    }
    if (!head.assets.font.empty()) {
        m.raw("<link rel=\"preload\"")
            .attribute("href", head.assets.font)
            .raw(R"( as="font" type="font/woff2" crossorigin>)");
    }
    m.raw("<link rel=\"stylesheet\"").attribute("href", head.assets.stylesheet).raw(">");
    m.raw("<link rel=\"icon\"").attribute("href", head.assets.icon).raw(R"( type="image/svg+xml">)");
    if (!head.assets.script.empty()) {
        m.raw("<script type=\"module\"").attribute("src", head.assets.script).raw("></script>");
    }
    m.raw("</head><body class=\"gh-body\">");
    m.add(skip_link({.text = head.words.skip_to_main, .href = "#main"}));
}

void write_link(Markup& m, std::string_view classes, const Link& link) {
    m.raw("<li><a").classes(classes).attribute("href", link.href).attribute_if("lang", link.language);
    m.attribute_if("hreflang", link.language);
    if (link.current) {
        m.raw(R"( aria-current="page")");
    }
    m.raw(">").add(link.text).raw("</a></li>");
}

/// The bar on top: the place's name, links, and signing in or out.
void write_header(
    Markup& m, const std::string& container, const std::string& place, const std::string& home,
    const std::vector<Link>& links, const std::optional<SignedIn>& signed_in, const std::string& sign_in_href,
    const FrameWords& words
) {
    m.raw("<header class=\"gh-header\"><div")
        .classes("gh-header__inner", container)
        .raw("><a class=\"gh-header__mark\"");
    m.attribute("href", home).raw(">").text(place).raw("</a>");
    if (!links.empty() || signed_in || !sign_in_href.empty()) {
        m.raw("<nav class=\"gh-header__nav\"")
            .attribute("aria-label", words.account)
            .raw("><ul class=\"gh-header__links\">");
        for (const Link& link : links) {
            write_link(m, "gh-header__link", link);
        }
        if (signed_in) {
            m.raw("<li><form method=\"post\"").attribute("action", signed_in->sign_out_action).raw(">");
            m.add(hidden_field("csrf", signed_in->csrf));
            m.raw("<button type=\"submit\" class=\"gh-header__link\">").text(words.sign_out);
            m.raw("</button></form></li>");
        } else if (!sign_in_href.empty()) {
            write_link(m, "gh-header__link", {.text = words.sign_in, .href = sign_in_href});
        }
        m.raw("</ul></nav>");
    }
    m.raw("</div></header>");
}

void write_languages(Markup& m, const Page& page) {
    if (page.languages.size() < 2) {
        return;
    }
    m.raw("<nav class=\"gh-languages\"").attribute("aria-label", page.words.languages);
    m.raw("><div class=\"govuk-width-container\"><ul class=\"gh-languages__list\">");
    for (const Link& link : page.languages) {
        write_link(m, "gh-languages__link", link);
    }
    m.raw("</ul></div></nav>");
}

void write_acting(Markup& m, const ActingFor& acting) {
    m.raw("<section class=\"gh-acting\"").attribute("aria-label", acting.label);
    m.raw("><div class=\"govuk-width-container gh-acting__inner\"><p class=\"gh-acting__words\">").text(acting.text);
    m.raw("</p><div class=\"gh-acting__ways\"><form method=\"post\"").attribute("action", acting.stop_action).raw(">");
    m.add(hidden_field("csrf", acting.csrf));
    m.raw("<button type=\"submit\" class=\"gh-acting__way\">").text(acting.stop).raw("</button></form>");
    if (!acting.others.href.empty()) {
        m.raw("<a class=\"gh-acting__way\"")
            .attribute("href", acting.others.href)
            .raw(">")
            .add(acting.others.text)
            .raw("</a>");
    }
    m.raw("</div></div></section>");
}

void write_footer(Markup& m, const Page& page) {
    m.raw("<footer class=\"gh-footer\"><div class=\"govuk-width-container\">");
    if (!page.path.empty()) {
        m.raw("<p class=\"gh-footer__feedback\"><a class=\"gh-footer__link\"");
        m.attribute("href", with_query(page.feedback_href, "page", page.path))
            .raw(">")
            .text(page.words.feedback)
            .raw("</a></p>");
    }
    if (!page.footer.empty()) {
        m.raw("<nav").attribute("aria-label", page.words.about).raw("><ul class=\"gh-footer__links\">");
        for (const Link& link : page.footer) {
            write_link(m, "gh-footer__link", link);
        }
        m.raw("</ul></nav>");
    }
    if (!page.about.empty()) {
        m.raw("<p class=\"gh-footer__about\">").text(page.about).raw("</p>");
    }
    m.raw("</div></footer>");
}

}  // namespace

Html page(const Page& options) {
    Markup m;
    write_head(
        m, {options.title, options.title_language, options.has_error, options.language, options.right_to_left,
            options.place, options.keep_out_of_search, options.assets, options.words}
    );
    write_header(
        m, "govuk-width-container", options.place, options.home, options.navigation, options.signed_in,
        options.sign_in_href, options.words
    );
    if (options.acting) {
        write_acting(m, *options.acting);
    }
    write_languages(m, options);
    const bool full = options.width == Width::full;
    if (!full) {
        m.raw("<div class=\"govuk-width-container\">");
    }
    m.raw("<main").classes(
        full ? "gh-main--full" : "govuk-main-wrapper", options.width == Width::reading ? "gh-main--reading" : ""
    );
    m.raw(" id=\"main\">");
    if (options.back) {
        BackLink back = *options.back;
        if (back.text.empty()) {
            back.text = options.words.back;
        }
        m.add(back_link(back));
    }
    m.add(options.main).raw("</main>");
    if (!full) {
        m.raw("</div>");
    }
    write_footer(m, options);
    return m.raw("</body></html>\n").take();
}

Html desk_page(const DeskPage& options) {
    Markup m;
    write_head(
        m, {options.title,
            {},
            options.has_error,
            options.language,
            false,
            options.place,
            true,
            options.assets,
            options.words}
    );
    write_header(
        m, "gh-header__inner--desk", options.place, options.home, options.navigation, options.signed_in, "",
        options.words
    );
    m.raw("<div class=\"gh-desk\"><nav class=\"gh-side\"")
        .attribute("aria-label", options.words.desk)
        .raw("><ul class=\"gh-side__list\">");
    for (const DeskLink& link : options.side) {
        m.raw("<li><a class=\"gh-side__link\"").attribute("href", link.href);
        if (link.current) {
            m.raw(R"( aria-current="page")");
        }
        m.raw("><span>").text(link.text).raw("</span>");
        if (link.count) {
            m.raw(" <span class=\"gh-side__count\">").raw(std::to_string(*link.count)).raw("</span>");
        }
        m.raw("</a></li>");
    }
    m.raw("</ul></nav><main class=\"gh-desk__main\" id=\"main\">").add(options.main).raw("</main></div>");
    return m.raw("</body></html>\n").take();
}

}  // namespace guildhall::html
