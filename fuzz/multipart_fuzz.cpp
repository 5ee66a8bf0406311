// Multipart bodies: no part reaches beyond the body, and no text field is anything but text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.hpp"
#include "http/form.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace guildhall;
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    // A boundary of one character, so that the fuzzer soon writes some.
    const auto form = http::parse_multipart(body, "x");
    if (!form) return 0;
    std::size_t total = 0;
    for (const auto& [name, value] : form->fields.entries()) {
        if (!base::is_valid_utf8(name) || !base::is_valid_utf8(value)) std::abort();
        total += value.size();
    }
    for (const auto& file : form->files) {
        if (!base::is_valid_utf8(file.field) || !base::is_valid_utf8(file.file_name)) std::abort();
        total += file.body.size();
    }
    if (total > size) std::abort();
    if (form->fields.entries().size() + form->files.size() > http::FormLimits{}.parts) std::abort();
    return 0;
}
