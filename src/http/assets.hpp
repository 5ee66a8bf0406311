#pragma once
/// Static files (styles, script, fonts, icons), in memory, under URLs that change with their content.

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/route.hpp"

namespace guildhall::http {

/// Immutable after loading; thread-safe. Its route borrows it.
class Assets {
public:
    /// Every regular file below `directory` (names of a-z, 0-9, `.`, `_`, `-` in any case; at most 8 MB each, 64 MB
    /// together; hidden files are left out), with gzip and brotli forms of those that shrink. A file of a type that is
    /// not known is refused: a wrong folder shows at start.
    /// `appended` stands after the text of the file of that name (a place's colours after the style sheet).
    [[nodiscard]] static base::Result<Assets> load(
        const std::filesystem::path& directory, const std::map<std::string, std::string>& appended = {}
    );
    Assets(Assets&&) noexcept;
    Assets& operator=(Assets&&) noexcept;
    ~Assets();

    /// `/assets/app-5f0c2a91d3.css` for `app.css`. Throws std::invalid_argument when there is no such file: a bug of
    /// the page. A style sheet's own references (`url(fonts/a.woff2)`) are rewritten to these when it is loaded.
    [[nodiscard]] const std::string& url(std::string_view file) const;

    /// `GET /assets/{file*}`: immutable for a year under the hashed name; under the plain name (which outside pages may
    /// link to) revalidated by ETag.
    [[nodiscard]] Route route() const;

private:
    struct Set;
    explicit Assets(std::unique_ptr<Set> set);
    std::unique_ptr<Set> set_;
};

}  // namespace guildhall::http
