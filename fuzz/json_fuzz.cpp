// The JSON reader: any bytes are refused, or give a value whose own text reads as the same value.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/bytes.hpp"
#include "base/json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace guildhall;
    const auto read = base::Json::parse(base::text_of(base::ByteView(data, size)));
    if (!read) return 0;
    const std::string text = read->text();
    const auto again = base::Json::parse(text);
    if (!again || again->text() != text || !(*again == *read)) std::abort();
    const auto pretty = base::Json::parse(read->pretty());
    if (!pretty || !(*pretty == *read)) std::abort();
    return 0;
}
