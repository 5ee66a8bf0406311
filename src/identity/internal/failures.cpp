#include "identity/internal/failures.hpp"

#include <arpa/inet.h>

#include <array>

#include "base/bytes.hpp"

namespace guildhall::identity {
namespace {

constexpr store::Query count_one{
    "sign_in_failures.count",
    "INSERT INTO sign_in_failures (key, failures, window_start) VALUES ($1, 1, $2) "
    "ON CONFLICT (key) DO UPDATE SET "
    "failures = CASE WHEN sign_in_failures.window_start <= $3 THEN 1 ELSE sign_in_failures.failures + 1 END, "
    "window_start = CASE WHEN sign_in_failures.window_start <= $3 THEN $2 ELSE sign_in_failures.window_start END"
};
constexpr store::Query read_count{"sign_in_failures.read", "SELECT failures FROM sign_in_failures WHERE key = $1"};
// A few old rows go with every new one, so the table never holds more than the attempts of one window and some.
constexpr store::Query forget_old{
    "sign_in_failures.forget_old",
    "DELETE FROM sign_in_failures WHERE key IN "
    "(SELECT key FROM sign_in_failures WHERE window_start <= $1 AND key <> $2 ORDER BY window_start LIMIT 4)"
};
constexpr store::Query take_back{
    "sign_in_failures.take_back", "UPDATE sign_in_failures SET failures = failures - 1 WHERE key = $1 AND failures > 0"
};
constexpr store::Query forget{"sign_in_failures.forget", "DELETE FROM sign_in_failures WHERE key = $1"};

}  // namespace

std::string place_of(std::string_view remote_address) {
    const std::string text{remote_address};
    std::array<std::uint8_t, 16> bytes{};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
    const bool mapped = std::all_of(bytes.begin(), bytes.begin() + 10, [](std::uint8_t byte) { return byte == 0; }) &&
                        bytes[10] == 0xff && bytes[11] == 0xff;  // RFC 4291 section 2.5.5.2
    if (mapped) return fmt::format("{}.{}.{}.{}", bytes[12], bytes[13], bytes[14], bytes[15]);
    return base::to_hex(base::ByteView(bytes).first(8)) + "/64";
}

std::int64_t count_failure(
    store::WriteTransaction& transaction, const std::string& key, base::Instant now, std::chrono::seconds window
) {
    const std::int64_t over = base::to_micros(now - window);
    transaction.execute(forget_old, {over, key});
    transaction.execute(count_one, {key, base::to_micros(now), over});
    const auto row = transaction.query_one(read_count, {key});
    return row ? row->integer(0) : 0;
}

void forgive_one(store::WriteTransaction& transaction, const std::string& key) {
    transaction.execute(take_back, {key});
}

void forgive_all(store::WriteTransaction& transaction, const std::string& key) {
    transaction.execute(forget, {key});
}

}  // namespace guildhall::identity
