#include "identifiers/email.hpp"

#include <algorithm>

#include "identifiers/internal/domain.hpp"
#include "identifiers/internal/typed.hpp"

namespace guildhall::identifiers {

Read read_email(std::string_view typed) {
    if (typed.size() > 2000) return Fault::length;
    const auto text = visible(typed);
    if (!text) return Fault::characters;
    if (text->empty()) return Fault::empty;
    const auto at = text->find('@');
    if (at == std::string::npos || at == 0 || text->find('@', at + 1) != std::string::npos || text->starts_with('-'))
        return Fault::form;
    const std::string local = text->substr(0, at);
    const bool allowed = std::all_of(local.begin(), local.end(), [](char c) {
        return is_digit(c) || is_capital(c) || (c >= 'a' && c <= 'z') || one_of(c, ".!#$%&'*+/=?^_`{|}~-");
    });
    if (!allowed) return Fault::characters;
    if (local.size() > 64) return Fault::length;
    const auto domain = ascii_domain(text->substr(at + 1));
    if (!domain) return Fault::form;
    if (local.size() + 1 + domain->size() > 254) return Fault::length;
    return local + "@" + *domain;
}

}  // namespace guildhall::identifiers
