#include <curl/curl.h>

#include "registers/addresses.hpp"

namespace guildhall::registers {
namespace {

constexpr std::size_t most_bytes = 256 * 1024;

std::size_t take(char* data, std::size_t size, std::size_t count, void* out) {
    auto& body = *static_cast<std::string*>(out);
    if (body.size() + size * count > most_bytes) return 0;
    body.append(data, size * count);
    return size * count;
}

base::Error no_answer(std::string why) {
    return {
        base::ErrorCode::unavailable, {"The list of addresses does not answer."}, {"address server: " + std::move(why)}
    };
}

class ServerAddresses final : public AddressSource {
public:
    explicit ServerAddresses(AddressServer server) : server_(std::move(server)) {}

    [[nodiscard]] base::Result<std::vector<PostalAddress>> find(std::string_view asked) const override {
        const std::unique_ptr<CURL, void (*)(CURL*)> handle{curl_easy_init(), curl_easy_cleanup};
        if (!handle) return no_answer("no memory");
        const std::unique_ptr<char, void (*)(void*)> query{
            curl_easy_escape(handle.get(), asked.data(), static_cast<int>(std::min<std::size_t>(asked.size(), 200))),
            curl_free
        };
        if (!query) return no_answer("no memory");
        const std::string url =
            server_.url + (server_.url.find('?') == std::string::npos ? "?" : "&") + "query=" + query.get();
        std::string body;
        curl_slist* headers = curl_slist_append(nullptr, "Accept: application/json");
        if (!server_.token.empty())
            headers = curl_slist_append(headers, ("Authorization: Bearer " + server_.token).c_str());
        const std::unique_ptr<curl_slist, void (*)(curl_slist*)> owned{headers, curl_slist_free_all};
        curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
        curl_easy_setopt(handle.get(), CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(handle.get(), CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(server_.timeout.count()));
        curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, take);
        curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &body);
        if (!server_.certificate_authorities.empty())
            curl_easy_setopt(handle.get(), CURLOPT_CAINFO, server_.certificate_authorities.c_str());
        if (const CURLcode code = curl_easy_perform(handle.get()); code != CURLE_OK)
            return no_answer(curl_easy_strerror(code));
        long status = 0;
        curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
        if (status != 200) return no_answer("status " + std::to_string(status));
        return read_addresses(body);
    }

private:
    AddressServer server_;
};

}  // namespace

std::unique_ptr<AddressSource> addresses_from(AddressServer server) {
    return std::make_unique<ServerAddresses>(std::move(server));
}

}  // namespace guildhall::registers
