#include "walking/internal/browser.hpp"

#include <curl/curl.h>

namespace guildhall::walking::internal {
namespace {

constexpr std::size_t most_bytes = 20'000'000;

std::size_t take(char* data, std::size_t size, std::size_t count, void* out) {
    auto& body = *static_cast<std::string*>(out);
    if (body.size() + size * count > most_bytes) return 0;
    body.append(data, size * count);
    return size * count;
}

/// `http://localhost:8080` of an address; empty of a path.
std::string origin_of(const std::string& address) {
    const auto scheme = address.find("://");
    if (scheme == std::string::npos || address.starts_with('/')) return {};
    return address.substr(0, address.find_first_of("/?#", scheme + 3));
}

/// The names of this machine mean the same: a site that knows itself by one is asked by another.
std::string with_one_name(std::string origin) {
    for (const std::string_view name : {"://127.0.0.1", "://[::1]"}) {
        if (const auto at = origin.find(name); at != std::string::npos)
            return origin.replace(at, name.size(), "://localhost");
    }
    return origin;
}

}  // namespace

struct Browser::Curl {
    CURL* handle = curl_easy_init();
    curl_slist* headers = nullptr;
    ~Curl() {
        curl_slist_free_all(headers);
        curl_easy_cleanup(handle);
    }
};

Browser::Browser(std::string origin, std::string language)
    : origin_(std::move(origin)), language_(std::move(language)), curl_(std::make_unique<Curl>()) {
    curl_easy_setopt(curl_->handle, CURLOPT_COOKIEFILE, "");
    curl_easy_setopt(curl_->handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl_->handle, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl_->handle, CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(curl_->handle, CURLOPT_NOSIGNAL, 1L);
}

Browser::~Browser() = default;

base::Result<Page> Browser::perform(const std::string& path) {
    Page page;
    const std::string elsewhere = origin_of(path);
    curl_easy_setopt(curl_->handle, CURLOPT_URL, (elsewhere.empty() ? origin_ + path : path).c_str());
    // A form is sent by its site's own page, and the server checks that.
    curl_slist_free_all(curl_->headers);
    curl_->headers = curl_slist_append(nullptr, ("Accept-Language: " + language_).c_str());
    curl_->headers =
        curl_slist_append(curl_->headers, ("Origin: " + (elsewhere.empty() ? origin_ : elsewhere)).c_str());
    curl_->headers = curl_slist_append(curl_->headers, "Expect:");
    curl_easy_setopt(curl_->handle, CURLOPT_HTTPHEADER, curl_->headers);
    curl_easy_setopt(curl_->handle, CURLOPT_WRITEDATA, &page.body);
    const CURLcode code = curl_easy_perform(curl_->handle);
    if (code != CURLE_OK)
        return base::Error{
            base::ErrorCode::unavailable, {"The server does not answer."}, {path + ": " + curl_easy_strerror(code)}
        };
    long status = 0;
    curl_easy_getinfo(curl_->handle, CURLINFO_RESPONSE_CODE, &status);
    page.status = static_cast<int>(status);
    const char* location = nullptr;
    curl_easy_getinfo(curl_->handle, CURLINFO_REDIRECT_URL, &location);
    if (location) {
        page.location = location;
        const std::string target = origin_of(page.location);
        if (with_one_name(target) == with_one_name(origin_)) page.location.erase(0, target.size());
    }
    return page;
}

std::string Browser::cookies() const {
    std::string out;
    curl_slist* list = nullptr;
    curl_easy_getinfo(curl_->handle, CURLINFO_COOKIELIST, &list);
    for (const curl_slist* at = list; at; at = at->next) {
        // Netscape's format: seven fields, the last two are name and value.
        const std::string_view line = at->data;
        const auto value = line.rfind('\t');
        if (value == std::string_view::npos || value == 0) continue;
        const auto name = line.rfind('\t', value - 1);
        if (name == std::string_view::npos) continue;
        out += (out.empty() ? "" : "; ") + std::string{line.substr(name + 1, value - name - 1)} + "=" +
               std::string{line.substr(value + 1)};
    }
    curl_slist_free_all(list);
    return out;
}

base::Result<Page> Browser::get(const std::string& path) {
    curl_easy_setopt(curl_->handle, CURLOPT_HTTPGET, 1L);
    return perform(path);
}

base::Result<Page> Browser::post(
    const std::string& path, const Fields& fields, const std::vector<File>& files, bool multipart
) {
    if (!multipart) {
        std::string body;
        for (const auto& [name, value] : fields) {
            char* encoded_name = curl_easy_escape(curl_->handle, name.data(), static_cast<int>(name.size()));
            char* encoded = curl_easy_escape(curl_->handle, value.data(), static_cast<int>(value.size()));
            body += (body.empty() ? "" : "&") + std::string{encoded_name} + "=" + encoded;
            curl_free(encoded_name);
            curl_free(encoded);
        }
        curl_easy_setopt(curl_->handle, CURLOPT_POST, 1L);
        curl_easy_setopt(curl_->handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        curl_easy_setopt(curl_->handle, CURLOPT_POSTFIELDS, body.c_str());
        return perform(path);
    }
    curl_mime* mime = curl_mime_init(curl_->handle);
    for (const auto& [name, value] : fields) {
        curl_mimepart* part = curl_mime_addpart(mime);
        curl_mime_name(part, name.c_str());
        curl_mime_data(part, value.data(), value.size());
    }
    for (const File& file : files) {
        curl_mimepart* part = curl_mime_addpart(mime);
        curl_mime_name(part, file.field.c_str());
        curl_mime_filename(part, file.name.c_str());
        curl_mime_type(part, file.type.c_str());
        curl_mime_data(part, file.bytes.data(), file.bytes.size());
    }
    curl_easy_setopt(curl_->handle, CURLOPT_MIMEPOST, mime);
    auto page = perform(path);
    curl_easy_setopt(curl_->handle, CURLOPT_MIMEPOST, nullptr);
    curl_mime_free(mime);
    return page;
}

}  // namespace guildhall::walking::internal
