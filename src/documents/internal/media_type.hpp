#pragma once
/// What a file is, by its bytes.

#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace guildhall::documents {

/// The media type that libmagic sees, such as `image/jpeg`. An Error (`unavailable`) when its database cannot be read.
[[nodiscard]] base::Result<std::string> media_type_of(base::ByteView bytes);

}  // namespace guildhall::documents
