#pragma once
/// Builds markup into one string. Private to the room: here alone string literals become markup.

#include <string>
#include <string_view>

#include "base/markup.hpp"
#include "html/html.hpp"

namespace guildhall::html::internal {

class Markup {
public:
    /// Markup written in this room. Never a value that came in.
    Markup& raw(std::string_view literal) {
        out_ += literal;
        return *this;
    }
    Markup& text(std::string_view value) {
        base::append_escaped(out_, value);
        return *this;
    }
    Markup& add(const Html& html) {
        out_ += html.text();
        return *this;
    }
    Markup& add(const Content& content) {
        out_ += content.html().text();
        return *this;
    }

    /// ` name="value"`
    Markup& attribute(std::string_view name, std::string_view value) {
        out_ += ' ';
        out_ += name;
        out_ += "=\"";
        base::append_escaped(out_, value);
        out_ += '"';
        return *this;
    }
    /// ` name="value"` when the value is not empty
    Markup& attribute_if(std::string_view name, std::string_view value) {
        return value.empty() ? *this : attribute(name, value);
    }
    /// ` name` when the flag is set
    Markup& flag(std::string_view name, bool set) {
        if (set) {
            out_ += ' ';
            out_ += name;
        }
        return *this;
    }
    Markup& attributes(const Attributes& all) {
        for (const Attribute& one : all) {
            if (one.bare) {
                flag(one.name, true);
            } else {
                attribute(one.name, one.value);
            }
        }
        return *this;
    }
    /// ` class="base more"`
    Markup& classes(std::string_view base, std::string_view more = {}, std::string_view still_more = {}) {
        out_ += " class=\"";
        out_ += base;
        for (const std::string_view extra : {more, still_more}) {
            if (!extra.empty()) {
                out_ += ' ';
                base::append_escaped(out_, extra);
            }
        }
        out_ += '"';
        return *this;
    }
    [[nodiscard]] Html take() { return trusted(std::move(out_)); }

private:
    std::string out_;
};

/// Two space-separated lists (class names, ids) as one.
[[nodiscard]] inline std::string spaced(std::string_view a, std::string_view b) {
    std::string both(a);
    if (!a.empty() && !b.empty()) {
        both += ' ';
    }
    both += b;
    return both;
}

}  // namespace guildhall::html::internal
