// Stands in until the conversion of this kind of form is merged.
#include "importing/importing.hpp"

namespace guildhall::importing {

base::Result<Imported> import_xgov(std::string_view, std::string_view) {
    return base::Error{base::ErrorCode::unsupported_type, {"forms of this kind are not converted yet"}, {}};
}

}  // namespace guildhall::importing
