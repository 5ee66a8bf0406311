#pragma once
/// What the rules of a service say of themselves, in other languages.

#include <map>
#include <string>
#include <string_view>

#include "catalogue/service.hpp"

namespace guildhall::catalogue {

/// `reasons:` of words.LANGUAGE.yaml: by the annotation in the model. Empty when there are none. Read from the bytes of
/// the folder each time: decisions are few, and their pages rarely opened.
[[nodiscard]] std::map<std::string, std::string, std::less<>> reason_words(
    const Service& service, std::string_view language
);

}  // namespace guildhall::catalogue
