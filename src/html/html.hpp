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
    Html& operator+=(const Html& other) { markup_ += other.markup_; return *this; }
    friend Html operator+(Html a, const Html& b) { a += b; return a; }

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

/// Attributes in the order given; a name without a value is written bare.
struct Attribute { std::string name; std::string value; bool bare = false; };
using Attributes = std::vector<Attribute>;

/// `<name attributes>children</name>`, or a void element when the name is one (`input`, `br`, …).
[[nodiscard]] Html element(std::string_view name, const Attributes& attributes, const Html& children = {});

}  // namespace guildhall::html
