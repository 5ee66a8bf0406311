// Request paths: what passes has no dot segment, no empty segment but the last, no control character, and survives a
// round through percent-encoding.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "http/url.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace guildhall;
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    (void)http::is_local_path(raw);
    const auto path = http::decode_path(raw);
    if (!path) return 0;
    if (path->empty() || path->front() != '/' || !base::is_valid_utf8(*path)) std::abort();
    const auto segments = base::split(std::string_view(*path).substr(1), '/');
    std::string encoded;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (segments[i] == "." || segments[i] == "..") std::abort();
        if (segments[i].empty() && i + 1 < segments.size()) std::abort();
        if (segments[i].find_first_of(std::string_view("\\\0\r\n", 4)) != std::string_view::npos) std::abort();
        encoded += "/" + http::percent_encode(segments[i]);
    }
    if (encoded.size() > 2048) return 0;
    const auto again = http::decode_path(encoded);
    if (!again || *again != *path) std::abort();
    return 0;
}
