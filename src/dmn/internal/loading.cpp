#include "dmn/internal/loading.hpp"

#include <deque>

#include "base/xml.hpp"
#include "dmn/internal/compiler.hpp"
#include "dmn/internal/import_reader.hpp"
#include "dmn/internal/reader.hpp"

namespace guildhall::dmn {

std::optional<Definitions> load_definitions(
    std::string_view xml, const std::string& file, const ImportSource* imports, base::Complaints& complaints
) {
    const base::XmlDocument document = base::parse_xml(xml, file);
    complaints = document.complaints;
    if (!document.root) return std::nullopt;
    auto definitions = read_definitions(*document.root, file, complaints);
    if (!definitions) return std::nullopt;
    std::deque<base::XmlDocument> imported;
    read_imports(*definitions, imports, imported, complaints);
    compile(*definitions, complaints);
    return definitions;
}

}  // namespace guildhall::dmn
