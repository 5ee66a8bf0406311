#pragma once
/// E-mail addresses as people have them: the form of the HTML standard, with domains in any script.

#include "identifiers/identifiers.hpp"

namespace guildhall::identifiers {

/// HTML Living Standard, "valid e-mail address", with a dot asked for in the domain, the lengths of RFC 5321 section
/// 4.5.3.1 (64 for the local part, 254 for all of it), and no hyphen in front: mail programs take it for an option. A
/// domain in another script is kept as UTS 46 writes it in ASCII (`xn--…`), so that every mail server takes it. The
/// local part stays as it is, but for invisible characters; one that is not ASCII (RFC 6531) is `Fault::characters`.
[[nodiscard]] Read read_email(std::string_view typed);

}  // namespace guildhall::identifiers
