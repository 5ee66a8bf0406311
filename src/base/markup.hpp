#pragma once
/// Text inside markup, of HTML or of XML.

#include <string>
#include <string_view>

namespace guildhall::base {

/// `&`, `<`, `>` and both quotes as character references, so that text stays text in an element and in an attribute.
void append_escaped(std::string& out, std::string_view text);
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace guildhall::base
