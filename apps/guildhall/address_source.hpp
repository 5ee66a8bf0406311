#pragma once
/// The server's own list of addresses, as the configuration names it.

#include <memory>

#include "registers/addresses.hpp"
#include "settings.hpp"

namespace guildhall::app {

/// Null when there is none. `invalid_input` when the register cannot be read.
[[nodiscard]] base::Result<std::unique_ptr<registers::AddressSource>> address_source(const Settings& settings);

}  // namespace guildhall::app
