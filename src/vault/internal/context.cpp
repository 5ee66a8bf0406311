#include "vault/internal/context.hpp"

#include <fmt/format.h>

namespace guildhall::vault::internal {

std::string context(std::initializer_list<std::string_view> parts) {
    std::string text = "guildhall-vault-1";
    for (const auto part : parts) text += fmt::format("|{}:{}", part.size(), part);
    return text;
}

}  // namespace guildhall::vault::internal
