#pragma once
/// As much of a browser as a walk needs: GET and POST, cookies, no scripts.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace guildhall::walking::internal {

struct Page {
    int status = 0;
    std::string location;  ///< of a redirect
    std::string body;
};

struct File {
    std::string field;
    std::string name;
    std::string type;
    std::string bytes;
};
using Fields = std::vector<std::pair<std::string, std::string>>;

/// One visitor. One thread.
class Browser {
public:
    explicit Browser(std::string origin, std::string language);
    ~Browser();
    Browser(const Browser&) = delete;
    Browser& operator=(const Browser&) = delete;

    /// A path of the site, or a whole address elsewhere (`http://…`): cookies stay with the host that set them.
    [[nodiscard]] base::Result<Page> get(const std::string& path);
    /// As `multipart/form-data` when `files` says so, else urlencoded.
    [[nodiscard]] base::Result<Page> post(
        const std::string& path, const Fields& fields, const std::vector<File>& files, bool multipart
    );
    /// What it would send to the server now: `a=1; b=2`.
    [[nodiscard]] std::string cookies() const;

private:
    struct Curl;
    [[nodiscard]] base::Result<Page> perform(const std::string& path);
    std::string origin_;
    std::string language_;
    std::unique_ptr<Curl> curl_;
};

}  // namespace guildhall::walking::internal
