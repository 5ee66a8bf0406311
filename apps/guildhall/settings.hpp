#pragma once
/// What an operator sets: the configuration file, under the command line's options.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "notifications/mail.hpp"
#include "payments/govuk_pay.hpp"
#include "registers/addresses.hpp"

namespace guildhall::app {

struct Settings {
    std::string name = "Guildhall";  ///< of the place
    std::string agency;              ///< who runs it, such as `Eastmere Council`; empty: not said
    std::string contact;             ///< how people reach it, in one line; empty: not said
    std::string accent;              ///< `#rrggbb`, with enough contrast; empty: the house's own
    std::string origin;              ///< `https://services.example.org`; empty: http://localhost:PORT
    std::string database;
    std::size_t database_connections = 16;
    std::size_t workers = 64;
    std::size_t request_seconds = 30;  ///< in which a request must have arrived
    std::vector<std::string> trusted_proxies;
    std::string virus_scanner;                ///< `unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`; empty: none
    std::string address_register;             ///< a CSV file of addresses; empty: none
    registers::AddressServer address_server;  ///< asked instead when it has a URL
    notifications::MailSettings mail;
    payments::ProviderSettings payments;  ///< an empty `url`: none
};

/// Reads the file; unknown keys are errors with their place. An empty path gives the defaults.
[[nodiscard]] base::Result<Settings> read_settings(const std::filesystem::path& file);

}  // namespace guildhall::app
