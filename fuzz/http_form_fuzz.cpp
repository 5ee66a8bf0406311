// Query strings, form bodies, cookies and content types: whatever the bytes, what is read is within the limits and is
// text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.hpp"
#include "http/cookie.hpp"
#include "http/form.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace guildhall;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto fields = http::parse_urlencoded(text)) {
        if (fields->entries().size() > http::FormLimits{}.fields) std::abort();
        for (const auto& [name, value] : fields->entries()) {
            if (!base::is_valid_utf8(name) || !base::is_valid_utf8(value)) std::abort();
            if (value.find('\0') != std::string::npos) std::abort();
        }
    }
    http::Cookies cookies;
    http::parse_cookies(text, cookies);
    // What was read as a cookie could have been set as one.
    for (const auto& [name, value] : cookies)
        (void)http::set_cookie_value({name, value, {}, http::SameSite::lax}, true);
    (void)http::parse_content_type(text);
    return 0;
}
