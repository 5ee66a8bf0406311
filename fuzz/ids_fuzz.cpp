// What people and programs type as ids: references, UUIDs, hexadecimal, base64, times. What is read is written back.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/ids.hpp"

namespace {

void expect(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace guildhall;
    const base::ByteView bytes(data, size);
    const auto text = base::text_of(bytes);
    if (const auto reference = base::Reference::parse(text)) {
        const auto again = base::Reference::parse(reference->text());
        expect(again && *again == *reference);
    }
    if (const auto uuid = base::Uuid::parse(text)) expect(uuid->text() == text);
    if (const auto read = base::from_hex(text)) expect(base::from_hex(base::to_hex(*read)) == read);
    if (const auto read = base::from_base64(text)) expect(base::to_base64(*read) == text);
    if (const auto read = base::from_base64url(text)) expect(base::to_base64url(*read) == text);
    if (const auto instant = base::from_rfc3339(text)) {
        expect(base::from_rfc3339(base::to_rfc3339(*instant)) == instant);
    }
    const base::Bytes plain(bytes.begin(), bytes.end());
    expect(base::from_hex(base::to_hex(bytes)) == plain);
    expect(base::from_base64(base::to_base64(bytes)) == plain);
    expect(base::from_base64url(base::to_base64url(bytes)) == plain);
    return 0;
}
