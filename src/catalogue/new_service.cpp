#include "catalogue/new_service.hpp"

#include <fstream>

#include <fmt/format.h>

#include "catalogue/internal/embedded.hpp"
#include "catalogue/internal/pattern.hpp"

namespace guildhall::catalogue {

base::Result<std::vector<std::filesystem::path>> new_service(
    const std::string& name, const std::filesystem::path& directory
) {
    if (!internal::Pattern("^[a-z][a-z0-9]*(-[a-z0-9]+)*$").matches(name) || name.size() > 60 || name == "bank") {
        return base::Error{
            base::ErrorCode::invalid_input,
            {fmt::format(
                "`{}` cannot be the name of a service; expected small letters, digits and hyphens, such as "
                "`book-a-hall`",
                name
            )},
            {}
        };
    }
    const std::filesystem::path folder = directory / name;
    std::error_code failed;
    if (std::filesystem::exists(folder, failed)) {
        return base::Error{
            base::ErrorCode::conflict, {fmt::format("{} is already there; nothing was changed", folder.string())}, {}
        };
    }
    std::filesystem::create_directories(folder / "letters", failed);
    const base::PublicMessage cannot_write{fmt::format("{} cannot be written", folder.string())};
    if (failed) return base::Error{base::ErrorCode::unavailable, cannot_write, {failed.message()}};

    std::vector<std::filesystem::path> written;
    for (const std::string_view file :
         {"service.yaml", "guide.md", "rules.dmn", "examples.yaml", "letters/grant.md", "letters/refusal.md"}) {
        std::string text{internal::embedded("src/catalogue/template/" + std::string(file))};
        constexpr std::string_view placeholder = "NAME";
        for (auto at = text.find(placeholder); at != std::string::npos; at = text.find(placeholder, at + name.size())) {
            text.replace(at, placeholder.size(), name);
        }
        std::ofstream out(folder / file, std::ios::binary);
        out << text;
        out.close();
        if (!out) return base::Error{base::ErrorCode::unavailable, cannot_write, {std::string(file)}};
        written.push_back(folder / file);
    }
    return written;
}

}  // namespace guildhall::catalogue
