#include "payments/internal/api_client.hpp"

#include <curl/curl.h>

#include <memory>

#include <fmt/format.h>

#include "base/message.hpp"

namespace guildhall::payments::internal {
namespace {

constexpr std::size_t most_bytes = 8'000'000;

std::size_t take(char* data, std::size_t size, std::size_t count, void* out) {
    auto& body = *static_cast<std::string*>(out);
    if (body.size() + size * count > most_bytes) return 0;
    body.append(data, size * count);
    return size * count;
}

base::Error silent(std::string why) {
    return {base::ErrorCode::unavailable, base::by_key("paying.provider_silent"), {std::move(why)}};
}

using Headers = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

void add(Headers& headers, const std::string& line) {
    // The list's head stays the same but for the first line.
    curl_slist* all = curl_slist_append(headers.get(), line.c_str());
    if (!headers) headers.reset(all);
}

}  // namespace

base::Result<ApiAnswer> call(const ApiAddress& address, const ApiRequest& request) {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
    if (!curl) return silent("curl: no handle");
    CURL* handle = curl.get();
    Headers headers(nullptr, curl_slist_free_all);
    add(headers, "Authorization: Bearer " + address.key);
    add(headers, "Accept: application/json");
    add(headers, "Expect:");
    std::string sent;
    if (!request.body.is_null()) {
        sent = request.body.text();
        add(headers, "Content-Type: application/json");
    }
    if (!request.idempotency_key.empty()) add(headers, "Idempotency-Key: " + request.idempotency_key);
    std::string received;
    curl_easy_setopt(handle, CURLOPT_URL, (address.url + request.path).c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(address.timeout.count() / 2));
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(address.timeout.count()));
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &received);
    if (!address.certificate_authorities.empty())
        curl_easy_setopt(handle, CURLOPT_CAINFO, address.certificate_authorities.c_str());
    if (request.method != "GET") {
        curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(sent.size()));
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, sent.c_str());
    }
    // The detail names no address: a path of the provider may hold what only the person should have.
    if (const CURLcode code = curl_easy_perform(handle); code != CURLE_OK)
        return silent(fmt::format("payment provider: {} (curl {})", curl_easy_strerror(code), static_cast<int>(code)));
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    ApiAnswer answer{static_cast<int>(status), {}};
    if (!received.empty()) {
        auto read = base::Json::parse(received);
        // Gateways in between answer faults with pages of their own.
        if (!read && status < 400) return silent(fmt::format("payment provider: {} without JSON", status));
        if (read) answer.body = *std::move(read);
    }
    return answer;
}

}  // namespace guildhall::payments::internal
