#include "http/assets.hpp"

#include <cstdio>
#include <fstream>
#include <stdexcept>

#include <openssl/evp.h>

#include "base/text.hpp"
#include "http/internal/compression.hpp"

namespace guildhall::http {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "/assets/";
constexpr std::uintmax_t largest_file = 8 * 1024 * 1024;
constexpr std::uintmax_t largest_set = 64 * 1024 * 1024;

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> content_types{{
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".txt", "text/plain; charset=utf-8"},
}};

std::string_view content_type_of(const fs::path& file) {
    const std::string extension = base::to_lower_ascii(file.extension().string());
    for (const auto& [known, type] : content_types) {
        if (extension == known) return type;
    }
    return {};
}

base::Error refused(const fs::path& file, std::string_view why) {
    const std::string text = fmt::format("{}: {}", file.string(), why);
    return {base::ErrorCode::invalid_input, {text}, {text}};
}

bool is_asset_name(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-' || c == '/';
    });
}

/// 60 bits are plenty to tell the versions of one file apart.
std::string content_hash(std::string_view content) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    std::size_t size = 0;
    if (EVP_Q_digest(nullptr, "SHA256", nullptr, content.data(), content.size(), digest.data(), &size) != 1) {
        throw std::runtime_error("SHA-256 is not available");
    }
    return base::to_hex(base::ByteView(digest.data(), 8)).substr(0, 15);
}

std::string hashed_url(const std::string& name, const std::string& hash) {
    const std::size_t dot = name.rfind('.');
    return fmt::format("{}{}-{}{}", prefix, name.substr(0, dot), hash, name.substr(dot));
}

/// `fonts/a.woff2` for `../fonts/a.woff2` in `css/app.css`, or for `/assets/fonts/a.woff2`.
std::string resolve(const std::string& sheet, std::string_view reference) {
    reference = reference.substr(0, reference.find_first_of("?#"));
    if (reference.starts_with(prefix)) return std::string(reference.substr(prefix.size()));
    return (fs::path(sheet).parent_path() / reference).lexically_normal().generic_string();
}

/// Points the references of a style sheet to hashed URLs; references to anything but our files stay.
std::string rewrite_references(
    const std::string& sheet, std::string_view css, const std::map<std::string, std::string, std::less<>>& urls
) {
    constexpr std::string_view opening = "url(";
    std::string rewritten;
    while (true) {
        const std::size_t start = css.find(opening);
        const std::size_t end = start == std::string_view::npos ? start : css.find(')', start);
        if (end == std::string_view::npos) return rewritten.append(css);
        const std::size_t begin = start + opening.size();
        std::string_view reference = base::trimmed(css.substr(begin, end - begin));
        if (reference.size() >= 2 && (reference.front() == '"' || reference.front() == '\'') &&
            reference.back() == reference.front()) {
            reference = reference.substr(1, reference.size() - 2);
        }
        const auto known = urls.find(resolve(sheet, reference));
        if (known == urls.end()) {
            rewritten.append(css.substr(0, end + 1));
        } else {
            rewritten.append(css.substr(0, start)).append("url(\"").append(known->second).append("\")");
        }
        css.remove_prefix(end + 1);
    }
}

/// What shrinks by less is sent as it is: images and fonts are compressed already.
bool is_worth_it(std::string_view plain, std::string_view compressed) {
    return compressed.size() + compressed.size() / 10 < plain.size();
}

struct Asset {
    std::string content_type;
    std::string hash;
    std::string plain;
    std::string gzip;  ///< empty when it does not shrink
    std::string brotli;
};

bool names_etag(std::string_view if_none_match, std::string_view hash) {
    for (const std::string_view item : base::split(if_none_match, ',')) {
        std::string_view tag = base::trimmed(item);
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag == "*") return true;
        if (tag.size() > hash.size() + 1 && tag.substr(1).starts_with(hash)) return true;
    }
    return false;
}

Response respond(const Asset& asset, const Request& request, bool immutable) {
    Response response;
    response.headers.add("Content-Type", asset.content_type);
    response.headers.add("Cache-Control", immutable ? "public, max-age=31536000, immutable" : "public, no-cache");
    const bool varies = !asset.gzip.empty() || !asset.brotli.empty();
    if (varies) response.headers.add("Vary", "Accept-Encoding");
    const auto accept = request.headers.find("Accept-Encoding").value_or("");
    const std::string* content = &asset.plain;
    std::string_view coding;
    if (!asset.brotli.empty() && accepts_encoding(accept, "br")) {
        content = &asset.brotli;
        coding = "br";
    } else if (!asset.gzip.empty() && accepts_encoding(accept, "gzip")) {
        content = &asset.gzip;
        coding = "gzip";
    }
    // Each coding is a representation of its own, with its own tag (RFC 9110 section 8.8.3).
    response.headers.add(
        "ETag", coding.empty() ? fmt::format("\"{}\"", asset.hash) : fmt::format("\"{}-{}\"", asset.hash, coding)
    );
    if (const auto known = request.headers.find("If-None-Match"); known && names_etag(*known, asset.hash)) {
        response.status = 304;
        return response;
    }
    if (!coding.empty()) response.headers.add("Content-Encoding", std::string(coding));
    response.body = *content;
    return response;
}

