#include "address_source.hpp"

#include <fstream>
#include <sstream>

namespace guildhall::app {

base::Result<std::unique_ptr<registers::AddressSource>> address_source(const Settings& settings) {
    if (!settings.address_server.url.empty()) return registers::addresses_from(settings.address_server);
    if (settings.address_register.empty()) return std::unique_ptr<registers::AddressSource>{};
    std::ifstream file(settings.address_register, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    if (!file) {
        return base::Error{
            base::ErrorCode::invalid_input, {settings.address_register + ": cannot be read"}, {"configuration"}
        };
    }
    const auto read = registers::read_register(bytes.str(), settings.address_register);
    if (!read.table)
        return base::Error{base::ErrorCode::invalid_input, {read.complaints.front().text()}, {"configuration"}};
    return registers::addresses_of(read.table);
}

}  // namespace guildhall::app
