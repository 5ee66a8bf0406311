#pragma once
/// Where postal addresses come from when somebody gives a postcode or part of an address.

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "registers/register.hpp"

namespace guildhall::registers {

struct PostalAddress {
    std::string line1, line2, town, county, postcode;
    bool operator==(const PostalAddress&) const = default;
    /// On one line, for a list to choose from.
    [[nodiscard]] std::string text() const;
};

/// At most so many are found.
inline constexpr std::size_t most_addresses = 100;

/// Thread-safe.
class AddressSource {
public:
    virtual ~AddressSource() = default;
    /// Addresses with this postcode, or whose text begins with all of these words; none when nothing fits.
    /// `unavailable` when the source does not answer: people then write their address themselves.
    [[nodiscard]] virtual base::Result<std::vector<PostalAddress>> find(std::string_view asked) const = 0;
};

/// The columns `line1`, `town` and `postcode`, and `line2` and `county` where there are any. `invalid_input` when one
/// of the first three is missing. Shares the table.
[[nodiscard]] base::Result<std::unique_ptr<AddressSource>> addresses_of(std::shared_ptr<const Register> table);

struct AddressServer {
    std::string url;  ///< asked as `URL?query=EM1%201AA`
    std::chrono::milliseconds timeout{2'000};
    std::string token;                    ///< sent as a bearer token; empty: none
    std::string certificate_authorities;  ///< a PEM file; empty: the system's
};
/// Another system, asked over HTTP: it answers 200 with `{"addresses": [{"line1": …, "town": …, "postcode": …}]}`, and
/// perhaps `line2` and `county`. Redirects are not followed. One connection a call.
[[nodiscard]] std::unique_ptr<AddressSource> addresses_from(AddressServer server);

/// What an address server answered; `corrupt` when it is none of the above.
[[nodiscard]] base::Result<std::vector<PostalAddress>> read_addresses(std::string_view json);

}  // namespace guildhall::registers
