// Any bytes as XML: refused with a complaint or read, and every text position lies in the file.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/xml.hpp"

namespace {

void check(const guildhall::base::XmlElement& element) {
    if (element.line < 1 || element.column < 1) std::abort();
    const auto position = element.position_of(element.text.size());
    if (position.line < 1 || position.column < 1) std::abort();
    for (const auto& child : element.children) check(child);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document =
        guildhall::base::parse_xml(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz.xml");
    if (document.root.has_value() == !document.complaints.empty()) std::abort();
    if (document.root) check(*document.root);
    return 0;
}
