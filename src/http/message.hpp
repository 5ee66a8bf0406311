#pragma once
/// Requests and responses as plain data: what faces see. No third-party type, no coroutine.

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "base/result.hpp"

namespace guildhall::http {

enum class Method { get, head, post, put, patch, del, options };

/// `GET`, as it stands in a request line.
[[nodiscard]] std::string_view method_name(Method method);

/// Names compare without regard to ASCII case; order is kept.
class Headers {
public:
    void add(std::string name, std::string value);
    void set(std::string_view name, std::string value);
    /// The first value of that name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] std::size_t count(std::string_view name) const;
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& entries() const { return entries_; }

private:
    std::vector<std::pair<std::string, std::string>> entries_;
};

/// A file of a multipart form, in memory (bounded by the route's limit). A file input that was left empty makes none.
struct UploadedFile {
    std::string field;
    std::string file_name;     ///< as sent: for display only, never a path
    std::string content_type;  ///< as claimed
    base::Bytes body;
};

/// The fields of a query string or a form, in order; a name may come more than once.
class Fields {
public:
    void add(std::string name, std::string value);
    /// The first value, or empty.
    [[nodiscard]] std::string_view get(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& entries() const { return entries_; }

private:
    std::vector<std::pair<std::string, std::string>> entries_;
};

struct Request {
    Method method = Method::get;
    std::string path;                                                 ///< percent-decoded, no `..`, valid UTF-8
    std::map<std::string, std::string, std::less<>> path_parameters;  ///< `{service}` in the route
    Fields query;
    Fields form;  ///< of an urlencoded or multipart body
    std::vector<UploadedFile> files;
    Headers headers;
    std::map<std::string, std::string, std::less<>> cookies;
    std::string body;            ///< raw, when it is neither form
    std::string remote_address;  ///< of the client; behind a trusted proxy, what that says
    /// Of `path_parameters`, or empty.
    [[nodiscard]] std::string_view parameter(std::string_view name) const;
};

enum class SameSite { lax, strict };
struct Cookie {
    std::string name;
    std::string value;                            ///< empty with max_age 0: forget it
    std::optional<std::chrono::seconds> max_age;  ///< none: until the browser closes
    SameSite same_site = SameSite::lax;
};

struct Response {
    int status = 200;
    Headers headers;
    std::string body;
    std::vector<Cookie> cookies;  ///< HttpOnly always, Secure when the origin is https

    [[nodiscard]] static Response html(std::string markup, int status = 200);
    [[nodiscard]] static Response text(std::string body, std::string content_type, int status = 200);
    /// 303 See Other: after every POST. Bytes that may not stand in a URL are percent-encoded; whether the place is
    /// one of ours is the caller's to know (see `is_local_path`).
    [[nodiscard]] static Response redirect(std::string_view location);
};

/// The status that an error code is answered with.
[[nodiscard]] int status_of(base::ErrorCode code);

}  // namespace guildhall::http
