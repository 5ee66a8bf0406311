# Run as a script: writes OUT with the text of each of FILES (paths below ROOT, separated by |), by name.
set(entries "")
string(REPLACE "|" ";" names "${FILES}")
foreach(name IN LISTS names)
  file(READ ${ROOT}/${name} text)
  string(APPEND entries "    {\"${name}\", R\"__text__(${text})__text__\"},\n")
endforeach()
file(WRITE ${OUT} "// Made by src/catalogue/embed.cmake from files of the repository.
#include \"catalogue/internal/embedded.hpp\"

#include <stdexcept>

namespace guildhall::catalogue::internal {
namespace {
struct File {
    std::string_view name;
    std::string_view text;
};
constexpr File files[] = {
${entries}};
}  // namespace

std::string_view embedded(std::string_view name) {
    for (const File& file : files) {
        if (file.name == name) return file.text;
    }
    throw std::logic_error(\"not embedded: \" + std::string(name));
}
}  // namespace guildhall::catalogue::internal
")
