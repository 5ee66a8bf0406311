#pragma once
/// HTML by type: `Html` is safe markup, `std::string` is text and is escaped when it goes in.

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guildhall::html {

/// Markup that is known to be safe. Made by `escape`, `trusted` and the components alone.
class Html {
public:
    Html() = default;
    [[nodiscard]] const std::string& text() const { return markup_; }
    [[nodiscard]] bool empty() const { return markup_.empty(); }
    Html& operator+=(const Html& other) {
        markup_ += other.markup_;
        return *this;
    }
    friend Html operator+(Html a, const Html& b) {
        a += b;
        return a;
    }

private:
    friend Html trusted(std::string markup);
    friend Html escape(std::string_view text);
    explicit Html(std::string markup) : markup_(std::move(markup)) {}
    std::string markup_;
};

/// Text as markup: `& < > " '` become entities.
[[nodiscard]] Html escape(std::string_view text);
/// Markup written by the program itself (string literals, rendered Markdown). Never for what came from outside.
[[nodiscard]] Html trusted(std::string markup);

/// What a component shows. Text is escaped on the way in; `Html` is taken as it is. Empty means "not there":
/// a component leaves the part out.
class Content {
public:
    Content() = default;
    Content(const char* text) : html_(escape(text)) {}         // NOLINT(google-explicit-constructor)
    Content(const std::string& text) : html_(escape(text)) {}  // NOLINT(google-explicit-constructor)
    Content(std::string_view text) : html_(escape(text)) {}    // NOLINT(google-explicit-constructor)
    Content(Html html) : html_(std::move(html)) {}             // NOLINT(google-explicit-constructor)
    [[nodiscard]] const Html& html() const { return html_; }
    [[nodiscard]] bool empty() const { return html_.empty(); }

private:
    Html html_;
};

/// Attributes in the order given; a name without a value is written bare.
struct Attribute {
    std::string name{};
    std::string value{};
    bool bare = false;
};
using Attributes = std::vector<Attribute>;

/// `<name attributes>children</name>`, or a void element when the name is one (`input`, `br`, …).
/// The names are the program's own words; an assertion guards their characters.
[[nodiscard]] Html element(std::string_view name, const Attributes& attributes, const Html& children = {});

/// Several pieces of markup, one after the other.
[[nodiscard]] Html join(std::initializer_list<Html> parts);

}  // namespace guildhall::html
