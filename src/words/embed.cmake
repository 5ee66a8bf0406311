# Run as a script: writes OUT with the text of each of FILES (paths, separated by |), by its name without `.yaml`.
set(entries "")
string(REPLACE "|" ";" paths "${FILES}")
foreach(path IN LISTS paths)
  get_filename_component(language ${path} NAME_WE)
  # Brackets and semicolons mean something to CMake's lists; nothing here takes the text for one.
  file(READ ${path} text)
  string(APPEND entries "    {\"${language}\", R\"__text__(${text})__text__\"},\n")
endforeach()
file(WRITE ${OUT} "// Made by src/words/embed.cmake from words/*.yaml.
#include \"words/internal/catalogues.hpp\"

namespace guildhall::words::internal {
namespace {
constexpr Catalogue catalogues[] = {
${entries}};
}  // namespace

std::span<const Catalogue> embedded_catalogues() { return catalogues; }
}  // namespace guildhall::words::internal
")
