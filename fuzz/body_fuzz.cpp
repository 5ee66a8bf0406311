// A request's query, content type and body together: the first two lines are query and content type, the rest is the
// body. Whatever is read, form and raw body exclude each other.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "http/internal/read_body.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace guildhall;
    std::string_view rest = base::text_of(base::ByteView(data, size));
    const auto line = [&] {
        const auto end = rest.find('\n');
        const auto found = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        return found;
    };
    const auto query = line();
    http::Request request;
    request.method = http::Method::post;
    request.headers.add("Content-Type", std::string(line()));
    http::read_cookies(request);
    if (http::read_contents(request, query, std::string(rest))) return 0;
    const bool has_form = !request.form.entries().empty() || !request.files.empty();
    if (has_form && !request.body.empty()) std::abort();
    return 0;
}
