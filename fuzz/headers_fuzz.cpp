// Header values that we read ourselves, and what becomes of them in a response. The input's lines are the values.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "http/internal/compression.hpp"
#include "http/internal/origin_check.hpp"
#include "http/internal/read_body.hpp"
#include "http/internal/write_head.hpp"
#include "http/rate_limit.hpp"

namespace {

using namespace guildhall;

void expect(bool holds) {
    if (!holds) std::abort();
}

/// A head is lines that end in CRLF and an empty one; no value may add another.
void check_head(const http::Response& response) {
    const std::string head = http::response_head(response, true, true, base::Instant{});
    expect(head.ends_with("\r\n\r\n"));
    expect(head.find("\r\n\r\n") == head.size() - 4);
    std::size_t lines = 0;
    for (const char c : head) lines += c == '\n' ? 1U : 0U;
    // Status line, what the response has, Content-Length, Connection, Date, the empty line.
    expect(lines <= response.headers.entries().size() + 5);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = base::text_of(base::ByteView(data, size));
    static const http::OriginCheck check("https://example.org");
    static const http::ClientAddress addresses({"127.0.0.1", "::1", "10.0.0.1"});
    http::Request request;
    for (const auto line : base::split(text, '\n')) {
        (void)http::accepts_encoding(line, "gzip");
        if (const auto address = http::canonical_address(line)) {
            expect(http::canonical_address(*address) == address);
            expect(!http::rate_limit_key(*address).empty());
        }
        http::Headers origin;
        origin.add("Origin", std::string(line));
        // The browser's own spelling alone is ours.
        expect(check.allows(origin) == (line == "https://example.org"));
        request.headers.add("X-Forwarded-For", std::string(line));
    }
    // Whoever stands in front, the client's address is an address or that of the connection.
    const std::string client = addresses.of("127.0.0.1", request.headers);
    expect(client == "127.0.0.1" || http::canonical_address(client) == client);

    check_head(http::Response::redirect("/" + std::string(text)));
    return 0;
}
