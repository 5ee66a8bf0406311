#pragma once
/// Addresses of web pages.

#include "identifiers/identifiers.hpp"

namespace guildhall::identifiers {

/// `http` or `https` (`https://` is put in front where people leave it out), a host with a dot, or an IPv4 address, a
/// port from 1 to 65535, and the rest as typed, with characters outside ASCII and a few others percent-encoded (RFC
/// 3986 section 2). At most 2,048 bytes. A name or password before the host is `Fault::form`: it is there to mislead.
/// The scheme and host are kept in lower case, the host as UTS 46 writes it in ASCII. Nothing is fetched.
[[nodiscard]] Read read_web_address(std::string_view typed);

}  // namespace guildhall::identifiers
