// Files that people hand in: what they are, the pictures cleaned, and the names they come under. What was cleaned is
// clean: cleaning it again changes nothing.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.hpp"
#include "documents/documents.hpp"
#include "documents/internal/clean.hpp"
#include "documents/internal/media_type.hpp"

namespace {

using namespace guildhall;

void expect(bool holds) {
    if (!holds) std::abort();
}

template <typename Clean>
void check(Clean clean, base::ByteView bytes) {
    const auto cleaned = clean(bytes);
    if (!cleaned) return;
    const auto again = clean(*cleaned);
    expect(again.has_value() && *again == *cleaned);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const base::ByteView bytes(data, size);
    check(documents::clean_jpeg, bytes);
    check(documents::clean_png, bytes);
    check(documents::clean_webp, bytes);
    if (const auto orientation = documents::orientation_of(bytes)) {
        expect(*orientation >= 1 && *orientation <= 8);
        expect(documents::orientation_of(documents::tiff_with_orientation(*orientation)) == orientation);
    }
    (void)documents::media_type_of(bytes);

    const std::string name = documents::display_name(base::text_of(bytes));
    expect(!name.empty() && base::is_valid_utf8(name));
    expect(name.find_first_of(std::string_view("/\\\0\r\n", 5)) == std::string::npos);
    const std::string header = documents::attachment_header(name);
    for (const char c : header) expect(c >= 0x20 && c < 0x7f);
    return 0;
}