base::Result<std::map<std::string, std::string, std::less<>>> read_files(const fs::path& directory) {
    std::map<std::string, std::string, std::less<>> files;
    std::uintmax_t total = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().filename().string().starts_with('.')) {
            if (entry->is_directory()) entry.disable_recursion_pending();
            continue;
        }
        if (!entry->is_regular_file()) continue;
        const std::string name = entry->path().lexically_relative(directory).generic_string();
        if (!is_asset_name(name))
            return refused(entry->path(), "an asset's name is made of letters, digits, `.`, `_` and `-`");
        if (content_type_of(entry->path()).empty()) return refused(entry->path(), "files of this type are not served");
        const auto size = entry->file_size();
        total += size;
        if (size > largest_file || total > largest_set) return refused(entry->path(), "the assets are too large");
        std::ifstream stream(entry->path(), std::ios::binary);
        std::string content((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
        if (!stream || content.size() != size) return refused(entry->path(), "cannot be read");
        files.emplace(name, std::move(content));
    }
    if (error) return refused(directory, error.message());
    return files;
}

}  // namespace

struct Assets::Set {
    std::map<std::string, std::string, std::less<>> urls;                        ///< by file name
    std::map<std::string, std::shared_ptr<const Asset>, std::less<>> by_hashed;  ///< by what follows the prefix
    std::map<std::string, std::shared_ptr<const Asset>, std::less<>> by_name;

    void add(const std::string& name, std::string content) {
        auto asset = std::make_shared<Asset>();
        asset->content_type = std::string(content_type_of(name));
        asset->hash = content_hash(content);
        asset->gzip = gzip(content, 9);
        asset->brotli = brotli(content);
        if (!is_worth_it(content, asset->gzip)) asset->gzip.clear();
        if (!is_worth_it(content, asset->brotli)) asset->brotli.clear();
        asset->plain = std::move(content);
        std::string url = hashed_url(name, asset->hash);
        by_hashed.emplace(url.substr(prefix.size()), asset);
        by_name.emplace(name, std::move(asset));
        urls.emplace(name, std::move(url));
    }
};

Assets::Assets(std::unique_ptr<Set> set) : set_(std::move(set)) {}
Assets::Assets(Assets&&) noexcept = default;
Assets& Assets::operator=(Assets&&) noexcept = default;
Assets::~Assets() = default;

base::Result<Assets> Assets::load(const fs::path& directory, const std::map<std::string, std::string>& appended) {
    auto files = read_files(directory);
    if (!files) return files.error();
    for (const auto& [name, text] : appended) {
        const auto file = files->find(name);
        if (file == files->end()) return refused(directory / name, "is missing");
        file->second += text;
    }
    auto set = std::make_unique<Set>();
    const auto is_sheet = [](const std::string& name) { return name.ends_with(".css"); };
    // Style sheets last: their text, and so their hash, holds the hashed names of the others.
    for (auto& [name, content] : *files) {
        if (!is_sheet(name)) set->add(name, std::move(content));
    }
    for (auto& [name, content] : *files) {
        if (is_sheet(name)) set->add(name, rewrite_references(name, content, set->urls));
    }
    return Assets(std::move(set));
}

const std::string& Assets::url(std::string_view file) const {
    const auto found = set_->urls.find(file);
    if (found == set_->urls.end()) throw std::invalid_argument(fmt::format("no asset is called {}", file));
    return found->second;
}

Route Assets::route() const {
    return Route(
        Method::get, std::string(prefix) + "{file*}", Access::same_for_all,
        [set = set_.get()](const Request& request, const Caller&) -> base::Result<Response> {
            const std::string_view file = request.parameter("file");
            if (const auto found = set->by_hashed.find(file); found != set->by_hashed.end()) {
                return respond(*found->second, request, true);
            }
            if (const auto found = set->by_name.find(file); found != set->by_name.end()) {
                return respond(*found->second, request, false);
            }
            return base::Error{base::ErrorCode::not_found, {"There is no file at this address."}, {}};
        }
    );
}

}  // namespace guildhall::http
